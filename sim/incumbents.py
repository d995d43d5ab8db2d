"""Firms that are in the region before a run begins, as lots: their luck hangs on their home city."""

import numpy as np

from sim.drawn import drawn_columns, drawn_industry, drawn_size
from sim.lots import CONTESTED, Lot, lot
from sim.schema import Scenario
from sim.state import Cities, Industries
from sim.streams import Luck

INCUMBENT_SLOT = 10_000_000_000
"""First slot number of incumbents in tables, city by city in the order of the scenario."""

WHOSE = "@incumbent/"
"""What the names of their streams begin with; the key of the home city follows."""


def incumbent_of(scenario: Scenario, slot: int) -> tuple[str, int]:
    """Key of the home city of the incumbent in a slot, and its number there, from 1.

    Raises:
        ValueError: If the scenario has no incumbent in that slot.
    """
    left = slot - INCUMBENT_SLOT
    by_city = {} if scenario.projects.incumbents is None else scenario.projects.incumbents.by_city
    for key in scenario.cities:
        if 0 <= left < by_city.get(key, 0):
            return key, left + 1
        left -= by_city.get(key, 0)
    raise ValueError(f"no incumbent in slot {slot}")


def incumbent_lots(scenario: Scenario, cities: Cities, industries: Industries, luck: Luck) -> list[Lot]:
    """One lot for each home city; industry and size are drawn as those of the pipeline.

    They stand in the order in which their contracts end, whatever the order of the cities.

    Raises:
        ValueError: If the scenario has none.
    """
    incumbents = scenario.projects.incumbents
    if incumbents is None:
        raise ValueError("the scenario has no incumbents")
    lots, first, terms = [], INCUMBENT_SLOT, scenario.projects.terms
    for city, key in enumerate(cities.keys):
        count = incumbents.by_city.get(key, 0)
        slots = np.arange(count)
        drawing = lot(f"{WHOSE}{key}/", 0, slots, {}, np.zeros(count))
        industry = drawn_industry(industries, drawing.draw(luck, "project_industry"))
        investment = terms.realised_share * drawn_size(terms.size, drawing.draw(luck, "project_size"))
        columns = drawn_columns(scenario, cities, industries, luck, [drawing], industry, investment)
        columns |= {
            "slot": first + slots,
            "kind": np.full(count, CONTESTED),
            "contestable": np.ones(count, dtype=bool),
            "origin": np.full(count, city),
        }
        lots.append(lot(drawing.whose, 0, slots, columns, drawing.draw(luck, "contract_end")))
        first += count
    return lots
