"""Time, discounting, public money and the reach of economies across the border."""

from typing import Self

from pydantic import model_validator

from sim.quantity import ASSUMPTION, Model, Seq, quantity


class Time(Model):
    """The calendar of a run."""

    start_year: int = quantity(2023, en="First year", zh="起始年份", unit="year", source=ASSUMPTION, ge=1949, le=2100)
    periods: int = quantity(1, en="Periods", zh="期数", unit="periods", source=ASSUMPTION, ge=1, le=400)
    periods_per_year: int = quantity(
        1, en="Periods per year", zh="每年期数", unit="periods", source=ASSUMPTION, ge=1, le=12
    )


class Economy(Model):
    """Rates, horizons, the cost of public funds and the schedules of support."""

    firm_rate: float = quantity(
        0.10, en="Discount rate of firms", zh="企业贴现率", unit="per year", ge=0, le=0.5,
        source="assumption: hurdle rate of manufacturers", low=0.08, central=0.10, high=0.15,
    )  # fmt: skip
    firm_horizon: int = quantity(
        15, en="Life of a plant", zh="工厂寿命", unit="years", ge=1, le=60,
        source="assumption: plant life, tax depreciation 10-20 years", low=10, central=15, high=20,
    )  # fmt: skip
    social_rate: float = quantity(
        0.06, en="Social discount rate", zh="社会贴现率", unit="per year", ge=0, le=0.5,
        source="assumption: bond cost to platform-company cost", low=0.04, central=0.06, high=0.08,
    )  # fmt: skip
    social_horizon: int = quantity(
        10, en="Social horizon", zh="社会评估年限", unit="years", ge=1, le=60,
        source=ASSUMPTION, low=10, central=10, high=15,
    )  # fmt: skip
    cost_of_public_funds: float = quantity(
        0.0, en="Extra cost of public funds per yuan", zh="公共资金的额外成本", unit="share", ge=0, le=2,
        source="MCPF 1.17-1.56 following Ballard, Shoven & Whalley 1985 (remembered)",
        low=0, central=0.2, high=0.5,
    )  # fmt: skip
    build_up: Seq[float] = quantity(
        (1 / 3, 2 / 3, 1.0), en="Ramp-up of output by year of production", zh="投产爬坡", unit="share",
        source="announcements: full output in the third year; shape is an assumption",
    )  # fmt: skip
    rebate_schedule: Seq[float] = quantity(
        (1.0, 1.0, 1.0, 0.5, 0.5), en="Rebated share of retained tax by year", zh="逐年返还比例",
        unit="share", source="Rongchang District Preferential Policies for Investment, Dec 2022 (A)",
    )  # fmt: skip
    grant_years: int = quantity(
        2, en="Years over which a cash grant is paid", zh="现金补助支付年数", unit="years", ge=1, le=10,
        source="assumption: building time, 14 months for Great Wall Motor at Yongchuan (B)",
    )  # fmt: skip
    commitment_years: int = quantity(
        3, en="Years of promotion budget that may be committed ahead", zh="可预先承诺的招商预算年数",
        unit="years", ge=1, le=30, source=ASSUMPTION,
    )  # fmt: skip
    commitment_share: float = quantity(
        1.0, en="Share of those budgets that may be committed", zh="可承诺的预算份额", unit="share",
        ge=0, le=1, source=ASSUMPTION,
    )  # fmt: skip
    reference_wage: float = quantity(
        65_000.0, en="Wage already contained in the return on capital", zh="参考工资", unit="CNY/year",
        ge=1_000, le=1_000_000, source="Chongqing and Sichuan statistics, private units 2021-2024 (A)",
        low=57_000, central=65_000, high=86_000,
    )  # fmt: skip
    agglomeration_scale: float = quantity(
        1_000.0, en="Scale X0 of industry stocks", zh="产业存量尺度 X0", unit="million CNY", gt=0, le=1e7,
        source=ASSUMPTION,
    )  # fmt: skip
    rd_scale: float = quantity(
        100.0, en="Scale R0 of R&D capital", zh="研发资本尺度 R0", unit="million CNY", gt=0, le=1e7,
        source=ASSUMPTION,
    )  # fmt: skip
    rd_reference: float = quantity(
        0.0, en="Reference R&D capital", zh="研发资本参考值", unit="million CNY", ge=0, le=1e8,
        source=ASSUMPTION,
    )  # fmt: skip

    @model_validator(mode="after")
    def _shares(self) -> Self:
        for name in ("build_up", "rebate_schedule"):
            values = getattr(self, name)
            if not values or any(not 0 <= v <= 1 for v in values):
                raise ValueError(f"{name}: every entry must be a share between 0 and 1")
        return self


class Reach(Model):
    """How far a neighbour's stocks count, own province and across the border (assumption: exp(-km/decay))."""

    decay_km: float = quantity(
        60.0, en="Distance at which reach falls to 1/e", zh="辐射距离", unit="km", gt=0, le=5_000,
        source=ASSUMPTION,
    )  # fmt: skip
    chain: float = quantity(
        0.0, en="Reach of supply chains across the border", zh="跨省产业链辐射", unit="share", ge=0, le=1,
        source=ASSUMPTION, low=0, central=0.3, high=0.6,
    )  # fmt: skip
    rd: float = quantity(
        0.0, en="Reach of R&D capital across the border", zh="跨省研发辐射", unit="share", ge=0, le=1,
        source=ASSUMPTION, low=0, central=0.2, high=0.6,
    )  # fmt: skip
    talent: float = quantity(
        0.0, en="Reach of talent across the border", zh="跨省人才辐射", unit="share", ge=0, le=1,
        source=ASSUMPTION, low=0, central=0.2, high=0.6,
    )  # fmt: skip
    suppliers: float = quantity(
        0.0, en="Reach of an anchor's suppliers across the border", zh="配套企业跨省布局范围", unit="share", ge=0, le=1,
        source=ASSUMPTION, low=0, central=0.3, high=0.6,
    )  # fmt: skip
    own_province: float = quantity(
        0.0, en="Reach within a province", zh="省内辐射", unit="share", ge=0, le=1,
        source=ASSUMPTION, low=0, central=1.0, high=1.0,
    )  # fmt: skip
