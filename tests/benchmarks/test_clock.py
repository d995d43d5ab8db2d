"""Medians, quartiles, ratios and turns against numbers that are known."""

import pytest

from benchmarks.clock import Case, Sample, Spread, interleaved, quickest, ratio, spread, timed


def test_a_spread_is_the_median_and_the_quartiles():
    assert spread([4.0, 1.0, 3.0, 2.0]) == Spread(2.5, 1.75, 3.25, 4)
    assert spread([7.0]) == Spread(7.0, 7.0, 7.0, 1)


def test_no_values_have_no_median():
    with pytest.raises(ValueError, match="no values"):
        spread([])


def test_ratios_are_taken_round_by_round():
    # In the second round the machine was four times as slow for both: the ratio knows nothing of it.
    over = [Sample(0.0, 6.0), Sample(0.0, 24.0), Sample(0.0, 9.0)]
    under = [Sample(0.0, 2.0), Sample(0.0, 8.0), Sample(0.0, 3.0)]
    assert ratio(over, under) == Spread(3.0, 3.0, 3.0, 3)


def test_rounds_that_do_not_pair_are_refused():
    with pytest.raises(ValueError, match="zip"):
        ratio([Sample(1.0, 1.0)], [])


def test_cases_take_turns():
    order: list[str] = []
    cases = {name: Case(lambda name=name: order.append(name)) for name in "abc"}
    found = interleaved(cases, 2, quiet=True)
    assert order == list("abcabc")
    assert {name: len(samples) for name, samples in found.items()} == {"a": 2, "b": 2, "c": 2}


def test_progress_goes_to_standard_error(capsys):
    interleaved({"a": Case(lambda: None)}, 1, "a title")
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "a title, round 1 of 1: a" in shown.err


def test_a_repeated_case_is_noted_with_the_mean_of_a_run(monkeypatch):
    ticks = iter([100.0, 112.0])
    monkeypatch.setattr("benchmarks.clock.time.perf_counter", lambda: 0.0)
    monkeypatch.setattr("benchmarks.clock.time.process_time", lambda: next(ticks))
    runs: list[int] = []
    assert timed(Case(lambda: runs.append(1), 4)).cpu == 3.0
    assert len(runs) == 4


def test_the_quickest_run_counts():
    assert quickest([Sample(0.0, 3.0), Sample(9.0, 1.0), Sample(0.0, 2.0)]) == 1.0
