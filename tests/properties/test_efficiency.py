"""With every distortion off an open contest puts each project where site value plus public value is largest."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.outcomes import run_outcomes
from sim.schedule.deals import possible_surplus
from sim.simulate import simulate
from tests.scenes import deal, generated, hosts, region, stepped, stylised

site = st.floats(-50.0, 50.0)
public = st.floats(0.0, 60.0)


@st.composite
def values(draw, least=1, most=6):
    keys = [f"c{i}" for i in range(draw(st.integers(least, most)))]
    return {k: draw(site) for k in keys}, {k: draw(public) for k in keys}


@given(values(), st.none() | st.floats(-60.0, 120.0))
def test_the_host_maximises_site_value_plus_public_value_outside_option_included(drawn, outside):
    sites, publics = drawn
    run = simulate(stylised(sites, publics, project={"outside_option": outside}))
    joint = {key: sites[key] + publics[key] for key in sites}
    largest = max(joint.values())
    (host,) = hosts(run)
    if outside is not None and largest < outside:
        assert host == "outside"
        assert run.deals["welfare_total"][0] == pytest.approx(outside)
    else:
        assert joint[host] == pytest.approx(largest)
        assert run.deals["welfare_total"][0] == pytest.approx(largest)
    if largest > (outside or 0.0) + 1e-6:
        assert run_outcomes(run)["efficiency"] == pytest.approx(1.0)


@pytest.mark.parametrize("outside", [None, 0.8, 1.2])
def test_a_thousand_random_projects_are_placed_efficiently(outside):
    moments = {"site_mean": 0.5, "site_sd": 0.3, "public_mean": 0.5, "public_sd": 1 / np.sqrt(12)}
    whole = generated(4, 1000, law="uniform", project={**moments, "outside_option": outside})
    for run, period in stepped(whole, with_planner=True):
        joint = period.block.site_value + period.block.public_value
        expected = np.maximum(joint.max(axis=1), -np.inf if outside is None else outside)
        assert run.deals["welfare_total"] == pytest.approx(expected)
        assert run_outcomes(run)["efficiency"] == pytest.approx(1.0)
        if outside is not None:
            assert 0 < (run.deals["host"] < 0).sum() < 1000


@given(st.integers(0, 10_000))
def test_real_projects_are_placed_efficiently_when_the_cities_hold_all_public_value(replication):
    """No upper tier (the whole tax is retained), no value elsewhere, limits slack."""
    free = {"grant_limit": None, "promotion_budget_share": None, "land_stock": None}
    whole = region(
        city={**free, "retained_share": 1.0, "central_share": 0.0, "list_price": 60.0},
        economy={"cost_of_public_funds": 0.0}, abroad=0.0, spillover={"scale": 0.0},
        pipeline={"arrivals_per_year": 10, "pool_per_year": 20},
    )  # fmt: skip
    for run, period in stepped(whole, replication=replication, with_planner=True):
        joint = np.column_stack([period.site_value + period.leader_value.total, period.block.outside])
        assert (period.leader_value.total >= 0).all()
        choice = joint.argmax(axis=1)
        expected = np.where(choice == joint.shape[1] - 1, -1, choice)
        assert run.deals["host"].tolist() == expected.tolist()
        if run.deals["host"].size:
            assert run_outcomes(run)["efficiency"] == pytest.approx(1.0)


# Each distortion alone loses efficiency somewhere: the property is not true by construction.
LOSERS = {
    "ban": {"levers": [{"lever": "subsidy_ban"}]},
    "cap": {"levers": [{"lever": "subsidy_cap", "cap": 0.06}]},
    "no land": {"by_city": {"b": {"land_stock": 1.0}}, "project": {"land": 5.0}},
    "leakage": {"levers": [{"lever": "revenue_sharing", "members": ["a", "b"], "share": 0.8, "contract": "leakage"}]},
    "shading": {"by_city": {"b": {"strategy": {"name": "shaded", "share": 0.5}}}},
    "judgement": {"city": {"judgement_error": 2.0}, "seed": 3},
}


@pytest.mark.parametrize("which", LOSERS)
def test_a_distortion_can_lose_the_best_site(which):
    sites, publics = {"a": 10.0, "b": 6.0}, {"a": 4.0, "b": 12.0}
    settings = {"seed": 1, **LOSERS[which]}
    lost = [
        deal(stylised(sites, publics, **settings), replication=replication)["welfare_total"]
        for replication in range(20 if which == "judgement" else 1)
    ]
    assert min(lost) == pytest.approx(14.0)
    assert deal(stylised(sites, publics))["welfare_total"] == pytest.approx(18.0)


def test_a_firm_that_cannot_leave_counts_as_hosted_in_the_optimum():
    """All sites are worth less than nothing in total; the firm has nowhere else to go, so hosting it is efficient."""
    sites = {"a": -5.0, "b": 10.0}
    good = {"a": 0.0, "b": 4.0}
    assert run_outcomes(simulate(stylised(sites, good)))["efficiency"] == pytest.approx(1.0)
    moments = {"site_mean": 0.0, "site_sd": 1.0, "public_mean": 0.2, "public_sd": 0.1}
    run = simulate(generated(2, 200, law="uniform", project=moments))
    assert (run.deals["welfare_total"] < 0).any()
    assert run_outcomes(run)["efficiency"] == pytest.approx(1.0)


def test_what_the_planner_counts_is_what_a_deal_brings_before_the_cost_of_its_concession():
    """Surplus over the outside option of hosted projects = the planner's figure for that site less λx."""
    whole = region(("a", "b", "c", "d"), economy={"cost_of_public_funds": 0.3}, time={"periods": 2},
                   city={"infrastructure": 0.01, "political_weight": 0.05})  # fmt: skip
    for run, period in stepped(whole):
        deals = run.deal_blocks[-1]
        rows = np.flatnonzero(deals["host"] >= 0)
        planned = possible_surplus(period)[rows, deals["host"][rows]]
        assert deals["surplus"][rows] == pytest.approx(planned - 0.3 * deals["concession"][rows])
        assert deals["concession"][rows].sum() > 0 < period.upper.provincial.sum()
