"""A cap is not monotone: the oracle says what the literature says."""

import pytest

from experiments.verification.cases.case_01_open import PUBLIC, SITE
from experiments.verification.oracles.ascending import ascending
from experiments.verification.oracles.waterbed import mix, posted_by_equals

# set, cap, host, x, W_total, host net
DIGITS = [
    ("N", 0.0, "a", 0.0, 14.0, 4.0),
    ("N", 2.0, "a", 0.0, 14.0, 4.0),
    ("N", 4.0, "a", 0.0, 14.0, 4.0),
    ("N", 6.0, "a", 2.0, 14.0, 2.0),
    ("N", 8.1, "b", 8.0, 18.0, 4.0),
    ("N", 12.0, "b", 8.0, 18.0, 4.0),
    ("P", 0.0, "a", 0.0, 22.0, 12.0),
    ("P", 5.0, "a", 1.0, 22.0, 11.0),
    ("P", 11.9, "a", 7.9, 22.0, 4.1),
    ("P", 12.0, "a", 8.0, 22.0, 4.0),
]


@pytest.mark.parametrize(("letter", "cap", "host", "x", "total", "net"), DIGITS)
def test_the_oracle_says_what_the_literature_says(letter, cap, host, x, total, net):
    found = ascending(SITE, PUBLIC[letter], cap=cap)
    assert found.host == host
    assert (found.concession, found.total, found.city) == pytest.approx((x, total, net))


def test_between_4_and_8_the_cap_keeps_the_transfer_and_loses_the_site():
    for cap in (4.5, 5.0, 6.0, 7.0, 7.9):
        found = ascending(SITE, PUBLIC["N"], cap=cap)
        assert (found.host, found.concession, found.total) == ("a", pytest.approx(cap - 4.0), 14.0)


def test_a_land_floor_alone_changes_the_mix_and_with_a_cap_the_sum():
    wanted = posted_by_equals(10.0, 2.0, 3)
    assert wanted == pytest.approx(7.0)
    assert mix(wanted, 5.0) == mix(7.0, 5.0, cap=100.0)
    assert (mix(wanted, 5.0).land, mix(wanted, 5.0).cash) == (5.0, pytest.approx(2.0))
    assert (mix(wanted, 0.0).support, mix(wanted, 0.0).cash) == (pytest.approx(7.0), pytest.approx(7.0))
    assert [mix(wanted, 0.0, cap=cap).support for cap in (3.0, 6.0, 9.0)] == pytest.approx([3.0, 6.0, 7.0])
