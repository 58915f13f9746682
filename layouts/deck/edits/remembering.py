"""What a deck said when it was made, carried in the deck itself: people's edits are what differs from it.

It stands among the custom document properties (ISO/IEC 29500-1, 22.3), which PowerPoint and LibreOffice both keep when
they save; tags, custom XML and the names of placeholders LibreOffice drops. Packed, in pieces of 255 signs: Office
cuts longer ones.
"""

import base64
import binascii
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from xml.sax.saxutils import escape

from lxml import etree
from pptx.opc.package import Part as FilePart
from pptx.opc.packuri import PackURI

from layouts.deck.edits.saying import Mark, Page, Part
from layouts.identity import Identity, SealError, from_texts, to_texts

FORMAT: Final = "1"
NAME: Final = "FacingPages"  # of the properties, numbered
PIECE: Final = 255  # signs
MOST_SIGNS: Final = 4_000_000  # packed
MOST_BYTES: Final = 32_000_000  # unpacked
MOST_ITEMS: Final = 5_000  # slides, parts of one, rows of one, marks of one
KIND: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
TYPE: Final = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
PROPERTIES: Final = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
VALUES: Final = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
SET: Final = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # of custom properties (22.3.2.2)


@dataclass(frozen=True)
class Outdated:
    """A number that people left in a text of theirs, and that the source has changed since."""

    slide: str  # its key
    role: str
    number: str


@dataclass(frozen=True)
class Memory:
    """The identity of a deck as it was made, what every slide said, and the numbers that are out of date since."""

    identity: Identity
    pages: tuple[Page, ...]
    outdated: tuple[Outdated, ...] = ()


# --- writing ----------------------------------------------------------------------------------------------------------


def remember(presentation: Any, memory: Memory) -> None:
    """Puts the memory into a presentation, in place of one that it has; people's own properties stay."""
    package = presentation.part.package
    part = next(
        (rel.target_part for rel in package._rels.values() if rel.reltype == KIND and not rel.is_external), None
    )
    root = _fresh() if part is None else _parsed(part.blob)
    for old in [one for one in root if _number(one)]:
        root.remove(old)
    taken = max((int(one.get("pid", "1")) for one in root if one.get("pid", "").isdigit()), default=1)
    text = _packed(memory)
    for number, start in enumerate(range(0, len(text), PIECE), 1):
        one = etree.SubElement(root, f"{{{PROPERTIES}}}property", fmtid=SET, pid=str(taken + number))
        one.set("name", f"{NAME} {number}")
        etree.SubElement(one, f"{{{VALUES}}}lpwstr").text = text[start : start + PIECE]
    content = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    if part is None:
        part = FilePart(PackURI("/docProps/custom.xml"), TYPE, package, content)
        package.relate_to(part, KIND)
    part._blob = content


def _part_of(package: Any) -> Any:
    """The part of custom properties, None where there is none."""
    found = (rel.target_part for rel in package._rels.values() if rel.reltype == KIND and not rel.is_external)
    return next(found, None)


def _fresh() -> Any:
    return etree.fromstring(f'<Properties xmlns="{escape(PROPERTIES)}" xmlns:vt="{escape(VALUES)}"/>')


def _packed(memory: Memory) -> str:
    told = {
        "format": FORMAT,
        "identity": to_texts(memory.identity),
        "pages": [_listed(page) for page in memory.pages],
        "outdated": [[one.slide, one.role, one.number] for one in memory.outdated],
    }
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return base64.b64encode(zlib.compress(text.encode(), 9)).decode()


def _listed(page: Page) -> list[object]:
    parts = [
        [p.role, p.kind, p.rows, p.holder, p.alt, p.seal, p.look, [_mark(m) for m in p.marks], p.box, p.places]
        for p in page.parts
    ]
    return [page.key, page.layout, parts, page.others]


def _mark(mark: Mark) -> list[object]:
    return [mark.name, mark.words, mark.fill, mark.line, *mark.box]


# --- reading ----------------------------------------------------------------------------------------------------------


def recall(presentation: Any) -> Memory | None:
    """The memory of a deck, None where it has none; raises SealError for one that is not whole."""
    part = _part_of(presentation.part.package)
    return None if part is None else recalled(part.blob)


def recalled(properties: bytes) -> Memory | None:
    """The memory in the part of custom properties."""
    pieces = {number: one for one in _parsed(properties) if (number := _number(one))}
    if not pieces:
        return None
    text = "".join("".join(pieces[number].itertext()).strip() for number in sorted(pieces))
    try:
        return _unpacked(text)
    except (
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        AttributeError,
        OverflowError,
        RecursionError,
        binascii.Error,
        zlib.error,
    ):
        raise SealError("what it remembers of its own making is not whole") from None


def _parsed(content: bytes) -> Any:
    try:
        return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except etree.XMLSyntaxError:
        raise SealError("it is damaged: its properties are no XML") from None


def _number(entry: Any) -> int:
    """Which piece of our text a property holds; 0 for anybody else's."""
    name = str(entry.get("name", "")) if isinstance(entry.tag, str) else ""
    number = name.removeprefix(f"{NAME} ")
    return int(number) if name.startswith(f"{NAME} ") and number.isdecimal() and len(number) < 7 else 0


def _unpacked(text: str) -> Memory:
    if len(text) > MOST_SIGNS:
        raise ValueError("longer than any deck's")
    unpacking = zlib.decompressobj()
    content = unpacking.decompress(base64.b64decode(text, validate=True), MOST_BYTES)
    if unpacking.unconsumed_tail or not unpacking.eof:
        raise ValueError("not whole, or more than any deck's")
    told = json.loads(content)
    if told["format"] != FORMAT:
        raise ValueError("of another version")
    identity = from_texts(_texts(told["identity"]))
    if identity is None:
        raise ValueError("no identity")
    outdated = tuple(Outdated(*map(_word, one)) for one in _items(told["outdated"]))
    return Memory(identity, tuple(_page(one) for one in _items(told["pages"])), outdated)


def _texts(told: Mapping[str, Any]) -> dict[str, str]:
    return {_word(name): _word(text) for name, text in told.items()}


def _items(told: Any) -> list[Any]:
    if not isinstance(told, list) or len(told) > MOST_ITEMS:
        raise ValueError("no list, or longer than any deck's")
    return told


def _word(told: Any) -> str:
    if not isinstance(told, str):
        raise TypeError("no text")
    return told


def _page(told: Any) -> Page:
    key, layout, parts, others = _items(told)
    return Page(_word(key), _word(layout), tuple(_part(one) for one in _items(parts)), int(others))


def _part(told: Any) -> Part:
    role, kind, rows, holder, alt, seal, look, marks, box, places = _items(told)
    if kind not in ("text", "table", "figure", "other"):
        raise ValueError("no kind of part")
    texts = tuple(tuple(map(_word, _items(row))) for row in _items(rows))
    drawn = tuple(_drawn(one) for one in _items(marks))
    holder, alt, seal, look = map(_word, (holder, alt, seal, look))
    at = tuple(map(int, _items(places)))
    return Part(_word(role), kind, texts, holder, alt, seal, look, drawn, _four(box), at)


def _drawn(told: Any) -> Mark:
    name, words, fill, line, *box = _items(told)
    return Mark(_word(name), _word(words), _word(fill), _word(line), _four(box))


def _four(told: Any) -> tuple[int, int, int, int]:
    left, top, wide, high = map(int, _items(told))
    return left, top, wide, high
