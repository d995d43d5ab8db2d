"""The credit market: hidden types of borrowers, and how far their records reach."""

from typing import Self

from pydantic import model_validator

from sim.quantity import ASSUMPTION, Model, choice, quantity


class Credit(Model):
    """Lenders that see a firm's return but not its type, unless its record reaches them; off by default."""

    enabled: bool = choice(False, en="Whether firms need a lender", zh="企业是否需要贷款人")
    drawn: bool = choice(
        True, en="Whether type, record and area rule are drawn (no: the likelier happens)",
        zh="是否抽取企业类型、记录和异地限制",
    )  # fmt: skip
    cost_of_funds: float = quantity(
        0.05, en="Cost of funds of lenders", zh="银行资金成本", unit="per year", ge=0, le=0.5, source=ASSUMPTION,
        low=0.03, central=0.05, high=0.07,
    )  # fmt: skip
    good_share: float = quantity(
        0.8, en="Share of good borrowers", zh="优质借款企业比例", unit="share", ge=0, le=1,
        source="assumption: non-performing loans of 1-3 %", low=0.6, central=0.8, high=0.9,
    )  # fmt: skip
    good_repayment: float = quantity(
        0.985, en="Yearly repayment probability of good borrowers", zh="优质企业年还款概率", unit="probability",
        gt=0, le=1, source="assumption: non-performing loans of 1-3 %", low=0.98, central=0.985, high=0.99,
    )  # fmt: skip
    bad_repayment: float = quantity(
        0.93, en="Yearly repayment probability of bad borrowers", zh="劣质企业年还款概率", unit="probability",
        gt=0, le=1, source="assumption: non-performing loans of 1-3 %", low=0.85, central=0.93, high=0.95,
    )  # fmt: skip
    good_elsewhere: float = quantity(
        0.0, en="Yearly gain of good borrowers elsewhere, per unit of loan", zh="优质企业的外部年收益", unit="per year",
        ge=0, le=1, source=ASSUMPTION,
    )  # fmt: skip
    bad_elsewhere: float = quantity(
        0.0, en="Yearly gain of bad borrowers elsewhere, per unit of loan", zh="劣质企业的外部年收益", unit="per year",
        ge=0, le=1, source=ASSUMPTION,
    )  # fmt: skip
    reach: float = quantity(
        0.0, en="Chance that a firm's record reaches lenders of another credit system", zh="信用记录跨体系可得概率",
        unit="probability", ge=0, le=1, source=ASSUMPTION,
    )  # fmt: skip
    outside_reach: float = quantity(
        1.0, en="Chance that lenders know the record of a firm from outside the region",
        zh="区域外企业信用记录可得概率", unit="probability", ge=0, le=1, source=ASSUMPTION,
    )  # fmt: skip
    out_of_area: float = quantity(
        0.0, en="Chance that nobody lends in another credit system without the record",
        zh="异地无记录时无银行放贷的概率", unit="probability", ge=0, le=1,
        source="assumption: one minus the chance that the home bank lends out of province",
        low=0.5, central=0.7, high=0.9,
    )  # fmt: skip
    border_premium: float = quantity(
        0.0, en="Premium on loans in another credit system", zh="跨体系贷款加点", unit="per year", ge=0, le=0.5,
        source=ASSUMPTION, low=0.003, central=0.008, high=0.015,
    )  # fmt: skip
    private_premium: float = quantity(
        0.0, en="Premium on loans to private firms", zh="民营企业贷款加点", unit="per year", ge=0, le=0.5,
        source=ASSUMPTION, low=0, central=0.006, high=0.015,
    )  # fmt: skip

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.bad_repayment > self.good_repayment:
            raise ValueError("bad_repayment must not exceed good_repayment")
        return self
