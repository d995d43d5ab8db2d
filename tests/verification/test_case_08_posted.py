"""Case 8c, pacts among cities that post concessions, and case 9's message there: outsiders gain more than members.

Logit game: P_c = exp(x_c/μ)/Σ exp(x_d/μ), payoff P_c·(v - x_c), v = 10, μ = 2; every expected value is computed here.
"""

import numpy as np
import pytest

from sim.outcomes import run_outcomes
from sim.simulate import simulate
from tests.scenes import stylised
from tests.verification.posted_games import members_and_outsiders

VALUE, SCALE, MANY = 10.0, 2.0, 40_000


def posted(count, levers, *, projects=MANY, periods=1):
    keys = [f"c{i}" for i in range(count)]
    whole = stylised(
        dict.fromkeys(keys, 0.0), dict.fromkeys(keys, VALUE), project={"per_period": projects}, levers=levers,
        contest={"format": "posted"}, time={"periods": periods},
    )  # fmt: skip
    match = type(whole.projects.match).model_validate({"law": "gumbel", "scale_money": SCALE})
    return whole.model_copy(update={"projects": whole.projects.model_copy(update={"match": match})})


def payoff(offers, city):
    weight = np.exp(np.asarray(offers) / SCALE)
    return weight[city] / weight.sum() * (VALUE - offers[city])


def best_reply(others):
    """One-shot deviation against what the others post, and its payoff, on a fine grid."""
    grid = np.linspace(0.0, VALUE, 200_001)
    rest = np.exp(np.asarray(others) / SCALE).sum()
    gain = np.exp(grid / SCALE) / (np.exp(grid / SCALE) + rest) * (VALUE - grid)
    return float(grid[gain.argmax()]), float(gain.max())


@pytest.mark.parametrize(("pact", "critical"), [(0.0, 0.2213), (2.0, 0.1721)])
def test_modest_pacts_are_easier(pact, critical):
    deviation, alone = best_reply([pact])
    war = VALUE - SCALE * 2
    found = (alone - VALUE / 2 + pact / 2) / (alone - payoff([war, war], 0))
    assert round(found, 4) == critical
    assert pact > 0 or round(deviation, 3) == 2.147
    lever = {"lever": "subsidy_cap", "cap": pact / 100, "compliance": "chosen", "reference_projects": MANY}
    for delta, kept in ((critical + 0.01, True), (critical - 0.01, False)):
        run = simulate(posted(2, [{**lever, "discount_factor": delta}]), with_planner=False)
        assert (run.cities["agreements_broken"].sum() == 0) == kept
        assert run.deals["concession"] == pytest.approx(np.full(MANY, pact if kept else war), abs=1e-6)


def test_outsiders_gain_more_than_members():
    """R14: two of five bid as one; both kinds gain, the three outside more, though they do nothing for it."""
    war = SCALE / 4  # (3.2): a city's payoff without an agreement
    _, (member, outsider) = members_and_outsiders(2, 5, VALUE, SCALE)
    assert 0 < member - war < outsider - war
    joint = {"lever": "joint_negotiation", "members": ["c0", "c1"]}
    agreement = {"lever": "agreement", "members": ["c0", "c1"], "levers": [joint]}
    run = simulate(posted(5, [agreement]), with_planner=False)
    found = run_outcomes(run)
    noise = 4 * VALUE * np.sqrt(0.25 / MANY)
    assert found["members_gain"] / MANY == pytest.approx(member - war, abs=noise)
    assert found["outsiders_gain"] / MANY == pytest.approx(outsider - war, abs=noise)
    assert 0 < found["members_gain"] < found["outsiders_gain"]
