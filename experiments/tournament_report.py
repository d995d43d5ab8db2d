"""A tournament for readers: the ranking, one paragraph, tables for files, and one JSON document."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from experiments.grid import Grid, markdown
from experiments.report import interval_text
from experiments.statistics import Interval, Paired
from experiments.table_fields import own
from experiments.table_files import Cell, Field, Table
from experiments.tournament import MEASURES, Tournament
from experiments.words import LANGUAGES, Words, words
from sim.strategies import STRATEGIES

UNITS: Final = {"payoff": "million CNY", "won": "share", "rate": "share of investment", "losses": "share"}


def title_of(name: str, w: Words) -> str:
    """Name of a strategy, in Chinese with its title; what was typed for one with parameters."""
    titles = {strategy.model_fields["name"].default: strategy.title[1] for strategy in STRATEGIES}
    return f"{titles[name]} {name}" if w.language == "zh" and name in titles else name


def ranking(found: Tournament, w: Words) -> Grid:
    """Strategies by payoff."""
    rows = []
    first = found.ranking()[0]
    for place, index in zip(found.places(), found.ranking(), strict=True):
        behind = "" if index == first else interval_text(found.behind(index).difference)
        mark = "" if index == first or not found.not_behind(index) else " ="
        rows.append([
            f"{place}{mark}", title_of(found.names[index], w), _level(found.score("payoff", index)), behind,
            *[_percent(found.score(name, index)) for name in ("won", "rate", "losses")],
        ])  # fmt: skip
    columns = ("place", "strategy", "payoff", "behind", "won", "rate", "losses")
    headings = [w(f"table.tournament.{name}") for name in columns]
    return Grid(w("table.tournament"), headings, rows, w("table.tournament.note"), labels=2)


def _level(value: Interval) -> str:
    """A level with half of its interval."""
    return interval_text(value).replace("+", "", 1) if np.isfinite(value.mean) else "-"


def _percent(value: Interval) -> str:
    return f"{100.0 * value.mean:.1f}" if np.isfinite(value.mean) else "-"


def head(found: Tournament, w: Words) -> str:
    """What was played."""
    return w(
        "summary.tournament.head", strategies=len(found.names), cities=len(found.scenario.cities),
        projects=f"{found.projects:.0f}", replications=len(found.numbers), seed=found.scenario.seed,
    )  # fmt: skip


def paragraph(found: Tournament, w: Words) -> str:
    """Who earns most, and who cannot be told from that."""
    if not found.numbers:
        return w("summary.tournament.nothing")
    first, *others = found.ranking()
    text = w("summary.tournament.first", strategy=title_of(found.names[first], w),
             payoff=_level(found.score("payoff", first)))  # fmt: skip
    ties = [title_of(found.names[index], w) for index in others if found.not_behind(index)]
    if ties:
        text += w("summary.space") + w("summary.tournament.ties", strategies=w("figure.list").join(ties))
    return text


def summary_file(found: Tournament) -> str:
    """The summary in both languages, as Markdown: what was played, who earns most, the ranking."""
    parts = []
    for language in LANGUAGES:
        w = words(language)
        parts += [f"# {w.text(found.scenario.title)}", head(found, w), paragraph(found, w)]
        parts += [markdown(ranking(found, w))] if found.numbers else []
    return "\n\n".join(parts) + "\n"


def standings(found: Tournament) -> Table:
    """One row for each strategy, in the order of the ranking."""
    fields = {"place": own("tournament.place", "index", "whole"), "strategy": own("tournament.strategy")}
    for name in MEASURES:
        fields[name] = own(f"tournament.{name}", UNITS[name], "number")
        fields[f"{name}_low"] = own("low", UNITS[name], "number")
        fields[f"{name}_high"] = own("high", UNITS[name], "number")
    fields["behind"] = own("tournament.behind", UNITS["payoff"], "number")
    fields["behind_low"] = own("low", UNITS["payoff"], "number")
    fields["behind_high"] = own("high", UNITS["payoff"], "number")
    rows: list[Sequence[Cell]] = []
    for place, index in zip(found.places(), found.ranking(), strict=True):
        scores = [found.score(name, index) for name in MEASURES]
        behind = found.behind(index).difference
        cells = [cell for score in scores for cell in (score.mean, score.low, score.high)]
        rows.append((place, found.names[index], *cells, behind.mean, behind.low, behind.high))
    return Table("standings", fields, rows)


def matches(found: Tournament) -> Table:
    """One row for each pair of strategies and replication: one city with the first among others with the second."""
    fields: dict[str, Field] = {
        "strategy": own("tournament.strategy"), "others": own("tournament.others"),
        "replication": own("replication", "runs", "whole"),
    }  # fmt: skip
    fields |= {name: own(f"tournament.{name}", UNITS[name], "number") for name in MEASURES}
    rows: list[Sequence[Cell]] = [
        (one, other, number, *(float(found.table[name][i, j, column]) for name in MEASURES))
        for i, one in enumerate(found.names)
        for j, other in enumerate(found.names)
        for column, number in enumerate(found.numbers)
    ]
    return Table("matches", fields, rows)


def document(found: Tournament, w: Words, scenario: dict[str, Any]) -> dict[str, Any]:
    """Everything that the screen would show, and every match, as plain data."""

    def plain(value: Interval) -> dict[str, Any]:
        return {"mean": value.mean, "low": value.low, "high": value.high, "n": value.n}

    def pair(value: Paired) -> dict[str, Any]:
        return {**plain(value.difference), "correlation": value.correlation}

    return {
        "command": "tournament",
        "scenario": scenario,
        "regime": found.regime,
        "cities": len(found.scenario.cities),
        "projects": found.projects,
        "replications": list(found.numbers),
        "units": UNITS,
        "ranking": [
            {
                "place": place, "strategy": found.names[index], "title": title_of(found.names[index], w),
                **{name: plain(found.score(name, index)) for name in MEASURES},
                "behind": pair(found.behind(index)), "not_behind": found.not_behind(index),
            }
            for place, index in zip(found.places(), found.ranking(), strict=True)
        ],
        "matches": {
            one: {
                other: {name: float(found.table[name][i, j].mean()) for name in MEASURES}
                for j, other in enumerate(found.names)
            }
            for i, one in enumerate(found.names)
        } if found.numbers else {},
        "failures": [
            {"seating": [found.names[index] for index in failure.seating], "replication": failure.number}
            for failure in found.failures
        ],
    }  # fmt: skip
