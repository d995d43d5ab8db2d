"""Levers of coordinated policy: one readable unit each, found by looking into the catalogue."""

from typing import TYPE_CHECKING, Annotated, Union

from pydantic import Field

from sim.levers.agreement import Agreement
from sim.levers.lever import Lever, LeverContext, RealLever, Setting
from sim.levers.pact import Pact
from sim.levers.single import SINGLE_LEVERS

LEVERS: tuple[type[Lever], ...] = (Agreement, *SINGLE_LEVERS)
"""Every lever: those of the catalogue, and the agreement that wraps them."""

if TYPE_CHECKING:
    type LeverSpec = Lever
else:
    LeverSpec = Annotated[Union[LEVERS], Field(discriminator="lever")]  # noqa: UP007

__all__ = ["LEVERS", "Agreement", "Lever", "LeverContext", "LeverSpec", "Pact", "RealLever", "Setting"]
