"""The brand's sign on the first slide: its logo as a picture, or its short name in type, and the site below it.

It stands on no other slide: no trade name may stand where relationships are disclosed (ACCME, Standard 3.5, 2020).
"""

import io
from typing import Any

from lxml import etree
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.util import Emu, Pt

from layouts.blocks import Sign
from layouts.brand_logo import Mark
from layouts.deck import ooxml
from layouts.deck.names import qn
from layouts.deck.templates.own import EMU_PER_POINT, SLIDE_WIDTH, Box, points

ROOM = (300.0, 56.0)  # pt, for a logo
SITE = 20.0  # pt, for the site under it
OWN_ROOM = points(48, 44, 700, 74)  # on our own template: the title's axis
MIRRORED_ROOM = points(SLIDE_WIDTH - 48 - 700, 44, 700, 74)  # the same from right to left
IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
ASVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
SVG_BLIP = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"


def place_sign(
    slide: Any,
    sign: Sign,
    pixels: bytes,
    mirrored: bool,
    room: Box | None = None,
    colours: tuple[str, str] = ("accent3", "tx2"),
    centred: bool = False,
) -> None:
    """Puts the sign into a room at the head of a slide; `pixels` is the logo as PNG, beside the SVG where it is one.

    `colours` of the name and the site are names of the theme, or '#rrggbb'.
    """
    below, room = 0.0, room or (MIRRORED_ROOM if mirrored else OWN_ROOM)
    if sign.logo:
        below += _place_logo(slide, sign.logo, pixels, 0.5 if centred else float(mirrored), room) + 6
    elif sign.words:
        _write(slide, sign.words, _line(room, below, 20), 20, True, colours[0], mirrored, centred)
        below += 28
    if sign.site:
        _write(slide, sign.site, _line(room, below, 14), 14, False, colours[1], mirrored, centred)


def _line(room: Box, below: float, size: float) -> Box:
    """One line of a room, so many points under its top."""
    return Box(room.left, room.top + round(below * EMU_PER_POINT), room.width, round(size * 1.3 * EMU_PER_POINT))


def _place_logo(slide: Any, mark: Mark, pixels: bytes, side: float, room: Box) -> float:
    """Places the logo as large as its room allows, from its left (0) to its right (1); its height in points."""
    width, height = ROOM
    high = min(height, (room.height / EMU_PER_POINT) - SITE, width / mark.ratio)
    wide = round(high * mark.ratio * EMU_PER_POINT)
    left = room.left + round((room.width - wide) * side)
    box = Box(left, room.top, wide, round(high * EMU_PER_POINT))
    picture = slide.shapes.add_picture(io.BytesIO(pixels), *map(Emu, (box.left, box.top, box.width, box.height)))
    picture.name = "Logo"
    ooxml.describe(picture, mark.alt)
    if mark.vector:
        _add_svg(slide, picture, mark.content)
    return high


def _add_svg(slide: Any, picture: Any, svg: bytes) -> None:
    """PowerPoint 2016 and later draw the SVG, others the pixels ([MS-ODRAWXML] 2.3.1.6, svgBlip)."""
    part = Part(PackURI("/ppt/media/logo.svg"), "image/svg+xml", slide.part.package, svg)
    blip = picture._element.find(f".//{qn('a:blip')}")
    extensions = etree.SubElement(blip, qn("a:extLst"))
    extension = etree.SubElement(extensions, qn("a:ext"), uri=SVG_BLIP)
    drawn = etree.SubElement(extension, f"{{{ASVG}}}svgBlip", nsmap={"asvg": ASVG})
    drawn.set(qn("r:embed"), slide.part.relate_to(part, IMAGE))


def _write(
    slide: Any, words: str, box: Box, size: float, bold: bool, colour: str, mirrored: bool, centred: bool
) -> None:
    """One line of native text."""
    from pptx.enum.text import PP_ALIGN

    from layouts.deck.dressing import paint

    shape = slide.shapes.add_textbox(*map(Emu, (box.left, box.top, box.width, box.height)))
    shape.name = "Sign" if bold else "Site"
    frame = shape.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.word_wrap = True
    paragraph = frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.CENTER if centred else PP_ALIGN.RIGHT if mirrored else PP_ALIGN.LEFT
    if mirrored:
        paragraph._p.get_or_add_pPr().set("rtl", "1")
    run = paragraph.add_run()
    run.text, run.font.size, run.font.bold = words, Pt(size), bold
    paint(run, colour)
