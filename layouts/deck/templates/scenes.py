"""A role on its layout: which placeholder or text box holds each text, and where figures and tables have room.

Pure. Lengths are EMU.
"""

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any, Final

from layouts.deck.fit.rooms import FLOORS, MOST, TITLE_FLOORS
from layouts.deck.plans import Role
from layouts.deck.templates.areas import between, bottom, clear, ground, right
from layouts.deck.templates.frames import GAP, PT, SHEET, Scene, framed, region
from layouts.deck.templates.offered import Holder, Offer, Offered
from layouts.deck.templates.openings import opening_scene
from layouts.deck.templates.own import COMPLEX_LINE, Box
from layouts.deck.templates.roles import Cast, Parts, parts_of
from layouts.deck.templates.spots import Spot, heading, own_spot, readable, running, spot_of, text_box
from layouts.figures.colours import contrast

HEADING_HIGH: Final = 50 * PT  # two lines at 20 pt
COLUMN_GAP: Final = 24 * PT
HEADING_SIZES: Final = (24.0, 22.0, 20.0)
LEAST_TITLE: Final = 64 * PT  # two lines at 24 pt
LIKE: Final = 1.15  # two grounds of less contrast look the same


def own_scene(cast: Cast, offered: Offered, mirrored: bool) -> Scene:
    """A role on our own template, which has a placeholder for everything."""
    offer, parts, role = cast.offer, parts_of(cast.offer, offered), cast.role
    title = own_spot(
        parts.title, TITLE_FLOORS.get(role, FLOORS["title"]), 3 if role == "title" else MOST["title"], True
    )
    source = own_spot(parts.source, FLOORS["source"], MOST["source"]) if parts.source else None
    footer = own_spot(offer.of("ftr")[0], FLOORS["footer"], MOST["footer"])
    scene = Scene(offer.index, title, source=source, footer=footer)
    if role in ("title", "section"):
        first, *rest = [holder for holder in (parts.subtitle, *parts.bodies) if holder]
        details = own_spot(rest[0], FLOORS["details"]) if rest else None
        return replace(scene, subtitle=own_spot(first, FLOORS["subtitle"]), details=details)
    if role == "comparison":
        assert parts.columns is not None
        assert parts.headings is not None
        headings = [own_spot(holder, FLOORS["heading"], MOST["heading"], True) for holder in parts.headings]
        return _paired(scene, headings, [own_spot(holder) for holder in parts.columns], mirrored)
    if role in ("figure", "table"):
        return replace(scene, area=offer.of("obj", "tbl")[0].box)
    body = own_spot(parts.bodies[0])
    return replace(scene, body=body, area=region(offer, parts, offered), spread=_spread(scene, body, parts))


def _paired(scene: Scene, headings: Sequence[Spot], columns: Sequence[Spot], mirrored: bool) -> Scene:
    """Two columns, the first arm's where reading begins."""
    (one, other), (first, second) = (pair[::-1] if mirrored else pair for pair in (headings, columns))
    return replace(scene, left_heading=one, left=first, right_heading=other, right=second)


def _spread(scene: Scene, body: Spot, parts: Parts) -> Box:
    """What a list without a source line may take: from the top of the body to the foot of the source, the widest."""
    title, box = parts.title.box, body.box
    assert scene.source is not None
    low = bottom(scene.source.box)
    beside = scene.source.box.left > box.left + body.insets[0] + GAP or right(scene.source.box) < right(box) - 2 * GAP
    if beside:  # something is painted where the source line would go on
        return box
    return between(min(title.left, box.left), box.top, max(right(title), right(box)), low)


def foreign_scene(cast: Cast, offered: Offered, mirrored: bool) -> Scene:
    """A role on somebody else's template; lines of a right-to-left language stand as close as on ours."""
    scene = _foreign_scene(cast, offered, mirrored)
    if not mirrored:
        return scene
    closer: dict[str, Any] = {}
    for field in fields(scene):
        if isinstance(spot := getattr(scene, field.name), Spot):
            closer[field.name] = replace(spot, spacing=spot.spacing * COMPLEX_LINE)
    return replace(scene, **closer)


def _foreign_scene(cast: Cast, offered: Offered, mirrored: bool) -> Scene:
    offer = _with_title_room(cast.offer)
    parts = parts_of(offer, offered)
    scene = framed(cast.role, offer, parts, offered)
    assert cast.offer.title is not None
    scene = replace(scene, title=replace(scene.title, moved=scene.title.box != cast.offer.title.box))
    if cast.role in ("title", "section"):
        return opening_scene(cast.role, scene, offer, parts, offered)
    if cast.role == "comparison":
        return _facing(scene, offer, parts, offered, mirrored)
    if cast.role in ("figure", "table"):
        return _shown(cast.role, scene, offer, parts, offered)
    return _text(scene, offer, parts, offered)


def _with_title_room(offer: Offer) -> Offer:
    """A layout whose title has room for two lines: a lower one grows downwards."""
    holders = tuple(
        replace(h, box=replace(h.box, height=max(h.box.height, LEAST_TITLE))) if h == offer.title else h
        for h in offer.holders
    )
    return replace(offer, holders=holders)


def _text(scene: Scene, offer: Offer, parts: Parts, offered: Offered) -> Scene:
    area = region(offer, parts, offered)
    if not parts.bodies:
        body = text_box(offer, area, (20.0,), offered.minor)
        spread = _spread(scene, body, parts)
        return replace(scene, body=body, area=area, spread=spread, composed=("the body",))
    holder = parts.bodies[0]
    body = running(spot_of(holder, offer, _body_box(holder.box, area)), holder)
    return replace(scene, body=body, area=area, spread=clear(_spread(scene, body, parts), offer.panels))


def _body_box(box: Box, area: Box) -> Box:
    """A body's own box; it begins under the title and ends above the source line, and fills most of what is between."""
    low = bottom(area)
    top = area.top if box.top < area.top - GAP else box.top
    if top == box.top and bottom(box) <= low and box.height >= 0.8 * (low - top):
        return box
    return Box(box.left, top, box.width, max(0, low - top))


def _inside(box: Box, spot: Spot) -> Box:
    """A box that begins and ends where the text of a spot does."""
    left, _, end, _ = spot.insets
    return between(box.left + left, box.top, right(box) - end, bottom(box))


def _facing(scene: Scene, offer: Offer, parts: Parts, offered: Offered, mirrored: bool) -> Scene:
    """Two columns with headings; in a right-to-left language the first arm stands at the right."""
    area = region(offer, parts, offered)
    composed: tuple[str, ...] = ()
    if parts.columns:
        columns = _even([_column(holder, offer, area) for holder in parts.columns])
        if parts.headings:
            headings = _even([spot_of(holder, offer, sizes=HEADING_SIZES) for holder in parts.headings])
        else:
            headings = [_heading(offer, spot.box, spot, offered) for spot in columns]
            columns = [replace(spot, box=_lowered(spot.box), moved=True) for spot in columns]
            composed = ("the headings of two columns",)
    else:
        half = (area.width - COLUMN_GAP) // 2
        boxes = [Box(start, area.top, half, area.height) for start in (area.left, right(area) - half)]
        headings = [_heading(offer, box, None, offered) for box in boxes]
        columns = [text_box(offer, _lowered(box), (20.0,), offered.minor) for box in boxes]
        composed = ("two columns",)
    bars = tuple(Box(h.box.left + h.insets[0], h.box.top - 6 * PT, _text_width(h), 4 * PT) for h in headings)
    scene = _paired(scene, [heading(one) for one in headings], columns, mirrored)
    return replace(scene, bars=bars[::-1] if mirrored else bars, composed=composed)


def _even(spots: list[Spot]) -> list[Spot]:
    """Two spots side by side at one height and of one size: the two sides are equals on every layout."""
    left, other = (spot.box for spot in spots)
    if max(abs(left.width - other.width), abs(left.height - other.height), abs(left.top - other.top)) < PT:
        return spots
    gap = max(other.left - right(left), GAP)
    half = (right(other) - left.left - gap) // 2
    top, high = max(left.top, other.top), min(bottom(left), bottom(other)) - max(left.top, other.top)
    starts = (left.left, right(other) - half)
    return [replace(s, box=Box(x, top, half, high), moved=True) for s, x in zip(spots, starts, strict=True)]


def _text_width(spot: Spot) -> int:
    return spot.box.width - spot.insets[0] - spot.insets[2]


def _column(holder: Holder, offer: Offer, area: Box) -> Spot:
    return running(spot_of(holder, offer, _body_box(holder.box, area)), holder)


def _heading(offer: Offer, box: Box, under: Spot | None, offered: Offered) -> Spot:
    """A heading of our own at the top of a column, its text above the column's."""
    top = replace(box, top=box.top + 8 * PT, height=HEADING_HIGH)
    place = _inside(top, under) if under else top
    return replace(text_box(offer, place, HEADING_SIZES, offered.minor), bullet=False, hang=False)


def _lowered(box: Box) -> Box:
    high = HEADING_HIGH + 14 * PT
    return replace(box, top=box.top + high, height=max(0, box.height - high))


def _shown(role: Role, scene: Scene, offer: Offer, parts: Parts, offered: Offered) -> Scene:
    """A figure or a table: on the ground of the slides, or on a light sheet where it could not be seen there.

    A figure is drawn for a light page; a table takes the template's own colours unless nobody can tell the ground.
    """
    area = region(offer, parts, offered)
    under = ground(area, offer.ground, offer.panels)
    paper = offer.colours.get("bg1", "#ffffff")
    plain = bool(under) and all(contrast(colour, paper) < LIKE for colour in under)
    light = plain and contrast(paper, "#000000") >= 10
    spot = readable(Spot(None, area, colour="tx1", paint=offer.colours.get("tx1", "#000000")), offer, 14.0)
    card = not under if role == "table" else not light
    if card:
        area = between(area.left + SHEET, area.top + SHEET, right(area) - SHEET, bottom(area) - SHEET)
    composed = () if role == "figure" or offer.of("tbl", "obj") else ("the table",)
    return replace(scene, area=area, card=card, paint=spot.colour or "tx1", composed=composed)
