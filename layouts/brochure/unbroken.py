"""Names that no line ends in: short ones with a hyphen, such as COVID-19, whose halves say nothing by themselves."""

import re
from collections.abc import Iterator

NAME = re.compile(r"\b\w{1,5}-[A-Z0-9]\w{0,4}\b")


def unbroken(text: str) -> Iterator[tuple[str, bool]]:
    """A text in pieces, each with whether it is such a name."""
    start = 0
    for found in NAME.finditer(text):
        if text[start : found.start()]:
            yield text[start : found.start()], False
        yield found[0], True
        start = found.end()
    if text[start:]:
        yield text[start:], False
