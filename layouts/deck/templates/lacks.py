"""What a template lacks, and what was done about it: warnings, each with what its owner can do."""

from collections.abc import Iterator, Mapping
from typing import Final

from layouts.deck.fit.families import CLOUD, SAFE, WIDTHS
from layouts.deck.plans import Role
from layouts.deck.templates.frames import Scene
from layouts.deck.templates.offered import Holder, Offer, Offered
from layouts.deck.templates.roles import Cast
from layouts.deck.templates.spots import LARGE, LARGE_TEXT, SMALL_TEXT, grounds, least, spot_of
from layouts.problems import Place, Problem

COMPOSED: Final = "TPL-04"
CONTRAST: Final = "TPL-05"
FONTS: Final = "TPL-06"
LEAST_SHARE: Final = 0.4  # of a slide: a figure that has less is small from the last row


def complaints(
    file: str, casts: Mapping[Role, Cast], scenes: Mapping[Role, Scene], offered: Offered
) -> Iterator[Problem]:
    """TPL-04 roles that were composed, TPL-05 text that could not be read, TPL-06 letters that a podium may lack."""
    for rule, message, fix in (
        *_composed(casts, scenes),
        *_small(scenes["figure"], offered),
        *_unreadable(casts),
        *_letters(offered),
    ):
        yield Problem(Place(file), rule, message, fix, "warning")


def _composed(casts: Mapping[Role, Cast], scenes: Mapping[Role, Scene]) -> Iterator[tuple[str, str, str]]:
    for role, cast in casts.items():
        parts, name = scenes[role].composed, cast.offer.name
        borrowed = cast.by not in ("layout", "mapping")
        if borrowed or parts:
            lacks = f"no slide layout serves '{role}': its slides stand on '{name}'" if borrowed else ""
            parts = tuple(part for part in parts if not (borrowed and role == "table"))
            made = (
                f"'{name}' has no placeholder for {' and '.join(parts)}: slides get one of their own" if parts else ""
            )
            if role == "closing" and not parts:
                continue  # a text slide is a good last slide
            fix = f"name a layout under 'layouts: {role}:' in a YAML file of the template's name beside it"
            yield COMPOSED, "; ".join(filter(None, (lacks, made))), fix


def _small(scene: Scene, offered: Offered) -> Iterator[tuple[str, str, str]]:
    assert scene.area is not None
    share = scene.area.width * scene.area.height / (offered.width * offered.height)
    if share < LEAST_SHARE:
        message = f"figures have {share:.0%} of a slide, and less than {LEAST_SHARE:.0%} is small from the last row"
        yield COMPOSED, message, "name a layout with a lower title and fewer pictures for the role 'figure'"


def _unreadable(casts: Mapping[Role, Cast]) -> Iterator[tuple[str, str, str]]:
    told: set[str] = set()
    for cast in casts.values():
        for holder in cast.offer.of("title", "ctrTitle", "subTitle", "body", "obj"):
            words = contrast_fault(holder, cast.offer)
            if words and words not in told:
                told.add(words)
                yield CONTRAST, words, "change the colour in PowerPoint's Slide Master view"


def contrast_fault(holder: Holder, offer: Offer) -> str:
    """What is wrong with the colour of a placeholder's text on its ground; '' where it can be read."""
    spot = spot_of(holder, offer)
    under, where = grounds(spot, offer), f"'{holder.name}' on the layout '{offer.name}'"
    if not under:
        return "text stands on a picture, and nobody can tell whether it can be read"
    needed = LARGE_TEXT if holder.style.size >= LARGE else SMALL_TEXT
    ratio = least(holder.style.colour, under)
    if ratio >= needed:
        return ""
    return f"the text of {where} has a contrast of {ratio:.1f} : 1, {needed:g} : 1 is needed; another colour is written"


def _letters(offered: Offered) -> Iterator[tuple[str, str, str]]:
    for family in dict.fromkeys((offered.major, offered.minor)):
        if not family or family in SAFE | CLOUD or family in offered.embedded:
            continue
        measured = (
            "" if family in WIDTHS else "; its width is not known here, and lines are counted with a tenth to spare"
        )
        message = f"the family '{family}' is not part of Office, and the file does not carry it{measured}"
        yield FONTS, message, "embed the fonts when the deck is saved, or install them on the computer that shows it"
