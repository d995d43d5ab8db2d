"""What strategies share that keep a tacit truce: what counts as a breach, and what answers it."""

from sim.quantity import ASSUMPTION, choice, quantity
from sim.strategies.rates import Signal
from sim.strategies.strategy import Strategy


class Truce(Strategy):
    """The terms of a tacit truce: an agreed rate, what is overlooked above it, and the answer to a breach."""

    agreed: float = quantity(
        0.05, en="Rate that all should keep to", zh="默契优惠率", unit="share of investment", ge=0, le=2,
        source=ASSUMPTION,
    )  # fmt: skip
    tolerance: float = quantity(
        0.005, en="What is overlooked above it", zh="容忍幅度", unit="share of investment", ge=0, le=2,
        source=ASSUMPTION,
    )  # fmt: skip
    punishment: float = quantity(
        0.75, en="Share of the reservation offered after a breach", zh="违约后的报价比例", unit="share", ge=0, le=1,
        source=ASSUMPTION,
    )  # fmt: skip
    signal: Signal = choice("average", en="Rate that is judged: average or highest", zh="判断依据：平均或最高优惠率")
