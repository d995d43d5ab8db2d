"""What a command was asked for, and the scenario that follows from it."""

import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from experiments.cli import screen
from experiments.cli.exits import Exit, Stop
from experiments.cli.usage import close, meant
from experiments.words import Words

if TYPE_CHECKING:
    from sim.scenario import Problem
    from sim.schema import Scenario


@dataclass(frozen=True, slots=True)
class Request:
    """The options of a command.

    Attributes:
        words: The language.
        source: Path or name of the scenario.
        overrides: Settings `path=value`.
        seed: Master seed in place of the scenario's.
        replications: Number of replications in place of the scenario's.
        regimes: Keys of the regimes asked for; empty for all.
        baseline: Key of the baseline; the first regime if none is given.
        jobs: "auto" or a number.
        out: Output folder.
        sweeps: Whether to run the sweeps.
        figures: Whether to draw.
        skip_bad_rows: Whether rows of a table of leads that are refused are left out.
        arrival: Whether to show what the order of arrival costs.
        planner: Whether to compute the efficient allocation, where the scenario does.
        as_json: Whether standard output is one JSON document.
        quiet: Whether to leave out progress and tables.
        progress: How to show progress.
        started: When the command started.
    """

    words: Words
    source: str
    overrides: list[str] = field(default_factory=list)
    seed: int | None = None
    replications: int | None = None
    regimes: list[str] = field(default_factory=list)
    baseline: str | None = None
    jobs: str = "1"
    out: Path | None = None
    sweeps: bool = True
    figures: bool = True
    skip_bad_rows: bool = False
    arrival: bool = False
    planner: bool = True
    as_json: bool = False
    quiet: bool = False
    progress: Literal["auto", "plain", "none"] = "auto"
    started: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def shown_progress(self) -> Literal["auto", "plain", "none"]:
        """How to show progress; not at all when quiet."""
        return "none" if self.quiet else self.progress

    def scenario(self) -> "Scenario":
        """The scenario with the settings of the command line.

        Raises:
            sim.ScenarioError: If it has mistakes.
        """
        from sim.scenario import load

        return load(self.source, overrides=self.settings, language=self.words.language, warn=self._left_out)

    @property
    def settings(self) -> list[str]:
        """All settings `path=value`, those that have an option of their own among them."""
        overrides = list(self.overrides)
        if self.seed is not None:
            overrides.append(f"seed={self.seed}")
        if self.replications is not None:
            overrides.append(f"replications={self.replications}")
        if self.skip_bad_rows:
            overrides.append("projects.skip_bad_leads=true")
        return overrides

    def _left_out(self, problem: "Problem") -> None:
        """Say which row was left out and why."""
        screen.complain(self.words("cli.left_out", problem=problem.text(self.words.language)))

    def workers(self) -> int:
        """Number of processes."""
        if self.jobs == "auto":
            from experiments.executor import available_cores

            return available_cores()
        if not self.jobs.isascii() or not self.jobs.isdecimal() or not 1 <= int(self.jobs) <= 4096:
            raise Stop(Exit.INPUT, "citybid: " + self.words("cli.bad_jobs", jobs=self.jobs))
        return int(self.jobs)

    def chosen_regimes(self, scenario: "Scenario", with_baseline: bool = True) -> tuple[str, ...]:
        """Keys of the regimes in the order of the scenario, the baseline first.

        Args:
            scenario: The scenario.
            with_baseline: Whether the baseline is among them even if it was not asked for.
        """
        keys = [entry.key for entry in scenario.regimes]
        asked = self.regimes + ([self.baseline] if self.baseline is not None else [])
        for key in asked:
            if key not in keys:
                raise Stop(Exit.INPUT, "citybid: " + self._unknown("cli.no_regime", key, keys))
        wanted = [key for key in keys if not self.regimes or key in self.regimes]
        if not with_baseline:
            return tuple(wanted)
        first = self.baseline if self.baseline is not None else keys[0]
        return (first, *(key for key in wanted if key != first))

    def _unknown(self, code: str, name: str, known: list[str]) -> str:
        w = self.words
        names = w("figure.list").join(known)
        return w(code, name=name, names=names) + meant(close(name, known), w)

    def unknown_project(self, name: str, known: list[str]) -> Stop:
        """The refusal of a project that does not exist."""
        code = "cli.no_project" if known else "cli.no_watched"
        return Stop(Exit.INPUT, "citybid: " + self._unknown(code, name, known))

    def arguments(self) -> list[str]:
        """The command line, for the manifest."""
        return sys.argv[1:]
