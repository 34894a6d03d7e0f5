"""Notes through the API: real files, the real reader and gate, a real database."""

from __future__ import annotations

import tempfile
import zipfile
from datetime import datetime, timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any

import docx
import pytest

from nlp.anonymity import gate
from nlp.corpus import LONGEST
from service.settings import TIME_ZONE
from tests.service.helpers import kept, note, row_counts
from tests.service.usecases.gates import Gate

if TYPE_CHECKING:
    from pathlib import Path

    from fastapi.testclient import TestClient
    from httpx import Response

    from service.settings import Settings
    from service.store.sessions import Database

pytestmark = pytest.mark.both_databases

RHEDA = "05754028"
# in two days, should midnight fall into the tests
SOON = datetime.now(TIME_ZONE).date() + timedelta(days=2)


def upload(
    client: TestClient, data: bytes, name: str = "protokoll.txt", **fields: str
) -> Response:
    return client.post("/api/notes", files={"file": (name, data)}, data=fields)


def assert_problem(response: Response, status: int, code: str) -> dict[str, Any]:
    assert response.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert (response.status_code, body["code"]) == (status, code), body
    assert body["type"] == f"urn:themenradar:problem:{code}"
    assert body["status"] == status
    assert body["title"]
    assert body["detail"].endswith(".")
    return body


def test_an_uploaded_note_is_answered_with_its_statements(client: TestClient) -> None:
    response = upload(client, note())
    assert response.status_code == 201
    body = response.json()
    assert body["note"]["municipality"] == {"ags": RHEDA, "name": "Rheda-Wiedenbrück"}
    assert body["note"]["held_on"] == "2026-05-14"
    assert body["note"]["participants"] == 18
    assert body["note"]["counts"] == {"problem": 2, "measure": 1, "single_case": 0}
    assert [statement["kind"] for statement in body["statements"]] == [
        "problem",
        "problem",
        "measure",
    ]
    first = body["statements"][0]
    assert note().decode()[first["start"] : first["end"]] == first["text"]
    assert client.get(response.headers["location"]).json() == body


def test_what_the_uploader_says_wins_over_the_head(client: TestClient) -> None:
    body = upload(client, note(), municipality="05754008", held_on="2026-03-02").json()
    assert body["note"]["municipality"]["name"] == "Gütersloh"
    assert body["note"]["held_on"] == "2026-03-02"


def test_notes_are_listed_in_pages_the_latest_conference_first(client: TestClient) -> None:
    for day in ("02.03.2026", "14.05.2026", "01.02.2026"):
        assert upload(client, note(date=day)).status_code == 201
    page = client.get("/api/notes", params={"limit": 2}).json()
    assert page["total"] == 3
    assert [item["held_on"] for item in page["items"]] == ["2026-05-14", "2026-03-02"]
    rest = client.get("/api/notes", params={"limit": 2, "offset": 2}).json()
    assert [item["held_on"] for item in rest["items"]] == ["2026-02-01"]
    assert rest["items"][0]["counts"]["problem"] == 2


def test_a_deleted_note_is_gone_with_its_statements(
    client: TestClient, database: Database
) -> None:
    where = upload(client, note()).headers["location"]
    assert client.delete(where).status_code == 204
    assert_problem(client.get(where), 404, "note_not_found")
    assert_problem(client.delete(where), 404, "note_not_found")
    assert not any(row_counts(database).values())


# --- What is refused --------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "name", "status", "code"),
    [
        (b"", "leer.txt", 422, "empty_file"),
        (b" \n", "leer.txt", 422, "empty_file"),
        (b"\x89PNG\r\n\x1a\n" + bytes(99), "bild.png", 415, "unknown_format"),
        (b"%PDF-1.7 broken", "protokoll.txt", 415, "wrong_extension"),
        (b"PK\x03\x04 truncated", "kaputt.docx", 422, "damaged_file"),
        (note(extra="- Ein \x00 im Text."), "nul.txt", 422, "forbidden_character"),
        (note(extra="- Ein \u202e im Text."), "bidi.txt", 422, "forbidden_character"),
        (note(date=f"{SOON:%d.%m.%Y}"), "morgen.txt", 422, "date_in_future"),
        (b"Heute war es sonnig.", "wetter.txt", 422, None),
        (b"x" * (20 * 2**20 + 1), "gross.txt", 413, "limit_bytes"),
        (b"x" * (30 * 2**20), "gross.txt", 413, "limit_bytes"),
        (b"%PDF-1.7 broken", "kaputt.pdf", 422, "damaged_file"),
    ],
)
def test_a_bad_file_is_refused_and_nothing_is_stored(
    client: TestClient, database: Database, data: bytes, name: str, status: int, code: str | None
) -> None:
    response = upload(client, data, name)
    assert response.status_code == status, response.json()
    assert_problem(response, status, code or response.json()["code"])
    assert not any(row_counts(database).values())


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"municipality": "05758004"}, "municipality_unknown"),
        ({"municipality": "9" * 40}, "municipality_unknown"),
        ({"municipality": "\x00"}, "municipality_unknown"),
        ({"held_on": f"{SOON}"}, "date_in_future"),
        ({"held_on": "gestern"}, "date_invalid"),
        ({"held_on": "2026-02-30"}, "date_invalid"),
        ({"held_on": "20260514"}, "date_invalid"),
        ({"held_on": "2026-W20-4"}, "date_invalid"),
        ({"held_on": "1999-12-31"}, "date_too_early"),
        ({"held_on": "0001-01-01"}, "date_too_early"),
    ],
)
def test_wrong_fields_are_refused_and_nothing_is_stored(
    client: TestClient, database: Database, fields: dict[str, str], code: str
) -> None:
    assert_problem(upload(client, note(), **fields), 422, code)
    assert not any(row_counts(database).values())


def test_a_note_without_date_or_municipality_asks_for_them(client: TestClient) -> None:
    bare = note().decode().replace("Datum: 14.05.2026\n", "").encode()
    assert_problem(upload(client, bare), 422, "date_missing")
    assert upload(client, bare, held_on="2026-05-14").status_code == 201
    bare = note().decode().replace("Gemeinde: Rheda-Wiedenbrück\n", "").encode()
    assert_problem(upload(client, bare), 422, "municipality_missing")


def test_a_note_with_a_head_only_has_no_statements(client: TestClient, database: Database) -> None:
    head = b"Protokoll\nGemeinde: Verl\nDatum: 14.05.2026\n\nGenerative Themen\n"
    assert_problem(upload(client, head), 422, "note_without_statements")
    assert not any(row_counts(database).values())


def test_personal_data_is_refused_and_shown_to_the_uploader(
    client: TestClient, database: Database
) -> None:
    response = upload(client, note(extra="- Bitte an lea@beispiel.org schreiben."))
    (finding,) = assert_problem(response, 422, "personal_data")["findings"]
    assert (finding["type"], finding["name"]) == ("email", "E-Mail-Adresse")
    assert (finding["match"], finding["place"]) == ("lea@beispiel.org", "text")
    assert finding["before"].endswith("- Bitte an ")
    assert finding["after"].startswith(" schreiben.")
    assert not any(row_counts(database).values())


def test_what_is_uncertain_is_replaced_on_request(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "check", Gate(uncertain={"Amina": "name"}))
    response = upload(client, note(extra="- Amina sucht einen Kurs."), redact="true")
    assert response.status_code == 201
    assert response.json()["statements"][2]["text"] == "[Name] sucht einen Kurs."
    assert response.json()["review"] == [
        {"kind": "finding", "type": "name", "reason": None, "count": 1}
    ]


def test_what_the_gate_itself_is_not_sure_about_is_asked_and_answered(
    client: TestClient, database: Database
) -> None:
    response = upload(client, note(extra="\nE-Mail:\n"))
    review = assert_problem(response, 409, "confirmation_needed")["review"]
    assert "E-Mail:" in [place["match"] for one in review["questions"] for place in one["places"]]
    assert not any(row_counts(database).values())
    answers = {"secret": review["secret"], "answers": [], "replace_others": True}
    assert client.post(f"/api/drafts/{review['draft']}", json=answers).status_code == 201


def test_of_very_many_findings_the_first_are_shown(client: TestClient) -> None:
    extra = "\n".join(f"- Bitte an lea{n}@beispiel.org schreiben." for n in range(250))
    body = assert_problem(upload(client, note(extra=extra)), 422, "personal_data")
    assert len(body["findings"]) == 200
    assert body["found"] >= 250


def test_a_statement_that_never_ends_is_refused(client: TestClient, database: Database) -> None:
    endless = note(extra="- Es fehlt " + "und ".join(["Zeit "] * LONGEST) + "im Kurs.")
    body = assert_problem(upload(client, endless), 422, "statement_too_long")
    assert "1.000 Wörter" in body["detail"]
    assert not any(row_counts(database).values())


def test_only_institutions_of_the_taxonomy_are_kept(client: TestClient) -> None:
    named = note().replace(
        b"Teilnehmende: 18\n", b"Teilnehmende: 18\nInstitutionen: ABH, Verein Sonnenblume\n"
    )
    body = upload(client, named).json()
    assert body["note"]["institutions"] == ["Ausl\u00e4nderbeh\u00f6rde"]


def test_a_heading_is_kept_in_bounds(client: TestClient) -> None:
    heading = "Generative Themen " + "und Fragen " * 100
    long = note().decode().replace("Generative Themen", f"## {heading}").encode()
    sections = {item["section"] for item in upload(client, long, "a.md").json()["statements"]}
    assert all(len(section) <= 200 for section in sections)


def test_personal_data_in_the_name_of_the_file_is_refused(client: TestClient) -> None:
    response = upload(client, note(), "Protokoll_lea@beispiel.org.txt")
    (finding, *_) = assert_problem(response, 422, "personal_data")["findings"]
    assert finding["place"] == "filename"


@pytest.mark.parametrize(
    "again",
    [
        note(),
        note().replace(b"\n", b"\r\n"),
        note().replace(b"Planungskonferenz", b"  Planungskonferenz"),
    ],
)
def test_the_same_text_is_taken_only_once(
    client: TestClient, database: Database, again: bytes
) -> None:
    assert upload(client, note()).status_code == 201
    (uploaded,) = client.get("/api/notes").json()["items"]
    day = datetime.fromisoformat(uploaded["uploaded_at"]).astimezone(TIME_ZONE)
    before = row_counts(database)
    body = assert_problem(upload(client, again, "kopie.txt"), 409, "note_duplicate")
    assert f"{day:%d.%m.%Y}" in body["detail"]
    assert row_counts(database) == before


# --- Requests that are no uploads ---------------------------------------------------


@pytest.mark.parametrize(
    ("content", "content_type", "status", "code"),
    [
        (b"{}", "application/json", 415, "media_type"),
        (b"file=x", "application/x-www-form-urlencoded", 415, "media_type"),
        (b"x", "", 415, "media_type"),
        (b"x", "multipart/form-data", 400, "upload_malformed"),
        (b"--b\r\nbroken", "multipart/form-data; boundary=a", 400, "upload_malformed"),
        (
            b'--a\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\ncut',
            "multipart/form-data; boundary=a",
            422,
            "file_missing",
        ),
        (b"--a--\r\n", "multipart/form-data; boundary=a", 422, "file_missing"),
        (
            b'--a\r\nContent-Disposition: form-data; name="file"\r\n\r\ntext\r\n--a--\r\n',
            "multipart/form-data; boundary=a",
            422,
            "file_missing",
        ),
    ],
)
def test_a_body_that_is_no_upload_is_refused(
    client: TestClient, content: bytes, content_type: str, status: int, code: str
) -> None:
    headers = {"content-type": content_type}
    response = client.post("/api/notes", content=content, headers=headers)
    assert_problem(response, status, code)


@pytest.mark.parametrize(
    "unknown",
    ["00000000-0000-0000-0000-000000000000", "1", str(2**63), "-1", "%00", "a" * 300],
)
@pytest.mark.parametrize("noun", ["notes", "runs", "themes"])
def test_an_unknown_id_is_no_crash(client: TestClient, noun: str, unknown: str) -> None:
    response = client.get(f"/api/{noun}/{unknown}")
    assert response.status_code in {404, 422}
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=201", "offset=-1", f"offset={2**63}", "limit=x"]
)
@pytest.mark.parametrize("noun", ["notes", "runs"])
def test_pages_are_bounded(client: TestClient, noun: str, query: str) -> None:
    body = assert_problem(client.get(f"/api/{noun}?{query}"), 422, "input_invalid")
    assert query.partition("=")[0] in body["detail"]


# --- Where an upload goes -----------------------------------------------------------


def large_file() -> bytes:
    """Return a Word document over 1 MB, from which on the framework spools."""
    document = docx.Document()
    for line in note().decode().splitlines():
        document.add_paragraph(line)
    buffer = BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("word/media/photo.jpg", bytes(3 * 2**19))  # not compressed
    return buffer.getvalue()


@pytest.mark.sqlite
def test_an_upload_leaves_no_temporary_file(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    data = large_file()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    with pytest.raises(FileNotFoundError):
        tempfile.mkstemp()
    assert upload(client, data, "protokoll.docx").status_code == 201


def test_neither_the_file_nor_its_name_is_kept(
    client: TestClient, database: Database, settings: Settings
) -> None:
    extra = "\n\nAblauf\nDie Runde begann pünktlich mit Kaffee und Gebäck."
    upload(client, note(title="Eigentümlich") + extra.encode(), "merkwort.txt")
    database.close()
    found = kept(settings)
    assert b"Sprachkurse finden" in found
    assert b"merkwort" not in found
    assert "Eigentümlich".encode() not in found
