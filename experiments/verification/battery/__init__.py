"""The anti-rigging battery: every ordering that a policy claim rests on can be had both ways.

Each pair changes one parameter and nothing else; a model in which only one of the two orderings came out would have its
conclusion built in.
"""

from typing import Final

from experiments.verification.battery import simulated, textbook
from experiments.verification.battery.pair import Pair

PAIRS: Final[tuple[Pair, ...]] = (
    simulated.CORRELATION, simulated.OUTSIDE, simulated.CAP, simulated.INSTRUMENT, simulated.SHARING,
    textbook.PUBLIC_MONEY, simulated.CLUSTER, textbook.SPILLOVER, textbook.INTEGRATION, simulated.TOURNAMENT,
    simulated.LEADER, textbook.SIZE, simulated.STANDARD, simulated.MEMBERSHIP, simulated.SCARCITY,
)  # fmt: skip
"""R1 to R15."""
