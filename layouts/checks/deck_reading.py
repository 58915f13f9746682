"""PPT-03 to PPT-06 on a deck's bytes: whether those who do not see it, or only hear it, get what was planned.

Microsoft's rules for the accessibility checker (titles, alternative text, table headers, reading order, links) and
ECMA-376-1, clauses 19 to 21.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, Final

from layouts.checks.deck_file import A, Fault, P
from layouts.checks.deck_planned import FREE, Deck, Found, spoken_words, wanted_words
from layouts.checks.deck_slides import FURNITURE, Shape, Slide
from layouts.deck.ooxml import ADEC, DECORATIVE

BARE: Final = 40  # characters of an address that a listener has to sit through
MOST: Final = 0.5  # of the letters: at least so many are in the deck's language
TAG: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")  # BCP 47, as far as Office writes it
LEFT_OVER: Final = ("python-pptx", "steve canny", "2013-01-27")  # what a library leaves in properties
_FILE_NAME: Final = re.compile(r"\.(svg|png|jpe?g|gif|emf|wmf)$", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"(https?://|www\.)\S+")
TEXTUAL: Final = ("title", "ctrTitle", "subTitle", "body", "obj")


def titled(deck: Deck) -> Found:
    """PPT-03: every slide has a title of its own (Microsoft: slides have titles; outline and screen readers use it)."""
    seen = Counter(slide.heading for slide in deck.show.slides)
    for slide in deck.show.slides:
        if not slide.heading:
            what = "its title is empty" if slide.title else "it has no title"
            yield Fault("PPT-03", f"{slide.shown}: {what}", "write a title into the title's placeholder")
        elif seen[slide.heading] > 1:
            fix = "give each slide a title of its own"
            yield Fault("PPT-03", f"{slide.shown}: {seen[slide.heading]} slides have this title", fix)


def described(deck: Deck) -> Found:
    """PPT-04: pictures, tables and groups have words instead, or are marked as decorative (WCAG 2.2, 1.1.1)."""
    fix = "write an alternative text that tells what it shows, or mark it as decorative"
    for slide in deck.show.slides:
        for shape in (*slide.shapes, *_pictures_inside(slide)):
            properties = _properties(shape)
            if _kind(shape) not in ("pic", "graphicFrame", "grpSp") or properties is None or _decorative(properties):
                continue
            alt = properties.get("descr", "").strip()
            named = f"{slide.shown}, '{properties.get('name', '')[:60]}'"
            if not alt:
                yield Fault("PPT-04", f"{named}: it has no alternative text", fix)
            elif _FILE_NAME.search(alt):
                yield Fault("PPT-04", f"{named}: its alternative text is the name of a file, '{alt[:60]}'", fix)


def _pictures_inside(slide: Slide) -> Iterator[Any]:
    """Pictures in groups; the group's own words do not tell a screen reader that enters it."""
    return (picture for s in slide.shapes if s.kind == "grpSp" for picture in s.element.iter(f"{P}pic"))


def _kind(shape: Any) -> str:
    return shape.kind if isinstance(shape, Shape) else str(shape.tag).rpartition("}")[2]


def _properties(shape: Any) -> Any:
    element = shape.element if isinstance(shape, Shape) else shape
    return next(element.iterfind(f"*/{P}cNvPr"), None)


def _decorative(properties: Any) -> bool:
    marks = properties.iterfind(f"{A}extLst/{A}ext[@uri='{DECORATIVE}']/{{{ADEC}}}decorative")
    return any(mark.get("val") in ("1", "true") for mark in marks)


def tables(deck: Deck) -> Found:
    """PPT-04: a table has a row of headers and no merged cells (Microsoft: header information, simple structure)."""
    for slide, shape, table in _tables(deck):
        named, properties = f"{slide.shown}, '{shape.name}'", table.find(f"{A}tblPr")
        if properties is None or properties.get("firstRow") not in ("1", "true"):
            yield Fault("PPT-04", f"{named}: the table has no header row", "tick Header Row in Table Design")
        if any(_merged(cell) for cell in table.iter(f"{A}tc")):
            yield Fault("PPT-04", f"{named}: the table has merged cells", "split them: a row is read cell by cell")


def _merged(cell: Any) -> bool:
    spans = any(cell.get(name, "1") != "1" for name in ("gridSpan", "rowSpan"))
    return spans or any(cell.get(name) in ("1", "true") for name in ("hMerge", "vMerge"))


def _tables(deck: Deck) -> Iterator[tuple[Slide, Shape, Any]]:
    for slide in deck.show.slides:
        for shape in slide.shapes:
            if shape.kind == "graphicFrame":
                yield from ((slide, shape, table) for table in shape.element.iter(f"{A}tbl"))


def in_order(deck: Deck) -> Found:
    """PPT-05: a slide reads its title first, then what was planned, word by word (Microsoft: reading order)."""
    fix = "bring the shapes into their order in Arrange, Selection Pane; there the first to be read stands lowest"
    for slide, plan in deck.pairs:
        first = next((shape for shape in slide.shapes if shape.text and shape.name not in FREE), None)
        if slide.heading and first is not slide.title:
            named = first.name if first else ""
            yield Fault("PPT-05", f"{slide.shown}: '{named[:60]}' is read before the title", fix)
        if plan is None:
            continue
        planned, read = (" ".join(words).split() for words in (wanted_words(plan), spoken_words(slide)))
        if planned != read:
            pairs = enumerate(zip(planned, read, strict=False))
            at = next((i for i, (a, b) in pairs if a != b), min(len(planned), len(read)))
            yield Fault(
                "PPT-05", f"{slide.shown}: it reads '{_near(read, at)}' where '{_near(planned, at)}' was planned"
            )
    if deck.planned and len(deck.planned.slides) != len(deck.show.slides):
        yield Fault("PPT-05", f"{len(deck.planned.slides)} slides were planned, and it has {len(deck.show.slides)}")


def _near(words: list[str], at: int) -> str:
    return " ".join(words[max(0, at - 3) : at + 4])


def in_placeholders(deck: Deck) -> Found:
    """PPT-05: text stands in placeholders, which the outline shows, and none is empty (Microsoft: layouts in use)."""
    for slide in deck.show.slides:
        for shape in slide.shapes:
            named = f"{slide.shown}, '{shape.name[:60]}'"
            if shape.holder in TEXTUAL and shape.kind == "sp" and not shape.text and shape is not slide.title:
                yield Fault("PPT-05", f"{named}: the placeholder is empty", "fill it or delete it")
            elif shape.kind == "sp" and not shape.holder and shape.text and shape.name not in FREE:
                fix = "move the text into a placeholder of the slide layout"
                yield Fault("PPT-05", f"{named}: its text stands in no placeholder, so the outline lacks it", fix)


def furnished(deck: Deck) -> Found:
    """PPT-05: every slide has its footer, and its number as a field, which follows when slides are moved."""
    for slide in deck.show.slides:
        holders = {shape.holder: shape for shape in slide.shapes if shape.holder in FURNITURE}
        if "ftr" not in holders or not holders["ftr"].text:
            yield Fault("PPT-05", f"{slide.shown}: it has no footer", "switch it on under Insert, Header & Footer")
        number = holders.get("sldNum")
        if number is None or not any(f.get("type") == "slidenum" for f in number.element.iter(f"{A}fld")):
            fix = "switch it on under Insert, Header & Footer"
            yield Fault("PPT-05", f"{slide.shown}: its number is no field, or is missing", fix)


def in_sections(deck: Deck) -> Found:
    """PPT-05: sections hold every slide once, in the order of the deck ([MS-PPTX], sectionLst)."""
    held = [id for section in deck.show.sections for id in section]
    if held != list(deck.show.ids):
        message = (
            "its sections do not hold every slide once, in the order of the deck" if held else "it has no sections"
        )
        yield Fault("PPT-05", message, "add them in the thumbnails: right click, Add Section")


def in_words(deck: Deck) -> Found:
    """PPT-05: the words of a link say where it leads to (Microsoft: hyperlink text; WCAG 2.2, 2.4.4)."""
    for slide in deck.show.slides:
        for link in slide.root.iter(f"{A}hlinkClick"):
            run = link.getparent().getparent()
            text = "".join(part.text or "" for part in run.iterfind(f"{A}t"))
            if len(text) > BARE and _ADDRESS.fullmatch(text.strip()):
                fix = "write what it leads to, and put the link on these words"
                yield Fault(
                    "PPT-05",
                    f"{slide.shown}: a link reads out a bare address of {len(text)} characters",
                    fix,
                    "warning",
                )


def in_its_language(deck: Deck) -> Found:
    """PPT-06: every run says its language; titles and most of the text have the deck's (Microsoft; WCAG 2.2, 3.1.1)."""
    letters: Counter[str] = Counter()
    for slide in deck.show.slides:
        told = [(span.text, span.language) for shape in slide.shapes for span in deck.spans(shape)]
        for text, tag in told:
            letters[tag] += len(text)
        faulty = [text for text, tag in (*told, *_in_notes(slide)) if not TAG.fullmatch(tag)]
        for text in faulty[:1]:
            fix = "select it all and set its language under Review, Language"
            yield Fault("PPT-06", f"{slide.shown}: {len(faulty)} runs of text have no language, '{text[:40]}'", fix)
        tags = {span.language for span in deck.spans(slide.title)} if slide.title else set[str]()
        other = [tag for tag in tags if tag and not _same(tag, deck.tag)]
        if deck.tag and other:
            message = f"{slide.shown}: its title is marked as '{min(other)}', and the deck is in '{deck.tag}'"
            yield Fault("PPT-06", message, "set its language under Review, Language")
    own = sum(count for tag, count in letters.items() if _same(tag, deck.tag))
    if deck.tag and letters and own < MOST * letters.total():
        most = letters.most_common(1)[0][0]
        yield Fault("PPT-06", f"most of its text is marked as '{most}', and the deck is in '{deck.tag}'")


def _in_notes(slide: Slide) -> Iterator[tuple[str, str]]:
    """The runs of a slide's notes with their languages."""
    for run in slide.notes.iter(f"{A}r", f"{A}fld") if slide.notes is not None else ():
        properties, text = run.find(f"{A}rPr"), "".join(part.text or "" for part in run.iterfind(f"{A}t"))
        if text.strip():
            yield text, "" if properties is None else properties.get("lang", "")


def _same(one: str, other: str) -> bool:
    return one.partition("-")[0].lower() == other.partition("-")[0].lower()


def told(deck: Deck) -> Found:
    """PPT-06: title, author, date and language stand in the properties, and no left-overs of a library."""
    properties = deck.show.properties
    fix = "fill them in under File, Info, Properties"
    for name in ("title", "creator", "created", "language"):
        if not properties.get(name, "").strip():
            yield Fault("PPT-06", f"its properties do not tell its {name}", fix)
    if deck.planned:
        wanted = {"title": deck.planned.title, "creator": deck.planned.author, "language": deck.planned.language}
        for name, words in wanted.items():
            if properties.get(name) != words:
                yield Fault("PPT-06", f"its {name} is '{properties.get(name, '')}' instead of '{words}'")
    texts = [*properties.values(), deck.file.parts.get("docProps/app.xml", b"").decode("utf-8", "replace")]
    for words in LEFT_OVER:
        if any(words in text.lower() for text in texts):
            yield Fault("PPT-06", f"its properties still say '{words}'", fix)


RULES: tuple[Callable[[Deck], Found], ...] = (
    titled,
    described,
    tables,
    in_order,
    in_placeholders,
    furnished,
    in_sections,
    in_words,
    in_its_language,
    told,
)
