"""Sets pages by plain calls of WeasyPrint, and tells the seconds of processor time that it took once that is loaded.

    python tests/benchmarks/plain_pages.py < PICKLE

What comes in is (calls, shelves): of each call its HTML, its drawings by name and the kind of PDF that is written of
it, empty for none; and where fonts and colour profiles are. Nothing of this project is imported.
"""

import pickle
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse


class Shelf(URLFetcher):  # type: ignore[misc]
    """Serves drawings from memory, fonts and profiles from their folders."""

    def __init__(self, drawings: Mapping[str, bytes], shelves: Mapping[str, Any]) -> None:
        super().__init__(allowed_protocols={"figure", "font", "profile"})
        self.drawings, self.shelves = drawings, shelves

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        scheme, _, name = url.partition(":")
        if scheme == "figure":
            kind = "png" if self.drawings[name].startswith(b"\x89PNG") else "svg+xml"
            return URLFetcherResponse(url, self.drawings[name], {"Content-Type": f"image/{kind}"})
        if scheme == "font":
            family, _, file = name.replace("%20", " ").partition("/")
            content = Path(self.shelves["font"][family], file).read_bytes()
            return URLFetcherResponse(url, content, {"Content-Type": "font/ttf"})
        content = Path(self.shelves["profile"], name).read_bytes()
        return URLFetcherResponse(url, content, {"Content-Type": "application/vnd.iccprofile"})


def main() -> None:
    calls, shelves = pickle.load(sys.stdin.buffer)  # noqa: S301 (from printed.py)
    start, fonts = time.process_time(), FontConfiguration()
    for html, drawings, kind in calls:
        document = HTML(string=html, base_url="page:/", url_fetcher=Shelf(drawings, shelves)).render(font_config=fonts)
        if kind:
            document.write_pdf(pdf_variant=kind, pdf_identifier=True, custom_metadata=False)
    sys.stdout.write(f"{time.process_time() - start}\n")


if __name__ == "__main__":
    main()
