"""A lesson as it stands on a page: the preset that opens it, and the answers at the numbers that a student has set."""

from functools import lru_cache

import yaml

from demo.catalogue import Catalogue, read
from demo.document import document, file_text
from demo.lessons.answers import Answer, work_out
from demo.lessons.laboratory import Laboratory
from demo.lessons.reader import find
from demo.lessons.schema import Lesson
from demo.preset import Preset
from sim.scenario import Language, ScenarioError, from_dict


def opening(lesson: Lesson) -> Preset:
    """What the page shows when a lesson begins."""
    left, right = lesson.preset.regimes
    return Preset(lesson.preset.scenario, left, right, period=lesson.preset.period, deal=lesson.preset.project)


def standing(preset: Preset, catalogue: Catalogue) -> str:
    """The scenario file behind a page, with the regimes that are in neither column as well: questions may read them.

    Raises:
        Refused: If the preset names what the scenario does not have.
    """
    file = document(preset, catalogue)
    shown = {entry["key"] for entry in file["regimes"]}
    others = [entry for entry in read(catalogue.source(preset.scenario)).regimes if entry.key not in shown]
    file["regimes"] += [entry.model_dump(mode="json", exclude_unset=True) for entry in others]
    return file_text(file)


@lru_cache(maxsize=32)
def told(name: str, text: str, language: Language) -> tuple[Answer, ...] | str:
    """The answers to a lesson's questions at the numbers of a scenario file, or why there are none.

    Args:
        name: Name of the lesson.
        text: The scenario file.
        language: Language of the reason.
    """
    try:
        return work_out(Laboratory(find(name), from_dict(yaml.safe_load(text))))
    except ScenarioError as error:
        return error.problems[0].message(language)
