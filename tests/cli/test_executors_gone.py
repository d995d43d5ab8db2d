"""What the screen says when runs can no longer be carried out."""

import pytest

from experiments.batch.executors.protocol import ExecutorGone
from experiments.cli.exits import Exit
from experiments.cli.store_failures import told
from experiments.words import words

REASONS = {
    "no_dask": {},
    "no_scheduler": {"address": "tcp://10.0.0.5:8786", "why": "nobody there"},
    "no_worker_starts": {"why": "Traceback (most recent call last):\n  somewhere\nImportError: nothing by this name\n"},
    "scheduler_lost": {"why": ""},
    "workers_lack_program": {"why": "tcp://10.0.0.6:1234: OtherModel()"},
}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_is_one_line_in_both_languages(reason, language):
    found = told(ExecutorGone(reason, **REASONS[reason]), words(language))
    assert found is not None
    code, (line,) = found
    assert code == Exit.ENVIRONMENT
    assert "\n" not in line
    for text in REASONS[reason].values():
        assert text.strip().split("\n")[-1] in line
