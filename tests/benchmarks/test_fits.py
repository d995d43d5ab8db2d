"""Lines through points that lie on one, or a known way off it."""

import pytest

from benchmarks.fits import fits, flatness, line


def test_points_on_a_line_give_it_back():
    found = line([100, 1_000, 10_000], [0.5 + 2e-4 * size for size in (100, 1_000, 10_000)])
    assert found.fixed == pytest.approx(0.5)
    assert found.each == pytest.approx(2e-4)
    assert found.worst == pytest.approx(0.0, abs=1e-9)


def test_neither_part_falls_below_zero():
    # The line through these points begins below 0.
    found = line([1, 2, 3], [1.0, 3.0, 5.0])
    assert found.fixed == 0.0
    assert found.each > 0.0


def test_a_square_is_not_a_line():
    sizes = [2, 28, 150, 1_000]
    assert line(sizes, [size * size for size in sizes]).worst > 0.5


def test_a_point_a_tenth_off_moves_the_line_by_less_and_shows():
    seconds = [1.0, 2.0, 3.0, 4.4]
    found = line([1, 2, 3, 4], seconds)
    fitted = [found.fixed + found.each * size for size in (1, 2, 3, 4)]
    assert found.residuals == pytest.approx([s / f - 1.0 for s, f in zip(seconds, fitted, strict=True)])
    assert 0.02 < found.worst < 0.1


def test_one_size_makes_no_line():
    with pytest.raises(ValueError, match="two sizes"):
        line([5, 5], [1.0, 2.0])


def test_flatness_is_the_largest_over_the_smallest_less_one():
    assert flatness([2.0, 2.5, 2.2]) == pytest.approx(0.25)


def rung(cities: int, projects: int, seconds: float) -> dict[str, object]:
    return {"cities": cities, "projects": projects, "settled": 3 * projects, "cpu": {"median": seconds}}


def test_a_ladder_is_read_along_projects_and_along_cities():
    projects, cities = (100, 1_000, 10_000, 20_000), (2, 150, 1_000)
    ladder = [rung(28, p, 0.01 + 3 * p * 1e-5) for p in projects] + [rung(c, 10_000, 0.2 + c * 1e-3) for c in cities]
    found = fits(ladder)
    assert found["by_projects"]["each"] == pytest.approx(1e-5)
    assert found["by_projects"]["sizes"] == [300, 3_000, 30_000, 60_000]
    assert found["by_cities"]["sizes"] == [28, 2, 150, 1_000]
    assert found["flatness"] == pytest.approx((0.31 / 30_000) / (0.61 / 60_000) - 1.0)


def test_sizes_that_failed_make_no_line():
    failed = {"cities": 28, "projects": 10_000, "failed": "more than 8 GB"}
    found = fits([rung(28, 100, 0.1), failed, rung(28, 1_000, 0.2)])
    assert found == {"by_projects": {}, "by_cities": {}, "flatness": None}
