"""Offer a fixed share of what it is worth."""

from typing import ClassVar, Literal

from sim.quantity import ASSUMPTION, choice, quantity
from sim.strategies.strategy import Strategy


class Shaded(Strategy):
    """Offer a fixed share of the reservation: offer = share · reservation."""

    title: ClassVar = ("Shaded", "打折报价")
    idea: ClassVar = (
        "Keep a margin in sealed contests; with uniform values and n bidders (n-1)/n is the equilibrium",
        "密封报价时留有余地；价值均匀分布、n个竞标者时均衡比例为(n-1)/n",
    )
    rule: ClassVar = "offer = share·reservation"
    sources: ClassVar = "following Vickrey 1961"
    by_project: ClassVar = True

    name: Literal["shaded"] = choice("shaded", en="Name", zh="名称")
    share: float = quantity(
        0.75,
        en="Share of the reservation offered",
        zh="报价占保留价比例",
        unit="share",
        ge=0,
        le=1,
        source=ASSUMPTION,
    )

    @property
    def share_offered(self) -> float:
        return self.share
