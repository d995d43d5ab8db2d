"""Money of the upper tier for promotion, with rules."""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from sim.levers.lever import Lever, LeverContext, Members, Setting, members_field
from sim.quantity import ASSUMPTION, Key, Seq, choice, quantity


class RegionalFund(Lever):
    """The province pays `rate`·I to the host of each project that qualifies, and adds `budget` to promotion budgets.

    Who may draw on it is said by `cities` (a co-built park, say), which projects qualify by `industries`. Each yuan
    costs 1+λ there too: what the host gains the province loses. The rate raises what hosting is worth to the city
    and so its bids; the budget raises the room for promises where that binds, and is paid whether used or not.
    """

    title: ClassVar = ("Regional fund", "区域发展基金")
    idea: ClassVar = ("Fiscal support for joint fields and key firms in co-built parks", "财政支持共建园区重点企业")

    lever: Literal["regional_fund"] = choice("regional_fund", en="Lever", zh="杠杆")
    cities: Members = members_field("Who may draw on it (none: all)", "可使用基金的城市（缺省为全部）")
    industries: Annotated[Seq[Key], Field(min_length=1)] | None = choice(
        None, en="Industries that qualify (none: all)", zh="符合条件的行业（缺省为全部）", refers_to="industry"
    )
    rate: float = quantity(
        0.0, en="Paid to the host of a project", zh="对落户地的奖补比例", unit="share of investment", ge=0, le=0.5,
        source=ASSUMPTION,
    )  # fmt: skip
    budget: float = quantity(
        0.0, en="Added to each promotion budget", zh="每年增加的招商资金", unit="million CNY/year", ge=0, le=1e6,
        source=ASSUMPTION,
    )  # fmt: skip

    @model_validator(mode="after")
    def _some(self) -> Self:
        if self.rate == 0.0 and self.budget == 0.0:
            raise ValueError("give a rate, a budget or both")
        return self

    def settings(self, context: LeverContext) -> list[Setting]:
        import numpy as np  # here, so that reading a scenario stays quick

        mask = context.mask(self.cities)
        key = [self.industries is None or name in self.industries for name in context.industries]
        # The last column is for stylised projects, which have no industry.
        found = [Setting("fund_budget", mask, self.budget)] if self.budget else []
        if self.rate:
            found.append(Setting("fund_rate", np.outer(mask, [*key, self.industries is None]), self.rate))
        return found
