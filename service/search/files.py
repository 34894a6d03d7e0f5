"""Searching files in a process of its own.

Whoever closes a file of SQLite gives up all locks that its process holds on the database, so
a process that works on it must never open one itself (https://sqlite.org/howtocorrupt.html,
2.2). The child gets what it seeks by pipe and answers with numbers, by pipe as well.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from service.errors import SearchFailedError
from service.search.stream import Search

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

_ROOT: Final = str(Path(__file__).resolve().parents[2])
_PROGRAM: Final = (
    "import sys; sys.path.insert(0, sys.argv[1]); from service.search.files import main; main()"
)
_BLOCK: Final = 2**20
_NICENESS: Final = 10  # the pages go first


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a search through files found.

    Attributes:
        found: The pieces that are in one of them.
        files: Number of files that were read.
        length: Their length in bytes.
        unreadable: Number of files that may not be read.
    """

    found: frozenset[bytes]
    files: int
    length: int
    unreadable: int


def scan(files: Sequence[Path], sought: Collection[bytes]) -> Scanned:
    """Search files, those that are gone meanwhile left out.

    Raises:
        SearchFailedError: The search did not come to its end.
    """
    pieces = list(sought)
    header = {"files": [str(path) for path in files], "lengths": [len(one) for one in pieces]}
    done = subprocess.run(  # noqa: S603 # our own program, no argument from outside
        [sys.executable, "-I", "-c", _PROGRAM, _ROOT],
        input=json.dumps(header).encode() + b"\n" + b"".join(pieces),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # it could quote a text
        check=False,
    )
    if done.returncode:
        raise SearchFailedError
    reply = json.loads(done.stdout)
    return Scanned(
        found=frozenset(pieces[number] for number in reply["found"]),
        files=reply["files"],
        length=reply["bytes"],
        unreadable=reply["unreadable"],
    )


def main() -> None:
    """Answer one request: a line of JSON, and then the pieces."""
    os.nice(_NICENESS)
    header = json.loads(sys.stdin.buffer.readline())
    pieces = [sys.stdin.buffer.read(length) for length in header["lengths"]]
    search = Search(pieces)
    found: set[bytes] = set()
    files = total = unreadable = 0
    for name in header["files"]:
        try:
            there, length = search.found(_read(name))
        except FileNotFoundError:
            continue
        except OSError:
            unreadable += 1
            continue
        found |= there
        files, total = files + 1, total + length
    numbers = [number for number, piece in enumerate(pieces) if piece in found]
    reply = {"found": numbers, "files": files, "bytes": total, "unreadable": unreadable}
    sys.stdout.write(json.dumps(reply))


def _read(name: str) -> Iterator[bytes]:
    with Path(name).open("rb") as stream:
        while block := stream.read(_BLOCK):
            yield block
