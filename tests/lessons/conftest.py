"""The answers of every lesson at its preset, worked out once."""

from functools import cache

import pytest

from demo.lessons import Answer, Laboratory, find, work_out


@cache
def _worked(name: str) -> tuple[Laboratory, tuple[Answer, ...]]:
    laboratory = Laboratory(find(name))
    return laboratory, work_out(laboratory)


@pytest.fixture(scope="session")
def worked():
    """The laboratory and the answers of a lesson by its name."""
    return _worked
