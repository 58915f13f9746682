"""Which of a theme's colours a figure takes on a slide, so that it follows when somebody changes the theme."""

from colorsys import rgb_to_hls
from dataclasses import dataclass
from itertools import permutations
from typing import Literal

from layouts.figures.colours import Ink, Role, blend, contrast, hex_of
from layouts.palette import Palette

Slot = Literal["tx1", "bg1", "tx2", "bg2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6"]
ACCENTS: tuple[Slot, ...] = ("accent1", "accent2", "accent3", "accent4", "accent5", "accent6")
TEXT, MARK = 4.5, 3.0  # least contrast of text and of marks on the ground: WCAG 2.2, 1.4.3 and 1.4.11
APART = 10.0  # least distance (CIEDE2000) of the two arms, for any kind of colour blindness
_ARMS: dict[Role, Role] = {
    "arm-first": "arm-first",
    "arm-second": "arm-second",
    "arm-first-tint": "arm-first",
    "arm-second-tint": "arm-second",
}


@dataclass(frozen=True)
class Theme:
    """A presentation's colours by their place in the theme, '#RRGGBB'; `bg1` is the ground of its slides."""

    colours: tuple[tuple[Slot, str], ...]

    def __getitem__(self, slot: Slot) -> str:
        return dict(self.colours)[slot]


@dataclass(frozen=True)
class Modulation:
    """Changes to a theme colour in thousandths of a per cent: luminance times, luminance plus, saturation times."""

    luminance: int = 100_000
    offset: int = 0
    saturation: int = 100_000


@dataclass(frozen=True)
class ThemeColour:
    slot: Slot
    modulation: Modulation = Modulation()


@dataclass(frozen=True)
class FixedColour:
    hex: str


@dataclass(frozen=True)
class Binding:
    """Roles of the palette -> places in a theme; a role without a place keeps the palette's own colour."""

    palette: Palette
    theme: Theme
    slots: tuple[tuple[Role, Slot], ...]

    @property
    def fixed(self) -> tuple[Role, ...]:
        """The arms that no accent of the theme can stand for: they are written as fixed colours."""
        bound = dict(self.slots)
        return tuple(role for role in ("arm-first", "arm-second") if role not in bound)

    def __call__(self, ink: Ink) -> ThemeColour | FixedColour:
        """How an ink is written: the theme's colour, or a tint of it; tints of an arm follow the arm."""
        target = hex_of(ink, self.palette)
        slot = dict(self.slots).get(_ARMS.get(ink.role, ink.role))
        if slot is None:
            return FixedColour(target)
        own = hex_of(Ink(_ARMS.get(ink.role, ink.role)), self.palette)
        if self.theme[slot] != own:  # the same step from the theme's colour to its own ground
            target = blend(self.theme[slot], self.theme["bg1"], _share(own, target, self.palette.paper))
        return ThemeColour(slot, modulation(self.theme[slot], target))


def own_theme(palette: Palette) -> Theme:
    """The theme of our own template, which is made from the palette."""
    first, second = palette.arms
    tints = palette.arm_tints
    return Theme(
        (
            ("tx1", palette.ink),
            ("bg1", palette.paper),
            ("tx2", palette.muted),
            ("bg2", palette.tint),
            ("accent1", first),
            ("accent2", second),
            ("accent3", palette.accent),
            ("accent4", palette.rule),
            ("accent5", tints[0]),
            ("accent6", tints[1]),
        )
    )


def bind(palette: Palette, theme: Theme) -> Binding:
    """Roles bound to the places of a theme whose colours can stand for them on its ground.

    Text needs 4.5 : 1, marks 3 : 1, and the two arms must differ for colour-blind readers too (WCAG 1.4.1, 1.4.11).
    The arms take their own colours where the theme has them, else the two accents that are most like them.
    """
    slots: list[tuple[Role, Slot]] = [("paper", "bg1"), ("tint", "bg2")]
    ground = theme["bg1"]
    if contrast(theme["tx1"], ground) >= TEXT:
        slots.append(("ink", "tx1"))
        slots.append(("muted", "tx2" if contrast(theme["tx2"], ground) >= TEXT else "tx1"))
    accents = [slot for slot in ACCENTS if contrast(theme[slot], ground) >= MARK]
    slots += _bind_arms(palette, theme, accents)
    further: tuple[tuple[Role, Slot], ...] = (("accent", "accent3"), ("rule", "accent4"))
    slots += [(role, slot) for role, slot in further if theme[slot] == hex_of(Ink(role), palette)]
    return Binding(palette, theme, tuple(slots))


def _bind_arms(palette: Palette, theme: Theme, accents: list[Slot]) -> list[tuple[Role, Slot]]:
    own: list[Slot | None] = [next((slot for slot in accents if theme[slot] == arm), None) for arm in palette.arms]
    if own[0] and own[1]:
        return [("arm-first", own[0]), ("arm-second", own[1])]
    from layouts.figures.separation import distance, least_distance  # a library that only foreign themes need

    pairs = [
        (distance(theme[one], palette.arms[0]) + distance(theme[two], palette.arms[1]), one, two)
        for one, two in permutations(accents, 2)
        if least_distance(theme[one], theme[two]) >= APART
    ]
    if not pairs:
        return []
    _, one, two = min(pairs)
    return [("arm-first", one), ("arm-second", two)]


def _share(colour: str, target: str, paper: str) -> float:
    """How much of `colour` is in `target`, the rest paper; by the channel in which they differ most."""
    channels = [tuple(int(value[start : start + 2], 16) for value in (colour, target, paper)) for start in (1, 3, 5)]
    one, mixed, ground = max(channels, key=lambda channel: abs(channel[0] - channel[2]))
    return (mixed - ground) / (one - ground) if one != ground else 1.0


def modulation(base: str, target: str) -> Modulation:
    """The changes that make `target` of `base`, both of one hue (ECMA-376, 20.1.2.3: lumMod, lumOff, satMod)."""
    if base == target:
        return Modulation()
    (_, light, pure), (_, wanted, purity) = _hls(base), _hls(target)
    times = (1 - wanted) / (1 - light) if wanted >= light and light < 1 else wanted / light if light else 0.0
    plus = wanted - light * times
    saturation = purity / pure if pure else 1.0
    return Modulation(round(times * 100_000), round(plus * 100_000), round(saturation * 100_000))


def _hls(colour: str) -> tuple[float, float, float]:
    return rgb_to_hls(*(int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)))
