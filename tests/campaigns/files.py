"""Changes bytes of templates, decks, brochures, logos and profiles at random and looks for tracebacks, hours, memory.

    python tests/campaigns/files.py [--examples 2000] [--seconds N] [--state FILE]

Each input is read in a process with a bound of 10 s and 1 GiB. It goes on where it was stopped; a number is a seed, and
makes the same input again with --only. The suite runs some seconds of the same (tests/test_campaigns.py).
"""

import io
import random
import sys
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1]), str(HERE.parent), str(HERE)]

from bounded import Campaign, main  # noqa: E402 (found from here on)

from layouts.brand_folder import read_mark  # noqa: E402
from layouts.checks.finished import check_file  # noqa: E402
from layouts.deck.foreign import empty  # noqa: E402
from layouts.profiles import output_profile_fault  # noqa: E402
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
    """The package itself changed, or a part of it under its packing."""
    if chance.random() < 0.3:
        return changed_bytes(content, chance)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    name = chance.choice(sorted(parts))
    return made.pack({**parts, name: changed_bytes(parts[name], chance)})


@cache
def template_bytes() -> bytes:
    return made.default()


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
    empty(changed_package(template_bytes(), chance), "house.pptx")


def deck(chance: random.Random) -> None:
    given("d.pptx", changed_package(made.with_example_slides(), chance), lambda path: check_file(path, False))


def brochure(chance: random.Random) -> None:
    given("b.pdf", changed_bytes(pdf_bytes(), chance), lambda path: check_file(path, False))


def logo(chance: random.Random) -> None:
    name, content = chance.choice((("mark.svg", MARK), ("mark.png", made.logo())))
    read = lambda path: read_mark(path.parent / "brand.yaml", name, "", ())  # noqa: E731 (a word for one call)
    given(name, changed_bytes(content, chance), read)


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
