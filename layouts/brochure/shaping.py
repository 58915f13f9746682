"""What WeasyPrint 70 reckons again and again while it sets pages, reckoned once: the same numbers in half the time.

It tries heights of columns and asks for every line, measure and font anew at each try, and again for the next pages and
the next build in watch. Nothing here decides anything: lines are remembered by the content that they depend on, fixed
lengths with the style that fixes them. A test holds the names used here against WeasyPrint's own source.
"""

import atexit
import gc
from collections.abc import Callable, Hashable
from functools import wraps
from types import SimpleNamespace
from typing import Any

from weasyprint.layout import absolute, block, column, grid, inline, page, percent, preferred, table
from weasyprint.layout import float as floats
from weasyprint.text import line_break
from weasyprint.text.fonts import FontConfiguration
from weasyprint.text.line_break import Layout

from layouts.memories import Memory

MANY = 200_000  # new objects between two looks for garbage: some tens of MB
MOST = 40_000  # lines remembered: some ten documents, about 1 KB each
LETTERED = (  # what of a style decides how its text is set
    *("direction", "lang", "font_language_override", "font_family", "font_style", "font_stretch", "font_weight"),
    *("font_size", "font_variation_settings", "font_kerning", "font_variant_ligatures", "font_variant_position"),
    *("font_variant_caps", "font_variant_numeric", "font_variant_alternates", "font_variant_east_asian"),
    *("font_feature_settings", "text_decoration_line", "word_spacing", "letter_spacing", "overflow_wrap", "tab_size"),
    *("white_space", "word_break", "hyphens", "hyphenate_character", "hyphenate_limit_chars", "hyphenate_limit_zone"),
)
Line = tuple[Any, int, int | None, float, float, float]  # Pango's layout, put to rest; bytes; where to go on; px
_known: Memory[Hashable, Line] = Memory(MOST)
_fonts: list[FontConfiguration] = []
CACHES: list[Any] = [_known, _fonts]  # all that is remembered of texts in these fonts


def fonts() -> FontConfiguration:
    """The fonts of all pages that this process sets: read once, and again where their folder was swept away."""
    kept = _fonts[-1] if _fonts else None
    if kept is None or (kept._folder and not kept._folder.is_dir()):
        forget()
        _fonts.append(FontConfiguration())
    return _fonts[-1]


def forget() -> None:
    """Lets go of all that is remembered; the fonts' folder goes with the last page that needs it."""
    for remembered in CACHES:
        remembered.clear()


atexit.register(forget)  # before Python takes apart what removes the folder


def lettering(style: Any) -> Hashable:
    """What of a style decides how its text is set; kept with the style, which no layout changes in these."""
    kept = getattr(style, "lettering", None)
    if kept is None:
        kept = style.lettering = tuple(_plain(style[name]) for name in LETTERED)
    return kept


def _plain(value: Any) -> Hashable:
    if isinstance(value, set):
        return frozenset(value)
    return tuple(map(_plain, value)) if isinstance(value, list) else value


def _remembering(split: Callable[..., Line]) -> Callable[..., Line]:
    @wraps(split)
    def first_line(
        text: str,
        style: Any,
        context: Any,
        max_width: float | None,
        justification_spacing: float,
        is_line_start: bool = True,
        minimum: bool = False,
    ) -> Line:
        """As WeasyPrint's `split_first_line`, each caller with a layout of its own."""
        key = text, lettering(style), max_width, justification_spacing, is_line_start, minimum
        known = _known.get(key)
        if known is None:
            layout, *rest = split(text, style, context, max_width, justification_spacing, is_line_start, minimum)
            _known.keep(key, (_copied(layout), *rest))
            return (layout, *rest)
        layout, *rest = known
        return (_copied(layout), *rest)

    return first_line


def _copied(resting: Any) -> Any:
    """A layout that is put to rest holds plain values only: its text and a few measures."""
    copy = Layout.__new__(Layout)
    copy.__dict__.update(resting.__dict__)
    return copy


LENGTHS = (  # what a style fixes of a box, where nothing of it is a share of the box around
    *(f"{kind}_{side}" for kind in ("margin", "padding") for side in ("left", "right", "top", "bottom")),
    *("width", "min_width", "max_width", "height", "min_height", "max_height"),
)
DECIDING = (*LENGTHS, *(f"border_{side}_width" for side in ("top", "right", "bottom", "left")), "box_sizing")
_lengths: Memory[Hashable, dict[str, Any]] = Memory(MOST)  # of styles that are equal in these


def _fixing(resolve: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
    @wraps(resolve)
    def resolve_percentages(box: Any, containing_block: Any) -> None:
        """As WeasyPrint's own, which reckons twenty lengths each time a box is tried."""
        style = box.style
        fixed = getattr(style, "fixed", None)
        if fixed is None:
            fixed = style.fixed = _fixed(style)
        if fixed:
            vars(box).update(fixed)
        else:
            resolve(box, containing_block)

    def _fixed(style: Any) -> dict[str, Any]:
        """The lengths of any box in this style; none where they depend on the box."""
        if style["border_collapse"] == "collapse":
            return {}
        given = tuple([style[name] for name in DECIDING])
        known = _lengths.get(given)
        return _lengths.keep(given, _resolved(style)) if known is None else known

    def _resolved(style: Any) -> dict[str, Any]:
        for length in (style[name] for name in LENGTHS):
            if length is not None and length != "auto" and getattr(length, "unit", None) != "px":
                return {}
        probe = SimpleNamespace(style=style)
        resolve(probe, (0, 0))
        return {name: value for name, value in vars(probe).items() if name != "style"}

    return resolve_percentages


def _keeping(key: Callable[..., str]) -> Callable[..., str]:
    @wraps(key)
    def font_key(style: Any, include_size: bool = False) -> str:
        """As WeasyPrint's own, kept with the style: each line asks for it several times."""
        name = "sized_font_key" if include_size else "font_key"
        kept = getattr(style, name, None)
        if kept is None:
            kept = key(style, include_size)
            setattr(style, name, kept)
        return str(kept)

    return font_key


line_break._font_style_cache_key = _keeping(line_break._font_style_cache_key)
line_break.split_first_line = _remembering(line_break.split_first_line)
inline.split_first_line = preferred.split_first_line = line_break.split_first_line
_resolve = _fixing(percent.resolve_percentages)
for _module in (absolute, block, column, floats, grid, inline, page, percent, table):
    _module.resolve_percentages = _resolve
# What stands on pages is no garbage, and there is much of it: Python looks for some less often than it is used to.
gc.set_threshold(MANY, *gc.get_threshold()[1:])
