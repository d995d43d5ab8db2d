"""What a strategy is: declared information, memory and parameters; offers now, learning between periods."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from pydantic import PrivateAttr

from sim.quantity import Model

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

type Floats = NDArray[np.float64]
type Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class BidderView:
    """What one city may know when it makes its offers for a period; arrays are (projects,), million CNY.

    Attributes:
        city: Key of the city.
        period: Index of the period.
        investment: Expected realised investment of each project.
        site_value: What this city's site is worth to each firm before any concession.
        reservation: The largest concession that leaves the city as well off as losing, within its instruments.
        room: The largest concession that its instruments allow.
        rival_score: In open contests the best that any rival can offer (site value plus reservation);
            None where offers are hidden.
        memory: What the strategy remembers from earlier periods.
    """

    city: str
    period: int
    investment: Floats
    site_value: Floats
    reservation: Floats
    room: Floats
    rival_score: Floats | None
    memory: Floats


@dataclass(frozen=True, slots=True)
class Feedback:
    """What one city learns after a period, over the projects it bid for; arrays are (bids,), million CNY.

    Attributes:
        reservation: What it could have offered.
        offer: What it did offer.
        needed: The smallest offer that would have won, given what the others did; may exceed `reservation`.
        won: Whether it hosts the project.
    """

    reservation: Floats
    offer: Floats
    needed: Floats
    won: Flags


class Strategy(Model):
    """A rule for the offers of one city.

    In `open` contests an offer is the concession at which the city drops out; in `sealed` contests it is the
    concession that it writes down. Offers are cut to the room of the instruments by the contest.
    """

    title: ClassVar[tuple[str, str]]
    idea: ClassVar[str]
    information: ClassVar[frozenset[str]] = frozenset({"own values"})
    learns: ClassVar[bool] = False

    name: str

    def initial_memory(self) -> Floats:
        """Memory at the start of a run."""
        import numpy as np  # here, so that reading a scenario stays quick

        return np.empty(0)

    def offers(self, view: BidderView) -> Floats:
        """Offers for every project of the period, (projects,), million CNY."""
        raise NotImplementedError

    def learn(self, memory: Floats, feedback: Feedback) -> Floats:
        """Memory after a period."""
        return memory


type OfferFunction = Callable[[BidderView], Floats]
"""A strategy without memory: offers for all projects of the period from what the city may know."""


class OfferRule(Strategy):
    """A strategy written as one function, in a notebook or a test; no scenario file can name it."""

    title: ClassVar = ("Own rule", "自定义策略")
    idea: ClassVar = "A user's own function."

    _function: OfferFunction = PrivateAttr()

    def __init__(self, function: OfferFunction) -> None:
        """Play a function."""
        super().__init__(name=getattr(function, "__name__", "own"))
        self._function = function

    def offers(self, view: BidderView) -> Floats:
        """Offers of the function, broadcast to the projects.

        Raises:
            ValueError: If they do not fit the projects or are not finite numbers of at least 0.
        """
        import numpy as np  # here, so that reading a scenario stays quick

        offers = np.asarray(self._function(view), dtype=float)
        if offers.shape not in ((), view.reservation.shape):
            raise ValueError(f"{self.name}: offers of shape {offers.shape}, expected {view.reservation.shape}")
        if not np.isfinite(offers).all() or (offers < 0).any():
            raise ValueError(f"{self.name}: offers must be finite numbers of at least 0")
        return np.broadcast_to(offers, view.reservation.shape)
