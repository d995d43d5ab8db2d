"""Colours, markers and line styles: the same city and the same regime look the same in every figure.

They go by the order of keys in the scenario; where there are more regimes than colours, those with real levers are
counted apart, since figures never mix the two.
Cities take the colours of Okabe & Ito 2008, regimes the muted ones of Tol 2021 and a dark brown, so that a city is
never mistaken for a regime; both sets can be told apart by readers with a colour vision deficiency, and markers and
dashes repeat what colour says.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from experiments.kinds import kind_of
from sim.schema import Scenario

type Dash = tuple[int, tuple[float, ...]]

CITY_COLOURS: Final = (
    "#0072B2",  # blue
    "#D55E00",  # vermillion
    "#009E73",  # bluish green
    "#CC79A7",  # reddish purple
    "#E69F00",  # orange
    "#56B4E9",  # sky blue
    "#7F0000",  # dark red
    "#4A12A8",  # violet
)
REGIME_COLOURS: Final = (
    "#4D4D4D",  # dark grey: the first regime, which the others are compared with
    "#332288",  # indigo
    "#44AA99",  # teal
    "#CC6677",  # rose
    "#999933",  # olive
    "#AA4499",  # purple
    "#117733",  # green
    "#88CCEE",  # cyan
    "#DDCC77",  # sand
    "#5A2A00",  # dark brown, in place of Tol's wine, which readers with deuteranopia take for the grey
)
MOST_REGIMES: Final = len(REGIME_COLOURS) - 1
"""Regimes besides the first one that have a colour of their own."""

MARKERS: Final = ("o", "s", "^", "D", "v", "P", "p", "h", "<", ">", "*")
DASHES: Final[tuple[Dash, ...]] = (
    (0, ()),
    (0, (6, 1.5)),
    (0, (2.5, 1.5)),
    (0, (6, 1.5, 1.5, 1.5)),
    (0, (1.2, 1.2)),
)
INSTRUMENT_COLOURS: Final = {"land": "#5B3A1E", "rebate": "#B08452", "cash": "#EBD9B4"}
"""From dark to light, so that they differ in print without colour."""

VERDICT_COLOURS: Final = {"gain": "#2166AC", "open": "#D5D5D5", "loss": "#E08214"}
"""Gain, neither, loss: blue and orange, which readers with any colour vision deficiency tell apart (Brewer's PuOr)."""

INK: Final = "#222222"
SOFT: Final = "#6B6B6B"
GRID: Final = "#E4E4E4"
OUTSIDE: Final = "#8A8A8A"


@dataclass(frozen=True, slots=True)
class Mark:
    """How one city or one regime looks.

    Attributes:
        colour: Of lines, markers and bars.
        marker: Shape of its points.
        dash: Pattern of its lines.
    """

    colour: str
    marker: str
    dash: Dash

    @property
    def ink(self) -> str:
        """The colour, darkened until it can be read as text on white."""
        return ink(self.colour)


def city_marks(scenario: Scenario) -> dict[str, Mark]:
    """The look of every city, by key."""
    return _marks(scenario.cities, CITY_COLOURS)


def regime_marks(scenario: Scenario) -> dict[str, Mark]:
    """The look of every regime, by key; the grey of the first one is nobody else's."""
    first, *others = [regime.key for regime in scenario.regimes]
    if len(others) <= MOST_REGIMES:
        return _marks([first, *others], REGIME_COLOURS)
    real = [key for key in others if kind_of(scenario, key) == "real"]
    rest = [key for key in others if key not in real]
    both = _marks(rest, REGIME_COLOURS[1:], 1) | _marks(real, REGIME_COLOURS[1:], 1)
    return _marks([first], REGIME_COLOURS) | {key: both[key] for key in others}


def _marks(keys: Iterable[str], colours: tuple[str, ...], start: int = 0) -> dict[str, Mark]:
    return {
        key: Mark(colours[i % len(colours)], MARKERS[(start + i) % len(MARKERS)], DASHES[(start + i) % len(DASHES)])
        for i, key in enumerate(keys)
    }


def ink(colour: str, contrast: float = 4.5) -> str:
    """A colour darkened until its contrast with white reaches what WCAG 2 asks of text."""
    channels = [int(colour[i : i + 2], 16) / 255.0 for i in (1, 3, 5)]
    share = 1.0
    while 1.05 / (_luminance([share * c for c in channels]) + 0.05) < contrast:
        share -= 0.02
    return "#" + "".join(f"{round(255 * share * c):02X}" for c in channels)


def _luminance(channels: list[float]) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
