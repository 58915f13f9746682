"""A hospital's or congress's own template, made ready to be written on: its example slides go, its look stays.

What goes with the example slides is not looked at; what stays must be harmless: no macro, no object of another
program, nothing that is fetched from elsewhere (ISO/IEC 29500-2, 9: parts and relationships).
"""

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any, Final

from lxml import etree

from layouts.deck.archive import pack
from layouts.deck.unpacking import (
    AGAIN,
    PACKAGE,
    TYPES,
    UNREADABLE,
    UNSAFE,
    Relation,
    parse_part,
    refuse,
    relations,
    relations_name,
    shown,
    unpack,
)
from layouts.problems import Place, Problem

MAIN: Final = "application/vnd.openxmlformats-officedocument.presentationml.{}.main+xml"
KINDS: Final = tuple(MAIN.format(kind) for kind in ("presentation", "template", "slideshow"))
VIEWS: Final = "application/vnd.openxmlformats-officedocument.presentationml.viewProps+xml"
OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PROPERTIES: Final = "application/vnd.openxmlformats-officedocument.presentationml.presProps+xml"
P: Final = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
# What leads from the presentation to its example slides, to what people said about them, and to how they were shown.
GOING: Final = frozenset(
    (
        "slide",
        "comments",
        "commentAuthors",
        "authors",
        "customXml",
        "tags",
        "smartTags",
        "revisionInfo",
        "changesInfo",
        "slideUpdateInfo",
        "thumbnail",
        "extended-properties",
        "core-properties",
    )
)
OBJECTS: Final = frozenset(("oleObject", "control", "activeXControlBinary", "package", "vmlDrawing", "legacyDrawing"))
SIGNED: Final = frozenset(("origin", "signature"))  # digital signatures: they end with the first change
SECTIONS: Final = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"
HEAD: Final = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
STYLES: Final = "application/vnd.openxmlformats-officedocument.presentationml.tableStyles+xml"
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
SHAPED: Final = ("ppt/slideLayouts/", "ppt/slideMasters/", "ppt/notesMasters/", "ppt/handoutMasters/")
UNWANTED: Final = ("sldIdLst", "custShowLst", "custDataLst", "smartTags", "photoAlbum")


@dataclass(frozen=True)
class Emptied:
    """A template without slides, as the bytes of a .pptx, and what was taken out of it that may be missed."""

    pptx: bytes
    problems: tuple[Problem, ...] = ()


def empty(content: bytes, file: str) -> Emptied:
    """A .pptx or .potx made ready; raises ProblemError (TPL-01, TPL-02). `file` is its name in messages."""
    parts = unpack(content, file)
    types = _types(parts, file)
    main = _main(parts, types, file)
    _refuse_macros(parts, types, file)
    kept = _kept(parts, main, file)
    _refuse_objects(kept, file)
    told = _links_told(parts, kept, file)
    fresh = {name: parts[name] for name in kept}
    fresh |= {relations_name(name): _relations(parts, name, kept[name], file) for name in kept if kept[name]}
    fresh |= {name: _unlinked(fresh[name], name, file) for name in _linked(parts, kept, file)}
    fresh |= {
        name: _without_show(fresh[name], name, file)
        for name, kind in types.items()
        if kind == PROPERTIES and name in fresh
    }
    fresh |= {name: _numbered(fresh[name], name, file) for name in kept if name.startswith(SHAPED)}
    fresh |= {name: VIEW for name, kind in types.items() if kind == VIEWS and name in fresh}
    fresh[main] = _without_slides(parts[main], main, file)
    fresh[relations_name("")] = _relations(parts, "", _going_on(parts, "", file), file)
    fresh[TYPES] = _new_types(parts[TYPES], fresh, main, file)
    lacking = set(USUAL) - {relation.kind for relation in kept[main]}
    for kind in sorted(lacking):
        _add(fresh, main, kind, file)
    return Emptied(pack(fresh), told)


def _types(parts: Mapping[str, bytes], file: str) -> dict[str, str]:
    """The content type of each part that has one of its own."""
    if TYPES not in parts:
        raise refuse(file, UNREADABLE, "it is no PowerPoint file", "give a .pptx or .potx")
    root = parse_part(parts[TYPES], TYPES, file)
    overrides = root.iterchildren(f"{{{PACKAGE}/content-types}}Override")
    return {entry.get("PartName", "").lstrip("/"): entry.get("ContentType", "") for entry in overrides}


def _main(parts: Mapping[str, bytes], types: Mapping[str, str], file: str) -> str:
    """The name of the presentation's own part."""
    roots = [found.target for found in relations(parts, "", file) if found.kind == "officeDocument"]
    main = next((name for name in roots if name in parts), "")
    if "macroEnabled" in types.get(main, ""):
        raise refuse(file, UNSAFE, "it is a file with macros", "save it as .pptx or .potx without macros")
    if types.get(main) not in KINDS:
        raise refuse(file, UNREADABLE, "it is no PowerPoint file", "give a .pptx or .potx")
    root = parse_part(parts[main], main, file)
    if root.tag != f"{P}presentation":
        raise refuse(file, UNREADABLE, "it is in the Strict form of Open XML", AGAIN + ", not as Strict")
    if root.find(f"{P}modifyVerifier") is not None:
        message = "it is protected against changes by a password"
        raise refuse(file, UNREADABLE, message, "ask its owner for a file without the password")
    return main


def _refuse_macros(parts: Mapping[str, bytes], types: Mapping[str, str], file: str) -> None:
    macros = [name for name in parts if name.lower().endswith("vbaproject.bin")]
    macros += [name for name, kind in types.items() if "vba" in kind.lower() or "macro" in kind.lower()]
    if macros:
        raise refuse(file, UNSAFE, "it holds macros", "save it as .pptx or .potx without macros")


# --- what stays -------------------------------------------------------------------------------------------------------


def _going_on(parts: Mapping[str, bytes], part: str, file: str) -> list[Relation]:
    """The relationships of a part that lead to what stays."""
    found = (relation for relation in relations(parts, part, file) if relation.kind not in GOING | SIGNED)
    return [relation for relation in found if not (relation.external and relation.kind == "hyperlink")]


def _kept(parts: Mapping[str, bytes], main: str, file: str) -> dict[str, list[Relation]]:
    """Every part that is reached without the example slides, with its relationships."""
    kept: dict[str, list[Relation]] = {}
    waiting = [relation.target for relation in _going_on(parts, "", file) if not relation.external]
    while waiting:
        name = waiting.pop()
        if name in kept:
            continue
        if name not in parts:
            raise refuse(file, UNREADABLE, f"it is damaged: its part '{shown(name)}' is missing", AGAIN)
        kept[name] = _going_on(parts, name, file)
        if name.endswith((".xml", ".vml")):
            parse_part(parts[name], name, file)
        waiting += [relation.target for relation in kept[name] if not relation.external]
    if not any(relation.kind == "slideMaster" for relation in kept.get(main, [])):
        raise refuse(file, UNREADABLE, "it has no slide master", AGAIN)
    return kept


def _refuse_objects(kept: Mapping[str, list[Relation]], file: str) -> None:
    """TPL-02: what stays and could run or fetch something."""
    for name, found in kept.items():
        for relation in found:
            if relation.external:
                message = f"'{shown(name)}' fetches something from elsewhere: {shown(relation.target)}"
                fix = "in PowerPoint's Slide Master view, insert the picture itself instead of a link to it"
                raise refuse(file, UNSAFE, message, fix)
            if relation.kind in OBJECTS:
                message = f"'{shown(name)}' holds an object of another program"
                raise refuse(file, UNSAFE, message, "delete the object in PowerPoint's Slide Master view")


def _links_told(parts: Mapping[str, bytes], kept: Mapping[str, list[Relation]], file: str) -> tuple[Problem, ...]:
    """TPL-02, a warning: links on layouts and masters, which would stand on every slide."""
    found = (relation for name in kept for relation in relations(parts, name, file))
    links = sorted({shown(relation.target) for relation in found if relation.kind == "hyperlink" and relation.external})
    if not links:
        return ()
    message = f"links of its layouts are left out: {', '.join(links[:5])}"
    return (Problem(Place(file), UNSAFE, message, "write the address as plain text, if slides need it", "warning"),)


def _linked(parts: Mapping[str, bytes], kept: Mapping[str, list[Relation]], file: str) -> list[str]:
    """The parts that stay and hold relationships which do not."""
    return [name for name in kept if len(list(relations(parts, name, file))) != len(kept[name])]


def _unlinked(content: bytes, name: str, file: str) -> bytes:
    """A layout or master without its hyperlinks and tags: what they pointed to is gone."""
    root = parse_part(content, name, file)
    for element in list(root.iter("{*}hlinkClick", "{*}hlinkHover", "{*}hlinkMouseOver", f"{P}custDataLst")):
        element.getparent().remove(element)
    return _written(root)


def _relations(parts: Mapping[str, bytes], part: str, kept: list[Relation], file: str) -> bytes:
    """The relationships of a part, those that do not stay taken out."""
    name = relations_name(part)
    root, ids = parse_part(parts[name], name, file), {relation.id for relation in kept}
    for entry in list(root):
        if entry.get("Id") not in ids:
            root.remove(entry)
    return _written(root)


def _without_slides(content: bytes, name: str, file: str) -> bytes:
    """The presentation's part without slides, sections, shows and tags."""
    root = parse_part(content, name, file)
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


def _without_show(content: bytes, name: str, file: str) -> bytes:
    """The presentation's properties without the choice of slides to be shown or published."""
    root = parse_part(content, name, file)
    for tag in ("showPr", "htmlPubPr"):
        for element in root.findall(f"{P}{tag}"):
            root.remove(element)
    return _written(root)


def _new_types(content: bytes, fresh: Mapping[str, bytes], main: str, file: str) -> bytes:
    """The content types of what stays; a template's presentation becomes an ordinary one."""
    root = parse_part(content, TYPES, file)
    for entry in list(root.iterchildren(f"{{{PACKAGE}/content-types}}Override")):
        name = entry.get("PartName", "").lstrip("/")
        if name not in fresh:
            root.remove(entry)
        elif name == main:
            entry.set("ContentType", KINDS[0])
    return _written(root)


def _numbered(content: bytes, name: str, file: str) -> bytes:
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


def _add(fresh: dict[str, bytes], main: str, kind: str, file: str) -> None:
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
