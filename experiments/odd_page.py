"""The pages of the ODD form, docs/odd*.md, with what is generated from the code.

    python -m experiments.odd_page

writes again what stands between `<!-- generated: NAME WORD … -->` and `<!-- end -->` on each page and leaves all else
alone. NAME says which list it is, the words which part of it.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from experiments.odd import listings
from experiments.odd.parameters import parameters
from experiments.odd.submodels import overview, submodels

DOCS: Final = Path(__file__).resolve().parents[1] / "docs"
PAGES: Final = ("odd.md", "odd_submodels.md", "odd_parameters.md", "odd_outcomes.md")
PARTS: Final[Mapping[str, Callable[..., str]]] = {
    "schedule": listings.schedule,
    "variables": listings.variables,
    "flows": listings.flows,
    "streams": listings.streams,
    "outcomes": listings.outcomes,
    "columns": listings.columns,
    "levers": listings.levers,
    "lever_rules": listings.lever_rules,
    "strategies": listings.strategies,
    "parameters": parameters,
    "submodels": submodels,
    "rules": overview,
}
"""What can be generated."""

MARKED: Final = re.compile(
    r"(?P<first><!-- generated: (?P<name>\w+)(?P<words>[^>\n]*) -->\n).*?(?P<last><!-- end -->)", re.DOTALL
)


def refreshed(page: str) -> str:
    """A page with what the code says today.

    Raises:
        KeyError: If a marker asks for something that cannot be generated.
    """

    def part(found: re.Match[str]) -> str:
        text = PARTS[found["name"]](*found["words"].split())
        return f"{found['first']}\n{text}\n\n{found['last']}"

    return MARKED.sub(part, (DOCS / page).read_text(encoding="utf-8"))


def main() -> None:
    """Write all pages."""
    for page in PAGES:
        (DOCS / page).write_text(refreshed(page), encoding="utf-8")
        print(f"wrote {page}")


if __name__ == "__main__":
    main()
