"""Reading lesson files: strict YAML, and every mistake told with its place."""

from functools import cache
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from demo.lessons.consistency import check_consistency
from demo.lessons.schema import Lesson
from sim.scenario import Language
from sim.scenario.layers import read_layer
from sim.scenario.node import Origin, Place
from sim.scenario.problem import Ledger
from sim.scenario.shape import Shape, shape_of
from sim.scenario.violations import report

FOLDER: Final = Path(__file__).resolve().parent
"""Where the lessons are."""

NAMES: Final = (
    "race-to-bottom",
    "land-floor-waterbed",
    "sealed-offers",
    "yongchuan-reversal",
    "efficient-competition",
    "ban-backfires",
    "pacts-break",
    "duplication-clusters",
)
"""The lessons, in the order in which a course takes them."""

_SHAPE: Final[Shape] = shape_of(Lesson)


class UnknownLesson(KeyError):
    """There is no lesson of that name.

    Attributes:
        name: What was asked for.
        known: The lessons there are.
        suggestions: Those that look like it.
    """

    def __init__(self, name: str) -> None:
        """Find what may have been meant."""
        super().__init__(name)
        self.name = name
        self.known = NAMES
        self.suggestions = Ledger().close_to(name.replace("_", "-"), NAMES)


@cache
def find(name: str) -> Lesson:
    """The lesson of that name.

    Raises:
        UnknownLesson: If there is none.
    """
    if name not in NAMES:
        raise UnknownLesson(name)
    return read(FOLDER / f"{name}.yaml")


def read(path: Path, language: Language = "en") -> Lesson:
    """Read a lesson file.

    Args:
        path: The file.
        language: Language of the error text.

    Raises:
        ScenarioError: If anything is wrong; it names every mistake with file, line and column.
    """
    ledger = Ledger()
    origin = Origin(path.name, "yaml", path.parent, None, path)
    top = read_layer(path, origin, ledger, (Place(origin), ()))
    lesson = None
    if top is not None:
        try:
            lesson = Lesson.model_validate(top.plain())
        except ValidationError as error:
            report(error, top, _SHAPE, ("lesson",), ledger)
        else:
            check_consistency(top, lesson, ledger)
    ledger.settle(language)
    if lesson is None:
        raise AssertionError("a lesson that could not be read has problems")
    return lesson
