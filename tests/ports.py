"""Ports for the servers that tests start, none of them twice."""

from __future__ import annotations

import os
import socket
from contextlib import closing, suppress
from itertools import count
from typing import Final

_FIRST, _LAST = 10_000, 30_000
"""Below those that a system gives to connections by itself, which could come in between."""
_APART = 61  # processes that test at the same time have neighbouring numbers
_NEXT: Final = count(os.getpid() * _APART)


def free_port() -> int:
    """Return a port of this machine that nobody uses, another one at each call."""
    while True:
        port = _FIRST + next(_NEXT) % (_LAST - _FIRST)
        with suppress(OSError), closing(socket.socket()) as probe:
            probe.bind(("127.0.0.1", port))
            return port
