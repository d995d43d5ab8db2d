"""Event: offers, project by project or as one posted concession rate for each industry."""

from copy import copy

import numpy as np
from numpy.typing import NDArray

from sim.reference import reference_block
from sim.rules.best_reply import Game, efficiency
from sim.rules.choice_probability import shares_of_homes
from sim.rules.posted import solve_posted
from sim.schedule.bids import offers_of, set_reservations, value_bids
from sim.schedule.lenders import find_lenders
from sim.schedule.period import Period, PostedRates
from sim.schedule.seeing import own_draws
from sim.schedule.values import value_projects, value_sites
from sim.strategies import Strategy

type Floats = NDArray[np.float64]

REPLYING = frozenset({"truthful", "best_response"})
"""Strategies that, in `posted`, mean the best reply to what the others post; all others post their own offer."""


def make_offers(p: Period) -> None:
    """Each city's strategy turns its reservations into offers; in `posted` contests, one rate for all comers."""
    if p.world.scenario.contest.format == "posted":
        post_rates(p)
    else:
        p.offer = offers_of(p, np.ones(p.world.cities.count, dtype=bool))


def replies(strategy: Strategy) -> bool:
    """Whether a city of this strategy posts a best reply."""
    return strategy.name in REPLYING


def post_rates(p: Period) -> None:
    """Each city posts one rate for each industry, for the industry's reference project.

    Cities that are `truthful` (or `best_response`) post the best reply to what the others post; the others post what
    their strategy offers for the reference project. The rate times its investment is what each project is offered,
    within the room that the instruments leave for it.

    Raises:
        ValueError: If the firms' matches do not differ, or those of neighbouring sites are alike: then no best reply
            exists, or its chances are not known. A scenario file is refused before.
    """
    match = p.world.scenario.projects.match
    if match.law == "none" or (match.scale_money if p.block.stylised else match.scale) == 0:
        raise ValueError("posted contests need a law of the match and a scale above 0")
    if match.correlation_km > 0:
        raise ValueError("posted contests reckon with independent matches")
    if not p.block.count:
        p.offer = np.zeros_like(p.reservation)
        return
    view = reference_period(p)
    game = posted_game(p, view)
    free = np.array([replies(strategy) for strategy in p.world.strategies])
    fixed = np.zeros_like(game.low)
    if not free.all():
        fixed = np.clip(offers_of(view, ~free), game.low, game.high)
    contest = p.world.scenario.contest
    leader = None if contest.leader is None else p.world.cities.keys.index(contest.leader)
    solved = solve_posted(game, fixed, free, leader)
    other = np.where(np.isnan(solved.other), solved.concession, solved.other)
    worth = efficiency(game, solved.concession)
    worst = np.where(solved.converged, np.minimum(worth, efficiency(game, other)), np.nan)
    investment = view.block.investment
    rate = solved.concession / investment[:, None]
    p.posted = PostedRates(
        industry=view.block.industry, investment=investment, site_value=game.site_value, outside=game.outside,
        rate=rate, efficiency=worth, worst_efficiency=worst, replies=free, draws=own_draws(view), solved=solved,
    )  # fmt: skip
    row = np.searchsorted(view.block.industry, p.block.industry)
    p.offer = np.minimum(rate[row] * p.block.investment[:, None], p.rooms.total())


def reference_period(p: Period) -> Period:
    """The period's values and rooms for the reference projects, by the same events."""
    view = copy(p)
    view.block = reference_block(p.world, p.block)
    for event in (value_sites, find_lenders, value_projects, value_bids, set_reservations):
        event(view)
    return view


def posted_game(p: Period, view: Period) -> Game:
    """The game that the cities play when they post, one for each reference project.

    Concessions range from `posted_min` to the room of the instruments; where nothing limits them, to twice the
    largest value of hosting plus two match scales (assumption: nobody posts more). Where a regime leaves different
    shares of the match, officials reckon with their mean (assumption). Commitment room is not looked at:
    the promises of a period are cut to it when contracts are signed.
    """
    world, block, cities, regime, value = p.world, view.block, p.world.cities, p.regime, view.leader_value
    match = world.scenario.projects.match
    funds = 1.0 + world.cost_of_public_funds
    scale = np.full(block.count, match.scale_money) if block.stylised else match.scale * block.investment
    scale = scale * regime.match_share.mean()
    can = view.able
    own = value.own + view.officials_gain
    largest = np.maximum((value.shared + own).max(axis=1, initial=0.0), 0.0) / funds
    room = view.rooms.total()
    high = np.where(can, np.minimum(room, (2.0 * largest + 2.0 * scale)[:, None]), 0.0)
    allowed = can & (view.rooms.package > 0.0)
    low = np.where(allowed, world.scenario.contest.posted_min * block.investment[:, None], 0.0)
    homes = match.homes or ({match.home: 1.0} if match.home is not None else None)
    return Game(
        site_value=np.where(can, view.site_value, -np.inf), outside=block.outside, scale=scale, shared=value.shared,
        own=own, low=low, high=high, benefit_share=regime.benefit_share, cost_share=regime.cost_share,
        rival_weight=p.rival_weight, peers=cities.peers, coalition=regime.coalition,
        cost_of_public_funds=world.cost_of_public_funds, law=match.law,
        acts_for=regime.acts_for, home_share=None if homes is None else shares_of_homes(homes, cities.keys),
    )  # fmt: skip
