"""What a design means: its worlds, its policies, and the runs that follow, in an order of their own."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from experiments.batch.design import Design
from experiments.batch.identity import model_version, run_key, setting_hash
from experiments.batch.parts import SeriesForm
from sim.outcomes import OUTCOMES
from sim.scenario import ScenarioError, from_dict, resolved, with_numbers
from sim.schema import Scenario

type Floats = NDArray[np.float64]
type Numbers = tuple[tuple[str, float], ...]
"""Values by path."""

KEPT: Final = 64
"""Hashes of scenarios that are kept, for the replications of a world come one after the other."""


@dataclass(frozen=True, slots=True)
class Worlds:
    """States of the world, as a table.

    Attributes:
        keys: (D,) keys of the uncertain numbers.
        paths: (D,) paths that take the value of each.
        units: (D,) unit of each.
        values: (W, D) values.
    """

    keys: tuple[str, ...]
    paths: tuple[tuple[str, ...], ...]
    units: tuple[str, ...]
    values: Floats

    def __len__(self) -> int:
        """Number of worlds."""
        return len(self.values)

    def numbers(self, world: int) -> Numbers:
        """The values of a world by path."""
        row = self.values[world]
        return tuple((path, float(value)) for paths, value in zip(self.paths, row, strict=True) for path in paths)


@dataclass(frozen=True, slots=True)
class Policy:
    """One policy: a regime, and levels of its levers.

    Attributes:
        regime: Key of the regime.
        levels: Level of each lever by key, for tables.
        numbers: The same by path.
    """

    regime: str
    levels: Numbers = ()
    numbers: Numbers = ()

    @property
    def name(self) -> str:
        """The regime, with levels in brackets where there are any."""
        told = ", ".join(f"{key}={value:g}" for key, value in self.levels)
        return f"{self.regime}[{told}]" if told else self.regime


@dataclass(frozen=True, slots=True)
class RunSpec:
    """One run, with all that tells it from other runs of the same batch.

    Attributes:
        key: Its identity.
        world: Number of the world.
        policy: Number of the policy.
        replication: Number of the replication.
        regime: Key of the regime.
        numbers: What differs from the scenario, by path.
    """

    key: str
    world: int
    policy: int
    replication: int
    regime: str
    numbers: Numbers


@dataclass(frozen=True)
class BatchPlan:
    """All runs of a batch.

    Attributes:
        design: The design.
        scenario: Its scenario, with the constants set.
        worlds: The worlds.
        policies: The policies; differences are to the first.
        shard: Which part of the worlds is run, as (number from 1, number of shards).
        model: Version of the model.
    """

    design: Design
    scenario: Scenario
    worlds: Worlds
    policies: tuple[Policy, ...]
    shard: tuple[int, int] = (1, 1)
    model: str = field(default_factory=model_version)
    _hashes: dict[tuple[int, int], str] = field(default_factory=dict, repr=False, compare=False)

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Names of the outcomes that are kept."""
        return self.design.outcomes or tuple(outcome.name for outcome in OUTCOMES)

    @property
    def form(self) -> SeriesForm | None:
        """What the series hold, if any are kept."""
        return SeriesForm(tuple(self.design.series), tuple(self.scenario.cities)) if self.design.series else None

    @property
    def most_replications(self) -> int:
        """Replications of a world and policy at most."""
        if self.design.until is not None:
            return self.design.until.maximum
        return self.design.replications or self.scenario.replications

    @property
    def own_worlds(self) -> range:
        """Numbers of the worlds of this shard."""
        first, count = self.shard
        return range(first - 1, len(self.worlds), count)

    @property
    def most_runs(self) -> int:
        """Runs of this shard at most."""
        return len(self.own_worlds) * len(self.policies) * self.most_replications

    def numbers(self, world: int, policy: int) -> Numbers:
        """What differs from the scenario in a world under a policy, by path."""
        return (*self.worlds.numbers(world), *self.policies[policy].numbers)

    def run(self, world: int, policy: int, replication: int) -> RunSpec:
        """One run."""
        regime, numbers = self.policies[policy].regime, self.numbers(world, policy)
        key = run_key(self._hash(world, policy), replication, self.scenario.seed, self.design.planner, self.model)
        return RunSpec(key, world, policy, replication, regime, numbers)

    def _hash(self, world: int, policy: int) -> str:
        if (world, policy) not in self._hashes:
            if len(self._hashes) >= max(KEPT, 4 * len(self.policies)):
                self._hashes.clear()
            regime, numbers = self.policies[policy].regime, dict(self.numbers(world, policy))
            try:
                self._hashes[world, policy] = setting_hash(with_numbers(self.scenario, numbers), regime)
            except ScenarioError:  # numbers that do not go together: the run fails, and says why
                self._hashes[world, policy] = setting_hash(self.scenario, regime, numbers)
        return self._hashes[world, policy]

    def digest(self) -> str:
        """SHA-256 of all that the plan says."""
        told = json.dumps(self.content(), sort_keys=True, ensure_ascii=True, allow_nan=False).encode("ascii")
        return hashlib.sha256(told + np.ascontiguousarray(self.worlds.values, dtype="<f8").tobytes()).hexdigest()

    def content(self) -> dict[str, Any]:
        """The plan without its worlds, which are a table of their own; `from_content` reads it back."""
        return {
            "design": self.design.model_dump(mode="json"),
            "scenario": resolved(self.scenario),
            "uncertain": [
                {"key": key, "paths": list(paths), "unit": unit}
                for key, paths, unit in zip(self.worlds.keys, self.worlds.paths, self.worlds.units, strict=True)
            ],
            "policies": [
                {"regime": policy.regime, "levels": dict(policy.levels), "numbers": dict(policy.numbers)}
                for policy in self.policies
            ],
            "model": self.model,
            "shard": list(self.shard),
        }

    @classmethod
    def from_content(cls, content: Mapping[str, Any], values: Floats) -> Self:
        """The plan that `content` and the values of its worlds tell of.

        Args:
            content: What `content` returned.
            values: (W, D) values of the worlds.

        Raises:
            KeyError, TypeError, ValueError: If it is not what `content` returned.
        """
        uncertain = content["uncertain"]
        worlds = Worlds(
            tuple(entry["key"] for entry in uncertain),
            tuple(tuple(entry["paths"]) for entry in uncertain),
            tuple(entry["unit"] for entry in uncertain),
            values,
        )
        policies = tuple(
            Policy(entry["regime"], tuple(entry["levels"].items()), tuple(entry["numbers"].items()))
            for entry in content["policies"]
        )
        first, count = content["shard"]
        design, scenario = Design.model_validate(content["design"]), from_dict(content["scenario"])
        return cls(design, scenario, worlds, policies, (first, count), content["model"])
