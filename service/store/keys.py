"""A random key that lies beside the database and never in it, nor in a backup of it.

With it alone can be found out what is stored as a keyed digest.
"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

_NAME: Final = "sign-in.key"
_BYTES: Final = 32


def installation_key(folder: Path) -> bytes:
    """Return the key of a data folder, 32 bytes; whoever comes first makes it.

    Raises:
        OSError: The folder cannot be written, and holds none yet.
    """
    path = folder / _NAME
    if not path.exists():
        _make(path)
    return path.read_bytes()


def _make(path: Path) -> None:
    """Write a key whole, for its owner's eyes only, unless another process was faster."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent) as file:  # mode 0600
        file.write(secrets.token_bytes(_BYTES))
        file.flush()
        os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(file.name, path)
