"""The typefaces that a deck may be shown in: its own, or what a PC that lacks it sets in its place.

Widths are ems: shares of the size. The own typeface is shaped by HarfBuzz; of Arial and Calibri, which may not be
shipped, only the advance widths are known (`advances.tsv`).
"""

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, Literal

import fontpkg_ibm_plex_sans_arabic
import fontpkg_lato
import uharfbuzz as hb

from layouts.memories import forgetful

Face = Literal["Lato", "Arial", "Calibri"]
FACES: Final[tuple[Face, ...]] = ("Lato", "Arial", "Calibri")
OWN: Final[Face] = "Lato"
LINE: Final = {"Lato": 1.2, "Arial": 1.15, "Calibri": 1.2207}  # ems from baseline to baseline, as the fonts' hhea says
JOINED_LINE: Final = 1.5  # of IBM Plex Sans Arabic, likewise
UNITS: Final = 2048  # of the table, to the em
ELSEWHERE: Final = 1.1  # letters that we have no widths of may be that much wider in another typeface
_LATIN = Path(fontpkg_lato.ROOT) / "files"
_JOINED = Path(fontpkg_ibm_plex_sans_arabic.ROOT) / "files"
_LETTERS = "\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff"
_RUNS = re.compile(f"[{_LETTERS}]+|[^{_LETTERS}]+")  # what is set in one font
_SCRIPT = re.compile(f"[{_LETTERS}]")
_BLANKS = str.maketrans("\u00a0", " ")


@forgetful
@lru_cache(maxsize=50_000)
def width(text: str, bold: bool = False, face: Face = OWN) -> float:
    """The width of text on one line."""
    if face == OWN:
        return sum(_shaped(run, bold) for run in _RUNS.findall(text))
    known = _advances()[2 * FACES.index(face) - 2 + bold]
    letters = text.translate(_BLANKS)
    return sum(known[letter] for letter in letters if letter in known) + _unknown(letters, known, bold)


def line_height(text: str, face: Face) -> float:
    """From baseline to baseline: letters that join reach higher and lower."""
    return JOINED_LINE if has_joined(text) else LINE[face]


def has_joined(text: str) -> bool:
    """Whether some letters of a text are of a script whose letters join."""
    return _SCRIPT.search(text) is not None


def _unknown(text: str, known: dict[str, float], bold: bool) -> float:
    """Letters without a width keep together: some of them join."""
    runs = "".join(" " if letter in known else letter for letter in text).split()
    return sum(width(run, bold) for run in runs) * ELSEWHERE


@cache
def _font(joined: bool, bold: bool) -> hb.Font:
    style = "Bold" if bold else "Regular"
    file = _JOINED / f"IBMPlexSansArabic-{style}.ttf" if joined else _LATIN / f"Lato-{style}.ttf"
    return hb.Font(hb.Face(hb.Blob.from_file_path(str(file))))


def _shaped(run: str, bold: bool) -> float:
    buffer = hb.Buffer()
    buffer.add_str(run)
    buffer.guess_segment_properties()
    font = _font(has_joined(run[0]), bold)
    hb.shape(font, buffer)
    return float(sum(position.x_advance for position in buffer.glyph_positions) / font.face.upem)


@cache
def _advances() -> tuple[dict[str, float], ...]:
    """The widths of letters in Arial, Arial Bold, Calibri and Calibri Bold."""
    lines = Path(__file__).with_name("advances.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    columns = range(1, 5)
    return tuple({chr(int(row[0], 16)): int(row[i]) / UNITS for row in rows if row[i] != "-"} for i in columns)
