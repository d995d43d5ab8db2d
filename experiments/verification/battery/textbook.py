"""Pairs of the textbook games beside the simulator: one field of a game is changed."""

from dataclasses import replace
from typing import Final

from experiments.verification.battery.measures import posted_concession
from experiments.verification.battery.pair import Compared, Field, Pair, Setting, Shift, Trial
from experiments.verification.neighbours.capital_tax import CapitalTax
from experiments.verification.neighbours.research_spillovers import SharedResearch
from experiments.verification.neighbours.trade_cost import TradeCost


def common_rise(game: CapitalTax) -> Compared:
    """What each city gains when all raise their rates from those of the equilibrium, and nothing."""
    return game.gain_of_rise(), 0.0


PUBLIC_MONEY: Final = Pair("R6", "Zodrow & Mieszkowski 1986; Wilson 1986; derived", "neighbour", (
    Trial(Field(CapitalTax(5, public_money=2.0), "public_money", (2.0, 1.0)),
          ("γ = 2", "γ = 1"), "gain_of_common_rise", (">", "="), common_rise),
))  # fmt: skip


def together_and_apart(game: SharedResearch) -> Compared:
    """Research of each chosen together, and chosen apart."""
    return replace(game, joint=True).solved()[0], game.solved()[0]


SPILLOVER: Final = Pair("R8", "d'Aspremont & Jacquemin 1988", "neighbour", (
    Trial(Field(SharedResearch(0.75), "spillover", (0.75, 0.25)),
          ("β = 0.75", "β = 0.25"), "research_joint_own", (">", "<"), together_and_apart),
))  # fmt: skip

MOBILITY: Final = Setting("case_03_posted", "projects.match.scale_money", ("2.0", "1.0"))
TRADE: Final = Field(TradeCost(), "trade", (2.0, 1.0))

INTEGRATION: Final = Pair(
    "R9", "Anderson, de Palma & Thisse 1992; Haufler & Wooton 1999; derived", "neighbour",
    shifts=(
        Shift(MOBILITY, "μ = 2 → 1", "concession_before", ">", lambda world: posted_concession(world, "competition")),
        Shift(TRADE, "τ = 2 → 1", "stake_before", "<", lambda game: game.per_head()[1]),
    ),
)  # fmt: skip


def charge(game: TradeCost) -> Compared:
    """Tax of the larger country, and nothing."""
    return game.charge(), 0.0


SIZE: Final = Pair("R12", "Haufler & Wooton 1999; derived", "neighbour", (
    Trial(Field(TradeCost(), "large", (1.0, 3.0)), ("n_A/n_B = 1", "n_A/n_B = 3"), "tax_of_large", ("<", ">"), charge),
))  # fmt: skip
