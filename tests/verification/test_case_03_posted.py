"""Posted concessions beyond the table of the suite: other laws of the match, charges, land rules, who is a rival."""

import numpy as np
import pytest

from experiments.verification.posting import deals, identical, posting


def rest(*overrides, count=2):
    """What identical cities post, and that both ends of the search agree on it."""
    found = posting("case_03_posted", None, *identical(count), *overrides)
    assert found.run.posted[0].solved.fixed_points.tolist() == [1]
    return found


@pytest.mark.parametrize(("law", "margin"), [("normal", 2.0 * np.sqrt(np.pi)), ("uniform", 1.0)])
def test_other_laws_of_the_match(law, margin):
    """Two alike: v - x = P / P', P = 1/2 and P' = ∫ f² / scale, 1 / (2 √π) for normal draws and 1 for uniform ones."""
    found = rest(f"projects.match={{law: {law}, scale_money: 2.0}}")
    assert found.concession == pytest.approx(np.full(2, 10.0 - margin), abs=1e-5)


def test_posted_for_a_normal_match_firms_choose_as_often_as_the_quadrature_says():
    settings = ("projects.match.law=normal", "projects.stylised.site_value={a: 1.0, b: 0.0, c: -0.5}")
    expected = posting("case_03_posted", None, *settings).probability
    host = deals(20_000, ("host",), "case_03_posted", None, *settings)["host"]
    share = np.bincount(host, minlength=3) / host.size
    assert (np.abs(share - expected) < 4 * np.sqrt(expected * (1 - expected) / host.size)).all()
    assert expected.sum() == pytest.approx(1.0, abs=1e-12)


def test_rivals_across_the_province_border_do_not_count():
    across = posting("case_03d_tournament", None, "cities.a.province=chongqing", "cities.b.province=sichuan")
    assert across.concession == pytest.approx([6.0, 6.0], abs=1e-6)


def test_without_charges_the_contract_ends_at_zero():
    found = posting("case_03e_pooling", "benefit_0_75", "contest.posted_min=0")
    assert found.concession.tolist() == [0.0, 0.0]
    assert not found.run.deals["concession"].any()


def test_a_charge_is_asked_with_the_price_of_land():
    run = posting("case_03e_pooling", "benefit_0_75").run
    assert run.deals["land_discount"] == pytest.approx(np.full(1000, -1.5), abs=1e-6)
    assert not run.deals["rebate"].any()
    assert not run.deals["grant"].any()


LAND = ("contest.format=posted", "projects.match={law: gumbel, scale_money: 2.0}")


def test_a_land_floor_alone_is_undone_by_cash():
    """Case 5b at posted concessions, R4: 7 in all whatever the land rule; floor and cap leave min(cap, 7)."""
    mix = {}
    for regime in ("free", "land_floor", "floor_and_cap"):
        found = posting("case_05b_waterbed", regime, *LAND)
        mix[regime] = (found.concession[0], found.run.deals["land_discount"][0], found.run.deals["grant"][0])
    assert mix["free"] == pytest.approx((7.0, 5.0, 2.0), abs=1e-6)
    assert mix["land_floor"] == pytest.approx((7.0, 0.0, 7.0), abs=1e-6)
    assert mix["floor_and_cap"] == pytest.approx((6.0, 0.0, 6.0), abs=1e-6)


def test_a_further_competitor_raises_concessions_by_two_fifths_at_the_calibrated_scale():
    """The scale solves mu / 2 = .4 (10 - 2 mu); the two fifths are an estimate of Mast for one more close rival."""
    two, three = (rest(f"projects.match.scale_money={40 / 13}", count=count).concession[0] for count in (2, 3))
    assert (two, three) == (pytest.approx(3.8462, abs=1e-4), pytest.approx(5.3846, abs=1e-4))
    assert three / two == pytest.approx(1.4, abs=1e-6)
