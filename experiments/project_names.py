"""Names of projects: those that leads have, and readable ones for firms that a run makes up."""

from experiments.words import Words
from sim.anchors import ANCHOR_SLOT
from sim.explain import Explanation
from sim.incumbents import INCUMBENT_SLOT, incumbent_of
from sim.schema import Scenario


def project_name(scenario: Scenario, key: str, kind: str, industry: str | None, w: Words) -> str:
    """Name of a lead; of others what they are, with "period/slot", which `explain` takes as their key.

    Args:
        scenario: The scenario.
        key: Key of a watched lead, or "period/slot".
        kind: Kind of project, in the words of `sim.lots.KINDS`.
        industry: Key of the industry, None for stylised projects.
        w: The language.
    """
    for lead in scenario.projects.watched:
        if lead.key == key:
            return w.text(lead.title)
    slot = int(key.partition("/")[2])
    listed = scenario.projects.listed_lead(slot)
    if listed is not None:
        return w.text(listed.title)
    what = w("table.stylised") if industry is None else w.text(scenario.industries[industry].title)
    if kind == "supplier":
        return w("table.supplier_firm", industry=what, place=key)
    if kind == "anchor":
        return w("table.anchor_firm", industry=what, number=slot - ANCHOR_SLOT, place=key)
    if slot >= INCUMBENT_SLOT:
        city, number = incumbent_of(scenario, slot)
        return w("table.incumbent_firm", city=w.name(scenario.cities[city]), number=number, place=key)
    return w("table.pool_project", industry=what, place=key)


def deal_name(explanation: Explanation, scenario: Scenario, w: Words) -> str:
    """The name of the project of a deal."""
    return project_name(scenario, explanation.project, explanation.kind, explanation.industry, w)
