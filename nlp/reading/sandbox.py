"""Reading in a child process, so that a hostile file can break nothing but its reader.

The child is a fresh interpreter without environment, bounded in memory and time. It gets
the bytes by pipe and answers by pipe; no file is written and nothing that it says on the
standard error is kept, because it could quote the note.
"""

from __future__ import annotations

import dataclasses
import json
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import BoundedSemaphore, Event, Timer
from typing import TYPE_CHECKING

from nlp.errors import DamagedFileError, LimitError
from nlp.reading import answer

if TYPE_CHECKING:
    from nlp.reading.builder import Extract
    from nlp.reading.limits import Limits
    from nlp.types import Format

_ROOT = str(Path(__file__).resolve().parents[2])
_PROGRAM = (
    "import sys; sys.path.insert(0, sys.argv[1]); from nlp.reading.worker import main; main()"
)
# Children at once; more would only share the processors, each with its own memory.
_AT_ONCE = BoundedSemaphore(2)
# The bytes of the longest answer: four a character, and the offsets of the blocks.
_ANSWER_BYTES_PER_CHARACTER = 32
_ANSWER_BYTES = 64 * 1024
# How the C libraries end when they are refused memory: abort, trap, or the kernel's killer.
_MEMORY_SIGNALS = frozenset({signal.SIGABRT, signal.SIGTRAP, signal.SIGILL, signal.SIGKILL})


def read_in_child(data: bytes, *, extension: str, limits: Limits) -> tuple[Format, Extract]:
    """Run :func:`nlp.reading.extraction.extract` in a child process.

    Safe to call from several threads; all but two wait for their turn. Needs a system with
    POSIX resource limits; where there is no bound on address space (macOS), memory is not
    limited.

    Raises:
        LimitError: ``memory`` or ``seconds``, or what the reader found.
        ReadingError: What the reader found; DamagedFileError where the child crashed.
        NotImplementedError: The system has no POSIX resource limits.
    """
    if sys.platform == "win32":
        msg = "files are read under POSIX resource limits, which Windows lacks"
        raise NotImplementedError(msg)
    request = {"extension": extension, "limits": dataclasses.asdict(limits)}
    with _AT_ONCE:
        reply, status = _run(json.dumps(request).encode() + b"\n" + data, limits=limits)
    if status == -signal.SIGXCPU:
        raise LimitError(what="seconds", limit=limits.cpu_seconds)
    if status == answer.OUT_OF_MEMORY or -status in _MEMORY_SIGNALS:
        raise LimitError(what="memory", limit=limits.memory_bytes)
    if status != 0:
        raise DamagedFileError
    return answer.decode(reply, limits=limits)


def _run(request: bytes, *, limits: Limits) -> tuple[bytes, int]:
    """Return what the child wrote and how it ended.

    Raises:
        LimitError: ``seconds``, measured by the wall clock.
        DamagedFileError: The answer is longer than any reader gives.
    """
    longest = _ANSWER_BYTES + _ANSWER_BYTES_PER_CHARACTER * limits.characters
    expired = Event()
    with subprocess.Popen(  # noqa: S603 - our own program, no argument from outside
        [sys.executable, "-I", "-c", _PROGRAM, _ROOT],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
    ) as child:

        def expire() -> None:
            expired.set()
            child.kill()

        timer = Timer(limits.wall_seconds, expire)
        timer.start()
        try:
            reply = _exchange(child, request, longest)
            if len(reply) > longest:
                child.kill()
            child.wait()
        finally:
            timer.cancel()
            timer.join()
    if expired.is_set():
        raise LimitError(what="seconds", limit=limits.wall_seconds)
    if len(reply) > longest:
        raise DamagedFileError
    return reply, child.returncode


def _exchange(child: subprocess.Popen[bytes], request: bytes, longest: int) -> bytes:
    """Send the whole request, then read; the child writes nothing before it has it all."""
    if child.stdin is None or child.stdout is None:
        msg = "the child was started without pipes"
        raise RuntimeError(msg)
    with suppress(BrokenPipeError):  # it died early: its exit status says why
        child.stdin.write(request)
        child.stdin.close()
    return child.stdout.read(longest + 1)
