"""Does a drawing fit? Every text inside the canvas, none over another, none smaller than the slot allows."""

from itertools import combinations

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Drawing
from matplotlib.text import Text
from matplotlib.transforms import Bbox

SLACK_MM = 0.15  # hinting rounds the extent of a text to whole pixels


def escapes_and_collisions(drawing: Drawing, smallest_pt: float) -> list[str]:
    """What does not fit, in words; an empty list is a drawing that does."""
    renderer = FigureCanvasAgg(drawing).get_renderer()
    texts = [text for text in drawing.findobj(Text) if isinstance(text, Text) and text.get_text()]
    boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in texts]
    slack = SLACK_MM / 25.4 * drawing.dpi
    small = [f"smaller than {smallest_pt:g} pt: {t.get_text()!r}" for t in texts if t.get_fontsize() < smallest_pt]
    outside = [f"leaves the canvas: {words!r}" for words, box in boxes if _leaves(box, drawing.bbox, slack)]
    over = [f"{a!r} lies over {b!r}" for (a, one), (b, two) in combinations(boxes, 2) if _meet(one, two, slack)]
    return small + outside + over


def _leaves(box: Bbox, sheet: Bbox, slack: float) -> bool:
    return bool(
        box.x0 < sheet.x0 - slack or box.x1 > sheet.x1 + slack or box.y0 < sheet.y0 - slack or box.y1 > sheet.y1 + slack
    )


def _meet(one: Bbox, two: Bbox, slack: float) -> bool:
    return bool(
        min(one.x1, two.x1) - max(one.x0, two.x0) > slack and min(one.y1, two.y1) - max(one.y0, two.y0) > slack
    )
