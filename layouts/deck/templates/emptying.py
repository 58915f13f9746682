"""The parts of a template, written again without its example slides (ISO/IEC 29500-1, 19: PresentationML)."""

import posixpath
from collections.abc import Mapping
from itertools import count
from typing import Any, Final

from lxml import etree

from layouts.deck.templates.unpacking import PACKAGE, TYPES, Relation, parse_part, relations_name

MAIN: Final = "application/vnd.openxmlformats-officedocument.presentationml.{}.main+xml"
KINDS: Final = tuple(MAIN.format(kind) for kind in ("presentation", "template", "slideshow"))
VIEWS: Final = "application/vnd.openxmlformats-officedocument.presentationml.viewProps+xml"
PROPERTIES: Final = "application/vnd.openxmlformats-officedocument.presentationml.presProps+xml"
STYLES: Final = "application/vnd.openxmlformats-officedocument.presentationml.tableStyles+xml"
OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
P: Final = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
SECTIONS: Final = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"
UNWANTED: Final = ("sldIdLst", "custShowLst", "custDataLst", "smartTags", "photoAlbum")
HEAD: Final = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
EMPTY: Final = b'%b<p:%b xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"/>'
VIEW: Final = EMPTY % (HEAD, b"viewPr")  # how it was last looked at: it may name example slides
USUAL: Final = {  # what PowerPoint wants to find beside a presentation: content type, and the least that it may hold
    "presProps": (PROPERTIES, EMPTY % (HEAD, b"presentationPr")),
    "tableStyles": (
        STYLES,
        HEAD + b'<a:tblStyleLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        b'def="{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}"/>',
    ),
    "viewProps": (VIEWS, VIEW),
}


def unlinked(content: bytes, name: str, file: str) -> bytes:
    """A layout or master without its hyperlinks and tags: what they pointed to is gone."""
    root = parse_part(content, name, file)
    for element in list(root.iter("{*}hlinkClick", "{*}hlinkHover", "{*}hlinkMouseOver", f"{P}custDataLst")):
        element.getparent().remove(element)
    return _written(root)


def kept_relations(parts: Mapping[str, bytes], part: str, kept: list[Relation], file: str) -> bytes:
    """The relationships of a part, those that do not stay taken out."""
    name = relations_name(part)
    root, ids = parse_part(parts[name], name, file), {relation.id for relation in kept}
    for entry in list(root):
        if entry.get("Id") not in ids:
            root.remove(entry)
    return _written(root)


def without_slides(content: bytes, name: str, kept: list[Relation], file: str) -> bytes:
    """The presentation's part without slides, sections, shows and tags."""
    root = parse_part(content, name, file)
    if not any(relation.kind == "notesMaster" for relation in kept):
        for element in root.findall(f"{P}notesMasterIdLst"):
            root.remove(element)
    for tag in UNWANTED:
        for element in root.findall(f"{P}{tag}"):
            root.remove(element)
    extensions = root.find(f"{P}extLst")
    for extension in list(extensions) if extensions is not None else ():
        if extension.get("uri") == SECTIONS:
            extensions.remove(extension)
    if extensions is not None and not len(extensions):
        root.remove(extensions)
    return _written(root)


def without_show(content: bytes, name: str, file: str) -> bytes:
    """The presentation's properties without the choice of slides to be shown or published."""
    root = parse_part(content, name, file)
    for tag in ("showPr", "htmlPubPr"):
        for element in root.findall(f"{P}{tag}"):
            root.remove(element)
    return _written(root)


def kept_types(content: bytes, fresh: Mapping[str, bytes], main: str, file: str) -> bytes:
    """The content types of what stays; a template's presentation becomes an ordinary one."""
    root = parse_part(content, TYPES, file)
    for entry in list(root.iterchildren(f"{{{PACKAGE}/content-types}}Override")):
        name = entry.get("PartName", "").lstrip("/")
        if name not in fresh:
            root.remove(entry)
        elif name == main:
            entry.set("ContentType", KINDS[0])
    return _written(root)


def numbered(content: bytes, name: str, file: str) -> bytes:
    """A layout or master whose shapes and placeholders have numbers of their own: LibreOffice writes some twice.

    A slide finds its placeholder by number (ISO 29500-1, 19.3.1.36); those of a title are 0.
    """
    root = parse_part(content, name, file)
    shapes = _renumbered(list(root.iter(f"{P}cNvPr")), "id")
    holders = sorted(root.iter(f"{P}ph"), key=lambda holder: holder.get("type") not in ("title", "ctrTitle"))
    return _written(root) if _renumbered(holders, "idx") | shapes else content


def _renumbered(elements: list[Any], key: str) -> bool:
    """Gives every element whose number another has a free one; whether there were any. No number is 0."""
    numbers = [int(found) if (found := element.get(key, "0")).isdigit() else 0 for element in elements]
    free, seen = count(max(numbers, default=0) + 1), set[int]()
    for element, number in zip(elements, numbers, strict=True):
        if number in seen:
            element.set(key, str(next(free)))
        seen.add(number)
    return len(set(numbers)) < len(numbers)


def add_usual(fresh: dict[str, bytes], main: str, kind: str, file: str) -> None:
    """A part without which PowerPoint offers to repair a presentation, empty, beside the presentation's own."""
    type, content = USUAL[kind]
    name = posixpath.join(posixpath.dirname(main), f"{kind}.xml")
    fresh[name] = content
    links = parse_part(fresh[relations_name(main)], relations_name(main), file)
    tag = f"{{{PACKAGE}/relationships}}Relationship"
    etree.SubElement(links, tag, Id=f"rIdAdded{kind}", Type=f"{OFFICE}/{kind}", Target=f"{kind}.xml")
    fresh[relations_name(main)] = _written(links)
    types = parse_part(fresh[TYPES], TYPES, file)
    etree.SubElement(types, f"{{{PACKAGE}/content-types}}Override", PartName=f"/{name}", ContentType=type)
    fresh[TYPES] = _written(types)


def _written(root: Any) -> bytes:
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True))
