"""One project, complete information, ascending contest: the winner pays what the runner-up's site is worth.

Following Bernheim & Whinston 1986 and King, McAfee & Welling 1993. S_i = pi_i + v_i / (1 + lambda), the highest S
wins, x = max(0, R - pi_w) with R the next S or the outside option.
"""

from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from experiments.verification.cases.case_01_open import FILES, PUBLIC, expected
from experiments.verification.oracles.ascending import ascending
from experiments.verification.theory import deal, theory
from sim.explain import explain
from tests.scenes import stylised

# set, outside option, lambda, regime, host, x, firm, W_region, W_total
TABLE = [
    ("N", None, 0.0, "competition", "b", 8.0, 14.0, 4.0, 18.0),
    ("N", None, 0.0, "ban", "a", 0.0, 10.0, 4.0, 14.0),
    ("N", None, 0.0, "map", "b", 4.0, 10.0, 8.0, 18.0),
    ("N", None, 0.3, "competition", "b", 7.0769, 13.0769, 2.8, 15.8769),
    ("N", None, 0.3, "ban", "a", 0.0, 10.0, 4.0, 14.0),
    ("N", None, 0.3, "map", "b", 4.0, 10.0, 6.8, 16.8),
    ("N", 12.0, 0.0, "competition", "b", 8.0, 14.0, 4.0, 18.0),
    ("N", 12.0, 0.0, "ban", "outside", 0.0, 12.0, 0.0, 0.0),
    ("N", 12.0, 0.0, "map", "b", 6.0, 12.0, 6.0, 18.0),
    ("P", None, 0.0, "competition", "a", 8.0, 18.0, 4.0, 22.0),
    ("P", None, 0.0, "ban", "a", 0.0, 10.0, 12.0, 22.0),
    ("P", None, 0.3, "competition", "a", 5.2308, 15.2308, 5.2, 20.4308),
    ("P", None, 0.3, "ban", "a", 0.0, 10.0, 12.0, 22.0),
]


@pytest.mark.parametrize(("letter", "outside", "funds", "regime", "host", "x", "firm", "region", "total"), TABLE)
def test_the_oracle_says_what_the_literature_says(letter, outside, funds, regime, host, x, firm, region, total):
    found = expected(PUBLIC[letter], outside, funds, regime)
    assert found.host == host
    assert (found.concession, found.firm) == (pytest.approx(x, abs=5e-5), pytest.approx(firm, abs=5e-5))
    assert (found.region, found.total) == (pytest.approx(region, abs=5e-5), pytest.approx(total, abs=5e-5))


def test_a_ban_costs_a_fifth_of_total_welfare_in_one_set_and_nothing_in_the_other():
    gain = {}
    for letter, name in FILES.items():
        war, ban = (deal(theory(name), key)["welfare_total"] for key in ("competition", "ban"))
        gain[letter] = war / ban - 1
    assert gain["N"] == pytest.approx(0.286, abs=5e-4)
    assert gain["P"] == 0.0


def test_the_ranking_of_war_and_ban_turns_with_the_welfare_standard():
    war, ban = (deal(theory(FILES["N"], "economy.cost_of_public_funds=0.3"), key) for key in ("competition", "ban"))
    assert war["welfare_total"] > ban["welfare_total"]
    assert war["welfare_region"] < ban["welfare_region"]


@pytest.mark.parametrize("step", [1.0, 0.1, 0.01])
@pytest.mark.parametrize("opening", ["forward", "backward"])
@pytest.mark.parametrize("letter", FILES)
def test_the_trailing_city_bids_again_and_the_end_does_not_depend_on_who_opens(letter, opening, step):
    whole = theory(FILES[letter], f"contest.increment={step / 100}", f"contest.opening_order={opening}")
    played = explain(whole, (0, 0))
    leaders = ["ab"[each.leader] for each in played.trace.rounds]
    assert leaders[0] == "a"  # at concession 0 the better site leads
    assert leaders[-1] == played.host


money = st.floats(0.5, 40.0).map(lambda value: round(value, 3))


@st.composite
def duels(draw, least=2, most=5):
    """Site and public values of a few cities, no two scores alike."""
    count = draw(st.integers(least, most))
    keys = [f"c{i}" for i in range(count)]
    site = {key: draw(money) for key in keys}
    public = {key: draw(money) for key in keys}
    funds = draw(st.sampled_from([0.0, 0.2, 0.5]))
    score = {key: site[key] + public[key] / (1 + funds) for key in keys}
    ranked = sorted(keys, key=score.get, reverse=True)
    assume(all(score[one] - score[next_one] > 0.01 for one, next_one in pairwise(ranked)))
    return site, public, funds


def ranking(site, public, funds):
    return sorted(site, key=lambda key: site[key] + public[key] / (1 + funds), reverse=True)


def play(site, public, funds):
    return deal(stylised(site, public, economy={"cost_of_public_funds": funds}))


@given(duels())
def test_the_price_is_the_runner_ups_score_less_the_own_site(duel):
    site, public, funds = duel
    winner, second, *_ = ranking(*duel)
    found = play(*duel)
    assert found["host"] == winner
    price = max(0.0, site[second] + public[second] / (1 + funds) - site[winner])
    assert found["concession"] == pytest.approx(price, abs=1e-9)
    theirs = ascending(site, public, funds=funds)
    assert (theirs.host, theirs.concession) == (winner, pytest.approx(price, abs=1e-9))


@given(duels(), money)
def test_what_the_project_is_worth_to_the_host_does_not_move_its_price(duel, more):
    site, public, funds = duel
    before = play(*duel)
    after = play(site, {**public, before["host"]: public[before["host"]] + more}, funds)
    assert (after["host"], after["concession"]) == (before["host"], before["concession"])


@given(duels(), st.floats(0.05, 0.95))
def test_the_runner_ups_value_moves_the_price_one_for_one_until_a_tie(duel, part):
    site, public, funds = duel
    before = play(*duel)
    winner, second, *_ = ranking(*duel)
    gap = site[winner] + public[winner] / (1 + funds) - site[second] - public[second] / (1 + funds)
    more = part * gap * (1 + funds)
    after = play(site, {**public, second: public[second] + more}, funds)
    assert after["host"] == before["host"]
    score = site[second] + (public[second] + more) / (1 + funds)
    assert after["concession"] == pytest.approx(max(0.0, score - site[winner]), abs=1e-9)
    if before["concession"] > 0:
        assert after["concession"] - before["concession"] == pytest.approx(more / (1 + funds), abs=1e-9)
    beyond = play(site, {**public, second: public[second] + (gap + 0.01) * (1 + funds)}, funds)
    assert beyond["host"] == second


@given(duels(), st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_a_city_below_the_runner_up_changes_nothing(duel, part, split):
    site, public, funds = duel
    _, second, *_ = ranking(*duel)
    total = part * 0.999 * (site[second] + public[second] / (1 + funds))
    newcomer = {"z": split * total}
    found = play({**site, **newcomer}, {**public, "z": (1 - split) * total * (1 + funds)}, funds)
    before = play(*duel)
    assert (found["host"], found["concession"]) == (before["host"], before["concession"])


@given(duels(), st.sampled_from([0.125, 0.5, 2.0, 16.0]))
def test_scaling_all_values_scales_the_price(duel, scale):
    site, public, funds = duel
    before = play(*duel)
    scaled = play({k: scale * v for k, v in site.items()}, {k: scale * v for k, v in public.items()}, funds)
    assert scaled["host"] == before["host"]
    assert scaled["concession"] == pytest.approx(scale * before["concession"], abs=1e-9)


@given(duels(), st.floats(-100.0, 100.0))
def test_a_constant_added_to_every_site_changes_neither_host_nor_price(duel, constant):
    site, public, funds = duel
    before = play(*duel)
    shifted = play({k: v + constant for k, v in site.items()}, public, funds)
    assert shifted["host"] == before["host"]
    assert shifted["concession"] == pytest.approx(before["concession"], abs=1e-9)
