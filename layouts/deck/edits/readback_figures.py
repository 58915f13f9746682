"""What a figure of a deck shows, read off its group of shapes: names, words, colours and places."""

import re
from collections.abc import Mapping
from typing import Any, Final

from lxml import etree
from pptx.opc.constants import RELATIONSHIP_TYPE

from layouts.deck.edits.readback_words import alt_of, name_of, words_of
from layouts.deck.edits.saying import Mark, Part
from layouts.deck.names import qn

Colours = Mapping[str, str]
Box = tuple[int, int, int, int]  # left, top, width, height
SEALED: Final = re.compile(r"[0-9a-f]{16}")
SEAL: Final = "FACINGPAGES_SEAL"
ALIASES: Final = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"}
NUMBER: Final = re.compile(r"-?[0-9]{1,12}")


def read_figure(group: Any, slide: Any, theme: Colours) -> Part:
    """A figure: its marks, and the box around them on the slide in EMU; programs differ in the box of a group."""
    leaves = list(group.iter(qn("p:sp"), qn("p:cxnSp"), qn("p:pic")))
    boxes = [_box(leaf.find(f"{qn('p:spPr')}/{qn('a:xfrm')}"), "off", "ext") for leaf in leaves]
    left, top = min((box[0] for box in boxes), default=0), min((box[1] for box in boxes), default=0)
    wide = max((box[0] + box[2] for box in boxes), default=1) - left or 1
    high = max((box[1] + box[3] for box in boxes), default=1) - top or 1
    around = left, top, wide, high
    marks = tuple(
        Mark(name_of(leaf), _words(leaf), *_paints(leaf, theme), _share(box, around))
        for leaf, box in zip(leaves, boxes, strict=True)
    )
    box = _outward(group, around)
    return Part(name_of(group), "figure", alt=alt_of(group), seal=seal_of(group, slide), marks=marks, box=box)


def seal_of(group: Any, slide: Any) -> str:
    """The seal in a figure's tags, or nothing."""
    for reference in group.iterfind(f"*/{qn('p:nvPr')}/{qn('p:custDataLst')}/{qn('p:tags')}"):
        relation = slide.part.rels.get(reference.get(qn("r:id")))
        if relation is None or relation.is_external:
            continue
        for tag in _root(relation.target_part).iter(qn("p:tag")):
            if tag.get("name") == SEAL and SEALED.fullmatch(tag.get("val", "")):
                return str(tag.get("val"))
    return ""


def theme_colours(master: Any) -> Colours:
    """The theme's colours by the names that shapes use, as 'rrggbb'."""
    root = _root(master.part.part_related_by(RELATIONSHIP_TYPE.THEME))
    scheme = next(root.iter(qn("a:clrScheme")), ())
    own = {etree.QName(one).localname: _hex(next(iter(one), None)) for one in scheme if isinstance(one.tag, str)}
    mapping = master._element.find(qn("p:clrMap"))
    told = {name: own.get(slot, "") for name, slot in mapping.attrib.items()} if mapping is not None else {}
    return own | {name: own.get(slot, "") for name, slot in ALIASES.items()} | told


def _root(part: Any) -> Any:
    return etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


def _hex(colour: Any) -> str:
    return "" if colour is None else str(colour.get("lastClr") or colour.get("val") or "").lower()


def _words(leaf: Any) -> str:
    return " ".join(filter(None, (words_of(paragraph) for paragraph in leaf.iter(qn("a:p")))))


def _paints(leaf: Any, theme: Colours) -> tuple[str, str]:
    """Fill and line; no line and one that is not drawn are the same."""
    own = leaf.find(qn("p:spPr"))
    if own is None:
        return "", ""
    line = own.find(qn("a:ln"))
    return _paint(own, theme), "" if line is None else _paint(line, theme)


def _paint(element: Any, theme: Colours) -> str:
    fill = element.find(qn("a:solidFill"))
    colour = None if fill is None else next(iter(fill), None)
    if colour is None:
        other = element.find(qn("a:gradFill"))
        return "" if other is None else "gradient"
    shade = "".join(f"+{etree.QName(one).localname}{one.get('val', '')}" for one in colour if _shades(one))
    named = str(colour.get("val", "")).lower()
    if colour.tag == qn("a:schemeClr"):
        return f"{colour.get('val')}{shade} {theme.get(str(colour.get('val')), '')}{shade}"
    return f"{named}{shade}"


def _shades(change: Any) -> bool:
    return isinstance(change.tag, str) and etree.QName(change).localname != "alpha"


# --- places -----------------------------------------------------------------------------------------------------------


def _share(box: Box, around: Box) -> Box:
    """A box in thousandths of the figure's."""
    across, down = 1000 / around[2], 1000 / around[3]
    left, top = (box[0] - around[0]) * across, (box[1] - around[1]) * down
    return round(left), round(top), round(box[2] * across), round(box[3] * down)


def _outward(group: Any, box: Box) -> Box:
    """A box in a group's own lengths, on the slide."""
    place = group.find(f"{qn('p:grpSpPr')}/{qn('a:xfrm')}")
    outer, inner = _box(place, "off", "ext"), _box(place, "chOff", "chExt")
    across = outer[2] / inner[2] if inner[2] else 1.0
    down = outer[3] / inner[3] if inner[3] else 1.0
    left, top = outer[0] + (box[0] - inner[0]) * across, outer[1] + (box[1] - inner[1]) * down
    return round(left), round(top), round(box[2] * across), round(box[3] * down)


def _box(place: Any, offset: str, extent: str) -> Box:
    if place is None:
        return 0, 0, 0, 0
    off, ext = place.find(qn(f"a:{offset}")), place.find(qn(f"a:{extent}"))
    return _whole(off, "x"), _whole(off, "y"), _whole(ext, "cx"), _whole(ext, "cy")


def _whole(element: Any, name: str) -> int:
    text = "" if element is None else str(element.get(name, ""))
    return int(text) if NUMBER.fullmatch(text) else 0
