"""Every strategy of the catalogue: finite offers within the room, from its own row and what it may know."""

from dataclasses import replace

import numpy as np
import pytest

from sim.simulate import simulate
from sim.strategies import STRATEGIES, BidderView, Feedback, Strategy
from tests.scenes import region, stepped

# Parameters of every strategy; a new one needs a row here.
EXAMPLES = {
    "counterfactual": [{}, {"start": 0.2, "discount": 0.0, "grid": 11}],
    "directional": [{}, {"start": 1.0, "rate": 10.0}],
    "shaded": [{}, {"share": 0.0}, {"share": 1.0}],
    "truthful": [{}],
}


def catalogue():
    return {each.model_fields["name"].default: each for each in STRATEGIES}


CASES = [
    pytest.param(catalogue()[name].model_validate({"name": name, **parameters}), id=f"{name}-{number}")
    for name, examples in EXAMPLES.items()
    for number, parameters in enumerate(examples)
]


def view(memory, count=40, seed=0, rival=True):
    luck = np.random.default_rng(seed)
    room = luck.uniform(0, 20, count)
    reservation = np.minimum(room, luck.uniform(-5, 30, count).clip(0.0))
    return BidderView(
        city="a", period=3, investment=luck.uniform(10, 500, count), site_value=luck.normal(0, 10, count),
        reservation=reservation, room=room, rival_score=luck.normal(5, 10, count) if rival else None, memory=memory,
    )  # fmt: skip


def feedback(count=40, seed=0):
    luck = np.random.default_rng(seed)
    reservation = luck.uniform(0, 10, count)
    offer = reservation * luck.uniform(0, 1, count)
    needed = luck.uniform(0, 15, count)
    return Feedback(reservation=reservation, offer=offer, needed=needed, won=offer >= needed)


def none():
    empty = np.empty(0)
    return Feedback(reservation=empty, offer=empty, needed=empty, won=np.empty(0, dtype=bool))


def test_every_strategy_has_examples():
    assert set(EXAMPLES) == set(catalogue())
    assert len(catalogue()) == len(STRATEGIES)


@pytest.mark.parametrize("strategy", CASES)
def test_it_says_what_it_is_and_what_it_looks_at(strategy):
    english, chinese = strategy.title
    assert english
    assert any("\u4e00" <= letter <= "\u9fff" for letter in chinese)
    assert strategy.idea
    assert type(strategy).__doc__
    assert "own values" in strategy.information


@pytest.mark.parametrize("strategy", CASES)
@pytest.mark.parametrize("rival", [True, False], ids=["open", "sealed"])
def test_offers_are_finite_and_end_within_the_room(strategy, rival):
    memory = strategy.initial_memory()
    for step in range(6):
        seen = view(memory, seed=step, rival=rival)
        offers = strategy.offers(seen)
        assert offers.shape == seen.reservation.shape
        assert np.isfinite(offers).all()
        assert (offers >= 0).all()
        assert (np.clip(offers, 0.0, seen.room) <= seen.room).all()
        assert (offers <= seen.reservation + 1e-12).all()  # none of them bids above what it is worth
        memory = strategy.learn(memory, feedback(seed=step))


@pytest.mark.parametrize("strategy", CASES)
def test_the_same_view_gives_the_same_offers_and_nothing_is_written_into_it(strategy):
    memory = strategy.learn(strategy.initial_memory(), feedback())
    before = memory.copy()
    seen = view(memory)
    kept = seen.reservation.copy()
    first, second = strategy.offers(seen).copy(), strategy.offers(seen)
    assert np.array_equal(first, second)
    assert np.array_equal(seen.reservation, kept)
    assert np.array_equal(seen.memory, before)
    news = feedback()
    strategy.learn(memory, news)
    assert np.array_equal(memory, before)
    assert np.array_equal(news.reservation, feedback().reservation)


@pytest.mark.parametrize("strategy", CASES)
def test_a_project_is_valued_by_its_own_row(strategy):
    memory = strategy.learn(strategy.initial_memory(), feedback())
    seen = view(memory)
    whole = strategy.offers(seen)
    names = ("investment", "site_value", "reservation", "room", "rival_score")
    for rows in (slice(3, 4), slice(None, None, -1), np.array([7, 0, 31])):
        part = replace(seen, **{name: getattr(seen, name)[rows] for name in names})
        assert np.array_equal(strategy.offers(part), whole[rows])


@pytest.mark.parametrize("strategy", CASES)
def test_its_memory_keeps_its_shape_and_stays_finite(strategy):
    memory = strategy.initial_memory()
    shape = memory.shape
    for step in range(20):
        memory = strategy.learn(memory, none() if step % 5 == 4 else feedback(seed=step))
        assert memory.shape == shape
        assert np.isfinite(memory).all()
    nothing = replace(feedback(), reservation=np.zeros(40))
    assert np.isfinite(strategy.learn(memory, nothing)).all()


@pytest.mark.parametrize("strategy", CASES)
def test_it_learns_only_if_it_says_so(strategy):
    memory = strategy.initial_memory()
    moved = not np.array_equal(strategy.learn(memory, feedback()), memory)
    assert moved <= strategy.learns


@pytest.mark.parametrize("strategy", CASES)
@pytest.mark.parametrize("form", ["open", "sealed"])
def test_a_region_of_such_bidders_runs(strategy, form):
    whole = region(time={"periods": 3}, contest={"format": form})
    run = simulate(whole, strategies=dict.fromkeys(whole.cities, strategy), with_planner=False)
    assert np.isfinite(run.deals["concession"]).all()
    assert (
        run.deals["concession"][run.deals["host"] >= 0] <= run.deals["reservation"][run.deals["host"] >= 0] + 1e-9
    ).all()
    assert all(memory.shape == strategy.initial_memory().shape for memory in run.state.memory)


class Watcher(Strategy):
    """Bids what it is worth and writes down what it was shown."""

    name: str = "watcher"
    learns = True

    def offers(self, view):
        SEEN.append(view)
        return view.reservation

    def learn(self, memory, feedback):
        HEARD.append(feedback)
        return memory


class Idler(Watcher):
    """The same without learning."""

    learns = False


SEEN: list[BidderView] = []
HEARD: list[Feedback] = []


def watched(kind=Watcher, **more):
    SEEN.clear()
    HEARD.clear()
    whole = region(time={"periods": 2}, **more)
    for _ in stepped(whole):
        pass
    run = simulate(whole, strategies={"a": kind()}, with_planner=False)
    return run, list(SEEN), list(HEARD)


@pytest.mark.parametrize("payment", ["first", "second"])
def test_rivals_offers_are_hidden_in_sealed_contests(payment):
    _, seen, _ = watched(contest={"format": "sealed", "payment": payment})
    assert len(seen) == 2
    assert all(each.rival_score is None for each in seen)
    assert [each.period for each in seen] == [0, 1]
    assert {each.city for each in seen} == {"a"}


@pytest.mark.parametrize("kind", [Watcher, Idler])
def test_the_best_that_rivals_can_do_is_seen_in_open_contests(kind):
    run, seen, _ = watched(kind, gap=None, pipeline={"contestable_share": 1.0}, city={"promotion_budget_share": None})
    assert all(each.rival_score is not None for each in seen)
    first = run.deals["period"] == 0
    won = run.deals["host"][first] == 0
    rival, own = seen[0].rival_score, seen[0].site_value
    assert run.deals["concession"][first][won] == pytest.approx(np.maximum(0.0, rival - own)[won])


def test_afterwards_a_city_knows_what_would_have_been_enough():
    """With second prices the winner pays what was needed; with first prices a loser needed more than it wrote down."""
    run, _, heard = watched(contest={"format": "sealed", "payment": "second"}, gap=None)
    first = run.deals["period"] == 0
    won = heard[0].won
    assert won.sum() == (run.deals["host"][first] == 0).sum()
    assert heard[0].needed[won] == pytest.approx(run.deals["concession"][first & (run.deals["host"] == 0)])
    assert (heard[0].offer[won] >= heard[0].needed[won] - 1e-9).all()
    assert (heard[0].needed[~won] >= heard[0].offer[~won] - 1e-9).all()
    assert (heard[0].reservation >= heard[0].offer - 1e-9).all()


def test_a_city_that_cannot_host_is_no_rival():
    """Nobody fears the offers of a city without land."""
    free = {"promotion_budget_share": None}
    _, seen, _ = watched(city=free, by_city={"b": {"land_stock": 0.0}, "c": {"land_stock": 0.0}})
    assert all(np.isneginf(each.rival_score).all() for each in seen)


@pytest.mark.parametrize("form", ["open", "sealed"])
def test_offers_beyond_the_room_are_cut(form):
    whole = region(contest={"format": form}, city={"package_cap": 0.06}, gap=None)
    lavish = simulate(whole, strategies={"a": lambda view: 1e9 + 0.0 * view.room}, with_planner=False).deals
    given = lavish["concession"][lavish["host"] == 0]
    assert given.size > 5
    assert (given <= 0.06 * lavish["investment"][lavish["host"] == 0] + 1e-9).all()
    assert given.max() > 0
