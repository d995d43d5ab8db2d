"""The page of a comparison: question, regimes, answer and conditions, tables, figures, knobs, assumptions, origin."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from experiments import agreement_report, report, summary, sweep_report
from experiments.drawings import PARTIES, of_comparison
from experiments.figures.palette import regime_marks
from experiments.figures.provenance import regime_title
from experiments.findings import STANDARDS, identical, verdict
from experiments.format_notes import format_notes
from experiments.grid import Grid
from experiments.leaflet.boards import Board, content, grid, of_sweeps
from experiments.leaflet.levers import regimes
from experiments.leaflet.markup import Html, both, data, markup, tag
from experiments.leaflet.neutrality import Known, Unknown, neutrality
from experiments.leaflet.page import Section, identity_of, list_of, page
from experiments.leaflet.pictures import pictures
from experiments.leaflet.provenance import provenance
from experiments.leaflet.reading import Told
from experiments.leaflet.sources import sources
from experiments.leaflet.tables import standard_columns, tables
from experiments.results import OUTCOME_INDEX, Comparison
from experiments.turning_words import turning_sentences
from experiments.words import LANGUAGES, Language, Words, words
from sim.schema import Scenario

LARGEST: Final = 2_000_000
"""Bytes of a page; one that would be larger leaves out the figures of sweeps, whose points stand in its tables."""


@dataclass(frozen=True)
class Extras:
    """What a page may hold besides the comparison.

    Attributes:
        known: What is known of the prior range.
        grid: Points that were computed for the page.
        figures: Whether it holds figures.
    """

    known: Known | Unknown
    grid: Board | None = None
    figures: bool = True


def comparison_page(told: Told, extras: Extras, language: Language | None, progress: Callable[[int, int], None]) -> str:
    """The page of a comparison with at least one replication; the same text for the same input.

    Args:
        told: The comparison, the numbers of its scenario, and where it comes from.
        extras: What else is known.
        language: Language that is shown first; None for that of the browser.
        progress: Called with figures drawn and figures in all.
    """
    drawn = pictures(lambda each: of_comparison(told.comparison, each), progress) if extras.figures else {}
    whole = _page(told, extras, language, drawn, 0)
    if len(whole.encode("utf-8")) < LARGEST:
        return whole
    sweeps = [name for name in drawn if name.startswith("sweep_")]
    kept = {name: picture for name, picture in drawn.items() if name not in sweeps}
    return _page(told, extras, language, kept, len(sweeps))


def _page(told: Told, extras: Extras, language: Language | None, drawn: Mapping[str, Html], left_out: int) -> str:
    comparison = told.comparison
    scenario, compared = comparison.scenario, len(comparison.regimes) > 1
    boards = [*([extras.grid] if extras.grid is not None else []), *of_sweeps(comparison)]
    sweeps = [picture for name, picture in drawn.items() if name.startswith("sweep_")]
    main = [picture for name, picture in drawn.items() if not name.startswith("sweep_")]
    fewer = tag("p", both(lambda w: w("leaflet.left_out", count=left_out)), class_="note") if left_out else None
    crossed = extras.grid
    points = None if crossed is None else tables(lambda w: [grid(crossed, scenario, w)])
    sections = [
        Section("question", _question(comparison)),
        Section("regimes", regimes(scenario, comparison.regimes)),
        Section("answer", _answer(told)),
        Section("standards", _standards(comparison) if compared else markup()),
        Section("losers", _losers(comparison) if compared else markup()),
        Section("figures", markup(main)),
        Section("knobs", knobs(boards), screen=True),
        Section("conditions", markup(_conditions(comparison, sweeps), fewer, points)),
        Section("neutrality", neutrality(extras.known, scenario, comparison.regimes)),
        Section("outcomes", tables(lambda w: [*report.outcomes(comparison, w), *report.hosts(comparison, w)])),
        Section("sources", sources(told.numbers)),
        Section("provenance", provenance(told.manifest)),
    ]
    return page(
        lambda w: w.text(scenario.title),
        lambda w: w("summary.head", replications=len(comparison.numbers), seed=scenario.seed),
        sections, identity_of(told.manifest["plan"]), language,
        data("data", payload(scenario, comparison.regimes, boards, STANDARDS)),
    )  # fmt: skip


def _question(comparison: Comparison) -> Html:
    scenario = comparison.scenario
    base = comparison.baseline
    asked = both(
        lambda w: w("leaflet.question", baseline=report.regime_title(comparison, base, w),
                    cities=len(scenario.cities), periods=scenario.time.periods, start=scenario.time.start_year),
        "p", class_="lead",
    )  # fmt: skip
    about = scenario.description
    return markup(asked, both(lambda w: w.text(about), "p") if about is not None else None)


def _answer(told: Told) -> Html:
    comparison = told.comparison
    complete = told.manifest.get("complete") is True
    warning = None if complete else tag("p", both(lambda w: w("leaflet.incomplete")), class_="warning")
    notes = both(lambda w: markup(tag("p", note) for note in format_notes(comparison.scenario, comparison.outcomes, w)),
                 "div")  # fmt: skip
    return markup(warning, list_of(lambda w: summary.answer(comparison, w), "answer"), notes)


def _standards(comparison: Comparison) -> Html:
    meaning = both(lambda w: markup(tag("li", tag("strong", w(f"table.standard.{name}")), " ",
                                        w(f"leaflet.standard.{name}")) for name in STANDARDS), "ul")  # fmt: skip
    return markup(meaning, tables(lambda w: report.welfare(comparison, w), columns=standard_columns()))


def _losers(comparison: Comparison) -> Html:
    told = tables(lambda w: [parties(comparison, w)])
    many = tables(lambda w: report.cities(comparison, w)) if len(comparison.scenario.cities) > 1 else None
    agreed = agreement_report.of_comparison(comparison)
    return markup(told, many, tables(lambda w: agreement_report.tables(comparison.scenario, agreed, w)))


def parties(comparison: Comparison, w: Words) -> Grid:
    """What each party gains under each regime: paired differences to the baseline."""
    known = {party: name for party, name in PARTIES.items() if name in OUTCOME_INDEX}
    rows = []
    for party, name in known.items():
        row = [w(f"figure.party.{party}")]
        for key in comparison.regimes[1:]:
            pair = comparison.difference(name, key)
            mark = report.MARKS[verdict(pair, identical(comparison, name, key))]
            row.append(f"{report.interval_text(pair.difference)} {mark}")
        rows.append(row)
    headings = [w("leaflet.party"), *(report.regime_title(comparison, key, w) for key in comparison.regimes[1:])]
    return Grid(w("leaflet.parties"), headings, rows, w("table.marks"))


def _conditions(comparison: Comparison, figures: Sequence[Html]) -> Html:
    told = list_of(lambda w: turning_sentences(comparison, w), "answer")
    if not comparison.sweeps:
        return told

    def grids(w: Words) -> list[Grid]:
        turning = sweep_report.turning_points(comparison, w)
        return [turning] if turning is not None else []

    legend = tag("p", both(lambda w: sweep_report.legend(comparison, w)), class_="note")
    return markup(told, tables(grids), legend, tables(lambda w: sweep_report.sweeps(comparison, w)), figures)


def knobs(boards: Sequence[Board], how: str = "leaflet.knobs.how") -> Html:
    """The place that the script fills with knobs, or that no points were computed.

    Args:
        boards: The points.
        how: Key of the words that say what they are.
    """
    if not boards:
        return tag("p", both(lambda w: w("leaflet.knobs.none")), class_="unknown")
    return markup(
        tag("p", both(lambda w: w(how))),
        tag("noscript", tag("p", both(lambda w: w("leaflet.knobs.noscript")))),
        tag("div", id="board-place"),
    )


def payload(
    scenario: Scenario, keys: tuple[str, ...], boards: Sequence[Board], standards: Sequence[str]
) -> dict[str, Any]:
    """What the script needs: names, colours and words in both languages, and the points.

    Args:
        scenario: The scenario.
        keys: Keys of the regimes, the baseline first.
        boards: The points.
        standards: Standards of welfare that they tell.
    """
    known = {entry.key: entry for entry in scenario.regimes}
    marks = regime_marks(scenario.model_copy(update={"regimes": tuple(known[key] for key in keys)}))
    titles = {key: [regime_title(scenario, key, words(language)) for language in LANGUAGES] for key in keys}
    return {
        "regimes": {key: {"title": titles[key], "colour": marks[key].colour} for key in keys},
        "standards": {name: spoken(f"table.standard.{name}") for name in standards},
        "words": {name: spoken(f"leaflet.knobs.{name}") for name in ("which", "own", "not_own", "n", "periods")}
        | {"regime": spoken("table.regime"), "own_is": spoken("leaflet.knobs.own_is"), "sort": spoken("leaflet.sort")}
        | {"caption": spoken("leaflet.knobs.caption"), "verdict": {
            said: spoken(f"table.verdict.{said}") for said in ("gain", "loss", "unclear", "same", "none")}},
        "boards": content(boards),
    }  # fmt: skip


def spoken(key: str) -> list[str]:
    """A word in both languages, its fields left open for the script."""
    return [words(language).texts[key] for language in LANGUAGES]
