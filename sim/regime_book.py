"""The regimes that dated levers lead to: settings applied, clashes found, those who left an agreement left out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.levers.lever import Lever, LeverContext, Setting
from sim.levers.pact import Pact
from sim.regime import Regime, baseline, lever_context
from sim.schema import Scenario

type Flags = NDArray[np.bool_]
type Labels = NDArray[np.int64]

type Place = tuple[int, ...]
"""Number of a lever in its regime, and of a lever inside it."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two levers of a regime that set the same quantity of the same city in the same period.

    Attributes:
        regime: Number of the regime.
        first: Place of one: its number, and that of the lever inside it if it is an agreement.
        second: Place of the other.
        quantity: Field of the regime.
        city: Key of the city.
        period: Index of the first such period.
    """

    regime: int
    first: "Place"
    second: "Place"
    quantity: str
    city: str
    period: int


def _month(date: str) -> float:
    year, month, day = (int(part) for part in date.split("-"))
    return 12 * year + month - 1 + (day - 1) / 31


def active_periods(lever: Lever, scenario: Scenario) -> range:
    """Periods in which a lever is in force: those that begin on or after its start and before its end."""
    time = scenario.time
    begins = [12 * time.start_year + 12 * p / time.periods_per_year for p in range(time.periods)]
    first = 0 if lever.start is None else sum(begin < _month(lever.start) for begin in begins)
    last = time.periods if lever.end is None else sum(begin < _month(lever.end) for begin in begins)
    return range(first, max(first, last))


def carried_out(setting: Setting, current: NDArray[Any], acting: Flags | None) -> tuple[Flags, NDArray[Any]]:
    """Where a half-implemented setting holds, and at what value; with implementation 1 it is what the lever says.

    With m the share that is carried out: a limit becomes limit/m; another number moves from what it was by
    m·(setting - what it was); terms of the lever (its error, its cost) stay. What cannot be half done - a ban, a
    map, a label, a limit of 0 - holds where the city acts in this period.

    Args:
        setting: The setting.
        current: What holds without it, in the shape of the regime's field.
        acting: (C,) cities that carry out such parts in this period; None where all do.
    """
    mask, value, share = setting.mask, np.broadcast_to(setting.value, setting.mask.shape), setting.implementation
    whole = current.dtype.kind != "f"
    nothing = np.zeros(mask.shape, dtype=bool) if not setting.limit else np.asarray(value == 0.0)
    if acting is not None and (whole or nothing.any()):
        acts = acting.reshape(-1, *(1,) * (mask.ndim - 1))
        mask = mask & (acts | ~(nothing | whole))
        if current.dtype.kind == "i" and mask.any():
            value = np.full(mask.shape, int(mask.argmax()))
    if share == 1.0 or setting.term or whole:
        return mask, value
    if setting.limit:
        loose = np.asarray(value, dtype=float) / share if share > 0 else np.full_like(current, np.inf)
        return mask, np.where(nothing, 0.0, loose)
    before = np.zeros(mask.shape) if setting.add else np.broadcast_to(current, mask.shape)
    if share == 0.0:
        return mask, before
    # From no limit or to none there is no part of the way: then it is a limit like the others.
    endless = np.isinf(before) | np.isinf(value)
    start, goal = np.where(endless, 0.0, before), np.where(endless, 0.0, value)
    return mask, np.where(endless, value / share, start + share * (goal - start))


def _apply(
    base: Regime,
    levers: list[tuple[int, Lever]],
    context: LeverContext,
    on_conflict: Callable[[Place, Place, str, int], None],
    absences: Mapping[int, "Absence"] = MappingProxyType({}),
) -> Regime:
    values: dict[str, Any] = {each.name: getattr(base, each.name) for each in fields(base)}
    owner: dict[str, Labels] = {}
    places: list[Place] = []
    for index, lever in levers:
        absent = absences.get(index)
        inside = context if absent is None else replace(context, bound=~absent.out, acting=~absent.idle)
        for setting in lever.settings(inside):
            place = (index,) if setting.inside is None else (index, setting.inside)
            current = values[setting.quantity]
            mask, value = carried_out(setting, current, inside.acting)
            if setting.add:
                values[setting.quantity] = current + np.where(mask, value, 0.0)
                continue
            before = owner.setdefault(setting.quantity, np.full(current.shape, -1))
            clash = mask & (before >= 0)
            if clash.any():
                position = np.argwhere(clash)[0]
                on_conflict(places[before[tuple(position)]], place, setting.quantity, int(position[0]))
            owner[setting.quantity] = np.where(mask, len(places), before)
            places.append(place)
            value = np.minimum(value, current) if setting.limit else value
            value = np.maximum(value, current) if setting.raises else value
            values[setting.quantity] = np.where(mask, value, current).astype(current.dtype)
    for array in values.values():
        array.setflags(write=False)
    return Regime(**values)


@dataclass(frozen=True, slots=True)
class Absence:
    """Who is out of a lever that members may break, and who does not act on it in this period; (C,) each."""

    out: Flags
    idle: Flags

    @property
    def key(self) -> bytes:
        """Equal for equal absences."""
        return self.out.tobytes() + self.idle.tobytes()


def conflicts(scenario: Scenario) -> list[Conflict]:
    """Settings that clash, at most one for each pair of levers and quantity; empty when a scenario is sound."""
    base, context, keys = baseline(scenario), lever_context(scenario), tuple(scenario.cities)
    found: dict[tuple[int, Place, Place, str], Conflict] = {}
    for number, entry in enumerate(scenario.regimes):
        active = [active_periods(lever, scenario) for lever in entry.levers]
        for period in sorted({span.start for span in active if span} | {0}):
            levers = [(i, lever) for i, lever in enumerate(entry.levers) if period in active[i]]

            def note(first: Place, second: Place, name: str, city: int, n: int = number, p: int = period) -> None:
                found.setdefault((n, first, second, name), Conflict(n, first, second, name, keys[city], p))

            _apply(base, levers, context, note)
    return list(found.values())


def _refuse(first: Place, second: Place, name: str, city: int) -> None:
    raise ValueError(f"levers {first} and {second} both set {name} of city {city}; a loaded scenario has no such pair")


@dataclass(frozen=True)
class RegimeBook:
    """The regimes that one list of levers can lead to, compiled when first asked for.

    Attributes:
        base: The world without levers.
        context: What levers may look at.
        levers: The levers, in the order of the file.
        active: Periods in which each is in force.
        made: Regimes by what they were made from.
        compiled: The same in the order in which they were made.
    """

    base: Regime
    context: LeverContext
    levers: tuple[Lever, ...]
    active: tuple[range, ...]
    made: dict[tuple[Any, ...], Regime] = field(default_factory=dict)
    compiled: list[Regime] = field(default_factory=list)

    def of(self, period: int, absences: Mapping[int, Absence] = MappingProxyType({})) -> Regime:
        """The regime of a period, given who is out of which lever, by its number; equal ones are one object."""
        levers = [i for i, span in enumerate(self.active) if period in span]
        absent = {i: absences[i] for i in levers if i in absences and (absences[i].out | absences[i].idle).any()}
        key = (*levers, *((i, each.key) for i, each in absent.items()))
        if key not in self.made:
            self.made[key] = _apply(self.base, [(i, self.levers[i]) for i in levers], self.context, _refuse, absent)
            self.compiled.append(self.made[key])
        return self.made[key]

    def members_of(self, pact: Pact) -> Flags:
        """Which governments may keep or break an agreement, (C,); a joint park is none: its owners decide."""
        return pact.members_of(self.context) & self.base.site_open

    def number(self, regime: Regime) -> int:
        """The place of a regime among the compiled ones."""
        return next(i for i, one in enumerate(self.compiled) if one is regime)


def open_book(scenario: Scenario, key: str) -> RegimeBook:
    """The book of a scenario's regime of that key.

    Raises:
        KeyError: If the scenario has no regime of that key.
    """
    entries = {entry.key: entry for entry in scenario.regimes}
    if key not in entries:
        raise KeyError(f"no regime {key!r}; there are {', '.join(entries)}")
    entry = entries[key]
    active = tuple(active_periods(lever, scenario) for lever in entry.levers)
    return RegimeBook(baseline(scenario), lever_context(scenario), entry.levers, active)


def compile_regime(scenario: Scenario, key: str) -> tuple[Regime, ...]:
    """The regime of every period, (periods,), as long as every member keeps every agreement.

    Periods with the same levers share one object.

    Raises:
        KeyError: If the scenario has no regime of that key.
    """
    book = open_book(scenario, key)
    return tuple(book.of(period) for period in range(scenario.time.periods))
