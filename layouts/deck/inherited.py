"""What a slide takes from its layout, its master and its theme: colours, places, styles of text."""

import colorsys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree
from pptx.opc.constants import RELATIONSHIP_TYPE

from layouts.deck.names import qn

BLACK: Final = "#000000"
_STYLES: Final = {"title": "titleStyle", "ctrTitle": "titleStyle"}
_BODY: Final = ("body", "subTitle", "obj", "tbl", "chart", "pic")  # what takes the master's style of running text
_SAME: Final = {"ctrTitle": "title", "subTitle": "body", "obj": "body"}  # on a master each of these is one


@dataclass(frozen=True)
class Theme:
    """A theme's colours by the names that slides use (tx1, accent1), as '#rrggbb'."""

    colours: Mapping[str, str]

    def paint(self, fill: Any, placeholder: str = BLACK) -> str | None:
        """The colour of an element that holds one (a:solidFill, a:buClr, a:gs); None where there is none."""
        for colour in fill if fill is not None else ():
            kind = etree.QName(colour).localname
            if kind in ("srgbClr", "schemeClr", "sysClr", "prstClr"):
                return _changed(self._base(kind, colour, placeholder), colour)
        return None

    def _base(self, kind: str, colour: Any, placeholder: str) -> str:
        value = colour.get("val", "")
        if kind == "srgbClr":
            return f"#{value.lower()}"
        if kind == "sysClr":
            return f"#{colour.get('lastClr', '000000').lower()}"
        if kind == "schemeClr":
            return placeholder if value == "phClr" else self.colours.get(value, BLACK)
        return {"white": "#ffffff", "black": BLACK}.get(value, "#808080")


def _changed(base: str, colour: Any) -> str:
    """ECMA-376, 20.1.2.3: the changes in the order in which they stand."""
    red, green, blue = (int(base[i : i + 2], 16) / 255 for i in (1, 3, 5))
    for change in colour:
        share = int(change.get("val", "100000")) / 100_000
        hue, light, rich = colorsys.rgb_to_hls(red, green, blue)
        match etree.QName(change).localname:
            case "lumMod":
                light *= share
            case "lumOff":
                light += share
            case "satMod":
                rich *= share
            case "tint":
                red, green, blue = (_mixed(part, share, 1.0) for part in (red, green, blue))
                continue
            case "shade":
                red, green, blue = (_mixed(part, share, 0.0) for part in (red, green, blue))
                continue
            case "alpha":  # what is under it is nearly always the white of the page
                red, green, blue = (1 - (1 - part) * share for part in (red, green, blue))
                continue
            case _:
                continue
        red, green, blue = colorsys.hls_to_rgb(hue, min(1, max(0, light)), min(1, max(0, rich)))
    return f"#{round(red * 255):02x}{round(green * 255):02x}{round(blue * 255):02x}"


def _mixed(part: float, share: float, other: float) -> float:
    """Light mixed as light: PowerPoint tints and shades before the gamma of sRGB, taken here as 2.2."""
    return float((part**2.2 * share + other * (1 - share)) ** (1 / 2.2))


def read_theme(master: Any) -> Theme:
    """The theme of a slide master, under the names that its colour map gives."""
    part = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    scheme = etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False)).find(f".//{qn('a:clrScheme')}")
    own = Theme({})
    colours = {etree.QName(slot).localname: own.paint(slot) or BLACK for slot in scheme}
    mapped = master._element.find(qn("p:clrMap"))
    return Theme(colours | {name: colours.get(slot, BLACK) for name, slot in mapped.attrib.items()})


@dataclass(frozen=True)
class Ancestry:
    """A shape on a slide and the placeholders it fills, the nearest first; `styles` are the master's."""

    elements: tuple[Any, ...]
    kind: str | None  # of the placeholder, None where it is a shape of its own
    styles: tuple[Any, ...]

    def place(self) -> Any:
        """The nearest a:xfrm, or None."""
        found = (element.find(f"{qn('p:spPr')}/{qn('a:xfrm')}") for element in self.elements)
        return next((xfrm for xfrm in found if xfrm is not None), None)

    def frame(self, name: str, default: str) -> str:
        """An attribute of a:bodyPr, such as `anchor` or `lIns`."""
        bodies = (element.find(f"{qn('p:txBody')}/{qn('a:bodyPr')}") for element in self.elements)
        return next((body.get(name) for body in bodies if body is not None and body.get(name)), default)

    @property
    def font(self) -> Any:
        """What a shape's own style says of its words, or None; a placeholder has none."""
        return next((element.find(f"{qn('p:style')}/{qn('a:fontRef')}") for element in self.elements), None)

    def levels(self, level: int) -> Iterator[Any]:
        """The styles of a level's paragraphs, the nearest first."""
        tag = qn(f"a:lvl{level + 1}pPr")
        for element in self.elements:
            yield from element.iterfind(f"{qn('p:txBody')}/{qn('a:lstStyle')}/{tag}")
        for style in self.styles:
            yield from style.iterfind(tag)


def ancestry(element: Any, slide: Any) -> Ancestry:
    """`element` is a p:sp of `slide`, a pptx Slide, or of its layout or master."""
    layout = slide.slide_layout
    master = layout.slide_master
    holder = element.find(f".//{qn('p:ph')}")
    styles = master._element.find(qn("p:txStyles"))
    if holder is None:
        return Ancestry((element,), None, _styles(styles, "otherStyle", slide))
    kind = holder.get("type", "obj")
    index = holder.get("idx", "0")
    on_layout = _matching(layout._element, lambda ph: ph.get("idx", "0") == index and ph is not holder)
    if on_layout is not None and "type" not in holder.attrib:
        kind = on_layout.find(f".//{qn('p:ph')}").get("type", "obj")
    wanted = _SAME.get(kind, kind)
    on_master = _matching(master._element, lambda ph: ph.get("type", "obj") == wanted and ph is not holder)
    found = tuple(e for e in (element, on_layout, on_master) if e is not None)
    name = _STYLES.get(kind, "bodyStyle" if kind in _BODY else "otherStyle")
    return Ancestry(found, kind, _styles(styles, name, slide))


def ancestry_on_layout(element: Any, layout: Any) -> Ancestry:
    """The same of a placeholder as it stands on a layout, for one who has no slide yet."""
    holder = element.find(f".//{qn('p:ph')}")
    kind = holder.get("type", "obj")
    master = layout.slide_master
    wanted = _SAME.get(kind, kind)
    on_master = _matching(master._element, lambda ph: ph.get("type", "obj") == wanted)
    if on_master is None and wanted in _BODY:
        on_master = _matching(master._element, lambda ph: ph.get("type", "obj") == "body")
    name = _STYLES.get(kind, "bodyStyle" if kind in _BODY else "otherStyle")
    found = tuple(e for e in (element, on_master) if e is not None)
    return Ancestry(found, kind, _styles(master._element.find(qn("p:txStyles")), name, layout))


def _styles(styles: Any, name: str, slide: Any) -> tuple[Any, ...]:
    presentation = slide.part.package.presentation_part.presentation._element
    found = (styles.find(qn(f"p:{name}")) if styles is not None else None, presentation.find(qn("p:defaultTextStyle")))
    return tuple(style for style in found if style is not None)


def _matching(tree: Any, fits: Any) -> Any:
    shapes: Iterable[Any] = tree.iterfind(f"{qn('p:cSld')}/{qn('p:spTree')}/{qn('p:sp')}")
    for shape in shapes:
        holder = shape.find(f".//{qn('p:ph')}")
        if holder is not None and fits(holder):
            return shape
    return None
