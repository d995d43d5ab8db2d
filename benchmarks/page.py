"""The page of measurements, made from their JSON file and from what was written by hand."""

from collections.abc import Mapping, Sequence
from math import floor, log10
from typing import Any, Final

from benchmarks.ladder import MANY, REGION
from benchmarks.profile import DRAWS
from benchmarks.tried import Tried
from sim.compiled import ENOUGH

type Measured = Mapping[str, Any]

SUBJECTS: Final = {
    "region": "The region",
    "two_cities": "Two cities, as bundled",
    "two_cities_100": "Two cities, 100 projects a period",
    "two_cities_1000": "Two cities, 1,000 projects a period",
}
"""Scenarios of single runs, as the page calls them."""

CASES: Final = {
    "simulate": "citybid",
    "compiled": "citybid, compiled",
    "twin": "Mesa twin",
    "twin_shared": "Twin with tables",
    "floor": "Floor",
}
"""What is run on them."""


def number(value: float) -> str:
    """A number with three significant digits, without exponents."""
    if value == 0.0:
        return "0"
    return f"{value:,.{min(9, max(0, 2 - floor(log10(abs(value)))))}f}"


def seconds(value: float) -> str:
    """A time in the unit in which it reads well."""
    if value < 1e-3:
        return f"{number(1e6 * value)} µs"
    return f"{number(1e3 * value)} ms" if value < 1.0 else f"{number(value)} s"


def spread(row: Measured, show: Any = number) -> str:
    """Median, and the quartiles in brackets."""
    return f"{show(row['median'])} ({show(row['low'])}–{show(row['high'])})"


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], left: int = 1) -> str:
    """A table; the first `left` columns are text."""
    rule = [":--"] * left + ["--:"] * (len(heads) - left)
    return "\n".join(f"| {' | '.join(row)} |" for row in [heads, rule, *rows])


def page(found: Measured, tries: Sequence[Tried]) -> str:
    """The whole page."""
    parts = [_opening(found), _targets(found), _runs(found), _compiled(found), _ladder(found), _batches(found),
             _startup(found), _profile(found), _tried(tries)]  # fmt: skip
    return "\n\n".join(part for part in parts if part) + "\n"


def _opening(found: Measured) -> str:
    at = found["machine"]
    return f"""# Performance

Written by `make bench` (or `python tasks.py bench`); the numbers are also in [performance.json](performance.json).
Everything here was measured in one run on one machine, {at["date"]}: {at["processor"]}, {at["cores"]} cores,
{at["system"]}, Python {at["python"]}, numpy {at["numpy"]}, Mesa {at["mesa"]}; model {at["model"]}.{_busy(at)}

Cases that are compared are run in turn (A B C A B C), and ratios are taken within a round, so that a machine that slows
down does so for all. Numbers are medians, quartiles in brackets. Linear algebra libraries have one thread. Seconds are
processor time unless it says wall-clock; they are those of this machine: compare ratios.

The tests run a small version, `python -m benchmarks.performance --small`: a few of these ratios, each against what
`benchmarks/expected.json` says. One that got worse by more than its margin fails, whatever the machine."""


def _busy(at: Measured) -> str:
    if at["load"] < 0.5:
        return ""
    return f" Other programs were running when it began (load {at['load']:.1f}): wall-clock times suffer from that."


def _targets(found: Measured) -> str:
    rows = []
    for row in found["verdicts"]:
        needed = f"{'≥' if row['at_least'] else '≤'} {row['needed']:g}{row['unit']}"
        rows.append([row["what"], needed, _measured(row), "reached" if row["reached"] else "**missed**"])
    return "## Targets\n\n" + table(["What", "Needed", "Measured", "Verdict"], rows)


def _measured(row: Measured) -> str:
    if row["measured"] is None:
        return "could not be measured"
    value, low, high = row["measured"]
    if low == high == value:
        return f"{number(value)}{row['unit']}"
    return f"{number(value)}{row['unit']} ({number(low)}–{number(high)})"


def _runs(found: Measured) -> str:
    rows, more = [], []
    both = "compiled_fits" in found
    cases = ("simulate", *(("compiled",) if both else ()), "twin", "twin_shared", "floor")
    for key, one in found["runs"].items():
        size = [SUBJECTS[key], f"{one['cities']}", f"{one['years']}", f"{one['projects']:,}"]
        rows.append([*size, *(spread(one["cpu"][case], seconds) for case in cases)])
        of = one["ratios"]
        against = [spread(of[name]) for name in ("twin", "twin_shared", "floor")]
        pool = [f"{one['slots']:,}", spread(one["cpu"]["floor_pool"], seconds), spread(of["floor_pool"])]
        more.append([SUBJECTS[key], *against, *pool])
    return f"""## One run

`simulate` under the first regime of a scenario, without the planner, against two yardsticks:

- **the Mesa twin** (`benchmarks/twin`): the same rules as an idiomatic Mesa model, agents with Python methods, in the
  same order of arrival and with the same luck. Tests hold it to the same hosts. It is written to be quick within that
  style: plain floats, draws from the same generator, and only invited cities value a firm. The twin **with tables**
  goes beyond it: what a city shows to all firms of a type is worked out once a year and looked up, as one would do who
  has found out where the time goes.
- **the floor** (`benchmarks/floor.py`): the draws of the projects, one exponential for each project and city that is
  open, one logarithm, one multiplication by investment, one choice of the best city; same generator, same streams, one
  thread. No array program with these draws can be faster. It is given exactly the projects that the run settles, period
  by period, contests that open again included.

{table(["Scenario", "Cities", "Years", "Projects settled", *(CASES[case] for case in cases)], rows)}

{
        table(
            [
                "Scenario",
                "Twin over citybid",
                "With tables",
                "citybid over floor",
                "Slots of the pool",
                "Floor for all slots",
                "citybid over it",
            ],
            more,
        )
    }

The last three columns are for information: luck hangs on slots of a fixed pool of candidates, so that a policy moves
nobody else's, and the model draws every slot (contests that open again take their luck along). No target uses them."""


def _compiled(found: Measured) -> str:
    """What compiled passes bring for single runs, and when they are loaded; empty where they were not measured."""
    if "compiled_fits" not in found:
        return ""
    rows = []
    for key, one in found["runs"].items():
        of = one["ratios"]
        rows.append([SUBJECTS[key], *(spread(of[f"compiled{name}"]) for name in ("", "_twin", "_floor"))])
    return f"""With numba {found["machine"]["numba"]} (the extra `fast`) the contests of a period are settled by a
compiled pass, one project after the other; results are the same to the last bit. It is loaded once a process has
decided {ENOUGH:,} pairs of project and city in numpy, about when loading would have paid. What loading takes stands
under Start-up; it is not in these times, and it is in those of batches. Elsewhere on this page runs are in numpy alone
unless "compiled" stands beside them. The environment variable `CITYBID_COMPILED` is `auto`, `never` or `always`.

{table(["Scenario", "Numpy over compiled", "Twin over compiled", "Compiled over floor"], rows)}"""


def _ladder(found: Measured) -> str:
    rows, both = [], "compiled_fits" in found
    for rung in found["ladder"]:
        size = [f"{rung['cities']:,}", f"{rung['projects']:,}"]
        if "failed" in rung:
            rows.append([*size, f"failed: {rung['failed']}", *((6 if both else 4) * [""])])
            continue
        time = rung["cpu"]["median"]
        shown = [spread(rung["cpu"], seconds), seconds(time / rung["settled"]), number(time / rung["floor"]["median"])]
        rows.append([*size, f"{rung['settled']:,}", *shown, f"{rung['peak'] / 1e6:.0f} MB"])
        if both:
            rows[-1] += [spread(rung["compiled"], seconds), f"{rung['compiled_peak'] / 1e6:.0f} MB"]
    fits = found["fits"]
    return f"""## Sizes

Scenarios made to measure on top of the bundled `long_run` (`benchmarks/ladder.py`): a pipeline, Gumbel matches, open
contests, firms that live, and land that is sold out in the last of {found["ladder"][0]["years"]} years. Each size has a
worker process of its own in each round, which holds what a worker of a batch holds; its peak memory is the highest of
all rounds, outcomes of the run included. Time is the quickest of the runs in a worker.

{
        table(
            [
                "Cities",
                "Projects a year",
                "Projects settled",
                "A run",
                "For one project",
                "Over the floor",
                "Peak memory",
                *(("A run, compiled", "Peak memory") if both else ()),
            ],
            rows,
            left=0,
        )
    }

{"\n".join([*_fits(fits), *(_fits(found["compiled_fits"], ", compiled") if both else ())])}

Lines are those with the smallest squared relative deviations; "distance" in the table of targets is the largest of
these deviations, and 20 % is asked of them as it is of flatness."""


def _fits(fits: Measured, of: str = "") -> list[str]:
    return [
        f"- **By projects{of}** ({REGION} cities): {_line(fits['by_projects'], 'project')}.",
        f"- **By cities{of}** ({MANY:,} projects a year): {_line(fits['by_cities'], 'city')}.",
        f"- **Flat{of}**: {_flat(fits['flatness'])}.",
    ]


def _line(fit: Measured, unit: str) -> str:
    if not fit:
        return "too few sizes could be measured for a line"
    shown = zip(fit["sizes"], fit["residuals"], strict=True)
    away = ", ".join(f"{100 * off:+.0f} % at {size:,}" for size, off in shown)
    return f"{seconds(fit['fixed'])} and {seconds(fit['each'])} for each {unit}; measured over fitted: {away}"


def _flat(flatness: float | None) -> str:
    if flatness is None:
        return "too few sizes could be measured"
    return (
        f"from {MANY:,} projects a year up, the largest cost of a project is {100 * flatness:.0f} % above the smallest"
    )


def _batches(found: Measured) -> str:
    of = found["batches"]
    rows = [[_runner(row["what"]), f"{row['runs']}", spread(row["per_second"])] for row in of["rows"]]
    return f"""## Batches

Runs of the region, {of["years"]} years each, wall-clock from the design to a finished store, the start of workers
included; `mesa.batch_run` runs the twin.

{table(["Runner", "Runs of the batch", "Runs a second"], rows)}

With `citybid batch` two workers do {spread(of["scaling"])} times what one does. `mesa.batch_run` keeps all results in
memory, ends with the first run that raises, and waits for ever if one of its processes dies; a batch here goes on, and
its store holds every run that has come back."""


def _runner(name: str) -> str:
    kind, _, workers = name.partition(" ")
    shown = "`citybid batch`" if kind == "citybid" else "`mesa.batch_run`"
    return f"{shown}, {workers} {'process' if workers == '1' else 'processes'}"


def _startup(found: Measured) -> str:
    rows = [[f"`{row['what']}`", spread(row["wall"], seconds), spread(row["cpu"], seconds)] for row in found["startup"]]
    return "## Start-up\n\nEach in a new process; the first start of each is not counted.\n\n" + table(
        ["What", "Wall-clock", "Processor"], rows
    )


def _profile(found: Measured) -> str:
    of = found["profile"]
    total, shown, rest, small = of["total"], [], 0.0, 0
    for name, spent in of["sections"].items():
        if spent >= 0.005 * total:
            shown.append([f"`{name}`" if "_" in name else name, seconds(spent), f"{100 * spent / total:.1f} %"])
        else:
            rest, small = rest + spent, small + 1
    left = of["left_over"]
    shown.append([f"{small} others, under half a percent each", seconds(rest), f"{100 * rest / total:.1f} %"])
    shown.append(["left over (no section)", seconds(max(left, 0.0)), f"{100 * max(left, 0.0) / total:.1f} %"])
    return f"""## Where the time goes

A run of the region, {seconds(total)}, by event of the schedule (names with underscores are those in `sim/schedule`),
each without the random numbers that it asks for, with the making of projects and what is kept of each period; median of
{of["runs"]} runs.

{table(["Section", "Time", "Share"], shown)}

{_out_of_reach(found)}"""


def _out_of_reach(found: Measured) -> str:
    """Why the targets that hang on the draws cannot be reached with the luck as it is."""
    draws, region = found["profile"]["sections"][DRAWS], found["runs"]["region"]
    floor, twin = (region["cpu"][name]["median"] for name in ("floor", "twin"))
    return f"""The random numbers alone take {seconds(draws)}: {number(draws / floor)} times the floor; the twin takes
{number(twin / draws)} times as long as they do. Besides the match, whose exponentials the floor counts, each pair of
project and city has a spillover and whether a lender there may lend, and each of these streams is drawn for every slot
of the pool up to the last that is wanted, so that no policy moves anybody else's luck. The rest is spread over some
hundreds of array operations of about a tenth of a millisecond a period each: none of them stands out. Compiled
forms of single rules bring little (below); what is missing for the region could only come from one compiled form of
all rules together, or from other luck."""


def _tried(tries: Sequence[Tried]) -> str:
    title = "## What was tried and not kept\n\n"
    if not tries:
        return title + "Nothing has been noted."
    return title + table(["What", "What it brought", "Why it is not kept"],
                         [[one.what, one.brought, one.why] for one in tries], left=3)  # fmt: skip
