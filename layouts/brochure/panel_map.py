"""The panel map: one page for proof readers with both sides of a sheet drawn to scale, and how it unfolds."""

from collections.abc import Iterator
from dataclasses import dataclass

from layouts.brochure.measures import Measures, order, seen
from layouts.brochure.panels import TrifoldText
from layouts.brochure.pdf import Typeset, font_faces, template, typeset
from layouts.brochure.reading import Said
from layouts.brochure.sheets import Panel, Sheet
from layouts.comparison import Edition
from layouts.language import Language
from layouts.palette import Palette
from layouts.problems import Place, Problem

SCALE, SMALL_SCALE = 0.44, 0.13  # of the sheet's own size
MARGIN = 12.0  # mm
MOST_HEADINGS = 3  # of a panel: they tell it from others, they do not list all of it


@dataclass(frozen=True)
class Drawn:
    """A panel as it is drawn: its number in the order of reading, its name, its width in words and in mm, and heads."""

    number: int
    name: str
    told: str
    width: float
    heads: tuple[str, ...] = ()


@dataclass(frozen=True)
class Side:
    heading: str
    folds: str
    panels: tuple[Drawn, ...]


@dataclass(frozen=True)
class PanelMap:
    """Everything that the page says."""

    title: str
    language: str
    direction: str
    author: str
    edition: str
    notes: tuple[str, str]
    sides: tuple[Side, ...]
    seen: str
    states: tuple[tuple[str, tuple[Drawn, ...]], ...]

    @property
    def said(self) -> Said:
        """All of it, in the order in which it is read."""
        return Said(self.title, self.language, self.author, self.notes[0], tuple(self._texts()), ())

    def _texts(self) -> Iterator[str]:
        yield from (self.title, self.edition, " ".join(self.notes))
        for side in self.sides:
            yield side.heading
            for panel in side.panels:
                yield from (str(panel.number), panel.name, *panel.heads, panel.told)
            yield side.folds
        yield self.seen
        for state, panels in self.states:
            yield from (state, *(str(panel.number) for panel in panels), self.named(panels))

    def named(self, panels: tuple[Drawn, ...]) -> str:
        """The names of panels that stand side by side, in the order in which a reader comes to them."""
        return " · ".join(panel.name for panel in (reversed(panels) if self.direction == "rtl" else panels))


def plan_map(text: TrifoldText, sheet: Sheet, language: Language) -> PanelMap:
    """What the panel map of a tri-fold says."""
    measures, word = Measures(sheet, language), language.word
    heads = {panel.id: tuple(part.heading.text for part in panel.parts[:MOST_HEADINGS]) for panel in text.panels}
    heads["cover"] = (text.cover.title,)
    size = measures.size(sheet.width, sheet.height)
    sides = zip(("outside", "inside"), sheet.sides, strict=True)
    return PanelMap(
        title=word("press.map-title", title=text.title),
        language=text.language,
        direction=text.direction,
        author=text.author,
        edition=" · ".join(reversed(text.footer)),
        notes=(word("press.map-note"), word("document.fold-note")),
        sides=tuple(
            Side(
                word(f"press.map-side-{side}", size=size),
                word("press.map-folds", folds=measures.lengths(sheet.folds(panels))),
                tuple(_drawn(panel, measures, SCALE, heads[panel.id]) for panel in panels),
            )
            for side, panels in sides
        ),
        seen=word("press.map-folded"),
        states=tuple(
            (word(f"press.state-{state}"), tuple(_drawn(panel, measures, SMALL_SCALE) for panel in panels))
            for state, panels in seen(sheet).items()
        ),
    )


def _drawn(panel: Panel, measures: Measures, scale: float, heads: tuple[str, ...] = ()) -> Drawn:
    width = round(panel.width * scale, 3)
    return Drawn(order(panel.id), measures.name(panel.id), measures.length(panel.width), width, heads)


def typeset_map(text: PanelMap, sheet: Sheet, palette: Palette, edition: Edition) -> Typeset:
    """The page, on the same paper as the sheet."""
    html = template("panel_map.html.jinja").render(
        text=text,
        sheet=sheet,
        palette=palette,
        margin=MARGIN,
        high=sheet.height * SCALE,
        low=sheet.height * SMALL_SCALE,
        fonts=list(font_faces()),
        published=edition.published.isoformat(),
    )
    return typeset(html, {})


def map_problems(made: Typeset, place: Place, name: str) -> list[Problem]:
    """A second page, and what the typesetter warned of."""
    told = []
    if made.pages != 1:
        fix = "shorten the headings of the sections on the tri-fold"
        told.append(Problem(place, "TYP-05", f"{name}: {made.pages} pages instead of 1", fix))
    fix = "mend the template or the text that it names"
    return told + [Problem(place, "PDF-00", f"{name}: the typesetter warns: {said}", fix) for said in made.warnings]
