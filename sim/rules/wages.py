"""Congestion: the wage of a city as the jobs that it wins press on its workforce."""

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]


def congested_wage(wage: Floats, jobs_won: Floats, workforce: Floats, elasticity: float) -> Floats:
    """Manufacturing wage of each city, (C,), CNY per year.

    wage·((workforce + jobs_won)/workforce)^elasticity; the jobs that the city began with are in its workforce.
    Assumption; an elasticity of e is a local supply of labour of elasticity 1/e.

    Args:
        wage: (C,) wage at the start of the run, CNY per year.
        jobs_won: (C,) jobs of hosted firms beyond those of the start, persons; negative where firms closed.
        workforce: (C,) manufacturing workforce at the start, above 0, persons.
        elasticity: At least 0; 0 keeps the wage.
    """
    return wage * (np.maximum(0.0, workforce + jobs_won) / workforce) ** elasticity


def workforce(given: Floats, jobs_in_stock: Floats, smallest: float) -> Floats:
    """Manufacturing workforce at the start, (C,), persons.

    As given; where nothing is given (NaN), the jobs that the industry stocks stand for. Never below `smallest`.

    Assumption where nothing is given.

    Args:
        given: (C,) persons, NaN where nothing is given.
        jobs_in_stock: (C,) jobs that the industry stocks stand for, persons.
        smallest: Smallest workforce, persons.
    """
    return np.maximum(smallest, np.where(np.isnan(given), jobs_in_stock, given))
