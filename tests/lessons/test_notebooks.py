"""Every notebook runs as a script, asks what the lesson asks, and comes to the checker's answers by another way."""

import re
import runpy
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest

from demo.lessons import LESSONS, find

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "lessons"


def test_there_is_a_notebook_for_every_lesson():
    assert {path.stem for path in FOLDER.glob("*.py")} == set(LESSONS)


@pytest.mark.parametrize("name", LESSONS)
def test_a_notebook_runs_and_agrees_with_the_checker(name, worked, capsys):
    before = mpl.get_backend()
    mpl.use("Agg")
    try:
        left = runpy.run_path(str(FOLDER / f"{name}.py"))
    finally:
        plt.close("all")
        mpl.use(before)
    laboratory, answers = worked(name)
    assert list(left["answers"]) == [answer.question.key for answer in answers]
    for answer in answers:
        here = left["answers"][answer.question.key]
        if answer.key == "number":
            assert here == pytest.approx(answer.found.mean, rel=1e-9)
        else:
            assert here == answer.key
    assert left["scenario"] == laboratory.scenario
    assert left["figure"].axes
    assert len(capsys.readouterr().out.splitlines()) > 4


@pytest.mark.parametrize("name", LESSONS)
def test_a_notebook_asks_in_both_languages_what_the_lesson_asks(name):
    lesson = find(name)
    code = (FOLDER / f"{name}.py").read_text(encoding="utf-8")
    cells = re.split(r"^# %%", code, flags=re.MULTILINE)[1:]
    said = [" ".join(line.removeprefix("#").strip() for line in cell.splitlines()) for cell in cells]
    for text in (lesson.title, *(question.ask for question in lesson.questions), lesson.notes.reverses):
        assert any(text.en in one and text.zh in one for one in said), text.en
    for page in ("page", "column", "栏", "页面"):
        assert not any(page in one.partition("When the opposite")[0] for one in said[:2])


@pytest.mark.parametrize("file", ["README.md", "README.zh.md"])
def test_the_index_names_every_lesson(file):
    named = re.findall(r"\]\(([a-z-]+)\.py\)", (FOLDER / file).read_text(encoding="utf-8"))
    assert named == list(LESSONS)
