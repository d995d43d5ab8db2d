"""Indices of industrial structure, following Krugman and UNIDO: exact numbers."""

import numpy as np
import pytest

from sim.rules import indices

A, B, C = np.array([0.5, 0.3, 0.2]), np.array([0.2, 0.3, 0.5]), np.array([0.45, 0.35, 0.2])


def test_krugman_and_similarity():
    assert indices.krugman_index(A, B) == pytest.approx(0.6)
    assert indices.krugman_index(A, C) == pytest.approx(0.1)
    assert indices.structural_similarity(A, B) == pytest.approx(0.763158, abs=5e-7)
    assert indices.structural_similarity(A, C) == pytest.approx(0.993490, abs=5e-7)
    assert indices.herfindahl(A) == pytest.approx(0.38)


def test_the_mean_over_pairs_leaves_out_cities_without_any_stock():
    stock = np.array([A, B, np.zeros(3)]) * 700.0
    assert indices.mean_over_pairs(indices.shares(stock), "krugman") == pytest.approx(0.6)
    assert np.isnan(indices.mean_over_pairs(indices.shares(stock[2:]), "similarity"))


def test_inequality_of_one_rich_and_of_equals():
    assert indices.gini(np.array([0.0, 0.0, 0.0, 8.0])) == pytest.approx(0.75)
    assert indices.theil(np.array([0.0, 0.0, 0.0, 8.0])) == pytest.approx(np.log(4.0))
    assert indices.gini(np.full(5, 3.0)) == pytest.approx(0.0)
    assert indices.theil(np.full(5, 3.0)) == pytest.approx(0.0)
    pairs = [1.0, 2.0, 4.0]
    naive = sum(abs(x - y) for x in pairs for y in pairs) / (2 * 9 * np.mean(pairs))
    assert indices.gini(np.array(pairs)) == pytest.approx(naive)
