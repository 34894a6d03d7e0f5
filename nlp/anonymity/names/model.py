"""The name model: persons' names that no title announces.

A conditional random field (Lafferty et al. 2001) with lexicon features labels the tokens;
what is likely enough to be part of a name is shown to a person. It is a component of a
spaCy pipeline: on top of a trained German pipeline where one is installed, whose persons it
unites with its own, else on a blank one.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import resources
from importlib.util import find_spec
from threading import Lock
from typing import TYPE_CHECKING, Final, Protocol

import pycrfsuite
import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import filter_spans

from nlp.anonymity.cover import Cover, joined
from nlp.anonymity.names.allowed import allowed_phrases
from nlp.anonymity.names.features import WORD_OR_SIGN, FeatureMaker, sequences
from nlp.anonymity.names.membership import Membership, is_german, is_name
from nlp.anonymity.names.morphology import is_formed
from nlp.anonymity.rules import Found
from nlp.types import Span, Tier

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.vocab import Vocab

OUTSIDE: Final = "O"
BEGIN: Final = "B-PER"
INSIDE: Final = "I-PER"

# From which probability on a token is part of a name. Recall before precision, for a person
# looks at what is found; but a word that German knows needs more than one that only the
# lexica of names know (docs/decisions/0008). German is also what is formed from German words.
_KNOWN_NAME = 0.03
_UNKNOWN_WORD = 0.2
_GERMAN_NAME = 0.4
_GERMAN_WORD = 0.8
# The memory zone, which forgets the text's words afterwards, and the tagger are shared.
_ONE_AT_A_TIME = Lock()
_TRAINED_PIPELINES = ("de_core_news_lg", "de_core_news_md", "de_core_news_sm")
_PERSON = "PER"
# What may stand between two parts of one name.
_JOINT = re.compile(r"[^\S\n]*(?:\n[^\S\n]*)?(?:[-.'’]|(?:al|el|von|van|de|bin|ibn)\b)?\s?")
_INITIAL = re.compile(r"(?:[^\S\n][A-ZÄÖÜ]|(?<=\W[A-ZÄÖÜ]))\.(?!\w)")
# Letters alone are initials, which another detector finds.
_A_WORD = re.compile(r"[^\W\d_]{2}")
_TOKEN_AND_SPACE = re.compile(rf"({WORD_OR_SIGN}|\s)( ?)")
# spaCy refuses longer texts than a million characters.
_LONGEST_PART = 200_000


class _Readable(Protocol):
    def read_bytes(self) -> bytes: ...


class Tokeniser:
    """The tokens of the name model for a spaCy pipeline, in linear time.

    spaCy's own tokeniser takes quadratic time for a long run of brackets or quotation marks.
    """

    def __init__(self, vocab: Vocab) -> None:
        """Make the tokeniser of a pipeline with this vocabulary."""
        self._vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Return the document, each token with the space behind it."""
        tokens = _TOKEN_AND_SPACE.findall(text)
        return Doc(self._vocab, [word for word, _ in tokens], [bool(space) for _, space in tokens])


class Tagger:
    """Finds names with trained weights, for one thread at a time."""

    def __init__(self, path: _Readable) -> None:
        """Load the weights.

        Raises:
            OSError: The file cannot be read.
            ValueError: It holds no weights.
        """
        self._weights = path.read_bytes()  # CRFsuite reads them where they are: keep them
        self._crf = pycrfsuite.Tagger()
        self._crf.open_inmemory(self._weights)

    def find(self, text: str) -> list[Span]:
        """Return the places of names in a normalised text, in order, none overlapping another."""
        membership = Membership()
        parts = [
            token
            for token, probability in self.probabilities(text, membership)
            if _is_part(text[token.start : token.end], probability, membership)
        ]
        names = (
            name for name in _joined(text, parts) if _A_WORD.search(text, name.start, name.end)
        )
        return [_with_initial(text, name) for name in names]

    def probabilities(self, text: str, membership: Membership) -> Iterator[tuple[Span, float]]:
        """Yield each token and the probability that it is part of a name, in [0, 1]."""
        make = FeatureMaker(membership)
        for piece in sequences(text):
            features = make([text[token.start : token.end] for token in piece])
            yield from zip(piece, self._inside(features), strict=True)

    def _inside(self, features: list[list[str]]) -> list[float]:
        self._crf.set(features)
        return [1 - self._crf.marginal(OUTSIDE, index) for index in range(len(features))]


def find_names(text: str) -> Iterator[Found]:
    """Yield the names in a normalised text, but for those of the allow-list."""
    for start, part in _parts(text):
        with _ONE_AT_A_TIME, _pipeline().memory_zone():
            spans = [Span(ent.start_char, ent.end_char) for ent in _pipeline()(part).ents]
        allowed = Cover(allowed_phrases(part))
        for span in spans:
            if not allowed.holds(span):
                place = Span(start + span.start, start + span.end)
                yield Found(place, "name", Tier.CONFIRM, "model")


@Language.component("german_names")
def german_names(doc: Doc) -> Doc:
    """Add the model's names to a document's persons; other entities are dropped."""
    own = (
        doc.char_span(span.start, span.end, label=_PERSON, alignment_mode="expand")
        for span in _shipped().find(doc.text)
    )
    persons = [ent for ent in doc.ents if ent.label_ == _PERSON]
    doc.ents = filter_spans([*filter(None, own), *persons])
    return doc


@lru_cache(maxsize=1)
def _pipeline() -> Language:
    trained = next(filter(find_spec, _TRAINED_PIPELINES), None)
    nlp = spacy.load(trained) if trained else spacy.blank("de")
    nlp.tokenizer = Tokeniser(nlp.vocab)
    nlp.add_pipe("german_names", last=True)
    return nlp


@lru_cache(maxsize=1)
def _shipped() -> Tagger:
    return Tagger(resources.files("nlp.anonymity.names") / "data" / "names.crfsuite")


def _is_part(word: str, probability: float, membership: Membership) -> bool:
    """Tell whether a word is likely enough to be part of a name."""
    code = membership(word)
    if "-" in word and _is_thing(word.rpartition("-")[2], membership):
        return probability >= _GERMAN_WORD
    is_word = is_german(code) or not word[0].isupper()
    if is_name(code):
        return probability >= (_GERMAN_NAME if is_word else _KNOWN_NAME)
    if is_word or probability < _UNKNOWN_WORD:
        return probability >= _GERMAN_WORD
    return probability >= _GERMAN_WORD or not (word.isalpha() and is_formed(word))


def _is_thing(last: str, membership: Membership) -> bool:
    """Tell whether the last part of a hyphen compound is a word of German and no name."""
    code = membership(last)
    return is_german(code) and not is_name(code)


def _parts(text: str) -> Iterator[tuple[int, str]]:
    """Cut a text into parts that spaCy takes, at line ends where there are any."""
    start = 0
    while start < len(text):
        end = start + _LONGEST_PART
        if end < len(text):
            end = text.rfind("\n", start, end) + 1 or end
        yield start, text[start:end]
        start = end


def _joined(text: str, parts: Iterable[Span]) -> Iterator[Span]:
    """Join parts with nothing but a joint between them."""
    words = (part for part in parts if text[part.start].isalpha())
    return joined(
        words, lambda name, part: _JOINT.fullmatch(text, name.end, part.start) is not None
    )


def _with_initial(text: str, name: Span) -> Span:
    initial = _INITIAL.match(text, name.end)
    return Span(name.start, initial.end()) if initial else name
