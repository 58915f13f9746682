"""How much a stranger's PDF may unpack to: a stream without end is an error, not the end of the memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pikepdf.settings import set_qpdf_limits

MOST_BYTES = 64_000_000  # of one stream, unpacked; ours are below two million


@contextmanager
def bounded() -> Iterator[None]:
    """The limits of pikepdf for the length of a with block."""
    most = MOST_BYTES
    before: dict[str, Any] = set_qpdf_limits(flate_max_memory=most, png_max_memory=most, run_length_max_memory=most)
    try:
        yield
    finally:
        set_qpdf_limits(**before)
