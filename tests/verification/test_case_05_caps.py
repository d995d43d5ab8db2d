"""A cap is not monotone, and a land floor alone is undone by cash."""

import pytest

from sim.simulate import simulate
from tests.scenes import deal, stylised, theory

# cap, host, x, W_total, host net: investment 100, so a cap of 8.1 is the share 0.081
NEGATIVE = [
    (0.0, "a", 0.0, 14.0, 4.0),
    (2.0, "a", 0.0, 14.0, 4.0),
    (4.0, "a", 0.0, 14.0, 4.0),
    (6.0, "a", 2.0, 14.0, 2.0),
    (8.1, "b", 8.0, 18.0, 4.0),
    (12.0, "b", 8.0, 18.0, 4.0),
]


@pytest.mark.parametrize(("cap", "host", "x", "total", "net"), NEGATIVE)
def test_the_cap_of_set_n(cap, host, x, total, net):
    found = deal(theory("case_05a_cap"), f"cap_{cap:g}".replace(".", "_"))
    assert found["host"] == host
    assert found["concession"] == pytest.approx(x)
    assert found["welfare_total"] == pytest.approx(total)
    assert found["public_net"] == pytest.approx(net)


def test_between_4_and_8_the_cap_keeps_the_transfer_and_loses_the_site():
    for cap in (4.5, 5.0, 6.0, 7.0, 7.9):
        found = deal(theory("case_05a_cap", f"regimes[0].levers[0].cap={cap / 100}"), "cap_0")
        assert found["host"] == "a"
        assert found["concession"] == pytest.approx(cap - 4.0)
        assert found["welfare_total"] == pytest.approx(14.0)


@pytest.mark.parametrize("cap", [0.0, 2.0, 4.0, 5.0, 8.0, 11.9, 12.0, 20.0])
def test_in_set_p_every_cap_only_redistributes(cap):
    found = deal(
        theory("case_05a_cap", "projects.stylised.public_value.a=12.0", f"regimes[0].levers[0].cap={cap / 100}"),
        "cap_0",
    )
    assert found["host"] == "a"
    assert found["concession"] == pytest.approx(max(0.0, cap - 4.0) if cap < 12 else 8.0)
    assert found["welfare_total"] == pytest.approx(22.0)


def test_the_levels_of_the_cap_give_both_orderings():
    high, low = (deal(theory("case_05a_cap"), key) for key in ("cap_8_1", "cap_6"))
    assert (high["welfare_total"], low["welfare_total"]) == (pytest.approx(18.0), pytest.approx(14.0))
    assert low["concession"] > 0


def waterbed():
    whole = theory("case_05b_waterbed")
    return {entry.key: deal(whole, entry.key) for entry in whole.regimes}


def test_a_floor_alone_moves_the_mix_and_nothing_else():
    found = waterbed()
    free, floor = found["free"], found["land_floor"]
    assert (free["land_discount"], free["grant"]) == (pytest.approx(5.0), pytest.approx(5.0))
    assert (floor["land_discount"], floor["grant"]) == (0.0, pytest.approx(10.0))
    for name in ("host", "concession", "welfare_total", "welfare_region", "public_net", "firm_gain"):
        assert floor[name] == free[name], name
    assert free["concession"] == pytest.approx(10.0)


def test_floor_and_cap_together_lower_the_support():
    found = waterbed()["floor_and_cap"]
    assert (found["land_discount"], found["grant"]) == (0.0, pytest.approx(6.0))
    assert found["concession"] == pytest.approx(6.0)
    assert found["host"] == waterbed()["free"]["host"]


def three_alike(*levers):
    """The file's three cities with other levers."""
    values = dict.fromkeys("abc", 0.0), dict.fromkeys("abc", 10.0)
    land = {"list_price": 28.0, "land_floor": 8.0}
    return stylised(*values, city=land, project={"land": 25.0, "investment": 100.0}, levers=levers)


FLOOR = {"lever": "land_price_floor", "basis": "list_price"}


@pytest.mark.parametrize("limit", [0.0, 3.0, 7.0, 10.0, 15.0])
def test_floor_and_cash_limit_leave_the_smaller_of_limit_and_value(limit):
    cash = {"lever": "grant_limit", "limit": limit / 100}
    assert deal(three_alike(FLOOR, cash))["concession"] == pytest.approx(min(10.0, limit))
    assert deal(three_alike(cash))["concession"] == pytest.approx(min(10.0, limit + 5.0))


@pytest.mark.parametrize("level", [0.3, 0.5, 0.8])
def test_a_higher_floor_shifts_the_discount_into_cash_one_for_one(level):
    found = deal(three_alike({**FLOOR, "level": level}))
    room = 0.01 * 25.0 * (28.0 - max(8.0, level * 28.0))
    assert found["land_discount"] == pytest.approx(room)
    assert found["grant"] == pytest.approx(10.0 - room)


def test_the_receipts_from_land_rise_with_the_floor():
    whole = theory("case_05b_waterbed")
    receipts = {key: simulate(whole, key).cities["land_receipts"].sum() for key in ("free", "land_floor")}
    assert receipts == {"free": pytest.approx(2.0), "land_floor": pytest.approx(7.0)}
