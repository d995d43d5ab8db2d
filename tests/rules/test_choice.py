"""The best of several sites and the short list, by draw among equals and never by position."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.choice import at, best, best_two_by_label, shared_labels, shortlist
from sim.simulate import simulate
from tests.rules.contests import labels
from tests.scenes import generated

scores = st.lists(st.sampled_from([-np.inf, 0.0, 1.0, 1.0, 2.0, 5.5]), min_size=1, max_size=6)


@given(scores, st.permutations(range(6)))
def test_the_best_is_the_highest_and_among_equals_the_highest_draw(row, luck):
    tie = luck[: len(row)]
    chosen = best(np.array([row]), np.array([tie], dtype=float))[0]
    finite = [i for i, score in enumerate(row) if score > -np.inf]
    assert chosen == (max(finite, key=lambda i: (row[i], tie[i])) if finite else -1)


@given(st.data())
def test_the_best_of_another_label(data):
    row = data.draw(scores)
    group = data.draw(labels(len(row)))
    tie = np.array([np.arange(len(row)) / 10])
    first, second = best_two_by_label(np.array([row]), group, tie)
    if first[0] < 0:
        return
    others = [i for i in range(len(row)) if group[i] != group[first[0]] and row[i] > -np.inf]
    assert second[0] == (max(others, key=lambda i: (row[i], i)) if others else -1)


@given(scores, st.integers(1, 6), st.permutations(range(6)))
def test_the_short_list_holds_the_best_feasible_sites(row, size, luck):
    feasible = [score > -np.inf for score in row]
    site = np.array([[0.0 if score == -np.inf else score for score in row]])
    tie = luck[: len(row)]
    invited = shortlist(site, np.array([feasible]), size, np.array([tie], dtype=float))[0]
    ranked = sorted((i for i in range(len(row)) if feasible[i]), key=lambda i: (site[0, i], tie[i]), reverse=True)
    assert sorted(np.flatnonzero(invited)) == sorted(ranked[:size])
    assert shortlist(site, np.array([feasible]), None, None)[0].tolist() == feasible


def test_equal_sites_are_all_invited_in_turn():
    """Four cities alike, two invited: everyone hosts about a quarter of the projects."""
    whole = generated(4, 2000, project={"public_mean": 5.0}, contest={"shortlist_size": 2})
    run = simulate(whole, with_planner=False)
    assert (run.deals["invited"] == 2).all()
    assert np.abs(np.bincount(run.deals["host"], minlength=4) - 500).max() < 4 * np.sqrt(2000 * 3 / 16)


def test_picking_by_index():
    values = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    assert at(values, np.array([1, -1, 0]), -9.0).tolist() == [2.0, -9.0, 5.0]


@given(st.lists(st.integers(0, 3), min_size=1, max_size=6))
def test_labels_that_several_carry(label):
    expected = tuple(sorted({each for each in label if label.count(each) > 1}))
    assert shared_labels(np.array(label)) == expected
