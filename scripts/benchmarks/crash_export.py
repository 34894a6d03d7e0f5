"""What is there of an export after its writer was killed: a whole one, or none.

What leaves an installation as a file is its backup. It is looked into without the program's
help: the archive, the digest, the notes and statements in the copy of the database.
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
import zipfile
from contextlib import closing
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

_TABLES: Final = ("note", "statement")


def faults_of(file: Path, *, stored: Collection[str], acknowledged: bool) -> Iterator[str]:
    """Say what is wrong with an export.

    Args:
        file: Where it was to be written.
        stored: The ids of the notes that were acknowledged before it was begun.
        acknowledged: Whether its writer came to the end.
    """
    if not file.exists():
        if acknowledged:
            yield "lost: an export"
        return
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = json.loads(archive.read("manifest.json"))
            content = archive.read("database")  # compares its checksum
    except (zipfile.BadZipFile, KeyError, ValueError):
        yield "half-written: an export"
        return
    if hashlib.sha256(content).hexdigest() != manifest["sha256"]:
        yield "half-written: an export is not what its manifest says"
        return
    for table in _TABLES:
        ids = _ids(content, table)
        if len(ids) != manifest["rows"][table]:
            yield f"half-written: an export with {len(ids)} rows of {table}"
        if table == "note" and not ids.issuperset(note_id.replace("-", "") for note_id in stored):
            yield "lost: notes that an export should hold"


def _ids(content: bytes, table: str) -> set[str]:
    """Return the ids in a table of the copy, without hyphens."""
    if content.startswith(b"SQLite"):
        with closing(sqlite3.connect(":memory:")) as connection:
            connection.deserialize(content)
            rows = connection.execute(f"SELECT id FROM {table}").fetchall()  # noqa: S608 - ours
        return {str(row[0]) for row in rows}
    script = content.decode()
    found = re.search(rf"^COPY public\.{table} \(id, .*\n((?:.*\n)*?)\\\.$", script, re.MULTILINE)
    lines = found[1].splitlines() if found else []
    return {line.partition("\t")[0].replace("-", "") for line in lines}
