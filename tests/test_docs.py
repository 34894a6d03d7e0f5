"""The documents point to what is there: their links, and the code that the data protection
documents name as evidence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.service.helpers import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_IN_ROOT = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")
_PAGES = [*(ROOT / name for name in _IN_ROOT), *sorted((ROOT / "docs").rglob("*.md"))]
_PROTECTION = [
    ROOT / "docs" / "sicherheit.md",
    *sorted((ROOT / "docs" / "datenschutz").glob("*.md")),
]

_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_ELSEWHERE = ("http://", "https://", "mailto:", "#")
# A path in code marks, with a name in the file behind it: `tests/a.py::test_b`.
_EVIDENCE = re.compile(
    r"`(?P<path>scripts/[\w./-]+|[\w.-]+/[\w./-]+\.(?:py|md|html))(?:::(?P<name>\w+))?`"
)


def links(page: Path) -> list[str]:
    """Return the addresses within the repository to which a page points."""
    text = _FENCE.sub("", page.read_text(encoding="utf-8"))
    return [link for link in _LINK.findall(text) if not link.startswith(_ELSEWHERE)]


def evidence() -> Iterator[tuple[str, str | None]]:
    """Yield what the data protection documents name: a path, and maybe a name in the file."""
    for page in _PROTECTION:
        for found in _EVIDENCE.finditer(page.read_text(encoding="utf-8")):
            yield found["path"], found["name"]


@pytest.mark.parametrize("page", _PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_file(page: Path) -> None:
    missing = [link for link in links(page) if not (page.parent / link.partition("#")[0]).exists()]
    assert missing == []


def test_what_the_data_protection_documents_name_is_there() -> None:
    named = set(evidence())
    assert len(named) > 20, "the pattern recognises hardly anything any more"
    missing = {
        (path, name)
        for path, name in named
        if not (ROOT / path).exists() or (name and not _defines(ROOT / path, name))
    }
    assert missing == set()


def _defines(file: Path, name: str) -> bool:
    defined = re.compile(rf"^\s*(?:async )?(?:def|class) {name}\b|^{name}\b", re.MULTILINE)
    return defined.search(file.read_text(encoding="utf-8")) is not None
