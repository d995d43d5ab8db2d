"""Scenario files: read with every mistake named and placed, written out, hashed, and described to editors."""

from sim.scenario.export import content_hash, json_schema, resolved
from sim.scenario.facts import Number
from sim.scenario.library import bundled
from sim.scenario.loader import facts, from_dict, load
from sim.scenario.numbers import number_at, with_number, with_numbers
from sim.scenario.phrase import Language
from sim.scenario.problem import Problem, ScenarioError

__all__ = [
    "Language",
    "Number",
    "Problem",
    "ScenarioError",
    "bundled",
    "content_hash",
    "facts",
    "from_dict",
    "json_schema",
    "load",
    "number_at",
    "resolved",
    "with_number",
    "with_numbers",
]
