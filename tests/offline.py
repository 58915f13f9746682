"""Cuts the network off for the suite: what reaches for another machine is refused, and told even where that is caught.

Seen by Python itself (PEP 578), in this process; `tests/test_offline.py` has a second witness for other processes.
"""

import sys
from collections.abc import Iterator
from ipaddress import ip_address
from typing import Any

import pytest

# event -> which of its arguments tells where to: a host, or an address
REACHING = {
    "socket.connect": 1,
    "socket.sendto": 1,
    "socket.sendmsg": 1,
    "socket.getaddrinfo": 0,
    "socket.gethostbyname": 0,
    "socket.gethostbyaddr": 0,
    "socket.getnameinfo": 0,
}
HERE = ("", "localhost")

refused: list[str] = []  # in the test under way
_placed: list[bool] = []


class NetworkError(Exception):
    """Something reached for another machine. No OSError: nobody takes it for a network that is merely down."""


def is_here(where: Any) -> bool:
    """Whether a host or an address, as Python's sockets take them, is this machine's own loopback or a local path."""
    host = where[0] if isinstance(where, tuple) and where else where
    if isinstance(host, bytes):
        host = host.decode(errors="replace")
    if host is None or host in HERE:
        return True
    if not isinstance(host, str):
        return False
    try:
        return ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return isinstance(where, str | bytes) and host.startswith(("/", "\0"))  # a socket with a path or a name


def cut() -> None:
    """From now on, for as long as this process lasts: Python knows no way back."""
    if not _placed:
        sys.addaudithook(_hook)
        _placed.append(True)


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if event in REACHING and not is_here(arguments[REACHING[event]]):
        refused.append(f"{event} {arguments[REACHING[event]]!r}")
        raise NetworkError(refused[-1])


@pytest.fixture(autouse=True)
def network_is_cut() -> Iterator[None]:
    """No test reaches another machine: one that tries fails, also where it catches what it gets."""
    cut()
    refused.clear()
    yield
    assert refused == [], "a test reached for the network"
