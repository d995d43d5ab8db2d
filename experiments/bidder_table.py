"""The bidders of one deal as a table for files."""

from collections.abc import Sequence

from experiments.explain_report import INSTRUMENTS, open_sites, part_key
from experiments.table_fields import own
from experiments.table_files import Cell, Field, Table
from experiments.words import words
from sim.explain import Explanation

_MONEY = ("site", "offered", "total", "public_value", "reservation", "room", "needed")


def bidder_table(explanation: Explanation) -> Table:
    """The bidders as a table for files."""
    money = {name: own(f"explain.{name}", "million CNY", "number") for name in _MONEY}
    parts = {name: Field("million CNY", *_in_both(part_key(name))) for name in explanation.bidders[0].parts}
    # "land" is a part of the site value too: the price of land.
    named = {"land": "land_discount"}
    instruments = {named.get(name, name): Field("million CNY", *_in_both(f"figure.{name}")) for name in INSTRUMENTS}
    credit = {"lender": own("explain.lender"), "credit_spread": own("explain.spread", "per year", "number")}
    fields = {"city": own("city"), "invited": own("explain.invited", kind="flag"),
              "feasible": own("explain.feasible", kind="flag"), **money, **parts, **instruments, **credit}  # fmt: skip
    rows: list[Sequence[Cell]] = [
        (
            bidder.city, bidder.invited, bidder.feasible, bidder.site_value, bidder.offer, bidder.score,
            bidder.public_value, bidder.reservation, bidder.room, bidder.needed, *bidder.parts.values(),
            *(bidder.instruments[name] for name in INSTRUMENTS), bidder.lender, bidder.credit_spread,
        )
        for bidder in open_sites(explanation)
    ]  # fmt: skip
    return Table("bidders", fields, rows)


def _in_both(key: str) -> tuple[str, str]:
    return words("en")(key), words("zh")(key)
