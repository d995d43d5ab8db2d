"""Offer all it is worth."""

from typing import ClassVar, Literal

from sim.quantity import choice
from sim.strategies.strategy import BidderView, Floats, Strategy


class Truthful(Strategy):
    """Offer the reservation: offer = reservation."""

    title: ClassVar = ("Truthful", "如实报价")
    idea: ClassVar = "Dominant in ascending and second-price contests, following Vickrey 1961."

    name: Literal["truthful"] = choice("truthful", en="Name", zh="名称")

    def offers(self, view: BidderView) -> Floats:
        return view.reservation
