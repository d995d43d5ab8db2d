"""The README: its scenario is sound, its Python runs, its table leads to what it names, and its links exist."""

import importlib
import re
from pathlib import Path

import pytest
import typer

from experiments.cli.app import app

ROOT = Path(__file__).resolve().parents[2]
READMES = ("README.md", "README.zh.md")


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", text(name), re.DOTALL)


@pytest.mark.parametrize("name", READMES)
def test_the_scenario_can_be_compared(name, here, tmp_path):
    (scenario,) = blocks(name, "yaml")
    assert len(scenario.splitlines()) <= 15
    path = tmp_path / "plant.yaml"
    path.write_text(scenario, encoding="utf-8")
    assert here("compare", str(path), "--replications", "5").code == 0


@pytest.mark.parametrize("name", READMES)
@pytest.mark.parametrize("number", [0, 1])
def test_the_python_runs(name, number, capsys):
    code = blocks(name, "python")[number]
    exec(compile(code, name, "exec"), {"__name__": "readme"})
    assert capsys.readouterr().out.strip()


@pytest.mark.parametrize("name", READMES)
def test_links_lead_somewhere(name):
    links = re.findall(r"\]\(([^)#]+)\)", text(name))
    wrong = [link for link in links if "://" not in link and not (ROOT / link).exists()]
    assert not [link for link in wrong if not link.startswith("docs/images/")]
    assert {"README.md", "README.zh.md"} - {name} <= set(links)


def rules(name: str) -> list[tuple[str, str]]:
    found = []
    for line in text(name).splitlines():
        files = re.findall(r"\[[^\]]+\]\(((?:sim|experiments)/[^)]+)\)", line)
        if line.startswith("|") and files:
            found.append((" ".join(files), " ".join(re.findall(r"`(\w+)`", line.split("|")[3]))))
    return found


def test_every_rule_is_where_the_table_says():
    table = rules("README.md")
    assert len(table) > 20
    for files, functions in table:
        modules = [
            importlib.import_module(file[:-3].replace("/", ".")) for file in files.split() if file.endswith(".py")
        ]
        for function in functions.split():
            assert any(function in vars(module) for module in modules), (files, function)


def test_both_tables_name_the_same():
    assert rules("README.md") == rules("README.zh.md")


@pytest.mark.parametrize("name", READMES)
def test_every_command_is_described(name):
    commands = typer.main.get_command(app).commands
    assert len(commands) > 10
    for command in commands:
        assert f"`citybid {command}" in text(name), command
