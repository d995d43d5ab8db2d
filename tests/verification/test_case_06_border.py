"""Land prices on both sides of a border: deals and accounts say the same."""

import numpy as np
import pytest

from experiments.verification.cases.case_06_border import LIST
from experiments.verification.oracles.border_duopoly import prices
from experiments.verification.posting import posting


def test_deals_and_accounts_say_the_same():
    run = posting("case_06_border").run
    deals = run.deals
    assert deals["land_discount"] == pytest.approx(deals["concession"])
    for city in (0, 1):
        won = deals["host"] == city
        assert LIST - deals["concession"][won] == pytest.approx(np.full(won.sum(), prices(0.5)[city]), abs=1e-6)
    assert run.cities["land_receipts"].sum() == pytest.approx(float((LIST - deals["concession"]).sum()))
