"""The contest round by round ends where the closed form says, whoever speaks first."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.explain import explain
from sim.rules.contest import open_contest, options_at_zero
from sim.rules.trace import trace_contest
from sim.schedule.deals import rounds_of
from sim.simulate import simulate
from tests.rules.contests import contests
from tests.scenes import deal, region, stepped, stylised

EPSILON = 1e-9
steps = st.sampled_from([0.25, 0.1, 1.0, 7.0])


@given(contests(), steps, st.booleans())
@settings(max_examples=600)
def test_trace_and_closed_form_agree(offers, step, backward):
    closed = open_contest(offers)
    played = trace_contest(offers, 0, step, backward)
    host, x = int(closed.host[0]), float(closed.concession[0])
    assert played.host == host
    ceiling = offers.limit[0, host] if host >= 0 else 0.0
    assert x - EPSILON <= played.concession <= min(x + step, max(x, ceiling)) + EPSILON


@given(contests(coalitions=False))
@settings(max_examples=400)
def test_the_closed_form_against_its_definition(offers):
    """The largest of all ceilings wins and pays what the largest of the other ceilings and outside leaves it."""
    closed = open_contest(offers)
    scores = {}
    for city in range(offers.site_value.shape[1]):
        if offers.feasible[0, city]:
            scores[city] = offers.site_value[0, city] + offers.limit[0, city]
    outside = offers.outside[0]
    if not scores or max(scores.values()) < outside:
        assert closed.host[0] == -1
        assert closed.concession[0] == 0.0
        return
    winner = max(scores, key=lambda city: (scores[city], offers.tie[0, city]))
    rest = max([outside, *(score for city, score in scores.items() if city != winner)])
    assert closed.host[0] == winner
    assert closed.concession[0] == max(0.0, rest - offers.site_value[0, winner])


@given(contests())
@settings(max_examples=400)
def test_a_coalition_is_hosted_by_the_member_that_gains_most_together(offers):
    closed = open_contest(offers)
    count = offers.site_value.shape[1]
    ceiling = [offers.site_value[0, c] + offers.limit[0, c] if offers.feasible[0, c] else -np.inf for c in range(count)]
    if max(ceiling) < offers.outside[0] or max(ceiling) == -np.inf:
        assert closed.host[0] == -1
        return
    winner = max(range(count), key=lambda c: (ceiling[c], offers.tie[0, c]))
    team = [c for c in range(count) if offers.coalition[c] == offers.coalition[winner] and offers.feasible[0, c]]
    outsiders = [ceiling[c] for c in range(count) if offers.coalition[c] != offers.coalition[winner]]
    price = max([offers.outside[0], *outsiders, *(offers.site_value[0, c] for c in team)])

    def gain(city):
        paid = max(0.0, price - offers.site_value[0, city])
        return offers.joint_bid_value[0, city] - (1 + offers.cost_of_public_funds) * paid

    host = max((c for c in team if ceiling[c] >= price), key=lambda c: (gain(c), offers.tie[0, c]))
    assert closed.host[0] == host
    assert closed.concession[0] == max(0.0, price - offers.site_value[0, host])


@given(contests(), st.data())
def test_rows_do_not_know_of_each_other(offers, data):
    """The rule on a stack of contests is the rule on each of them."""
    count = offers.site_value.shape[1]
    rows = [offers]
    for _ in range(3):
        shift = data.draw(st.integers(-8, 8)) / 4
        order = data.draw(st.permutations(range(count)))
        limit = offers.limit[:, order] * offers.invited
        rows.append(replace(offers, site_value=offers.site_value[:, order] + shift, limit=limit))
    stacked = {}
    for name in ("site_value", "limit", "reservation", "feasible", "invited", "outside", "tie", "joint_bid_value"):
        stacked[name] = np.concatenate([getattr(row, name) for row in rows])
    together = open_contest(replace(offers, **stacked))
    for number, row in enumerate(rows):
        alone = open_contest(row)
        for name in ("host", "concession", "runner_up", "threshold"):
            assert getattr(together, name)[number] == getattr(alone, name)[0], name


@pytest.mark.parametrize(
    "levers", [[], [{"lever": "joint_negotiation", "members": ["a", "c"]}]], ids=["alone", "together"]
)
@pytest.mark.parametrize("opening", ["forward", "backward"])
def test_every_contest_of_a_run_ends_as_its_trace(levers, opening):
    whole = region(
        ("a", "b", "c", "d"), levers=levers, contest={"shortlist_size": 3, "opening_order": opening},
        pipeline={"contestable_share": 0.8}, city={"political_weight": 0.03}, gap=0.05,
    )  # fmt: skip
    run, traced = simulate(whole, with_planner=False), 0
    for row, slot in enumerate(run.deals["slot"]):
        told = explain(whole, (0, int(slot)))
        if told.trace is None:  # a firm that asked nobody
            assert run.deals["invited"][row] == run.deals["concession"][row] == 0
            continue
        assert told.trace.host == run.deals["host"][row]
        assert told.concession == run.deals["concession"][row]
        assert told.concession - EPSILON <= told.trace.concession <= told.concession + told.increment + EPSILON
        traced += 1
    assert traced > run.deals["slot"].size / 2


def test_rounds_only_rise_and_end_when_one_is_left():
    told = explain(region(match=0.0, watched=[{"key": "p", "industry": "chips", "announced_investment": 100.0}]), "p")
    offers = np.array([each.concession for each in told.trace.rounds])
    assert (np.diff(offers, axis=0) >= 0).all()
    assert offers[0].tolist() == [0.0, 0.0, 0.0]
    gone = [city for each in told.trace.rounds for city in each.dropped]
    assert len(gone) == len(set(gone)) == 2
    assert told.trace.host not in gone


def test_a_coalition_counts_what_its_public_money_costs():
    """At a price of 10, site b would be worth 5 more and costs 4 more to place, each yuan at 1 + lambda."""
    for funds, host in ((0.0, "b"), (0.5, "a")):
        found = deal(
            stylised(
                {"a": 10.0, "b": 6.0}, {"a": 10.0, "b": 15.0}, economy={"cost_of_public_funds": funds},
                levers=[{"lever": "joint_negotiation", "members": ["a", "b"]}],
            )
        )  # fmt: skip
        assert found["host"] == host
        assert found["concession"] == (4.0 if host == "b" else 0.0)


@pytest.mark.parametrize("opening", ["forward", "backward"])
def test_a_coalition_may_win_with_one_site_and_host_at_another(opening):
    """B reaches highest and wins at z's 11; the members gain 8 together at a for 1, and 7 at b for 5."""
    whole = stylised(
        {"a": 10.0, "b": 6.0, "z": 3.0}, {"a": 9.0, "b": 12.0, "z": 8.0}, by_city={"a": {"package_cap": 0.02}},
        levers=[{"lever": "joint_negotiation", "members": ["a", "b"]}],
        contest={"increment": 0.001, "opening_order": opening},
    )  # fmt: skip
    told = explain(whole, (0, 0))
    assert (told.host, told.concession) == ("a", 1.0)
    assert told.trace.host == 0
    assert 1.0 <= told.trace.concession <= 1.1 + EPSILON


def test_raises_of_the_closed_form_are_those_of_the_trace():
    """The standing score climbs from where the contest opens by whole increments, the last of them perhaps shorter."""
    whole = region(time={"periods": 3}, contest={"increment": 0.004}, city={"promotion_budget_share": None})
    seen = 0
    for _, p in stepped(whole):
        rounds = rounds_of(p)
        offers = p.settlement.offers
        for row in range(p.block.count):
            step = 0.004 * float(p.block.investment[row])
            trace = trace_contest(offers, row, step)
            if trace.host < 0 or not offers.invited[row].any():
                assert rounds[row] == 0
                continue
            opening = max(options_at_zero(offers)[row].max(), p.block.outside[row])
            end = offers.site_value[row, trace.host] + trace.concession
            raises = np.ceil(max(0.0, end - opening) / step - 1e-9)
            assert rounds[row] <= raises <= rounds[row] + 1
            assert len(trace.rounds) - 1 <= raises + offers.invited[row].sum() + 1
            seen += raises > 3
    assert seen > 20
