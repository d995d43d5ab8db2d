"""The numbers that the page lets people turn: what the schema says of each, and the range of its slider."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Any, Final

from pydantic import BaseModel

from demo.preset import Refused
from sim.levers import LEVERS, Lever
from sim.schema import City, Scenario
from sim.schema.contest import Contest
from sim.schema.economy import Economy
from sim.schema.life import Life
from sim.schema.projects import Match, Outside

EVERY: Final = "*"
"""Stands for every city in a path."""


@dataclass(frozen=True, slots=True)
class Knob:
    """A number of the scenario with a slider.

    Attributes:
        name: Name in links.
        path: Where it stands in a scenario; `*` for every city.
        block: Model whose last field it is.
        low: Left end of the slider.
        high: Right end.
        step: Step of the slider.
        group: Group under which the page shows it.
    """

    name: str
    path: tuple[str, ...]
    block: type[BaseModel]
    low: float
    high: float
    step: float
    group: str

    @property
    def dotted(self) -> str:
        """The path as `--set` takes it."""
        return ".".join(self.path)


@dataclass(frozen=True, slots=True)
class LeverKnob:
    """A number of a lever on the right side with a slider; as `Knob`."""

    lever: str
    field: str
    low: float
    high: float
    step: float

    @property
    def block(self) -> type[Lever]:
        """The lever."""
        return LEVER_BY_NAME[self.lever]


KNOBS: Final[tuple[Knob, ...]] = (
    Knob("rivals", ("contest", "shortlist_size"), Contest, 1, 8, 1, "rivalry"),
    Knob("match", ("projects", "match", "scale"), Match, 0.0, 0.15, 0.005, "rivalry"),
    Knob("mobile", ("life", "mobile_share"), Life, 0.0, 0.5, 0.01, "rivalry"),
    Knob("outside", ("projects", "outside", "gap"), Outside, -0.3, 0.3, 0.01, "rivalry"),
    Knob("political", ("cities", EVERY, "political_weight"), City, 0.0, 0.1, 0.005, "officials"),
    Knob("rival_weight", ("cities", EVERY, "rival_weight"), City, 0.0, 0.9, 0.05, "officials"),
    Knob("funds", ("economy", "cost_of_public_funds"), Economy, 0.0, 0.6, 0.02, "accounting"),
    Knob("elsewhere", ("projects", "outside", "public_share"), Outside, 0.0, 1.0, 0.05, "accounting"),
)
"""The numbers of the scenario. Ends of the sliders are assumptions inside the schema's bounds: somewhat beyond the
declared ranges, so that people see where a result turns."""

LEVER_KNOBS: Final[tuple[LeverKnob, ...]] = (
    LeverKnob("land_price_floor", "level", 0.0, 1.5, 0.05),
    LeverKnob("subsidy_cap", "cap", 0.0, 0.25, 0.005),
    LeverKnob("revenue_sharing", "share", 0.0, 1.0, 0.05),
)
"""The numbers of levers."""

OWN_LEVERS: Final = (
    "land_price_floor", "subsidy_cap", "subsidy_ban", "information_sharing", "revenue_sharing", "joint_negotiation",
)  # fmt: skip
"""Levers that the page can add to the right side."""

STARTS: Final[Mapping[str, Mapping[str, float | str]]] = {
    "land_price_floor": {"basis": "land_cost", "level": 1.0},
    "subsidy_cap": {"cap": 0.08},
    "revenue_sharing": {"share": 1.0, "contract": "benefit_only"},
}
"""What a lever starts from that the page adds; assumptions, as in the worked case."""

CHOICES: Final[Mapping[tuple[str, str], tuple[str, ...]]] = {
    ("revenue_sharing", "contract"): ("benefit_only", "net_split", "leakage"),
    ("land_price_floor", "basis"): ("land_cost", "list_price", "land_grade"),
}
"""Words that a setting of a lever may take on the page."""

LEVER_BY_NAME: Final[dict[str, type[Lever]]] = {str(lever.model_fields["lever"].default): lever for lever in LEVERS}
"""Every lever by the word that scenario files use."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the schema says of a number.

    Attributes:
        en: Title in English.
        zh: Title in Chinese.
        unit: Unit.
        source: Source as the schema gives it.
        whole: Whether it is a whole number.
        ge: Smallest allowed value.
        le: Largest allowed value.
        default: Value when a file says nothing.
    """

    en: str
    zh: str
    unit: str
    source: str
    whole: bool
    ge: float | None
    le: float | None
    default: Any


@cache
def facts(block: type[BaseModel], name: str) -> Facts:
    """What the schema says of a field."""
    found = block.model_fields[name]
    extra: dict[str, Any] = found.json_schema_extra if isinstance(found.json_schema_extra, dict) else {}
    limits = {kind: getattr(one, kind) for one in found.metadata for kind in ("ge", "le") if hasattr(one, kind)}
    return Facts(
        en=found.title or name,
        zh=str(extra.get("title_zh", name)),
        unit=str(extra.get("unit", "-")),
        source=str(extra.get("source", "")),
        whole="int" in str(found.annotation),
        ge=limits.get("ge"),
        le=limits.get("le"),
        default=None if found.is_required() else found.get_default(),
    )


def knob_facts(knob: Knob | LeverKnob) -> Facts:
    """What the schema says of a knob's number."""
    return facts(knob.block, knob.path[-1] if isinstance(knob, Knob) else knob.field)


def by_name(name: str) -> Knob:
    """The knob of a name in a link.

    Raises:
        Refused: If there is none.
    """
    for knob in KNOBS:
        if knob.name == name:
            return knob
    names = [knob.name for knob in KNOBS]
    close = get_close_matches(name, names, n=1)
    raise Refused("knob", value=name, allowed=", ".join(close or names))


def checked(knob: Knob | LeverKnob, value: float) -> float | int:
    """A value as the schema wants it.

    Raises:
        Refused: If the schema does not allow it.
    """
    said = knob_facts(knob)
    low, high = said.ge, said.le
    out = (low is not None and value < low) or (high is not None and value > high)
    if out or (said.whole and value != int(value)):
        name = knob.name if isinstance(knob, Knob) else f"{knob.lever}.{knob.field}"
        raise Refused("bounds", name=name, value=f"{value:g}", low=_bound(low), high=_bound(high))
    return int(value) if said.whole else float(value)


def _bound(value: float | None) -> str:
    return "-" if value is None else f"{value:g}"


def current(scenario: Scenario, knob: Knob) -> float | None:
    """The number that a scenario has at a knob: the mean where cities differ, None where nothing is set."""
    if knob.path[1] == EVERY:
        values = [float(getattr(city, knob.path[2])) for city in scenario.cities.values()]
        return sum(values) / len(values)
    place: Any = scenario
    for part in knob.path:
        place = getattr(place, part)
    return None if place is None else float(place)


def moves(scenario: Scenario, knob: Knob) -> bool:
    """Whether a knob does anything in a scenario: stylised projects have no formulas behind their numbers."""
    drawn = scenario.projects.stylised is None
    return drawn or knob.name not in ("match", "outside", "elsewhere")
