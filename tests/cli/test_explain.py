"""`citybid explain`, `run` and `scenarios`."""

import csv
import json
import math
from pathlib import Path

import pytest

from experiments.explain_report import can_afford
from experiments.run_report import deals
from experiments.words import words
from sim.explain import explain
from sim.scenario import bundled, load
from sim.simulate import simulate


def test_a_deal_is_explained_part_by_part(here):
    done = here("explain", "yongchuan_contest", "--project", "vehicle_plant", "--without-luck")
    assert done.code == 0
    for text in ("Productivity", "= Site value", "+ Tax rebate", "= Score", "Reservation", "Bidding round by round"):
        assert text in done.out
    assert "Vehicle plant goes to" in done.out
    assert "would have won with" in " ".join(done.out.split())


def test_it_agrees_with_the_model(here):
    arguments = ["explain", "yongchuan_contest", "--project", "vehicle_plant", "--regime", "cap", "--replication", "2"]
    found = json.loads(here(*arguments, "--json").out, parse_constant=pytest.fail)
    deal = explain(load("yongchuan_contest"), "vehicle_plant", "cap", 2)
    assert found["unit"] == "million CNY"
    assert (found["host"], found["runner_up"], found["regime"]) == (deal.host, deal.runner_up, "cap")
    assert math.isclose(found["concession"], deal.concession)
    loser = deal.bidder(deal.runner_up or "")
    assert found["closest_loser"] == loser.city
    assert found["closest_loser_could_afford_it"] == can_afford(loser)


def test_sealed_contests_have_no_rounds(here):
    done = here("explain", "rongchang_longchang", "--project", "electronics_plant", "--lang", "zh")
    assert done.code == 0
    assert "逐轮竞价" not in done.out
    assert "电子厂落户于" in "".join(done.out.split())


def test_projects_without_a_name_go_by_period_and_slot(here, small):
    assert here("explain", small, "--project", "0/3").code == 0
    done = here("explain", "rongchang_longchang", "--project", "1/0")
    assert done.code in (0, 2)
    assert "Traceback" not in done.err


def test_a_project_that_left_is_explained_as_well(here, small):
    done = here("explain", small, "--project", "0/0", "--set", "projects.stylised.outside_option=500")
    assert done.code == 0
    assert "leaves the region" in done.out


def test_its_folder_holds_the_bidders_and_the_figures(here, tmp_path):
    out = tmp_path / "out"
    done = here("explain", "yongchuan_contest", "--project", "vehicle_plant", "--out", str(out))
    assert done.code == 0
    assert {path.name for path in (out / "figures").iterdir()} == {
        "ladder.png", "ladder.svg", "waterfall.png", "waterfall.svg",
    }  # fmt: skip
    with (out / "bidders.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == 4
    again = here("explain", "yongchuan_contest", "--project", "vehicle_plant", "--out", str(out), "--replication", "1")
    assert again.code == 3


def test_a_run_shows_deals_and_cities(here, small):
    done = here("run", small, "--regime", "cap", "--replication", "2")
    assert done.code == 0
    assert "Deals of replication 2 under Cap: 5 of 5, million" in done.out
    assert "Cities under Cap" in done.out
    assert "Ban" not in done.out


def test_a_run_as_json_holds_every_deal_and_its_units(here, small):
    found = json.loads(here("run", small, "--replications", "2", "--json").out, parse_constant=pytest.fail)
    assert len(found["deals"]) == 3 * 2 * 5
    assert found["columns"]["deals"]["concession"]["unit"] == "million CNY"
    assert {deal["host"] for deal in found["deals"]} <= {"east", "west", ""}
    assert found["replications"] == [0, 1]
    total = sum(deal["concession"] for deal in found["deals"] if (deal["regime"], deal["replication"]) == ("cap", 1))
    (run,) = (run for run in found["runs"] if (run["regime"], run["replication"]) == ("cap", 1))
    assert math.isclose(run["concession"], total)
    won = sum(city["concession"] for city in found["cities"] if (city["regime"], city["replication"]) == ("cap", 1))
    assert math.isclose(won, total)


def test_a_run_agrees_with_a_comparison_of_the_same_replications(here, small, tmp_path):
    single, compared = tmp_path / "run", tmp_path / "compare"
    assert here("run", small, "--replications", "6", "--out", str(single)).code == 0
    assert here("compare", small, "--no-sweeps", "--no-figures", "--out", str(compared)).code == 0
    assert (single / "runs.csv").read_bytes() == (compared / "runs.csv").read_bytes()


def test_the_bundled_scenarios_are_listed_in_both_languages(here):
    names = list(bundled())
    english = json.loads(here("scenarios", "--json").out)
    assert [entry["name"] for entry in english["scenarios"]] == names
    assert all(entry["title"]["en"] and entry["title"]["zh"] for entry in english["scenarios"])
    done = here("scenarios", "--lang", "zh")
    assert all(name in done.out for name in names)


def test_copies_can_be_edited_and_nothing_is_overwritten(here, tmp_path):
    target = tmp_path / "mine"
    assert here("scenarios", "--copy", str(target)).code == 0
    assert (target / "citybid.schema.json").exists()
    copies = [str(target / f"{name}.yaml") for name in bundled()]
    assert here("validate", *copies).code == 0
    edited = target / "base.yaml"
    edited.write_text("mine", encoding="utf-8")
    done = here("scenarios", "--copy", str(target))
    assert done.code == 3
    assert edited.read_text(encoding="utf-8") == "mine"
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert here("scenarios", "--copy", str(tmp_path / "file")).code == 3
    assert Path(target).is_dir()


def test_it_says_why_there_is_no_lender(here):
    arguments = ("explain", "dazu_anyue_credit", "--project", "food_maker", "--without-luck")
    said = {key: here(*arguments, "--regime", key).out for key in ("as_it_is", "credit_sharing")}
    assert "No lender in Anyue: outside the area of the firm's home bank" in said["as_it_is"].replace("\n", " ")
    assert "no: outside the home bank's area" in said["as_it_is"]
    assert "No lender" not in said["credit_sharing"].replace("\n", " ")
    assert said["credit_sharing"].count("yes, knows its record") == 2
    plain = here("explain", "yongchuan_contest", "--project", "vehicle_plant").out
    assert "ender" not in plain


def test_the_table_of_bidders_has_a_column_for_every_number(here, tmp_path):
    out = tmp_path / "out"
    done = here("explain", "dazu_anyue_credit", "--project", "food_maker", "--out", str(out), "--no-figures", "--json")
    found = {one["city"]: one for one in json.loads(done.out)["bidders"]}
    with (out / "bidders.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        one = found[row["city"]]
        assert float(row["land"]) == pytest.approx(one["parts"]["land"])
        assert float(row["land_discount"]) == pytest.approx(one["instruments"]["land"])
        assert float(row["cash"]) == pytest.approx(one["instruments"]["cash"])
        assert row["lender"] == one["lender"]
        assert float(row["credit_spread"]) == pytest.approx(one["credit_spread"])


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "The firm asked no city for an offer: it went where the site was best."),
     ("zh", "企业没有向任何城市询价，而是去了选址价值最高的地方。")],
)  # fmt: skip
def test_a_firm_that_asked_nobody_is_not_told_as_a_contest(here, tmp_path, language, said):
    out = tmp_path / "out"
    arguments = ("explain", "leads_example", "--project", "0/2", "--lang", language)
    done = here(*arguments, "--out", str(out))
    assert done.code == 0
    assert said.replace(" ", "") in "".join(done.out.split())
    for wrong in ("Invited", "round by round", "Smallest", "would have won", "losing was better", "instruments",
                  "受邀", "逐轮", "最低报价", "即可胜出", "不如不争", "优惠"):  # fmt: skip
        assert wrong not in done.out
    assert {path.stem for path in (out / "figures").iterdir()} == {"waterfall"}
    drawn = (out / "figures" / "waterfall.svg").read_text(encoding="utf-8")
    assert ("asked no city" if language == "en" else "询价") in "".join(drawn.split("\n"))
    found = json.loads(here(*arguments, "--json").out)
    assert (found["asked"], found["trace"], found["closest_loser"]) == ("nobody", None, None)
    best = max((one for one in found["bidders"] if one["feasible"]), key=lambda one: one["site_value"])
    assert found["host"] == best["city"]


def test_a_project_placed_from_above_is_not_told_as_a_contest(here, tmp_path):
    out = tmp_path / "out"
    arguments = ("explain", "leads_example", "--project", "2/5")
    text = " ".join(here(*arguments, "--out", str(out)).out.split())
    assert "No city was asked for an offer: the project was placed by the upper tier." in text
    for wrong in ("Invited", "would have won", "against", "nobody else", "concession"):
        assert wrong not in text
    assert not list(out.glob("figures/*"))
    assert "由上级布局" in "".join(here(*arguments, "--lang", "zh").out.split())


def test_a_park_that_is_shut_is_no_candidate(here, tmp_path):
    tables = {}
    for regime in ("apart", "net_split"):
        out = tmp_path / regime
        done = here("explain", "gaozhu_joint_park", "--project", "0/102", "--regime", regime, "--no-figures",
                    "--out", str(out))  # fmt: skip
        assert done.code == 0
        with (out / "bidders.csv").open(encoding="utf-8", newline="") as file:
            tables[regime] = {row["city"] for row in csv.DictReader(file)}
        assert ("Gaozhu" in done.out) == (regime == "net_split")
    assert tables["net_split"] - tables["apart"] == {"gaozhu"}


def test_what_is_not_listed_is_said_to_be_found_with_rows_0(here, small):
    for language, said in (("en", "2 of 5 (--rows 0: all)"), ("zh", "5 个中的 2 个（--rows 0 列出全部）")):
        assert said in here("run", small, "--rows", "2", "--lang", language).out.replace("\n", "")
        missing = here("explain", small, "--project", "0/99", "--lang", language)
        assert missing.code == 2
        assert "--rows 0" in missing.err
    assert "--rows" not in here("run", small, "--rows", "0").out
    assert "--rows 0" in here("explain", small, "--project", "plant").err


@pytest.mark.parametrize("command", ["run", "explain", "tournament", "compare"])
def test_the_help_of_out_names_what_is_written(here, small, tmp_path, command):
    more = {"explain": ["--project", "0/3"], "tournament": ["--strategy", "truthful", "--replications", "1"],
            "compare": ["--no-sweeps"]}  # fmt: skip
    out = tmp_path / command
    assert here(command, small, *more.get(command, []), "--out", str(out)).code == 0
    told = "".join(line.strip(" │|") + " " for line in here(command, "--help").out.splitlines())
    promised = " ".join(told.partition("Folder for")[2].split()[:9])
    for word, pattern in (
        ("tables", "*.csv"),
        ("figures", "figures/*"),
        ("summary", "summary.md"),
        ("manifest", "manifest.json"),
    ):
        assert (word in promised) == bool(list(out.glob(pattern))), (word, promised)


@pytest.mark.parametrize(
    ("arguments", "said", "chinese"),
    [
        (("--regime", "ban"), "but its instruments allow only 0.", "但其优惠工具只允许0。"),
        (("--regime", "cap"), "but its instruments allow only 450.", "但其优惠工具只允许450。"),
        (("--set", "contest.shortlist_size=1"), "but the firm did not ask it for an offer.", "但企业没有向它询价。"),
    ],
)
def test_who_may_not_offer_more_or_was_not_asked_is_not_said_to_prefer_losing(here, tmp_path, arguments, said, chinese):
    """A ban, or a cap of 10 % of 4 500, is what stops a city whose reservation is cut by it."""
    command = ("explain", "yongchuan_contest", "--project", "vehicle_plant", *arguments)
    out = here(*command, "--out", str(tmp_path / "out")).out
    assert said in " ".join(out.split())
    assert "losing was better" not in " ".join(out.split())
    assert chinese in "".join(here(*command, "--lang", "zh").out.split())
    drawn = (tmp_path / "out" / "figures" / "waterfall.svg").read_text(encoding="utf-8")
    assert ("did not ask it" if "shortlist" in arguments[1] else "allowed at most") in drawn


def test_the_deals_of_a_run_name_nobody_second_where_a_project_left():
    """Who came closest there is the best bidder, not the second: `explain` names it, and the table leaves it open."""
    scenario = load("rongchang_longchang", overrides=["projects.outside.gap=0.1"])
    run = simulate(scenario, "competition", 0, with_planner=False)
    grid = deals(scenario, "competition", 0, run.deals, 0, words("en"))
    left = [row for row in grid.rows if row[2] == words("en")("table.leaves")]
    hosted = [row for row in grid.rows if row[2] != words("en")("table.leaves")]
    assert len(left) == int((run.deals["host"] < 0).sum()) > 0
    assert {row[3] for row in left} == {"-"}
    assert any(row[3] != "-" for row in hosted)
