from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from nlp.anonymity import gate
from nlp.types import Finding, Span, Tier, Verdict
from service.app import create_app
from service.store.tables import DraftRow, StatementRow
from tests.service.helpers import sign_in
from tests.service.web.examples import doubtful_note, telling_note
from tests.service.web.test_pages import FORM, send, stored, text_of

if TYPE_CHECKING:
    from httpx import Response

    from nlp.types import Document
    from service.settings import Settings
    from service.store.sessions import Database

DRAFT = r"/protokolle/entwuerfe/[0-9a-f-]{36}"
GONE = "Protokoll neu hochladen"


def ask(client: TestClient, data: bytes | None = None) -> str:
    """Upload a note that raises questions; return the address of its draft."""
    answer = send(client, data or doubtful_note("Selamawit", "Tesfay"))
    assert answer.status_code == 303
    address = answer.headers["location"]
    assert re.fullmatch(DRAFT, address)
    return str(address)


def seen(response: Response) -> str:
    """Return what a reader sees, every space an ordinary one."""
    return text_of(response).replace("\N{NO-BREAK SPACE}", " ")


def key_of(page: str, text: str) -> str:
    """Return the key of the question about a text."""
    for fieldset in re.findall(r"<fieldset.*?</fieldset>", page, re.DOTALL):
        if f"<mark>{text}</mark>" in fieldset:
            found = re.search(r'<fieldset[^>]* id="(\w+)"', fieldset)
            assert found
            return found[1]
    pytest.fail(f"nothing is asked about {text}")


def answers_of(client: TestClient, address: str, **kept: str) -> dict[str, str]:
    """Return what the form would send if these texts were kept for these reasons."""
    page = client.get(address).text
    chosen = dict(re.findall(r'name="(\w+)" value="(\w+)" required checked', page))
    return chosen | {key_of(page, text): reason for text, reason in kept.items()}


def statements(database: Database) -> str:
    with database.reading() as session:
        return "\n".join(session.exec(select(StatementRow.text)).all())


# --- The way there ----------------------------------------------------------------


def test_the_key_of_a_draft_is_in_a_cookie_for_its_address_alone(
    client: TestClient, database: Database
) -> None:
    answer = send(client, doubtful_note("Selamawit"))
    address = answer.headers["location"]
    name, _, rest = answer.headers["set-cookie"].partition("=")
    secret, _, attributes = rest.partition(";")
    assert name == f"entwurf-{address.rsplit('/', 1)[1]}"
    assert secret not in address
    parts = {part.strip().lower() for part in attributes.split(";")}
    assert {"httponly", "samesite=strict", f"path={address}"} <= parts
    assert "secure" not in parts
    (age,) = (int(part[8:]) for part in parts if part.startswith("max-age="))
    assert 0 < age <= 3600
    assert stored(database) == 0


def test_over_https_the_key_is_sent_over_https_only(
    settings: Settings, database: Database
) -> None:
    with TestClient(create_app(settings), base_url="https://testserver") as client:
        sign_in(client, database)
        cookie = send(client, doubtful_note("Selamawit")).headers["set-cookie"]
    assert "; Secure" in cookie


# --- The questions ----------------------------------------------------------------


def test_a_text_is_asked_about_once_with_its_places(client: TestClient) -> None:
    address = ask(client, doubtful_note("Selamawit", *["Tesfay"] * 5))
    answer = client.get(address)
    page = seen(answer)
    assert "Protokoll prüfen: 2 Fragen" in page
    assert "kommt 5-mal vor" in page
    assert "2 weitere Stellen zeigen" in page
    assert answer.text.count("<mark>Tesfay</mark>") == 5
    assert answer.text.index("<details") < answer.text.rindex("<mark>Tesfay</mark>")


def test_a_question_offers_a_placeholder_first_and_reasons_to_keep(client: TestClient) -> None:
    page = client.get(ask(client, doubtful_note("Selamawit")))
    values = re.findall(r'type="radio" id="\w+-(\w+)"', page.text)
    assert values == ["replace", "no_person", "public", "general"]
    assert re.findall(r'value="(\w+)" required checked', page.text) == ["replace"]
    assert "Ersetzen durch [Name]" in seen(page)


def test_features_that_single_a_person_out_are_asked_about_together(
    client: TestClient, database: Database
) -> None:
    address = ask(client, telling_note())
    answer = client.get(address)
    page = seen(answer)
    assert "Lassen die Angaben zusammen jemanden erkennen?" in page
    assert "Lässt die Stelle jemanden erkennen?" not in page
    assert page.index("Alter (1)") < page.index("Herkunft (1)") < page.index("Familie (1)")
    assert "Ersetzen: Eine Mutter ist 30–39 Jahre alt, kommt aus …" in page
    values = re.findall(r'type="radio" id="\w+-(\w+)"', answer.text)
    assert values == ["replace", "general"] * 3
    client.post(address, data=answers_of(client, address))
    assert "30–39 Jahre alt, kommt aus Ostafrika" in statements(database)


def test_the_page_says_until_when_there_is_time(client: TestClient, database: Database) -> None:
    address = ask(client)
    with database.writing() as session:
        draft = session.exec(select(DraftRow)).one()
        draft.expires_at = datetime(2099, 1, 9, 13, 32, tzinfo=UTC)
        session.add(draft)
        session.commit()
    assert "Um 14:32 Uhr wird er gelöscht" in seen(client.get(address))


def test_text_of_a_note_is_no_markup_in_a_question(client: TestClient) -> None:
    data = doubtful_note("Selamawit").replace(b"besucht", b"<script>alert(1)</script>")
    page = client.get(ask(client, data)).text
    assert "<script" not in page
    assert "&lt;script&gt;" in page


# --- The answers ------------------------------------------------------------------


def test_what_is_replaced_is_not_stored_and_what_is_kept_is(
    client: TestClient, database: Database
) -> None:
    address = ask(client)
    answer = client.post(
        address, data=answers_of(client, address, Tesfay="no_person"), follow_redirects=False
    )
    assert answer.status_code == 303
    assert re.fullmatch(
        r"/protokolle/[0-9a-f-]{36}\?erfolg=hochgeladen", answer.headers["location"]
    )
    assert "Max-Age=0" in answer.headers["set-cookie"]
    assert f"Path={address}" in answer.headers["set-cookie"]
    text = statements(database)
    assert "Selamawit" not in text
    assert "[Name]" in text
    assert "Tesfay" in text
    page = seen(client.get(answer.headers["location"]))
    assert "1 Stelle ersetzt, 1 Stelle behalten" in page


def test_a_missing_answer_is_asked_for_again_and_the_others_stay(
    client: TestClient, database: Database
) -> None:
    address = ask(client)
    sent = answers_of(client, address, Tesfay="general")
    missing = key_of(client.get(address).text, "Selamawit")
    del sent[missing]
    answer = client.post(address, data=sent)
    assert answer.status_code == 422
    assert "1 Frage ist offen" in seen(answer)
    assert f'href="#{missing}-replace"' in answer.text
    assert f'id="{missing}-error"' in answer.text
    assert f'aria-describedby="{missing}-error {missing}-why"' in answer.text
    assert "<title>Fehler: Protokoll prüfen" in answer.text
    assert re.findall(r'value="(\w+)" required checked', answer.text) == ["general"]
    assert stored(database) == 0


def test_an_unknown_answer_is_refused_without_being_repeated(
    client: TestClient, database: Database
) -> None:
    address = ask(client)
    sent = answers_of(client, address, Tesfay="Erika")
    answer = client.post(address, data=sent)
    assert answer.status_code == 422
    assert "Eingabe ungültig" in seen(answer)
    assert "Erika" not in answer.text
    assert stored(database) == 0
    assert client.get(address).status_code == 200


def test_what_the_answers_leave_is_asked_in_another_round(
    client: TestClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = gate.check

    def look_closer(document: Document, *, filename: str, population: int | None) -> Verdict:
        verdict = look(document, filename=filename, population=population)
        if "[Name]" not in document.text:
            return verdict
        start = document.text.index("Wohnungsmarkt")
        another = Finding(Span(start, start + 13), "unknown_word", Tier.CONFIRM, "unknown")
        return replace(verdict, findings=(*verdict.findings, another))

    monkeypatch.setattr(gate, "check", look_closer)
    address = ask(client)
    sent = answers_of(client, address)
    answer = client.post(address, data=sent, follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{address}?hinweis=weitere"
    assert f"Path={address}" in answer.headers["set-cookie"]
    page = client.get(answer.headers["location"])
    assert "Es sind noch Fragen offen" in seen(page)
    assert "Protokoll prüfen: 1 Frage" in seen(page)
    assert stored(database) == 0
    client.post(address, data=answers_of(client, address, Wohnungsmarkt="no_person"))
    assert stored(database) == 1
    assert "Selamawit" not in statements(database)
    assert "Wohnungsmarkt" in statements(database)


def test_an_answer_to_no_question_leads_back_to_the_questions(
    client: TestClient, database: Database
) -> None:
    address = ask(client)
    sent = answers_of(client, address) | {"q99": "replace"}
    answer = client.post(address, data=sent)
    assert answer.status_code == 200
    assert "Es sind noch Fragen offen" in seen(answer)
    assert stored(database) == 0


def test_the_page_takes_no_other_reason_for_a_feature(
    client: TestClient, database: Database
) -> None:
    address = ask(client, telling_note())
    sent = dict.fromkeys(answers_of(client, address), "public")
    answer = client.post(address, data=sent)
    assert answer.status_code == 422
    assert "Grund passt nicht" in seen(answer)
    assert stored(database) == 0
    assert client.get(address).status_code == 200


def test_a_note_that_is_here_already_is_led_to_after_the_answers(
    client: TestClient, database: Database
) -> None:
    first = ask(client)
    kept = client.post(first, data=answers_of(client, first), follow_redirects=False)
    note = kept.headers["location"].partition("?")[0]
    again = ask(client)
    answer = client.post(again, data=answers_of(client, again))
    assert answer.status_code == 409
    assert "Protokoll schon vorhanden" in seen(answer)
    assert f'href="{note}"' in answer.text
    assert f'href="{FORM}"' in answer.text
    assert "Max-Age=0" in answer.headers["set-cookie"]
    assert stored(database) == 1
    with database.reading() as session:
        assert session.exec(select(DraftRow)).all() == []


def test_answers_come_as_a_form_without_files(client: TestClient) -> None:
    address = ask(client)
    answer = client.post(address, files={"q1": ("a.txt", b"x")})
    assert answer.status_code == 415


def test_a_second_click_does_not_store_the_note_twice(
    client: TestClient, database: Database
) -> None:
    address = ask(client)
    sent = answers_of(client, address)
    cookies = dict(client.cookies)
    assert client.post(address, data=sent).status_code == 200
    client.cookies.update(cookies)
    again = client.post(address, data=sent)
    assert again.status_code == 404
    assert "Zu den Protokollen" in seen(again)
    assert stored(database) == 1


def test_a_draft_can_be_discarded(client: TestClient, database: Database) -> None:
    address = ask(client)
    answer = client.post(f"{address}/verwerfen", follow_redirects=False)
    assert answer.status_code == 303
    assert "Max-Age=0" in answer.headers["set-cookie"]
    assert "Entwurf verworfen" in seen(client.get(answer.headers["location"]))
    assert stored(database) == 0
    with database.reading() as session:
        assert session.exec(select(DraftRow)).all() == []


# --- A draft that is not there ----------------------------------------------------


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("case", ["no cookie", "wrong cookie", "another's cookie", "unknown"])
def test_without_its_key_nobody_sees_a_draft(
    client: TestClient, database: Database, case: str, method: str
) -> None:
    address = ask(client)
    other = ask(client, doubtful_note("Selamawit", place="Steinhagen"))
    foreign = client.cookies.get(f"entwurf-{other.rsplit('/', 1)[1]}")
    client.cookies.clear()
    if case == "unknown":
        address = f"/protokolle/entwuerfe/{uuid4()}"
    secret = {"wrong cookie": "x", "another's cookie": foreign, "unknown": foreign}.get(case)
    sign_in(client, database)
    if secret:
        client.cookies.set(f"entwurf-{address.rsplit('/', 1)[1]}", secret)
    data = {"data": {"q1": "replace"}} if method == "post" else {}
    answer = client.request(method, address, **data)  # type: ignore[arg-type] # httpx's own options
    assert answer.status_code == 404
    assert GONE in seen(answer)
    assert "Selamawit" not in answer.text
    assert stored(database) == 0


def test_an_expired_draft_tells_to_upload_again(client: TestClient, database: Database) -> None:
    address = ask(client)
    sent = answers_of(client, address)
    with database.writing() as session:
        draft = session.exec(select(DraftRow)).one()
        draft.expires_at = datetime.now(UTC) - timedelta(seconds=1)
        session.add(draft)
        session.commit()
    for answer in (client.get(address), client.post(address, data=sent)):
        assert answer.status_code == 404
        assert f'href="{FORM}"' in answer.text
        assert GONE in seen(answer)
    assert stored(database) == 0
