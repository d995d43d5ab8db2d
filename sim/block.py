"""A block: the projects that arrive in one period and their luck, drawn once, the same under every regime."""

from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.lots import Columns, Lot, in_turn
from sim.streams import STREAMS, Luck

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]
type Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Block:
    """The projects that arrive in one period, in order of arrival. P projects, C cities, money million CNY.

    Attributes:
        period: Index of the period.
        slot: (P,) number of the project within its period: its slot in the candidate pool, -1 - i for watched
            lead i, the number of a listed lead; from `ANCHOR_SLOT` and `SUPPLIER_SLOT` on for those.
        lead: (P,) index of the watched lead, -1 for others.
        kind: (P,) index in `sim.lots.KINDS`.
        industry: (P,) index of the industry, -1 for stylised projects.
        investment: (P,) expected realised investment.
        land: (P,) mu.
        jobs: (P,) persons.
        tax: (P,) yearly tax of all tiers at maturity.
        capital_return: (P,) yearly cash return on investment at the reference site.
        debt_share: (P,) debt-financed share.
        inside_share: (P,) share owned inside the region.
        contestable: (P,) whether the firm solicits rival offers.
        priority: (P,) whether it is a priority project under the land rules.
        domestic: (P,) whether its alternative is in the country.
        origin: (P,) index of the home city, -1 for firms from outside the region.
        private: (P,) whether the firm is private.
        borrower: (P,) 1 for a good borrower, -1 for a bad one, as a lead says; 0 if it is drawn.
        good: (P,) whether it is a good borrower; lenders see it only in its record.
        candidate: (P, C) whether the firm looks at the city at all.
        assigned_host: (P,) where the upper tier puts it, -1 for by the rule, or for a project that is not assigned.
        suppliers: (P,) suppliers that it may bring if it is an anchor.
        anchor_period: (P,) period of its anchor if it is a supplier, else -1.
        anchor_slot: (P,) number of its anchor in that period, else -1.
        match_scale: (P,) money value of one unit of the match, million CNY.
        outside: (P,) outside option, -inf if the firm cannot leave.
        site_value: (P, C) of stylised projects, else None.
        public_value: (P, C) of stylised projects, else None.
        incumbent: (P,) index of the city where the firm already is, -1 for new projects.
        years: (P,) years of the plant's life that the contest is about.
        capital_needed: (P,) capital to be spent at a new site, share of investment: 1 for new projects, the cost of
            moving for firms that are somewhere already.
        share_left: (P,) share of match and spillover that is left: years over the life of a new plant.
        closes: (P,) first period after the plant's closure, far away where it is not known yet.
        founded: (P,) period in which the plant was founded, below 0 for firms that were there before the run.
        luck: The luck of the replication.
        cities: Keys of the cities.
        lots: Where the luck of each project comes from.
        drawn: Streams that have been drawn.
        everywhere: (P, C) where each could look before a run narrowed it; None if none did.
        whole: The block that these projects were chosen from, if they were.
        rows: (P,) where they stand in it.
        parts: Blocks of which this one is made, one behind the other; empty if it is of one piece.
        standard: The match of these firms and sites in units of its scale, (P, C); None where no site matches better.
        apart: Whether what is drawn by city is drawn for these projects alone, where `whole` has too many.
    """

    period: int
    slot: Ints
    lead: Ints
    kind: Ints
    industry: Ints
    investment: Floats
    land: Floats
    jobs: Floats
    tax: Floats
    capital_return: Floats
    debt_share: Floats
    inside_share: Floats
    contestable: Flags
    priority: Flags
    domestic: Flags
    origin: Ints
    private: Flags
    borrower: Ints
    good: Flags
    candidate: Flags
    assigned_host: Ints
    suppliers: Ints
    anchor_period: Ints
    anchor_slot: Ints
    match_scale: Floats
    outside: Floats
    site_value: Floats | None
    public_value: Floats | None
    incumbent: Ints
    years: Floats
    capital_needed: Floats
    share_left: Floats
    closes: Ints
    founded: Ints
    luck: Luck
    cities: tuple[str, ...]
    lots: tuple[Lot, ...]
    drawn: dict[str, Floats] = field(default_factory=dict)
    everywhere: Flags | None = None
    whole: "Block | None" = None
    rows: Ints | None = None
    parts: tuple["Block", ...] = ()
    standard: "Callable[[Block], Floats] | None" = None
    apart: bool = False

    @cached_property
    def match(self) -> Floats:
        """Money value of the match of each firm and site, (P, C), million CNY: match_scale_p·m_pc."""
        if self.parts:
            return np.concatenate([part.match for part in self.parts])
        if self.standard is None:
            return np.zeros((self.count, len(self.cities)))
        if self.whole is not None and self.rows is not None and not self.apart:
            return self.whole.match.take(self.rows, axis=0)
        return self.match_scale[:, None] * self.standard(self)

    @cached_property
    def at_home(self) -> Flags | None:
        """(P, C) whether the firm is there already; None where all projects are new."""
        if (self.incumbent < 0).all():
            return None
        return np.arange(len(self.cities)) == self.incumbent[:, None]

    @cached_property
    def land_needed(self) -> Floats:
        """Land to be transferred, (P, 1), or (P, C) where some firms have a site already, mu."""
        home = self.at_home
        return self.land[:, None] if home is None else np.where(home, 0.0, self.land[:, None])

    @property
    def count(self) -> int:
        """Number of projects."""
        return self.slot.size

    @property
    def pairs(self) -> int:
        """Number of pairs of project and city."""
        return self.count * len(self.cities)

    @property
    def stylised(self) -> bool:
        """Whether the projects are numbers in place of formulas."""
        return self.site_value is not None

    def cut(self, period: int, rows: slice, lots: tuple[Lot, ...]) -> "Block":
        """The part of a block made for several periods that arrives in one of them, with what has been drawn for it.

        Args:
            period: Index of that period.
            rows: Where its projects stand.
            lots: Where their luck comes from.
        """
        values: dict[str, Any] = {name: getattr(self, name) for name in FIELDS}
        part: dict[str, Any] = {
            name: value[rows] if isinstance(value, np.ndarray) else value for name, value in values.items()
        }
        drawn = {name: numbers[rows] for name, numbers in self.drawn.items()}
        made = Block(**part | {"period": period, "lots": lots, "drawn": drawn})
        if "match" in self.__dict__:
            made.__dict__["match"] = self.match[rows]
        return made

    def draw(self, stream: str) -> Floats:
        """A stream "by city" for these projects, (P, C), drawn when first asked for."""
        if stream not in self.drawn:
            if self.apart and self.whole is not None and self.rows is not None:
                self.drawn[stream] = self.whole.draw_some(stream, self.rows, self.cities)
            elif self.parts:
                self.drawn[stream] = drawn = np.empty((self.count, len(self.cities)))
                for part, rows in zip(self.parts, in_turn(part.count for part in self.parts), strict=True):
                    part._draw_into(stream, drawn[rows])
            elif self.whole is not None and self.rows is not None:
                self.drawn[stream] = self.whole.draw(stream).take(self.rows, axis=0)
            else:
                self.drawn[stream] = self.draw_at(stream, self.cities)
        return self.drawn[stream]

    def _draw_into(self, stream: str, table: Floats) -> None:
        """Put a stream "by city" where it is wanted."""
        if stream in self.drawn or self.whole is None or self.rows is None:
            table[:] = self.draw(stream)
        else:
            self.whole.draw(stream).take(self.rows, axis=0, out=table, mode="clip")  # "raise" would buffer

    def _in_parts(self, rows: Ints) -> Iterator[tuple["Block", Ints]]:
        """Some projects in their order part by part: each part, and where they stand in it."""
        for part, span in zip(self.parts, in_turn(part.count for part in self.parts), strict=True):
            yield part, rows[(rows >= span.start) & (rows < span.stop)] - span.start

    def draw_some(self, stream: str, rows: Ints, keys: tuple[str, ...]) -> Floats:
        """A stream of one number for each project and key for some of these projects, in their order, (rows, keys).

        Nothing is kept. Asked for one stretch after the other, the stream of the pool is read on and not drawn again.
        """
        if stream in self.drawn and keys == self.cities:
            return self.drawn[stream][rows]
        if self.parts:
            return np.concatenate([part.draw_some(stream, within, keys) for part, within in self._in_parts(rows)])
        if self.whole is not None and self.rows is not None:
            return self.whole.draw_some(stream, self.rows[rows], keys)
        place = np.full(self.count, -1)
        place[rows] = np.arange(rows.size)
        drawn = np.empty((rows.size, len(keys)))
        for one in self.lots:
            asked = np.flatnonzero(place[one.rows] >= 0)
            drawn[place[one.rows[asked]]] = one.draw_some(self.luck, stream, keys, asked)
        return drawn

    def draw_at(self, stream: str, keys: tuple[str, ...]) -> Floats:
        """A stream of one number for each project and key, (P, keys); nothing is kept."""
        if self.parts:
            return np.concatenate([part.draw_at(stream, keys) for part in self.parts])
        if self.whole is not None and self.rows is not None:
            if self.apart:
                return self.whole.draw_some(stream, self.rows, keys)
            return self.whole.draw_at(stream, keys).take(self.rows, axis=0)
        if len(self.lots) == 1:
            return self.lots[0].draw_by_city(self.luck, stream, keys)
        drawn = np.empty((self.count, len(keys)))
        for one in self.lots:
            drawn[one.rows] = one.draw_by_city(self.luck, stream, keys)
        return drawn

    def draw_rows(self, stream: str, rows: Ints) -> Floats:
        """A stream "by city" for some of these projects, (rows, C), drawn only for the lots that they are of."""
        if self.whole is not None and self.rows is not None:
            return self.whole.draw_rows(stream, self.rows[rows])
        asked = np.zeros(self.count, dtype=bool)
        asked[rows] = True
        lots = tuple(number for number, one in enumerate(self.lots) if asked[one.rows].any())
        name = f"{stream} of {lots}"
        if name not in self.drawn:
            drawn = np.empty((self.count, len(self.cities)))
            for number in lots:
                one = self.lots[number]
                drawn[one.rows] = one.draw_by_city(self.luck, stream, self.cities)
            self.drawn[name] = drawn
        return self.drawn[name][rows]

    def draw_once(self, stream: str) -> Floats:
        """A stream of one number for each project, (P,), drawn when first asked for."""
        if stream not in self.drawn:
            if self.parts:
                self.drawn[stream] = np.concatenate([part.draw_once(stream) for part in self.parts])
            elif self.whole is not None:
                self.drawn[stream] = self.whole.draw_once(stream)[self.rows]
            else:
                self.drawn[stream] = np.empty(self.count)
                for one in self.lots:
                    self.drawn[stream][one.rows] = one.draw(self.luck, stream)
        return self.drawn[stream]

    def drawn_of(self, rows: Ints, without: Set[str] = frozenset()) -> dict[str, Floats]:
        """What has been drawn for some of these projects, in their order, (rows,) or (rows, C) by stream.

        Args:
            rows: Which.
            without: Streams that are not asked for.
        """
        names = (self.drawn.keys() & STREAMS.keys()) - without
        drawn = {name: self.drawn[name].take(rows, axis=0) for name in sorted(names)}
        if self.whole is not None and self.rows is not None:
            return self.whole.drawn_of(self.rows[rows], without | names) | drawn
        if not self.parts:
            return drawn
        found = [part.drawn_of(within, without | names) for part, within in self._in_parts(rows)]
        for name in sorted(set.intersection(*(set(one) for one in found))):
            drawn[name] = np.concatenate([one[name] for one in found])
        return drawn

    def addresses(self, rows: Ints) -> Columns:
        """Where the luck of some projects comes from, (rows,): `whose`, `luck_period` and `luck_slot` of its lot."""
        if self.parts:
            found = [part.addresses(within) for part, within in self._in_parts(rows)]
            return {name: np.concatenate([one[name] for one in found]) for name in found[0]}
        if self.whole is not None and self.rows is not None:
            return self.whole.addresses(self.rows[rows])
        whose, period, slot = np.empty(self.count, dtype=object), np.zeros(self.count, int), np.zeros(self.count, int)
        for one in self.lots:
            whose[one.rows], period[one.rows], slot[one.rows] = one.whose, one.period, one.slots
        return {"whose": whose[rows], "luck_period": period[rows], "luck_slot": slot[rows]}

    def between(self, rows: slice, apart: bool = False) -> "Block":
        """Some of these projects that come one after the other.

        Args:
            rows: Which.
            apart: Whether what is drawn by city is drawn for them alone.
        """
        values = {name: getattr(self, name) for name in FIELDS}
        chosen: dict[str, Any] = {
            name: value[rows] for name, value in values.items() if isinstance(value, np.ndarray) and name != "rows"
        }
        return replace(self, **chosen, whole=self, rows=np.arange(self.count)[rows], drawn={}, parts=(), apart=apart)

    def admitted(self, rows: Ints, candidate: Flags, outside: Floats) -> "Block":
        """Some of these projects, looking at some of the sites that they could look at.

        Args:
            rows: (n,) which projects there are.
            candidate: (n, C) where each looks.
            outside: (n,) outside option of each.
        """
        values = {name: getattr(self, name) for name in FIELDS}
        chosen: dict[str, Any] = {
            name: value.take(rows, axis=0)
            for name, value in values.items()
            if isinstance(value, np.ndarray) and name != "rows"
        }
        chosen |= {"candidate": candidate, "outside": outside, "everywhere": self.candidate[rows]}
        return replace(self, **chosen, whole=self, rows=rows, drawn={}, parts=())


FIELDS: Final = tuple(each.name for each in fields(Block))
"""Fields of a block."""
