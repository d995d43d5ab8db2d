"""What a batch has found so far: its policies as regimes, and the outcomes of every world they all met."""

from dataclasses import dataclass
from itertools import product
from typing import Final

import numpy as np
from numpy.typing import NDArray

from experiments.batch.plan import BatchPlan
from experiments.batch.store import OpenedStore
from experiments.findings import ONE_YUAN, STANDARDS, Verdict, verdict
from experiments.leaflet.boards import Board, Knob
from experiments.leaflet.reading import Unreadable
from experiments.neutrality import Neutrality
from experiments.prior_points import prior_of
from experiments.results import OUTCOME_INDEX
from experiments.statistics import Interval, Paired, interval
from experiments.words import Bilingual, Words, words
from sim.outcomes import OUTCOMES
from sim.quantity import Text
from sim.scenario import with_numbers
from sim.schema import RegimeEntry, Scenario

type Floats = NDArray[np.float64]

MOST_RUNS: Final = 300_000
"""Runs of a batch of which a page can be made."""

MOST_POINTS: Final = 400
"""Worlds that the knobs of a page reach."""


@dataclass(frozen=True)
class BatchFound:
    """Outcomes of the worlds in which every policy has at least one finished run.

    Attributes:
        plan: The plan.
        met: The worlds as points of a design, the policies as its regimes.
        asked: Worlds of the store's part of the plan.
    """

    plan: BatchPlan
    met: Neutrality
    asked: int

    @property
    def standards(self) -> tuple[str, ...]:
        """The standards of welfare that the batch keeps."""
        return tuple(name for name in STANDARDS if name in self.plan.outcomes)

    def difference(self, name: str, policy: str) -> Interval:
        """Difference to the first policy: mean of the worlds with an interval over them; of one, over replications."""
        if len(self.met.numbers) == 1:
            return self.met.pairs(name, policy)[0].difference
        return interval(self.met.gain(name, policy))

    def verdict(self, name: str, policy: str) -> Verdict:
        """What that difference says."""
        gaps = np.abs(self.met.outcome(name, policy) - self.met.outcome(name, self.met.baseline))
        same = bool((gaps[np.isfinite(gaps)] <= ONE_YUAN).all())
        return verdict(Paired(self.difference(name, policy), np.nan, np.nan), same)

    def level(self, name: str) -> float:
        """Mean of the first policy over the worlds."""
        means = [interval(row).mean for row in self.met.outcome(name, self.met.baseline)]
        return interval(np.array(means)).mean


def read_store(store: OpenedStore) -> BatchFound:
    """Outcomes of the runs of a store that ended well.

    Raises:
        Unreadable: If nothing has finished, or there is too much for a page.
        Damaged: If the journal is not what was written.
    """
    plan = store.plan
    own = {world: at for at, world in enumerate(plan.own_worlds)}
    if sum(store.journal.counts().values()) > MOST_RUNS:
        raise Unreadable("too_many", folder=str(store.path), most=f"{MOST_RUNS:,}")
    scenario = scenario_of(plan)
    names = tuple(entry.key for entry in scenario.regimes)
    columns = [OUTCOME_INDEX[name] for name in plan.outcomes]
    done = [row for row in store.rows() if row.done]
    repeated = 1 + max((row.place[2] for row in done), default=-1)
    if len(own) * len(names) * repeated > 4 * MOST_RUNS:
        raise Unreadable("too_many", folder=str(store.path), most=f"{MOST_RUNS:,}")
    values = np.full((len(names), len(own), repeated, len(OUTCOMES)), np.nan)
    ran = np.zeros((len(names), len(own)), dtype=bool)
    for row in done:
        world, policy, replication = row.place
        values[policy, own[world], replication, columns] = row.outcomes
        ran[policy, own[world]] = True
    met = ran.all(axis=0)
    if not met.any():
        raise Unreadable("no_results", folder=str(store.path))
    worlds = [world for world, at in own.items() if met[at]]
    sampling = plan.design.worlds.sampling
    found = Neutrality(
        scenario=scenario,
        regimes=names,
        design="sobol" if sampling == "sobol" else "lhs",
        numbers=tuple(worlds),
        values=plan.worlds.values[worlds],
        outcomes={name: values[at][met] for at, name in enumerate(names)},
        failures=(),
        planned=len(own),
        replications=repeated,
        periods=scenario.time.periods,
    )
    return BatchFound(plan, found, len(own))


def scenario_of(plan: BatchPlan) -> Scenario:
    """The scenario with a regime for each policy, its levels set."""
    entries = []
    for policy in plan.policies:
        levelled = with_numbers(plan.scenario, dict(policy.numbers)) if policy.numbers else plan.scenario
        (entry,) = (each for each in levelled.regimes if each.key == policy.regime)
        told = ", ".join(f"{key}={value:g}" for key, value in policy.levels)
        title = Text(en=f"{entry.title.en} [{told}]", zh=f"{entry.title.zh} [{told}]") if told else entry.title
        entries.append(RegimeEntry.model_construct(**{**dict(entry), "key": policy.name, "title": title}))
    return plan.scenario.model_copy(update={"regimes": tuple(entries)})


def boards(found: BatchFound) -> list[Board]:
    """Knobs over the worlds: one for each number that the design crosses with all others, else one for the world."""
    met, plan = found.met, found.plan
    if len(met.numbers) < 2 or not found.standards:
        return []
    order, knobs = _crossed(found)
    if not knobs:
        order = list(range(min(len(met.numbers), MOST_POINTS)))
        knobs = (Knob(_Words("leaflet.batch.world"), "-", tuple(float(met.numbers[at]) for at in order), np.nan),)
    differences = {
        policy: {name: [pairs[at] for at in order] for name in found.standards for pairs in (met.pairs(name, policy),)}
        for policy in met.regimes[1:]
    }
    notes = tuple(_told(plan, met.values[at]) for at in order) if len(knobs) == 1 and knobs[0].unit == "-" else ()
    return [Board(knobs, met.replications, None, differences, notes)]


def _crossed(found: BatchFound) -> tuple[list[int], tuple[Knob, ...]]:
    """Worlds in the order of crossed knobs, and those; nothing if the design is no full crossing."""
    plan, values = found.plan, found.met.values
    if plan.design.worlds.sampling != "grid" or len(values) > MOST_POINTS:
        return [], ()
    axes = [sorted(set(column.tolist())) for column in values.T]
    places = {tuple(row.tolist()): at for at, row in enumerate(values)}
    points = list(product(*axes))
    if len(points) != len(values) or any(point not in places for point in points):
        return [], ()
    shown = zip(titles(plan), plan.worlds.units, axes, strict=True)
    return [places[point] for point in points], tuple(
        Knob(title, unit, tuple(axis), np.nan) for title, unit, axis in shown
    )


def titles(plan: BatchPlan) -> tuple[Bilingual, ...]:
    """What each uncertain number is: its title where the design or the prior gives one, else its key."""
    worlds = plan.design.worlds
    ranges = prior_of(plan.scenario).parameters if worlds.prior else worlds.ranges
    return tuple(ranges[key].title if key in ranges else Text(en=key, zh=key) for key in plan.worlds.keys)


def _told(plan: BatchPlan, values: Floats) -> tuple[str, str]:
    """The numbers of a world, in English and Chinese."""
    english, chinese = (
        w("leaflet.batch.numbers", numbers=w("summary.comma").join(
            w("leaflet.term", label=w.text(title), value=_with_unit(f"{value:,.4g}", unit, w))
            for title, unit, value in zip(titles(plan), plan.worlds.units, values.tolist(), strict=True)
        )) for w in (words("en"), words("zh"))
    )  # fmt: skip
    return english, chinese


def _with_unit(value: str, unit: str, w: Words) -> str:
    return value if unit in ("-", "share") else w("leaflet.with_unit", value=value, unit=w.unit(unit))


@dataclass(frozen=True, slots=True)
class _Words:
    """A word of ours as a title."""

    key: str

    @property
    def en(self) -> str:
        return words("en")(self.key)

    @property
    def zh(self) -> str:
        return words("zh")(self.key)
