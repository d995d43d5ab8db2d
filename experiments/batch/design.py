"""The design of a batch as a file says it: worlds times policies times replications."""

from math import prod
from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator

from sim.quantity import ASSUMPTION, Key, Model, Seq, Text, choice, quantity
from sim.schema import PriorRange

MOST_WORLDS: Final = 10_000_000
"""Worlds of a design, at most."""

MOST_POLICIES: Final = 10_000
"""Policies of each regime, at most."""

type Sampling = Literal["grid", "lhs", "sobol", "table", "one"]


class Levels(Model):
    """One number that takes each of some values."""

    paths: Annotated[Seq[str], Field(min_length=1, max_length=100)] = choice(
        ..., en="Paths of the numbers that take the same value", zh="取同一值的参数路径"
    )
    values: Annotated[Seq[float], Field(min_length=1, max_length=10_000)] = choice(..., en="Values", zh="取值")
    unit: str = choice("-", en="Unit", zh="单位", max_length=60)

    @model_validator(mode="after")
    def _apart(self) -> Self:
        if len(set(self.values)) < len(self.values):
            raise ValueError("values holds a number twice")
        return self


class Worlds(Model):
    """States of the world: what nobody in the model decides.

    `one` is the scenario as it is; `grid` crosses the values of all levels; `lhs` and `sobol` spread points over
    ranges; `table` takes one world from each row of a CSV file whose headings are paths.
    """

    sampling: Sampling = choice("one", en="How worlds are chosen", zh="情境的抽取方式")
    points: int = quantity(
        64, en="Number of worlds, for lhs and sobol", zh="情境数（lhs、sobol）", unit="points", source=ASSUMPTION,
        ge=1, le=MOST_WORLDS,
    )  # fmt: skip
    seed: int = quantity(
        1, en="Seed of the design", zh="设计的随机种子", unit="seed", ge=0, le=2**63 - 1, source=ASSUMPTION
    )
    ranges: dict[Key, PriorRange] = choice(
        {}, en="Uncertain numbers, for lhs and sobol", zh="不确定的数值（lhs、sobol）"
    )
    prior: bool = choice(False, en="Whether the ranges are those of the scenario's prior", zh="是否采用情景的先验范围")
    levels: dict[Key, Levels] = choice({}, en="Uncertain numbers, for grid", zh="不确定的数值（grid）")
    file: str | None = choice(None, en="CSV file, for table", zh="CSV 文件（table）", max_length=300)

    @model_validator(mode="after")
    def _goes_together(self) -> Self:
        wanted = {
            "one": (), "grid": ("levels",), "lhs": ("ranges",), "sobol": ("ranges",), "table": ("file",),
        }[self.sampling]  # fmt: skip
        given = {"levels": bool(self.levels), "ranges": bool(self.ranges) or self.prior, "file": self.file is not None}
        for name, there in given.items():
            if there and name not in wanted:
                raise ValueError(f"{name} does not go with sampling: {self.sampling}")
            if not there and name in wanted:
                raise ValueError(f"sampling: {self.sampling} needs {name}")
        if prod(len(entry.values) for entry in self.levels.values()) > MOST_WORLDS:
            raise ValueError(f"levels cross to more than {MOST_WORLDS} worlds")
        if self.prior and self.ranges:
            raise ValueError("give either ranges or prior")
        if self.sampling == "sobol" and self.points & (self.points - 1):
            raise ValueError("the number of points of a Sobol' sequence is a power of two")
        return self


class Policies(Model):
    """What is decided: regimes of the scenario, crossed with levels of their levers.

    Levels whose path begins with `regimes.KEY.` belong to that regime alone; others to all regimes.
    """

    regimes: Annotated[Seq[Key], Field(min_length=1)] | None = choice(
        None, en="Regimes that are run (none: all)", zh="运行的政策情景"
    )
    levels: dict[Key, Levels] = choice({}, en="Levels of levers", zh="政策杠杆的取值")

    @model_validator(mode="after")
    def _not_too_many(self) -> Self:
        if prod(len(entry.values) for entry in self.levels.values()) > MOST_POLICIES:
            raise ValueError(f"levels cross to more than {MOST_POLICIES} policies")
        return self


class Until(Model):
    """A sequential stop: replications are added until an outcome is known well enough in the world concerned.

    The rule looks at the first n replications only, at n = minimum, minimum + step, ...: whoever runs first, it stops
    at the same n. Half-width of the 95 % interval following Student; of the difference to the first policy, paired by
    common random numbers, or of the level.
    """

    outcome: Key = choice(..., en="Outcome", zh="结果指标")
    half_width: float = quantity(
        ..., en="Half-width to be reached, in the unit of the outcome", zh="需达到的半宽（以指标单位计）",
        unit="see outcome", source=ASSUMPTION, gt=0.0, le=1e15,
    )  # fmt: skip
    of: Literal["difference", "level"] = choice(
        "difference", en="Difference to the first policy, or level", zh="与首个政策之差，或水平值"
    )
    minimum: int = quantity(
        10, en="Replications at least", zh="最少重复次数", unit="runs", source=ASSUMPTION, ge=2, le=1_000_000
    )
    step: int = quantity(
        10,
        en="Replications added at a time",
        zh="每次增加的重复次数",
        unit="runs",
        source=ASSUMPTION,
        ge=1,
        le=1_000_000,
    )
    maximum: int = quantity(
        ..., en="Replications at most", zh="最多重复次数", unit="runs", source=ASSUMPTION, ge=2, le=10_000_000
    )

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.minimum > self.maximum:
            raise ValueError("minimum must not exceed maximum")
        return self


class Design(Model):
    """A batch: worlds times policies times replications, all on the same luck."""

    schema_version: Literal[1] = choice(1, en="Version of the file format", zh="文件格式版本")
    title: Text = choice(..., en="Title", zh="标题")
    description: Text | None = choice(None, en="Description", zh="说明")
    scenario: str = choice(
        ..., en="Scenario (a path, or bundled:NAME)", zh="情景（路径，或 bundled:名称）", max_length=300
    )
    constants: dict[str, float] = choice(
        {}, en="Numbers that hold in all worlds, by path", zh="各情境共用的数值（按路径）"
    )
    worlds: Worlds = choice(Worlds(), en="Worlds", zh="情境")
    policies: Policies = choice(Policies(), en="Policies", zh="政策")
    replications: int | None = quantity(
        None, en="Replications of each world and policy (none: the scenario's)", zh="每个情境和政策的重复次数",
        unit="runs", source=ASSUMPTION, ge=1, le=10_000_000,
    )  # fmt: skip
    until: Until | None = choice(None, en="Sequential stop in place of a fixed number", zh="序贯停止规则")
    outcomes: Annotated[Seq[Key], Field(min_length=1)] | None = choice(
        None, en="Outcomes that are kept (none: all)", zh="保留的结果指标"
    )
    series: Seq[Key] = choice((), en="Columns of cities and periods that are kept", zh="保留的分城市逐期序列")
    planner: bool = choice(False, en="Whether the efficient allocation is computed", zh="是否计算最优配置")
    time_limit: float | None = quantity(
        600.0, en="Seconds that a run may take (none: no limit)", zh="单次运行时限（秒）", unit="seconds",
        source=ASSUMPTION, gt=0.0, le=1e7,
    )  # fmt: skip
    memory_limit: float | None = quantity(
        4096.0, en="Megabytes that a run may take (none: no limit)", zh="单次运行内存上限（MB）", unit="MB",
        source=ASSUMPTION, ge=64.0, le=1e7,
    )  # fmt: skip

    @model_validator(mode="after")
    def _one_rule(self) -> Self:
        if self.replications is not None and self.until is not None:
            raise ValueError("give either replications or until")
        return self
