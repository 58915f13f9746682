"""The colours a page, a slide and a figure share. Values are '#RRGGBB'."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Palette:
    """A brand's colours by role; `arms` and `arm_tints` stand in the order of the comparison's two arms."""

    ink: str  # text
    muted: str  # secondary text, at least 4.5 : 1 on paper
    rule: str  # hairlines and empty shapes
    tint: str  # quiet panels
    paper: str
    accent: str  # headings' rules, links, boxes that call for action
    arms: tuple[str, str]
    arm_tints: tuple[str, str]  # 10-12 % of the arm colours on paper
