"""The page docs/neutrality.md: what `citybid neutrality` says of every case and of the region.

    python -m experiments.neutrality_page                          writes the page from docs/neutrality/*.json
    python -m experiments.neutrality_page run [NAME ...] [--jobs N]  runs these cases, or all, and writes it
    python -m experiments.neutrality_page undistorted [NAME ...]     adds the world without distortions to stored runs

A run takes minutes for a case. It keeps all but the single points in docs/neutrality/NAME.json, with the hash of the
scenario, and draws the pictures of the page.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from experiments.cli.screen import finite
from experiments.executor import available_cores
from experiments.figures.picture import save
from experiments.findings import STANDARDS
from experiments.neutrality import explore
from experiments.neutrality_cases import (
    overview,
    percent,
    prior_regimes,
    ranges,
    regime_name,
    undistorted,
    without_distortion,
)
from experiments.neutrality_drawings import of_neutrality
from experiments.neutrality_report import document
from experiments.progress import phase
from experiments.words import LANGUAGES, Words, words
from sim.scenario import content_hash, load

DOCS: Final = Path(__file__).resolve().parents[1] / "docs"
PAGE: Final = DOCS / "neutrality.md"
RUNS: Final = DOCS / "neutrality"
IMAGES: Final = DOCS / "images"

CASES: Final = (
    "rongchang_longchang", "yongchuan_contest", "neijiang_luzhou_rongchang", "dazu_anyue_credit", "chengdu_chongqing",
    "gaozhu_joint_park", "border_war_truce", "region",
)  # fmt: skip
"""Cases of the page, in its order."""

PICTURED: Final = {"rongchang_longchang", "region"}
"""Cases of which the page shows pictures."""

COMMAND: Final = "python -m experiments.neutrality_page"

INTRODUCTION: Final = f"""\
# Where coordination wins and where it loses

<!-- Written by `{COMMAND}` from the runs in docs/neutrality; change neither by hand. -->

No single set of parameters settles whether districts should bid or coordinate. Every case declares a range for each
parameter that is contested and that the answer hangs on (block `prior` of its file; `bundled:base` holds the ranges
that cases inherit). `citybid neutrality NAME` spreads points over it (Latin hypercube, following McKay, Beckman &
Conover 1979), runs every regime at every point on the same projects with the same luck, and counts.

- **beats**, **loses**: share of points at which the paired 95 % interval of the difference to the baseline over the
  replications lies above, or below, zero. What is missing to 100 % cannot be told apart.
- **best**: share of points at which the regime has the highest mean of all that are compared, the baseline among them;
  ties count for each. Regimes with real levers (®), which raise primitives by assumption, are compared apart.
- In brackets: 95 % intervals of a share of the points (Wilson). They say how well the points cover the range, not how
  likely the range is; and the luck is the same at all points: with other luck shares would shift a little too.
- **loses most often with**: the range of one or two parameters that tells best where it loses, searched on half of the
  points; the shares are those of the other half, inside the range and elsewhere. Only what that half confirms (Fisher's
  exact test, 5 %) is shown.
- **What decides**: partial rank correlation of the gain with each parameter, all others held fixed.
- *By chance alone* a regime that makes no difference would win at 2.5 % of the points and lose at 2.5 %, one range in
  twenty would be confirmed and one correlation in twenty be printed bold. Shares as small as that, and single ranges
  or correlations among the many of this page, say little.

At a quarter of the points, drawn by lot, political and rival weight are both zero: officials who want nothing for
themselves. The words say how often coordination wins there.

A value of the range replaces what the scenario says, for every city and every industry alike; a scenario in which one
city has a political weight of its own loses that. The ranges are assumptions, and every value in them counts the same:
a reader who finds one half of a range more likely should look at what decides.
"""

OWN: Final = """\
## In a scenario of your own

A scenario that builds on `bundled:base` inherits its ranges; others declare them. `--points`, `--replications`,
`--periods`, `--design lhs|sobol` and `--regime` replace what the file says, `--out DIR` writes every point, run and
figure.

```yaml
prior:
  points: 64
  replications: 8 # more where few projects are drawn: two tell next to nothing
  regimes: [competition, cap] # all if left out
  ranges:
    match_scale: null # inherited, but not contested here
    border_entry_cost:
      title: { en: Entry cost across the border, zh: 跨省进入成本 }
      paths: ["cities.*.border_entry_cost"] # several paths take the same value
      low: 0.005
      high: 0.04
      unit: share of investment
```
"""


def page(runs: dict[str, dict[str, Any]]) -> str:
    """The page from the runs.

    Args:
        runs: The JSON document of each case by name.
    """
    parts = [INTRODUCTION, *([overview(runs), without_distortion(runs), ranges(runs)] if runs else [])]
    for name, run in runs.items():
        parts += _case(name, run)
    parts.append(OWN)
    return "\n".join(parts).rstrip() + "\n"


def stored() -> dict[str, dict[str, Any]]:
    """The runs that are kept, in the order of the page."""
    files = {name: RUNS / f"{name}.json" for name in CASES}
    return {name: json.loads(file.read_text(encoding="utf-8")) for name, file in files.items() if file.is_file()}


def _case(name: str, run: dict[str, Any]) -> Iterator[str]:
    scenario = run["scenario"]
    yield f"## {name}\n"
    yield f"{scenario['title']}. Points: {run['points']['finished']}; replications at each: {run['replications']}; " + (
        f"periods: {run['periods']}; seed: {scenario['seed']}; hash of the scenario: `{scenario['hash'][:12]}`. "
        f"Case page: [cases/{name}.md](cases/{name}.md).\n"
    )
    if name in PICTURED:
        for kind in ("shares", "map"):
            yield f"![{run['alt'][kind]}](images/{_picture(name, kind)})\n"
    for language in LANGUAGES:
        yield f"{run['paragraph'][language]}\n"
    yield _table(run, words("en"))
    yield _influences(run, words("en"))


def _table(run: dict[str, Any], w: Words) -> str:
    rows = [
        "| regime | welfare of | beats | loses | best | loses most often with |",
        "| --- | --- | --: | --: | --: | --- |",
    ]
    for each in run["regimes"]:
        for name in STANDARDS:
            said = each["standards"][name]
            cells = [_share(said[what]) if what in said else "" for what in ("gain", "loss", "best")]
            rows.append(
                f"| {regime_name(each)} | {w(f'table.standard.{name}').lower()} | {' | '.join(cells)} | {_box(said)} |"
            )
    return "\n".join(rows) + "\n"


def _influences(run: dict[str, Any], w: Words) -> str:
    """What decides the gain of the regime of the headline."""
    (best,) = (each for each in run["regimes"] if each["key"] == run["headline"])
    whom = [w(f"table.standard.{name}").lower() for name in STANDARDS]
    rows = [
        f"What decides the gain of {regime_name(best)} (partial rank correlation with its 95 % interval):",
        "",
        f"| parameter | {' | '.join(whom)} |",
        "| --- | --: | --: | --: |",
    ]
    for each in run["prior"]:
        cells = [_correlation(best["standards"][name]["influences"][each["key"]]) for name in STANDARDS]
        rows.append(f"| {each['title']['en']} | {' | '.join(cells)} |")
    return "\n".join(rows) + "\n"


def _correlation(found: dict[str, Any]) -> str:
    if found["mean"] is None:
        return "-"
    text = f"{found['mean']:+.2f} ({found['low']:+.2f} to {found['high']:+.2f})"
    return text if found["low"] <= 0 <= found["high"] else f"**{text}**"


def _box(said: dict[str, Any]) -> str:
    box = said.get("losing_box")
    if not box or not box["confirmed"]:
        return ""
    inside, outside = box["held_back"]["inside"], box["held_back"]["outside"]
    return f"{box['words']['en']}: {percent(inside)} of {inside['n']}, elsewhere {percent(outside)} of {outside['n']}"


def _share(share: dict[str, Any]) -> str:
    return f"{percent(share)} ({100 * share['low']:.0f}-{100 * share['high']:.0f})"


def _picture(name: str, kind: str) -> str:
    return f"neutrality_{name}_{kind}.png"


def run_case(name: str, jobs: int) -> dict[str, Any]:
    """Run a case as its prior says, and draw its pictures if the page shows them."""
    scenario, w = load(name), words("en")
    prior = scenario.prior
    if prior is None:
        raise ValueError(f"{name} declares no prior")
    with phase("auto", name, w) as progress:
        found = explore(
            scenario, prior_regimes(scenario), prior.points, prior.replications, periods=prior.periods, jobs=jobs,
            progress=progress,
        )  # fmt: skip
    facts = {"title": scenario.title.en, "hash": content_hash(scenario), "seed": scenario.seed}
    run = document(found, facts, with_points=False)
    run["undistorted"] = undistorted(scenario, jobs)
    if name in PICTURED:
        told = {"scenario": scenario.title.en, "hash": facts["hash"], "seed": str(scenario.seed)}
        run["alt"] = {}
        with tempfile.TemporaryDirectory(prefix="citybid-") as scratch:
            for kind, draw in of_neutrality(found, "en"):
                if kind in ("shares", "map"):
                    figure = draw()
                    run["alt"][kind] = figure.texts[0].get_text()
                    png, _ = save(figure, Path(scratch), kind, {key: str(value) for key, value in told.items()})
                    IMAGES.mkdir(exist_ok=True)
                    (IMAGES / _picture(name, kind)).write_bytes(png.read_bytes())
    return run


def _keep(name: str, run: dict[str, Any]) -> None:
    text = json.dumps(finite(run), ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    (RUNS / f"{name}.json").write_text(text, encoding="utf-8", newline="\n")


def main(arguments: Sequence[str]) -> None:
    """Write the page, after running what is asked for."""
    parser = argparse.ArgumentParser(prog=COMMAND, description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("what", nargs="?", choices=["run", "undistorted"])
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--jobs", type=int, default=available_cores())
    asked = parser.parse_args(arguments)
    unknown = sorted(set(asked.names) - set(CASES))
    if unknown:
        parser.error(f"no such case: {', '.join(unknown)}; there are {', '.join(CASES)}")
    if asked.what == "run":
        RUNS.mkdir(exist_ok=True)
        for name in asked.names or CASES:
            _keep(name, run_case(name, asked.jobs))
    if asked.what == "undistorted":
        for name, run in stored().items():
            if not asked.names or name in asked.names:
                _keep(name, run | {"undistorted": undistorted(load(name), asked.jobs)})
    PAGE.write_text(page(stored()), encoding="utf-8", newline="\n")
    print(f"wrote {PAGE.name}")


if __name__ == "__main__":
    main(sys.argv[1:])
