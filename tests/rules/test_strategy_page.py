"""The page of strategies lists the catalogue of today, and its examples run."""

import re

import pytest

from experiments import strategy_page
from sim.strategies import STRATEGIES
from tests.rules.test_strategies import feedback, none, view

TEXT = strategy_page.PAGE.read_text(encoding="utf-8")
FUNCTION, MODULE = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)


def test_the_table_is_the_one_of_the_catalogue():
    assert strategy_page.page() == TEXT, "run python -m experiments.strategy_page"
    assert strategy_page.table().count("\n") == 2 + len(STRATEGIES)


@pytest.mark.long
def test_the_ranking_is_the_one_of_the_tournament():
    assert strategy_page.with_ranking(TEXT, 1) == TEXT, "run python -m experiments.strategy_page --tournament"


def test_the_function_on_the_page_runs(capsys):
    exec(FUNCTION, {"__name__": "page"})
    assert re.fullmatch(r"Longchang won \d+ projects and paid \d+ million CNY\n", capsys.readouterr().out)


def test_the_module_on_the_page_is_a_strategy():
    names = {"__name__": "page"}
    exec(MODULE, names)
    tired = names["Tired"](name="tired", loss=0.5)
    memory = tired.learn(tired.initial_memory(), none())
    assert memory == pytest.approx([0.5])
    assert tired.offers(view(memory)) == pytest.approx(0.5 * view(memory).reservation)
    assert tired.learn(memory, feedback()) == pytest.approx([0.5])
