"""What a page shows, as a value: a scenario, two regimes, numbers, dated levers, and where it stands.

A lesson, a link and the page itself all speak of it. `to_query` writes it into a link, `from_query` reads it back and
refuses with one sentence what is not allowed.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Final, Literal, Self

type Enforcement = Literal["stated", "chosen"]
"""`stated`: levers hold as the scenario says; `chosen`: every member keeps or breaks them as it pays."""

type Value = float | str

KEY: Final = re.compile(r"[a-z][a-z0-9_]{0,59}\Z")
SCENARIO: Final = re.compile(r"[a-z][a-z0-9_]{0,59}(/[a-z][a-z0-9_]{0,59})?\Z")
SLOT: Final = re.compile(r"[0-9]{1,3}/[0-9]{1,15}\Z")
LONGEST: Final = 200
"""Characters of a value in a link."""
MOST_PERIODS: Final = 400
MOST_REPLICATION: Final = 9_999


class Refused(ValueError):
    """Something in a link or in a lesson that is not allowed.

    Attributes:
        code: Key of the sentence in the words, without `page.refused.`.
        fields: Fields of that sentence.
    """

    def __init__(self, code: str, **fields: str) -> None:
        """Keep the sentence's key and fields."""
        super().__init__(f"{code}: {fields}")
        self.code = code
        self.fields = fields


@dataclass(frozen=True, slots=True)
class Preset:
    """What a page shows.

    Attributes:
        scenario: Name of a scenario that the server offers.
        left: Key of the regime on the left, the baseline; None for the first of the scenario.
        right: Key of the regime on the right; None for the first that is not the baseline.
        numbers: Numbers that replace those of the scenario, by the name of their knob.
        levers: Settings of levers on the right, by name of the lever and field; an empty table puts the lever there
            with its own defaults.
        switches: Periods at which a lever on the right goes on, off, on again and so forth; it is off before the
            first. A lever without an entry is on when the scenario says.
        enforcement: Whether the right side's levers hold as stated or are kept or broken by choice.
        audit_probability: Chance that a breach is audited, with `chosen`.
        penalty: Penalty of an audited breach, million CNY, with `chosen`.
        periods: Periods that are run; None for what the page can show at once.
        replication: Number of the replication that is shown: another one is other luck.
        period: Period that is shown first.
        deal: Deal that is followed: key of a watched project, or "period/slot"; None for the largest of the period.
    """

    scenario: str = "rongchang_longchang"
    left: str | None = None
    right: str | None = None
    numbers: Mapping[str, float] = field(default_factory=dict)
    levers: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    switches: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    enforcement: Enforcement = "stated"
    audit_probability: float = 0.0
    penalty: float = 0.0
    periods: int | None = None
    replication: int = 0
    period: int = 0
    deal: str | None = None

    def to_query(self) -> dict[str, str]:
        """The preset as fields of a link; what is as usual is left out."""
        usual = Preset(self.scenario)
        fields: dict[str, str] = {"scenario": self.scenario}
        for name in ("left", "right", "deal", "periods", "replication", "period", "enforcement"):
            value = getattr(self, name)
            if value != getattr(usual, name):
                fields[name] = str(value)
        for name in ("audit_probability", "penalty"):
            if getattr(self, name) != getattr(usual, name):
                fields[name] = _written(getattr(self, name))
        fields |= {f"k.{name}": _written(value) for name, value in self.numbers.items()}
        for lever, settings in self.levers.items():
            fields[f"lever.{lever}"] = "on"
            fields |= {f"lever.{lever}.{name}": _written(value) for name, value in settings.items()}
        fields |= {f"at.{lever}": ",".join(map(str, periods)) or "never" for lever, periods in self.switches.items()}
        return fields

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Self:
        """The preset of a link. Only its form is checked here; whether names exist is seen when it is used.

        Raises:
            Refused: If a field is not known, or its value is not what it should be.
        """
        plain: dict[str, Any] = {}
        numbers: dict[str, float] = {}
        levers: dict[str, dict[str, Value]] = {}
        switches: dict[str, tuple[int, ...]] = {}
        for name, value in query.items():
            if len(value) > LONGEST or len(name) > LONGEST:
                raise Refused("too_long", name=_shown(name))
            head, _, rest = name.partition(".")
            if name in ("scenario", "left", "right", "deal"):
                plain[name] = _named(name, value)
            elif name in ("periods", "replication", "period"):
                plain[name] = _whole(name, value)
            elif name in ("audit_probability", "penalty"):
                plain[name] = _number(name, value)
            elif name == "enforcement":
                if value not in ("stated", "chosen"):
                    raise Refused("choice", name=name, value=_shown(value), allowed="stated, chosen")
                plain[name] = value
            elif head == "k" and rest:
                numbers[_key(name, rest)] = _number(name, value)
            elif head == "at" and rest:
                switches[_key(name, rest)] = _periods(name, value)
            elif head == "lever" and rest:
                lever, _, setting = rest.partition(".")
                settings = levers.setdefault(_key(name, lever), {})
                if setting:
                    settings[_key(name, setting)] = _read(name, value)
                elif value != "on":
                    raise Refused("choice", name=_shown(name), value=_shown(value), allowed="on")
            else:
                raise _unknown(name)
        return cls(**plain, numbers=numbers, levers=levers, switches=switches)


FIELDS: Final = (
    "scenario", "left", "right", "deal", "periods", "replication", "period", "audit_probability", "penalty",
    "enforcement", "k.NAME", "lever.NAME", "lever.NAME.SETTING", "at.NAME",
)  # fmt: skip
"""Fields of a link that a preset knows."""


def _unknown(name: str) -> Refused:
    close = get_close_matches(name, FIELDS, n=1)
    return Refused("field", name=_shown(name), allowed=", ".join(close or FIELDS))


def _shown(text: str) -> str:
    """A text from a link as a message repeats it: short, and without control characters."""
    clean = "".join(c if c.isprintable() else "�" for c in text)
    return clean if len(clean) <= 60 else clean[:59] + "…"


def _key(name: str, text: str) -> str:
    if not KEY.match(text):
        raise _unknown(name)
    return text


def _named(name: str, value: str) -> str:
    more = {"deal": SLOT, "scenario": SCENARIO}.get(name, KEY)
    if not (KEY.match(value) or more.match(value)):
        raise Refused("name", name=name, value=_shown(value))
    return value


def _whole(name: str, value: str) -> int:
    most = MOST_REPLICATION if name == "replication" else MOST_PERIODS
    low = 1 if name == "periods" else 0
    if not (value.isascii() and value.isdecimal() and len(value) < 7 and low <= int(value) <= most):
        raise Refused("whole", name=name, value=_shown(value), low=str(low), high=str(most))
    return int(value)


def _number(name: str, value: str) -> float:
    try:
        number = float(value) if value.isascii() else math.nan
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise Refused("number", name=_shown(name), value=_shown(value))
    return number


def _periods(name: str, value: str) -> tuple[int, ...]:
    """Switching periods in rising order; "never" for none."""
    if value == "never":
        return ()
    found = tuple(_whole("period", part) for part in value.split(","))
    if list(found) != sorted(set(found)):
        raise Refused("rising", name=_shown(name), value=_shown(value))
    return found


def _read(name: str, value: str) -> Value:
    """A setting of a lever: a word or a number."""
    return value if KEY.match(value) else _number(name, value)


def _written(value: Value) -> str:
    return value if isinstance(value, str) else repr(float(value)).removesuffix(".0")
