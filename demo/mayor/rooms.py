"""All rooms of a server: how many there may be, how they are found, and when they end."""

import time
from collections.abc import Callable
from typing import Final

from demo.mayor.access import ALPHABET, Gate, Limiter, readable_code
from demo.mayor.refusal import Refused
from demo.mayor.room import Room
from demo.mayor.setting import Setting

MOST_ROOMS: Final = 12
"""Rooms at a time."""

IDLE_SECONDS: Final = 2 * 3600.0
"""A room in which nothing happens so long is gone."""

CODE_LENGTH: Final = 5
"""Characters of a room's code."""


class Rooms:
    """The rooms of a server, in memory.

    Args:
        gate: Who may open rooms.
        clock: Seconds.
    """

    def __init__(self, gate: Gate, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin without any room."""
        self.gate = gate
        self._clock = clock
        self._rooms: dict[str, Room] = {}
        self._lookups = Limiter(clock)

    def __len__(self) -> int:
        return len(self._rooms)

    def open(
        self,
        teacher_code: object,
        caller: str,
        setting: Setting,
        *,
        team: int = 1,
        together: int | None = None,
        seconds: int | None = None,
    ) -> Room:
        """Open a room.

        Args:
            teacher_code: What the caller gives as the teacher's code.
            caller: Whom to count wrong tries against: its network address.
            setting: What is played.
            team: See `Room`.
            together: See `Room`.
            seconds: See `Room`.

        Raises:
            Refused: If the code is wrong, or there are too many rooms.
        """
        self.gate.check(teacher_code, caller)
        self.tick()
        if len(self._rooms) >= MOST_ROOMS:
            raise Refused("too_many_rooms", most=MOST_ROOMS)
        code = readable_code(CODE_LENGTH)
        while code in self._rooms:
            code = readable_code(CODE_LENGTH)
        room = Room(code, setting, team=team, together=together, seconds=seconds, clock=self._clock)
        self._rooms[code] = room
        return room

    def find(self, code: object, caller: str) -> Room:
        """The room of a code.

        Args:
            code: As typed: spaces, dashes and small letters do not matter.
            caller: Whom to count wrong tries against.

        Raises:
            Refused: If there is none, or the caller guessed too often.
        """
        self._lookups.check(caller)
        room = self._rooms.get(normal(code))
        if room is None:
            self._lookups.wrong(caller)
            raise Refused("no_room")
        return room

    def steered(self, code: object, teacher: object) -> Room | None:
        """The room of a code if the token is its teacher's; None otherwise."""
        room = self._rooms.get(normal(code))
        return room if room is not None and room.steered_by(teacher) else None

    def seated(self, code: object, token: object) -> Room | None:
        """The room of a code if somebody in it has that token: no wrong tries keep them out; None otherwise."""
        room = self._rooms.get(normal(code))
        return room if room is not None and room.knows(token) else None

    def tick(self) -> None:
        """Close rounds whose time is over, and drop rooms that are closed or asleep; called now and then."""
        now = self._clock()
        for code, room in list(self._rooms.items()):
            room.tick()
            if room.phase == "closed" or now - room.touched > IDLE_SECONDS:
                room.phase = "closed"
                room.version += 1
                del self._rooms[code]


def normal(code: object) -> str:
    """A room's code as typed, without spaces and dashes, in capitals; empty if it cannot be one."""
    if not isinstance(code, str) or len(code) > 4 * CODE_LENGTH:
        return ""
    kept = code.upper().replace(" ", "").replace("-", "")
    return kept if len(kept) == CODE_LENGTH and set(kept) <= set(ALPHABET) else ""
