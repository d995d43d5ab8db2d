"""Cities: the parameters of a district or county government and its sites."""

from copy import copy
from typing import Annotated, Any, Literal, Self

from pydantic import Field, create_model, model_validator

from sim.quantity import ASSUMPTION, Key, Model, Seq, choice, quantity
from sim.strategies import StrategySpec, Truthful


class City(Model):
    """One bidding government."""

    name_en: str = choice(..., en="Name in English", zh="英文名", max_length=80, min_length=1)
    name_zh: str = choice(..., en="Name in Chinese", zh="中文名", max_length=80, min_length=1)
    province: Key = choice("region", en="Province", zh="省级行政区", source="administrative division")
    rank_band: str = choice("district", en="Rank band", zh="行政级别", source="administrative division", max_length=60)
    latitude: float = quantity(
        30.0, en="Latitude", zh="纬度", unit="degrees", ge=-90, le=90, source="approximate map position"
    )
    longitude: float = quantity(
        105.0, en="Longitude", zh="经度", unit="degrees", ge=-180, le=180, source="approximate map position"
    )
    gdp: float = quantity(
        0.0, en="GDP", zh="地区生产总值", unit="million CNY/year", ge=0, le=1e8,
        source="district statistics brought to 2022",
    )  # fmt: skip
    base_revenue: float = quantity(
        0.0, en="General budget revenue", zh="一般公共预算收入", unit="million CNY/year", ge=0, le=1e7,
        source="district budget reports; else 5.1 % of GDP (derived)",
    )  # fmt: skip
    promotion_budget_share: float | None = quantity(
        None, en="Promotion budget over general revenue", zh="招商预算占一般公共预算比重", unit="share",
        ge=0, le=1, source="assumption: no published figure", low=0.03, central=0.08, high=0.15,
    )  # fmt: skip
    land_stock: float | None = quantity(
        None, en="Serviced industrial land", zh="可供工业用地", unit="mu", ge=0, le=1e7, source=ASSUMPTION
    )
    list_price: float = quantity(
        28.0, en="List price of industrial land", zh="工业用地挂牌价", unit="10k CNY/mu", ge=0, le=100,
        source="equal to land cost by default (docs/data.md)", low=8, central=28, high=40,
    )  # fmt: skip
    land_floor: float = quantity(
        0.0, en="Lowest land price in force", zh="工业用地最低价", unit="10k CNY/mu", ge=0, le=56,
        source="national floor by grade (国土资发〔2006〕307号); county grades are assumed",
    )  # fmt: skip
    land_grade: int | None = quantity(
        None, en="Industrial land grade", zh="工业用地等别", unit="grade", ge=1, le=15,
        source="2006 annex where read, else assumption",
    )  # fmt: skip
    land_cost: float = quantity(
        28.0, en="Cost of acquiring and developing land", zh="土地取得和开发成本", unit="10k CNY/mu", ge=0, le=100,
        source="18.7 in 2009 (Guangyuan zone, Qingchuan) at 3 % a year (derived)", low=18, central=28, high=40,
    )  # fmt: skip
    infrastructure: float = quantity(
        0.0, en="Project-specific infrastructure", zh="项目配套基础设施", unit="share of investment", ge=0, le=0.5,
        source=ASSUMPTION, low=0, central=0.01, high=0.03,
    )  # fmt: skip
    wage: float = quantity(
        65_000.0, en="Manufacturing wage", zh="制造业工资", unit="CNY/year", ge=1_000, le=1_000_000,
        source="Chongqing and Sichuan statistics, private units; county spread is an assumption",
        low=57_000, central=65_000, high=86_000,
    )  # fmt: skip
    access_cost: float = quantity(0.0, en="Access cost", zh="区位交通成本", unit="index", ge=0, le=1, source=ASSUMPTION)
    entry_cost: float = quantity(
        0.0, en="Entry cost", zh="进入成本", unit="share of investment", ge=0, le=0.5,
        source=ASSUMPTION, low=0, central=0.005, high=0.01,
    )  # fmt: skip
    border_entry_cost: float = quantity(
        0.0, en="Further entry cost of firms from across the province border", zh="跨省企业附加进入成本",
        unit="share of investment", ge=0, le=0.5, source=ASSUMPTION, low=0, central=0.015, high=0.03,
    )  # fmt: skip
    compliance_cost: float = quantity(
        0.0, en="Yearly compliance cost of firms from across the province border", zh="跨省企业年合规成本",
        unit="share of investment", ge=0, le=0.1, source=ASSUMPTION, low=0, central=0.002, high=0.005,
    )  # fmt: skip
    credit_spread: float = quantity(
        0.0, en="Premium on bank credit at this site", zh="信贷加点", unit="per year", ge=0, le=0.5,
        source=ASSUMPTION,
    )  # fmt: skip
    credit_system: Key | None = choice(
        None, en="Credit system whose lenders know its firms (none: the province)", zh="所属征信体系",
    )  # fmt: skip
    retained_share: float = quantity(
        0.42, en="District share of all tax", zh="区县留存税收份额", unit="share", ge=0, le=1,
        source="Hechuan budget report 2022: 51.3 % upper bound; 32-41 % bottom-up (derived)",
        low=0.32, central=0.42, high=0.51,
    )  # fmt: skip
    central_share: float = quantity(
        0.47, en="Central share of all tax", zh="中央税收份额", unit="share", ge=0, le=1,
        source="VAT 50:50, income tax 60:40, stated mix (derived)", low=0.45, central=0.47, high=0.50,
    )  # fmt: skip
    leader_rate: float = quantity(
        0.06, en="Discount rate of the leader", zh="地方主官贴现率", unit="per year", ge=0, le=0.5,
        source="assumption: equal to the social rate by default", low=0.04, central=0.06, high=0.09,
    )  # fmt: skip
    leader_horizon: int = quantity(
        10, en="Horizon of the leader", zh="地方主官规划年限", unit="years", ge=1, le=60,
        source="assumption: equal to the social horizon; 5 = one term of office", low=5, central=10, high=10,
    )  # fmt: skip
    value_per_job: float = quantity(
        0.0, en="Value of a job to residents, net of displacement", zh="每个岗位对居民的净价值",
        unit="CNY/job/year", ge=0, le=200_000, source="about 8 % of a wage following Bartik (remembered)",
        low=0, central=5_000, high=15_000,
    )  # fmt: skip
    political_weight: float = quantity(
        0.0, en="What officials gain from investment as such", zh="官员从投资额本身所得（政绩权重）",
        unit="share of investment",
        ge=0, le=0.5, source="such that some winners lose, following Kim 2020; run 0 and .02",
        low=0, central=0.02, high=0.05,
    )  # fmt: skip
    quality_weight: float = quantity(
        0.0, en="Share of the political weight that looks at quality", zh="政绩中的质量权重", unit="share",
        ge=0, le=1, source=ASSUMPTION,
    )  # fmt: skip
    rival_weight: float = quantity(
        0.0, en="Weight on a peer's payoff (promotion tournament)", zh="同级城市收益权重（晋升竞争）",
        unit="share", ge=0, lt=1,
        source="no measurement: off by default", low=0, central=0, high=0.5,
    )  # fmt: skip
    judgement_error: float = quantity(
        0.0, en="Error in judging a project's benefit", zh="收益判断误差", unit="share of benefit", ge=0, le=2,
        source=ASSUMPTION, low=0, central=0, high=0.2,
    )  # fmt: skip
    grant_limit: float | None = quantity(
        None, en="Largest cash grant", zh="现金补助上限", unit="share of investment", ge=0, le=1,
        source="Bishan: up to 20 % of total investment, 2023 (A)", low=0.06, central=0.20, high=0.30,
    )  # fmt: skip
    rebate_limit: float | None = quantity(
        None, en="Largest rebated share of the schedule", zh="税收返还上限", unit="share", ge=0, le=1,
        source="whole schedule; assumption",
    )  # fmt: skip
    package_cap: float | None = quantity(
        None, en="Largest package of all instruments", zh="一揽子优惠上限", unit="share of investment", ge=0, le=2,
        source=ASSUMPTION,
    )  # fmt: skip
    slots: int | None = quantity(
        None, en="Projects that a period can take", zh="每期可承接项目数", unit="projects", ge=0, le=100_000,
        source=ASSUMPTION,
    )  # fmt: skip
    opens_with_joint_park: bool = choice(
        False, en="Takes projects only as a joint park", zh="仅在共建园区政策下接纳项目"
    )
    rd_capital: float = quantity(
        0.0, en="R&D capital", zh="研发资本", unit="million CNY", ge=0, le=1e8,
        source="assumption: share of GDP (docs/data.md)",
    )  # fmt: skip
    talent_shortage: float = quantity(
        0.0, en="Talent shortage", zh="人才短缺", unit="share", ge=0, le=1, source=ASSUMPTION
    )
    rd_intensity: float | None = quantity(
        None, en="Yearly R&D spending over GDP (none: what built the opening capital)", zh="研发经费投入强度",
        unit="share of GDP", ge=0, le=0.5,
        source="Chongqing's nine core districts 3.70 % in 2022 (A), Chengdu 3.5 %, counties 1 % (assumption)",
        low=0.005, high=0.07,
    )  # fmt: skip
    workforce: float | None = quantity(
        None, en="Manufacturing workforce (none: the jobs that the stocks stand for)", zh="制造业就业规模",
        unit="persons", ge=0, le=1e8, source=ASSUMPTION,
    )  # fmt: skip
    talent_supply: float | None = quantity(
        None, en="Skilled people over the workforce (none: the shortage is as given)", zh="人才占制造业就业比重",
        unit="share", ge=0, le=1, source=ASSUMPTION, low=0.05, central=0.10, high=0.20,
    )  # fmt: skip
    fit: dict[Key, Annotated[float, Field(ge=-2, le=2)]] = quantity(
        {}, en="Fit by industry, beyond what the stocks explain", zh="产业适配度", unit="ln productivity",
        source=ASSUMPTION, low=0.005, central=0.015, high=0.03, refers_to="industry",
    )  # fmt: skip
    stock: dict[Key, Annotated[float, Field(ge=0, le=1e8)]] = quantity(
        {}, en="Industry stock (accumulated investment)", zh="产业存量", unit="million CNY",
        source="assumption: derived from GDP and pillars", refers_to="industry",
    )  # fmt: skip
    debt: float = quantity(
        0.0, en="Debt of promotion at the start", zh="期初招商债务", unit="million CNY", ge=0, le=1e7, source=ASSUMPTION
    )
    debt_limit: float | None = quantity(
        None, en="Limit of that debt over general budget revenue", zh="招商债务上限与一般公共预算收入之比",
        unit="multiple", ge=0, le=100, source=ASSUMPTION, low=0.5, central=1, high=2,
    )  # fmt: skip
    strategy: StrategySpec = choice(Truthful(), en="Bidding strategy", zh="投标策略")
    source: str = choice("assumption", en="Source of the row", zh="数据来源", max_length=4000)
    confidence: Literal["A", "B", "C", "D", "M", "assumption"] = choice(
        "assumption", en="Confidence letter", zh="可信度"
    )

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.retained_share + self.central_share > 1 + 1e-12:
            raise ValueError("retained_share + central_share must not exceed 1")
        return self


def _optional_fields() -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for name, field in City.model_fields.items():
        optional = copy(field)
        optional.default, optional.default_factory = None, None
        fields[name] = (field.annotation | None, optional)  # type: ignore[operator]
    return fields


CityFields = create_model("CityFields", __base__=Model, __doc__="Any fields of a city.", **_optional_fields())


class CitiesSection(Model):
    """Where the cities of a scenario come from: a table, defaults for its blanks, and settings by city."""

    file: str | None = choice(None, en="CSV table of cities", zh="城市数据表", max_length=300)
    include: Seq[Key] | None = choice(None, en="Rows to take from the table", zh="选用的城市")
    defaults: CityFields = choice(CityFields(), en="Values where the table is blank", zh="缺省值")
    set: dict[Key, CityFields] = choice({}, en="Settings by city", zh="按城市设定")
