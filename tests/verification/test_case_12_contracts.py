"""Contracts that share the benefit: the oracle says what the literature says."""

import pytest

from experiments.verification.cases.case_01_open import PUBLIC, SITE
from experiments.verification.oracles.contracts import against_outsider, leaking, pooled, split

# contract, share, host, x, W_region: set N, nothing owned inside the region
DIGITS = [
    (pooled, 0.0, "b", 8.0, 4.0),
    (pooled, 0.25, "b", 6.0, 6.0),
    (pooled, 0.5, "b", 4.0, 8.0),
    (pooled, 0.75, "b", 4.0, 8.0),
    (leaking, 0.25, "b", 7.0, 5.0),
    (leaking, 0.75, "a", 0.0, 4.0),
]


@pytest.mark.parametrize(("rule", "share", "host", "x", "region"), DIGITS)
def test_contracts_of_set_n(rule, share, host, x, region):
    found = rule(SITE, PUBLIC["N"], share).award
    assert (found.host, found.concession, found.region) == (host, pytest.approx(x), pytest.approx(region))


@pytest.mark.parametrize(("letter", "host", "x", "region"), [("N", "b", 4.0, 8.0), ("P", "a", 0.0, 12.0)])
def test_a_full_split_is_the_planners_map(letter, host, x, region):
    found = split(SITE, PUBLIC[letter])
    assert (found.award.host, found.award.concession, found.award.region) == (host, x, region)
    assert sum(found.cities.values()) == pytest.approx(region)


@pytest.mark.parametrize(("share", "host"), [(0.49, "b"), (0.51, "a")])
def test_leakage_loses_the_efficient_host_once_it_takes_more_than_half(share, host):
    assert leaking(SITE, PUBLIC["N"], share).award.host == host


@pytest.mark.parametrize("share", [0.1, 0.3, 0.6, 0.9])
def test_what_is_pooled_reaches_the_partner(share):
    """Both members together gain what the host gains alone; the partner gets half of the pooled benefit."""
    found = pooled(SITE, PUBLIC["N"], share)
    assert sum(found.cities.values()) == pytest.approx(found.award.city)
    assert found.cities["a"] == pytest.approx(share / 2 * 12.0)


def test_pooled_benefits_alone_lose_what_outsiders_value_between_9_and_12():
    for offer, alone, together in ((8.9, "a", "a"), (9.1, "outside", "a"), (11.9, "outside", "a"),
                                   (12.1, "outside", "outside")):  # fmt: skip
        terms = {"share": 0.5, "members": 2}
        assert against_outsider(12.0, offer, costs_pooled=False, **terms)[0] == alone
        assert against_outsider(12.0, offer, costs_pooled=True, **terms)[0] == together
