"""What WeasyPrint 70 reckons of styles: only those that these pages have, and plain values all at once.

Its own style sheet gives every element the style of five notes and of a marker; none of our pages has a note, and only
an item of a list has a marker. And each property of each style goes through rules that most never need. Tests hold
what the templates may not ask for, and that pages are the same without it.
"""

from collections.abc import Callable
from copy import copy
from functools import cache, wraps
from typing import Any

from weasyprint import HTML
from weasyprint.css import PHYSICAL_FUNCTIONS, AnonymousStyle, ComputedStyle
from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES

NOTES = ("footnote-call", "footnote-marker", "note-call", "note-marker", "note-callback")
SPECIAL = ("page", "position", "float", "display")  # whose value depends on others


class Page(HTML):  # type: ignore[misc]
    """A page of HTML without notes, whose markers belong to items of lists."""

    def _ua_stylesheets(self, forms: bool = False) -> list[Any]:
        plain = super()._ua_stylesheets(forms)
        return [_lean(sheet) for sheet in plain]


@cache
def _lean(sheet: Any) -> Any:
    """The style sheet without styles for what is not there. What it says of markers, it says of items only."""
    lean, matcher = copy(sheet), copy(sheet.matcher)
    names = {name: [*entries] for name, entries in matcher.lower_local_name_selectors.items()}
    kept = []
    for entry in matcher.other_selectors:
        pseudo = entry[3]
        if pseudo == "marker":
            names.setdefault("li", []).append(entry)
        elif pseudo not in NOTES:
            kept.append(entry)
    lean.matcher, matcher.other_selectors, matcher.lower_local_name_selectors = matcher, kept, names
    return lean


def _physical(key: str) -> frozenset[str]:
    """What a property of one direction of text may be called for it, such as margin_inline_start for margin_left."""
    found = PHYSICAL_FUNCTIONS.get(key)
    return frozenset(found(block="ttb", inline=direction) for direction in ("ltr", "rtl")) if found else frozenset()


def _plain(key: str) -> bool:
    """Whether a property that no style sheet sets has simply its parent's value, or its first one."""
    return key not in SPECIAL and not key.startswith("text_decoration_")


PARENTS = tuple(key for key in INITIAL_VALUES if _plain(key) and key in INHERITED)
FIRST = {
    key: value
    for key, value in INITIAL_VALUES.items()
    if _plain(key) and key not in INHERITED and key not in INITIAL_NOT_COMPUTED
}
ALSO: dict[str, set[str]] = {}  # a property -> those whose value it may decide
for _key in (*PARENTS, *FIRST):
    for _logical in _physical(_key):
        ALSO.setdefault(_logical, set()).add(_key)


def _at_once(missing: Callable[[Any, str], Any]) -> Callable[[Any, str], Any]:
    @wraps(missing)
    def __missing__(self: Any, key: str) -> Any:  # noqa: N807 (as WeasyPrint's own)
        """As WeasyPrint's own, which goes a long way for each of a hundred properties that no style sheet sets: the
        first time that one is asked for, all of them are noted."""
        parent = self.parent_style
        if parent is None or getattr(self, "filled", False):
            return missing(self, key)
        self.filled = True
        plain = FIRST | {name: parent[name] for name in PARENTS}
        for name in getattr(self, "cascaded", ()):
            plain.pop(name, None)
            for other in ALSO.get(name, ()):
                plain.pop(other, None)
        plain.update(self)
        self.update(plain)
        return self[key]

    return __missing__


ComputedStyle.__missing__ = _at_once(ComputedStyle.__missing__)
AnonymousStyle.__missing__ = _at_once(AnonymousStyle.__missing__)
