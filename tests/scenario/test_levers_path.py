"""`regimes.*.NAME` means the number of that name in every lever that has it, wherever it stands."""

import pytest

from sim.scenario import ScenarioError, load, with_number


def planner_errors(scenario):
    """Every planner_error below a regime, by walking through plain data."""

    def walk(part):
        if isinstance(part, dict):
            yield from (value for name, value in part.items() if name == "planner_error")
            part = list(part.values())
        if isinstance(part, list):
            for below in part:
                yield from walk(below)

    return list(walk(scenario.model_dump(mode="json")["regimes"]))


def test_every_lever_takes_the_value_those_in_agreements_too():
    region = load("region")
    assert set(planner_errors(region)) == {0.2}
    changed = planner_errors(with_number(region, "regimes.*.planner_error", 0.37))
    assert set(changed) == {0.37}
    assert len(changed) == len(planner_errors(region)) > 3


def test_where_no_lever_has_it_nothing_changes():
    scenario = load("rongchang_longchang")
    assert planner_errors(scenario) == []
    assert with_number(scenario, "regimes.*.planner_error", 0.3) == scenario


@pytest.mark.parametrize("path", ["regimes.*.planer_error", "regimes.*.levers.planner_error", "regimes.*.members"])
def test_a_name_that_no_lever_could_have_is_refused(path):
    with pytest.raises(ScenarioError, match=r"regimes\.\*"):
        with_number(load("region"), path, 0.3)


def test_a_value_that_a_lever_refuses_is_refused():
    with pytest.raises(ScenarioError, match="planner_error"):
        with_number(load("region"), "regimes.*.planner_error", -1.0)


def test_an_inherited_prior_does_not_stand_in_the_way_of_other_regimes(tmp_path):
    file = tmp_path / "mine.yaml"
    file.write_text(
        "extends: bundled:yongchuan_contest\ntitle: { en: x, zh: x }\nsweeps: []\n"
        "regimes: [{ key: competition, title: { en: c, zh: c } }]\n",
        encoding="utf-8",
    )
    assert load(str(file)).prior is not None
