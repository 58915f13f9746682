"""The source that a brochure carries as an attached file, read back."""

import io

import pikepdf

from layouts.attached import NAME
from layouts.brochure.bounds import bounded


def read_carried(content: bytes) -> bytes | None:
    """The attached archive of a PDF, or nothing where there is none or no PDF; of a bounded size."""
    try:
        with bounded(), pikepdf.open(io.BytesIO(content)) as pdf:
            names = {name.rpartition("/")[2]: name for name in pdf.attachments}
            return bytes(pdf.attachments[names[NAME]].get_file().read_bytes()) if NAME in names else None
    except (pikepdf.PdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
