"""The scenario: as a file says it, and as the model reads it once cities are resolved."""

from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from sim.quantity import ASSUMPTION, Key, Model, Seq, Text, choice, quantity
from sim.schema.cities import CitiesSection, City
from sim.schema.contest import Contest
from sim.schema.credit import Credit
from sim.schema.economy import Economy, Reach, Time
from sim.schema.factors import Research, Talent, Wages
from sim.schema.finance import Debt, Tournament
from sim.schema.industries import Chain, Industry
from sim.schema.life import Life
from sim.schema.pillars import Pillars
from sim.schema.prior import Prior
from sim.schema.projects import Projects
from sim.schema.regimes import RegimeEntry, written_out
from sim.schema.sources import SourceNote


class Sweep(Model):
    """One number moved over a list of values, everything else and all luck held fixed."""

    key: Key = choice(..., en="Key", zh="代号")
    title: Text = choice(..., en="What is moved", zh="变动的量")
    path: str = choice(..., en="Path of the number in the scenario", zh="参数路径", max_length=300)
    also: Seq[str] = choice((), en="Paths of further numbers that take the same value", zh="同时取该值的参数路径")
    unit: str = choice(..., en="Unit", zh="单位", max_length=60)
    values: Seq[float] = choice(..., en="Values", zh="取值", min_length=2, max_length=100)
    replications: int = quantity(
        50,
        en="Replications at each value",
        zh="每个取值的重复次数",
        unit="runs",
        source=ASSUMPTION,
        ge=2,
        le=1_000_000,
    )
    regimes: Annotated[Seq[Key], Field(min_length=1)] | None = choice(
        None, en="Regimes that are run (none: all)", zh="运行的政策情景", refers_to="regime"
    )
    periods: int | None = quantity(
        None, en="Periods that are run (none: all)", zh="运行期数", unit="periods", source=ASSUMPTION, ge=1, le=400
    )
    relative_to: str | None = choice(
        None, en="Path of a number that the values are added to", zh="相对参数路径", max_length=300
    )


class _ScenarioBase(Model):
    schema_version: Literal[1] = choice(1, en="Version of the file format", zh="文件格式版本")
    title: Text = choice(..., en="Title", zh="标题")
    description: Text | None = choice(None, en="Description", zh="说明")
    seed: int = quantity(1, en="Master seed", zh="主随机种子", unit="seed", ge=0, le=2**63 - 1, source=ASSUMPTION)
    replications: int = quantity(
        1, en="Replications", zh="重复次数", unit="runs", ge=1, le=10_000_000, source=ASSUMPTION
    )
    time: Time = choice(Time(), en="Calendar", zh="时间")
    economy: Economy = choice(Economy(), en="Economy", zh="经济参数")
    life: Life = choice(Life(), en="Life of firms", zh="企业存续")
    debt: Debt = choice(Debt(), en="Debt of promotion", zh="招商债务")
    tournament: Tournament = choice(Tournament(), en="Promotion tournament", zh="晋升锦标赛")
    reach: Reach = choice(Reach(), en="Reach of economies over distance and border", zh="辐射范围")
    wages: Wages = choice(Wages(), en="Wages and congestion", zh="工资与拥挤")
    talent: Talent = choice(Talent(), en="Talent", zh="人才")
    research: Research = choice(Research(), en="R&D capital", zh="研发资本")
    industries: dict[Key, Industry] = choice({}, en="Industries", zh="行业")
    chain: Chain = choice({}, en="Input-output shares", zh="产业链系数", refers_to="industry:industry")
    projects: Projects = choice(..., en="Projects", zh="项目")
    credit: Credit = choice(Credit(), en="Credit market", zh="信贷市场")
    contest: Contest = choice(Contest(), en="Contest", zh="竞标")
    planner: bool = choice(True, en="Whether comparisons compute the efficient allocation", zh="比较时是否计算最优配置")
    pillars: Pillars | None = choice(None, en="Choice of pillars (none: no city has pillars)", zh="主导产业选择")
    regimes: Seq[RegimeEntry] = choice(..., en="Regimes", zh="政策情景", min_length=1, max_length=200)
    sweeps: Seq[Sweep] = choice((), en="Sweeps", zh="敏感性扫描")
    prior: Prior | None = choice(None, en="Prior range of the contested parameters", zh="有争议参数的先验范围")

    @model_validator(mode="before")
    @classmethod
    def _levers_written_out(cls, data: Any) -> Any:
        if not isinstance(data, dict) or not isinstance(data.get("regimes"), list | tuple):
            return data
        return {**data, "regimes": written_out(data["regimes"])}

    @model_validator(mode="after")
    def _keys(self) -> Self:
        for name, entries in (("regimes", self.regimes), ("sweeps", self.sweeps)):
            keys = [entry.key for entry in entries]
            if len(set(keys)) != len(keys):
                raise ValueError(f"{name} need different keys")
        if self.pillars is not None and self.pillars.value is None and self.projects.pipeline is None:
            raise ValueError("pillars: give the value of each industry, or a pipeline that it follows from")
        drawn = (self.projects.pipeline, self.projects.anchors, self.projects.incumbents)
        if any(drawn) and self.industries and not any(each.weight > 0 for each in self.industries.values()):
            raise ValueError("industries: drawn projects need one with a weight above 0")
        for industry, row in self.chain.items():
            if sum(row.values()) > 1 + 1e-12 or any(v < 0 for v in row.values()):
                raise ValueError(f"chain.{industry}: shares must be >= 0 and sum to at most 1")
        return self


class ScenarioFile(_ScenarioBase):
    """A scenario as the file says it."""

    extends: str | None = choice(
        None,
        en="Scenario that this one builds on (a path, or bundled:NAME)",
        zh="继承的情景文件",
        max_length=300,
    )
    cities: CitiesSection = choice(..., en="Cities", zh="城市")
    sources: dict[str, SourceNote] = choice({}, en="Sources of the numbers, by path", zh="各数值的来源（按路径）")


class Scenario(_ScenarioBase):
    """A scenario with its cities resolved: what the model runs."""

    cities: dict[Key, City] = choice(..., en="Cities", zh="城市", min_length=1)
