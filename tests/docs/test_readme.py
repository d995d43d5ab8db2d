"""The table of rules in the readme names what is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROW = re.compile(r"^\|[^|]+\|([^|]+)\|([^|]+)\|$", re.MULTILINE)


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_each_named_function_stands_in_a_file_of_its_row(name: str) -> None:
    found = 0
    for files, functions in ROW.findall((ROOT / name).read_text(encoding="utf-8")):
        paths = [ROOT / path for path in re.findall(r"\]\((\S+\.py)\)", files)]
        text = "".join(path.read_text(encoding="utf-8") for path in paths)
        for function in re.findall(r"`(\w+)`", functions) if paths else []:
            assert re.search(rf"\b{function}\b", text), f"{function} is not in {files.strip()}"
            found += 1
    assert found > 60


def test_both_languages_name_the_same() -> None:
    rows = [ROW.findall((ROOT / name).read_text(encoding="utf-8")) for name in ("README.md", "README.zh.md")]
    english, chinese = ([re.findall(r"\((\S+\.py)\)", files) for files, _ in some] for some in rows)
    assert english == chinese
