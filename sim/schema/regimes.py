"""Regimes: named lists of dated levers."""

from sim.levers import LeverSpec
from sim.quantity import Key, Model, Seq, Text, choice


class RegimeEntry(Model):
    """One regime to compare; the empty list is the world as it is."""

    key: Key = choice(..., en="Key", zh="代号")
    title: Text = choice(..., en="Name", zh="名称")
    levers: Seq[LeverSpec] = choice((), en="Levers", zh="政策杠杆")
