"""Learning in sealed contests, first price, values uniform on [0, 1], one share of value for each city.

`best_response` ends at the equilibrium share (n-1)/n; `counterfactual` comes within 2 % of it; `directional` rests
where s = n(n-1)(1-s)²/2; `reinforcement` has no target.
"""

import numpy as np
import pytest

from sim.strategies import Counterfactual
from tests.scenes import stepped, theory

PERIODS = 60


def shares(count, strategy, seed=1):
    """Share of each city in each period, (periods, cities)."""
    whole = theory(
        "property_5_sealed", f"cities.defaults.strategy.name={strategy}", f"time.periods={PERIODS}", f"seed={seed}"
    )
    one = whole.cities["a"]
    whole = whole.model_copy(update={"cities": {f"c{i}": one for i in range(count)}})
    path = []
    for run, _ in stepped(whole):
        if strategy == "counterfactual":
            path.append([Counterfactual(name="counterfactual").share(memory) for memory in run.state.memory])
        else:
            path.append([float(memory[0]) for memory in run.state.memory])
    return np.array(path)


@pytest.mark.parametrize("count", [2, 3, 5])
def test_counterfactual_learning_ends_within_two_percent_of_the_equilibrium(count):
    settled = shares(count, "counterfactual")[PERIODS // 2 :].mean(axis=0)
    assert settled == pytest.approx(np.full(count, (count - 1) / count), rel=0.02)


def played(count, strategy, periods, seed=1):
    """Offers over reservations in each period, (periods, cities)."""
    settings = (f"cities.defaults.strategy={strategy}", f"time.periods={periods}", f"seed={seed}")
    whole = theory("property_5_sealed", *settings)
    one = whole.cities["a"]
    whole = whole.model_copy(update={"cities": {f"c{i}": one for i in range(count)}})
    return np.array([period.offer.sum(axis=0) / period.reservation.sum(axis=0) for _, period in stepped(whole)])


@pytest.mark.parametrize(("count", "start", "periods"), [(2, 1.0, 12), (3, 1.0, 12), (5, 1.0, 12), (3, 0.5, 36)])
def test_best_responses_to_beliefs_end_at_the_equilibrium(count, start, periods):
    path = played(count, f"{{name: best_response, start: {start}}}", periods)
    assert path[0] == pytest.approx(np.full(count, start))
    assert path[-6:].mean(axis=0) == pytest.approx(np.full(count, (count - 1) / count), rel=0.02)


def test_a_best_response_to_rivals_that_offer_half_is_cut_by_the_highest_of_their_offers():
    """Two rivals offer half: s = argmax (1 - s)·E[v·min(1, s·v / 0.5)²], by numerical integration."""
    whole = theory(
        "property_5_sealed",
        "cities.defaults.strategy={name: shaded, share: 0.5}", "cities.set.a.strategy={name: best_response}",
        "time.periods=8",
    )  # fmt: skip
    *_, (_, period) = stepped(whole)
    value = (np.arange(4000) + 0.5) / 4000
    grid = np.arange(1, 1000) / 1000
    payoff = [(1 - s) * (value * np.minimum(1.0, s * value / 0.5) ** 2).mean() for s in grid]
    share = period.offer[:, 0].sum() / period.reservation[:, 0].sum()
    assert share == pytest.approx(grid[np.argmax(payoff)], abs=0.02)


def test_reinforcement_hangs_on_its_own_luck_alone_and_offers_more_against_more_rivals():
    path = played(2, "{name: reinforcement}", 20)
    assert np.array_equal(path, played(2, "{name: reinforcement}", 20))
    assert not np.array_equal(path, played(2, "{name: reinforcement}", 20, seed=2))
    ends = [played(count, "{name: reinforcement}", 40)[30:].mean() for count in (2, 5)]
    assert 0.0 < ends[0] < ends[1] < 1.0


@pytest.mark.parametrize("count", [2, 3, 5])
def test_directional_learning_rests_at_its_root(count):
    half = count * (count - 1) / 2
    roots = np.roots([half, -(2 * half + 1), half])
    (root,) = roots[(roots > 0) & (roots < 1)]
    settled = shares(count, "directional")[PERIODS // 2 :].mean(axis=0)
    assert settled == pytest.approx(np.full(count, root), rel=0.01)


@pytest.mark.parametrize("strategy", ["counterfactual", "directional"])
def test_every_start_ends_at_the_same_share(strategy):
    low, high = (
        stepped(theory("property_5_sealed", f"cities.defaults.strategy={{name: {strategy}, start: {start}}}"))
        for start in (0.1, 1.0)
    )
    ends = []
    for path in (low, high):
        *_, (run, _) = path
        memory = run.state.memory
        if strategy == "directional":
            ends.append(np.mean([m[0] for m in memory]))
        else:
            ends.append(np.mean([Counterfactual(name=strategy).share(m) for m in memory]))
    assert ends[0] == pytest.approx(ends[1], rel=0.02)


def test_against_rivals_that_hold_back_the_share_is_the_best_answer():
    """Two rivals offer a tenth of their value: the best share maximises (1 - s)·E[v; best rival offer <= s·v]."""
    whole = theory(
        "property_5_sealed",
        "cities.set.b.strategy={name: shaded, share: 0.1}",
        "cities.set.c.strategy={name: shaded, share: 0.1}",
    )
    *_, (run, _) = stepped(whole)
    value = (np.arange(4000) + 0.5) / 4000
    grid = np.arange(1, 400) / 400
    payoff = [(1 - s) * (value * np.minimum(1.0, s * value / 0.1) ** 2).mean() for s in grid]
    best = grid[np.argmax(payoff)]
    assert best < 0.25
    assert Counterfactual(name="counterfactual").share(run.state.memory[0]) == pytest.approx(best, abs=0.015)


@pytest.mark.parametrize("rule", ["contest.format=open", "contest.payment=second"])
@pytest.mark.parametrize("strategy", ["directional", "counterfactual", "best_response"])
def test_where_the_second_score_is_paid_learning_ends_near_the_truth(rule, strategy):
    whole = theory(
        "property_5_sealed", f"cities.defaults.strategy={{name: {strategy}}}", "time.periods=30", rule,
        "projects.stylised.per_period=300",
    )  # fmt: skip
    *_, (_, period) = stepped(whole)
    assert (period.offer.sum(axis=0) / period.reservation.sum(axis=0) > 0.9).all()
