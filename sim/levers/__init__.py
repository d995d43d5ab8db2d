"""Levers of coordinated policy: one readable unit each, found by looking into the catalogue."""

from typing import TYPE_CHECKING, Annotated, Union

from pydantic import Field

from sim.catalogue import entries
from sim.levers.lever import Lever, LeverContext, RealLever, Setting

LEVERS: tuple[type[Lever], ...] = entries("sim.levers.catalogue", Lever)
"""Every lever of the catalogue."""

if TYPE_CHECKING:
    type LeverSpec = Lever
else:
    LeverSpec = Annotated[Union[LEVERS], Field(discriminator="lever")]  # noqa: UP007

__all__ = ["LEVERS", "Lever", "LeverContext", "LeverSpec", "RealLever", "Setting"]
