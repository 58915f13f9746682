"""What a deck is written on: a presentation without slides, and for every role its layout, places and colours."""

import io
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Final, get_args

import pptx
from pptx.exc import PythonPptxError

from layouts.brand import Brand
from layouts.deck.fit.families import label_width
from layouts.deck.plans import Role
from layouts.deck.table import OWN, Look
from layouts.deck.templates.areas import ground
from layouts.deck.templates.foreign import empty
from layouts.deck.templates.frames import Scene
from layouts.deck.templates.lacks import complaints
from layouts.deck.templates.offered import Offer, Offered, read_offered
from layouts.deck.templates.own import render_template, right_to_left
from layouts.deck.templates.roles import ROLES, Cast, cast_roles
from layouts.deck.templates.scenes import foreign_scene, own_scene
from layouts.deck.templates.spots import least
from layouts.deck.templates.unpacking import LARGEST, UNREADABLE, refuse
from layouts.figures.colours import Role as Ink
from layouts.figures.colours import blend, contrast
from layouts.figures.specs import Slot
from layouts.figures.themes import MARK, TEXT, Binding, Theme, bind, own_theme
from layouts.figures.themes import Slot as ThemeSlot
from layouts.memories import Memory
from layouts.palette import Palette
from layouts.problems import Problem
from layouts.wishes import Wish, match, read_wishes

MM_PER_EMU: Final = 25.4 / 914400
LABELS: Final = (16.0, 14.0)  # pt: the labels of a figure, usual and smallest
NO_STYLE: Final = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # PowerPoint's own table style without lines and fills
ARMS: Final[tuple[Ink, Ink]] = ("arm-first", "arm-second")
FAINT: Final = 0.25  # of the text's colour, in the lines between rows
COLOURED: Final = 0.2  # of what a colour can differ from grey
UNTITLED: Final = "TPL-07"
MOST_WRITTEN: Final = 200  # slides that are remembered, some 20 KB each


@dataclass(frozen=True)
class Template:
    """Somebody's own .pptx or .potx: its name in messages, its bytes, and the layouts chosen for roles."""

    file: str
    content: bytes = field(repr=False)
    wishes: Mapping[str, Wish] = field(default_factory=dict)


@dataclass(frozen=True)
class Stage:
    """`package` is a .pptx without slides; `problems` are warnings about it.

    `scale` is how much wider its family runs than ours: figures are laid out for labels so much larger, and their
    labels are then written so much smaller. `written` are the shapes of slides without figure or logo as XML, by all
    that they were written from.
    """

    package: bytes = field(repr=False)
    scenes: Mapping[Role, Scene]
    binding: Binding
    offered: Offered
    casts: Mapping[Role, Cast]
    own: bool = True
    scale: float = 1.0
    problems: tuple[Problem, ...] = ()
    file: str = ""  # its name in messages
    written: Memory[Hashable, bytes] = field(
        default_factory=lambda: Memory(MOST_WRITTEN), init=False, repr=False, compare=False
    )

    def keep(self, key: Hashable, shapes: bytes) -> None:
        """Remembers the shapes of a slide that was written on it: in watch, most slides are as they were."""
        self.written.keep(key, shapes)

    @property
    def slot(self) -> Slot:
        """The figure area of a slide, in mm; labels of at least 14 pt."""
        area = self.scenes["figure"].area
        assert area is not None
        usual, least = (round(pt * self.scale, 2) for pt in LABELS)
        return Slot("slide", round(area.width * MM_PER_EMU, 2), round(area.height * MM_PER_EMU, 2), usual, least)

    def arms(self, under: tuple[str, ...], text: str) -> tuple[str, str]:
        """The two arms' colours as rules and bars on a ground: names of the theme or '#rrggbb'; else the text's."""
        slots, palette = dict(self.binding.slots), self.binding.palette
        found = []
        for role, fixed in zip(ARMS, palette.arms, strict=True):
            slot = slots.get(role)
            seen = self.binding.theme[slot] if slot else fixed
            found.append((slot or fixed) if least(seen, under) >= MARK else text)
        return found[0], found[1]

    def look(self, role: Role) -> Look:
        """How a table is set on the slides of a role."""
        if self.own:
            return OWN
        scene, offer = self.scenes[role], self.casts[role].offer
        assert scene.area is not None
        palette = self.binding.palette
        if scene.card:
            return Look(NO_STYLE, (palette.ink, *self.arms((palette.paper,), palette.ink)), palette.rule, palette.ink)
        under = ground(scene.area, offer.ground, offer.panels)
        ink = scene.paint if scene.paint.startswith("#") else offer.colours[scene.paint]
        hairline = blend(ink, under[0], FAINT)
        return Look(NO_STYLE, (scene.paint, *self.arms(under, scene.paint)), hairline, scene.paint)


def read_template(path: Path) -> Template:
    """A template and the mapping beside it; raises ProblemError (TPL-01, TPL-03)."""
    file = str(path)
    if path.suffix.lower() not in (".pptx", ".potx"):
        fixes = {
            ".ppt": "open it in PowerPoint and save it as .pptx",
            ".pot": "open it in PowerPoint, save it as .potx",
        }
        fix = fixes.get(path.suffix.lower(), "give a .pptx or .potx; one with macros must be saved without them")
        raise refuse(file, UNREADABLE, f"'{path.name}' is no .pptx or .potx", fix)
    try:
        if path.stat().st_size > LARGEST:
            raise refuse(file, UNREADABLE, f"it has more than {LARGEST // 2**20} MiB", "take example slides out of it")
        content = path.read_bytes()
    except OSError as error:
        fix = "check its name and permissions"
        raise refuse(file, UNREADABLE, f"it cannot be read: {error.strerror or error}", fix) from None
    return Template(file, content, read_wishes(path.with_suffix(".yaml")))


def stage_of(template: Template | None, brand: Brand, language: str) -> Stage:
    """What a deck in a language is written on: a template that somebody gives, the brand's, or our own."""
    template = template or brand_template(brand)
    if template is None:
        return own_stage(brand.palette, brand.typography.family, language)
    return foreign_stage(template, brand.palette, language)


def brand_template(brand: Brand) -> Template | None:
    """The presentation that brand.yaml names, with its choice of layouts."""
    if brand.deck is None:
        return None
    where = brand.place(("deck", "template"))
    wishes: dict[str, Wish] = {}
    for role, name in brand.deck.mapping.items():
        wishes[role] = Wish(name, brand.place(("deck", "mapping", role)))
    return Template(str(Path(where.file).with_name(brand.deck.template)), brand.deck.content, wishes)


def stage_record(stage: Stage) -> dict[str, object]:
    """The roles and their layouts, as the manifest keeps them."""
    return {
        role: {"layout": cast.offer.name, "by": cast.by, "composed": list(stage.scenes[role].composed)}
        for role, cast in stage.casts.items()
    }


@lru_cache(maxsize=8)
def own_stage(palette: Palette, family: str, language: str) -> Stage:
    """Our own template, drawn from a palette; a right-to-left language mirrors it."""
    package = render_template(palette, family, language)
    offered = read_offered(pptx.Presentation(io.BytesIO(package)))
    casts = cast_roles(offered)
    scenes = {role: own_scene(cast, offered, right_to_left(language)) for role, cast in casts.items()}
    return Stage(package, scenes, bind(palette, own_theme(palette)), offered, casts)


def foreign_stage(template: Template, palette: Palette, language: str) -> Stage:
    """Somebody's own template.

    Raises ProblemError (TPL-01 unreadable, TPL-02 unsafe, TPL-03 a wrong mapping, TPL-07 no layout with a title).
    """
    emptied = empty(template.content, template.file)
    try:
        offered = read_offered(pptx.Presentation(io.BytesIO(emptied.pptx)))
    except (PythonPptxError, KeyError, AttributeError, TypeError, ValueError, IndexError):
        fix = "open it in PowerPoint, let it be repaired, save it again"
        raise refuse(template.file, UNREADABLE, "it is damaged: its layouts cannot be read", fix) from None
    casts = cast_roles(offered, wanted_layouts(template, offered))
    if not casts:
        fix = "add a title placeholder to one of its layouts in PowerPoint's Slide Master view"
        raise refuse(template.file, UNTITLED, "none of its slide layouts has a title, and every slide has one", fix)
    scenes = {role: foreign_scene(cast, offered, right_to_left(language)) for role, cast in casts.items()}
    figure = casts["figure"].offer
    binding = bound(palette, figure, card=scenes["figure"].card)
    scale = label_width(offered.minor)
    problems = (*emptied.problems, *complaints(template.file, casts, scenes, offered))
    return Stage(emptied.pptx, scenes, binding, offered, casts, False, scale, problems, template.file)


def wanted_layouts(template: Template, offered: Offered) -> dict[Role, int]:
    """The layouts that the template's owner chose for roles, by number; of two of one name the first."""
    known: dict[str, int | None] = {}
    for one in offered.offers:
        known.setdefault(one.name, one.index if one.title else None)
    found = match(template.wishes, known)
    return {role: found[role] for role in ROLES if role in found}


def bound(palette: Palette, offer: Offer, *, card: bool) -> Binding:
    """A figure's colours on a foreign template; on a light sheet of ours only the arms follow the theme."""
    slots: tuple[ThemeSlot, ...] = get_args(ThemeSlot)
    theme = Theme(tuple((slot, offer.colours.get(slot, "#000000").upper()) for slot in slots))
    if card:
        sheet = Theme(tuple((slot, palette.paper.upper() if slot == "bg1" else hex) for slot, hex in theme.colours))
        found = bind(palette, sheet)
        return Binding(palette, sheet, tuple(pair for pair in found.slots if pair[0].startswith("arm")))
    found = bind(palette, theme)
    muted: dict[str, ThemeSlot] = {"muted": "tx1"} if saturation(theme["tx2"]) > COLOURED else {}
    quiet = contrast(theme["tx1"], theme["bg2"]) >= TEXT and contrast(theme["bg1"], theme["bg2"]) < MARK
    kept = (pair for pair in found.slots if pair[0] != "tint" or quiet)
    return Binding(palette, theme, tuple((role, muted.get(role, slot)) for role, slot in kept))


def saturation(colour: str) -> float:
    """How far a colour is from grey, 0 to 1: a text in blue beside an arm in blue would seem to be of it."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    return max(parts) - min(parts)
