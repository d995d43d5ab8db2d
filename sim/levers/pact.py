"""A lever that its members may break, and what holds them to it."""

from typing import TYPE_CHECKING, Literal

from sim.levers.lever import Lever, LeverContext
from sim.quantity import ASSUMPTION, choice, quantity

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Pact(Lever):
    """A lever whose members keep it because they must (`assumed`) or as long as it pays (`chosen`).

    With `chosen` each member that has kept it compares, at the start of every period,

        keep:  C_now + δ/(1-δ)·C̄        break:  D_now + Σ_{t=1}^{Λ-1} δ^t·D̄ + [later: N̄ while punished] - d·F

    and breaks it when break > keep. The parameters below are δ, Λ, d, F and the punishment; they say nothing
    with `assumed`. Following the grim-trigger argument of Friedman 1971, with the payoffs of the run's own contest.
    """

    compliance: Literal["assumed", "chosen"] = choice("assumed", en="Compliance", zh="遵守方式")
    discount_factor: float = quantity(
        0.8, en="Discount factor of officials", zh="官员的贴现因子", unit="per period", ge=0, lt=1,
        source="assumption: 6 % a year and one chance in six of leaving office", low=0.6, central=0.8, high=0.95,
    )  # fmt: skip
    detection_lag: int = quantity(
        1,
        en="Periods until a breach is punished",
        zh="违约到受罚的期数",
        unit="periods",
        ge=1,
        le=100,
        source=ASSUMPTION,
    )
    audit_probability: float = quantity(
        0.0, en="Probability that a breach is audited", zh="违约被审计查出的概率", unit="probability", ge=0, le=1,
        source="assumption: yearly chance that a banned clause is found", low=0.05, central=0.15, high=0.35,
    )  # fmt: skip
    penalty: float = quantity(
        0.0,
        en="Penalty for an audited breach",
        zh="查实违约的罚金",
        unit="million CNY",
        ge=0,
        le=1e6,
        source=ASSUMPTION,
    )
    punishment: int | None = quantity(
        None, en="Periods without the lever once a breach is known (none: grim, for ever)",
        zh="违约暴露后取消该政策的期数（缺省为永久，即冷酷策略）", unit="periods", ge=1, le=400, source=ASSUMPTION,
    )  # fmt: skip
    tiers: Literal["district", "provincial"] = choice(
        "district", en="Whose agreement it is: penalties go to the other members or to the province",
        zh="协议层级：罚金归其他成员或归省级",
    )  # fmt: skip
    arrival_probability: float = quantity(
        1.0, en="Probability that a later period brings what the expected one does", zh="以后各期出现同类竞标的概率",
        unit="probability", ge=0, le=1, source=ASSUMPTION,
    )  # fmt: skip
    reference_projects: int = quantity(
        100, en="Projects on which members form their expectations", zh="成员形成预期所用的项目数", unit="projects",
        ge=1, le=100_000, source=ASSUMPTION,
    )  # fmt: skip

    @property
    def chosen(self) -> bool:
        """Whether members may break it."""
        return self.compliance == "chosen"

    @property
    def carried_out(self) -> float:
        """Share of its effect that is carried out by those who keep it."""
        return 1.0

    def members_of(self, context: LeverContext) -> "NDArray[np.bool_]":
        """Which cities may keep or break it, (cities,)."""
        raise NotImplementedError
