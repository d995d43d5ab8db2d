"""What cities have to offer and how it changes: wages, talent and R&D capital."""

from sim.quantity import ASSUMPTION, Model, quantity


class Wages(Model):
    """How the wage of a city rises with the jobs that it wins."""

    elasticity: float = quantity(
        0.0, en="Rise of the wage with jobs over the workforce", zh="工资对就业增长的弹性", unit="elasticity",
        ge=0, le=5, source="assumption: congestion, off by default", low=0, central=0.1, high=0.3,
    )  # fmt: skip
    smallest_workforce: float = quantity(
        10_000.0, en="Smallest manufacturing workforce of a city", zh="最小制造业就业规模", unit="persons",
        gt=0, le=1e8, source=ASSUMPTION,
    )  # fmt: skip


class Talent(Model):
    """How the skilled people of the cities that state a supply become more."""

    growth: float = quantity(
        0.0, en="Yearly growth of a city's own supply of talent", zh="本地人才年增长率", unit="per year",
        ge=-0.5, le=0.5, source=ASSUMPTION, low=0, central=0.02, high=0.05,
    )  # fmt: skip


class Research(Model):
    """How R&D capital wears out and is renewed; without a depreciation it stays what it is."""

    depreciation: float | None = quantity(
        None, en="Depreciation of R&D capital (none: it never changes)", zh="研发资本折旧率", unit="per year",
        ge=0, lt=1, source="assumption: the usual rate in perpetual inventories", low=0.1, central=0.15, high=0.25,
    )  # fmt: skip
    output_share: float = quantity(
        1.75, en="Yearly output over investment", zh="产值与投资之比", unit="per year", ge=0, le=20,
        source="derived: announced projects (docs/data.md)", low=0.7, central=1.75, high=3.6,
    )  # fmt: skip
    past_growth: float = quantity(
        0.0, en="Past growth of R&D, with which the opening capital was built", zh="期初研发资本形成期的年增长率",
        unit="per year", ge=0, le=1, source="assumption: the table of cities takes 4 = 1/(.15 + .10) years of R&D",
        low=0, central=0.1, high=0.15,
    )  # fmt: skip
