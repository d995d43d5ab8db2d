"""Started inside a network of its own, without a way out: serves the page, opens it, and prints what came of it."""

import fcntl
import json
import socket
import struct
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.browser.driven import launch
from tests.browser.programs import programs
from tests.browser.serving import serving

UP = 0x1 | 0x40
"""IFF_UP and IFF_RUNNING."""


def loopback_up() -> None:
    """Bring up the only interface that there is."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, 0x8914, struct.pack("16sh14x", b"lo", UP))  # SIOCSIFFLAGS


def main(paths: list[str]) -> dict[str, object]:
    """What the pages at some paths show, asked for and complained of."""
    loopback_up()
    found = programs()
    assert found is not None
    with TemporaryDirectory() as folder, serving("--lang", "zh", "--replications", "4") as server:
        browser = launch(found, Path(folder))
        try:
            for path in paths:
                browser.open(server.address + path)
                browser.wait("main h1, main h2")
            browser.open(server.address)
            browser.says("#map0", "荣昌")
            return {"strangers": browser.strangers(), "complaints": browser.complaints, "asked": len(browser.asked)}
        finally:
            browser.close()


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1:])))
