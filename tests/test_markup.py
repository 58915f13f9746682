"""Words that look like code, in every text field there is: printed as they are written, or refused; never obeyed.

The fields are those of the models (their JSON schema), with no list of them here. Each is given its own word within
signs that would make it vanish as a tag (`<zq_ab>`), or change as a character's name (`&lt;zq_ab;`), where anything
takes it for markup: once in English in the source and the brand, once in Spanish in the overlay and the table. The same
outputs are then searched for names of this machine, its people and its folders, and for the day.
"""

import getpass
import io
import json
import re
import shutil
import socket
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import chdir, redirect_stdout
from dataclasses import dataclass
from datetime import datetime
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from lxml import etree
from pydantic import BaseModel

import make_docs
from campaigns.shapes import Shape, Spot
from layouts.brand import Brand, parse_brand
from layouts.comparison import Comparison
from layouts.gallery.gallery import make_gallery
from layouts.overlay import Overlay, parse_overlay
from layouts.problems import ProblemError
from layouts.source import MAIN, WORKS, parse_source
from layouts.tree import parse_tree
from layouts.works import References

HERE = Path(__file__).resolve().parent
WRIST, HARBOUR = HERE / "sources" / "wrist", HERE / "brands" / "harbour"
SPANISH = HERE / "overlays" / "wrist" / "es.yaml"
TAG, NAMED = "<{}>", "&lt;{};"  # what is written round the words
WORD = re.compile(r"zq_[a-z]+")
SPACE = re.compile(r"[\s\u00ad\u200b\u2060\x02]")  # where lines break
SOURCES = ("from", "unchanged")  # of an overlay: these stand in the source as they are


@dataclass
class Given:
    """A file with the values of a model, which can be given words in all its text fields."""

    path: Path
    model: type[BaseModel]

    def __post_init__(self) -> None:
        self.value: Any = parse_tree(self.path.read_bytes(), self.path.name).value

    def spots(self, added: str) -> Iterator[Spot]:
        """The fields whose form lets something be added to their text."""
        shape = Shape(self.model)
        for spot in shape.spots(self.value, shape.top):
            if isinstance(spot.value, str) and spot.value != "not recorded" and spot.name not in SOURCES:
                ways = (way for way in shape.ways(spot.node) if way.get("type") == "string")
                if any(_lets(way, spot.value + added) for way in ways):
                    yield spot

    def add(self, written: Callable[[str], str]) -> dict[str, str]:
        """Gives each field a word of its own; the field's name by the word."""
        found = {}
        for number, spot in enumerate(self.spots(written("zq_aa"))):
            word = f"zq_{chr(97 + number // 26)}{chr(97 + number % 26)}"
            found[word] = spot.name
            spot.holder[spot.key] = spot.value + written(word)
        return found

    @property
    def content(self) -> bytes:
        """One value a line."""
        return json.dumps(self.value, ensure_ascii=False, indent=1).encode()


def _lets(way: Mapping[str, Any], text: str) -> bool:
    closed = {"enum", "const", "format"} & way.keys()
    return not closed and re.search(way.get("pattern", ""), text) is not None


def files() -> dict[str, Given]:
    return {
        MAIN: Given(WRIST / MAIN, Comparison),
        WORKS: Given(WRIST / WORKS, References),
        "brand.yaml": Given(HARBOUR / "brand.yaml", Brand),
        "es.yaml": Given(SPANISH, Overlay),
    }


# --- refused


def problems(name: str, given: dict[str, Given]) -> list[tuple[str, int]]:
    """The file and line of each problem with a file; none where all is taken."""
    try:
        if name == "brand.yaml":
            parse_brand(given[name].content, name)
        elif name == "es.yaml":
            parse_overlay(given[name].content, name)
        else:
            parse_source({one: given[one].content for one in (MAIN, WORKS)})
    except ProblemError as error:
        return [(Path(problem.place.file).name, problem.place.line) for problem in error.problems]
    return []


CODE = ("{{7*7}}", "{% raw %}", "{% include '/etc/passwd' %}", "${7*7}", "{#")
HIDDEN = ("\u202e", "\u2066", "\x1b", "\x00")


@pytest.mark.parametrize(
    ("name", "code"), [*((MAIN, code) for code in (*CODE, *HIDDEN)), *((WORKS, code) for code in HIDDEN)]
)
def test_what_could_be_a_template_or_hide_is_refused_in_every_field(name: str, code: str) -> None:
    """All fields at once; one whose problem is not told beside the others' is then looked at alone. The titles of works
    may have braces in them: these are printed, as is shown below."""
    given = files()
    fields = list(given[name].spots("<"))
    assert len(fields) > 30
    lines = places(given[name], fields)
    sound = [spot.value for spot in fields]
    for spot in fields:
        spot.holder[spot.key] += code
    told = {line for file, line in problems(name, given) if file == name}
    missed = [number for number, line in enumerate(lines) if line not in told]
    assert len(missed) < 10
    for number, spot in enumerate(fields):
        spot.holder[spot.key] = sound[number]
    for number in missed:
        fields[number].holder[fields[number].key] += code
        assert (name, lines[number]) in problems(name, given), fields[number]
        fields[number].holder[fields[number].key] = sound[number]


def places(given: Given, fields: list[Spot]) -> list[int]:
    """The line that each field stands in."""
    sound = [spot.value for spot in fields]
    for number, spot in enumerate(fields):
        spot.holder[spot.key] = f"@@{number}@@"
    lines = given.content.decode().splitlines()
    found = [next(at for at, line in enumerate(lines, 1) if f"@@{number}@@" in line) for number in range(len(fields))]
    for spot, value in zip(fields, sound, strict=True):
        spot.holder[spot.key] = value
    return found


# --- printed as written


def marked(name: str, given: dict[str, Given], written: str) -> dict[str, str]:
    """Gives the fields of a file their words, but those that a rule of form refuses; the field's name by the word."""
    one = given[name]
    fields = list(one.spots(written.format("zq_aa")))
    lines, sound = places(one, fields), [spot.value for spot in fields]
    words = one.add(written.format)
    told = list(words)
    for _ in range(3):  # what is refused may have kept other faults from being told
        refused = {line for file, line in problems(name, given) if file == name}
        for line, spot, value, word in zip(lines, fields, sound, told, strict=True):
            if {line, line - 1} & refused:  # or what holds it
                spot.holder[spot.key] = value
                words.pop(word, None)
    assert problems(name, given) == []
    return words


@dataclass(frozen=True)
class Outputs:
    """What was given (the name of each field by its word), and all files that came of it."""

    home: Path
    words: dict[str, str]
    files: dict[str, bytes]


def outputs(home: Path, written: str, names: tuple[str, ...], words: list[str]) -> Outputs:
    """Builds the wrist in the brand Harbour, with words in the fields of some of their files."""
    shutil.copytree(HARBOUR, home / "brands" / "harbour")
    shutil.copytree(WRIST, home / "wrist")
    shutil.copy(SPANISH, home / "wrist")
    given, found = files(), {}
    for name in names:
        own = ("{{{{7*7}}}}" if name == WORKS else "") + written.format("{}" + name[0])  # a letter of the file
        found |= {f"{word}{name[0]}": field for word, field in marked(name, given, own).items()}
    folders = {"brand.yaml": home / "brands" / "harbour"}
    for name in names:
        (folders.get(name, home / "wrist") / name).write_bytes(given[name].content)
    assert make_docs.main([*words, "--out", str(home / "out"), "--jobs", "1", "--as-of", "2026-01-31"]) == 0
    made = home / "out"
    paths = [path for path in sorted(made.rglob("*")) if path.is_file() and "/.cache/" not in str(path)]
    return Outputs(home, found, {path.relative_to(made).as_posix(): path.read_bytes() for path in paths})


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Outputs:
    """Tags in every field of the source and of the brand; all that other commands write of it too."""
    home = tmp_path_factory.mktemp("english")
    words = ["build", str(home / "wrist"), "--brand", "harbour", "--paper", "a4", "--language", "en"]
    made = outputs(home, TAG, (MAIN, WORKS, "brand.yaml"), words)
    deck = home / "edited.pptx"
    deck.write_bytes(made.files["wrist/harbour/en/deck.pptx"])
    with chdir(home):
        said = {
            "report.json": ["build", "wrist", "--brand", "harbour", "--onto", deck.name, "--json"],
            "check.json": ["check", "out/wrist/harbour/en", "--json"],
            "changes.txt": ["diff", "before", "wrist", "--html", "changes.html"],
            "exported.txt": ["export-po", "wrist", "en-GB", "strings.po"],
        }
        shutil.copytree(WRIST, home / "before")
        files = {name: printed(words) for name, words in said.items()}
    files |= {name: (home / name).read_bytes() for name in ("changes.html", "strings.po", "edited-refreshed.pptx")}
    return Outputs(home, made.words, made.files | files)


def printed(words: list[str]) -> bytes:
    """What a command prints on stdout."""
    with redirect_stdout(io.StringIO()) as said:
        assert make_docs.main(words) == 0
    return said.getvalue().encode()


@pytest.fixture(scope="module")
def spanish(tmp_path_factory: pytest.TempPathFactory) -> Outputs:
    """Names of characters in every field of the overlay and in the table."""
    home = tmp_path_factory.mktemp("spanish")
    table = home / "variants.csv"
    site = NAMED.format("zq_site")
    chosen = "handout deck review"  # no room in large print and on panels for so much
    row = f"ward,{home / 'wrist'},harbour,es,a4,{chosen},{site},+00 1"
    table.write_text(f"variant,comparison,brand,language,paper,documents,site,phone\n{row}\n", encoding="utf-8")
    made = outputs(home, NAMED, ("es.yaml",), ["batch", str(table)])
    return Outputs(home, made.words | {"zq_site": "site"}, made.files)


@dataclass
class Read:
    """A file as its readers see it: its text without white space, and the elements and addresses in it."""

    text: str = ""
    elements: frozenset[str] = frozenset()
    addresses: tuple[str, ...] = ()
    runs: bool = False


class Page(HTMLParser):
    """HTML as a browser takes it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self.elements: set[str] = set()
        self.attributes: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def read_page(content: bytes) -> Read:
    page = Page()
    page.feed(content.decode())
    page.close()
    addresses = tuple(value for name, value in page.attributes if name in ("href", "src"))
    texts = [
        *page.texts,
        *(
            value
            for name, value in page.attributes
            if name not in ("href", "src", "id") and not value.startswith("data:")
        ),
    ]
    handlers = any(name.startswith("on") for name, _ in page.attributes)
    return Read("".join(texts), frozenset(page.elements), addresses, handlers)


def read_markup(content: bytes) -> Read:
    top = etree.fromstring(content)
    elements = [element for element in top.iter() if isinstance(element.tag, str)]
    names = frozenset(etree.QName(element).localname for element in elements)
    values = [str(value) for element in elements for key, value in element.attrib.items() if key not in ("id", "d")]
    texts = [*top.itertext(), *(value for value in values if not value.startswith(("data:", "#", "url(#")))]
    addresses = tuple(str(value) for one in elements for key, value in one.attrib.items() if key.endswith("href"))
    return Read("".join(texts), names, addresses, "script" in names)


def read_pdf(content: bytes) -> Read:
    texts = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content)]
    with pikepdf.open(io.BytesIO(content)) as pdf:
        objects = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary)]
        addresses = tuple(str(thing.URI) for thing in objects if "/URI" in thing)
        runs = any(key in thing for thing in objects for key in ("/JS", "/OpenAction", "/AA")) or any(
            thing.get("/S") in ("/JavaScript", "/Launch", "/SubmitForm", "/ImportData") for thing in objects
        )
        told = [str(thing[key]) for thing in objects for key in ("/Alt", "/ActualText", "/Title", "/T") if key in thing]
    return Read("".join([*texts, *told]), frozenset(), addresses, runs)


def readings(name: str, content: bytes) -> Iterator[Read]:
    """A file, or the parts of a package."""
    if name.endswith((".html", ".htm")):
        yield read_page(content)
    elif name.endswith((".svg", ".xml", ".rels")):
        yield read_markup(content)
    elif name.endswith(".pdf"):
        yield read_pdf(content)
    elif name.endswith(".pptx"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            for part in package.namelist():
                yield from readings(part, package.read(part))
    elif name.endswith((".csv", ".txt", ".json", ".po")):
        yield Read(content.decode())


def obeyed(read: Read, written: str) -> list[str]:
    """What of the words was taken for markup: they are elements, or do not stand as they were written."""
    found = [element for element in read.elements if WORD.fullmatch(element)]
    text = SPACE.sub("", read.text)
    for match in WORD.finditer(text):
        before, after = written.split("{}")
        start, end = match.start() - len(before), match.end() + len(after)
        if text[max(start, 0) : end] != written.format(match[0]):
            found.append(text[max(start - 12, 0) : end + 12])
    return found


def unsafe(read: Read) -> list[str]:
    """Addresses that lead elsewhere than to a page, a telephone, a file beside or a place in the file."""
    schemes = ("http://", "https://", "tel:", "mailto:", "#", "data:image/")
    return [address for address in read.addresses if ":" in address and not address.startswith(schemes)]


FEWEST = {  # fields whose words each output shows at least
    "english": {
        "trifold.pdf": 50,
        "trifold-press.pdf": 50,
        "handout.pdf": 90,
        "large-print.pdf": 90,
        "panel-map.pdf": 3,
        "deck.pptx": 110,
        "edited-refreshed.pptx": 110,
        "review.html": 110,
        "claims.csv": 100,
        "job-ticket.txt": 1,
        "index.html": 10,
        "stiff-intervals-slide.svg": 10,
        "changes.html": 200,
        "strings.po": 180,
    },
    "spanish": {"handout.pdf": 60, "deck.pptx": 80, "review.html": 60, "claims.csv": 50, "index.html": 10},
}


@pytest.mark.parametrize(("edition", "written"), [("english", TAG), ("spanish", NAMED)])
def test_every_output_prints_the_words_as_they_were_written(
    edition: str, written: str, request: pytest.FixtureRequest
) -> None:
    made: Outputs = request.getfixturevalue(edition)
    seen: dict[str, set[str]] = {}
    for name, content in made.files.items():
        for read in readings(name, content):
            assert obeyed(read, written) == [], name
            assert unsafe(read) == [], name
            assert not read.runs, name
            assert "49<zq_" not in read.text, name
            seen.setdefault(Path(name).name, set()).update(WORD.findall(SPACE.sub("", read.text)))
    few = {name: len(seen[name]) for name, least in FEWEST[edition].items() if len(seen[name]) < least}
    assert few == {}
    if edition == "english":
        for name in ("handout.pdf", "deck.pptx", "review.html"):
            content = made.files[f"wrist/harbour/en/{name}"]
            assert any("{{7*7}}<zq_" in SPACE.sub("", read.text) for read in readings(name, content)), name
    unseen = made.words.keys() - set().union(*seen.values())  # a short wording, say, that no place asked for
    assert len(unseen) < len(made.words) * (0.05 if edition == "english" else 0.2)


PLANTED = {  # where templates are filled in -> what fills them, and the output that shows it
    "layouts.review.pack": ("_environment", "review.html"),
    "layouts.review.changed": ("_environment", "changes.html"),
    "layouts.gallery.gallery": ("_environment", "index.html"),
    "layouts.brochure.pdf": ("template", "handout.pdf"),  # which is not even written: its own checks refuse it
}


@pytest.mark.parametrize("module", PLANTED)
def test_templates_that_do_not_escape_would_be_seen(module: str, english: Outputs, tmp_path: Path) -> None:
    planted, (kept, name) = import_module(module), PLANTED[module]
    real = planted.Environment
    getattr(planted, kept).cache_clear()
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(planted, "Environment", lambda **options: real(**options | {"autoescape": False}))
            content = remade(name, english.home, tmp_path)
    finally:
        getattr(planted, kept).cache_clear()
    if name != "handout.pdf":  # which was refused
        assert [fault for read in readings(name, content) for fault in obeyed(read, TAG)] != []


def remade(name: str, home: Path, out: Path) -> bytes:
    """One output again; nothing of a handout, which its own checks refuse."""
    if name == "index.html":
        return next(content for path, content in make_gallery(home / "out") if path == name and content)
    if name == "changes.html":
        assert make_docs.main(["diff", str(WRIST), str(home / "wrist"), "--html", str(out / name)]) == 0
        return (out / name).read_bytes()
    chosen = ["--brand", "harbour", "--language", "en", "--paper", "a4", "--document", Path(name).stem]
    status = make_docs.main(["build", str(home / "wrist"), *chosen, "--out", str(out), "--jobs", "1"])
    path = out / "wrist" / "harbour" / "en" / name
    assert (status == 0) is path.is_file() is (name != "handout.pdf")
    return path.read_bytes() if status == 0 else b""


# --- nothing of the machine


def unpacked(content: bytes) -> Iterator[bytes]:
    """The bytes of a file, and of all that is packed in it: parts of a package, streams of a PDF, files attached."""
    yield content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            for part in package.infolist():
                assert part.date_time == (1980, 1, 1, 0, 0, 0), part.filename
                yield from unpacked(package.read(part))
    elif content.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(content)) as pdf:
            yield str(pdf.docinfo).encode()
            for thing in pdf.objects:
                if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") != "/Image":
                    yield from unpacked(thing.read_bytes())
                elif isinstance(thing, pikepdf.Dictionary | pikepdf.Array | pikepdf.String):
                    yield thing.unparse(resolved=False)


def chunks(picture: bytes) -> Iterator[bytes]:
    """The kinds of chunks of a PNG or WebP."""
    png = picture.startswith(b"\x89PNG")
    at = 8 if png else 12
    while at < len(picture):
        length = int.from_bytes(picture[at : at + 4] if png else picture[at + 4 : at + 8], "big" if png else "little")
        yield picture[at + 4 : at + 8] if png else picture[at : at + 4]
        at += length + (12 if png else 8 + length % 2)


PICTURE = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"pHYs", b"VP8 ", b"VP8L", b"VP8X", b"sRGB", b"gAMA", b"ICCP"}


def of_the_machine(home: Path) -> list[bytes]:
    """Names of this machine, its people and folders, and today's date."""
    names = {str(home), home.parent.name, str(make_docs.ROOT), str(Path.home()), tempfile.gettempdir(), "/tmp/"}  # noqa: S108
    people = {socket.gethostname(), f"/{getpass.getuser()}/"}
    today = datetime.now().astimezone()
    days = {f"{today:%Y-%m-%d}", f"{today:D:%Y%m%d}"}
    return [word.encode() for word in sorted(names | people | days) if len(word) > 4]


def leaks(files: Mapping[str, bytes], words: list[bytes]) -> list[tuple[str, bytes]]:
    return [(name, word) for name, file in files.items() for part in unpacked(file) for word in words if word in part]


@pytest.mark.parametrize("edition", ["english", "spanish"])
def test_no_output_tells_of_the_machine_its_people_or_the_day(edition: str, request: pytest.FixtureRequest) -> None:
    """All but the cache and the stamps in it, which stay where they are made."""
    made: Outputs = request.getfixturevalue(edition)
    kinds = {Path(name).suffix for name in made.files}
    assert kinds >= {".pdf", ".pptx", ".html", ".csv", ".json", ".webp", ".svg"}
    if edition == "english":
        assert kinds >= {".png", ".po", ".txt"}
        assert {"edited-refreshed.pptx", "report.json", "check.json"} <= made.files.keys()
    assert leaks(made.files, of_the_machine(made.home)) == []
    pictures = [part for file in made.files.values() for part in unpacked(file) if part[:4] in (b"\x89PNG", b"RIFF")]
    assert pictures
    assert {kind for picture in pictures for kind in chunks(picture)} <= PICTURE


def test_a_leak_would_be_seen_wherever_it_is_packed(tmp_path: Path) -> None:
    secret = str(tmp_path).encode()
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(zipfile.ZipInfo("part.xml"), secret, zipfile.ZIP_DEFLATED)
    pdf = pikepdf.new()
    pdf.Root.Packed = pdf.make_stream(inner.getvalue())
    file = io.BytesIO()
    pdf.save(file, compress_streams=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert secret not in file.getvalue()
    assert set(leaks({"a.pdf": file.getvalue()}, [secret])) == {("a.pdf", secret)}
