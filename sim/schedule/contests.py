"""Events: the contests of a period."""

from collections.abc import Callable
from functools import partial

from sim.lots import ASSIGNED
from sim.rules.arrival import Contenders, Settlement, settle
from sim.rules.capacity import Capacities
from sim.rules.contest import Offers, Outcome, open_contest
from sim.rules.posted import posted_contest
from sim.rules.sealed import sealed_contest
from sim.rules.simultaneous import Bids, simultaneous_contest
from sim.schedule.bids import SEEN, commitment_room
from sim.schedule.period import Period


def settle_contests(p: Period) -> None:
    """Contests in order of arrival over land, slots and commitment room, or all of the period at once."""
    p.commitment_room, p.opening_land = commitment_room(p), p.state.land_left.copy()
    if p.world.scenario.contest.format == "open_simultaneous":
        p.settlement, p.bids = settle_together(p)
    else:
        before = None if p.earlier is None else p.earlier.taken
        p.settlement = settle(contenders(p), opening_capacities(p), contest_rule(p), before)
    p.left = p.settlement.left


def settle_together(p: Period) -> tuple[Settlement, Bids]:
    """The contests of the period open at the same time, and every bid in order."""
    increment = p.world.scenario.contest.increment * p.block.investment
    first = p.block.luck.draw_by_city("opening", p.block.period, 1, p.block.cities)[0]
    return simultaneous_contest(contenders(p), opening_capacities(p), p.drop_out_score, increment, first)


def opening_capacities(p: Period) -> Capacities:
    """Land, slots and commitment room before the contests of the period."""
    return Capacities(p.opening_land, p.world.cities.slots, p.commitment_room)


def contenders(p: Period) -> Contenders:
    """All that the contests of the period are decided on."""
    world, block, contest = p.world, p.block, p.world.scenario.contest
    alone = contest.format == "open" and not p.regime.coalitions
    to_all = contest.format == "posted"
    return Contenders(
        site_value=p.site_value,
        offer=p.offer,
        reservation=p.reservation,
        rooms=p.rooms,
        joint_bid_value=p.bid_value,
        candidate=p.candidate,
        contestable=block.kind != ASSIGNED if to_all else block.contestable,
        outside=block.outside,
        land=block.land,
        tie=p.tie,
        coalition=p.regime.coalition,
        disclosure_group=p.regime.disclosure_group,
        shortlist_size=None if to_all else contest.shortlist_size,
        instrument_order=contest.instrument_order,
        grant_nominal=world.grant_nominal,
        cost_of_public_funds=world.cost_of_public_funds,
        only_two_matter=alone,
        at_home=block.at_home,
    )


def contest_rule(p: Period) -> Callable[[Offers], Outcome]:
    """The contest of the scenario as a function of offers."""
    contest = p.world.scenario.contest
    if contest.format in SEEN:
        return partial(open_contest, bluff=contest.bluff)
    if contest.format == "posted":
        return posted_contest
    return partial(sealed_contest, payment=contest.payment)
