"""Everything that somebody may send, made to do harm: refused with a sentence, nothing read outside, nothing written.

| kind         | what it tries                                                 | rules that refuse it           |
|--------------|---------------------------------------------------------------|--------------------------------|
| source       | unfold, nest, fill the memory, run, hide, lead out, never end | SRC-01, SRC-02                 |
| overlay      | the same in a translation                                     | SRC-01, SRC-02, LNG-07         |
| PO file      | make Babel fail, or hold room for any number of forms         | LNG-01, LNG-08                 |
| table        | write elsewhere, read elsewhere, run in a spreadsheet         | VAR-01, VAR-02, BRD-01         |
| brand        | load, run, lead out, break out of a style sheet               | SRC-01, SRC-02, BRD-01         |
| logo         | run, load, read, unfold, nest, claim a size                   | BRD-02                         |
| profile      | be another file, claim a size, lead out                       | SRC-02, BRD-03                 |
| template     | run, load, read, unfold, lead out                             | TPL-01, TPL-02                 |
| deck         | read, unfold (given to check and verify)                      | PPT-01, SEA-01                 |
| brochure     | unfold, run in a circle (given to check)                      | PDF-07                         |
| built folder | name or be a file elsewhere, unfold (check, diff)             | FIN-01, SRC-01                 |
| cache        | run while it is read (tests/test_reuse.py too)                | none: it is made again         |

The attacks are made in tests/attacks/; the witness there sees every file, socket and program that Python touches.
"""

import gc
import io
import pickle
import re
import shutil
import socket
import sys
import sysconfig
import time
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from importlib import import_module
from pathlib import Path

import matplotlib
import pikepdf
import pypdfium2
import pytest

import make_docs
from attacks import Attack, edited, secret
from attacks.brands import ATTACKS as IN_BRANDS
from attacks.packages import ATTACKS as IN_PACKAGES
from attacks.texts import ATTACKS as IN_TEXTS
from attacks.witness import Seen, outside, witness
from layouts.cache import Cache
from layouts.review.pack import plain_cell

HERE = Path(__file__).resolve().parent
ATTACKS = (*IN_TEXTS, *IN_BRANDS, *IN_PACKAGES)
WORKSHOP = re.compile(r"/weasyprint-[^/]+(?:/|$)")  # where WeasyPrint lays fonts for Pango; it clears it away
LONGEST = 10.0  # seconds of the processor for any of them: a busy machine is no fault of an attack's
OWN = (
    make_docs.ROOT / "layouts",
    make_docs.ROOT / "make_docs.py",
    make_docs.ROOT / "sources",
    sys.prefix,
    sys.base_prefix,
    matplotlib.get_cachedir(),  # its list of the machine's typefaces, written once a machine
    *map(str, {sysconfig.get_path(kind) for kind in ("stdlib", "platstdlib", "purelib", "platlib")}),
)
SYSTEM = (
    "/etc/localtime",
    "/usr/share/zoneinfo",
    "/usr/share/fonts",
    "/etc/fonts",
    "/dev/null",
    "/dev/urandom",
    "/proc",
)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A comparison and a brand, and beside them what belongs to nobody here."""
    made = tmp_path / "home"
    shutil.copytree(HERE / "sources" / "minimal", made / "minimal")
    shutil.copytree(HERE / "brands" / "harbour", made / "brands" / "harbour")
    secret(made).parent.mkdir()
    secret(made).write_text("format: 1\nsecret: 4711\n", encoding="utf-8")
    return made


def looked_at(folder: Path) -> dict[str, bytes]:
    return {
        str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file() and path.stat().st_size
    }


def called(arguments: list[str]) -> tuple[int, Seen, float]:
    gc.collect()  # now, not while it is watched: what earlier tests left, such as a folder of fonts, deletes itself
    gc.collect()
    start = time.process_time()
    with witness() as seen:
        status = make_docs.main(arguments)
    return status, seen, time.process_time() - start


def test_there_are_attacks_of_every_kind() -> None:
    assert len(ATTACKS) >= 60
    assert len({attack.kind for attack in ATTACKS}) >= 10
    assert len({attack.id for attack in ATTACKS}) == len(ATTACKS)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.id)
def test_an_attack_is_refused_in_words_and_leaves_no_trace(
    attack: Attack, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = attack.make(home)
    before = looked_at(home.parent / "outside")
    status, seen, seconds = called(arguments)
    told = capsys.readouterr().err
    assert status == 1, told
    assert attack.told in told, told
    assert "Traceback" not in told
    assert "4711" not in told
    assert re.search(r"^    fix: .+", told, re.MULTILINE), told
    assert seconds < LONGEST
    assert (seen.reached, seen.run) == ([], [])
    assert outside(seen.read, home, *OWN, *SYSTEM) == []
    assert outside(seen.written, home) == []
    assert looked_at(home.parent / "outside") == before
    documents = [path for path in (home / "out").rglob("*") if path.suffix in (".pdf", ".pptx", ".csv", ".txt")]
    assert documents == []


class Harm:
    """Makes a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (self.path,)


def test_a_cache_that_somebody_wrote_runs_nothing(tmp_path: Path) -> None:
    content = pickle.dumps(Harm(tmp_path / "harm"))
    entry = tmp_path / "ab" / "cd"
    entry.parent.mkdir()
    entry.write_bytes(sha256(content).digest() + content)
    with witness() as seen:
        assert Cache(tmp_path).get("abcd") is None
    assert not (tmp_path / "harm").exists()
    assert str(tmp_path / "harm") not in seen.written


# --- the witness, and a build that it sees


def test_the_witness_sees_files_sockets_and_programs(tmp_path: Path) -> None:
    import subprocess

    (tmp_path / "read").write_bytes(b"")
    with witness() as seen:
        (tmp_path / "read").read_bytes()
        (tmp_path / "written").write_bytes(b"")
        (tmp_path / "folder").mkdir()
        (tmp_path / "written").rename(tmp_path / "moved")
        with socket.socket(socket.AF_UNIX) as one, pytest.raises(OSError, match=r".+"):
            one.connect(str(tmp_path / "nobody"))
        subprocess.run([sys.executable, "-c", ""], check=True)
    assert seen.read & {str(tmp_path / "read")}
    assert seen.written >= {str(tmp_path / name) for name in ("written", "folder", "moved")}
    assert any("socket.connect" in event for event in seen.reached)
    assert any("subprocess.Popen" in event for event in seen.run)
    assert outside(seen.written, tmp_path / "folder") == [str(tmp_path / "moved"), str(tmp_path / "written")]


def test_a_build_reaches_nothing_runs_nothing_and_writes_only_where_it_was_told(home: Path) -> None:
    shutil.copytree(HERE / "sources" / "wrist", home / "wrist")
    documents = [word for name in ("trifold", "press", "deck") for word in ("--document", name)]
    arguments = ["build", str(home / "wrist"), "--out", str(home / "out"), "--jobs", "1", "--paper", "a4", *documents]
    import_module("weasyprint")  # looks for Pango as Python's ctypes does, with ldconfig and the machine's linker
    status, seen, _ = called(arguments)
    assert status == 0
    assert (seen.reached, seen.run) == ([], [])
    fonts = [path for path in seen.read if Path(path).suffix in (".ttf", ".otf", ".ttc", ".afm", ".pfb")]
    theirs = {path for path in seen.read - {*fonts} if not WORKSHOP.search(path)}
    assert outside(theirs, home / "wrist", home / "brands", home / "out", *OWN, *SYSTEM) == []
    assert outside({path for path in seen.written if not WORKSHOP.search(path)}, home / "out") == []
    assert (home / "out" / "wrist" / "clinic" / "en" / "trifold.pdf").is_file()


# --- words that look like code, and the machine's own names

MARKUP = "<script>alert(1)</script> & </h1> ]]>"


def built(home: Path, *, brand: str) -> dict[str, bytes]:
    """Every file of a build of the wrist comparison, and the gallery over it."""
    shutil.copytree(HERE / "sources" / "wrist", home / "wrist", dirs_exist_ok=True)
    for key in ("promise", "main_message"):
        edited(home / "wrist" / "comparison.yaml", f"{key}: ", f"{key}: '{MARKUP}' # ")
    arguments = ["build", str(home / "wrist"), "--brand", brand, "--out", str(home / "out"), "--jobs", "1"]
    assert make_docs.main([*arguments, "--paper", "a4"]) == 0
    return {path: content for path, content in looked_at(home / "out").items() if "/.cache/" not in path}


def unpacked(content: bytes) -> Iterator[bytes]:
    """The bytes of a file, and of all that is packed in it."""
    yield content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            yield from (package.read(name) for name in package.namelist())
    if content.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(content)) as opened:
            streams = (thing for thing in opened.objects if isinstance(thing, pikepdf.Stream))
            yield from (stream.read_bytes() for stream in streams if stream.get("/Subtype") != "/Image")
            yield str(opened.docinfo).encode()


def test_markup_is_printed_as_words_and_nothing_tells_of_the_machine(home: Path) -> None:
    files = built(home, brand="clinic")
    pages = {name: content for name, content in files.items() if name.endswith(".html")}
    assert pages
    for name, content in pages.items():
        assert b"<script>alert" not in content, name
    [trifold] = [content for name, content in files.items() if name.endswith("trifold.pdf")]
    page = pypdfium2.PdfDocument(trifold)[0]
    assert "<script>alert(1)</script> &" in " ".join(page.get_textpage().get_text_bounded().split())
    [deck] = [content for name, content in files.items() if name.endswith("deck.pptx")]
    assert any(b"&lt;script&gt;alert(1)" in part for part in unpacked(deck))
    told = {str(home), str(home.parent.name), str(make_docs.ROOT), socket.gethostname(), str(Path.home()), "/tmp/"}  # noqa: S108
    words = [word.encode() for word in told if len(word) > 4]
    leaks = [(name, w) for name, content in files.items() for part in unpacked(content) for w in words if w in part]
    assert leaks == []


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\r=1"])
def test_no_cell_of_the_claims_begins_as_a_formula(cell: str) -> None:
    assert plain_cell(cell) == f"'{cell}"
    assert plain_cell("words = words") == "words = words"
