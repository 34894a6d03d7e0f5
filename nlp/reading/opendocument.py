"""OpenDocument text (odt): what the page shows, in reading order, and what it hides."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from nlp.reading.archive import Archive, attribute, child, local_name
from nlp.reading.builder import DocumentBuilder, Extract, Run
from nlp.types import BlockKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from xml.etree.ElementTree import Element

    from nlp.reading.limits import Limits

_SPACE = re.compile(r"[ \t\r\n]+")
_HEADING_STYLE = re.compile(r"(?:heading|überschrift)(?:_20_|\s)*([1-9])", re.IGNORECASE)
_TITLES = {"title": 1, "titel": 1, "subtitle": 2, "untertitel": 2}
_BOLD = frozenset({"bold", "600", "700", "800", "900"})
_DEEPEST_STYLE = 20
_WIDEST = 64  # repeated cells
_CELLS = frozenset({"table-cell", "covered-table-cell"})
_CHARACTERS = {"tab": "\t", "line-break": "\n"}
_DEEPEST_LEVEL = 9

# Never shown as text, or noted on its own.
_SKIPPED = frozenset({"tracked-changes", "table-of-content", "note-citation", "ruby-text"})
_ASIDE = {"annotation": BlockKind.COMMENT, "note": BlockKind.FOOTER} | dict.fromkeys(
    ("frame", "g", "custom-shape", "rect", "ellipse", "polygon", "path"), BlockKind.TEXT_BOX
)
_KEYS = {
    "initial-creator": "author",
    "creator": "last_editor",
    "title": "title",
    "subject": "subject",
    "keyword": "keywords",
    "description": "description",
    "printed-by": "editor",
}


def read_odt(archive: Archive, *, limits: Limits) -> Extract:
    r"""Read an OpenDocument text.

    Order: page headers, body (text boxes, annotations and notes, these as footers, behind
    the paragraph that anchors them), page footers. Tracked deletions are the property
    ``deleted_text``; hidden text, alternative texts, targets of links and the names of
    editors are ``hidden_text``, ``alt_text``, ``link`` and ``editor``. The table of contents
    is left out. A table of one column is layout and read as body; in other tables the
    paragraphs of a cell are joined by ``\\n``.

    Raises:
        DamagedFileError: A part is missing or not well-formed.
        LimitError: More ``characters`` than the limit.
    """
    builder = DocumentBuilder(characters=limits.characters)
    content = archive.xml("content.xml")
    parts = [content]
    if "styles.xml" in archive.names:
        parts.append(archive.xml("styles.xml"))
    reader = _OdtReader(parts, builder)
    reader.read_running("header", BlockKind.HEADER)
    reader.read_body(content)
    reader.read_running("footer", BlockKind.FOOTER)
    if "meta.xml" in archive.names:
        _remember_properties(archive.xml("meta.xml"), builder)
    return builder.build()


def _remember_properties(root: Element, builder: DocumentBuilder) -> None:
    for element in root.iter():
        value = "".join(element.itertext())
        if key := _KEYS.get(local_name(element)):
            builder.remember(key, value)
        elif local_name(element) == "user-defined":
            builder.remember("custom", f"{attribute(element, 'name')}: {value}")


class _Styles:
    """Looks a property up along the chain of styles that a style is based on."""

    def __init__(self, elements: list[Element]) -> None:
        self._styles = {
            (attribute(style, "family"), attribute(style, "name")): style
            for style in elements
            if local_name(style) == "style"
        }

    def text_property(self, family: str, name: str, key: str) -> str:
        """Return a text property of a style, inherited or own; empty where it is not set."""
        for style in self._chain(family, name):
            if value := attribute(child(style, "text-properties"), key):
                return value
        return ""

    def heading_level(self, name: str) -> int:
        """Return the level by outline or name of a paragraph style or its base, else 0."""
        for style in self._chain("paragraph", name):
            level = attribute(style, "default-outline-level")
            if level.isdecimal() and int(level) > 0:
                return min(int(level), _DEEPEST_LEVEL)
            shown = attribute(style, "display-name") or attribute(style, "name")
            if match := _HEADING_STYLE.match(shown):
                return int(match[1])
            if shown.casefold() in _TITLES:
                return _TITLES[shown.casefold()]
        return 0

    def _chain(self, family: str, name: str) -> Iterator[Element]:
        for _ in range(_DEEPEST_STYLE):
            style = self._styles.get((family, name))
            if style is None:
                return
            yield style
            name = attribute(style, "parent-style-name")


class _OdtReader:
    def __init__(self, parts: list[Element], builder: DocumentBuilder) -> None:
        self._elements = [element for part in parts for element in part.iter()]
        self._builder = builder
        self._styles = _Styles(self._elements)
        for element in self._elements:
            self._remember_beside(element)

    def read_body(self, content: Element) -> None:
        for text in content.iterfind("{*}body/{*}text"):
            self._blocks(text, None)

    def read_running(self, name: str, kind: BlockKind) -> None:
        """Read the headers or footers of all page styles, each text once."""
        seen = set()
        for element in self._elements:
            if local_name(element) in {name, f"{name}-left", f"{name}-first"}:
                text = "".join(element.itertext())
                if text not in seen:
                    seen.add(text)
                    self._blocks(element, kind)

    def _remember_beside(self, element: Element) -> None:
        name = local_name(element)
        if name == "deletion":
            texts = ("".join(part.itertext()) for part in element.iterfind("{*}p"))
            self._builder.remember("deleted_text", "\n".join(texts))
        elif name == "creator":
            self._builder.remember("editor", element.text or "")
        elif name in {"title", "desc"}:
            self._builder.remember("alt_text", element.text or "")
        elif name == "a":
            self._builder.remember("link", attribute(element, "href"))
        elif name == "hidden-text":
            self._builder.remember("hidden_text", attribute(element, "string-value"))

    def _blocks(self, elements: Iterable[Element], kind: BlockKind | None) -> None:
        """Add blocks for the elements, all of them as ``kind`` where one is given."""
        for element in elements:
            name = local_name(element)
            if name in {"p", "h"}:
                self._paragraph(element, kind)
            elif name == "list":
                self._list(element, kind, depth=1)
            elif name == "table":
                self._table(element, kind)
            elif name == "section" and attribute(element, "display") == "none":
                self._builder.remember("hidden_text", "".join(element.itertext()))
            elif name not in _SKIPPED:
                self._blocks(element, _ASIDE.get(name, kind))

    def _list(self, items: Element, kind: BlockKind | None, *, depth: int) -> None:
        """Add the items of a list; only the first paragraph of an item is the item."""
        for item in items:
            is_first = True
            for element in item:
                if local_name(element) == "list":
                    self._list(element, kind, depth=depth + 1)
                elif local_name(element) == "p" and is_first:
                    self._paragraph(element, kind, depth=depth)
                else:
                    self._blocks([element], kind)
                is_first = False

    def _paragraph(self, element: Element, kind: BlockKind | None, *, depth: int = 0) -> None:
        asides: list[Element] = []
        text, emphasised = self._builder.show(self._paragraph_runs(element, asides))
        if kind is not None:
            self._builder.add(kind, text)
        elif level := self._heading_level(element):
            self._builder.add(BlockKind.HEADING, text, level=level)
        elif depth:
            self._builder.add(BlockKind.LIST_ITEM, text, level=depth)
        else:
            self._builder.add_paragraph(text, emphasised=emphasised)
        self._blocks(asides, kind)

    def _heading_level(self, element: Element) -> int:
        if local_name(element) == "h":
            level = attribute(element, "outline-level")
            return min(int(level), _DEEPEST_LEVEL) if level.isdecimal() else 1
        return self._styles.heading_level(attribute(element, "style-name"))

    def _table(self, table: Element, kind: BlockKind | None) -> None:
        rows = [list(_nearest(row, _CELLS)) for row in _nearest(table, {"table-row"})]
        if all(len(cells) <= 1 for cells in rows):
            self._blocks((cell for cells in rows for cell in cells), kind)
            return
        for cells in rows:
            asides: list[Element] = []
            texts = list(self._cell_texts(cells, asides))
            if kind is None:
                self._builder.add_row(texts)
            else:
                self._builder.add(kind, "\t".join(texts))
            self._blocks(asides, kind)

    def _cell_texts(self, cells: list[Element], asides: list[Element]) -> Iterator[str]:
        for cell in cells:
            runs = (self._paragraph_runs(part, asides) for part in _nearest(cell, {"p", "h"}))
            text = "\n".join(self._builder.show(each)[0] for each in runs)
            repeated = attribute(cell, "number-columns-repeated")
            yield from [text] * (min(int(repeated), _WIDEST) if repeated.isdecimal() else 1)

    def _paragraph_runs(self, element: Element, asides: list[Element]) -> Iterator[Run]:
        style = attribute(element, "style-name")
        plain = Run(
            "", self._is_emphasised("paragraph", style), self._is_hidden("paragraph", style)
        )
        return self._runs(element, plain, asides)

    def _runs(self, parent: Element, look: Run, asides: list[Element]) -> Iterator[Run]:
        """Yield the text below an element, in the look of the element."""
        yield replace(look, text=_SPACE.sub(" ", parent.text or ""))
        for element in parent:
            name = local_name(element)
            if name in _ASIDE:
                asides.append(element)
            elif name in _CHARACTERS:
                yield replace(look, text=_CHARACTERS[name])
            elif name == "s":
                count = attribute(element, "c")
                yield replace(look, text=" " * (min(int(count), 99) if count.isdecimal() else 1))
            elif name not in _SKIPPED:
                yield from self._runs(element, self._look(element, look), asides)
            yield replace(look, text=_SPACE.sub(" ", element.tail or ""))

    def _look(self, element: Element, look: Run) -> Run:
        style = attribute(element, "style-name")
        if local_name(element) != "span":
            return look
        weight = self._styles.text_property("text", style, "font-weight")
        return Run(
            "",
            emphasised=self._is_emphasised("text", style) or (look.emphasised and not weight),
            hidden=look.hidden or self._is_hidden("text", style),
        )

    def _is_emphasised(self, family: str, style: str) -> bool:
        underline = self._styles.text_property(family, style, "text-underline-style")
        bold = self._styles.text_property(family, style, "font-weight") in _BOLD
        return bold or underline not in {"", "none"}

    def _is_hidden(self, family: str, style: str) -> bool:
        return self._styles.text_property(family, style, "display") == "none"


def _nearest(parent: Element, names: Collection[str]) -> Iterator[Element]:
    """Yield the descendants of these names that lie in no other one of them."""
    for element in parent:
        if local_name(element) in names:
            yield element
        elif local_name(element) not in _SKIPPED:
            yield from _nearest(element, names)
