"""The tables of a neutrality run, as they are written to files."""

from collections.abc import Sequence

import numpy as np

from experiments.findings import STANDARDS
from experiments.kinds import kind_of
from experiments.neutrality import Neutrality
from experiments.neutrality_findings import groups, influences, tallies
from experiments.table_fields import BY_ROW, own, paired_cells, paired_fields
from experiments.table_files import Cell, Field, Table
from sim.outcomes import OUTCOMES

type Rows = list[Sequence[Cell]]

MONEY = "million CNY"


def tables(found: Neutrality) -> list[Table]:
    """All tables: points, runs, gains at each point, shares, influences."""
    listed = [points(found), runs(found)]
    return [*listed, gains(found), shares(found), correlations(found)] if len(found.regimes) > 1 else listed


def points(found: Neutrality) -> Table:
    """One row for each point of the design, with the value of each contested parameter."""
    fields: dict[str, Field] = {"point": own("neutrality.point", "index", "whole")}
    fields |= {key: Field(each.unit, each.title.en, each.title.zh) for key, each in found.parameters.items()}
    rows: Rows = [(number, *values) for number, values in zip(found.numbers, found.values.tolist(), strict=True)]
    return Table("points", fields, rows)


def runs(found: Neutrality) -> Table:
    """One row for each point, regime and replication, with all outcomes; failed ones are left out."""
    fields = {
        "point": own("neutrality.point", "index", "whole"), "regime": own("regime"),
        "replication": own("replication", "runs", "whole"),
    }  # fmt: skip
    fields |= {outcome.name: Field(outcome.unit, outcome.en, outcome.zh) for outcome in OUTCOMES}
    rows: Rows = [
        (point, regime, number, *values)
        for index, point in enumerate(found.numbers)
        for regime in found.regimes
        for number, values in enumerate(found.outcomes[regime][index].tolist())
        if np.isfinite(values).any()
    ]
    return Table("runs", fields, rows)


def gains(found: Neutrality) -> Table:
    """One row for each point, standard and regime: the paired difference to the baseline, and what it says."""
    pair = {
        name: Field(MONEY if field.unit == BY_ROW else field.unit, field.en, field.zh, field.kind)
        for name, field in paired_fields().items()
    }
    fields = {
        "point": own("neutrality.point", "index", "whole"), "outcome": own("outcome"), "regime": own("regime"),
        "kind": own("kind"), **pair, "verdict": own("neutrality.verdict"),
    }  # fmt: skip
    rows: Rows = []
    for name in STANDARDS:
        for regime in found.regimes[1:]:
            kind, pairs, said = kind_of(found.scenario, regime), found.pairs(name, regime), found.verdicts(name, regime)
            rows += [
                (point, name, regime, kind, *paired_cells(each), word)
                for point, each, word in zip(found.numbers, pairs, said, strict=True)
            ]
    return Table("gains", fields, rows)


def shares(found: Neutrality) -> Table:
    """One row for each standard and regime: how often it wins, loses and is best, and the spread of its gain."""
    words = ("gain", "loss", "open", "best")
    fields = {"outcome": own("outcome"), "among": own("neutrality.among"), "regime": own("regime")}
    for word in words:
        fields[word] = own(f"neutrality.share_{word}", "share", "number")
        fields[f"{word}_low"] = own("low", "share", "number")
        fields[f"{word}_high"] = own("high", "share", "number")
    for quantile in ("q05", "q50", "q95"):
        fields[quantile] = own(f"neutrality.{quantile}", MONEY, "number")
    fields["n"] = own("neutrality.n", "points", "whole")
    rows: Rows = []
    for name in STANDARDS:
        for kind, keys in groups(found).items():
            for key, tally in tallies(found, name, keys).items():
                each = [getattr(tally, word) for word in words]
                cells = [cell for share in each for cell in (share.mean, share.low, share.high)]
                rows.append((name, kind, key, *cells, *tally.quantiles, tally.gain.n))
    return Table("shares", fields, rows)


def correlations(found: Neutrality) -> Table:
    """One row for each standard, regime and parameter: the partial rank correlation of the gain with it."""
    fields = {
        "outcome": own("outcome"), "regime": own("regime"), "kind": own("kind"),
        "parameter": own("neutrality.parameter"),
        "correlation": own("neutrality.correlation", "correlation", "number"),
        "low": own("low", "correlation", "number"), "high": own("high", "correlation", "number"),
    }  # fmt: skip
    rows: Rows = [
        (name, regime, kind_of(found.scenario, regime), key, each.mean, each.low, each.high)
        for name in STANDARDS
        for regime in found.regimes[1:]
        for key, each in influences(found, name, regime).items()
    ]
    return Table("influences", fields, rows)
