"""What strategies make of the rates that they saw: concession over investment, by city."""

from typing import TYPE_CHECKING, Literal

from sim.strategies.view import BidderView, Seen

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

type Floats = NDArray[np.float64]
type Watch = Literal["mean", "best"]
type Signal = Literal["average", "highest"]


def watched_rate(seen: Seen | None, watch: Watch) -> float | None:
    """Mean or highest of the other cities' average rates; None where none could be seen."""
    import numpy as np  # here, so that reading a scenario stays quick

    if seen is None:
        return None
    known = np.sort(seen.rates[np.isfinite(seen.rates)])  # in an order that no city's position decides
    if known.size == 0:
        return None
    return float(known.mean() if watch == "mean" else known[-1])


def remembered_offers(view: BidderView, start: float, step: float = 0.0) -> Floats:
    """min(reservation, (rate + step)·I) with the rate in memory (flag, rate); start·reservation before any was seen."""
    import numpy as np  # here, so that reading a scenario stays quick

    if view.memory[0] == 0:
        return start * view.reservation
    return np.minimum(view.reservation, (view.memory[1] + step) * view.investment)


def broken(seen: Seen | None, signal: Signal, rate: float) -> bool:
    """Whether another city was seen above a rate, by its average or by its highest offer."""
    if seen is None:
        return False
    rates = seen.rates if signal == "average" else seen.highest
    return bool((rates > rate).any())


def held_back(view: BidderView, agreed: float, punishment: float) -> Floats:
    """max(min(reservation, agreed·I), punishment·reservation)."""
    import numpy as np  # here, so that reading a scenario stays quick

    return np.maximum(np.minimum(view.reservation, agreed * view.investment), punishment * view.reservation)
