from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.notes import cues, judge, parse
from nlp.notes.classifier import FILE, Model, decode, write
from nlp.notes.features import BUCKETS, features
from nlp.reading import read
from nlp.types import StatementKind
from scripts.training.kinds import matrix, train

if TYPE_CHECKING:
    from pathlib import Path

PROBLEM, MEASURE, CASE = StatementKind.PROBLEM, StatementKind.MEASURE, StatementKind.SINGLE_CASE
SHIPPED = resources.files("nlp.notes") / "data" / FILE


# --- What it says -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Zentrale Anlaufstelle im Rathaus statt fünf Türen", MEASURE),
        ("Bescheide in Leichter Sprache verschicken", MEASURE),
        ("Man müsste die Formulare vereinheitlichen.", MEASURE),
        ("Die Ausländerbehörde ist telefonisch kaum erreichbar.", PROBLEM),
        ("Familien warten monatelang auf einen Kitaplatz.", PROBLEM),
        ("Es fehlen Kinderärzte, die neue Patienten aufnehmen.", PROBLEM),
    ],
)
def test_what_it_learned_from_cyclists_holds_for_offices(
    sentence: str, kind: StatementKind
) -> None:
    assert judge(sentence).kind is kind


def test_a_clear_sentence_is_more_certain_than_a_bare_noun_phrase() -> None:
    clear, bare = judge("Es fehlen Kinderärzte."), judge("Infoblätter in einfacher Sprache")
    assert clear.certainty > 0.95
    assert bare.certainty < 0.7


@given(st.text(max_size=60))
def test_every_text_is_either_with_a_certainty_from_a_half_to_one(text: str) -> None:
    found = judge(text)
    assert found.kind in {PROBLEM, MEASURE}
    assert 0.5 <= found.certainty <= 1


def test_threads_get_the_same_answers() -> None:
    sentences = [f"In {number} Kitas fehlen Plätze, mehr davon bauen" for number in range(200)]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(judge, sentences)) == list(map(judge, sentences))


# --- Features ---------------------------------------------------------------------


@given(st.text(max_size=60))
def test_every_block_of_features_has_length_one(text: str) -> None:
    buckets, values = features(text, cues.signs(text))
    words = any(not character.isspace() for character in text)
    assert len(buckets) == len(values)
    assert np.all((buckets >= 0) & (buckets < BUCKETS))
    assert np.sum(values**2) == pytest.approx(5 if words else 3)


def test_without_cues_their_block_is_left_out() -> None:
    sentence = "Es fehlen Plätze."
    _, without = features(sentence, None)
    assert np.sum(without**2) == pytest.approx(4)


def test_features_are_the_same_in_every_process() -> None:
    program = (
        "from nlp.notes.features import features\n"
        "print(features('Mehr Plätze bauen!', None)[0].tolist())"
    )
    here = f"{features('Mehr Plätze bauen!', None)[0].tolist()}\n"
    for seed in ("1", "2"):
        env = {"PYTHONHASHSEED": seed}
        assert here == subprocess.check_output([sys.executable, "-c", program], text=True, env=env)


# --- The file ---------------------------------------------------------------------


def test_the_shipped_file_is_small_and_holds_numbers_only() -> None:
    data = SHIPPED.read_bytes()
    header = int.from_bytes(data[:8], "little")
    assert len(data) < 1_000_000
    assert header < 300  # names and shapes of two tensors
    assert len(data) == 8 + header + BUCKETS + 2 * 8
    assert decode(data).weights.shape == (BUCKETS,)


def test_a_written_model_says_the_same(tmp_path: Path) -> None:
    weights = np.random.default_rng(2).normal(size=BUCKETS).astype(np.float32)
    model, path = Model(weights, -0.25), tmp_path / FILE
    write(model, path)
    again = decode(path.read_bytes())
    assert again.intercept == model.intercept
    assert np.abs(again.weights - weights).max() <= np.abs(weights).max() / 127 / 2 + 1e-6


def test_judging_needs_no_learning_library() -> None:
    program = (
        "import sys; from nlp.notes.classifier import judge; judge('Plätze fehlen.')\n"
        "sys.exit('sklearn' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


# --- Training ---------------------------------------------------------------------

LACKS = [f"Es fehlt {what} im Ort {n}." for n in range(6) for what in ("Geld", "Zeit", "Platz")]
WISHES = [f"Mehr {what} für Ort {n} schaffen" for n in range(6) for what in ("Geld", "Platz")]


def test_the_same_sentences_make_the_same_file(tmp_path: Path) -> None:
    gold = np.array([False] * len(LACKS) + [True] * len(WISHES))
    for name in ("one", "two"):
        write(train(matrix([*LACKS, *WISHES]), gold), tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    model = decode((tmp_path / "one").read_bytes())
    assert model.judge("Es fehlt Rat im Ort 7.").kind is PROBLEM
    assert model.judge("Mehr Rat für Ort 7 schaffen").kind is MEASURE


def test_how_often_a_kind_is_seen_is_not_learned() -> None:
    same = ["Plätze am Bahnhof"] * 40
    model = train(matrix(same), np.array([False] * 30 + [True] * 10))
    assert model.judge(same[0]).certainty == pytest.approx(0.5, abs=0.01)


def test_features_of_a_matrix_are_those_of_the_sentence() -> None:
    sentence = "Es fehlen Plätze."
    buckets, values = features(sentence, cues.signs(sentence))
    row = matrix([sentence]).toarray()[0]
    expected = np.zeros(BUCKETS)
    np.add.at(expected, buckets, values)
    assert np.allclose(row, expected)


# --- In a note --------------------------------------------------------------------


def said(text: str) -> list[tuple[StatementKind, str]]:
    document = read(text.encode(), filename="note.md")
    return [(one.kind, one.text) for one in parse(document, register=()).statements]


def test_a_heading_is_never_overruled() -> None:
    lack, wish = "Familien warten monatelang auf Kitaplätze.", "Zentrale Anlaufstelle statt Türen"
    assert judge(lack).kind is PROBLEM
    assert judge(wish).kind is MEASURE
    text = f"# Notiz\n\n## Strukturelle Probleme\n\n- {wish}\n\n## Maßnahmen\n\n- {lack}\n"
    assert said(text) == [(PROBLEM, wish), (MEASURE, lack)]


def test_items_of_a_discussion_are_judged_by_what_was_learned() -> None:
    sentences = {
        "Zentrale Anlaufstelle im Rathaus statt fünf Türen": MEASURE,
        "Es fehlen Kinderärzte.": PROBLEM,
        "Einheitliches Formular für beide Ämter": PROBLEM,  # too uncertain
        "Die Klientin hat mehr Platz vorgeschlagen.": CASE,
    }
    items = "".join(f"- {sentence}\n" for sentence in sentences)
    assert said(f"# Notiz\n\n## Diskussion\n\n{items}") == [
        (kind, sentence) for sentence, kind in sentences.items()
    ]


def test_prose_that_shows_no_cue_is_no_statement_however_it_is_judged() -> None:
    sentence = "Zentrale Anlaufstelle im Rathaus statt fünf Türen"
    assert judge(sentence).certainty > 0.9
    assert said(f"# Niederschrift\n\n{sentence}\n") == []
