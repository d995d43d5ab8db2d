"""The small version: it passes on this code, and notices when something takes longer."""

import json

import pytest

from benchmarks import forms, small
from benchmarks.performance import main
from benchmarks.small import EXPECTED, PAIRS, again, complaints, measured, refreshed

EXPECTATIONS = {"a over b": {"ratio": 30.0, "margin": 0.5}}


@pytest.fixture
def expected() -> dict[str, dict[str, float]]:
    return json.loads(EXPECTED.read_text(encoding="utf-8"))


def test_no_ratio_is_worse_than_expected(expected):
    assert complaints(again(measured(rounds=3), expected), expected) == []


def test_a_planted_slowdown_is_noticed(expected, monkeypatch):
    name = "twin over simulate, two cities"
    run = forms.simulate

    def slow(*arguments, **named):
        for _ in range(2):
            run(*arguments, **named)
        return run(*arguments, **named)

    monkeypatch.setattr(forms, "simulate", slow)
    found = again(measured([name], rounds=3), {name: expected[name]})
    (line,) = complaints(found, {name: expected[name]})
    assert line.startswith(f"{name}: ")
    assert "expected" in line


def test_each_watched_ratio_has_an_expectation_and_a_margin(expected):
    assert set(expected) == set(PAIRS)
    assert all(0.0 < entry["margin"] <= 1.0 and entry["ratio"] > 0.0 for entry in expected.values())


@pytest.mark.parametrize(("ratio", "lines"), [(30.0, 0), (90.0, 0), (20.01, 0), (19.9, 1), (0.0, 1), (float("nan"), 1)])
def test_the_margin_is_how_much_longer_it_may_take(ratio, lines):
    assert len(complaints({"a over b": ratio}, EXPECTATIONS)) == lines


def test_what_is_worse_is_measured_again_and_what_is_not_is_left_alone(monkeypatch):
    asked = []
    values = iter([18.0, 25.0])
    monkeypatch.setattr(small, "measured", lambda names: asked.append(names) or {names[0]: next(values)})
    expected = EXPECTATIONS | {"c over d": {"ratio": 1.0, "margin": 0.5}}
    assert again({"a over b": 15.0, "c over d": 0.9}, expected) == {"a over b": 25.0, "c over d": 0.9}
    assert asked == [["a over b"], ["a over b"]]


def test_what_only_one_side_knows_is_a_complaint():
    assert complaints({}, EXPECTATIONS) == ["a over b: was not measured"]
    assert complaints({"a over b": 30.0, "c": 1.0}, EXPECTATIONS) == ["c: no expectation is written down"]


def test_a_refresh_keeps_the_margins():
    found = refreshed({"a over b": 41.23, "new": 2.0}, {"a over b": {"ratio": 30.0, "margin": 0.25}})
    assert found == {"a over b": {"ratio": 41.2, "margin": 0.25}, "new": {"ratio": 2.0, "margin": 0.4}}


def test_the_command_ends_with_1_and_names_the_ratio(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(small, "EXPECTED", tmp_path / "expected.json")
    monkeypatch.setattr(small, "measured", lambda names=None: {"a over b": 30.0})
    assert main(["--small", "--refresh"]) == 0
    assert main(["--small"]) == 0
    monkeypatch.setattr(small, "measured", lambda names=None: {"a over b": 15.0})
    capsys.readouterr()
    assert main(["--small"]) == 1
    assert "a over b: 15, expected 30, at least 21.4 (margin 40 %)" in capsys.readouterr().err


def test_words_that_do_not_go_together_are_refused(capsys):
    with pytest.raises(SystemExit) as stop:
        main(["--refresh"])
    assert stop.value.code == 2
    assert "--refresh goes with --small" in capsys.readouterr().err
