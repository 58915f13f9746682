"""Identity and seals in a tagged PDF, as user properties of its structure elements (ISO 32000-1, 14.7.5.4).

Each /Figure carries its id and seal, the /Document the identity; any reader of tagged PDF can show them.
"""

import io
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pikepdf
import pydyf

from layouts.brochure.bounds import bounded
from layouts.identity import Sealed, SealError, from_texts, is_seal, to_texts

MOST_ELEMENTS = 200_000  # of a structure tree


# --- writing ----------------------------------------------------------------------------------------------------------


def sealer(sealed: Sealed, alts: Mapping[str, str]) -> Callable[[Any, pydyf.PDF], None]:
    """WeasyPrint's finisher: seals the structure elements, each figure found by its alternative text.

    It raises SealError for a figure that is not there, or that cannot be told from another.
    """

    def finish(document: Any, pdf: pydyf.PDF) -> None:
        elements = [thing for thing in pdf.objects if isinstance(thing, dict) and thing.get("Type") == "/StructElem"]
        (top,) = (element for element in elements if element["S"] == "/Document")
        _add(top, to_texts(sealed.identity))
        pdf.catalog["MarkInfo"]["UserProperties"] = "true"
        pictures = [element for element in elements if element["S"] == "/Figure" and "Alt" in element]
        for id, seal in sealed.figures:
            found = [element for element in pictures if element["Alt"].string == alts[id]]
            if len(found) != 1 or Counter(alts.values())[alts[id]] > 1:
                fix = "give every figure a title of its own: its alternative text begins with it"
                raise SealError(f"the figure '{id}' is not there once under its own alternative text", fix)
            _add(found[0], {"figure": id, "seal": seal})

    return finish


def _add(element: pydyf.Dictionary, texts: Mapping[str, str]) -> None:
    """User properties beside whatever attributes the element has; names are written with a capital."""
    pairs = (
        pydyf.Dictionary({"N": pydyf.String(name.capitalize()), "V": pydyf.String(text)})
        for name, text in texts.items()
    )
    ours = pydyf.Dictionary({"O": "/UserProperties", "P": pydyf.Array(pairs)})
    element["A"] = pydyf.Array([element["A"], ours]) if "A" in element else ours


# --- reading ----------------------------------------------------------------------------------------------------------


def read_brochure(content: bytes) -> Sealed | None:
    """What a PDF says it shows, None where it carries no identity; raises SealError for a file that is not whole."""
    try:
        with bounded(), pikepdf.open(io.BytesIO(content), attempt_recovery=False) as opened:
            return _read(opened)
    except pikepdf.PasswordError:
        raise SealError("it is encrypted with a password") from None
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise SealError("it is damaged, or no PDF") from None


def _read(opened: pikepdf.Pdf) -> Sealed | None:
    texts: dict[str, str] = {}
    figures: list[tuple[str, str]] = []
    for element in _elements(opened):
        if element.get("/S") == "/Document":
            texts |= _properties(element)
        elif element.get("/S") == "/Figure":
            own = _properties(element)
            if is_seal(own.get("figure", ""), own.get("seal", "")):
                figures.append((own["figure"], own["seal"]))
    identity = from_texts(texts)
    return None if identity is None else Sealed(identity, tuple(figures))


def _elements(opened: pikepdf.Pdf) -> Iterator[Any]:
    """The structure elements, each once: a damaged tree may run in a circle."""
    waiting = [opened.Root.get("/StructTreeRoot")]
    seen: set[tuple[int, int]] = set()
    for _ in range(MOST_ELEMENTS):
        if not waiting:
            return
        node = waiting.pop()
        if isinstance(node, pikepdf.Array):
            waiting += reversed(list(node))
        elif isinstance(node, pikepdf.Dictionary) and (not node.is_indirect or node.objgen not in seen):
            seen.add(node.objgen)
            yield node
            waiting.append(node.get("/K"))
    raise SealError("its structure has more elements than a brochure ever has")


def _properties(element: Any) -> dict[str, str]:
    """The user properties of an element that are texts, by name in lower case."""
    attributes = element.get("/A", [])
    found: dict[str, str] = {}
    for attribute in attributes if isinstance(attributes, pikepdf.Array) else [attributes]:
        if isinstance(attribute, pikepdf.Dictionary) and attribute.get("/O") == "/UserProperties":
            for pair in attribute.get("/P", []):
                name, text = pair.get("/N"), pair.get("/V")
                if isinstance(name, pikepdf.String) and isinstance(text, pikepdf.String):
                    found[str(name).lower()] = str(text)
    return found
