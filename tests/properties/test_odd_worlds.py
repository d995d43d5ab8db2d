"""Whatever a scenario says, accounts balance, limits hold, no land is owed, and nothing is infinite or undefined.

The run itself checks its accounts every period and stops if they are off; these tests check it from outside.
"""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sim.outcomes import run_outcomes
from sim.regime_book import conflicts
from sim.schema import Scenario
from sim.simulate import simulate
from sim.strategies import STRATEGIES
from tests.scenes import generated, region, stepped, stylised, theory

MAY_BE_UNDEFINED = {
    "site_value", "public_value", "fiscal_net", "public_net", "rent_dissipation", "reservation", "productivity",
    "officials_payoff", "concession_share", "concession_per_job", "credit_spread", "realised_investment",
    "land_price_over_cost",
}  # fmt: skip
"""Columns of deals that are undefined for a project that left."""

RATIOS = (
    "land_price", "land_price_over_cost", "concession_share", "concession_per_job", "rent_dissipation",
)  # fmt: skip
"""Columns of cities that are undefined for a city that won nothing."""


def pick(*values):
    return st.sampled_from(values)


CITY = st.fixed_dictionaries(
    {},
    optional={
        "province": pick("chongqing", "sichuan"),
        "land_stock": pick(None, 0.0, 30.0, 300.0),
        "promotion_budget_share": pick(None, 0.0, 0.01, 1.0),
        "base_revenue": pick(0.0, 500.0),
        "slots": pick(None, 0, 1, 3),
        "grant_limit": pick(None, 0.0, 0.05, 1.0),
        "rebate_limit": pick(None, 0.0, 0.5),
        "package_cap": pick(None, 0.0, 0.03, 2.0),
        "list_price": pick(8.0, 28.0, 100.0),
        "land_floor": pick(0.0, 8.0),
        "land_cost": pick(0.0, 28.0, 100.0),
        "infrastructure": pick(0.0, 0.5),
        "wage": pick(1_000.0, 65_000.0, 200_000.0),
        "credit_spread": pick(0.0, 0.1),
        "retained_share": pick(0.0, 0.3, 0.53),
        "leader_rate": pick(0.0, 0.06, 0.5),
        "leader_horizon": pick(1, 10, 40),
        "value_per_job": pick(0.0, 200_000.0),
        "political_weight": pick(0.0, 0.05, 0.5),
        "quality_weight": pick(0.0, 1.0),
        "rival_weight": pick(0.0, 0.5, 0.99),
        "judgement_error": pick(0.0, 2.0),
        "rd_capital": pick(0.0, 1e5),
        "talent_shortage": pick(0.0, 1.0),
        "talent_supply": pick(None, 0.0, 0.2),
        "workforce": pick(None, 0.0, 5e4),
        "rd_intensity": pick(None, 0.0, 0.5),
        "gdp": pick(0.0, 5e4),
        "debt": pick(0.0, 500.0),
        "debt_limit": pick(None, 0.0, 1.0),
        "access_cost": pick(0.0, 1.0),
        "entry_cost": pick(0.0, 0.5),
        "border_entry_cost": pick(0.0, 0.5),
        "compliance_cost": pick(0.0, 0.1),
        "credit_system": pick(None, "north", "south"),
        "opens_with_joint_park": pick(False, False, True),
        "strategy": st.sampled_from([{"name": each.model_fields["name"].default} for each in STRATEGIES]),
    },
)

CONTEST = st.fixed_dictionaries(
    {},
    optional={
        "format": pick("open", "sealed", "open_simultaneous", "posted"),
        "payment": pick("first", "second"),
        "shortlist_size": pick(None, 1, 2),
        "bluff": pick(0.0, 1.0),
    },
)

ECONOMY = st.fixed_dictionaries(
    {},
    optional={
        "cost_of_public_funds": pick(0.0, 0.2, 2.0),
        "firm_rate": pick(0.0, 0.5),
        "firm_horizon": pick(10, 60),
        "social_rate": pick(0.0, 0.5),
        "social_horizon": pick(1, 40),
        "build_up": pick([0.0], [1.0], [0.0, 1.0, 0.5]),
        "rebate_schedule": pick([0.0], [1.0] * 10, [0.0, 1.0]),
        "grant_years": pick(1, 4, 10),
        "commitment_years": pick(1, 30),
    },
)

MATCH = pick(
    {"law": "none"}, {"law": "gumbel", "scale": 2.0}, {"law": "uniform", "scale": 0.1}, {"law": "normal", "scale": 0.1},
    {"law": "border", "home": "a", "scale": 0.5},
)  # fmt: skip

LEVERS = [
    {"lever": "subsidy_ban", "start": "2024-01-01"},
    {"lever": "subsidy_ban", "scope": "relocations", "compliance": "chosen", "reference_projects": 2},
    {"lever": "subsidy_cap", "cap": 0.05, "end": "2024-06-01"},
    {"lever": "subsidy_cap", "by_city": {"a": 0.0}, "compliance": "chosen", "reference_projects": 2, "punishment": 1},
    {"lever": "land_price_floor", "basis": "land_cost", "holds": 0.5},
    {"lever": "rebate_limit", "limit": 0.0},
    {"lever": "grant_limit", "limit": 0.1},
    {"lever": "industrial_map", "designate": "planner", "planner_error": 2.0},
    {"lever": "industrial_map", "table": {"a": []}},
    {"lever": "joint_park", "park": "c", "owners": ["a", "b"], "pooled_limits": True, "budget_share": 0.5},
    {"lever": "joint_park", "park": "b", "owners": ["a", "c"], "contract": "leakage", "leaked": 1.0,
     "joint_bidding": False},
    {"lever": "joint_negotiation", "members": ["a", "b"]},
    {"lever": "information_sharing", "members": ["a", "b"]},
    {"lever": "revenue_sharing", "members": ["a", "b"], "share": 0.7},
    {"lever": "revenue_sharing", "members": ["b"], "share": 1.0, "contract": "leakage"},
    {"lever": "revenue_sharing", "members": ["a", "b"], "share": 0.8, "contract": "net_split", "paid_share": 0.6},
    {"lever": "revenue_sharing", "members": ["a", "b"], "share": 1.0, "contract": "relocation", "cap_years": 30.0},
    {"lever": "credit_sharing", "reach": 0.5},
    {"lever": "ownership_neutral_finance", "programme_cost": 1.0},
    {"lever": "shared_rd_platform", "reach": 1.0, "free_riding": 5.0, "joint_spending": 3.0, "programme_cost": 1.0},
    {"lever": "open_challenge", "prize": 500.0, "challenges_per_year": 0.5, "programme_cost": 0.0},
    {"lever": "open_challenge", "prize": 5.0, "form": "horse_race", "teams": 9, "programme_cost": 1.0},
    {"lever": "chain_integration", "reach": 1.0, "suppliers": 1.0, "programme_cost": 1.0},
    {"lever": "talent_mobility", "reach": 1.0, "training": 1e5, "shared_services": 10.0, "programme_cost": 1.0},
    {"lever": "market_integration", "access_cut": 1.0, "entry_cut": 1.0, "match_cut": 0.9, "programme_cost": 1.0},
    {"lever": "tax_recognition", "cut": 1.0, "cities": ["a"], "programme_cost": 0.0},
    {"lever": "performance_reform", "political_scale": 10.0, "rival_scale": 0.0, "quality": 1.0},
    {"lever": "regional_fund", "rate": 0.5, "budget": 50.0, "cities": ["a"]},
]  # fmt: skip
AGREED = st.fixed_dictionaries(
    {
        "lever": st.just("agreement"), "compliance": pick("assumed", "chosen"), "implementation": pick(0.0, 0.5, 1.0),
        "discount_factor": pick(0.0, 0.8), "detection_lag": pick(1, 3), "audit_probability": pick(0.0, 1.0),
        "penalty": pick(0.0, 100.0), "punishment": pick(None, 1), "tiers": pick("district", "provincial"),
        "programme_cost": pick(0.0, 5.0), "members": pick(None, ["a"], ["a", "b"]), "reference_projects": st.just(2),
    }
)  # fmt: skip
CREDIT = st.fixed_dictionaries(
    {
        "enabled": pick(False, False, True), "good_share": pick(0.0, 0.5, 1.0), "bad_repayment": pick(0.01, 0.9),
        "good_elsewhere": pick(0.0, 0.05, 1.0), "bad_elsewhere": pick(0.0, 0.05), "reach": pick(0.0, 0.5, 1.0),
        "outside_reach": pick(0.0, 1.0), "out_of_area": pick(0.0, 0.5, 1.0), "private_premium": pick(0.0, 0.5),
    }
)  # fmt: skip
LIFE = st.fixed_dictionaries(
    {},
    optional={
        "building_years": pick(0, 1, 10),
        "realised_spread": pick(0.0, 2.0),
        "tax_realised": pick(0.0, 0.9),
        "closure_hazard": pick(0.0, 0.1, 2.0),
        "mobile_share": pick(0.0, 0.5, 1.0),
        "moving_cost": pick(0.0, 2.0),
        "retention_support": pick(True, False),
    },
)
DYNAMICS = st.fixed_dictionaries(
    {},
    optional={
        "life": LIFE,
        "debt": st.fixed_dictionaries({"rate": pick(0.0, 0.5), "bailout_share": pick(0.0, 0.5, 1.0)}),
        "tournament": st.fixed_dictionaries({"sensitivity": pick(0.0, 10.0), "years": pick(1, 20)}),
        "reach": st.fixed_dictionaries(
            {"chain": pick(0.0, 1.0), "rd": pick(0.0, 0.5), "talent": pick(0.0, 0.5), "suppliers": pick(0.0, 1.0),
             "own_province": pick(0.0, 1.0), "decay_km": pick(1e-3, 60.0)}
        ),
        "wages": st.fixed_dictionaries({"elasticity": pick(0.0, 5.0), "smallest_workforce": pick(1.0, 1e4)}),
        "talent": st.fixed_dictionaries({"growth": pick(-0.5, 0.5)}),
        "research": st.fixed_dictionaries({"depreciation": pick(None, 0.0, 0.9), "past_growth": pick(0.0, 1.0)}),
        "pillars": st.fixed_dictionaries(
            {"number": pick(1, 50), "years": pick(1, 5), "cluster_bonus": pick(-1.0, 0.0, 10.0),
             "bonus_real": pick(0.0, 1.0), "fit_gain": pick(0.0, 1.0), "support_only": pick(True, False)}
        ),
    },
)  # fmt: skip
KINDS = st.fixed_dictionaries(
    {},
    optional={
        "anchors": pick({"arrivals_per_year": 2.0, "pool_per_year": 4, "suppliers": 3}),
        "suppliers": pick({"chance": 0.5, "within_years": 1}, {"upstream_share": 1.0, "contestable_share": 0.0}),
        "assigned": st.fixed_dictionaries({"share": pick(0.3, 1.0), "rule": pick("drawn", "balance")}),
        "incumbents": st.fixed_dictionaries({"by_city": pick({}, {"a": 0}, {"a": 9}), "within_years": pick(1, 60)}),
        "home_inside_share": pick(0.0, 1.0),
    },
)


def parties(lever):
    """Every city that a lever names."""
    named = (*(lever.get(name) or () for name in ("members", "cities", "owners")), lever.get("by_city", {}))
    return {city for names in named for city in names} | ({lever["park"]} if "park" in lever else set())


@st.composite
def odd_levers(draw, keys):
    """A few levers of different names, some inside an agreement, that name cities that exist and do not clash."""
    chosen = draw(st.lists(st.sampled_from(LEVERS), max_size=3, unique_by=lambda lever: lever["lever"]))
    known = [lever for lever in chosen if parties(lever) <= set(keys)]
    inside = [lever for lever in known if not {"compliance", "start", "end"} & set(lever) and draw(st.booleans())]
    agreement = draw(AGREED) if inside else {}
    if inside and parties(agreement) <= set(keys):
        known = [lever for lever in known if lever not in inside] + [{**agreement, "levers": inside}]
    return known


@st.composite
def odd_worlds(draw):
    keys = ["a", "b", "c", "d"][: draw(st.integers(1, 4))]
    known = draw(odd_levers(keys))
    whole = region(
        keys,
        by_city={key: draw(CITY) for key in keys},
        economy=draw(ECONOMY),
        contest=draw(CONTEST),
        time={"periods": draw(st.integers(1, 5)), "periods_per_year": draw(pick(1, 1, 4, 12))},
        gap=draw(pick(None, -0.12, 0.0, 5.0)),
        abroad=draw(pick(0.0, 1.0)),
        spillover={"scale": draw(pick(0.0, 1.0)), "correlation": draw(pick(0.0, -1.0, 0.5))},
        pipeline={
            "arrivals_per_year": draw(pick(0, 12, 60)), "pool_per_year": 60,
            "contestable_share": draw(pick(0.0, 0.7, 1.0)), "inside_share": draw(pick(0.0, 1.0)),
            "origins": draw(pick({}, {"cities": {"a": 1.0}})), "private_share": draw(pick(0.0, 0.5)),
        },
        levers=known,
        credit=draw(CREDIT),
        seed=draw(st.integers(0, 50)),
        **draw(DYNAMICS),
    ).model_dump(exclude_none=True)  # fmt: skip
    match = draw(MATCH)
    if match["law"] == "none" and whole["contest"]["format"] == "posted":
        match = {"law": "gumbel", "scale": 0.05}  # posted rates need one
    whole["projects"] |= {**draw(KINDS), "match": match}
    scenario = Scenario.model_validate(whole)
    assume(not conflicts(scenario))
    return scenario


@given(odd_worlds())
@settings(max_examples=120)
def test_whatever_happens_the_books_are_sound(whole):
    land = np.array([np.inf if c.land_stock is None else c.land_stock for c in whole.cities.values()])
    run = None
    for run, period in stepped(whole, with_planner=True):
        deals = run.deal_blocks[-1]
        host, x = deals["host"], deals["concession"]
        hosted = host >= 0
        h = host[hosted]
        for ledger in (period.signing, period.ledger):
            assert abs(ledger.net.sum()) <= 1e-9 * max(1.0, ledger.gross)
            assert np.isfinite(ledger.net).all()

        moved = hosted & (deals["incumbent"] != host)  # who stays where it is needs no land
        land = land - np.bincount(host[moved], deals["land"][moved], land.size)
        assert (land >= -1e-9 * (1 + np.abs(land))).all()
        assert np.allclose(run.state.land_left, land)
        slots = np.array([np.inf if c.slots is None else c.slots for c in whole.cities.values()])
        assert (np.bincount(h, minlength=land.size) <= slots).all()

        assert (x >= 0).all()
        assert (x[~hosted] == 0).all()
        assert x == pytest.approx(deals["land_discount"] + deals["rebate"] + deals["grant"])
        cities = list(whole.cities.values())
        for row in np.flatnonzero(hosted):
            city = cities[host[row]]
            assert deals["land_discount"][row] <= 0.01 * deals["land"][row] * (city.list_price - city.land_floor) + 1e-9
            if city.grant_limit is not None and period.regime.grant_limit[host[row]] == city.grant_limit:
                assert deals["grant"][row] <= city.grant_limit * deals["investment"][row] + 1e-9
            if whole.contest.format != "posted":  # a rate for all comers may be more than one of them is worth
                assert x[row] <= deals["reservation"][row] + 1e-9 * (1 + abs(deals["site_value"][row]))
        promised = np.bincount(h, (deals["grant"] * 1.0)[hosted] * run.world.grant_nominal[h], land.size)
        assert (promised <= period.commitment_room * (1 + 1e-9) + 1e-9).all()
        assert (run.state.liabilities >= -1e-6).all()

        land_cost = np.array([city.land_cost for city in cities])
        for name, column in deals.items():
            allowed = ~hosted if name in MAY_BE_UNDEFINED else np.zeros(x.size, dtype=bool)
            if name == "rent_dissipation":
                allowed = allowed | (deals["public_value"] <= 0)
            if name == "concession_per_job":
                allowed = allowed | (deals["jobs"] <= 0)
            if name == "productivity":
                allowed = allowed | (deals["industry"] < 0)
            if name == "land_price_over_cost":
                allowed = allowed | (deals["land"] <= 0) | (land_cost[host] <= 0)
            if name in ("outside", "threshold"):
                allowed = allowed | np.isneginf(column)
            assert np.isfinite(column[~allowed]).all(), name
    for name, value in run_outcomes(run).items():
        assert not np.isinf(value), name
    for name, table in run.cities.items():
        if name not in ("land_left", "commitment_room", "talent", "talent_shortage", *RATIOS):
            assert np.isfinite(table).all(), name


def test_when_all_leave_everything_is_zero_or_undefined():
    run = simulate(region(gap=5.0, time={"periods": 3}))
    numbers = run_outcomes(run)
    assert run.deals["host"].size > 20
    assert numbers["projects_hosted"] == 0
    for name in ("concession", "welfare_total_in_region", "cities_gain", "investment_hosted", "land_discount"):
        assert numbers[name] == 0.0, name
    for name in ("concession_share", "efficiency", "but_for_share", "loss_share", "rent_dissipation", "gini"):
        assert np.isnan(numbers[name]), name
    assert numbers["firms_gain"] == pytest.approx(run.deals["outside"].sum())


def test_a_world_without_projects_runs():
    run = simulate(region(pipeline={"arrivals_per_year": 0}, time={"periods": 3}))
    assert run.deals["host"].size == 0
    assert run_outcomes(run)["projects_hosted"] == 0
    assert run.cities["treasury"].tolist() == [[0.0] * 3] * 3


def test_one_city_alone_pays_only_against_the_outside():
    alone = stylised({"a": 5.0}, {"a": 20.0})
    assert simulate(alone).deals["concession"][0] == 0.0
    against = stylised({"a": 5.0}, {"a": 20.0}, project={"outside_option": 9.0})
    assert simulate(against).deals["concession"][0] == pytest.approx(4.0)


def test_a_city_with_no_budget_gives_no_cash():
    broke = {"promotion_budget_share": 0.0}
    run = simulate(region(city=broke, time={"periods": 3}))
    assert run.deals["grant"].max() == 0.0
    assert run.deals["concession"].max() > 0.0
    assert run.cities["liabilities"].max() == 0.0


# ---------------------------------------------------------------- corners where infinities meet


SPLIT = [{"lever": "revenue_sharing", "members": ["a", "b"], "share": 1.0, "contract": "net_split"}]
N = {"a": 10.0, "b": 6.0}, {"a": 4.0, "b": 12.0}


def test_a_full_split_among_officials_who_want_scale_has_a_finite_price():
    run = simulate(stylised(*N, levers=SPLIT, city={"political_weight": 0.05}))
    assert np.isfinite(run.deals["concession"]).all()


def test_a_full_split_in_a_sealed_contest_has_a_finite_price():
    run = simulate(stylised(*N, levers=SPLIT, contest={"format": "sealed"}))
    assert np.isfinite(run.deals["concession"]).all()


def test_no_share_of_an_unlimited_budget_is_a_number():
    run = simulate(stylised(*N, economy={"commitment_share": 0.0}))
    assert run.deals["host"][0] >= 0
    assert not np.isnan(run.cities["commitment_room"]).any()


def test_grants_may_be_promised_for_longer_than_the_plant_lives():
    simulate(region(economy={"firm_horizon": 1, "firm_rate": 0.0, "grant_years": 2}, time={"periods": 3},
                    match=0.0, city={"rebate_limit": 0.0, "value_per_job": 100_000.0}))  # fmt: skip


def test_a_full_split_leaves_the_price_to_the_site_at_zero():
    assert simulate(theory("case_12d_contracts"), "net_split").deals["concession"][0] == pytest.approx(4.0)


def test_many_projects_at_once_are_as_sound():
    run = simulate(generated(6, 3000, project={"site_sd": 3.0, "public_mean": 5.0, "public_sd": 3.0, "land": 1.0},
                             city={"land_stock": 400.0, "slots": 500}))  # fmt: skip
    assert (run.state.land_left >= 0).all()
    assert run.cities["projects_won"].sum() == 6 * 400
    assert (run.deals["host"] < 0).sum() == 600
