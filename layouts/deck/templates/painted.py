"""What a slide layout and its master paint: backgrounds, pictures, shapes, with their colours as '#rrggbb'."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree
from pptx.opc.constants import RELATIONSHIP_TYPE

from layouts.deck.inherited import Theme
from layouts.deck.names import qn
from layouts.deck.templates.own import Box

SHAPES: Final = tuple(qn(f"p:{tag}") for tag in ("sp", "pic", "grpSp", "graphicFrame", "cxnSp"))


@dataclass(frozen=True)
class Panel:
    """Something that a layout or its master paints. `paint` is empty where nobody can tell it, as of pictures."""

    name: str
    box: Box
    paint: tuple[str, ...]


def panels_of(owner: Any, theme: Theme) -> Iterator[Panel]:
    """Pictures, shapes, lines and groups of a layout or a master, the lowest first; what cannot be seen is left out."""
    tree = owner._element.cSld.spTree
    found = [*tree.iterchildren(*SHAPES), *tree.iterfind(".//{*}AlternateContent/{*}Choice/*")]
    for element in found:
        properties = element.find(f"./*/{qn('p:cNvPr')}")
        if properties is None or element.find(f"./*/{qn('p:nvPr')}/{qn('p:ph')}") is not None:
            continue
        xfrm = next(element.iter(qn("a:xfrm"), qn("p:xfrm")), None)
        box = box_of(xfrm) if xfrm is not None else None
        if box is None or properties.get("hidden") in ("1", "true") or not _visible(element):
            continue
        yield Panel(properties.get("name", ""), box, _paint(element, theme))


def _visible(element: Any) -> bool:
    """Whether a shape paints anything: a fill, an outline, words; pictures and groups do."""
    if element.tag != qn("p:sp"):
        return True
    properties = element.find(qn("p:spPr"))
    filled = any(
        properties.find(qn(f"a:{tag}")) is not None for tag in ("solidFill", "gradFill", "blipFill", "pattFill")
    )
    line = properties.find(qn("a:ln"))
    lined = line is not None and line.find(qn("a:noFill")) is None
    bare = properties.find(qn("a:noFill")) is not None
    styled = element.find(qn("p:style")) is not None and not bare
    return filled or lined or styled or any((text.text or "").strip() for text in element.iter(qn("a:t")))


def _paint(element: Any, theme: Theme) -> tuple[str, ...]:
    properties = element.find(qn("p:spPr"))
    if element.tag != qn("p:sp") or properties is None:
        return ()
    found = _fills(properties, theme)
    if found is None:
        reference = element.find(f"{qn('p:style')}/{qn('a:fillRef')}")
        colour = theme.paint(reference) if reference is not None else None
        found = (colour,) if colour else ()
    return found


def _fills(holder: Any, theme: Theme, placeholder: str = "#000000") -> tuple[str, ...] | None:
    """The colours of the fill that stands in an element; none of a picture, None where there is no fill."""
    for fill in holder:
        match etree.QName(fill).localname:
            case "solidFill":
                return tuple(filter(None, [theme.paint(fill, placeholder)]))
            case "gradFill":
                stops = (theme.paint(stop, placeholder) for stop in fill.iter(qn("a:gs")))
                return tuple(dict.fromkeys(filter(None, stops)))
            case "pattFill":
                return tuple(filter(None, (theme.paint(part, placeholder) for part in fill)))
            case "blipFill":
                return ()
    return None


def ground_of(layout: Any, master: Any, theme: Theme) -> tuple[str, ...]:
    """The colours of the background, of the layout or else of its master (ISO 29500-1, 19.3.1.1)."""
    paper = (theme.colours.get("bg1", "#ffffff"),)
    for owner in (layout, master):
        background = owner._element.find(f"{qn('p:cSld')}/{qn('p:bg')}")
        if background is None:
            continue
        own = background.find(qn("p:bgPr"))
        if own is not None:
            found = _fills(own, theme)
            return paper if found is None else found
        named = _referred(background.find(qn("p:bgRef")), master, theme)
        return paper if named is None else named
    return paper


def _referred(reference: Any, master: Any, theme: Theme) -> tuple[str, ...] | None:
    """A background that names one of the theme's: 1001 is the first (ISO 29500-1, 19.3.1.3)."""
    colour = theme.paint(reference) or "#000000"
    styles = theme_root(master).find(f".//{qn('a:bgFillStyleLst')}")
    place = int(reference.get("idx", "0")) - 1001
    if styles is None or not 0 <= place < len(styles):
        return None
    holder = etree.Element("background")
    holder.append(styles[place])
    return _fills(holder, theme, colour)


def theme_root(master: Any) -> Any:
    part = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    return etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False))


def box_of(xfrm: Any) -> Box | None:
    offset, extent = xfrm.find(qn("a:off")), xfrm.find(qn("a:ext"))
    if offset is None or extent is None:
        return None
    return Box(int(offset.get("x")), int(offset.get("y")), int(extent.get("cx")), int(extent.get("cy")))
