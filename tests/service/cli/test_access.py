"""Accounts and tokens from the command line; how the first administrator gets in; the demo."""

from __future__ import annotations

import re
from contextlib import nullcontext
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
import uvicorn

from service.access.roles import SCOPES, Role
from service.cli import serving
from service.errors import LinkNotFoundError
from service.settings import load
from service.store.sessions import Database
from service.usecases import demo, links
from service.usecases.accounts import ROLES, find_account
from service.usecases.links import LIFETIME, NewPassword
from service.usecases.sessions import principal_of_token
from tests.ports import free_port
from tests.service.people import KEY, PASSWORD, TOTP_KEY, audited, person, row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from fastapi import FastAPI

    Call = Callable[..., tuple[int, str, str]]

LINK = re.compile(r"^    (https?://\S+)/einladung/(\S+)$", re.MULTILINE)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("THEMENRADAR_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("THEMENRADAR_PORT", str(free_port()))
    return tmp_path / "data"


@pytest.fixture
def stored(call: Call) -> Iterator[Database]:
    """The database of the command line, with the accounts and tokens in it."""
    call("db", "upgrade")
    database = Database(load().database)
    yield database
    database.close()


def link_in(text: str) -> tuple[str, str]:
    """Return the front of the address of a link, and its secret."""
    found = LINK.search(text)
    assert found, text
    return found[1], found[2]


def use(database: Database, secret: str) -> str:
    given = NewPassword(PASSWORD)
    return links.use_link(database, secret, given, key=KEY, now=datetime.now(UTC))


# --- Accounts ---------------------------------------------------------------------


def test_an_account_is_made_with_a_link_to_hand_over(call: Call, stored: Database) -> None:
    code, out, err = call("user", "add", "Erika", "--role", "koordination")
    assert (code, err) == (0, "")
    assert "Link für erika, einmal benutzbar" in out
    front, secret = link_in(out)
    assert front == f"http://127.0.0.1:{load().port}"
    assert use(stored, secret)
    account = find_account(stored, "erika", now=datetime.now(UTC))
    assert (account.role, account.district) == (Role.KOORDINATION, load().district)
    assert audited(stored)[0][1].startswith("cli:")


def test_a_link_names_the_public_host_where_there_is_one(
    call: Call, stored: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    del stored
    monkeypatch.setenv("THEMENRADAR_ALLOWED_HOSTS", "127.0.0.1,localhost,themen.kreis.example")
    _, out, _ = call("user", "add", "erika", "--role", "land")
    assert link_in(out)[0] == "https://themen.kreis.example"


def test_the_accounts_are_listed_with_their_state(call: Call, stored: Database) -> None:
    person(stored, "it", role=Role.ADMINISTRATION)
    call("user", "add", "stelle", "--role", "meldend", "--municipality", "05754028")
    code, out, _ = call("user", "list")
    assert code == 0
    assert out.splitlines() == [
        "it\tadministration\t–\taktiv",
        "stelle\tmeldend\t05754028\tLink noch nicht benutzt",
    ]


def test_an_account_is_closed(call: Call, stored: Database) -> None:
    account = person(stored)
    assert call("user", "disable", account.name) == (
        0,
        f"Der Zugang {account.name} ist gesperrt.\n",
        "",
    )
    assert row(stored, account).disabled_at
    assert call("user", "delete", account.name) == (
        0,
        f"Der Zugang {account.name} ist gelöscht.\n",
        "",
    )
    assert call("user", "delete", account.name)[0] == 1


@pytest.mark.parametrize("options", [(), ("--without-second-factor",)])
def test_who_lost_everything_gets_a_new_link(
    call: Call, stored: Database, options: tuple[str, ...]
) -> None:
    account = person(stored, totp_key=TOTP_KEY)
    code, out, _ = call("user", "link", account.name, *options)
    now = row(stored, account)
    assert code == 0
    assert now.password_hash is None
    assert now.totp_secret == (None if options else TOTP_KEY)
    if options:
        assert use(stored, link_in(out)[1])


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("user", "link", "niemand"), 1, "Diesen Zugang gibt es nicht."),
        (("user", "disable", "niemand"), 1, "Diesen Zugang gibt es nicht."),
        (("user", "add", "x", "--role", "meldend"), 1, "eine Gemeinde"),
        (("user", "add", "x", "--role", "maschine"), 2, "--role passt nicht"),
        (("user", "add", "x"), 2, "Es fehlt: --role"),
        (("token", "add", "x", "--scope", "accounts_manage", "--days", "1"), 2, "--scope"),
        (("token", "add", "x", "--scope", "notes_read", "--days", "367"), 2, "--days"),
        (("token", "revoke", "1234"), 2, "ID passt nicht"),
    ],
)
def test_what_cannot_be_done_is_said_in_german(
    call: Call, arguments: tuple[str, ...], code: int, said: str
) -> None:
    ended, out, err = call(*arguments)
    assert (ended, out) == (code, "")
    assert said in err


def test_the_roles_and_scopes_of_the_command_line_are_all_there(call: Call) -> None:
    _, out, _ = call("user", "add", "--help")
    assert all(role.value in out for role in ROLES)
    _, out, _ = call("token", "add", "--help")
    assert all(scope.value in out for scope in SCOPES)


# --- Tokens -----------------------------------------------------------------------


def test_a_token_is_shown_once_listed_and_revoked(call: Call, stored: Database) -> None:
    scopes = ("--scope", "notes_read", "--scope", "runs_start")
    code, out, _ = call("token", "add", "Nachtlauf", *scopes, "--days", "90")
    assert code == 0
    secret = out.split()[-1]
    found = principal_of_token(stored, secret, now=datetime.now(UTC))
    assert found is not None
    assert found.scopes == {"notes_read", "runs_start"}
    _, out, _ = call("token", "list")
    id_, name, district, may, _ = out.split("\t")
    assert (name, district, may) == ("Nachtlauf", load().district, "notes_read,runs_start")
    assert secret not in out
    assert call("token", "revoke", id_)[:2] == (0, "Der Zugriffsschlüssel ist widerrufen.\n")
    assert principal_of_token(stored, secret, now=datetime.now(UTC)) is None


# --- Serving ----------------------------------------------------------------------


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[tuple[FastAPI, dict[str, object]]]:
    """What was handed to the server instead of being served."""
    found: list[tuple[FastAPI, dict[str, object]]] = []
    monkeypatch.setattr(uvicorn, "run", lambda app, **options: found.append((app, options)))
    return found


def test_the_first_start_shows_a_link_until_somebody_used_it(
    call: Call, stored: Database, served: list[tuple[FastAPI, dict[str, object]]]
) -> None:
    _, _, first = call("serve")
    _, _, second = call("serve")
    assert "Noch hat niemand die Administration übernommen." in second
    with pytest.raises(LinkNotFoundError):
        use(stored, link_in(first)[1])
    assert use(stored, link_in(second)[1])
    _, _, third = call("serve")
    assert "einladung" not in third
    assert len(served) == 3
    assert LIFETIME.total_seconds() == 24 * 60 * 60  # as the sentence says


def test_forwarded_headers_are_believed_from_the_trusted_alone(
    call: Call,
    served: list[tuple[FastAPI, dict[str, object]]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    call("serve")
    monkeypatch.setenv("THEMENRADAR_TRUSTED_PROXIES", "192.0.2.1, 10.0.0.0/8")
    call("serve")
    believed = [options["forwarded_allow_ips"] for _, options in served]
    assert believed == [["127.0.0.1", "::1"], ["192.0.2.1", "10.0.0.0/8"]]


def add_no_notes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the demo begin with an empty database."""
    for name in ("_add_demo_notes", "_ensure_run", "_refuse_busy_port"):
        monkeypatch.setattr(serving, name, lambda *_: None)
    monkeypatch.setattr(serving, "_worker_beside", lambda _: nullcontext())


def test_the_demo_opens_its_own_accounts_and_serve_does_not(
    call: Call,
    folder: Path,
    served: list[tuple[FastAPI, dict[str, object]]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    add_no_notes(monkeypatch)
    code, _, err = call("demo", "--directory", folder)
    assert code == 0
    assert "einladung" not in err
    assert f"http://127.0.0.1:{load().port}" in err
    database = Database(load().database)
    assert demo.enter(database, Role.LAND, now=datetime.now(UTC))
    database.close()
    call("serve")
    assert [app.state.context.demo for app, _ in served] == [True, False]


def test_the_demo_refuses_the_folder_of_real_people(
    call: Call,
    folder: Path,
    stored: Database,
    served: list[tuple[FastAPI, dict[str, object]]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    add_no_notes(monkeypatch)
    person(stored)
    code, _, err = call("demo", "--directory", folder)
    assert code == 1
    assert "Zugänge von echten Personen" in err
    assert served == []


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::"])  # noqa: S104 # it is refused
def test_the_demo_is_for_this_machine_alone(
    call: Call,
    folder: Path,
    host: str,
    served: list[tuple[FastAPI, dict[str, object]]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("THEMENRADAR_HOST", host)
    code, _, err = call("demo", "--directory", folder)
    assert code == 1
    assert "nur auf diesem Rechner" in err
    assert served == []
    assert not folder.exists()
