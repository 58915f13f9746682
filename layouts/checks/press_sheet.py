"""PRN-01 and PRN-04: the boxes of a print-shop file, its marks, and where they say that it is cut and folded."""

from collections.abc import Iterator
from itertools import pairwise

from layouts.brochure.sheets import BLEED, SLUG
from layouts.checks.painted import Box
from layouts.checks.press_file import PT_PER_MM, Fault, Page, PressFile, apart

WITHIN = 0.1  # mm: how exact boxes, folds and panels are
MARKS_FROM_TRIM = 3.0  # mm
WIDEST_MARK = 1.0  # pt: what is thicker is no mark


def check_sheet(file: PressFile) -> Iterator[Fault]:
    """PRN-01 and PRN-04."""
    if len(file.pages) != 2:
        yield Fault("PRN-04", f"it has {len(file.pages)} pages, and a folded sheet has two")
    for page in file.pages:
        yield from _boxes(file, page)
        trim = page.box("/TrimBox")
        if trim:
            yield from _marks(file, page, trim, _mark_boxes(page, trim))
    yield from _folds_meet(file)


# --- boxes


def _boxes(file: PressFile, page: Page) -> Iterator[Fault]:
    """MediaBox, BleedBox and TrimBox on every page, as declared, one in the other, and no ArtBox beside the TrimBox."""
    if "/ArtBox" in page.dictionary:
        yield Fault("PRN-01", f"page {page.number} has an ArtBox, and with a TrimBox it may not")
    if "/UserUnit" in page.dictionary or page.dictionary.get("/Rotate", 0) != 0:
        yield Fault("PRN-01", f"page {page.number} is turned or scaled")
    bleed, slug = BLEED[file.sheet.paper], SLUG[file.sheet.paper]
    around = {"/MediaBox": bleed + slug, "/BleedBox": bleed, "/TrimBox": 0.0}
    for name, edge in around.items():
        box = page.box(name)
        wanted = (file.sheet.width + 2 * edge, file.sheet.height + 2 * edge)
        if box is None:
            yield Fault("PRN-01", f"page {page.number} has no {name[1:]}")
        elif not _near(box.width, wanted[0]) or not _near(box.height, wanted[1]):
            size = f"{box.width / PT_PER_MM:.2f} x {box.height / PT_PER_MM:.2f} mm"
            yield Fault(
                "PRN-01", f"the {name[1:]} of page {page.number} is {size}, not {wanted[0]:.2f} x {wanted[1]:.2f} mm"
            )
    boxes = [page.box(name) for name in around]
    for outer, inner in pairwise(boxes):
        if outer and inner and not outer.holds(inner, 0.01):
            yield Fault("PRN-01", f"the boxes of page {page.number} do not lie one in the other")
    media, trim = boxes[0], boxes[2]
    if media and trim and not _near(trim.left - media.left, bleed + slug):
        yield Fault("PRN-01", f"the TrimBox of page {page.number} is not in the middle of the page")


def _near(points: float, millimetres: float) -> bool:
    return abs(points / PT_PER_MM - millimetres) <= WITHIN


# --- marks and folds


def _mark_boxes(page: Page, trim: Box) -> list[Box]:
    """Thin areas and lines outside the trim."""
    outside = [thing.box for thing in page.painted if thing.kind in ("area", "line") and apart(thing.box, trim)]
    return [box for box in outside if min(box.width, box.height) <= WIDEST_MARK]


def _marks(file: PressFile, page: Page, trim: Box, marks: list[Box]) -> Iterator[Fault]:
    """A crop mark in line with every edge of the trim, a fold mark in line with every fold, none near the trim."""
    if any(_away(box, trim) / PT_PER_MM < MARKS_FROM_TRIM - 0.01 for box in marks):
        yield Fault("PRN-01", f"a mark on page {page.number} is less than {MARKS_FROM_TRIM:g} mm from the trim")
    upright, level = [b for b in marks if b.height > b.width], [b for b in marks if b.width > b.height]
    across = [0.0, *file.sheet.folds(file.sheet.sides[(page.number - 1) % 2]), file.sheet.width]
    for where, found in (
        ("above", [box for box in upright if box.bottom > trim.top]),
        ("below", [box for box in upright if box.top < trim.bottom]),
    ):
        yield from _in_line(page, where, across, {round((b.left + b.right) / 2 - trim.left, 2) for b in found})
    for where, found in (
        ("left of", [box for box in level if box.right < trim.left]),
        ("right of", [box for box in level if box.left > trim.right]),
    ):
        up = {round((b.bottom + b.top) / 2 - trim.bottom, 2) for b in found}
        yield from _in_line(page, where, [0.0, file.sheet.height], up)


def _in_line(page: Page, where: str, wanted: list[float], found: set[float]) -> Iterator[Fault]:
    """Marks stand at these places, in mm, and nowhere else; `found` is in points."""
    there = sorted(place / PT_PER_MM for place in found)
    if len(there) != len(wanted) or any(abs(a - b) > WITHIN for a, b in zip(there, wanted, strict=True)):
        told = ", ".join(f"{place:.2f}" for place in there) or "none"
        meant = ", ".join(f"{place:.2f}" for place in wanted)
        yield Fault("PRN-04", f"the marks {where} page {page.number} stand at {told} mm instead of {meant} mm")


def _away(box: Box, trim: Box) -> float:
    """How far a box outside the trim is from it."""
    return max(trim.left - box.right, box.left - trim.right, trim.bottom - box.top, box.bottom - trim.top)


def _folds_meet(file: PressFile) -> Iterator[Fault]:
    """A sheet turned over is mirrored: the folds of both sides are the same, and the flap that goes in is narrower."""
    width, sides = file.sheet.width, file.sheet.sides
    turned = [width - fold for fold in reversed(file.sheet.folds(sides[1]))]
    if any(abs(one - other) > WITHIN for one, other in zip(file.sheet.folds(sides[0]), turned, strict=True)):
        yield Fault("PRN-04", "the folds of the two sides do not meet")
    flap, *others = sorted(sides[0], key=lambda panel: panel.id != "flap")
    if min(panel.width for panel in others) - flap.width < 1 - WITHIN:
        fix = "set 'flap_shortening' in brand.yaml to 1 to 3 mm"
        yield Fault("PRN-04", "the flap is not narrower than the panels that it folds between", fix)
