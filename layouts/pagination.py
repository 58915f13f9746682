"""Where the handout's pages break: heights of figures and the air between paragraphs are tried until no page stays half
empty.

Setting the pages is what takes long. So each setting is tried once; and where a build in this process chose one
before, that one is tried first. If every block still stands where it stood, the other settings would come out as they
did, too, and the choice is the same: in watch, a word that was changed costs one setting in place of all.
"""

from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from layouts.brochure import handout, pages, sheets
from layouts.figures.specs import Figure
from layouts.illustrations import Illustrations
from layouts.memories import Memory
from layouts.problems import ProblemError
from layouts.wording import Voice

if TYPE_CHECKING:
    from layouts.brochure.setting import HandoutPages


@dataclass(frozen=True)
class Setting:
    """How pages are set: a share of the usual air between paragraphs, one of the usual height of figures that grow with
    their place, and the figures that stand behind the text that follows them."""

    air: float = 1.0
    scale: float = 1.0
    behind: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _Tried:
    """Pages in a setting, and what was drawn for them."""

    setting: Setting
    pages: "HandoutPages"
    illustrations: Illustrations


_chosen: Memory[Hashable, tuple[Setting, str]] = Memory(200)  # of a document: its setting, and where its blocks stood


def paginate(
    illustrations: Illustrations, voice: Voice, text: pages.PagesText, paper: sheets.Paper, style: handout.Style
) -> "HandoutPages":
    """The handout's pages. Where only a little is left for the last one, paragraphs stand closer if that saves it. What
    was drawn for them is added to the illustrations.

    Raises ProblemError (TYP-05) where a figure has no room at its full height.
    """
    trying = Trying(illustrations, voice, text, paper, style)
    document = voice.comparison.id, illustrations.brand.id, voice.language.tag, paper, style.name
    before, outline = _chosen.get(document) or (None, "")
    made = trying.make(before) if before else None
    if made is None or made.pages.outline != outline:
        made = _closer(trying)
        _chosen.keep(document, (made.setting, made.pages.outline))
    illustrations.drawn.update(made.illustrations.drawn)
    illustrations.told.update(made.illustrations.told)
    return made.pages


@dataclass
class Trying:
    """The settings of one document on one paper, each made once; None where a figure does not fit in one."""

    illustrations: Illustrations
    voice: Voice
    text: pages.PagesText
    paper: sheets.Paper
    style: handout.Style
    made: dict[Setting, _Tried | None] = field(default_factory=dict)

    def make(self, setting: Setting) -> _Tried | None:
        """The pages in a setting."""
        if setting not in self.made:
            try:
                self.made[setting] = self._make(setting)
            except ProblemError:  # told where nothing fits, at the figure's full height
                self.made[setting] = None
        return self.made[setting]

    def _make(self, setting: Setting) -> _Tried:
        given = self.illustrations
        own = replace(given, drawn={**given.drawn}, told={**given.told})
        text, style = pages.text_first(self.text, setting.behind), replace(self.style, air=setting.air)
        return _Tried(setting, _typeset(own, self.voice, text, self.paper, style, setting.scale), own)

    def fullest(self, air: float) -> _Tried:
        """The best pages with so much air. Where a page would stay too empty, text goes before the figure behind it,
        then figures are a little lower, if that may help: as soon as no page does, no more is tried."""
        found: list[_Tried] = []
        for scale in handout.scales(self.text, self.voice.comparison):
            plain = self.make(Setting(air, scale))
            if not plain:
                continue
            found.append(plain)
            late = plain.pages.laid.after_white(self.style.filled)
            last: _Tried | None = plain
            if pages.text_first(self.text, late) != self.text:
                last = self.make(Setting(air, scale, late))
                found += [last] if last else []
            if last and not last.pages.laid.faults and last.pages.laid.emptiest >= self.style.filled:
                break
            if not self._lower_helps(plain):
                break
        return min(found, key=lambda one: one.pages.laid.rank) if found else self._make(Setting(air))

    def _lower_helps(self, tried: _Tried) -> bool:
        """Whether the lowest figures might fill a page that is too empty, or mend a fault."""
        made, lowest = tried.pages, min(handout.SCALES) / tried.setting.scale
        grown = handout.growing(self.text, self.voice.comparison)
        lower = {id: made.figures[id][0].slot.height_mm * (1 - lowest) for id in grown if id in made.figures}
        return bool(made.laid.faults) or made.laid.room_if_lower(self.style.filled, lower)


def _closer(trying: Trying) -> _Tried:
    made = trying.fullest(1.0)
    if made.pages.laid.last < handout.SCANT:
        closer = trying.fullest(handout.CLOSER)
        if closer.pages.laid.rank[:2] < made.pages.laid.rank[:2]:
            return closer
    return made


def _typeset(
    illustrations: Illustrations,
    voice: Voice,
    text: pages.PagesText,
    paper: sheets.Paper,
    style: handout.Style,
    scale: float,
) -> "HandoutPages":
    from layouts.brochure.setting import typeset_handout

    figures = handout_figures(illustrations, voice, text, paper, style, scale)
    return typeset_handout(text, figures, paper, style, illustrations.brand.palette, voice.comparison.edition)


def handout_figures(
    illustrations: Illustrations,
    voice: Voice,
    text: pages.PagesText,
    paper: sheets.Paper,
    style: handout.Style,
    scale: float = 1.0,
) -> dict[str, tuple[Figure, ...]]:
    """The handout's figures, drawn for one edition and paper."""
    slots = handout.figure_slots(text, paper, style, voice.comparison, scale)
    return illustrations.draw_parts(slots, voice, style.colours(illustrations.brand.palette))
