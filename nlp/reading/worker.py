"""The child process: limits itself, reads one file from stdin, answers on stdout.

The request is one line of JSON (``extension`` and the limits) and then the file's bytes.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import sys
import warnings

from nlp.errors import ReadingError
from nlp.reading import answer
from nlp.reading.extraction import extract
from nlp.reading.limits import Limits

_OPEN_FILES = 64


def main() -> None:
    """Answer one request; a crash is an answer too, which the parent understands."""
    request = json.loads(sys.stdin.buffer.readline())
    limits = Limits(**request["limits"])
    _limit_this_process(limits)
    gc.disable()  # a short life, bounded memory, and millions of offsets to walk over
    warnings.simplefilter("ignore")  # nobody reads them, and they may quote the file
    try:
        found = extract(sys.stdin.buffer.read(), extension=request["extension"], limits=limits)
        reply = answer.encode(*found)
    except ReadingError as error:
        reply = answer.encode_error(error)
    except MemoryError:
        os._exit(answer.OUT_OF_MEMORY)  # what filled the memory is still held: say no more
    sys.stdout.buffer.write(reply)


def _limit_this_process(limits: Limits) -> None:
    """Bound memory, processor time, open files; forbid files to be written and children."""
    _lower(resource.RLIMIT_AS, limits.memory_bytes)
    _lower(resource.RLIMIT_CPU, limits.cpu_seconds)
    _lower(resource.RLIMIT_NOFILE, _OPEN_FILES)
    for forbidden in (resource.RLIMIT_FSIZE, resource.RLIMIT_NPROC, resource.RLIMIT_CORE):
        _lower(forbidden, 0)


def _lower(what: int, bound: int) -> None:
    hard = resource.getrlimit(what)[1]
    resource.setrlimit(what, (bound if hard < 0 else min(bound, hard), hard))
