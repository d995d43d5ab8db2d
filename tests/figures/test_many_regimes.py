"""More regimes than colours: the first ones are drawn, none looks like another, and the rest are counted."""

import re
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from experiments.drawings import of_comparison
from experiments.figures.canvas import style
from experiments.figures.palette import MOST_REGIMES, REGIME_COLOURS, regime_marks
from experiments.kinds import kind_of
from experiments.results import CITY_INDEX, OUTCOME_INDEX, Comparison, SweepResult
from experiments.words import Language
from sim.schema import Sweep
from tests.figures.specimens import crowded, scene
from tests.figures.test_figures import overlaps, texts

VALUES = (0.0, 0.2, 0.5)


@cache
def comparison(regimes: tuple[str, ...] | None = None) -> Comparison:
    """Made-up results of 24 regimes, some of them of six digits, and a sweep of all of them."""
    scenario, draw = crowded(), np.random.default_rng(3)
    keys = regimes or tuple(entry.key for entry in scenario.regimes)
    size = {key: 10.0 ** (1 + i % 5) for i, key in enumerate(keys)}
    outcomes = {key: 4.0 * size[key] * draw.normal(0.3, 1.0, (4, len(OUTCOME_INDEX))) for key in keys}
    cities = {key: draw.uniform(0.5, 1.0, (4, len(CITY_INDEX), 8, 2)) for key in keys}
    sweep = Sweep.model_validate(
        {
            "key": "mcpf", "title": {"en": "Cost of public funds", "zh": "公共资金成本"},
            "path": "economy.cost_of_public_funds", "unit": "share", "values": VALUES,
        }
    )  # fmt: skip
    swept = SweepResult(
        sweep=sweep,
        replications=4,
        values=np.array(VALUES),
        hosts={key: np.zeros((3, 4, 1)) for key in keys},
        outcomes={key: size[key] * draw.normal(0.0, 1.0, (3, 4, len(OUTCOME_INDEX))) for key in keys},
        central_hosts={key: np.zeros((3, 1)) for key in keys},
    )
    nothing: dict[str, np.ndarray] = {}
    return Comparison(
        scenario=scenario, regimes=keys, numbers=(0, 1, 2, 3), outcomes=outcomes, cities=cities, watched=nothing,
        industries=nothing, deals={}, central_hosts=nothing, sweeps=(swept,), planned=4,
    )  # fmt: skip


NAMES = (
    "land_prices",
    "gains",
    "gains_real",
    "regimes",
    "regimes_real",
    "sweep_mcpf_welfare",
    "sweep_mcpf_welfare_real",
)


@cache
def drawn(name: str, language: Language) -> Figure:
    figure = dict(of_comparison(comparison(), language))[name]()
    with style():
        figure.canvas.draw()
    return figure


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", NAMES)
def test_nothing_overlaps_or_is_cut_and_the_rest_is_counted(name, language):
    figure = drawn(name, language)
    width, height = figure.bbox.width, figure.bbox.height
    boxes = [(text.get_text(), text.get_window_extent()) for text in texts(figure)]
    assert [text for text, box in boxes if box.x0 < 0 or box.y0 < 0 or box.x1 > width or box.y1 > height] == []
    assert overlaps(figure) == []
    left = {"contest": 12, "real": 11}["real" if name.endswith("_real") else "contest"] - MOST_REGIMES
    said = " ".join(text for text, _ in boxes)
    assert (f"{left} further regimes are in the table" if language == "en" else f"另有 {left} 个政策情景见表") in said


@pytest.mark.parametrize("name", ["gains", "gains_real", "sweep_mcpf_welfare", "sweep_mcpf_welfare_real"])
def test_the_key_names_every_regime_that_is_drawn_and_no_colour_comes_twice(name):
    (legend,) = drawn(name, "en").legends
    named = [re.search(r"no\. (\d+)", text.get_text()) for text in legend.get_texts()]
    kind = 1 if name.endswith("_real") else 0
    assert [int(found.group(1)) for found in named if found] == list(range(kind, 2 * MOST_REGIMES, 2))
    handles = [*legend.get_patches(), *legend.get_lines()]
    colours = {
        to_hex(one.get_facecolor() if hasattr(one, "get_facecolor") else one.get_color()).upper() for one in handles
    }
    assert len(colours) == MOST_REGIMES
    assert REGIME_COLOURS[0] not in colours


@pytest.mark.parametrize("name", ["regimes", "regimes_real"])
def test_numbers_of_six_digits_stand_apart(name):
    figure = drawn(name, "en")
    for axes in figure.axes:
        low, high = axes.get_xlim()
        labels = [
            label.get_window_extent()
            for label, place in zip(axes.get_xticklabels(), axes.get_xticks(), strict=True)
            if low <= place <= high
        ]
        assert labels
        assert all(after.x0 - before.x1 > 8.0 for before, after in pairwise(labels))


def test_a_regime_looks_the_same_in_every_figure_of_a_comparison():
    marks = regime_marks(crowded())
    looks: dict[str, set[str]] = {}
    for name in ("gains", "sweep_mcpf_welfare", "gains_real", "sweep_mcpf_welfare_real"):
        (legend,) = drawn(name, "en").legends
        handles = [*legend.get_patches(), *legend.get_lines()]
        for text, handle in zip(legend.get_texts(), handles, strict=True):
            colour = handle.get_facecolor() if hasattr(handle, "get_facecolor") else handle.get_color()
            looks.setdefault(text.get_text()[:16], set()).add(to_hex(colour))
    assert {len(found) for found in looks.values()} == {1}
    assert len(looks) == 2 * MOST_REGIMES
    rows = {text.get_text().split(" with")[0].replace("\n", " "): to_hex(text.get_color())
            for text in drawn("regimes", "en").axes[0].get_yticklabels()}  # fmt: skip
    assert rows["Regime no. 2"] == marks["r2"].ink.lower()


def test_few_regimes_of_a_large_scenario_are_coloured_by_their_own_order():
    chosen = ("competition", "r0", "r18", "r20")  # by the order of the scenario r18 would look like r0
    marks = regime_marks(crowded())
    assert marks["r0"].colour == marks["r18"].colour
    figure = dict(of_comparison(comparison(chosen), "en"))["gains"]()
    assert len({to_hex(patch.get_facecolor()) for patch in figure.legends[0].get_patches()}) == 3
    assert "further" not in " ".join(text.get_text() for text in texts(figure))


def test_marks_differ_within_each_kind_and_the_first_colour_is_nobody_elses():
    scenario, marks = crowded(), regime_marks(crowded())
    for kind in ("real", "no lever"):
        keys = [key for key in marks if key != "competition" and kind_of(scenario, key) == kind]
        assert len({marks[key].colour for key in keys[:MOST_REGIMES]}) == MOST_REGIMES
        assert len({(marks[key].colour, marks[key].marker) for key in keys}) == len(keys)
        assert REGIME_COLOURS[0] not in {marks[key].colour for key in keys}
    assert list(marks) == [entry.key for entry in scenario.regimes]
    assert len({mark.colour for mark in regime_marks(scene(7)).values()}) == 6


def test_a_welfare_sweep_shows_paired_differences_and_marks_the_own_value():
    found = comparison()
    figure = drawn("sweep_mcpf_welfare", "en")
    everyone, region = figure.axes
    (result,) = found.sweeps
    for axes, outcome in ((everyone, "welfare_total"), (region, "welfare_region")):
        index = OUTCOME_INDEX[outcome]
        expected = (result.outcomes["r0"] - result.outcomes["competition"])[:, :, index].mean(axis=1)
        lines = [line for line in axes.get_lines() if len(line.get_ydata()) == len(VALUES)]
        assert np.allclose(lines[0].get_ydata(), expected)
        assert any(np.allclose(line.get_ydata(), 0.0) for line in axes.get_lines())
        assert "scenario" in [text.get_text() for text in axes.texts]
    assert "replications: 4" in " ".join(text.get_text() for text in texts(figure))
