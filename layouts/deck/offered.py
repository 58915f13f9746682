"""What a template offers: its slide layouts as values, with places in EMU, sizes in points, colours as '#rrggbb'."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn

from layouts.deck.inherited import Ancestry, Theme, ancestry_on_layout, read_theme
from layouts.deck.template import Box

TITLES: Final = ("title", "ctrTitle")
FOOTERS: Final = ("dt", "ftr", "sldNum", "hdr")
INSETS: Final = (
    91440,
    45720,
    91440,
    45720,
)  # EMU: left, top, right, bottom where nothing is said (ISO 29500-1, 21.1.2.1.1)
SHAPES: Final = tuple(qn(f"p:{tag}") for tag in ("sp", "pic", "grpSp", "graphicFrame", "cxnSp"))


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
class Panel:
    """Something that a layout or its master paints. `paint` is empty where nobody can tell it, as of pictures."""

    name: str
    box: Box
    paint: tuple[str, ...]


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


def _theme_root(master: Any) -> Any:
    part = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    return etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False))


def _families(master: Any) -> tuple[str, str]:
    root, found = _theme_root(master), []
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
    painted = [*(_panels(master, theme) if shown else ()), *_panels(layout, theme)]
    kind = layout._element.get("type", "")
    return Offer(index, layout.name, kind, holders, tuple(painted), _ground(layout, master, theme), theme.colours)


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
        box = _box(place) if place is not None else None
        if box is None:
            continue
        name = element.find(f"./*/{qn('p:cNvPr')}").get("name", "")
        style = _style(found, theme, families)
        yield Holder(int(mark.get("idx", "0")), mark.get("type", "obj"), name, box, style)


def _box(xfrm: Any) -> Box | None:
    offset, extent = xfrm.find(qn("a:off")), xfrm.find(qn("a:ext"))
    if offset is None or extent is None:
        return None
    return Box(int(offset.get("x")), int(offset.get("y")), int(extent.get("cx")), int(extent.get("cy")))


def _style(found: Ancestry, theme: Theme, families: tuple[str, str]) -> Style:
    levels = list(found.levels(0))
    runs = [run for level in levels for run in level.iterfind(qn("a:defRPr"))]
    fills = (theme.paint(run.find(qn("a:solidFill"))) for run in runs)
    names = ("lIns", "tIns", "rIns", "bIns")
    left, top, right, bottom = (int(found.frame(name, str(given))) for name, given in zip(names, INSETS, strict=True))
    return Style(
        size=int(_first(runs, "sz", "1800")) / 100,
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


# --- what is painted --------------------------------------------------------------------------------------------------


def _panels(owner: Any, theme: Theme) -> Iterator[Panel]:
    """Pictures, shapes, lines and groups of a layout or a master, the lowest first; what cannot be seen is left out."""
    tree = owner._element.cSld.spTree
    found = [*tree.iterchildren(*SHAPES), *tree.iterfind(".//{*}AlternateContent/{*}Choice/*")]
    for element in found:
        properties = element.find(f"./*/{qn('p:cNvPr')}")
        if properties is None or element.find(f"./*/{qn('p:nvPr')}/{qn('p:ph')}") is not None:
            continue
        xfrm = next(element.iter(qn("a:xfrm"), qn("p:xfrm")), None)
        box = _box(xfrm) if xfrm is not None else None
        if box is None or properties.get("hidden") in ("1", "true") or not _visible(element):
            continue
        yield Panel(properties.get("name", ""), box, _paint(element, theme))


def _visible(element: Any) -> bool:
    """Whether a shape paints anything: a fill, an outline, words; pictures and groups do."""
    if element.tag != qn("p:sp"):
        return True
    properties = element.find(qn("p:spPr"))
    filled = any(
        properties.find(qn(f"a:{tag}")) is not None for tag in ("solidFill", "gradFill", "blipFill", "pattFill")
    )
    line = properties.find(qn("a:ln"))
    lined = line is not None and line.find(qn("a:noFill")) is None
    bare = properties.find(qn("a:noFill")) is not None
    styled = element.find(qn("p:style")) is not None and not bare
    return filled or lined or styled or any((text.text or "").strip() for text in element.iter(qn("a:t")))


def _paint(element: Any, theme: Theme) -> tuple[str, ...]:
    properties = element.find(qn("p:spPr"))
    if element.tag != qn("p:sp") or properties is None:
        return ()
    found = _fills(properties, theme)
    if found is None:
        reference = element.find(f"{qn('p:style')}/{qn('a:fillRef')}")
        colour = theme.paint(reference) if reference is not None else None
        found = (colour,) if colour else ()
    return found


def _fills(holder: Any, theme: Theme, placeholder: str = "#000000") -> tuple[str, ...] | None:
    """The colours of the fill that stands in an element; none of a picture, None where there is no fill."""
    for fill in holder:
        match etree.QName(fill).localname:
            case "solidFill":
                return tuple(filter(None, [theme.paint(fill, placeholder)]))
            case "gradFill":
                stops = (theme.paint(stop, placeholder) for stop in fill.iter(qn("a:gs")))
                return tuple(dict.fromkeys(filter(None, stops)))
            case "pattFill":
                return tuple(filter(None, (theme.paint(part, placeholder) for part in fill)))
            case "blipFill":
                return ()
    return None


def _ground(layout: Any, master: Any, theme: Theme) -> tuple[str, ...]:
    """The colours of the background, of the layout or else of its master (ISO 29500-1, 19.3.1.1)."""
    paper = (theme.colours.get("bg1", "#ffffff"),)
    for owner in (layout, master):
        background = owner._element.find(f"{qn('p:cSld')}/{qn('p:bg')}")
        if background is None:
            continue
        own = background.find(qn("p:bgPr"))
        if own is not None:
            found = _fills(own, theme)
            return paper if found is None else found
        named = _referred(background.find(qn("p:bgRef")), master, theme)
        return paper if named is None else named
    return paper


def _referred(reference: Any, master: Any, theme: Theme) -> tuple[str, ...] | None:
    """A background that names one of the theme's: 1001 is the first (ISO 29500-1, 19.3.1.3)."""
    colour = theme.paint(reference) or "#000000"
    styles = _theme_root(master).find(f".//{qn('a:bgFillStyleLst')}")
    place = int(reference.get("idx", "0")) - 1001
    if styles is None or not 0 <= place < len(styles):
        return None
    holder = etree.Element("background")
    holder.append(styles[place])
    return _fills(holder, theme, colour)
