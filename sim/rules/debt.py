"""The debt of promotion: interest, and the room that its limit leaves."""

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]


def interest(debt: Floats, rate: float, years: float) -> Floats:
    """Interest of a period, (C,), million CNY: debt · ((1 + rate)^years - 1).

    Definition of compound interest.
    """
    return debt * ((1.0 + rate) ** years - 1.0)


def room_within(room: Floats, headroom: Floats, bailout_share: float) -> Floats:
    """Room for cash promises under a debt limit, (C,), million CNY.

    What fits below the limit, and a `bailout_share` of what does not: min(room, h) + share·(room - min(room, h)),
    h = max(0, limit - debt - promises). Without a budget only the limit binds, and hard.

    Assumption: a soft limit leaves a share of the room beyond it.

    Args:
        room: (C,) room that the budget leaves.
        headroom: (C,) limit less debt and promises; infinite without a limit.
        bailout_share: Share that is left beyond the limit, 0 for a hard one.
    """
    within = np.minimum(room, np.maximum(headroom, 0.0))
    softened: Floats = within + bailout_share * np.where(
        np.isinf(room), 0.0, room - np.where(np.isinf(room), 0, within)
    )
    return softened
