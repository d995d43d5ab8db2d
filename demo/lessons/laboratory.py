"""Comparisons of a lesson's scenario: as it stands, and with the numbers that its questions change."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from demo.lessons.measures import Floats, measured
from demo.lessons.schema import Lesson, Measure, Question, Reading, Side
from experiments.comparison import compare, nothing
from experiments.results import Comparison
from sim.explain import has_luck
from sim.scenario import ScenarioError, load, number_at, with_numbers
from sim.schema import Scenario

type Progress = Callable[[int, int], None]
type Settings = tuple[tuple[str, float], ...]

PLANNED: Final = ("efficiency", "efficiency_bound", "allocative_efficiency")
"""Outcomes for which the planner is asked; the others do without it."""


MANY: Final = 12
"""Replications where the preset had nothing to draw and one was enough, but the scenario as it stands has."""


class RunFailed(RuntimeError):
    """A run ended in an error of the model; the text is its traceback."""


def replications(lesson: Lesson, scenario: Scenario) -> int:
    """How many replications the answers to a lesson rest on, in a scenario with the knobs of the student."""
    count = lesson.preset.replications
    drawn = has_luck(scenario) or scenario.projects.random
    return MANY if drawn and count == 1 else count


class Laboratory:
    """Runs of one scenario for one lesson, each kept once; questions change numbers of the scenario as it stands.

    The same luck throughout: replication i of one setting meets the projects of replication i of any other.
    """

    def __init__(self, lesson: Lesson, scenario: Scenario | None = None, progress: Progress = nothing) -> None:
        """Take the scenario as it stands, with the knobs of the student; that of the preset if none is given."""
        self.lesson = lesson
        self.scenario = load(lesson.preset.scenario) if scenario is None else scenario
        self.count = replications(lesson, self.scenario)
        self._progress = progress
        self._planned = any(measure.outcome in PLANNED for measure in _measures(lesson))
        self._done: dict[Settings, Comparison] = {}
        self._needed: dict[Settings, dict[str, None]] = {(): dict.fromkeys(lesson.preset.regimes)}
        for side in sides(lesson):
            self._needed.setdefault(self._key(side.settings), {})[side.regime] = None

    def comparison(self, settings: Mapping[str, float] | None = None) -> Comparison:
        """All regimes that the lesson reads under these settings, on the same luck.

        Raises:
            ScenarioError: If the scenario as it stands is not valid with the settings.
            RunFailed: If a run ended in an error of the model.
        """
        key = self._key(settings or {})
        if key not in self._done:
            found = compare(
                with_numbers(self.scenario, dict(key)) if key else self.scenario,
                self.count,
                regimes=tuple(self._needed.get(key, self._needed[()])),
                with_sweeps=False,
                with_planner=self._planned,
            )
            if found.failures:
                raise RunFailed(found.failures[0].traceback)
            self._done[key] = found
            self._progress(len(self._done), len(self._needed))
        return self._done[key]

    def values(self, measure: Measure, side: Side) -> Floats:
        """A number in each replication, (replications,); NaN where undefined."""
        return measured(self.comparison(side.settings), measure, side.regime)

    def _key(self, settings: Mapping[str, float]) -> Settings:
        """The settings that change anything, in the order of their paths."""
        changing = {path: value for path, value in settings.items() if not self._has(path, value)}
        return tuple(sorted(changing.items()))

    def _has(self, path: str, value: float) -> bool:
        try:
            return number_at(self.scenario, path) == value
        except ScenarioError:  # several numbers that differ, or none: told when they are set
            return False


def sides(lesson: Lesson) -> Iterator[Side]:
    """Every place where a lesson reads a number."""
    for question in lesson.questions:
        yield from _sides(question)


def _sides(question: Question) -> Iterator[Side]:
    readings: tuple[Reading, ...] = (question, *question.quotes.values())
    for one in readings:
        yield one.at
        if one.against is not None:
            yield one.against
    if question.among == "regimes":
        yield from (question.at.model_copy(update={"regime": key}) for key in question.options)


def _measures(lesson: Lesson) -> Iterator[Measure]:
    for question in lesson.questions:
        yield question.what
        yield from (quote.what for quote in question.quotes.values())
