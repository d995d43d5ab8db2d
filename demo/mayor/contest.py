"""One contest in which persons bid: what they may do, and how far it has come."""

import math
from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np

from demo.mayor.ascent import Ascent, Question, ascend
from demo.mayor.course import Standing
from demo.mayor.refusal import Refused
from sim.explain import rooms_left
from sim.rules.instruments import Rooms

MOST_TEXT = 40
"""Characters of an amount at most."""

WITHOUT_LIMIT = 10.0
"""Where no instrument has a limit, the largest offer that is taken, in investments (assumption: a slip of the pen)."""


def read_amount(text: object, high: float) -> float:
    """An amount that a person entered, million CNY.

    Args:
        text: What was typed: a number with an optional decimal point and thousands separators.
        high: The largest amount that is taken.

    Raises:
        Refused: If it is not a finite number from 0 to `high`.
    """
    if isinstance(text, bool) or not isinstance(text, str | int | float) or len(str(text)) > MOST_TEXT:
        raise Refused("number")
    try:
        amount = float(str(text).replace(",", "").replace("，", ""))
    except ValueError:
        raise Refused("number") from None
    if not math.isfinite(amount):
        raise Refused("number")
    if amount < 0.0:
        raise Refused("negative")
    if amount > high + 1e-9 * max(1.0, high):
        raise Refused("limit", high=high)
    return min(amount, high)


@dataclass
class Contest:
    """A contest as far as it has come.

    Attributes:
        standing: The contest in the run.
        persons: Indices of the cities that persons play in it: those of them that are invited and have some room.
        agreed: What each has agreed to so far (open) or written down (sealed), million CNY.
        up_to: Offers up to which the office raises step by step without asking again (open).
        done: Who has given its last word.
    """

    standing: Standing
    persons: tuple[int, ...]
    agreed: dict[int, float] = field(default_factory=dict)
    up_to: dict[int, float] = field(default_factory=dict)
    done: set[int] = field(default_factory=set)
    _ascent: Ascent | None = None

    @classmethod
    def of(cls, standing: Standing, seats: Collection[int]) -> "Contest":
        """The contest at its beginning.

        Args:
            standing: Where the run stands.
            seats: Indices of the cities that persons play.
        """
        offers, room = standing.p.settlement.offers, rooms_left(standing.p, standing.row).total()
        invited = offers.invited[standing.row] & offers.feasible[standing.row] & (room > 0.0)
        persons = tuple(city for city in sorted(seats) if invited[city])
        contest = cls(standing, persons, dict.fromkeys(persons, 0.0))
        contest._go_on()
        return contest

    @property
    def open(self) -> bool:
        """Whether offers are raised in turn; otherwise they are written down unseen."""
        return self.standing.p.world.scenario.contest.format == "open"

    @property
    def increment(self) -> float:
        """Step of the score, million CNY."""
        return self.standing.p.world.scenario.contest.increment * self.investment

    @property
    def investment(self) -> float:
        """Of the project, million CNY."""
        return float(self.standing.p.block.investment[self.standing.row])

    @property
    def rooms(self) -> Rooms:
        """Room of each instrument when the contest opens, (C,), million CNY."""
        return rooms_left(self.standing.p, self.standing.row)

    def highest(self, city: int) -> float:
        """The largest offer that the city's instruments allow, million CNY."""
        room = float(self.rooms.total()[city])
        return room if math.isfinite(room) else WITHOUT_LIMIT * self.investment

    @property
    def ascent(self) -> Ascent | None:
        """How far the bidding has come; None where offers are sealed."""
        return self._ascent

    @property
    def question(self) -> Question | None:
        """Whose turn it is in an open contest."""
        return None if self._ascent is None else self._ascent.question

    def pending(self) -> tuple[int, ...]:
        """Cities whose word is waited for."""
        if self.open:
            return () if self.question is None else (self.question.city,)
        return tuple(city for city in self.persons if city not in self.done)

    @property
    def over(self) -> bool:
        """Whether nobody is waited for."""
        return not self.pending()

    def limits(self) -> dict[int, float]:
        """What each person is ready to give, by index of the city."""
        return dict(self.agreed)

    def raise_once(self, city: int, step: float | None = None) -> None:
        """Raise by one increment above the lead.

        Args:
            city: Index of the city.
            step: The offer that the person saw and agreed to; refused if the contest has gone on since.

        Raises:
            Refused: If it is not its turn, or its instruments do not reach so far.
        """
        question = self._turn(city)
        if step is not None and not math.isclose(step, question.step, rel_tol=1e-9, abs_tol=1e-9):
            raise Refused("moved_on")
        if question.step > self.highest(city):
            raise Refused("limit", high=self.highest(city))
        self.agreed[city] = question.step
        self._go_on()

    def raise_up_to(self, city: int, amount: object) -> None:
        """Raise step by step as long as one step asks for no more than this, and be asked again then.

        Raises:
            Refused: If it is not its turn, the amount is none, or it is less than one step.
        """
        question = self._turn(city)
        most = read_amount(amount, self.highest(city))
        if most < question.step:
            raise Refused("less_than_step", step=question.step)
        self.up_to[city] = most
        self._go_on()

    def last_word(self, city: int, amount: object) -> None:
        """Go up to this and no further; it need not be the city's turn.

        Raises:
            Refused: If the contest is over for the city, the amount is none, or less than it has agreed to already.
        """
        self._in(city)
        if not self.open:
            raise Refused("sealed")
        most = read_amount(amount, self.highest(city))
        if most < self.agreed[city]:
            raise Refused("lower", agreed=self.agreed[city])
        self._finish(city, most)

    def drop_out(self, city: int) -> None:
        """Offer no more than so far.

        Raises:
            Refused: If it is not its turn.
        """
        self._turn(city)
        self._finish(city, self.agreed[city])

    def hand_in(self, city: int, amount: object) -> None:
        """Write down a sealed offer, once.

        Raises:
            Refused: If offers are open, one was handed in already, or the amount is none.
        """
        self._in(city)
        if self.open:
            raise Refused("not_sealed")
        self._finish(city, read_amount(amount, self.highest(city)))

    def close_round(self) -> None:
        """Wait no longer: whoever is waited for offers no more than so far; sealed, nothing."""
        for city in self.pending():
            self._finish(city, self.agreed[city])

    def _finish(self, city: int, amount: float) -> None:
        self.agreed[city] = amount
        self.done.add(city)
        self._go_on()

    def _in(self, city: int) -> None:
        if city not in self.persons:
            raise Refused("not_invited")
        if city in self.done:
            raise Refused("done")
        if self.over:
            raise Refused("over")

    def _turn(self, city: int) -> Question:
        self._in(city)
        if not self.open:
            raise Refused("sealed")
        if self.question is None or self.question.city != city:
            raise Refused("not_your_turn")
        return self.question

    def _go_on(self) -> None:
        """Play on to the next question that no standing instruction answers."""
        if not self.open:
            return
        offers, row = self.standing.p.settlement.offers, self.standing.row
        backward = self.standing.p.world.scenario.contest.opening_order == "backward"
        while True:
            self._ascent = ascend(offers, row, self.increment, self.agreed, self.done, backward)
            question = self._ascent.question
            if question is None or question.step > self.up_to.get(question.city, -np.inf):
                return
            self.agreed[question.city] = question.step
