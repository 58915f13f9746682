"""A hospital's or congress's own template, made ready to be written on: its example slides go, its look stays.

What goes with the example slides is not looked at; what stays must be harmless: no macro, no object of another
program, nothing that is fetched from elsewhere (ISO/IEC 29500-2, 9: parts and relationships).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from layouts.deck.archive import pack
from layouts.deck.templates.emptying import (
    KINDS,
    PROPERTIES,
    USUAL,
    VIEW,
    VIEWS,
    P,
    add_usual,
    kept_relations,
    kept_types,
    numbered,
    unlinked,
    without_show,
    without_slides,
)
from layouts.deck.templates.unpacking import (
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
SHAPED: Final = ("ppt/slideLayouts/", "ppt/slideMasters/", "ppt/notesMasters/", "ppt/handoutMasters/")


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
    fresh |= {relations_name(name): kept_relations(parts, name, kept[name], file) for name in kept if kept[name]}
    fresh |= {name: unlinked(fresh[name], name, file) for name in _linked(parts, kept, file)}
    fresh |= {
        name: without_show(fresh[name], name, file)
        for name, kind in types.items()
        if kind == PROPERTIES and name in fresh
    }
    fresh |= {name: numbered(fresh[name], name, file) for name in kept if name.startswith(SHAPED)}
    fresh |= {name: VIEW for name, kind in types.items() if kind == VIEWS and name in fresh}
    fresh[main] = without_slides(parts[main], main, kept[main], file)
    fresh[relations_name("")] = kept_relations(parts, "", _going_on(parts, "", file), file)
    fresh[TYPES] = kept_types(parts[TYPES], fresh, main, file)
    lacking = set(USUAL) - {relation.kind for relation in kept[main]}
    for kind in sorted(lacking):
        add_usual(fresh, main, kind, file)
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
    staying = (relation for relation in found if not (relation.external and relation.kind == "hyperlink"))
    return [relation for relation in staying if relation.kind != "notesMaster" or _has_notes(parts, relation)]


def _has_notes(parts: Mapping[str, bytes], relation: Relation) -> bool:
    """Whether a master of notes has a place for them; without one, python-pptx makes its own."""
    return relation.target not in parts or b'type="body"' in parts[relation.target]


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
