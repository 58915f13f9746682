"""Contrast, colours made from the palette's, and the way back: which role and tint a drawn colour is."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, get_args

from layouts.palette import Palette

Role = Literal[
    "ink", "muted", "arm-first", "arm-second", "accent", "paper", "tint", "rule", "arm-first-tint", "arm-second-tint"
]
ROLES: tuple[Role, ...] = get_args(Role)
_BLENDED: tuple[Role, ...] = ("arm-first", "arm-second", "muted", "rule")  # what drawings make tints of


@dataclass(frozen=True)
class Ink:
    """A role of the palette, `per_cent` of it, the rest paper."""

    role: Role
    per_cent: int = 100

    def __str__(self) -> str:
        return self.role if self.per_cent == 100 else f"{self.role}-{self.per_cent}"


def hex_of(ink: Ink, palette: Palette) -> str:
    """'#RRGGBB' of an ink in a palette."""
    return blend(_by_role(palette)[ink.role], palette.paper, ink.per_cent / 100)


@lru_cache(maxsize=64)
def inks(palette: Palette) -> dict[str, Ink]:
    """'#RRGGBB' -> ink, for every colour that a drawing may hold. Of two roles of one colour the earlier counts."""
    found: dict[str, Ink] = {}
    for ink in _every_ink():
        found.setdefault(hex_of(ink, palette), ink)
    return found


def _every_ink() -> Iterator[Ink]:
    yield from (Ink(role) for role in ROLES)
    yield from (Ink(role, per_cent) for role in _BLENDED for per_cent in range(1, 100))


def _by_role(palette: Palette) -> dict[Role, str]:
    first, second = palette.arms
    first_tint, second_tint = palette.arm_tints
    return {
        "ink": palette.ink,
        "muted": palette.muted,
        "arm-first": first,
        "arm-second": second,
        "accent": palette.accent,
        "paper": palette.paper,
        "tint": palette.tint,
        "rule": palette.rule,
        "arm-first-tint": first_tint,
        "arm-second-tint": second_tint,
    }


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
