"""The pictures of the method: what is drawn is well-formed, on the page, and always the same."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st
from scipy.cluster.hierarchy import linkage

from nlp.themes import spread, trends
from nlp.types import Entry, Reach, StatementKind
from scripts.pictures import branches, build, halves, reach, svg, trials, way
from tests.service.helpers import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

_NAMESPACE = "{http://www.w3.org/2000/svg}"
_LONG = "Fehlende Dolmetscherinnen und Dolmetscher in Arztpraxen & Krankenhäusern " * 4


def some_way() -> way.Way:
    return way.Way(
        origin="Borgholzhausen, 14.05.2024",
        lines=tuple((kind, _LONG) for kind in StatementKind),
        followed=((_LONG, "Rietberg"), ("Kein Bus.", "Versmold")),
        label=_LONG,
        statements=12,
        towns=8,
        of=13,
    )


def some_panels() -> trials.Panels:
    labels = np.array([0, 0, 0, 1, 1, -1, -2])
    together = (labels[:, None] == labels).astype(np.float32)
    return trials.Panels((labels, labels, labels), 240, together, (("A", 3), ("B", 4)))


def some_branches() -> branches.Branches:
    places = np.array([[0.0], [0.1], [0.2], [0.5], [0.6], [0.95]])
    return branches.Branches(
        texts=tuple(_LONG for _ in places),
        tree=linkage(places, method="average"),
        cut=0.3,
        themes=(0, 0, 0, 1, 1, -1),
        parts=(0, 0, 1, 0, 0, 0),
        labels=("Dolmetschen", _LONG),
        part_labels=(("Ärzte", _LONG), ()),
    )


def some_rows() -> reach.Rows:
    return reach.Rows(
        (
            reach.Row(_LONG, 14, 8, (7, 10), Reach.OPEN),
            reach.Row("A", 14, 13, (7, 10), Reach.STRUCTURAL),
            reach.Row("B", 14, 2, (7, 10), Reach.LOCAL, invented=True),
        ),
        of=13,
    )


def some_halves() -> halves.Halves:
    entries = [
        Entry(f"{year}-{month}-{town}", "Kein Bus.", f"{town:08}", date(year, month, 5))
        for year, month in ((2024, 11), (2026, 2))
        for town in range(6)
    ]
    found = trends.trends(trends.conferences(entries), {entry.id: "T" for entry in entries[2:]})
    return halves.Halves(_LONG, found["T"])


def drawn() -> Iterator[tuple[str, str]]:
    yield "weg", way.draw(some_way())
    yield "probelaeufe", trials.draw(some_panels())
    yield "baum", branches.draw(some_branches())
    yield "verbreitung", reach.draw(some_rows())
    yield "entwicklung", halves.draw(some_halves())


PICTURES = dict(drawn())


def texts(picture: Element) -> Iterator[tuple[float, float, str]]:
    """Yield where each line begins and ends on the page, and its text."""
    for line in picture.iter(f"{_NAMESPACE}text"):
        content = line.text or ""
        x, wide = float(line.attrib["x"]), svg.wide(content, float(line.attrib["font-size"]))
        before = {"start": 0.0, "middle": 0.5, "end": 1.0}[line.get("text-anchor", "start")]
        yield x - before * wide, x + (1 - before) * wide, content


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_tells_people_who_do_not_see_it_what_it_shows(name: str) -> None:
    picture = fromstring(PICTURES[name])
    title, about = (picture.findtext(f"{_NAMESPACE}{tag}") for tag in ("title", "desc"))
    assert picture.get("role") == "img"
    assert picture.get("aria-labelledby") == "title about"
    assert title
    assert about
    assert len(about) > 40


@pytest.mark.parametrize("name", PICTURES)
def test_no_text_leaves_the_page(name: str) -> None:
    picture = fromstring(PICTURES[name])
    width = float(picture.attrib["width"])
    outside = [text for start, end, text in texts(picture) if start < 0 or end > width]
    assert outside == []


def test_the_same_data_give_the_same_picture() -> None:
    assert dict(drawn()) == PICTURES


@pytest.mark.parametrize("name", PICTURES)
def test_the_page_shows_every_picture_with_its_words(name: str) -> None:
    page = (ROOT / "docs" / "methode.md").read_text(encoding="utf-8")
    shown = re.search(rf"!\[(?P<alt>[^\]]+)\]\(images/methode/{name}\.svg\)", page)
    assert shown
    assert len(shown["alt"]) > 40


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_of_the_repository_is_one_that_the_script_draws(name: str) -> None:
    content = (build.FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    assert len(content.encode()) <= build.LARGEST
    assert _FIXED[name] <= _words(fromstring(PICTURES[name])) & _words(fromstring(content))


_FIXED = {
    "weg": {"Vom Protokoll zum Thema", "Menschen entscheiden", "Jede Entscheidung gilt weiter."},
    "probelaeufe": {"Viele Probeläufe, eine Antwort", "Alle Probeläufe zusammen"},
    "baum": {"Der Baum: zusammen, was oft zusammenlag", "Schnitt"},
    "verbreitung": {"Mehr Gemeinden als durch Zufall?", "Zum Vergleich, ausgedacht:"},
    "entwicklung": {"Anteil der Konferenzen, die das Thema nennen."},
}


def _words(picture: Element) -> set[str]:
    return {text for *_, text in texts(picture)}


def test_cells_are_marked_where_they_are() -> None:
    marked = np.array([[True, True, False], [False, False, False], [False, True, True]])
    assert trials.cells(marked) == "M0 0h2v1h-2zM1 2h2v1h-2z"


def test_what_the_cut_leaves_whole_is_drawn_in_ink() -> None:
    tree = fromstring(branches.draw(some_branches()))
    lines = [line for line in tree.iter(f"{_NAMESPACE}path") if "L" in line.attrib["d"]]
    assert sum(line.attrib["stroke"] == svg.INK for line in lines) == 3


def test_the_invented_themes_are_what_they_are_shown_as() -> None:
    volumes = np.full(13, 16)
    everywhere, nearby = reach.invented(volumes, 18)
    assert everywhere.sum() == nearby.sum() == 18
    assert (everywhere > 0).all()
    assert (nearby > 0).sum() == 2
    rest = np.eye(13, dtype=np.int64) * 4  # themes that clump, as those of conferences do
    *_, first, second = spread.score(np.vstack([rest, everywhere, nearby]), volumes=volumes)
    assert reach.row_of("A", everywhere, volumes, first).reach is Reach.STRUCTURAL
    assert reach.row_of("B", nearby, volumes, second).reach is Reach.LOCAL


def test_chance_of_a_row_holds_nine_of_ten_cases() -> None:
    volumes = np.full(13, 16)
    counts = np.array([3, 3, 3] + [0] * 10)
    (found,) = spread.score(counts[None], volumes=volumes)
    low, high = reach.row_of("A", counts, volumes, found).chance
    likely = spread.occupancy(volumes, 9, None)
    assert likely[low : high + 1].sum() >= 0.9
    assert likely[:low].sum() <= 0.05
    assert likely[high + 1 :].sum() <= 0.05


@given(st.text("aWm ij.", max_size=80), st.floats(40, 400), st.integers(1, 5))
def test_wrapped_lines_are_few_and_fit_or_are_one_word(text: str, width: float, most: int) -> None:
    lines = svg.wrapped(text, width=width, most=most)
    assert len(lines) <= most
    assert all(svg.wide(line, 14) <= width or len(line.split()) <= 2 for line in lines)


@given(st.floats(-1e4, 1e4))
def test_numbers_are_short_and_never_a_negative_zero(value: float) -> None:
    written = svg.number(value)
    assert re.fullmatch(r"-?\d+(\.[1-9])?", written)
    assert written != "-0"
    assert abs(float(written) - value) <= 0.0501


@given(st.lists(st.sampled_from(["im", "Kreis", "Wartezeiten"]), min_size=1, max_size=20))
def test_wrapping_loses_no_word_where_there_is_room(words: list[str]) -> None:
    lines = svg.wrapped(" ".join(words), width=120, most=20)
    assert " ".join(lines).split() == words
