"""What the pages of one server share: its rooms, and the debriefings that are being computed."""

import asyncio
from weakref import WeakKeyDictionary

from demo.mayor.access import Gate
from demo.mayor.debriefing import Debriefing, debrief
from demo.mayor.room import Room
from demo.mayor.rooms import Rooms
from demo.workers import Workers


class Hall:
    """The rooms of a server and its processes.

    Args:
        code: The teacher's code; None where the server listens on 127.0.0.1 alone.
        workers: The processes of the server.
    """

    def __init__(self, code: str | None, workers: Workers) -> None:
        """Open without rooms."""
        self.code = code
        self.rooms = Rooms(Gate(code))
        self._workers = workers
        self._asked: WeakKeyDictionary[Room, dict[tuple[int, str], asyncio.Task[Debriefing]]] = WeakKeyDictionary()

    async def debriefing(self, room: Room, table: int, city: str) -> Debriefing:
        """The debriefing of a seat, computed once in a process of its own, whoever asks.

        Raises:
            Refused: If the session still runs: until then nothing hidden leaves the room.
        """
        tables, asked = room.tables_for_debriefing(), self._asked.setdefault(room, {})
        task = asked.get((table, city))
        if task is None or (task.done() and (task.cancelled() or task.exception() is not None)):
            at = tables[table]
            played = tuple(tuple(course.records) for course in at.courses)
            work = self._workers.later(debrief, at.program, at.cities, played, city)
            task = asked[table, city] = asyncio.ensure_future(work)
        return await asyncio.shield(task)
