from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import odfdo
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.notes import parse
from nlp.notes.head import find_date, find_municipality
from nlp.notes.plain import plain
from nlp.reading import read
from nlp.reading.delimited import read_csv
from nlp.reading.markdown import read_markdown
from nlp.types import (
    Block,
    BlockKind,
    Document,
    Format,
    Institution,
    Municipality,
    Span,
    Statement,
    StatementKind,
)
from tests.effort import assert_brief, assert_growth

if TYPE_CHECKING:
    from collections.abc import Callable

    from nlp.types import Note

ROOT = Path(__file__).parents[2]
SEEDS = ROOT.parent / "shared" / "seeds"
TEMPLATES = ROOT / "corpora" / "templates" / "notes"
needs_seeds = pytest.mark.skipif(not SEEDS.exists(), reason="the seeds are not here")

KNOWN = (Institution("Ausländerbehörde", ("ABH",)), Institution("Jobcenter"))
REGISTER = (
    Municipality("05754004", "Borgholzhausen"),
    Municipality("05754008", "Gütersloh"),
    Municipality("05754012", "Halle (Westf.)"),
    Municipality("05754028", "Rheda-Wiedenbrück"),
    Municipality("05754032", "Rietberg"),
    Municipality("05754036", "Schloß Holte-Stukenbrock"),
    Municipality("05754044", "Verl"),
)
PROBLEM, MEASURE, CASE = StatementKind.PROBLEM, StatementKind.MEASURE, StatementKind.SINGLE_CASE


def note(text: str, *, filename: str = "note.md") -> Note:
    document = read(text.encode(), filename=filename)
    return parse(document, register=REGISTER, institutions=KNOWN)


def said(found: Note) -> list[tuple[StatementKind, str]]:
    return [(statement.kind, statement.text) for statement in found.statements]


# --- The head ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "written", ["14.05.2024", "14. Mai 2024", "2024-05-14", "14.5.24", "Dienstag, 14.05.2024"]
)
def test_a_date_is_read_in_every_usual_form(written: str) -> None:
    assert find_date(f"Sitzung vom {written}, 9 Uhr") == date(2024, 5, 14)


def test_a_date_that_no_calendar_has_or_that_is_another_one_is_passed_over() -> None:
    assert find_date("am 31.02.2024") is None
    assert find_date("Stand: 20.05.2024\nDatum: 14.05.2024") == date(2024, 5, 14)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Halle/Westf.", "Halle (Westf.)"),
        ("Stadt Halle Westfalen", "Halle (Westf.)"),
        ("Stadt Rietberg", "Rietberg"),
        ("SCHLOSS HOLTE-STUKENBROCK", "Schloß Holte-Stukenbrock"),
        ("Rheda - Wiedenbrück", "Rheda-Wiedenbrück"),
        ("05754044", "Verl"),
        ("im Kreis Gütersloh, hier Verl", "Verl"),
    ],
)
def test_a_municipality_is_known_in_every_usual_form(written: str, name: str) -> None:
    found = find_municipality(written, register=REGISTER)
    assert found is not None
    assert found.name == name


def test_a_kreis_or_part_of_a_word_is_no_municipality() -> None:
    assert find_municipality("Kreis Gütersloh, Verlauf", register=REGISTER) is None


def test_labelled_fields_of_the_head_win_over_the_text() -> None:
    head = note(
        "# Protokoll\n\nEingeladen hatte die Stadt Verl am 02.05.2024.\n\n"
        "| Datum | 14.05.2024 |\n|---|---|\n| Kommune | Stadt Rietberg |\n| Anzahl TN | 14 |\n"
        "| Institutionen | jobcenter, ABH |\n\n"
        "## Generative Themen\n\n- In Gütersloh fehlen Sprachkurse.\n"
    ).head
    assert (head.held_on, head.participants) == (date(2024, 5, 14), 14)
    assert head.municipality == REGISTER[4]
    assert head.institutions == ("Jobcenter", "Ausländerbehörde")


def test_institutions_come_from_a_labelled_field_and_never_from_the_text() -> None:
    found = note(
        "# Protokoll\n\nDas Jobcenter hatte eingeladen.\n\nAnwesend: XYZ und ABH\n\n"
        "## Hürden\n\n- Das Jobcenter ist weit weg.\n"
    )
    assert found.head.institutions == ("Ausländerbehörde",)


def test_only_known_institutions_are_named() -> None:
    head = "# Protokoll\n\nInstitutionen: ABH, Verein X, Fatma Yildiz (Mutter)\n\n"
    document = read((head + "## Hürden\n\n- Es fehlt Zeit.\n").encode(), filename="note.md")
    found = parse(document, register=REGISTER, institutions=KNOWN)
    assert found.head.institutions == ("Ausländerbehörde",)
    assert parse(document, register=REGISTER).head.institutions == ()


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("Anwesend: 12 Personen", 12),
        ("Teilnehmende: elf", 11),
        ("Zahl der Anwesenden: dreißig", 30),
        ("Das Land hat 2024 Fachkräfte.", None),
        ("Es kamen elf Teilnehmende.", 11),
        ("An der Konferenz nahmen zwölf Personen teil.", 12),
        ("Einundzwanzig Fachkräfte waren der Einladung gefolgt.", 21),
        ("Die Familie besteht aus fünf Personen.", None),
        ("Zwei der Teilnehmenden kamen später.", None),
        ("12.03.2026, 9:30 – 11:45 Uhr\nTeilnehmende: Jobcenter, Jugendamt", None),
        ("Sitzung vom 12.03.26 Teilnehmende laut Liste", None),
        ("Teilnehmende: ca. 14 Fachkräfte", 14),
        ("Teilnehmende: Jobcenter, 9:30 Uhr", None),
        ("**Teilnehmende:** 19", 19),
        ("__Teilnehmende:__ **19**", 19),
        ("- **Teilnehmende:** 19", 19),
        ("- **Teilnehmer\\*innen**: _19_", 19),
        ("- **TN:** 19", 19),
        ("- **Teilnehmende:** Jobcenter, **9:30 Uhr**", None),
    ],
)
def test_participants_are_counted_in_figures_and_in_words(
    written: str, number: int | None
) -> None:
    text = f"# Protokoll\n\n{written}\n\n## Hürden\n\n- Es fehlt Zeit.\n"
    assert note(text).head.participants == number


# --- Sections -----------------------------------------------------------------------


def test_sections_give_their_statements_their_kind() -> None:
    found = note(
        "# Protokoll der Planungskonferenz Rietberg\n\n"
        "## 1. Begrüßung\n\nDie Moderation erklärt das Verfahren.\n\n"
        "## 2. Fallvorstellung\n\nAlleinerziehende Mutter aus Westasien.\n\n"
        "## 3. Strukturelle Hürden:\n\n"
        "- Sprachkurse haben Wartezeiten von neun Monaten. Eltern verlieren den Anschluss.\n"
        "- Es gibt keine Sprachmittlung beim Kinderarzt.\n\n"
        "## 4. Lösungsansätze\n\n- Ein kreisweiter Pool für Sprachmittlung\n\n"
        "## Termine\n\n- Nächste Konferenz im Herbst\n"
    )
    assert said(found) == [
        (CASE, "Alleinerziehende Mutter aus Westasien."),
        (
            PROBLEM,
            "Sprachkurse haben Wartezeiten von neun Monaten. Eltern verlieren den Anschluss.",
        ),
        (PROBLEM, "Es gibt keine Sprachmittlung beim Kinderarzt."),
        (MEASURE, "Ein kreisweiter Pool für Sprachmittlung"),
    ]
    assert found.statements[1].section == "3. Strukturelle Hürden"


@pytest.mark.parametrize(
    "heading",
    [
        *("Generative Themen", "Strukturelle Hürden", "Festgehaltene Problemlagen"),
        *("Ergebnisse der Fallanalyse", "Strukturelle Lücken", "Herausforderungen"),
        *("Problembereiche (strukturell)", "TOP 3: Themen", "IV. Hürden und Barrieren"),
    ],
)
def test_every_usual_heading_of_problems_is_known(heading: str) -> None:
    assert said(note(f"# Notiz\n\n## {heading}\n\n- Wohnungen für Familien\n")) == [
        (PROBLEM, "Wohnungen für Familien")
    ]


@pytest.mark.parametrize(
    "heading", ["Vorschläge", "Maßnahmen", "Lösungsansätze", "Ideen aus der Runde", "Empfehlungen"]
)
def test_every_usual_heading_of_measures_is_known(heading: str) -> None:
    assert said(note(f"# Notiz\n\n## {heading}\n\n- Wohnungen für Familien\n")) == [
        (MEASURE, "Wohnungen für Familien")
    ]


def test_a_section_keeps_its_kind_under_subheadings() -> None:
    found = note(
        "# Notiz\n\n## Generative Themen\n\n### Sprache und Bildung\n\n- Kurse am Abend\n\n"
        "### Wohnen\n\n- Sozialwohnungen\n"
    )
    assert [(s.kind, s.section) for s in found.statements] == [
        (PROBLEM, "Sprache und Bildung"),
        (PROBLEM, "Wohnen"),
    ]


@pytest.mark.parametrize(
    "heading", ["Zum weiteren Umfeld", "Diskussion", "Was haben wir gelernt?"]
)
def test_another_heading_ends_the_case(heading: str) -> None:
    found = note(
        "# Notiz\n\n## Der Fall\n\nEine Mutter sucht Arbeit.\n\n"
        f"## {heading}\n\nIm Kreis fehlen Kitas. Es sollte Busse geben. Man traf sich.\n\n"
        "## Strukturelle Hürden\n\n- Kurse am Abend\n"
    )
    assert said(found) == [
        (CASE, "Eine Mutter sucht Arbeit."),
        (PROBLEM, "Im Kreis fehlen Kitas."),
        (MEASURE, "Es sollte Busse geben."),
        (PROBLEM, "Kurse am Abend"),
    ]


def test_what_goes_beyond_the_case_is_no_case() -> None:
    heading = "Was uns über den Einzelfall hinaus auffällt"
    found = note(f"# Notiz\n\n## Fallskizze\n\nEin Mann.\n\n## {heading}\n\n- Kurse am Abend\n")
    assert said(found) == [(CASE, "Ein Mann."), (PROBLEM, "Kurse am Abend")]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        *((heading, None) for heading in ("Stärken", "Ressourcen", "Chancen", "Was klappt?")),
        *((heading, None) for heading in ("Was läuft gut?", "Positives")),
        *((heading, MEASURE) for heading in ("Was brauchen wir?", "Wer macht was?", "ToDo")),
        *((heading, MEASURE) for heading in ("Wir schlagen vor", "Nächste Schritte")),
        *((heading, PROBLEM) for heading in ("Schwächen", "Stolpersteine", "Offene Fragen")),
        *((heading, PROBLEM) for heading in ("Offene Punkte", "Was läuft nicht gut?")),
    ],
)
def test_a_heading_or_a_kind_tells_strengths_measures_and_problems_apart(
    heading: str, kind: StatementKind | None
) -> None:
    expected = [(kind, "Arbeit der Lotsen")] if kind else []
    lines = f"Protokoll\n\nWo hakt es?\n\n{heading}\nArbeit der Lotsen\n"
    assert said(note(lines, filename="note.txt")) == expected
    table = f"Datum;Beobachtung;Art\n14.05.2024;Arbeit der Lotsen;{heading}\n"
    assert said(note(table, filename="note.csv")) == expected


def test_a_heading_is_no_statement_itself() -> None:
    found = note(
        "# Notiz\n\n## Hürden\n\n- Zeit\n\nWorüber klagen alle?\n\n- Es fehlt Geld.\n\n"
        "1. Was nehmen wir für den Kreis mit?\n\nKurse fehlen überall.\n\n"
        "Strukturelle Erkenntnisse\nTermine sind unklar.\n"
    )
    assert said(found) == [
        (PROBLEM, "Zeit"),
        (PROBLEM, "Es fehlt Geld."),
        (PROBLEM, "Kurse fehlen überall."),
        (PROBLEM, "Termine sind unklar."),
    ]


def test_a_question_in_a_list_stays_a_statement() -> None:
    found = note("# Notiz\n\n## Offene Fragen\n\n- Wer zahlt die Fahrt?\n\nDas Geld fehlt.\n")
    assert [text for _, text in said(found)] == ["Wer zahlt die Fahrt?", "Das Geld fehlt."]


def test_a_form_is_read_by_its_labels_and_item_by_item() -> None:
    form = docx.Document()
    table = form.add_table(rows=0, cols=2)
    for label, answer in (
        ("Kommune", "Stadt Rietberg"),
        ("Fallskizze (anonym)", "Familie mit fünf Kindern."),
        ("Was läuft gut?", "Der Kontakt zur Schule.\nDer runde Tisch."),
        ("Stolpersteine", "Vor allem:\n- Schulplätze\nfür Ältere\n- Wohnungen"),
        ("Lösungsideen", "Lotsen\nBusse"),
        ("Generatives Thema", "Wohnen und Schule hängen voneinander ab."),
    ):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label, answer
    found = parse(read(saved(form), filename="form.docx"), register=REGISTER)
    assert found.head.municipality == REGISTER[4]
    assert said(found) == [
        (CASE, "Familie mit fünf Kindern."),
        (PROBLEM, "Schulplätze für Ältere"),
        (PROBLEM, "Wohnungen"),
        (MEASURE, "Lotsen"),
        (MEASURE, "Busse"),
        (PROBLEM, "Wohnen und Schule hängen voneinander ab."),
    ]


def test_a_proposal_and_the_case_among_the_problems_keep_their_own_kind() -> None:
    found = note(
        "# Notiz\n\n## Hürden\n\nEs fehlen Therapieplätze. Dadurch verschlechtert sich vieles. "
        "Die Klientin wartet seit einem Jahr. Es sollte eine Koordinierungsstelle geben.\n"
    )
    assert said(found) == [
        (PROBLEM, "Es fehlen Therapieplätze. Dadurch verschlechtert sich vieles."),
        (CASE, "Die Klientin wartet seit einem Jahr."),
        (MEASURE, "Es sollte eine Koordinierungsstelle geben."),
    ]


# --- Prose ----------------------------------------------------------------------------


@needs_seeds
def test_seed_004_names_one_structural_problem() -> None:
    data = next(SEEDS.glob("004*.txt")).read_bytes()
    found = parse(read(data, filename="seed.txt"), register=REGISTER)
    assert found.head.held_on == date(2024, 5, 14)
    assert found.head.municipality == REGISTER[0]
    assert found.head.participants == 18
    (statement,) = found.statements
    assert statement.kind is PROBLEM
    assert statement.text.startswith("Elementare Informationen über das Bildungssystem können")
    assert statement.text.endswith("der Kinder in Kita und Schule erschwert.")


@needs_seeds
@pytest.mark.parametrize("number", ["000", "001", "002", "003"])
def test_other_prose_hardly_ever_counts_as_a_problem(number: str) -> None:
    data = next(SEEDS.glob(f"{number}*.txt")).read_bytes()
    found = parse(read(data, filename="seed.txt"), register=REGISTER)
    assert sum(statement.kind is PROBLEM for statement in found.statements) <= 1


FOREIGN = (
    "# Integrationskonzept\n\n## Vorschläge\n\n- der Wohlfahrtsverbände\n- Aufbau eines Systems\n"
)


def test_a_paper_that_is_no_note_proposes_only_what_it_says_in_so_many_words() -> None:
    assert said(note(FOREIGN)) == []
    assert said(note(FOREIGN + "\nEs sollte einen Lotsen geben.\n")) == [
        (MEASURE, "Es sollte einen Lotsen geben.")
    ]
    assert len(said(note(FOREIGN + "\n## Hürden\n\n- Wohnungen\n"))) == 3


@needs_seeds
def test_seed_003_is_no_note() -> None:
    data = next(SEEDS.glob("003*.txt")).read_bytes()
    assert said(parse(read(data, filename="seed.txt"), register=REGISTER)) == []


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Vorgeschlagen wurde ein Begrüßungspaket vom Einwohnermeldeamt.", MEASURE),
        ("Vertraulichkeit ist beim Dolmetschen in kleinen Orten ein Problem.", PROBLEM),
        ("Ein Umzug bedeutet Wochen ohne Unterricht.", PROBLEM),
        ("Der Laienpool darf nur in Schulen eingesetzt werden.", PROBLEM),
        ("Die Suche nach einer Hebamme ist nahezu aussichtslos.", PROBLEM),
    ],
)
def test_a_sentence_of_prose_says_itself_what_it_is(sentence: str, kind: StatementKind) -> None:
    assert said(note(f"# Niederschrift\n\n{sentence}\n")) == [(kind, sentence)]


# --- Marks of the format --------------------------------------------------------------------


def test_a_quote_in_a_csv_is_read_once_and_its_span_stays() -> None:
    text = 'Thema;Art\n"Es heißt ""Kein Platz""";Problem\n'
    (statement,) = note(text, filename="liste.csv").statements
    assert statement.text == 'Es heißt "Kein Platz"'
    assert statement.span.of(text) == 'Es heißt ""Kein Platz""'


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("**Kita:** Es fehlen [Plätze](http://x.de).", "Kita: Es fehlen Plätze."),
        ("***Kein*** ~~Geld~~ `Zeit` im _ganzen_ __Kreis__", "Kein Geld Zeit im ganzen Kreis"),
        ("**Nur *eine* Stelle** ![Bild](a(1).png)", "Nur eine Stelle Bild"),
        ("Lehrer*innen und Schüler*innen, 5 * 3 Plätze", None),
        ("**Lehrer*innen** fehlen", "Lehrer*innen fehlen"),
        ("Datei plan_a_b.txt fehlt_ *", None),
        (r"50 \% \*wirklich\* a \| b", "50 % *wirklich* a | b"),
        ("<https://x.de> bleibt<br>leer", "https://x.de bleibt leer"),
        ("Der Satz\n> geht weiter", "Der Satz geht weiter"),
    ],
)
def test_markdown_is_read_without_its_marks(written: str, meant: str | None) -> None:
    assert plain(written, Format.MD) == (meant or written)
    assert plain(written, Format.DOCX) == " ".join(written.split())


def test_a_statement_of_a_markdown_note_has_no_marks() -> None:
    text = "# Notiz\n\n## Hürden\n\n- **Kita:** Es fehlen [Plätze](http://x.de)\n"
    (statement,) = note(text).statements
    assert statement.text == "Kita: Es fehlen Plätze"
    assert statement.span.of(text) == "**Kita:** Es fehlen [Plätze](http://x.de)"


# --- Tables -----------------------------------------------------------------------------


def test_a_csv_with_a_header_has_one_statement_a_row() -> None:
    found = note(
        "Datum;Gemeinde;Aussage;Art\n"
        "14.05.2024;Rietberg;Kitaplätze fehlen;Problem\n"
        "14.05.2024;Rietberg;Ein Elterncafé;Maßnahme\n",
        filename="liste.csv",
    )
    assert said(found) == [(PROBLEM, "Kitaplätze fehlen"), (MEASURE, "Ein Elterncafé")]
    assert found.head.held_on == date(2024, 5, 14)
    assert found.head.municipality == REGISTER[4]


def test_a_list_from_several_municipalities_has_none_of_its_own() -> None:
    found = note("Gemeinde;Aussage\nRietberg;Es fehlt A\nVerl;Es fehlt B\n", filename="liste.csv")
    assert found.head.municipality is None


def test_a_short_row_with_its_kind_is_no_header() -> None:
    text = "Thema;Art\nKein Platz;Problem\nThema;Art\nElterncafé;Maßnahme\n"
    found = note(text, filename="liste.csv")
    assert said(found) == [(PROBLEM, "Kein Platz"), (MEASURE, "Elterncafé")]


def test_a_csv_without_a_known_header_is_read_by_its_widest_column() -> None:
    found = note(
        "A;Sache\n1;Die Wartezeiten auf einen Sprachkurs sind zu lang\n"
        "2;Es gibt keine Wohnungen für große Familien\n",
        filename="liste.csv",
    )
    assert [text for _, text in said(found)] == [
        "Die Wartezeiten auf einen Sprachkurs sind zu lang",
        "Es gibt keine Wohnungen für große Familien",
    ]


# --- The template -------------------------------------------------------------------------

HEAD = {
    "Datum": "14.05.2024",
    "Kommune": "Stadt Rietberg",
    "Anzahl Teilnehmende": "18",
    "Institutionen": "Jobcenter, Jugendamt",
    "Altersgruppe": "30 bis 40 Jahre",
}
ROWS = {
    "Beobachtung": [(CASE, "Briefe der Schule bleiben ungelesen.")],
    "Thema": [
        (PROBLEM, "Elternbriefe gibt es nur auf Deutsch."),
        (PROBLEM, "Sprachmittlung wird beim Kinderarzt nicht bezahlt."),
    ],
    "Vorschlag": [(MEASURE, "Elternbriefe in vier Sprachen bereitstellen.")],
}


def fill(rows: list[list[str]]) -> list[tuple[int, int, str]]:
    """Return what is to be written where: row, column, text."""
    cells = []
    for y, row in enumerate(rows):
        if row and row[0] in HEAD:
            cells.append((y, 1, HEAD[row[0]]))
        if len(row) > 1 and row[1] in ROWS:
            cells += [(y + 1 + i, 1, text) for i, (_, text) in enumerate(ROWS[row[1]])]
    return cells


def filled_docx(data: bytes) -> bytes:
    document = docx.Document(io.BytesIO(data))
    for table in document.tables:
        for y, x, text in fill([[cell.text for cell in row.cells] for row in table.rows]):
            table.rows[y].cells[x].text = text
    return saved(document)


def filled_odt(data: bytes) -> bytes:
    document = odfdo.Document(io.BytesIO(data))
    for table in document.body.tables:
        for y, x, text in fill([[str(v or "") for v in row] for row in table.get_values()]):
            table.set_value((x, y), text)
    return saved(document)


def filled_xlsx(data: bytes) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book.active
    rows = [[str(value or "") for value in row] for row in sheet.iter_rows(values_only=True)]
    for y, x, text in fill(rows):
        sheet.cell(y + 1, x + 1, text)
    return saved(book)


def saved(document: object) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)  # type: ignore[attr-defined]  # three libraries, one method
    return buffer.getvalue()


FILLED = {"docx": filled_docx, "odt": filled_odt, "xlsx": filled_xlsx}


@pytest.mark.parametrize("suffix", FILLED)
def test_the_empty_template_says_nothing(suffix: str) -> None:
    file = TEMPLATES / f"Protokollvorlage.{suffix}"
    found = parse(read(file.read_bytes(), filename=file.name), register=REGISTER)
    assert found.statements == ()
    assert found.head.held_on is None


@pytest.mark.parametrize("suffix", FILLED)
def test_the_filled_template_is_read_without_loss(suffix: str) -> None:
    file = TEMPLATES / f"Protokollvorlage.{suffix}"
    data = FILLED[suffix](file.read_bytes())
    known = (Institution("Jobcenter"), Institution("Jugendamt"))
    found = parse(read(data, filename=file.name), register=REGISTER, institutions=known)
    assert found.head.held_on == date(2024, 5, 14)
    assert found.head.municipality == REGISTER[4]
    assert found.head.participants == 18
    assert found.head.institutions == ("Jobcenter", "Jugendamt")
    assert said(found) == [
        (CASE, "Altersgruppe 30 bis 40 Jahre"),
        *[row for rows in ROWS.values() for row in rows],
    ]


def test_the_templates_are_written_anew_byte_for_byte(tmp_path: Path) -> None:
    script = ROOT / "scripts" / "build_templates"
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, script, "--out", tmp_path], check=True, env=environment)
    for suffix in FILLED:
        name = f"Protokollvorlage.{suffix}"
        assert (tmp_path / name).read_bytes() == (TEMPLATES / name).read_bytes()


def test_the_templates_name_no_author() -> None:
    for suffix in FILLED:
        file = TEMPLATES / f"Protokollvorlage.{suffix}"
        keys = {entry.key for entry in read(file.read_bytes(), filename=file.name).metadata}
        assert keys == {"title"}


# --- What holds for every note -----------------------------------------------------------


LINES = st.sampled_from(
    [
        *("# Notiz", "## Generative Themen", "## Vorschläge", "Hürden:", "Datum: 14.05.2024"),
        *(
            "- Es fehlen  Plätze.",
            "Es fehlt Zeit. Dadurch stockt vieles.",
            "| a | b |",
            "|---|---|",
        ),
        *("| Thema | Art |", "| Kein Geld | Problem |", "", "Hinweis: leer lassen", "1. Punkt"),
    ]
)


@given(
    st.lists(LINES | st.text(st.characters(categories=("L", "N", "P")), min_size=1), min_size=1)
)
def test_offsets_are_true_in_order_and_without_overlap(lines: list[str]) -> None:
    extract = read_markdown("Notiz\n\n" + "\n".join(lines))
    document = Document(Format.TXT, extract.text, extract.blocks, (), "0" * 64)
    found = parse(document, register=REGISTER)
    position = 0
    for statement in found.statements:
        assert position <= statement.span.start < statement.span.end
        assert " ".join(statement.span.of(document.text).split()) == statement.text
        position = statement.span.end
    assert found == parse(document, register=REGISTER)
    assert len({statement.id for statement in found.statements}) == len(found.statements)


def test_an_id_belongs_to_a_place_in_a_file() -> None:
    first = note("# N\n\n## Hürden\n\n- Es fehlt Zeit.\n").statements[0]
    again = note("# N\n\n## Hürden\n\n- Es fehlt Zeit.\n").statements[0]
    other = note("# N\n\n## Hürden\n\n- Es fehlt Zeit.\n\n").statements[0]
    assert isinstance(first, Statement)
    assert first.id == again.id
    assert first.id != other.id
    assert len(first.id) == 17


def test_the_demo_notes_are_read_nearly_as_their_gold_says() -> None:
    demo = ROOT / "corpora" / "demo"
    with (demo / "gold.csv").open(encoding="utf-8", newline="") as file:
        gold = [row for row in csv.DictReader(file) if row["file"].endswith((".md", ".txt"))]
    right = 0
    for name in sorted({row["file"] for row in gold}):
        data = (demo / "notes" / name).read_bytes()
        found = said(parse(read(data, filename=name), register=REGISTER))
        wanted = [(r["kind"], " ".join(r["text"].split())) for r in gold if r["file"] == name]
        right += sum((StatementKind(kind), text) in found for kind, text in wanted)
    assert right / len(gold) > 0.9


# --- Hostile notes ------------------------------------------------------------------------

SIZE = 100_000
UNITS = [
    *(" ", "\t", "\n", " \n", "\u00a0", "\u2028", "-", "(", '"', "x", "Ab", ":", "| ", "*", "_"),
    *("Am ", "a.a.", "1", "12 ", "1. ", "- ", "Frau ", "ab: ", "x\t", ". ", "am. Am ", "a, "),
    *("kann ", "wird a, ", "ist zubau ", "wäre ", "12 a ", "1.1.24 ", "*a ", "[a](", "_a_ "),
    'Am "Frau 1. - (x) a@b \u00a0\t12/3-\n',
]
PREFIXES = ["Datum: ", "Institutionen: ", "# Hürden\n\n", "# Vorschläge\n\n- "]


def parsing(text: str, kind: BlockKind) -> Callable[[], object]:
    """Return the work of parsing a note of one block, and of unmarking it."""
    span = Span(0, len(text))
    cells = (span,) if kind is BlockKind.TABLE_ROW else ()
    document = Document(Format.MD, text, (Block(kind, span, 0, cells),), (), "0" * 64)
    return lambda: (
        parse(document, register=REGISTER, institutions=KNOWN),
        plain(text, Format.MD),
    )


@pytest.mark.no_cover
@pytest.mark.parametrize("unit", UNITS)
def test_the_time_for_a_hostile_note_grows_with_its_length(unit: str) -> None:
    kinds = (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.TABLE_ROW)
    for kind in kinds:
        small, large = (parsing(unit * (n // len(unit)) + "b", kind) for n in (SIZE // 4, SIZE))
        assert_growth(small, large, times=12, spare=0.2, limit=5)


@pytest.mark.no_cover
@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.parametrize(
    "unit", [" ", "\u00a0", "99.99.2024 ", "a ,", "[a](b ", "*a ", "Es fehlt. "]
)
def test_a_label_or_a_heading_before_it_makes_a_hostile_note_no_slower(
    prefix: str, unit: str
) -> None:
    text = prefix + unit * (SIZE // len(unit)) + "b"
    document = Document(Format.MD, text, read_markdown(text).blocks, (), "0" * 64)
    assert_brief(lambda: parse(document, register=REGISTER, institutions=KNOWN), limit=5)


@pytest.mark.no_cover
def test_a_table_with_one_wide_row_and_many_narrow_ones_is_read_in_linear_time() -> None:
    for wide in ("Thema;", "a;"):
        text = wide * 10_000 + "\n" + "b\n" * 30_000
        extract = read_csv(text)
        document = Document(Format.CSV, text, extract.blocks, (), "0" * 64)
        assert_brief(partial(parse, document, register=REGISTER), limit=10)
