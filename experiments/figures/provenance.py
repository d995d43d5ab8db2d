"""What a picture shows was run: as a caption under it, and as fields inside its files."""

from importlib.metadata import PackageNotFoundError, version

from experiments.kinds import marked
from experiments.words import Words
from sim.schema import Scenario


def citybid_version() -> str:
    """The version of the project."""
    try:
        return version("citybid")
    except PackageNotFoundError:
        return "unknown"


def regime_title(scenario: Scenario, key: str, w: Words) -> str:
    """The name of a regime; a key that the scenario does not have stands for itself."""
    for regime in scenario.regimes:
        if regime.key == key:
            return marked(w.text(regime.title), scenario, key)
    return key


def project_title(scenario: Scenario, key: str, w: Words) -> str:
    """The name of a watched project; a key that the scenario does not have stands for itself."""
    for lead in scenario.projects.watched:
        if lead.key == key:
            return w.text(lead.title)
    return key


def further(count: int, w: Words) -> list[str]:
    """A sentence that says how many regimes a figure leaves to the table; none if it shows all."""
    if count <= 0:
        return []
    return [w("figure.further_regime") if count == 1 else w("figure.further_regimes", count=count)]


def caption(
    scenario: Scenario,
    w: Words,
    *,
    regime: str | None = None,
    baseline: str | None = None,
    replications: int | None = None,
    replication: int | None = None,
    luck: bool = True,
    points: int | None = None,
    periods: int | None = None,
) -> str:
    """The line under a picture: scenario, regime or baseline, replications, seed, version.

    Args:
        scenario: The scenario.
        w: The language.
        regime: Key of the one regime that is shown.
        baseline: Key of the regime that others are compared with.
        replications: Number of replications.
        replication: Number of the one replication that is shown.
        luck: Whether anything was drawn about the one deal that is shown.
        points: Number of points of a prior range.
        periods: Number of periods that were run, named where the scenario has more.
    """
    parts = [w.text(scenario.title)]
    if regime is not None:
        parts.append(w("figure.provenance.regime", regime=regime_title(scenario, regime, w)))
    if baseline is not None:
        parts.append(w("figure.provenance.baseline", regime=regime_title(scenario, baseline, w)))
    if periods is not None and periods < scenario.time.periods:
        parts.append(w("figure.provenance.periods", count=periods))
    if points is not None:
        parts.append(w("figure.provenance.points", count=f"{points:,}"))
    if replications is not None:
        parts.append(w("figure.provenance.replications", count=f"{replications:,}"))
    if replication is not None:
        key = "replication" if luck else "luckless"
        parts.append(w(f"figure.provenance.{key}", number=replication))
    parts.append(w("figure.provenance.seed", seed=scenario.seed))
    parts.append(f"citybid {citybid_version()}")
    return w("figure.separator").join(parts)


def provenance(scenario: Scenario, **fields: object) -> dict[str, str]:
    """Fields for `picture.save`: title, seed and version, and whatever else the caller knows of the run.

    Args:
        scenario: The scenario.
        **fields: Such as regimes, replications, or the hash of the scenario.
    """
    known = {"scenario": scenario.title.en, "seed": str(scenario.seed), "citybid": citybid_version()}
    return known | {name: str(value) for name, value in fields.items()}
