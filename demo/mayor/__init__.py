"""Play a mayor: one person, or a class, takes cities in contests of the model and bids against its strategies."""

from demo.settings import Settings


def register(settings: Settings) -> None:
    """Put the pages in place, as the server does with those of all parts."""
    from demo.mayor.pages import put_in_place  # NiceGUI is for pages alone: processes that only compute do without it

    put_in_place(settings)
