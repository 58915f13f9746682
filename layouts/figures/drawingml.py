"""A figure as native shapes of a slide: one group, its paths, ellipses, rectangles, lines and text boxes in DrawingML.

Lengths are EMU, 36 000 to the millimetre and 12 700 to the point (ECMA-376, 20.1 DrawingML and 19.3 PresentationML).
"""

import math
from collections.abc import Iterable, Iterator
from itertools import count
from xml.sax.saxutils import escape, quoteattr

import numpy as np
from matplotlib.path import Path

from layouts.figures.canvas import circle, rounded_square
from layouts.figures.colours import Ink
from layouts.figures.marks import Contour, Label, Mark, Paragraph, Point, Shape
from layouts.figures.specs import Figure
from layouts.figures.themes import Binding, FixedColour

NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
EMU_PER_MM = 36_000
EMU_PER_PT = 12_700
_ALIGNED = {"left": "l", "center": "ctr", "right": "r"}
_TOLERANCE = 0.01  # of its size: a contour that is so near to an ellipse is one


def render_group(figure: Figure, binding: Binding, left: int, top: int, first_id: int) -> str:
    """One `p:grpSp` at (`left`, `top`) EMU, at its own size; shape ids count up from `first_id`."""
    ids = count(first_id)
    wide, high = _emu(figure.slot.width_mm), _emu(figure.slot.height_mm)
    head = _properties("nvGrpSpPr", next(ids), f"Figure: {figure.id}", "<p:cNvGrpSpPr/>", figure.alt)
    place = (
        f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{wide}" cy="{high}"/>'
        f'<a:chOff x="{left}" y="{top}"/><a:chExt cx="{wide}" cy="{high}"/></a:xfrm>'
    )
    shapes = "".join(_render(mark, figure, binding, left, top, next(ids)) for mark in figure.marks)
    return f"<p:grpSp {NAMESPACES}>{head}<p:grpSpPr>{place}</p:grpSpPr>{shapes}</p:grpSp>"


def _render(mark: Mark, figure: Figure, binding: Binding, left: int, top: int, id: int) -> str:
    if isinstance(mark, Label):
        return _text_box(mark, figure, binding, left, top, id)
    return _shape(mark, binding, left, top, id)


def _properties(tag: str, id: int, name: str, kind: str, alt: str = "") -> str:
    descr = f" descr={quoteattr(alt)}" if alt else ""
    return f'<p:{tag}><p:cNvPr id="{id}" name={quoteattr(name)}{descr}/>{kind}<p:nvPr/></p:{tag}>'


def _emu(mm: float) -> int:
    return round(mm * EMU_PER_MM)


# --- shapes -----------------------------------------------------------------------------------------------------------


def _shape(mark: Shape, binding: Binding, left: int, top: int, id: int) -> str:
    """A line that can be dragged by its ends, an ellipse, a rectangle, or a free form."""
    x0, y0, x1, y1 = mark.box
    fill = _fill(mark.fill, binding)
    line = _line(mark, binding)
    if _is_straight(mark):
        (start,), end = mark.contours, mark.contours[0].segments[0].points[-1]
        flip = ' flipV="1"' if (end[0] - start.start[0]) * (end[1] - start.start[1]) < 0 else ""
        box = _xfrm(left + _emu(x0), top + _emu(y0), _emu(x1 - x0), _emu(y1 - y0), flip)
        head = _properties("nvCxnSpPr", id, mark.name, "<p:cNvCxnSpPr/>")
        return f"<p:cxnSp>{head}<p:spPr>{box}{_preset('line')}{line}</p:spPr></p:cxnSp>"
    box = _xfrm(left + _emu(x0), top + _emu(y0), _emu(x1 - x0), _emu(y1 - y0))
    head = _properties("nvSpPr", id, mark.name, "<p:cNvSpPr/>")
    return f"<p:sp>{head}<p:spPr>{box}{_geometry(mark)}{fill}{line}</p:spPr></p:sp>"


def _xfrm(x: int, y: int, wide: int, high: int, attributes: str = "") -> str:
    return f'<a:xfrm{attributes}><a:off x="{x}" y="{y}"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'


def _is_straight(mark: Shape) -> bool:
    if len(mark.contours) > 1 or mark.fill is not None:
        return False
    contour = mark.contours[0]
    return not contour.closed and len(contour.segments) == 1 and len(contour.segments[0].points) == 1


def _preset(name: str, adjust: str = "") -> str:
    return f'<a:prstGeom prst="{name}"><a:avLst>{adjust}</a:avLst></a:prstGeom>'


def _geometry(mark: Shape) -> str:
    """A preset where the outline is one, else the outline itself."""
    if len(mark.contours) == 1:
        contour = mark.contours[0]
        if _like(contour, _CIRCLE):
            return _preset("ellipse")
        if _like(contour, _SQUARE):
            return _preset("roundRect", '<a:gd name="adj" fmla="val 22500"/>')
        if _is_rectangle(contour):
            return _preset("rect")
    return _custom(mark)


def _scaled(points: Iterable[Point]) -> tuple[Point, ...]:
    """Points on a scale of 0 to 1 in both directions."""
    xs, ys = zip(*points, strict=True)
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    return tuple(((x - min(xs)) / (wide or 1), (y - min(ys)) / (high or 1)) for x, y in zip(xs, ys, strict=True))


def _vertices(path: Path) -> tuple[Point, ...]:
    return _scaled((float(x), float(y)) for x, y in np.asarray(path.vertices)[:-1])


_CIRCLE, _SQUARE = _vertices(circle(0, 0, 1)), _vertices(rounded_square(0, 0, 1))


def _like(contour: Contour, template: tuple[Point, ...]) -> bool:
    """Whether a contour has the points of a template, mirrored or not, at any size."""
    points = _scaled(contour.points)
    if not contour.closed or len(points) != len(template):
        return False
    near = (math.dist(a, b) < _TOLERANCE for a, b in zip(points, template, strict=True))
    mirrored = (math.dist((1 - a[0], a[1]), b) < _TOLERANCE for a, b in zip(points, template, strict=True))
    upside = (math.dist((a[0], 1 - a[1]), b) < _TOLERANCE for a, b in zip(points, template, strict=True))
    turned = (math.dist((1 - a[0], 1 - a[1]), b) < _TOLERANCE for a, b in zip(points, template, strict=True))
    return all(near) or all(mirrored) or all(upside) or all(turned)


def _is_rectangle(contour: Contour) -> bool:
    """Four corners, each side level or upright."""
    points = contour.points[:-1] if contour.points[-1] == contour.points[0] else contour.points
    if not contour.closed or len(points) != 4 or any(len(segment.points) > 1 for segment in contour.segments):
        return False
    turns = zip(points, (*points[1:], points[0]), strict=True)
    return all((a[0] == b[0]) != (a[1] == b[1]) for a, b in turns)


def _custom(mark: Shape) -> str:
    x0, y0, x1, y1 = mark.box
    size = f'w="{_emu(x1 - x0)}" h="{_emu(y1 - y0)}"'
    steps = "".join(step for contour in mark.contours for step in _steps(contour, x0, y0))
    fill = ' fill="none"' if mark.fill is None else ""
    path = f"<a:path {size}{fill}>{steps}</a:path>"
    return (
        "<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
        f'<a:rect l="0" t="0" r="r" b="b"/><a:pathLst>{path}</a:pathLst></a:custGeom>'
    )


def _steps(contour: Contour, x0: float, y0: float) -> Iterator[str]:
    def point(place: Point) -> str:
        return f'<a:pt x="{_emu(place[0] - x0)}" y="{_emu(place[1] - y0)}"/>'

    yield f"<a:moveTo>{point(contour.start)}</a:moveTo>"
    for segment in contour.segments:
        tag = ("lnTo", "quadBezTo", "cubicBezTo")[len(segment.points) - 1]
        yield f"<a:{tag}>{''.join(point(place) for place in segment.points)}</a:{tag}>"
    if contour.closed:
        yield "<a:close/>"


def _colour(ink: Ink, binding: Binding) -> str:
    colour = binding(ink)
    if isinstance(colour, FixedColour):
        return f'<a:srgbClr val="{colour.hex[1:]}"/>'
    change = colour.modulation
    parts = (
        ("satMod", change.saturation, 100_000),
        ("lumMod", change.luminance, 100_000),
        ("lumOff", change.offset, 0),
    )
    changes = "".join(f'<a:{tag} val="{value}"/>' for tag, value, same in parts if value != same)
    return f'<a:schemeClr val="{colour.slot}">{changes}</a:schemeClr>'


def _fill(ink: Ink | None, binding: Binding) -> str:
    return f"<a:solidFill>{_colour(ink, binding)}</a:solidFill>" if ink else "<a:noFill/>"


def _line(mark: Shape, binding: Binding) -> str:
    if mark.edge is None:
        return "<a:ln><a:noFill/></a:ln>"
    dots = '<a:prstDash val="dot"/>' if mark.dotted else ""
    return f'<a:ln w="{round(mark.pt * EMU_PER_PT)}" cap="rnd">{_fill(mark.edge, binding)}{dots}<a:round/></a:ln>'


# --- text -------------------------------------------------------------------------------------------------------------


def _text_box(label: Label, figure: Figure, binding: Binding, left: int, top: int, id: int) -> str:
    """A box as wide as its words, without margins; it never wraps or shrinks, so words stay where they were placed."""
    x0, y0, x1, y1 = _turned(label)
    turn = f' rot="{round(-label.angle % 360 * 60_000)}"' if label.angle % 360 else ""
    box = _xfrm(left + _emu(x0), top + _emu(y0), _emu(x1 - x0), _emu(y1 - y0), turn)
    head = _properties("nvSpPr", id, label.name, '<p:cNvSpPr txBox="1"/>')
    body = (
        '<a:bodyPr wrap="none" lIns="0" tIns="0" rIns="0" bIns="0" rtlCol="0" anchor="t"><a:noAutofit/></a:bodyPr>'
        "<a:lstStyle/>"
    )
    paragraphs = "".join(_paragraph(paragraph, label, figure, binding) for paragraph in label.paragraphs)
    shape = f"{box}{_preset('rect')}<a:noFill/>"
    return f"<p:sp>{head}<p:spPr>{shape}</p:spPr><p:txBody>{body}{paragraphs}</p:txBody></p:sp>"


def _turned(label: Label) -> tuple[float, float, float, float]:
    """The box that, turned around its own middle, lies where the words turned around their place lie."""
    x0, y0, x1, y1 = label.box
    if not label.angle % 360:
        return x0, y0, x1, y1
    x, y = (x0 + x1) / 2 - label.x, (y0 + y1) / 2 - label.y
    cos, sin = math.cos(math.radians(label.angle)), math.sin(math.radians(label.angle))
    dx, dy = cos * x + sin * y - x, cos * y - sin * x - y
    return x0 + dx, y0 + dy, x1 + dx, y1 + dy


def _paragraph(paragraph: Paragraph, label: Label, figure: Figure, binding: Binding) -> str:
    """Lines at an exact distance, which every viewer reads alike; a percentage they read differently."""
    right_to_left = ' rtl="1"' if figure.direction == "rtl" else ""
    look = f'lang="{figure.language}" sz="{round(paragraph.pt * 100)}" b="{int(paragraph.bold)}" dirty="0"'
    run = f'<a:rPr {look}>{_fill(paragraph.ink, binding)}<a:latin typeface="+mn-lt"/><a:cs typeface="+mn-cs"/></a:rPr>'
    lines = f"<a:br>{run}</a:br>".join(f"<a:r>{run}<a:t>{escape(line)}</a:t></a:r>" for line in paragraph.lines)
    spacing = (
        f'<a:lnSpc><a:spcPts val="{_hundredths(paragraph.leading)}"/></a:lnSpc>'
        f'<a:spcBef><a:spcPts val="{_hundredths(paragraph.before)}"/></a:spcBef>'
    )
    aligned = f'<a:pPr algn="{_ALIGNED[label.anchor]}"{right_to_left}>{spacing}</a:pPr>'
    return f"<a:p>{aligned}{lines}</a:p>"


def _hundredths(mm: float) -> int:
    """Hundredths of a point."""
    return round(mm * 72 / 25.4 * 100)
