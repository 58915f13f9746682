"""The first slide, and those that open a part: title, subtitle, who speaks and which edition, the brand's sign.

Pure. Lengths are EMU.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from layouts.deck.plans import Role
from layouts.deck.templates.areas import between, bottom, clear, covers, largest, right
from layouts.deck.templates.frames import GAP, MARGIN, PT, Scene, foot, inner
from layouts.deck.templates.offered import Holder, Offer, Offered
from layouts.deck.templates.own import Box
from layouts.deck.templates.roles import Parts
from layouts.deck.templates.spots import Spot, spot_of, text_box

SMALLER: Final = (18.0, 16.0)  # pt, on the first slide, which is read at leisure
SUBTITLE_SIZES: Final = (24.0, 22.0, 20.0)
DETAIL_SIZES: Final = (16.0, 15.0, 14.0)
LEAST_DETAILS: Final = 128 * PT  # seven lines at 14 pt
HIGH_SUBTITLE: Final = 110 * PT
HIGH_DETAILS: Final = 150 * PT
LEAST_SUBTITLE: Final = 56 * PT  # two lines at 20 pt
LEAST_SIGN: Final = 50 * PT


def opening_scene(role: Role, scene: Scene, offer: Offer, parts: Parts, offered: Offered) -> Scene:
    """The first slide, and those that open a part: no source line, but a subtitle."""
    scene = replace(scene, source=None)
    texts = [holder for holder in (parts.subtitle, *parts.bodies) if holder and holder.style.upright]
    under = _below(offer, parts, texts, offered)
    sizes = (*SUBTITLE_SIZES, *(SMALLER if role == "title" else ()))
    if not texts:
        under = replace(under, height=min(under.height, HIGH_SUBTITLE))
        subtitle = text_box(offer, under, sizes, offered.minor)
        subtitle = replace(subtitle, align=parts.title.style.align, bullet=False, hang=False)
        scene = replace(scene, subtitle=subtitle, composed=("the subtitle",))
    else:
        own = max(20.0, min(texts[0].style.size, 28.0))
        steps = (own, *(size for size in sizes if size < own))
        scene = replace(scene, subtitle=spot_of(texts[0], offer, sizes=steps))
    if role == "section":
        return scene
    return _signed(_detailed(scene, offer, parts, texts[1:], offered), offer, parts, offered)


def _below(offer: Offer, parts: Parts, texts: Sequence[Holder], offered: Offered) -> Box:
    """The free part of a slide under its title and subtitle."""
    lowest = max(bottom(holder.box) for holder in (parts.title, *texts))
    column = inner(parts.title)
    return clear(between(column.left, lowest + GAP // 2, right(column), foot(offer, offered)), offer.panels)


def _over(offer: Offer, parts: Parts) -> Box | None:
    """The free part of a slide above its title, where it has room for a sign."""
    column = inner(parts.title)
    over = between(max(column.left, MARGIN), MARGIN, right(column), column.top - GAP)
    free = clear(over, offer.panels)
    return free if free.height >= LEAST_SIGN and free.width >= 4 * LEAST_SIGN else None


def _signed(scene: Scene, offer: Offer, parts: Parts, offered: Offered) -> Scene:
    """The brand's sign above the title, else where else the slide is free, else on top of the speaker's lines."""
    over = _over(offer, parts)
    subtitle, details = scene.subtitle, scene.details
    assert subtitle is not None
    assert details is not None
    if over:
        return replace(scene, sign=over)
    page = between(details.box.left, MARGIN, right(details.box), foot(offer, offered))
    taken = [spot.box for spot in (scene.title, subtitle, details)]
    free = largest(page, taken + [panel.box for panel in offer.panels if not covers(panel.box, page)])
    if free.height >= LEAST_SIGN and free.width >= 4 * LEAST_SIGN:
        return replace(scene, sign=free)
    box = details.box
    high = min(LEAST_SIGN, box.height // 3)
    lower = between(box.left, box.top + high, right(box), bottom(box))
    sign = between(box.left, box.top, right(box), box.top + high)
    return replace(scene, sign=sign, details=replace(details, box=lower, moved=True))


def _detailed(scene: Scene, offer: Offer, parts: Parts, others: Sequence[Holder], offered: Offered) -> Scene:
    """Who speaks, when, which edition: in a placeholder of their own, under the subtitle, or in its lower half."""
    wide = [holder for holder in others if holder.box.width >= 0.3 * offered.width and holder.box.height > 40 * PT]
    if wide:
        return replace(scene, details=spot_of(wide[0], offer, sizes=DETAIL_SIZES))
    subtitle = scene.subtitle
    assert subtitle is not None
    box, column = subtitle.box, inner(parts.title)
    left, end = min(column.left, box.left + subtitle.insets[0]), max(right(column), right(box) - subtitle.insets[2])
    free = clear(between(left, bottom(box), end, foot(offer, offered)), offer.panels)
    if free.height < LEAST_DETAILS:
        whole = clear(between(left, box.top, end, foot(offer, offered)), offer.panels)
        middle = max(whole.top + LEAST_SUBTITLE, bottom(whole) - LEAST_DETAILS)
        free = between(whole.left, middle, right(whole), bottom(whole))
        top = between(box.left, box.top, right(box), min(middle, box.top + HIGH_SUBTITLE))
        subtitle = replace(subtitle, box=top, moved=True, anchor="t")
    free = between(free.left, max(free.top, bottom(free) - HIGH_DETAILS), right(free), bottom(free))
    align = _seen_align(offer, parts, subtitle)
    details = text_box(offer, free, DETAIL_SIZES, offered.minor)
    details = replace(details, align=align, bullet=False, hang=False, anchor="b")
    return replace(scene, subtitle=subtitle, details=details, composed=(*scene.composed, "speaker and edition"))


def _seen_align(offer: Offer, parts: Parts, spot: Spot) -> str:
    holder = next((one for one in offer.holders if one.idx == spot.idx), parts.title)
    return spot.align or holder.style.align
