"""How the text of a deck is set: each run with its size, weight, colour and language, wherever these stand."""

from dataclasses import dataclass
from typing import Any

from layouts.checks.deck_backing import whole
from layouts.checks.deck_file import A, P
from layouts.checks.deck_slides import Shape
from layouts.deck.inherited import Ancestry


@dataclass(frozen=True, eq=False)
class Span:
    """A run of text: its element, its size in points or None, its fill's element or None, its language or nothing."""

    run: Any
    text: str
    size: float | None
    bold: bool
    fill: Any
    language: str


def spans(shape: Shape) -> tuple[Span, ...]:
    """The runs and fields of a shape, or of the text boxes in a group, as they are set.

    A run says it itself, or its paragraph's level does: on the slide, the layout, the master.
    """
    shrunk = _shrunk(shape.ancestry)
    levels: dict[int, list[Any]] = {}
    found = []
    for paragraph in shape.element.iter(f"{A}p"):
        properties = paragraph.find(f"{A}pPr")
        level = 0 if properties is None else whole(properties.get("lvl"))
        if level not in levels:
            told = (style.find(f"{A}defRPr") for style in shape.ancestry.levels(level))
            levels[level] = [one for one in told if one is not None]
        styles = levels[level] if shape.kind != "grpSp" else []
        found += [_span(run, styles, shrunk) for run in paragraph.iterchildren(f"{A}r", f"{A}fld")]
    return tuple(span for span in found if span.text.strip())


def _span(run: Any, styles: list[Any], shrunk: float) -> Span:
    own = run.find(f"{A}rPr")
    chain = styles if own is None else [own, *styles]
    size = next((size for one in chain if (size := one.get("sz"))), None)
    bold = next((bold for one in chain if (bold := one.get("b"))), "0")
    fill = next((fill for one in chain if (fill := one.find(f"{A}solidFill")) is not None), None)
    language = "" if own is None else own.get("lang", "")
    text = "".join([part.text or "" for part in run.iterchildren(f"{A}t")])
    return Span(run, text, whole(size) * shrunk / 100 if size else None, bold in ("1", "true"), fill, language)


def _shrunk(ancestry: Ancestry) -> float:
    """By how much PowerPoint shrank a shape's text (a:normAutofit, 21.1.2.1.3)."""
    fit = ancestry.elements[0].find(f"{P}txBody/{A}bodyPr/{A}normAutofit")
    scale = "" if fit is None else fit.get("fontScale", "")
    if not scale.rstrip("%").isdecimal():
        return 1.0
    return float(scale.rstrip("%")) / (100 if scale.endswith("%") else 100_000)
