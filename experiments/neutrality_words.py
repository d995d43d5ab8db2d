"""A neutrality run in plain words: what share, where it loses, what decides it."""

from experiments.deciding import Box, Side
from experiments.figures.lettering import amount
from experiments.figures.provenance import regime_title
from experiments.findings import STANDARDS
from experiments.neutrality import Neutrality
from experiments.neutrality_findings import (
    deciding,
    groups,
    headline,
    influences,
    losing,
    losing_box,
    most_losing,
    tallies,
)
from experiments.prior_points import prior_of
from experiments.statistics import Interval
from experiments.words import Words


def paragraph(found: Neutrality, w: Words) -> str:
    """What share of the prior, where coordination loses, and what decides it."""
    if not found.numbers:
        return w("summary.neutrality.nothing", planned=found.planned)
    sentences = scope(found, w)
    regime = headline(found)
    if regime is None:
        return w("summary.space").join([*sentences, w("summary.only_one")])
    sentences += [_wins(found, regime, "wins", w), _best(found, w), where_it_loses(found, regime, w)]
    sentences += [_decides(found, regime, w), *_off(found, regime, w)]
    worst = most_losing(found)
    if worst is None:
        sentences.append(w("summary.neutrality.none_loses"))
    elif worst != regime:
        sentences += [_wins(found, worst, "most_losing", w), where_it_loses(found, worst, w)]
    return w("summary.space").join(sentences)


def scope(found: Neutrality, w: Words) -> list[str]:
    """What was run, and what is missing of it."""
    fields = {
        "points": len(found.numbers), "parameters": len(found.parameters), "replications": found.replications,
    }  # fmt: skip
    sentences = [w("summary.neutrality.scope", **fields)]
    if len(found.numbers) < found.planned:
        sentences.append(w("summary.neutrality.partial", points=len(found.numbers), planned=found.planned))
    if found.failures:
        sentences.append(w("summary.failed", count=len(found.failures)))
    return sentences


def percent(share: Interval) -> str:
    """A share in per cent with its interval."""
    return f"{100 * share.mean:.0f} % ({100 * share.low:.0f}-{100 * share.high:.0f})"


def _wins(found: Neutrality, regime: str, what: str, w: Words) -> str:
    kind = next(iter(groups(found)))
    return w(
        f"summary.neutrality.{what}.{kind}", regime=_title(found, regime, w),
        baseline=_title(found, found.baseline, w), clauses=_won(found, regime, w),
    )  # fmt: skip


def _won(found: Neutrality, regime: str, w: Words) -> str:
    """How often a regime wins and loses under each standard."""
    clauses = []
    for name in STANDARDS:
        tally = tallies(found, name, [regime])[regime]
        shares = {"gain": percent(tally.gain), "loss": percent(tally.loss), "open": f"{100 * tally.open.mean:.0f} %"}
        clauses.append(w("summary.neutrality.wins_clause", whom=w(f"summary.whom.{name}"), **shares))
    return w("summary.semicolon").join(clauses)


def _off(found: Neutrality, regime: str, w: Words) -> list[str]:
    """The same at the points at which what the prior switches off is off."""
    some = found.at(found.off)
    if not some.numbers:
        return []
    names = [
        w.text(found.parameters[key].title) for key in prior_of(found.scenario).switched_off if key in found.parameters
    ]
    fields = {"points": len(some.numbers), "parameters": w("summary.neutrality.and").join(names)}
    return [w("summary.neutrality.off", regime=_title(found, regime, w), clauses=_won(some, regime, w), **fields)]


def _best(found: Neutrality, w: Words) -> str:
    """The regime that is most often best under each standard, and how often the baseline is."""
    kind, keys = next(iter(groups(found).items()))
    clauses = []
    for name in STANDARDS:
        each = tallies(found, name, keys)
        first = max(each, key=lambda key: each[key].best.mean)
        fields = {"whom": w(f"summary.whom.{name}"), "regime": _title(found, first, w)}
        fields |= {"share": percent(each[first].best), "baseline": _title(found, found.baseline, w)}
        which = "best_baseline" if first == found.baseline else "best_clause"
        clauses.append(w(f"summary.neutrality.{which}", base=percent(each[found.baseline].best), **fields))
    return w(f"summary.neutrality.best.{kind}", clauses=w("summary.semicolon").join(clauses))


def where_it_loses(found: Neutrality, regime: str, w: Words) -> str:
    """For each standard the ranges within which a regime loses most often, as the held-back points have it."""
    clauses = [_loses(found, name, regime, w) for name in STANDARDS]
    text = w("summary.semicolon").join(clauses)
    return w("summary.neutrality.loses", regime=_title(found, regime, w), clauses=text)


def _loses(found: Neutrality, name: str, regime: str, w: Words) -> str:
    whom = w(f"summary.whom_for.{name}")
    share = tallies(found, name, [regime])[regime].loss
    found_box = losing_box(found, name, regime)
    if found_box is not None and found_box.confirmed:
        held = found_box.held_back
        return w(
            "summary.neutrality.box", whom=whom, where=conditions(found, found_box, w), inside=percent(held.inside),
            outside=percent(held.outside), inside_count=held.inside.n, outside_count=held.outside.n,
        )  # fmt: skip
    count = int(losing(found, name, regime).sum())
    if count == 0:
        return w("summary.neutrality.nowhere", whom=whom)
    if count == len(found.numbers):
        return w("summary.neutrality.everywhere", whom=whom)
    return w("summary.neutrality.no_box", whom=whom, share=percent(share))


def conditions(found: Neutrality, of: Box, w: Words) -> str:
    """The sides of a box in words."""
    return w("summary.neutrality.and").join(_side(found, side, w) for side in of.sides)


def _side(found: Neutrality, side: Side, w: Words) -> str:
    each = list(found.parameters.values())[side.parameter]
    key, threshold = ("above" if side.above else "below"), side.threshold
    if each.whole:
        key, threshold = ("at_least", threshold + 0.5) if side.above else ("at_most", threshold - 0.5)
    return w(f"summary.neutrality.{key}", parameter=w.text(each.title), value=amount(threshold))


def _decides(found: Neutrality, regime: str, w: Words) -> str:
    clauses = []
    for name in STANDARDS:
        keys, known = deciding(found, name, regime), influences(found, name, regime)
        parts = [
            w(
                "summary.neutrality.parameter",
                parameter=w.text(found.parameters[key].title),
                r=f"{known[key].mean:+.2f}",
            )
            for key in keys
        ]
        what = w("figure.list").join(parts) if parts else w("summary.neutrality.none_decides")
        clauses.append(w("summary.neutrality.decides_clause", whom=w(f"summary.whom.{name}"), what=what))
    return w("summary.neutrality.decides", clauses=w("summary.semicolon").join(clauses))


def _title(found: Neutrality, key: str, w: Words) -> str:
    return regime_title(found.scenario, key, w)
