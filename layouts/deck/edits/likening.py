"""A new slide in a deck whose layouts another program has written anew: its texts are set as those of its neighbours.

LibreOffice writes how a text is set on the slide itself, and little of it on the layout.
"""

from copy import deepcopy
from typing import Any, Final

from layouts.deck.edits.readback import holder_of
from layouts.deck.names import qn

LOOKS: Final = ("a:solidFill", "a:latin", "a:ea", "a:cs")  # of a run, in their order (ISO/IEC 29500-1, 21.1.2.3.9)
ALIKE: Final = {"ctrTitle": "title", "obj": "body"}


def set_like(slide: Any, other: Any) -> None:
    """Gives the placeholders of `slide` the typeface, weight and colour of those of the same kind on `other`."""
    known: dict[tuple[str, int], Any] = {}
    for shape in other.placeholders:
        if (look := _look(shape)) is not None:
            known.setdefault(_kind(shape, known), look)
    seen: dict[tuple[str, int], Any] = {}
    for shape in slide.placeholders:
        kind = _kind(shape, seen)
        seen[kind] = True
        look = known.get(kind, known.get((kind[0], 0)))
        for run in shape._element.iter(qn("a:r")) if look is not None else ():
            _take(run.get_or_add_rPr(), look)


def _kind(shape: Any, taken: dict[tuple[str, int], Any]) -> tuple[str, int]:
    """The kind of a placeholder, and which of that kind it is on its slide."""
    kind = ALIKE.get(holder_of(shape._element), holder_of(shape._element))
    return kind, sum(1 for one, _ in taken if one == kind)


def _look(shape: Any) -> Any:
    """The properties of its first run that has any."""
    looks = (run.find(qn("a:rPr")) for run in shape._element.iter(qn("a:r")))
    return next((look for look in looks if look is not None), None)


def _take(own: Any, look: Any) -> None:
    if own.get("b") is None and look.get("b"):
        own.set("b", look.get("b"))
    for tag in LOOKS:
        given = look.find(qn(tag))
        if given is not None and own.find(qn(tag)) is None:
            _insert(own, deepcopy(given), LOOKS.index(tag))


def _insert(own: Any, given: Any, rank: int) -> None:
    """Before the first child that follows it in the order of the schema."""
    later = {qn(tag) for tag in (*LOOKS[rank + 1 :], "a:sym", "a:hlinkClick", "a:hlinkMouseOver", "a:rtl", "a:extLst")}
    if rank == 0:
        later |= {qn(f"a:{tag}") for tag in ("effectLst", "effectDag", "highlight", "uLnTx", "uLn", "uFillTx", "uFill")}
    follower = next((child for child in own if child.tag in later), None)
    if follower is None:
        own.append(given)
    else:
        follower.addprevious(given)
