"""Play a mayor: one person, or a class, takes cities in contests of the model and bids against its strategies."""

from demo.settings import Settings


def register(settings: Settings) -> None:
    """Put the pages in place, as the server does with those of all parts; the terminal shows the teacher's code."""
    # NiceGUI is for pages alone: processes that only compute do without it.
    from nicegui import app, background_tasks, run

    from demo.mayor.pages import put_in_place
    from demo.mayor.setting import playable_scenarios
    from demo.words import say
    from experiments.cli import screen

    hall = put_in_place(settings)
    # Which scenarios can be played takes a second or two to find out, once: not while somebody waits for a page.
    app.on_startup(lambda: background_tasks.create(run.io_bound(playable_scenarios)))
    if hall.code is not None:
        said = say(settings.language)("mayor.code_said", code=hall.code)
        app.on_startup(lambda: screen.say(said))
