"""What the tests of the audit log play on: the service, somebody who uses it, requests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sqlmodel import select

from service.access.passwords import hashed
from service.access.roles import Permission, Role
from service.store.access_tables import AccountRow, ReceiptRow
from service.store.tables import DecisionRow, RunRow, RunState
from service.usecases.notes import NewNote, add_note
from service.usecases.receipts import State
from service.usecases.tokens import NewToken, create_token
from service.usecases.versions import account_version
from tests.service.helpers import ACTOR, DISTRICT, add_account, note, sign_in
from tests.service.web.examples import COURSES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from fastapi.testclient import TestClient

    from service.store.sessions import Database
    from service.usecases.audit import Action


NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
PASSWORD = "grüne Leitern am Nordpol"  # noqa: S105 # of accounts that only tests have
NEW_PASSWORD = "sieben stille Brunnenkressen"  # noqa: S105 # the same
MUNICIPALITY = "05754028"
"""That of the notes which cases upload."""
DOUBT = "- Amina sucht einen Kurs."


@dataclass(frozen=True)
class Call:
    """A request: where, and with what."""

    path: str
    sent: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Stage:
    """The service, and somebody who uses it."""

    client: TestClient
    database: Database
    account: AccountRow | None = None

    @property
    def actor(self) -> str:
        """The name under which the log knows who was signed in last."""
        assert self.account
        return f"account:{self.account.id}"

    def enter(self, role: Role) -> None:
        """Sign a new account of a role in."""
        district = DISTRICT if role in {Role.KOORDINATION, Role.LENKUNGSGRUPPE} else None
        self.client.cookies.clear()
        self.account = sign_in(self.client, self.database, role=role, district=district)

    def with_password(self, **rest: object) -> AccountRow:
        """Give the account that is signed in a password."""
        assert self.account
        with self.database.writing() as session:
            row = session.get_one(AccountRow, self.account.id)
            row.password_hash = hashed(PASSWORD)
            row.sqlmodel_update(rest)
            session.commit()
        return row

    def note(self) -> UUID:
        """Store a note that is like no other."""
        place = f"Ein Beratungsangebot fehlt im Ortsteil {word()}."
        new = NewNote(filename="a.txt", data=note(extra=f"- {place}"))
        now = datetime.now(UTC)
        return add_note(self.database, new, district=DISTRICT, actor=ACTOR, now=now).note.id

    def review(self) -> dict[str, Any]:
        """Upload a note that waits for answers."""
        files = {"file": ("a.txt", note(extra=f"{DOUBT} Er ist im Ortsteil {word()}."))}
        found: dict[str, Any] = self.client.post("/api/notes", files=files).json()["review"]
        return found

    def settle(self) -> None:
        """Let no run and no deletion be unfinished, and every theme be as the run left it."""
        with self.database.writing() as session:
            for run in session.exec(select(RunRow)):
                run.state = RunState.DONE if run.state == RunState.DONE else RunState.FAILED
            for receipt in session.exec(select(ReceiptRow)):
                receipt.state = State.FAILED
            for decision in session.exec(select(DecisionRow)):
                decision.withdrawn_at = decision.withdrawn_at or NOW
            session.commit()

    def run(self) -> str:
        """Queue a run."""
        self.note()
        return str(self.client.post("/api/runs").json()["id"])

    def failed_run(self) -> str:
        """Let a run fail."""
        run = self.run()
        self.settle()
        return run

    def decision(self) -> dict[str, Any]:
        """Take a decision."""
        wanted = {"kind": "rename", "themes": [COURSES], "label": "Kurse"}
        headers = {"If-Match": "*"}
        taken: dict[str, Any] = self.client.post(
            "/api/decisions", json=wanted, headers=headers
        ).json()
        return taken

    def other(self, **rest: object) -> tuple[UUID, str]:
        """Store an account of somebody else; return its id and its version."""
        row = add_account(self.database)
        with self.database.writing() as session:
            found = session.get_one(AccountRow, row.id).sqlmodel_update(rest)
            session.commit()
        return row.id, account_version(found)

    def token(self) -> UUID:
        new = NewToken("Nachtlauf", DISTRICT, frozenset({Permission.NOTES_READ}), 5)
        return create_token(self.database, new, actor=ACTOR, now=datetime.now(UTC)).token.id


def word() -> str:
    """Return a word that nobody has written yet, in letters only."""
    return "Neu" + "".join(chr(ord("a") + int(digit, 16)) for digit in uuid4().hex[:12]) + "dorf"


@dataclass(frozen=True)
class Case:
    """What a route records when it succeeds.

    Attributes:
        make: Prepares everything and returns the request.
        actions: What is recorded, in any order.
        role: Who asks.
    """

    make: Callable[[Stage], Call]
    actions: tuple[Action, ...]
    role: Role = Role.KOORDINATION


Make = Callable[[Stage], Call]


def register(
    cases: dict[str, Case], route: str, *actions: Action, role: Role = Role.KOORDINATION
) -> Callable[[Make], Make]:
    """Keep what prepares a request to a route, and what is recorded of it."""

    def kept(make: Make) -> Make:
        cases[route] = Case(make, actions, role)
        return make

    return kept
