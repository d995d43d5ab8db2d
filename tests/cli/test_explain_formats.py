"""`citybid explain` where offers are posted, and where projects are open together."""

import json

import numpy as np
import pytest

from experiments.drawings import of_explanation
from sim.explain import explain, without_luck
from sim.scenario import load

TOGETHER = ("theory/case_16_simultaneous", "--set", "projects.stylised.each.1.public_value.a=20.0")


def test_posted_rates_are_shown_with_chances_and_how_they_came_to_rest(here):
    done = here("explain", "theory/case_03_posted", "--project", "0/4")
    assert done.code == 0
    for text in ("Posted for all comers", "best reply", "33.3", "the only resting point found"):
        assert text in " ".join(done.out.split())
    assert "Bidding round by round" not in done.out
    assert "挂牌报价" in here("explain", "theory/case_03_posted", "--project", "0/4", "--lang", "zh").out


def test_posted_rates_agree_with_the_model(here):
    found = json.loads(here("explain", "theory/case_04_outside", "--project", "0/0", "--json").out,
                       parse_constant=pytest.fail)  # fmt: skip
    posted = found["posted"]
    assert [rate["concession"] for rate in posted["rates"]] == pytest.approx([6.0908, 6.0908], abs=1e-4)
    assert posted["leaves"] == pytest.approx(1 - 0.9768, abs=1e-4)
    assert (posted["converged"], posted["fixed_points"], posted["cycle"]) == (True, 1, 0)


def test_without_luck_the_rates_stay_and_the_match_goes():
    whole = load("theory/case_03c_correlation")
    deal = explain(without_luck(whole), (0, 0))
    assert deal.posted is not None
    assert [rate.concession for rate in deal.posted.rates] == pytest.approx([3.0, 7.0], abs=1e-6)
    assert [bidder.parts["match"] for bidder in deal.bidders] == [0.0, 0.0]
    assert not deal.luck
    assert explain(whole, (0, 0)).luck


def test_a_leader_is_marked(here):
    done = here("explain", "theory/case_06_leader", "--project", "0/0")
    assert "posts first" in " ".join(done.out.split())


def test_the_smallest_posted_rate_that_wins_is_the_gap_to_the_best_other_score():
    deal = explain(load("theory/case_05c_posted_cap"), (0, 1))
    for bidder in deal.bidders:
        others = max(other.score for other in deal.bidders if other is not bidder)
        assert bidder.needed == pytest.approx(others - bidder.site_value)


def test_bids_on_one_of_several_projects_are_shown_in_order(here):
    done = here("explain", *TOGETHER, "--project", "0/0")
    assert done.code == 0
    assert "Bids on this project in order" in done.out
    assert "对该项目的报价顺序" in here("explain", *TOGETHER, "--project", "0/0", "--lang", "zh").out


def test_the_course_of_the_bids_ends_with_the_deal():
    whole = load("theory/case_16_simultaneous", overrides=["projects.stylised.each.1.public_value.a=20.0"])
    keys = list(whole.cities)
    for slot in range(3):
        deal = explain(whole, (0, slot))
        assert deal.trace is not None
        last = deal.trace.rounds[-1]
        assert keys[last.leader] == deal.host
        assert last.concession[last.leader] == pytest.approx(deal.concession)
        leading = [max(s.concession) for s in deal.trace.rounds]
        assert (np.diff(leading) >= -1e-12).all()


@pytest.mark.parametrize(("name", "language"), [("case_05c_posted_cap", "en"), ("case_16_simultaneous", "zh")])
def test_figures_are_drawn(name, language):
    whole = load(f"theory/{name}")
    drawn = dict(of_explanation(explain(whole, (0, 1)), whole, language))
    assert set(drawn) == {"ladder", "waterfall"}
    for draw in drawn.values():
        assert draw().get_axes()


def test_the_simultaneous_auction_says_where_it_is_a_heuristic(here):
    whole = ("theory/case_16_simultaneous", "--set", "cities.defaults.land_stock=100")
    for command in ("run", "compare"):
        assert "is a heuristic" in " ".join(here(command, *whole).out.split())
        assert "is a heuristic" not in here(command, whole[0]).out


def test_rates_that_come_to_no_rest_are_said_to(here):
    whole = ["theory/case_06_border"]
    for path, value in {"site_value.small": 1.783, "site_value.large": 1.014, "public_value.small": 2.7,
                        "public_value.large": 4.894}.items():  # fmt: skip
        whole += ["--set", f"projects.stylised.{path}={value}"]
    whole += ["--set", "projects.match.homes.small=0.16", "--set", "projects.match.homes.large=0.84",
              "--set", "cities.defaults.list_price=60", "--set", "projects.stylised.per_period=10",
              "--regime", "competition"]  # fmt: skip
    done = here("run", *whole)
    assert done.code == 0
    assert "came to no rest" in " ".join(done.out.split())
    told = here("explain", *whole, "--project", "0/0")
    assert "run in a circle" in " ".join(told.out.split())
