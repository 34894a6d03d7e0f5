"""Every error and every kind of finding has its German sentence, and no sentence is dead."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from nlp.anonymity import numbers, persons
from nlp.errors import LimitError, NlpError, RowError
from nlp.types import Format, StatementKind, Tier
from service import catalogue
from service.errors import ServiceError, SettingError
from service.settings import Settings
from service.store.tables import RunState, Stage

ROOT = Path(__file__).parents[2]
BY_PARAMETER = {LimitError: "limit_", RowError: "row_", SettingError: "setting_"}


def leaves(kind: type[Exception]) -> set[type[Exception]]:
    below = kind.__subclasses__()
    return set().union(*map(leaves, below)) if below else {kind}


def source() -> str:
    files = [*ROOT.glob("nlp/**/*.py"), *ROOT.glob("service/**/*.py")]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def raised_codes() -> set[str]:
    fixed = {
        kind.code for kind in leaves(NlpError) | leaves(ServiceError) if kind not in BY_PARAMETER
    }
    text = source()
    limits = {f"limit_{what}" for what in re.findall(r'LimitError\(\s*what="(\w+)"', text)}
    rows = {f"row_{reason}" for reason in re.findall(r'reason="(\w+)"', text)}
    settings = {f"setting_{name}" for name in Settings.model_fields}
    return fixed | limits | rows | settings


def test_every_error_has_its_sentence_and_no_sentence_is_dead() -> None:

    assert raised_codes() == set(catalogue.MESSAGES)


def test_every_kind_of_finding_has_its_sentence_and_no_sentence_is_dead() -> None:
    assert {rule.type for rule in (*numbers.RULES, *persons.RULES)} == set(catalogue.FINDINGS)


@pytest.mark.parametrize("code", sorted(catalogue.MESSAGES))
def test_a_sentence_is_whole(code: str) -> None:
    message = catalogue.MESSAGES[code]
    assert message.title
    assert message.sentence.endswith(".")
    assert len(message.sentence) < 260


@pytest.mark.parametrize("code", sorted(catalogue.MESSAGES))
def test_a_sentence_asks_only_for_what_errors_carry(code: str) -> None:
    asked = {
        name for _, name, _, _ in Formatter().parse(catalogue.MESSAGES[code].sentence) if name
    }
    known = {
        "limit", "megabytes", "row", "first", "second", "columns", "codepoint", "claimed",
        "actual", "model", "name", "district", "uploaded_on", "fields",
    }  # fmt: skip
    assert asked <= known
    filled = catalogue.message(code, dict.fromkeys({*asked, "limit"}, 3_145_728))
    assert "{" not in filled.sentence


def test_quantities_are_written_the_german_way() -> None:
    error = LimitError(what="characters", limit=2_000_000)
    assert "2.000.000 Zeichen" in catalogue.message(error.code, error.params).sentence
    error = LimitError(what="bytes", limit=20 * 2**20)
    assert "20 MB" in catalogue.message(error.code, error.params).sentence


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (catalogue.KINDS, StatementKind),
        (catalogue.STATES, RunState),
        (catalogue.STAGES, Stage),
        (catalogue.FORMATS, Format),
        (catalogue.TIERS, Tier),
    ],
)
def test_every_member_has_its_name(names: dict[object, str], kind: type) -> None:
    assert set(names) == set(kind)
