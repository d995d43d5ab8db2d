"""Strategies: how a city turns what a project is worth to it into an offer."""

from typing import TYPE_CHECKING, Annotated, Union

from pydantic import Field

from sim.catalogue import entries
from sim.strategies.catalogue.counterfactual import Counterfactual
from sim.strategies.catalogue.directional import Directional
from sim.strategies.catalogue.shaded import Shaded
from sim.strategies.catalogue.truthful import Truthful
from sim.strategies.strategy import OfferFunction, OfferRule, Strategy
from sim.strategies.view import BidderView, Feedback, Seen

STRATEGIES: tuple[type[Strategy], ...] = entries("sim.strategies.catalogue", Strategy)
"""Every strategy of the catalogue."""

if TYPE_CHECKING:
    type StrategySpec = Strategy
else:
    StrategySpec = Annotated[Union[STRATEGIES], Field(discriminator="name")]  # noqa: UP007

__all__ = [
    "STRATEGIES",
    "BidderView",
    "Counterfactual",
    "Directional",
    "Feedback",
    "OfferFunction",
    "OfferRule",
    "Seen",
    "Shaded",
    "Strategy",
    "StrategySpec",
    "Truthful",
]
