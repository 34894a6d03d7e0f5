"""The properties of Office Open XML files (docx, xlsx): author, title, company and so on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nlp.reading.archive import Archive, attribute, local_name

if TYPE_CHECKING:
    from nlp.reading.builder import DocumentBuilder

_KEYS = {
    "creator": "author",
    "lastModifiedBy": "last_editor",
    "title": "title",
    "subject": "subject",
    "keywords": "keywords",
    "description": "description",
    "category": "category",
    "Company": "company",
    "Manager": "manager",
}


def remember_properties(archive: Archive, builder: DocumentBuilder) -> None:
    """Note the core, extended and custom properties of a package.

    A custom property becomes a line ``name: value`` of the key ``custom``.
    """
    for part in ("docProps/core.xml", "docProps/app.xml"):
        for element in archive.xml(part) if part in archive.names else ():
            if key := _KEYS.get(local_name(element)):
                builder.remember(key, element.text or "")
    part = "docProps/custom.xml"
    for element in archive.xml(part) if part in archive.names else ():
        value = "".join(element.itertext())
        builder.remember("custom", f"{attribute(element, 'name')}: {value}")
