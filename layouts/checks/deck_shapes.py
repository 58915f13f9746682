"""PPT-08 on a deck's bytes: everything lies on its slide, apart from the rest, large enough and dark enough to read."""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import combinations
from typing import Any, Final

from layouts.checks.contrast import LARGE, LARGE_BOLD_PT, LARGE_PT, TEXT
from layouts.checks.deck_backing import Backing, drawn, painted
from layouts.checks.deck_file import A, Fault, P
from layouts.checks.deck_planned import Deck, Found
from layouts.checks.deck_setting import Span
from layouts.checks.deck_slides import EMU, TITLES, Box, Shape, Slide, box_of
from layouts.deck.inherited import BLACK
from layouts.deck.plans import SlidePlan
from layouts.figures.colours import contrast

SLACK: Final = EMU  # what nobody sees: a point
TITLE, BODY, SMALL, SOURCE, FOOTER = 24.0, 20.0, 14.0, 12.0, 10.0  # pt, the smallest type on slides
# on every machine with Office, or fetched by it (Microsoft: cloud fonts in Office)
SAFE = {"Aptos", "Arial", "Calibri", "Cambria", "Georgia", "IBM Plex Sans Arabic", "Lato", "Segoe UI", "Symbol"}
SAFE |= {"Tahoma", "Times New Roman", "Verdana", "Wingdings"}
WHITE: Final = "#ffffff"
_PLAIN: Final = ("rect", "roundRect")


# --- where it lies ----------------------------------------------------------------------------------------------------


def on_slide(deck: Deck) -> Found:
    """PPT-08: nothing lies off the slide, also not a part of a figure."""
    for slide in deck.show.slides:
        for name, box in _placed(slide):
            if not deck.show.frame.holds(box, SLACK):
                yield Fault("PPT-08", f"{slide.shown}, '{name[:60]}': it lies off the slide", "move it onto the slide")
                break


def _placed(slide: Slide) -> Iterator[tuple[str, Box]]:
    """The shapes of a slide with their boxes, those in a group after it, as far as it neither scales nor moves them."""
    for shape in slide.shapes:
        if shape.box:
            yield shape.name, shape.box
        if shape.kind == "grpSp" and _unscaled(shape.element):
            for place in shape.element.iter(f"{A}xfrm"):
                if (box := box_of(place)) is not None and not place.get("rot"):
                    yield shape.name, box


def _unscaled(group: Any) -> bool:
    place = group.find(f"{P}grpSpPr/{A}xfrm")
    pairs = (("off", "chOff"), ("ext", "chExt"))
    return place is not None and all(_attributes(place, one) == _attributes(place, other) for one, other in pairs)


def _attributes(place: Any, name: str) -> dict[str, str]:
    found = place.find(f"{A}{name}")
    return {} if found is None else dict(found.attrib)


def apart(deck: Deck) -> Found:
    """PPT-08: texts, tables, figures and pictures do not lie over each other; a group is one."""
    for slide in deck.show.slides:
        standing = [(shape, shape.box) for shape in slide.shapes if shape.box and _stands(shape)]
        for (one, box), (other, place) in combinations(standing, 2):
            across, down = box.shared(place)
            if across > SLACK and down > SLACK:
                message = f"{slide.shown}: '{one.name[:60]}' lies {down / EMU:.0f} pt over '{other.name[:60]}'"
                yield Fault("PPT-08", message, "move one of them, or shorten what it holds")


def _stands(shape: Shape) -> bool:
    return shape.kind in ("graphicFrame", "grpSp", "pic") or bool(shape.text)


# --- how it is set ----------------------------------------------------------------------------------------------------


def sizes(deck: Deck) -> Found:
    """PPT-08: all type has a size, no smaller than its place allows: what is read from the last row."""
    for slide, plan in deck.pairs:
        for shape in slide.shapes:
            yield from _too_small(slide, shape, _least(deck, slide, plan, shape), deck.spans(shape))


def _too_small(slide: Slide, shape: Shape, least: float, told: Iterable[Span]) -> Found:
    """The first fault of a shape: more are of the same kind."""
    named = f"{slide.shown}, '{shape.name[:60]}'"
    for span in told:
        if span.size is None:
            yield Fault("PPT-08", f"{named}: '{span.text[:40]}' has no size", "give it one")
            return
        if span.size < least - 0.01:
            message = f"{named}: '{span.text[:40]}' is set in {span.size:g} pt, and the least there is {least:g}"
            yield Fault("PPT-08", message, "set it larger and shorten the text, or divide the slide")
            return


def _least(deck: Deck, slide: Slide, plan: SlidePlan | None, shape: Shape) -> float:
    """The smallest type of a shape in points, by what it is for."""
    if shape.holder in TITLES:
        return TITLE
    if shape.holder in ("ftr", "sldNum", "dt"):
        return FOOTER
    if shape is deck.source_of(slide):
        return SOURCE
    opens = plan.role == "title" if plan else slide.title is not None and slide.title.holder == "ctrTitle"
    small = opens or deck.is_disclosure(slide, plan) or deck.is_references(slide, plan) or bool(plan and plan.sizes)
    return SMALL if small or shape.kind == "graphicFrame" or not shape.holder else BODY


def fonts(deck: Deck) -> Found:
    """PPT-08: fonts are the theme's, or are on every machine; else another takes the room (ECMA-376-1, 20.1.4.1)."""
    for slide in deck.show.slides:
        known = slide.backing.fonts | SAFE
        named = {font.get("typeface", "") for font in slide.root.iter(f"{A}latin", f"{A}ea", f"{A}cs", f"{A}sym")}
        for name in sorted(name for name in named - known if name and not name.startswith("+")):
            fix = "take the theme's font, or declare this one in the theme"
            yield Fault("PPT-08", f"{slide.shown}: it asks for the font '{name}', which other machines may lack", fix)


# --- how it stands out ------------------------------------------------------------------------------------------------


def contrasts(deck: Deck) -> Found:
    """PPT-08: text has 4.5 : 1 against what it lies on, 3 : 1 where it is large (WCAG 2.2, 1.4.3).

    Of what lies below a text, whole rectangles count; on other outlines in a figure COL-01 judges it as it is drawn.
    """
    behind: dict[Backing, list[tuple[Any, Box, str]]] = {}
    for slide in deck.show.slides:
        if slide.backing not in behind:
            behind[slide.backing] = _behind(slide.backing)
        grounds = behind[slide.backing] + _filled(slide.backing, (shape.element for shape in slide.shapes))
        for shape in slide.shapes:
            on = _under_labels(slide, shape) if shape.kind == "grpSp" else _under(slide, shape, grounds)
            fault = next(_faint(slide, deck.spans(shape), on), None)
            if fault is not None:
                ratio, words, colour, ground, least = fault
                message = (
                    f"{slide.shown}, '{shape.name[:60]}': '{words[:40]}' in {colour} on {ground} has {ratio:.2f} : 1"
                )
                fix = "take a darker colour for the words, or a lighter one for what they lie on"
                yield Fault("PPT-08", f"{message}, and it needs {least:g}", fix)


Faint = Iterator[tuple[float, str, str, str, float]]  # ratio, words, their colour, that below, the ratio needed


def _behind(backing: Backing) -> list[tuple[Any, Box, str]]:
    """Filled rectangles that a layout and its master paint under every slide."""
    hidden = backing.layout.get("showMasterSp") in ("0", "false")
    shown = [e for root in ([] if hidden else [backing.master], [backing.layout]) for one in root for e in drawn(one)]
    return _filled(backing, [e for e in shown if e.find(f"*/{P}nvPr/{P}ph") is None])


def _filled(backing: Backing, elements: Iterable[Any]) -> list[tuple[Any, Box, str]]:
    """Shapes that are rectangles of one colour, in the order of painting."""
    found = ((e, box_of(e.find(f"{P}spPr/{A}xfrm")), _fill(backing, e)) for e in elements)
    return [(element, box, fill) for element, box, fill in found if box and fill]


def _fill(backing: Backing, element: Any) -> str | None:
    """The colour of a shape's own plain fill."""
    shape = element.find(f"{P}spPr/{A}prstGeom")
    if shape is None or shape.get("prst") not in _PLAIN:
        return None
    return painted(backing.theme, element.find(f"{P}spPr/{A}solidFill"))


def _page(slide: Slide) -> str:
    """The colour of the page: the slide's, its layout's or its master's background (19.3.1.1)."""
    for root in (slide.root, slide.backing.layout, slide.backing.master):
        page = root.find(f"{P}cSld/{P}bg")
        if page is not None:
            colour = painted(slide.backing.theme, page.find(f"{P}bgPr/{A}solidFill"))
            return (
                colour
                or painted(slide.backing.theme, page.find(f"{P}bgRef"))
                or slide.backing.theme.colours.get("bg1", WHITE)
            )
    return slide.backing.theme.colours.get("bg1", WHITE)


def _under(slide: Slide, shape: Shape, grounds: list[tuple[Any, Box, str]]) -> Callable[[Span], str | None]:
    """What lies under the text of a shape or a table: its own fill, or that of the last rectangle below."""
    below = _page(slide)
    for element, box, fill in grounds:
        if element is shape.element:
            break
        below = fill if shape.box and box.holds(shape.box) else below
    own = _fill(slide.backing, shape.element) if shape.kind == "sp" else None
    return lambda span: own or below


def _under_labels(slide: Slide, shape: Shape) -> Callable[[Span], str | None]:
    """What lies under each label of a figure: the page or a rectangle; None where it is another outline."""
    page, boxes = _page(slide), {e: box_of(e.find(f"{P}spPr/{A}xfrm")) for e in shape.element.iter(f"{P}sp")}
    whole = [(e, box) for e, box in boxes.items() if box and e.find(f"{P}spPr/{A}solidFill") is not None]
    painted = [(box, _fill(slide.backing, e)) for e, box in whole]
    found: dict[Any, str | None] = {}

    def under(span: Span) -> str | None:
        label = span.run.getparent().getparent().getparent()
        if label not in found:
            own = boxes.get(label)
            fills = [fill for box, fill in painted if own and box.holds(own)]
            found[label] = None if None in fills else (fills or [page])[-1]
        return found[label]

    return under


def _faint(slide: Slide, told: Iterable[Span], under: Callable[[Span], str | None]) -> Faint:
    """The runs that stand out too little."""
    for span in told:
        ground, colour = under(span), _colour(slide.backing, span.fill)
        size = span.size or 0.0
        least = LARGE if size >= LARGE_PT or (span.bold and size >= LARGE_BOLD_PT) else TEXT
        if ground is not None and (ratio := _ratio(colour, ground)) < least:
            yield ratio, span.text, colour, ground, least


def _colour(backing: Backing, fill: Any) -> str:
    """The colour of text; the theme's first for text where none is told. Most say it by a name without a change."""
    if fill is not None and len(fill) == 1 and not len(fill[0]) and fill[0].tag == f"{A}schemeClr":
        return backing.theme.colours.get(fill[0].get("val", ""), BLACK)
    return painted(backing.theme, fill) or backing.theme.colours.get("tx1", BLACK)


@lru_cache(maxsize=1024)
def _ratio(one: str, other: str) -> float:
    return contrast(one, other)


RULES: tuple[Callable[[Deck], Found], ...] = (on_slide, apart, sizes, fonts, contrasts)
