from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape
from io import BytesIO
from typing import TYPE_CHECKING

import docx
import pytest

from nlp.anonymity import gate
from service.catalogue import RULES
from service.errors import AssetsMissingError
from service.store.tables import RunRow, RunState
from service.usecases.deletion import delete_note
from service.usecases.notes import list_notes
from service.web.assets import ensure_assets
from tests.service.helpers import ACTOR
from tests.service.usecases.gates import Gate
from tests.service.web.examples import DISTRICT, add_notes, add_run, note, unfinished_run

if TYPE_CHECKING:
    from pathlib import Path

    from fastapi.testclient import TestClient
    from httpx import Response

    from service.store.sessions import Database

FORM = "/protokolle/hochladen"
NOBODYS = "6f6c1f0e-5a51-4f0b-8a30-0d2b1f6f9f10"
"""An id that nothing has."""


def send(client: TestClient, data: bytes, name: str = "protokoll.txt", **fields: str) -> Response:
    return client.post(FORM, files={"file": (name, data)}, data=fields, follow_redirects=False)


def text_of(response: Response) -> str:
    """Return what a reader sees, white space folded."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.text)).split())


def stored(database: Database) -> int:
    return list_notes(database, district=DISTRICT).total


# --- Start ----------------------------------------------------------------------


def test_the_start_page_asks_for_the_first_note(client: TestClient) -> None:
    assert "Erstes Protokoll hochladen" in text_of(client.get("/"))


def test_with_notes_the_start_page_offers_to_start_a_run(
    client: TestClient, database: Database
) -> None:
    add_notes(database)
    page = text_of(client.get("/"))
    assert "2 von 13" in page
    assert "6 Problemaussagen liegen vor" in page
    assert "Auswertung starten" in page


def test_after_a_run_the_start_page_leads_to_the_themes(
    client: TestClient, database: Database
) -> None:
    add_notes(database)
    add_run(database)
    assert "auf dem neuesten Stand" in text_of(client.get("/"))


def test_the_start_page_counts_what_came_after_the_last_run(
    client: TestClient, database: Database
) -> None:
    add_notes(database)
    add_run(database)
    send(client, note("Versmold", "01.06.2026"))
    assert "sind 3 Problemaussagen dazugekommen" in text_of(client.get("/"))


def test_the_start_page_asks_for_a_new_run_after_a_deletion(
    client: TestClient, database: Database
) -> None:
    add_notes(database)
    add_run(database)
    first = list_notes(database, district=DISTRICT).items[0]
    delete_note(database, first.id, district=DISTRICT, actor=ACTOR, now=datetime.now(UTC))

    page = text_of(client.get("/"))

    assert "wurden 3 Aussagen gelöscht" in page
    assert "Neue Auswertung starten" in page


def test_a_run_that_works_is_offered_to_be_followed(
    client: TestClient, database: Database
) -> None:
    add_notes(database)
    run = unfinished_run(database, RunState.RUNNING)
    assert f'href="/auswertungen/{run}"' in client.get("/").text


# --- Upload ---------------------------------------------------------------------


def test_an_upload_leads_to_the_statements_by_kind(client: TestClient) -> None:
    answer = send(client, note())
    assert answer.status_code == 303
    page = text_of(client.get(answer.headers["location"]))
    assert "Protokoll gespeichert" in page
    assert "Generative Themen (3)" in page
    assert "Vorschläge (1)" in page
    assert "Abschnitt „Generative Themen“" in page
    assert "Arzttermine scheitern in Borgholzhausen" in page


def test_an_upload_without_a_generative_theme_is_warned_about(client: TestClient) -> None:
    only_measures = note().replace(b"Generative Themen", b"Vorschl\xc3\xa4ge")

    page = text_of(client.get(send(client, only_measures).headers["location"]))

    assert "Kein generatives Thema erkannt" in page


def test_a_note_with_personal_data_is_refused_and_its_places_are_shown(
    client: TestClient, database: Database
) -> None:
    data = note() + "\nRückfragen an erika.muster@beispiel.de bis Freitag.\n".encode()
    answer = send(client, data)
    assert answer.status_code == 422
    page = text_of(answer)
    assert "Das Protokoll wurde nicht gespeichert" in page
    assert "<mark>erika.muster@beispiel.de</mark>" in answer.text
    assert "E-Mail-Adresse" in page
    assert "Was Sie jetzt tun können" in page
    assert stored(database) == 0


def test_findings_of_a_refusal_are_grouped_by_type_with_their_rule(client: TestClient) -> None:
    data = note() + (
        b"\nKontakt: erika.muster@beispiel.de, max.muster@beispiel.de, Frau Kowalski.\n"
    )
    page = text_of(send(client, data))
    assert "E-Mail-Adresse (2)" in page
    assert "Name (1)" in page
    assert RULES["title"] in page


def test_beside_the_text_only_what_is_certain_has_to_be_changed(
    client: TestClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Gate(uncertain={"Sommer": "name", "Hansen": "name"}, certain={"Kowalski": "name"})
    monkeypatch.setattr(gate, "check", made)
    document = docx.Document()
    for line in [*note().decode().splitlines(), "Hansen fehlt."]:
        document.add_paragraph(line)
    document.core_properties.author = "Kowalski"
    document.core_properties.title = "Sommer"
    data = BytesIO()
    document.save(data)
    page = text_of(send(client, data.getvalue(), "Hansen.docx"))
    assert "Dokument prüfen" in page
    assert "sicher erkannten Stellen im Text" not in page
    certain, _, rest = page.partition("1 Stelle im Text ist unsicher")
    asked, _, unasked = rest.partition("2 Stellen neben dem Text sind unsicher")
    assert "Kowalski in den Eigenschaften (Autor)" in certain
    assert "Beim nächsten Hochladen fragt das Programm Sie danach" in asked
    assert "Hansen fehlt. im Text" in asked
    assert "werden nie gespeichert" in unasked
    assert "Hansen … im Dateinamen" in unasked
    assert "Sommer in den Eigenschaften (Titel)" in unasked
    assert stored(database) == 0


def test_a_page_does_not_name_the_fields_of_programs(client: TestClient) -> None:
    page = text_of(client.get("/protokolle?erfolg=sehr"))
    assert "Eingabe ungültig" in page
    assert "erfolg" not in page


def test_text_of_a_note_is_never_markup(client: TestClient) -> None:
    data = note().replace(b"niemand dolmetscht", b"niemand <script>alert(1)</script> hilft")
    answer = client.get(send(client, data).headers["location"])
    assert "<script>" not in answer.text
    assert "&lt;script&gt;" in answer.text


@pytest.mark.parametrize(
    ("data", "name", "title", "status"),
    [
        (b"", "leer.txt", "Leere Datei", 422),
        (b"\x89PNG\r\n\x1a\n" + bytes(99), "bild.png", "Unbekanntes Format", 415),
        (b"Guten Tag.", "leer.txt", "Keine Aussagen gefunden", 422),
    ],
)
def test_an_unusable_file_is_explained_at_the_form(
    client: TestClient, data: bytes, name: str, title: str, status: int
) -> None:
    answer = send(client, data, name, municipality="05754028", held_on="2026-05-14")
    assert title in text_of(answer)
    assert answer.status_code == status
    assert "<title>Fehler: Protokoll hochladen" in answer.text
    assert 'href="#file"' in answer.text
    assert 'id="file-error"' in answer.text
    assert 'aria-describedby="file-hint file-error" aria-invalid="true"' in answer.text
    assert '<option value="05754028" selected>' in answer.text
    assert 'value="2026-05-14"' in answer.text


def test_a_form_without_a_file_says_so(client: TestClient, database: Database) -> None:
    answer = client.post(FORM, files={"file": ("", b"")})
    assert "Datei fehlt" in text_of(answer)
    assert stored(database) == 0


def test_a_missing_municipality_is_asked_for_at_its_field(client: TestClient) -> None:
    data = note().replace(b"Gemeinde: Borgholzhausen\n", b"").replace(b"Borgholzhausen", b"uns")
    answer = send(client, data)
    assert "Gemeinde fehlt" in text_of(answer)
    assert 'href="#municipality"' in answer.text
    assert 'id="municipality-error"' in answer.text
    assert send(client, data, municipality="05754004").status_code == 303


def test_a_date_in_the_future_is_told_at_its_field(client: TestClient) -> None:
    answer = send(client, note(), held_on="2099-01-01")
    assert "Datum in der Zukunft" in text_of(answer)
    assert 'id="held_on-error"' in answer.text


def test_a_note_that_comes_twice_is_refused(client: TestClient, database: Database) -> None:
    first = send(client, note())
    answer = send(client, note())
    assert answer.status_code == 409
    assert "schon vorhanden" in text_of(answer)
    assert "Aus Datenschutzgründen behalten wir sie nicht" in text_of(answer)
    assert f'href="{first.headers["location"].partition("?")[0]}"' in answer.text
    assert stored(database) == 1


def test_a_file_that_is_too_large_is_answered_in_german(client: TestClient) -> None:
    answer = send(client, b"x" * (21 * 2**20))
    assert answer.status_code == 413
    assert "Erlaubt sind 20 MB" in text_of(answer)


def test_another_site_cannot_send_the_form(client: TestClient, database: Database) -> None:
    answer = client.post(
        FORM, files={"file": ("a.txt", note())}, headers={"sec-fetch-site": "cross-site"}
    )
    assert answer.status_code == 403
    assert "Fremde Anfrage" in text_of(answer)
    assert "Zur Startseite" in text_of(answer)
    assert stored(database) == 0


# --- Notes ----------------------------------------------------------------------


def test_notes_are_listed_with_their_statements_by_kind(
    client: TestClient, database: Database
) -> None:
    add_notes(database)
    page = text_of(client.get("/protokolle"))
    assert page.index("Steinhagen, 02.06.2026") < page.index("Borgholzhausen, 14.05.2026")
    assert "Steinhagen, 02.06.2026 3 1 0 Textdatei" in page


def test_a_note_is_deleted_only_after_a_question(client: TestClient, database: Database) -> None:
    address = send(client, note()).headers["location"].split("?")[0]
    question = text_of(client.get(f"{address}/loeschen"))
    assert "Dieses Protokoll löschen?" in question
    assert "mit 4 Aussagen" in question
    assert stored(database) == 1
    answer = client.post(f"{address}/loeschen")
    assert "Protokoll gelöscht" in text_of(answer)
    assert stored(database) == 0


def test_municipalities_are_offered_in_german_order(client: TestClient) -> None:
    page = client.get(FORM).text
    names = re.findall(r'<option value="\d+">([^<]+)', page)
    assert len(names) == 13
    assert names == sorted(names)
    assert "aus dem Protokoll erkennen" in page


# --- Runs -----------------------------------------------------------------------


def test_starting_a_run_leads_to_its_progress(client: TestClient, database: Database) -> None:
    add_notes(database)
    answer = client.post("/auswertungen", follow_redirects=False)
    assert answer.status_code == 303
    page = client.get(answer.headers["location"])
    assert "wartet auf ihren Start" in text_of(page)
    assert page.headers["refresh"] == "5"


def test_without_statements_no_run_starts(client: TestClient) -> None:
    answer = client.post("/auswertungen")
    assert answer.status_code == 409
    assert "Nichts auszuwerten" in text_of(answer)


def test_a_second_run_is_refused_with_a_way_to_the_first(
    client: TestClient, database: Database
) -> None:
    add_notes(database)
    run = unfinished_run(database, RunState.RUNNING)
    answer = client.post("/auswertungen")
    assert "Auswertung läuft schon" in text_of(answer)
    assert f'href="/auswertungen/{run}"' in answer.text


def test_a_running_run_shows_its_stage_and_can_be_held(
    client: TestClient, database: Database
) -> None:
    run = unfinished_run(database, RunState.RUNNING)
    page = client.get(f"/auswertungen/{run}")
    assert "Aussagen werden gebündelt: 38\N{NO-BREAK SPACE}%" in unescape(page.text)
    assert page.headers["refresh"] == "5"
    held = client.get(f"/auswertungen/{run}?aktualisieren=aus")
    assert "refresh" not in held.headers
    assert "fortsetzen" in text_of(held)


@pytest.mark.parametrize("state", [RunState.QUEUED, RunState.RUNNING])
def test_an_open_run_can_be_cancelled(
    client: TestClient, database: Database, state: RunState
) -> None:
    add_notes(database)
    run = unfinished_run(database, state)
    address = f"/auswertungen/{run}/abbrechen"
    assert f'action="{address}"' in client.get(f"/auswertungen/{run}").text
    page = client.post(address)
    assert "Auswertung abgebrochen" in text_of(page)
    assert "refresh" not in page.headers
    assert address not in page.text
    assert "abgebrochen" in text_of(client.get("/auswertungen"))
    assert "abgebrochen" in text_of(client.post(address))


def test_a_finished_run_does_not_come_again(client: TestClient, database: Database) -> None:
    add_notes(database)
    page = client.get(f"/auswertungen/{add_run(database)}")
    assert "refresh" not in page.headers
    assert "sind 1 Thema geworden" in text_of(page)
    assert "1:05 Minuten" in text_of(page)


def test_a_failed_run_says_why_and_what_to_do(client: TestClient, database: Database) -> None:
    run = unfinished_run(database, RunState.FAILED, error="run_notes_changed")
    page = text_of(client.get(f"/auswertungen/{run}"))
    assert "Protokolle geändert" in page
    assert "Noch einmal versuchen" in page


def test_a_failed_run_is_tried_again_with_one_click(
    client: TestClient, database: Database
) -> None:
    add_notes(database)
    run = unfinished_run(database, RunState.FAILED, error="run_notes_changed")
    address = f"/auswertungen/{run}/wiederholen"
    assert f'method="post" action="{address}"' in client.get(f"/auswertungen/{run}").text
    answer = client.post(address, follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] != f"/auswertungen/{run}"
    assert "wartet auf ihren Start" in text_of(client.get(answer.headers["location"]))
    assert "Auswertung läuft schon" in text_of(client.post(address))


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (RunState.RUNNING, "Noch etwa 3 Minuten."),
        (RunState.QUEUED, "Sobald sie beginnt, dauert sie etwa 3 Minuten."),
    ],
)
def test_a_run_says_how_long_it_still_takes(
    client: TestClient, database: Database, state: RunState, words: str
) -> None:
    add_notes(database)
    before = unfinished_run(database, RunState.DONE)
    with database.writing() as session:
        session.get_one(RunRow, before).seconds = {"cluster": 300.0, "map": 30.0}
        session.commit()
    page = text_of(client.get(f"/auswertungen/{unfinished_run(database, state)}"))
    assert words in page.replace("\N{NO-BREAK SPACE}", " ")


def test_a_run_says_that_nobody_knows_how_long_it_takes(
    client: TestClient, database: Database
) -> None:
    page = client.get(f"/auswertungen/{unfinished_run(database, RunState.RUNNING)}")
    assert "lässt sich noch nicht sagen" in text_of(page)


def test_a_run_of_the_night_says_why_it_is_there(client: TestClient, database: Database) -> None:
    run = unfinished_run(database, RunState.RUNNING)
    assert "in der Nacht" not in text_of(client.get(f"/auswertungen/{run}"))
    with database.writing() as session:
        session.get_one(RunRow, run).nightly = True
        session.commit()
    assert "von selbst in der Nacht" in text_of(client.get(f"/auswertungen/{run}"))


# --- Every page ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("/nichts", "Seite nicht gefunden"),
        ("/protokolle/unsinn", "Seite nicht gefunden"),
        (f"/protokolle/{NOBODYS}", "Protokoll nicht gefunden"),
        (f"/auswertungen/{NOBODYS}", "Auswertung nicht gefunden"),
        (f"/themen/{NOBODYS}", "Thema nicht gefunden"),
        ("/themen/T-2026-999", "Thema nicht gefunden"),
        ("/themen/unsinn", "Thema nicht gefunden"),
        (f"/auswertungen/{NOBODYS}/veraenderungen", "Auswertung nicht gefunden"),
        ("/protokolle/vorlagen/..%2F..%2FREADME.md", "Seite nicht gefunden"),
    ],
)
def test_what_is_not_there_is_told_in_german(client: TestClient, address: str, title: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert title in text_of(answer)
    assert 'href="/"' in answer.text


def test_an_error_of_ours_tells_nothing_but_a_way_on(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_options: object) -> None:
        message = "a secret"
        raise RuntimeError(message)

    monkeypatch.setattr("service.web.start.overview", broken)
    answer = client.get("/")
    assert answer.status_code == 500
    assert "Unerwarteter Fehler" in text_of(answer)
    assert "a secret" not in answer.text


@pytest.mark.parametrize(
    "address",
    ["/", "/protokolle", FORM, "/auswertungen", "/themen", "/karte", "/datenschutz",
     "/barrierefreiheit", "/nichts"],
)  # fmt: skip
def test_every_page_keeps_to_the_strict_policy(client: TestClient, address: str) -> None:
    page = client.get(address)
    assert "<script" not in page.text
    assert " style=" not in page.text
    assert "<style" not in page.text
    assert not re.search(r"""(src|href|action)=["'](https?:)?//""", page.text)
    assert page.text.count("<h1") == 1
    assert '<html lang="de">' in page.text
    assert "default-src 'self'" in page.headers["content-security-policy"]


def test_the_design_is_served_from_here(client: TestClient) -> None:
    for address in re.findall(
        r'<link rel="(?:stylesheet|icon)" href="([^"]+)"', client.get("/").text
    ):
        assert client.get(address).status_code == 200


def test_without_the_design_system_nothing_starts(tmp_path: Path) -> None:
    with pytest.raises(AssetsMissingError):
        ensure_assets(tmp_path)


def test_the_note_templates_can_be_downloaded(client: TestClient) -> None:
    addresses = re.findall(r'href="(/protokolle/vorlagen/[^"]+)"', client.get("/protokolle").text)
    assert {address.rsplit(".", 1)[1] for address in addresses} == {"docx", "odt", "xlsx"}
    for address in addresses:
        answer = client.get(address)
        assert answer.content.startswith(b"PK")
        assert "attachment" in answer.headers["content-disposition"]
