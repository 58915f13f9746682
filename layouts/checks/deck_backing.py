"""What stands behind the slides of a deck: their layout and master, the theme, and the placeholders that they fill."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

from layouts.checks.deck_file import A, DeckFile, P
from layouts.deck.inherited import BLACK, Ancestry, Theme

_SHAPES: Final = frozenset(f"{P}{kind}" for kind in ("sp", "pic", "graphicFrame", "grpSp", "cxnSp", "contentPart"))
_SAME: Final = {"ctrTitle": "title", "subTitle": "body", "obj": "body"}  # on a master each of these is one
_STYLES: Final = {"title": "titleStyle", "ctrTitle": "titleStyle", "body": "bodyStyle", "subTitle": "bodyStyle"}
_BODY: Final = {"obj", "tbl", "chart", "pic"}


@dataclass(frozen=True, eq=False)
class Backing:
    """What slides of one layout take from it: places and styles of placeholders, colours, fonts."""

    layout: Any
    master: Any
    theme: Theme
    fonts: frozenset[str]
    by_index: Mapping[str, Any]  # the layout's placeholders
    by_kind: Mapping[str, Any]  # the master's
    styles: Mapping[str, Any]  # the master's by name; '' is the presentation's


def read_backing(file: DeckFile, layout: str) -> Backing | None:
    master = next(file.related(layout, "slideMaster"), "")
    theme = next(file.related(master, "theme"), "")
    if not {layout, master, theme} <= file.roots.keys():
        return None
    below, above = file.roots[layout], file.roots[master]
    colours, fonts = _theme(file.roots[theme], above)
    own = above.find(f"{P}txStyles")
    styles = {etree.QName(one).localname: one for one in own} if own is not None else {}
    default = file.roots[file.presentation].find(f"{P}defaultTextStyle")
    if default is not None:
        styles[""] = default
    return Backing(below, above, colours, fonts, _holders(below, "idx", "0"), _holders(above, "type", "obj"), styles)


def _holders(root: Any, name: str, default: str) -> dict[str, Any]:
    """The placeholders of a layout or master by an attribute, the first of each."""
    found = [(holder.get(name, default), one) for one in drawn(root) if (holder := holder_of(one)) is not None]
    return dict(reversed(found))


def _theme(root: Any, master: Any) -> tuple[Theme, frozenset[str]]:
    """The colours of a theme by the names that slides use, and the fonts that it names (20.1.6.2, 20.1.4.1.18)."""
    own, scheme = Theme({}), root.find(f".//{A}clrScheme")
    slots = () if scheme is None else scheme
    colours = {etree.QName(slot).localname: painted(own, slot) or BLACK for slot in slots}
    mapped = master.find(f"{P}clrMap")
    names = {} if mapped is None else {name: colours.get(slot, BLACK) for name, slot in mapped.attrib.items()}
    listed = root.find(f".//{A}fontScheme")
    fonts = frozenset(font.get("typeface", "") for font in listed.iter()) if listed is not None else frozenset[str]()
    return Theme(colours | names), fonts


def painted(theme: Theme, fill: Any) -> str | None:
    """The colour '#rrggbb' of an element that holds one; None where it holds none, or none that can be read."""
    try:
        return theme.paint(fill)
    except (ValueError, TypeError):
        return None


def whole(value: str | None) -> int:
    """A whole number of the markup; 0 where there is none."""
    return int(value) if value and value.removeprefix("-").isdecimal() else 0


def drawn(root: Any) -> Iterator[Any]:
    """The elements of the shapes of a slide, layout or master, in the order of painting and of reading."""
    tree = root.find(f"{P}cSld/{P}spTree")
    return (child for child in (tree if tree is not None else ()) if child.tag in _SHAPES)


def holder_of(element: Any) -> Any:
    """The p:ph of a shape, or None."""
    return element.find(f"*/{P}nvPr/{P}ph")


def ancestry_of(element: Any, backing: Backing) -> Ancestry:
    """A shape and the placeholders that it fills: on the layout by index, on the master by kind (19.3.1.36)."""
    holder = holder_of(element)
    if holder is None:
        return Ancestry((element,), None, _styles(backing, "otherStyle"))
    kind, on_layout = holder.get("type", "obj"), backing.by_index.get(holder.get("idx", "0"))
    if on_layout is not None and "type" not in holder.attrib:
        kind = holder_of(on_layout).get("type", "obj")
    on_master = backing.by_kind.get(_SAME.get(kind, kind))
    elements = tuple(one for one in (element, on_layout, on_master) if one is not None)
    return Ancestry(elements, kind, _styles(backing, _STYLES.get(kind, "bodyStyle" if kind in _BODY else "otherStyle")))


def _styles(backing: Backing, name: str) -> tuple[Any, ...]:
    return tuple(backing.styles[one] for one in (name, "") if one in backing.styles)
