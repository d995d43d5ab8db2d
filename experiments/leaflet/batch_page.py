"""The page of a batch: its policies, in how many worlds each gains and loses, knobs over the worlds, state, origin."""

from collections.abc import Callable, Sequence

import numpy as np

from experiments.batch.store import OpenedStore
from experiments.figures.lettering import amount
from experiments.figures.provenance import regime_title
from experiments.findings import STANDARDS
from experiments.grid import Grid
from experiments.leaflet.batch_found import BatchFound, boards, read_store, titles
from experiments.leaflet.comparison_page import knobs, payload
from experiments.leaflet.levers import regimes
from experiments.leaflet.markup import Html, both, data, markup, tag
from experiments.leaflet.neutrality import both_ways
from experiments.leaflet.page import Section, identity_of, list_of, page
from experiments.leaflet.pictures import pictures
from experiments.leaflet.provenance import provenance
from experiments.leaflet.sources import sources
from experiments.leaflet.tables import Columns, tables
from experiments.neutrality_drawings import shares
from experiments.neutrality_findings import tallies
from experiments.neutrality_words import percent
from experiments.report import MARKS, interval_text, outcome_label
from experiments.results import OUTCOME_INDEX
from experiments.words import Language, Words
from sim.scenario import Number, ScenarioError, content_hash, facts, load

SHOWN = 8
"""Failed runs that the page tells of."""


def batch_page(
    store: OpenedStore, language: Language | None, progress: Callable[[int, int], None], figures: bool = True
) -> str:
    """The page of a store; the same text for the same runs.

    Args:
        store: The store, opened for reading.
        language: Language that is shown first; None for that of the browser.
        progress: Called with figures drawn and figures in all.
        figures: Whether it holds figures.
    """
    found = read_store(store)
    points = boards(found)
    several = len(found.met.numbers) > 1 and len(found.met.regimes) > 1
    spread = found.plan.design.worlds.sampling in ("lhs", "sobol") and found.standards == STANDARDS
    drawn = pictures(lambda each: shares(found.met, each), progress) if figures and several and spread else {}
    scenario = found.met.scenario
    sections = [
        Section("question", _question(found)),
        Section("regimes", regimes(scenario, found.met.regimes)),
        Section("state", _state(store)),
        Section("answer", _answer(found)),
        Section("worlds", _standards(found)),
        Section("figures", markup(list(drawn.values()))),
        Section("knobs", knobs(points, "leaflet.knobs.worlds") if points else markup(), screen=True),
        Section("outcomes", tables(lambda w: [_outcomes(found, w)])),
        Section("design", _design(found)),
        Section("sources", _sources(store)),
        Section("provenance", provenance(store.manifest)),
    ]
    return page(
        lambda w: w.text(store.plan.design.title),
        lambda w: w("summary.head", replications=store.plan.most_replications, seed=store.plan.scenario.seed),
        sections, identity_of(store.manifest["plan"]), language,
        data("data", payload(scenario, found.met.regimes, points, found.standards)),
    )  # fmt: skip


def _title(found: BatchFound, policy: str, w: Words) -> str:
    return regime_title(found.met.scenario, policy, w)


def _question(found: BatchFound) -> Html:
    plan = found.plan
    asked = both(
        lambda w: w("leaflet.batch.question", policies=len(plan.policies), worlds=len(plan.worlds),
                    replications=plan.most_replications, baseline=_title(found, found.met.baseline, w)),
        "p", class_="lead",
    )  # fmt: skip
    texts = [each for each in (plan.design.description, plan.scenario.description) if each is not None]
    return markup(asked, [both(lambda w, text=text: w.text(text), "p") for text in texts])  # type: ignore[misc]


def _state(store: OpenedStore) -> Html:
    counts = store.journal.counts()
    complete = store.manifest.get("complete") is True
    warning = None if complete else tag("p", both(lambda w: w("leaflet.batch.open")), class_="warning")

    def told(w: Words) -> list[str]:
        each = [w("leaflet.batch.count", status=w(f"batch.status.{name}"), count=count)
                for name, count in counts.items()]  # fmt: skip
        key = "batch.status.complete" if complete else "batch.status.open"
        ended = sum(counts.values())
        lines = [w(key, done=counts.get("done", 0), failed=ended - counts.get("done", 0),
                   at_most=store.plan.most_runs)]  # fmt: skip
        lines.append(w("leaflet.batch.runs", counts=w("figure.list").join(each)))
        for row in store.journal.failed(SHOWN):
            last = (row.error.strip().splitlines() or [""])[-1]
            lines.append(w("batch.failed_run", status=w(f"batch.status.{row.status}"), world=row.place[0],
                           policy=store.plan.policies[row.place[1]].name, replication=row.place[2], run=row.key,
                           error=last))  # fmt: skip
        return lines

    return markup(warning, list_of(told, "answer"))


def _answer(found: BatchFound) -> Html:
    def told(w: Words) -> list[str]:
        met = len(found.met.numbers)
        lines = [w("leaflet.batch.met", asked=found.asked, met=met)] if met < found.asked else []
        if not found.standards:
            return [*lines, w("leaflet.batch.no_standard")]
        if met == 1:
            lines.append(w("leaflet.batch.one"))
        for policy in found.met.regimes[1:]:
            clauses = w("summary.semicolon").join(_clause(found, name, policy, w) for name in found.standards)
            lines.append(w("leaflet.batch.policy", policy=_title(found, policy, w), clauses=clauses))
        return lines

    return list_of(told, "answer")


def _clause(found: BatchFound, name: str, policy: str, w: Words) -> str:
    whom = w(f"summary.whom.{name}")
    if len(found.met.numbers) == 1:
        said = w(f"summary.verdict.{found.verdict(name, policy)}")
        size = w("summary.sized", regime=said, size=interval_text(found.difference(name, policy)))
        return w("summary.one", whom=whom, verdict=size)
    tally = tallies(found.met, name, [policy])[policy]
    told = {"gain": percent(tally.gain), "loss": percent(tally.loss), "open": f"{100 * tally.open.mean:.0f} %"}
    return w("summary.neutrality.wins_clause", whom=whom, **told)


def _standards(found: BatchFound) -> Html:
    if not found.standards or len(found.met.regimes) < 2:
        return markup()
    columns: Columns = {1 + at: f"standard-{name}" for at, name in enumerate(found.standards)}
    several = len(found.met.numbers) > 1

    def grids(w: Words) -> list[Grid]:
        headings = [w("table.regime"), *(w(f"table.standard.{name}") for name in found.standards)]
        others = found.met.regimes[1:]
        rows = [[_title(found, policy, w), *(_difference(found, name, policy) for name in found.standards)]
                for policy in others]  # fmt: skip
        note = w("leaflet.batch.over_worlds" if several else "table.marks")
        told = [Grid(w("leaflet.batch.differences"), headings, rows, note)]
        if several:
            won = {name: tallies(found.met, name, others) for name in found.standards}
            rows = [[_title(found, policy, w), *(both_ways(won[name][policy].gain, won[name][policy].loss)
                                                 for name in found.standards)] for policy in others]  # fmt: skip
            title = w("leaflet.batch.shares", worlds=len(found.met.numbers))
            told.insert(0, Grid(title, headings, rows, w("leaflet.neutrality.note")))
        return told

    return tables(grids, columns=columns)


def _difference(found: BatchFound, name: str, policy: str) -> str:
    return f"{interval_text(found.difference(name, policy))} {MARKS[found.verdict(name, policy)]}"


def _outcomes(found: BatchFound, w: Words) -> Grid:
    names = sorted(found.plan.outcomes, key=lambda name: OUTCOME_INDEX[name])
    rows = [
        [outcome_label(name, w), amount(found.level(name)),
         *(interval_text(found.difference(name, policy)) for policy in found.met.regimes[1:])]
        for name in names if np.isfinite(found.level(name))
    ]  # fmt: skip
    headings = [w("table.outcome"), *(_title(found, policy, w) for policy in found.met.regimes)]
    return Grid(w("leaflet.batch.outcomes"), headings, rows)


def _design(found: BatchFound) -> Html:
    worlds = found.plan.worlds
    if not worlds.keys:
        return tag("p", both(lambda w: w("leaflet.batch.one_world")))

    def grids(w: Words) -> list[Grid]:
        names = ("number", "paths", "lowest", "highest", "values", "unit")
        shown = zip(titles(found.plan), worlds.paths, worlds.units, worlds.values.T, strict=True)
        rows = [
            [w.text(title), ", ".join(paths), f"{column.min():,.6g}", f"{column.max():,.6g}",
             str(len(set(column.tolist()))), "" if unit == "-" else w.unit(unit)]
            for title, paths, unit, column in shown
        ]  # fmt: skip
        headings = [w(f"leaflet.batch.{name}") for name in names]
        return [Grid(w("leaflet.batch.design"), headings, rows, left=frozenset({1, 5}))]

    return tables(grids)


def _sources(store: OpenedStore) -> Html:
    numbers = _numbers(store)
    if numbers is None:
        return tag("p", both(lambda w: w("leaflet.batch.no_sources")), class_="unknown")
    return sources(numbers)


def _numbers(store: OpenedStore) -> Sequence[Number] | None:
    """Numbers of the scenario with their sources, if a file at hand says the same scenario."""
    design = store.plan.design
    if not design.scenario.startswith("bundled:"):
        return None
    name = design.scenario.removeprefix("bundled:")
    constants = [f"{path}={value!r}" for path, value in design.constants.items()]
    try:
        same = content_hash(load(name, overrides=constants)) == content_hash(store.plan.scenario)
        return facts(name, overrides=constants) if same else None
    except ScenarioError:
        return None
