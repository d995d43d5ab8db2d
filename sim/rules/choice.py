"""The best of several sites, equal scores decided by a draw and never by position."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]
type Flags = NDArray[np.bool_]


def only(where: Flags, values: Floats) -> Floats:
    """The values where marked, -inf elsewhere; the values are finite.

    Definition. The smaller of value and ±inf: a choice between two arrays takes four times as long.
    """
    limit = where - 0.5
    limit *= np.inf
    return np.minimum(values, limit, out=limit)


def best(score: Floats, tie: Floats | None) -> Ints:
    """Index of the highest score in each row, (P,); among equals the highest tie draw; -1 where all are -inf.

    Definition; that a draw decides between equals is an assumption.

    Args:
        score: (P, C); -inf marks what cannot be chosen.
        tie: (P, C) tie draws, or None where equal scores cannot matter.
    """
    index = score.argmax(axis=1)
    top = score[each(index.size), index]
    if tie is not None:
        equal = score == top[:, None]
        if (equal.sum(axis=1) > 1).any():
            index = np.where(equal, tie, -np.inf).argmax(axis=1)
    return np.where(top > -np.inf, index, -1)


def best_two_by_label(score: Floats, label: Ints, tie: Floats | None) -> tuple[Ints, Ints]:
    """The best of each row, and the best among those of another label, (P,) each; -1 for none.

    Definition.
    """
    first = best(score, tie)
    if shared_labels(label):
        others = np.where(label[np.maximum(first, 0)][:, None] == label, -np.inf, score)
    else:
        others = score.copy()
        others[each(first.size), first] = -np.inf
    return first, best(others, tie)


def shared_labels(label: Ints) -> tuple[int, ...]:
    """Labels that two or more cities carry.

    Definition.
    """
    return _shared(tuple(label.tolist()))


@lru_cache(maxsize=1024)
def _shared(label: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(sorted({one for one in label if label.count(one) > 1}))


@lru_cache(maxsize=64)
def each(count: int) -> Ints:
    """The numbers 0, 1, … of so many projects, to be read only.

    Definition.
    """
    numbers = np.arange(count)
    numbers.flags.writeable = False
    return numbers


@lru_cache(maxsize=64)
def _starts(rows: int, cities: int) -> Ints:
    return each(rows) * cities


def at(values: Floats, index: Ints, otherwise: float) -> Floats:
    """values[p, index[p]], or `otherwise` where the index is -1, (P,).

    Definition.
    """
    # Counting through the whole table takes a quarter of the time that two indices take.
    flat = values.flags.c_contiguous
    picked: Floats = values.ravel().take(_starts(*values.shape) + index) if flat else values[each(index.size), index]
    nowhere = index < 0
    if np.count_nonzero(nowhere):
        picked[nowhere] = otherwise
    return picked


def highest(values: Floats) -> Floats:
    """The highest number of each row, (P,).

    Definition. Looking it up where it stands takes a fraction of the time of a maximum along few cities.
    """
    return at(values, values.argmax(axis=1), np.nan)


def marked(flags: Flags, of: str) -> Ints:
    """How many cities are marked for each project, (P,), or how many projects for each city, (C,): of "p" or "c".

    Definition.
    """
    # Sums of flags along an axis are slow; this one is as exact.
    return np.einsum(f"pc->{of}", flags.view(np.int8), dtype=np.int32).astype(np.int64)


def mean_over(values: Floats, where: Flags) -> Floats:
    """Mean of each row over the cities marked, (P,); 0 where none is.

    Definition.
    """
    count = marked(where, "p")
    return (where * values + 0.0).sum(axis=1) / np.maximum(count, 1)


def shortlist(site_value: Floats, feasible: Flags, size: int | None, tie: Floats | None) -> Flags:
    """Who is invited, (P, C): the best `size` feasible sites by site value; all feasible ones without a size.

    Assumption: a firm looks at sites before it knows any offer.

    Args:
        site_value: (P, C) before any offer, million CNY.
        feasible: (P, C) where the project could be hosted.
        size: Number of cities, None for all.
        tie: (P, C) tie draws, or None.
    """
    cities = site_value.shape[1]
    if size is None or size >= cities:
        return feasible
    score = only(feasible, site_value)
    threshold = np.partition(score, cities - size, axis=1)[:, cities - size]
    invited: Flags = feasible & (score >= threshold[:, None])
    crowded = invited.sum(axis=1) > size
    if crowded.any() and tie is not None:
        for row in np.flatnonzero(crowded):
            order = np.lexsort((tie[row], score[row]))[::-1]
            invited[row] = False
            invited[row, order[:size]] = feasible[row, order[:size]]
    return invited
