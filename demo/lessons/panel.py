"""A lesson above the bench of the live page: what to look at, three questions, and the teacher's notes."""

import yaml
from nicegui import ui

from demo.bench import Bench
from demo.lessons.answers import Answer
from demo.lessons.feedback import NoNumber, check, options
from demo.lessons.laboratory import replications
from demo.lessons.measures import PERCENT
from demo.lessons.notes import Notes
from demo.lessons.reader import find
from demo.lessons.schema import Question
from demo.lessons.standing import standing, told
from demo.lessons.text_blocks import heading, items
from demo.page.frame import Frame
from experiments.figures.lettering import amount
from sim.scenario import from_dict


class Panel:
    """One lesson; the answers hold for the numbers that the page shows."""

    def __init__(self, name: str, bench: Bench, frame: Frame) -> None:
        """Build the panel.

        Args:
            name: Name of the lesson.
            bench: The bench below it.
            frame: The frame of the page.
        """
        self.name, self.bench, self.frame = name, bench, frame
        self.lesson, self.words, self.scenario = find(name), frame.words, bench.scenario
        self.number = 0
        self._told: tuple[Answer, ...] | str = ()
        self._told_for = ""
        w = self.words
        with ui.element("section").classes("panel lesson").props('id="lesson"').mark("lesson"):
            heading("h1", w.text(self.lesson.title))
            ui.label(w.text(self.lesson.about)).classes("about")
            with ui.element("div").classes("two"):
                with ui.element("div"):
                    heading("h2", w("lessons.look_at"))
                    items([w.text(text) for text in self.lesson.look_at])
                with ui.element("div").classes("asked"):
                    self.cards = [Card(self, number, one) for number, one in enumerate(self.lesson.questions)]
            Notes(self.lesson, frame)
        self.turn(0)
        bench.on("film", self.count)
        bench.on("film", self.changed)

    @property
    def at_home(self) -> bool:
        """Whether the page shows the scenario of the lesson."""
        return (self.bench.shown or self.bench.preset).scenario == self.lesson.preset.scenario

    def turn(self, number: int) -> None:
        """Show another question."""
        self.number = max(0, min(len(self.cards) - 1, number))
        for each, card in enumerate(self.cards):
            card.box.set_visibility(each == self.number)

    def count(self) -> None:
        """Let the charts rest on the same replications as the answers; where nothing is drawn, all are alike."""
        count = self.lesson.preset.replications
        if count == 1 and self.at_home:
            count = replications(self.lesson, from_dict(yaml.safe_load(self._file())))
        self.bench.most = count if count > 1 and self.at_home else None

    def changed(self) -> None:
        """The page shows other runs: what was said of the old ones is taken back."""
        if self._told_for and self.outdated:
            for card in self.cards:
                card.take_back()

    async def answers(self) -> tuple[Answer, ...] | str:
        """The answers at the numbers that the page shows, or why there are none."""
        file = self._file()
        if self._told_for != file:
            found = await self.bench.settings.workers.now(told, self.name, file, self.bench.language)
            self._told, self._told_for = found, file
        return self._told

    def _file(self) -> str:
        """The scenario that the page shows, as a file."""
        return standing(self.bench.shown or self.bench.preset, self.bench.settings.catalogue)

    @property
    def outdated(self) -> bool:
        """Whether the page shows other numbers than those that the answers are for."""
        return self._told_for != self._file()


class Card:
    """One question with its reply and what is said of it."""

    def __init__(self, panel: Panel, number: int, question: Question) -> None:
        """Build the card."""
        self.panel, self.number, self.question = panel, number, question
        w, count = panel.words, len(panel.lesson.questions)
        self.box = ui.element("div").classes("card").mark(f"question-{number + 1}")
        with self.box:
            heading("h2", w("lessons.question", number=number + 1, count=count))
            ui.label(w.text(question.ask)).classes("ask").props(f'id="ask{number}"')
            self.reply = self._reply()
            with ui.element("div").classes("row"):
                self.button = ui.button(w("lessons.check"), on_click=self.check).props("unelevated no-caps")
                self.button.mark(f"check-{number + 1}").props(f'id="check{number}"')
                self.spinner = ui.spinner(size="1.6em").props('aria-hidden="true"')
                self.spinner.set_visibility(False)
                self._turn("lessons.previous", number - 1, "chevron_left", number > 0)
                self._turn("lessons.next", number + 1, "chevron_right", number + 1 < count)
            self.said = ui.element("div").classes("said").props(f'id="said{number}" role="status" aria-live="polite"')

    def _reply(self) -> ui.radio | ui.input:
        w, question, scenario = self.panel.words, self.question, self.panel.scenario
        if question.kind == "number" and question.unit is not None:
            within = PERCENT * (question.tolerance or 0.0)
            with ui.element("label").props(f'for="reply{self.number}"'):
                ui.label(w("lessons.reply_number", unit=w.text(question.unit), tolerance=amount(within)))
            field = ui.input().props(f'inputmode="decimal" maxlength="60" outlined dense for="reply{self.number}"')
            return field.classes("number").mark(f"reply-{self.number + 1}").on("keydown.enter", self.check)
        chosen = ui.radio(options(question, scenario, w)).props(f'inline aria-labelledby="ask{self.number}"')
        return chosen.classes("choices").mark(f"reply-{self.number + 1}").props(f'id="reply{self.number}"')

    def _turn(self, key: str, to: int, icon: str, there: bool) -> None:
        button = ui.button(self.panel.words(key), icon=icon, on_click=lambda: self.panel.turn(to))
        button.props(f'flat no-caps id="{key.rpartition(".")[2]}{self.number}"').mark(
            f"turn-{self.number + 1}-{to + 1}"
        )
        button.set_visibility(there)

    async def check(self) -> None:
        """Compare the reply with the run."""
        w, panel = self.panel.words, self.panel
        value = self.reply.value
        if value is None or str(value).strip() == "":
            self.say(None, (w("lessons.choose"),))
            return
        if not panel.at_home:
            self.say(None, (w("lessons.other_scenario", title=w.text(panel.scenario.title)),))
            return
        self.button.disable()
        self.spinner.set_visibility(True)
        self.say(None, (w("lessons.working", runs=panel.bench.most or panel.lesson.preset.replications),))
        try:
            found = await panel.answers()
        except Exception:
            self.say(None, (w("lessons.failed"),))
            raise
        finally:
            self.button.enable()
            self.spinner.set_visibility(False)
        if panel.outdated:  # a knob was moved while the runs were made
            self.say(None, (w("lessons.changed"),))
            return
        if isinstance(found, str):
            self.say(None, (w("lessons.no_answer", why=found),))
            return
        try:
            feedback = check(found[self.number], str(value), panel.scenario, w)
        except NoNumber:
            self.say(None, (w("lessons.feedback.not_a_number"),))
            return
        self.say(feedback.right, feedback.sentences)

    def say(self, right: bool | None, sentences: tuple[str, ...]) -> None:
        """Show what is said of the reply."""
        self.said.clear()
        self.said.classes(remove="right wrong plain")
        self.said.classes("plain" if right is None else "right" if right else "wrong")
        with self.said:
            for number, sentence in enumerate(sentences):
                ui.label(sentence).classes("first" if number == 0 and right is not None else "then")

    def take_back(self) -> None:
        """Say that the numbers have changed, if anything was said."""
        if self.said.default_slot.children:
            self.say(None, (self.panel.words("lessons.changed"),))
