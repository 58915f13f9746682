"""How the tri-fold becomes a PDF: Jinja2 places, WeasyPrint sets, and what does not fit is measured."""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import fontpkg_ibm_plex_sans_arabic
import fontpkg_lato
from jinja2 import Environment, PackageLoader, StrictUndefined
from weasyprint import HTML, Document
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from layouts.brochure import sheets
from layouts.brochure.fills import Fill
from layouts.brochure.panels import TrifoldText
from layouts.brochure.seals import sealer
from layouts.brochure.sheets import Sheet
from layouts.comparison import Edition
from layouts.figures.specs import Figure
from layouts.identity import Sealed
from layouts.palette import Palette

PT_PER_MM = 72 / 25.4
PX_PER_MM = 96 / 25.4
FONTS = {
    "Lato": Path(fontpkg_lato.ROOT) / "files",
    "IBM Plex Sans Arabic": Path(fontpkg_ibm_plex_sans_arabic.ROOT) / "files",
}


@dataclass(frozen=True)
class Typeset:
    """A tri-fold on its pages, not yet written: how full its panels are, and what WeasyPrint warned of."""

    document: Document
    fills: tuple[Fill, ...]
    warnings: list[str]
    alts: dict[str, str]  # of the figures on its pages, by id

    @property
    def pages(self) -> int:
        return len(self.document.pages)

    def pdf(self, sealed: Sealed) -> bytes:
        """The file's bytes; warnings on the way are added to `warnings`. Raises SealError."""
        with _Warnings(self.warnings):
            written: bytes = self.document.write_pdf(
                finisher=sealer(sealed, self.alts),
                pdf_variant="pdf/ua-1",
                pdf_identifier=b"facing-pages",
                custom_metadata=False,
            )
        return written


def typeset_trifold(
    text: TrifoldText, sheet: Sheet, palette: Palette, figures: Mapping[str, Figure], edition: Edition
) -> Typeset:
    """Sets the tri-fold's pages, its figures by id at their own size. Every warning of WeasyPrint is handed back."""
    alts = {id: figures[id].alt for id in text.figures}
    html = _template().render(
        text=text,
        sheet=sheet,
        palette=palette,
        sides=(sheet.outside, sheet.inside),
        geometry=sheets,
        panels={panel.id: panel for panel in text.panels},
        fonts=list(_font_faces()),
        published=edition.published.isoformat(),
        alts=alts,
        slots={id: figure.slot for id, figure in figures.items()},
    )
    drawings = {id: figure.svg for id, figure in figures.items()}
    warnings: list[str] = []
    with _Warnings(warnings):
        document = HTML(string=html, base_url="page:/", url_fetcher=_Shelf(drawings)).render()
    return Typeset(document, tuple(_fills(document, sheet, text)), warnings, alts)


@cache
def _template() -> Any:
    environment = Environment(
        loader=PackageLoader("layouts.brochure", "."),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("trifold.html.jinja")


def _font_faces() -> Iterator[tuple[str, str, int]]:
    """Family, address and weight of each font file that a page may use."""
    for family, prefix in (("Lato", "Lato"), ("IBM Plex Sans Arabic", "IBMPlexSansArabic")):
        yield family, f"font:{family}/{prefix}-Regular.ttf", 400
        yield family, f"font:{family}/{prefix}-Bold.ttf", 700


class _Shelf(URLFetcher):  # type: ignore[misc]
    """Serves figures from memory and fonts from their packages; refuses everything else, the network first of all."""

    def __init__(self, figures: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols={"figure", "font"})
        self._figures = figures

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        scheme, _, name = url.partition(":")
        if scheme == "figure" and name in self._figures:
            return URLFetcherResponse(url, self._figures[name], {"Content-Type": "image/svg+xml"})
        family, _, file = name.replace("%20", " ").partition("/")
        if scheme == "font" and family in FONTS and "/" not in file:
            return URLFetcherResponse(url, (FONTS[family] / file).read_bytes(), {"Content-Type": "font/ttf"})
        raise FatalURLFetchingError(f"a page may not load {url}")


class _Warnings(logging.Handler):
    """Collects what WeasyPrint logs, for the length of a with block."""

    def __init__(self, messages: list[str]) -> None:
        super().__init__(logging.WARNING)
        self.messages = messages

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())

    def __enter__(self) -> "_Warnings":
        logger = logging.getLogger("weasyprint")
        self._kept = logger.handlers[:], logger.propagate
        logger.handlers, logger.propagate = [self], False
        return self

    def __exit__(self, *error: object) -> None:
        logger = logging.getLogger("weasyprint")
        logger.handlers, logger.propagate = self._kept


def _fills(document: Document, sheet: Sheet, text: TrifoldText) -> Iterator[Fill]:
    """Measures each panel's text on the laid-out pages (private boxes of WeasyPrint 70: a test holds them).

    A panel that is too full goes on over the page: its pieces are added up.
    """
    room = sheet.height - sheets.PADDING_TOP - sheets.PADDING_FOOT
    used: dict[str, float] = {}
    words: dict[str, int] = {}
    for page in document.pages:
        for box in page._page_box.descendants(placeholders=True):
            id = box.element.get("id", "") if box.element is not None else ""
            if id.startswith("flow-") and box.element_tag == "div":
                panel = id.removeprefix("flow-")
                used[panel] = used.get(panel, 0.0) + (_bottom(box) - box.position_y) / PX_PER_MM
                found = sum(len((t.text or "").split()) for t in box.descendants() if hasattr(t, "text"))
                words[panel] = words.get(panel, 0) + found
    for panel in ("cover", *(panel.id for panel in text.panels)):
        yield Fill(panel, round(used[panel], 2), round(room, 2), words[panel])


def _bottom(box: Any) -> float:
    """The lowest edge of a box and all it holds, in CSS px."""
    bottoms: list[float] = [box.position_y + box.margin_height()]
    bottoms += [
        child.position_y + child.margin_height()
        for child in box.descendants()
        if child.element_tag != "img" and hasattr(child, "margin_height")
    ]
    return max(bottoms)
