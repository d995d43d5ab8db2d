"""Case 8a: the critical values against published digits, and what follows a breach; 12 of value each period."""

import pytest

from experiments.verification.cases.case_08a_pacts import pact
from experiments.verification.oracles.pacts import critical_discount
from sim.simulate import simulate


@pytest.mark.parametrize(
    ("count", "terms", "critical"),
    [(2, {}, 0.5), (3, {}, 0.6667), (2, {"lag": 4}, 0.8409), (3, {"lag": 4}, 0.9036), (2, {"arrival": 0.2}, 0.8333),
     (3, {"arrival": 0.2}, 0.9091), (2, {"size": 5.0}, 0.8333)],
)  # fmt: skip
def test_the_oracle_says_what_the_literature_says(count, terms, critical):
    assert critical_discount(count, **terms) == pytest.approx(critical, abs=5e-5)


@pytest.mark.parametrize("periods", [1, 3])
def test_a_short_punishment_deters_less(periods):
    """Two cities, n periods of punishment: holds iff V/2 <= V/2·(δ + ... + δ^n)."""
    delta = 0.6
    kept = sum(delta**t for t in range(1, periods + 1)) >= 1.0
    assert kept == (periods == 3)
    run = simulate(pact(2, periods=9, discount_factor=delta, punishment=periods), with_planner=False)
    broken = run.cities["agreements_broken"].all(axis=1)
    assert list(broken) == ([False] * 9 if kept else [True, False] * 4 + [True])


def test_after_the_lag_comes_the_punishment_and_then_the_agreement_again():
    scenario = pact(2, periods=11, discount_factor=0.1, detection_lag=2, punishment=3)
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
