"""Notes as plain text and as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from demo_notes.blocks import BOLD_HEADING_STYLES, groups

if TYPE_CHECKING:
    from collections.abc import Sequence

    from demo_notes.blocks import Block, Kind
    from demo_notes.sources import NoteSource


def write_txt(source: NoteSource, blocks: Sequence[Block]) -> bytes:
    """Return the note as .txt; Windows-1252 comes with CRLF line ends."""
    lines: list[str] = []
    for kind, group in groups(blocks):
        for block in group:
            if kind in ("title", "heading"):
                lines += [block.text, ("=" if kind == "title" else "-") * len(block.text)]
            elif kind == "head":
                lines.append(f"{block.label + ':':<16} {block.text}")
            elif kind == "paragraph":
                lines += [block.text, ""]
            else:
                lines.append(f"{block.label + '.' if block.label else '-'} {block.text}")
        if kind != "heading":
            lines.append("")
    text = "\n".join(lines).replace("\n\n\n", "\n\n").strip() + "\n"
    windows = source.encoding == "cp1252"
    return (text.replace("\n", "\r\n") if windows else text).encode(source.encoding)


def write_md(source: NoteSource, blocks: Sequence[Block]) -> bytes:
    """Return the note as Markdown in UTF-8."""
    bold = source.style in BOLD_HEADING_STYLES
    forms: dict[Kind, str] = {
        "title": "# {0.text}",
        "head": "- **{0.label}:** {0.text}",
        "heading": "**{0.text}**" if bold else "## {0.text}",
        "paragraph": "{0.text}",
        "bullet": "- {0.text}",
        "numbered": "{0.label}. {0.text}",
    }
    parts = [
        "\n".join(forms[kind].format(block) for block in group) for kind, group in groups(blocks)
    ]
    return ("\n\n".join(parts) + "\n").encode()
