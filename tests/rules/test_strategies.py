"""Every strategy of the catalogue: finite offers within the room, from its own row and what it may know."""

from dataclasses import fields, replace

import numpy as np
import pytest

from sim.scenario import load
from sim.simulate import simulate
from sim.strategies import STRATEGIES, BidderView, Feedback, Seen, Strategy
from sim.strategies.view import INFORMATION
from tests.scenes import region, stepped

# Parameters of every strategy; a new one needs a row here.
EXAMPLES = {
    "best_response": [{}, {"start": 0.3, "discount": 0.0, "quantiles": 20, "grid": 11}],
    "budget_cautious": [{}, {"caution": 0.05, "reserve": 0.2}, {"caution": 1.0, "reserve": 10.0}],
    "counterfactual": [{}, {"start": 0.2, "discount": 0.0, "grid": 11}],
    "directional": [{}, {"start": 1.0, "rate": 10.0}],
    "grim": [{}, {"agreed": 0.02, "tolerance": 0.0, "punishment": 1.0, "signal": "highest"}],
    "imitate": [{}, {"start": 0.1}],
    "match": [{}, {"watch": "best", "start": 0.2}],
    "reinforcement": [{}, {"initial": 0.1, "forgetting": 0.5, "experiment": 0.0, "grid": 11}],
    "shaded": [{}, {"share": 0.0}, {"share": 1.0}],
    "tit_for_tat": [{}, {"agreed": 0.02, "tolerance": 0.0, "punishment": 1.0, "signal": "highest"}],
    "truthful": [{}],
    "undercut": [{}, {"step": 0.0}, {"of": "land_price", "price_step": 3.0}],
}


def catalogue():
    return {each.model_fields["name"].default: each for each in STRATEGIES}


CASES = [
    pytest.param(catalogue()[name].model_validate({"name": name, **parameters}), id=f"{name}-{number}")
    for name, examples in EXAMPLES.items()
    for number, parameters in enumerate(examples)
]


def seen(seed=0, cities=4):
    luck = np.random.default_rng([seed, 7])
    rates = luck.uniform(0.0, 0.2, cities)
    return Seen(
        own_rate=0.05, own_won=100.0, own_land_price=20.0, rates=rates, highest=rates + 0.1,
        won=luck.uniform(0, 300, cities), land_prices=luck.uniform(5, 30, cities),
    )  # fmt: skip


def view(memory, count=40, seed=0, rival=True, pays_offer=None):
    luck = np.random.default_rng(seed)
    room = luck.uniform(0, 20, count)
    reservation = np.minimum(room, luck.uniform(-5, 30, count).clip(0.0))
    return BidderView(
        city="a", period=3, investment=luck.uniform(10, 500, count), site_value=luck.normal(0, 10, count),
        reservation=reservation, room=room, rival_score=luck.normal(5, 10, count) if rival else None, memory=memory,
        land=luck.uniform(0, 100, count), land_price=luck.uniform(10, 30, count), cashless_room=room * 0.3,
        commitment_room=30.0, budget=40.0, pays_offer=not rival if pays_offer is None else pays_offer,
        rivals=np.full(count, 3.0), last=seen(seed), draws=luck.random(count),
    )  # fmt: skip


def feedback(count=40, seed=0):
    luck = np.random.default_rng(seed)
    reservation = luck.uniform(0, 10, count)
    offer = reservation * luck.uniform(0, 1, count)
    needed = luck.uniform(0, 15, count)
    return Feedback(
        investment=luck.uniform(10, 200, count), reservation=reservation, offer=offer, needed=needed,
        won=offer >= needed, pays_offer=True, draws=luck.random(count), seen=seen(seed),
    )  # fmt: skip


def none():
    empty, nothing = np.empty(0), np.full(4, np.nan)
    unseen = Seen(np.nan, 0.0, np.nan, nothing, nothing, np.zeros(4), nothing)
    return Feedback(empty, empty, empty, empty, np.empty(0, dtype=bool), True, empty, unseen)


def test_every_strategy_has_examples():
    assert set(EXAMPLES) == set(catalogue())
    assert len(catalogue()) == len(STRATEGIES)


@pytest.mark.parametrize("strategy", CASES)
def test_it_says_what_it_is_and_what_it_looks_at(strategy):
    for english, chinese in (strategy.title, strategy.idea):
        assert english
        assert any("\u4e00" <= letter <= "\u9fff" for letter in chinese)
    for text in (strategy.rule, strategy.sources, strategy.remembers):
        assert text
        assert "|" not in text
    assert type(strategy).__doc__
    assert "own values" in strategy.information
    assert strategy.information <= set(INFORMATION)
    remembers = strategy.initial_memory().size > 0
    assert remembers == strategy.learns == (not strategy.remembers.startswith("nothing"))


def test_every_field_of_a_view_is_some_kind_of_information():
    declared = {
        kind: frozenset().union(*(getattr(known, kind) for known in INFORMATION.values()))
        for kind in ("view", "feedback", "seen")
    }
    assert declared["view"] | {"last"} == {field.name for field in fields(BidderView)}
    assert declared["feedback"] | {"seen"} == {field.name for field in fields(Feedback)}
    assert declared["seen"] == {field.name for field in fields(Seen)}


def disturbed(record, kind, strategy):
    """The record with every field changed that the strategy does not declare."""
    allowed = frozenset().union(*(getattr(INFORMATION[name], kind) for name in strategy.information))
    changed = {}
    for field in fields(record):
        value = getattr(record, field.name)
        if isinstance(value, Seen):
            changed[field.name] = disturbed(value, "seen", strategy)
        elif field.name not in allowed and value is not None:
            changed[field.name] = not value if isinstance(value, bool) else 3 * value
    return replace(record, **changed)


@pytest.mark.parametrize("strategy", CASES)
def test_what_it_does_not_declare_changes_nothing(strategy):
    memory = strategy.learn(strategy.initial_memory(), feedback())
    for hidden in (True, False):
        shown = view(memory, rival=hidden)
        told = disturbed(shown, "view", strategy)
        assert np.array_equal(strategy.offers(shown), strategy.offers(told))
    hidden_news = disturbed(feedback(seed=1), "feedback", strategy)
    assert np.array_equal(strategy.learn(memory, feedback(seed=1)), strategy.learn(memory, hidden_news))


@pytest.mark.parametrize("strategy", CASES)
def test_the_order_of_the_other_cities_means_nothing(strategy):
    def turned(record):
        names = ("rates", "highest", "won", "land_prices")
        return replace(record, **{name: getattr(record, name)[::-1] for name in names})

    news = feedback()
    memory = strategy.learn(strategy.initial_memory(), news)
    assert np.array_equal(strategy.learn(strategy.initial_memory(), replace(news, seen=turned(news.seen))), memory)
    shown = view(memory)
    assert np.array_equal(strategy.offers(replace(shown, last=turned(shown.last))), strategy.offers(shown))


@pytest.mark.parametrize("strategy", CASES)
def test_all_money_times_four_is_all_offers_times_four(strategy):
    def scaled(record):
        money = ("investment", "site_value", "reservation", "room", "cashless_room", "commitment_room", "budget",
                 "rival_score", "offer", "needed", "won", "own_won", "land")  # fmt: skip
        changed = {}
        for field in fields(record):
            value = getattr(record, field.name)
            if isinstance(value, Seen):
                changed[field.name] = scaled(value)
            elif field.name in money and value is not None and not np.issubdtype(np.asarray(value).dtype, bool):
                changed[field.name] = 4.0 * value
        return replace(record, **changed)

    memory, other = strategy.initial_memory(), strategy.initial_memory()
    for step in range(4):
        for hidden in (True, False):
            one = strategy.offers(view(memory, seed=step, rival=hidden))
            two = strategy.offers(scaled(view(other, seed=step, rival=hidden)))
            assert two == pytest.approx(4.0 * one)
        memory, other = strategy.learn(memory, feedback(seed=step)), strategy.learn(other, scaled(feedback(seed=step)))


@pytest.mark.parametrize("strategy", CASES)
@pytest.mark.parametrize("rival", [True, False], ids=["open", "sealed"])
def test_offers_are_finite_and_end_within_the_room(strategy, rival):
    memory = strategy.initial_memory()
    for step in range(6):
        shown = view(memory, seed=step, rival=rival)
        offers = strategy.offers(shown)
        assert offers.shape == shown.reservation.shape
        assert np.isfinite(offers).all()
        assert (offers >= 0).all()
        assert (np.clip(offers, 0.0, shown.room) <= shown.room).all()
        assert (offers <= shown.reservation + 1e-12).all()  # none of them bids above what it is worth
        memory = strategy.learn(memory, feedback(seed=step))


@pytest.mark.parametrize("strategy", CASES)
def test_the_same_view_gives_the_same_offers_and_nothing_is_written_into_it(strategy):
    memory = strategy.learn(strategy.initial_memory(), feedback())
    before = memory.copy()
    shown = view(memory)
    kept = shown.reservation.copy()
    first, second = strategy.offers(shown).copy(), strategy.offers(shown)
    assert np.array_equal(first, second)
    assert np.array_equal(shown.reservation, kept)
    assert np.array_equal(shown.memory, before)
    news = feedback()
    strategy.learn(memory, news)
    assert np.array_equal(memory, before)
    assert np.array_equal(news.reservation, feedback().reservation)


@pytest.mark.parametrize("strategy", [case for case in CASES if case.values[0].by_project])
def test_a_project_is_valued_by_its_own_row(strategy):
    memory = strategy.learn(strategy.initial_memory(), feedback())
    shown = view(memory)
    whole = strategy.offers(shown)
    names = ("investment", "land", "land_price", "site_value", "reservation", "room", "cashless_room", "rivals",
             "rival_score", "draws")  # fmt: skip
    for rows in (slice(3, 4), slice(None, None, -1), np.array([7, 0, 31])):
        part = replace(shown, **{name: getattr(shown, name)[rows] for name in names})
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
def test_a_period_without_bids_changes_no_offer(strategy):
    memory = strategy.initial_memory()
    for step in range(3):
        memory = strategy.learn(memory, feedback(seed=step))
    shown = view(memory, rival=False)
    later = strategy.learn(strategy.learn(memory, none()), none())
    assert strategy.offers(replace(shown, memory=later)) == pytest.approx(strategy.offers(shown))


@pytest.mark.parametrize("strategy", CASES)
@pytest.mark.parametrize("form", ["open", "sealed", "posted"])
def test_what_rivals_value_this_period_is_not_known_unless_declared(strategy, form):
    """The first offers of a city stay the same whatever its neighbours think of the projects."""
    if form == "posted" and strategy.name in ("truthful", "best_response"):
        return  # there these two mean the best reply to what the others post
    firsts = []
    for worth in (0.0, 9000.0):
        others = {key: {"value_per_job": worth} for key in ("b", "c")}
        whole = region(time={"periods": 1}, contest={"format": form}, by_city=others)
        _, period = next(stepped(with_strategy(whole, "a", strategy)))
        firsts.append(period.offer[:, 0])
    assert np.array_equal(*firsts)


def with_strategy(scenario, key, strategy):
    city = scenario.cities[key].model_copy(update={"strategy": strategy})
    return scenario.model_copy(update={"cities": {**scenario.cities, key: city}})


@pytest.mark.parametrize("strategy", CASES)
def test_it_learns_only_if_it_says_so(strategy):
    memory = strategy.initial_memory()
    moved = not np.array_equal(strategy.learn(memory, feedback()), memory)
    assert moved <= strategy.learns


@pytest.mark.parametrize("strategy", CASES)
@pytest.mark.parametrize("form", ["open", "sealed", "posted", "open_simultaneous"])
def test_a_region_of_such_bidders_runs(strategy, form):
    whole = region(time={"periods": 3}, contest={"format": form}, pipeline={"arrivals_per_year": 12})
    run = simulate(whole, strategies=dict.fromkeys(whole.cities, strategy), with_planner=False)
    hosted = run.deals["host"] >= 0
    assert np.isfinite(run.deals["concession"]).all()
    if form != "posted":  # a rate for all comers is not one project's worth
        assert (run.deals["concession"][hosted] <= run.deals["reservation"][hosted] + 1e-9).all()
    assert all(memory.shape == strategy.initial_memory().shape for memory in run.state.memory)


class Watcher(Strategy):
    """Bids what it is worth and writes down what it was shown."""

    name: str = "watcher"
    learns = True
    information = frozenset(INFORMATION)

    def offers(self, view):
        SEEN.append(view)
        return view.reservation

    def learn(self, memory, feedback):
        HEARD.append(feedback)
        return memory


class Idler(Watcher):
    """The same without learning."""

    learns = False


class Modest(Watcher):
    """The same, looking at nothing but its own values."""

    information = frozenset({"own values"})


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


def test_what_costs_work_is_found_out_only_for_those_who_ask():
    for kind, asks in ((Watcher, True), (Modest, False)):
        _, seen, _ = watched(kind)
        assert np.isfinite(seen[0].rivals).all() == asks
        assert (seen[0].rival_score is not None) == asks
        assert np.isfinite(seen[0].draws).all() == asks
        assert np.isfinite(seen[0].cashless_room).all() == asks
        assert (seen[1].last is not None) == asks


def test_the_rivals_are_those_that_can_host_up_to_the_shortlist():
    _, seen, _ = watched(contest={"shortlist_size": 2})
    assert (seen[0].rivals == 1).all()
    _, seen, _ = watched(by_city={"b": {"land_stock": 0.0}})
    assert (seen[0].rivals == 1).all()
    _, seen, _ = watched()
    assert (seen[0].rivals == 2).all()


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


def test_an_offer_that_is_not_a_number_is_refused():
    class Undeclared(Strategy):
        title = ("Undeclared", "未声明")
        idea = ("Uses luck that it does not declare", "使用未声明的信息")
        rule = "offer = draw·reservation"
        sources = "this test"
        name: str = "undeclared"

        def offers(self, view):
            return view.draws * view.reservation

    scenario = load("rongchang_longchang")
    with pytest.raises(ValueError, match="undeclared: an offer of rongchang is not a number"):
        simulate(scenario, strategies={"rongchang": Undeclared()})
