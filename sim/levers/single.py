"""The levers that stand alone or inside an agreement: everything in the catalogue."""

from typing import TYPE_CHECKING, Annotated, Union

from pydantic import Field

from sim.catalogue import entries
from sim.levers.lever import Lever

SINGLE_LEVERS: tuple[type[Lever], ...] = entries("sim.levers.catalogue", Lever)
"""Every lever of the catalogue."""

if TYPE_CHECKING:
    type SingleSpec = Lever
else:
    SingleSpec = Annotated[Union[SINGLE_LEVERS], Field(discriminator="lever")]  # noqa: UP007
