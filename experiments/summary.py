"""One paragraph of plain words on a comparison, put together from its numbers, and the summary file."""

from collections.abc import Iterable
from typing import Final

import numpy as np

from experiments import agreement_report, report
from experiments.figures.lettering import amount
from experiments.findings import STANDARDS, Verdict, city_verdicts, favourite, host_counts, host_key, verdicts
from experiments.grid import markdown
from experiments.kinds import contest_regimes, real_regimes
from experiments.results import Comparison
from experiments.turning_words import turning_sentences
from experiments.words import Language, Words, words

MOST_NAMES: Final = 6
"""Names in a list before the rest is only counted."""


def paragraph(comparison: Comparison, language: Language) -> str:
    """What happened, who loses, and what would reverse it."""
    w = words(language)
    if not comparison.numbers:
        return w("summary.nothing", planned=comparison.planned)
    return w("summary.space").join([*answer(comparison, w), *turning_sentences(comparison, w)])


def answer(comparison: Comparison, w: Words) -> list[str]:
    """What happened and who loses, sentence by sentence, without what would reverse it."""
    sentences = [*_scope(comparison, w), _baseline(comparison, w)]
    if len(comparison.regimes) > 1:
        if contest_regimes(comparison):
            sentences += [*_regimes(comparison, w), *_losers(comparison, w)]
        sentences += _real(comparison, w)
    else:
        sentences.append(w("summary.only_one"))
    sentences += _hosts(comparison, w)
    return [sentence for sentence in sentences if sentence]


def listed(names: Iterable[str], w: Words) -> str:
    """Names in a row; the rest only counted where there are many."""
    found = list(names)
    shown = found[:MOST_NAMES]
    text = w("figure.list").join(shown)
    return w("summary.and_more", names=text, count=len(found) - len(shown)) if len(found) > len(shown) else text


def _regime_list(comparison: Comparison, keys: Iterable[str], w: Words) -> str:
    return listed((report.regime_title(comparison, key, w) for key in keys), w)


def _scope(comparison: Comparison, w: Words) -> list[str]:
    count = len(comparison.numbers)
    sentences = [w("summary.scope_one") if count == 1 else w("summary.scope", count=count)]
    failed = len({failure.number for failure in comparison.failures if failure.sweep is None})
    if count + failed < comparison.planned:
        sentences.append(w("summary.partial", count=count, planned=comparison.planned))
    if comparison.failures:
        sentences.append(w("summary.failed", count=len(comparison.failures)))
    return sentences


def _baseline(comparison: Comparison, w: Words) -> str:
    base = comparison.baseline
    hosted = comparison.level("projects_hosted", base).mean
    left = comparison.level("projects_left", base).mean
    share = comparison.level("concession_share", base).mean
    fields = {
        "regime": report.regime_title(comparison, base, w), "hosted": amount(hosted), "all": amount(hosted + left),
        "concession": amount(comparison.level("concession", base).mean),
    }  # fmt: skip
    if not np.isfinite(share):
        return w("summary.baseline_none", **fields)
    if hosted + left == 0:
        moved, others = (comparison.level(name, base).mean for name in ("relocations", "retentions"))
        asked = moved + others + comparison.level("firms_gone", base).mean
        again = {"moved": amount(moved), "asked": amount(asked)}
        return w("summary.baseline_moves", share=f"{100 * share:.1f}", **fields, **again)
    return w("summary.baseline", share=f"{100 * share:.1f}", **fields)


def _regimes(comparison: Comparison, w: Words) -> list[str]:
    """Regimes with the same verdicts under the three standards, together."""
    patterns: dict[tuple[Verdict, ...], list[str]] = {}
    said_of = verdicts(comparison)
    for regime in contest_regimes(comparison):
        said = said_of[regime]
        patterns.setdefault(tuple(said[name] for name in STANDARDS), []).append(regime)
    clauses = []
    for pattern, regimes in patterns.items():
        titles = {key: report.regime_title(comparison, key, w) for key in regimes}
        names = list(titles.values())
        if set(pattern) != {"same"}:
            names = [w("summary.sized", regime=titles[key], size=_size(comparison, key)) for key in regimes]
        if len(set(pattern)) == 1:
            clauses.append(w(f"summary.all.{pattern[0]}", regimes=listed(names, w)))
            continue
        parts = [
            w("summary.one", whom=w(f"summary.whom.{name}"), verdict=w(f"summary.verdict.{said}"))
            for name, said in zip(STANDARDS, pattern, strict=True)
        ]
        clauses.append(w("summary.mixed", regimes=listed(names, w), parts=w("summary.comma").join(parts)))
    base = report.regime_title(comparison, comparison.baseline, w)
    return [w("summary.against", baseline=base, clauses=w("summary.semicolon").join(clauses))]


def _real(comparison: Comparison, w: Words) -> list[str]:
    """One sentence on regimes with real levers: what everyone gains once programmes are paid, and who loses."""
    clauses = []
    for regime in real_regimes(comparison):
        cost = comparison.difference("programme_cost", regime).difference.mean
        fields = {"regime": report.regime_title(comparison, regime, w), "size": _size(comparison, regime)}
        clauses.append(w("summary.real_one", cost=amount(cost), **fields))
    if not clauses:
        return []
    semicolon = w("summary.semicolon")
    losing = []
    for regime in real_regimes(comparison):
        whom = w("figure.list").join(w(f"summary.whom.{name}") for name in _losing_standards(comparison, regime))
        cities = _losing_cities(comparison, regime)
        by_city = w("summary.real_cities", cities=_city_list(comparison, cities, w)) if cities else ""
        if whom or by_city:
            title = report.regime_title(comparison, regime, w)
            losing.append(
                w("summary.loser", regime=title, whom=semicolon.join(part for part in (whom, by_city) if part))
            )
    losers = w("summary.real_losers", clauses=semicolon.join(losing)) if losing else w("summary.real_no_loser")
    return [w("summary.real", clauses=semicolon.join(clauses), losers=losers)]


def _size(comparison: Comparison, regime: str) -> str:
    return report.interval_text(comparison.difference(STANDARDS[0], regime).difference)


def _losers(comparison: Comparison, w: Words) -> list[str]:
    """Contest regimes under which a standard or a city loses; where others have real levers, it says of which."""
    kind = "contest" if real_regimes(comparison) else "all"
    losing, by_city = [], []
    for regime in contest_regimes(comparison):
        title = report.regime_title(comparison, regime, w)
        whom = [w(f"summary.whom.{name}") for name in _losing_standards(comparison, regime)]
        if whom:
            losing.append(w("summary.loser", regime=title, whom=w("figure.list").join(whom)))
        cities = _losing_cities(comparison, regime)
        if cities:
            names = _city_list(comparison, cities, w)
            by_city.append(w("summary.city_loses", regime=title, count=len(cities), cities=names))

    def told(key: str, clauses: list[str]) -> str:
        name = key if clauses else f"no_{key}"
        return w(f"summary.{name}.{kind}", clauses=w("summary.semicolon").join(clauses))

    return [told("losers", losing), *([told("cities_lose", by_city)] if len(comparison.scenario.cities) > 1 else [])]


def _losing_standards(comparison: Comparison, regime: str) -> list[str]:
    return [name for name, said in verdicts(comparison)[regime].items() if said == "loss"]


def _losing_cities(comparison: Comparison, regime: str) -> list[str]:
    """Keys of the cities that lose; none where there is one city only."""
    if len(comparison.scenario.cities) < 2:
        return []
    return [city for city, said in city_verdicts(comparison, regime).items() if said == "loss"]


def _city_list(comparison: Comparison, cities: Iterable[str], w: Words) -> str:
    return listed((report.city_name(comparison, city, w) for city in cities), w)


def _hosts(comparison: Comparison, w: Words) -> list[str]:
    sentences = []
    for index, lead in enumerate(comparison.scenario.projects.watched):
        shares = comparison.host_shares(comparison.baseline, index)
        ranked = sorted(shares, key=lambda key: -shares[key].mean)[:2]
        often = {key: favourite(host_counts(comparison.host_shares(key, index))) for key in comparison.regimes}
        fields = {
            "project": w.text(lead.title), "regime": report.regime_title(comparison, comparison.baseline, w),
            "city": report.city_name(comparison, ranked[0], w), "share": f"{100 * shares[ranked[0]].mean:.0f}",
        }  # fmt: skip
        first = often[comparison.baseline]
        if not shares[ranked[0]].n:
            continue
        if first is None:
            fields |= {"second": report.city_name(comparison, ranked[1], w),
                       "second_share": f"{100 * shares[ranked[1]].mean:.0f}"}  # fmt: skip
        key = "host_open" if first is None else "host" if first else "host_left"
        sentences.append(w(f"summary.{key}", **fields))
        sentences += _elsewhere(comparison, often, w)
        central = host_key(comparison, comparison.central_hosts[comparison.baseline][index])
        if central is not None and central != first:
            key = "central" if central else "central_left"
            sentences.append(w(f"summary.{key}", city=report.city_name(comparison, central, w)))
    return sentences


def _elsewhere(comparison: Comparison, often: dict[str, str | None], w: Words) -> list[str]:
    """Regimes under which another city clearly hosts most often."""
    first = often[comparison.baseline]
    by_host: dict[str, list[str]] = {}
    for regime, city in often.items():
        if city is not None and city != first:
            by_host.setdefault(city, []).append(regime)
    clauses = []
    for city, keys in by_host.items():
        regimes = _regime_list(comparison, keys, w)
        key = "elsewhere" if city else "elsewhere_left"
        clauses.append(w(f"summary.{key}", city=report.city_name(comparison, city, w), regimes=regimes))
    return [w("summary.elsewheres", clauses=w("summary.semicolon").join(clauses))] if clauses else []


def summary_file(comparison: Comparison) -> str:
    """The summary in both languages, as Markdown."""
    parts = [part for language in ("en", "zh") for part in _section(comparison, words(language))]
    return "\n\n".join(parts) + "\n"


def _section(comparison: Comparison, w: Words) -> list[str]:
    scenario = comparison.scenario
    head = w("summary.head", replications=len(comparison.numbers), seed=scenario.seed)
    parts = [f"# {w.text(scenario.title)}", head, paragraph(comparison, w.language)]
    if comparison.numbers and len(comparison.regimes) > 1:
        parts += [markdown(grid) for grid in report.welfare(comparison, w)]
        if len(scenario.cities) > 1:
            parts += [markdown(grid) for grid in report.cities(comparison, w)]
    if comparison.numbers:
        found = agreement_report.of_comparison(comparison)
        parts += [markdown(grid) for grid in agreement_report.tables(scenario, found, w)]
    return parts
