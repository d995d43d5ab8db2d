"""Designs: what they come to, and every mistake with its place."""

from importlib import metadata

import numpy as np
import pytest

from experiments.batch.naming import designs, is_design
from experiments.batch.reading import read_plan
from sim.scenario import ScenarioError
from tests.batch.designs import plan, written


def refusal(folder, **changes):
    with pytest.raises(ScenarioError) as error:
        plan(folder, **changes)
    return error.value


def test_worlds_policies_and_replications_are_crossed(tmp_path):
    found = plan(tmp_path)
    assert (len(found.worlds), len(found.policies), found.most_replications, found.most_runs) == (6, 2, 3, 36)
    assert found.worlds.values.tolist() == [[a, b] for a in (0.0, 0.2, 0.4) for b in (-0.5, 0.5)]
    assert found.scenario.projects.stylised.per_period == 5
    assert found.run(3, 1, 2).numbers == (
        ("economy.cost_of_public_funds", 0.2), ("projects.stylised.generator.correlation", 0.5),
    )  # fmt: skip


def test_keys_tell_every_run_apart_and_are_the_same_for_the_same_run(tmp_path):
    found = plan(tmp_path)
    keys = {found.run(w, p, r).key for w in range(6) for p in range(2) for r in range(3)}
    assert len(keys) == 36
    again = plan(tmp_path, title={"en": "Other", "zh": "x"}, replications=5, outcomes=["concession"])
    assert again.run(4, 1, 2).key == found.run(4, 1, 2).key  # the title and what is kept do not make another run
    assert plan(tmp_path, planner=True).run(4, 1, 2).key != found.run(4, 1, 2).key
    other = plan(tmp_path, constants={"projects.stylised.per_period": 6})
    assert other.run(4, 1, 2).key != found.run(4, 1, 2).key
    assert plan(tmp_path, constants={"projects.stylised.per_period": 5, "seed": 99}).run(4, 1, 2).key not in keys


@pytest.mark.parametrize("changed", ["citybid", "numpy", "scipy"])
def test_another_model_has_other_keys(tmp_path, monkeypatch, changed):
    before = plan(tmp_path)
    installed = metadata.version
    monkeypatch.setattr(metadata, "version", lambda name: "9.9.9" if name == changed else installed(name))
    from experiments.batch import identity

    identity.model_version.cache_clear()
    try:
        after = plan(tmp_path)
    finally:
        identity.model_version.cache_clear()
    assert after.model != before.model
    assert after.run(0, 0, 0).key != before.run(0, 0, 0).key
    assert after.digest() != before.digest()


def test_levels_of_a_regime_belong_to_it_alone(tmp_path):
    levels = {
        "cap": {"paths": ["regimes.cap_2.levers.0.cap"], "values": [0.01, 0.03]},
        "increment": {"paths": ["contest.increment"], "values": [0.01, 0.02]},
    }
    found = plan(
        tmp_path, scenario="bundled:theory/case_05a_cap", constants={}, worlds={"sampling": "one"},
        policies={"regimes": ["cap_0", "cap_2"], "levels": levels},
    )  # fmt: skip
    told = [(policy.regime, policy.levels) for policy in found.policies]
    assert told == [
        ("cap_0", (("increment", 0.01),)), ("cap_0", (("increment", 0.02),)),
        ("cap_2", (("cap", 0.01), ("increment", 0.01))), ("cap_2", (("cap", 0.01), ("increment", 0.02))),
        ("cap_2", (("cap", 0.03), ("increment", 0.01))), ("cap_2", (("cap", 0.03), ("increment", 0.02))),
    ]  # fmt: skip
    assert found.policies[2].name == "cap_2[cap=0.01, increment=0.01]"


def between(path, low, high, **more):
    return {"title": {"en": path, "zh": path}, "paths": [path], "low": low, "high": high, "unit": "-", **more}


FUNDS = "economy.cost_of_public_funds"
RANGES = {"funds": between(FUNDS, 0.1, 0.3), "n": between("projects.stylised.per_period", 2, 4, whole=True)}


@pytest.mark.parametrize("sampling", ["lhs", "sobol"])
def test_points_spread_over_ranges_are_the_same_each_time(tmp_path, sampling):
    worlds = {"sampling": sampling, "points": 16, "seed": 3, "ranges": RANGES}
    one, other = (plan(tmp_path, worlds=worlds).worlds.values for _ in range(2))
    assert np.array_equal(one, other)
    assert ((one[:, 0] >= 0.1) & (one[:, 0] <= 0.3)).all()
    assert set(one[:, 1]) == {2.0, 3.0, 4.0}
    strata = np.floor((one[:, 0] - 0.1) / 0.2 * 16).astype(int)
    assert sorted(strata) == list(range(16))  # one point in each sixteenth, for both designs
    assert not np.array_equal(one, plan(tmp_path, worlds={**worlds, "seed": 4}).worlds.values)


def test_a_table_of_worlds(tmp_path):
    (tmp_path / "worlds.csv").write_text(
        "economy.cost_of_public_funds,projects.stylised.generator.correlation\n0.1,-0.2\n0.3,0.4\n", encoding="utf-8"
    )
    found = plan(tmp_path, worlds={"sampling": "table", "file": "worlds.csv"})
    assert found.worlds.values.tolist() == [[0.1, -0.2], [0.3, 0.4]]
    assert found.run(1, 0, 0).numbers[0] == ("economy.cost_of_public_funds", 0.3)


@pytest.mark.parametrize("count", [1, 2, 3, 7])
def test_shards_part_the_worlds(tmp_path, count):
    parts = [plan(tmp_path, shard=(i, count)).own_worlds for i in range(1, count + 1)]
    assert sorted(world for part in parts for world in part) == list(range(6))


def grid(*paths, values=(1.0,)):
    return {"sampling": "grid", "levels": {"x": {"paths": list(paths), "values": list(values)}}}


def stop(**terms):
    return {"replications": ..., "until": {"outcome": "concession", "half_width": 1.0, "maximum": 19, **terms}}


BAD = [
    ({"scenario": "bundled:rongchang_longchan"}, "rongchang_longchang"),
    ({"scenario": "../x.yaml"}, "scenario"),
    ({"constants": {"economy.cost_of_public_fund": 0.1}}, "cost_of_public_funds"),
    ({"constants": {"economy.cost_of_public_funds": -3.0}}, "constants"),
    ({"outcomes": ["welfare_totl"]}, "welfare_total"),
    ({"series": ["tresury"]}, "treasury"),
    ({"policies": {"regimes": ["competitio"]}}, "competition"),
    ({"worlds": grid("economy.nothing")}, "paths[0]"),
    ({"worlds": grid("title")}, "number"),
    ({"worlds": grid(FUNDS, values=(0.1, -1.0))}, "values[1]"),
    ({"worlds": {"sampling": "lhs"}}, "ranges"),
    ({"worlds": {"sampling": "one", "file": "x.csv"}}, "file"),
    ({"worlds": {"sampling": "sobol", "points": 12, "ranges": RANGES}}, "power of two"),
    ({"worlds": {"sampling": "lhs", "prior": True, "ranges": RANGES}}, "prior"),
    ({"worlds": {"sampling": "table", "file": "missing.csv"}}, "missing.csv"),
    ({**stop(), "replications": 3}, "until"),
    (stop(outcome="nothing"), "nothing"),
    (stop(minimum=20), "maximum"),
    ({"replications": 0}, "replications"),
    ({"time_limit": 0.0}, "time_limit"),
    ({"nonsense": 1}, "nonsense"),
    ({"title": "plain"}, "title"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "told"), BAD, ids=lambda value: str(value)[:40])
def test_every_mistake_is_told_with_its_place(tmp_path, changes, told):
    error = refusal(tmp_path, **changes)
    for language in ("en", "zh"):
        text = error.text(language)
        assert text.strip()
        assert all("design.yaml" in line or "bundled" in line for line in text.splitlines())
    assert told in error.text("en")
    first = error.problems[0]
    assert first.file.endswith("design.yaml")


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("economy.cost_of_public_funds\n0.1\nx\n", 3, "number"),
        ("economy.cost_of_public_funds\n0.1\n-4\n", 3, ""),
        ("economy.cost_of_public_fun\n0.1\n", 1, "cost_of_public_funds"),
        ("economy.cost_of_public_funds,seed\n0.1\n", 2, ""),
        ("economy.cost_of_public_funds,economy.cost_of_public_funds\n0.1,0.2\n", 1, ""),
        ("", 1, ""),
        ("economy.cost_of_public_funds\n", 1, ""),
        ("economy.cost_of_public_funds\nnan\n", 2, ""),
    ],
)
def test_mistakes_in_a_table_have_its_lines(tmp_path, text, line, told):
    (tmp_path / "worlds.csv").write_text(text, encoding="utf-8")
    error = refusal(tmp_path, worlds={"sampling": "table", "file": "worlds.csv"})
    assert error.problems[0].file.endswith("worlds.csv")
    assert error.problems[0].line == line
    assert told in error.text("en")


def test_designs_that_come_with_the_program_are_sound():
    assert designs()
    for name in designs():
        assert read_plan(name).most_runs > 0
        assert is_design(name)


def test_a_scenario_is_no_design(tmp_path):
    assert is_design(str(written(tmp_path)))
    assert not is_design("rongchang_longchang")
    assert not is_design("nothing_at_all")


def test_no_design_of_that_name():
    with pytest.raises(ScenarioError, match="two_districts"):
        read_plan("two_district")
