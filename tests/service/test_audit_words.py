"""The words for what the audit log holds, and for changes that met."""

from __future__ import annotations

import pytest

from service.access.roles import Role
from service.catalogue import ACTIONS, FLAWS, OBJECTS, actor, changed
from service.usecases.audit import Action, Flaw
from service.usecases.decisions import DecisionKind
from service.usecases.versions import RUN_DONE


def test_everything_that_is_recorded_has_its_words() -> None:
    assert set(ACTIONS) == set(Action)
    assert set(OBJECTS) == {action.kind for action in Action}
    assert set(FLAWS) == set(Flaw)


@pytest.mark.parametrize("action", Action)
def test_an_action_fits_its_columns(action: Action) -> None:
    assert len(action) <= 64
    assert len(action.kind) <= 32
    assert changed(action)


@pytest.mark.parametrize("kind", DecisionKind)
def test_a_decision_is_told_by_its_kind(kind: DecisionKind) -> None:
    taken = changed(Action.DECISION_TAKEN, kind)
    assert changed(Action.DECISION_WITHDRAWN, kind) == f"Zurückgenommen: {taken}"


def test_a_run_is_told_too() -> None:
    assert changed(RUN_DONE) == "Neue Auswertung"


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("account:5d0c1c7e-5e58-4a53-9a37-0f4b2f6a9b11", "Zugang 5d0c1c7e"),
        ("token:5d0c1c7e-5e58-4a53-9a37-0f4b2f6a9b11", "Zugriffsschlüssel 5d0c1c7e"),
        ("cli:1000", "Kommandozeile (Systemkonto 1000)"),
        ("cli", "Kommandozeile (Systemkonto unbekannt)"),
        ("worker:worker-1", "Arbeitsprozess worker-1"),
        ("service", "Themenradar selbst"),
        ("unknown", "nicht angemeldet"),
        ("", ""),
    ],
)
def test_who_acted_is_told(key: str, words: str) -> None:
    assert actor(key) == words


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.MASCHINE])
def test_who_has_a_name_is_called_by_it(role: Role) -> None:
    assert actor("account:1", name="a.muster", role=role).startswith("a.muster (")
    assert actor("token:1", name="Nachtlauf") == "Nachtlauf"
