"""What a comparison says, on numbers made up for it: verdicts, hosts, reversals, and the paragraph."""

from dataclasses import replace

import numpy as np
import pytest

from experiments.comparison import Comparison, SweepResult
from experiments.findings import STANDARDS, favourite, reversals, verdict, verdicts
from experiments.kinds import kind_of
from experiments.report import hosts, interval_text, precision
from experiments.results import OUTCOME_INDEX, WATCHED_INDEX
from experiments.statistics import Interval, Paired, paired
from experiments.summary import paragraph
from experiments.sweep_report import legend, own_value, turning_points, where
from experiments.words import words
from sim.columns import CITY_COLUMNS
from sim.outcomes import OUTCOMES
from sim.scenario import load
from sim.schema import Scenario
from tests.cli.conftest import WATCHED

N = 40
LUCK = np.random.default_rng(1).normal(size=N)


@pytest.fixture
def scenario(tmp_path) -> Scenario:
    path = tmp_path / "watched.yaml"
    path.write_text(WATCHED, encoding="utf-8")
    return load(path)


def made_up(scenario: Scenario, gains: tuple[float, float, float], hosts: list[int]) -> Comparison:
    """A comparison in which the ban changes welfare by some amounts, and the plant goes to given cities in turn."""

    def outcomes(shift: tuple[float, float, float]) -> np.ndarray:
        values = np.zeros((N, len(OUTCOMES)))
        for name, amount in zip(STANDARDS, shift, strict=True):
            values[:, OUTCOME_INDEX[name]] = 100.0 + 10.0 * LUCK + amount * (1.0 + 0.1 * LUCK[::-1])
        return values

    watched = np.zeros((N, 1, len(WATCHED_INDEX)))
    watched[:, 0, WATCHED_INDEX["host"]] = np.resize(hosts, N)
    return Comparison(
        scenario=scenario,
        regimes=("competition", "ban"),
        numbers=tuple(range(N)),
        outcomes={"competition": outcomes((0.0, 0.0, 0.0)), "ban": outcomes(gains)},
        cities={key: np.zeros((N, len(CITY_COLUMNS), 1, len(scenario.cities))) for key in ("competition", "ban")},
        watched={"competition": watched, "ban": watched},
        industries={},
        deals={},
        central_hosts={"competition": np.array([0.0]), "ban": np.array([0.0])},
        planned=N,
    )


def swept(comparison: Comparison, signs: list[float], hosts: list[int]) -> Comparison:
    """The same with a sweep in which everyone gains by some amounts, and the plant goes to given cities."""
    base = np.stack([comparison.outcomes["competition"]] * len(signs))
    moved = base.copy()
    for v, sign in enumerate(signs):
        moved[v, :, OUTCOME_INDEX["welfare_total"]] += sign * (1.0 + 0.1 * LUCK)
    where_to = np.array([np.full((N, 1), float(host)) for host in hosts])
    result = SweepResult(
        sweep=comparison.scenario.sweeps[0],
        replications=N,
        values=np.array(comparison.scenario.sweeps[0].values),
        hosts={"competition": where_to, "ban": where_to},
        outcomes={"competition": base, "ban": moved},
        central_hosts={key: np.zeros((len(signs), 1)) for key in ("competition", "ban")},
    )
    return replace(comparison, sweeps=(result,))


@pytest.mark.parametrize(
    ("mean", "low", "high", "n", "said"),
    [
        (2.0, 1.0, 3.0, 9, "gain"),
        (-2.0, -3.0, -1.0, 9, "loss"),
        (2.0, -1.0, 5.0, 9, "unclear"),
        (np.nan, np.nan, np.nan, 0, "none"),
        (2.0, np.nan, np.nan, 1, "gain"),
        (-2.0, np.nan, np.nan, 1, "loss"),
        (0.0, np.nan, np.nan, 1, "same"),
        (1e-9, 1e-9, 1e-9, 9, "unclear"),
    ],
)
def test_verdicts(mean, low, high, n, said):
    assert verdict(Paired(Interval(mean, low, high, n), np.nan, np.nan)) == said


def test_no_difference_in_any_replication_is_told_from_an_interval_around_zero(scenario):
    said = verdicts(made_up(scenario, (0.0, 5.0, -5.0), [0]))
    assert said == {"ban": {"welfare_total": "same", "welfare_region": "gain", "cities_gain": "loss"}}


@pytest.mark.parametrize(
    ("counts", "first"),
    [
        ({"a": 40, "b": 0, "": 0}, "a"),
        ({"a": 35, "b": 5, "": 0}, "a"),
        ({"a": 21, "b": 19, "": 0}, None),
        ({"a": 1, "b": 0, "": 0}, "a"),
        ({"a": 0, "b": 0, "": 0}, None),
        ({"a": 2, "b": 3, "": 35}, ""),
        ({}, None),
    ],
)
def test_the_most_frequent_host_must_be_clear(counts, first):
    assert favourite(counts) == first


def test_the_paragraph_names_losers_and_says_what_would_reverse_it(scenario):
    comparison = swept(made_up(scenario, (5.0, 5.0, -5.0), [0]), [5.0, 5.0, -5.0], [0, 1, 1])
    found = {(one.kind, one.subject, one.after): one for one in reversals(comparison) if one.flips}
    assert found["sign", "welfare_total", "loss"].values == (0.51,)
    assert found["host", "vehicle_plant", "chengdu_longquanyi"].values == (0.39, 0.51)
    english = paragraph(comparison, "en")
    assert "Regimes that lose: Ban (the cities)." in english
    assert "Ban would lose instead of gain (everyone together) with Share of tax at 0.51" in english
    assert (
        "most frequent host of Vehicle plant would be Chengdu Longquanyi with Share of tax at 0.39 to 0.51" in english
    )
    chinese = paragraph(comparison, "zh")
    assert "若留存份额为 0.51，则禁止由受益变为受损（各方合计）" in chinese
    assert "整车项目最常落户于永川区（“自由竞争”下占 100%）" in chinese


def test_without_a_reversal_it_says_so(scenario):
    comparison = swept(made_up(scenario, (5.0, 0.0, 0.0), [0]), [5.0, 5.0, 5.0], [0, 0, 0])
    assert "None of the 1 sweeps reverses" in paragraph(comparison, "en")
    assert "没有使差值的符号或落户地逆转" in paragraph(comparison, "zh")


def test_it_says_how_many_replications_the_sweeps_rest_on(scenario):
    whole = swept(made_up(scenario, (5.0, 5.0, -5.0), [0]), [5.0, 5.0, -5.0], [0, 1, 1])
    few = replace(whole, sweeps=(replace(whole.sweeps[0], replications=8),))
    other = whole.sweeps[0].sweep.model_copy(update={"key": "other"})
    both = replace(whole, sweeps=(*few.sweeps, replace(whole.sweeps[0], sweep=other)))
    for comparison, told, zh in ((whole, "40", "40"), (few, "8", "8"), (both, "8 to 40", "8 至 40")):
        said = f"What would reverse this (replications at each value of a sweep: {told})"
        assert said in paragraph(comparison, "en")
        assert f"（扫描的每个取值重复 {zh} 次）" in paragraph(comparison, "zh")
        table = turning_points(comparison, words("en"))
        assert table is not None
        assert table.note == f"Replications at each value: {told}; of the comparison: 40."
    assert "(8 against 40)" in legend(few, words("en"))
    assert "8 次，上面的比较为 40 次" in legend(few, words("zh"))
    assert "fewer" not in legend(whole, words("en"))
    steady = swept(made_up(scenario, (5.0, 0.0, 0.0), [0]), [5.0, 5.0, 5.0], [0, 0, 0])
    assert "(replications at each value: 40)" in paragraph(steady, "en")


def test_the_star_of_a_host_is_explained_where_there_is_one(scenario):
    starred = made_up(scenario, (0.0, 0.0, 0.0), [0])
    nan = {key: np.array([np.nan]) for key in starred.regimes}
    bare = replace(starred, central_hosts=nan)
    for comparison, there in ((starred, True), (bare, False)):
        (grid,) = hosts(comparison, words("en"))
        assert any("*" in cell for row in grid.rows for cell in row) == there
        assert bool(grid.note) == there


def test_the_table_of_precision_says_what_a_cell_means(scenario):
    comparison = made_up(scenario, (5.0, 5.0, 5.0), [0])
    for language, said in (("en", "0.97 / 137 means"), ("zh", "0.97 / 137")):
        (grid,) = precision(comparison, words(language))
        assert said in grid.note


def test_without_sweeps_it_claims_nothing(scenario):
    comparison = made_up(scenario, (5.0, 5.0, 5.0), [0, 1])
    assert "The sweeps were not run" in paragraph(comparison, "en")
    bare = replace(comparison, scenario=scenario.model_copy(update={"sweeps": ()}))
    assert "declares no sweeps" in paragraph(bare, "en")


def test_an_even_split_is_called_open(scenario):
    text = paragraph(made_up(scenario, (0.0, 0.0, 0.0), [0, 1]), "en")
    assert "no clear favourite" in text
    assert "Ban: no change at all" in text
    assert "No regime loses" in text


def test_a_plant_that_leaves_is_said_to_leave(scenario):
    comparison = made_up(scenario, (0.0, 0.0, 0.0), [-1])
    assert "most often leaves the region" in paragraph(comparison, "en")
    assert "多半流失到区域外" in paragraph(comparison, "zh")


def test_stretches_of_values_are_told_without_guessing_beyond_them(scenario):
    result = swept(made_up(scenario, (0.0, 0.0, 0.0), [0]), [1.0, 1.0, 1.0], [0, 0, 0]).sweeps[0]
    w = words("en")
    assert where(result, (0.51,), w) == "0.51"
    assert where(result, (0.32, 0.39), w) == "0.32 to 0.39"
    assert where(result, (0.32, 0.51), w) == "0.32, 0.51"


def test_the_scenarios_own_value_is_found(scenario):
    comparison = swept(made_up(scenario, (0.0, 0.0, 0.0), [0]), [1.0, 1.0, 1.0], [0, 0, 0])
    assert own_value(comparison, comparison.sweeps[0]) == 0.39


def test_kinds_of_regimes(scenario):
    assert kind_of(scenario, "competition") == "no lever"
    assert kind_of(scenario, "ban") == "contest"


@pytest.mark.parametrize(
    ("mean", "half", "text"),
    [
        (-0.0053, 0.00042, "-0.00530 ± 0.00042"),
        (1972.2, 35.4, "+1,972 ± 35"),
        (0.0, 0.0, "0 ± 0"),
        (0.004, 1.0, "0.0 ± 1.0"),
        (0.0000019, 0.0000074, "0.00000 ± 0.00001"),
        (1e-9, 1e-8, "0 ± <0.00001"),
        (0.0000074, 0.0000019, "+0.0000074 ± 0.0000019"),
        (12345.6, 1234.0, "+12,346 ± 1,234"),
        (5.0, np.nan, "+5"),
        (np.nan, np.nan, "-"),
    ],
)
def test_differences_show_two_digits_of_their_interval(mean, half, text):
    assert interval_text(Interval(mean, mean - half, mean + half, 9)) == text


def test_replications_needed_come_from_the_spread_of_the_differences():
    base = np.linspace(0.0, 1.0, 50)
    found = paired(base + 1.0 + 0.2 * np.sin(np.arange(50)), base)
    assert found.correlation > 0.8
    again = paired(np.tile(base, 4) + 1.0 + 0.2 * np.sin(np.arange(200)), np.tile(base, 4))
    assert found.needed == pytest.approx(again.needed, rel=0.2)
    assert found.difference.half_width / found.difference.mean == pytest.approx(
        0.1 * (found.needed / 50) ** 0.5, rel=0.1
    )
