"""The phrases that could name a theme, taken from its statements.

Most are written there: a noun (*Dolmetscher*), one with its adjective (*künstliche
Intelligenz*), two that the statement links (*Termine bei der Ausländerbehörde*). Two strong
nouns that nobody linked may stand side by side (*Wohnungen und Vermieter*).
"""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nlp.themes.words import RELATIONAL, Kind, related

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nlp.themes.keywords import Terms
    from nlp.themes.words import Word

_STRONG = 8  # nouns among which pairs are sought
_MANY = 4  # statements; from here on a second word must be common
_COMMON = 0.2  # share of the statements that carry a second word
_REACH = 5  # words from a noun to the one that it is linked with
_SIDE_BY_SIDE = 0.85  # what a pair that nobody wrote is worth against a phrase that somebody did
_UNWRITTEN = 0.8  # the same for a noun that stands only inside compounds

_AND = "und"
_LINKS = frozenset(
    "am an auf bei beim der des einer eines für gegen im in mit ohne unter vom von zu zum "
    "zur".split()
)
_ARTICLES = frozenset("dem den der die das einem einen einer eines ein eine".split())
_FEMININE = ("ung", "heit", "keit", "schaft", "tion", "tät", "ik", "ie", "enz", "anz", "kraft")
# Before a noun these make it a way, not a thing: "von der Schule in den Beruf".
_GOVERNING = frozenset("von vom aus seit zwischen statt anstatt anstelle".split())
_PLACE_OR_WAY = frozenset("an auf in unter".split())
_ACCUSATIVE = frozenset("das die ein eine einen".split())


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase that could name a theme.

    Attributes:
        text: As it is shown.
        content: Its words that say something, as terms.
        worth: Factor on what it says, 1 for a phrase that somebody wrote.
    """

    text: str
    content: tuple[str, ...]
    worth: float = 1.0


def phrases(terms: Terms) -> Iterator[Phrase]:
    """Yield the phrases that could name a theme; some more than once."""
    yield from _nouns(terms)
    yield from _with_adjectives(terms)
    yield from _linked_nouns(terms)
    yield from _pairs(terms)
    yield from _verbs(terms)


def _nouns(terms: Terms) -> Iterator[Phrase]:
    for noun in terms.nouns:
        if terms.shared and len(terms.carriers[noun]) == 1:
            continue  # it is one statement's own
        written = noun in terms.written
        yield Phrase(terms.written.get(noun, noun), (noun,), 1.0 if written else _UNWRITTEN)


def _with_adjectives(terms: Terms) -> Iterator[Phrase]:
    """Yield nouns with an adjective that several statements give them.

    Plurals and feminine nouns only: with them an adjective always ends in *-e*.
    """
    together = Counter(
        (adjective.lemma, noun.lemma)
        for sentence in terms.sentences.values()
        for adjective, noun in itertools.pairwise(sentence)
        if adjective.kind is Kind.ADJECTIVE
    )
    for (adjective, noun), times in together.items():
        inflects = terms.written[noun] != noun or noun.endswith(_FEMININE)
        if inflects and times > 1 and times / len(terms.sentences) >= _COMMON:
            yield Phrase(f"{adjective.capitalize()}e {terms.written[noun]}", (adjective, noun))


def _linked_nouns(terms: Terms) -> Iterator[Phrase]:
    """Yield two nouns that a statement links, if the second one speaks for the theme."""
    for sentence in terms.sentences.values():
        for start, head in enumerate(sentence):
            if not head.naming:
                continue
            if start and sentence[start - 1].text.casefold() in _GOVERNING:
                continue
            tail = linked(sentence, start)
            if tail and _fit(terms, head.lemma, tail[-1].lemma):
                shown = [terms.written[head.lemma], *(word.text for word in tail)]
                if tail[0].text == _AND:
                    shown[-1] = terms.written[tail[-1].lemma]
                yield Phrase(" ".join(shown), (head.lemma, tail[-1].lemma))


def linked(sentence: Sequence[Word], start: int) -> Sequence[Word]:
    """Return what links the noun at ``start`` to the next one: ``bei der Ausländerbehörde``."""
    following = sentence[start + 1 : start + 1 + _REACH]
    length = next((place for place, word in enumerate(following, 1) if word.naming), 0)
    tail = following[:length]
    if length < 2 or not all(_can_stand_inside(word) for word in tail[1:-1]):  # noqa: PLR2004
        return ()
    if tail[0].text == _AND:
        return tail if length == 2 else ()  # noqa: PLR2004 - "und" and a noun
    genitive = tail[0].kind is Kind.ADJECTIVE and tail[0].text.endswith("er")
    if not genitive and tail[0].text not in _LINKS:
        return ()
    bound = sentence[start].lemma.casefold() in RELATIONAL
    return () if _is_a_way(tail) and not bound else tail


def _can_stand_inside(word: Word) -> bool:
    return word.text in _ARTICLES or word.kind is Kind.ADJECTIVE


def _is_a_way(tail: Sequence[Word]) -> bool:
    """Tell whether a link leads somewhere, ``in den Beruf``: then it belongs to the verb."""
    if tail[0].text not in _PLACE_OR_WAY or len(tail) == 1:
        return False
    singular = tail[-1].text == tail[-1].lemma
    return tail[1].text in _ACCUSATIVE or (tail[1].text == "den" and singular)


def _pairs(terms: Terms) -> Iterator[Phrase]:
    """Yield two strong nouns side by side, the one with more statements first."""
    if len(terms.sentences) >= _MANY and not terms.shared:
        return  # each would be one statement's own
    strong = [noun for noun in terms.nouns if noun in terms.written][:_STRONG]
    strong.sort(key=lambda noun: -len(terms.carriers[noun]))
    for first, second in itertools.combinations(strong, 2):
        if _fit(terms, first, second):
            text = f"{terms.written[first]} und {terms.written[second]}"
            yield Phrase(text, (first, second), _SIDE_BY_SIDE)


def _fit(terms: Terms, first: str, second: str) -> bool:
    """Tell whether two nouns say different things, and both speak for the theme."""
    if related(first, second) or not {first, second} <= terms.written.keys() - terms.common:
        return False
    if len(terms.sentences) < _MANY or not terms.shared:
        return True
    return all(
        len(terms.carriers[lemma]) > 1 and terms.coverage(lemma) >= _COMMON
        for lemma in (first, second)
    )


def _verbs(terms: Terms) -> Iterator[Phrase]:
    """Yield what more statements do than have any noun in common, as a noun: *Übersetzen*."""
    verbs = {
        word.lemma
        for sentence in terms.sentences.values()
        for word in sentence
        if word.kind is Kind.VERB
    }
    common = max((len(terms.carriers[noun]) for noun in terms.nouns), default=0)
    for lemma in sorted(verbs):
        if len(terms.carriers[lemma]) > max(common, 1) and terms.coverage(lemma) >= _COMMON:
            yield Phrase(lemma.capitalize(), (lemma,))
