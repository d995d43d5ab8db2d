"""Who may open and steer rooms, and how often somebody may try."""

import hmac
import secrets
import time
from collections import defaultdict, deque
from collections.abc import Callable
from typing import Final

from demo.mayor.refusal import Refused

ALPHABET: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Letters and digits that nobody mistakes for one another when read aloud or from a projector."""

TRIES: Final = 8
"""Wrong tries of one caller within `WITHIN`."""

ALL_TRIES: Final = 200
"""Wrong tries of all callers together within `WITHIN`."""

WITHIN: Final = 60.0
"""Seconds."""

MOST_CALLERS: Final = 10_000
"""Callers that are remembered."""


def readable_code(length: int) -> str:
    """A random code of unmistakable letters and digits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def same(given: object, expected: str) -> bool:
    """Whether two secrets are equal, in a time that does not depend on where they differ."""
    return isinstance(given, str) and hmac.compare_digest(given.encode(), expected.encode())


class Limiter:
    """How often somebody may be wrong."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin without any wrong try."""
        self._clock = clock
        self._wrong: dict[str, deque[float]] = defaultdict(deque)
        self._all: deque[float] = deque()

    def check(self, caller: str) -> None:
        """Refuse who was wrong too often lately.

        Raises:
            Refused: If the caller, or all callers together, must wait.
        """
        now = self._clock()
        for tries in (self._wrong.get(caller, deque()), self._all):
            while tries and tries[0] < now - WITHIN:
                tries.popleft()
        if len(self._wrong.get(caller, ())) >= TRIES or len(self._all) >= ALL_TRIES:
            raise Refused("too_many_tries", seconds=int(WITHIN))

    def wrong(self, caller: str) -> None:
        """Note a wrong try."""
        if len(self._wrong) >= MOST_CALLERS:
            self._wrong.clear()
        self._wrong[caller].append(self._clock())
        self._all.append(self._clock())


class Gate:
    """The teacher's code: whoever knows it may open rooms; without one, everybody on this computer may.

    Args:
        code: The code; None where the server listens on 127.0.0.1 alone.
        clock: Seconds.
    """

    def __init__(self, code: str | None, clock: Callable[[], float] = time.monotonic) -> None:
        """Stand at the door."""
        self._code = code
        self.limiter = Limiter(clock)

    @property
    def closed(self) -> bool:
        """Whether a code is asked for."""
        return self._code is not None

    def check(self, given: object, caller: str) -> None:
        """Let in who gives the code.

        Raises:
            Refused: If the code is wrong, or was too often.
        """
        if self._code is None:
            return
        self.limiter.check(caller)
        if not same(given.strip().upper() if isinstance(given, str) else given, self._code):
            self.limiter.wrong(caller)
            raise Refused("teacher_code")
