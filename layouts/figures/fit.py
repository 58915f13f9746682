"""Does a drawing fit? Every text inside the canvas, none over another, none smaller than the slot allows."""

from itertools import combinations

from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure as Drawing
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Text
from matplotlib.transforms import BboxBase

SLACK_MM = 0.15  # hinting rounds the extent of a text to whole pixels


def escapes_and_collisions(drawing: Drawing, smallest_pt: float) -> list[str]:
    """What does not fit, in words; an empty list is a drawing that does."""
    renderer = _renderer(drawing)
    texts = [text for text in drawing.findobj(Text) if isinstance(text, Text) and text.get_text()]
    boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in texts]
    slack = SLACK_MM / 25.4 * drawing.dpi
    small = [f"{text.get_text()!r} is smaller than {smallest_pt:g} pt" for text in texts if _points(text) < smallest_pt]
    outside = [f"{words!r} leaves the canvas" for words, box in boxes if _leaves(box, drawing.bbox, slack)]
    over = [f"{a!r} lies over {b!r}" for (a, one), (b, two) in combinations(boxes, 2) if _meet(one, two, slack)]
    return small + outside + over


def used_height(drawing: Drawing) -> float:
    """Millimetres from the top of the canvas to the bottom of its lowest artist, strokes included."""
    renderer = _renderer(drawing)
    lowest = min(_bottom(artist, renderer, drawing.dpi) for artist in drawing.artists)
    return float(drawing.bbox.y1 - lowest) / drawing.dpi * 25.4


def _renderer(drawing: Drawing) -> RendererAgg:
    renderer: RendererAgg = FigureCanvasAgg(drawing).get_renderer()  # type: ignore[no-untyped-call]
    return renderer


def _points(text: Text) -> float:
    return float(text.get_fontsize())


def _bottom(artist: Artist, renderer: RendererAgg, dpi: float) -> float:
    """In pixels from the bottom of the canvas."""
    stroke = artist.get_linewidth() / 2 if isinstance(artist, Patch | Line2D) else 0.0
    return float(artist.get_window_extent(renderer).y0) - stroke / 72 * dpi


def _leaves(box: BboxBase, sheet: BboxBase, slack: float) -> bool:
    return bool(
        box.x0 < sheet.x0 - slack or box.x1 > sheet.x1 + slack or box.y0 < sheet.y0 - slack or box.y1 > sheet.y1 + slack
    )


def _meet(one: BboxBase, two: BboxBase, slack: float) -> bool:
    return bool(min(one.x1, two.x1) - max(one.x0, two.x0) > slack and min(one.y1, two.y1) - max(one.y0, two.y0) > slack)
