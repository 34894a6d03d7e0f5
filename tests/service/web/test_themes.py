from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from sqlmodel import select

from service.store.tables import AssignmentRow, RunState
from tests.service.web.examples import (
    COURSES,
    DOCTORS,
    add_notes,
    add_run,
    add_themes,
    note,
    unfinished_run,
)
from tests.service.web.test_pages import send, text_of

if TYPE_CHECKING:
    from fastapi.testclient import TestClient
    from httpx import Response

    from service.store.sessions import Database

LIST = "/themen"
PAGE = f"/themen/{COURSES}"
OTHER = f"/themen/{DOCTORS}"
MERGE = "/themen/zusammenlegen"
STORE = "/themenspeicher"


@pytest.fixture
def run(database: Database) -> str:
    return str(add_themes(database))


def act(client: TestClient, address: str, action: str, **fields: str | list[str]) -> Response:
    """Press a button of a form that was just opened, and stay at its answer."""
    data = {"action": action, "versions": versions(client), **fields}
    return client.post(address, data=data, follow_redirects=False)


def versions(client: TestClient) -> str:
    """Return what the forms of pages carry: the versions of all themes of today."""
    themes = client.get("/api/themes/current").json().get("themes", [])
    return " ".join(theme["version"] for theme in themes)


def held(client: TestClient, address: str = PAGE) -> list[str]:
    """Return the ids of the statements that a page lets choose."""
    return re.findall(r'name="statements" value="([^"]+)"', client.get(address).text)


def where(answer: Response) -> str:
    assert answer.status_code == 303, text_of(answer)
    return answer.headers["location"]


# --- All themes -------------------------------------------------------------------


@pytest.mark.parametrize("address", [LIST, STORE, MERGE])
def test_before_the_first_run_the_way_to_it_is_shown(client: TestClient, address: str) -> None:
    assert "Zu den Auswertungen" in text_of(client.get(address))


@pytest.mark.usefixtures("run")
def test_themes_stand_under_their_field_with_reach_and_trust(client: TestClient) -> None:
    page = text_of(client.get(LIST))
    assert page.index("Sprache und Bildung (1)") < page.index("Sprachkurse mit Kinderbetreuung")
    assert page.index("Gesundheit und Pflege (1)") < page.index("Arzttermine ohne Sprachmittlung")
    assert "3 Aussagen Sehr verlässlich 3 von 13 Gemeinden strukturell" in page
    assert "3 von 13 Gemeinden örtlich" in page
    assert "3 Aussagen gehören zu keinem Thema" in page
    assert "warten auf die nächste Auswertung" not in page


def test_where_all_themes_are_small_they_are_not_folded_away(
    client: TestClient, database: Database
) -> None:
    add_notes(database)
    add_run(database)
    page = client.get(LIST)
    assert "Kleine Themen (1, mit höchstens zwei Aussagen)" in text_of(page)
    assert '<details class="kern-accordion fold" open>' in page.text


@pytest.mark.usefixtures("run")
def test_a_dismissed_theme_is_folded_at_the_end(client: TestClient) -> None:
    assert where(act(client, PAGE, "thema-zurueckstellen")) == (
        f"{PAGE}?erfolg=thema-zurueckgestellt"
    )
    page = text_of(client.get(LIST))
    assert "Sprache und Bildung (1)" not in page
    assert page.index("Zurückgestellte Themen (1)") < page.index("Sprachkurse mit Kinder")
    assert "Dieses Thema ist zurückgestellt" in text_of(client.get(PAGE))
    assert "Thema zurückstellen" not in text_of(client.get(PAGE))


@pytest.mark.usefixtures("run")
def test_decisions_that_wait_are_counted_with_the_way_to_a_run(client: TestClient) -> None:
    act(client, PAGE, "umbenennen", label="Sprachkurse am Abend")
    page = client.get(LIST)
    assert "1 Entscheidung wartet auf die nächste Auswertung" in text_of(page)
    assert '<form class="actions" method="post" action="/auswertungen">' in page.text
    act(client, PAGE, "umbenennen", label="Kurse")
    assert "2 Entscheidungen warten" in text_of(client.get(LIST))


@pytest.mark.usefixtures("run")
def test_while_a_run_works_no_other_is_offered(client: TestClient, database: Database) -> None:
    act(client, PAGE, "umbenennen", label="Sprachkurse am Abend")
    working = unfinished_run(database, RunState.RUNNING)
    page = client.get(LIST).text
    assert f'href="/auswertungen/{working}"' in page
    assert 'action="/auswertungen"' not in page


# --- Merging ----------------------------------------------------------------------


@pytest.mark.usefixtures("run")
def test_themes_are_merged_after_a_question(client: TestClient) -> None:
    question = client.get(MERGE, params={"thema": [DOCTORS, COURSES]})
    assert "2 Themen zusammenlegen?" in text_of(question)
    assert "Zum Beispiel: „Arzttermine scheitern in" in text_of(question)
    answer = act(
        client,
        MERGE,
        "zusammenlegen",
        themes=[COURSES, DOCTORS],
        target=DOCTORS,
        label="Kurse und Arzttermine",
    )
    assert where(answer) == f"{OTHER}?erfolg=zusammengelegt"
    page = text_of(client.get(where(answer)))
    assert "Themen zusammengelegt" in page
    assert "Kurse und Arzttermine 6 Aussagen" in page
    assert client.get(PAGE).url.path == OTHER  # the theme that was merged away leads on


@pytest.mark.usefixtures("run")
@pytest.mark.parametrize("chosen", [[], [COURSES], [COURSES, "T-2026-999"]])
def test_fewer_than_two_themes_cannot_be_merged(client: TestClient, chosen: list[str]) -> None:
    answer = client.get(MERGE, params={"thema": chosen})
    assert answer.status_code == 422
    assert "Zu wenige Themen" in text_of(answer)
    assert "<title>Fehler: Themen" in answer.text
    assert (f'value="{COURSES}" aria-label="„Sprachkurse mit Kinderbetreuung“ auswählen" checked'
            in answer.text) == (COURSES in chosen)  # fmt: skip


@pytest.mark.usefixtures("run")
def test_a_name_that_is_refused_is_kept_in_the_question(client: TestClient) -> None:
    name = "Anruf: 0521 123456"
    answer = act(
        client, MERGE, "zusammenlegen", themes=[COURSES, DOCTORS], target=DOCTORS, label=name
    )
    assert answer.status_code == 422
    assert "Personenbezug im Namen" in text_of(answer)
    assert f'value="{name}" aria-describedby="name-hint name-error" aria-invalid' in answer.text
    assert f'value="{DOCTORS}" checked' in answer.text


# --- One theme --------------------------------------------------------------------


def test_a_theme_is_told_in_plain_sentences(client: TestClient, run: str) -> None:
    page = text_of(client.get(PAGE))
    assert "Sehr verlässlich: Zwei Aussagen dieses Themas lagen im Mittel in 9 von 10" in page
    assert "Genannt in allen 3 Gemeinden, mehr als der Zufall erwarten lässt" in page
    assert "Ein Vergleich mit dem vorigen Halbjahr ist noch nicht möglich" in page
    assert "Dieses Thema hat sich geteilt; hier geblieben sind 3 von 5 Aussagen" in page
    assert "Nächstes Thema Arzttermine ohne Sprachmittlung" in page
    assert "Vorschlag: Sprache und Bildung (ziemlich sicher)" in page
    assert "Teilthemen (2)" in page
    assert "Vormittags (2)" in page
    assert "Aussagen (3)" in page
    assert "Bisher nicht genannt in: Gütersloh" in page
    assert f'href="/auswertungen/{run}/veraenderungen"' in client.get(PAGE).text
    assert "Entstanden aus „Sprachkurse mit Kinderbetreuung“" in text_of(client.get(OTHER))


@pytest.mark.usefixtures("run")
def test_a_theme_gets_another_name(client: TestClient) -> None:
    answer = act(client, PAGE, "umbenennen", label="  Kurse   am Abend ")
    assert where(answer) == f"{PAGE}?erfolg=umbenannt"
    page = text_of(client.get(where(answer)))
    assert "Name gespeichert" in page
    assert "von Ihnen benannt" in page
    assert "Name im Programm Sprachkurse mit Kinderbetreuung" in page
    assert "Kurse am Abend" in text_of(client.get(LIST))


@pytest.mark.usefixtures("run")
@pytest.mark.parametrize(
    ("label", "title"),
    [("", "Name fehlt"), ("x" * 121, "Name zu lang"), ("Frau Kowalski", "Personenbezug im Namen")],
)
def test_a_wrong_name_is_told_at_its_field_and_kept(
    client: TestClient, label: str, title: str
) -> None:
    answer = act(client, PAGE, "umbenennen", label=label)
    assert answer.status_code == 422
    assert title in text_of(answer)
    assert 'href="#umbenennen-name"' in answer.text
    assert f'value="{label}" aria-describedby="umbenennen-name-hint umbenennen-name-error"' in (
        answer.text
    )
    assert answer.text.count("aria-invalid") == 1
    assert "<title>Fehler: Thema" in answer.text


@pytest.mark.usefixtures("run")
def test_people_choose_the_field(client: TestClient) -> None:
    answer = act(client, PAGE, "handlungsfeld", field="wohnen-mobilitaet")
    assert "Handlungsfeld gespeichert" in text_of(client.get(where(answer)))
    assert "Wohnen und Mobilität (1) Sprachkurse" in text_of(client.get(LIST)).replace("„", "")
    refused = act(client, PAGE, "handlungsfeld", field="")
    assert "Handlungsfeld fehlt" in text_of(refused)
    assert 'href="#handlungsfeld-wahl"' in refused.text


@pytest.mark.usefixtures("run")
def test_statements_become_a_theme_of_their_own(client: TestClient) -> None:
    leaving = held(client)[:1]
    answer = act(client, PAGE, "abtrennen", statements=leaving, label="Kurse am Abend")
    assert where(answer) == f"{PAGE}?erfolg=abgetrennt&ziel=T-2026-003"
    page = client.get(where(answer))
    assert "Zum Thema „Kurse am Abend“" in text_of(page)
    assert "von Ihnen geändert" in text_of(page)
    assert held(client, "/themen/T-2026-003") == leaving
    new = text_of(client.get("/themen/T-2026-003"))
    assert "Dieses Thema haben Sie gebildet" in new
    assert "Kleine Themen (2," in text_of(client.get(LIST))


@pytest.mark.usefixtures("run")
def test_what_was_chosen_and_typed_is_kept_where_a_split_is_refused(client: TestClient) -> None:
    every = held(client)
    answer = act(client, PAGE, "abtrennen", statements=every, label="Alles")
    assert answer.status_code == 422
    assert "Mindestens eine Aussage muss im alten Thema bleiben" in text_of(answer)
    assert answer.text.count('name="statements"') == answer.text.count(" checked>") == 3
    told = 'aria-describedby="abtrennen-name-hint abtrennen-name-error" aria-invalid'
    assert f'value="Alles" {told}' in answer.text


@pytest.mark.usefixtures("run")
def test_a_statement_moves_to_another_theme(client: TestClient) -> None:
    moving = held(client)[:1]
    answer = act(client, PAGE, "verschieben", statements=moving, target=DOCTORS)
    assert where(answer) == f"{PAGE}?erfolg=verschoben&ziel={DOCTORS}"
    assert "Zum Thema „Arzttermine" in text_of(client.get(where(answer)))
    assert moving[0] in held(client, OTHER)


@pytest.mark.usefixtures("run")
def test_the_last_statement_leads_to_where_it_went(client: TestClient) -> None:
    answer = act(client, PAGE, "verschieben", statements=held(client), target=DOCTORS)
    assert where(answer) == f"{OTHER}?erfolg=verschoben"
    answer = act(client, OTHER, "aussagen-zurueckstellen", statements=held(client, OTHER))
    assert where(answer) == f"{STORE}?erfolg=aussagen-zurueckgestellt"


@pytest.mark.usefixtures("run")
@pytest.mark.parametrize(
    ("action", "title", "place"),
    [
        ("verschieben", "Nichts zu verschieben", "aussagen"),
        ("aussagen-zurueckstellen", "Nichts zurückzustellen", "aussagen"),
        ("abtrennen", "Nicht zu teilen", "aussagen"),
    ],
)
def test_without_a_choice_the_form_says_what_is_missing(
    client: TestClient, action: str, title: str, place: str
) -> None:
    answer = act(client, PAGE, action)
    assert answer.status_code == 422
    assert title in text_of(answer)
    assert f'href="#{place}"' in answer.text
    assert f'id="{place}"' in answer.text
    assert "aria-invalid" not in answer.text


@pytest.mark.usefixtures("run")
def test_without_a_target_the_form_leads_to_its_choice(client: TestClient) -> None:
    answer = act(client, PAGE, "verschieben", statements=held(client)[:1], target="")
    assert 'href="#verschieben-ziel"' in answer.text
    assert 'aria-describedby="verschieben-ziel-error" aria-invalid="true"' in answer.text


@pytest.mark.usefixtures("run")
def test_later_statements_are_marked_as_preliminary(
    client: TestClient, database: Database
) -> None:
    with database.writing() as session:
        row = session.exec(select(AssignmentRow).where(AssignmentRow.strength > 0)).first()
        assert row
        row.preliminary = True
        session.commit()
    assert "vorläufig: 1 neue Aussage" in text_of(client.get(LIST))


# --- What must not be taken ---------------------------------------------------------


@pytest.mark.usefixtures("run")
@pytest.mark.parametrize("address", [PAGE, MERGE, STORE])
def test_another_site_cannot_send_a_form(client: TestClient, address: str) -> None:
    answer = client.post(
        address,
        data={"action": "umbenennen", "label": "Fremd"},
        headers={"sec-fetch-site": "cross-site"},
    )
    assert answer.status_code == 403
    assert "Fremde Anfrage" in text_of(answer)
    assert "Fremd" not in text_of(client.get(LIST))


@pytest.mark.usefixtures("run")
def test_a_form_of_ours_says_what_it_wants(client: TestClient) -> None:
    assert act(client, PAGE, "loben").status_code == 422
    assert act(client, PAGE, "verschieben", statements=["unsinn"]).status_code == 422
    assert client.post(PAGE, files={"file": b"x"}).status_code == 415
    assert client.post(STORE, data={"put": "unsinn"}).status_code == 422
    assert client.get(f"{PAGE}?erfolg=sehr").status_code == 422
    assert client.get(f"{PAGE}?ziel=//fremd").status_code == 422


@pytest.mark.usefixtures("run")
def test_a_theme_that_is_gone_cannot_be_changed(client: TestClient) -> None:
    answer = act(client, "/themen/T-2026-999", "umbenennen", label="Busse")
    assert answer.status_code == 404
    assert "Thema nicht gefunden" in text_of(answer)


@pytest.mark.usefixtures("run")
def test_names_and_statements_are_never_markup(client: TestClient) -> None:
    act(client, PAGE, "umbenennen", label="<script>alert(1)</script>")
    for address in (LIST, PAGE, OTHER, STORE, "/entscheidungen"):
        assert "<script" not in client.get(address).text


# --- The Themenspeicher -------------------------------------------------------------


@pytest.mark.usefixtures("run")
def test_the_store_shows_how_near_the_nearest_theme_is(client: TestClient) -> None:
    page = text_of(client.get(STORE))
    assert "Ohne Thema (3)" in page
    assert "Liegt nahe bei Sprachkurse mit Kinderbetreuung" in page
    assert "Sie haben keine Aussage zurückgestellt" in page
    assert "Einzelfälle: zurück an das Case Management (1)" in page
    assert "Die Mutter besucht seit Mai einen Kurs. Borgholzhausen, Protokoll vom" in page


@pytest.mark.usefixtures("run")
def test_a_button_puts_a_statement_into_the_nearest_theme(client: TestClient) -> None:
    statement = held(client, STORE)[0]
    put = {"put": f"{statement} {COURSES}", "versions": versions(client)}
    answer = client.post(STORE, data=put, follow_redirects=False)
    assert where(answer) == f"{STORE}?erfolg=verschoben&ziel={COURSES}"
    assert "Aussagen verschoben" in text_of(client.get(where(answer)))
    assert statement in held(client)


@pytest.mark.usefixtures("run")
def test_open_statements_make_a_new_theme(client: TestClient) -> None:
    answer = act(client, STORE, "bilden", statements=held(client, STORE)[:2], label="Wohnungen")
    assert where(answer) == "/themen/T-2026-003?erfolg=gebildet"
    assert "Neues Thema gebildet" in text_of(client.get(where(answer)))
    refused = act(client, STORE, "bilden", statements=held(client, STORE), label="Eine")
    assert refused.status_code == 422
    assert "Zu wenige Aussagen" in text_of(refused)
    assert 'value="Eine" aria-describedby="bilden-name-error" aria-invalid' in refused.text


@pytest.mark.usefixtures("run")
def test_what_was_put_aside_is_fetched_back(client: TestClient) -> None:
    aside = held(client)[:1]
    act(client, PAGE, "aussagen-zurueckstellen", statements=aside)
    assert "Zurückgestellt (1)" in text_of(client.get(STORE))
    assert aside[0] not in held(client)
    answer = act(client, STORE, "verschieben", statements=aside, target=COURSES)
    assert where(answer) == f"{STORE}?erfolg=verschoben&ziel={COURSES}"
    assert aside[0] in held(client)


@pytest.mark.usefixtures("run")
def test_a_note_that_came_later_does_not_disturb(client: TestClient) -> None:
    send(client, note("Rietberg", "01.07.2026"))
    for address in (LIST, PAGE, STORE):
        assert client.get(address).status_code == 200
