"""Levers inside an agreement are read as carefully as those beside it: places, names, dates, conflicts."""

import pytest

from sim.scenario import ScenarioError, load

HEAD = """\
title: { en: x, zh: x }
cities: { set: { a: { name_en: A, name_zh: A }, b: { name_en: B, name_zh: B } } }
projects: { stylised: { site_value: { a: 1, b: 1 }, public_value: { a: 1, b: 1 } } }
regimes:
  - key: run
    title: { en: x, zh: x }
    levers:
"""
"""Seven lines; what follows begins in line 8."""


def problems(tmp_path, text, language="en"):
    file = tmp_path / "s.yaml"
    file.write_text(HEAD + text, encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        load(file, language=language)
    return str(caught.value)


@pytest.mark.parametrize(
    ("inside", "path"),
    [
        ("{ lever: subsidy_cap, cap: 3 }", "levers[0].levers[0].cap"),
        ("{ lever: subsidy_cap, cap: 0.1, cpa: 1 }", "levers[0].levers[0].cpa"),
        ("{ lever: subsidy_capp, cap: 0.1 }", "levers[0].levers[0].lever"),
        ("{ lever: revenue_sharing, members: [a, c], share: 0.5 }", "levers[0].levers[0].members[1]"),
        ("{ lever: agreement, levers: [] }", "levers[0].levers[0].lever"),
        ("{ lever: land_price_floor }", "levers[0].levers[0].basis"),
        ("{ lever: subsidy_ban, start: 2024-13-01 }", "levers[0].levers[0].start"),
    ],
)
def test_a_mistake_inside_is_found_where_it_stands(tmp_path, inside, path):
    told = problems(tmp_path, f"      - lever: agreement\n        levers:\n          - {inside}\n")
    assert f"regimes[0].{path}" in told
    assert ":10:" in told


def test_conflicts_are_seen_through_the_wrapping(tmp_path):
    text = """\
      - lever: agreement
        levers:
          - { lever: grant_limit, limit: 0.1 }
          - { lever: subsidy_cap, cap: 0.1 }
      - { lever: subsidy_cap, cap: 0.2, cities: [b] }
"""
    told = problems(tmp_path, text)
    assert "regimes[0].levers[1]" in told
    assert "regimes[0].levers[0].levers[1]" in told
    assert ":12:" in told
    assert ":11:" in told
    assert "package_cap" in told


def test_two_levers_of_one_agreement_conflict_too(tmp_path):
    text = """\
      - lever: agreement
        members: [a]
        levers:
          - { lever: subsidy_cap, cap: 0.1 }
          - { lever: subsidy_cap, cap: 0.2, cities: [a, b] }
"""
    told = problems(tmp_path, text)
    assert "regimes[0].levers[0].levers[0]" in told
    assert "regimes[0].levers[0].levers[1]" in told


@pytest.mark.parametrize(
    ("inside", "english", "chinese"),
    [
        ("{ lever: subsidy_ban, end: 2025-01-01 }", "take its dates", "与协议同期生效"),
        ("{ lever: subsidy_ban, compliance: chosen }", "kept or broken with it", "随协议一同遵守"),
    ],
)
def test_dates_and_compliance_stand_at_the_agreement(tmp_path, inside, english, chinese):
    text = f"      - lever: agreement\n        levers:\n          - {inside}\n"
    assert english in problems(tmp_path, text)
    assert chinese in problems(tmp_path, text, "zh")


def test_it_reads_what_is_sound(tmp_path):
    file = tmp_path / "s.yaml"
    inside = "[{ lever: subsidy_cap, cap: 0.1 }, { lever: joint_negotiation, members: [a, b] }]"
    file.write_text(HEAD + f"      - {{ lever: agreement, levers: {inside}, punishment: 3 }}\n", encoding="utf-8")
    (lever,) = load(file).regimes[0].levers
    assert [one.lever for one in lever.levers] == ["subsidy_cap", "joint_negotiation"]
    moved = load(file, overrides=["regimes.run.levers[0].levers[0].cap=0.2"])
    assert moved.regimes[0].levers[0].levers[0].cap == 0.2
