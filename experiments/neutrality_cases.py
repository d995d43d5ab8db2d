"""Neutrality runs of several cases side by side: overview, the world without distortions, and the declared ranges."""

from typing import Any, Final

from experiments.figures.lettering import amount
from experiments.findings import STANDARDS
from experiments.neutrality import explore
from experiments.neutrality_report import document
from experiments.prior_points import prior_of
from experiments.words import words
from sim.schema import Scenario

DISTORTIONS: Final = ("cost_of_public_funds", "political_weight", "rival_weight", "judgement_error")
"""Contested parameters that distort what cities bid or make public money dear, and cannot do the opposite."""

CORNER_POINTS: Final = 16
"""Points at which all of them are off, and the other parameters spread over their ranges."""

W: Final = words("en")
WHOM: Final = [W(f"table.standard.{name}").lower() for name in STANDARDS]


def prior_regimes(scenario: Scenario) -> list[str]:
    """Keys of the regimes that are repeated over the prior, the baseline first."""
    chosen = None if scenario.prior is None else scenario.prior.regimes
    return [entry.key for entry in scenario.regimes if chosen is None or entry.key in chosen]


def corner(scenario: Scenario) -> Scenario:
    """The scenario with a prior at whose points all distortions that it contests are off."""
    prior = prior_of(scenario)
    keys = tuple(key for key in DISTORTIONS if key in prior.parameters)
    return scenario.model_copy(update={"prior": prior.model_copy(update={"switched_off": keys, "off_share": 1.0})})


def undistorted(scenario: Scenario, jobs: int) -> dict[str, Any] | None:
    """How often each regime wins where all distortions are off; None if the prior contests none of them."""
    prior, regimes = prior_of(scenario), prior_regimes(scenario)
    found = explore(corner(scenario), regimes, CORNER_POINTS, prior.replications, periods=prior.periods, jobs=jobs)
    off: dict[str, Any] | None = document(found, {}, with_points=False)["off"]
    return off


def percent(share: dict[str, Any]) -> str:
    """A share without its interval."""
    return "-" if share["share"] is None else f"{100 * share['share']:.0f} %"


def regime_name(each: dict[str, Any]) -> str:
    """Name of a regime, marked if it has a real lever."""
    return ("® " if each["kind"] == "real" else "") + str(each["title"]["en"])


def _won(standards: dict[str, Any]) -> str:
    cells = [f"{percent(standards[name]['gain'])} / {percent(standards[name]['loss'])}" for name in STANDARDS]
    return " | ".join(cells)


def _most_losing(run: dict[str, Any]) -> dict[str, Any] | None:
    """The regime without real levers that loses most often, all standards together; None if none ever loses."""
    others = [each for each in run["regimes"] if each["key"] != run["baseline"]]
    contest = [each for each in others if each["kind"] != "real"] or others

    def losses(each: dict[str, Any]) -> float:
        return sum(float(each["standards"][name]["loss"]["share"]) for name in STANDARDS)

    worst = max(contest, key=losses)
    return worst if losses(worst) else None


OVERVIEW: Final = """\
## All cases

For each case two of the regimes without real levers: the one that beats the baseline most often, all three standards
taken together, and, if it is another, the one that loses to it most often. Share of points at which it beats the
baseline / at which it loses to it. Both were picked on the points that are counted, which flatters the first and is
hard on the second. In `border_war_truce` no firm can leave and none comes, so that bidding has little to allocate.
"""

UNDISTORTED: Final = f"""\
## Where nothing is distorted

The ranges of four parameters begin where nothing is distorted and go one way only: cost of public funds, political
weight, rival weight and misjudgement. Points spread over all of them at once hardly ever come near the corner where
all four are zero, the world of the textbook contest. Here all four are zero, and the other parameters are spread over
their ranges again, {CORNER_POINTS} points for each case (`python -m experiments.neutrality_page undistorted NAME`;
the contest format, hidden offers included, stays as it is): share of points at which a regime beats the baseline /
loses to it. Where coordination seems to lose nowhere, this is the region in which to look.
"""


def overview(runs: dict[str, dict[str, Any]]) -> str:
    """For each case the regime that beats the baseline most often, and that which loses most often."""
    rows = [
        OVERVIEW,
        f"| case | baseline | which | regime | {' | '.join(WHOM)} |",
        "| --- | --- | --- | --- | --: | --: | --: |",
    ]
    for name, run in runs.items():
        regimes = {each["key"]: each for each in run["regimes"]}
        base, best, worst = regimes[run["baseline"]]["title"]["en"], regimes[run["headline"]], _most_losing(run)
        shown = [("beats most often", best)] + (
            [("loses most often", worst)] if worst is not None and worst is not best else []
        )
        rows += [
            f"| [`{name}`](#{name}) | {base} | {which} | {regime_name(each)} | {_won(each['standards'])} |"
            for which, each in shown
        ]
    return "\n".join(rows) + "\n"


def without_distortion(runs: dict[str, dict[str, Any]]) -> str:
    """Each regime where all distortions are off."""
    rows = [UNDISTORTED, f"| case | regime | {' | '.join(WHOM)} |", "| --- | --- | --: | --: | --: |"]
    for name, run in runs.items():
        found = (run.get("undistorted") or {}).get("regimes", {})
        rows += [
            f"| [`{name}`](#{name}) | {regime_name(each)} | {_won(found[each['key']])} |"
            for each in run["regimes"]
            if each["key"] in found
        ]
    return "\n".join(rows) + "\n"


def ranges(runs: dict[str, dict[str, Any]]) -> str:
    """Every range that is declared, and the cases that declare it."""
    declared: dict[tuple[str, float, float], tuple[dict[str, Any], list[str]]] = {}
    for name, run in runs.items():
        for each in run["prior"]:
            declared.setdefault((each["key"], each["low"], each["high"]), (each, []))[1].append(name)
    rows = [
        "## The declared range",
        "",
        "| parameter | from | to | unit | source | cases |",
        "| --- | --: | --: | --- | --- | --- |",
    ]
    for each, names in declared.values():
        without = [name for name in runs if name not in names]
        few = names if len(names) < len(without) else without
        listed = ", ".join(f"`{name}`" for name in few)
        cases = "all" if not without else listed if few is names else f"all but {listed}"
        rows.append(
            f"| {each['title']['en']} | {amount(each['low'])} | {amount(each['high'])} | {W.unit(each['unit'])} "
            f"| {each['source']} | {cases} |"
        )
    return "\n".join(rows) + "\n"
