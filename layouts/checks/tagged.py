"""PDF-01 to PDF-07 on finished bytes: whether a document keeps the two standards' promises to those who do not see it.

What only a validator can judge (veraPDF, qpdf) the tests ask; these rules ask what a validator cannot know: whether the
file says what its source says, in the source's order.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise

from layouts.brochure.reading import Said
from layouts.brochure.tagged import Tag, Tagged
from layouts.problems import Place, Problem, Severity

BLOCKS = {"P", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "LBody", "Table", "TR", "TH", "TD", "Caption", "Div"}
ALT = (40, 300)  # characters: less names no message, more is a text and not a name
BARE = 40  # characters of an address that a listener has to sit through
OURS = "mend the template or the finisher that writes it: this is a fault of the program"
Found = Iterator[tuple[str, str, Severity]]  # rule, message, severity


def check_tagged(tagged: Tagged, said: Said, name: str, place: Place) -> list[Problem]:
    """Every broken promise of the document `name`, told at `place`."""
    found = [fault for rule in RULES for fault in rule(tagged, said)]
    return [Problem(place, rule, f"{name}: {message}", OURS, severity) for rule, message, severity in found]


# --- PDF-01, 02: what it says it is -----------------------------------------------------------------------------------


def identified(tagged: Tagged, said: Said) -> Found:
    """PDF-01: PDF/UA-1 (ISO 14289-1, 5) and PDF/A-3a (ISO 19005-3, 6.6.4), tagged throughout."""
    named = {"pdfuaid:part": "1", "pdfaid:part": "3", "pdfaid:conformance": "A"}
    for name, wanted in named.items():
        if tagged.told[name] != wanted:
            yield "PDF-01", f"its metadata say {name} '{tagged.told[name]}' instead of '{wanted}'", "error"
    if not tagged.marked:
        yield "PDF-01", "it is not marked as tagged, or as suspect", "error"
    if set(tagged.tabs) != {"/S"}:
        yield "PDF-01", "the order of tabs on a page is not that of its structure", "error"


def told(tagged: Tagged, said: Said) -> Found:
    """PDF-02: title, language, author and subject as the source has them (Matterhorn 06, 07, 11)."""
    wanted = {
        "Lang": said.language,
        **dict.fromkeys(("Title", "dc:title"), said.title),
        **dict.fromkeys(("Author", "dc:creator"), said.author),
        **dict.fromkeys(("Subject", "dc:description"), said.subject),
    }
    for name, words in wanted.items():
        if tagged.told[name] != words:
            yield "PDF-02", f"its {name} is '{tagged.told[name]}' instead of '{words}'", "error"
    if not tagged.shows_title:
        yield "PDF-02", "a viewer shows the file's name instead of its title", "error"


# --- PDF-03: what is read, in its order -------------------------------------------------------------------------------


def read_in_order(tagged: Tagged, said: Said) -> Found:
    """PDF-03: the tags read what was planned, word by word, and the outline has the same headings (Matterhorn 09)."""
    planned, read = (" ".join(text).split() for text in (said.texts, _spoken(tagged.tree)))
    if planned != read:
        at = next(
            (i for i, (a, b) in enumerate(zip(planned, read, strict=False)) if a != b), min(map(len, (planned, read)))
        )
        message = f"it reads '{_near(read, at)}' where '{_near(planned, at)}' was planned"
        yield "PDF-03", message, "error"
    headings = [(int(tag.kind[1]), _words(tag.text)) for tag in _headings(tagged.tree)]
    outline = [(level, _words(title)) for level, title in tagged.outline]
    if headings != outline:
        yield "PDF-03", "its outline does not list its headings in the order of reading", "error"


def _spoken(tag: Tag) -> Iterator[str]:
    """The texts under a tag, a blank where one block ends and the next begins."""
    if tag.kind in ("Figure", "Lbl"):
        return
    for part in tag.under:
        if isinstance(part, str):
            yield part
        elif part.kind in BLOCKS:
            yield f" {''.join(_spoken(part))} "
        else:
            yield "".join(_spoken(part))


def _near(words: list[str], at: int) -> str:
    return " ".join(words[max(0, at - 3) : at + 4])


def _words(text: str) -> str:
    return " ".join(text.split())


# --- PDF-04 to 06: figures, tables, headings, links -------------------------------------------------------------------


def figures(tagged: Tagged, said: Said) -> Found:
    """PDF-04: every figure has its own words, as it was drawn with them (WCAG 2.2, 1.1.1; Matterhorn 13)."""
    alts = [tag.alt for tag in tagged.tree.walk() if tag.kind == "Figure"]
    for alt in alts:
        if not ALT[0] <= len(alt) <= ALT[1] and alt not in said.signs:
            message = f"an alternative text has {len(alt)} characters, not {ALT[0]} to {ALT[1]}: '{alt[:60]}'"
            yield "PDF-04", message, "error"
        if re.search(r"\.(svg|png|jpe?g|pdf)\b|^figure:", alt, re.IGNORECASE):
            yield "PDF-04", f"an alternative text is the name of a file: '{alt[:60]}'", "error"
    planned = Counter((*said.alts, *said.signs))
    if Counter(alts) != planned:
        other = Counter(alts) - planned or planned - Counter(alts)
        yield "PDF-04", f"a figure is missing, or has not its own alternative text: '{next(iter(other))[:60]}'", "error"


def captions(tagged: Tagged, said: Said) -> Found:
    """PDF-05: words stand with every figure, in the part that holds it."""
    for tag in tagged.tree.walk():
        pictured = [kid for kid in tag.kids if kid.kind == "Figure"]
        if pictured and not tag.text.strip():
            yield "PDF-05", f"no words stand with the figure '{pictured[0].alt[:60]}'", "error"


def tables(tagged: Tagged, said: Said) -> Found:
    """PDF-05: heads have words and a scope, cells name their heads, rows are of one length (Matterhorn 15)."""
    for table in [tag for tag in tagged.tree.walk() if tag.kind == "Table"]:
        cells = [tag for tag in table.walk() if tag.kind in ("TH", "TD")]
        title = _words(table.text)[:40]
        heads = {tag.id for tag in cells if tag.kind == "TH"}
        if any(tag.kind == "TH" and not tag.text.strip() for tag in cells):
            yield "PDF-05", f"the table '{title}' has an empty head", "error"
        if any(tag.kind == "TH" and tag.scope not in ("Row", "Column", "Both") for tag in cells):
            yield "PDF-05", f"the table '{title}' has a head without a scope", "error"
        if any(
            tag.kind == "TD" and tag.text.strip() and not (tag.headers and set(tag.headers) <= heads) for tag in cells
        ):
            yield "PDF-05", f"the table '{title}' has a cell that names no head", "error"
        if len({sum(tag.span for tag in row.kids) for row in table.walk() if row.kind == "TR"}) > 1:
            yield "PDF-05", f"the table '{title}' has rows of different lengths", "error"


def headed(tagged: Tagged, said: Said) -> Found:
    """PDF-05: one first heading, and none that skips a level (Matterhorn 14)."""
    levels = [int(tag.kind[1]) for tag in _headings(tagged.tree)]
    if levels[:1] != [1] or levels.count(1) != 1:
        yield "PDF-05", "it does not begin with its one heading of the first level", "error"
    if any(after > before + 1 for before, after in pairwise(levels)):
        yield "PDF-05", "a heading skips a level", "error"


def _headings(tree: Tag) -> list[Tag]:
    return [tag for tag in tree.walk() if re.fullmatch(r"H[1-6]", tag.kind)]


def linked(tagged: Tagged, said: Said) -> Found:
    """PDF-06: every link is tagged and says where it leads to, in words (Matterhorn 28; WCAG 2.2, 2.4.4)."""
    held = [(tag, index) for tag in tagged.tree.walk() if tag.kind == "Link" for index in tag.notes]
    if {index for _, index in held} != set(range(len(tagged.links))):
        yield "PDF-06", "a link is not tagged", "error"
    for link in tagged.links:
        if not link.contents.strip():
            yield "PDF-06", f"the link to '{link.target[:60]}' does not say where it leads to", "error"
    for tag, _ in held:
        if not tag.text.strip():
            yield "PDF-06", "a link has no words", "error"
        if len(tag.text) > BARE and re.fullmatch(r"(https?://|www\.)\S+", tag.text.strip()):
            yield "PDF-06", f"a link reads out a bare address of {len(tag.text)} characters", "warning"


# --- PDF-07: what it is made of ---------------------------------------------------------------------------------------


def whole(tagged: Tagged, said: Said) -> Found:
    """PDF-07: fonts are in it and their characters are known; nothing is locked (Matterhorn 10, 26, 31)."""
    if tagged.encrypted:
        yield "PDF-07", "it is encrypted", "error"
    for font in tagged.fonts:
        if not font.embedded:
            yield "PDF-07", f"the font {font.name} is not in the file", "error"
        if not font.unicode:
            yield "PDF-07", f"the characters of the font {font.name} are not known", "error"
    strange = re.search(r"[\ue000-\uf8ff\ufffd]", "".join(_spoken(tagged.tree)))
    if strange:
        yield "PDF-07", f"it holds a character that stands for nothing (U+{ord(strange[0]):04X})", "error"


RULES: tuple[Callable[[Tagged, Said], Found], ...] = (
    identified,
    told,
    read_in_order,
    figures,
    captions,
    tables,
    headed,
    linked,
    whole,
)
