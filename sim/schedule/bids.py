"""Events: bid values and reservations; offers of strategies."""

import numpy as np
from numpy.typing import NDArray

from sim.rules import debt, drop_out, instruments, public_value
from sim.rules.choice import at, best, best_two_by_label
from sim.schedule.moving import relocation_transfers
from sim.schedule.period import Period, once_for_all
from sim.schedule.seeing import looked_for, own_draws, rivals_of
from sim.schedule.values import weights
from sim.schema.contest import Contest
from sim.strategies import BidderView

type Floats = NDArray[np.float64]
type Flags = NDArray[np.bool_]

SEEN = frozenset({"open", "open_simultaneous"})
"""Formats in which bidders see what rivals offer."""


def value_bids(p: Period) -> None:
    """Bid values: shared and own benefit, judgement error, political value.

    bid_value_c = kept_c·shared + own + judgement_error_c·z·|public value| + political value - cost of a mover's tax
        kept_c as in `Regime.kept`
    """
    cities, value, regime, block = p.world.cities, p.leader_value, p.regime, p.block
    extra = np.zeros_like(value.total)
    if cities.judgement_error.any():
        extra = extra + cities.judgement_error * np.abs(value.total) * block.draw("judgement")
    if p.political_weight.any():
        quality = p.world.industries.quality[block.industry] if not block.stylised else np.zeros(block.count)
        extra = extra + public_value.political_value(
            p.political_weight, regime.quality_weight, block.investment, quality
        )
    p.officials_gain = extra
    p.bid_value = regime.kept * value.shared + value.own + extra
    transfers = relocation_transfers(p, cities.leader_rate)
    if transfers is not None:
        p.bid_value = p.bid_value - relocation_cost(p, transfers)


def relocation_cost(p: Period, transfers: Floats) -> Floats:
    """What the sharing of a mover's tax takes off each bid, (P, C), million CNY.

    A new host pays; the old host, which bids to keep the firm, would get from its strongest rival what that pays.
    """
    funds, plain = 1.0 + p.world.cost_of_public_funds, p.leader_value.total + p.officials_gain
    score = np.where(p.able, p.site_value + plain / funds - transfers, -np.inf)
    home = p.block.at_home
    if home is None:
        return funds * transfers
    rival = best(np.where(home, -np.inf, score), p.tie)
    return funds * np.where(home, at(transfers, rival, 0.0)[:, None], transfers)


def set_reservations(p: Period) -> None:
    """Drop-out scores, the room of each instrument, and reservations.

    reservation_c = min(max(0, drop_out_score_c - π_c), room_c)

    Where full cost sharing puts no limit on a bid: max(0, public value + gain of the officials) / (1+λ) in place of it
    (assumption).
    """
    world, block, regime, cities, value = p.world, p.block, p.regime, p.world.cities, p.leader_value
    candidate = p.able
    simple = regime.identity_contract and not regime.coalitions and not p.rival_weight.any()
    if simple:
        p.drop_out_score = drop_out.plain_drop_out_score(p.site_value, p.bid_value, world.cost_of_public_funds)
    else:
        plain = value.total + p.officials_gain
        rival = drop_out.rivals(
            p.site_value, plain, block.outside, candidate, regime.coalition, p.tie, world.cost_of_public_funds
        )
        p.drop_out_score = drop_out.drop_out_score(
            site_value=p.site_value,
            bid_value=p.bid_value,
            own=value.own,
            shared=value.shared,
            rival=rival,
            benefit_share=regime.benefit_share,
            cost_share=regime.cost_share,
            together=regime.together,
            rival_weight=p.rival_weight,
            peers=cities.peers,
            cost_of_public_funds=world.cost_of_public_funds,
        )
    p.rooms = instruments.rooms(
        land=block.land_needed,
        land_price=p.land_price,
        floor=p.land_floor,
        rebate_limit=regime.rebate_limit,
        rebate_value=block.tax[:, None]
        * (cities.retained_share * weights(p, world.rebate_weight, world.rebate_weight_running)),
        grant_limit=regime.grant_limit,
        investment=block.investment,
        package_cap=regime.package_cap,
        supported=supported(p, candidate),
    )
    wanted = np.maximum(0.0, p.drop_out_score - p.site_value)
    if (wanted == np.inf).any():
        # Under full cost sharing nothing limits a bid but the instruments; nobody promises more than it is worth.
        alone = np.maximum(0.0, value.total + p.officials_gain) / (1.0 + world.cost_of_public_funds)
        wanted = np.where(wanted == np.inf, alone, wanted)
    p.reservation = np.minimum(wanted, p.rooms.total())


def supported(p: Period, candidate: Flags) -> Flags:
    """Whether each city may support each project: ban, industrial map, planner's designation."""
    regime, block = p.regime, p.block
    allowed = np.broadcast_to(regime.concession_allowed, p.site_value.shape)
    if not block.stylised:
        promoted = p.world.scenario.pillars is not None and p.world.scenario.pillars.support_only
        lawful = regime.support_allowed & p.pillars if promoted else regime.support_allowed
        allowed = allowed & lawful.T[block.industry]
    home = block.at_home
    if home is not None:
        allowed = allowed & (regime.poaching_allowed.T[block.incumbent] | (block.incumbent < 0)[:, None])
        if not p.world.scenario.life.retention_support:
            allowed = allowed & ~home
    if regime.designated.any():
        believed = p.social_value.total
        if regime.planner_error.any():
            believed = believed + regime.planner_error * np.abs(believed) * block.draw("planner")
        score = np.where(candidate & regime.designated, p.site_value + believed, -np.inf)
        chosen = np.arange(score.shape[1]) == best(score, p.tie)[:, None]
        allowed = allowed & (chosen | ~regime.designated)
    return np.asarray(allowed)


def offers_of(p: Period, cities: Flags) -> Floats:
    """What the strategies of these cities offer, (P, C), within the room of their instruments; 0 for the others.

    Raises:
        ValueError: If a strategy offers what is not a number, such as one that uses information it does not declare.
    """
    world, state, room, contest = p.world, p.state, p.rooms.total(), p.world.scenario.contest
    proportional = cities & np.array([each.proportional for each in world.strategies])
    share = np.array([each.share_offered or 0.0 for each in world.strategies]) * proportional
    offer = np.minimum(share * p.reservation, room)
    if (proportional == cities).all():
        return offer
    able = p.able
    draws, budget = own_draws(p), promotion_budget(p) * world.period_years
    unasked = np.full(room.shape, np.nan)
    rival = None
    if contest.format in SEEN and looked_for(p, "rivals' values in open contests"):
        rival = best_of_rivals(p, able)
    rivals = rivals_of(p, able) if looked_for(p, "number of rivals") else unasked
    cashless = unasked
    if looked_for(p, "own budget"):
        cashless = np.minimum(p.rooms.package, p.rooms.land + p.rooms.rebate)
    promises = commitment_room(p)
    for c in np.flatnonzero(cities & ~proportional):
        view = BidderView(
            city=world.cities.keys[c],
            period=state.period,
            investment=p.block.investment,
            land=p.block.land,
            land_price=p.land_price[:, c],
            site_value=p.site_value[:, c],
            reservation=p.reservation[:, c],
            room=room[:, c],
            cashless_room=cashless[:, c],
            commitment_room=float(promises[c]),
            budget=float(budget[c]),
            pays_offer=pays_offer(contest),
            rivals=rivals[:, c],
            rival_score=None if rival is None else rival[:, c],
            last=state.seen[c] if state.seen else None,
            draws=draws[:, c],
            memory=state.memory[c],
        )
        offers = world.strategies[c].offers(view)
        if np.isnan(offers).any():
            raise ValueError(f"{world.strategies[c].name}: an offer of {world.cities.keys[c]} is not a number")
        offer[:, c] = np.clip(offers, 0.0, room[:, c])
    return offer


def pays_offer(contest: Contest) -> bool:
    """Whether a winner pays the offer that it made."""
    return contest.format == "posted" or (contest.format == "sealed" and contest.payment == "first")


def best_of_rivals(p: Period, able: Flags) -> Floats:
    """The best score that the other cities with land and a slot left can reach, (P, C), -inf without any."""
    ceiling = np.where(able, p.site_value + p.reservation, -np.inf)
    city = np.arange(able.shape[1])
    first, second = best_two_by_label(ceiling, city, None)
    best_other = at(ceiling, second, -np.inf)[:, None]
    return np.where(city == first[:, None], best_other, at(ceiling, first, -np.inf)[:, None])


def commitment_room(p: Period) -> Floats:
    """Cash that may be promised in this period, (C,): the stated share of some years' budgets less what is owed.

    room_c = max(0, commitment_share·commitment_years·budget_c - promised and unpaid_c)

    With a debt limit as in `debt.room_within`.
    """
    economy, budget = p.world.scenario.economy, promotion_budget(p)
    ahead = economy.commitment_share * economy.commitment_years * np.where(np.isinf(budget), 0.0, budget)
    room = np.where(np.isinf(budget), np.inf, np.maximum(0.0, ahead - p.state.liabilities))
    limit = p.world.cities.debt_limit
    if np.isinf(limit).all():
        return room
    return debt.room_within(room, limit - p.debt - p.state.liabilities, p.world.scenario.debt.bailout_share)


@once_for_all
def promotion_budget(p: Period) -> Floats:
    """Promotion budget at each city's disposal, (C,), million CNY/year: its own, of a joint park, of the upper tier.

    budget_c = Σ_d budget_from[d,c]·own budget_d + fund_budget_c
    """
    budget, regime = p.world.cities.budget_per_year, p.regime
    own = np.isinf(budget)
    pooled = np.where(own, 0.0, budget) @ regime.budget_from + regime.fund_budget
    return np.where(own, np.inf, pooled)
