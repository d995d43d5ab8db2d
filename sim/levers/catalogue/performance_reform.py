"""Officials who are judged on something else than volume."""

from typing import ClassVar, Literal

from sim.levers.lever import Lever, LeverContext, Members, Setting, members_field
from sim.quantity import ASSUMPTION, choice, quantity


class PerformanceReform(Lever):
    """What officials gain from volume and lose by a peer's success is scaled, or moved from volume to quality.

    political_weight·`political_scale`·(I·(1-q) + quality·I·q) enters the bid, with q = `quality`; the weight on a
    peer's payoff becomes rival_weight·`rival_scale`. A weight that the promotion tournament moves is scaled after it.
    Nothing of this enters welfare: the reform moves bids alone.
    """

    title: ClassVar = ("Performance reform", "政绩考核改革")
    idea: ClassVar = ("Top-level design, evaluation", "顶层设计、考核评价")

    lever: Literal["performance_reform"] = choice("performance_reform", en="Lever", zh="杠杆")
    cities: Members = members_field()
    political_scale: float = quantity(
        1.0, en="Multiple of the political weight", zh="政绩权重倍数", unit="multiple", ge=0, le=10, source=ASSUMPTION
    )
    rival_scale: float = quantity(
        1.0,
        en="Multiple of the weight on peers",
        zh="同级城市收益权重倍数",
        unit="multiple",
        ge=0,
        le=1,
        source=ASSUMPTION,
    )
    quality: float | None = quantity(
        None, en="Share of the political weight that looks at quality (none: as it is)",
        zh="政绩中的质量权重（缺省为不变）", unit="share", ge=0, le=1, source=ASSUMPTION,
    )  # fmt: skip

    def settings(self, context: LeverContext) -> list[Setting]:
        mask = context.mask(self.cities)
        found = [
            Setting("political_scale", mask, self.political_scale),
            Setting("rival_scale", mask, self.rival_scale),
        ]
        return found if self.quality is None else [*found, Setting("quality_weight", mask, self.quality)]
