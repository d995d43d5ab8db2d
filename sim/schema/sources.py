"""Where the numbers of a scenario come from: fact, derived or assumption, path by path."""

from typing import Literal

from sim.quantity import Model, choice

type Status = Literal["fact", "derived", "assumption"]
"""Read on a page; follows from facts by arithmetic; neither."""


class SourceNote(Model):
    """What is known about one number, or about all numbers below a path."""

    status: Status = choice(..., en="Fact, derived or assumption", zh="事实、推算或假设")
    source: str = choice(
        ..., en="Source: publisher, title, date; or the rule", zh="来源（发布者、标题、日期）或推算规则",
        max_length=2000, min_length=1,
    )  # fmt: skip


class Sources(Model):
    """All notes of a scenario file, by path; `*` stands for any one name in a path."""

    sources: dict[str, SourceNote] = choice({}, en="Sources by path", zh="按路径注明的来源")
