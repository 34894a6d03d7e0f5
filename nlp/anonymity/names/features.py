"""What the name model sees of a text: tokens, and features of each token and its neighbours.

The features are those of the CRF literature on names (Tjong Kim Sang and De Meulder 2003;
Finkel et al. 2005): the word, its affixes and shape, the lexica it is in, the words around.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, Final

from nlp.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nlp.anonymity.names.membership import Membership

    Features = tuple[str, ...]

WORD_OR_SIGN: Final = r"\w+(?:['’‐-]\w+)*|[^\w\s]"
"""A pattern for a word with its inner hyphens or a single sign."""

_TOKEN = re.compile(rf"{WORD_OR_SIGN}|[\n\t]")
_LONGEST_WORD = 30
_LONGEST_SEQUENCE = 300
_SENTENCE_ENDS = frozenset(".!?:…\n\t")
_FARTHEST = 3

_CUES: Final = {
    word: cue
    for cue, words in {
        "kin": "bruder schwester sohn tochter söhne töchter mutter vater eltern mama papa onkel "
        "tante cousin cousine neffe nichte oma opa großmutter großvater enkel enkelin mann frau "
        "ehemann ehefrau partner partnerin verlobte verlobter baby säugling kind zwilling "
        "zwillinge geschwister schwager schwägerin schwiegermutter schwiegervater stiefvater",
        "person": "junge mädchen schüler schülerin klient klientin patient patientin nachbar "
        "nachbarin freund freundin bewohner bewohnerin teilnehmer teilnehmerin azubi kollege "
        "kollegin lehrer lehrerin betreuer betreuerin beraterin berater ärztin arzt vormund "
        "dolmetscherin dolmetscher erzieherin pate patin ehrenamtliche ehrenamtlicher",
        "title": "herr herrn frau hr fr dr prof med familie fam eheleute",
        "label": "name vorname nachname familienname rufname unterschrift gez teilnehmende tn "
        "anwesend entschuldigt protokoll moderation ansprechpartner ansprechpartnerin verfasser",
        "called": "heißt namens genannt hieß nennt gerufen heisst",
        "own": "sein seine seinen seinem seiner ihr ihre ihren ihrem ihrer unser unsere mein "
        "meine dein deine",
        "small": "kleine kleiner kleinen ältere älterer jüngere jüngster jüngste älteste ältester "
        "ältesten jüngsten jungen gute lieber liebe",
        "place": "in aus nach stadt kreis gemeinde ort ortsteil landkreis bezirk land bei",
        "street": "straße str weg platz allee gasse",
    }.items()
    for word in words.split()
}


def tokens(text: str) -> Iterator[Span]:
    """Yield the tokens: words with their inner hyphens, single signs, line ends and tabs."""
    for match in _TOKEN.finditer(text):
        yield Span(*match.span())


def sequences(text: str) -> Iterator[list[Span]]:
    """Yield the tokens in pieces that are labelled each on its own.

    A piece ends at an empty line, else at a line's or sentence's end, at the latest after
    300 tokens: the effort stays linear, whatever the text.
    """
    piece: list[Span] = []
    before = ""
    for token in tokens(text):
        sign = text[token.start : token.end]
        piece.append(token)
        empty_line = sign == before == "\n"
        long = len(piece) >= _LONGEST_SEQUENCE * 2 // 3 and sign in {"\n", "."}
        before = sign
        if empty_line or long or len(piece) >= _LONGEST_SEQUENCE:
            yield piece
            piece = []
    if piece:
        yield piece


class FeatureMaker:
    """Makes the features of one document's tokens.

    What depends on a word alone is made once a document; nothing of the text outlives it.
    """

    def __init__(self, membership: Membership) -> None:
        self._membership = membership
        self._own: dict[str, Features] = {}
        self._near: dict[tuple[str, int], Features] = {}

    def __call__(self, words: Sequence[str]) -> list[list[str]]:
        """Return the features of each token of a sequence."""
        cut = [word[:_LONGEST_WORD] for word in words]
        edge = [""] * _FARTHEST
        padded = [*edge, *cut, *edge]
        return [self._token(padded, index + _FARTHEST) for index in range(len(cut))]

    def _token(self, words: list[str], index: int) -> list[str]:
        near = (
            self._near_features(words[index + offset], offset)
            for offset in range(-_FARTHEST, _FARTHEST + 1)
            if offset
        )
        own = self._own_features(words[index])
        return [*own, *chain.from_iterable(near), *self._joint_features(words, index)]

    def _own_features(self, word: str) -> Features:
        if word not in self._own:
            self._own[word] = tuple(self._make_own(word))
        return self._own[word]

    def _make_own(self, word: str) -> Iterator[str]:
        low, shape, lex = word.lower(), _shape(word), self._membership(word)
        yield from ("bias", f"w={low}", f"sh={shape}", f"lex={lex}", f"lex sh={lex} {shape}")
        if not word[0].isalpha():
            return
        for length in range(1, 5):
            yield f"p{length}={low[:length]}"
            yield f"s{length}={low[-length:]}"
        yield f"s3 lex={low[-3:]} {lex}"
        yield f"len={min(len(word), 12)}"
        parts = re.split(r"[‐-]", word)
        if len(parts) > 1:
            yield f"parts={' '.join(self._membership(part) for part in parts)}"

    def _near_features(self, word: str, offset: int) -> Features:
        key = word, offset
        if key not in self._near:
            self._near[key] = tuple(self._make_near(word, offset))
        return self._near[key]

    def _make_near(self, word: str, offset: int) -> Iterator[str]:
        low = word.lower()
        if cue := _CUES.get(low):
            yield f"cue{offset:+}={cue}"
        if abs(offset) == _FARTHEST:
            return
        yield f"w{offset:+}={low}"
        yield f"lex sh{offset:+}={self._membership(word)} {_shape(word)}"
        if abs(offset) == 1:
            yield f"s3{offset:+}={low[-3:]}"

    def _joint_features(self, words: list[str], index: int) -> Iterator[str]:
        """Yield features of the token together with its neighbours."""
        before, word, after = words[index - 1 : index + 2]
        shape, lex = _shape(word), self._membership(word)
        yield f"w-1 sh={before.lower()} {shape}"
        yield f"w+1 sh={after.lower()} {shape}"
        yield f"lex-1 lex={self._membership(before)} {lex}"
        yield f"lex lex+1={lex} {self._membership(after)}"
        yield f"sh-1 sh sh+1={_shape(before)} {shape} {_shape(after)}"
        yield f"w-2 w-1={words[index - 2].lower()} {before.lower()}"
        if not before or before in _SENTENCE_ENDS:
            yield f"opens={shape} {lex}"
        if before == ":":
            yield f"under label={words[index - 2].lower()}"


def _shape(word: str) -> str:
    """Return what a word looks like: ``X``, ``XX``, ``Xx``, ``xX``, ``x``, ``0`` or a sign."""
    if not word[:1].isalnum():
        return word or "none"
    if "-" in word or "‐" in word:
        return "-".join(_shape(part) for part in re.split(r"[‐-]", word)[:3] if part)
    if word.isdigit() or word.islower():
        return "0" if word.isdigit() else "x"
    if word.isupper():
        return "X" if len(word) == 1 else "XX"
    return "Xx" if word[0].isupper() and word[1:].islower() else "xX"
