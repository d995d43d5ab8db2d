"""citybid, the model: cities bid for firms with land, tax and cash.

>>> import sim
>>> scenario = sim.load("rongchang_longchang")
>>> run = sim.simulate(scenario, regime="competition", replication=0)
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.explain import Explanation, explain, without_luck
    from sim.outcomes import run_outcomes
    from sim.scenario import ScenarioError, from_dict, load
    from sim.schema import Scenario
    from sim.simulate import Run, simulate, simulate_regimes
    from sim.strategies import BidderView, Feedback, Strategy

__all__ = [
    "BidderView",
    "Explanation",
    "Feedback",
    "Run",
    "Scenario",
    "ScenarioError",
    "Strategy",
    "explain",
    "from_dict",
    "load",
    "run_outcomes",
    "simulate",
    "simulate_regimes",
    "without_luck",
]

_HOMES = {
    "sim.explain": ("Explanation", "explain", "without_luck"),
    "sim.outcomes": ("run_outcomes",),
    "sim.scenario": ("ScenarioError", "from_dict", "load"),
    "sim.schema": ("Scenario",),
    "sim.simulate": ("Run", "simulate", "simulate_regimes"),
    "sim.strategies": ("BidderView", "Feedback", "Strategy"),
}
"""Where each name lives. It is imported when first asked for, so that checking a scenario file stays quick."""


def __getattr__(name: str) -> Any:
    for home, names in _HOMES.items():
        if name in names:
            value = getattr(import_module(home), name)
            setattr(sys.modules[__name__], name, value)
            return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


class _Package(ModuleType):
    """Keeps `sim.explain` and `sim.simulate` the functions of that name, whoever imports the modules first."""

    def __setattr__(self, name: str, value: Any) -> None:
        if not (isinstance(value, ModuleType) and name in __all__):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
