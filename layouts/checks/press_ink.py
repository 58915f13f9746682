"""PRN-06, PRN-08 and PRN-09: how sharp pictures are, how much ink there is, and which inks text and thin lines have."""

from collections.abc import Iterator

from layouts.brand import MOST_INK
from layouts.checks.painted import Painted
from layouts.checks.press_file import RECIPE, Fault, Page, PressFile

SHARP, SHARP_ENOUGH = 225.0, 150.0  # pixels an inch at the printed size (GWG)
THINNEST, THINNEST_MIXED = 0.25, 0.5  # pt: thinner lines break off; thin lines of several inks never meet exactly
LARGE_TYPE = 24.0  # pt
BLACK = 0.5  # share of black from which dark text counts as black
PROCESS = ("DeviceCMYK", "DeviceGray")


def check_ink(file: PressFile) -> Iterator[Fault]:
    """PRN-06 to PRN-09."""
    for page in file.pages:
        yield from (*_spaces(page), *_pictures(page), *_totals(page), *_black_text(page), *_thin(page))


def _spaces(page: Page) -> Iterator[Fault]:
    """PRN-07: only process colours, on the page and in its forms; registration colour prints on every plate."""
    for space in sorted({thing.colour.space for thing in page.painted} - set(PROCESS)):
        rule, what = ("PRN-09", "registration colour") if space == "Separation All" else ("PRN-07", space)
        yield Fault(rule, f"page {page.number} paints in {what} instead of CMYK")


def _pictures(page: Page) -> Iterator[Fault]:
    """PRN-06: pixels an inch."""
    for thing in page.painted:
        if thing.kind == "picture" and thing.size < SHARP:
            message = f"a picture on page {page.number} has {thing.size:.0f} pixels an inch, and print needs {SHARP:g}"
            fix = "give the picture in more pixels, or as a drawing (SVG)"
            yield Fault("PRN-06", message, fix, "error" if thing.size < SHARP_ENOUGH else "warning")


def _totals(page: Page) -> Iterator[Fault]:
    """PRN-08: nothing is overprinted, so the richest colour is the most ink there can be."""
    most = most_ink(page)
    if most > MOST_INK + 0.01:
        yield Fault(
            "PRN-08", f"page {page.number} has {most:.0f} % of ink in one place, the most is {MOST_INK:g}", RECIPE
        )


def most_ink(page: Page) -> float:
    """The ink of a page's richest colour, in per cent of all four."""
    return max((sum(thing.colour.inks or ()) * 100 for thing in page.painted), default=0.0)


def _black_text(page: Page) -> Iterator[Fault]:
    """PRN-09: small black text in black ink alone, since four plates never meet exactly."""
    for thing in page.painted:
        inks = thing.colour.inks
        if thing.kind == "text" and thing.size < LARGE_TYPE and inks and inks[3] >= BLACK and any(inks[:3]):
            yield Fault("PRN-09", f"black text of {thing.size:.0f} pt on page {page.number} is of several inks", RECIPE)
            return


def _thin(page: Page) -> Iterator[Fault]:
    """PRN-09: no hairlines, drawn as lines or as narrow areas."""
    thin = [(_thickness(thing), thing) for thing in page.painted if thing.kind in ("line", "area")]
    narrowest = min((width for width, _ in thin), default=THINNEST)
    if narrowest < THINNEST - 0.005:
        yield Fault("PRN-09", f"a line on page {page.number} is {narrowest:.2f} pt thin, print holds {THINNEST:g}")
    mixed = min((width for width, thing in thin if _inks(thing) > 1), default=THINNEST_MIXED)
    if THINNEST <= mixed < THINNEST_MIXED - 0.005:
        message = f"a line of several inks on page {page.number} is {mixed:.2f} pt thin, print holds {THINNEST_MIXED:g}"
        yield Fault("PRN-09", message, severity="warning")


def _thickness(thing: Painted) -> float:
    return thing.size if thing.kind == "line" else min(thing.box.width, thing.box.height)


def _inks(thing: Painted) -> int:
    return sum(ink > 0 for ink in thing.colour.inks or ())
