"""A pure border war and its truce, following what is reported of Kansas and Missouri: firms that are there already.

Two equal cities, sites worth the same, no luck: what is paid only moves firms to and fro.
"""

import numpy as np
import pytest

from sim.outcomes import run_outcomes
from sim.simulate import simulate
from tests.scenes import scene

KANSAS, MISSOURI = "kansas", "missouri"
TRUCE = {"lever": "subsidy_ban", "scope": "relocations"}


def border(*levers, cash=1.0, regimes=None):
    """Twenty firms on each side, half of whose contracts end; support is open-ended in cash, moves cost 5 %."""
    cities = {key: {"province": key, "grant_limit": cash, "value_per_job": 20_000.0, "land_floor": 10.0}
              for key in (KANSAS, MISSOURI)}  # fmt: skip
    projects = {"incumbents": {"by_city": dict.fromkeys(cities, 20), "within_years": 5},
                "pipeline": {"arrivals_per_year": 0, "pool_per_year": 1, "inside_share": 0.0}}  # fmt: skip
    more = {"levers": levers} if regimes is None else {"regimes": regimes}
    return scene(
        cities, projects, industries={"offices": {"title": {"en": "o", "zh": "o"}}}, time={"periods": 5},
        life={"mobile_share": 1.0, "moving_cost": 0.05, "retention_support": False}, **more,
    )  # fmt: skip


def outcomes(*levers, **more):
    return run_outcomes(simulate(border(*levers, **more), with_planner=False))


def test_war_moves_jobs_to_and_fro_at_a_price_and_gains_none():
    war = outcomes()
    assert (war["relocations"], war["retentions"], war["firms_gone"]) == (40.0, 0.0, 0.0)
    assert war["net_new_jobs"] == 0.0
    assert war["concession"] > 0.0
    assert war["cost_per_net_job"] > war["cost_per_moved_job"] > 0.0


def test_a_truce_ends_the_moves_and_saves_the_region_the_whole_outlay():
    """With owners elsewhere and public money at par, W_region rises by all that was paid."""
    war, truce = outcomes(), outcomes(TRUCE)
    assert (truce["relocations"], truce["concession"]) == (0.0, 0.0)
    assert truce["welfare_region"] - war["welfare_region"] == pytest.approx(war["concession"])
    # What the owners lose is less: moving cost them something too.
    assert truce["welfare_total"] > war["welfare_total"]


def test_an_instrument_left_out_takes_over():
    """Case 5b: rebates and land closed, cash open: the same support for the same moves."""
    war = outcomes()
    left_out = outcomes({"lever": "rebate_limit", "limit": 0.0}, {"lever": "land_price_floor", "basis": "list_price"})
    assert left_out["relocations"] == war["relocations"]
    assert left_out["concession"] == pytest.approx(war["concession"])
    assert left_out["grant"] == pytest.approx(left_out["concession"])
    closed = outcomes({"lever": "rebate_limit", "limit": 0.0}, {"lever": "land_price_floor", "basis": "list_price"},
                      {"lever": "grant_limit", "limit": 0.0})  # fmt: skip
    assert closed["concession"] == 0.0
    assert closed["relocations"] == 0.0


def test_a_truce_that_waits_for_the_other_side_changes_nothing_alone():
    """The truce binds pairs of members: one member has no partner."""
    assert outcomes({**TRUCE, "cities": [MISSOURI]}) == pytest.approx(outcomes(), nan_ok=True)


def test_laying_down_arms_alone_only_loses_firms():
    war, alone = outcomes(), outcomes({"lever": "subsidy_ban", "cities": [MISSOURI]})
    assert alone["relocations"] == 20.0
    assert alone["cost_per_net_job"] == pytest.approx(alone["cost_per_moved_job"])
    run = simulate(border({"lever": "subsidy_ban", "cities": [MISSOURI]}), with_planner=False)
    won = (run.cities["jobs_moved_in"] - run.cities["jobs_moved_out"]).sum(axis=0)
    assert won[0] > 0 > won[1]
    assert alone["concession"] < war["concession"]


def test_new_firms_may_be_supported_under_the_truce():
    free, truce = border(), border(TRUCE)
    raws = [each.model_dump(exclude_none=True) for each in (free, truce)]
    for raw in raws:
        raw["projects"]["pipeline"] |= {"arrivals_per_year": 10, "pool_per_year": 20}
    found = [simulate(type(free).model_validate(raw), with_planner=False).deals for raw in raws]
    new = [deals["incumbent"] < 0 for deals in found]
    assert new[0].sum() > 20
    assert np.allclose(found[0]["concession"][new[0]], found[1]["concession"][new[1]])
    assert found[0]["concession"][new[0]].sum() > 0
