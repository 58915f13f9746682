"""PPT-02, the package: what makes PowerPoint offer to repair a file, and no library that opens it complains about.

ECMA-376-2 (Open Packaging Conventions), clauses 6.2 (part names), 6.5 (relationships) and 6.2.3 (content types).
"""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

from layouts.checks.deck_file import KINDS, TYPES, A, DeckFile, Fault, R

Found = Iterator[Fault]
_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
EXPECTED: Final = {  # the last word of a relationship's type -> the content type of what it leads to
    "slide": f"{_OFFICE}presentationml.slide+xml",
    "slideLayout": f"{_OFFICE}presentationml.slideLayout+xml",
    "slideMaster": f"{_OFFICE}presentationml.slideMaster+xml",
    "notesSlide": f"{_OFFICE}presentationml.notesSlide+xml",
    "notesMaster": f"{_OFFICE}presentationml.notesMaster+xml",
    "theme": f"{_OFFICE}theme+xml",
    "tags": f"{_OFFICE}presentationml.tags+xml",
    "chart": f"{_OFFICE}drawingml.chart+xml",
    "tableStyles": f"{_OFFICE}presentationml.tableStyles+xml",
    "presProps": f"{_OFFICE}presentationml.presProps+xml",
    "viewProps": f"{_OFFICE}presentationml.viewProps+xml",
}
MACROS: Final = ("vbaproject", "macroenabled", "activex", "oleobject", "vbadata")
_REPAIR: Final = "open it in PowerPoint, let it repair the file and save it; or take the file as it was built"


def check_package(file: DeckFile) -> Found:
    """PPT-02: every fault of the package."""
    for rule in RULES:
        yield from rule(file)


def _fault(message: str, fix: str = _REPAIR) -> Fault:
    return Fault("PPT-02", message, fix)


def sound_parts(file: DeckFile) -> Found:
    """Every part is well-formed XML without a document type, and there is a presentation (ECMA-376-2, 6.2.5)."""
    for name, why in file.broken.items():
        yield _fault(f"its part {name} cannot be read: {why}")
    if file.presentation not in file.roots:
        yield _fault("it holds no presentation")
    elif not file.slides:
        yield _fault("it holds no slide")


def one_part_a_name(file: DeckFile) -> Found:
    """No two entries of one name; case does not tell names apart (ECMA-376-2, 6.3)."""
    for name, times in Counter(name.lower() for name in file.names).items():
        if times > 1:
            yield _fault(f"its zip file holds {times} entries of the name '{name}'")


def content_types(file: DeckFile) -> Found:
    """Every part has a content type of its own kind, and none is declared for a part that is not there (6.2.3)."""
    root = file.roots.get(TYPES)
    if root is None:
        yield _fault("it does not declare the types of its parts")
        return
    defaults = {one.get("Extension", "").lower(): one.get("ContentType", "") for one in root.iter("{*}Default")}
    listed = [(one.get("PartName", "").lstrip("/"), one.get("ContentType", "")) for one in root.iter("{*}Override")]
    overrides, there = dict(listed), set(file.parts)
    yield from (
        _fault(f"it declares a type for the part {name}, which is not there") for name in overrides if name not in there
    )
    for name, times in Counter(name.lower() for name, _ in listed).items():
        if times > 1:
            yield _fault(f"it declares the type of the part {name} {times} times")
    for name in sorted(there - {TYPES} - overrides.keys()):
        if name.rpartition(".")[2].lower() not in defaults:
            yield _fault(f"the part {name} has no content type")
    yield from _wrong_types(
        file, {name: overrides.get(name, defaults.get(name.rpartition(".")[2].lower(), "")) for name in there}
    )


def _wrong_types(file: DeckFile, types: dict[str, str]) -> Found:
    """Parts that are reached as slides, layouts and so on, and are declared as something else."""
    wrong: dict[str, str] = {}
    for listed in file.relationships.values():
        for one in listed:
            wanted = EXPECTED.get(one.kind.removeprefix(KINDS), "")
            if wanted and not one.external and one.target in types and types[one.target] != wanted:
                wrong.setdefault(
                    one.target,
                    f"the part {one.target} has the content type '{types[one.target]}' instead of '{wanted}'",
                )
    yield from map(_fault, wrong.values())


def relationships(file: DeckFile) -> Found:
    """Ids are unique in their part, every id that is used is there, and every target is (ECMA-376-2, 6.5.3)."""
    for start, listed in file.relationships.items():
        shown = start or "the package"
        for id, times in Counter(one.id for one in listed).items():
            if times > 1:
                yield _fault(f"{shown} has {times} relationships of the id '{id}'")
        for one in listed:
            if not one.external and one.target not in file.parts:
                yield _fault(f"{shown} refers to the part {one.target}, which is not there")
        if start and start not in file.parts:
            yield _fault(f"there are relationships for the part {start}, which is not there")
    for name, root in file.roots.items():
        known = {one.id for one in file.relationships.get(name, ())}
        used = root.xpath("//@r:*", namespaces={"r": R[1:-1]})
        for id in sorted({str(id) for id in used if id} - known):
            yield _fault(f"{name} uses the relationship '{id}', which it does not have")


def outside(file: DeckFile) -> Found:
    """What lies outside is a link to click, never something that is fetched; nothing runs (ECMA-376-2, 6.5.4)."""
    for start, listed in file.relationships.items():
        for one in listed:
            if not one.external:
                continue
            if one.kind != f"{KINDS}hyperlink":
                yield _fault(
                    f"{start} fetches '{one.target[:60]}' from outside", "put it into the file, or take it out"
                )
            elif not one.target.lower().startswith(("http://", "https://", "mailto:")):
                fix = "link to an address that begins with https:// or mailto:"
                yield _fault(f"{start} links to '{one.target[:60]}', which is no address of the web or of mail", fix)


def no_macros(file: DeckFile) -> Found:
    """No macro, no control, no object of another program (ECMA-376-1, 15.2; Microsoft, .pptx against .pptm)."""
    fix = "take it out and save the deck as .pptx"
    declared = file.parts.get(TYPES, b"").decode("utf-8", "replace").lower()
    for word in MACROS:
        if word in declared or any(word in name.lower() for name in file.parts):
            yield _fault(f"it holds a program or an object of another one ({word})", fix)
    for name, root in file.roots.items():
        for link in root.iter(f"{A}hlinkClick", f"{A}hlinkHover"):
            if link.get("action", "").startswith(("ppaction://program", "ppaction://macro", "ppaction://ole")):
                yield _fault(f"{name} starts a program when something is clicked", fix)


RULES: tuple[Callable[[DeckFile], Found], ...] = (
    sound_parts,
    one_part_a_name,
    content_types,
    relationships,
    outside,
    no_macros,
)
