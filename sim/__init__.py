"""citybid, the model: cities bid for firms with land, tax and cash.

>>> import sim
>>> scenario = sim.load("rongchang_longchang")
>>> run = sim.simulate(scenario, regime="competition", replication=0)
"""

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
