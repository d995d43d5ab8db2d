"""What a server was started with; pages read it and never change it."""

from dataclasses import dataclass, field
from typing import Final

from demo.catalogue import Catalogue, catalogue
from demo.preset import Preset
from demo.workers import Workers
from experiments.words import Language

REPLICATIONS: Final = 60
"""Replications of the bands, at most, unless the server is started with another number."""


@dataclass(frozen=True)
class Settings:
    """The settings of one server.

    Attributes:
        catalogue: Scenarios that it offers.
        language: Language of pages whose address names none.
        large: Whether pages are large by default, for a projector.
        host: Address that it listens on.
        port: Port that it listens on.
        replications: Replications of the bands of a page, at most.
        workers: Its processes.
    """

    catalogue: Catalogue = field(default_factory=catalogue)
    language: Language = "en"
    large: bool = False
    host: str = "127.0.0.1"
    port: int = 0
    replications: int = REPLICATIONS
    workers: Workers = field(default_factory=Workers)

    @property
    def local(self) -> bool:
        """Whether only this machine can reach it."""
        return self.host in ("127.0.0.1", "localhost", "::1")

    def start(self) -> Preset:
        """What a page shows whose link says nothing."""
        return Preset(self.catalogue.first)
