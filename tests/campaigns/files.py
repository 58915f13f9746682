"""Changes templates, decks, brochures, logos and profiles at random and looks for tracebacks, hours, memory.

    python tests/campaigns/files.py [--examples 2000] [--kind template]... [--seconds N] [--state FILE]

Bytes are changed anywhere, or within one part of a package; parts are taken away, doubled, renamed and exchanged, the
package's directory lies, and elements and attributes of XML are changed. What is taken is used: a deck is written on a
template, an edited deck is told apart from what it was and brought up to date, a logo is set and drawn. Each input has
10 s of processor time and 1 GiB. It goes on where it was stopped; a number is a seed, and makes the same input again
with --only. The suite runs some seconds of the same (tests/test_campaigns.py).
"""

import io
import random
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from zlib import crc32

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1]), str(HERE.parent), str(HERE)]

from bounded import Campaign, main  # noqa: E402 (found from here on)
from packages import changed_directory, changed_part, changed_parts, changed_tree  # noqa: E402

from layouts.brand import Brand, read_brand  # noqa: E402
from layouts.brand_folder import read_mark  # noqa: E402
from layouts.brochure.rasters import rasterised  # noqa: E402
from layouts.checks.finished import check_file  # noqa: E402
from layouts.deck.edits.left import with_left  # noqa: E402
from layouts.deck.edits.refreshing import refresh_deck  # noqa: E402
from layouts.deck.seals import read_deck  # noqa: E402
from layouts.deck.templates.doctor import diagnosis  # noqa: E402
from layouts.deck.templates.stage import Template, stage_of  # noqa: E402
from layouts.documents import Desk, Variant, make_deck  # noqa: E402
from layouts.identity import SealError  # noqa: E402
from layouts.illustrations import Illustrations  # noqa: E402
from layouts.profiles import output_profile_fault  # noqa: E402
from layouts.source import MAIN, WORKS, Source, parse_source  # noqa: E402
from templates import made  # noqa: E402

MARK = (HERE.parent / "brands" / "harbour" / "mark.svg").read_bytes()
WORDS = (
    b"<!DOCTYPE x>",
    b'Target="../../../x"',
    b'TargetMode="External"',
    b"&#0;",
    b"<a>",
    b"</p:sld>",
    b"99999999999",
    b"",
)


def changed_bytes(content: bytes, chance: random.Random) -> bytes:
    """One to eight changes: bits, bytes, runs cut out, doubled, words put in."""
    made_of = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        at, more = chance.randrange(len(made_of) + 1), chance.randrange(1, 200)
        match chance.randrange(5):
            case 0 if at < len(made_of):
                made_of[at] ^= 1 << chance.randrange(8)
            case 1:
                del made_of[at : at + more]
            case 2:
                made_of[at:at] = made_of[at : at + more]
            case 3:
                made_of[at : at + 4] = chance.randbytes(4)
            case _:
                made_of[at:at] = chance.choice(WORDS)
    return bytes(made_of)


def changed_package(content: bytes, chance: random.Random) -> bytes:
    """The package itself changed, its directory, its parts, or one of them under its packing."""
    match chance.choices(range(5), (1, 1, 3, 2, 4))[0]:
        case 0:
            return changed_bytes(content, chance)
        case 1:
            return changed_directory(content, chance)
        case 2:
            return changed_parts(content, chance)
        case 3:
            return changed_part(content, chance, changed_bytes)
    return changed_part(content, chance, changed_tree)


@cache
def template_bytes(name: str) -> bytes:
    return {"default": made.default, "german": made.german, "logo": made.with_logo, "dark": made.dark}[name]()


@cache
def house() -> Brand:
    brand, _ = read_brand("clinic", [HERE.parents[1] / "sources" / "brands"])
    return brand


@cache
def comparison() -> Source:
    """The minimal comparison with slides of every kind that needs no drawing."""
    files = {name: (HERE.parent / "sources" / "minimal" / name).read_bytes() for name in (MAIN, WORKS)}
    slides = b"{make: title}, {make: disclosures}, {section: all, layout: section}, {section: all, layout: closing}"
    every = slides + b", {section: all, layout: text}, {make: data}, {make: references}"
    return parse_source(files | {MAIN: files[MAIN].replace(b"{section: all, layout: text}", every)})


def written(template: Template | None = None) -> bytes:
    """A deck of it."""
    variant = Variant(house(), "en", ("a4",), ("deck",), template=template)
    desk = Desk(comparison(), variant, Illustrations(comparison(), house()))
    return make_deck(desk).files["deck.pptx"]


@cache
def deck_bytes() -> bytes:
    return written()


@cache
def pdf_bytes() -> bytes:
    import pikepdf

    opened = pikepdf.new()
    opened.add_blank_page()
    with opened.open_metadata() as told:
        told["dc:title"] = "Title"
    top = opened.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))
    top.K = opened.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.Document, P=top))
    opened.Root.StructTreeRoot = top
    stream = io.BytesIO()
    opened.save(stream, compress_streams=False)
    return stream.getvalue()


def given(name: str, content: bytes, read: Callable[[Path], object]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        read(path)


def template(chance: random.Random) -> None:
    """A deck written on it, and what is told of it."""
    content = changed_package(template_bytes(chance.choice(("default", "german", "logo", "dark"))), chance)
    read = Template("house.pptx", content)
    diagnosis(stage_of(read, house(), "en"))
    written(read)


def deck(chance: random.Random) -> None:
    """A deck of ours or of somebody else: checked, compared with what it was, and brought up to date."""
    content = changed_package(chance.choice((deck_bytes(), deck_bytes(), example_bytes())), chance)
    given("d.pptx", content, lambda path: check_file(path, False))
    with suppress(SealError):
        with_left(content, read_deck(content))
    refresh_deck(content, deck_bytes(), "d.pptx")


@cache
def example_bytes() -> bytes:
    return made.with_example_slides()


def brochure(chance: random.Random) -> None:
    given("b.pdf", changed_bytes(pdf_bytes(), chance), lambda path: check_file(path, False))


def logo(chance: random.Random) -> None:
    name, content = chance.choice((("mark.svg", MARK), ("mark.png", made.logo())))
    change = changed_tree if name == "mark.svg" and chance.random() < 0.7 else changed_bytes
    if name == "mark.png" and chance.random() < 0.5:
        change = changed_chunks

    def read(path: Path) -> None:
        mark = read_mark(path.parent / "brand.yaml", name, "", ())
        if mark.vector:
            rasterised(mark)

    given(name, change(content, chance), read)


def changed_chunks(content: bytes, chance: random.Random) -> bytes:
    """A PNG whose chunks are sound one by one, and changed, doubled, missing or in another order."""
    chunks, at = [], 8
    while at < len(content):
        long = int.from_bytes(content[at : at + 4], "big")
        chunks.append((content[at + 4 : at + 8], content[at + 8 : at + 8 + long]))
        at += 12 + long
    number = chance.randrange(len(chunks))
    kind, held = chunks[number]
    match chance.randrange(5):
        case 0:
            del chunks[number]
        case 1:
            chunks.insert(number, chunks[number])
        case 2:
            chunks.append(chunks.pop(number))
        case 3:
            chunks[number] = chance.choice((b"tEXt", b"PLTE", b"iCCP", b"zzzz")), held
        case _:
            chunks[number] = kind, changed_bytes(held, chance)
    return content[:8] + b"".join(
        len(held).to_bytes(4, "big") + kind + held + crc32(kind + held).to_bytes(4, "big") for kind, held in chunks
    )


def profile(chance: random.Random) -> None:
    head = bytearray(128)
    head[:4], head[12:20], head[36:40] = (128).to_bytes(4, "big"), b"prtrCMYK", b"acsp"
    output_profile_fault(changed_bytes(bytes(head), chance))


KINDS: dict[str, Callable[[random.Random], None]] = {
    "template": template,
    "deck": deck,
    "brochure": brochure,
    "logo": logo,
    "profile": profile,
}

if __name__ == "__main__":
    raise SystemExit(main(Campaign("files", KINDS), __doc__))
