"""The life of firms after the contest: building, what is realised, closure, and moving on."""

from sim.quantity import ASSUMPTION, Model, choice, quantity


class Life(Model):
    """What becomes of a firm once its contract is signed; everything is off by default."""

    building_years: int = quantity(
        0, en="Building time", zh="建设年限", unit="years", ge=0, le=10,
        source="14 months for the vehicle plant at Yongchuan (B); 0 = production at once", low=1, central=1, high=2,
    )  # fmt: skip
    realised_spread: float = quantity(
        0.0, en="Spread of realised over expected investment", zh="实际与预期投资之比的离散度", unit="log points",
        ge=0, le=2, source=ASSUMPTION, low=0, central=0.3, high=0.5,
    )  # fmt: skip
    tax_realised: float = quantity(
        1.0, en="Tax realised over tax on which all parties bid", zh="实际税收与承诺税收之比", unit="share", ge=0, le=1,
        source="announced yields .06, Hechuan's industrial tax suggests .01-.03 (derived); 1 = expectations hold",
        low=0.3, central=1, high=1,
    )  # fmt: skip
    closure_hazard: float = quantity(
        0.0, en="Yearly hazard of closure", zh="年关停风险率", unit="per year", ge=0, le=2,
        source=ASSUMPTION, low=0.02, central=0.04, high=0.08,
    )  # fmt: skip
    mobile_share: float = quantity(
        0.0, en="Firms that ask for offers again when their concessions end", zh="优惠期满后重新择址的企业比例",
        unit="share", ge=0, le=1, source=ASSUMPTION, low=0.05, central=0.15, high=0.3,
    )  # fmt: skip
    moving_cost: float = quantity(
        0.25, en="Cost of moving a plant", zh="搬迁成本", unit="share of investment", ge=0, le=2,
        source=ASSUMPTION, low=0.1, central=0.25, high=0.4,
    )  # fmt: skip
    retention_support: bool = choice(True, en="Cities may support firms to keep them", zh="可以为留住企业而给予优惠")
