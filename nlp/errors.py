"""Everything that can go wrong in the method, as one tree.

    NlpError
    ├── ReadingError            a file cannot be read as a note
    │   ├── EmptyFileError          no bytes, or no text in it
    │   ├── UnknownFormatError      none of the formats that can be read
    │   ├── WrongExtensionError     the bytes are of another format than the name says
    │   ├── EncryptedFileError      protected by a password
    │   ├── DamagedFileError        truncated or not well-formed
    │   ├── MacroFileError          carries macros
    │   ├── ForbiddenCharacterError NUL or characters that turn the writing direction
    │   ├── ScannedFileError        pages without text, such as a scan
    │   └── LimitError              larger than a limit allows (also time and memory)
    ├── TableError              a table of statements cannot be used
    │   ├── MissingColumnsError
    │   ├── DuplicateIdError
    │   └── RowError                one row is wrong: date, length, empty cell
    ├── DecisionsError          people's decisions cannot be read
    ├── PreviousRunError        the files of an earlier run cannot be used
    └── ModelError              an embedding model cannot be used
        ├── ModelMissingError
        └── WeightsMismatchError

An error carries a ``code`` and numbers or names of fields in ``params``, never text of a
note; ``service.catalogue`` holds the German sentence for each code.
"""

from __future__ import annotations


class NlpError(Exception):
    """Root of the tree. ``params`` fill the sentence in the catalogue."""

    code: str = "nlp"

    def __init__(self, **params: str | int) -> None:
        self.params = params
        super().__init__(self.code, params)

    def __reduce__(self) -> tuple[object, ...]:
        """Let the error cross a process boundary with its parameters."""
        return (_rebuild, (type(self), self.params))


def _rebuild(kind: type[NlpError], params: dict[str, str | int]) -> NlpError:
    return kind(**params)


class ReadingError(NlpError):
    """A file cannot be read as a note."""

    code = "reading"


class EmptyFileError(ReadingError):
    """The file has no bytes, or no text in it."""

    code = "empty_file"


class UnknownFormatError(ReadingError):
    """The file has none of the formats that can be read."""

    code = "unknown_format"


class WrongExtensionError(ReadingError):
    """The bytes are of another format than the name says (``claimed``, ``actual``)."""

    code = "wrong_extension"


class EncryptedFileError(ReadingError):
    """The file is protected by a password."""

    code = "encrypted_file"


class DamagedFileError(ReadingError):
    """The file is truncated or not well-formed."""

    code = "damaged_file"


class MacroFileError(ReadingError):
    """The file carries macros."""

    code = "macro_file"


class ForbiddenCharacterError(ReadingError):
    """The text holds NUL or characters that turn the writing direction (``codepoint``)."""

    code = "forbidden_character"


class ScannedFileError(ReadingError):
    """The pages carry no text, such as a scan."""

    code = "scanned_file"


class LimitError(ReadingError):
    """A limit is exceeded: ``what`` (bytes, entries, pages, ...) and the ``limit``."""

    code = "limit"

    def __init__(self, *, what: str, limit: int) -> None:
        super().__init__(what=what, limit=limit)
        self.code = f"limit_{what}"  # one sentence per limit


class TableError(NlpError):
    """A table of statements cannot be used."""

    code = "table"


class MissingColumnsError(TableError):
    """Columns are missing (``columns``, comma-separated)."""

    code = "missing_columns"


class DuplicateIdError(TableError):
    """The same id stands in two rows (``first``, ``second``: row numbers from 1)."""

    code = "duplicate_id"


class RowError(TableError):
    """One row is wrong: ``row`` from 1, ``reason`` as the code of a sentence."""

    code = "row"

    def __init__(self, *, row: int, reason: str, **params: str | int) -> None:
        super().__init__(row=row, reason=reason, **params)
        self.code = f"row_{reason}"  # one sentence per reason


class DecisionsError(NlpError):
    """A decision cannot be read: ``row`` from 1."""

    code = "decisions"


class PreviousRunError(NlpError):
    """A file of an earlier run is missing or broken: ``file``, its name in the contract."""

    code = "previous_run"


class ModelError(NlpError):
    """An embedding model cannot be used."""

    code = "model"


class ModelMissingError(ModelError):
    """The model (``model``) is not installed and not a local folder."""

    code = "model_missing"


class WeightsMismatchError(ModelError):
    """The model's weights are not the ones that this version was tested with."""

    code = "weights_mismatch"
