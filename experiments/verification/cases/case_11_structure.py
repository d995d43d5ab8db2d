"""Case 11: which industries cities promote (11a), and indices of industrial structure (11c), by the run's outcomes."""

from collections.abc import Iterator
from typing import Final

from experiments.verification.check import Case, Check, Relation
from experiments.verification.oracles import market_sharing, structure
from experiments.verification.theory import named, theory
from sim.outcomes import run_outcomes
from sim.simulate import simulate

PILLARS: Final = "case_11a_market_sharing"
INDICES: Final = "case_11c_indices"
TABLES: Final[tuple[tuple[tuple[float, ...], int], ...]] = (
    ((10.0, 6.0), 2), ((10.0, 3.0, 3.0), 3), ((10.0, 4.0), 2), ((10.0, 5.1), 2), ((10.0, 5.0), 2), ((10.0, 4.9), 2),
    ((8.0, 7.0, 3.0), 3),
)  # fmt: skip
"""Values of the industries and number of cities."""

BONUSES: Final = (0.0, 0.39, 0.4, 0.41, 0.5, 1.0)
"""g(2) - 1 with values of 10 and 4: duplication is efficient above 0.4."""


def _settings(values: tuple[float, ...], cities: int) -> tuple[str, ...]:
    """So many cities and industries, all cities in reach of each other."""
    names = [f"k{number}" for number in range(len(values))]
    keys = [chr(ord("a") + number) for number in range(cities)]
    titles = ", ".join(f"{name}: {{title: {{en: Industry, zh: 产业}}}}" for name in names)
    worth = ", ".join(f"{name}: {value}" for name, value in zip(names, values, strict=True))
    nothing = ", ".join(f"{key}: 0" for key in keys)
    return (
        named(keys),
        f"industries={{{titles}}}",
        f"pillars.value={{{worth}}}",
        *(f"projects.stylised.{name}={{{nothing}}}" for name in ("site_value", "public_value")),
        "regimes.map.levers.0.table={a: [k0], b: [k1]}",
    )


def pillars() -> Iterator[Check]:
    """11a: worth chosen, every pure equilibrium and the optimum; then a map that wins, and loses to duplication."""
    for values, cities in TABLES:
        stable, best = market_sharing.outcomes(values, cities)
        row = f"V = {', '.join(f'{v:g}' for v in values)}, n = {cities}"
        run = simulate(theory(PILLARS, *_settings(values, cities)), "competition", with_planner=False)
        found, choice = run_outcomes(run), run.pillar_choices[0]
        yield Check(row, "equilibria", float(len(stable)), found["pillar_equilibria"])
        yield Check(row, "worth_of_worst", min(stable), choice.worst)
        yield Check(row, "worth_of_best", max(stable), choice.best)
        yield Check(row, "worth", min(stable, key=lambda value: abs(value - choice.worth)), choice.worth)
        yield Check(row, "optimum", best, choice.optimum)
        yield Check(row, "pillar_worst", min(stable) / best, found["pillar_worst"])
        yield Check(row, "pillar_worst", 0.5, found["pillar_worst"], relation=">=")
    for bonus in BONUSES:
        yield from _map_or_cluster((10.0, 4.0), bonus)


def _map_or_cluster(values: tuple[float, float], bonus: float) -> Iterator[Check]:
    stable, best = market_sharing.outcomes(values, 2, 1.0 + bonus)
    row = f"V = {values[0]:g}, {values[1]:g}, g(2) = {1.0 + bonus:g}"
    setting = f"pillars.cluster_bonus={bonus}"
    runs = {key: simulate(theory(PILLARS, setting), key, with_planner=False) for key in ("competition", "map")}
    outcomes = {key: run_outcomes(run) for key, run in runs.items()}
    apart = sum(values)
    yield Check(f"{row}, competition", "worth", max(stable), runs["competition"].pillar_choices[0].worth)
    yield Check(f"{row}, competition", "duplication", 1.0, outcomes["competition"]["duplication"])
    yield Check(f"{row}, map", "worth", apart, runs["map"].pillar_choices[0].worth)
    yield Check(f"{row}, map", "duplication", 0.0, outcomes["map"]["duplication"])
    for key, worth in (("competition", max(stable)), ("map", apart)):
        yield Check(f"{row}, {key}", "pillar_efficiency", worth / best, outcomes[key]["pillar_efficiency"])
    gain = runs["map"].pillar_choices[0].worth - runs["competition"].pillar_choices[0].worth
    edge = values[1] / values[0]
    sign: Relation = "=" if bonus == edge else ">" if bonus < edge else "<"
    yield Check(f"{row}, map − competition", "worth", 0.0, gain, relation=sign)


STOCKS: Final = {"A": (50.0, 30.0, 20.0), "B": (200.0, 300.0, 500.0), "C": (45.0, 35.0, 20.0)}


def indices() -> Iterator[Check]:
    """11c: Krugman's index, UNIDO similarity and Herfindahl index of cities with given stocks."""
    for one, other in (("A", "B"), ("A", "C"), ("B", "C"), ("A", "A")):
        settings = [
            f"cities.{key}.stock={{first: {first}, second: {second}, third: {third}}}"
            for key, (first, second, third) in (("a", STOCKS[one]), ("b", STOCKS[other]))
        ]
        found = run_outcomes(simulate(theory(INDICES, *settings), with_planner=False))
        row = f"{one}, {other}"
        yield Check(row, "krugman", structure.krugman(STOCKS[one], STOCKS[other]), found["krugman"])
        yield Check(row, "similarity", structure.similarity(STOCKS[one], STOCKS[other]), found["similarity"])
        mean = (structure.herfindahl(STOCKS[one]) + structure.herfindahl(STOCKS[other])) / 2.0
        yield Check(row, "concentration", mean, found["concentration"])


CASE_11A: Final = Case("11a", "Vetta 2002 (market sharing); by enumeration", "simulator", pillars, (PILLARS,))
CASE_11C: Final = Case("11c", "Krugman 1991; UNIDO similarity; definitions", "simulator", indices, (INDICES,))
