"""The reference project of each industry: what a city has in mind when it posts one rate for all comers."""

from dataclasses import replace
from math import erf, exp, log, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.alternatives import outside_before_match
from sim.block import Block
from sim.lots import CONTESTED
from sim.projects import stylised_tables
from sim.schema import Size
from sim.state import NEVER
from sim.streams import STREAMS
from sim.units import MILLION_PER_100M, MILLION_PER_LAND_PRICE
from sim.world import World

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]

MEAN_DRAW = {"uniform": 0.5, "normal": 0.0, "exponential": 1.0}
"""The draw of a project of average luck."""


def reference_block(world: World, block: Block) -> Block:
    """One reference project for each industry that arrives, (industries, C), of average luck.

    The expected project of the pipeline: mean size, land, jobs and tax of its industry. Without a pipeline, or where
    the pipeline never brings that industry: the mean of the watched projects that arrive. A stylised project is its
    own reference; where they differ or are random, the mean. Assumption: a city posts before it knows who comes.

    Args:
        world: The fixed side of the run.
        block: The projects of the period; only which industries they belong to is used where there is a pipeline.
    """
    made = _stylised(world, block) if block.stylised else _of_industries(world, block)
    shape = (made.count, world.cities.count)
    drawn = {name: np.full(shape, MEAN_DRAW[law]) for name, (law, _) in STREAMS.items()}
    for name in ("tie", "strategy"):
        row = np.maximum(made.industry, 0)
        every = block.luck.draw_by_city(name, block.period, int(row.max(initial=0)) + 1, block.cities, "reference/")
        drawn[name] = every[row]
    made = replace(made, drawn=drawn)
    return replace(made, outside=outside_before_match(world.scenario, made))


def expected_size(size: Size) -> float:
    """Mean of the lognormal size cut at both ends, million CNY.

    a·F(a) + ∫_a^b x dF + b·(1 - F(b)) with F the lognormal distribution of the stated median and spread.
    """
    spread, centre = size.log_sd, log(size.median)
    if spread == 0.0:
        return min(max(size.median, size.smallest), size.largest)
    low, high = (log(size.smallest) - centre) / spread, (log(size.largest) - centre) / spread
    inner = exp(centre + 0.5 * spread**2) * (_normal(high - spread) - _normal(low - spread))
    return size.smallest * _normal(low) + inner + size.largest * (1.0 - _normal(high))


def _normal(z: float) -> float:
    return 0.5 * (1.0 + erf(z / sqrt(2.0)))


def _stylised(world: World, block: Block) -> Block:
    stylised = world.scenario.projects.stylised
    one = _rows(block, np.zeros(1, dtype=np.int64), world.cities.count, 0.0)
    if stylised is None:
        raise ValueError("the scenario has no stylised projects")
    generator, cities = stylised.generator, world.cities.keys
    shape = (1, world.cities.count)
    if generator is not None:
        site, public = np.full(shape, generator.site_mean), np.full(shape, generator.public_mean)
    else:
        site, public = (table.mean(axis=0, keepdims=True) for table in stylised_tables(stylised, cities))
    outside = -np.inf if stylised.outside_option is None else stylised.outside_option
    return replace(one, site_value=site, public_value=public, outside=np.array([outside]))


def _rows(block: Block, first: Ints, cities: int, years: float) -> Block:
    """Those rows of a block, without their luck, as new projects that last so many years."""
    count = first.size
    taken: dict[str, Any] = {
        name: getattr(block, name)[first]
        for name in Block.__dataclass_fields__
        if isinstance(getattr(block, name), np.ndarray)
    }
    taken |= {
        "slot": np.full(count, -1), "lead": np.full(count, -1), "match_scale": np.zeros(count),
        "outside": np.full(count, -np.inf), "candidate": np.ones((count, cities), dtype=bool),
        "origin": np.full(count, -1), "kind": np.full(count, CONTESTED), "contestable": np.ones(count, dtype=bool),
        "borrower": np.zeros(count, dtype=np.int64), "good": np.ones(count, dtype=bool),
        "assigned_host": np.full(count, -1), "suppliers": np.zeros(count, dtype=np.int64),
        "anchor_period": np.full(count, -1), "anchor_slot": np.full(count, -1),
        "incumbent": np.full(count, -1), "capital_needed": np.ones(count), "share_left": np.ones(count),
        "closes": np.full(count, NEVER),
        "founded": np.full(count, block.period), "years": np.full(count, years),
        "everywhere": None, "rows": None,
    }  # fmt: skip
    return replace(block, **taken, drawn={}, whole=None, parts=(), standard=None)


def _of_industries(world: World, block: Block) -> Block:
    kinds, first = np.unique(block.industry, return_index=True)
    made = _rows(block, first, world.cities.count, float(world.life))
    pipeline, industries = world.scenario.projects.pipeline, world.industries

    def mean(values: Floats) -> Floats:
        return np.array([values[block.industry == kind].mean() for kind in kinds])

    names = ("investment", "land", "jobs", "tax", "capital_return", "debt_share", "inside_share")
    values: dict[str, Any] = {name: mean(getattr(block, name)) for name in names}
    if pipeline is not None:
        usual = industries.weight[kinds] > 0
        size = pipeline.realised_share * expected_size(pipeline.size)
        investment = np.where(usual, size, values["investment"])
        expected = {
            "investment": investment,
            "land": investment / (MILLION_PER_LAND_PRICE * industries.investment_per_mu[kinds]),
            "jobs": investment / MILLION_PER_100M * industries.jobs_per_100m[kinds],
            "tax": investment * industries.tax_share[kinds],
            "capital_return": industries.capital_return[kinds],
            "debt_share": np.full(kinds.size, pipeline.debt_share),
            "inside_share": np.full(kinds.size, pipeline.inside_share),
        }
        values = {name: np.where(usual, expected[name], values[name]) for name in names}
    private = np.array([block.private[block.industry == kind].mean() for kind in kinds])
    if pipeline is not None:
        private = np.where(industries.weight[kinds] > 0, pipeline.private_share, private)
    return replace(made, **values, priority=industries.strategic[kinds], private=private > 0.5)
