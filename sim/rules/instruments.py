"""Land discount, tax rebate and cash grant: how much room each leaves, and how a concession fills them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.units import MILLION_PER_LAND_PRICE

type Floats = NDArray[np.float64]
type Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Rooms:
    """Largest use of each instrument, (P, C), million CNY present value; `package` binds their sum."""

    land: Floats
    rebate: Floats
    cash: Floats
    package: Floats

    def total(self) -> Floats:
        """Largest concession: min(package, land + rebate + cash), (P, C)."""
        return np.minimum(self.package, self.land + self.rebate + self.cash)


def effective_floor(
    land_floor: Floats,
    raised: Floats,
    priority_share: Floats,
    holds: Floats,
    priority: Flags,
    draw: Floats | None,
) -> Floats:
    """Lowest land price, (P, C) or (C,), 10k CNY/mu.

    max(floor in force, raised floor · (share for priority projects) · [draw < probability that it holds]).

    Assumption: one draw says whether the raised floor holds at a site; else the old one does.

    Args:
        land_floor: (C,) floor in force, 10k CNY/mu.
        raised: (C,) floor that a regime sets, 0 for none.
        priority_share: (C,) share of it for priority projects.
        holds: (C,) probability that it holds.
        priority: (P,) whether it is a priority project.
        draw: (P, C) uniform draws, None where all hold.
    """
    if not raised.any():
        return land_floor
    share = np.where(priority[:, None], priority_share, 1.0)
    if draw is not None:
        share = np.where(draw < holds, share, 0.0)
    return np.maximum(land_floor, share * raised)


def rooms(
    *,
    land: Floats,
    land_price: Floats,
    floor: Floats,
    rebate_limit: Floats,
    rebate_value: Floats,
    grant_limit: Floats,
    investment: Floats,
    package_cap: Floats,
    supported: Flags,
) -> Rooms:
    """Room of each instrument before commitments, (P, C).

    land ≤ 0.01·L·(land_price - floor); rebate ≤ rebate_limit·PV(retained tax over the schedule);
    cash ≤ grant_limit·I; together ≤ package_cap·I; nothing where support is not allowed.

    Assumption: each instrument has a limit of its own, and their sum one more.

    Args:
        land: (P, 1) or (P, C) what is transferred, mu.
        land_price: (P, C) before any discount, 10k CNY/mu.
        floor: (P, C) or (C,) 10k CNY/mu.
        rebate_limit: (C,) share; infinite = the whole schedule.
        rebate_value: (P, C) PV(r_c; retained tax over the rebate schedule), million CNY.
        grant_limit: (C,) share of investment; infinite = no limit.
        investment: (P,) million CNY.
        package_cap: (C,) share of investment; infinite = none.
        supported: (P, C) whether the city may support the project at all.
    """
    price_room = np.maximum(0.0, land_price - floor)
    discount = MILLION_PER_LAND_PRICE * land * price_room
    rebate = np.minimum(rebate_limit, 1.0) * rebate_value
    cash = grant_limit * investment[:, None]
    package = np.where(supported, package_cap * investment[:, None], 0.0)
    return Rooms(np.broadcast_to(discount, package.shape), rebate, np.broadcast_to(cash, package.shape), package)


def fill(concession: Floats, rooms: dict[str, Floats], order: Sequence[str]) -> dict[str, Floats]:
    """Split a concession into its instruments, filled in the stated order, (P,) each; million CNY.

    Assumption: one instrument is used up before the next is begun.

    Args:
        concession: (P,) at most the sum of the rooms.
        rooms: (P,) room of "land", "rebate" and "cash".
        order: The three names.
    """
    left = concession
    used: dict[str, Floats] = {}
    for name in order:
        used[name] = np.minimum(left, rooms[name])
        left = left - used[name]
    used[order[-1]] = used[order[-1]] + left
    return used
