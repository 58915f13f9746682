"""What a template offers to a deck, line by line: sizes, roles, room for words, faults, a mapping to paste."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from layouts.deck.fit import measuring as fit
from layouts.deck.fit.continuing import plain
from layouts.deck.fit.faces import FACES
from layouts.deck.fit.families import CLOUD, SAFE
from layouts.deck.plans import Role, Room
from layouts.deck.templates.lacks import contrast_fault
from layouts.deck.templates.offered import FOOTERS, Holder, Offer
from layouts.deck.templates.roles import ROLES, Cast
from layouts.deck.templates.spots import spot_of
from layouts.deck.templates.stage import Stage, foreign_stage, read_template
from layouts.palette import Palette

SAMPLE: Final = "Of one hundred people who took part in the study, forty had less pain after six weeks than before it."
MM: Final = 36_000  # EMU
SIZES: Final = {"title": 28.0, "subtitle": 20.0, "text": 20.0, "content": 20.0}  # pt, at which room is told
KINDS: Final = {
    "title": "title",
    "ctrTitle": "title",
    "subTitle": "subtitle",
    "body": "text",
    "obj": "content",
    "tbl": "table",
    "pic": "picture",
    "chart": "chart",
    "dt": "date",
    "ftr": "footer",
    "sldNum": "slide number",
}


def examine(path: Path, palette: Palette, language: str = "en") -> tuple[str, ...]:
    """What a .pptx or .potx offers, in lines; raises ProblemError (TPL-01, -02, -03, -07) where it makes no slide."""
    return diagnosis(foreign_stage(read_template(path), palette, language))


def diagnosis(stage: Stage) -> tuple[str, ...]:
    """Lines of text. Lengths are mm, sizes points; every line of a mapping begins at its place."""
    layouts, roles = ("", "slide layouts", *_layouts(stage)), ("", "roles", *_roles(stage))
    return (*_page(stage), *layouts, *roles, "", *_mapping(stage))


def _page(stage: Stage) -> Iterator[str]:
    offered, slot = stage.offered, stage.slot
    ratio = offered.width / offered.height
    name = next((name for name, r in (("16:9", 16 / 9), ("16:10", 1.6), ("4:3", 4 / 3)) if abs(ratio - r) < 0.01), "")
    size = f"slides: {offered.width / MM:.0f} x {offered.height / MM:.0f} mm"
    yield f"{size}{f' ({name})' if name else ''}; figures {slot.width_mm:.0f} x {slot.height_mm:.0f} mm"
    for what, family in (("headings", offered.major), ("text", offered.minor)):
        yield f"{what}: {family or 'no font named'} ({_known(family, stage)})"


def _known(family: str, stage: Stage) -> str:
    if family in stage.offered.embedded:
        return "embedded in the file"
    if family in SAFE:
        return "comes with Office"
    return "Office fetches it where there is a network" if family in CLOUD else "a podium's computer may lack it"


def _layouts(stage: Stage) -> Iterator[str]:
    for offer in stage.offered.offers:
        serves = [role for role, cast in stage.casts.items() if cast.offer.index == offer.index]
        yield f"  '{offer.name}': {_serving(serves)}"
        for holder in offer.holders:
            if holder.kind not in FOOTERS:
                yield f"      {_holder(holder, offer)}"


def _serving(roles: list[Role]) -> str:
    return f"serves {', '.join(roles)}" if roles else "not used"


def _holder(holder: Holder, offer: Offer) -> str:
    kind, fault = KINDS.get(holder.kind, holder.kind), contrast_fault(holder, offer)
    size = SIZES.get(kind, holder.style.size)
    lines, letters = capacity(holder, offer, size)
    counted = "1 line" if lines == 1 else f"{lines} lines"
    room = f": {counted} of {letters} characters at {size:g} pt" if kind not in ("picture", "chart") else ""
    return f"{kind} ({holder.name}){room}{'; contrast too low' if fault else ''}"


def capacity(holder: Holder, offer: Offer, size: float) -> tuple[int, int]:
    """How many lines a placeholder holds, and how many letters a line, in the widest of the typefaces measured."""
    spot = spot_of(holder, offer)
    wide = max(fit.width(plain(SAMPLE), size, face) for face in FACES) / len(SAMPLE)
    high = max(
        piece.height for piece in fit.pieces((plain("x"),), Room(spot.room, spot.high, (size,), spot.spacing), size)
    )
    return max(0, int(spot.high // high)), max(0, int(spot.room * fit.SAFETY / wide))


def _roles(stage: Stage) -> Iterator[str]:
    for role in ROLES:
        cast, scene = stage.casts[role], stage.scenes[role]
        made = f"; composed: {' and '.join(scene.composed)}" if scene.composed else ""
        yield f"  {role}: '{cast.offer.name}' {_reason(cast)}{made}"
    card = stage.scenes["figure"].card
    yield f"  figures stand on {'a light sheet, since the ground is not light' if card else 'the ground of the slide'}"
    if stage.binding.fixed:
        yield "  the theme has no two colours that stand for the two sides: their own are written"
    for problem in stage.problems:
        yield f"  {problem.message}\n      fix: {problem.fix}"


def _reason(cast: Cast) -> str:
    if cast.by in ("layout", "mapping"):
        return "(as the mapping says)" if cast.by == "mapping" else "(found)"
    return f"(missing: taken from '{cast.by}')" if cast.by in ROLES else "(missing: the nearest)"


def _mapping(stage: Stage) -> Iterator[str]:
    """What to paste, into a YAML file of the template's name beside it."""
    yield "a mapping to paste into a YAML file beside the template, of its name"
    yield "layouts:"
    for role, cast in stage.casts.items():
        quoted = cast.offer.name.replace("'", "''")
        yield f"  {role}: '{quoted}'"
