"""What ``docs/betrieb.md`` says about settings, metrics and checks is what the program has."""

from __future__ import annotations

import re
from datetime import time
from typing import TYPE_CHECKING

from service.app import create_app
from service.catalogue import commands as texts
from service.cli.main import themenradar
from service.settings import PREFIX, Settings, load
from tests.service.helpers import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PAGE = (ROOT / "docs" / "betrieb.md").read_text(encoding="utf-8")
EMPTY = "leer"


def shown(name: str, value: object) -> str:
    if name == "data_dir":  # it differs from account to account
        return "Datenordner des Kontos"
    if value is None or value == "":
        return EMPTY
    if isinstance(value, time):
        value = f"{value:%H:%M}"
    if isinstance(value, bool):
        value = str(value).lower()
    return f"`{','.join(value) if isinstance(value, tuple) else value}`"


def test_every_setting_stands_in_its_table_with_its_default() -> None:
    expected = [
        (f"{PREFIX}{name.upper()}", shown(name, field.get_default(call_default_factory=True)))
        for name, field in Settings.model_fields.items()
    ]
    found = re.findall(rf"^\| `({PREFIX}\w+)` \| (.*?) \| .+ \|$", PAGE, re.MULTILINE)
    assert found == expected


def test_every_metric_stands_in_its_table(tmp_path: Path) -> None:
    from service.jobs.queue import upgrade  # noqa: PLC0415 # only this test has a database

    settings = load(data_dir=tmp_path)
    upgrade(settings)
    metrics = create_app(settings).state.metrics
    families = {
        f"{family.name}_total" if family.type == "counter" else family.name
        for family in metrics.registry.collect()
    }
    assert set(re.findall(r"^\| `(themenradar_\w+)`", PAGE, re.MULTILINE)) == families


def test_every_check_stands_in_its_table() -> None:
    table = PAGE.partition("## Die Datenbank prüfen")[2].partition("\n## ")[0]
    rows = [line for line in table.splitlines() if line.startswith("| ")][1:]
    assert len(rows) == len(texts.CHECKS)


def test_every_command_that_is_named_is_one() -> None:
    groups = {f"db {name}" for name in themenradar.commands["db"].commands}  # type: ignore[attr-defined] # a group
    named = set(re.findall(r"(?:`|„|bin/|… )themenradar ((?:db )?[a-z]+)", PAGE))
    assert {"backup", "restore", "db check"} <= named
    assert named <= set(themenradar.commands) | groups
