"""PPT-02, the parts: markup that PowerPoint offers to repair, or does not open (ECMA-376-1, clauses 19 to 21)."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

from layouts.checks.deck_file import A, C, DeckFile, Fault, P
from layouts.checks.deck_presets import PRESETS

Found = Iterator[Fault]
FIRST_SLIDE, FIRST_LAYOUT = 256, 2**31  # ST_SlideId and ST_SlideLayoutId (19.7.13, 19.7.14)
SMALLEST, LARGEST = 100, 400_000  # hundredths of a point (ST_TextFontSize, 20.1.10.72)
NOT_A_NUMBER: Final = re.compile(rb"""\s([A-Za-z]+)=["'][+-]?(?:nan|inf|infinity)["']""", re.IGNORECASE)
WORDS: Final = {b"name", b"descr", b"title", b"val", b"typeface", b"tooltip"}  # where it may be a word
INTEGER: Final = re.compile(r"-?\d+")
COLOUR: Final = re.compile(r"[0-9A-Fa-f]{6}")
ORDER: Final = (  # of what a presentation holds (19.2.1.26)
    "sldMasterIdLst",
    "notesMasterIdLst",
    "handoutMasterIdLst",
    "sldIdLst",
    "sldSz",
    "notesSz",
    "smartTags",
    "embeddedFontLst",
    "custShowLst",
    "photoAlbum",
    "custDataLst",
    "kinsoku",
    "defaultTextStyle",
    "modifyVerifier",
    "extLst",
)
ON_NOTES: Final = {"hdr", "dt", "sldImg", "body", "ftr", "sldNum"}  # placeholders of a notes master (19.7.10)
_TAGS: Final = (
    f"{P}cNvPr",
    f"{P}txBody",
    f"{A}txBody",
    f"{A}tbl",
    f"{A}prstGeom",
    f"{A}srgbClr",
    f"{A}off",
    f"{A}ext",
    f"{A}rPr",
    f"{A}defRPr",
    f"{A}endParaRPr",
    f"{C}axId",
)


@dataclass(frozen=True)
class Part:
    """A part with the elements that rules ask for, by tag; `shown` is what a message calls it."""

    name: str
    shown: str
    root: Any
    content: bytes
    elements: Mapping[str, list[Any]]


def check_markup(file: DeckFile) -> Found:
    """PPT-02: every fault of the parts."""
    for name, root in file.roots.items():
        if name.startswith("ppt/") and not name.endswith(".rels"):
            part = _part(file, name, root)
            for rule in RULES:
                yield from (Fault("PPT-02", message) for message in rule(part))
    for whole in (slide_ids, layout_ids, presentation_order, notes_masters):
        yield from (Fault("PPT-02", message) for message in whole(file))


def _part(file: DeckFile, name: str, root: Any) -> Part:
    elements: dict[str, list[Any]] = defaultdict(list)
    for element in root.iter(*_TAGS):
        elements[element.tag].append(element)
    number = file.number(name)
    return Part(name, f"slide {number}" if number else name, root, file.parts[name], elements)


def _shape(element: Any) -> str:
    """The name of the shape that an element stands in, to be put into a message."""
    for above in (element, *element.iterancestors()):
        named = next(above.iterfind(f"*/{P}cNvPr"), None)
        if named is not None and above.tag != f"{P}spTree":
            return f", '{named.get('name', '')[:60]}'"
    return ""


# --- in every part ----------------------------------------------------------------------------------------------------


def shape_ids(part: Part) -> Iterator[str]:
    """Every shape of a slide has an id of its own (20.1.2.2.8); what stands instead of another may have the same."""
    shapes, doubled = part.elements[f"{P}cNvPr"], b"AlternateContent" in part.content
    ids = [shape.get("id", "") for shape in shapes if not (doubled and _fallback(shape))]
    for id, times in Counter(ids).items():
        if times > 1:
            yield f"{part.shown}: {times} shapes have the id {id}"


def _fallback(shape: Any) -> bool:
    return any(etree.QName(above).localname == "Fallback" for above in shape.iterancestors())


def paragraphs(part: Part) -> Iterator[str]:
    """Every body of text has a paragraph, also that of an empty cell (CT_TextBody: a:p once or more)."""
    for body in (*part.elements[f"{P}txBody"], *part.elements[f"{A}txBody"]):
        if body.find(f"{A}p") is None:
            yield f"{part.shown}{_shape(body)}: a body of text has no paragraph"


def cells(part: Part) -> Iterator[str]:
    """Every row of a table has as many cells as the table has columns, each with its text (21.1.3.13, 21.1.3.18)."""
    for table in part.elements[f"{A}tbl"]:
        columns = len(table.findall(f"{A}tblGrid/{A}gridCol"))
        for number, row in enumerate(table.iterfind(f"{A}tr"), 1):
            count = len(row.findall(f"{A}tc"))
            if count != columns:
                yield f"{part.shown}{_shape(table)}: row {number} has {count} cells, and the table {columns} columns"
            if any(cell.find(f"{A}txBody") is None for cell in row.iterfind(f"{A}tc")):
                yield f"{part.shown}{_shape(table)}: row {number} has a cell without a body of text"


def presets(part: Part) -> Iterator[str]:
    """A shape that is named is one of the format's own (20.1.10.56)."""
    for shape in part.elements[f"{A}prstGeom"]:
        if (name := shape.get("prst", "")) not in PRESETS:
            yield f"{part.shown}{_shape(shape)}: no preset shape is called '{name}'"


def colours(part: Part) -> Iterator[str]:
    """A colour is six hexadecimal digits (ST_HexColorRGB, 22.9.2.5)."""
    for colour in part.elements[f"{A}srgbClr"]:
        if not COLOUR.fullmatch(value := colour.get("val", "")):
            yield f"{part.shown}{_shape(colour)}: '{value}' is no colour of six hexadecimal digits"


def numbers(part: Part) -> Iterator[str]:
    """No length is 'NaN', and places are whole numbers (ST_Coordinate, 20.1.10.16)."""
    small = part.content.lower()
    suspect = any(word in small for word in (b"nan", b"inf"))
    for found in NOT_A_NUMBER.finditer(part.content) if suspect else ():
        if found[1] not in WORDS:
            yield f"{part.shown}: {found[0].decode().strip()} is no number"
    for place in (*part.elements[f"{A}off"], *part.elements[f"{A}ext"]):
        for side in ("x", "y", "cx", "cy"):
            value = place.get(side)
            if value is not None and not INTEGER.fullmatch(value) and not _told(value):
                yield f"{part.shown}{_shape(place)}: {side}='{value}' is no whole number"


def _told(value: str) -> bool:
    """Whether a place is told already as not a number, or is a universal measure such as 12.5pt."""
    return re.fullmatch(r"[+-]?(nan|inf|infinity)|-?\d+(\.\d+)?(mm|cm|in|pt|pc|pi)", value, re.IGNORECASE) is not None


def sizes(part: Part) -> Iterator[str]:
    """Type is 1 to 4000 pt (20.1.10.72)."""
    for tag in ("rPr", "defRPr", "endParaRPr"):
        for properties in part.elements[f"{A}{tag}"]:
            size = properties.get("sz")
            if size is not None and not (INTEGER.fullmatch(size) and SMALLEST <= int(size) <= LARGEST):
                yield f"{part.shown}{_shape(properties)}: '{size}' is no size of type: it counts hundredths of a point"


def axes(part: Part) -> Iterator[str]:
    """Every axis that a chart names is one it has, and no id is negative (21.2.2.9, xsd:unsignedInt)."""
    own = {axis.get("val", "") for axis in part.elements[f"{C}axId"] if axis.getparent().tag.endswith("Ax")}
    for axis in part.elements[f"{C}axId"]:
        value = axis.get("val", "")
        if not value.isdecimal():
            yield f"{part.shown}: the id of an axis is '{value}', not a positive number"
        if value not in own:
            yield f"{part.shown}: a chart names the axis '{value}', which it does not have"


# --- in the presentation and its masters ------------------------------------------------------------------------------


def slide_ids(file: DeckFile) -> Iterator[str]:
    """Slides have ids of their own from 256 to 2147483647 (19.7.13)."""
    root = file.roots.get(file.presentation)
    found = [] if root is None else [entry.get("id", "") for entry in root.iterfind(f"{P}sldIdLst/{P}sldId")]
    yield from _ids(found, FIRST_SLIDE, FIRST_LAYOUT - 1, "slide")


def layout_ids(file: DeckFile) -> Iterator[str]:
    """Masters and slide layouts together have ids of their own from 2147483648 (19.7.14, 19.7.15)."""
    listed = [f"{P}sldMasterIdLst/{P}sldMasterId", f"{P}sldLayoutIdLst/{P}sldLayoutId"]
    found = [entry.get("id", "") for root in file.roots.values() for path in listed for entry in root.iterfind(path)]
    yield from _ids(found, FIRST_LAYOUT, 2**32 - 1, "slide layout or master")


def _ids(found: Iterable[str], least: int, most: int, what: str) -> Iterator[str]:
    for id, times in Counter(found).items():
        if times > 1:
            yield f"{times} times a {what} has the id {id}"
        if not (id.isdecimal() and least <= int(id) <= most):
            yield f"a {what} has the id '{id}', which is not from {least} to {most}"


def presentation_order(file: DeckFile) -> Iterator[str]:
    """What a presentation holds stands in the order of its schema (19.2.1.26)."""
    root = file.roots.get(file.presentation)
    names = [] if root is None else [etree.QName(child).localname for child in root.iterchildren(f"{P}*")]
    for name in names:
        if name not in ORDER:
            yield f"the presentation holds '{name}', which it cannot"
    known = [name for name in names if name in ORDER]
    if known != sorted(known, key=ORDER.index):
        yield f"what the presentation holds stands in the wrong order: {', '.join(known)}"


def notes_masters(file: DeckFile) -> Iterator[str]:
    """Each placeholder of a notes master is one of six, once, with a place; all but the slide have text (19.3.1.36)."""
    for name in file.related(file.presentation, "notesMaster"):
        root = file.roots.get(name)
        if root is None or root.find(f"{P}clrMap") is None or root.find(f"{P}cSld/{P}spTree") is None:
            yield f"{name}: the notes master has no shapes or no colours"
            continue
        shapes = [
            (shape, holder) for shape in root.iter(f"{P}sp") for holder in shape.iterfind(f"{P}nvSpPr/{P}nvPr/{P}ph")
        ]
        for kind, times in Counter(holder.get("type", "obj") for _, holder in shapes).items():
            if kind not in ON_NOTES or times > 1:
                yield f"{name}: the notes master has {times} placeholders of the kind '{kind}'"
        for shape, holder in shapes:
            if shape.find(f"{P}spPr") is None or (holder.get("type") != "sldImg" and shape.find(f"{P}txBody") is None):
                yield f"{name}{_shape(shape)}: a placeholder of the notes master has no place or no text"
        if len({holder.get("idx", "0") for _, holder in shapes}) < len(shapes):
            yield f"{name}: two placeholders of the notes master have one index"


RULES: tuple[Callable[[Part], Iterator[str]], ...] = (
    shape_ids,
    paragraphs,
    cells,
    presets,
    colours,
    numbers,
    sizes,
    axes,
)
