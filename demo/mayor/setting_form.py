"""The choice of what is played: scenario, regime, contests, error in judging, luck."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from demo.mayor.parts import text_field
from demo.mayor.refusal import Refused
from demo.mayor.setting import (
    ERRORS,
    MOST_CONTESTS,
    MOST_REPLICATION,
    Setting,
    as_bundled,
    playable_regimes,
    playable_scenarios,
)
from demo.page.elements import Choice, Text, tag
from demo.page.frame import Frame

FIELDS: Final = ("scenario", "regime", "contests", "error", "luck")
"""Fields of an address that hold a setting."""


def setting_from(frame: Frame) -> Setting:
    """The setting that an address asks for.

    Raises:
        Refused: If it cannot be played.
    """
    asked, usual = frame.query, Setting()
    return Setting(
        scenario=asked.get("scenario", usual.scenario),
        regime=asked.get("regime") or None,
        contests=_whole(asked.get("contests", str(usual.contests)), "contests", MOST_CONTESTS),
        judgement_error=_error(asked.get("error", str(usual.judgement_error))),
        replication=_whole(asked.get("luck", str(usual.replication)), "replication", MOST_REPLICATION),
    )


def address_of(setting: Setting) -> dict[str, str]:
    """The fields of an address that ask for a setting."""
    return {
        "scenario": setting.scenario,
        "regime": setting.regime_key(),
        "contests": str(setting.contests),
        "error": str(setting.judgement_error),
        "luck": str(setting.replication),
    }


def _whole(text: str, reason: str, most: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 6):
        raise Refused(reason, most=most)
    return int(text)


def _error(text: str) -> float:
    found = next((value for value in ERRORS if str(value) == text), None)
    if found is None:
        raise Refused("error", values=", ".join(str(value) for value in ERRORS))
    return found


class SettingForm:
    """The fields in which a setting is chosen."""

    def __init__(self, frame: Frame, setting: Setting, other_scenario: Callable[[str], None]) -> None:
        """Build it.

        Args:
            frame: The frame of the page.
            setting: What is chosen first.
            other_scenario: Called with the name of another scenario, which has other regimes and cities.
        """
        self.setting, w = setting, frame.words
        scenario = setting.loaded()
        Text("p", w.text(scenario.title)).classes("strong")
        if scenario.description is not None:
            with tag("details", "source"):
                Text("summary", w("mayor.form.about"))
                Text("p", w.text(scenario.description))
        with tag("div", "row ends"):
            names = {name: w.text(as_bundled(name).title) for name in playable_scenarios()}
            Choice(w("mayor.form.scenario"), names, setting.scenario, other_scenario, "scenario")
            titles = {one.key: w.text(one.title) for one in scenario.regimes}
            regimes = {key: titles[key] for key in playable_regimes(setting.scenario)}
            Choice(w("mayor.form.regime"), regimes, setting.regime_key(), self._regime, "regime")
            numbers = {str(count): str(count) for count in range(1, MOST_CONTESTS + 1)}
            Choice(w("mayor.form.contests"), numbers, str(setting.contests), self._contests, "contests")
            errors = {
                str(value): w("mayor.form.error_value", percent=f"{100 * value:.0f}")
                if value
                else w("mayor.form.error_none")
                for value in ERRORS
            }
            Choice(w("mayor.form.error"), errors, str(setting.judgement_error), self._error, "error")
            text_field(w("mayor.form.luck"), "luck", None, str(setting.replication), inputmode="numeric", size=6)
        Text("p", f"{w('mayor.form.error_why')} {w('mayor.form.contests_why')}").classes("soft small")

    def with_luck(self, text: str) -> Setting:
        """What is chosen, with the luck that was typed.

        Raises:
            Refused: If it cannot be played.
        """
        return replace(self.setting, replication=_whole(text.strip(), "replication", MOST_REPLICATION))

    def _regime(self, key: str) -> None:
        self._choose(regime=key)

    def _contests(self, count: str) -> None:
        if count.isdigit():
            self._choose(contests=int(count[:3]))

    def _error(self, value: str) -> None:
        found = next((one for one in ERRORS if str(one) == value), None)
        if found is not None:
            self._choose(judgement_error=found)

    def _choose(self, **values: object) -> None:
        """Take a choice; what no list offers is not taken."""
        try:
            self.setting = replace(self.setting, **values)  # type: ignore[arg-type]
        except Refused:
            return
