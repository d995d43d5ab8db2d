"""Why a deal went where it went: the waterfall of winner and runner-up, and the contest round by round."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from sim.lots import ASSIGNED, KINDS
from sim.posted_view import PostedView, posted_view
from sim.rules.credit import ANSWERS
from sim.rules.instruments import Rooms, fill
from sim.rules.posted import needed_when_posted
from sim.rules.sealed import needed_to_win
from sim.rules.simultaneous import course_of, needed_to_outbid
from sim.rules.trace import Trace, trace_contest
from sim.schedule import Period, values_only
from sim.schema import Match, Scenario, Spillover
from sim.simulate import Run, project_source
from sim.world import build_world, opening_state

type Asked = Literal["cities", "nobody", "assigned"]


@dataclass(frozen=True, slots=True)
class Bidder:
    """One city in one contest; money in million CNY, present value.

    Attributes:
        city: Key.
        open: Whether the site is there under the regime: a joint park is shut where nobody runs it.
        invited: Whether it was asked for an offer.
        feasible: Whether it could host at all.
        site_value: What the site is worth to the firm without a concession.
        parts: The same part by part: returns, wages, access, credit, investment, entry, land, match.
        public_value: What hosting is worth to the city.
        bid_parts: What hosting is worth to its officials part by part, in sum the bid value: retained tax, land and
            infrastructure (both times 1+λ), residents, and what officials gain, misjudge or share by contract.
        reservation: The largest concession that leaves the city as well off as losing, within its instruments.
        offer: How far it was ready to go (open), what it wrote down (sealed), what its posted rate came to, or the
            highest that it bid on this project (open together).
        instruments: The offer, or for the winner what it pays, by instrument: land, rebate, cash.
        score: Site value + offer; for the winner what the firm gets.
        needed: The smallest offer with which it would have won, given what the others did.
        room: The most that its instruments allow.
        lender: What the firm finds there, in the words of `sim.rules.credit.ANSWERS`; None without a credit market.
        credit_spread: Yearly premium on its credit there; where nobody lends the premia alone.
    """

    city: str
    open: bool
    invited: bool
    feasible: bool
    site_value: float
    parts: dict[str, float]
    public_value: float
    bid_parts: dict[str, float]
    reservation: float
    offer: float
    instruments: dict[str, float]
    score: float
    needed: float
    room: float
    lender: str | None
    credit_spread: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """One deal explained.

    Attributes:
        project: Key of the watched lead, or "period/slot".
        regime: Key of the regime.
        replication: Number of the replication.
        kind: Kind of project, in the words of `sim.lots.KINDS`.
        industry: Key of its industry, None for stylised projects.
        period: Index of the period.
        format: "open", "sealed", "posted" or "open_simultaneous".
        asked: Whom the firm asked for offers: "cities" that have what it needs, "nobody" (it goes where the site is
            best), or "assigned" (placed by the upper tier).
        investment: million CNY.
        host: Key of the city, None if the project left.
        runner_up: Key of the best other city, None without one.
        concession: What the host pays, million CNY.
        threshold: Score that the host had to reach, million CNY.
        outside: Outside option, None where the firm cannot leave.
        bidders: All cities, in the order of the scenario.
        trace: The ascending contest round by round, bid by bid where projects are open together; None where offers
            are written down or posted, or the firm asked nobody.
        increment: Step of the trace, million CNY.
        posted: What was posted for the reference project; None in other formats.
        luck: Whether match, spillover or judgement were drawn.
    """

    project: str
    regime: str
    replication: int
    kind: str
    industry: str | None
    period: int
    format: str
    asked: Asked
    investment: float
    host: str | None
    runner_up: str | None
    concession: float
    threshold: float
    outside: float | None
    bidders: tuple[Bidder, ...]
    trace: Trace | None
    increment: float
    posted: PostedView | None
    luck: bool

    def bidder(self, city: str) -> Bidder:
        """The bidder of that key.

        Raises:
            KeyError: If no city of the scenario has it.
        """
        return {bidder.city: bidder for bidder in self.bidders}[city]


def explain(
    scenario: Scenario, project: str | tuple[int, int], regime: str | None = None, replication: int = 0
) -> Explanation:
    """Explain one deal by running its period again from the state that the run had.

    Args:
        scenario: The scenario.
        project: Key of a watched lead, or (period, slot).
        regime: Key of the regime; the first if none is given.
        replication: Number of the replication.

    Raises:
        KeyError: If there is no such project or regime.
    """
    chosen = scenario.regimes[0].key if regime is None else regime
    when, slot = _find(scenario, project)
    world = build_world(scenario, chosen)
    run = Run(world, replication, opening_state(world))
    source = project_source(scenario, replication)
    for period in range(when):
        run.step(source.period(period), with_planner=False)
    p = values_only(world, run.state, source.period(when))
    rows = np.flatnonzero(p.block.slot == slot)
    if not rows.size:
        raise KeyError(f"no project in slot {slot} of period {when} of replication {replication}")
    name = project if isinstance(project, str) else f"{when}/{slot}"
    return _explained(p, int(rows[0]), name, chosen, replication)


def without_luck(scenario: Scenario) -> Scenario:
    """The scenario at its central values: no match draw, no spillover draw, no judgement error.

    Of what a credit market would draw the likelier happens. What is left is decided by the stated numbers alone, so
    one trace of it is not one draw among many.
    """
    # Posted rates reckon with the law of the match, so it stays and only its draws are left out.
    posted = scenario.contest.format == "posted"
    match = scenario.projects.match.model_copy(update={"drawn": False}) if posted else Match()
    projects = scenario.projects.model_copy(update={"match": match, "spillover": Spillover()})
    cities = {key: city.model_copy(update={"judgement_error": 0.0}) for key, city in scenario.cities.items()}
    credit = scenario.credit.model_copy(update={"drawn": False})
    return scenario.model_copy(update={"projects": projects, "cities": cities, "credit": credit})


def has_luck(scenario: Scenario) -> bool:
    """Whether anything is drawn about a project once its own numbers are given."""
    projects = scenario.projects
    errs = any(city.judgement_error > 0 for city in scenario.cities.values())
    lends = scenario.credit.enabled and scenario.credit.drawn
    matched = projects.match.law != "none" and projects.match.drawn
    return matched or projects.spillover.scale > 0 or errs or lends


def _find(scenario: Scenario, project: str | tuple[int, int]) -> tuple[int, int]:
    if not isinstance(project, str):
        return project
    for index, lead in enumerate(scenario.projects.watched):
        if lead.key == project:
            return lead.period, -1 - index
    raise KeyError(project)


def rooms_left(p: Period, row: int) -> Rooms:
    """Room of each instrument when project `row` was decided, (C,): cash is what earlier projects left of it.

    Where the projects are open together nothing is used up before.
    """
    settled, nominal = p.settlement, p.world.grant_nominal
    host = settled.outcome.host[: row if p.bids is None else 0]
    promised = np.where(host >= 0, settled.cash[: host.size] * nominal[host], 0.0)
    taken = np.bincount(host[host >= 0], promised[host >= 0], nominal.size)
    cash = np.minimum(p.rooms.cash[row], np.maximum(p.commitment_room - taken, 0.0) / nominal)
    return Rooms(p.rooms.land[row], p.rooms.rebate[row], cash, p.rooms.package[row])


def _asked(p: Period, row: int) -> Asked:
    """Whom a firm asks for offers; posted offers are there for all but assigned projects."""
    if p.block.kind[row] == ASSIGNED:
        return "assigned"
    return "cities" if p.block.contestable[row] or p.world.scenario.contest.format == "posted" else "nobody"


def _bid_parts(p: Period, row: int, city: int) -> dict[str, float]:
    """The bid value of one city for one project, part by part."""
    value = p.leader_value
    total, tax, residents = (float(part[row, city]) for part in (value.total, value.shared, value.residents))
    stylised = p.block.stylised
    return {
        "tax": 0.0 if stylised else tax,
        "land": 0.0 if stylised else total - tax - residents,
        "residents": 0.0 if stylised else residents,
        "given": total if stylised else 0.0,
        "officials": float(p.bid_value[row, city]) - total,
    }


def _explained(p: Period, row: int, name: str, regime: str, replication: int) -> Explanation:
    outcome, offers, keys = p.settlement.outcome, p.settlement.offers, p.world.cities.keys
    contest = p.world.scenario.contest
    host, runner_up, x = int(outcome.host[row]), int(outcome.runner_up[row]), float(outcome.concession[row])
    step = contest.increment * float(p.block.investment[row])
    ready = offers.limit[row]
    if p.bids is not None:
        ready = np.where(offers.feasible[row], outcome.score[row] - offers.site_value[row], 0.0)
        needed = needed_to_outbid(outcome, offers, row, step)
    else:
        needed = (needed_when_posted if contest.format == "posted" else needed_to_win)(outcome, offers)[row]
    rooms = rooms_left(p, row)
    room = rooms.total()
    by_name = {"land": rooms.land, "rebate": rooms.rebate, "cash": rooms.cash}
    offered = np.where(np.arange(len(keys)) == host, x, ready)
    filled = fill(offered, by_name, contest.instrument_order)
    bidders = []
    for c, key in enumerate(keys):
        offer = float(offered[c])
        bidders.append(
            Bidder(
                city=key,
                open=bool(p.regime.site_open[c]),
                invited=bool(offers.invited[row, c]),
                feasible=bool(offers.feasible[row, c]),
                site_value=float(p.site_value[row, c]),
                parts={part: float(value[row, c]) for part, value in p.site_value_parts.items()},
                public_value=float(p.leader_value.total[row, c]),
                bid_parts=_bid_parts(p, row, c),
                reservation=float(offers.reservation[row, c]),
                offer=offer,
                instruments={instrument: float(filled[instrument][c]) for instrument in by_name},
                score=float(p.site_value[row, c]) + offer,
                needed=float(needed[c]),
                room=float(room[c]),
                lender=None if p.loans is None else ANSWERS[p.loans.answer[row, c]],
                credit_spread=float(p.credit_spread[row, c]),
            )
        )
    asked, trace = _asked(p, row), None
    if asked == "cities" and p.bids is not None:
        trace = course_of(p.bids, offers, row)
    if asked == "cities" and contest.format == "open":
        trace = trace_contest(offers, row, step, contest.opening_order == "backward")
    u0 = float(p.block.outside[row])
    return Explanation(
        project=name,
        regime=regime,
        replication=replication,
        kind=KINDS[p.block.kind[row]],
        industry=None if p.block.stylised else p.world.industries.keys[p.block.industry[row]],
        period=p.state.period,
        format=contest.format,
        asked=asked,
        investment=float(p.block.investment[row]),
        host=keys[host] if host >= 0 else None,
        runner_up=keys[runner_up] if runner_up >= 0 else None,
        concession=x,
        threshold=float(outcome.threshold[row]),
        outside=u0 if np.isfinite(u0) else None,
        bidders=tuple(bidders),
        trace=trace,
        increment=step,
        posted=None if p.posted is None else posted_view(p, p.posted, int(p.block.industry[row])),
        luck=has_luck(p.world.scenario),
    )
