"""The validation targets: what published evidence says, and how each is simulated."""

import math
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Final, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, model_validator

from experiments.calibration import bidding, land, places
from experiments.calibration.samples import Calibration, Sample

FILE: Final = Path(__file__).with_name("targets.yaml")

type Measure = Callable[[Calibration], Sample]

MEASURES: Final[Mapping[str, Measure]] = {
    measure.__name__: measure
    for measure in (
        bidding.but_for, bidding.but_for_stress, bidding.welfare_gain, bidding.welfare_gain_at_par,
        bidding.rent_share, bidding.one_more_open, bidding.one_more_posted, bidding.coordinated_support,
        bidding.coordinated_hosts, bidding.alone_own, bidding.alone_others, bidding.full_war, bidding.cooperation,
        bidding.poor_pay_more, land.floor_pass_through, land.below_floor, land.bunched, land.weak_advantage,
        places.winner_runner_up, places.aggregate_spillovers, places.war_cost_ratio, places.war_cost_per_job,
        places.park_split, places.park_settled_first, places.park_settled, places.park_producing,
        places.crossing_count, places.crossing_money, places.largest_projects, places.in_place,
    )
}  # fmt: skip
"""How each target is simulated, by name."""


class Words(BaseModel):
    """A text in English and Chinese."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    en: str
    zh: str


class Target(BaseModel):
    """One target.

    Attributes:
        key: Name in files.
        title: What the number is.
        low: Lowest value that counts as inside; none for no limit.
        high: Highest value that counts as inside; none for no limit.
        band: Where the range comes from: the source, a quarter to either side of its one number, our reading of its
            words, or the sign that is all it gives.
        unit: Unit of the number.
        source: Author or publisher, title, year.
        confidence: How the source was seen.
        role: Whether the recalibration was fitted on it, or a default value was once set with a look at it: then it is
            half a test.
        how: How it is simulated, or why it is not.
        measure: Name of the measure, the key if none is given.
        why: What stands behind a miss, as far as it is known.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str
    title: Words
    low: float = -math.inf
    high: float = math.inf
    band: Literal["source", "quarter", "reading", "sign"]
    unit: str
    source: str
    confidence: Literal["V", "V2", "M", "A", "B"]
    role: Literal["fitted", "held_out", "half_a_test", "by_construction", "not_modelled"]
    how: Words
    measure: str | None = None
    why: Words | None = None

    @model_validator(mode="after")
    def _measure(self) -> Self:
        if self.low > self.high:
            raise ValueError(f"{self.key}: low is above high")
        if (self.role == "not_modelled") == (self.measured_by in MEASURES):
            raise ValueError(f"{self.key}: a target is either measured or not modelled")
        return self

    @property
    def measured_by(self) -> str:
        """Name of its measure."""
        return self.measure or self.key

    def contains(self, value: float) -> bool:
        """Whether a value lies in the range."""
        return self.low <= value <= self.high


@cache
def targets() -> tuple[Target, ...]:
    """All targets, in the order of the file."""
    return tuple(Target.model_validate(entry) for entry in yaml.safe_load(FILE.read_text(encoding="utf-8")))
