"""The order in which a folded sheet is read, in the structure tree and in the outline."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import pydyf

from layouts.brochure.tags import Finisher, has_content, headings, hold, kids, resolve, top


def panels_in_order(written: Sequence[str], read: Sequence[str]) -> Finisher:
    """Puts the panels (/Art), which the pages hold as `written`, into the order in which they are `read`.

    A folded sheet is not read as it is printed: the sides (/Sect) that held the panels go (ISO 14289-1, 7.2), and the
    outline follows.
    """

    def finish(document: Any, pdf: pydyf.PDF) -> None:
        tree, told = top(pdf), headings(pdf)
        sides = kids(pdf, tree)
        panels = [panel for side in sides for panel in kids(pdf, side) if panel["S"] == "/Art"]
        rest = [part for side in sides for part in kids(pdf, side) if part["S"] != "/Art" and has_content(pdf, part)]
        named = dict(zip(written, panels, strict=True))
        hold(tree, [*(named[id] for id in read), *rest])
        for side in sides:
            side.clear()  # what is left of it in the file is <<>>
        _outline_like_tags(pdf, told)

    return finish


# --- outline (ISO 32000-1, 12.3.3) ------------------------------------------------------------------------------------


def _outline_like_tags(pdf: pydyf.PDF, told: Sequence[Any]) -> None:
    """Puts the entries, which were made of the headings as `told`, into the order of the structure tree."""
    root = resolve(pdf, pdf.catalog["Outlines"])
    of = {heading.number: item for heading, item in zip(told, list(_items(pdf, root)), strict=True)}
    _nest(pdf, root, [(int(heading["S"][2]), of[heading.number]) for heading in headings(pdf)])


def _items(pdf: pydyf.PDF, parent: Any) -> Iterator[Any]:
    """The entries under one of the outline, each before those under it."""
    reference = parent.get("First")
    while reference:
        item = resolve(pdf, reference)
        yield item
        yield from _items(pdf, item)
        reference = item.get("Next")


def _nest(pdf: pydyf.PDF, root: Any, entries: Sequence[tuple[int, Any]]) -> None:
    """Ties the entries anew, each under the last one before it of a lower level."""
    under: dict[int, list[Any]] = {root.number: []}
    above: list[tuple[int, Any]] = [(0, root)]
    for level, item in entries:
        while above[-1][0] >= level:
            above.pop()
        under[above[-1][1].number].append(item)
        under[item.number] = []
        above.append((level, item))
    _tie(root, under)


def _tie(parent: Any, under: dict[int, list[Any]]) -> int:
    """Ties an entry to those under it; gives how many these are, all open."""
    items = under[parent.number]
    for key in ("First", "Last"):
        parent.pop(key, None)
    if items:
        parent["First"], parent["Last"] = items[0].reference, items[-1].reference
    for item in items:
        item["Parent"] = parent.reference
        for key in ("Prev", "Next"):
            item.pop(key, None)
    for before, after in pairwise(items):
        before["Next"], after["Prev"] = after.reference, before.reference
    parent["Count"] = len(items) + sum(_tie(item, under) for item in items)
    return int(parent["Count"])
