"""Tax of a firm that moved, shared with the city that it left: for some years, up to a cap."""

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]


def transfer_in_year(retained: Floats, share: Floats, cap: Floats, year: Floats | int) -> Floats:
    """What the new host owes the old one for a year, million CNY: clip(cap - year·share·retained, 0, share·retained).

    Following the rule for Beijing, Tianjin and Hebei (Ministry of Finance and State Taxation Administration,
    财预〔2015〕92号, 2015): half of the local tax for three years, two more if the cap is not reached, in all at most
    what the firm had paid in the three years before. Its threshold of 20 million CNY a year is left out.

    Args:
        retained: Yearly retained tax at the new host, million CNY.
        share: Share of it that goes to the old host.
        cap: Most that goes there in all, million CNY.
        year: Years since the move, 0 for the first; shapes broadcast.
    """
    owed = share * retained
    return np.clip(cap - year * owed, 0.0, owed)


def transfer_value(retained: Floats, share: Floats, cap: Floats, years: Floats, rate: Floats | float) -> Floats:
    """Present value of those transfers, (P, C), million CNY, paid at the ends of years.

    Definition of a present value.

    Args:
        retained: (P, C) yearly retained tax at each new host, million CNY.
        share: (P, C).
        cap: (P, C) million CNY.
        years: (C,) how long each new host pays.
        rate: (C,) or one number, per year.
    """
    value = np.zeros_like(retained)
    for year in range(int(years.max(initial=0.0))):
        due = transfer_in_year(retained, share, cap, year) * (year < years)
        value += due * (1.0 + rate) ** -(year + 1.0)
    return value
