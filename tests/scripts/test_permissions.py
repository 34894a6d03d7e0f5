"""The document says of everybody's permissions what the program does."""

from __future__ import annotations

import runpy

from service.access.roles import Permission
from tests.service.helpers import ROOT


def test_the_tables_in_the_document_are_those_of_the_program() -> None:
    script = runpy.run_path(str(ROOT / "scripts" / "build_permissions"))
    text = (ROOT / "docs" / "sicherheit.md").read_text(encoding="utf-8")
    written = text.partition(script["BEGIN"])[2].partition(script["END"])[0]
    assert written == f"\n{script['rendered']()}", "please run scripts/build_permissions"


def test_every_permission_has_a_name() -> None:
    script = runpy.run_path(str(ROOT / "scripts" / "build_permissions"))
    assert {*script["NAMES"]} == {*Permission}
