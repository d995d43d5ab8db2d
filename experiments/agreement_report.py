"""Agreements and joint parks for readers: who broke what and when, what it brought to whom, which contract holds."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.figures.lettering import amount, signed
from experiments.grid import Grid
from experiments.results import CITY_INDEX, Comparison
from experiments.run_tables import Results
from experiments.words import Words
from sim.levers import Agreement, Lever, Pact
from sim.levers.catalogue.joint_park import JointPark
from sim.schema import Scenario

type Floats = NDArray[np.float64]

MOST_BREAKERS = 8
"""Cities that one agreement shows, those that break it most often first."""


@dataclass(frozen=True)
class Kept:
    """What is known of one regime over its replications.

    Attributes:
        cities: (replications, fields, periods, C) in the order of `sim.columns.CITY_COLUMNS`.
        breaches: For each replication a table of lever, city, period and whether an audit found it.
    """

    cities: Floats
    breaches: Sequence[Floats]

    def of(self, name: str) -> Floats:
        """A field of the cities by period, (replications, periods, C)."""
        return self.cities[:, CITY_INDEX[name]]


def of_comparison(comparison: Comparison) -> dict[str, Kept]:
    """What a comparison found, by regime."""
    return {key: Kept(comparison.cities[key], comparison.breaches.get(key, ())) for key in comparison.regimes}


def of_runs(results: Results) -> dict[str, Kept]:
    """What single runs found, by regime."""
    found = {}
    for regime in dict.fromkeys(key for key, _ in results):
        runs = [result for (key, _), result in results.items() if key == regime]
        found[regime] = Kept(np.array([run.cities for run in runs]), [run.breaches for run in runs])
    return found


def tables(scenario: Scenario, found: Mapping[str, Kept], w: Words) -> list[Grid]:
    """All tables that there is something to say in."""
    kept = (_breakers(scenario, found, w), _gains(scenario, found, w))
    return [*_parks(scenario, found, w), *(grid for grid in kept if grid is not None)]


def _levers(scenario: Scenario, found: Mapping[str, Kept]) -> Iterator[tuple[str, int, Lever]]:
    """Every lever of the regimes shown, with the regime's key and its number there."""
    for entry in scenario.regimes:
        if entry.key in found:
            for number, lever in enumerate(entry.levers):
                yield entry.key, number, lever


def _title(scenario: Scenario, regime: str, w: Words) -> str:
    (entry,) = (entry for entry in scenario.regimes if entry.key == regime)
    return w.text(entry.title)


def _named(lever: Lever, w: Words) -> str:
    own = lever.title[0 if w.language == "en" else 1]
    if not isinstance(lever, Agreement):
        return own
    parts = w("figure.list").join(part.title[0 if w.language == "en" else 1] for part in lever.levers)
    return w("table.agreements.wraps", agreement=own, levers=parts)


def _breakers(scenario: Scenario, found: Mapping[str, Kept], w: Words) -> Grid | None:
    rows: list[list[str]] = []
    keys = list(scenario.cities)
    for regime, number, lever in _levers(scenario, found):
        if not isinstance(lever, Pact) or not lever.chosen:
            continue
        runs = [table[table[:, 0] == number] for table in found[regime].breaches]
        who = {
            city: np.array([table[table[:, 1] == city, 2].min() for table in runs if (table[:, 1] == city).any()])
            for city in range(len(keys))
        }
        broke = sorted((city for city in who if who[city].size), key=lambda city: -who[city].size)
        head = [_title(scenario, regime, w), _named(lever, w)]
        for city in broke[:MOST_BREAKERS]:
            share = 100 * who[city].size / max(1, len(runs))
            first = _date(scenario, float(np.median(who[city])))
            rows.append([*head, w.name(scenario.cities[keys[city]]), f"{share:.0f} %", first])
        if len(broke) > MOST_BREAKERS:
            rows.append([*head, w("table.agreements.more", count=len(broke) - MOST_BREAKERS), "", ""])
        if not broke:
            rows.append([*head, w("table.agreements.nobody"), "-", "-"])
    if not rows:
        return None
    headings = [w("table.regime"), w("table.agreements.what"), w("table.agreements.who")]
    headings += [w("table.agreements.often"), w("table.agreements.first")]
    return Grid(w("table.agreements.broken"), headings, rows, left=frozenset({1, 2, 4}))


def _gains(scenario: Scenario, found: Mapping[str, Kept], w: Words) -> Grid | None:
    rows = []
    for regime, kept in found.items():
        bound = kept.of("agreements")
        member = (bound > 0).any(axis=(0, 1))
        if not member.any():
            continue
        in_force = bound.sum(axis=2) > 0
        whole = kept.of("agreements_kept").sum(axis=2) == bound.sum(axis=2)
        gain = kept.of("agreement_gain").sum(axis=1).mean(axis=0)
        cells = [signed(float(gain[which].mean())) if which.any() else "-" for which in (member, ~member)]
        share = 100 * float(whole[in_force].mean())
        rows.append([_title(scenario, regime, w), f"{share:.0f} %", *cells])
    if not rows:
        return None
    headings = [w("table.regime"), w("table.agreements.kept")]
    headings += [w("table.agreements.member"), w("table.agreements.outsider")]
    return Grid(w("table.agreements.gains"), headings, rows, w("table.agreements.note"))


def _parks(scenario: Scenario, found: Mapping[str, Kept], w: Words) -> list[Grid]:
    """One table for each park and its owners, with the contract of each regime."""
    rows: dict[tuple[str, ...], list[list[str]]] = {}
    keys = list(scenario.cities)
    for regime, _, lever in _levers(scenario, found):
        inside = lever.levers if isinstance(lever, Agreement) else (lever,)
        for park in (each for each in inside if isinstance(each, JointPark)):
            won = found[regime].of("projects_won")[:, :, keys.index(park.park)].sum(axis=1).mean()
            contract = w(f"table.parks.contract.{park.contract}", first=w.name(scenario.cities[park.owners[0]]))
            bids = w("table.parks.together" if park.joint_bidding else "table.parks.apart")
            row = [_title(scenario, regime, w), contract, bids, f"{100 * park.paid_share:.0f} %", amount(float(won))]
            rows.setdefault((park.park, *park.owners), []).append(row)
    headings = [w("table.regime"), w("table.parks.contract"), w("table.parks.bids")]
    headings += [w("table.parks.paid"), w("table.parks.won")]
    grids = []
    for (park_key, *owners), lines in rows.items():
        names = w("figure.list").join(w.name(scenario.cities[key]) for key in owners)
        title = w("table.parks", park=w.name(scenario.cities[park_key]), owners=names)
        grids.append(Grid(title, headings, lines, left=frozenset({1, 2})))
    return grids


def _date(scenario: Scenario, period: float) -> str:
    time = scenario.time
    year, part = divmod(int(np.floor(period)), time.periods_per_year)
    if time.periods_per_year == 1:
        return str(time.start_year + year)
    return f"{time.start_year + year}-{1 + part * 12 // time.periods_per_year:02d}"
