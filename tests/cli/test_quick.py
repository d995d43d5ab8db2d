"""What must answer at once imports nothing heavy; help, version and schema."""

import json
import subprocess
import sys

import pytest

from tests.cli.conftest import SMALL, environment

COMMANDS = ("validate", "schema", "scenarios", "facts", "run", "compare", "explain", "tournament", "verify",
            "neutrality", "demo")  # fmt: skip
HEAVY = ("matplotlib", "pandas", "pyarrow", "scipy", "mesa", "nicegui")

PROBE = """
import sys
from experiments.cli import main
code = main(sys.argv[1:])
sys.stdout.flush()
print("code", code, "loaded", *[name for name in {heavy} if name in sys.modules], file=sys.stderr)
"""


def loaded(*arguments: str, heavy: tuple[str, ...] = HEAVY) -> list[str]:
    """Exit code, and which of some modules a command has imported."""
    done = subprocess.run(
        [sys.executable, "-c", PROBE.format(heavy=heavy), *arguments],
        env=environment(), capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    return done.stderr.strip().splitlines()[-1].split()[1:]


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["compare", "--help"], ["demo", "--help"], ["--version"], ["schema"], ["scenarios"]],
)
def test_nothing_heavy_is_imported(arguments):
    assert loaded(*arguments) == ["0", "loaded"]


def test_checking_a_file_imports_nothing_heavy(tmp_path):
    path = tmp_path / "small.yaml"
    path.write_text(SMALL, encoding="utf-8")
    assert loaded("validate", str(path), heavy=(*HEAVY, "numpy")) == ["0", "loaded"]


def test_running_needs_no_figures_and_no_mesa(small):
    assert loaded("run", small, "--jobs", "1", "--quiet") == ["0", "loaded"]


def test_a_comparison_without_a_folder_needs_no_figures_and_no_mesa(small):
    assert loaded("compare", small, "--jobs", "1", "--quiet", heavy=("matplotlib", "pandas", "pyarrow", "mesa")) == [
        "0", "loaded",
    ]  # fmt: skip


def test_help_names_every_command(here):
    done = here("--help")
    assert done.code == 0
    for name in COMMANDS:
        assert name in done.out
    assert "cli.help" not in done.out


@pytest.mark.parametrize(
    "command", ["validate", "schema", "scenarios", "run", "compare", "explain", "tournament", "verify", "demo"]
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_help_of_every_command_is_in_words(here, command, language):
    done = here(command, "--help", "--lang", language)
    assert done.code == 0
    assert "cli.help" not in done.out
    assert ("显示帮助" in done.out) == (language == "zh")


def test_without_a_command_it_shows_help_and_refuses(here):
    done = here()
    assert done.code == 2
    assert "compare" in done.out


def test_the_version(here):
    assert here("--version").out.startswith("citybid ")


def test_the_schema_is_json_schema(here):
    schema = json.loads(here("schema").out)
    assert "json-schema.org" in schema["$schema"]
    assert "regimes" in schema["properties"]
