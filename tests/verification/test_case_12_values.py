"""Independent private values uniform on [0, 1]: E price (n-1)/(n+1) in open and sealed contests, Vickrey 1961."""

import numpy as np
import pytest

from sim.simulate import simulate
from tests.scenes import generated

DRAWS = 40_000
UNIFORM = {"public_mean": 0.5, "public_sd": 1 / np.sqrt(12)}


@pytest.mark.parametrize("count", [2, 3, 5, 10])
@pytest.mark.parametrize("form", ["open", "second", "first"])
def test_expected_price_and_surplus(count, form):
    city = {"strategy": {"name": "shaded", "share": (count - 1) / count}} if form == "first" else None
    contest = {"format": "open"} if form == "open" else {"format": "sealed", "payment": form}
    whole = generated(count, DRAWS, law="uniform", project=UNIFORM, city=city, contest=contest)
    deals = simulate(whole, with_planner=False).deals
    price, net = deals["concession"], deals["public_net"]
    assert abs(price.mean() - (count - 1) / (count + 1)) < 4 * price.std() / np.sqrt(DRAWS)
    assert abs(net.mean() - 1 / (count + 1)) < 4 * net.std() / np.sqrt(DRAWS)
    if form != "first":
        assert price.std() == pytest.approx(np.sqrt(2 * (count - 1) / ((count + 1) ** 2 * (count + 2))), rel=0.02)
