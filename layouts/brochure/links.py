"""Links: what becomes one in a text, and what a reader who listens is told of each."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pydyf

from layouts.brochure.tags import Finisher
from layouts.citations import address

NAMED = re.compile(r"https?://\S+|doi:10\.\S+|\bPMID \d{1,8}\b|\bNCT\d{8}\b")
CLOSING = ".,;:!?)]}'\"’”»"  # at the end of an address it belongs to the sentence


def pieces(text: str) -> Iterator[tuple[str, str | None]]:
    """A text in pieces, each with the address that it leads to, if any: web addresses and public registers."""
    start = 0
    for found in NAMED.finditer(text):
        name = found[0].rstrip(CLOSING)
        if text[start : found.start()]:
            yield text[start : found.start()], None
        yield name, address(name)
        start = found.start() + len(name)
    if text[start:]:
        yield text[start:], None


def tell_links(told: Mapping[str, str]) -> Finisher:
    """Every link says where it leads to (ISO 14289-1, 7.18.5): inside the file `told` by its target, else the address.

    A target of which nothing is told is an error of the template, a KeyError.
    """

    def finish(document: Any, pdf: pydyf.PDF) -> None:
        for link in [thing for thing in pdf.objects if isinstance(thing, dict) and thing.get("Subtype") == "/Link"]:
            if "Dest" in link:
                link["Contents"] = pydyf.String(told[link["Dest"].string])

    return finish
