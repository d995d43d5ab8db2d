"""Where other computers of the room's network find this server."""

import socket

from demo.settings import Settings

ELSEWHERE = ("192.0.2.1", 9)
"""An address that documentation uses and nobody has (RFC 5737)."""


def reachable_address(settings: Settings, path: str) -> str:
    """The address that others enter: this computer's own in its network, where the server listens on all.

    Args:
        settings: Settings of the server.
        path: Path of the page.
    """
    host = settings.host
    if host in ("0.0.0.0", "::"):  # noqa: S104 - only compared
        host = own_address()
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{settings.port}{path}"


def own_address() -> str:
    """The address of this computer in its network; that of the computer itself where it has none.

    A datagram socket that is only "connected" sends nothing; it says which of its addresses the computer would use.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(ELSEWHERE)
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"
