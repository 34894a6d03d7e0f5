"""Word documents (docx): what the page shows, in reading order, and what it hides.

The parts are read as XML rather than through an object model: text boxes, comments and
tracked changes are needed beside the body, both namespaces (transitional and strict) occur,
and a file that Word repairs silently should be read as well.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nlp.errors import DamagedFileError
from nlp.reading.archive import Archive, attribute, child, local_name
from nlp.reading.builder import DocumentBuilder, Extract, Run
from nlp.reading.properties import remember_properties
from nlp.types import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from nlp.reading.limits import Limits

_HEADING_STYLE = re.compile(r"(?:heading|ü?berschrift)\s*([1-9])", re.IGNORECASE)
_LIST_STYLE = re.compile(
    r"(?:list (?:bullet|number)|aufzählung|liste\b|listennummer)", re.IGNORECASE
)
_CONTENTS_STYLE = re.compile(r"(?:toc|verzeichnis|contents) ?\d", re.IGNORECASE)
_TITLES = {"title": 1, "titel": 1, "subtitle": 2, "untertitel": 2}
_OFF = frozenset({"0", "false", "off", "none"})
_BODY_TEXT_LEVEL = 9
_DEEPEST_STYLE = 20
_STYLE_DEPTHS = frozenset("2345")  # as in "List Bullet 2"
_WIDEST_SPAN = 63  # Word's own limit of columns

# Never shown as text, or shown a second time elsewhere.
_SKIPPED = frozenset(
    {"pPr", "rPr", "sdtPr", "sdtEndPr", "Fallback", "tblPr", "trPr", "tcPr", "rt"}
)
_DELETED = frozenset({"del", "moveFrom"})
_CHARACTERS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}


def read_docx(archive: Archive, *, limits: Limits) -> Extract:
    r"""Read a Word document.

    Order: page headers, body (text boxes behind the paragraph that anchors them, footnotes
    and endnotes as footers), page footers, comments. Tracked insertions are text, tracked
    deletions the property ``deleted_text``; hidden text, alternative texts, targets of links
    and the names of editors are the properties ``hidden_text``, ``alt_text``, ``link`` and
    ``editor``. The table of contents is left out. A table of one column is layout and read
    as body; in other tables the paragraphs of a cell are joined by ``\\n``.

    Raises:
        DamagedFileError: A part is missing or not well-formed.
        LimitError: More ``characters`` than the limit.
    """
    builder = DocumentBuilder(characters=limits.characters)
    main = _target(archive, "", "officeDocument")
    reader = _WordReader(archive, main, builder)
    reader.read_parts("header", BlockKind.HEADER)
    reader.read_body()
    for relation in ("footnotes", "endnotes", "footer"):
        reader.read_parts(relation, BlockKind.FOOTER)
    reader.read_parts("comments", BlockKind.COMMENT)
    reader.read_parts("diagramData", BlockKind.TEXT_BOX)
    remember_properties(archive, builder)
    return builder.build()


@dataclass(frozen=True, slots=True)
class _Relation:
    kind: str
    target: str
    external: bool


def _relations(archive: Archive, part: str) -> list[_Relation]:
    folder, name = posixpath.split(part)
    source = posixpath.join(folder, "_rels", f"{name}.rels")
    if source not in archive.names:
        return []
    found = []
    for element in archive.xml(source):
        external = element.get("TargetMode") == "External"
        target = element.get("Target", "")
        if not external:
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        found.append(_Relation(element.get("Type", "").rpartition("/")[2], target, external))
    return found


def _target(archive: Archive, part: str, kind: str) -> str:
    for relation in _relations(archive, part):
        if relation.kind == kind and relation.target in archive.names:
            return relation.target
    raise DamagedFileError


class _Styles:
    """Looks a property up along the chain of styles that a style is based on."""

    def __init__(self, root: Element | None) -> None:
        styles = () if root is None else root.iterfind("{*}style")
        self._styles = {attribute(style, "styleId"): style for style in styles}

    def name(self, style_id: str) -> str:
        return attribute(child(self._styles.get(style_id), "name"), "val") or style_id

    def find(self, style_id: str, group: str, name: str) -> Element | None:
        """Return the property ``name`` in ``group`` (``pPr`` or ``rPr``), inherited or own."""
        for style in self._chain(style_id):
            found = child(child(style, group), name)
            if found is not None:
                return found
        return None

    def heading_level(self, style_id: str) -> int:
        """Return the level by the name of the style or of one it is based on, else 0."""
        for style in self._chain(style_id):
            name = attribute(child(style, "name"), "val")
            if match := _HEADING_STYLE.match(name):
                return int(match[1])
            if name.casefold() in _TITLES:
                return _TITLES[name.casefold()]
        return 0

    def _chain(self, style_id: str) -> Iterator[Element]:
        for _ in range(_DEEPEST_STYLE):
            style = self._styles.get(style_id)
            if style is None:
                return
            yield style
            style_id = attribute(child(style, "basedOn"), "val")


class _WordReader:
    def __init__(self, archive: Archive, main: str, builder: DocumentBuilder) -> None:
        self._archive = archive
        self._main = main
        self._builder = builder
        self._relations = _relations(archive, main)
        styles = [relation.target for relation in self._internal("styles")]
        self._styles = _Styles(archive.xml(styles[0]) if styles else None)

    def read_body(self) -> None:
        root = self._root(self._main)
        for relation in self._relations:
            if relation.kind == "hyperlink" and relation.external:
                self._builder.remember("link", relation.target)
        for body in root:
            self._blocks(body, None)

    def read_parts(self, kind: str, block_kind: BlockKind) -> None:
        """Read the parts that the document refers to by this kind of relation, each text once."""
        seen = set()
        for relation in self._internal(kind):
            root = self._root(relation.target)
            text = "".join(root.itertext())
            if text not in seen:
                seen.add(text)
                self._blocks(root, block_kind)

    def _internal(self, kind: str) -> list[_Relation]:
        names = set(self._archive.names)
        found = (r for r in self._relations if r.kind == kind and r.target in names)
        return list(dict.fromkeys(found))

    def _root(self, part: str) -> Element:
        root = self._archive.xml(part)
        for element in root.iter():
            if local_name(element) in {"docPr", "cNvPr"}:
                for name in ("title", "descr"):
                    self._builder.remember("alt_text", attribute(element, name))
            self._builder.remember("editor", attribute(element, "author"))
        return root

    def _blocks(self, parent: Element, kind: BlockKind | None) -> None:
        """Add the blocks below an element, all of them as ``kind`` where one is given."""
        for element in parent:
            name = local_name(element)
            if name == "p":
                self._paragraph(element, kind)
            elif name == "tbl":
                self._table(element, kind)
            elif name in _DELETED:
                self._builder.remember("deleted_text", _plain(element))
            elif name not in _SKIPPED:
                self._blocks(element, kind)

    def _paragraph(self, paragraph: Element, kind: BlockKind | None) -> None:
        boxes: list[Element] = []
        text, emphasised = self._builder.show(self._paragraph_runs(paragraph, boxes))
        style = _style(paragraph)
        if kind is not None:
            self._builder.add(kind, text)
        elif level := self._heading_level(paragraph, style):
            self._builder.add(BlockKind.HEADING, text, level=level)
        elif depth := self._list_depth(paragraph, style):
            self._builder.add(BlockKind.LIST_ITEM, text, level=depth)
        elif not _CONTENTS_STYLE.match(self._styles.name(style)):
            self._builder.add_paragraph(text, emphasised=emphasised)
        for box in boxes:
            self._blocks(box, kind or BlockKind.TEXT_BOX)

    def _heading_level(self, paragraph: Element, style: str) -> int:
        outline = child(child(paragraph, "pPr"), "outlineLvl")
        if outline is None:
            outline = self._styles.find(style, "pPr", "outlineLvl")
        level = attribute(outline, "val")
        if level.isdecimal() and int(level) < _BODY_TEXT_LEVEL:
            return int(level) + 1
        return self._styles.heading_level(style)

    def _list_depth(self, paragraph: Element, style: str) -> int:
        numbering = child(child(paragraph, "pPr"), "numPr")
        if numbering is None:
            numbering = self._styles.find(style, "pPr", "numPr")
        if numbering is not None:
            if attribute(child(numbering, "numId"), "val") == "0":  # numbering switched off
                return 0
            level = attribute(child(numbering, "ilvl"), "val")
            if level.isdecimal():
                return min(int(level), 8) + 1
        name = self._styles.name(style)
        if numbering is None and not _LIST_STYLE.match(name):
            return 0
        return int(name[-1]) if name[-1:] in _STYLE_DEPTHS else 1

    def _table(self, table: Element, kind: BlockKind | None) -> None:
        rows = [list(_nearest(row, "tc")) for row in _nearest(table, "tr")]
        if all(len(cells) <= 1 for cells in rows):
            for cells in rows:
                for cell in cells:
                    self._blocks(cell, kind)
            return
        for cells in rows:
            boxes: list[Element] = []
            texts = list(self._cell_texts(cells, boxes))
            if kind is None:
                self._builder.add_row(texts)
            else:
                self._builder.add(kind, "\t".join(texts))
            for box in boxes:
                self._blocks(box, kind or BlockKind.TEXT_BOX)

    def _cell_texts(self, cells: list[Element], boxes: list[Element]) -> Iterator[str]:
        """Yield a text a column; a cell over several columns is followed by empty ones."""
        for cell in cells:
            runs = (self._paragraph_runs(paragraph, boxes) for paragraph in _nearest(cell, "p"))
            yield "\n".join(self._builder.show(each)[0] for each in runs)
            width = attribute(child(child(cell, "tcPr"), "gridSpan"), "val")
            if width.isdecimal():
                yield from [""] * (min(int(width), _WIDEST_SPAN) - 1)

    def _paragraph_runs(self, paragraph: Element, boxes: list[Element]) -> Iterator[Run]:
        return self._runs(paragraph, _style(paragraph), boxes)

    def _runs(self, parent: Element, style: str, boxes: list[Element]) -> Iterator[Run]:
        for element in parent:
            name = local_name(element)
            if name == "r":
                yield from self._run(element, style, boxes)
            elif name == "txbxContent":
                boxes.append(element)
            elif name in _DELETED:
                self._builder.remember("deleted_text", _plain(element))
            elif name not in _SKIPPED:
                yield from self._runs(element, style, boxes)

    def _run(self, run: Element, style: str, boxes: list[Element]) -> Iterator[Run]:
        boxes += _nearest(run, "txbxContent")
        text = "".join(_run_text(run))
        for instruction in run.iterfind("{*}instrText"):
            if instruction.text and "HYPERLINK" in instruction.text:
                self._builder.remember("link", instruction.text)
        if text:
            emphasised = self._is_on(run, style, "b") or self._is_on(run, style, "u")
            yield Run(text, emphasised, hidden=self._is_on(run, style, "vanish"))

    def _is_on(self, run: Element, paragraph_style: str, name: str) -> bool:
        """Tell whether a character format is on: by the run, its style or the paragraph's."""
        properties = child(run, "rPr")
        run_style = attribute(child(properties, "rStyle"), "val")
        for found in (
            child(properties, name),
            self._styles.find(run_style, "rPr", name),
            self._styles.find(paragraph_style, "rPr", name),
        ):
            if found is not None:
                return attribute(found, "val") not in _OFF
        return False


def _style(paragraph: Element) -> str:
    return attribute(child(child(paragraph, "pPr"), "pStyle"), "val")


def _run_text(run: Element) -> Iterator[str]:
    for element in run:
        name = local_name(element)
        if name == "t":
            yield element.text or ""
        elif name in _CHARACTERS:
            yield _CHARACTERS[name]
        elif name == "ruby":
            yield _plain(element)


def _nearest(parent: Element, name: str) -> Iterator[Element]:
    """Yield the descendants of this name that lie in no other one of this name."""
    for element in parent:
        if local_name(element) == name:
            yield element
        elif local_name(element) not in _SKIPPED:
            yield from _nearest(element, name)


def _plain(element: Element) -> str:
    texts = (part.text or "" for part in element.iter() if local_name(part) in {"t", "delText"})
    return "".join(texts)
