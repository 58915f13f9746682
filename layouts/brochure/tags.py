"""The structure tree as the typesetter has made it, before the file is written: its elements in pydyf's objects."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pydyf

Finisher = Callable[[Any, pydyf.PDF], None]
HEADINGS = ("/H1", "/H2", "/H3", "/H4", "/H5", "/H6")


def resolve(pdf: pydyf.PDF, reference: bytes) -> Any:
    """The object that a reference such as b'12 0 R' leads to."""
    return pdf.objects[int(reference.split()[0])]


def kids(pdf: pydyf.PDF, element: Any) -> list[Any]:
    """The elements right under one, in order; marks and annotations are left out."""
    found = [resolve(pdf, kid) for kid in element.get("K", ()) if isinstance(kid, bytes)]
    return [kid for kid in found if kid.get("Type") == "/StructElem"]


def walk(pdf: pydyf.PDF, element: Any) -> Iterator[Any]:
    """An element and all under it, in reading order."""
    yield element
    for kid in kids(pdf, element):
        yield from walk(pdf, kid)


def top(pdf: pydyf.PDF) -> Any:
    """The /Document, which holds all others."""
    root = resolve(pdf, pdf.catalog["StructTreeRoot"])
    return resolve(pdf, root["K"][0])


def headings(pdf: pydyf.PDF) -> list[Any]:
    """The headings in reading order."""
    return [element for element in walk(pdf, top(pdf)) if element["S"] in HEADINGS]


def has_content(pdf: pydyf.PDF, element: Any) -> bool:
    """Whether there is anything to read under an element: fold marks and rules are drawn, and say nothing."""
    return any(isinstance(kid, int) for part in walk(pdf, element) for kid in part.get("K", ()))


def hold(parent: Any, children: Sequence[Any]) -> None:
    """Puts these elements, and nothing else, under one."""
    parent["K"] = pydyf.Array([child.reference for child in children])
    for child in children:
        child["P"] = parent.reference
