"""Both forms of a run are what they are called, whatever the environment asks for."""

import os

import pytest

from benchmarks.forms import asked_for, once
from sim import compiled
from sim.scenario import load


@pytest.mark.parametrize(("choice", "counted"), [("never", True), ("always", False)])
def test_a_run_has_the_form_that_is_asked_for(choice, counted, monkeypatch):
    monkeypatch.setenv(compiled.VARIABLE, "auto")
    monkeypatch.setattr(compiled.work, "pairs", 0)
    run = once(load("rongchang_longchang"), choice)()
    assert run.deals["host"].size > 100
    assert (compiled.work.pairs > 0) == counted
    assert os.environ[compiled.VARIABLE] == "auto"


def test_what_was_asked_for_before_comes_back_after_an_error(monkeypatch):
    monkeypatch.delenv(compiled.VARIABLE, raising=False)
    with pytest.raises(ZeroDivisionError), asked_for("always"):
        raise ZeroDivisionError
    assert compiled.VARIABLE not in os.environ
