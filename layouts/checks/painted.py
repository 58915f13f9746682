"""What a page of a PDF paints: text, areas, lines and pictures, each with its place and colour."""

from dataclasses import dataclass, field
from math import inf
from typing import Any, Literal

import pikepdf

Kind = Literal["text", "area", "line", "picture", "shading"]


@dataclass(frozen=True)
class Box:
    """A box in points from the page's lower left corner."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.top - self.bottom

    def cut(self, other: "Box") -> "Box":
        """What two boxes share; its width or height is below 0 where they share nothing."""
        return Box(
            max(self.left, other.left),
            max(self.bottom, other.bottom),
            min(self.right, other.right),
            min(self.top, other.top),
        )

    def holds(self, other: "Box", within: float = 0.0) -> bool:
        """Whether another box is inside this one, give or take `within` points."""
        return (
            other.left >= self.left - within
            and other.bottom >= self.bottom - within
            and other.right <= self.right + within
            and other.top <= self.top + within
        )

    def grown(self, by: float) -> "Box":
        return Box(self.left - by, self.bottom - by, self.right + by, self.top + by)

    @property
    def empty(self) -> bool:
        return self.width < 0 or self.height < 0


def around(points: list[tuple[float, float]]) -> Box:
    """The box around points; of no points an empty one."""
    if not points:
        return Box(0, 0, -1, -1)
    across, up = [x for x, _ in points], [y for _, y in points]
    return Box(min(across), min(up), max(across), max(up))


EVERYWHERE = Box(-inf, -inf, inf, inf)


@dataclass(frozen=True)
class Colour:
    """A colour space by name, such as DeviceCMYK, ICCBased 3 or Separation All, and the values in it."""

    space: str = "DeviceGray"
    values: tuple[float, ...] = (0.0,)

    @property
    def inks(self) -> tuple[float, float, float, float] | None:
        """Cyan, magenta, yellow and black from 0 to 1, None where the space does not tell."""
        if self.space == "DeviceCMYK" and len(self.values) == 4:
            return self.values[0], self.values[1], self.values[2], self.values[3]
        return (0.0, 0.0, 0.0, 1 - self.values[0]) if self.space == "DeviceGray" and len(self.values) == 1 else None


BLACK = Colour()  # with which a page begins (ISO 32000-1, 8.4.1)


@dataclass(frozen=True)
class Painted:
    """Something on a page. `size`: of text its size and of a line its width, in pt; of a picture its pixels an inch.

    Of text there are its `letters`, as the file tells them, and their `body`, from the baseline to the height of a
    capital before any clipping. Of an area there is the `outline` that is filled. `drawing` numbers a page's forms.
    """

    kind: Kind
    box: Box
    colour: Colour
    size: float = 0.0
    letters: str = field(default="", compare=False)
    body: Box | None = field(default=None, compare=False)
    outline: tuple[tuple[tuple[float, float], ...], ...] = field(default=(), compare=False)
    opacity: float = field(default=1.0, compare=False)
    drawing: int = field(default=0, compare=False)


def space_name(space: Any, resources: Any) -> str:
    """A colour space in a few words, its base or its number of inks with it."""
    if isinstance(space, pikepdf.Name):
        named = (resources or {}).get("/ColorSpace", {}).get(str(space))
        return str(space)[1:] if named is None else space_name(named, resources)
    kind = str(space[0])[1:]
    if kind == "ICCBased":
        return f"ICCBased {space[1].get('/N')}"
    if kind == "Separation":
        return f"Separation {str(space[1])[1:]}"
    return f"{kind} of {space_name(space[1], resources)}" if kind == "Indexed" else kind
