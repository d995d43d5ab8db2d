"""Anchors bring suppliers to their host and near it; assigned projects go where they are put; luck is common to all."""

import numpy as np
import pytest

from sim.lots import ANCHOR, ASSIGNED, CONTESTED, KINDS, SUPPLIER, UNCONTESTED
from sim.regime import baseline
from sim.schedule.values import possible_sites
from sim.simulate import project_source, simulate, simulate_regimes
from tests.scenes import region, stepped, words

KEYS = ("a", "b", "c", "d")
SMALL = {"median": 80.0, "log_sd": 0.5}
ANCHORS = {"arrivals_per_year": 3, "pool_per_year": 6, "suppliers": 5, "size": {"median": 1500.0, "log_sd": 0.3}}


def kinds(keys=KEYS, *, projects=None, **more):
    """A pipeline with anchors, their suppliers and assigned projects."""
    whole = region(keys, **{"time": {"periods": 6}, "regimes": {"free": [], "ban": [{"lever": "subsidy_ban"}]}, **more})
    settings = {
        "anchors": ANCHORS, "suppliers": {"chance": 0.8, "size": SMALL, "contestable_share": 0.5},
        "assigned": {"share": 0.2}, **(projects or {}),
    }  # fmt: skip
    data = whole.model_dump()
    data["projects"] |= settings
    return type(whole).model_validate(data)


def blocks(whole, replication=0):
    source = project_source(whole, replication)
    return [source.period(number) for number in range(whole.time.periods)]


def test_every_kind_arrives_in_about_the_numbers_that_were_asked_for():
    whole = kinds(time={"periods": 40}, pipeline={"contestable_share": 0.5})
    kind = np.concatenate([block.kind for block in blocks(whole)])
    found = {name: (kind == number).sum() / 40 for number, name in enumerate(KINDS)}
    expected = {"contested": 25 * 0.8 * 0.5, "uncontested": 25 * 0.8 * 0.5, "anchor": 3, "assigned": 25 * 0.2}
    for name, rate in expected.items():
        assert found[name] == pytest.approx(rate, abs=4 * np.sqrt(rate / 40)), name
    # Each anchor has five possible suppliers that come with probability .8, except those due after the end.
    assert found["supplier"] == pytest.approx(3 * 5 * 0.8 * (1 - 2 / 40), rel=0.15)


def test_the_possible_projects_are_the_same_under_every_regime_and_the_suppliers_follow_the_host():
    whole = kinds()
    rows = {key: {(t, s): h for t, s, h in zip(r.deals["period"], r.deals["slot"], r.deals["host"], strict=True)}
            for key, r in simulate_regimes(whole, ("free", "ban"), with_planner=False).items()}  # fmt: skip
    possible = {(block.period, slot) for block in blocks(whole) for slot in block.slot.tolist()}
    assert set(rows["free"]) <= possible
    for key in ("free", "ban"):
        for _, p in stepped(whole, key):
            for row in np.flatnonzero(p.block.kind == SUPPLIER):
                anchor = rows[key][p.block.anchor_period[row], p.block.anchor_slot[row]]
                assert anchor >= 0
                assert p.block.candidate[row, anchor]
            came = {(p.block.period, slot) for slot in p.block.slot.tolist()}
            missing = [at for at in possible if at[0] == p.block.period and at not in came]
            for block in blocks(whole)[p.block.period : p.block.period + 1]:
                for period, slot in missing:
                    row = int(np.flatnonzero(block.slot == slot)[0])
                    assert block.kind[row] == SUPPLIER
                    assert rows[key][block.anchor_period[row], block.anchor_slot[row]] < 0, period


def test_luck_of_everybody_else_does_not_depend_on_anchors_and_their_suppliers():
    with_anchors, without = blocks(kinds()), blocks(kinds(projects={"anchors": None}))
    for one, other in zip(with_anchors, without, strict=True):
        pool = one.slot < 1_000_000
        assert np.array_equal(one.slot[pool], other.slot)
        for name in ("investment", "match", "outside", "kind", "domestic"):
            assert np.array_equal(getattr(one, name)[pool], getattr(other, name)), name
        for stream in ("spillover", "judgement", "tie", "supplier_looks"):
            assert np.array_equal(one.draw(stream)[pool], other.draw(stream)), stream
    few = kinds(projects={"anchors": {**ANCHORS, "suppliers": 2}})
    for one, other in zip(with_anchors, blocks(few), strict=True):
        common = np.isin(one.slot, other.slot)
        assert common.sum() == other.count
        assert np.array_equal(one.match[common], other.match)


def test_suppliers_look_only_at_the_host_without_reach_and_farther_with_it():
    share = {}
    for reach in (0.0, 0.5, 1.0):
        whole = kinds(reach={"own_province": reach, "suppliers": reach / 2, "decay_km": 100.0}, time={"periods": 12})
        looks = [p.block.candidate[p.block.kind == SUPPLIER] for _, p in stepped(whole)]
        share[reach] = np.concatenate(looks).mean()
    assert share[0.0] == pytest.approx(1 / len(KEYS))
    assert share[0.0] < share[0.5] < share[1.0]


def test_they_look_with_the_probability_that_the_regime_says():
    whole = kinds(reach={"own_province": 1.0, "suppliers": 0.4, "decay_km": 200.0}, time={"periods": 60})
    reach, seen, expected = baseline(whole).supplier_reach, [], []
    for run, p in stepped(whole):
        for row in np.flatnonzero(p.block.kind == SUPPLIER):
            host = run.state.anchor_hosts[int(p.block.anchor_period[row]), int(p.block.anchor_slot[row])]
            seen.append(p.block.candidate[row])
            expected.append(reach[host])
    error = 4 * np.sqrt(0.25 / len(seen))
    assert np.mean(seen, axis=0) == pytest.approx(np.mean(expected, axis=0), abs=error)
    assert np.diagonal(reach).min() == 1.0


def test_what_the_public_gets_elsewhere_does_not_depend_on_where_a_run_lets_them_look():
    whole = kinds(projects={"assigned": {"share": 0.0}})
    narrow = None
    for _, p in stepped(whole):
        rows = np.flatnonzero(p.block.kind == SUPPLIER)
        if rows.size:
            narrow = p.block.candidate[rows].mean()
            wide = possible_sites(p)[rows].mean()
            assert narrow < wide == 1.0
    assert narrow is not None


@pytest.mark.parametrize("rule", ["drawn", "balance"])
def test_assigned_projects_get_nothing_cannot_leave_and_use_land(rule):
    whole = kinds(projects={"anchors": None, "assigned": {"share": 1.0, "rule": rule}}, city={"land_stock": 1500.0})
    run = simulate(whole, "free", with_planner=False)
    deals = run.deals
    assert (deals["kind"] == ASSIGNED).all()
    assert not deals["concession"].any()
    assert np.isneginf(deals["outside"]).all()
    hosted = deals["host"] >= 0
    assert hosted.any()
    used = np.bincount(deals["host"][hosted], deals["land"][hosted], len(KEYS))
    assert run.state.land_left == pytest.approx(1500.0 - used)
    # Who finds no land is left over only where no city had enough.
    for row in np.flatnonzero(~hosted):
        assert (run.state.land_left < deals["land"][row]).all()


def test_the_rule_of_balance_evens_out_the_stocks():
    spread = {}
    for rule in ("drawn", "balance"):
        whole = kinds(projects={"anchors": None, "assigned": {"share": 1.0, "rule": rule}}, city={"land_stock": None})
        spread[rule] = simulate(whole, with_planner=False).state.stock.sum(axis=1).std()
    assert spread["balance"] < spread["drawn"]


def lead(key, **fields):
    return {"key": key, "title": words(key), "industry": "chips", "announced_investment": 900.0, **fields}


def test_leads_of_every_kind():
    watched = [
        lead("put", kind="assigned", host="c"),
        lead("quiet", kind="uncontested"),
        lead("chief", kind="anchor", suppliers=6),
        lead("loud"),
    ]
    whole = region(KEYS, watched=watched, time={"periods": 5})
    run = simulate(whole, with_planner=False)
    deals = run.deals
    assert deals["kind"][:4].tolist() == [ASSIGNED, UNCONTESTED, ANCHOR, CONTESTED]
    assert KEYS[deals["host"][0]] == "c"
    assert deals["concession"][:2].tolist() == [0.0, 0.0]
    assert deals["concession"][3] > 0
    followers = deals["kind"] == SUPPLIER
    assert followers.sum() == 6
    assert (deals["period"][followers] >= 1).all()
    assert (deals["period"][followers] <= 3).all()


def test_listed_leads_run_in_place_of_the_pipeline_and_their_luck_hangs_on_their_number():
    leads = [lead(f"l{i}", period=i % 3, jobs=50.0 + i, number=i) for i in range(60)]
    whole = region(KEYS, time={"periods": 3})

    def listed(rows):
        data = whole.model_dump()
        data["projects"]["listed"] = rows
        return type(whole).model_validate(data)

    every, some = listed(leads), listed([row for row in leads if row["number"] % 7])
    assert simulate(every, with_planner=False).deals["slot"].size == 60
    for one, other in zip(blocks(every), blocks(some), strict=True):
        assert (one.kind == CONTESTED).all()
        kept = one.slot % 7 != 0
        assert np.array_equal(one.slot[kept], other.slot)
        assert np.array_equal(one.jobs[kept], other.jobs)
        assert np.array_equal(one.match[kept], other.match)
        assert np.array_equal(one.draw("spillover")[kept], other.draw("spillover"))


def test_posted_rates_where_suppliers_look_only_near_their_anchors():
    whole = kinds(contest={"format": "posted"}, time={"periods": 3})
    run = simulate(whole, "free", with_planner=False)
    suppliers = run.deals["kind"] == SUPPLIER
    assert (run.deals["concession"][suppliers & (run.deals["host"] >= 0)] > 0.0).any()


def test_drawn_projects_need_an_industry_that_is_drawn():
    raw = region().model_dump(exclude_none=True)
    for industry in raw["industries"].values():
        industry["weight"] = 0.0
    with pytest.raises(ValueError, match="industries: drawn projects need one with a weight above 0"):
        type(region()).model_validate(raw)
