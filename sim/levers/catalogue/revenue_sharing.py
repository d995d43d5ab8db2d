"""A contract that shares the tax of new projects."""

from typing import ClassVar, Literal, Self

from pydantic import model_validator

from sim.levers.lever import Lever, LeverContext, Setting
from sim.quantity import ASSUMPTION, Key, Seq, choice, quantity


class RevenueSharing(Lever):
    """Members pool the share `share` of the retained tax of new projects and split it equally.

    benefit_only: K[d,d] = 1 - a + a/n, K[d,c] = a/n, the host alone pays the concession.
    net_split: concession costs are split by the same shares, C = K.
    leakage: the share a goes to a tier that does not bid, K[d,d] = 1 - a.
    relocation: nothing of new projects; of the tax of a firm that moves between members, the old host gets the share a
    for `years`, in all at most what it had paid there in `cap_years`.
    Of what a host owes, only `paid_share` arrives; the rest stays with the host.
    Presets: 50:50 is a = 1 with two members (Gaozhu New Area: increment 50:50, stock kept); for firms that moved
    between Beijing, Tianjin and Hebei a = .5, 3 + 2 years, cap 3 years (财预〔2015〕92号).
    """

    title: ClassVar = ("Revenue sharing", "税收分享")
    idea: ClassVar = ("Since the 1994 tax sharing each kitchen has its own stove", "分税制以来分灶吃饭")

    lever: Literal["revenue_sharing"] = choice("revenue_sharing", en="Lever", zh="杠杆")
    members: Seq[Key] = choice(..., en="Members", zh="成员", refers_to="city", min_length=1)
    share: float = quantity(
        ..., en="Pooled share of retained tax", zh="共享税收比例", unit="share", ge=0, le=1,
        source="Gaozhu and Sui-Tong: new revenue 50:50, i.e. all of it pooled by two (A)",
    )  # fmt: skip
    contract: Literal["benefit_only", "net_split", "leakage", "relocation"] = choice(
        "benefit_only", en="Contract", zh="分享合同类型"
    )
    years: int = quantity(
        5, en="Years in which the tax of a relocated firm is shared", zh="搬迁企业税收分享年限",
        unit="years", ge=1, le=30, source="3 + 2 years: 财预〔2015〕92号 (A)", low=3, central=5, high=5,
    )  # fmt: skip
    cap_years: float = quantity(
        3.0, en="Cap of that share, in years of tax paid before the move", zh="分享上限（搬迁前税收年数）",
        unit="years", ge=0, le=30, source="three prior years: 财预〔2015〕92号 (A)", low=3, central=3, high=30,
    )  # fmt: skip
    paid_share: float = quantity(
        1.0, en="Share of promised transfers that arrives", zh="分成实际到账比例", unit="share", ge=0, le=1,
        source=ASSUMPTION, low=0.3, central=0.6, high=1.0,
    )  # fmt: skip

    @model_validator(mode="after")
    def _pair(self) -> Self:
        if self.contract == "relocation" and len(self.members) < 2:
            raise ValueError("relocation goes with two members or more")
        return self

    def settings(self, context: LeverContext) -> list[Setting]:
        import numpy as np  # here, so that reading a scenario stays quick

        inside = context.mask(self.members)
        rows = np.repeat(inside[:, None], inside.size, axis=1)
        owed = self.share * self.paid_share
        if self.contract == "relocation":
            pairs = np.outer(inside, inside) & ~np.eye(inside.size, dtype=bool)
            terms = [Setting("move_years", inside, float(self.years)), Setting("move_cap", inside, self.cap_years)]
            return [Setting("move_share", pairs, owed), *terms]
        benefit = (1.0 - owed) * np.eye(inside.size)
        if self.contract != "leakage":
            benefit += owed / max(1.0, float(inside.sum())) * np.outer(inside, inside)
        settings = [Setting("benefit_share", rows, benefit)]
        if self.contract == "net_split":
            settings.append(Setting("cost_share", rows, benefit))
        return settings
