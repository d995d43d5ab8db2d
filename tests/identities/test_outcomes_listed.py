"""Everything that a run is said to report is reported and moves; every lever of the list is there and acts.

Each line below is a phrase of the design's list of outcomes with the outcomes, or columns of deals, of cities and
periods, or of cities and industries, that answer to it. The pairs of scenarios of the levers, and a few small
scenes, are run once; what never takes two different values in any of them has stopped working.
"""

from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest

from sim.columns import CITY_COLUMNS, DEAL_COLUMNS, INDUSTRY_COLUMNS
from sim.levers import LEVERS
from sim.outcomes import OUTCOMES, run_outcomes
from sim.scenario import bundled, load
from sim.simulate import simulate_regimes
from sim.structure import INDUSTRY_FIELDS, industry_table
from tests.scenes import generated, region

RUN, DEAL, CITY, INDUSTRY = "run", "deal", "city and period", "city and industry"

LISTED = {
    "concession per job": {RUN: "concession_per_job", DEAL: "concession_per_job", CITY: "concession_per_job"},
    "concession per unit of investment": {RUN: "concession_share", DEAL: "concession_share", CITY: "concession_share"},
    "by instrument": {
        RUN: "land_discount rebate grant", DEAL: "land_discount rebate grant", CITY: "land_discount rebate grant",
    },
    "land price over land cost": {
        RUN: "land_price_over_cost", DEAL: "land_price_over_cost", CITY: "land_price_over_cost",
    },
    "rent dissipation": {RUN: "rent_dissipation", DEAL: "rent_dissipation", CITY: "rent_dissipation"},
    "fiscal net": {RUN: "fiscal_net", DEAL: "fiscal_net", CITY: "fiscal_net"},
    "public net": {RUN: "public_net", DEAL: "public_net", CITY: "public_net"},
    "winner's loss": {RUN: "loss_share winners_loss", DEAL: "loss", CITY: "losses"},
    "debt": {RUN: "debt", CITY: "debt liabilities treasury"},
    "projects won": {RUN: "projects_hosted investment_hosted", DEAL: "host", CITY: "projects_won investment_won"},
    "projects lost to a neighbour": {RUN: "lost_to_neighbour", DEAL: "runner_up", CITY: "lost_to_neighbour"},
    "projects lost to the outside": {RUN: "projects_left lost_outside", CITY: "lost_outside"},
    "relocations": {RUN: "relocations cost_per_net_job", DEAL: "incumbent", CITY: "moved_in moved_out"},
    "rounds": {RUN: "rounds", DEAL: "rounds"},
    "but-for share": {RUN: "but_for_share", DEAL: "host_at_zero"},
    "structure similarity (UNIDO cosine)": {RUN: "similarity"},
    "Krugman specialisation index": {RUN: "krugman"},
    "location quotients": {INDUSTRY: "location_quotient share stock"},
    "HHI": {RUN: "concentration"},
    "Theil and Gini over cities": {RUN: "theil gini"},
    "gap between provinces": {RUN: "province_gap"},
    "share of strategic emerging industries": {RUN: "strategic_share"},
    "mean productivity": {RUN: "productivity", DEAL: "productivity"},
    "aggregate agglomeration": {RUN: "agglomeration"},
    "W_total": {RUN: "welfare_total run_welfare_total", DEAL: "welfare_total"},
    "W_total_in_region": {RUN: "welfare_total_in_region", DEAL: "welfare_total_in_region"},
    "W_region": {RUN: "welfare_region run_welfare_region", DEAL: "welfare_region"},
    "W_city": {RUN: "cities_gain governments_gain residents_gain", DEAL: "cities_gain", CITY: "welfare_city"},
    "owners, tiers, elsewhere": {
        RUN: "firms_gain province_gain centre_gain elsewhere_gain",
        DEAL: "firm_gain province_gain centre_gain elsewhere_gain",
    },
    "the official's objective, apart": {RUN: "officials_payoff", DEAL: "officials_payoff"},
    "efficiency": {RUN: "efficiency efficiency_bound allocative_efficiency", DEAL: "surplus"},
    "price of anarchy": {RUN: "pillar_worst posted_worst"},
    "who broke what and when": {RUN: "breaches agreements_kept", CITY: "agreements_broken agreements_kept"},
    "what outsiders gained": {RUN: "outsiders_gain members_gain"},
    "real levers' programmes": {RUN: "programme_cost", CITY: "programme_cost"},
    "loans and default": {RUN: "loans default_rate default_cost"},
    "choice of pillars": {RUN: "duplication pillar_overlap pillar_efficiency"},
    "realised investment, closures": {RUN: "realised_share closures", DEAL: "realised_investment", CITY: "closures"},
}  # fmt: skip
"""Phrases of the list, and where each is reported under which names."""

SELDOM = {"pillar_unsettled", "posted_unsettled", "posted_several"}
"""What needs several fixed points, or choices that go in circles; the tests of those rules make them."""

LEVER_ROWS = {
    "subsidy_cap": ("subsidy_cap",),
    "subsidy_ban": ("subsidy_ban",),
    "land_price_floor": ("land_price_floor",),
    "rebate_limit, grant_limit": ("rebate_limit", "grant_limit"),
    "industrial_map": ("industrial_map",),
    "joint_park": ("joint_park",),
    "revenue_sharing": ("revenue_sharing",),
    "joint_negotiation": ("joint_negotiation",),
    "information_sharing": ("information_sharing",),
    "credit_sharing": ("credit_sharing",),
    "ownership_neutral_finance": ("ownership_neutral_finance",),
    "shared_rd_platform": ("shared_rd_platform",),
    "open_challenge": ("open_challenge",),
    "chain_integration": ("chain_integration",),
    "talent_mobility": ("talent_mobility",),
    "market_integration": ("market_integration",),
    "tax_recognition": ("tax_recognition",),
    "performance_reform": ("performance_reform",),
    "regional_fund": ("regional_fund",),
    "agreement": ("agreement",),
}
"""The twenty rows of the list of levers."""

REAL = {
    "ownership_neutral_finance", "shared_rd_platform", "open_challenge", "chain_integration", "talent_mobility",
    "market_integration", "tax_recognition",
}  # fmt: skip
"""Those that raise primitives by assumption and are reported apart."""


def small_scenes():
    """Scenes for what the pairs of the levers do not move: a long life, pillars, provinces, losses."""
    life = region(
        ("a", "b", "c", "d"), time={"periods": 9},
        life={"building_years": 1, "realised_spread": 0.3, "closure_hazard": 0.08, "mobile_share": 0.5,
              "moving_cost": 0.01},
        debt={"rate": 0.06},
        city={"political_weight": 0.05, "promotion_budget_share": 0.02, "debt_limit": 0.7, "debt": 100.0,
              "rd_capital": 60.0},
        reach={"chain": 0.3, "rd": 0.2, "own_province": 1.0}, contest={"shortlist_size": 2},
        regimes={"free": [], "ban": [{"lever": "subsidy_ban"}]},
    )  # fmt: skip
    together, apart = (
        region(
            keys, time={"periods": 2}, reach={"chain": 0.5, "own_province": 1.0, "decay_km": 300.0},
            pillars={"number": 1, "cluster_bonus": bonus},
            regimes={"free": [], "near": [{"lever": "chain_integration", "reach": 1.0, "programme_cost": 1.0}]},
        )
        for keys, bonus in ((("a", "b", "c"), 0.9), (("a", "b"), -0.9))
    )  # fmt: skip
    cap = {"lever": "subsidy_cap", "cap": 0.02}
    pact = {"lever": "agreement", "members": ["a", "b"], "levers": [cap]}
    wars = {}
    for name, gap in (("war", -0.12), ("exodus", 0.2)):
        war = region(
            ("a", "b", "c"), time={"periods": 6}, match=0.1, gap=gap, pipeline={"arrivals_per_year": 5},
            life={"mobile_share": 1.0, "moving_cost": 0.05},
            city={"promotion_budget_share": None, "land_stock": None},
            regimes={"free": [], "kept": [pact], "chosen": [{**pact, "compliance": "chosen", "discount_factor": 0.1}]},
        )  # fmt: skip
        raw = war.model_dump(exclude_none=True)
        raw["projects"]["incumbents"] = {"by_city": {"a": 20, "b": 20, "c": 20}, "within_years": 5}
        wars[name] = type(war).model_validate(raw)
    crowd = generated(
        3, 40, time={"periods": 2},
        project={"site_mean": 5.0, "site_sd": 3.0, "public_mean": 9.0, "public_sd": 4.0, "outside_option": 7.0},
        city={"slots": 12}, regimes={"free": [], "ban": [{"lever": "subsidy_ban"}]},
    )  # fmt: skip
    posted = region(
        ("a", "b"), time={"periods": 1}, pipeline={"arrivals_per_year": 4, "pool_per_year": 8},
        contest={"format": "posted"}, regimes={"free": [], "ban": [{"lever": "subsidy_ban"}]},
    )  # fmt: skip
    return {"posted": posted, "life": life, "together": together, "apart": apart, "crowd": crowd, **wars}


@pytest.fixture(scope="module")
def measured():
    """Outcomes of every run by scenario and regime, and the different values that each name took by place."""
    seen = {place: defaultdict(set) for place in (RUN, DEAL, CITY, INDUSTRY)}
    outcomes = {}
    scenarios = {name: load(f"levers/{name}_helps") for row in LEVER_ROWS.values() for name in row}
    for name, scenario in {**scenarios, **small_scenes()}.items():
        keys = [entry.key for entry in scenario.regimes]
        for regime, run in simulate_regimes(scenario, keys, with_planner=name in ("crowd", "life")).items():
            found = outcomes[name, regime] = run_outcomes(run)
            tables = {RUN: found, DEAL: run.deals, CITY: run.cities}
            if run.state.stock.shape[1]:
                tables[INDUSTRY] = dict(zip(INDUSTRY_FIELDS, industry_table(run), strict=True))
            for place, table in tables.items():
                for column, values in table.items():
                    finite = np.asarray(values, dtype=float)
                    seen[place][column] |= set(np.round(finite[np.isfinite(finite)].ravel()[:400], 9).tolist())
    return outcomes, seen


def reported(place):
    names = {
        RUN: [outcome.name for outcome in OUTCOMES], DEAL: DEAL_COLUMNS, CITY: CITY_COLUMNS, INDUSTRY: INDUSTRY_COLUMNS,
    }  # fmt: skip
    return set(names[place])


@pytest.mark.parametrize("phrase", LISTED)
def test_what_is_listed_is_reported_and_moves(phrase, measured):
    _, seen = measured
    for place, names in LISTED[phrase].items():
        for name in names.split():
            assert name in reported(place), f"{name} is no column of {place}"
            assert len(seen[place][name]) > 1, f"{name} ({place}) never moves: {seen[place][name]}"


def test_every_outcome_moves_somewhere(measured):
    _, seen = measured
    still = {name for name in reported(RUN) - SELDOM if len(seen[RUN][name]) < 2}
    assert not still


def test_the_rows_of_the_list_are_the_levers_there_are():
    named = [name for row in LEVER_ROWS.values() for name in row]
    assert len(LEVER_ROWS) == 20
    assert sorted(named) == sorted(lever.model_fields["lever"].default for lever in LEVERS)
    kinds = {lever.model_fields["lever"].default: lever.kind for lever in LEVERS}
    assert {name for name, kind in kinds.items() if kind == "real"} == REAL


@pytest.mark.parametrize("row", LEVER_ROWS)
def test_every_lever_acts_and_has_its_page(row, measured):
    outcomes, _ = measured
    docs = Path(__file__).resolve().parents[2] / "docs" / "levers"
    for lever in LEVER_ROWS[row]:
        assert {f"levers/{lever}_helps", f"levers/{lever}_fails"} <= set(bundled())
        assert (docs / f"{lever}.md").is_file()
        without, with_it = outcomes[lever, "without"], outcomes[lever, "with"]
        moved = [name for name in without if with_it[name] == with_it[name] and with_it[name] != without[name]]
        assert moved, f"{lever} changes nothing"
