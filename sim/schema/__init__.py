"""The scenario as frozen models: what a file may say, with titles, units, bounds and sources."""

from sim.schema.cities import CitiesSection, City
from sim.schema.contest import Contest
from sim.schema.credit import Credit
from sim.schema.economy import Economy, Reach, Time
from sim.schema.factors import Research, Talent, Wages
from sim.schema.finance import Debt, Tournament
from sim.schema.industries import Industry
from sim.schema.life import Life
from sim.schema.pillars import Pillars
from sim.schema.prior import Prior, PriorRange
from sim.schema.projects import Lead, Match, Outside, Pipeline, Projects, Spillover, Stylised, StylisedProject
from sim.schema.regimes import RegimeEntry
from sim.schema.scenario import Scenario, ScenarioFile, Sweep
from sim.schema.sizes import Size

__all__ = [
    "CitiesSection",
    "City",
    "Contest",
    "Credit",
    "Debt",
    "Economy",
    "Industry",
    "Lead",
    "Life",
    "Match",
    "Outside",
    "Pillars",
    "Pipeline",
    "Prior",
    "PriorRange",
    "Projects",
    "Reach",
    "RegimeEntry",
    "Research",
    "Scenario",
    "ScenarioFile",
    "Size",
    "Spillover",
    "Stylised",
    "StylisedProject",
    "Sweep",
    "Talent",
    "Time",
    "Tournament",
    "Wages",
]
