"""What is remembered while pages are set: it goes by WeasyPrint's names, and pages are the same without it."""

import inspect
import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from weasyprint import HTML
from weasyprint.css import AnonymousStyle, ComputedStyle
from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.draw import text as drawing
from weasyprint.layout import absolute, block, column, grid, inline, page, percent, preferred, table
from weasyprint.layout import float as floats
from weasyprint.text import fonts, line_break

from layouts.brochure import drawn_lines, pdf, shaping
from layouts.brochure.pdf import font_faces, typeset
from layouts.memories import Memory

ASKED = re.compile(r"style\[['\"](\w+)['\"]\]")
SHAPING = (
    line_break.Layout,
    line_break.create_layout,
    line_break.line_size,
    line_break.split_first_line,
    fonts.get_font_description,
    drawing.draw_first_line,
)
FACES = "".join(
    f'@font-face {{ font-family: "{family}"; src: url("{address}"); font-weight: {weight}; }}'
    for family, address, weight in font_faces()
)
SHEET = f"""{FACES}
@page {{ size: 90mm 120mm; margin: 8mm; @bottom-left {{ content: "page " counter(page) " of " counter(pages); }} }}
html {{ font-family: "Lato", "IBM Plex Sans Arabic"; font-size: 11pt; line-height: 15pt; }}
ol {{ columns: 2; column-gap: 5mm; padding: 0 0 0 10%; overflow-wrap: anywhere; }}
table {{ width: calc(100% + 4mm); table-layout: fixed; border-spacing: 2mm 0; }}
.nowrap {{ white-space: nowrap; }} .apart {{ letter-spacing: 0.1em; word-spacing: 2pt; text-align: justify; }}
"""
WORDS = "In this study, 21 of 97 people (21.6 %) had it within 30 days; for 13 of 97 nobody knows. "
BODY = (
    '<img src="figure:one" alt="A picture">'
    f"<h1>A question</h1><p>{WORDS * 4}</p><p class=apart>{WORDS * 2}</p>"
    f"<p><strong>{WORDS}</strong>{WORDS}<span class=nowrap>[1, 2, 3]</span></p>"
    f"<table><tr><th>One</th><td>{WORDS}</td><td>{WORDS}</td></tr></table>"
    f"<ol>{''.join(f'<li>{number} {WORDS} https://example.org/{number * 7919}</li>' for number in range(12))}</ol>"
    f'<p dir="rtl" lang="ar">{"سؤال عن العلاج " * 9}</p>'
)
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="120" height="40" viewBox="0 0 120 40">'
    '<text x="2" y="12" font-family="Lato" font-size="9">21 of 97</text>'
    '<text x="2" y="30" font-family="Lato" font-size="7.5" font-weight="700">office (fi)</text></svg>'
)
PAGE = f"<!DOCTYPE html><html lang='en'><title>Pages</title><style>{SHEET}</style><body>{BODY}</body></html>"


def names(part: Callable[..., object] | type) -> set[str]:
    """The properties of a style that a part of WeasyPrint looks at."""
    return set(ASKED.findall(inspect.getsource(part)))


def written(html: str = PAGE) -> bytes:
    return typeset(html, {"one": PICTURE.encode()}).write("pdf/a-3a")


def forgetful(monkeypatch: pytest.MonkeyPatch) -> None:
    """WeasyPrint as it is installed."""
    monkeypatch.setattr(line_break, "_font_style_cache_key", line_break._font_style_cache_key.__wrapped__)
    for module in (line_break, inline, preferred):
        monkeypatch.setattr(module, "split_first_line", module.split_first_line.__wrapped__)
    for module in (absolute, block, column, floats, grid, inline, page, percent, table):
        monkeypatch.setattr(module, "resolve_percentages", module.resolve_percentages.__wrapped__)
    for name in ("reactivate", "deactivate"):
        monkeypatch.setattr(line_break.Layout, name, getattr(line_break.Layout, name).__wrapped__)
    monkeypatch.setattr(drawing, "draw_first_line", drawing.draw_first_line.__wrapped__)
    for style in (ComputedStyle, AnonymousStyle):
        monkeypatch.setattr(style, "__missing__", style.__missing__.__wrapped__)
    monkeypatch.setattr(pdf, "Page", HTML)
    shaping.forget()


@pytest.mark.parametrize("part", SHAPING, ids=lambda part: part.__name__)
def test_whatever_decides_how_a_text_is_set_is_part_of_its_key(part: Callable[..., object]) -> None:
    assert names(part)
    assert names(part) <= set(shaping.LETTERED)


def test_every_length_that_is_reckoned_is_known() -> None:
    source = inspect.getsource(percent.resolve_percentages)
    asked = set(re.findall(r"resolve_one_percentage\(box, '(\w+)'", source)) | {"height"}
    assert asked == set(shaping.LENGTHS)


def test_pages_are_the_same_without_what_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    first, again = written(), written()
    assert shaping._known
    assert drawn_lines._drawn
    forgetful(monkeypatch)
    plain = written()
    assert not shaping._known
    assert not drawn_lines._drawn
    assert first == plain
    assert again == plain


def test_what_was_drawn_before_in_another_order_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A glyph's width and meaning are those of where it stands first: in other sizes, and in other letters' company."""
    words = ("office", "fi", "o f f i c e", "AV To", "Te", WORDS)
    parts = [f'<p style="font-size: {size}pt">{word}</p>' for word in words for size in (7.3, 11, 19.7)]
    orders = [random.Random(seed).sample(parts, len(parts)) for seed in range(6)]  # noqa: S311  # the same in each run
    pages = [PAGE.replace(BODY, "".join(order)) for order in orders]
    remembered = [written(html) for html in [*pages, *pages[::-1]]]
    forgetful(monkeypatch)
    plain = [written(html) for html in pages]
    assert len(set(plain)) == len(plain)
    assert remembered == [*plain, *plain[::-1]]


def test_a_letter_that_no_font_has_is_warned_of_each_time() -> None:
    html = PAGE.replace("A question", "A \U0010abcd question")
    first, again = (typeset(html, {"one": PICTURE.encode()}) for _ in range(2))
    for made in (first, again):
        made.write("pdf/a-3a")
    assert any("U+10ABCD" in words for words in first.warnings)
    assert again.warnings == first.warnings


def test_what_is_remembered_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    shaping.forget()
    monkeypatch.setattr(shaping, "_known", Memory(20))
    monkeypatch.setattr(drawn_lines, "_drawn", Memory(20))
    before = written()
    assert 10 <= len(shaping._known) <= 20
    assert 10 <= len(drawn_lines._drawn) <= 20
    assert written() == before


def test_fonts_are_read_once_and_again_where_their_folder_was_swept_away() -> None:
    before = written()
    kept = shaping.fonts()
    assert shaping.fonts() is kept
    folder: Any = kept._folder
    for file in Path(folder).iterdir():
        file.unlink()
    Path(folder).rmdir()
    assert written() == before
    assert shaping.fonts() is not kept


ROOT = Path(__file__).resolve().parent.parent
ASKED_FOR = [key for key in INITIAL_VALUES if not {"inline", "block"} & {*key.split("_")}]  # those are never asked for
STYLES = """
:root { --ground: #eee; --own: var(--ground); quotes: "<" ">"; }
body { font-size: 11pt; line-height: 1.4; text-indent: 2%; margin: 3mm; background: var(--own); page: plain; }
.logical { margin-inline-start: 4mm; padding-block: 1mm 2mm; inline-size: 30mm; border-inline-end: 1pt solid red; }
.both { margin-left: 1mm; margin-inline-start: 2mm; min-block-size: 9mm; } .own { margin: inherit; color: initial; }
.under { text-decoration: underline wavy red; letter-spacing: 0.1em; } .sum { width: calc(50% + 3mm); height: 2lh; }
.place { position: absolute; inset-inline-start: 3mm; float: left; display: inline; border: thin dotted; }
.lost { color: var(--nowhere); margin: var(--nowhere); } .flex { display: flex; gap: 2mm; } .flex > * { flex: 1; }
td { border: 1pt solid; border-collapse: collapse; } table { border-collapse: collapse; } li { list-style: square; }
ul > li::marker { color: red; font-weight: 700; } .first::before { content: "x"; white-space: pre; }
"""
STYLED = "".join(
    f"<div dir={direction} class='{name}'>Text <b class=own>of <i class=under>its own</i></b><ul><li>An item</ul>"
    f"<table><tr><td>Cell<td class='{name}'>Cell</table><p class='{name} first'>More</p></div>"
    for direction in ("ltr", "rtl")
    for name in ("logical", "both", "own", "under", "sum", "place", "lost", "flex")
)


def styles() -> list[dict[str, Any]]:
    """Every property of every box, laid out."""
    set = typeset(f"<html lang=en><style>{SHEET}{STYLES}</style><body>{STYLED}</body></html>", {})
    boxes = [box for sheet in set.document.pages for box in sheet._page_box.descendants()]
    return [{key: told(box.style[key]) for key in ASKED_FOR} for box in boxes]


def told(value: Any) -> Any:
    """A value that equals another that is written the same."""
    return value.serialize() if hasattr(value, "serialize") else value


def test_styles_are_those_that_weasyprint_reckons(monkeypatch: pytest.MonkeyPatch) -> None:
    quick = styles()
    forgetful(monkeypatch)
    plain = styles()
    assert len(quick) == len(plain) > 200
    for ours, theirs in zip(quick, plain, strict=True):
        assert ours == theirs


def test_no_template_asks_for_what_its_pages_do_without() -> None:
    """Notes, markers of what is no item of a list, and first lines and letters: their styles are not made in full."""
    asked = re.compile(r"footnote|float:\s*note|::note|list-item|:first-l|::?marker")
    for template in (ROOT / "layouts" / "brochure").glob("*.jinja"):
        found = asked.findall(re.sub(r"\bli::marker", "", template.read_text(encoding="utf-8")))
        assert not found, f"{template.name}: {found}"
