"""A neutrality run for readers: tables on the screen, the summary file, and one JSON document."""

from typing import Any

import numpy as np

from experiments.deciding import Box, Split
from experiments.figures.lettering import amount, signed
from experiments.figures.provenance import regime_title
from experiments.findings import STANDARDS
from experiments.grid import Grid, markdown
from experiments.kinds import kind_of
from experiments.neutrality import Neutrality
from experiments.neutrality_findings import Tally, groups, headline, influences, losing_box, tallies
from experiments.neutrality_words import conditions, paragraph, percent
from experiments.prior_points import prior_of
from experiments.statistics import Interval
from experiments.words import LANGUAGES, Words, words


def head(found: Neutrality, w: Words) -> str:
    """What was run, in a line."""
    return w(
        "summary.neutrality.head", points=len(found.numbers), design=w(f"summary.neutrality.design.{found.design}"),
        replications=found.replications, periods=found.periods, seed=found.scenario.seed,
    )  # fmt: skip


def tables(found: Neutrality, w: Words) -> list[Grid]:
    """How often each regime wins, one table for each kind of regime; then what decides it."""
    if not found.numbers or len(found.regimes) < 2:
        return [ranges(found, w)]
    shares = [_shares(found, kind, name, w) for kind in groups(found) for name in STANDARDS]
    return [*shares, *_about(found, w), ranges(found, w)]


def _shares(found: Neutrality, kind: str, name: str, w: Words) -> Grid:
    """How often each regime beats the baseline, loses and is best under a standard; and how much is gained."""
    rows = []
    for key, tally in tallies(found, name, groups(found)[kind]).items():
        cells = [percent(tally.gain), percent(tally.loss), percent(tally.best), _spread(tally, w)]
        cells = ["", "", cells[2], ""] if key == found.baseline else cells
        rows.append([regime_title(found.scenario, key, w), *cells])
    headings = [w(f"table.neutrality.{name}") for name in ("regime", "gain", "loss", "best", "spread")]
    last = name == STANDARDS[-1]
    title = w(f"table.neutrality.{kind}", whom=w(f"table.standard.{name}"))
    return Grid(title, headings, rows, w("table.neutrality.note") if last else "")


def _spread(tally: Tally, w: Words) -> str:
    low, middle, high = (signed(value) for value in tally.quantiles)
    return w("table.neutrality.quantiles", low=low, middle=middle, high=high)


def _about(found: Neutrality, w: Words) -> list[Grid]:
    """Of the regime that the words are about: influences of the parameters, and where it loses."""
    regime = headline(found)
    if regime is None:
        return []
    title = regime_title(found.scenario, regime, w)
    known = {name: influences(found, name, regime) for name in STANDARDS}
    rows = [
        [w.text(each.title), *(_influence(known[name][key]) for name in STANDARDS)]
        for key, each in found.parameters.items()
    ]
    standards = [w(f"table.standard.{name}") for name in STANDARDS]
    headings = [w("table.neutrality.parameter"), *standards]
    decides = Grid(
        w("table.neutrality.influences", regime=title), headings, rows, w("table.neutrality.influences_note")
    )
    boxes = {name: losing_box(found, name, regime) for name in STANDARDS}
    lines = [
        [w(f"table.standard.{name}"), conditions(found, box, w), _split(box.found_on), _split(box.held_back),
         w("table.explain.yes" if box.confirmed else "table.explain.no")]
        for name, box in boxes.items() if box is not None
    ]  # fmt: skip
    if not lines:
        return [decides]
    names = ("standard", "where", "found_on", "held_back", "confirmed")
    headings = [w(f"table.neutrality.{name}") for name in names]
    title = w("table.neutrality.boxes", regime=title)
    return [decides, Grid(title, headings, lines, w("table.neutrality.boxes_note"), left=frozenset({1}))]


def _influence(value: Interval) -> str:
    if not np.isfinite(value.mean):
        return "-"
    mark = "" if value.low <= 0 <= value.high else " *"
    return f"{value.mean:+.2f} ({value.low:+.2f} {value.high:+.2f}){mark}"


def _split(split: Split) -> str:
    """Share inside and outside a box with the number of points."""
    parts = [
        f"{100 * part.mean:.0f} % ({part.n})" if part.n else f"- ({part.n})" for part in (split.inside, split.outside)
    ]
    return " / ".join(parts)


def ranges(found: Neutrality, w: Words) -> Grid:
    """The declared prior range."""
    rows = [
        [w.text(each.title), amount(each.low), amount(each.high), w.unit(each.unit)]
        for each in found.parameters.values()
    ]
    headings = [w(f"table.neutrality.{name}") for name in ("parameter", "low", "high", "unit")]
    return Grid(w("table.neutrality.ranges"), headings, rows, left=frozenset({3}))


def summary_file(found: Neutrality) -> str:
    """The summary in both languages, as Markdown."""
    parts = []
    for language in LANGUAGES:
        w = words(language)
        parts += [f"# {w.text(found.scenario.title)}", head(found, w), paragraph(found, w)]
        parts += [markdown(grid) for grid in tables(found, w)]
    return "\n\n".join(parts) + "\n"


def document(found: Neutrality, scenario: dict[str, Any], with_points: bool = True) -> dict[str, Any]:
    """Everything that the screen would show as plain data, and every point if asked for."""
    whole: dict[str, Any] = {
        "command": "neutrality",
        "scenario": scenario,
        "design": found.design,
        "points": {"planned": found.planned, "finished": len(found.numbers)},
        "replications": found.replications,
        "periods": found.periods,
        "complete": found.complete,
        "baseline": found.baseline,
        "headline": headline(found) if found.numbers else None,
        "prior": [
            {"key": key, "title": {"en": each.title.en, "zh": each.title.zh}, "paths": list(each.paths),
             "low": each.low, "high": each.high, "unit": each.unit, "source": each.source}
            for key, each in found.parameters.items()
        ],
        "regimes": [_regime(found, key) for key in found.regimes],
        "off": _off(found),
        "failures": [{"point": each.point, "replication": each.number} for each in found.failures],
        "paragraph": {language: paragraph(found, words(language)) for language in LANGUAGES},
    }  # fmt: skip
    if with_points:
        whole["found"] = [_point(found, index) for index in range(len(found.numbers))]
    return whole


def _off(found: Neutrality) -> dict[str, Any] | None:
    """How often each regime wins where what the prior switches off is off; None where that is nowhere."""
    some = found.at(found.off)
    if not some.numbers:
        return None
    return {
        "parameters": list(prior_of(found.scenario).switched_off),
        "points": len(some.numbers),
        "regimes": {
            key: {
                name: {
                    word: _share(getattr(tallies(some, name, [key])[key], word)) for word in ("gain", "loss", "open")
                }
                for name in STANDARDS
            }
            for key in some.regimes[1:]
        },
    }


def _regime(found: Neutrality, key: str) -> dict[str, Any]:
    (entry,) = (entry for entry in found.scenario.regimes if entry.key == key)
    plain: dict[str, Any] = {
        "key": key, "title": {"en": entry.title.en, "zh": entry.title.zh}, "kind": kind_of(found.scenario, key),
    }  # fmt: skip
    if not found.numbers:
        return plain
    group = next((keys for keys in groups(found).values() if key in keys), ())
    if key == found.baseline:
        group = next(iter(groups(found).values()), ())
    plain["standards"] = {}
    for name in STANDARDS:
        tally = tallies(found, name, group)[key]
        said: dict[str, Any] = {"best": _share(tally.best)}
        if key != found.baseline:
            box = losing_box(found, name, key)
            said |= {word: _share(getattr(tally, word)) for word in ("gain", "loss", "open")}
            said["gain_quantiles"] = dict(zip(("low", "median", "high"), tally.quantiles, strict=True))
            said["influences"] = {
                parameter: {"mean": each.mean, "low": each.low, "high": each.high}
                for parameter, each in influences(found, name, key).items()
            }
            said["losing_box"] = None if box is None else _box(found, box)
        plain["standards"][name] = said
    return plain


def _share(share: Interval) -> dict[str, Any]:
    return {"share": share.mean, "low": share.low, "high": share.high, "n": share.n}


def _box(found: Neutrality, box: Box) -> dict[str, Any]:
    keys = list(found.parameters)
    return {
        "sides": [
            {"parameter": keys[side.parameter], "side": "above" if side.above else "below", "threshold": side.threshold}
            for side in box.sides
        ],
        "words": {language: conditions(found, box, words(language)) for language in LANGUAGES},
        **{
            name: {"inside": _share(split.inside), "outside": _share(split.outside)}
            for name, split in (("found_on", box.found_on), ("held_back", box.held_back))
        },
        "chance": box.chance,
        "confirmed": box.confirmed,
    }


def _point(found: Neutrality, index: int) -> dict[str, Any]:
    return {
        "point": found.numbers[index],
        "values": dict(zip(found.parameters, found.values[index].tolist(), strict=True)),
        "gains": {
            key: {name: float(found.gain(name, key)[index]) for name in STANDARDS} for key in found.regimes[1:]
        },
    }  # fmt: skip
