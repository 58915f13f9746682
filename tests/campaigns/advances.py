"""Makes layouts/deck/fit/advances.tsv: how wide letters are in the typefaces that a podium PC may set a deck in.

    python tests/campaigns/advances.py FOLDER > layouts/deck/fit/advances.tsv

FOLDER holds, at any depth, LiberationSans-Regular.ttf and -Bold.ttf (2.1.5, Debian's fonts-liberation2, SIL OFL 1.1;
drawn to the widths of Arial) and Carlito-Regular.ttf and -Bold.ttf (20220224, Debian's fonts-crosextra-carlito, SIL OFL
1.1; drawn to the widths of Calibri). A width is a measure of a typeface, not a piece of it: no outline is copied.
"""

import sys
from itertools import chain
from pathlib import Path

from fontTools.ttLib import TTFont

FACES = ("LiberationSans-Regular", "LiberationSans-Bold", "Carlito-Regular", "Carlito-Bold")
LATIN, GREEK, MORE_LATIN, SIGNS = (0x20, 0x24F), (0x370, 0x3FF), (0x1E00, 0x1EFF), (0x2000, 0x22FF)
SHAPES = (0x25A0, 0x25FF)
HEAD = """\
# Advance widths of letters in 1/2048 of the size, made by tests/campaigns/advances.py: no typeface, only its measures.
# Columns: code point, then Arial, Arial Bold, Calibri, Calibri Bold, as Liberation Sans 2.1.5 and Carlito 20220224 have
# them, which were drawn to these widths (both SIL OFL 1.1). A dash: the typeface lacks the letter.
"""


def main(folder: Path) -> None:
    """Prints the table."""
    fonts = [_font(folder, name) for name in FACES]
    sys.stdout.write(HEAD)
    for code in chain(*(range(first, last + 1) for first, last in (LATIN, GREEK, MORE_LATIN, SIGNS, SHAPES))):
        widths = [_advance(font, code) for font in fonts]
        if set(widths) != {"-"}:
            sys.stdout.write("\t".join((f"{code:04X}", *widths)) + "\n")


def _font(folder: Path, name: str) -> TTFont:
    font = TTFont(next(folder.rglob(f"{name}.ttf")))
    assert font["head"].unitsPerEm == 2048, name
    return font


def _advance(font: TTFont, code: int) -> str:
    glyph = font.getBestCmap().get(code)
    return str(font["hmtx"][glyph][0]) if glyph else "-"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
