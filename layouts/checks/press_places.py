"""PRN-02 and PRN-03: what touches the trim of a print-shop file goes on through the bleed, and text keeps away."""

from collections.abc import Iterator

from layouts.checks.painted import Box, Painted
from layouts.checks.press_file import PT_PER_MM, Fault, Page, PressFile, apart

REACHES = 0.2  # mm: what comes this near to the trim touches it
FROM_TRIM, SAFE_FROM_TRIM, FROM_FOLD = 3.0, 5.0, 3.0  # mm: GWG's safe area; printers ask for 5
SHORTEN = "shorten the text, so that it keeps its distance"


def check_places(file: PressFile) -> Iterator[Fault]:
    """PRN-02 and PRN-03."""
    for page in file.pages:
        trim, bleed = page.box("/TrimBox"), page.box("/BleedBox")
        if trim and bleed:
            yield from _bleeding(page, trim, bleed)
            yield from _text_from_trim(page, trim, bleed)
            yield from _text_from_folds(file, page, trim, bleed)


# --- PRN-02


def _bleeding(page: Page, trim: Box, bleed: Box) -> Iterator[Fault]:
    """What touches the trim goes on to the edge of the bleed: a cut is never exact."""
    near, exact = REACHES * PT_PER_MM, 0.05 * PT_PER_MM
    inner = Box(trim.left + near, trim.bottom + near, trim.right - near, trim.top - near)
    for thing in page.painted:
        if thing.kind not in ("area", "picture", "shading") or apart(thing.box, trim):
            continue
        short = [side for side, touches, reaches in (
            ("left", thing.box.left < inner.left, thing.box.left <= bleed.left + exact),
            ("lower", thing.box.bottom < inner.bottom, thing.box.bottom <= bleed.bottom + exact),
            ("right", thing.box.right > inner.right, thing.box.right >= bleed.right - exact),
            ("upper", thing.box.top > inner.top, thing.box.top >= bleed.top - exact),
        ) if touches and not reaches]  # fmt: skip
        for side in short:
            yield Fault("PRN-02", f"on page {page.number} something ends at the {side} trim and not in the bleed")


# --- PRN-03


def _texts(page: Page, bleed: Box) -> Iterator[Painted]:
    """Live text: the slug line, which is cut off, stands wholly outside the bleed."""
    return (thing for thing in page.painted if thing.kind == "text" and not apart(thing.box, bleed))


def _text_from_trim(page: Page, trim: Box, bleed: Box) -> Iterator[Fault]:
    gaps = [_gap(thing.box, trim) / PT_PER_MM for thing in _texts(page, bleed)]
    nearest = min(gaps, default=SAFE_FROM_TRIM)
    if nearest < SAFE_FROM_TRIM - 0.01:
        severe = nearest < FROM_TRIM - 0.01
        message = f"text on page {page.number} is {nearest:.1f} mm from the trim"
        yield Fault("PRN-03", message, SHORTEN, "error" if severe else "warning")


def _gap(box: Box, trim: Box) -> float:
    return min(box.left - trim.left, box.bottom - trim.bottom, trim.right - box.right, trim.top - box.top)


def _text_from_folds(file: PressFile, page: Page, trim: Box, bleed: Box) -> Iterator[Fault]:
    """3 mm on each side of a fold, and no word across it."""
    for fold in file.sheet.folds(file.sheet.sides[(page.number - 1) % 2]):
        left, right = (trim.left + (fold + way * (FROM_FOLD - 0.01)) * PT_PER_MM for way in (-1, 1))
        if any(thing.box.right > left and thing.box.left < right for thing in _texts(page, bleed)):
            message = f"text on page {page.number} is less than {FROM_FOLD:g} mm from the fold at {fold:g} mm"
            yield Fault("PRN-03", message, SHORTEN)
