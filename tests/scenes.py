"""Small worlds to test on: scenarios in a line, and what came out of them by name."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from experiments.verification.theory import deal, hosts, theory
from sim.schedule import Period
from sim.schema import Scenario
from sim.simulate import Run, project_source
from sim.world import build_world, opening_state

__all__ = [
    "CALIBRATED",
    "deal",
    "firm_score",
    "generated",
    "hosts",
    "regime",
    "region",
    "scene",
    "stepped",
    "stylised",
    "theory",
    "words",
]  # fmt: skip

CALIBRATED: dict[str, Any] = {
    "land_floor": 8.0,
    "grant_limit": 0.2,
    "rebate_limit": 1.0,
    "value_per_job": 5000.0,
    "entry_cost": 0.005,
    "base_revenue": 4170.0,
    "promotion_budget_share": 0.08,
    "land_stock": 3000.0,
}
"""A district about as the calibration has it."""


def words(text: str = "x") -> dict[str, str]:
    return {"en": text, "zh": text}


def regime(key: str, *levers: Mapping[str, Any]) -> dict[str, Any]:
    return {"key": key, "title": words(key), "levers": list(levers)}


def scene(
    cities: Mapping[str, Mapping[str, Any]],
    projects: Mapping[str, Any],
    *,
    levers: Sequence[Mapping[str, Any]] = (),
    regimes: Mapping[str, Sequence[Mapping[str, Any]]] | None = None,
    **sections: Any,
) -> Scenario:
    """A scenario with one regime `run` of these levers, or with these regimes."""
    listed = {"run": levers} if regimes is None else regimes
    return Scenario.model_validate(
        {
            "title": words(),
            "cities": {key: {"name_en": key, "name_zh": key, **city} for key, city in cities.items()},
            "projects": projects,
            "regimes": [regime(key, *each) for key, each in listed.items()],
            **sections,
        }
    )


def stylised(
    site_value: Mapping[str, float],
    public_value: Mapping[str, float],
    *,
    city: Mapping[str, Any] | None = None,
    by_city: Mapping[str, Mapping[str, Any]] | None = None,
    project: Mapping[str, Any] | None = None,
    **rest: Any,
) -> Scenario:
    """One project given by numbers: site and public value by city."""
    cities = {key: {**(city or {}), **(by_city or {}).get(key, {})} for key in site_value}
    table = {"site_value": dict(site_value), "public_value": dict(public_value), **(project or {})}
    return scene(cities, {"stylised": table}, **rest)


def generated(
    count: int,
    per_period: int,
    *,
    city: Mapping[str, Any] | None = None,
    project: Mapping[str, Any] | None = None,
    law: str = "gaussian",
    **rest: Any,
) -> Scenario:
    """Many projects with random values, equal in law over `count` cities; mean and spread in `project`."""
    moments = {k: v for k, v in (project or {}).items() if k.endswith(("_mean", "_sd")) or k == "correlation"}
    others = {k: v for k, v in (project or {}).items() if k not in moments}
    table = {"per_period": per_period, "generator": {"law": law, **moments}, **others}
    return scene({f"c{i}": dict(city or {}) for i in range(count)}, {"stylised": table}, **rest)


def region(
    keys: Sequence[str] = ("a", "b", "c"),
    *,
    city: Mapping[str, Any] | None = None,
    by_city: Mapping[str, Mapping[str, Any]] | None = None,
    pipeline: Mapping[str, Any] | None = None,
    watched: Sequence[Mapping[str, Any]] = (),
    match: float = 0.06,
    gap: float | None = -0.12,
    abroad: float = 1.0,
    spillover: Mapping[str, Any] | None = None,
    **rest: Any,
) -> Scenario:
    """Districts and a random pipeline about as calibrated; odd ones lie across the province border."""
    cities = {
        key: {
            "province": "chongqing" if i % 2 else "sichuan",
            "wage": 65_000.0 - 1_500.0 * i,
            "latitude": 29.0 + 0.3 * i,
            "fit": {"equipment": 0.01 * i, "chips": -0.01 * i},
            "stock": {"equipment": 5000.0 - 1000.0 * i, "chips": 1000.0 * i},
            **CALIBRATED,
            **(city or {}),
            **(by_city or {}).get(key, {}),
        }
        for i, key in enumerate(keys)
    }
    projects: dict[str, Any] = {
        "watched": [{"title": words(), **lead} for lead in watched],
        "outside": {"gap": gap, "public_share": abroad},
        "spillover": {"scale": 0.02} if spillover is None else spillover,
    }
    if match:
        projects["match"] = {"law": "gumbel", "scale": match}
    if pipeline is not None or not watched:
        projects["pipeline"] = {"arrivals_per_year": 25, "pool_per_year": 50, **(pipeline or {})}
    industries = {
        "equipment": {"title": words(), "marshall_elasticity": 0.03, "stock_reference": 3000.0},
        "chips": {
            "title": words(), "chain_elasticity": 0.02, "stock_reference": 1000.0, "strategic": True,
            "rd_elasticity": 0.02, "access_cost_rate": 0.005,
        },
    }  # fmt: skip
    return scene(
        cities,
        projects,
        **{
            "industries": industries,
            "chain": {"chips": {"equipment": 0.4}},
            "economy": {"cost_of_public_funds": 0.2},
            **rest,
        },
    )


def stepped(
    scenario: Scenario, key: str | None = None, replication: int = 0, *, with_planner: bool = False
) -> Iterator[tuple[Run, Period]]:
    """Run period by period, with all that a period works on."""
    world = build_world(scenario, key or scenario.regimes[0].key)
    run = Run(world, replication, opening_state(world))
    source = project_source(scenario, replication)
    for number in range(scenario.time.periods):
        yield run, run.step(source.period(number), with_planner)


def firm_score(run: Run) -> np.ndarray:
    """What each firm gets: site value and concession of its host, or its outside option."""
    left = run.deals["host"] < 0
    return np.where(left, run.deals["outside"], run.deals["site_value"] + run.deals["concession"])
