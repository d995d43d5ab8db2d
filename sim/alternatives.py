"""What a firm has besides the offers: its match with each site, and its outside option."""

from dataclasses import replace
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.block import Block
from sim.rules.annuity import annuity
from sim.rules.choice_probability import shares_of_homes
from sim.rules.match_field import nodes_near, of_law
from sim.schema import Economy, Life, Scenario
from sim.units import MILLION_PER_LAND_PRICE

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]
type Flags = NDArray[np.bool_]


EULER_GAMMA: Final = 0.5772156649015329


def gumbel(exponential: Floats) -> Floats:
    """Standard Gumbel with mean 0 from standard exponentials: -ln E - 0.577216."""
    found = np.log(exponential)
    return np.subtract(-EULER_GAMMA, found, out=found)


def _standard(law: str, drawn: Floats) -> Floats:
    if law == "gumbel":
        return gumbel(drawn)
    return drawn - 0.5 if law == "uniform" else drawn


MATCH_STREAM: Final = {"gumbel": "match", "normal": "match_normal", "uniform": "match_uniform"}
OUTSIDE_STREAM: Final = {
    "gumbel": "outside_match", "normal": "outside_match_normal", "uniform": "outside_match_uniform",
}  # fmt: skip


def outside_before_match(scenario: Scenario, block: Block) -> Floats:
    """Outside option of each project before its draw, (P,): reference site value + gap·I; -inf without one.

    With a credit market the reference site value contains the cost of credit there.
    """
    projects, economy = scenario.projects, scenario.economy
    if block.stylised or projects.outside.gap is None:
        return block.outside
    returns, capital = plant_weights(economy, scenario.life, block.years, block.incumbent)
    reference = (
        (returns * block.capital_return - capital * block.capital_needed) * block.investment
        - MILLION_PER_LAND_PRICE * block.land * projects.outside.reference_list_price
    )  # fmt: skip
    return reference + projects.outside.gap * block.investment - returns * _credit_elsewhere(scenario, block)


def _credit_elsewhere(scenario: Scenario, block: Block) -> Floats:
    """Yearly cost of credit at the reference site, (P,), million CNY: the lender there knows the firm (assumption)."""
    credit = scenario.credit
    if not credit.enabled:
        return np.zeros(block.count)
    risk = 1.0 / np.where(block.good, credit.good_repayment, credit.bad_repayment) - 1.0
    return block.investment * block.debt_share * risk


def plant_weights(economy: Economy, life: Life, years: Floats, incumbent: Ints) -> tuple[Floats, Floats]:
    """Present value at the firm's rate of 1 a year over a plant's life, and of 1 of capital, (P,) each.

    New plants: a(r, H) / (1+r)^b, and capital in b equal parts at the beginning of each year of building (at once
    without building time). Firms that produce already: a(r, years), capital at once.

    Args:
        economy: Rate of firms.
        life: Building time b.
        years: (P,) years of production.
        incumbent: (P,) where the firm is, -1 for new projects.
    """
    rate, delay = economy.firm_rate, life.building_years
    running = np.full(years.size, annuity(rate, float(years[0]) if years.size else 0.0))
    other = np.flatnonzero(years != years[:1])  # new plants run for the same time
    if other.size:
        kinds, which = np.unique(years[other], return_inverse=True)
        running[other] = np.array([annuity(rate, float(kind)) for kind in kinds])[which]
    if delay == 0:
        return running, np.ones(years.size)
    new = incumbent < 0
    parts = sum((1.0 + rate) ** -year for year in range(delay)) / delay
    return np.where(new, running * (1.0 + rate) ** -delay, running), np.where(new, parts, 1.0)


def matches(scenario: Scenario, scale: Floats) -> bool:
    """Whether some sites match some firms better than others."""
    match = scenario.projects.match
    return match.law != "none" and match.drawn and bool(scale.any())


def standard_match(scenario: Scenario, block: Block) -> Floats:
    """Match of each firm and site in units of its scale, (P, C).

    m standard by law: Gumbel with mean 0, normal, or uniform on [-½, ½]
        under `border` m_pc = -U_p away from home, 0 at home
    """
    match = scenario.projects.match
    if match.law == "border":
        away = np.arange(len(block.cities)) != _homes(scenario, block)[:, None]
        return -block.draw_once("border_distance")[:, None] * away
    if match.correlation_km > 0:
        return alike_nearby(scenario, block)
    return _standard(match.law, block.draw(MATCH_STREAM[match.law]))


def outside_option(scenario: Scenario, block: Block) -> Floats:
    """Outside option of each project, (P,), million CNY: outside_p = reference_p + scale_p·m_p0.

    m_p0 standard by the law of the match, independent of it; 0 under `border`
    """
    law, outside = scenario.projects.match.law, outside_before_match(scenario, block)
    if law == "border" or not matches(scenario, block.match_scale) or not np.isfinite(outside).any():
        return outside
    return outside + block.match_scale * _standard(law, block.draw_once(OUTSIDE_STREAM[law]))


def with_alternatives(scenario: Scenario, block: Block) -> Block:
    """The block with what its firms have besides the offers: the match with each site, and the outside option.

    match_pc = scale_p·m_pc
    """
    standard = partial(standard_match, scenario) if matches(scenario, block.match_scale) else None
    return replace(block, standard=standard, outside=outside_option(scenario, block))


def alike_nearby(scenario: Scenario, block: Block) -> Floats:
    """Standard match of firms and sites that are alike where sites are close, (P, C): no other city changes a city's.

    Each site adds up the numbers of the nodes around it, in a fixed order.
    """
    match = scenario.projects.match
    around = [nodes_near(city.latitude, city.longitude, match.correlation_km) for city in scenario.cities.values()]
    nodes = sorted({node for some, _ in around for node in some})
    place = {node: number for number, node in enumerate(nodes)}
    drawn = block.draw_at("match_field", tuple("/".join(map(str, node)) for node in nodes))
    field = np.zeros((block.count, len(around)))
    for city, (some, weights) in enumerate(around):
        for node, weight in zip(some, weights, strict=True):
            field[:, city] += weight * drawn[:, place[node]]
    found = of_law(match.law, field)
    return found - {"gumbel": EULER_GAMMA, "uniform": 0.5}.get(match.law, 0.0)


def _homes(scenario: Scenario, block: Block) -> Ints:
    """Home city of each firm under `border`, (P,): the same for all, or drawn by the weights of the cities."""
    match = scenario.projects.match
    if match.homes is None:
        return np.full(block.count, -1 if match.home is None else block.cities.index(match.home))
    edges = np.cumsum(shares_of_homes(match.homes, block.cities))
    drawn = np.searchsorted(edges, block.draw_once("border_home"), "right")
    return np.minimum(drawn, edges.size - 1)
