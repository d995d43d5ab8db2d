"""The options that several commands share, with their help as keys of the words."""

from pathlib import Path
from typing import Annotated, Literal

import typer

# Plain aliases, for Typer does not look into those made with `type`.
Lang = Literal["en", "zh", "auto"]
Shown = Literal["auto", "plain", "none"]
Status = Literal["fact", "derived", "assumption"]
Design = Literal["lhs", "sobol"]

# The help of every command and option is a key of `experiments/words`, put into words by `execute`.
Source = Annotated[str, typer.Argument(metavar="FILE", help="cli.help.file", show_default=False)]
Sources = Annotated[list[str], typer.Argument(metavar="FILE...", help="cli.help.files", show_default=False)]
Settings = Annotated[
    list[str] | None, typer.Option("--set", metavar="PATH=VALUE", help="cli.help.set", show_default=False)
]
Seed = Annotated[int | None, typer.Option(min=0, metavar="N", help="cli.help.seed", show_default=False)]
Replications = Annotated[int | None, typer.Option(min=1, metavar="N", help="cli.help.replications", show_default=False)]
Replication = Annotated[int, typer.Option(min=0, metavar="N", help="cli.help.replication")]
Regimes = Annotated[
    list[str] | None, typer.Option("--regime", metavar="KEY", help="cli.help.regime", show_default=False)
]
Regime = Annotated[str | None, typer.Option(metavar="KEY", help="cli.help.one_regime", show_default=False)]
Baseline = Annotated[str | None, typer.Option(metavar="KEY", help="cli.help.baseline", show_default=False)]
Jobs = Annotated[str, typer.Option(metavar="N|auto", help="cli.help.jobs")]
Out = Annotated[Path | None, typer.Option(metavar="DIR", help="cli.help.out", show_default=False)]
RunOut = Annotated[Path | None, typer.Option(metavar="DIR", help="cli.help.out_run", show_default=False)]
DealOut = Annotated[Path | None, typer.Option(metavar="DIR", help="cli.help.out_explain", show_default=False)]
MatchOut = Annotated[Path | None, typer.Option(metavar="DIR", help="cli.help.out_tournament", show_default=False)]
CheckOut = Annotated[Path | None, typer.Option(metavar="DIR", help="cli.help.out_verify", show_default=False)]
Language = Annotated[Lang, typer.Option("--lang", help="cli.help.lang")]
AsJson = Annotated[bool, typer.Option("--json", help="cli.help.json")]
SkipBadRows = Annotated[bool, typer.Option("--skip-bad-rows", help="cli.help.skip_bad_rows")]
NoPlanner = Annotated[bool, typer.Option("--no-planner", help="cli.help.no_planner")]
Arrival = Annotated[bool, typer.Option("--arrival", help="cli.help.arrival")]
NoSweeps = Annotated[bool, typer.Option("--no-sweeps", help="cli.help.no_sweeps")]
NoFigures = Annotated[bool, typer.Option("--no-figures", help="cli.help.no_figures")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="cli.help.quiet")]
Progress = Annotated[Shown, typer.Option(help="cli.help.progress")]
