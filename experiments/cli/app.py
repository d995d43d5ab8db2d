"""The commands and their options; what they do lies in the modules beside this one, imported when they run."""

import re
from pathlib import Path
from typing import Annotated, Any

import typer

from experiments.cli.batch_commands import batches
from experiments.cli.exits import Exit
from experiments.cli.options import (
    Arrival,
    AsJson,
    Baseline,
    CheckOut,
    DealOut,
    Design,
    Jobs,
    Language,
    MatchOut,
    NoFigures,
    NoPlanner,
    NoSweeps,
    Out,
    Progress,
    Quiet,
    Regime,
    Regimes,
    Replication,
    Replications,
    RunOut,
    Seed,
    Settings,
    SkipBadRows,
    Source,
    Sources,
    Status,
)
from experiments.words import Words

app = typer.Typer(
    name="citybid",
    help="cli.help",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["--help", "-h"]},
)


app.add_typer(batches)


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="cli.help.version")] = False,
    lang: Language = "auto",
) -> None:
    """Say the version, or how to begin."""
    if version:
        from experiments.manifest import version as number

        typer.echo(f"citybid {number()}")
        raise typer.Exit(Exit.DONE)
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise typer.Exit(Exit.INPUT)


@app.command(help="cli.help.validate")
def validate(
    context: typer.Context,
    files: Sources,
    settings: Settings = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
    lang: Language = "auto",
) -> int:
    """Check scenario files."""
    from experiments.cli.validate import validate_files

    return validate_files(files, settings or [], as_json, quiet, context.obj)


@app.command(help="cli.help.schema")
def schema(lang: Language = "auto") -> int:
    """Print the JSON Schema of scenario files."""
    from experiments.cli.validate import print_schema

    return print_schema()


@app.command(help="cli.help.scenarios")
def scenarios(
    context: typer.Context,
    copy: Annotated[Path | None, typer.Option(metavar="DIR", help="cli.help.copy", show_default=False)] = None,
    as_json: AsJson = False,
    lang: Language = "auto",
) -> int:
    """List the bundled scenarios, or copy them."""
    from experiments.cli.library import copy_scenarios, list_scenarios

    return list_scenarios(as_json, context.obj) if copy is None else copy_scenarios(copy, context.obj)


@app.command(help="cli.help.facts")
def facts(
    context: typer.Context,
    file: Source,
    only: Annotated[
        Status | None,
        typer.Option("--only", metavar="fact|derived|assumption", help="cli.help.only", show_default=False),
    ] = None,
    settings: Settings = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="cli.help.csv")] = False,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="cli.help.csv_file", show_default=False)] = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
    lang: Language = "auto",
) -> int:
    """List the numbers of a scenario with their sources."""
    from experiments.cli.facts import list_facts
    from experiments.cli.request import Request

    request = Request(words=context.obj, source=file, overrides=settings or [], as_json=as_json, quiet=quiet)
    return list_facts(request, only, as_csv, out)


@app.command(help="cli.help.run")
def run(
    context: typer.Context,
    file: Source,
    regime: Regimes = None,
    replication: Replication = 0,
    replications: Replications = None,
    settings: Settings = None,
    seed: Seed = None,
    jobs: Jobs = "auto",
    out: RunOut = None,
    rows: Annotated[int, typer.Option(min=0, metavar="N", help="cli.help.rows")] = 20,
    skip_bad_rows: SkipBadRows = False,
    no_planner: NoPlanner = False,
    arrival: Arrival = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
    progress: Progress = "auto",
    lang: Language = "auto",
) -> int:
    """Run single replications."""
    from experiments.cli.request import Request
    from experiments.cli.run import run_single

    request = Request(
        words=context.obj, source=file, overrides=settings or [], seed=seed, replications=replications,
        regimes=regime or [], jobs=jobs, out=out, as_json=as_json, quiet=quiet, progress=progress,
        skip_bad_rows=skip_bad_rows, planner=not no_planner, arrival=arrival,
    )  # fmt: skip
    return run_single(request, replication, rows)


@app.command(help="cli.help.compare")
def compare(
    context: typer.Context,
    file: Source,
    regime: Regimes = None,
    baseline: Baseline = None,
    replications: Replications = None,
    settings: Settings = None,
    seed: Seed = None,
    jobs: Jobs = "auto",
    out: Out = None,
    no_sweeps: NoSweeps = False,
    no_figures: NoFigures = False,
    skip_bad_rows: SkipBadRows = False,
    no_planner: NoPlanner = False,
    arrival: Arrival = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
    progress: Progress = "auto",
    lang: Language = "auto",
) -> int:
    """Compare regimes."""
    from experiments.cli.compare import compare_regimes
    from experiments.cli.request import Request

    request = Request(
        words=context.obj, source=file, overrides=settings or [], seed=seed, replications=replications,
        regimes=regime or [], baseline=baseline, jobs=jobs, out=out, sweeps=not no_sweeps, figures=not no_figures,
        as_json=as_json, quiet=quiet, progress=progress, skip_bad_rows=skip_bad_rows, planner=not no_planner,
        arrival=arrival,
    )  # fmt: skip
    return compare_regimes(request)


@app.command(help="cli.help.report")
def report(
    context: typer.Context,
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="cli.help.report_source", show_default=False)],
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="cli.help.out_report", show_default=False)] = None,
    neutrality: Annotated[
        Path | None, typer.Option(metavar="DIR", help="cli.help.report_neutrality", show_default=False)
    ] = None,
    grid: Annotated[list[str] | None, typer.Option(metavar="KNOB", help="cli.help.grid", show_default=False)] = None,
    regime: Regimes = None,
    baseline: Baseline = None,
    replications: Replications = None,
    settings: Settings = None,
    seed: Seed = None,
    jobs: Jobs = "auto",
    no_sweeps: NoSweeps = False,
    no_figures: NoFigures = False,
    skip_bad_rows: SkipBadRows = False,
    no_planner: NoPlanner = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
    progress: Progress = "auto",
    lang: Language = "auto",
) -> int:
    """Write a comparison or a batch as one HTML file."""
    from experiments.cli.report import Wanted, report_page
    from experiments.cli.request import Request

    request = Request(
        words=context.obj, source=source, overrides=settings or [], seed=seed, replications=replications,
        regimes=regime or [], baseline=baseline, jobs=jobs, out=out, sweeps=not no_sweeps, figures=not no_figures,
        as_json=as_json, quiet=quiet, progress=progress, skip_bad_rows=skip_bad_rows, planner=not no_planner,
    )  # fmt: skip
    return report_page(request, Wanted(None if lang == "auto" else lang, neutrality, tuple(grid or ())))


@app.command(help="cli.help.explain")
def explain(
    context: typer.Context,
    file: Source,
    project: Annotated[str, typer.Option(metavar="KEY", help="cli.help.project", show_default=False)],
    regime: Regime = None,
    replication: Replication = 0,
    without_luck: Annotated[bool, typer.Option("--without-luck", help="cli.help.without_luck")] = False,
    settings: Settings = None,
    seed: Seed = None,
    out: DealOut = None,
    no_figures: NoFigures = False,
    skip_bad_rows: SkipBadRows = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
    lang: Language = "auto",
) -> int:
    """Explain one deal."""
    from experiments.cli.explain import explain_deal
    from experiments.cli.request import Request

    request = Request(
        words=context.obj, source=file, overrides=settings or [], seed=seed, regimes=[regime] if regime else [],
        out=out, figures=not no_figures, as_json=as_json, quiet=quiet, skip_bad_rows=skip_bad_rows,
    )  # fmt: skip
    return explain_deal(request, project, replication, without_luck)


@app.command(help="cli.help.tournament")
def tournament(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="[FILE]", help="cli.help.field", show_default=False)] = "tournament",
    strategy: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="cli.help.strategy", show_default=False)
    ] = None,
    cities: Annotated[
        int | None, typer.Option(min=2, max=100, metavar="N", help="cli.help.cities", show_default=False)
    ] = None,
    regime: Regime = None,
    replications: Replications = None,
    settings: Settings = None,
    seed: Seed = None,
    jobs: Jobs = "auto",
    out: MatchOut = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
    progress: Progress = "auto",
    lang: Language = "auto",
) -> int:
    """Play strategies against each other."""
    from experiments.cli.request import Request
    from experiments.cli.tournament import play_tournament

    request = Request(
        words=context.obj, source=file, overrides=settings or [], seed=seed, replications=replications,
        regimes=[regime] if regime else [], jobs=jobs, out=out, as_json=as_json, quiet=quiet, progress=progress,
    )  # fmt: skip
    return play_tournament(request, strategy or [], cities)


@app.command(help="cli.help.verify")
def verify(
    context: typer.Context,
    case: Annotated[list[str] | None, typer.Option(metavar="KEY", help="cli.help.case", show_default=False)] = None,
    details: Annotated[bool, typer.Option("--details", help="cli.help.details")] = False,
    out: CheckOut = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
    progress: Progress = "auto",
    lang: Language = "auto",
) -> int:
    """Compare the simulator with published theory."""
    from experiments.cli.verify import Wanted, verify_model

    return verify_model(Wanted(case or [], out, details, as_json, quiet, progress), context.obj)


@app.command(help="cli.help.neutrality")
def neutrality(
    context: typer.Context,
    file: Source,
    points: Annotated[int | None, typer.Option(min=2, metavar="N", help="cli.help.points", show_default=False)] = None,
    design: Annotated[Design, typer.Option(metavar="lhs|sobol", help="cli.help.design")] = "lhs",
    replications: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="cli.help.point_replications", show_default=False)
    ] = None,
    periods: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="cli.help.point_periods", show_default=False)
    ] = None,
    regime: Regimes = None,
    baseline: Baseline = None,
    settings: Settings = None,
    seed: Seed = None,
    jobs: Jobs = "auto",
    out: Out = None,
    no_figures: NoFigures = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
    progress: Progress = "auto",
    lang: Language = "auto",
) -> int:
    """Repeat a comparison over the prior range of the contested parameters."""
    from experiments.cli.neutrality import explore_prior
    from experiments.cli.request import Request

    request = Request(
        words=context.obj, source=file, overrides=settings or [], seed=seed, replications=replications,
        regimes=regime or [], baseline=baseline, jobs=jobs, out=out, figures=not no_figures, as_json=as_json,
        quiet=quiet, progress=progress,
    )  # fmt: skip
    return explore_prior(request, design, points, periods)


@app.command(help="cli.help.demo")
def demo(
    context: typer.Context,
    scenario: Annotated[
        str | None, typer.Option(metavar="FILE", help="cli.help.demo_scenario", show_default=False)
    ] = None,
    lesson: Annotated[str | None, typer.Option(metavar="NAME", help="cli.help.lesson", show_default=False)] = None,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="cli.help.host")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, metavar="N", help="cli.help.port")] = 0,
    large: Annotated[bool, typer.Option("--large", help="cli.help.large")] = False,
    replications: Annotated[int, typer.Option(min=0, max=10_000, metavar="N", help="cli.help.bands")] = 60,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="cli.help.no_browser")] = False,
    lang: Language = "auto",
) -> int:
    """Open the live page."""
    from experiments.cli.demo import open_demo

    return open_demo(context.obj, scenario, lesson, host, port, large, replications, not no_browser)


def execute(arguments: list[str], w: Words) -> int:
    """Parse a command line, run its command and return its exit code; mistakes are raised."""
    command = typer.main.get_command(app)
    if not arguments or {"--help", "-h"} & set(arguments):
        _put_panels_into_words(w)
    _put_into_words(command, w)
    code = command.main(arguments, prog_name="citybid", standalone_mode=False, obj=w)
    return int(code or 0)


def _put_panels_into_words(w: Words) -> None:
    """The headings of help."""
    from typer import rich_utils

    for name in ("ARGUMENTS_PANEL_TITLE", "OPTIONS_PANEL_TITLE", "COMMANDS_PANEL_TITLE"):
        if hasattr(rich_utils, name):
            setattr(rich_utils, name, w(f"cli.help.{name.partition('_')[0].lower()}"))


def _put_into_words(command: Any, w: Words) -> None:
    """Replace the keys in the help of a command, its options and its subcommands by texts."""
    own_help = command.get_help_option(typer.Context(command, info_name=command.name))
    if own_help is not None:
        own_help.help = w("cli.help.help")
    for thing in (command, *command.params):
        text = getattr(thing, "help", None)
        if isinstance(text, str) and text in w.texts:
            # Lines of help are broken at spaces only.
            thing.help = re.sub("([；，。])(?=.)", r"\1 ", w(text))
    for below in getattr(command, "commands", {}).values():
        _put_into_words(below, w)
