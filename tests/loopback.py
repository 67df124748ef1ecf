"""Closes Python's sockets to anything but this machine, by an audit hook: nothing is patched."""

from __future__ import annotations

import ipaddress
import sys
from typing import Any

refused: list[str] = []
"""What was asked for and refused, since the running test began."""

_HERE = {"localhost", "localhost.localdomain", "ip6-localhost", ""}


class BeyondThisMachine(RuntimeError):
    """A test may talk to this machine only."""


def is_here(host: object) -> bool:
    """Whether a host is this very machine; a name that would have to be looked up is not."""
    if host is None:
        return True
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
    try:
        address = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return name.lower() in _HERE
    return address.is_loopback or address.is_unspecified


def _watch(event: str, args: tuple[Any, ...]) -> None:
    if event in {"socket.connect", "socket.sendto", "socket.sendmsg"}:
        address = args[1]
        host = address[0] if isinstance(address, tuple) else None  # a path is a socket of this machine
    elif event in {"socket.getaddrinfo", "socket.gethostbyname"}:
        host = args[0]
    else:
        return
    if not is_here(host):
        refused.append(str(host))
        raise BeyondThisMachine(f"a test may talk to this machine only, not to {host!r}")


def close_the_rest() -> None:
    """From here on, and for good, this process reaches only this machine."""
    if not getattr(sys, "_repbook_loopback_only", False):
        sys.addaudithook(_watch)
        sys._repbook_loopback_only = True  # type: ignore[attr-defined]
