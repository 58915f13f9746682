"""TYP-04 and TYP-06 on a deck's bytes: how much stands on a slide, how large, and whether it leans.

Alley, The Craft of Scientific Presentations (2013), and DISCAS: few words, large type. Disclosures, tables, references
and the data behind figures are looked up and not listened to: they are exempt, and PPT-08 keeps their least size.
"""

from collections.abc import Callable, Iterator
from typing import Final

from layouts.checks.deck_file import Fault
from layouts.checks.deck_planned import Deck, Found, is_backup
from layouts.checks.deck_setting import Span
from layouts.checks.deck_slides import FURNITURE, TITLES, Shape, Slide
from layouts.checks.typography import RUN, in_capitals
from layouts.deck.plans import SlidePlan

TITLE, BODY = 28.0, 24.0  # pt, of titles and of the body of a text slide
WORDS, POINTS = 40, 5
ROUNDING: Final = 0.01
SHORTER: Final = "shorten its text, give its section a 'short' wording, or divide it"


def large_titles(deck: Deck) -> Found:
    """TYP-06: titles are read from the last row: 28 pt. PPT-08 refuses what no row can read."""
    small = [s for s in deck.show.slides if s.title and any(_smaller(one, TITLE) for one in deck.spans(s.title))]
    if small:
        message = f"{len(small)} titles are set in less than {TITLE:g} pt, the first on {small[0].shown}"
        yield Fault("TYP-06", message, "shorten them, or set the template's titles larger", "warning")


def large_bodies(deck: Deck) -> Found:
    """TYP-06: a slide of text is set in 24 pt and more. Which slides close a deck only its plan knows."""
    if deck.planned is None:
        return
    small = [slide for slide, body in _texts(deck) if any(_smaller(one, BODY) for one in deck.spans(body))]
    if small:
        message = f"{len(small)} slides of text are set in less than {BODY:g} pt, the first is {small[0].shown}"
        yield Fault("TYP-06", message, SHORTER, "warning")


def few_words(deck: Deck) -> Found:
    """TYP-06: a slide of text has 40 words at the most, and five points."""
    counted = [(slide, len(body.text.split()), _points(body)) for slide, body in _texts(deck)]
    long = [(slide, words) for slide, words, _ in counted if words > WORDS]
    if long:
        slide, most = max(long, key=lambda pair: pair[1])
        message = f"{len(long)} slides of text have more than {WORDS} words; the most, {most}, has {slide.shown}"
        yield Fault("TYP-06", message, SHORTER, "warning")
    for slide, _, points in counted:
        if points > POINTS:
            yield Fault("TYP-06", f"{slide.shown}: {points} points, and {POINTS} are the most", SHORTER, "warning")


def upright(deck: Deck) -> Found:
    """TYP-04: no run of more than five words leans, is underlined or stands in capitals (UKAAF, RNIB)."""
    for slide, _ in deck.pairs:
        for shape in slide.shapes:
            told = next(filter(None, (_stressed(span) for span in deck.spans(shape))), "")
            if told:
                fix = "set it in bold, or as the rest is"
                yield Fault("TYP-04", f"{slide.shown}, '{shape.name[:60]}': {told}", fix, "warning")


def _stressed(span: Span) -> str:
    own = span.run.find("{*}rPr")
    looks = {} if own is None else {"i": "leans", "u": "is underlined", "cap": "stands in capitals"}
    set_so = [what for key, what in looks.items() if own.get(key) not in (None, "0", "false", "none", "small")]
    linked = own is not None and own.find("{*}hlinkClick") is not None
    if set_so and not linked and len(span.text.split()) > RUN:
        return f"'{span.text[:40]}' {set_so[0]}"
    return f"'{found[:40]}' stands in capitals" if (found := in_capitals(span.text)) else ""


def _texts(deck: Deck) -> Iterator[tuple[Slide, Shape]]:
    """The slides of running text with their body: one body besides the line of sources, and nothing else."""
    for slide, plan in deck.pairs:
        if slide.title is None or slide.title.holder != "title" or _exempt(deck, slide, plan):
            continue
        source = deck.source_of(slide)
        told = [s for s in slide.shapes if s.holder not in (*TITLES, *FURNITURE) and s is not source]
        if len(told) == 1 and told[0].holder in ("body", "obj") and told[0].kind == "sp":
            yield slide, told[0]


def _exempt(deck: Deck, slide: Slide, plan: SlidePlan | None) -> bool:
    looked_up = deck.is_disclosure(slide, plan) or deck.is_references(slide, plan) or is_backup(slide)
    return looked_up or bool(plan and (plan.sizes or plan.role not in ("text", "figure")))


def _points(body: Shape) -> int:
    return sum(1 for words in body.paragraphs if words.strip())


def _smaller(span: Span, least: float) -> bool:
    return span.size is not None and span.size < least - ROUNDING


RULES: tuple[Callable[[Deck], Found], ...] = (large_titles, large_bodies, few_words, upright)
