"""Coalitions among cities that post, as an agreement: outsiders gain more than members by the accounts of a run."""

import numpy as np
import pytest

from experiments.verification.oracles.logit_games import members_and_outsiders
from experiments.verification.posting import identical
from experiments.verification.theory import theory
from sim.outcomes import run_outcomes
from sim.simulate import simulate

VALUE, SCALE, MANY = 10.0, 2.0, 40_000


def test_outsiders_gain_more_than_members():
    """R14: two of five bid as one; both kinds gain, the three outside more, though they do nothing for it."""
    war = SCALE / 4  # (3.2): a city's payoff without an agreement
    _, (member, outsider) = members_and_outsiders(2, 5, VALUE, SCALE)
    assert 0 < member - war < outsider - war
    joint = "{lever: agreement, members: [c0, c1], levers: [{lever: joint_negotiation, members: [c0, c1]}]}"
    settings = (f"projects.stylised.per_period={MANY}", f"regimes.competition.levers=[{joint}]")
    run = simulate(theory("case_03_posted", *identical(5), *settings), with_planner=False)
    found = run_outcomes(run)
    noise = 4 * VALUE * np.sqrt(0.25 / MANY)
    assert found["members_gain"] / MANY == pytest.approx(member - war, abs=noise)
    assert found["outsiders_gain"] / MANY == pytest.approx(outsider - war, abs=noise)
    assert 0 < found["members_gain"] < found["outsiders_gain"]
