"""Which cities have no lender for a firm, and why, in words."""

from typing import Final

from experiments.words import Words
from sim.explain import Explanation
from sim.rules.credit import ANSWERS, POOLED
from sim.schema import Scenario

REFUSALS: Final = ANSWERS[POOLED + 1 :]
"""Answers with which a site cannot host the firm."""

SHOWN: Final = 3
"""Cities that one sentence names."""


def refusals(explanation: Explanation, scenario: Scenario, w: Words) -> list[str]:
    """One sentence for each reason why some cities have no lender; none without a credit market."""
    said = []
    for answer in REFUSALS:
        names = [w.name(scenario.cities[one.city]) for one in explanation.bidders if one.lender == answer]
        if names:
            listed = w("figure.list").join(names[:SHOWN])
            if len(names) > SHOWN:
                listed = w("summary.and_more", names=listed, count=len(names) - SHOWN)
            said.append(w(f"cli.explain.lender.{answer}", cities=listed))
    return said
