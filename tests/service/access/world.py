"""An installation of two Kreise with one of everything, made once and copied for every test.

Every word that a municipality wrote carries its mark, so that an answer which shows it to
somebody else is found wherever the mark stands in it.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID, uuid4

from sqlmodel import col, select

from nlp.text import text_hash
from nlp.types import StatementKind
from service.access.roles import SCOPES, Role
from service.access.secrets import digest, new_secret
from service.errors import ConfirmationError
from service.http.access import COOKIE
from service.jobs.queue import upgrade
from service.settings import load
from service.store.access_tables import AccountRow, LinkRow, ReceiptRow, TokenRow
from service.store.sessions import Database
from service.store.steering_tables import CommentRow, ResolutionRow
from service.store.tables import (
    AssignmentRow,
    CandidateThemeRow,
    NoteRow,
    RunNoteRow,
    RunRow,
    RunState,
    Stage,
    StatementRow,
    ThemeIdRow,
)
from service.usecases.decisions import DecisionKind, NewDecision, decide
from service.usecases.districts import add_district, choose_district
from service.usecases.notes import NewNote, add_note
from service.usecases.receipts import Scope, ScopeKind, State, stored_scope
from service.usecases.resolved import ResolutionState
from service.usecases.sessions import LONGEST, open_session, principal_of_session
from service.usecases.versions import WHATEVER
from tests.service.helpers import add_account, add_token, note

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sqlmodel import Session

    from service.review import Review
    from service.settings import Settings

HOME, ABROAD = "05754", "05758"
PLACES: Final[Mapping[str, Mapping[str, str]]] = {
    HOME: {
        "05754028": "Rheda-Wiedenbrück",
        "05754044": "Verl",
        "05754048": "Werther (Westf.)",
        "05754008": "Gütersloh",
    },
    ABROAD: {
        "05758012": "Herford",
        "05758004": "Bünde",
        "05758032": "Spenge",
        "05758036": "Vlotho",
    },
}
OWN, NEIGHBOUR = tuple(PLACES[HOME])[:2]
"""The municipality of who reports notes, and another one of the same Kreis."""
ORIGIN: Final = "http://127.0.0.1"
"""Where the installation is served: passwords are taken on this machine, or over HTTPS."""
_NOW = datetime.now(UTC)
_AGES = {state: timedelta(hours=hours) for hours, state in enumerate(("queued", "done", "failed"))}


UNBUNDLED: Final = {f"zum {number}. Mal" for number in (1, 4, 5)}
"""What stands in a statement of no theme, in a proposal and in one about a single case."""


def mark(ags: str) -> str:
    """Return the word that stands in everything that a municipality wrote."""
    return f"Marke{ags}"


@dataclass(frozen=True)
class Objects:
    """One object of each kind.

    Attributes:
        ids: The parameters of addresses, by name.
        secret: What opens the draft.
        queued: A run that waits.
        failed: A run that failed.
    """

    ids: Mapping[str, str]
    secret: str
    queued: UUID
    failed: UUID


@dataclass(frozen=True)
class World:
    """An installation.

    Attributes:
        settings: Where it lies.
        own: Objects of the first municipality of the first Kreis.
        neighbour: The same, where they belong to another municipality of it.
        foreign: Objects of the other Kreis.
        headers: What each of those who ask sends to prove who they are, by name.
        comments: A comment on the theme of the first Kreis by the role that wrote it.
    """

    settings: Settings
    own: Objects
    neighbour: Objects
    foreign: Objects
    headers: Mapping[str, Mapping[str, str]]
    comments: Mapping[str, str]

    def of(self, who: str) -> Objects:
        """Return the objects of the first municipality, with the comment that somebody wrote."""
        written = {"comment_id": self.comments[who]} if who in self.comments else {}
        return replace(self.own, ids={**self.own.ids, **written})

    def copied(self, folder: Path) -> World:
        """Return a copy that nobody else changes."""
        shutil.copytree(self.settings.data_dir, folder)
        return replace(self, settings=self.settings.model_copy(update={"data_dir": folder}))


def nothing(like: Objects) -> Objects:
    """Return ids that no object has, of the same form."""
    ids = {name: str(uuid4()) for name in like.ids} | {"stable_id": "T-2026-999"}
    return Objects(ids, secret=like.secret, queued=uuid4(), failed=uuid4())


def build(folder: Path) -> World:
    """Make an installation in a folder."""
    settings = load(data_dir=folder)
    upgrade(settings)
    database = Database(settings.database)
    register = folder.with_suffix(".csv")
    rows = "".join(f"{ags},{name},20000\n" for ags, name in PLACES[ABROAD].items())
    register.write_text(f"ags,name,population\n{rows}", encoding="utf-8")
    add_district(
        database, ABROAD, "Kreis Herford", municipalities=register, actor="test", now=_NOW
    )
    own, abroad = (_objects(database, district) for district in (HOME, ABROAD))
    headers = _headers(database)
    comments = _comments(database, own[OWN].ids["stable_id"], headers)
    world = World(
        settings=settings,
        own=own[OWN],
        neighbour=own[NEIGHBOUR],
        foreign=abroad[next(iter(PLACES[ABROAD]))],
        headers=headers,
        comments=comments,
    )
    database.close()
    return world


# --- Who asks -----------------------------------------------------------------------


def _headers(database: Database) -> dict[str, dict[str, str]]:
    """Let somebody of each role in, and machines with their tokens."""
    land = _session(database, Role.LAND)
    choose_district(database, land, district=HOME)
    secrets = {
        "koordination": _session(database, Role.KOORDINATION, HOME),
        "meldend": _session(database, Role.MELDEND, HOME, OWN),
        "lenkungsgruppe": _session(database, Role.LENKUNGSGRUPPE, HOME),
        "land": land,
        "land without a Kreis": _session(database, Role.LAND),
        "administration": _session(database, Role.ADMINISTRATION),
        "an expired session": _session(database, Role.KOORDINATION, HOME, now=_NOW - LONGEST),
        "somebody made up": "made-up",
    }
    tokens = {
        "maschine": add_token(database),
        "maschine without scopes": add_token(database, scopes=()),
        "an expired token": add_token(database, valid=timedelta(seconds=-1)),
    } | {
        f"maschine without {scope}": add_token(database, scopes=SCOPES - {scope})
        for scope in sorted(SCOPES)
    }
    return (
        {"nobody": {}}
        | {who: _cookie(secret) for who, secret in secrets.items()}
        | {who: {"Authorization": f"Bearer {secret}"} for who, secret in tokens.items()}
    )


def _session(
    database: Database,
    role: Role,
    district: str | None = None,
    municipality: str | None = None,
    *,
    now: datetime = _NOW,
) -> str:
    account = add_account(database, role=role, district=district, municipality=municipality)
    return open_session(database, account.id, now=now)


def _cookie(secret: str) -> dict[str, str]:
    return {"Cookie": f"{COOKIE}={secret}", "Origin": ORIGIN}


# --- What there is ------------------------------------------------------------------


def _objects(database: Database, district: str) -> dict[str, Objects]:
    """Store notes of four municipalities, a theme of all, runs, and what people said of it.

    Returns:
        By municipality, its note and its draft, and what belongs to the whole Kreis.
    """
    drafts = {ags: _draft(database, district, ags) for ags in list(PLACES[district])[:2]}
    account, token, link = _account(database, district)
    with database.writing() as session:
        notes = {ags: _note(session, district, ags) for ags in PLACES[district]}
        run = _run(session, district, RunState.DONE)
        failed = _run(session, district, RunState.FAILED)
        queued = _run(session, district, RunState.QUEUED)
        theme = _theme(session, run, notes)
        receipt = _receipt(session, district)
        comment = _say(session, theme)
        session.commit()
    wanted = NewDecision(
        kind=DecisionKind.RENAME, themes=(theme.stable_id,), label="Der Bus am Abend"
    )
    decision = decide(database, wanted, district=district, actor="test", now=_NOW, seen=WHATEVER)
    return {
        ags: Objects(
            ids={
                "note_id": str(notes[ags]),
                "draft_id": str(drafts[ags].draft_id),
                "run_id": str(run.id),
                "stable_id": theme.stable_id,
                "theme_id": str(theme.id),
                "decision_id": str(decision.id),
                "comment_id": str(comment.id),
                "deletion_id": str(receipt.id),
                "account_id": str(account.id),
                "token_id": str(token.id),
                "secret": link,
                "name": "Protokollvorlage.docx",
            },
            secret=drafts[ags].secret,
            queued=queued.id,
            failed=failed.id,
        )
        for ags in drafts
    }


def _account(database: Database, district: str) -> tuple[AccountRow, TokenRow, str]:
    """Store an account that a link opens, and the token of a machine."""
    account, secret = add_account(database, district=district), new_secret()
    add_token(database, district=district, scopes=())
    with database.writing() as session:
        session.add(
            LinkRow(
                digest=digest(secret),
                account_id=account.id,
                created_at=_NOW,
                expires_at=_NOW + timedelta(hours=24),
            )
        )
        session.commit()
        token = session.exec(select(TokenRow).where(TokenRow.district_id == district)).one()
    return account, token, secret


def _draft(database: Database, district: str, ags: str) -> Review:
    """Upload a note about which the gate asks."""
    extra = f"- {mark(ags)}: Einen Sprachkurs besucht Selamawit nicht."
    new = NewNote("protokoll.txt", note(extra=extra), municipality=ags)
    try:
        add_note(database, new, district=district, actor="test", now=_NOW)
    except ConfirmationError as error:
        return error.review
    raise AssertionError(ags)


def _note(session: Session, district: str, ags: str) -> UUID:
    row = NoteRow(
        district_id=district,
        municipality_ags=ags,
        held_on=date(2026, 5, 14),
        format="txt",
        uploaded_at=_NOW,
        digest=text_hash(ags),
    )
    session.add(row)
    session.flush()
    kinds = (*[StatementKind.PROBLEM] * 3, StatementKind.MEASURE, StatementKind.SINGLE_CASE)
    for position, kind in enumerate(kinds):
        text = f"{mark(ags)} nennt den Bus am Abend zum {position + 1}. Mal."
        session.add(
            StatementRow(
                district_id=district,
                note_id=row.id,
                kind=kind,
                text=text,
                section=f"Abschnitt {mark(ags)}",
                start=0,
                end=len(text),
                position=position,
                text_hash=text_hash(text),
            )
        )
    return row.id


def _say(session: Session, theme: CandidateThemeRow) -> CommentRow:
    """Resolve something about a theme, and write a comment, each with the mark of a place."""
    comment = _comment(theme.district_id, theme.stable_id, role=Role.LENKUNGSGRUPPE, actor="test")
    resolution = ResolutionRow(
        district_id=theme.district_id,
        theme=theme.stable_id,
        number=1,
        state=ResolutionState.ADOPTED,
        decided_on=date(2026, 6, 1),
        reason=_said(theme.district_id),
        role=Role.KOORDINATION,
        created_at=_NOW,
    )
    session.add_all([comment, resolution])
    session.flush()
    return comment


def _comments(
    database: Database, theme: str, headers: Mapping[str, Mapping[str, str]]
) -> dict[str, str]:
    """Let each who may write a comment on the theme of the first Kreis write one."""
    written = {}
    for role in (Role.LENKUNGSGRUPPE, Role.KOORDINATION):
        secret = headers[role]["Cookie"].partition("=")[2]
        who = principal_of_session(database, secret, now=datetime.now(UTC))
        assert who
        with database.writing() as session:
            row = _comment(HOME, theme, role=role, actor=who.actor)
            session.add(row)
            session.commit()
        written[str(role)] = str(row.id)
    return written


def _comment(district: str, theme: str, *, role: Role, actor: str) -> CommentRow:
    return CommentRow(
        district_id=district,
        theme=theme,
        text=_said(district),
        role=role,
        actor=actor,
        created_at=_NOW,
    )


def _said(district: str) -> str:
    return f"{mark(next(iter(PLACES[district])))}: Das betrifft auch andere."


def _receipt(session: Session, district: str) -> ReceiptRow:
    gone = next(iter(PLACES[district]))
    row = ReceiptRow(
        district_id=district,
        state=State.DONE,
        scope=stored_scope(Scope(kind=ScopeKind.MUNICIPALITY, municipality=gone)),
        actor="test",
        ordered_at=_NOW,
        finished_at=_NOW,
    )
    session.add(row)
    session.flush()
    return row


def _run(session: Session, district: str, state: RunState) -> RunRow:
    ended = state in {RunState.DONE, RunState.FAILED}
    at = _NOW - _AGES[state]
    row = RunRow(
        district_id=district,
        state=state,
        stage=Stage.MAP if state is RunState.DONE else Stage.EMBED,
        share=1.0 if state is RunState.DONE else 0.0,
        created_at=at,
        started_at=at if ended else None,
        finished_at=at if ended else None,
        seed=0,
        encoders=[{"model_id": "tiny", "weights_hash": "0", "dimension": 8}],
        statements=12,
        bundled=8,
        themes=1,
        error_code="run_crashed" if state is RunState.FAILED else None,
    )
    session.add(row)
    session.flush()
    return row


def _theme(session: Session, run: RunRow, notes: Mapping[str, UUID]) -> CandidateThemeRow:
    """Put two statements of every note into a theme, and one into none."""
    problems = session.exec(
        select(StatementRow)
        .where(StatementRow.district_id == run.district_id)
        .where(StatementRow.kind == StatementKind.PROBLEM)
        .order_by(col(StatementRow.text))
    ).all()
    held = [str(row.id) for row in problems if row.position > 0]
    theme = CandidateThemeRow(
        district_id=run.district_id,
        run_id=run.id,
        number=1,
        stable_id=f"T-2026-{run.district_id[-3:]}",
        label="Busse am Abend",
        keywords=[{"word": "Bus", "weight": 1.0, "statements": held}],
        representatives=held[:2],
        evidence=[{"word": "Bus", "statements": held}],
        parts=[{"label": "Abends", "statements": held}],
        fields=[{"key": "wohnen-mobilitaet", "certainty": 0.9}],
        trust={"agreement": 0.9, "recovery": 0.8, "separation": 0.5},
        strength=0.83,
        size=len(held),
    )
    session.add_all(
        [theme, ThemeIdRow(district_id=run.district_id, id=theme.stable_id)]
        + [
            RunNoteRow(run_id=run.id, note_id=id_, district_id=run.district_id)
            for id_ in notes.values()
        ]
    )
    session.flush()
    session.add_all(
        AssignmentRow(
            run_id=run.id,
            statement_id=row.id,
            district_id=run.district_id,
            theme_id=theme.id if row.position > 0 else None,
            strength=0.83 if row.position > 0 else 0.0,
            x=0.5,
            y=0.5,
        )
        for row in problems
    )
    return theme
