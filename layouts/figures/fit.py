"""Does a drawing fit? Every text inside the canvas, none over another, none smaller than the slot allows."""

from itertools import combinations

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure as Drawing
from matplotlib.patches import Patch
from matplotlib.path import Path
from matplotlib.text import Text

from layouts.figures import typeface
from layouts.figures.specs import Direction
from layouts.figures.typeface import MM_PER_PT, Type

SLACK_MM = 0.15  # less is not seen, and a page is cut less exactly
Box = tuple[float, float, float, float]  # mm: left, bottom, right and top, from the lower left corner


def escapes_and_collisions(drawing: Drawing, smallest_pt: float, direction: Direction = "ltr") -> list[str]:
    """What does not fit, in words; an empty list is a drawing that does."""
    texts = [text for text in drawing.findobj(Text) if isinstance(text, Text) and text.get_text()]
    boxes = [(text.get_text(), _box(text, drawing, direction)) for text in texts]
    sheet = (0.0, 0.0, *(inches * 25.4 for inches in drawing.get_size_inches()))
    small = [f"{text.get_text()!r} is smaller than {smallest_pt:g} pt" for text in texts if _points(text) < smallest_pt]
    outside = [f"{words!r} leaves the canvas" for words, box in boxes if _leaves(box, sheet)]
    over = [f"{a!r} lies over {b!r}" for (a, one), (b, two) in combinations(boxes, 2) if _meet(one, two)]
    return small + outside + over


def used_height(drawing: Drawing, direction: Direction = "ltr") -> float:
    """Millimetres from the top of the canvas to the bottom of its lowest artist, strokes included."""
    lowest = min(_bottom(artist, drawing, direction) for artist in drawing.artists)
    return float(drawing.get_size_inches()[1]) * 25.4 - lowest


def _points(text: Text) -> float:
    return float(text.get_fontsize())


def _box(text: Text, drawing: Drawing, direction: Direction) -> Box:
    """The place of one line, measured in its type; asking matplotlib for it takes a painted sheet and ten times as
    long."""
    style = Type(_points(text), "", text.get_fontweight() == 700, direction)
    x, y = text.get_transform().transform(text.get_position()) * 25.4 / drawing.dpi
    wide, (above, below) = typeface.width(text.get_text(), style), typeface.ink(text.get_text(), style)
    left = x - {"left": 0.0, "center": 0.5, "right": 1.0}[text.get_horizontalalignment()] * wide
    return left, y - below, left + wide, y + above


def _bottom(artist: Artist, drawing: Drawing, direction: Direction) -> float:
    """Mm from the bottom of the canvas."""
    if isinstance(artist, Patch):
        return lowest(artist) / drawing.dpi * 25.4 - artist.get_linewidth() / 2 * MM_PER_PT
    return min(_box(text, drawing, direction)[1] for text in artist.get_children() if isinstance(text, Text))


def lowest(patch: Patch) -> float:
    """The lowest pixel of an outline. A curve is no lower than its ends where no control point is; else matplotlib
    looks along it, segment by segment: an array of icons has thousands."""
    path = patch.get_path().cleaned(patch.get_transform(), simplify=False, curves=True)
    codes, heights = np.asarray(path.codes), np.asarray(path.vertices)[:, 1]
    drawn = np.isin(codes, (Path.MOVETO, Path.LINETO, Path.CURVE3, Path.CURVE4))
    ends = np.isin(codes, (Path.MOVETO, Path.LINETO))
    for code, points in ((Path.CURVE3, 2), (Path.CURVE4, 3)):
        curved = codes == code
        ends |= curved & (np.cumsum(curved) % points == 0)
    end = float(heights[ends].min())
    return end if end <= heights[drawn].min() else float(patch.get_window_extent().y0)


def _leaves(box: Box, sheet: Box) -> bool:
    return box[0] < -SLACK_MM or box[1] < -SLACK_MM or box[2] > sheet[2] + SLACK_MM or box[3] > sheet[3] + SLACK_MM


def _meet(one: Box, two: Box) -> bool:
    across, along = min(one[2], two[2]) - max(one[0], two[0]), min(one[3], two[3]) - max(one[1], two[1])
    return across > SLACK_MM and along > SLACK_MM
