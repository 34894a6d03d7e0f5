from __future__ import annotations

import html
import io
import re
import subprocess
import sys
import tomllib
import zipfile
from collections import Counter, defaultdict
from datetime import date
from itertools import combinations
from pathlib import Path

import docx
import openpyxl
import pypdfium2
import pytest

import corpora
from nlp.types import Format

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "corpora" / "demo"
NOTES = {note.name: note.read_bytes() for note in corpora.demo_notes()}
GOLD = corpora.demo_gold()
PROBLEMS = [row for row in GOLD if row["kind"] == "problem"]
PERSONAL = {
    "e-mail": r"\S@\S",
    "phone": r"(?:\+49|\b0\d{2,5}\s*[/ -])\s*\d{3,}|\bTel\b",
    "title and name": r"\b(?:Frau|Herrn?|Fr\.|Hr\.|Dr\.|Prof\.)\s+[A-ZÄÖÜ]",
    "street and number": r"(?i)(?:straße|str\.|weg|allee|gasse|ring)\s+\d",
    "birth date": r"(?i)\bgeb(?:oren am|\.)",
    "case number": r"(?i)\b(?:aktenzeichen|az\.|fallnummer|bg-nummer)",
}


def half_year(name: str) -> str:
    held_on = date.fromisoformat(name[9:19])
    return f"{held_on.year}-{'I' if held_on.month <= 6 else 'II'}"


def folded(text: str) -> str:
    return " ".join(text.replace("\u00ad", "").split())


def plain_text(name: str) -> str:
    """Read a note with the plainest means, independent of the reader under test elsewhere."""
    content = NOTES[name]
    match Format(name.rpartition(".")[2]):
        case Format.DOCX:
            document = docx.Document(io.BytesIO(content))
            cells = [c.text for t in document.tables for r in t.rows for c in r.cells]
            return folded(" ".join([p.text for p in document.paragraphs] + cells))
        case Format.ODT:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                parts = archive.read("styles.xml") + archive.read("content.xml")
            return folded(html.unescape(re.sub(r"<[^>]+>", " ", parts.decode())))
        case Format.PDF:
            with pypdfium2.PdfDocument(content) as document:
                pages = [page.get_textpage().get_text_range() for page in document]
            return " ".join(pages)
        case Format.XLSX:
            sheet = openpyxl.load_workbook(io.BytesIO(content)).active
            return folded(" ".join(str(c or "") for row in sheet.values for c in row))
        case _:
            return decoded(content)


def decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252")


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpora")
    script = ROOT / "scripts" / "build_corpora"
    subprocess.run([sys.executable, script, "--out", folder], check=True, capture_output=True)
    return folder


# --- The corpus as a whole ----------------------------------------------------


def test_covers_every_municipality_and_three_half_years() -> None:
    known = {municipality.ags for municipality in corpora.municipalities()}
    assert len(NOTES) >= 30
    assert len(known) == 13
    assert {name[:8] for name in NOTES} == known
    assert {half_year(name) for name in NOTES} == {"2025-I", "2025-II", "2026-I"}


def test_has_every_format_at_least_three_times() -> None:
    formats = Counter(Format(name.rpartition(".")[2]) for name in NOTES)
    assert set(formats) == set(Format)
    assert min(formats.values()) >= 3


def test_has_at_least_six_house_styles() -> None:
    sources = [tomllib.loads(p.read_text("utf-8")) for p in (DEMO / "source").glob("*.toml")]
    assert len({source["style"] for source in sources}) >= 6


def test_each_note_has_four_to_nine_problems_and_some_measure() -> None:
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    for row in GOLD:
        kinds[row["file"]][row["kind"]] += 1
    assert set(kinds) == set(NOTES)
    assert all(4 <= count["problem"] <= 9 for count in kinds.values())
    assert all(1 <= count["measure"] <= 3 for count in kinds.values())
    assert all(count["single_case"] for count in kinds.values())


# --- Gold themes --------------------------------------------------------------


def test_gold_themes_differ_widely_in_size() -> None:
    sizes = Counter(row["theme"] for row in PROBLEMS)
    shared = [size for theme, size in sizes.items() if not theme.startswith("einzeln-")]
    assert 210 <= len(PROBLEMS) <= 240
    assert 24 <= len(shared) <= 28
    assert sum(size >= 22 for size in shared) == 2
    assert sum(8 <= size <= 14 for size in shared) >= 6
    assert sum(3 <= size <= 5 for size in shared) >= 6
    assert min(shared) == 2
    assert sum(theme.startswith("einzeln-") for theme in sizes) >= 14
    assert all(n == 1 for theme, n in sizes.items() if theme.startswith("einzeln-"))


def test_gold_themes_are_described_and_have_a_handlungsfeld() -> None:
    described = {row["theme"]: row for row in corpora.demo_themes()}
    fields = {row["key"] for row in corpora.taxonomy("handlungsfelder")}
    assert {row["theme"] for row in PROBLEMS} == set(described)
    assert {row["handlungsfeld"] for row in described.values()} == fields
    assert all(row["title_de"] and row["description_de"] for row in described.values())


def test_only_problems_carry_a_theme() -> None:
    assert all(bool(row["theme"]) == (row["kind"] == "problem") for row in GOLD)


def test_some_themes_are_local_and_some_are_everywhere() -> None:
    towns = defaultdict(set)
    for row in PROBLEMS:
        towns[row["theme"]].add(row["file"][:8])
    assert len(towns["lernraum-unterkunft"]) == 1
    assert len(towns["sprachmittlung"]) >= 12


def test_some_themes_grow_and_some_vanish() -> None:
    years: dict[str, Counter[str]] = defaultdict(Counter)
    for row in PROBLEMS:
        years[row["theme"]][half_year(row["file"])] += 1
    growing, vanishing = years["fiktionsbescheinigung"], years["ehrenamt"]
    assert growing["2025-I"] < growing["2025-II"] < growing["2026-I"]
    assert vanishing["2025-I"] > vanishing["2025-II"] > vanishing["2026-I"]


# --- The wording --------------------------------------------------------------


def test_no_two_statements_are_worded_alike() -> None:
    words = [frozenset(re.findall(r"\w+", row["text"].lower())) for row in GOLD]
    alike = [(a, b) for a, b in combinations(words, 2) if len(a & b) / len(a | b) >= 0.4]
    assert alike == []


def test_no_opening_of_three_words_is_used_often() -> None:
    openings = Counter(tuple(row["text"].lower().split()[:3]) for row in PROBLEMS)
    assert max(openings.values()) <= 2


def test_statements_differ_in_length() -> None:
    lengths = sorted(len(row["text"].split()) for row in PROBLEMS)
    assert lengths[0] <= 8
    assert 30 <= lengths[-1] <= 45


@pytest.mark.parametrize("kind", PERSONAL)
def test_no_personal_data(kind: str) -> None:
    found = {name for name in NOTES if re.search(PERSONAL[kind], plain_text(name))}
    assert found == set()


def test_office_files_name_no_author() -> None:
    for name, content in NOTES.items():
        if name.endswith((".docx", ".xlsx", ".odt")):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                meta = "meta.xml" if name.endswith(".odt") else "docProps/core.xml"
                properties = archive.read(meta).decode()
            creators = re.findall(r"(?:creator|lastModifiedBy)>([^<]+)<", properties)
            assert creators == [], name


# --- Sources, notes and gold agree --------------------------------------------


def test_every_statement_occurs_in_its_note() -> None:
    texts = {name: plain_text(name) for name in NOTES if not name.endswith(".pdf")}
    missing = [
        row for row in GOLD if row["file"] in texts and row["text"] not in texts[row["file"]]
    ]
    assert missing == []


def test_every_statement_occurs_in_its_pdf_but_for_line_breaks() -> None:
    def solid(text: str) -> str:
        return re.sub(r"[\W_]+", "", text)

    texts = {}
    for name in NOTES:
        if name.endswith(".pdf"):
            source = tomllib.loads((DEMO / "source" / f"{name[:-4]}.toml").read_text("utf-8"))
            breaks = rf"Seite\s+\d\s+von\s+\d\s+{re.escape(source['running_head'])}"
            head_first = rf"{re.escape(source['running_head'])}|Seite \d von \d"
            texts[name] = solid(re.sub(head_first, "", re.sub(breaks, "", plain_text(name))))
    rows = [row for row in GOLD if row["file"] in texts]
    assert [row for row in rows if solid(row["text"]) not in texts[row["file"]]] == []


def test_pdf_notes_run_over_pages_and_break_words() -> None:
    for name, content in NOTES.items():
        if name.endswith(".pdf"):
            with pypdfium2.PdfDocument(content) as document:
                assert len(document) >= 2
    pdf_text = "".join(plain_text(name) for name in NOTES if name.endswith(".pdf"))
    assert pdf_text.count("\ufffe") >= 20  # how PDFium marks a hyphen at a line's end


def test_building_again_gives_the_committed_files(rebuilt: Path) -> None:
    again = {path.name: path.read_bytes() for path in (rebuilt / "notes").iterdir()}
    assert again.keys() == NOTES.keys()
    assert [name for name in NOTES if again[name] != NOTES[name]] == []
    assert (rebuilt / "gold.csv").read_bytes() == (DEMO / "gold.csv").read_bytes()


# --- Taxonomies ---------------------------------------------------------------


@pytest.mark.parametrize("name", corpora.TAXONOMIES)
def test_taxonomy_has_unique_keys_and_titles(name: str) -> None:
    rows = corpora.taxonomy(name)
    assert len({row["key"] for row in rows}) == len({row["title"] for row in rows}) == len(rows)


def test_unknown_taxonomy_is_refused() -> None:
    with pytest.raises(ValueError, match="no such taxonomy"):
        corpora.taxonomy("../demo/themes")
