"""How the tri-fold is set: its template on a sheet, and how full each panel is. Decides nothing about content."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from layouts.brochure import sheets
from layouts.brochure.fills import Fill
from layouts.brochure.marks import PressMarks, ticks_svg
from layouts.brochure.panels import TrifoldText
from layouts.brochure.pdf import PX_PER_MM, Typeset, font_faces, template, typeset
from layouts.brochure.reading import references_of
from layouts.brochure.sheets import Sheet
from layouts.brochure.signs import drawn_sign, sign_size
from layouts.comparison import Edition
from layouts.figures.specs import Figure
from layouts.palette import Palette

SIGN_ROOM = (52.0, 13.0)  # mm on the cover, beside the motif


@dataclass(frozen=True)
class TrifoldPages:
    """The two sides, how full the panels are, and the alternative texts of the figures on them, by id.

    `written` are the panels as the pages hold them.
    """

    set: Typeset
    fills: tuple[Fill, ...]
    alts: dict[str, str]
    written: tuple[str, ...]


def typeset_trifold(
    text: TrifoldText,
    sheet: Sheet,
    palette: Palette,
    figures: Mapping[str, Figure],
    edition: Edition,
    press: PressMarks | None = None,
) -> TrifoldPages:
    """Sets the tri-fold's pages, its figures by id at their own size. Colours may be any that CSS knows.

    For an office each fold has its ticks; for a press content stands at the trim, and marks and bleed lie round it.
    """
    alts = {id: figures[id].alt for id in text.figures}
    html = template("trifold.html.jinja").render(
        text=text,
        sheet=sheet,
        palette=palette,
        sides=(sheet.outside, sheet.inside),
        geometry=sheets,
        panels={panel.id: panel for panel in text.panels},
        fonts=list(font_faces()),
        published=edition.published.isoformat(),
        alts=alts,
        slots={id: figure.slot for id, figure in figures.items()},
        press=press,
        sign=text.cover.sign,
        sign_size=sign_size(text.cover.sign, SIGN_ROOM),
        **({} if press else {"linked": references_of(text)}),
    )
    drawings = {id: figure.svg for id, figure in figures.items()} | drawn_sign(text.cover.sign)
    if press is None:
        notes = (text.note, "")
        drawings |= {
            f"ticks-{number}": ticks_svg(sheet, side, palette, note)
            for number, (side, note) in enumerate(zip(sheet.sides, notes, strict=True), 1)
        }
    made = typeset(html, drawings)
    written = tuple(panel.id for side in sheet.sides for panel in sorted(side, key=lambda panel: panel.id != "cover"))
    return TrifoldPages(made, tuple(_fills(made.document, sheet, text)), alts, written)


def _fills(document: Any, sheet: Sheet, text: TrifoldText) -> Iterator[Fill]:
    """Measures each panel's text on the laid-out pages (private boxes of WeasyPrint 70: a test holds them).

    A panel that is too full goes on over the page: its pieces are added up.
    """
    room = sheet.height - sheets.PADDING_TOP - sheets.PADDING_FOOT
    used: dict[str, float] = {}
    words: dict[str, int] = {}
    for page in document.pages:
        for box in page._page_box.descendants(placeholders=True):
            id = box.element.get("id", "") if box.element is not None else ""
            if id.startswith("flow-") and box.element_tag == "div":
                panel = id.removeprefix("flow-")
                height = _cover_height(box) if panel == "cover" else _bottom(box) - box.position_y
                used[panel] = used.get(panel, 0.0) + height / PX_PER_MM
                found = sum(len((t.text or "").split()) for t in box.descendants() if hasattr(t, "text"))
                words[panel] = words.get(panel, 0) + found
    for panel in ("cover", *(panel.id for panel in text.panels)):
        yield Fill(panel, round(used[panel], 2), round(room, 2), words[panel])


def _cover_height(cover: Any) -> float:
    """What the words and the drawing take, and the edition's lines, which stand at the foot whatever is above; px."""
    listed = cover.descendants(placeholders=True)
    blocks = {b.element_tag: b for b in listed if b.element is not None and b.element_tag in ("figure", "div")}
    drawing, edition = blocks["figure"], blocks["div"]
    return float(drawing.position_y + drawing.margin_height() - cover.position_y + edition.margin_height())


def _bottom(box: Any) -> float:
    """The lowest edge of a box and all it holds, in CSS px."""
    bottoms: list[float] = [box.position_y + box.margin_height()]
    bottoms += [
        child.position_y + child.margin_height()
        for child in box.descendants()
        if child.element_tag != "img" and hasattr(child, "margin_height")
    ]
    return max(bottoms)
