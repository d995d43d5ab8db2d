"""The table of patterns: its page and file agree with each other and with what the model gives today."""

from dataclasses import astuple

import numpy as np
import pytest

from experiments.calibration import patterns
from experiments.calibration.calibrations import CALIBRATIONS
from experiments.calibration.pattern_page import page
from experiments.calibration.samples import Sample, sample
from experiments.calibration.targets import MEASURES, Target, targets
from experiments.calibration.verdicts import number, verdict
from experiments.statistics import Interval, interval

QUICK = ("coordinated_support", "floor_pass_through", "park_settled_first")


@pytest.fixture(scope="module")
def numbers():
    return patterns.read()


def test_page_and_file_are_those_of_the_command(numbers):
    assert patterns.PAGE.read_text(encoding="utf-8") == page(numbers), "run python -m experiments.calibration.patterns"
    assert patterns.NUMBERS.read_text(encoding="utf-8") == patterns.written(numbers)


def test_the_file_holds_every_measure_of_every_calibration(numbers):
    assert list(numbers["calibrations"]) == [calibration.key for calibration in CALIBRATIONS]
    for calibration in CALIBRATIONS:
        found = numbers["calibrations"][calibration.key]
        assert found["settings"] == list(calibration.settings)
        assert list(found["values"]) == patterns.wanted()


@pytest.mark.parametrize("name", QUICK)
def test_the_model_still_gives_these_numbers(name, numbers):
    (default, *_) = CALIBRATIONS
    mean, low, high, n = numbers["calibrations"][default.key]["values"][name]
    found = patterns.estimate(default, name)
    assert (found.mean, found.low, found.high) == pytest.approx((mean, low, high), rel=1e-4)
    assert found.n == n


def test_no_measure_is_without_a_target():
    assert set(patterns.wanted()) == set(MEASURES)
    assert len({target.key for target in targets()}) == len(targets())


def test_a_single_number_is_widened_by_a_quarter():
    for target in targets():
        if target.band == "quarter":
            near, far = sorted(map(abs, (target.low, target.high)))
            # A share cannot exceed 1.
            assert far / near == pytest.approx(1.25 / 0.75, rel=0.03) or target.high == 1.0, target.key
        assert target.band == "sign" or np.isfinite([target.low, target.high]).all()


def test_a_target_is_measured_or_says_why_not():
    raw = targets()[0].model_dump()
    with pytest.raises(ValueError, match="either measured or not modelled"):
        Target.model_validate(raw | {"role": "not_modelled"})
    with pytest.raises(ValueError, match="either measured or not modelled"):
        Target.model_validate(raw | {"key": "weather", "role": "held_out"})


# ---------------------------------------------------------------- ratio of sums


def test_a_mean_is_a_ratio_with_ones_below():
    """With a constant below, the jackknife is the t interval of the mean exactly."""
    values = np.array([1.0, 4.0, 2.0, 7.0, 3.0])
    assert astuple(Sample(values, np.ones(5)).interval()) == pytest.approx(astuple(interval(values)))


def test_the_interval_of_a_ratio_covers_as_often_as_it_says():
    """Ratio of means 2: y = 2x + noise, x uniform on [1, 3]; 95 % of intervals must cover it, within 4 s.e."""
    rng = np.random.default_rng(20240801)
    tries, covered = 2_000, 0
    for _ in range(tries):
        under = rng.uniform(1.0, 3.0, 20)
        found = Sample(2.0 * under + rng.normal(0.0, 1.0, 20), under).interval()
        covered += found.low <= 2.0 <= found.high
    assert covered / tries == pytest.approx(0.95, abs=4.0 * (0.95 * 0.05 / tries) ** 0.5)


def test_nothing_measured_is_not_a_number():
    assert np.isnan(sample([]).interval().mean)
    one = sample([(1.0, 2.0)]).interval()
    assert one.mean == 0.5
    assert np.isnan(one.low)


# ---------------------------------------------------------------- verdicts


@pytest.mark.parametrize(
    ("mean", "low", "high", "expected"),
    [
        (0.12, 0.11, 0.13, "inside"),
        (0.12, 0.09, 0.15, "inside_unsure"),
        (0.16, 0.14, 0.18, "outside_unsure"),
        (0.2, 0.18, 0.22, "outside"),
        (0.2, np.nan, np.nan, "outside"),
    ],
)
def test_verdicts(mean, low, high, expected):
    target = next(target for target in targets() if target.key == "but_for")
    assert (target.low, target.high) == (0.10, 0.15)
    assert verdict(target, Interval(mean, low, high, 5)) == expected


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.1523, "share", "15.2"), (-0.0085, "share", "−0.85"), (0.4, "change", "+40.0"), (0.0, "change", "0"),
        (27_864.4, "USD", "27 864"), (0.2615, "ratio", "0.262"), (12.059, "ratio", "12.06"), (90.2, "firms", "90"),
    ],
)  # fmt: skip
def test_numbers_as_text(value, unit, text):
    assert number(value, unit) == text
