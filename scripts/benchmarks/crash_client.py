"""Who uses an installation that crashes, and remembers what it was told.

What was acknowledged must be there, whole. What got no answer may be there, whole, or not at
all. What was refused must not be there.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

import httpx

from service.store.sessions import Database
from service.usecases.audit import verify as verify_log
from service.usecases.check import check
from tests.service.helpers import statements

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

    from installation import Installation

FINISHED: Final = ("done", "failed", "cancelled")
HOME: Final = "05754028"
"""Where notes are from that stay for a while."""
AWAY: Final = "05754044"
"""Where notes are from that are all deleted together."""
_DELETING: Final = ("ordered", "running")
_PROBLEMS: Final = 5
_PAGE: Final = 200
_TEXTS: Final = tuple(statements())
_MEASURE: Final = "Ein Kurs am Abend mit Kinderbetreuung."


@dataclass(frozen=True)
class Note:
    """A note as it is sent: what is whole."""

    municipality: str
    day: str
    participants: int
    texts: tuple[str, ...]

    @property
    def data(self) -> bytes:
        """The bytes of its file."""
        problems = "\n".join(f"- {text}" for text in self.texts[:-1])
        return (
            f"Protokoll der Planungskonferenz\nDatum: {self.day}\n"
            f"Teilnehmende: {self.participants}\n\nGenerative Themen\n{problems}\n\n"
            f"Vorschläge\n- {self.texts[-1]}\n"
        ).encode()


@dataclass
class Ledger:
    """What was sent, and what was answered."""

    kept: dict[str, Any] = field(default_factory=dict)  # notes as they were acknowledged
    unanswered: list[Note] = field(default_factory=list)
    refused: list[Note] = field(default_factory=list)
    leaving: set[str] = field(default_factory=set)  # notes whose deletion got no answer
    gone: set[str] = field(default_factory=set)
    runs: dict[str, str] = field(default_factory=dict)  # the state that is known to be its last
    deletions: set[str] = field(default_factory=set)
    told: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)


class Client:
    """Sends requests and keeps the ledger.

    Args:
        installation: What is used.
        ledger: Shared by all clients.
        chance: Its own.
    """

    def __init__(self, installation: Installation, ledger: Ledger, chance: random.Random) -> None:
        self.ledger = ledger
        self.chance = chance
        self.installation = installation
        self.answered = True
        """Whether the last request was; a benchmark's client gives up otherwise."""
        self._http = httpx.Client(
            base_url=installation.address, headers=installation.headers(), timeout=120
        )

    def send(self, method: str, path: str, **what: Any) -> httpx.Response | None:  # noqa: ANN401 - httpx's
        """Send a request; nothing where the answer did not come."""
        self.answered = False
        try:
            answer = self._http.request(method, path, **what)
        except httpx.TransportError:
            self.ledger.told["no answer"] += 1
            return None
        self.answered = True
        if answer.status_code == httpx.codes.INTERNAL_SERVER_ERROR:
            self.ledger.faults.append(f"{method} {path}: 500")
        return answer

    def upload(self, municipality: str = HOME) -> bool:
        """Upload a new note; tell whether it was acknowledged."""
        note = self._new_note(municipality)
        form = {"municipality": note.municipality, "redact": "true"}
        answer = self.send("POST", "/api/notes", data=form, files={"file": ("n.txt", note.data)})
        with self.ledger.lock:
            if answer is None:
                self.ledger.unanswered.append(note)
            elif answer.status_code != httpx.codes.CREATED:
                self.ledger.refused.append(note)
                self.ledger.told[f"upload refused: {answer.json()['code']}"] += 1
            else:
                detail = answer.json()
                self.ledger.kept[detail["note"]["id"]] = detail
                self.ledger.told["upload"] += 1
                if tuple(one["text"] for one in detail["statements"]) != note.texts:
                    self.ledger.faults.append("an acknowledged note is not what was sent")
        return answer is not None and answer.is_success

    def delete(self) -> None:
        """Delete one of the notes that are kept."""
        with self.ledger.lock:
            if not self.ledger.kept:
                return
            note_id = self.chance.choice(sorted(self.ledger.kept))
            detail = self.ledger.kept.pop(note_id)
        answer = self.send("DELETE", f"/api/notes/{note_id}")
        with self.ledger.lock:
            if answer is None:
                self.ledger.leaving.add(note_id)
                self.ledger.kept[note_id] = detail
            elif answer.status_code == httpx.codes.NO_CONTENT:
                self.ledger.gone.add(note_id)
                self.ledger.told["deletion of a note"] += 1
            else:
                self.ledger.kept[note_id] = detail

    def delete_all(self, municipality: str = AWAY) -> None:
        """Order the deletion of all notes of a municipality; a worker does it."""
        scope = {"kind": "municipality", "municipality": municipality}
        preview = self.send("GET", "/api/deletions/preview", params=scope)
        if preview is None or not preview.is_success:
            return
        order = {**scope, "confirmation": preview.json()["confirmation"]}
        answer = self.send("POST", "/api/deletions", json=order)
        theirs = {
            note_id
            for note_id, detail in self.ledger.kept.items()
            if detail["note"]["municipality"]["ags"] == municipality
        }
        with self.ledger.lock:
            if answer is None:
                self.ledger.leaving |= theirs
            elif answer.status_code == httpx.codes.ACCEPTED:
                self.ledger.told["deletion of many notes"] += 1
                self.ledger.deletions.add(answer.json()["id"])
                self.ledger.gone |= theirs
                for note_id in theirs:
                    del self.ledger.kept[note_id]

    def start_run(self) -> None:
        """Ask for a run; now and then, change one's mind."""
        answer = self.send("POST", "/api/runs")
        if answer is None or answer.status_code != httpx.codes.ACCEPTED:
            return
        run_id = answer.json()["id"]
        self.ledger.told["run"] += 1
        self.ledger.runs[run_id] = ""
        if self.chance.random() < 0.1:  # noqa: PLR2004 - a tenth
            answer = self.send("POST", f"/api/runs/{run_id}/cancel")
            if answer is not None and answer.is_success:
                self.ledger.told["cancellation of a run"] += 1
                self.ledger.runs[run_id] = "cancelled"

    def pages(self, path: str) -> Iterator[dict[str, Any]]:
        """Yield all entries of a list of the API."""
        offset, total = 0, 1
        while offset < total:
            answer = self._http.get(path, params={"offset": offset, "limit": _PAGE})
            page = answer.raise_for_status().json()
            yield from page["items"]
            offset, total = offset + _PAGE, page["total"]

    def get(self, path: str) -> Any:  # noqa: ANN401 - whatever the API answers
        """Return what an address answers."""
        return self._http.get(path).raise_for_status().json()

    def _new_note(self, municipality: str) -> Note:
        texts = self.chance.sample(_TEXTS, _PROBLEMS)
        day = f"{self.chance.randint(1, 28):02d}.{self.chance.randint(1, 12):02d}.2025"
        return Note(municipality, day, self.chance.randint(5, 500), (*texts, _MEASURE))


# --- What must hold ----------------------------------------------------------------


def unfinished(client: Client) -> list[str]:
    """Return the jobs that have not ended."""
    runs = [one["id"] for one in client.pages("/api/runs") if one["state"] not in FINISHED]
    deletions = client.pages("/api/deletions")
    return runs + [one["id"] for one in deletions if one["state"] in _DELETING]


def verify(client: Client) -> None:
    """Compare what is there with the ledger; write what is wrong into it. Nobody else works."""
    ledger = client.ledger
    notes = {one["id"]: one for one in client.pages("/api/notes")}
    open_jobs = unfinished(client)
    deleting = bool(ledger.deletions & set(open_jobs))
    for note_id in ledger.leaving & ledger.kept.keys() - notes.keys():
        del ledger.kept[note_id]
        ledger.gone.add(note_id)
    ledger.leaving.clear()
    lost = ledger.kept.keys() - notes.keys()
    ledger.faults += [f"lost: note {note_id}" for note_id in lost]
    back = ledger.gone & notes.keys() if not deleting else set()
    ledger.faults += [f"not deleted: note {note_id}" for note_id in back]
    for note_id in notes.keys() - ledger.gone:
        _verify_note(client, note_id)
    ledger.told["unanswered, not stored"] += len(ledger.unanswered)
    ledger.unanswered.clear()
    _verify_runs(client)
    _verify_database(client)


def _verify_note(client: Client, note_id: str) -> None:
    ledger, detail = client.ledger, client.get(f"/api/notes/{note_id}")
    detail["note"]["evaluated_at"] = None  # the one thing that a run changes
    if note_id in ledger.kept:
        if detail != ledger.kept[note_id]:
            ledger.faults.append(f"changed: note {note_id}")
        return
    texts = tuple(one["text"] for one in detail["statements"])
    same = [
        one
        for one in ledger.unanswered
        if (one.participants, one.texts) == (detail["note"]["participants"], texts)
    ]
    if not same:
        ledger.faults.append(f"half-written, refused or from nowhere: note {note_id}")
        return
    ledger.unanswered.remove(same[0])
    ledger.kept[note_id] = detail
    ledger.told["unanswered, stored whole"] += 1


def _verify_runs(client: Client) -> None:
    there = {one["id"]: one for one in client.pages("/api/runs")}
    for run_id, last in client.ledger.runs.items():
        state = there[run_id]["state"] if run_id in there else "lost"
        if state == "lost" or (last and state != last):
            client.ledger.faults.append(f"run {run_id}: {state} where it was {last or 'accepted'}")
        elif state in FINISHED:
            client.ledger.runs[run_id] = state


def _verify_database(client: Client) -> None:
    database = Database(client.installation.settings.database)
    found, log = check(database), verify_log(database)
    database.close()
    client.ledger.told["look through the database"] += 1
    client.ledger.faults += [f"database: {one.code}" for one in found.checks if one.faults]
    client.ledger.faults += [f"log of changes: {one.flaw}" for one in log.faults]
