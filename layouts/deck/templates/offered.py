"""What a template offers: its slide layouts as values, with places in EMU, sizes in points, colours as '#rrggbb'."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from layouts.deck.inherited import Ancestry, Theme, ancestry_on_layout, read_theme
from layouts.deck.names import qn
from layouts.deck.templates.own import Box
from layouts.deck.templates.painted import SHAPES, Panel, box_of, ground_of, panels_of, theme_root

TITLES: Final = ("title", "ctrTitle")
FOOTERS: Final = ("dt", "ftr", "sldNum", "hdr")
INSETS: Final = (
    91440,
    45720,
    91440,
    45720,
)  # EMU: left, top, right, bottom where nothing is said (ISO 29500-1, 21.1.2.1.1)


@dataclass(frozen=True)
class Style:
    """How the first level of a placeholder's text is set."""

    size: float  # points
    colour: str
    family: str
    align: str = "l"  # l, ctr, r, just
    anchor: str = "t"  # t, ctr, b
    bullet: bool = False
    capitals: bool = False
    upright: bool = True  # False for text turned by a quarter
    insets: tuple[int, int, int, int] = INSETS  # EMU
    named: bool = True  # whether a family is named at all; else viewers take what they like
    spacing: float = 1.0  # from baseline to baseline, as a share of the family's own line


@dataclass(frozen=True)
class Holder:
    """A placeholder of a slide layout. `kind` is its type as the file writes it; 'obj' takes anything."""

    idx: int
    kind: str
    name: str
    box: Box
    style: Style


@dataclass(frozen=True)
class Offer:
    """One slide layout. `index` counts those of all masters; `ground` is what it stands on, empty for a picture."""

    index: int
    name: str
    kind: str  # the type attribute of the layout: title, obj, titleOnly ..., '' where it has none
    holders: tuple[Holder, ...]
    panels: tuple[Panel, ...]
    ground: tuple[str, ...]
    colours: Mapping[str, str]  # of the theme, by the names that slides use: tx1, bg1, accent1

    def of(self, *kinds: str) -> tuple[Holder, ...]:
        return tuple(holder for holder in self.holders if holder.kind in kinds)

    @property
    def title(self) -> Holder | None:
        return next(iter(self.of(*TITLES)), None)


@dataclass(frozen=True)
class Offered:
    """All of a template; width and height are EMU, families those of its theme."""

    width: int
    height: int
    offers: tuple[Offer, ...]
    major: str
    minor: str
    embedded: frozenset[str]  # families whose letters come with the file


def layouts_of(presentation: Any) -> list[Any]:
    """The slide layouts of all masters, in their order."""
    return [layout for master in presentation.slide_masters for layout in master.slide_layouts]


def read_offered(presentation: Any) -> Offered:
    """`presentation` is a pptx Presentation, with slides or without."""
    offers = tuple(_offer(index, layout) for index, layout in enumerate(layouts_of(presentation)))
    major, minor = _families(presentation.slide_masters[0])
    fonts = presentation.part._element.iterfind(f"{qn('p:embeddedFontLst')}/{qn('p:embeddedFont')}/{qn('p:font')}")
    embedded = frozenset(font.get("typeface", "") for font in fonts)
    return Offered(presentation.slide_width, presentation.slide_height, offers, major, minor, embedded)


def _families(master: Any) -> tuple[str, str]:
    root, found = theme_root(master), []
    for kind in ("majorFont", "minorFont"):
        latin = root.find(f".//{qn(f'a:{kind}')}/{qn('a:latin')}")
        found.append(latin.get("typeface", "") if latin is not None else "")
    return found[0], found[1]


def _offer(index: int, layout: Any) -> Offer:
    master = layout.slide_master
    theme = _theme(layout, master)
    families = _families(master)
    holders = tuple(_holders(layout, theme, families))
    shown = layout._element.get("showMasterSp", "1") not in ("0", "false")
    painted = [*(panels_of(master, theme) if shown else ()), *panels_of(layout, theme)]
    kind = layout._element.get("type", "")
    return Offer(index, layout.name, kind, holders, tuple(painted), ground_of(layout, master, theme), theme.colours)


def _theme(layout: Any, master: Any) -> Theme:
    """The colours under the names of the layout's own map, where it has one (ISO 29500-1, 19.3.1.7)."""
    theme = read_theme(master)
    own = layout._element.find(f"{qn('p:clrMapOvr')}/{qn('a:overrideClrMapping')}")
    if own is None:
        return theme
    return Theme({**theme.colours, **{name: theme.colours.get(slot, "#000000") for name, slot in own.attrib.items()}})


# --- placeholders -----------------------------------------------------------------------------------------------------


def _holders(layout: Any, theme: Theme, families: tuple[str, str]) -> Iterator[Holder]:
    for element in layout._element.cSld.spTree.iterchildren(*SHAPES[:3]):
        mark = element.find(f"./*/{qn('p:nvPr')}/{qn('p:ph')}")
        if mark is None:
            continue
        found = ancestry_on_layout(element, layout)
        place = found.place()
        box = box_of(place) if place is not None else None
        if box is None:
            continue
        name = element.find(f"./*/{qn('p:cNvPr')}").get("name", "")
        style = _style(found, theme, families)
        yield Holder(int(mark.get("idx", "0")), mark.get("type", "obj"), name, box, style)


def _style(found: Ancestry, theme: Theme, families: tuple[str, str]) -> Style:
    levels = list(found.levels(0))
    runs = [run for level in levels for run in level.iterfind(qn("a:defRPr"))]
    fills = (theme.paint(run.find(qn("a:solidFill"))) for run in runs)
    names = ("lIns", "tIns", "rIns", "bIns")
    left, top, right, bottom = (int(found.frame(name, str(given))) for name, given in zip(names, INSETS, strict=True))
    return Style(
        size=max(1.0, int(_first(runs, "sz", "1800")) / 100),
        colour=next((fill for fill in fills if fill), theme.colours.get("tx1", "#000000")),
        family=_family(runs, families, found.kind in TITLES),
        align=_first(levels, "algn", "l"),
        anchor=found.frame("anchor", "t"),
        bullet=_bulleted(levels),
        capitals=_first(runs, "cap", "none") == "all",
        upright=found.frame("vert", "horz") == "horz",
        insets=(left, top, right, bottom),
        named=any(run.find(qn("a:latin")) is not None for run in runs),
        spacing=_spacing(levels),
    )


def _first(elements: list[Any], name: str, default: str) -> str:
    return next((str(element.get(name)) for element in elements if element.get(name)), default)


def _spacing(levels: list[Any]) -> float:
    found = (level.find(f"{qn('a:lnSpc')}/{qn('a:spcPct')}") for level in levels)
    return next((float(share.get("val").rstrip("%")) / 100_000 for share in found if share is not None), 1.0)


def _bulleted(levels: list[Any]) -> bool:
    for level in levels:
        for tag, bulleted in (("a:buNone", False), ("a:buChar", True), ("a:buAutoNum", True), ("a:buBlip", True)):
            if level.find(qn(tag)) is not None:
                return bulleted
    return False


def _family(runs: list[Any], families: tuple[str, str], heading: bool) -> str:
    named = (run.find(qn("a:latin")) for run in runs)
    face = next((latin.get("typeface", "") for latin in named if latin is not None), "")
    if face.startswith("+mj") or (not face and heading):
        return families[0]
    return families[1] if face.startswith("+mn") or not face else face
