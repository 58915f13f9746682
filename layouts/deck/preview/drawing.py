"""Pictures of a finished deck's slides, drawn from the file itself: no office program is asked.

What PowerPoint shows may differ: effects, charts and rare shapes are left out or simplified, and words are set in our
own typefaces, whatever the theme asks for.
"""

import base64
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

import pptx
from lxml import etree
from pptx.exc import PythonPptxError
from pptx.opc.constants import RELATIONSHIP_TYPE

from layouts.deck.inherited import Theme, ancestry, read_theme
from layouts.deck.names import qn
from layouts.deck.preview.cells import draw_table
from layouts.deck.preview.geometry import EMU, Frame, outline_of
from layouts.deck.preview.sheet import Sheet, draw_text, render_svg
from layouts.memories import Memory

_SHOWN: Final = ("sp", "cxnSp", "grpSp", "graphicFrame", "pic")
_MOST_UNPACKED: Final = 500_000_000  # bytes
_MOST_PICTURE: Final = 400_000  # bytes of a picture on a slide that go into the drawing
_MOST_DRAWN: Final = 400  # slides that are remembered, some 50 KB each
_UNSEEN: Final = (RELATIONSHIP_TYPE.NOTES_SLIDE, RELATIONSHIP_TYPE.SLIDE_LAYOUT, RELATIONSHIP_TYPE.SLIDE_MASTER)


@dataclass(frozen=True)
class SlidePicture:
    """One slide; `width` and `height` are points."""

    title: str
    width: float
    height: float
    svg: bytes


def draw_slides(deck: bytes) -> Iterator[SlidePicture]:
    """Each slide of a .pptx in turn. What is no deck raises ValueError, or what zipfile, zlib or lxml raise."""
    with zipfile.ZipFile(io.BytesIO(deck)) as package:
        if sum(entry.file_size for entry in package.infolist()) > _MOST_UNPACKED:
            raise ValueError("the deck unpacks to more than a deck holds")
    try:
        presentation = pptx.Presentation(io.BytesIO(deck))
    except PythonPptxError as error:
        raise ValueError(str(error)) from None
    wide, high = presentation.slide_width / EMU, presentation.slide_height / EMU  # type: ignore[operator]
    defaults = presentation._element.find(qn("p:defaultTextStyle"))
    common = (f"{wide} {high}".encode(), etree.tostring(defaults) if defaults is not None else b"")
    under: dict[str, bytes] = {}
    for number, slide in enumerate(presentation.slides, start=1):
        layout = slide.slide_layout
        if layout.part.partname not in under:
            under[layout.part.partname] = _digest(*common, _seen_of(layout), _seen_of(layout.slide_master))
        key = _digest(str(number).encode(), under[layout.part.partname], _seen_of(slide))
        drawn = _before.get(key)
        if drawn is None:
            sheet = Sheet(slide, number, read_theme(layout.slide_master))
            _draw(sheet, wide, high)
            drawn = _before.keep(key, SlidePicture(_title(slide), wide, high, render_svg(sheet, wide, high)))
        yield drawn


_before: Memory[bytes, SlidePicture] = Memory(_MOST_DRAWN)  # in watch most slides are as they were


def _seen_of(sheet: Any) -> bytes:
    """A digest of all that a picture takes from a slide, a layout or a master: itself, its theme and its pictures."""
    rels = {id: rel for id, rel in sheet.part.rels.items() if rel.reltype not in _UNSEEN}
    held = {id: None if rel.is_external else rel.target_part for id, rel in sorted(rels.items())}
    names = repr([(id, rels[id].reltype, part and part.content_type) for id, part in held.items()])
    return _digest(sheet.part.blob, names.encode(), *(part.blob for part in held.values() if part is not None))


def _digest(*parts: bytes) -> bytes:
    return sha256(b"".join(sha256(part).digest() for part in parts)).digest()


def _title(slide: Any) -> str:
    shape = slide.shapes.title
    return " ".join(shape.text_frame.text.split()) if shape is not None else ""


def _draw(sheet: Sheet, wide: float, high: float) -> None:
    layout = sheet.slide.slide_layout
    trees = [layout.slide_master._element, layout._element, sheet.slide._element]
    sheet.parts.append(f'<path d="M0 0H{wide:g}V{high:g}H0Z" fill="{_ground(trees, sheet.theme)}"/>')
    for tree in _seen(trees):
        own = tree is sheet.slide._element
        for element in tree.find(f"{qn('p:cSld')}/{qn('p:spTree')}"):
            if own or element.find(f".//{qn('p:ph')}") is None:  # an empty placeholder of a layout is not shown
                _draw_element(sheet, element, Frame())


def _ground(trees: list[Any], theme: Theme) -> str:
    """The nearest background; of a gradient its first colour."""
    for tree in reversed(trees):
        ground = tree.find(f"{qn('p:cSld')}/{qn('p:bg')}")
        if ground is not None:
            return next((c for c in map(theme.paint, ground.iter()) if c), "#ffffff")
    return "#ffffff"


def _seen(trees: list[Any]) -> list[Any]:
    """Master, layout and slide, without those that the one above them hides."""
    _, layout, slide = (tree.get("showMasterSp", "1") not in ("0", "false") for tree in trees)
    return [tree for tree, shown in zip(trees, (layout and slide, slide, True), strict=True) if shown]


def _draw_element(sheet: Sheet, element: Any, frame: Frame) -> None:
    kind = etree.QName(element).localname if isinstance(element.tag, str) else ""
    if kind not in _SHOWN or element.find(f".//{qn('p:cNvPr')}").get("hidden") in ("1", "true"):
        return
    if kind == "grpSp":
        inner = frame.inside(element.find(f"{qn('p:grpSpPr')}/{qn('a:xfrm')}"))
        for child in element:
            _draw_element(sheet, child, inner)
    elif kind == "graphicFrame":
        draw_table(sheet, element, frame)
    elif kind == "pic":
        _draw_picture(sheet, element, frame)
    else:
        _draw_shape(sheet, element, frame)


# --- shapes -----------------------------------------------------------------------------------------------------------


def _draw_shape(sheet: Sheet, element: Any, frame: Frame) -> None:
    lineage = ancestry(element, sheet.slide)
    xfrm = lineage.place()
    if xfrm is None:
        return
    box = frame.box(xfrm)
    look = _look(element, sheet.theme)
    path = outline_of(element.find(qn("p:spPr")), box) if look else ""
    if path:
        sheet.parts.append(f'<path d="{path}"{look}{box.turn}/>')
    body = element.find(qn("p:txBody"))
    if body is not None:
        draw_text(sheet, body, lineage, box)


def _look(element: Any, theme: Theme) -> str:
    """Fill and line as attributes; a style's colours where the shape names none; empty where nothing would be seen."""
    properties, style = element.find(qn("p:spPr")), element.find(qn("p:style"))
    fill = _paint(properties, ("solidFill", "gradFill", "noFill"), theme, style, "fillRef")
    line = properties.find(qn("a:ln"))
    edge = _paint(line, ("solidFill", "noFill"), theme, style, "lnRef")
    if etree.QName(element).localname == "cxnSp":
        fill = None
    if fill is None and edge is None:
        return ""
    look = f' fill="{fill or "none"}"'
    if edge is None:
        return look
    wide = int(line.get("w", "9525")) / EMU if line is not None else 0.75
    dash = line.find(qn("a:prstDash")) if line is not None else None
    dotted = f' stroke-dasharray="{wide:g} {2 * wide:g}"' if dash is not None and dash.get("val") != "solid" else ""
    cap = ' stroke-linecap="round"' if line is not None and line.get("cap") == "rnd" and not dotted else ""
    return f'{look} stroke="{edge}" stroke-width="{wide:.3g}" stroke-linejoin="round"{cap}{dotted}'


def _paint(holder: Any, names: tuple[str, ...], theme: Theme, style: Any, reference: str) -> str | None:
    tags = [qn(f"a:{name}") for name in names]
    found = next((child for child in (holder if holder is not None else ()) if child.tag in tags), None)
    if found is not None:
        stops = found.iter(qn("a:gs")) if found.tag == qn("a:gradFill") else (found,)
        return next(map(theme.paint, stops), None)
    referred = style.find(qn(f"a:{reference}")) if style is not None else None
    return theme.paint(referred) if referred is not None and referred.get("idx") != "0" else None


def _draw_picture(sheet: Sheet, element: Any, frame: Frame) -> None:
    """A picture of the slide or its template, carried in the drawing, since a drawing may load nothing."""
    xfrm = element.find(f"{qn('p:spPr')}/{qn('a:xfrm')}")
    blip = element.find(f".//{qn('a:blip')}")
    if xfrm is None or blip is None:
        return
    box = frame.box(xfrm)
    holder = next(part for part in _parts(sheet.slide) if part._element is element.getroottree().getroot())
    name = blip.get(qn("r:embed"), "")
    image = holder.part.related_part(name) if name in holder.part.rels else None
    if image is not None and len(image.blob) <= _MOST_PICTURE and image.content_type in ("image/png", "image/jpeg"):
        data = f"data:{image.content_type};base64,{base64.b64encode(image.blob).decode()}"
        place = f'x="{box.x:.5g}" y="{box.y:.5g}" width="{box.width:.5g}" height="{box.height:.5g}"'
        sheet.parts.append(f'<image href="{data}" {place} preserveAspectRatio="none"{box.turn}/>')
    else:
        sheet.parts.append(f'<path d="{box.rectangle}" fill="#e8ecef"{box.turn}/>')


def _parts(slide: Any) -> tuple[Any, ...]:
    return slide, slide.slide_layout, slide.slide_layout.slide_master
