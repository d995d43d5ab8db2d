"""Strategies that react to what the others did last period, and what they can see of it."""

from dataclasses import replace

import numpy as np
import pytest

from sim.simulate import simulate
from sim.strategies.catalogue.undercut import Undercut
from tests.rules.test_strategies import feedback, seen, view
from tests.scenes import region, stepped, stylised, words

SHARING = {"lever": "information_sharing", "members": ["a", "b"]}


def duel(one, other, *, site=None, public=None, periods=4, form="sealed", levers=(), **more):
    """Offers of two cities for one project in each period, (periods, 2); investment 100."""
    whole = stylised(
        site or {"a": 0.0, "b": 0.0}, public or {"a": 20.0, "b": 20.0}, time={"periods": periods},
        contest={"format": form}, by_city={"a": {"strategy": one}, "b": {"strategy": other}}, levers=levers, **more,
    )  # fmt: skip
    return np.array([period.offer[0] for _, period in stepped(whole)])


def named(name, **parameters):
    return {"name": name, **parameters}


HALF, ALL = named("shaded", share=0.5), named("truthful")


@pytest.mark.parametrize("name", ["match", "imitate", "undercut"])
def test_before_anything_is_seen_they_offer_their_first_share(name):
    assert duel(named(name, start=0.3), ALL)[0, 0] == pytest.approx(0.3 * 20.0)


def test_match_offers_what_the_winner_offered():
    offers = duel(named("match", start=0.3), HALF)
    assert offers[:, 0] == pytest.approx([6.0, 10.0, 10.0, 10.0])


def test_match_cannot_see_sealed_offers_that_lost_unless_they_are_shared():
    assert duel(named("match", start=0.8), HALF)[:, 0] == pytest.approx(np.full(4, 16.0))
    shared = duel(named("match", start=0.8), HALF, levers=[SHARING])
    assert shared[1, 0] != pytest.approx(16.0)


def test_in_open_contests_the_runner_up_is_seen_at_its_limit():
    offers = duel(named("match", start=0.8), HALF, form="open")
    assert offers[:, 0] == pytest.approx([16.0, 10.0, 10.0, 10.0])


def test_match_never_offers_more_than_it_is_worth():
    offers = duel(named("match", start=0.3), ALL, public={"a": 8.0, "b": 20.0})
    assert offers[:, 0] == pytest.approx([2.4, 8.0, 8.0, 8.0])


def test_undercut_goes_one_step_above_the_best_rival_until_it_is_not_worth_it():
    offers = duel(named("undercut", start=0.3, step=0.02), HALF)
    assert offers[:, 0] == pytest.approx([6.0, 12.0, 12.0, 12.0])
    war = duel(named("undercut", start=0.3, step=0.02), named("undercut", start=0.4, step=0.02), periods=20)
    assert (np.diff(war, axis=0) >= -1e-9).all()
    assert war[-1].max() == pytest.approx(20.0)


def test_undercut_sells_its_land_below_the_cheapest_rival():
    """Longchang sells at its list price of 20; Rongchang, at 28, goes down to 19: 0.01 x 50 x 9 million."""
    whole = stylised(
        {"a": 0.0, "b": 3.0}, {"a": 10.0, "b": 10.0}, time={"periods": 3}, contest={"format": "sealed"},
        project={"land": 50.0},
        by_city={
            "a": {"strategy": named("undercut", of="land_price", start=0.0, price_step=1.0), "list_price": 28.0,
                  "land_floor": 5.0},
            "b": {"strategy": named("shaded", share=0.0), "list_price": 20.0},
        },
    )  # fmt: skip
    periods = [(period.offer[0, 0], period.settlement.land[0]) for _, period in stepped(whole)]
    assert [offer for offer, _ in periods] == pytest.approx([0.0, 4.5, 4.5])
    assert [discount for _, discount in periods] == pytest.approx([0.0, 4.5, 4.5])


def test_undercut_looks_at_the_cheapest_of_several_rivals():
    """Rivals that sold at 20, 16 and 24: land at 28 goes down to 15, as long as it is worth it."""
    strategy = Undercut(name="undercut", of="land_price", price_step=1.0)
    prices = np.array([20.0, np.nan, 16.0, 24.0])
    memory = strategy.learn(strategy.initial_memory(), replace(feedback(), seen=replace(seen(), land_prices=prices)))
    told = replace(view(memory), land_price=np.full(40, 28.0))
    assert strategy.offers(told) == pytest.approx(np.minimum(told.reservation, 0.01 * told.land * 13.0))
    assert (strategy.offers(told) < told.reservation).sum() > 5


def test_imitate_copies_whoever_won_most_and_stays_with_its_own_rate_if_it_did():
    assert duel(named("imitate", start=0.3), HALF)[:, 0] == pytest.approx([6.0, 10.0, 10.0, 10.0])
    assert duel(named("imitate", start=0.8), HALF)[:, 0] == pytest.approx(np.full(4, 16.0))


def test_two_that_play_tit_for_tat_keep_the_truce():
    truce = duel(named("tit_for_tat", agreed=0.04), named("tit_for_tat", agreed=0.04))
    assert truce == pytest.approx(np.full((4, 2), 4.0))


def test_tit_for_tat_answers_a_breach_and_forgives():
    offers = duel(named("tit_for_tat", agreed=0.04, punishment=0.9), HALF)
    # The rival wins with 10, is answered with 18, is then not seen (it lost), and may try again.
    assert offers[:, 0] == pytest.approx([4.0, 18.0, 4.0, 18.0])


def test_grim_never_forgives():
    offers = duel(named("grim", agreed=0.04, punishment=0.9), HALF)
    assert offers[:, 0] == pytest.approx([4.0, 18.0, 18.0, 18.0])


@pytest.mark.parametrize("name", ["grim", "tit_for_tat"])
def test_what_is_within_the_tolerance_is_overlooked(name):
    offers = duel(named(name, agreed=0.04, tolerance=0.06 + 1e-9), HALF)
    assert offers[:, 0] == pytest.approx(np.full(4, 4.0))


def test_a_single_high_offer_is_seen_by_those_that_judge_the_highest():
    """In an open contest the average of what a rival pays hides one large concession among small ones."""

    def last(signal):
        strategy = named("grim", agreed=0.05, signal=signal, punishment=1.0)
        whole = region(
            ("a", "b"), time={"periods": 2}, gap=None, city={"promotion_budget_share": None},
            by_city={"a": {"strategy": strategy}}, pipeline={"contestable_share": 0.3},
        )  # fmt: skip
        *_, (run, _) = stepped(whole)
        return run.state.seen[0], run.state.memory[0][0]

    seen, _ = last("average")
    assert seen.highest[0] > seen.rates[0]
    assert last("highest")[1] == 1.0


def test_rates_are_offers_over_investment_of_what_could_be_seen():
    whole = region(time={"periods": 1}, contest={"format": "sealed"}, by_city={"a": {"strategy": named("match")}})
    *_, (run, period) = stepped(whole)
    host, x, invested = period.settlement.outcome.host, period.settlement.outcome.concession, period.block.investment
    for other, rate in zip((1, 2), run.state.seen[0].rates, strict=True):
        won = (host == other) & period.block.contestable
        assert rate == pytest.approx(x[won].sum() / invested[won].sum())
    assert run.state.seen[0].won == pytest.approx([invested[host == other].sum() for other in (1, 2)])
    sold = run.cities["land_price"][0]
    assert run.state.seen[0].land_prices == pytest.approx(sold[1:])
    assert run.state.seen[0].own_land_price == pytest.approx(sold[0])


def test_the_cautious_city_keeps_cash_for_later():
    def largest(strategy, budget=0.08):
        whole = region(
            ("a", "b"), time={"periods": 2}, gap=None, contest={"format": "sealed"},
            city={"strategy": strategy, "promotion_budget_share": budget, "rebate_limit": 0.0, "land_floor": 40.0},
        )  # fmt: skip
        return simulate(whole, with_planner=False)

    careful, open_handed = largest(named("budget_cautious", caution=0.05)), largest(ALL)
    room = careful.cities["commitment_room"][0, 0]
    first = careful.deals["period"] == 0
    assert careful.deals["grant"][first].max() == pytest.approx(0.05 * room)
    assert open_handed.deals["grant"][open_handed.deals["period"] == 0].max() > 0.05 * room
    unlimited = largest(named("budget_cautious"), None), largest(ALL, None)
    assert np.array_equal(unlimited[0].deals["concession"], unlimited[1].deals["concession"])


def test_nothing_is_looked_at_that_nobody_wants_to_see():
    for strategy, looks in ((ALL, False), (named("directional"), False), (named("tit_for_tat"), True)):
        whole = region(time={"periods": 2}, by_city={"b": {"strategy": strategy}})
        *_, (run, period) = stepped(whole)
        assert bool(run.state.seen) == looks
        assert ("strategy" in period.block.drawn) == (strategy["name"] == "reinforcement")


def test_a_function_of_the_view_may_look_at_the_last_period():
    whole = region(time={"periods": 3}, contest={"format": "sealed"})
    rates = []

    def copy_cat(view):
        if view.last is not None:
            rates.append(np.nanmax(view.last.rates))
        return 0.5 * view.reservation if view.last is None else np.nanmax(view.last.rates) * view.investment

    simulate(whole, strategies={"a": copy_cat}, with_planner=False)
    assert len(rates) == 2
    assert min(rates) > 0


def test_mistakes_in_a_strategy_are_told_with_their_place():
    from sim import ScenarioError, from_dict

    city = {"name_en": "a", "name_zh": "甲", "strategy": {"name": "tit_for_tat", "agreed": 5}}
    data = {
        "title": words(), "cities": {"set": {"a": city}}, "regimes": [{"key": "r", "title": words()}],
        "projects": {"stylised": {"site_value": {"a": 1.0}, "public_value": {"a": 1.0}}},
    }  # fmt: skip
    with pytest.raises(ScenarioError, match="agreed"):
        from_dict(data)


def test_where_rates_are_posted_all_are_seen_and_chance_is_drawn_once_for_an_industry():
    posted = {"format": "posted"}
    whole = region(time={"periods": 3}, contest=posted, city={"strategy": named("match", start=0.5)})
    *_, (run, _) = stepped(whole)
    assert np.isfinite(run.state.seen[0].rates).all()
    strategy = named("reinforcement", experiment=0.0, forgetting=0.0)
    ((run, period),) = stepped(region(time={"periods": 1}, contest=posted, city={"strategy": strategy}))
    assert len(period.posted.industry) == 2
    for c, memory in enumerate(run.state.memory):
        won = (period.settlement.outcome.host == c) & period.settlement.offers.invited[:, c]
        assert (memory > 1.0 + 1e-9).sum() <= min(2, won.sum())  # one share was played for each industry
