"""Draws a spec for a slot at its final physical size and saves it, the same bytes from run to run."""

import io
import math
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import matplotlib
from matplotlib import rc_params_from_file
from matplotlib.figure import Figure as Drawing

from layouts.figures import bodies, circles, icons, intervals, timeline
from layouts.figures.canvas import DPI, Canvas, DoesNotFit
from layouts.figures.fit import escapes_and_collisions, used_height
from layouts.figures.specs import (
    Anatomy,
    CellPair,
    EvidenceMap,
    Figure,
    IconRanges,
    IntervalPlot,
    Slot,
    Spec,
    Timeline,
)
from layouts.palette import Palette

STYLE = rc_params_from_file(Path(__file__).with_name("figure.mplstyle"), use_default_template=True)
STEP_PT = 0.5

_KINDS: dict[type, Callable[[Canvas, Any], None]] = {
    IconRanges: icons.draw,
    IntervalPlot: intervals.draw,
    EvidenceMap: circles.draw,
    Timeline: timeline.draw,
    CellPair: bodies.draw,
}


def draw(spec: Spec, slot: Slot, palette: Palette) -> Figure:
    """A spec drawn for a slot and saved. Raises DoesNotFit."""
    drawing = lay_out(spec, slot, palette)
    return Figure(spec.anatomy.id, slot, spec.anatomy.alt, svg(drawing, slot, spec.anatomy), png(drawing))


def trimmed(spec: Spec, slot: Slot, palette: Palette) -> Slot:
    """The slot without the height that the figure leaves empty, in half millimetres. Raises DoesNotFit."""
    used = math.ceil(2 * used_height(lay_out(spec, slot, palette))) / 2
    return replace(slot, height_mm=min(used, slot.height_mm))


def lay_out(spec: Spec, slot: Slot, palette: Palette) -> Drawing:
    """The drawing before it is saved, at the largest type size between base and smallest that fits."""
    misfit = DoesNotFit(spec.anatomy.id, slot, spec.anatomy.title, "its base type size is below the smallest")
    pt = slot.base_pt
    while pt >= slot.smallest_pt:
        try:
            return _lay_out_at(spec, slot, palette, pt)
        except DoesNotFit as problem:
            misfit = problem
        pt = max(pt - STEP_PT, slot.smallest_pt) if pt > slot.smallest_pt else 0
    raise misfit


def _lay_out_at(spec: Spec, slot: Slot, palette: Palette, pt: float) -> Drawing:
    with matplotlib.rc_context(STYLE):
        size = (slot.width_mm / 25.4, slot.height_mm / 25.4)
        drawing = Drawing(figsize=size, dpi=DPI, facecolor=palette.paper)
        canvas = Canvas(drawing, slot, palette, spec.anatomy, pt)
        _KINDS[type(spec)](canvas, spec)
        faults = escapes_and_collisions(drawing, slot.smallest_pt)
    if faults:
        raise canvas.misfit(faults[0], "a label has no room")
    return drawing


def svg(drawing: Drawing, slot: Slot, anatomy: Anatomy) -> bytes:
    """SVG with text as text, its size in mm, title and alt text inside, no ground; ids are names that XML allows.

    From right to left text is outlines: WeasyPrint sets the text of an SVG letter by letter, so letters never join.
    """
    target = io.BytesIO()
    with matplotlib.rc_context({**STYLE, "svg.fonttype": "path" if anatomy.direction == "rtl" else "none"}):
        drawing.savefig(
            target, format="svg", facecolor="none", metadata={"Date": None, "Creator": None, "Title": anatomy.title}
        )
    text = target.getvalue().decode()
    size = f'width="{slot.width_mm:g}mm" height="{slot.height_mm:g}mm"'
    text = re.sub(r'width="[\d.]+pt" height="[\d.]+pt"', size, text, count=1)
    text = text.replace("</title>", f"</title>\n <desc>{escape(anatomy.alt)}</desc>", 1)
    return _with_plain_ids(text).encode()


def _with_plain_ids(text: str) -> str:
    """Names become XML ids: letters, digits and hyphens, numbered where they repeat."""
    seen: dict[str, int] = {}

    def plain(match: re.Match[str]) -> str:
        slug = re.sub(r"[^a-z0-9]+", "-", match[1].lower()).strip("-")
        seen[slug] = seen.get(slug, 0) + 1
        return f'id="{slug}"' if seen[slug] == 1 else f'id="{slug}--{seen[slug]}"'

    return re.sub(r'(?<=<g )id="([^"]*: [^"]*)"', plain, text)


def png(drawing: Drawing) -> bytes:
    """PNG of 240 dots an inch without alpha."""
    target = io.BytesIO()
    with matplotlib.rc_context(STYLE):
        drawing.savefig(target, format="png", dpi=DPI, metadata={"Software": None})
    return target.getvalue()
