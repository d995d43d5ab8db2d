"""Answers come from the run: a second route gives the same, and another knob turns them round."""

import json
from dataclasses import replace
from math import isnan

import numpy as np
import pytest

import sim
from demo.lessons import LESSONS, Laboratory, answer, find, sentence, work_out
from demo.lessons import laboratory as laboratory_module
from demo.lessons.answers import compared
from demo.words import say
from experiments.cli.entry import run
from experiments.results import Failure
from sim.scenario import load, with_numbers

REPLICATIONS = 5


@pytest.mark.parametrize("name", LESSONS)
def test_the_story_of_a_lesson_holds_at_its_preset(name, worked):
    laboratory, answers = worked(name)
    for found in answers:
        assert found.story_holds, (found.question.key, found.key, found.found)
        assert found.key not in ("unclear", "undefined")
        for language in ("en", "zh"):
            said = sentence(found, laboratory.scenario, say(language))
            assert " - " not in said
            assert "nan" not in said
    assert any(found.question.story is not None for found in answers)


def test_competition_is_efficient_means_that_coordination_loses(worked):
    _, answers = worked("efficient-competition")
    everyone, cities, costly = answers
    assert (everyone.key, cities.key, costly.key) == ("lower", "higher", "no")
    assert everyone.found.high < 0


FLIPS = {
    "race-to-bottom": ("everyone", {"economy.cost_of_public_funds": 0.0}, "no"),
    "sealed-offers": (
        "longchang_gains",
        {"cities.rongchang.strategy.share": 0.25, "cities.longchang.strategy.share": 0.4},
        "lower",
    ),
    "yongchuan-reversal": ("winner", {"cities.chengdu_longquanyi.retained_share": 0.45}, "chengdu_longquanyi"),
    "land-floor-waterbed": ("total", {"cities.*.grant_limit": 0.0, "cities.*.rebate_limit": 0.0}, "lower"),
    "efficient-competition": ("everyone", {"economy.cost_of_public_funds": 0.3}, "higher"),
    "ban-backfires": ("leaving", {"projects.outside.gap": -0.12}, None),
    "pacts-break": ("breaks", {"regimes.unseen.levers.0.discount_factor": 0.95}, "no"),
    "duplication-clusters": ("same_pillar", {"pillars.value.ceramics": 6.0}, "no"),
}
"""By lesson: a question, knobs that are moved, and the answer then; None where a number is asked for."""


@pytest.mark.parametrize("name", LESSONS)
def test_another_knob_turns_the_answer_round(name, worked):
    key, knobs, expected = FLIPS[name]
    lesson = find(name)
    count = min(REPLICATIONS, lesson.preset.replications)
    short = lesson.model_copy(update={"preset": lesson.preset.model_copy(update={"replications": count})})
    (question,) = [each for each in lesson.questions if each.key == key]
    before = next(found for found in worked(name)[1] if found.question.key == key)
    laboratory = Laboratory(short, with_numbers(load(lesson.preset.scenario), knobs))
    after = answer(laboratory, question)
    if expected is None:
        assert before.accepts(before.found.mean)
        assert not after.accepts(before.found.mean)
    else:
        assert (after.key, after.story_holds) == (expected, False)
        assert after.key != before.key


def test_levels_and_differences_agree_with_single_runs(worked):
    """Second route: each replication run alone and summed here, without the comparison."""
    laboratory, (everyone, cities, _) = worked("efficient-competition")
    scenario = laboratory.scenario
    gaps = []
    for number in range(laboratory.lesson.preset.replications):
        runs = {key: sim.simulate(scenario, key, number, with_planner=False) for key in ("competition", "ban")}
        gaps.append(
            [
                np.nansum(runs["ban"].deals[field]) - np.nansum(runs["competition"].deals[field])
                for field in ("welfare_total", "cities_gain")
            ]
        )
    means = np.mean(gaps, axis=0)
    assert everyone.found.mean == pytest.approx(means[0], rel=1e-9)
    assert cities.found.mean == pytest.approx(means[1], rel=1e-9)
    spread = np.std(gaps, axis=0, ddof=1) / np.sqrt(len(gaps))
    assert everyone.found.high - everyone.found.mean == pytest.approx(2.200985 * spread[0], rel=1e-4)  # t(.975, 11)


def test_fields_of_cities_and_periods_agree_with_single_runs(worked):
    laboratory, (_, given_away, _) = worked("race-to-bottom")
    shares = []
    for number in range(laboratory.lesson.preset.replications):
        deals = sim.simulate(laboratory.scenario, "competition", number, with_planner=False).deals
        last = (deals["period"] == 5) & (deals["host"] >= 0)
        shares.append(100 * deals["concession"][last].sum() / deals["investment"][last].sum())
    assert given_away.found.mean == pytest.approx(np.mean(shares), rel=1e-9)


def test_the_deal_at_yongchuan_agrees_with_its_explanation(worked):
    laboratory, (at_zero, winner, _) = worked("yongchuan-reversal")
    deal = sim.explain(laboratory.scenario, "vehicle_plant", regime="competition")
    assert winner.key == deal.host
    assert at_zero.key == max(deal.bidders, key=lambda bidder: bidder.site_value).city
    assert winner.quotes["paid"].mean == pytest.approx(deal.concession)


def test_a_plant_that_nobody_gets_leaves(worked):
    laboratory, _ = worked("yongchuan-reversal")
    away = Laboratory(laboratory.lesson, with_numbers(laboratory.scenario, {"projects.outside.gap": 0.3}))
    at_zero, winner, still = work_out(away)
    assert (at_zero.key, winner.key, still.key) == ("leaves", "leaves", "no")
    assert sim.explain(away.scenario, "vehicle_plant", regime="competition").host is None
    assert "none of the four" in sentence(winner, away.scenario, say("en"))


def test_the_numbers_of_pacts_and_pillars_are_those_of_the_textbook(worked):
    _, (breaks, _, worth) = worked("pacts-break")
    assert breaks.levels[0].mean == 3
    assert worth.found.mean == pytest.approx(6 * 12)
    assert worth.quotes["firms"].mean == pytest.approx(-6 * 12 / 1.2)
    _, (_, without, with_bonus) = worked("duplication-clusters")
    assert [level.mean for level in without.levels] == pytest.approx([100.0, 100 * 10 / 14])
    assert [level.mean for level in with_bonus.levels] == pytest.approx([100 * 14 / 15, 100.0])


def test_a_level_agrees_with_the_command(worked, capsys):
    laboratory, (leaving, *_) = worked("ban-backfires")
    count = str(laboratory.lesson.preset.replications)
    arguments = [
        "compare",
        "lessons/ban_backfires",
        "--replications",
        count,
        "--regime",
        "ban",
        "--no-planner",
        "--json",
    ]
    assert run(arguments) == 0
    told = json.loads(capsys.readouterr().out)
    (row,) = [row for row in told["outcomes"] if row["name"] == "projects_left"]
    assert leaving.found.mean == pytest.approx(row["levels"]["ban"]["mean"])
    assert leaving.found.high == pytest.approx(row["levels"]["ban"]["high"])


def test_what_the_interval_does_not_decide_cannot_be_told():
    near = np.array([1.0, 2.0, 3.0])
    assert compared(near, np.array([2.0, 2.0, 2.1])) == "unclear"
    assert compared(near, near) == "same"
    assert compared(near + 1, near + np.array([0.0, 0.01, 0.02])) == "higher"
    assert compared(near, near + 1 + np.array([0.0, 0.01, 0.02])) == "lower"
    assert compared(near, near[::-1]) == "unclear"
    assert compared(near[:1], near[1:2]) == "lower"
    assert compared(np.full(3, np.nan), near) == "undefined"


def test_the_first_must_be_told_apart_from_every_other():
    """Two of the three regimes are too near to each other: none is the best, though the third is clearly worse."""

    class Given:
        def values(self, measure, side):
            return {
                "competition": np.array([5.0, 6.0, 7.0]),
                "joint_negotiation": np.array([5.5, 5.5, 6.5]),
                "ban": np.array([1.0, 2.0, 2.9]),
            }[side.regime]

    question = find("ban-backfires").questions[1].model_copy(update={"quotes": {}})
    found = answer(Given(), question)
    assert found.key == "unclear"
    assert [key for key, _ in found.ranking] == ["competition", "joint_negotiation", "ban"]


def test_a_question_without_a_number_has_no_answer():
    """No breaches where there is no agreement: the outcome is undefined, and the lesson says so."""
    lesson = find("pacts-break")
    question = lesson.questions[0]
    asked = question.model_copy(update={"at": question.at.model_copy(update={"regime": "competition"})})
    laboratory = Laboratory(lesson.model_copy(update={"questions": (asked, *lesson.questions[1:])}))
    found = answer(laboratory, asked)
    assert found.key == "undefined"
    assert isnan(found.found.mean)


def test_the_smallest_can_be_asked_for_as_well(worked):
    laboratory, _ = worked("ban-backfires")
    question = laboratory.lesson.questions[1].model_copy(update={"best": "lowest"})
    found = answer(laboratory, question)
    assert found.key == "ban"
    means = [mean for _, mean in found.ranking]
    assert means == sorted(means)


def test_runs_are_kept_and_settings_that_change_nothing_are_no_other_run(worked):
    laboratory, _ = worked("duplication-clusters")
    assert laboratory.comparison({"pillars.cluster_bonus": 0.0}) is laboratory.comparison()
    assert laboratory.comparison({"pillars.cluster_bonus": 0.5}) is not laboratory.comparison()


def test_what_is_drawn_is_drawn_often(worked):
    """The preset of Yongchuan has no luck in it and one run; with luck one run would decide nothing."""
    laboratory, answers = worked("yongchuan-reversal")
    assert (laboratory.count, answers[1].found.n) == (1, 1)
    assert worked("pacts-break")[0].count == 1
    lucky = with_numbers(load("yongchuan_contest"), {})
    assert Laboratory(laboratory.lesson, lucky).count >= 12


def test_a_run_that_fails_is_no_missing_number(worked, monkeypatch):
    lesson = find("pacts-break")
    broken = replace(worked("pacts-break")[0].comparison(), failures=(Failure(None, float("nan"), 0, "Traceback: x"),))
    monkeypatch.setattr(laboratory_module, "compare", lambda *arguments, **names: broken)
    with pytest.raises(laboratory_module.RunFailed, match="Traceback: x"):
        work_out(Laboratory(lesson))


def test_progress_is_told_run_by_run():
    seen = []
    lesson = find("pacts-break")
    work_out(Laboratory(lesson, progress=lambda done, total: seen.append((done, total))))
    assert seen == [(1, 2), (2, 2)]
