from __future__ import annotations

import re
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from sqlmodel import select

from nlp.themes.replay import Code
from service.store.tables import DecisionRow, RunRow
from tests.service.web.examples import COURSES, DOCTORS, add_themes
from tests.service.web.test_pages import text_of
from tests.service.web.test_themes import MERGE, PAGE, STORE, act, held

if TYPE_CHECKING:
    from fastapi.testclient import TestClient
    from httpx import Response

    from service.store.sessions import Database

LOG = "/entscheidungen"


@pytest.fixture(autouse=True)
def _themes(database: Database) -> None:
    add_themes(database)


def ways_back(client: TestClient) -> list[str]:
    return re.findall(r'action="(/entscheidungen/[^"]+/zuruecknehmen)"', client.get(LOG).text)


def take_back(client: TestClient, way: str) -> Response:
    """Press the button of the list that takes a decision back."""
    page = client.get(LOG).text
    found = re.search(rf'action="{way}"><input type="hidden" name="version" value="([^"]+)"', page)
    return client.post(way, data={"version": found[1] if found else ""})


def reported(database: Database, *, followed: bool, **note: float | str) -> None:
    """Let the last run report on all decisions."""
    with database.writing() as session:
        (run,) = session.exec(select(RunRow)).all()
        run.outcomes = [
            {"decision": str(row.id), "followed": followed, "notes": [note] if note else []}
            for row in session.exec(select(DecisionRow))
        ]
        run.decided = 99
        session.commit()


def test_before_the_first_decision_the_way_to_the_themes_is_shown(client: TestClient) -> None:
    page = text_of(client.get(LOG))
    assert "Noch haben Sie nichts entschieden" in page
    assert "Zu den Themen" in page


def test_every_kind_of_decision_is_told(client: TestClient) -> None:
    first, *_ = held(client)
    act(client, PAGE, "umbenennen", label="Kurse")
    act(client, PAGE, "handlungsfeld", field="wohnen-mobilitaet")
    act(client, PAGE, "abtrennen", statements=[first], label="Abendkurse")
    act(client, PAGE, "verschieben", statements=held(client)[:1], target=DOCTORS)
    act(client, STORE, "bilden", statements=held(client, STORE)[:2], label="Wohnungen")
    act(client, STORE, "aussagen-zurueckstellen", statements=held(client, STORE)[:1])
    act(client, MERGE, "zusammenlegen", themes=[COURSES, DOCTORS], target=DOCTORS)
    act(client, f"/themen/{DOCTORS}", "thema-zurueckstellen")
    page = text_of(client.get(LOG))
    assert "10 Entscheidungen über Themen" in page  # two of them named what they opened
    for sentence in (
        "Umbenannt: in „Kurse“",
        "Handlungsfeld gewählt: „Kurse“ gehört zu Wohnen und Mobilität",
        "Abgetrennt: 1 Aussage, jetzt als eigenes Thema Abendkurse",
        "Verschoben: 1 Aussage nach Arzttermine ohne Sprachmittlung",
        "Neu gebildet: 2 Aussagen als Thema Wohnungen",
        "Zurückgestellt: 1 Aussage",
        "Zusammengelegt: In Arzttermine ohne Sprachmittlung kommt: „Kurse“",
        "Zurückgestellt: Thema Arzttermine ohne Sprachmittlung",
    ):
        assert sentence in page.replace("in „Kurse“, heute „Kurse“", "in „Kurse“"), sentence


def test_a_decision_is_taken_back(client: TestClient) -> None:
    act(client, PAGE, "umbenennen", label="Kurse")
    (way,) = ways_back(client)
    answer = take_back(client, way)
    assert answer.url.path == LOG
    assert "Entscheidung zurückgenommen" in text_of(answer)
    assert "Zurückgenommen am" in text_of(answer)
    assert ways_back(client) == []
    assert "Sprachkurse mit Kinderbetreuung" in text_of(client.get(PAGE))


def test_a_theme_that_people_opened_is_never_without_a_name(client: TestClient) -> None:
    act(client, STORE, "bilden", statements=held(client, STORE)[:2], label="Wohnungen")
    naming, _ = ways_back(client)
    take_back(client, naming)
    assert "2 Aussagen als Thema Wohnungen" in text_of(client.get(LOG))
    assert "Wohnungen" in text_of(client.get("/themen"))


def test_it_is_taken_back_only_once(client: TestClient) -> None:
    act(client, PAGE, "umbenennen", label="Kurse")
    (way,) = ways_back(client)
    version = f"{way.split('/')[2]}.1"
    assert take_back(client, way).status_code == 200
    answer = client.post(way, data={"version": version})
    assert answer.status_code == 412
    page = text_of(answer)
    assert "Inzwischen geändert" in page
    assert "Entscheidung zurückgenommen – koordination" in page
    assert client.post(f"{LOG}/{uuid4()}/zuruecknehmen").status_code == 404


def test_another_site_takes_nothing_back(client: TestClient) -> None:
    act(client, PAGE, "umbenennen", label="Kurse")
    (way,) = ways_back(client)
    assert client.post(way, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert ways_back(client) == [way]


def test_what_a_run_made_of_a_decision_is_told(client: TestClient, database: Database) -> None:
    act(client, PAGE, "umbenennen", label="Kurse")
    assert "Die nächste Auswertung richtet sich danach" in text_of(client.get(LOG))
    reported(database, followed=True)
    assert "Die letzte Auswertung ist ihr gefolgt." in text_of(client.get(LOG))
    reported(database, followed=False, code=Code.THEME_RETIRED, themes=1)
    page = text_of(client.get(LOG))
    assert "Die letzte Auswertung konnte ihr nicht folgen" in page
    assert "Das Thema gab es in der Auswertung nicht mehr" in page


@pytest.mark.parametrize(
    ("code", "figures", "sentence"),
    [
        (Code.THEME_UNKNOWN, {"themes": 2}, "2 der Themen waren in der Auswertung nicht bekannt"),
        (Code.STATEMENTS_GONE, {"statements": 1, "of": 5}, "Eine von 5 Aussagen, auf denen"),
        (Code.STATEMENTS_GONE, {"statements": 2, "of": 5}, "2 von 5 Aussagen, auf denen"),
        (Code.OVERRULED, {"links": 1}, "Eine spätere Entscheidung widerspricht ihr"),
        (Code.EQUAL_TEXTS, {"pairs": 3}, "3 Paare ihrer Aussagen haben denselben Wortlaut"),
        (Code.SCATTERED, {"statements": 0, "of": 4}, "Keine der Aussagen, an denen"),
        (Code.SCATTERED, {"statements": 1, "of": 4}, "Nur eine von 4 Aussagen"),
        (Code.ABSORBED, {"statements": 2, "of": 2}, "in einem anderen aufgegangen"),
        (
            Code.WEAK,
            {"strength": 0.31, "floor": 0.5},
            "In den Probeläufen lagen diese Aussagen selten",
        ),
    ],
)
def test_every_report_of_a_run_is_a_sentence(
    client: TestClient, database: Database, code: Code, figures: dict[str, float], sentence: str
) -> None:
    act(client, PAGE, "umbenennen", label="Kurse")
    reported(database, followed=True, code=code, **figures)
    page = text_of(client.get(LOG))
    assert "mit Hinweis:" in page
    assert sentence in page
