"""Where texts stand on slides and how they are set: in a placeholder of the layout, or in a text box of our own."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from layouts.deck.fit.families import run_width
from layouts.deck.templates.areas import clear, ground
from layouts.deck.templates.offered import TITLES, Holder, Offer
from layouts.deck.templates.own import EMU_PER_POINT, Box
from layouts.figures.colours import contrast

SMALL_TEXT, LARGE_TEXT = 4.5, 3.0  # least contrast: WCAG 2.2, 1.4.3
LARGE: Final = 24.0  # pt: from here on text is large
CHOICES: Final = ("tx1", "bg1", "tx2", "bg2")
CAPITALS: Final = 1.25  # how much wider a line of capitals runs
BARE: Final = (0, 0, 0, 0)
LEADING: Final = 1.05  # of a line: that of our own template
CLOSE: Final = 1.0  # likewise, of titles


@dataclass(frozen=True)
class Spot:
    """One text of a slide. Lengths are EMU, sizes points; what is None or empty is left to the layout."""

    idx: int | None  # of the placeholder; None is a text box of our own
    box: Box
    moved: bool = False  # the box is written on the slide
    insets: tuple[int, int, int, int] = BARE  # left, top, right, bottom
    width: float = 1.0  # of a line, that of the widest typeface that is measured being 1
    sizes: tuple[float, ...] = ()  # the largest that fits is taken
    spacing: float = 1.0  # of lines, a share of the typeface's own
    most: int = 0  # lines; 0: as many as it holds
    bold: bool = False
    exact: bool = False  # lines stand at an exact distance, which every family keeps
    bare: bool = False  # the insets are written
    colour: str | None = None  # of the theme, 'tx1', or '#rrggbb'
    align: str | None = None
    anchor: str | None = None
    font: str | None = None  # of the theme: '+mn-lt', '+mj-lt'
    bullet: bool = False  # bullets are written, since the layout has none
    hang: bool = False  # the indent of bullets is written
    paint: str = "#000000"  # the colour as it is seen

    @property
    def room(self) -> float:
        """The width of a line in points, as it counts for what is measured."""
        return (self.box.width - self.insets[0] - self.insets[2]) / EMU_PER_POINT / self.width

    @property
    def high(self) -> float:
        """The height for lines, in points."""
        return (self.box.height - self.insets[1] - self.insets[3]) / EMU_PER_POINT


def own_spot(holder: Holder, floor: float = 0.0, most: int = 0, bold: bool = False) -> Spot:
    """A placeholder of our own template: nothing needs to be written but the size, `floor` points at least."""
    style = holder.style
    sizes = tuple(style.size - step for step in range(int(max(0.0, style.size - (floor or style.size))) + 1))
    return Spot(
        holder.idx,
        holder.box,
        insets=style.insets,
        sizes=sizes,
        spacing=style.spacing,
        most=most,
        bold=bold,
        paint=style.colour,
    )


def spot_of(holder: Holder, offer: Offer, box: Box | None = None, sizes: tuple[float, ...] = ()) -> Spot:
    """A placeholder of a foreign template, at another place where `box` gives one or something is painted over it."""
    style, box = holder.style, clear(box or holder.box, offer.panels)
    spot = Spot(
        holder.idx,
        box,
        box != holder.box,
        style.insets,
        run_width(style.family) * (CAPITALS if style.capitals else 1),
        sizes,
        LEADING,
        exact=True,
        align="l" if style.align in ("just", "dist") else None,
        font=None if style.named else "+mj-lt" if holder.kind in TITLES else "+mn-lt",
        paint=style.colour,
    )
    return readable(spot, offer, min([style.size, *sizes]))


def running(spot: Spot, holder: Holder) -> Spot:
    """The same for running text: from the left, with bullets."""
    align = "l" if holder.style.align != "l" else None
    return replace(spot, align=align, anchor="t", bullet=not holder.style.bullet, hang=True)


def heading(spot: Spot, most: int = 2) -> Spot:
    """The same for a title or the heading of a column."""
    return replace(spot, bold=True, most=most, spacing=CLOSE)


def text_box(offer: Offer, box: Box, sizes: tuple[float, ...], family: str, colour: str = "tx1") -> Spot:
    """A text box of our own, its colour the theme's where that can be read."""
    paint = offer.colours.get(colour, "#000000")
    wide = run_width(family)
    spot = Spot(
        None,
        box,
        True,
        BARE,
        wide,
        sizes,
        LEADING,
        exact=True,
        bare=True,
        colour=colour,
        align="l",
        anchor="t",
        font="+mn-lt",
        bullet=True,
        hang=True,
        paint=paint,
    )
    return readable(spot, offer, sizes[-1])


def grounds(spot: Spot, offer: Offer) -> tuple[str, ...]:
    """The colours on which a text may stand; empty where nobody can tell, as over a picture."""
    return ground(spot.box, offer.ground, offer.panels)


def least(paint: str, under: tuple[str, ...]) -> float:
    """The contrast of a colour with the one under it that is nearest."""
    return min((contrast(paint, colour) for colour in under), default=21.0)


def readable(spot: Spot, offer: Offer, size: float) -> Spot:
    """The spot, in another colour of the theme where its own cannot be read on its ground."""
    under = grounds(spot, offer)
    needed = LARGE_TEXT if size >= LARGE else SMALL_TEXT
    if least(spot.paint, under) >= needed:
        return spot
    name, paint = best_colour(offer.colours, under)
    return replace(spot, colour=name, paint=paint)


def best_colour(colours: Mapping[str, str], under: tuple[str, ...]) -> tuple[str, str]:
    """The first of the theme's text colours that can be read on a ground, else black or white."""
    named = [(name, colours[name]) for name in CHOICES if name in colours]
    for name, paint in named:
        if least(paint, under) >= SMALL_TEXT:
            return name, paint
    fixed = max(("#000000", "#ffffff"), key=lambda paint: least(paint, under))
    return fixed, fixed
