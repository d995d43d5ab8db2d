"""Lenders that treat private and state firms alike."""

from typing import ClassVar, Literal

from sim.levers.lever import LeverContext, RealLever, Setting
from sim.quantity import ASSUMPTION, choice, quantity


class OwnershipNeutralFinance(RealLever):
    """The premium on loans to private firms is at most `premium`: private_premium[c] = min(own, premium).

    That lenders can do without it, so that the premium was no price of risk, is the assumption.
    """

    title: ClassVar = ("Ownership-neutral finance", "所有制中性融资")
    idea: ClassVar = ("Private and state firms are equal in finance", "民营企业与国有企业平等融资")

    lever: Literal["ownership_neutral_finance"] = choice("ownership_neutral_finance", en="Lever", zh="杠杆")
    premium: float = quantity(
        0.0, en="Premium on private firms that is left", zh="保留的民营企业加点", unit="per year", ge=0, le=0.5,
        source=ASSUMPTION,
    )  # fmt: skip

    def settings(self, context: LeverContext) -> list[Setting]:
        limit = Setting("private_premium", context.mask(self.cities), self.premium, limit=True)
        return [limit, *self.costs(context)]
