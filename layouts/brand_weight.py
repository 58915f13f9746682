"""How many shapes an SVG unfolds to: a shape may stand for others that stand for others (SVG 2, 5.6 and 14)."""

import re
from collections.abc import Iterator
from math import inf
from typing import Any

RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
NAME = re.compile(r"[.#]?[A-Za-z_][\w-]*|\*")
REFERS = re.compile(r"url\s*\(\s*['\"]?#([^'\")\s]+)")
Styles = dict[str, set[str]]  # '.class', '#id', 'tag' or '*' -> ids that the style refers to


def weight(root: Any) -> float:
    """The elements that are drawn, each as often as it is referred to; infinite where one refers to itself.

    A gradient counts as one: it colours a shape and draws none.
    """
    named = {element.get("id"): element for element in root.iter() if element.get("id")}
    styles = _styles(root)
    weights: dict[Any, float] = {}

    def of(element: Any, above: frozenset[Any]) -> float:
        if element in above:
            return inf
        if element not in weights:
            below = [child for child in element if isinstance(child.tag, str)]
            below += [named[id] for id in _referred(element, styles) if id in named]
            under = sum(of(one, above | {element}) for one in below)
            weights[element] = 1 + (under if under == inf or not element.tag.endswith("Gradient") else 0)
        return weights[element]

    try:
        return of(root, frozenset())
    except RecursionError:
        return inf


def _styles(root: Any) -> Styles:
    """What the rules of <style> refer to, by the names in their selectors; rather too much than too little."""
    found: Styles = {}
    for element in root.iter("{*}style"):
        for selector, body in RULE.findall(element.text or ""):
            ids = set(REFERS.findall(body))
            for name in NAME.findall(selector) if ids else ():
                found.setdefault(name, set()).update(ids)
    return found


def _referred(element: Any, styles: Styles) -> Iterator[str]:
    """The ids that an element refers to: by its attributes, and by the rules for its names."""
    names = {"*", element.tag.rpartition("}")[2], f"#{element.get('id')}"}
    names |= {f".{word}" for word in element.get("class", "").split()}
    found = {id for name in names for id in styles.get(name, ())}
    for attribute, value in element.attrib.items():
        found.update(REFERS.findall(value))
        if attribute.rpartition("}")[2] == "href" and value.strip().startswith("#"):
            found.add(value.strip()[1:])
    yield from sorted(found)
