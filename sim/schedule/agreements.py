"""Events: who keeps which agreement, and what happens to those who do not."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.block import Block
from sim.levers import Pact
from sim.regime_book import Absence
from sim.rules.compliance import value_of_breaking, value_of_keeping
from sim.schedule.foresight import (
    Later,
    contested,
    contests_under,
    cost_of_programmes,
    expected_payoffs,
    later_projects,
    officials_payoffs,
)
from sim.schedule.period import Breach, Period
from sim.state import NEVER, Compliance

type Floats = NDArray[np.float64]
type Flags = NDArray[np.bool_]


def keep_or_break(p: Period) -> None:
    """Members of agreements decide whether they keep them in this period.

    A breach is known after `detection_lag` periods; then the agreement rests for `punishment` periods, or for ever.
    While it holds, each member compares keeping with breaking (`value_of_keeping`, `value_of_breaking`), believing that
    all others keep it (assumption); a tie keeps.
    """
    p.compliance, p.absences, p.breaches, p.possible = p.state.compliance, {}, (), p.block
    if not p.world.pacts:
        return
    now = p.state.period
    since, until = p.compliance.broken_since.copy(), p.compliance.punished_until.copy()
    in_force = [now in p.world.book.active[number] for number, _ in p.world.pacts]
    for a, (_, pact) in enumerate(p.world.pacts):
        known = since[a][since[a] >= 0]
        if not in_force[a]:
            since[a] = -1
        elif known.size and now >= known.min() + pact.detection_lag:
            since[a] = -1
            until[a] = NEVER if pact.punishment is None else now + pact.punishment
    p.compliance = Compliance(since, until)
    deciding = [a for a, (_, pact) in enumerate(p.world.pacts) if in_force[a] and pact.chosen and now >= until[a]]
    broken = {a: _breakers(p, a) for a in deciding}
    for a, members in broken.items():
        since[a] = np.where(members, now, since[a])
    p.breaches = tuple(
        Breach(now, p.world.pacts[a][0], int(city), _audited(p, p.world.pacts[a][1], int(city)))
        for a, members in broken.items()
        for city in np.flatnonzero(members)
    )
    p.absences = absences(p, p.block, {})


def absences(p: Period, block: Block, instead: Mapping[int, Flags]) -> dict[int, Absence]:
    """Who is out of each agreement, and who does not act on it, by the number of its lever.

    Args:
        p: The period, with what is known of breaches.
        block: Projects whose period's draws say who acts.
        instead: Who is out of an agreement (by its place among the agreements) in place of what is so.
    """
    everybody = np.ones(p.world.cities.count, dtype=bool)
    found = {}
    for a, (number, pact) in enumerate(p.world.pacts):
        punished = p.state.period < p.compliance.punished_until[a]
        out = instead[a] if a in instead else everybody if punished else p.compliance.broken_since[a] >= 0
        found[number] = Absence(out, _idle(block, pact))
    return found


def _idle(block: Block, pact: Pact) -> Flags:
    """Who does not carry out the yes-or-no parts of an agreement in the block's period, (C,)."""
    if pact.carried_out >= 1.0:
        return np.zeros(len(block.cities), dtype=bool)
    drawn = block.luck.draw_by_city("carries_out", block.period, 1, block.cities)[0]
    return np.asarray(drawn >= pact.carried_out)


def _audited(p: Period, pact: Pact, city: int) -> bool:
    key = p.world.cities.keys[city]
    return bool(p.block.luck.draw("audit", p.state.period, 1, key)[0] < pact.audit_probability)


@dataclass(frozen=True, slots=True)
class _Foresight:
    """What officials expect of this period and of a later one if some are out of an agreement."""

    p: Period
    a: int
    today: Block
    later: list[Later]
    likes: dict[int, Period]

    def now(self, out: Flags) -> Floats:
        """Expected payoffs of this period's contests less the cost of programmes, (C,)."""
        found = self._under(self.today, out, True)
        return expected_payoffs(found) - cost_of_programmes(found)

    def bar(self, out: Flags) -> Floats:
        """Expected payoffs of a later period less the cost of programmes, (C,)."""
        chance = self.p.world.pacts[self.a][1].arrival_probability
        total = np.zeros(self.p.world.cities.count)
        for each in self.later:
            found = self._under(each.block, out, each.asking_again)
            total += chance * each.weight * expected_payoffs(found) - cost_of_programmes(found) / len(self.later)
        return total

    def _under(self, block: Block, out: Flags, asking_again: bool) -> Period:
        world, state = self.p.world, self.p.state
        regime = world.book.of(state.period, absences(self.p, block, {self.a: out}))
        found = contests_under(world, state, block, regime, self.likes.get(id(block)), asking_again)
        self.likes.setdefault(id(block), found)
        return found


def _breakers(p: Period, a: int) -> Flags:
    """Members that keep an agreement and break it now, each believing that all others keep it, (C,)."""
    _, pact = p.world.pacts[a]
    count = p.world.cities.count
    keeping = p.world.book.members_of(pact) & (p.compliance.broken_since[a] < 0)
    nobody = np.zeros(count, dtype=bool)
    breaking = nobody.copy()
    if not keeping.any():
        return breaking
    later = later_projects(p.world, p.state, p.block.luck, pact.reference_projects)
    view = _Foresight(p, a, contested(p.world, p.block), later, {})
    kept_now, kept, punished = view.now(nobody), view.bar(nobody), view.bar(~nobody)
    keep = value_of_keeping(kept_now, kept, pact.discount_factor)
    fine = (1.0 + p.world.cost_of_public_funds) * pact.audit_probability * pact.penalty
    for city in np.flatnonzero(keeping):
        alone = np.arange(count) == city
        gain = value_of_breaking(
            view.now(alone)[city],
            alone=view.bar(alone)[city],
            punished=punished[city],
            kept=kept[city],
            discount=pact.discount_factor,
            lag=pact.detection_lag,
            punishment=pact.punishment,
            expected_penalty=fine,
        )
        # A tie keeps, and rounding is a tie.
        breaking[city] = gain > keep[city] + 1e-9 * (1.0 + abs(keep[city]))
    return breaking


def weigh_agreements(p: Period) -> None:
    """What the agreements of this period brought each official, members or not, against none of them."""
    p.agreement_gain = np.zeros(p.world.cities.count)
    if not p.world.pacts:
        return
    everybody = np.ones(p.world.cities.count, dtype=bool)
    none = p.world.book.of(p.state.period, absences(p, p.block, dict.fromkeys(range(len(p.world.pacts)), everybody)))
    if none is p.regime:
        return
    without = contests_under(p.world, p.state, p.possible, none, p)
    brought, saved = (officials_payoffs(each).sum(axis=0) - cost_of_programmes(each) for each in (p, without))
    p.agreement_gain = brought - saved


def punish_breaches(p: Period) -> None:
    """Breaches are put on record, and those that an audit found are fined.

    The penalty goes to the other members in equal parts, or to the province, by `tiers`.
    """
    p.state.compliance = p.compliance
    count = p.world.cities.count
    for breach in p.breaches:
        pact = dict(p.world.pacts)[breach.lever]
        if not breach.audited or pact.penalty == 0.0:
            continue
        payer = np.arange(count) == breach.city
        others = p.world.book.members_of(pact) & ~payer
        if pact.tiers == "provincial" or not others.any():
            p.signing.book("penalty", "city", "province", pact.penalty * payer)
            p.treasury_flow = p.treasury_flow - pact.penalty * payer
        else:
            share = pact.penalty * np.outer(payer, others / others.sum())
            p.signing.book_between_cities("penalty", share)
            p.treasury_flow = p.treasury_flow + share.sum(axis=0) - share.sum(axis=1)
