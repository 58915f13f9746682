"""A figure's new group of shapes in place of the old one: where people put it, as large, as high in the order."""

from collections import Counter
from copy import deepcopy
from typing import Any

from layouts.deck.edits.saying import Part
from layouts.deck.names import qn


def regroup(old: Any, fresh: Any, base: Part, theirs: Part) -> Any:
    """Puts a copy of the group `fresh` in the place of `old` and returns it.

    What people did to the place and size of the figure since it was made (`base`) is done to the new one. Shapes keep
    their ids by name, so that animations go on with them.
    """
    new = deepcopy(fresh)
    _number(old, new)
    for listed in list(new.iter(qn("p:custDataLst"))):
        listed.getparent().remove(listed)  # tags are parts of the slide it came from
    _place(new, base.box, theirs.box)
    old.getparent().replace(old, new)
    return new


def _number(old: Any, new: Any) -> None:
    taken = {int(one.get("id")) for one in old.getroottree().iter(qn("p:cNvPr")) if str(one.get("id", "")).isdigit()}
    known = _by_name(old)
    next_one = max(taken, default=1) + 1
    for key, properties in _by_name(new).items():
        if key in known and str(known[key].get("id", "")).isdigit():
            properties.set("id", known[key].get("id"))
        else:
            properties.set("id", str(next_one))
            next_one += 1


def _by_name(group: Any) -> dict[tuple[str, int], Any]:
    """The properties of a group and its shapes by name, and which of that name they are."""
    seen: Counter[str] = Counter()
    found = {}
    for properties in group.iter(qn("p:cNvPr")):
        name = str(properties.get("name", ""))
        seen[name] += 1
        found[name, seen[name]] = properties
    return found


def _place(group: Any, made: tuple[int, int, int, int], now: tuple[int, int, int, int]) -> None:
    """Moves and scales a group as people did; programs round by less than a point."""
    if all(abs(one - two) < 12_700 for one, two in zip(made, now, strict=True)) or not all((*made[2:], *now[2:])):
        return
    place = group.find(f"{qn('p:grpSpPr')}/{qn('a:xfrm')}")
    off, ext = place.find(qn("a:off")), place.find(qn("a:ext"))
    across, down = now[2] / made[2], now[3] / made[3]
    off.set("x", str(round(now[0] + (int(off.get("x")) - made[0]) * across)))
    off.set("y", str(round(now[1] + (int(off.get("y")) - made[1]) * down)))
    ext.set("cx", str(round(int(ext.get("cx")) * across)))
    ext.set("cy", str(round(int(ext.get("cy")) * down)))
