"""Where a shape lies on a slide and what its outline is, in points."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

from layouts.deck.names import qn

EMU: Final = 12_700  # to the point
_CURVES: Final = {"moveTo": "m", "lnTo": "l", "cubicBezTo": "c", "quadBezTo": "q"}


@dataclass(frozen=True)
class Box:
    """A rectangle in points; `turn` is an SVG attribute that turns and mirrors what is drawn in it, or nothing."""

    x: float
    y: float
    width: float
    height: float
    turn: str = ""

    @property
    def rectangle(self) -> str:
        return f"M{self.x:.5g} {self.y:.5g}h{self.width:.5g}v{self.height:.5g}h{-self.width:.5g}z"


@dataclass(frozen=True)
class Frame:
    """The coordinates inside a group: EMU times `scale` plus an offset give points."""

    scale_x: float = 1 / EMU
    scale_y: float = 1 / EMU
    x: float = 0.0
    y: float = 0.0

    def inside(self, xfrm: Any) -> "Frame":
        """The frame of a group's children; a group's own turn is left out."""
        if xfrm is None:
            return self
        off, ext, child_off, child_ext = (_pair(xfrm, name) for name in ("off", "ext", "chOff", "chExt"))
        wide = self.scale_x * (ext[0] / child_ext[0] if child_ext[0] else 1)
        high = self.scale_y * (ext[1] / child_ext[1] if child_ext[1] else 1)
        left, top = self.x + off[0] * self.scale_x, self.y + off[1] * self.scale_y
        return Frame(wide, high, left - child_off[0] * wide, top - child_off[1] * high)

    def box(self, xfrm: Any) -> Box:
        """The place of a shape."""
        off, ext = _pair(xfrm, "off"), _pair(xfrm, "ext")
        x, y = self.x + off[0] * self.scale_x, self.y + off[1] * self.scale_y
        wide, high = ext[0] * self.scale_x, ext[1] * self.scale_y
        return Box(x, y, wide, high, _turn(xfrm, x + wide / 2, y + high / 2))


def _pair(xfrm: Any, name: str) -> tuple[int, int]:
    found = xfrm.find(qn(f"a:{name}"))
    if found is None:
        return 0, 0
    return int(found.get("x") or found.get("cx")), int(found.get("y") or found.get("cy"))


def _turn(xfrm: Any, x: float, y: float) -> str:
    angle = int(xfrm.get("rot", "0")) / 60_000
    flips = [-1 if xfrm.get(name) in ("1", "true") else 1 for name in ("flipH", "flipV")]
    steps = [f"rotate({angle:g} {x:.5g} {y:.5g})"] if angle else []
    if flips != [1, 1]:
        steps.append(f"translate({x:.5g} {y:.5g})scale({flips[0]} {flips[1]})translate({-x:.5g} {-y:.5g})")
    return f' transform="{"".join(steps)}"' if steps else ""


def outline_of(properties: Any, box: Box) -> str:
    """The `d` of a path for p:spPr; of a preset shape that is not known its rectangle."""
    custom = properties.find(qn("a:custGeom"))
    if custom is not None:
        return "".join(step for path in custom.iter(qn("a:path")) for step in _steps(path, box))
    preset = properties.find(qn("a:prstGeom"))
    name = preset.get("prst") if preset is not None else ""
    if name == "line" or (name or "").startswith("straightConnector"):
        return f"M{box.x:.5g} {box.y:.5g}l{box.width:.5g} {box.height:.5g}"
    if name == "ellipse":
        return _rounded(box, box.width / 2, box.height / 2)
    if name == "roundRect":
        radius = min(box.width, box.height) * min(0.5, _adjustment(preset))
        return _rounded(box, radius, radius)
    return box.rectangle if name else ""


def _adjustment(preset: Any) -> float:
    """The first handle of a preset shape, as a share; roundRect's is a sixth where none is given."""
    guide = preset.find(f"{qn('a:avLst')}/{qn('a:gd')}")
    words = guide.get("fmla", "").split() if guide is not None else []
    return int(words[1]) / 100_000 if len(words) == 2 and words[0] == "val" else 1 / 6


def _rounded(box: Box, rx: float, ry: float) -> str:
    x, y, wide, high = box.x, box.y, box.width - 2 * rx, box.height - 2 * ry
    arc = f"a{rx:.4g} {ry:.4g} 0 0 1 "
    return (
        f"M{x + rx:.5g} {y:.5g}h{wide:.4g}{arc}{rx:.4g} {ry:.4g}v{high:.4g}{arc}{-rx:.4g} {ry:.4g}"
        f"h{-wide:.4g}{arc}{-rx:.4g} {-ry:.4g}v{-high:.4g}{arc}{rx:.4g} {-ry:.4g}z"
    )


def _steps(path: Any, box: Box) -> Iterator[str]:
    """A path of a:custGeom, from point to point; one that is told by formulas instead of numbers is left out."""
    wide, high = int(path.get("w", "0")), int(path.get("h", "0"))
    across = box.width / wide if wide else 1 / EMU
    down = box.height / high if high else 1 / EMU
    here = begun = (0.0, 0.0)
    for step in path:
        name = etree.QName(step).localname
        if name == "close":
            here = begun
            yield "z"
        elif name in _CURVES:
            try:
                places = [(int(p.get("x")), int(p.get("y"))) for p in step.iter(qn("a:pt"))]
            except ValueError:
                return
            points = [(round(box.x + x * across, 2), round(box.y + y * down, 2)) for x, y in places]
            numbers = " ".join(f"{x - here[0]:.4g} {y - here[1]:.4g}" for x, y in points)
            yield _CURVES[name] + numbers.replace(" -", "-")
            here = points[-1]
            begun = here if name == "moveTo" else begun
