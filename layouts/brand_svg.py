"""A logo in SVG, looked at before it is drawn: what could run, fetch or unfold is refused by its name and line.

What is left are shapes, groups, gradients and clips, which a page, a slide and a press draw the same way.
"""

import re
from collections.abc import Iterator
from typing import Any

from layouts.brand_weight import weight

SVG = "{http://www.w3.org/2000/svg}"
SHAPES = {"svg", "g", "defs", "symbol", "use", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon"}
DRAWN = SHAPES | {"title", "desc", "style", "clipPath", "mask", "linearGradient", "radialGradient", "stop"}
FOREIGN = re.compile(r"\\|@import|expression\s*\(|javascript:|url\s*\(\s*['\"]?(?!#)", re.IGNORECASE)  # \ hides a word
ACTIVE = re.compile(r"on[a-z]+$", re.IGNORECASE)
NUMBER = re.compile(r"\s*([0-9]+(?:\.[0-9]+)?)\s*(?:px|pt|mm|cm|in)?\s*$")
ELSEWHERE = ("http://www.w3.org/1999/xhtml", "http://www.w3.org/1998/Math/MathML")  # a browser shows, and runs, these
KNOWN = "w3.org/"  # where the document types of SVG are; drawing programs name them
MOST = 20_000  # elements
Fault = tuple[int, str]  # line, message


class UnreadableError(Exception):
    """The bytes are no SVG."""


def parse_svg(content: bytes) -> Any:
    """The root of an SVG; nothing is fetched and no entity unfolds. Raises UnreadableError."""
    from lxml import etree  # here: only a brand with an SVG needs it

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        raise UnreadableError from None
    if root.tag != f"{SVG}svg":
        raise UnreadableError
    return root


def svg_faults(root: Any) -> Iterator[Fault]:
    """Everything in an SVG that a logo may not have."""
    from lxml import etree

    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and next(iter(dtd.iterentities()), None) is not None:
        yield 1, "declares entities"
    if dtd is not None and KNOWN not in (dtd.system_url or KNOWN):
        yield 1, f"refers to '{dtd.system_url[:60]}' for its document type"
    for count, element in enumerate(root.iter()):
        line = element.sourceline or 1
        if count > MOST:
            yield line, f"has more than {MOST:,} elements"
            return
        if isinstance(element, etree._Entity):
            yield line, f"uses the entity '{element.text}'"
        elif isinstance(element, etree._ProcessingInstruction):
            yield line, f"has the instruction '{element.target}'"
        elif isinstance(element.tag, str) and element.tag.startswith(SVG):
            yield from _element_faults(element, element.tag.removeprefix(SVG), line)
        elif isinstance(element.tag, str) and element.tag.startswith(tuple(f"{{{space}}}" for space in ELSEWHERE)):
            yield line, f"has the element <{element.tag.rpartition('}')[2]}> of a web page"
    if weight(root) > MOST:
        yield 1, f"unfolds to more than {MOST:,} elements, or refers to itself in a circle"


def _element_faults(element: Any, name: str, line: int) -> Iterator[Fault]:
    if name not in DRAWN:
        told = ": turn its letters into outlines" if name in ("text", "tspan", "textPath") else ""
        yield line, f"has the element <{name}>{told}"
        return
    if name == "style" and FOREIGN.search(element.text or ""):
        yield line, "has a <style> that loads something"
    for attribute, value in element.attrib.items():
        key = attribute.rpartition("}")[2]
        if ACTIVE.match(key):
            yield line, f"has the attribute '{key}' on <{name}>"
        elif key in ("href", "src") and not value.strip().startswith("#"):
            yield line, f"refers to '{value[:60]}' on <{name}>"
        elif FOREIGN.search(value):
            yield line, f"loads something through '{key}' on <{name}>"


def svg_ratio(root: Any) -> float | None:
    """Its width for one unit of height, by its viewBox or its size; None where it tells neither."""
    box = [float(part) for part in re.findall(r"-?[0-9]+(?:\.[0-9]+)?", root.get("viewBox", ""))]
    if len(box) == 4:
        return box[2] / box[3] if box[2] > 0 and box[3] > 0 else None
    sizes = [NUMBER.match(root.get(key, "")) for key in ("width", "height")]
    lengths = [float(size[1]) for size in sizes if size]
    return lengths[0] / lengths[1] if len(lengths) == 2 and min(lengths) > 0 else None
