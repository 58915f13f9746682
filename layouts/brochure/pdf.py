"""How HTML becomes a PDF: WeasyPrint sets the pages, figures come from memory, nothing from a network.

Every warning of WeasyPrint is handed back: nothing is left out silently.
"""

import logging
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

import fontpkg_ibm_plex_sans_arabic
import fontpkg_lato
import pydyf
from jinja2 import Environment, PackageLoader, StrictUndefined
from weasyprint import Attachment, Document
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

import layouts.brochure.drawn_lines  # noqa: F401  # lines are drawn by it
from layouts.attached import File
from layouts.brochure.links import pieces
from layouts.brochure.shaping import fonts
from layouts.brochure.styling import Page
from layouts.brochure.tags import Finisher
from layouts.brochure.unbroken import unbroken
from layouts.language import reading

PT_PER_MM = 72 / 25.4
PX_PER_MM = 96 / 25.4
FONTS = {
    "Lato": Path(fontpkg_lato.ROOT) / "files",
    "IBM Plex Sans Arabic": Path(fontpkg_ibm_plex_sans_arabic.ROOT) / "files",
}
PROFILES = Path(__file__).with_name("profiles")
Kind = Literal["pdf/a-3a", "pdf/ua-1", "pdf/x-4"]


@dataclass(frozen=True)
class Typeset:
    """Set pages, not yet written, and what WeasyPrint warned of."""

    document: Document
    warnings: list[str]

    @property
    def pages(self) -> int:
        return len(self.document.pages)

    def write(self, kind: Kind, finishers: Sequence[Finisher] = (), files: Sequence[File] = ()) -> bytes:
        """The file's bytes, after each finisher had its turn; warnings on the way are added to `warnings`."""

        def finish(document: Any, pdf: pydyf.PDF) -> None:
            for finisher in finishers:
                finisher(document, pdf)

        attached = [_attachment(file) for file in files]
        with _Warnings(self.warnings), warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)  # WeasyPrint 70 does not close its sRGB profile
            written: bytes = self.document.write_pdf(
                finisher=finish,
                pdf_variant=kind,
                pdf_identifier=True,  # made of the content: no two files share one
                custom_metadata=False,
                attachments=attached or None,
            )
        return written


def _attachment(file: File) -> Attachment:
    on = datetime(file.on.year, file.on.month, file.on.day, tzinfo=UTC)
    words = {"name": file.name, "description": file.description}
    return Attachment(string=file.content, **words, relationship="Source", created=on, modified=on)


def typeset(html: str, drawings: Mapping[str, bytes]) -> Typeset:
    """Sets a page of HTML; `figure:<id>` stands for a drawing, `font:` and `profile:` for a file of the package."""
    warnings: list[str] = []
    with _Warnings(warnings):
        document = Page(string=html, base_url="page:/", url_fetcher=_Shelf(drawings)).render(font_config=fonts())
    return Typeset(document, warnings)


def print_at_size(document: Any, pdf: pydyf.PDF) -> None:
    """A finisher: what a viewer's print dialog begins with (ISO 32000-1, 12.2): actual size, and sides that meet."""
    preferences = pdf.catalog.setdefault("ViewerPreferences", pydyf.Dictionary())
    preferences |= {"PrintScaling": "/None", "Duplex": "/DuplexFlipShortEdge"}


@cache
def template(name: str) -> Any:
    """A template beside this module: autoescape on, an undefined name is an error."""
    environment = Environment(
        loader=PackageLoader("layouts.brochure", "."),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["pieces"] = pieces
    environment.filters["unbroken"] = unbroken
    environment.filters["reading"] = reading
    return environment.get_template(name)


def font_faces() -> Iterator[tuple[str, str, int]]:
    """Family, address and weight of each font file that a page may use."""
    for family, prefix in (("Lato", "Lato"), ("IBM Plex Sans Arabic", "IBMPlexSansArabic")):
        yield family, f"font:{family}/{prefix}-Regular.ttf", 400
        yield family, f"font:{family}/{prefix}-Bold.ttf", 700


class _Shelf(URLFetcher):  # type: ignore[misc]
    """Serves figures from memory and fonts from their packages; refuses everything else, the network first of all."""

    def __init__(self, figures: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols={"figure", "font", "profile"})
        self._figures = figures

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        scheme, _, name = url.partition(":")
        if scheme == "figure" and name in self._figures:
            kind = "png" if self._figures[name].startswith(b"\x89PNG") else "svg+xml"
            return URLFetcherResponse(url, self._figures[name], {"Content-Type": f"image/{kind}"})
        family, _, file = name.replace("%20", " ").partition("/")
        if scheme == "font" and family in FONTS and "/" not in file:
            return URLFetcherResponse(url, (FONTS[family] / file).read_bytes(), {"Content-Type": "font/ttf"})
        if scheme == "profile" and "/" not in name and (PROFILES / name).is_file():
            return URLFetcherResponse(
                url, (PROFILES / name).read_bytes(), {"Content-Type": "application/vnd.iccprofile"}
            )
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
