"""Saying whose an account is at the login provider."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlmodel import select

from service.settings import load
from service.store.access_tables import AccountRow
from service.store.sessions import Database

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Call = Callable[..., tuple[int, str, str]]

ISSUER = "https://login.example/realms/verl"


@pytest.fixture(autouse=True)
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: Call) -> None:
    monkeypatch.setenv("THEMENRADAR_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("THEMENRADAR_OIDC_ISSUER", ISSUER)
    monkeypatch.setenv("THEMENRADAR_OIDC_CLIENT_ID", "themenradar")
    monkeypatch.setenv("THEMENRADAR_OIDC_CLIENT_SECRET", "geheim")
    assert call("user", "add", "Anna", "--role", "koordination")[0] == 0


def subject() -> str | None:
    database = Database(load().database)
    with database.reading() as session:
        found = session.exec(select(AccountRow.subject).where(AccountRow.name == "anna")).one()
    database.close()
    return found


def test_an_account_is_connected_and_let_go(call: Call) -> None:
    said = call("user", "connect", "Anna", "f3b1-4711")
    assert said == (0, "Der Zugang anna ist mit dem Konto der Verwaltung verbunden.\n", "")
    assert subject() == f"{ISSUER}|f3b1-4711"
    said = call("user", "disconnect", "anna")
    assert said == (0, "Der Zugang anna ist vom Konto der Verwaltung gelöst.\n", "")
    assert subject() is None


def test_what_is_not_there_cannot_be_connected(call: Call) -> None:
    code, _, err = call("user", "connect", "berta", "4711")
    assert code == 1
    assert "Zugang" in err


@pytest.mark.parametrize("wrong", ["", "ä", "a" * 256, "a\nb"])
def test_what_nobody_can_be_called_is_refused(call: Call, wrong: str) -> None:
    code, _, err = call("user", "connect", "anna", wrong)
    assert code == 2
    assert "SUBJECT" in err
    assert subject() is None


def test_without_a_login_provider_nothing_is_connected(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET"):
        monkeypatch.delenv(f"THEMENRADAR_OIDC_{name}")
    code, _, err = call("user", "connect", "anna", "4711")
    assert code == 1
    assert "THEMENRADAR_OIDC_ISSUER" in err
