"""Where the files lie that pages consist of, and whether all of them are there."""

from __future__ import annotations

from pathlib import Path

import corpora
from service.errors import AssetsMissingError

TEMPLATES = Path(__file__).parent / "templates"
STATIC = Path(__file__).parent / "static"
NOTE_TEMPLATES = Path(corpora.__file__).parent / "templates" / "notes"
_FETCHED = ("kern.min.css", "fonts/fira-sans.css")  # by scripts/assets


def ensure_assets(static: Path = STATIC) -> None:
    """Check that the design system was fetched.

    Raises:
        AssetsMissingError: It was not; pages would come without any design.
    """
    if not all((static / "vendor/kern" / name).is_file() for name in _FETCHED):
        raise AssetsMissingError


def note_templates(folder: Path = NOTE_TEMPLATES) -> tuple[str, ...]:
    """Return the names of the note templates that can be downloaded."""
    return tuple(sorted(path.name for path in folder.glob("Protokollvorlage.*")))
