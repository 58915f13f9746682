"""What every slide of a template has: title, source line, footer, number; and the free part between them.

Pure. Lengths are EMU.
"""

from dataclasses import dataclass, replace
from typing import Final

from layouts.deck.plans import Role
from layouts.deck.templates.areas import between, bottom, clear, covers, largest, meet, right
from layouts.deck.templates.offered import Holder, Offer, Offered
from layouts.deck.templates.own import EMU_PER_POINT, Box
from layouts.deck.templates.roles import Parts
from layouts.deck.templates.spots import Spot, heading, spot_of, text_box

PT: Final = EMU_PER_POINT
GAP: Final = 10 * PT  # under the title, over the source line
SOURCE_HIGH: Final = 32 * PT  # two lines at 12 pt
SOURCE_HIGHER: Final = 47 * PT  # three, where lines are short
NARROW: Final = 860 * PT
MARGIN: Final = 24 * PT  # of a slide whose layout shows none
TITLE_SIZES: Final = (32.0, 30.0, 28.0, 26.0, 24.0)
LARGE_TITLES: Final = (44.0, 40.0, 36.0, 32.0, 28.0, 26.0, 24.0)
SOURCE_SIZES: Final = (12.0,)
FOOTER_SIZES: Final = (12.0, 11.0, 10.0)
WIDE_FOOTER: Final = 300 * PT
SHEET: Final = 10 * PT  # of a light sheet, around what lies on it


@dataclass(frozen=True)
class Scene:
    """One role, ready to be written. `layout` counts the template's layouts; what is None has no place."""

    layout: int
    title: Spot
    subtitle: Spot | None = None
    details: Spot | None = None
    body: Spot | None = None
    source: Spot | None = None
    left_heading: Spot | None = None
    left: Spot | None = None
    right_heading: Spot | None = None
    right: Spot | None = None
    area: Box | None = None  # for a figure or a table
    footer: Spot | None = None
    number: Spot | None = None
    spread: Box | None = None  # for a list in two columns
    sign: Box | None = None  # the brand's, on the first slide
    bars: tuple[Box, ...] = ()  # in the arms' colours, over the headings of two columns
    card: bool = False  # a light sheet lies under the figure
    paint: str = "tx1"  # of text without a placeholder: tables
    composed: tuple[str, ...] = ()  # what the layout had no place for


def framed(role: Role, offer: Offer, parts: Parts, offered: Offered) -> Scene:
    """What every slide has: title, source line, footer, number."""
    large = role in ("title", "section", "closing")
    most = min(parts.title.style.size, (LARGE_TITLES if large else TITLE_SIZES)[0])
    sizes = tuple(dict.fromkeys((most, *(s for s in (LARGE_TITLES if large else TITLE_SIZES) if s < most))))
    title = spot_of(parts.title, offer, sizes=sizes if most >= 24 else (24.0,))
    title = heading(title, 4 if role == "title" else 3)
    area = region(offer, parts, offered)
    return Scene(
        offer.index,
        title,
        source=_source(offer, parts, area, offered),
        footer=_footer(offer, area, offered),
        number=_number(offer, area, offered),
    )


def region(offer: Offer, parts: Parts, offered: Offered) -> Box:
    """The free part of a slide between the title and the source line, where nothing is painted over its ground."""
    title = parts.title
    left, end = _sides(offer, parts, offered)
    low = parts.source.box.top - GAP if parts.source else foot(offer, offered) - _source_high(end - left) - GAP
    if bottom(title.box) <= 0.5 * offered.height:
        return clear(between(left, bottom(title.box) + GAP, end, low), offer.panels)
    margin = min(MARGIN, max(title.box.left, 0)) or MARGIN
    whole = between(margin, margin, offered.width - margin, low)
    obstacles = [panel.box for panel in offer.panels if not covers(panel.box, whole)]
    return largest(whole, [title.box, *obstacles])


def _sides(offer: Offer, parts: Parts, offered: Offered) -> tuple[int, int]:
    """The left and the right edge of what stands on a slide: where the text of title and body begins and ends."""
    boxes = [inner(holder) for holder in (parts.title, *parts.bodies[:2])]
    left, end = min(box.left for box in boxes), max(right(box) for box in boxes)
    return max(left, 0), min(end, offered.width)


def inner(holder: Holder) -> Box:
    left, top, end, foot = holder.style.insets
    box = holder.box
    return between(box.left + left, box.top + top, right(box) - end, bottom(box) - foot)


def foot(offer: Offer, offered: Offered) -> int:
    """Where the footers begin, or the margin at the foot of a slide without any."""
    tops = [h.box.top for h in offer.of("ftr", "sldNum") if h.box.top > 0.75 * offered.height]
    wide = [p.box for p in offer.panels if p.box.width >= 0.5 * offered.width and p.box.top > 0.75 * offered.height]
    return min([*tops, *(box.top for box in wide), offered.height - (MARGIN if tops else 2 * MARGIN)]) - 4 * PT


def _strip(offer: Offer, box: Box) -> Box:
    """The widest part of a low box beside what is painted, at its full height."""
    tall = [replace(p, box=replace(p.box, top=box.top, height=box.height)) for p in offer.panels if meet(p.box, box)]
    kept = [panel for panel in tall if not covers(panel.box, box)]
    return clear(box, kept)


def _source(offer: Offer, parts: Parts, area: Box, offered: Offered) -> Spot:
    if parts.source:
        return replace(spot_of(parts.source, offer, sizes=SOURCE_SIZES), spacing=1.0)
    left, end = _sides(offer, parts, offered)
    top, low = foot(offer, offered) - _source_high(end - left), foot(offer, offered)
    spot = text_box(offer, _strip(offer, between(left, top, end, low)), SOURCE_SIZES, offered.minor)
    return replace(spot, hang=False, spacing=1.0)


def _source_high(wide: int) -> int:
    return SOURCE_HIGHER if wide < NARROW else SOURCE_HIGH


def _footer(offer: Offer, area: Box, offered: Offered) -> Spot:
    holder = next(iter(offer.of("ftr")), None)
    if holder:
        sizes = tuple(s for s in FOOTER_SIZES if s <= max(holder.style.size, 10.0))
        box = _wide_footer(holder, offer)
        left, _, end, _ = holder.style.insets
        spot = replace(spot_of(holder, offer, box, sizes), spacing=1.0, insets=(left, 0, end, 0), bare=True)
        return replace(spot, align="l") if spot.moved else spot
    top = offered.height - 34 * PT
    box = between(area.left, top, right(area) - 80 * PT, top + 18 * PT)
    return replace(text_box(offer, _strip(offer, box), FOOTER_SIZES, offered.minor), hang=False)


def _wide_footer(holder: Holder, offer: Offer) -> Box:
    """A narrow footer takes the place of the date at its left, which is not shown."""
    date = next(iter(offer.of("dt")), None)
    beside = date is not None and abs(date.box.top - holder.box.top) < 4 * PT and date.box.left < holder.box.left
    if date is None or not beside or holder.box.width >= WIDE_FOOTER:
        return holder.box
    return between(date.box.left, holder.box.top, right(holder.box), bottom(holder.box))


def _number(offer: Offer, area: Box, offered: Offered) -> Spot:
    holder = next(iter(offer.of("sldNum")), None)
    if holder:
        return spot_of(holder, offer)
    top = offered.height - 34 * PT
    box = _strip(offer, between(area.left, top, right(area), top + 18 * PT))
    corner = between(right(box) - 60 * PT, box.top, right(box), bottom(box))
    return replace(text_box(offer, corner, FOOTER_SIZES[:1], offered.minor), align="r", hang=False)
