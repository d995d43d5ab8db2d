"""The prior range of the contested parameters: what a comparison is repeated over, and how often."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from sim.quantity import ASSUMPTION, Key, Model, Seq, Text, choice, quantity


class PriorRange(Model):
    """One contested parameter and the range in which it may lie; all values inside are taken to be equally likely.

    A value of the range replaces what the scenario says, in every place that the paths mean: `cities.*` is every city,
    `industries.*` every industry. A city or an industry with a value of its own loses it at that.
    """

    title: Text = choice(..., en="What is contested", zh="有争议的参数")
    paths: Annotated[Seq[str], Field(min_length=1, max_length=100)] = choice(
        ..., en="Paths of the numbers that take the same value", zh="取同一值的参数路径"
    )
    low: float = choice(..., en="Low end of the range", zh="取值下限")
    high: float = choice(..., en="High end of the range", zh="取值上限")
    unit: str = choice(..., en="Unit", zh="单位", max_length=60)
    source: str = choice(ASSUMPTION, en="Where the range comes from", zh="取值范围的来源", max_length=1000)
    whole: bool = choice(False, en="Whether only whole numbers are drawn, with both ends", zh="是否只取整数（含两端）")

    @model_validator(mode="after")
    def _ends(self) -> Self:
        if not self.low < self.high:
            raise ValueError("low must be below high")
        if self.whole and not (self.low.is_integer() and self.high.is_integer()):
            raise ValueError("whole goes with whole ends of the range")
        return self


class Prior(Model):
    """What a comparison is repeated over: points spread over the ranges, and what is run at each."""

    ranges: dict[Key, PriorRange | None] = choice(
        ..., en="Contested parameters by key (null: not contested here)", zh="有争议的参数（null 表示此处不考虑）"
    )
    points: int = quantity(
        64, en="Points of the design", zh="设计点数", unit="points", source=ASSUMPTION, ge=2, le=100_000
    )
    replications: int = quantity(
        4, en="Replications at each point", zh="每个设计点的重复次数", unit="runs", source=ASSUMPTION,
        ge=1, le=1_000_000,
    )  # fmt: skip
    periods: int | None = quantity(
        None, en="Periods that are run, at most (none: all)", zh="最多运行的期数", unit="periods", source=ASSUMPTION,
        ge=1, le=400,
    )  # fmt: skip
    regimes: Annotated[Seq[Key], Field(min_length=1)] | None = choice(
        None, en="Regimes that are run (none: all)", zh="运行的政策情景", refers_to="regime"
    )
    switched_off: Seq[Key] = choice(
        (),
        en="Contested parameters that are at their low ends together at some points",
        zh="在部分设计点同时取下限的参数",
    )
    off_share: float = quantity(
        0.25, en="Share of the points at which they are", zh="同时取下限的设计点比例", unit="share", source=ASSUMPTION,
        ge=0, le=1,
    )  # fmt: skip

    @property
    def parameters(self) -> dict[str, PriorRange]:
        """The parameters that are contested here, by key."""
        return {key: entry for key, entry in self.ranges.items() if entry is not None}

    @model_validator(mode="after")
    def _contested(self) -> Self:
        if not set(self.switched_off) <= set(self.ranges):
            raise ValueError("switched_off: name keys of ranges only")
        if not self.parameters:
            raise ValueError("ranges: name at least one contested parameter")
        return self
