"""Is a print-shop file fit for the press? Looked at as a printer's preflight looks at it: at its bytes."""

import io
from collections.abc import Iterator

import pikepdf

from layouts.brochure.job_ticket import Facts
from layouts.brochure.sheets import Sheet
from layouts.checks.painting import painted
from layouts.checks.press_file import Fault, Page, PressFile, dictionaries
from layouts.checks.press_ink import check_ink, most_ink
from layouts.checks.press_places import check_places
from layouts.checks.press_sheet import check_sheet
from layouts.checks.press_x4 import check_x4
from layouts.problems import Place, Problem


def check_press(content: bytes, sheet: Sheet, name: str, place: Place) -> list[Problem]:
    """PRN-01 to PRN-04 and PRN-06 to PRN-09: everything that a print shop would send back, each kind of fault once."""
    return [
        Problem(place, fault.rule, f"{name}: {fault.message}", fault.fix, fault.severity)
        for fault in dict.fromkeys(_faults(content, sheet))
    ]


def _faults(content: bytes, sheet: Sheet) -> Iterator[Fault]:
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            file = PressFile(pdf, sheet, _pages(pdf))
            for check in (check_x4, check_sheet, check_places, check_ink):
                yield from check(file)
    except (pikepdf.PdfError, pikepdf.PasswordError):
        yield Fault("PRN-07", "it cannot be read: it is damaged, encrypted, or no PDF")


def _pages(pdf: pikepdf.Pdf) -> tuple[Page, ...]:
    return tuple(Page(number, page.obj, tuple(painted(page))) for number, page in enumerate(pdf.pages, 1))


def press_facts(content: bytes) -> Facts:
    """What the job ticket tells of a sound print-shop file, read off its bytes."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        fonts = {str(font.FontName)[1:].partition("+")[2] for font in dictionaries(pdf) if "/FontName" in font}
        pages = _pages(pdf)
    return Facts(tuple(sorted(fonts)), len(pages), max(most_ink(page) for page in pages))
