"""Every error and every kind of finding has its German sentence, and no sentence is dead."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING

import pytest

from nlp import pipeline
from nlp.anonymity.redaction import PLACEHOLDERS
from nlp.anonymity.singling import circumstances, features
from nlp.errors import LimitError, NlpError, RowError
from nlp.themes import lineage
from nlp.themes.replay import Code
from nlp.types import Format, Reach, StatementKind, Tier
from service import catalogue
from service.errors import IncompleteDecisionError, ServiceError, SettingError
from service.review import QuestionKind, Reason
from service.settings import Settings
from service.store.tables import RunState, Stage
from service.usecases.decisions import DecisionKind
from service.web.forms import DONE, Action, Done

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
GATE = "\n".join(
    path.read_text(encoding="utf-8") for path in sorted((ROOT / "nlp/anonymity").rglob("*.py"))
)
BY_PARAMETER: dict[type[Exception], str] = {
    LimitError: "limit_",
    RowError: "row_",
    SettingError: "setting_",
    IncompleteDecisionError: "decision_",
}
NAMES_CODE = {
    "LimitError": "what",
    "RowError": "reason",
    "SettingError": "field",
    "IncompleteDecisionError": "kind",
}
ANY = {"SettingError": list(Settings.model_fields), "IncompleteDecisionError": list(DecisionKind)}
"""What an error may name that is raised for any of them in one place."""


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
    decisions = {f"decision_{kind}" for kind in DecisionKind}
    return fixed | limits | rows | settings | decisions


def test_every_error_has_its_sentence_and_no_sentence_is_dead() -> None:

    assert raised_codes() == set(catalogue.MESSAGES)


def test_every_kind_of_finding_has_its_sentence_and_no_sentence_is_dead() -> None:
    assert set(PLACEHOLDERS) == set(catalogue.FINDINGS)


def test_every_kind_of_finding_that_the_gate_names_has_its_sentence() -> None:
    named = set(re.findall(r'\brule\(\s*"(\w+)"', GATE)) | set(
        re.findall(r'\bFound\([^()]*(?:\([^()]*\))?[^()]*?"(\w+)", Tier', GATE)
    )
    assert "email" in named
    assert named <= set(catalogue.FINDINGS)


def test_every_rule_that_the_gate_names_has_its_sentence() -> None:
    named = {"form"} | set(re.findall(r'\bcode="(\w+)"', GATE))
    named |= set(re.findall(r'Tier\.\w+, "(\w+)"\)', GATE))
    assert {"form", "label", "title"} <= named
    assert named <= set(catalogue.RULES)


def test_every_kind_of_feature_has_its_sentence_and_no_sentence_is_dead() -> None:
    named = set(re.findall(r'\bFeature\((?:\w+|Span\(.*\)), "(\w+)", ', GATE))
    named |= {type_ for type_, *_ in circumstances._KINDS.values()}
    named |= {row["type"] for row in features.table("traits")}
    assert {"age", "origin"} <= named
    assert named == set(catalogue.FEATURES)


@pytest.mark.parametrize("rule", catalogue.RULES)
def test_the_sentence_of_a_rule_is_whole(rule: str) -> None:
    assert catalogue.RULES[rule].endswith(".") == (rule != "form")
    assert catalogue.reason(QuestionKind.FINDING, "name", rule).endswith(".")


def test_every_property_of_a_file_has_its_name_and_no_name_is_dead() -> None:
    files = sorted((ROOT / "nlp/reading").glob("*.py"))
    text = "\n".join(file.read_text(encoding="utf-8") for file in files)
    keys = set(re.findall(r'\bremember\("(\w+)"', text))
    for table in re.findall(r"^_KEYS = \{(.*?)\}", text, re.DOTALL | re.MULTILINE):
        keys |= set(re.findall(r': "(\w+)"', table))
    assert {"author", "title", "hidden_text"} <= keys
    assert keys == set(catalogue.PROPERTIES)


@pytest.mark.parametrize(
    "code", ["filename", *(f"metadata:{key}" for key in catalogue.PROPERTIES)]
)
def test_beside_the_text_a_place_is_named_and_can_be_emptied(code: str) -> None:
    assert catalogue.place(code).startswith(("im Dateinamen", "in den Eigenschaften ("))
    (remedy,) = catalogue.remedies(["text", code, code])
    assert remedy.endswith(".")


@pytest.mark.parametrize("kind", QuestionKind)
def test_a_place_is_explained_by_its_kind_and_its_rule(kind: QuestionKind) -> None:
    assert (
        catalogue.reason(kind, "employer", "") == catalogue.asked_about(kind, "employer").sentence
    )
    assert catalogue.reason(kind, "employer", "label").endswith(catalogue.RULES["label"])


@pytest.mark.parametrize("code", sorted(catalogue.MESSAGES))
def test_a_sentence_is_whole(code: str) -> None:
    message = catalogue.MESSAGES[code]
    assert message.title
    assert message.sentence.endswith(".")
    assert len(message.sentence) < 260


@cache
def carried() -> dict[str, set[str]]:
    """Return what every error of a code carries, wherever it is raised."""
    found: dict[str, set[str]] = {}
    for code, names in raised():
        found[code] = found[code] & names if code in found else names
    return found


def raised() -> Iterator[tuple[str, set[str]]]:
    """Yield the code of an error and the names of what it is given, for each place."""
    kinds = {kind.__name__: kind.code for kind in leaves(NlpError) | leaves(ServiceError)}
    for node in ast.walk(ast.parse(source().replace("from __future__ import annotations", ""))):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Name):
            yield kinds.get(node.exc.id, ""), set()
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        if node.func.id not in kinds:
            continue
        given = {word.arg: word.value for word in node.keywords if word.arg}
        kind = given.pop(NAMES_CODE.get(node.func.id, ""), None)
        if kind is None:
            yield kinds[node.func.id], set(given)
        elif isinstance(kind, ast.Constant):
            yield f"{BY_PARAMETER[globals()[node.func.id]]}{kind.value}", set(given)
        else:
            prefix = BY_PARAMETER[globals()[node.func.id]]
            yield from ((f"{prefix}{name}", set(given)) for name in ANY[node.func.id])


@pytest.mark.parametrize("code", sorted(catalogue.MESSAGES))
def test_a_sentence_asks_only_for_what_its_error_carries(code: str) -> None:
    sentence = catalogue.MESSAGES[code].sentence
    asked = {name for _, name, _, _ in Formatter().parse(sentence) if name}
    there = carried().get(code, set())
    assert asked <= there | ({"megabytes"} if "limit" in there else set())
    filled = catalogue.message(code, dict.fromkeys(there, 3_145_728))
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
        (catalogue.REASONS, Reason),
        (catalogue.REACHES, Reach),
        (catalogue.DECIDED, DecisionKind),
        (catalogue.OUTCOMES, Code),
        (catalogue.LINEAGE, lineage.Kind),
        (DONE, Action),
    ],
)
def test_every_member_has_its_name(names: dict[object, str], kind: type) -> None:
    assert set(names) == set(kind)


def test_everything_that_was_done_has_its_sentence_and_no_sentence_is_dead() -> None:
    assert set(catalogue.DONE) == set(Done) - {Done.NOTHING}


def test_the_stages_of_a_run_are_those_of_the_method() -> None:
    assert tuple(Stage) == pipeline.STAGES
