"""Changes sources, translations, brands, tables and PO files at random and looks for tracebacks, hours and memory.

    python tests/campaigns/sources.py [--examples 2000] [--seconds N] [--state FILE]

Each input is read in a process with a bound of 10 s and 1 GiB. It goes on where it was stopped; a number is a seed, and
makes the same input again with --only. The suite runs some seconds of the same (tests/test_campaigns.py).
"""

import random
import sys
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1]), str(HERE)]

from bounded import Campaign, main  # noqa: E402 (found from here on)

from layouts.brand import parse_brand  # noqa: E402
from layouts.overlay import parse_overlay, translate  # noqa: E402
from layouts.po import from_po, to_po  # noqa: E402
from layouts.source import MAIN, WORKS, parse_source  # noqa: E402
from layouts.variants import parse_variants  # noqa: E402

TESTS = HERE.parent
WRIST = {name: (TESTS / "sources" / "wrist" / name).read_bytes() for name in (MAIN, WORKS)}
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


def source(chance: random.Random) -> None:
    name = chance.choice((MAIN, MAIN, WORKS))
    parse_source(WRIST | {name: changed_lines(WRIST[name], chance)})


def overlay(chance: random.Random) -> None:
    translate(parse_source(WRIST), parse_overlay(changed_lines(SPANISH, chance), "es.yaml"))


def brand(chance: random.Random) -> None:
    parse_brand(changed_lines(HARBOUR, chance), "brand.yaml")


def table(chance: random.Random) -> None:
    choices = {"paper": ("a4", "letter"), "documents": ("deck", "trifold")}
    parse_variants(
        changed_lines(TABLE, chance).replace(b",", chance.choice((b",", b";", b"\t", b'","'))), "t.csv", choices
    )


def po_file(chance: random.Random) -> None:
    content = to_po(parse_source(WRIST), parse_overlay(SPANISH, "es.yaml"))
    from_po(changed_lines(content, chance), "es")


KINDS: dict[str, Callable[[random.Random], None]] = {
    "source": source,
    "brand": brand,
    "table": table,
    "overlay": overlay,
    "PO file": po_file,
}

if __name__ == "__main__":
    raise SystemExit(main(Campaign("sources", KINDS), __doc__))
