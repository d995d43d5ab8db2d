"""The table of strategies in docs/strategies.md, from the catalogue.

    python -m experiments.strategy_page

writes it again between its markers.
"""

import re
from pathlib import Path
from typing import Final

from sim.strategies import STRATEGIES, Strategy

PAGE: Final = Path(__file__).resolve().parents[1] / "docs" / "strategies.md"
_TABLE: Final = re.compile(r"(<!-- strategies -->\n).*?(<!-- end of strategies -->)", re.DOTALL)


def table() -> str:
    """One row for each strategy: name, idea, what it knows and remembers, rule, parameters, source."""
    rows = [
        "| name | idea | knows, beyond its own values | remembers | rule | parameters | source |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for strategy in STRATEGIES:
        name = strategy.model_fields["name"].default
        knows = ", ".join(sorted(strategy.information - {"own values"})) or "nothing"
        cells = [
            f"`{name}` {strategy.title[1]}", strategy.idea[0], knows, strategy.remembers, strategy.rule,
            _parameters(strategy), strategy.sources,
        ]  # fmt: skip
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows) + "\n"


def _parameters(strategy: type[Strategy]) -> str:
    fields = [(name, field.default) for name, field in strategy.model_fields.items() if name != "name"]
    return ", ".join(f"`{name}` {default}" for name, default in fields) or "none"


def page() -> str:
    """The page with today's table."""
    return _TABLE.sub(lambda found: found[1] + table() + found[2], PAGE.read_text(encoding="utf-8"))


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")
    print(f"wrote {PAGE.name}")


if __name__ == "__main__":
    main()
