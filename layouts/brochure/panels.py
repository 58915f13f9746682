"""What stands on each panel of the tri-fold. No library here: wording is resolved, nothing is measured."""

from dataclasses import dataclass

from layouts.blocks import (
    UNSIGNED,
    Imprint,
    Picture,
    Printed,
    Setting,
    Sign,
    investigational,
    print_blocks,
    print_figure,
    review_state,
)
from layouts.brochure.fills import Fill
from layouts.brochure.sheets import PADDING_SIDE, Sheet
from layouts.comparison import Comparison
from layouts.figures.specs import Slot
from layouts.passages import Passage
from layouts.problems import Problem
from layouts.source import Source
from layouts.wording import Line, Voice


@dataclass(frozen=True)
class Part:
    """One section on a panel: its heading and its blocks; `lead` is the first on its panel."""

    id: str
    heading: Line
    blocks: tuple[Printed, ...]


@dataclass(frozen=True)
class PanelText:
    """A panel's parts, in reading order; `close` sets them with less air between blocks."""

    id: str
    parts: tuple[Part, ...]
    close: bool = False


@dataclass(frozen=True)
class Fitting:
    """What the fitter did to make panels hold their text: sections in their short wording, panels set closer.

    In this order, and no further: type and leading stand at their floor (12 on 15 pt; UKAAF: 1.25 of the size).
    """

    short: frozenset[str] = frozenset()
    close: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Cover:
    """The front; `close` sets it with less air above the drawing."""

    title: str
    promise: Line
    decision: Line
    figure: Picture
    names: tuple[str, str]
    edition: tuple[str, ...]
    close: bool = False
    sign: Sign = UNSIGNED


@dataclass(frozen=True)
class TrifoldText:
    """Everything printed on a tri-fold, ready for the page."""

    title: str
    language: str
    direction: str
    author: str
    subject: str
    cover: Cover
    panels: tuple[PanelText, ...]
    footer: tuple[str, ...]
    note: str

    @property
    def figures(self) -> dict[str, str]:
        """Figure id -> panel, for every figure on the sheet."""
        found = {self.cover.figure.id: "cover"}
        for panel in self.panels:
            found |= {b.id: panel.id for part in panel.parts for b in part.blocks if isinstance(b, Picture)}
        return found


def plan_trifold(
    voice: Voice, imprint: Imprint, short: frozenset[str] = frozenset(), close: frozenset[str] = frozenset()
) -> TrifoldText:
    """The tri-fold's text. Sections named in `short` take their short wording where they have one; panels named in
    `close` are set closer."""
    comparison, trifold = voice.comparison, voice.comparison.documents.trifold
    order = (
        ("flap", trifold.flap),
        ("back", trifold.back),
        ("inside-1", trifold.inside_1),
        ("inside-2", trifold.inside_2),
        ("inside-3", trifold.inside_3),
    )
    printed = tuple(_blocks(comparison.section(key).patient, key in short) for _, keys in order for key in keys)
    setting = Setting(voice, imprint, printed)
    panels = tuple(PanelText(id, tuple(_part(key, setting, short) for key in keys), id in close) for id, keys in order)
    return TrifoldText(
        title=comparison.title.patient,
        language=voice.language.tag,
        direction=voice.language.direction,
        author=imprint.name,
        subject=voice.text(comparison.decision),
        cover=_cover(voice, imprint, "cover" in close),
        panels=panels,
        footer=(imprint.status, imprint.edition),
        note=_print_note(voice),
    )


def _print_note(voice: Voice) -> str:
    """How an office prints the sheet, for its margin. The margin is drawn, and drawn letters from right to left would
    not join: those editions say it on the panel map and the job ticket alone.
    """
    return voice.language.word("document.fold-note") if voice.language.direction == "ltr" else ""


def _passage(setting: Setting, key: str) -> Passage:
    passage = setting.voice.comparison.section(key).patient
    assert passage is not None  # integrity has checked the wording
    return passage


def _blocks(passage: Passage | None, short: bool) -> object:
    return passage and (passage.short if short and passage.short else passage.full)


def _part(key: str, setting: Setting, short: frozenset[str]) -> Part:
    passage = _passage(setting, key)
    use_short = key in short and passage.short is not None
    blocks = passage.short if use_short and passage.short else passage.full
    heading = passage.short_heading if use_short and passage.short_heading else passage.heading
    return Part(key, setting.voice.line(heading), print_blocks(blocks, setting))


def _cover(voice: Voice, imprint: Imprint, close: bool) -> Cover:
    comparison = voice.comparison
    return Cover(
        title=comparison.title.patient,
        promise=voice.line(comparison.promise),
        decision=voice.line(comparison.decision),
        figure=print_figure(comparison.cover_figure, voice),
        names=(comparison.arms[0].short, comparison.arms[1].short),
        edition=(
            *(imprint.status, imprint.edition, review_state(voice), *imprint.translation, *investigational(voice)),
            *(line.text for line in imprint.mandatory),
        ),
        sign=imprint.sign,
        close=close,
    )


FIGURE_HEIGHT = {
    "emblem": 44.0,
    "icon-ranges": 114.0,
    "intervals": 96.0,
    "claim": 96.0,
    "durability": 96.0,
    "mechanism": 70.0,
    "evidence-map": 90.0,
    "timeline": 70.0,
}  # mm on a panel


def figure_slots(text: TrifoldText, sheet: Sheet, voice: Voice) -> dict[str, Slot]:
    """The slot of each figure on the sheet: as wide as its panel's text, as high as its kind needs (mm, pt)."""
    widths = {panel.id: panel.width - 2 * PADDING_SIDE for panel in (*sheet.outside, *sheet.inside)}
    return {
        id: Slot(
            f"{panel}-{sheet.paper}", round(widths[panel], 2), FIGURE_HEIGHT[voice.comparison.figure(id).kind], 9.5, 9.0
        )
        for id, panel in text.figures.items()
    }


def short_sections(comparison: Comparison, panels: list[str]) -> frozenset[str]:
    """The sections of these panels that have a short wording."""
    trifold = comparison.documents.trifold
    keys = (key for panel in panels if panel != "cover" for key in getattr(trifold, panel.replace("-", "_")))
    worded = {section.id for section in comparison.sections if section.patient and section.patient.short}
    return frozenset(key for key in keys if key in worded)


def fit_problems(
    source: Source, fills: tuple[Fill, ...], pages: int, warnings: tuple[str, ...], name: str, language: str
) -> list[Problem]:
    """Panels that overflow or stand nearly empty, pages too many, and whatever the typesetter warned of."""
    problems = []
    for fill in fills:
        place = source.place(("documents", "trifold", fill.panel))
        if fill.over:
            problems.append(
                Problem(
                    place,
                    "TYP-05",
                    f"{name}, {language}: the panel '{fill.panel}' is {fill.over:.1f} mm too full",
                    f"cut about {fill.words_to_cut} words there, or give its sections a 'short' wording",
                )
            )
        elif fill.used < 0.6 * fill.room and fill.panel != "cover":
            problems.append(
                Problem(
                    place,
                    "TYP-05",
                    f"{name}, {language}: the panel '{fill.panel}' is only {fill.used / fill.room:.0%} full",
                    "move a section here or use the fuller wording",
                    "warning",
                )
            )
    start = source.place(("documents", "trifold"))
    if pages != 2 and not any(fill.over for fill in fills):
        problems.append(Problem(start, "TYP-05", f"{name}, {language}: {pages} pages instead of 2", "shorten the text"))
    problems += [
        Problem(
            start, "PDF-00", f"{name}: the typesetter warns: {warning}", "mend the template or the text that it names"
        )
        for warning in warnings
    ]
    return problems
