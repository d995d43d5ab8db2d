"""What a strategy is: declared information, memory and parameters; offers now, learning between periods."""

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from pydantic import PrivateAttr

from sim.quantity import Model
from sim.strategies.view import INFORMATION, LOOKS_BACK, BidderView, Feedback

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

type Floats = NDArray[np.float64]


class Strategy(Model):
    """A rule for the offers of one city.

    In `open` contests an offer is the concession at which the city drops out; in `sealed` contests it is the
    concession that it writes down. Offers are cut to the room of the instruments by the contest.

    A subclass declares what it is: `title` and `idea` in English and Chinese, `rule` as an equation, `sources`, the
    kinds of `information` that it looks at (names in `sim.strategies.view.INFORMATION`), what it `remembers`, and
    whether it offers `by_project`.
    """

    title: ClassVar[tuple[str, str]]
    idea: ClassVar[tuple[str, str]]
    rule: ClassVar[str]
    sources: ClassVar[str]
    information: ClassVar[frozenset[str]] = frozenset({"own values"})
    remembers: ClassVar[str] = "nothing"
    learns: ClassVar[bool] = False
    by_project: ClassVar[bool] = False
    """Whether an offer depends on its own project alone: only then may it be asked for some of them at a time."""

    name: str

    def looks_back(self) -> bool:
        """Whether it wants to see what could be seen of a period."""
        return bool(self.information & LOOKS_BACK)

    def initial_memory(self) -> Floats:
        """Memory at the start of a run."""
        import numpy as np  # here, so that reading a scenario stays quick

        return np.empty(0)

    @property
    def share_offered(self) -> float | None:
        """Share of its reservation that a city offers, whatever the project; None where offers hang on more."""
        return None

    def offers(self, view: BidderView) -> Floats:
        """Offers for every project of the period, (projects,), million CNY."""
        if self.share_offered is None:
            raise NotImplementedError
        return self.share_offered * view.reservation

    @property
    def proportional(self) -> bool:
        """Whether all its offers are `share_offered` of the reservation."""
        return self.share_offered is not None and type(self).offers is Strategy.offers

    def learn(self, memory: Floats, feedback: Feedback) -> Floats:
        """Memory after a period."""
        return memory


type OfferFunction = Callable[[BidderView], Floats]
"""A strategy without memory: offers for all projects of the period from what the city may know."""


class OfferRule(Strategy):
    """A strategy written as one function, in a notebook or a test; no scenario file can name it."""

    title: ClassVar = ("Own rule", "自定义策略")
    idea: ClassVar = ("A user's own function", "用户自写的函数")
    rule: ClassVar = "offer = f(view)"
    sources: ClassVar = "its user"
    information: ClassVar = frozenset(INFORMATION)

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
