"""Theory scenarios played through the ordinary loader, contest and accounts."""

from collections.abc import Iterable
from typing import Any

from sim.scenario import load
from sim.schema import Scenario
from sim.simulate import Run, simulate


def theory(name: str, *overrides: str) -> Scenario:
    """A theory scenario from its bundled file, with settings laid over it."""
    return load(f"theory/{name}", overrides=overrides)


def named(keys: Iterable[str]) -> str:
    """Setting that puts cities of these keys, and no others, in this order into a theory scenario."""
    cities = ", ".join(f"{key}: {{name_en: City {key}, name_zh: 城市{key}}}" for key in keys)
    return f"cities.set={{{cities}}}"


def hosts(run: Run) -> list[str]:
    """Key of each project's host; "outside" if it left."""
    keys = run.world.cities.keys
    return [keys[host] if host >= 0 else "outside" for host in run.deals["host"]]


def deal(scenario: Scenario, regime: str | None = None, replication: int = 0) -> dict[str, Any]:
    """The only deal of a run, by column, its host by key."""
    run = simulate(scenario, regime, replication, with_planner=False)
    (host,) = hosts(run)
    return {name: value[0] for name, value in run.deals.items()} | {"host": host}
