"""Contrast, and colours made from the palette's."""

from layouts.palette import Palette


def contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast ratio of two colours '#RRGGBB', 1 to 21."""
    first, second = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (first + 0.05) / (second + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def outline_colour(palette: Palette) -> str:
    """The grey of empty shapes: the palette's rule where it has 3 : 1 on paper (WCAG 1.4.11), else the muted ink."""
    return palette.rule if contrast(palette.rule, palette.paper) >= 3 else palette.muted


def blend(colour: str, paper: str, share: float) -> str:
    """`share` of a colour, the rest paper: an opaque tint."""
    parts = [(int(colour[start : start + 2], 16), int(paper[start : start + 2], 16)) for start in (1, 3, 5)]
    return "#" + "".join(f"{round(one * share + other * (1 - share)):02X}" for one, other in parts)
