"""Our own PowerPoint template: a package without slides, drawn from a palette, and the placeholders of its layouts."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from lxml import etree

from layouts.deck.archive import pack
from layouts.palette import Palette

HERE: Final = Path(__file__).parents[1]
EMU_PER_POINT: Final = 12700
SLIDE_WIDTH: Final = 960  # points: 16:9, 12 192 000 EMU
NOTES_WIDTH: Final = 540  # points
RIGHT_TO_LEFT: Final = frozenset({"ar", "fa", "he", "ur"})
COMPLEX: Final = "IBM Plex Sans Arabic"  # for scripts whose letters join
COMPLEX_LINE: Final = 0.86  # of its own line, which is 1.5 times its size where Lato's is 1.2
TABLE_STYLE: Final = "{" + str(uuid.uuid5(uuid.NAMESPACE_URL, "facing-pages:table-style")).upper() + "}"


@dataclass(frozen=True)
class Box:
    """A rectangle on a slide; the four lengths are EMU (12 700 to the point)."""

    left: int
    top: int
    width: int
    height: int


def points(left: float, top: float, width: float, height: float) -> Box:
    """A box from lengths in points."""
    return Box(*(round(length * EMU_PER_POINT) for length in (left, top, width, height)))


TITLE_BOX: Final = points(48, 30, 864, 74)  # two lines at 30 pt
AREA: Final = points(48, 114, 864, 332)  # 55.3 % of the slide
SOURCE_BOX: Final = points(48, 456, 864, 32)  # two lines at 12 pt


@dataclass(frozen=True)
class TitleLayout:
    """The first slide. Beside `name`, each number is a placeholder's idx, here and in the layouts below."""

    name: str = "Title"
    title: int = 0
    subtitle: int = 1
    details: int = 13  # speaker, date, edition; at most two lines


@dataclass(frozen=True)
class SectionLayout:
    """Opens a part of the deck."""

    name: str = "Section"
    title: int = 0
    subtitle: int = 1


@dataclass(frozen=True)
class TextLayout:
    """A message and a few points."""

    name: str = "Text"
    title: int = 0
    body: int = 1
    source: int = 13


@dataclass(frozen=True)
class ComparisonLayout:
    """Two equal columns; left is the first arm (in a right-to-left language it stands at the right)."""

    name: str = "Comparison"
    title: int = 0
    left_heading: int = 1
    left: int = 2
    right_heading: int = 3
    right: int = 4
    source: int = 13


@dataclass(frozen=True)
class FigureLayout:
    """A drawing. `figure` takes anything a person inserts; what is drawn by rule goes to `area` instead."""

    name: str = "Figure"
    title: int = 0
    figure: int = 14
    source: int = 13
    area: Box = AREA


@dataclass(frozen=True)
class TableLayout:
    """A native table: `table` is a table placeholder, `area` the room the rows may grow into."""

    name: str = "Table"
    title: int = 0
    table: int = 14
    source: int = 13
    area: Box = AREA


@dataclass(frozen=True)
class ClosingLayout:
    """The last slide: the message again."""

    name: str = "Closing"
    title: int = 0
    body: int = 1
    source: int = 13


@dataclass(frozen=True)
class Layouts:
    """The slide layouts by role, in the order of the template."""

    title: TitleLayout = TitleLayout()
    section: SectionLayout = SectionLayout()
    text: TextLayout = TextLayout()
    comparison: ComparisonLayout = ComparisonLayout()
    figure: FigureLayout = FigureLayout()
    table: TableLayout = TableLayout()
    closing: ClosingLayout = ClosingLayout()


LAYOUTS: Final = Layouts()


def render_template(palette: Palette, family: str, language: str) -> bytes:
    """A .pptx without slides: theme from `palette`, type in `family`, proofing in `language` (a BCP 47 tag).

    A right-to-left language mirrors every box and every alignment. Same arguments, same bytes.
    """
    folder = HERE / "package"
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    environment = Environment(loader=FileSystemLoader(HERE), undefined=StrictUndefined, autoescape=True)
    values = _values(palette, family, language)
    return pack({name: _compact(environment.get_template(f"package/{name}").render(values)) for name in names})


def right_to_left(language: str) -> bool:
    """Whether a language, told by its BCP 47 tag, is written from right to left."""
    return language.split("-")[0].lower() in RIGHT_TO_LEFT


def _values(palette: Palette, family: str, language: str) -> dict[str, object]:
    mirrored = right_to_left(language)
    return {
        "palette": palette,
        "family": family,
        "complex": COMPLEX if mirrored else family,
        "line": COMPLEX_LINE if mirrored else 1,
        "language": language,
        "rtl": int(mirrored),
        "start": "r" if mirrored else "l",
        "end": "l" if mirrored else "r",
        "pt": _placing(SLIDE_WIDTH, mirrored),
        "page": _placing(NOTES_WIDTH, mirrored),
        "title_box": TITLE_BOX,
        "source_box": SOURCE_BOX,
        "layouts": LAYOUTS,
        "table_style": TABLE_STYLE,
    }


def _placing(page_width: float, mirrored: bool) -> Callable[[float, float, float, float], Box]:
    """`points`, counted from the other edge of the page for a language that begins there."""

    def place(left: float, top: float, width: float, height: float) -> Box:
        return points(page_width - left - width if mirrored else left, top, width, height)

    return place


def _compact(xml: str) -> bytes:
    """The part without the template's indents, in one spelling; a part that is not well-formed raises here."""
    root = etree.fromstring(xml.encode(), etree.XMLParser(remove_blank_text=True, remove_comments=True))
    etree.cleanup_namespaces(root, keep_ns_prefixes=["a", "r", "p"])
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True))
