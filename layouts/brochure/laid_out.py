"""What became of flowing pages: how full each is, where sections begin, the smallest type, and what does not fit.

Read off the laid-out boxes (private to WeasyPrint 70: a test holds them).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from layouts.brochure.fills import Fault, Laid, PageFill
from layouts.brochure.pdf import PX_PER_MM

PT_PER_PX = 0.75
EDGE = 6.35  # mm that an office printer leaves white
SLACK = 0.75  # px; letters may hang over a little
INLINE = ("TextBox", "InlineBox")  # parts of a line
HEADS = frozenset(("h1", "h2", "h3", "caption", "thead"))
SECTION = "section-"  # how the ids of sections begin
FIGURE = "figure:"  # how the addresses of figures begin; they end with the number of the part


@dataclass
class _Seen:
    """What has been found on one page so far."""

    bottom: float = 0.0
    last: tuple[str, bool] = ("", False)  # its last words, and whether they are a heading's
    sections: list[str] = field(default_factory=list)
    figures: dict[str, float] = field(default_factory=dict)  # how far down the first part of each ends, in px
    sizes: list[float] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def complain(self, number: int, message: str, fix: str) -> None:
        self.faults.append(Fault(number, message, fix, self.sections[-1] if self.sections else ""))


def measure(document: Any) -> Laid:
    """Every page of a rendered document, measured."""
    seen = {number: _page(number, page._page_box) for number, page in enumerate(document.pages, 1)}
    first: dict[str, int] = {}
    drawn: dict[str, int] = {}
    deep: dict[str, float] = {}
    for number, found in seen.items():
        first |= {id: number for id in found.sections if id not in first}
        deep |= {id: round(end / PX_PER_MM, 1) for id, end in found.figures.items() if id not in drawn}
        drawn |= {id: number for id in found.figures if id not in drawn}
    fills = tuple(_fill(number, page._page_box, seen[number]) for number, page in enumerate(document.pages, 1))
    sizes = [size for found in seen.values() for size in found.sizes]
    faults = tuple(fault for found in seen.values() for fault in found.faults)
    return Laid(fills, first, min(sizes, default=0.0), faults, drawn, deep)


def outline(document: Any) -> tuple[Any, ...]:
    """Where every block and every line of a rendered document stands, and how high they are, in px; of blocks also how
    wide. Words in a line may change places without a line knowing."""
    return tuple(
        (number, type(box).__name__, box.position_y, box.height)
        if type(box).__name__ == "LineBox"
        else (number, type(box).__name__, box.position_x, box.position_y, box.width, box.height)
        for number, page in enumerate(document.pages, 1)
        for box in page._page_box.descendants()
        if type(box).__name__ not in INLINE
    )


def _fill(number: int, page: Any, seen: _Seen) -> PageFill:
    used = max(0.0, seen.bottom - page.content_box_y())
    return PageFill(number, round(used / PX_PER_MM, 1), round(page.height / PX_PER_MM, 1))


def _page(number: int, page: Any) -> _Seen:
    seen = _Seen()
    floor = page.content_box_y() + page.height
    margins = [box for box in page.children if hasattr(box, "at_keyword")]
    _look_at_margins(margins, page, number, seen)
    content = [box for box in page.children if box not in margins]
    for box, column, head in (found for one in content for found in _leaves(one, one, False)):
        id = box.element.get("id", "") if box.element is not None else ""
        if id.startswith(SECTION):
            seen.sections.append(id.removeprefix(SECTION))
        address = box.element.get("src", "") if box.element is not None else ""
        if address.startswith(FIGURE):
            id = address.removeprefix(FIGURE).rpartition("-")[0]
            seen.figures.setdefault(id, box.position_y + box.margin_height() - page.content_box_y())
        if not getattr(box, "children", ()):
            _look(box, column, head, floor, number, seen)
    if seen.last[1]:
        fix = "let it stand with the text that follows: shorten what stands before it"
        seen.complain(number, f"the heading '{seen.last[0]}' stands last", fix)
    return seen


def _look_at_margins(margins: list[Any], page: Any, number: int, seen: _Seen) -> None:
    """The running head, the page number and the edition: as far from the edge as an office printer needs."""
    edge, width, height = EDGE * PX_PER_MM, page.margin_width(), page.margin_height()
    for box in (box for margin in margins for box in margin.descendants() if hasattr(box, "text")):
        seen.sizes.append(_points(box))
        right, bottom = box.position_x + box.width, box.position_y + box.height
        if min(box.position_x, box.position_y, width - right, height - bottom) < edge - SLACK:
            fix = "shorten the title of the comparison, or the words of its edition"
            seen.complain(number, f"'{box.text[:40]}' stands too near to the edge of the paper", fix)


def _leaves(box: Any, column: Any, head: bool) -> Iterator[tuple[Any, Any, bool]]:
    """Every box in reading order, with the block that it stands in and whether it belongs to a heading."""
    for child in getattr(box, "children", ()):
        heading = head or child.element_tag in HEADS or (child.element_tag == "tr" and _is_label(child))
        yield child, column, heading
        yield from _leaves(child, child if _is_block(child) else column, heading)


def _is_label(row: Any) -> bool:
    return row.element is not None and row.element.get("class") == "label"


def _is_block(box: Any) -> bool:
    return type(box).__name__ in ("BlockBox", "InlineBlockBox", "TableCellBox", "TableCaptionBox", "FlexBox")


def _points(box: Any) -> float:
    return round(float(box.style["font_size"]) * PT_PER_PX, 2)


def _look(box: Any, column: Any, head: bool, floor: float, number: int, seen: _Seen) -> None:
    """One leaf: text, picture, or an empty block such as a line to write on."""
    bottom, right = box.position_y + box.margin_height(), box.position_x + box.margin_width()
    seen.bottom = max(seen.bottom, bottom)
    words = (getattr(box, "text", "") or "").strip()
    if words:
        seen.sizes.append(_points(box))
        seen.last = (words, head)
    elif box.element_tag == "img":
        seen.last = ("", False)
    what = f"'{words[:40]}'" if words else "a figure" if box.element_tag == "img" else "a part"
    if bottom > floor + SLACK:
        fix = "shorten it, or divide it into two"
        seen.complain(number, f"{what} leaves the page by {(bottom - floor) / PX_PER_MM:.1f} mm", fix)
    edge = column.content_box_x() + column.width
    marker = str(box.element_tag).endswith("::marker")
    if (
        (words or box.element_tag == "img")
        and not marker
        and max(right - edge, column.content_box_x() - box.position_x) > SLACK
    ):
        fix = "use a shorter word, or let the long one break at a hyphen"
        seen.complain(number, f"{what} is wider than its column", fix)
