"""Events: the contests of a period."""

from collections.abc import Callable

from sim.lots import ASSIGNED
from sim.rules.arrival import Capacities, Contenders, settle
from sim.rules.contest import Offers, Outcome, open_contest
from sim.rules.posted import posted_contest
from sim.rules.sealed import sealed_contest
from sim.schedule.bids import commitment_room
from sim.schedule.period import Period


def settle_contests(p: Period) -> None:
    """Contests in order of arrival over land, slots and commitment room."""
    world, state, block, contest = p.world, p.state, p.block, p.world.scenario.contest
    p.commitment_room = commitment_room(p)
    alone = contest.format == "open" and not p.regime.coalitions
    to_all = contest.format == "posted"
    contenders = Contenders(
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
    p.opening_land = state.land_left.copy()
    capacities = Capacities(state.land_left, world.cities.slots, p.commitment_room)
    p.settlement = settle(contenders, capacities, contest_rule(p))


def contest_rule(p: Period) -> Callable[[Offers], Outcome]:
    """The contest of the scenario as a function of offers."""
    contest = p.world.scenario.contest
    if contest.format == "open":
        return lambda offers: open_contest(offers, contest.bluff)
    if contest.format == "posted":
        return posted_contest
    return lambda offers: sealed_contest(offers, contest.payment)
