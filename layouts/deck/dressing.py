"""Texts on somebody else's template: in its placeholders or in text boxes, set as they were measured and to be read.

On our own template nothing needs to be written but the text: a spot that leaves everything to its layout is untouched.
"""

import copy
from typing import Any, Final

from lxml import etree
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Emu, Pt

from layouts.deck import ooxml
from layouts.deck.fit.faces import OWN, line_height
from layouts.deck.fit.rooms import HANG
from layouts.deck.names import qn
from layouts.deck.templates.frames import Scene
from layouts.deck.templates.own import COMPLEX_LINE, Box
from layouts.deck.templates.spots import Spot

ANCHORS: Final = {"t": MSO_ANCHOR.TOP, "ctr": MSO_ANCHOR.MIDDLE, "b": MSO_ANCHOR.BOTTOM}
KINDS: Final = {"footer": "ftr", "slide_number": "sldNum"}  # of placeholders; all other text is a body's
FIRST_OWN: Final = 4000  # the number of the first placeholder that a layout lacks: templates count from 0 or 10
BULLETS: Final = ("a:buNone", "a:buChar", "a:buAutoNum", "a:buBlip")
BEFORE_BULLET: Final = tuple(qn(f"a:{tag}") for tag in ("lnSpc", "spcBef", "spcAft", "buClrTx", "buClr", "buSzTx"))


def stand(slide: Any, spot: Spot, name: str) -> Any:
    """The shape for a text, behind all that is read before it: the layout's placeholder, or one of the slide's own.

    A placeholder without one on the layout takes its style from the master's text; the outline shows its words.
    """
    tree = slide.shapes._spTree
    if spot.idx is not None:
        element = slide.placeholders[spot.idx]._element
    else:
        ids = [int(number) for number in slide._element.xpath("//p:cNvPr/@id")]
        kind = KINDS.get(name, "body")
        taken = [shape.placeholder_format.idx for shape in slide.placeholders]
        head = name.replace("_", " ").capitalize()
        element = parse_xml(
            f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{max(ids) + 1}" name="{head}"/>'
            f'<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="{kind}" sz="quarter" '
            f'idx="{max([FIRST_OWN - 1, *taken]) + 1}"/></p:nvPr></p:nvSpPr><p:spPr/>'
            f'<p:txBody><a:bodyPr vert="horz" wrap="square"/><a:lstStyle/><a:p/></p:txBody></p:sp>'
        )
    tree.insert_element_before(element, "p:extLst")
    shape = next(shape for shape in slide.shapes if shape._element is element)
    if spot.moved:
        shape.left, shape.top, shape.width, shape.height = _emu(spot.box)
    return shape


def dress(shape: Any, spot: Spot, *, mirrored: bool = False) -> None:
    """Writes what the layout leaves open or would set otherwise: place, colour, side, lines, bullets."""
    frame = shape.text_frame
    if spot.bare:
        frame.margin_left, frame.margin_top, frame.margin_right, frame.margin_bottom = map(Emu, spot.insets)
    if spot.anchor:
        frame.vertical_anchor = ANCHORS[spot.anchor]
    for paragraph in frame.paragraphs:
        _dress_paragraph(paragraph, spot, mirrored)


def _dress_paragraph(paragraph: Any, spot: Spot, mirrored: bool) -> None:
    size = max((run.font.size.pt for run in paragraph.runs if run.font.size), default=0.0)
    if spot.exact and size:
        paragraph.line_spacing = Pt(round(size * _line(paragraph, spot, mirrored), 1))
    if spot.exact and paragraph.space_before is None:
        paragraph.space_before, paragraph.space_after = Pt(0), Pt(0)
    if spot.align and paragraph.alignment is None and not mirrored:
        paragraph._p.get_or_add_pPr().set("algn", spot.align)
    if spot.hang:
        _bullet(paragraph, spot)
    elif spot.idx is None:
        ooxml.remove_bullet(paragraph)
    for run in paragraph.runs:
        _dress_run(run, spot)


def _dress_run(run: Any, spot: Spot) -> None:
    if spot.idx is None:  # a viewer may style it after another placeholder of the layout
        run.font.bold = spot.bold or bool(run.font.bold)
    if spot.colour:
        paint(run, spot.colour)
    if spot.font and run.font.name is None:
        run.font.name = spot.font


def _line(paragraph: Any, spot: Spot, mirrored: bool) -> float:
    """From baseline to baseline, in ems, as it was measured."""
    latin = mirrored and paragraph._p.pPr is not None and paragraph._p.pPr.get("rtl") == "0"
    return line_height(paragraph.text, OWN) * spot.spacing / (COMPLEX_LINE if latin else 1)


def _bullet(paragraph: Any, spot: Spot) -> None:
    """The measured indent, and a bullet where the layout has none; a paragraph without one keeps to the edge."""
    properties = paragraph._p.get_or_add_pPr()
    if properties.find(qn("a:buNone")) is not None:
        return
    properties.set("marL", str(Pt(HANG)))
    properties.set("indent", str(-Pt(HANG)))
    if spot.bullet:
        for tag in BULLETS:
            for old in properties.findall(qn(tag)):
                properties.remove(old)
        place = sum(1 for child in properties if child.tag in BEFORE_BULLET)
        properties.insert(place, parse_xml(f'<a:buChar {nsdecls("a")} char="•"/>'))


def paint(run: Any, colour: str) -> None:
    """A run's colour: a name of the theme, or '#rrggbb'."""
    paint_properties(run._r.get_or_add_rPr(), colour)


def paint_properties(properties: Any, colour: str) -> None:
    """The colour of a run's or a field's properties."""
    for old in properties.findall(qn("a:solidFill")):
        properties.remove(old)
    line = properties.find(qn("a:ln"))
    properties.insert(0 if line is None else 1, parse_xml(fill_of(colour)))


def fill_of(colour: str) -> str:
    """A solid fill: of a name of the theme, or of '#rrggbb'."""
    kind = f'<a:srgbClr val="{colour[1:].upper()}"/>' if colour.startswith("#") else f'<a:schemeClr val="{colour}"/>'
    return f"<a:solidFill {nsdecls('a')}>{kind}</a:solidFill>"


def panel(slide: Any, box: Box, colour: str, name: str) -> Any:
    """A flat rectangle that says nothing, behind everything that is written: a light sheet, a bar in an arm's colour.

    Lengths are EMU.
    """
    from pptx.enum.shapes import MSO_SHAPE

    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *_emu(box))
    shape.name = name
    element = shape._element
    style = element.find(qn("p:style"))
    if style is not None:
        element.remove(style)  # it would bring the theme's outline and shadow
    properties = element.find(qn("p:spPr"))
    properties.append(parse_xml(fill_of(colour)))
    properties.append(parse_xml(f"<a:ln {nsdecls('a')}><a:noFill/></a:ln>"))
    ooxml.mark_decorative(shape)
    tree = slide.shapes._spTree
    tree.remove(element)
    tree.insert(2, element)
    return shape


def lay_on_sheet(group: Any, box: Box, colour: str, id: int) -> None:
    """A light sheet as the lowest shape of a group of shapes: it moves with the figure that lies on it."""
    place = (("off", "x", "y"), ("ext", "cx", "cy"))
    lengths = ((box.left, box.top), (box.width, box.height))
    xfrm = group.find(f"{qn('p:grpSpPr')}/{qn('a:xfrm')}")
    for (tag, *names), values in zip(place, lengths, strict=True):
        for name, value in zip(names, values, strict=True):
            for prefix in (tag, f"ch{tag.capitalize()}"):
                xfrm.find(qn(f"a:{prefix}")).set(name, str(value))
    sheet = parse_xml(
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{id}" name="Sheet"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>'
        f'<a:xfrm><a:off x="{box.left}" y="{box.top}"/><a:ext cx="{box.width}" cy="{box.height}"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{fill_of(colour)}<a:ln><a:noFill/></a:ln></p:spPr></p:sp>'
    )
    group.find(qn("p:grpSpPr")).addnext(sheet)


def add_foot(slide: Any, scene: Scene, text: str, size: float, mirrored: bool) -> None:
    """Footer and slide number: in the layout's placeholders, else in text boxes."""
    footer, number = scene.footer, scene.number
    assert footer is not None
    if number is None:  # our own template, which says everything
        ooxml.add_footer(slide, text)
        ooxml.add_slide_number(slide)
        return
    if footer.idx is not None:
        ooxml.add_footer(slide, text)
        shape = _last(slide)
    else:
        shape = stand(slide, footer, "footer")
        shape.text_frame.text = text
    if footer.moved:
        shape.left, shape.top, shape.width, shape.height = _emu(footer.box)
    for run in shape.text_frame.paragraphs[0].runs:
        run.font.size = Pt(size)
    dress(shape, footer, mirrored=mirrored)
    if number.idx is not None:
        ooxml.add_slide_number(slide)
        shape = _last(slide)
    else:
        shape = _numbered(slide, number)
    dress(shape, number, mirrored=mirrored)
    if number.colour:
        for field in shape._element.iter(qn("a:fld")):
            paint_properties(field.get_or_add_rPr(), number.colour)


def _last(slide: Any) -> Any:
    return list(slide.shapes)[-1]


def _numbered(slide: Any, spot: Spot) -> Any:
    shape = stand(slide, spot, "slide_number")
    paragraph = shape.text_frame.paragraphs[0]._p
    slides = slide.part.package.presentation_part.presentation.slides
    field = etree.SubElement(paragraph, qn("a:fld"), id="{8F0D6A5C-3B7E-5D41-9C26-7A1E4B90D2F3}", type="slidenum")
    etree.SubElement(field, qn("a:rPr"), lang="en", sz=str(round(spot.sizes[0] * 100)))
    etree.SubElement(field, qn("a:t")).text = str(slides.index(slide) + 1)
    return shape


def keep_colours(slide: Any) -> None:
    """The slide takes its layout's own map of colours, as PowerPoint lets it (ISO 29500-1, 19.3.1.7)."""
    own = slide.slide_layout._element.find(f"{qn('p:clrMapOvr')}/{qn('a:overrideClrMapping')}")
    if own is None:
        return
    override = slide._element.find(qn("p:clrMapOvr"))
    if override is not None:
        for child in list(override):
            override.remove(child)
        override.append(copy.deepcopy(own))


def _emu(box: Box) -> tuple[Emu, Emu, Emu, Emu]:
    return Emu(box.left), Emu(box.top), Emu(box.width), Emu(box.height)
