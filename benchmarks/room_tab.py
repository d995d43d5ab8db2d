"""A browser tab without a browser: NiceGUI's own protocol over a real websocket, and the elements of the page."""

import asyncio
import json
import re
import time
from collections.abc import Callable, Iterator
from typing import Any, Final
from urllib.parse import urlencode
from uuid import uuid4

import aiohttp
import socketio

CLIENT: Final = re.compile(r"'client_id': '([0-9a-f-]+)'")
PATIENCE: Final = 60.0
"""Seconds until something that is waited for must be there."""

ACK: Final = 3.0
"""Seconds between two acknowledgements, as the page's own script sends them."""


class Tab:
    """One page in one tab.

    Attributes:
        elements: What the server has put on the page, by number.
        updates: Messages with changes of the page.
        heard: Called with the time of each of them.
    """

    def __init__(self, address: str) -> None:
        """Open nothing yet.

        Args:
            address: Address of the server, such as "http://127.0.0.1:8080".
        """
        self._address, self._tab = address, str(uuid4())
        self._socket = socketio.AsyncClient(reconnection=False)
        self._client, self._next = "", 0
        self.elements: dict[int, dict[str, Any]] = {}
        self.updates = 0
        self.heard: list[Callable[[float], None]] = []
        self._tasks: list[asyncio.Task[None]] = []

    async def open(self, path: str) -> None:
        """Load a page and connect."""
        async with aiohttp.ClientSession() as session, session.get(self._address + path) as response:
            text = await response.text()
        found = CLIENT.search(text)
        if found is None:
            raise RuntimeError(f"{path} is no page of NiceGUI: {response.status}")
        self._client = found[1]
        self._socket.on("*", self._other)
        self._socket.on("update", self._update)
        query = {
            "client_id": self._client, "next_message_id": "0", "implicit_handshake": "true", "tab_id": self._tab,
            "document_id": str(uuid4()),
        }  # fmt: skip
        await self._socket.connect(
            f"{self._address}?{urlencode(query)}", socketio_path="_nicegui_ws/socket.io", transports=["websocket"],
            wait_timeout=PATIENCE,
        )  # fmt: skip
        self._tasks.append(asyncio.create_task(self._acknowledge()))

    async def close(self) -> None:
        """Go."""
        for task in self._tasks:
            task.cancel()
        await self._socket.disconnect()

    def named(self, name: str) -> dict[str, Any] | None:
        """The element of an id, None if it is not there."""
        return next((one for one in self.elements.values() if one.get("props", {}).get("id") == name), None)

    async def there(self, name: str) -> dict[str, Any]:
        """The element of an id, as soon as it is there.

        Raises:
            TimeoutError: If it does not come.
        """
        until = time.perf_counter() + PATIENCE
        while time.perf_counter() < until:
            if (found := self.named(name)) is not None:
                return found
            await asyncio.sleep(0.02)
        raise TimeoutError(name)

    async def press(self, name: str, values: list[str] | None = None) -> None:
        """Press a button, which sends these values if it sends any."""
        element = await self.there(name)
        number = next(key for key, one in self.elements.items() if one is element)
        listener = next(one["listener_id"] for one in element["events"] if one["type"] == "click")
        arguments = [] if values is None else [json.dumps(values)]
        await self._socket.emit(
            "event", {"id": number, "client_id": self._client, "listener_id": listener, "args": arguments}
        )

    def below(self, element: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """All elements inside an element that are there, in their order."""
        for child in element.get("children", []):
            if (one := self.elements.get(child)) is not None:
                yield one
                yield from self.below(one)

    def _update(self, message: dict[str, Any]) -> None:
        now = time.perf_counter()
        self._next = message.get("_id", self._next - 1) + 1
        for key, element in message.items():
            if not key.isdigit():
                continue
            if element is None:
                self.elements.pop(int(key), None)
            else:
                self.elements[int(key)] = element
        self.updates += 1
        for call in self.heard:
            call(now)

    def _other(self, event: str, message: dict[str, Any]) -> None:
        if isinstance(message, dict) and "_id" in message:
            self._next = message["_id"] + 1

    async def _acknowledge(self) -> None:
        while self._socket.connected:
            await asyncio.sleep(ACK)
            await self._socket.emit("ack", {"client_id": self._client, "next_message_id": self._next})
