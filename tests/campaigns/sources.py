"""Changes sources, translations, brands, tables and PO files at random and looks for tracebacks, hours and memory.

    python tests/campaigns/sources.py [--examples 20000] [--kind source]... [--start N --stride N] [--state FILE]

Of a hundred inputs 15 have lines changed, as a hand slips, the others values, by what the model says of each. Two of
three sources begin as the minimal comparison, one as the wrist, which has every kind of part and takes six times as
long. What can be read is also planned: published, put on panels, pages and slides, and judged, but not drawn; one of
five is read twice, in pieces and as a whole. Each input has 10 s of processor time and 1 GiB. It goes on where it was
stopped, and two processes share the numbers with --stride 2; a number is a seed, and makes the same input again with
--only. The suite runs some seconds of the same (tests/test_campaigns.py).
"""

import random
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from unittest.mock import patch

from pydantic import BaseModel

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1]), str(HERE)]

from bounded import Campaign, main  # noqa: E402 (found from here on)
from planning import plan  # noqa: E402
from shapes import Names, Shape, changed_value, names_of  # noqa: E402

from layouts import tree  # noqa: E402
from layouts.brand import Brand, parse_brand  # noqa: E402
from layouts.comparison import Comparison  # noqa: E402
from layouts.overlay import Overlay, parse_overlay, translate  # noqa: E402
from layouts.po import from_po, to_po  # noqa: E402
from layouts.source import MAIN, WORKS, Source, parse_source  # noqa: E402
from layouts.tree import parse_tree  # noqa: E402
from layouts.variants import parse_variants  # noqa: E402
from layouts.works import References  # noqa: E402

TESTS = HERE.parent
Files = dict[str, bytes]
WRIST: Files = {name: (TESTS / "sources" / "wrist" / name).read_bytes() for name in (MAIN, WORKS)}
MINIMAL: Files = {name: (TESTS / "sources" / "minimal" / name).read_bytes() for name in (MAIN, WORKS)}
SPANISH = (TESTS / "overlays" / "wrist" / "es.yaml").read_bytes()
HARBOUR = (TESTS / "brands" / "harbour" / "brand.yaml").read_bytes()
TABLE = (
    b"variant,comparison,brand,language,paper,documents,site,phone,logo\na,wrist,harbour,en,a4,deck,Here,+1 2,a.svg\n"
)
ODD = (
    *("", "null", "true", "-1", "0", "1e308", "99999999999999999999", ".nan", "2026-02-30", "[]", "{}", "[[[]]]"),
    *("&a x", "*a", "!!python/name:os.system", "|\n  x", "'", '"', "{x}", "[@x]", "**", "\u202e", "\0", "\ud83d\ude00"),
    *("not recorded", "../../x", "/etc/passwd", "x" * 5000, "<script>", "%s%n", "{{7*7}}", "=1+1", "\ufeff", "\u2028"),
)


def changed_lines(content: bytes, chance: random.Random) -> bytes:
    """One to four changes that keep most of the structure: a value, a line, a block, its place, its depth."""
    lines = content.decode().split("\n")
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(lines))
        more = chance.randrange(1, 8)
        match chance.randrange(7):
            case 0:
                key, mark, _ = lines[at].partition(": ")
                lines[at] = f"{key}{mark or ': '}{chance.choice(ODD)}"
            case 1:
                del lines[at : at + more]
            case 2:
                lines[at:at] = lines[at : at + more]
            case 3:
                other = chance.randrange(len(lines))
                lines[at], lines[other] = lines[other], lines[at]
            case 4:
                lines[at] = " " * chance.randrange(9) + lines[at]
            case 5:
                place = chance.randrange(len(lines[at]) + 1)
                lines[at] = lines[at][:place] + chance.choice(ODD) + lines[at][place:]
            case _:
                lines[at] = lines[at].strip()
        lines = lines or [""]
    return "\n".join(lines).encode("utf-8", "surrogatepass")


@dataclass(frozen=True)
class Document:
    """A sound file: its bytes, its values, the shape that a model gives them, and what it can name."""

    content: bytes
    model: type[BaseModel]
    names: Names

    @cached_property
    def value(self) -> dict[str, Any]:
        return value_of(self.content)

    def changed(self, chance: random.Random) -> bytes:
        """Its lines changed, or its values."""
        if chance.random() < 0.15:
            return changed_lines(self.content, chance)
        return changed_value(self.value, shape_of(self.model), chance, self.names)


@cache
def shape_of(model: type[BaseModel]) -> Shape:
    return Shape(model)


def value_of(content: bytes) -> Any:
    return parse_tree(content, "").value


def documents(files: Files) -> dict[str, Document]:
    names = names_of(*map(value_of, files.values()))
    return {MAIN: Document(files[MAIN], Comparison, names), WORKS: Document(files[WORKS], References, names)}


DOCUMENTS = {"wrist": documents(WRIST), "minimal": documents(MINIMAL)}
OVERLAY = Document(SPANISH, Overlay, DOCUMENTS["wrist"][MAIN].names)
BRAND = Document(HARBOUR, Brand, names_of(value_of(HARBOUR)))


@cache
def wrist() -> Source:
    return parse_source(WRIST)


@cache
def minimal() -> Source:
    return parse_source(MINIMAL)


@cache
def harbour() -> Brand:
    return parse_brand(HARBOUR, "brand.yaml")


def source(chance: random.Random) -> None:
    chosen = DOCUMENTS[chance.choice(("wrist", "minimal", "minimal"))]
    name = chance.choice((MAIN, MAIN, MAIN, WORKS))
    sound = {other: document.content for other, document in chosen.items()}
    changed = chosen[name].changed(chance)
    if chance.random() < 0.2:
        check_pieces(changed)
    plan(parse_source(sound | {name: changed}), harbour())


def check_pieces(content: bytes) -> None:
    """A file says the same whether it is read piece by piece or as a whole."""
    pieced = parse_tree(content, MAIN)
    with patch.object(tree, "_pieced", lambda text, file: None):
        whole = parse_tree(content, MAIN)
    for name in ("value", "whole", "problems", "places", "keys"):
        assert repr(getattr(pieced, name)) == repr(getattr(whole, name)), name


def overlay(chance: random.Random) -> None:
    plan(translate(wrist(), parse_overlay(OVERLAY.changed(chance), "es.yaml")), harbour())


def brand(chance: random.Random) -> None:
    plan(minimal(), parse_brand(BRAND.changed(chance), "brand.yaml"))


def table(chance: random.Random) -> None:
    choices = {"paper": ("a4", "letter"), "documents": ("deck", "trifold")}
    changed = changed_lines(TABLE, chance) if chance.random() < 0.5 else changed_cells(chance)
    parse_variants(changed.replace(b",", chance.choice((b",", b";", b"\t", b'","'))), "t.csv", choices)


def changed_cells(chance: random.Random) -> bytes:
    """Rows with cells that are right, odd, missing or too many, in columns of any order."""
    head, row = (line.split(",") for line in TABLE.decode().splitlines())
    columns = chance.sample(range(len(head)), chance.randint(2, len(head)))
    rows = [[head[column] for column in columns]]
    for number in range(chance.choice((1, 2, 50, 2000))):
        cells = [row[column] if chance.random() < 0.8 else chance.choice(ODD) for column in columns]
        cells[chance.randrange(len(cells))] = chance.choice((f"row-{number}", *ODD))
        rows.append(cells * chance.choice((1, 1, 1, 1, 1, 1, 2)))
    return "\n".join(",".join(cells) for cells in rows).encode("utf-8", "surrogatepass")


def po_file(chance: random.Random) -> None:
    from_po(changed_lines(po(), chance), "es")


@cache
def po() -> bytes:
    return to_po(wrist(), parse_overlay(SPANISH, "es.yaml"))


KINDS: dict[str, Callable[[random.Random], None]] = {
    "source": source,
    "brand": brand,
    "table": table,
    "overlay": overlay,
    "PO file": po_file,
}

if __name__ == "__main__":
    raise SystemExit(main(Campaign("sources", KINDS), __doc__))
