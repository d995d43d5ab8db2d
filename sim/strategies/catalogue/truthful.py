"""Offer all it is worth."""

from typing import ClassVar, Literal

from sim.quantity import choice
from sim.strategies.strategy import Strategy


class Truthful(Strategy):
    """Offer the reservation: offer = reservation."""

    title: ClassVar = ("Truthful", "如实报价")
    idea: ClassVar = (
        "Offer what it is worth: dominant in ascending and second-price contests",
        "按价值如实报价：在公开竞价和次价规则下为占优策略",
    )
    rule: ClassVar = "offer = reservation"
    sources: ClassVar = "following Vickrey 1961"
    by_project: ClassVar = True

    name: Literal["truthful"] = choice("truthful", en="Name", zh="名称")

    @property
    def share_offered(self) -> float:
        return 1.0
