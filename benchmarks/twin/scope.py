"""What the twin follows: it refuses scenarios that use more, rather than running something else."""

import numpy as np

from sim.strategies import Directional, Truthful
from sim.world import World


class BeyondTwin(ValueError):
    """The scenario uses rules that the twin does not follow."""


def require_followed(world: World) -> None:
    """Refuse a scenario whose rules go beyond those of the twin.

    The twin follows the rules that competition as it is uses on the region, on two cities and on the size ladder:
    pipeline, watched leads, anchors and suppliers, independent Gumbel matches, truthful or learning cities, open or
    first-price sealed contests, land, slots and cash that run out, the credit market, lives of firms that move and
    close, debt, wages, talent and R&D.

    Raises:
        BeyondTwin: Naming everything that is more.
    """
    scenario, cities = world.scenario, world.cities
    projects, contest, match = scenario.projects, scenario.contest, scenario.projects.match
    beyond = {
        "levers": bool(world.book.levers),
        "stylised projects": projects.stylised is not None,
        "incumbents": projects.incumbents is not None,
        "assigned projects": projects.assigned.share > 0.0
        or any(lead.kind == "assigned" for lead in (*projects.watched, *projects.listed)),
        "a match that is not an independent Gumbel draw": match.law != "gumbel"
        or match.scale <= 0.0
        or match.correlation_km > 0.0
        or not match.drawn,
        "spillovers correlated with site values": projects.spillover.correlation != 0.0,
        "pillars": scenario.pillars is not None,
        "more than one period a year": world.per_year != 1,
        "a format other than open and sealed at the first price": contest.format not in ("open", "sealed")
        or (contest.format == "sealed" and contest.payment != "first"),
        "bluffing firms": contest.bluff > 0.0,
        "another order of instruments": tuple(contest.instrument_order) != ("land", "rebate", "cash"),
        "credit without draws": scenario.credit.enabled and not scenario.credit.drawn,
        "a chance that records reach other lenders": scenario.credit.enabled
        and not bool(np.isin(world.regimes[0].reach_credit, (0.0, 1.0)).all() and scenario.credit.outside_reach == 1.0),
        "no support for firms that stay": not scenario.life.retention_support,
        "tax that falls short": scenario.life.tax_realised != 1.0,
        "leaders who discount otherwise than society": bool((world.leader_weight != world.social_weight).any()),
        "officials with interests or errors of their own": bool(
            cities.political_weight.any() or cities.rival_weight.any() or cities.judgement_error.any()
        ),
        "other strategies": not all(isinstance(each, Truthful | Directional) for each in world.strategies),
    }
    found = [name for name, is_used in beyond.items() if is_used]
    if found:
        raise BeyondTwin(f"the Mesa twin does not follow: {', '.join(found)}")
