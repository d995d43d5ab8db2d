"""The debt of promotion: interest, and the room that its limit leaves."""

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]


def interest(debt: Floats, rate: float, years: float) -> Floats:
    """Interest of a period, (C,), million CNY: debt · ((1 + rate)^years - 1)."""
    return debt * ((1.0 + rate) ** years - 1.0)


def room_within(room: Floats, headroom: Floats, bailout_share: float) -> Floats:
    """Room for cash promises under a debt limit, (C,), million CNY.

    What fits below the limit, and a `bailout_share` of what does not: min(room, h) + share·(room - min(room, h)),
    h = max(0, limit - debt - promises). Infinite budgets are limited by the debt alone.

    Args:
        room: (C,) room that the budget leaves.
        headroom: (C,) limit less debt and promises; infinite without a limit.
        bailout_share: Share that is left beyond the limit, 0 for a hard one.
    """
    within = np.minimum(room, np.maximum(headroom, 0.0))
    beyond = np.where(np.isinf(room), 0.0 if bailout_share == 0.0 else np.inf, room) - np.where(
        np.isinf(within), 0.0, within
    )
    softened: Floats = np.where(np.isinf(within), np.inf, within + bailout_share * np.maximum(beyond, 0.0))
    return softened
