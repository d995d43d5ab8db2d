"""What is known about a case away from its central point: how often regimes gain and lose over the prior range."""

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from experiments.figures.provenance import regime_title
from experiments.findings import STANDARDS
from experiments.grid import Grid
from experiments.leaflet.markup import Html, both, markup, tag
from experiments.leaflet.reading import Unreadable, file_of, manifest_of
from experiments.leaflet.tables import standard_columns, tables
from experiments.neutrality_words import percent
from experiments.statistics import Interval
from experiments.words import LANGUAGES, Words
from sim.scenario import ScenarioError, bundled, content_hash, from_dict, load
from sim.schema import Scenario

RUNS: Final = Path(__file__).resolve().parents[2] / "docs" / "neutrality"
"""Runs of the bundled cases; only a checkout of the project has them."""

type Shares = Mapping[str, Mapping[str, tuple[Interval, Interval]]]
"""How often each regime gains and how often it loses, by regime and standard."""


@dataclass(frozen=True, slots=True)
class Known:
    """A neutrality run of the scenario that is compared.

    Attributes:
        points: Points of the prior range.
        replications: Replications at each.
        shares: Over the whole range.
        words: What it says, by language.
        undistorted: Where nothing is distorted, with the number of points; none if that was not run.
        origin: Hash of its scenario.
    """

    points: int
    replications: int
    shares: Shares
    words: Mapping[str, str]
    undistorted: tuple[int, Shares] | None
    origin: str


type Unknown = Literal["never", "differs", "baseline"]


def of_case(scenario: Scenario, baseline: str) -> Known | Unknown:
    """The run of the bundled case that a scenario is, apart from its luck; or why there is none.

    Args:
        scenario: The scenario that is compared.
        baseline: Key of the regime that the others are compared with.

    Returns:
        `never` if the scenario is no bundled case with a run, `differs` if it is one with other numbers, `baseline` if
        the run compares with another regime.
    """
    for name in sorted(bundled()):
        file = RUNS / f"{name}.json"
        if not file.is_file():
            continue
        told = json.loads(file.read_text(encoding="utf-8"))
        if told["scenario"]["title"] != scenario.title.en:
            continue
        case = load(name)
        same = case == scenario.model_copy(update={"replications": case.replications, "seed": case.seed})
        if not same or told["scenario"]["hash"] != content_hash(case):
            return "differs"
        return _of_document(told) if told["baseline"] == baseline else "baseline"
    return "never"


def _of_document(told: Mapping[str, Any]) -> Known:
    regimes = {each["key"]: each["standards"] for each in told["regimes"] if each["key"] != told["baseline"]}
    corner = told.get("undistorted")
    return Known(
        told["points"]["finished"], told["replications"], _shares(regimes), told["paragraph"],
        None if corner is None else (corner["points"], _shares(corner["regimes"])), told["scenario"]["hash"],
    )  # fmt: skip


def _shares(regimes: Mapping[str, Mapping[str, Any]]) -> Shares:
    def one(share: Mapping[str, Any]) -> Interval:
        return Interval(share["share"], share["low"], share["high"], share["n"])

    return {
        key: {name: (one(standards[name]["gain"]), one(standards[name]["loss"])) for name in STANDARDS}
        for key, standards in regimes.items()
    }


def of_folder(folder: Path, scenario: Scenario, baseline: str) -> Known:
    """The run in a folder that `citybid neutrality --out` wrote.

    Args:
        folder: The folder.
        scenario: The scenario that is compared.
        baseline: Key of the regime that the others are compared with.

    Raises:
        Unreadable: If the folder is not ours, holds something else, is damaged, or is a run of another scenario or
            against another baseline.
    """
    manifest = manifest_of(folder)
    plan = manifest["plan"]
    if plan.get("command") != "neutrality":
        raise Unreadable("not_neutrality", folder=str(folder), command=str(plan.get("command")))
    if plan.get("title") != scenario.title.en:
        raise Unreadable("other_case", folder=str(folder), there=str(plan.get("title")), here=scenario.title.en)
    try:
        there = from_dict(manifest["scenario"])
    except (ScenarioError, KeyError, TypeError):
        raise Unreadable("other_version", folder=str(folder), version=str(manifest.get("version"))) from None
    own = {"replications": there.replications, "seed": there.seed, "prior": there.prior}
    if there != scenario.model_copy(update=own):
        raise Unreadable("other_numbers", folder=str(folder))
    if next(iter(plan.get("regimes") or [""])) != baseline:
        raise Unreadable("other_baseline", folder=str(folder), here=baseline)
    try:
        rows = list(csv.DictReader(io.StringIO(file_of(folder, manifest, "shares.csv").decode("utf-8"), newline="")))
        shares: dict[str, dict[str, tuple[Interval, Interval]]] = {}
        for row in rows:
            if row["gain"] and row["regime"] != plan["regimes"][0]:
                gain, loss = (
                    Interval(float(row[name]), float(row[f"{name}_low"]), float(row[f"{name}_high"]), int(row["n"]))
                    for name in ("gain", "loss")
                )
                shares.setdefault(row["regime"], {})[row["outcome"]] = gain, loss
        sections = file_of(folder, manifest, "summary.md").decode("utf-8").split("# ")
        told = [section.split("\n\n")[2] for section in sections if section.count("\n\n") > 2]
        points = max(int(row["n"]) for row in rows)
        if len(told) != len(LANGUAGES) or any(set(each) != set(STANDARDS) for each in shares.values()):
            raise ValueError("an unfinished run")
    except (KeyError, ValueError, IndexError, UnicodeDecodeError):
        raise Unreadable("damaged", folder=str(folder), file="shares.csv") from None
    spoken: dict[str, str] = dict(zip(LANGUAGES, told, strict=True))
    return Known(points, int(plan["replications"]), shares, spoken, None, str(plan.get("scenario")))


def neutrality(found: Known | Unknown, scenario: Scenario, regimes: tuple[str, ...]) -> Html:
    """What is known, or that nothing is.

    Args:
        found: The run, or why there is none.
        scenario: The scenario that is compared.
        regimes: Keys of the regimes of the comparison, the baseline first.
    """
    if not isinstance(found, Known):
        return tag("p", both(lambda w: w(f"leaflet.neutrality.{found}")), class_="unknown")
    kept = [key for key in found.shares if key in regimes]
    columns = standard_columns(1)

    def grids(w: Words) -> list[Grid]:
        told = [_grid(found.shares, kept, scenario, w("leaflet.neutrality.table", points=found.points), w)]
        if found.undistorted is not None:
            points, shares = found.undistorted
            inside = [key for key in kept if key in shares]
            told.append(_grid(shares, inside, scenario, w("leaflet.neutrality.undistorted", points=points), w))
        return told

    spoken = both(lambda w: found.words[w.language], "p")
    origin = both(lambda w: w("leaflet.neutrality.origin", hash=found.origin[:12], replications=found.replications))
    return markup(spoken, tables(grids, columns=columns), tag("p", origin, class_="note"))


def _grid(shares: Shares, keys: list[str], scenario: Scenario, title: str, w: Words) -> Grid:
    rows = [
        [regime_title(scenario, key, w), *(both_ways(*shares[key][name]) for name in STANDARDS)]
        for key in keys
    ]  # fmt: skip
    headings = [w("table.regime"), *(w(f"table.standard.{name}") for name in STANDARDS)]
    return Grid(title, headings, rows, w("leaflet.neutrality.note"))


def both_ways(gain: Interval, loss: Interval) -> str:
    """How often something gains and how often it loses."""
    return f"{percent(gain)} / {percent(loss)}"
