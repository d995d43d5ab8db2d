"""An outside region beyond the table of the suite: unequal cities that negotiate together."""

import pytest

from experiments.verification.oracles.logit_games import joint_of
from experiments.verification.posting import posting


def test_unequal_cities_together():
    settings = ("projects.stylised.site_value.a=3.0", "projects.stylised.public_value.b=7.0")
    found = posting("case_04_outside", "cooperation", *settings, "projects.stylised.outside_option=6.0")
    assert found.concession == pytest.approx(joint_of([3.0, 0.0], [10.0, 7.0], 2.0, 6.0), abs=1e-5)
