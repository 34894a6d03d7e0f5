from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer

from corpora import demo_gold
from nlp.errors import ModelMissingError, WeightsMismatchError
from nlp.themes import batches, e5, embedding
from tests.nlp.memory import Memory

if TYPE_CHECKING:
    from pathlib import Path

    from nlp.themes.embedding import Encoder

pytestmark = pytest.mark.model

SENTENCES = [
    "Im Jobcenter fehlen Sprachmittler.",
    "Bei Terminen in der Behörde gibt es keine Dolmetscher.",
    "Abends fährt kein Bus mehr in die Dörfer.",
    "Der Nahverkehr auf dem Land ist zu schlecht.",
]


def test_the_default_is_two_honestly_named_models(encoders: tuple[Encoder, ...]) -> None:
    assert [encoder.model_id for encoder in encoders] == [
        "multilingual-e5-small (Q4_0, dequantised)",
        "universal-sentence-encoder-multilingual-3 (uint8, dequantised)",
    ]
    assert [encoder.dimension for encoder in encoders] == [384, 512]
    assert all(len(encoder.weights_hash) == 64 for encoder in encoders)


def test_each_model_is_a_genuine_sentence_transformer(encoders: tuple[Encoder, ...]) -> None:
    for encoder in encoders:
        assert isinstance(encoder, embedding.SentenceEncoder)
        assert isinstance(encoder.model, SentenceTransformer)


def test_sentences_about_one_matter_are_nearer_than_others(
    encoders: tuple[Encoder, ...],
) -> None:
    for encoder in encoders:
        vectors = encoder.encode(SENTENCES)
        cosines = vectors @ vectors.T

        assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
        assert cosines[0, 1] > cosines[0, 2]
        assert cosines[2, 3] > cosines[1, 3]


def test_e5_reads_german_words_as_its_authors_tokenizer_does(
    encoders: tuple[Encoder, ...],
) -> None:
    """The pieces are those of XLM-RoBERTa's published tokenizer for this sentence."""
    encoder = encoders[0]
    assert isinstance(encoder, embedding.SentenceEncoder)
    tokenizer = encoder.model.tokenizer

    assert tokenizer.tokenize("Hallo Welt") == ["▁Hallo", "▁Welt"]
    assert tokenizer("Hallo Welt")["input_ids"][0] == 0
    assert tokenizer("Hallo Welt")["input_ids"][-1] == 2


def test_text_that_overflows_the_c_engine_is_encoded_like_any_other(
    encoders: tuple[Encoder, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "_ROWS", 2)  # long texts in few rows
    hostile = ["\ufdfa" * 2000, "\u2581", "\x01\x02", "", " ", "a\u0301" * 600]

    for encoder in encoders:
        vectors = encoder.encode(hostile)

        assert np.isfinite(vectors).all()


def test_a_vector_is_the_same_to_the_last_bit_in_any_company(
    encoders: tuple[Encoder, ...],
) -> None:
    texts = [row["text"] for row in demo_gold()][:40]
    order = np.random.default_rng(0).permutation(40)
    for encoder in encoders:
        together = encoder.encode(texts)
        apart = np.vstack([encoder.encode(texts[:9]), encoder.encode(texts[9:])])
        shuffled = encoder.encode([texts[row] for row in order])

        assert (apart == together).all()
        assert (shuffled == together[order]).all()


def test_vectors_are_those_of_sentence_transformers_own_encode(
    encoders: tuple[Encoder, ...],
) -> None:
    for encoder in encoders:
        assert isinstance(encoder, embedding.SentenceEncoder)
        theirs = encoder.model.encode(SENTENCES, normalize_embeddings=True)

        assert np.allclose(encoder.encode(SENTENCES), theirs, atol=1e-6)


def test_progress_ends_with_one(encoders: tuple[Encoder, ...]) -> None:
    for encoder in encoders:
        told: list[float] = []
        encoder.encode([f"Satz {n}" for n in range(40)], progress=told.append)

        assert told == sorted(told)
        assert told[-1] == 1


def test_equal_texts_are_encoded_once_and_known_ones_never_again(
    encoders: tuple[Encoder, ...],
) -> None:
    cache = Memory()
    encoder = encoders[-1]

    first = embedding.cached_encode(encoder, ["ein  Satz", "ein Satz", "zwei"], cache=cache)
    again = embedding.cached_encode(encoder, ["zwei", "ein Satz"], cache=cache)

    assert cache.puts == [2]
    assert (first[0] == first[1]).all()
    assert (again == first[[2, 0]]).all()


def test_nothing_in_nothing_out(encoders: tuple[Encoder, ...]) -> None:
    assert embedding.cached_encode(encoders[-1], []).shape == (0, 512)


def test_a_model_that_is_not_here_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelMissingError) as caught:
        embedding.load(str(tmp_path / "kein-modell"))

    assert "kein-modell" in str(caught.value.params["model"])


def test_a_local_folder_is_a_model_too(model_folder: Path) -> None:
    folder = e5.ensure_model(model_folder)

    (encoder,) = embedding.load(str(folder))

    assert encoder.dimension == 384
    assert encoder.encode(["ein Satz"]).shape == (1, 384)


def test_weights_that_were_not_tested_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = tmp_path / "e5-small-q4.bin"
    changed.write_bytes(b"E5S1" + bytes(100))
    monkeypatch.setattr(e5, "_source", lambda: changed)

    with pytest.raises(WeightsMismatchError):
        e5.ensure_model(tmp_path / "models")
    assert not list(tmp_path.glob("models/*"))


def test_converted_weights_that_were_damaged_are_made_anew(tmp_path: Path) -> None:
    folder = e5.ensure_model(tmp_path)
    weights = folder / "model.safetensors"
    with weights.open("r+b") as file:
        file.seek(1000)
        file.write(b"damage")

    again = e5.ensure_model(tmp_path)

    assert again == folder
    assert e5._sha256(weights) == e5.WEIGHTS_SHA256
    assert [path.name for path in tmp_path.iterdir()] == [folder.name]
