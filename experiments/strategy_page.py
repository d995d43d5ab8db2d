"""The tables in docs/strategies.md: the catalogue, and the ranking of the tournament.

    python -m experiments.strategy_page [--tournament]

writes the first again between its markers, and the second too if asked to, which takes a minute.
"""

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from experiments.executor import available_cores
from experiments.report import interval_text
from experiments.tournament import MEASURES, entered, play
from sim.scenario import load
from sim.strategies import STRATEGIES, Strategy

PAGE: Final = Path(__file__).resolve().parents[1] / "docs" / "strategies.md"
_TABLE: Final = re.compile(r"(<!-- strategies -->\n).*?(<!-- end of strategies -->)", re.DOTALL)
_RANKING: Final = re.compile(r"(<!-- tournament -->\n).*?(<!-- end of tournament -->)", re.DOTALL)


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


def ranking(jobs: int) -> str:
    """The ranking that `citybid tournament` prints without options."""
    scenario = load("tournament")
    names = [strategy.model_fields["name"].default for strategy in STRATEGIES]
    entrants = {name: entered("tournament", name) for name in names}
    found = play(scenario, scenario.regimes[0].key, entrants, scenario.replications, jobs)
    rows = [
        "| | strategy | payoff per project, million CNY | against itself | won, % | concession, % of investment |",
        "| ---: | --- | ---: | ---: | ---: | ---: |",
    ]
    for place, index in enumerate(found.ranking(), 1):
        payoff, won, rate, _ = (found.score(measure, index) for measure in MEASURES)
        itself = float(found.table["payoff"][index, index].mean())
        equal = " =" if place > 1 and found.not_behind(index) else ""
        rows.append(
            f"| {place}{equal} | `{names[index]}` | {interval_text(payoff).removeprefix('+')} | {itself:.2f} "
            f"| {100 * won.mean:.1f} | {100 * rate.mean:.1f} |"
        )
    return "\n".join(rows) + "\n"


def with_ranking(text: str, jobs: int) -> str:
    """A page with today's ranking."""
    rows = ranking(jobs)
    return _RANKING.sub(lambda found: found[1] + rows + found[2], text)


def main(arguments: Sequence[str]) -> None:
    """Write the page."""
    text = page()
    PAGE.write_text(with_ranking(text, available_cores()) if "--tournament" in arguments else text, encoding="utf-8")
    print(f"wrote {PAGE.name}")


if __name__ == "__main__":
    main(sys.argv[1:])
