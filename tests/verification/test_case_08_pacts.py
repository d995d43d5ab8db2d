"""Case 8a: when a pact "bid 0, random host" holds among n identical cities; 10 of them each period, one project.

Grim trigger: δ* = (D - C)/(D - N) with C = V/n, D = V, N = 0. Every expected value is computed here.
"""

from dataclasses import replace

import pytest

from sim.simulate import Run, project_source, simulate
from sim.world import build_world, opening_state
from tests.scenes import stylised

VALUE = 12.0
CITIES = (2, 3, 5)


def pact(n, *, wrapped=False, periods=6, funds=0.0, **terms):
    """Identical cities, one project of value V a period, no concessions among n who keep the pact."""
    keys = [f"c{i}" for i in range(n)]
    held = {"compliance": "chosen", **terms}
    lever = {"lever": "agreement", "levers": [{"lever": "subsidy_ban"}], **held}
    return stylised(
        dict.fromkeys(keys, 0.0), dict.fromkeys(keys, VALUE), time={"periods": periods},
        levers=[lever if wrapped else {"lever": "subsidy_ban", **held}], economy={"cost_of_public_funds": funds},
    )  # fmt: skip


def holds(scenario):
    """Whether nobody breaks it; if somebody does, all do, at once, and the war of property 3 follows."""
    run = simulate(scenario, with_planner=False)
    broken = run.cities["agreements_broken"]
    price = VALUE / (1 + scenario.economy.cost_of_public_funds)
    if broken.any():
        assert broken[0].all()
        assert not broken[1:].any()
        assert run.deals["concession"] == pytest.approx(price)
        return False
    assert run.deals["concession"] == pytest.approx(0.0)
    return True


@pytest.mark.parametrize("wrapped", [False, True], ids=["ban", "agreement"])
@pytest.mark.parametrize("n", CITIES)
def test_it_holds_just_above_the_critical_discount_factor_and_breaks_just_below(n, wrapped):
    critical = 1 - 1 / n
    assert holds(pact(n, wrapped=wrapped, discount_factor=critical + 0.01))
    assert not holds(pact(n, wrapped=wrapped, discount_factor=critical - 0.01))


@pytest.mark.parametrize("lag", [2, 4])
@pytest.mark.parametrize("n", CITIES)
def test_a_lag_of_detection_raises_it_to_its_root(n, lag):
    critical = (1 - 1 / n) ** (1 / lag)
    if lag == 4 and n < 5:
        assert round(critical, 4) == {2: 0.8409, 3: 0.9036}[n]
    assert holds(pact(n, discount_factor=critical + 0.01, detection_lag=lag))
    below = simulate(pact(n, discount_factor=critical - 0.01, detection_lag=lag, periods=lag + 2), with_planner=False)
    assert below.cities["agreements_broken"][0].all()


@pytest.mark.parametrize("n", CITIES)
def test_projects_that_seldom_come_make_it_harder(n):
    critical = (n - 1) / (n - 1 + 0.2)
    if n < 5:
        assert round(critical, 4) == {2: 0.8333, 3: 0.9091}[n]
    assert holds(pact(n, discount_factor=critical + 0.01, arrival_probability=0.2))
    assert not holds(pact(n, discount_factor=critical - 0.01, arrival_probability=0.2))


@pytest.mark.parametrize("n", [2, 3])
@pytest.mark.parametrize("size", [1.0, 5.0])
def test_a_big_project_today_breaks_it(n, size):
    critical = size * (n - 1) / (1 + size * (n - 1))
    for delta, kept in ((critical + 0.01, True), (critical - 0.01, False)):
        scenario = pact(n, discount_factor=delta)
        world = build_world(scenario, "run")
        run = Run(world, 0, opening_state(world))
        block = project_source(scenario, 0).period(0)
        run.step(replace(block, public_value=size * block.public_value), with_planner=False)
        assert (run.cities["agreements_broken"].sum() == 0) == kept


@pytest.mark.parametrize("funds", [0.0, 0.25])
@pytest.mark.parametrize("n", [2, 4])
def test_the_penalty_line(n, funds):
    """Holds iff V(1 - 1/n) - (1+λ)·dF <= δ/(1-δ)·V/n."""
    delta, audited = 0.3, 0.4
    critical = (VALUE * (1 - 1 / n) - delta / (1 - delta) * VALUE / n) / (audited * (1 + funds))
    terms = {"discount_factor": delta, "audit_probability": audited, "funds": funds}
    assert holds(pact(n, penalty=critical + 0.01, **terms))
    assert not holds(pact(n, penalty=critical - 0.01, **terms))


@pytest.mark.parametrize("funds", [0.0, 0.25])
@pytest.mark.parametrize("n", [2, 3])
def test_what_an_agreement_costs_to_run_makes_it_harder(n, funds):
    """(V/n - (1+λ)c)/(1-δ) >= V, for whoever breaks it pays for it no more: δ* = 1 - 1/n + (1+λ)c/V."""
    cost = 1.2
    critical = 1 - 1 / n + (1 + funds) * cost / VALUE
    terms = {"wrapped": True, "funds": funds, "programme_cost": cost}
    assert holds(pact(n, discount_factor=critical + 0.01, **terms))
    assert not holds(pact(n, discount_factor=critical - 0.01, **terms))


@pytest.mark.parametrize("periods", [1, 3])
def test_a_short_punishment_deters_less(periods):
    """Two cities, n periods of punishment: holds iff V/2 <= V/2·(δ + ... + δ^n)."""
    delta = 0.6
    kept = sum(delta**t for t in range(1, periods + 1)) >= 1.0
    assert kept == (periods == 3)
    run = simulate(pact(2, discount_factor=delta, punishment=periods, periods=9), with_planner=False)
    broken = run.cities["agreements_broken"].all(axis=1)
    assert list(broken) == ([False] * 9 if kept else [True, False] * 4 + [True])


def test_after_the_lag_comes_the_punishment_and_then_the_agreement_again():
    scenario = pact(2, discount_factor=0.1, detection_lag=2, punishment=3, periods=11)
    run = simulate(scenario, with_planner=False)
    assert list(run.cities["agreements_broken"][:, 0]) == [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]
    assert run.cities["agreements_kept"].max() == 0


@pytest.mark.parametrize("tier", ["district", "provincial"])
def test_an_audited_breach_is_paid_for_once_and_to_whom_the_agreement_says(tier):
    terms = {"audit_probability": 1.0, "penalty": 0.5, "tiers": tier}
    scenario = pact(3, discount_factor=0.0, **terms)
    run = simulate(scenario, with_planner=False)
    assert run.cities["agreements_broken"][0].all()
    paid = sum(flows.signing["province"].sum() for flows in run.welfare)
    assert paid == pytest.approx(1.5 if tier == "provincial" else 0.0)
    assert run.state.treasury == pytest.approx(-0.5 if tier == "provincial" else 0.0, abs=1e-12)
