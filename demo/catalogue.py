"""The scenarios that a server offers, by the name that links use."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Final

from demo.preset import Refused
from sim.scenario import Language, bundled, load
from sim.schema import Scenario

CASES: Final = (
    "rongchang_longchang", "yongchuan_contest", "neijiang_luzhou_rongchang", "chengdu_chongqing", "dazu_anyue_credit",
    "gaozhu_joint_park", "border_war_truce", "region",
)  # fmt: skip
"""Bundled scenarios that are offered, the worked case first."""

LESSONS: Final = tuple(name for name in bundled() if name.startswith("lessons/"))
"""Those of the lessons, which links name as well."""

OWN: Final = "own"
"""Name in links of a scenario file that the server was started with."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Where each scenario comes from.

    Attributes:
        sources: Name of a bundled scenario, or path of a file, by the name that links use.
        first: Name of the one that is shown when a link names none.
    """

    sources: Mapping[str, str]
    first: str

    def source(self, name: str) -> str:
        """What `sim.load` is to read.

        Raises:
            Refused: If the server does not offer it.
        """
        if name not in self.sources:
            close = get_close_matches(name, self.sources, n=1)
            raise Refused("scenario", value=name, allowed=", ".join(close or self.sources))
        return self.sources[name]


def catalogue(first: str | None = None, language: Language = "en") -> Catalogue:
    """The cases and lessons, and the scenario that the server is started with.

    Args:
        first: Name of a bundled scenario, or path of a file; None for the worked case.
        language: Language of the error text.

    Raises:
        sim.ScenarioError: If that scenario cannot be read.
    """
    sources = {name: name for name in (*CASES, *LESSONS)}
    if first is None:
        return Catalogue(sources, CASES[0])
    load(first, language=language)
    if first in bundled() and not Path(first).is_file():
        return Catalogue({first: first} | sources, first)
    return Catalogue({OWN: str(Path(first).resolve())} | sources, OWN)


@cache
def read(source: str) -> Scenario:
    """A scenario as its file says it; read once, since files that a server offers do not change under it."""
    return load(source)
