"""Write the exact baselines again, after a change of the model that is meant to change results.

    python -m tests.baselines.refresh

Look at the difference of `outcomes.json` before keeping it: every number that moved is a result that moved.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np

from sim.outcomes import run_outcomes
from sim.schema import Scenario
from sim.simulate import simulate_regimes
from tests.scenes import generated, region

FILE = Path(__file__).with_name("outcomes.json")
DEALS = 6
"""Deals kept of each run."""

PLANT = {"key": "plant", "industry": "chips", "announced_investment": 800.0, "period": 2, "origin": "b"}


def scenes() -> dict[str, Scenario]:
    """Small scenarios that together use most of the model."""
    return {
        "real projects": region(
            ("a", "b", "c", "d"),
            time={"periods": 4},
            watched=[PLANT],
            pipeline={"contestable_share": 0.7},
            reach={"chain": 0.3, "rd": 0.2, "own_province": 1.0},
            city={
                "political_weight": 0.02, "rival_weight": 0.2, "judgement_error": 0.1, "rd_capital": 60.0,
                "promotion_budget_share": 0.03, "land_stock": 700.0, "border_entry_cost": 0.015, "talent_shortage": 0.1,
            },
            spillover={"scale": 0.02, "correlation": 0.3},
            contest={"shortlist_size": 3, "bluff": 0.1},
            regimes={
                "competition": [],
                "ban": [{"lever": "subsidy_ban", "start": "2024-01-01"}],
                "coordination": [
                    {"lever": "land_price_floor", "basis": "land_cost", "level": 0.9, "holds": 0.8},
                    {"lever": "subsidy_cap", "cap": 0.12},
                    {"lever": "joint_negotiation", "members": ["a", "b"]},
                    {"lever": "revenue_sharing", "members": ["a", "c"], "share": 0.5},
                    {"lever": "industrial_map", "designate": "planner", "planner_error": 0.2, "cities": ["c", "d"]},
                ],
            },
        ),
        "sealed learning": region(
            time={"periods": 6, "periods_per_year": 2},
            contest={"format": "sealed"},
            by_city={
                "a": {"strategy": {"name": "counterfactual"}},
                "b": {"strategy": {"name": "directional"}},
                "c": {"strategy": {"name": "shaded", "share": 0.6}},
            },
            regimes={"hidden": [], "shown": [{"lever": "information_sharing", "members": ["a", "b"]}]},
        ),
        "lenders": region(
            time={"periods": 2},
            pipeline={"private_share": 0.5, "origins": {"cities": {"a": 1.0, "b": 1.0}, "coast": 1.0, "abroad": 0.2}},
            credit={"enabled": True, "out_of_area": 0.7, "border_premium": 0.008, "private_premium": 0.006},
            regimes={
                "apart": [],
                "shared": [
                    {"lever": "credit_sharing", "reach": 0.6},
                    {"lever": "ownership_neutral_finance", "programme_cost": 1.0},
                ],
            },
        ),
        "numbers": generated(
            4, 60, time={"periods": 2}, economy={"cost_of_public_funds": 0.3},
            project={"site_mean": 10.0, "site_sd": 2.0, "public_mean": 8.0, "public_sd": 3.0, "correlation": -0.4,
                     "outside_option": 11.0, "inside_share": 0.4, "land": 2.0},
            city={"land_stock": 50.0, "grant_limit": 0.1},
        ),
    }  # fmt: skip


def plain(value: Any) -> Any:
    """A number as JSON has it; what is undefined or infinite as a word."""
    number = float(value)
    return number if np.isfinite(number) else repr(number)


def measured() -> dict[str, Any]:
    """Outcomes, and the first deals, of every scenario and regime."""
    found: dict[str, Any] = {}
    for name, scenario in scenes().items():
        runs = simulate_regimes(scenario, [entry.key for entry in scenario.regimes])
        for key, run in runs.items():
            outcomes = {outcome: plain(value) for outcome, value in run_outcomes(run).items()}
            deals = {column: [plain(value) for value in values[:DEALS]] for column, values in run.deals.items()}
            cities = {column: [plain(value) for value in table[-1]] for column, table in run.cities.items()}
            found[f"{name}: {key}"] = {"outcomes": outcomes, "deals": deals, "cities at the end": cities}
    return found


def main() -> None:
    """Write the file."""
    FILE.write_text(json.dumps(measured(), indent=1, sort_keys=True) + "\n", encoding="utf-8")
    print(f"wrote {FILE.name}")


if __name__ == "__main__":
    main()
