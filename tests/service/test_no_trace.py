"""Nothing that was redacted, refused or discarded is left: the bytes are searched.

Every word that must go is random, so that a hit is a leak and no chance. The search looks
through compression and base64 as well: a draft that was packed but not encrypted would be found.
"""

from __future__ import annotations

import base64
import io
import json
import logging
import re
import tempfile
import zlib
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from typing import TYPE_CHECKING, Final

import docx
import numpy as np
import pytest
import structlog

from nlp.anonymity import gate
from nlp.text import text_hash
from nlp.themes.embedding import cached_encode
from service import logs
from service.errors import ConfirmationError, DraftNotFoundError, PersonalDataError
from service.review import Reason
from service.store.vectors import StoredVectors
from service.usecases import deletion, drafts, notes
from service.usecases.notes import NewNote
from tests.service.helpers import ACTOR, note
from tests.service.usecases.gates import Gate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    import numpy.typing as npt
    from docx.document import Document
    from fastapi.testclient import TestClient
    from httpx import Response

    from service.review import Answer, Review
    from service.settings import Settings
    from service.store.sessions import Database
    from service.usecases.views import NoteDetail

DISTRICT: Final = "05754"
NOW: Final = datetime(2026, 11, 21, 12, tzinfo=UTC)
LETTERS: Final = "abcdefghijklmnopqrstuvwxyzäöüğéłşč"
SEEDS: Final = range(2)


# --- Notes of random words ----------------------------------------------------------


@dataclass(frozen=True)
class Upload:
    """A file whose telling words are random.

    Attributes:
        filename: Its name, with a word that must go.
        data: Its bytes.
        kept: The word that its uploader keeps.
        gone: All others: of the text, the name and the metadata.
    """

    filename: str
    data: bytes
    kept: str
    gone: tuple[str, ...]

    @property
    def new(self) -> NewNote:
        return NewNote(filename=self.filename, data=self.data)


class Words:
    """Random words by what the gate thinks of them, all of them remembered."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)  # noqa: S311 # not for secrets
        self.made: list[str] = []

    def __call__(self, prefix: str) -> str:
        self.made.append(prefix + "".join(self._random.choices(LETTERS, k=12)))
        return self.made[-1]


NAME, KEPT, FEATURE, CERTAIN = "Zq", "Yq", "Wq", "Xq"


def lines(words: Words, *, certain: bool) -> tuple[str, ...]:
    """Return the statements of a note; the second names what is kept."""
    name = words(NAME)
    found = (
        f"{name} findet keinen Kurs, und {name.upper()} wartet.",
        f"Der Treff {words(KEPT)} ist geschlossen.",
        f"Wer {words(FEATURE)} gelernt hat, findet keine Stelle.",
    )
    return (*found, f"Frau {words(CERTAIN)} fehlt.") if certain else found


def text_file(words: Words, *, certain: bool) -> bytes:
    return note(extra="\n".join(f"- {line}" for line in lines(words, certain=certain)))


def word_file(words: Words, *, certain: bool) -> bytes:
    """Return a Word document with people in every corner of it."""
    document = docx.Document()
    for line in ("Gemeinde: Verl", "Datum: 14.05.2026", "Generative Themen"):
        document.add_paragraph(line)
    for line in lines(words, certain=certain):
        document.add_paragraph(line, style="List Bullet")
    document.add_paragraph("Busse fahren abends nicht.", style="List Bullet")
    document.sections[0].header.paragraphs[0].text = f"Akte {words(NAME)}"
    document.sections[0].footer.paragraphs[0].text = f"Rückfragen: {words(NAME)}"
    comment = document.add_comment(
        document.paragraphs[-1].runs, text=f"War das {words(NAME)}?", author=words(NAME)
    )
    comment.initials = words(NAME)
    _tell(document, words)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _tell(document: Document, words: Words) -> None:
    for key in ("author", "last_modified_by", "title", "subject", "keywords", "comments"):
        setattr(document.core_properties, key, words(NAME))


def make(seed: int, *, certain: bool = False) -> Upload:
    words = Words(seed)
    suffix, file = (("txt", text_file), ("docx", word_file))[seed % 2]
    data = file(words, certain=certain)
    name = f"{words(NAME)}.{suffix}"
    (kept,) = (word for word in words.made if word.startswith(KEPT))
    return Upload(name, data, kept, tuple(word for word in words.made if word != kept))


# --- The search -----------------------------------------------------------------------


def spellings(word: str) -> set[bytes]:
    forms = {word, word.casefold(), word.upper(), json.dumps(word)[1:-1]}
    return {form.encode(code) for form in forms for code in ("utf-8", "utf-16-le", "utf-16-be")}


def unfolded(data: bytes, depth: int = 3) -> Iterator[bytes]:
    """Yield the data, and whatever in it was compressed or written as base64."""
    yield data
    if depth:
        for start in re.finditer(rb"\x78[\x01\x5e\x9c\xda]", data):
            with suppress(zlib.error):
                yield from unfolded(zlib.decompressobj().decompress(data[start.start() :]), 0)
        for run in re.finditer(rb"[\w+/-]{40,}", data):
            plain = run.group().translate(bytes.maketrans(b"-_", b"+/"))
            yield from unfolded(base64.b64decode(plain[: len(plain) // 4 * 4]), depth - 1)


@dataclass(frozen=True)
class Traces:
    """Where something could be left: all files of the test, and what was said."""

    folder: Path
    log: io.StringIO
    capture: pytest.CaptureFixture[str]

    def of(self, words: Iterable[str]) -> list[tuple[str, str]]:
        """Return the words that were found, each with its place."""
        out, err = self.capture.readouterr()
        said = {"log": self.log.getvalue(), "stdout": out, "stderr": err}
        places = {name: [text.encode()] for name, text in said.items()}
        for path in self.folder.rglob("*"):
            if path.is_file():
                inside = [path.name.encode(), *unfolded(path.read_bytes())]
                places[str(path.relative_to(self.folder))] = inside
        return [
            (word, place)
            for word in words
            for place, parts in places.items()
            if any(form in part for form in spellings(word) for part in parts)
        ]


@pytest.fixture
def traces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Iterator[Traces]:
    """Send temporary files and all log lines, even the least severe, where they are searched."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    log = io.StringIO()
    logs.configure("DEBUG", stream=log)
    yield Traces(tmp_path, log, capfd)
    root.handlers = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture
def sure(monkeypatch: pytest.MonkeyPatch) -> Gate:
    made = Gate(
        uncertain={rf"(?i){NAME}\w+": "name", rf"{KEPT}\w+": "institution"},
        certain={rf"{CERTAIN}\w+": "name"},
        features={rf"{FEATURE}\w+": ("job", "ein Handwerk")},
    )
    monkeypatch.setattr(gate, "check", made)
    return made


# --- Through the use cases ------------------------------------------------------------


def ask(database: Database, upload: Upload) -> Review:
    with pytest.raises(ConfirmationError) as asking:
        notes.add_note(database, upload.new, district=DISTRICT, now=NOW, actor=ACTOR)
    return asking.value.review


def answers(review: Review, upload: Upload) -> dict[str, Answer]:
    return {
        one.key: Reason.PUBLIC if one.places[0].match == upload.kept else None
        for one in review.questions
    }


def answer(database: Database, review: Review, upload: Upload) -> NoteDetail:
    given = answers(review, upload)
    return drafts.answer(
        database, review.draft_id, review.secret, given, district=DISTRICT, now=NOW, actor=ACTOR
    )


@dataclass(frozen=True)
class Hashed:
    """An encoder that makes vectors of hashes."""

    model_id: str = "tiny"
    weights_hash: str = "0" * 64
    dimension: int = 8

    def encode(
        self, texts: Sequence[str], *, progress: Callable[[float], None] | None = None
    ) -> npt.NDArray[np.float32]:
        del progress
        rows = [np.frombuffer(bytes.fromhex(text_hash(text))[:8], np.uint8) for text in texts]
        return np.asarray(rows, dtype=np.float32) + 1


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.usefixtures("sure")
def test_of_an_answered_note_only_what_was_kept_is_left(
    database: Database, settings: Settings, traces: Traces, seed: int
) -> None:
    upload = make(seed)
    review = ask(database, upload)
    assert (settings.data_dir / "themenradar.sqlite-wal").stat().st_size
    assert traces.of([*upload.gone, upload.kept, review.secret]) == []  # while it waits
    detail = answer(database, review, upload)
    cached_encode(
        Hashed(),
        [one.text for one in detail.statements],
        cache=StoredVectors(database, DISTRICT),
    )
    assert traces.of([*upload.gone, review.secret]) == []
    assert traces.of([upload.kept])  # the search can find
    deletion.delete_note(database, detail.note.id, district=DISTRICT, actor=ACTOR, now=NOW)
    assert traces.of([upload.kept]) == []


def discard(database: Database, review: Review) -> None:
    drafts.discard(
        database, review.draft_id, review.secret, district=DISTRICT, actor=ACTOR, now=NOW
    )


def expire(database: Database, review: Review) -> None:
    assert drafts.expire(database, now=review.expires_at) == 1


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("end", [discard, expire])
@pytest.mark.usefixtures("sure")
def test_of_a_note_that_was_not_stored_nothing_is_left(
    database: Database, traces: Traces, seed: int, end: Callable[[Database, Review], None]
) -> None:
    upload = make(seed)
    review = ask(database, upload)
    sealed = _sealed(database)
    end(database, review)
    with pytest.raises(DraftNotFoundError):
        answer(database, review, upload)
    assert traces.of([*upload.gone, upload.kept, review.secret, sealed]) == []


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.usefixtures("sure")
def test_of_a_refused_note_nothing_is_left(database: Database, traces: Traces, seed: int) -> None:
    upload = make(seed, certain=True)
    with pytest.raises(PersonalDataError):
        notes.add_note(database, upload.new, district=DISTRICT, now=NOW, actor=ACTOR)
    assert traces.of([*upload.gone, upload.kept]) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_of_a_note_refused_after_its_answers_nothing_is_left(
    database: Database, traces: Traces, sure: Gate, seed: int
) -> None:
    upload = make(seed)
    review = ask(database, upload)
    sealed = _sealed(database)
    sure.certain = {rf"{KEPT}\w+": "name"}
    with pytest.raises(PersonalDataError):
        answer(database, review, upload)
    assert traces.of([*upload.gone, upload.kept, review.secret, sealed]) == []


def _sealed(database: Database) -> str:
    """Return the end of the only draft as it is encrypted: even that has to go."""
    with database.engine.connect() as connection:
        (data,) = connection.exec_driver_sql("SELECT data FROM draft").scalars()
    return bytes(data)[-40:].decode()


# --- Through the API ------------------------------------------------------------------


def send(client: TestClient, upload: Upload) -> Response:
    return client.post("/api/notes", files={"file": (upload.filename, upload.data)})


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.usefixtures("sure")
def test_the_api_leaves_no_trace_either(client: TestClient, traces: Traces, seed: int) -> None:
    stored, dropped, waiting = (make(seed + shift) for shift in (0, 10, 20))
    refused = make(seed + 30, certain=True)
    assert send(client, refused).status_code == 422

    review = send(client, dropped).json()["review"]
    headers = {"Draft-Secret": review["secret"]}
    address = f"/api/drafts/{review['draft']}"
    assert client.get(address, headers={"Draft-Secret": "A" * 43 + "="}).status_code == 404
    assert client.delete(address, headers=headers).status_code == 204

    assert send(client, waiting).status_code == 409
    review = send(client, stored).json()["review"]
    given = [
        {"key": one["key"], "keep": "public" if one["type"] == "institution" else None}
        for one in review["questions"]
    ]
    body = {"secret": review["secret"], "answers": given}
    assert client.post(f"/api/drafts/{review['draft']}", json=body).status_code == 201
    assert client.post("/api/runs", json={}).status_code == 202  # fills the tables of the jobs

    gone = (*refused.gone, *dropped.gone, *waiting.gone, *stored.gone, review["secret"])
    assert traces.of([*gone, refused.kept, dropped.kept, waiting.kept]) == []
    assert traces.of([stored.kept])


# --- With the real gate ---------------------------------------------------------------


@pytest.mark.parametrize("seed", SEEDS)
def test_the_real_gate_leaves_nothing_of_what_it_finds(
    database: Database, traces: Traces, seed: int
) -> None:
    words = Words(seed)
    extra = f"- Frau {words('Q')} fehlt.\n- Fragen an {words('x')}@{words('w')}.de."
    titled = NewNote(filename=f"{words('Q')}.txt", data=note(extra=extra))
    with pytest.raises(PersonalDataError):
        notes.add_note(database, titled, district=DISTRICT, now=NOW, actor=ACTOR)
    extra = f"- {words('Q')} {words('Q')} findet keinen Kurs."
    bare = NewNote(filename=f"{words('Q')}.txt", data=note(extra=extra), redact=True)
    notes.add_note(database, bare, district=DISTRICT, now=NOW, actor=ACTOR)
    assert traces.of(words.made) == []


# --- The search itself ----------------------------------------------------------------


@pytest.mark.parametrize(
    "hide",
    [
        str.encode,
        lambda word: word.casefold().encode(),
        lambda word: word.encode("utf-16-le"),
        lambda word: json.dumps(word).encode(),
        lambda word: zlib.compress(f"Frau {word} fehlt.".encode()),
        lambda word: base64.urlsafe_b64encode(f"Heute fehlt Frau {word} im Kurs.".encode()),
        lambda word: base64.b64encode(zlib.compress(f"Heute fehlt Frau {word}.".encode())),
    ],
)
def test_the_search_sees_through_what_hides_a_word(
    tmp_path: Path, traces: Traces, hide: Callable[[str], bytes]
) -> None:
    word = Words(0)(NAME)
    (tmp_path / "file").write_bytes(b"before " + hide(word) + b" after")
    assert traces.of([word]) == [(word, "file")]


def test_the_search_hears_what_is_said(traces: Traces) -> None:
    word = Words(0)(NAME)
    structlog.get_logger("themenradar.test").debug("note", text=word)
    print(word)  # noqa: T201 # stands for a library that prints
    assert traces.of([word]) == [(word, "log"), (word, "stdout")]
