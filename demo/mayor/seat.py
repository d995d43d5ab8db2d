"""The strategy of a city that a person, or another strategy, plays in some contests."""

from dataclasses import replace
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from pydantic import PrivateAttr

from sim.strategies import BidderView, Feedback, Strategy
from sim.strategies.view import INFORMATION

type Floats = NDArray[np.float64]


class Seat(Strategy):
    """A city whose own strategy ("the staff") makes all offers but those that somebody else decides.

    In an entrusted contest the offer is the one that a person has decided on, or that of a stand-in; until then it is
    the staff's. Both strategies learn from all that the city saw. Without entrusted contests it is the staff's
    strategy, number for number.
    """

    title: ClassVar = ("Taken seat", "由人担任的席位")
    idea: ClassVar = ("A person decides on some of the projects", "部分项目由人决定报价")
    rule: ClassVar = "offer = decided where decided, else the staff's"
    sources: ClassVar = "its player"
    information: ClassVar = frozenset(INFORMATION)
    remembers: ClassVar = "what the staff and the stand-in remember"
    learns: ClassVar = True
    by_project: ClassVar = False

    _staff: Strategy = PrivateAttr()
    _stand_in: Strategy = PrivateAttr()
    _entrusted: dict[tuple[int, int], tuple[float, float | None]] = PrivateAttr(default_factory=dict)

    def __init__(self, staff: Strategy, stand_in: Strategy | None = None) -> None:
        """Let a strategy do what nobody else decides.

        Args:
            staff: The city's own strategy.
            stand_in: What decides in entrusted contests while no offer is given; the staff if none.
        """
        super().__init__(name="seat")
        self._staff = staff
        self._stand_in = staff if stand_in is None else stand_in

    def entrust(self, period: int, row: int, investment: float, offer: float | None = None) -> None:
        """Take one project of a period out of the staff's hands.

        Args:
            period: Index of the period.
            row: Row of the project in it.
            investment: Its expected investment, by which it is known again.
            offer: The concession decided on, million CNY; the stand-in's if None.
        """
        self._entrusted[period, row] = investment, offer

    def initial_memory(self) -> Floats:
        """Both memories, one behind the other."""
        return np.concatenate([self._staff.initial_memory(), self._stand_in.initial_memory()])

    def _memories(self, memory: Floats) -> tuple[Floats, Floats]:
        split = self._staff.initial_memory().size
        return memory[:split], memory[split:]

    def offers(self, view: BidderView) -> Floats:
        """The staff's offers, but for those that somebody else decides."""
        staff, stand_in = self._memories(view.memory)
        offers = self._staff.offers(replace(view, memory=staff)).copy()
        entrusted = [
            (row, offer)
            for (period, row), (investment, offer) in self._entrusted.items()
            if period == view.period and row < offers.size and view.investment[row] == investment
        ]
        if any(offer is None for _, offer in entrusted):
            proposed = self._stand_in.offers(replace(view, memory=stand_in))
        for row, offer in entrusted:
            offers[row] = proposed[row] if offer is None else offer
        return offers

    def learn(self, memory: Floats, feedback: Feedback) -> Floats:
        """Both learn from the same period."""
        staff, stand_in = self._memories(memory)
        return np.concatenate([self._staff.learn(staff, feedback), self._stand_in.learn(stand_in, feedback)])
