"""What each lever is for, and where it does harm: one test of its main effect for every lever."""

from dataclasses import fields

import numpy as np
import pytest

from sim.levers import LEVERS
from sim.regime import Regime, baseline
from sim.regime_book import compile_regime
from sim.simulate import simulate, simulate_regimes
from tests.scenes import CALIBRATED, deal, firm_score, generated, region, stepped, stylised, theory

N = {"a": 10.0, "b": 6.0}, {"a": 4.0, "b": 12.0}
P = {"a": 10.0, "b": 6.0}, {"a": 12.0, "b": 12.0}
FREE = {"grant_limit": None, "promotion_budget_share": None}


def both(*levers, **more):
    """Deals of real projects without and with the levers, on the same luck."""
    many = {"arrivals_per_year": 150, "pool_per_year": 300}
    whole = region(("a", "b", "c", "d"), regimes={"free": [], "run": list(levers)}, pipeline=many, **more)
    runs = simulate_regimes(whole, ("free", "run"), with_planner=False)
    return runs["free"].deals, runs["run"].deals


def test_every_lever_has_a_test_of_its_effect():
    names = {each.model_fields["lever"].default for each in LEVERS}
    tested = {name for name in names if any(test.startswith(f"test_{name}") for test in globals())}
    assert tested == names


def test_grant_limit_binds_cash_only():
    before, after = both({"lever": "grant_limit", "limit": 0.01})
    assert (after["grant"] <= 0.01 * after["investment"] + 1e-9).all()
    assert (before["grant"] > 0.01 * before["investment"]).any()
    assert after["concession"].sum() < before["concession"].sum()
    assert (after["concession"] > 0.01 * after["investment"]).any()


def test_rebate_limit_binds_rebates_and_moves_bidding_into_cash():
    before, after = both({"lever": "rebate_limit", "limit": 0.0}, city=FREE)
    assert after["rebate"].max() == 0.0
    assert before["rebate"].sum() > 0.0
    assert after["concession"] == pytest.approx(before["concession"])
    assert after["grant"].sum() - before["grant"].sum() == pytest.approx(before["rebate"].sum())


def test_subsidy_cap_binds_the_package():
    before, after = both({"lever": "subsidy_cap", "cap": 0.05})
    assert (after["concession"] <= 0.05 * after["investment"] + 1e-9).all()
    assert (before["concession"] > 0.05 * before["investment"]).any()
    assert after["public_net"][after["host"] >= 0].mean() > before["public_net"][before["host"] >= 0].mean()
    assert (before["host"] != after["host"]).any()


def test_subsidy_cap_city_by_city_binds_only_those_named():
    _, after = both({"lever": "subsidy_cap", "by_city": {"a": 0.0, "b": 0.02}})
    share = after["concession"] / after["investment"]
    assert share[after["host"] == 0].max() == 0.0
    assert share[after["host"] == 1].max() <= 0.02 + 1e-9
    assert share[after["host"] >= 2].max() > 0.05


def test_subsidy_ban_leaves_the_sites_to_decide():
    before, after = both({"lever": "subsidy_ban"})
    assert after["concession"].max() == 0.0
    assert (after["host"] == after["host_at_zero"]).all()
    assert (after["host_at_zero"] == before["host_at_zero"]).all()
    assert (before["host"] != after["host"]).any()


def test_subsidy_ban_keeps_contracts_signed_before_it_starts():
    whole = region(
        time={"periods": 4}, levers=[{"lever": "subsidy_ban", "start": "2024-01-01"}], city={"grant_limit": 1.0, **FREE}
    )
    run = simulate(whole, with_planner=False)
    early = run.deals["period"] == 0
    assert run.deals["concession"][early].sum() > 0
    assert run.deals["concession"][~early].max() == 0.0
    assert run.cities["liabilities"][0].sum() > 0
    assert run.cities["liabilities"][1].sum() == pytest.approx(0.0, abs=1e-9)  # the second instalment was paid


def test_land_price_floor_alone_changes_the_instrument_and_not_the_price_of_the_deal():
    before, after = both({"lever": "land_price_floor", "basis": "land_cost"}, city=FREE)
    assert after["land_discount"].max() == 0.0
    assert before["land_discount"].sum() > 0.0
    assert (after["host"] == before["host"]).all()
    assert after["concession"] == pytest.approx(before["concession"])


def test_land_price_floor_spares_priority_projects_and_does_not_always_hold():
    floor = {"lever": "land_price_floor", "basis": "list_price"}
    tight = {"grant_limit": 0.0, "rebate_limit": 0.0}
    _, strict = both(floor, city=tight)
    _, spared = both({**floor, "priority_share": 0.5}, city=tight)
    _, leaky = both({**floor, "holds": 0.5}, city=tight)
    chips = spared["industry"] == 1
    assert strict["land_discount"].max() == 0.0
    assert spared["land_discount"][chips].sum() > 0.0
    assert spared["land_discount"][~chips].max() == 0.0
    given = leaky["land_discount"] > 0
    assert 0 < given.sum() < (leaky["host"] >= 0).sum()


@pytest.mark.parametrize("holds", [0.0, 0.2, 0.9, 1.0])
def test_land_price_floor_holds_as_often_as_it_says(holds):
    floor = {"lever": "land_price_floor", "basis": "list_price", "holds": holds}
    many = {"arrivals_per_year": 2000, "pool_per_year": 2000}
    for _, period in stepped(region(("a",), levers=[floor], pipeline=many)):
        spared = period.rooms.land > 0
        assert spared.size == 2000
        assert spared.mean() == pytest.approx(1 - holds, abs=4 * np.sqrt(holds * (1 - holds) / 2000) + 1e-12)


@pytest.mark.parametrize(
    ("basis", "level", "floor"),
    [("land_cost", 0.7, 14.0), ("list_price", 0.5, 15.0), ("land_grade", 1.5, 12.0), ("price", 2.0, 18.0)],
)
def test_land_price_floor_is_that_multiple_of_its_basis(basis, level, floor):
    """Grade 12: 120 yuan a square metre, 80 000 a mu (Ministry of Land and Resources, 国土资发〔2006〕307号, 2006)."""
    lever = {"lever": "land_price_floor", "basis": basis, "level": level}
    more = {"price": 9.0} if basis == "price" else {}
    _, run = pair_of({**lever, **more}, city={"land_cost": 20.0, "list_price": 30.0, "land_grade": 12})
    assert run.regime.raised_floor == pytest.approx(np.full(3, floor), rel=1e-3)
    assert run.land_floor[0] == pytest.approx(np.full(3, floor), rel=1e-3)


def test_land_price_floor_below_the_one_in_force_changes_nothing():
    before, after = both({"lever": "land_price_floor", "basis": "price", "price": 3.0})
    for name in ("host", "concession", "land_discount"):
        assert (before[name] == after[name]).all(), name
    assert before["land_discount"].max() > 0


def test_land_price_floor_above_the_list_price_is_what_land_sells_for():
    whole = region(city={"list_price": 10.0}, levers=[{"lever": "land_price_floor", "basis": "price", "price": 20.0}])
    price = simulate(whole, with_planner=False).cities["land_price"]
    assert np.nanmin(price) >= 20.0 - 1e-9


def test_industrial_map_stops_support_where_it_says():
    _, after = both({"lever": "industrial_map", "table": {"a": ["chips"], "b": []}})
    share = after["concession"] / after["investment"]
    equipment = after["industry"] == 0
    assert share[(after["host"] == 0) & equipment].max() == 0.0
    assert share[(after["host"] == 0) & ~equipment].max() > 0.0
    assert share[after["host"] == 1].max() == 0.0
    assert (after["host"] == 1).any()  # a host at concession 0 it may be
    assert share[after["host"] >= 2].max() > 0.05


def test_industrial_map_of_a_planner_who_knows_places_projects_best_and_cheaper():
    for values, host, x in ((N, "b", 4.0), (P, "a", 0.0)):
        free = deal(stylised(*values))
        found = deal(stylised(*values, levers=[{"lever": "industrial_map", "designate": "planner"}]))
        assert found["host"] == host
        assert found["concession"] == pytest.approx(x)
        assert found["concession"] < free["concession"]
        assert found["welfare_total"] == pytest.approx(free["welfare_total"])


def test_industrial_map_of_a_planner_for_some_leaves_the_others_free():
    """Only a and b are bound: z still bids up to 11, the one that is designated of the two up to its own ceiling."""
    values = {"a": 10.0, "b": 6.0, "z": 3.0}, {"a": 4.0, "b": 12.0, "z": 8.0}
    planner = {"lever": "industrial_map", "designate": "planner", "cities": ["a", "b"]}
    found = deal(stylised(*values, levers=[planner]))
    assert (found["host"], found["concession"]) == ("b", 5.0)
    everyone = deal(stylised(*values, levers=[{"lever": "industrial_map", "designate": "planner"}]))
    assert (everyone["host"], everyone["concession"]) == ("b", 4.0)


def test_industrial_map_of_a_planner_who_errs_can_lose():
    project = {"site_mean": 10.0, "site_sd": 1.0, "public_mean": 10.0, "public_sd": 1.0}
    mean = {}
    for error in (0.0, 0.05, 0.3, 2.0):
        planner = {"lever": "industrial_map", "designate": "planner", "planner_error": error}
        whole = generated(4, 4000, project=project, regimes={"free": [], "map": [planner]})
        runs = simulate_regimes(whole, ("free", "map"), with_planner=False)
        gain = runs["map"].deals["welfare_total"] - runs["free"].deals["welfare_total"]
        mean[error] = gain.mean()
        if error == 0.0:
            assert np.abs(gain).max() < 1e-9
            assert runs["map"].deals["concession"].mean() < runs["free"].deals["concession"].mean() - 1.0
    assert 0.0 > mean[0.05] > mean[0.3] > mean[2.0]
    assert mean[2.0] < -0.3


def test_revenue_sharing_of_pooled_benefits_lowers_the_price_and_keeps_the_host():
    free = deal(stylised(*N))
    prices = []
    for share in (0.0, 0.2, 0.4):
        lever = {"lever": "revenue_sharing", "members": ["a", "b"], "share": share}
        found = deal(stylised(*N, levers=[lever]))
        assert found["host"] == free["host"]
        prices.append(found["concession"])
    assert prices[0] == free["concession"]
    assert prices[0] > prices[1] > prices[2]


def test_revenue_sharing_with_a_tier_that_does_not_bid_can_lose_the_host():
    lever = {"lever": "revenue_sharing", "members": ["a", "b"], "share": 0.7, "contract": "leakage"}
    found = deal(stylised(*N, levers=[lever]))
    assert found["host"] == "a"
    assert found["welfare_total"] < deal(stylised(*N))["welfare_total"]


def test_revenue_sharing_does_less_the_less_of_it_is_paid():
    prices = [
        deal(
            stylised(*N, levers=[{"lever": "revenue_sharing", "members": ["a", "b"], "share": 0.4, "paid_share": paid}])
        )
        for paid in (0.0, 0.5, 1.0)
    ]
    halfway = deal(stylised(*N, levers=[{"lever": "revenue_sharing", "members": ["a", "b"], "share": 0.2}]))
    assert prices[0]["concession"] == deal(stylised(*N))["concession"]
    assert prices[1]["concession"] == pytest.approx(halfway["concession"])
    assert prices[2]["concession"] < prices[1]["concession"]


@pytest.mark.parametrize("members", [["a", "b"], ["a", "b", "c"], ["b", "d"]])
@pytest.mark.parametrize("seed", range(4))
def test_joint_negotiation_never_raises_the_price_against_the_same_outsiders(members, seed):
    """Coalition members pay at most what they paid as rivals, and the firm gets no more than before."""
    project = {"site_sd": 3.0, "public_mean": 8.0, "public_sd": 3.0, "outside_option": 4.0}
    together = {"lever": "joint_negotiation", "members": members}
    whole = generated(4, 2000, project=project, regimes={"free": [], "run": [together]}, seed=seed)
    renamed = dict(zip("abcd", whole.cities.values(), strict=True))
    runs = simulate_regimes(whole.model_copy(update={"cities": renamed}), ("free", "run"), with_planner=False)
    before, after = runs["free"], runs["run"]
    assert (firm_score(after) <= firm_score(before) + 1e-9).all()
    same = before.deals["host"] == after.deals["host"]
    assert (after.deals["concession"][same] <= before.deals["concession"][same] + 1e-9).all()
    keys = list("abcd")
    inside = np.isin(after.deals["host"], [keys.index(key) for key in members])
    assert after.deals["concession"][inside].mean() < before.deals["concession"][inside].mean() - 0.2
    outside = ~np.isin(before.deals["host"], [keys.index(key) for key in members])
    assert (before.deals["concession"][outside] == after.deals["concession"][outside]).all()


def test_joint_negotiation_lets_two_districts_meet_an_outsider_as_one():
    """Only the outsider's ceiling counts: B no longer pays for A's offer."""
    values = {"a": 10.0, "b": 6.0, "z": 3.0}, {"a": 4.0, "b": 12.0, "z": 8.0}
    alone = deal(stylised(*values))
    together = deal(stylised(*values, levers=[{"lever": "joint_negotiation", "members": ["a", "b"]}]))
    assert (alone["host"], alone["concession"]) == ("b", 8.0)
    assert (together["host"], together["concession"]) == ("b", 5.0)  # to beat z's 11


@pytest.mark.parametrize(("pooled", "host", "concession"), [(False, "z", 0.0), (True, "b", 4.0)])
def test_joint_negotiation_keeps_each_hosts_own_limits_unless_they_are_pooled(pooled, host, concession):
    """B may give no cash and A a tenth of 100: B can match z's 10 with 4 only where the limits are pooled."""
    found = deal(
        stylised(
            {"a": 0.0, "b": 6.0, "z": 10.0}, {"a": 0.0, "b": 12.0, "z": 0.0},
            by_city={"a": {"grant_limit": 0.1}, "b": {"grant_limit": 0.0}},
            levers=[{"lever": "joint_negotiation", "members": ["a", "b"], "pooled_limits": pooled}],
        )
    )  # fmt: skip
    assert (found["host"], found["concession"]) == (host, pytest.approx(concession))


def test_information_sharing_can_raise_the_price():
    """Two who hide half of what they have give less than two who see each other's offers."""
    sealed = {"contest": {"format": "sealed"}, "city": {"strategy": {"name": "shaded", "share": 0.5}}}
    values = {"a": 0.0, "b": 0.0}, {"a": 12.0, "b": 8.0}
    hidden = deal(stylised(*values, **sealed))
    shown = deal(stylised(*values, **sealed, levers=[{"lever": "information_sharing", "members": ["a", "b"]}]))
    assert (hidden["host"], hidden["concession"]) == ("a", 6.0)
    assert (shown["host"], shown["concession"]) == ("a", 8.0)


def test_information_sharing_can_lower_the_price():
    """One who would overpay sees that its rival is far behind; a firm that bluffs loses its voice among members."""
    values = {"a": 0.0, "b": 0.0}, {"a": 12.0, "b": 2.0}
    lever = [{"lever": "information_sharing", "members": ["a", "b"]}]
    sealed = {"contest": {"format": "sealed"}, "city": {"strategy": {"name": "shaded", "share": 0.9}}}
    assert deal(stylised(*values, **sealed))["concession"] == pytest.approx(10.8)
    assert deal(stylised(*values, **sealed, levers=lever))["concession"] == pytest.approx(2.0)
    bluffing = {"contest": {"bluff": 0.5}, "city": {"grant_limit": 1.0}}
    assert deal(stylised(*values, **bluffing))["concession"] == pytest.approx(2.0 + 0.5 * 10.0)
    assert deal(stylised(*values, **bluffing, levers=lever))["concession"] == pytest.approx(2.0)


def test_information_sharing_among_some_leaves_the_firm_a_rival_to_play_off():
    values = {"a": 0.0, "b": 0.0, "z": 0.0}, {"a": 12.0, "b": 2.0, "z": 5.0}
    lever = [{"lever": "information_sharing", "members": ["a", "b"]}]
    bluffing = {"contest": {"bluff": 0.5}, "city": {"grant_limit": 1.0}}
    assert deal(stylised(*values, **bluffing, levers=lever))["concession"] == pytest.approx(5.0 + 0.5 * 7.0)


def test_floor_and_limits_together_close_what_each_leaves_open():
    floor = {"lever": "land_price_floor", "basis": "land_cost"}
    limits = [{"lever": "rebate_limit", "limit": 0.0}, {"lever": "grant_limit", "limit": 0.02}]
    _, floor_only = both(floor, city=FREE)
    _, limits_only = both(*limits, city=FREE)
    _, together = both(floor, *limits, city=FREE)
    assert together["concession"].sum() < 0.6 * limits_only["concession"].sum() < 0.6 * floor_only["concession"].sum()
    assert (together["concession"] <= 0.02 * together["investment"] + 1e-9).all()
    assert CALIBRATED["grant_limit"] > 0.02


RESEARCHING = {
    "research": {"depreciation": 0.15},
    "time": {"periods": 6},
    "city": {"rd_capital": 200.0, "rd_intensity": 0.01, "gdp": 4_000.0},
}  # fmt: skip


def capital_with(lever):
    """R&D capital at the end without and with a lever."""
    whole = region(("a", "b"), regimes={"free": [], "run": [lever]}, **RESEARCHING)
    runs = simulate_regimes(whole, ("free", "run"), with_planner=False)
    return runs["free"].state.rd_capital, runs["run"].state.rd_capital


def test_shared_rd_platform_raises_productivity_at_once_and_lowers_effort():
    platform = {"lever": "shared_rd_platform", "reach": 0.5, "free_riding": 1.0, "programme_cost": 0.0}
    whole = region(("a", "b"), regimes={"free": [], "run": [platform]}, **RESEARCHING)
    (_, first), (_, second) = (next(stepped(whole, key)) for key in ("free", "run"))
    chips = first.block.industry == 1
    ratio = second.productivity / first.productivity
    assert ratio[~chips] == pytest.approx(1.0)  # its R&D elasticity is 0
    assert ratio[chips] == pytest.approx(((100.0 + 1.5 * 200.0) / (100.0 + 200.0)) ** 0.02)
    free, run = capital_with(platform)
    assert (run < free).all()
    protected = capital_with({**platform, "protection": 1.0})[1]
    assert protected == pytest.approx(free)


def test_open_challenge_brings_the_prizes_to_whoever_wins_them():
    free, run = capital_with({"lever": "open_challenge", "prize": 10.0, "programme_cost": 0.0})
    assert (run >= free - 1e-9).all()
    old = 0.85 ** np.arange(6)
    assert (run - free).sum() == pytest.approx(10.0 * old.sum())
    race = {"lever": "open_challenge", "prize": 10.0, "form": "horse_race", "teams": 3, "programme_cost": 0.0}
    assert (capital_with(race)[1] - free).sum() == pytest.approx(10.0 * (1 + 1 / 2 + 1 / 3) * old.sum())


def test_talent_mobility_moves_the_shortage_and_training_lowers_it():
    skilled = {"equipment": {"title": {"en": "x", "zh": "x"}, "skilled_share": 0.2, "talent_sensitivity": 0.05}}
    shared = {"lever": "talent_mobility", "reach": 1.0, "programme_cost": 0.0}
    trained = {"lever": "talent_mobility", "reach": 0.0, "training": 100.0, "programme_cost": 0.0}
    whole = region(
        ("a", "b"), industries=skilled, chain={}, time={"periods": 2},
        city={"talent_supply": 0.1, "fit": {}}, regimes={"free": [], "shared": [shared], "trained": [trained]},
        by_city={
            "a": {"stock": {"equipment": 20_000.0}},
            "b": {"stock": {"equipment": 12_500.0}, "talent_supply": 0.2},
        },
    )  # fmt: skip
    periods = {key: [p for _, p in stepped(whole, key)] for key in ("free", "shared", "trained")}
    assert periods["free"][0].talent_shortage == pytest.approx([0.5, 0.0])
    assert periods["shared"][0].talent_shortage == pytest.approx(1 - (1600 + 2000) / (3200 + 2000))
    assert (periods["trained"][1].talent_shortage < periods["free"][1].talent_shortage).any()


def test_talent_mobility_services_hold_people_while_they_run_and_training_keeps_them():
    """Each 40 people less short, over the skilled jobs: held in the programme's year alone, trained from then on."""
    skilled = {"equipment": {"title": {"en": "x", "zh": "x"}, "skilled_share": 0.2}}
    held = {"lever": "talent_mobility", "reach": 0.0, "shared_services": 40.0, "programme_cost": 0.0}
    trained = {"lever": "talent_mobility", "reach": 0.0, "training": 40.0, "programme_cost": 0.0}
    whole = region(
        ("a", "b"), industries=skilled, chain={}, time={"periods": 3, "start_year": 2023}, city={"fit": {}},
        by_city={key: {"stock": {"equipment": 20_000.0}, "talent_supply": 0.1} for key in ("a", "b")},
        pipeline={"arrivals_per_year": 0},
        regimes={"free": [], "held": [{**held, "end": "2024-01-01"}], "trained": [{**trained, "end": "2024-01-01"}]},
    )  # fmt: skip
    path = {key: np.array([p.talent_shortage for _, p in stepped(whole, key)]) for key in ("free", "held", "trained")}
    (_, first), *_ = stepped(whole)
    demand = first.state.stock[0, 0] / 100 * first.world.industries.jobs_per_100m[0] * 0.2
    assert path["free"] - path["held"] == pytest.approx(np.outer([40.0 / demand, 0.0, 0.0], [1, 1]))
    assert path["free"] - path["trained"] == pytest.approx(np.outer([0.0, 40.0 / demand, 40.0 / demand], [1, 1]))


def agreed(*levers, **more):
    """Regime of the first period under an agreement, and under the same levers without one."""
    sections = {key: more.pop(key) for key in ("city", "by_city", "time") if key in more}
    whole = region(
        ("a", "b", "c"),
        regimes={"plain": list(levers), "run": [{"lever": "agreement", "levers": list(levers), **more}]}, **sections,
    )  # fmt: skip
    return compile_regime(whole, "plain")[0], compile_regime(whole, "run")[0], baseline(whole)


def test_agreement_in_full_is_the_levers_themselves():
    whole, run, _ = agreed(
        {"lever": "subsidy_cap", "cap": 0.06}, {"lever": "land_price_floor", "basis": "land_cost", "holds": 0.8},
        {"lever": "revenue_sharing", "members": ["a", "c"], "share": 0.5}, {"lever": "subsidy_ban", "cities": ["b"]},
        {"lever": "joint_negotiation", "members": ["a", "b"]},
    )  # fmt: skip
    for each in fields(Regime):
        assert np.array_equal(getattr(whole, each.name), getattr(run, each.name)), each.name


def test_agreement_binds_no_city_but_its_members():
    _, run, base = agreed(
        {"lever": "subsidy_cap", "cap": 0.06}, {"lever": "revenue_sharing", "members": ["a", "b", "c"], "share": 0.6},
        members=["a", "b"],
    )  # fmt: skip
    assert list(run.package_cap) == [0.06, 0.06, np.inf]
    assert run.benefit_share == pytest.approx(np.array([[0.7, 0.3, 0], [0.3, 0.7, 0], [0, 0, 1]]))
    assert (run.support_allowed == base.support_allowed).all()


def test_agreement_carried_out_by_half_loosens_limits_and_halves_shares_and_floors():
    whole, run, _ = agreed(
        {"lever": "subsidy_cap", "cap": 0.06}, {"lever": "grant_limit", "limit": 0.1},
        {"lever": "land_price_floor", "basis": "land_cost", "holds": 0.8},
        {"lever": "revenue_sharing", "members": ["a", "c"], "share": 0.5}, {"lever": "rebate_limit", "limit": 0.0},
        implementation=0.5, programme_cost=3.0, city={"grant_limit": 0.15},
    )  # fmt: skip
    assert run.package_cap == pytest.approx(0.12)
    assert run.grant_limit == pytest.approx(0.15)  # 0.2, were the city's own limit not stricter
    assert run.raised_floor == pytest.approx(whole.raised_floor / 2)
    assert run.raised_floor_holds == pytest.approx(0.8)
    assert run.benefit_share == pytest.approx((whole.benefit_share + np.eye(3)) / 2)
    assert run.programme_cost == pytest.approx(3.0)
    assert (run.rebate_limit == 0.0).all()  # a limit of 0 cannot be half kept; it is carried out by draw


def test_agreement_carried_out_by_three_tenths_goes_three_tenths_of_the_way():
    levers = (
        {"lever": "revenue_sharing", "members": ["a", "c"], "share": 0.5},
        {"lever": "land_price_floor", "basis": "land_cost"},
        {"lever": "subsidy_cap", "cap": 0.06},
    )
    whole, run, base = agreed(*levers, implementation=0.3)
    assert run.benefit_share == pytest.approx(base.benefit_share + 0.3 * (whole.benefit_share - base.benefit_share))
    assert run.benefit_share[0] == pytest.approx([1 - 0.3 * 0.25, 0.0, 0.3 * 0.25])
    assert run.raised_floor == pytest.approx(0.3 * whole.raised_floor)
    assert run.package_cap == pytest.approx(0.06 / 0.3)


@pytest.mark.parametrize("share", [0.0, 0.5])
@pytest.mark.parametrize("most", [None, 0.1])
def test_agreement_on_pooled_limits_of_a_park_knows_what_half_of_no_limit_is(share, most):
    """From 0.1 or from no limit to that of the owners, none or 0.1: a number, and what was there if nothing is done."""
    park = {"lever": "joint_park", "park": "c", "owners": ["a", "b"], "pooled_limits": True}
    owners = {"grant_limit": most, "rebate_limit": 1.0, "package_cap": 0.3}
    city = {"a": owners, "b": {**owners, "package_cap": None}, "c": {"grant_limit": 0.1 if most is None else None}}
    _, run, _ = agreed(park, implementation=share, by_city=city)
    before = city["c"]["grant_limit"] or np.inf
    assert run.grant_limit[2] == ((0.1 / share if most else np.inf) if share else before)
    assert run.package_cap[2] == np.inf


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_agreement_on_a_ban_is_carried_out_as_often_as_it_says(share):
    ban = {"lever": "agreement", "levers": [{"lever": "subsidy_ban"}], "implementation": share}
    keys = [f"c{i}" for i in range(8)]
    few = {"arrivals_per_year": 2, "pool_per_year": 2}
    whole = region(keys, levers=[ban], time={"periods": 40}, pipeline=few, city={"stock": {}})
    banned = np.array([~period.regime.concession_allowed for _, period in stepped(whole)])
    assert banned.mean() == pytest.approx(share, abs=4 * np.sqrt(share * (1 - share) / banned.size) + 1e-12)
    assert len({row.tobytes() for row in banned}) > 5 or share in (0.0, 1.0)


def test_agreement_on_bidding_as_one_holds_among_those_who_act():
    joint = {"lever": "joint_negotiation", "members": ["a", "b", "c"]}
    whole = region(levers=[{"lever": "agreement", "levers": [joint], "implementation": 0.6}], time={"periods": 30})
    seen = set()
    for run, period in stepped(whole):
        idle = period.absences[0].idle
        label = period.regime.coalition
        acting = np.flatnonzero(~idle)
        assert all(label[i] == i for i in np.flatnonzero(idle))
        assert len(set(label[acting])) <= 1
        assert not set(label[acting]) & set(np.flatnonzero(idle))
        seen.add(tuple(label))
        assert run.world.pacts
    assert len(seen) > 2


def test_agreement_that_is_broken_leaves_its_breaker_free_and_then_everybody():
    """Two cities, N of case 1, nobody patient: both break at once; with a lag the pact still binds outsiders' rule."""
    ban = {"lever": "subsidy_ban", "compliance": "chosen", "discount_factor": 0.0, "detection_lag": 3}
    whole = region(levers=[ban], time={"periods": 5})
    free = simulate(region(time={"periods": 5}), with_planner=False)
    run = simulate(whole, with_planner=False)
    assert run.cities["agreements_broken"][0].all()
    for name in ("host", "concession"):
        assert np.array_equal(run.deals[name], free.deals[name])
    assert run.cities["agreement_gain"] == pytest.approx(0.0)


def test_agreement_pays_its_contract_after_it_is_broken_for_deals_signed_before():
    share = {"lever": "revenue_sharing", "members": ["a", "b"], "share": 0.5}
    agreement = {
        "lever": "agreement", "levers": [share], "compliance": "chosen", "discount_factor": 0.0, "end": "2025-01-01",
    }  # fmt: skip
    whole = region(levers=[{**agreement, "compliance": "assumed"}], time={"periods": 4})
    run = simulate(whole, with_planner=False)
    numbers = set(run.state.firms.contract)
    assert len(numbers) == 2
    shared = {n for n in numbers if not run.world.book.compiled[n].identity_contract}
    assert set(run.state.firms.contract[run.state.firms.period < 2]) == shared


def pair_of(lever, **rest):
    """First periods without and with a lever, firms at home in city b of Chongqing; a and c lie across the border."""
    origins = {"cities": {"b": 1.0}, "coast": 0.0}
    whole = region(
        regimes={"free": [], "run": [lever]}, pipeline={"origins": origins},
        reach={"chain": 0.3, "own_province": 1.0, "suppliers": 0.2}, **rest,
    )  # fmt: skip
    return tuple(next(stepped(whole, key))[1] for key in ("free", "run"))


def test_chain_integration_lets_neighbours_stocks_count():
    lever = {"lever": "chain_integration", "reach": 0.8, "suppliers": 0.5, "programme_cost": 0.0}
    free, run = pair_of({**lever, "cities": ["a", "b"]})
    stock = run.world.cities.stock
    reached = {"free": stock[0] + free.regime.reach_chain[1, 0] * stock[1], "run": stock[0] + 0.8 * stock[1]}
    third = free.regime.reach_chain[2, 0] * stock[2]
    equipment = run.block.industry == 0
    expected = 0.03 * np.log((1000 + reached["run"][0] + third[0]) / (1000 + reached["free"][0] + third[0]))
    assert np.log(run.productivity / free.productivity)[equipment, 0] == pytest.approx(expected)
    assert run.regime.supplier_reach[0, 1] == run.regime.supplier_reach[1, 0] == 0.5
    assert run.regime.supplier_reach[0, 2] == free.regime.supplier_reach[0, 2]
    assert run.productivity[:, 2] == pytest.approx(free.productivity[:, 2])


def test_market_integration_cuts_cost_across_the_border_and_the_match():
    lever = {
        "lever": "market_integration",
        "access_cut": 0.4,
        "entry_cut": 0.5,
        "match_cut": 0.25,
        "programme_cost": 0.0,
    }
    free, run = pair_of(lever, city={"border_entry_cost": 0.02, "access_cost": 0.3})
    cost = free.block.investment
    entry = run.site_value_parts["entry"] - free.site_value_parts["entry"]
    assert entry[:, 0] == pytest.approx(0.01 * cost)
    assert entry[:, 1] == pytest.approx(0.0)
    assert run.site_value_parts["match"] == pytest.approx(0.75 * free.site_value_parts["match"])
    assert run.site_value_parts["access"] == pytest.approx(0.6 * free.site_value_parts["access"])
    assert np.array_equal(run.block.outside, free.block.outside)


def test_tax_recognition_cuts_compliance_cost_across_the_border_only_and_what_is_booked():
    lever = {"lever": "tax_recognition", "cut": 0.75, "programme_cost": 0.0}
    free, run = pair_of(lever, city={"compliance_cost": 0.004})
    gain = run.site_value - free.site_value
    saved = free.world.firm_annuity * 0.004 * 0.75 * free.block.investment
    assert gain[:, 1] == pytest.approx(0.0, abs=1e-9)
    assert gain[:, 0] == pytest.approx(saved)
    assert gain[:, 2] == pytest.approx(saved)
    firms = run.state.firms
    assert firms.compliance == pytest.approx(0.001 * firms.investment * (firms.host != 1))
    assert run.ledger.flows["compliance_cost"].sum() == pytest.approx(firms.compliance.sum())


def test_market_integration_raises_what_equal_cities_post():
    """Closed form without outside option: x = v/(1+λ) - μ·n/(n-1), μ the scale that is left."""
    lever = "[{lever: market_integration, match_cut: 0.4, programme_cost: 0}]"
    whole = theory("case_03_posted", f"regimes.ban.levers={lever}", "projects.stylised.per_period=10")
    rates = [next(stepped(whole, key))[1].posted.solved.concession for key in ("competition", "ban")]
    assert rates[1] - rates[0] == pytest.approx(np.full((1, 3), 0.4 * 2.0 * 3 / 2), abs=1e-5)


FIRMS = {"origins": {"cities": {"a": 1.0, "b": 1.0}, "coast": 1.0}, "private_share": 0.5}
LENDERS = {"enabled": True, "out_of_area": 0.7, "border_premium": 0.008, "private_premium": 0.006}


def financed(*levers):
    many = {"arrivals_per_year": 300, "pool_per_year": 300, **FIRMS}
    whole = region(("a", "b", "c"), regimes={"free": [], "run": list(levers)}, pipeline=many, credit=LENDERS)
    return [next(stepped(whole, key))[1] for key in ("free", "run")]


def test_credit_sharing_opens_sites_across_the_border_and_prices_each_at_its_own_risk():
    before, after = financed({"lever": "credit_sharing"})
    opened = after.candidate & ~before.candidate
    home = before.block.origin
    across = (home[:, None] == 0) & (np.arange(3) == 1) | (home[:, None] == 1) & (np.arange(3) != 1)
    assert opened.any()
    assert across[opened].all()
    assert abs(before.candidate[across].mean() - 0.3) < 0.05
    assert after.candidate[across & before.block.good[:, None]].all()
    priced = across & before.candidate & after.candidate
    good = np.broadcast_to(before.block.good[:, None], priced.shape)
    assert (after.credit_spread[priced & good] < before.credit_spread[priced & good]).all()
    assert (after.credit_spread[priced & ~good] > before.credit_spread[priced & ~good]).all()
    assert np.array_equal(after.credit_spread[~across], before.credit_spread[~across])


def test_ownership_neutral_finance_ends_the_premium_of_private_firms_alone():
    before, after = financed({"lever": "ownership_neutral_finance", "programme_cost": 1.0})
    both_lend = before.loans.financed & after.loans.financed
    fall = (before.credit_spread - after.credit_spread)[both_lend]
    private = np.broadcast_to(before.block.private[:, None], both_lend.shape)[both_lend]
    assert fall[private] == pytest.approx(0.006)
    assert fall[~private] == pytest.approx(0.0)
    assert not (before.candidate & ~after.candidate).any()


def test_performance_reform_ends_what_officials_pay_for_volume():
    """Property 2: public net = (1+λ)·gap - ψ·I; the reform scales ψ, or moves it to quality 0 of a stylised project."""
    weights = {"political_weight": 0.1}
    base = {"city": weights, "project": {"investment": 20.0}}
    before = deal(stylised(*P, **base))
    half = deal(stylised(*P, **base, levers=[{"lever": "performance_reform", "political_scale": 0.5}]))
    none = deal(stylised(*P, **base, levers=[{"lever": "performance_reform", "quality": 1.0}]))
    assert before["public_net"] == pytest.approx(4.0 - 2.0)
    assert half["public_net"] == pytest.approx(4.0 - 1.0)
    assert none["public_net"] == pytest.approx(4.0)


def test_performance_reform_scales_the_weight_on_peers():
    """Case 10c: x = (v2 + κ·v1)/(1 + κ)."""
    values = {"a": 0.0, "b": 0.0}, {"a": 12.0, "b": 8.0}
    for scale in (0.0, 0.5, 1.0):
        kappa = 0.9 * scale
        reform = [{"lever": "performance_reform", "rival_scale": scale}]
        found = deal(stylised(*values, city={"rival_weight": 0.9}, levers=reform))
        assert found["concession"] == pytest.approx((8 + kappa * 12) / (1 + kappa))


def test_regional_fund_goes_to_firms_where_only_members_compete_and_the_province_pays():
    fund = [{"lever": "regional_fund", "rate": 0.05}]
    for funds in (0.0, 0.3):
        economy = {"cost_of_public_funds": funds}
        before, after = (deal(stylised(*P, economy=economy, levers=levers)) for levers in ([], fund))
        assert after["host"] == before["host"] == "a"
        assert after["concession"] - before["concession"] == pytest.approx(5.0)
        assert after["province_gain"] == pytest.approx(-(1 + funds) * 5.0)
        assert after["cities_gain"] == pytest.approx(before["cities_gain"])
        assert after["welfare_total"] == pytest.approx(before["welfare_total"] - funds * 5.0)


def test_regional_fund_pays_only_for_industries_that_qualify_and_books_it():
    fund = {"lever": "regional_fund", "rate": 0.03, "industries": ["chips"], "cities": ["a", "b"]}
    before, after = both(fund, city=FREE)
    chips, at = after["industry"] == 1, after["host"]
    same = (before["host"] == at) & (at >= 0)
    richer = after["fiscal_net"] + after["concession"] - before["fiscal_net"] - before["concession"]
    due = np.where(chips & (at <= 1), 0.03 * after["investment"], 0.0)
    assert richer[same] == pytest.approx(due[same])
    assert due[same].sum() > 0
    ((run, period),) = stepped(region(city=FREE, levers=[fund]))
    paid = 0.03 * sum(
        run.deals["investment"][(run.deals["host"] == c) & (run.deals["industry"] == 1)].sum() for c in (0, 1)
    )
    assert period.signing.flows["regional_fund"].sum() == pytest.approx(paid)
    assert period.signing.net_of("province").sum() == pytest.approx(-paid)


def test_regional_fund_budget_is_paid_by_the_province_and_raises_the_room_for_promises():
    fund = {"lever": "regional_fund", "budget": 40.0, "cities": ["b"]}
    whole = region(regimes={"free": [], "run": [fund]}, time={"periods": 2}, city={"base_revenue": 100.0})
    runs = simulate_regimes(whole, ("free", "run"), with_planner=False)
    room = [runs[key].cities["commitment_room"][0] for key in ("free", "run")]
    assert room[1] - room[0] == pytest.approx([0.0, 3 * 40.0, 0.0])
    paid = [sum(flows.ending["province"].sum() for flows in runs[key].welfare) for key in ("free", "run")]
    assert paid[1] - paid[0] < -79.0 or runs["run"].deals["host"].tolist() != runs["free"].deals["host"].tolist()


PARK = {"lever": "joint_park", "park": "p", "owners": ["a", "b"]}
"""A park of A and B."""


def park_deal(site, public, park, **more):
    """The deal of a project with values in cities and the park; the park's row opens with the lever."""
    levers = [] if park is None else [{**PARK, **park}]
    return deal(stylised(site, public, by_city={"p": {"opens_with_joint_park": True}}, levers=levers, **more))


def test_joint_park_is_shut_without_the_lever():
    values = {"a": 1.0, "b": 1.0, "p": 9.0}, {"a": 4.0, "b": 4.0, "p": 4.0}
    assert park_deal(*values, None)["host"] in ("a", "b")
    assert park_deal(*values, {})["host"] == "p"


def test_joint_park_that_bids_with_its_owners_pays_what_the_outside_forces_it_to():
    """The coalition of case 12d: R = the best outsider, the owners never bid against each other."""
    values = {"a": 10.0, "b": 10.0, "p": 10.0, "z": 3.0}, {"a": 8.0, "b": 8.0, "p": 12.0, "z": 9.0}
    for contract in ("net_split", "benefit_only", "none"):
        found = park_deal(*values, {"contract": contract})
        assert found["host"] == "p"
        assert found["concession"] == pytest.approx(2.0)


@pytest.mark.parametrize(("contract", "host"), [("net_split", "p"), ("benefit_only", "z"), ("none", "p")])
def test_joint_park_where_the_benefit_is_shared_and_the_cost_is_not_bids_too_little(contract, host):
    """Case 12d against an outsider: gross pooling by two, the host paying alone, bids (1 - a + a/n)·v = v/2."""
    values = {"a": 0.0, "b": 0.0, "p": 0.0}, {"a": 0.0, "b": 0.0, "p": 12.0}
    for offer in (5.9, 6.1, 11.9):
        found = park_deal(
            *values, {"contract": contract, "joint_bidding": False}, project={"outside_option": offer}
        )  # fmt: skip
        lost = contract == "benefit_only" and offer > 6.0
        assert found["host"] == ("outside" if lost else "p")
        assert host in ("p", "z")


def test_joint_park_splits_the_increment_as_the_contract_says():
    values = {"a": 0.0, "b": 0.0, "p": 10.0, "z": 0.0}, {"a": 0.0, "b": 0.0, "p": 12.0, "z": 14.0}
    shares = {
        "net_split": (2.0 * 2, 1.0), "benefit_only": (2.0, 6.0), "none": (8.0, 0.0),
    }  # fmt: skip
    for contract in shares:
        run = simulate(
            stylised(*values, by_city={"p": {"opens_with_joint_park": True}}, levers=[{**PARK, "contract": contract}]),
            with_planner=False,
        )
        x = float(run.deals["concession"][0])
        assert x == pytest.approx(4.0)
        gain = dict(zip(run.world.cities.keys, run.cities["welfare_city"][0], strict=True))
        expected = {"net_split": (4.0, 4.0), "benefit_only": (6.0 - x, 6.0), "none": (12.0 - x, 0.0)}[contract]
        assert (gain["a"], gain["b"]) == pytest.approx(expected)
        assert gain["p"] == pytest.approx(0.0)


def test_joint_park_pays_what_arrives_and_leaks_what_goes_up():
    def of(contract):
        parks = region(("a", "b", "p"), by_city={"p": {"opens_with_joint_park": True}}, levers=[{**PARK, **contract}])
        return compile_regime(parks, "run")[0]

    found = of({"paid_share": 0.6})
    assert found.benefit_share[2] == pytest.approx([0.7, 0.3, 0.0])
    assert found.cost_share[2] == pytest.approx([0.7, 0.3, 0.0])
    found = of({"contract": "leakage", "leaked": 0.4})
    assert found.benefit_share[2] == pytest.approx([0.3, 0.3, 0.0])
    assert found.cost_share[2] == pytest.approx([0.5, 0.5, 0.0])
    assert (found.benefit_share[:2] == np.eye(3)[:2]).all()  # stock and other sites stay with each city


def test_joint_park_pools_limits_and_budgets():
    more = {"pooled_limits": True, "budget_share": 0.25}
    parks = region(
        ("a", "b", "p"), levers=[{**PARK, **more}], pipeline={"arrivals_per_year": 2, "pool_per_year": 2},
        by_city={
            "a": {"grant_limit": 0.1, "base_revenue": 1000.0}, "b": {"grant_limit": 0.3, "base_revenue": 2000.0},
            "p": {"grant_limit": 0.0, "base_revenue": 0.0, "opens_with_joint_park": True},
        },
    )  # fmt: skip
    _, period = next(stepped(parks))
    assert period.regime.grant_limit[2] == pytest.approx(0.3)
    assert period.commitment_room == pytest.approx(3 * 0.08 * np.array([750.0, 1500.0, 750.0]))


@pytest.mark.parametrize("lever", [
    {**PARK, "pooled_limits": True}, {"lever": "joint_negotiation", "members": ["a", "b"], "pooled_limits": True},
])  # fmt: skip
def test_pooled_limits_of_an_agreement_carried_out_by_half_go_half_the_way(lever):
    """From .2 half-way to B's .3; where nobody has a limit there is none to go to."""
    terms = {"lever": "agreement", "implementation": 0.5, "levers": [lever]}
    found = compile_regime(region(("a", "b", "p"), by_city={"b": {"grant_limit": 0.3}}, levers=[terms]), "run")[0]
    assert np.isinf(found.package_cap).all()
    assert found.grant_limit[2 if "park" in lever else 0] == pytest.approx(0.25)
    assert found.grant_limit[1] == pytest.approx(0.3)
