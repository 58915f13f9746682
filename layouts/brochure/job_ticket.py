"""The job ticket: what a print shop asks before it begins, in plain text. What the clinic decides stays blank."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from layouts.blocks import Imprint
from layouts.brochure.measures import Measures
from layouts.brochure.press import Condition
from layouts.brochure.reading import FOLDED
from layouts.brochure.sheets import BLEED, SLUG

BLANKS = ("stock", "weight", "finish", "quantity", "proof-to")


@dataclass(frozen=True)
class Facts:
    """What was read off the finished print-shop file: its fonts, pages, and the most ink in one place in per cent."""

    fonts: tuple[str, ...]
    pages: int
    most_ink: float


def job_ticket(
    title: str, imprint: Imprint, measures: Measures, condition: Condition, facts: Facts, files: Mapping[str, bytes]
) -> bytes:
    """The ticket's text: one line a fact, then a line for each file."""
    word = measures.language.word
    lines = [word("press.ticket-title", title=title), imprint.edition, imprint.status, *imprint.translation, ""]
    rows = (*_sheet(measures), *_ink(measures, condition, facts))
    values = {**{key: word("press.blank") for key in BLANKS}, **dict(rows)}
    lines += [word("press.ticket-line", label=word(f"press.{key}"), value=value) for key, value in values.items()]
    lines += ["", word("press.files")]
    lines += [f"{sha256(content).hexdigest()}  {name}" for name, content in sorted(files.items())]
    return ("\n".join(lines) + "\n").encode()


def _sheet(measures: Measures) -> Iterator[tuple[str, str]]:
    """Sizes, folds and sides."""
    sheet, word, length = measures.sheet, measures.language.word, measures.length
    bleed = BLEED[sheet.paper]
    edge = bleed + SLUG[sheet.paper]
    widths = {panel.id: panel.width for panel in sheet.outside}
    side = "left" if sheet.outside[0].id == "flap" else "right"
    yield "product", word("press.product-value", panels=measures.language.number(len(FOLDED)))
    yield "sheet", measures.size(sheet.width, sheet.height)
    yield "folded-size", measures.size(*measures.folded)
    yield "bleed", word("press.bleed-value", bleed=length(bleed))
    yield "page-size", measures.size(sheet.width + 2 * edge, sheet.height + 2 * edge)
    yield "marks", word("press.marks-value")
    yield "panels-outside", measures.panels(sheet.outside)
    yield "panels-inside", measures.panels(sheet.inside)
    yield "folds-outside", measures.lengths(sheet.folds(sheet.outside))
    yield "folds-inside", measures.lengths(sheet.folds(sheet.inside))
    yield "flap", word(f"press.flap-value-{side}", shortening=length(widths["back"] - widths["flap"]))
    yield "reading", measures.listed(f"{number} {measures.name(panel)}" for number, panel in enumerate(FOLDED, 1))
    yield "duplex", word("press.duplex-value")
    yield "scale", word("press.scale-value")


def _ink(measures: Measures, condition: Condition, facts: Facts) -> Iterator[tuple[str, str]]:
    """Inks, printing condition, fonts, pages and standard."""
    word, number = measures.language.word, measures.language.number
    told = {"condition": condition.condition, "identifier": condition.identifier}
    yield "inks", word("press.inks-value")
    yield "total-ink", word("press.total-ink-value", ink=number(round(facts.most_ink)))
    yield "condition", word("press.condition-value", **told)
    yield "fonts", word("press.fonts-value", fonts=measures.listed(facts.fonts))
    yield "pages", number(facts.pages)
    yield "standard", word("press.standard-value")
