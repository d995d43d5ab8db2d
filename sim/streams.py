"""Random numbers: one Philox stream for each name, at any period, by slot; nothing else may draw.

The key of a stream is a hash of (master seed, replication, stream name), never of policy, run number or
worker; the period sits in the third word of the counter, so streams cannot overlap. A stream yields
parameter-free numbers only; slot i of a stream is the same number however many slots are asked for.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from threading import Lock
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]
type Law = Literal["uniform", "normal", "exponential"]

STREAMS: Final[dict[str, tuple[Law, str]]] = {
    "project_enters": ("uniform", "whether a candidate of the pool arrives"),
    "project_size": ("normal", "size of announced investment"),
    "project_industry": ("uniform", "industry of a candidate"),
    "project_contestable": ("uniform", "whether the firm solicits rival offers"),
    "project_alternative": ("uniform", "whether its alternative is in the country"),
    "project_origin": ("uniform", "where the firm comes from"),
    "project_ownership": ("uniform", "whether the firm is private"),
    "project_assigned": ("uniform", "whether the upper tier assigns the project"),
    "supplier_comes": ("uniform", "whether a possible supplier of an anchor comes"),
    "supplier_delay": ("uniform", "how long after the anchor a supplier comes"),
    "supplier_upstream": ("uniform", "whether a supplier is of an upstream industry"),
    "supplier_looks": ("uniform", "whether a supplier looks at a site, by city"),
    "assigned": ("uniform", "where an assigned project goes, by city"),
    "borrower_type": ("uniform", "whether the firm is a good borrower"),
    "credit_record": ("uniform", "whether the firm's record reaches the lender, by city"),
    "credit_area": ("uniform", "whether nobody lends there without the record, by city"),
    "contract_end": ("uniform", "when the present contract of an incumbent ends"),
    "project_lifetime": ("exponential", "years of production until closure, times the hazard"),
    "project_mobile": ("uniform", "whether the firm asks for offers again when its concessions end"),
    "project_realised": ("normal", "realised over expected investment"),
    "outside_match": ("exponential", "match with the outside option"),
    "outside_match_normal": ("normal", "the same under a normal law"),
    "outside_match_uniform": ("uniform", "the same under a uniform law"),
    "border_distance": ("uniform", "distance from the border, one for each firm"),
    "border_home": ("uniform", "home city of a firm that lives near a border"),
    "match": ("exponential", "match of firm and site, by city"),
    "match_normal": ("normal", "the same under a normal law, by city"),
    "match_uniform": ("uniform", "the same under a uniform law, by city"),
    "match_field": ("normal", "what the match of neighbouring sites has in common, by node of a lattice"),
    "spillover": ("normal", "spillover, by city"),
    "judgement": ("normal", "error in judging the benefit, by city"),
    "planner": ("normal", "error of the planner's belief, by city"),
    "challenge": ("exponential", "results of research teams, by city; slot = number of the challenge"),
    "floor_holds": ("uniform", "whether a raised land floor holds, by city"),
    "carries_out": ("uniform", "whether a member acts on its agreements in a period, by city"),
    "audit": ("uniform", "whether a breach of an agreement is found by an audit, by city"),
    "opening": ("uniform", "which city bids first where all projects are open together, by city"),
    "tie": ("uniform", "tie draw, by city"),
    "strategy": ("uniform", "what a strategy leaves to chance, by city"),
    "pillar_order": ("uniform", "order in which cities choose their pillars, by city"),
    "pillar_tie": ("uniform", "order of industries of the same value, by city and industry"),
    "site_value": ("normal", "site value of stylised projects, by city"),
    "site_value_uniform": ("uniform", "the same under a uniform law, by city"),
    "public_value": ("normal", "public value of stylised projects, by city"),
    "public_value_uniform": ("uniform", "the same under a uniform law, by city"),
}
"""Every stream: its law and what it decides."""


@dataclass(frozen=True, slots=True)
class Luck:
    """The luck of one replication: identified by master seed and replication alone."""

    seed: int
    replication: int

    def draw(self, stream: str, period: int, slots: int, city: str = "") -> Floats:
        """Draw the first `slots` numbers of a stream in a period, (slots,).

        Args:
            stream: Name in `STREAMS`.
            period: Index of the period.
            slots: How many slots of the candidate pool.
            city: Key of the city for streams "by city".

        Raises:
            KeyError: If the stream is not registered.
        """
        with _ONE_AT_A_TIME:
            return self._drawing(stream, period, city)(slots)

    def draw_by_city(
        self,
        stream: str,
        period: int,
        slots: int,
        cities: tuple[str, ...],
        whose: str = "",
        pick: NDArray[np.int64] | None = None,
    ) -> Floats:
        """Draw a stream for every city, (slots, cities): column c depends on key c alone.

        Args:
            stream: Name in `STREAMS`.
            period: Index of the period.
            slots: How many slots.
            cities: Keys of the cities.
            whose: Whose slots they are, such as those of a lead; empty for the pool.
            pick: Slots that are handed back, one row each; all of them if none are given.
        """
        drawn = np.empty((len(cities), slots if pick is None else pick.size))
        with _ONE_AT_A_TIME:
            for row, city in zip(drawn, cities, strict=True):
                numbers = self._drawing(stream, period, whose + city)(slots)
                row[:] = numbers if pick is None else numbers[pick]
        return np.ascontiguousarray(drawn.T)

    def _drawing(self, stream: str, period: int, city: str) -> Callable[[int], Floats]:
        """The generator at the beginning of a stream in a period, as a function of how many numbers are wanted."""
        # Nothing is buffered, and the period is the third word of the counter.
        _STATE["state"]["key"] = _key(self.seed, self.replication, stream, city)
        _COUNTER[2] = period
        _BITS.state = _STATE
        return _LAWS[STREAMS[stream][0]]


@dataclass(slots=True)
class Reel:
    """A stream "by city" that is read slot after slot, so that not all of it has to be held at once.

    Attributes:
        luck: The luck of the replication.
        stream: Name in `STREAMS`.
        period: Index of the period.
        cities: Keys of the cities.
        whose: Whose slots they are; empty for the pool.
        place: Slots that have been read.
        states: Where the generator of each city stands.
    """

    luck: Luck
    stream: str
    period: int
    cities: tuple[str, ...]
    whose: str = ""
    place: int = 0
    states: list[Any] = field(default_factory=list)

    def read(self, slots: NDArray[np.int64]) -> Floats:
        """The numbers of some slots, (slots, cities); from the start again if one of them has been passed.

        Args:
            slots: In any order.
        """
        if not slots.size:
            return np.empty((0, len(self.cities)))
        if slots.min() < self.place:
            self.place, self.states = 0, []
        count = int(slots.max()) + 1 - self.place
        drawn = np.empty((len(self.cities), slots.size))
        states = []
        with _ONE_AT_A_TIME:
            for number, (row, city) in enumerate(zip(drawn, self.cities, strict=True)):
                law = self.luck._drawing(self.stream, self.period, self.whose + city)
                if self.states:
                    _BITS.state = self.states[number]
                row[:] = law(count)[slots - self.place]
                states.append(_BITS.state)
        self.place, self.states = self.place + count, states
        return np.ascontiguousarray(drawn.T)


@lru_cache(maxsize=20_000)
def _key(seed: int, replication: int, stream: str, city: str) -> list[int]:
    """Key of a stream: the first 128 bits of a hash of its name, as two words."""
    digest = hashlib.blake2b(f"{seed}/{replication}/{stream}/{city}".encode(), digest_size=16).digest()
    return [int.from_bytes(word, "little") for word in (digest[:8], digest[8:])]


_ONE_AT_A_TIME: Final = Lock()
"""Held while numbers are drawn: all threads share one generator."""

_BITS = np.random.Philox(0)
_GENERATOR = np.random.Generator(_BITS)
_LAWS: Final[dict[Law, Callable[[int], Floats]]] = {
    "uniform": _GENERATOR.random,
    "normal": _GENERATOR.standard_normal,
    "exponential": _GENERATOR.standard_exponential,
}
_COUNTER = [0, 0, 0, 0]  # plain numbers: the generator reads its state word by word
_STATE: Any = {
    "bit_generator": "Philox",
    "state": {"counter": _COUNTER, "key": [0, 0]},
    "buffer": [0, 0, 0, 0],
    "buffer_pos": 4,
    "has_uint32": 0,
    "uinteger": 0,
}
