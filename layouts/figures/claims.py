"""Claim against evidence: a sentence that people may have read, and below it what trials counted."""

from layouts.figures import intervals
from layouts.figures.canvas import Canvas
from layouts.figures.dividing import divide_claim
from layouts.figures.specs import ClaimPlot

_LEAD, _GAP = 0.5, 0.9  # ems: from the lead to the sentence beside it, from the sentence to the plot


def draw(canvas: Canvas, spec: ClaimPlot) -> None:
    """The sentence is no heavier than the headings of the arms; the plot takes the rest."""
    intervals.draw_below(canvas, spec.plot, _write_heard(canvas, spec) + _GAP * canvas.em)


def divided(canvas: Canvas, spec: ClaimPlot) -> tuple[ClaimPlot, ...]:
    """The sentence over each part of the plot. Raises DoesNotFit."""
    top = _write_heard(canvas, spec) + _GAP * canvas.em  # a sheet that nobody sees
    return divide_claim(spec, intervals.divided(canvas, spec.plot, top))


def _write_heard(canvas: Canvas, spec: ClaimPlot) -> float:
    """Lead and sentence on one line, or one below the other; return the bottom in mm."""
    muted, style = canvas.type(0.5, colour=canvas.palette.muted), canvas.type(0.5)
    left = canvas.wide(spec.lead, muted) + _LEAD * canvas.em
    if left + canvas.wide(spec.heard, style) <= canvas.width:
        canvas.write(0, 0, (spec.lead,), muted)
        return canvas.write(left, 0, (spec.heard,), style)
    lead, heard = canvas.lines(spec.lead, canvas.width, muted), canvas.lines(spec.heard, canvas.width, style)
    return canvas.stack(0, 0, ((lead, muted, 0.0), (heard, style, 0.0)))
