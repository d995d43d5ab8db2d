"""What the screen says when a batch or a store cannot go on."""

import sys

from experiments.cli.exits import Exit
from experiments.words import Words


def told(error: Exception, w: Words) -> tuple[Exit, list[str]] | None:
    """Exit code and lines for an error of batches; nothing for other errors."""
    from experiments.batch.journal import Damaged

    if isinstance(error, Damaged):
        return Exit.FOLDER, [w("batch.damaged", file=error.file, why=w(f"batch.damage.{error.why}"))]
    if "experiments.batch.executors.protocol" in sys.modules:
        from experiments.batch.executors.protocol import ExecutorGone

        if isinstance(error, ExecutorGone):
            fields = {
                name: text.strip().splitlines()[-1] if text.strip() else "?" for name, text in error.fields.items()
            }
            return Exit.ENVIRONMENT, [w(f"batch.gone.{error.reason}", **fields)]
    if "experiments.batch.results" in sys.modules:
        from experiments.batch.results import ExtraMissing

        if isinstance(error, ExtraMissing):
            return Exit.ENVIRONMENT, [w("batch.extra", extra=error.extra)]
    if "experiments.batch.collection" in sys.modules:
        from experiments.batch.collection import Contradiction, OtherBatch

        if isinstance(error, OtherBatch):
            return Exit.FOLDER, [w("batch.other_batch", folder=str(error.path))]
        if isinstance(error, Contradiction):
            return Exit.FOLDER, [w("batch.contradiction", folder=str(error.path), run=error.key)]
    if "experiments.batch.inspection" in sys.modules:
        from experiments.batch.inspection import OtherModel

        if isinstance(error, OtherModel):
            return Exit.FOLDER, [w("batch.other_model", there=error.there, here=error.here)]
    return None
