"""What one city may know: before it makes its offers, and when a period is over."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

type Floats = NDArray[np.float64]
type Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Seen:
    """What one city could see of a period when it was over; arrays are (other cities,), in no meaningful order.

    A rate is concession over investment. Seen are the offers of hosts, in `open` contests those of runners-up too, and
    all of cities that show each other their offers. NaN stands where there was nothing to see.

    Attributes:
        own_rate: Its own average rate over the projects that it bid for.
        own_won: Investment that it won, million CNY.
        own_land_price: What it sold land for, 10k CNY/mu.
        rates: Average rate of each other city.
        highest: Highest rate of each other city.
        won: Investment that each other city won, million CNY.
        land_prices: What each other city sold land for, 10k CNY/mu.
    """

    own_rate: float
    own_won: float
    own_land_price: float
    rates: Floats
    highest: Floats
    won: Floats
    land_prices: Floats


@dataclass(frozen=True, slots=True)
class BidderView:
    """What one city may know when it makes its offers for a period; arrays are (projects,), million CNY.

    What costs work to find out is there only if a strategy declares that it looks at it, and NaN or None otherwise.
    Functions given in place of a strategy are taken to look at everything.

    Attributes:
        city: Key of the city.
        period: Index of the period.
        investment: Expected realised investment of each project.
        land: Land need of each project, mu.
        land_price: Price of land here before any discount, 10k CNY/mu.
        site_value: What this city's site is worth to each firm before any concession.
        reservation: The largest concession that leaves the city as well off as losing, within its instruments.
        room: The largest concession that its instruments allow.
        cashless_room: The part of it that needs no cash; NaN unless it declares "own budget".
        commitment_room: Cash that may be promised in this period, million CNY; infinite without a budget.
        budget: Promotion budget of the period, million CNY; infinite without one.
        pays_offer: Whether a winner pays the offer it made (`sealed` with first price, `posted`).
        rivals: How many other cities may bid for each project; NaN unless it declares "number of rivals".
        rival_score: In open contests the best that any rival can offer (site value plus reservation); None where
            offers are hidden, and unless it declares "rivals' values in open contests".
        last: What could be seen of the period before; None in the first, and unless it declares that it looks
            back.
        draws: Uniform numbers, its own luck; NaN unless it declares "own luck".
        memory: What the strategy remembers from earlier periods.
    """

    city: str
    period: int
    investment: Floats
    land: Floats
    land_price: Floats
    site_value: Floats
    reservation: Floats
    room: Floats
    cashless_room: Floats
    commitment_room: float
    budget: float
    pays_offer: bool
    rivals: Floats
    rival_score: Floats | None
    last: Seen | None
    draws: Floats
    memory: Floats


@dataclass(frozen=True, slots=True)
class Feedback:
    """What one city learns after a period, over the projects it bid for; arrays are (bids,), million CNY.

    Attributes:
        investment: Expected realised investment.
        reservation: What it could have offered.
        offer: What it did offer; what it pays where it won.
        needed: The smallest offer that would have won, given what the others did; may exceed `reservation`.
        won: Whether it hosts the project.
        pays_offer: Whether a winner pays the offer it made.
        draws: Uniform numbers that its offers were made with; NaN unless the strategy declares "own luck".
        seen: What could be seen of the period; None unless the strategy declares that it looks at it.
    """

    investment: Floats
    reservation: Floats
    offer: Floats
    needed: Floats
    won: Flags
    pays_offer: bool
    draws: Floats
    seen: Seen | None


@dataclass(frozen=True, slots=True)
class Knowledge:
    """One kind of information: its name in Chinese, and the fields that hold it."""

    zh: str
    view: frozenset[str] = frozenset()
    feedback: frozenset[str] = frozenset()
    seen: frozenset[str] = frozenset()


INFORMATION: Final[dict[str, Knowledge]] = {
    "own values": Knowledge(
        "自身价值与成本",
        frozenset({"city", "period", "investment", "site_value", "reservation", "room", "memory"}),
        frozenset({"investment", "reservation", "offer", "won"}),
    ),
    "payment rule": Knowledge("支付规则", frozenset({"pays_offer"}), frozenset({"pays_offer"})),
    "number of rivals": Knowledge("竞争对手数量", frozenset({"rivals"})),
    "rivals' values in open contests": Knowledge("公开竞标中对手的价值", frozenset({"rival_score"})),
    "own budget": Knowledge("自身招商预算", frozenset({"cashless_room", "commitment_room", "budget"})),
    "own luck": Knowledge("自身随机数", frozenset({"draws"}), frozenset({"draws"})),
    "winning offers afterwards": Knowledge("事后得知的中标报价", feedback=frozenset({"needed"})),
    "rates afterwards": Knowledge("事后得知的各市优惠率", seen=frozenset({"own_rate", "rates", "highest"})),
    "investment won": Knowledge("各市赢得的投资", seen=frozenset({"own_won", "won"})),
    "land prices afterwards": Knowledge(
        "事后得知的各市地价", frozenset({"land", "land_price"}), seen=frozenset({"own_land_price", "land_prices"})
    ),
}
"""Every kind of information that a strategy can declare, and the fields in which it comes."""

LOOKS_BACK: Final = frozenset({"rates afterwards", "investment won", "land prices afterwards"})
"""Kinds for which a period must be looked at when it is over."""
