"""Lessons: a preset, three questions whose answers are computed from the run, and notes for the teacher.

`demo.lessons.panel` shows a lesson on a page; the rest knows of no page: it reads, runs and checks.

Example:
    >>> lesson = find("race-to-bottom")
    >>> [answer.key for answer in work_out(Laboratory(lesson))]
    ['higher', 'number', 'yes']
"""

from typing import TYPE_CHECKING

from demo.lessons.answers import Answer, answer, work_out
from demo.lessons.feedback import Feedback, NoNumber, check, options, sentence
from demo.lessons.laboratory import Laboratory
from demo.lessons.reader import NAMES as LESSONS
from demo.lessons.reader import UnknownLesson, find, read
from demo.lessons.schema import Lesson, Preset, Question

if TYPE_CHECKING:
    from demo.settings import Settings

__all__ = [
    "LESSONS",
    "Answer",
    "Feedback",
    "Laboratory",
    "Lesson",
    "NoNumber",
    "Preset",
    "Question",
    "UnknownLesson",
    "answer",
    "check",
    "find",
    "options",
    "read",
    "register",
    "sentence",
    "work_out",
]


def register(settings: "Settings") -> None:
    """Put the pages of the lessons in place."""
    from demo.lessons.pages import register as put  # needs the page, which reading and checking do not

    put(settings)
