"""The gallery: everything that stands in a folder of builds can be found, read and reached, by everybody."""

import base64
import io
import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import numpy as np
import pptx
import pytest
from PIL import Image
from skimage.metrics import structural_similarity

from browser import Page, browser
from layouts.brand import read_brand
from layouts.build import Variant, make_variant
from layouts.deck.preview import drawing
from layouts.deck.preview.drawing import draw_slides
from layouts.deck.preview.glyphs import ordered, outline, set_words
from layouts.gallery import pictures
from layouts.gallery.failures import Failure, Finding, read_failures, remember, told_failures
from layouts.gallery.gallery import failure, make_gallery
from layouts.gallery.pictures import Picture, draw_pictures
from layouts.gallery.shelf import is_inside
from layouts.memories import Memory
from layouts.problems import Place, Problem
from layouts.source import read_source
from validators import pdf_text, render_pages

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
EN = ("wrist", "clinic", "en")
PROBLEM = Problem(Place("sources/wrist/comparison.yaml", 12, 3), "TYP-05", "a word is too wide", "shorten <it> & go")


@cache
def built() -> dict[str, bytes]:
    """The tri-fold and the slides of the test comparison."""
    brand = read_brand("clinic", [ROOT / "sources" / "brands"])[0]
    documents = ("trifold", "deck")
    return make_variant(read_source(HERE / "sources" / "wrist"), Variant(brand, "en", ("a4",), documents)).files


def put(out: Path, key: tuple[str, str, str], files: dict[str, bytes]) -> Path:
    folder = out.joinpath(*key)
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def write(out: Path, *failures: Failure, done: tuple[tuple[str, str, str], ...] = ()) -> list[str]:
    """Does what `make_gallery` says; what was written, and what was removed with a minus before its name."""
    names = []
    for name, content in make_gallery(out, failures, done):
        names.append(name if content is not None else f"-{name}")
        (out / name).parent.mkdir(exist_ok=True)
        (out / name).unlink() if content is None else (out / name).write_bytes(content)
    return names


def page_of(out: Path) -> str:
    return (out / "index.html").read_text(encoding="utf-8")


@dataclass
class Read(HTMLParser):
    """The elements of a page: links, pictures, words."""

    links: list[str] = field(default_factory=list)
    images: list[dict[str, str | None]] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    text: str = ""

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        found = dict(attrs)
        if tag == "img":
            self.images.append(found)
        self.links += [value for name in ("href", "src") if (value := found.get(name))]

    def handle_data(self, data: str) -> None:
        if self.tags[-1:] not in (["style"], ["script"]):
            self.text += " " + " ".join(data.split())

    def handle_endtag(self, tag: str) -> None:
        self.tags += [""] if tag in ("style", "script") else []


def read(out: Path, name: str = "index.html") -> Read:
    found = Read()
    found.feed((out / name).read_text(encoding="utf-8"))
    return found


def dead_links(out: Path, name: str = "index.html") -> list[str]:
    """Links of a page that lead to nothing under the folder."""
    wrong = []
    for link in read(out, name).links:
        parts = urlsplit(link)
        target = ((out / name).parent / unquote(parts.path)).resolve()
        inside = target.is_relative_to(out.resolve()) and not parts.scheme and not parts.netloc
        if parts.path and not (inside and target.exists()):
            wrong.append(link)
    return wrong


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder with one variant built."""
    put(tmp_path, EN, built())
    return tmp_path


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A gallery with all there can be: a variant, one with faults, one that failed, one that cannot be read."""
    out = tmp_path_factory.mktemp("site")
    put(out, EN, built())
    put(out, ("wrist", "harbour", "en"), built())
    (out / "wrist" / "harbour" / "en" / "deck.pptx").unlink()
    put(out, ("wrist", "harbour", "ar"), {"build.json": b"{"})
    write(out, failure("wrist", "clinic", "es", [PROBLEM]), failure("hip", "", "", [PROBLEM]))
    return out


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with browser() as opened:
        yield opened


# --- what the page says


def test_every_document_is_linked_with_its_size_and_its_pages(out: Path) -> None:
    write(out)
    text = read(out).text
    for name in ("trifold.pdf", "deck.pptx"):
        assert f"wrist/clinic/en/{name}" in read(out).links
        assert name in text
    assert f"2 pages, {round(len(built()['trifold.pdf']) / 1000)} KB" in text
    assert f"{len(pptx.Presentation(io.BytesIO(built()['deck.pptx'])).slides)} slides" in text
    assert "Draft" in text


def test_every_link_leads_to_a_file_that_is_there(site: Path) -> None:
    assert len(read(site).links) > 20
    assert dead_links(site) == []


def test_every_page_and_slide_has_a_picture_that_says_what_it_is(out: Path) -> None:
    write(out)
    images = read(out).images
    slides = [" ".join(s.shapes.title.text_frame.text.split()) for s in slides_of(built()["deck.pptx"])]
    alts = [image["alt"] for image in images]
    assert "trifold.pdf, page 2 of 2" in alts
    for number, title in enumerate(slides, 1):
        assert f"deck.pptx, slide {number} of {len(slides)}: {title}" in alts
    assert all(image["loading"] == "lazy" and image["width"] and image["height"] for image in images)


def slides_of(deck: bytes) -> Any:
    return pptx.Presentation(io.BytesIO(deck)).slides


def test_every_warning_stands_there_with_rule_place_and_message(out: Path) -> None:
    write(out)
    told = json.loads(built()["build.json"])["problems"]
    text = read(out).text
    assert told
    for problem in told:
        assert all(" ".join(problem[part].split()) in text for part in ("rule", "place", "message")), problem


def test_a_warning_that_was_accepted_says_why_and_until_when(out: Path) -> None:
    told = json.loads(built()["build.json"])
    accepted = {"rule": "NUM-03", "place": "a.yaml:1:1", "severity": "warning", "message": "not recorded"}
    told["waived"] = [accepted | {"document": "deck", "reason": "the label says none", "until": "2027-01-31"}]
    put(out, EN, {"build.json": json.dumps(told).encode()})
    write(out)
    assert "Accepted until 2027-01-31: the label says none" in read(out).text
    assert "1 accepted warning" in read(out).text


def test_it_says_once_that_slides_are_drawn_from_the_file(site: Path) -> None:
    assert read(site).text.count("PowerPoint’s own may differ") == 1


# --- a folder that is not as it was built


@pytest.mark.parametrize(("change", "words"), [(b"", "changed since it was built"), (None, "no longer there")])
def test_a_document_that_is_not_as_built_is_told_and_not_linked(out: Path, change: bytes | None, words: str) -> None:
    file = out.joinpath(*EN, "trifold.pdf")
    file.unlink() if change is None else file.write_bytes(file.read_bytes()[:-1] + b"!")
    write(out)
    assert words in read(out).text
    assert "1 file is not as built" in read(out).text
    assert "1 has files that are not as built" in read(out).text
    assert "wrist/clinic/en/trifold.pdf" not in read(out).links
    assert "wrist/clinic/en/deck.pptx" in read(out).links
    assert not [image for image in read(out).images if "trifold" in str(image["alt"])]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"edition": {}, "files": {}, "problems": {"a": 1}}',
        b'{"edition": {}, "problems": [], "files": {"a.pdf": {"bytes": "x", "sha256": ""}}}',
        b'{"edition": {}, "problems": [], "files": {"a.pdf": 3}}',
        b'{"edition": 3, "problems": [], "files": []}',
        b'{"edition": {}, "problems": [], "files": {}, "waived": [{"rule": 1}]}',
    ],
)
def test_a_damaged_manifest_is_said_to_be_one(tmp_path: Path, content: bytes) -> None:
    put(tmp_path, EN, {"build.json": content})
    write(tmp_path)
    assert "This variant cannot be read." in read(tmp_path).text


HOSTILE = {
    "edition": {"status": "<script>alert(1)</script>", "version": '"><img src=x onerror=alert(1)>'},
    "files": {
        name: {"bytes": 3, "sha256": sha256(b"abc").hexdigest()}
        for name in (
            *("../secret.pdf", "/etc/passwd", "a/../../secret.pdf", "C:\\secret.pdf", "https://example.org/a.pdf"),
            *("javascript:alert(1)", "<script>alert(2)</script>.pdf", "a\nb.pdf", "", "a//b", "a?b#c.txt"),
        )
    },
    "problems": [{"rule": "<b>", "place": "<i>", "severity": "warning", "message": "</ul><script>alert(3)</script>"}],
}


def test_names_in_a_manifest_are_only_words_and_lead_nowhere_else(tmp_path: Path) -> None:
    folder = put(tmp_path, ('a"b<i>', "x&y", "en"), {"build.json": json.dumps(HOSTILE).encode(), "a?b#c.txt": b"abc"})
    (tmp_path / "secret.pdf").write_bytes(b"abc")
    (folder / "<script>alert(2)<").mkdir()
    (folder / "<script>alert(2)<" / "script>.pdf").write_bytes(b"abc")
    write(tmp_path)
    found = read(tmp_path)
    assert found.tags.count("script") == 1
    assert not {"i", "b"} & set(found.tags)
    assert dead_links(tmp_path) == []
    assert not [link for link in found.links if "secret" in link or ":" in link or "passwd" in link]
    assert "a%22b%3Ci%3E/x%26y/en/a%3Fb%23c.txt" in found.links
    assert found.text.count("not shown: build.json gives it a name") == len(HOSTILE["files"]) - 2


@pytest.mark.parametrize("name", ["a.pdf", "figures/a.svg", "Ä b.pdf"])
def test_a_name_inside_the_folder_is_taken(name: str) -> None:
    assert is_inside(name)


@pytest.mark.parametrize("name", ["../a", "a/..", "./a", "/a", "", "a//b", "c:a", "a\\b", "a\0", "a/", "a\u202eb"])
def test_a_name_that_leads_elsewhere_is_not(name: str) -> None:
    assert not is_inside(name)


def test_no_link_is_followed_out_of_the_folder(tmp_path: Path) -> None:
    elsewhere, out = tmp_path / "elsewhere", tmp_path / "out"
    folder = put(out, EN, built())
    put(elsewhere, ("brand", "en", "."), built())
    (out / "linked").symlink_to(elsewhere)
    (folder / "deck.pptx").unlink()
    (folder / "deck.pptx").symlink_to(elsewhere / "brand" / "en" / "deck.pptx")
    write(out)
    assert 'data-comparison="linked"' not in page_of(out)
    assert "no longer there" in read(out).text
    assert "wrist/clinic/en/deck.pptx" not in read(out).links


def test_a_file_that_is_no_document_at_all_has_no_pictures(tmp_path: Path) -> None:
    files = {"handout.pdf": b"no PDF", "deck.pptx": b"no deck", "trifold.pdf": built()["trifold.pdf"][:5000]}
    entries = {name: {"bytes": len(data), "sha256": sha256(data).hexdigest()} for name, data in files.items()}
    told = {"edition": {}, "problems": [], "files": entries}
    put(tmp_path, EN, {**files, "build.json": json.dumps(told).encode()})
    write(tmp_path)
    assert read(tmp_path).text.count("could not be opened to draw them") == 3
    assert write(tmp_path) == []


# --- from run to run


def test_the_same_folder_gives_the_same_bytes_and_nothing_to_do_again(out: Path, tmp_path: Path) -> None:
    first = write(out)
    files = {name: (out / name).read_bytes() for name in first}
    assert "index.html" in first
    assert write(out) == []
    shutil.rmtree(out / "gallery")
    (out / "index.html").unlink()
    assert write(out) == first
    assert {name: (out / name).read_bytes() for name in first} == files
    assert str(tmp_path) not in page_of(out)


def test_only_what_changed_is_drawn_again_and_what_nothing_shows_is_removed(out: Path) -> None:
    put(out, ("wrist", "clinic", "es"), built())
    first = write(out)
    old = [name for name in first if name.endswith(".svg")]
    presentation = pptx.Presentation(io.BytesIO(built()["deck.pptx"]))
    presentation.core_properties.title = "Another"
    stream = io.BytesIO()
    presentation.save(stream)
    told = json.loads(built()["build.json"])
    told["files"]["deck.pptx"] = {"bytes": len(stream.getvalue()), "sha256": sha256(stream.getvalue()).hexdigest()}
    for language in ("en", "es"):
        put(
            out,
            ("wrist", "clinic", language),
            {"deck.pptx": stream.getvalue(), "build.json": json.dumps(told).encode()},
        )
    (out / "gallery" / "notes.txt").write_text("a person's own")
    names = write(out)
    assert not [name for name in names if name.endswith(".webp")]
    assert {f"-{name}" for name in old} < set(names)
    assert len([name for name in names if name.endswith(".svg") and name[0] != "-"]) == len(old)
    assert (out / "gallery" / "notes.txt").exists()


def test_a_page_that_looks_as_before_is_packed_once_and_another_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    packed: list[tuple[int, int]] = []
    pack = Image.Image.save

    def noted(image: Image.Image, *given: object, **more: object) -> None:
        packed.append(image.size)
        pack(image, *given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(pictures, "_before", Memory(2))
    monkeypatch.setattr(Image.Image, "save", noted)
    white, wide, grey = (
        Image.new("RGB", size, tone) for size, tone in (((4, 6), "white"), ((6, 4), "white"), ((4, 6), "grey"))
    )
    first = pictures._packed(white)
    assert pictures._packed(white.copy()) == first
    assert len({first, pictures._packed(wide), pictures._packed(grey)}) == 3
    assert packed == [(4, 6), (6, 4), (4, 6)]
    assert pictures._packed(white) == first  # at most two are kept
    assert len(packed) == 4


@pytest.mark.parametrize("damage", ["remove", "change", "list"])
def test_a_picture_that_is_damaged_or_gone_comes_back(out: Path, damage: str) -> None:
    write(out)
    picture = min((out / "gallery").glob("*-1.webp"))
    whole = picture.read_bytes()
    listed = picture.with_name(picture.name[:16] + ".json")
    if damage == "list":
        listed.write_bytes(b"[")
    else:
        picture.unlink() if damage == "remove" else picture.write_bytes(whole[:100])
    assert f"gallery/{picture.name}" in write(out)
    assert picture.read_bytes() == whole


def test_a_list_of_pictures_cannot_name_another_file(out: Path) -> None:
    write(out)
    listed = min((out / "gallery").glob("*.json"))
    told = json.loads(listed.read_bytes())
    (out / "other.txt").write_bytes(b"abc")
    told["pictures"][0] |= {"file": "other.txt", "sha256": sha256(b"abc").hexdigest()}
    listed.write_text(json.dumps(told))
    write(out)
    assert "other.txt" not in page_of(out)


# --- what could not be built


def test_a_failure_is_shown_with_its_problems_until_the_variant_is_built(out: Path) -> None:
    write(out, failure("wrist", "clinic", "es", [PROBLEM]))
    words = ("This variant could not be built.", "TYP-05", "sources/wrist/comparison.yaml:12:3", "shorten <it> & go")
    assert all(part in read(out).text for part in words)
    write(out, done=(EN,))
    assert all(part in read(out).text for part in words)
    put(out, ("wrist", "clinic", "es"), built())
    write(out, done=(("wrist", "clinic", "es"),))
    assert not any(part in read(out).text for part in words)
    assert not (out / "gallery" / "failed.json").exists()


def test_documents_of_an_earlier_build_stay_beside_what_failed(out: Path) -> None:
    write(out, failure(*EN, [PROBLEM]))
    assert "The last run could not build this variant again." in read(out).text
    assert "Last run failed" in read(out).text
    assert "wrist/clinic/en/deck.pptx" in read(out).links


FOUND = (Finding("error", "R-1", "a.yaml:1:1", "wrong", "mend it"),)


def test_what_failed_before_its_languages_were_known_is_over_when_one_is_tried() -> None:
    early, spanish = Failure("wrist", "", "", FOUND), Failure("wrist", "clinic", "es", FOUND)
    assert remember([early], [], [("hip", "clinic", "en")]) == (early,)
    assert remember([early], [], [EN]) == ()
    assert remember([early], [spanish], []) == (spanish,)
    assert remember([spanish], [], [EN]) == (spanish,)


def test_failures_are_read_as_they_were_kept_and_what_is_damaged_is_none() -> None:
    failures = (Failure("wrist", "", "", FOUND), Failure("wrist", "clinic", "es", FOUND))
    assert read_failures(told_failures(failures)) == failures
    assert [read_failures(text) for text in (b"", b"{", b"3", b'[{"brand": 1}]', b"\xff")] == [()] * 5


# --- many


def test_a_large_batch_stays_a_small_page_that_leads_to_one_for_each_variant(tmp_path: Path) -> None:
    for number in range(100):
        put(tmp_path, ("wrist", f"clinic-{number:03}", "en"), {"build.json": built()["build.json"]})
        for name in ("trifold.pdf", "deck.pptx"):
            (tmp_path / "wrist" / f"clinic-{number:03}" / "en" / name).write_bytes(built()[name])
    names = write(tmp_path)
    own = [name for name in names if name.startswith("gallery/") and name.endswith(".html")]
    assert len(own) == 100
    assert (tmp_path / "index.html").stat().st_size < 100 * 5_000  # bytes: a thousand variants are 5 MB
    assert dead_links(tmp_path) == []
    assert dead_links(tmp_path, own[0]) == []
    assert set(own) <= set(read(tmp_path).links)
    shown = {image["alt"] for image in read(tmp_path, own[7]).images}
    assert len(shown) == 2 + len(slides_of(built()["deck.pptx"]))
    assert write(tmp_path) == []
    for number in range(2, 100):
        shutil.rmtree(tmp_path / "wrist" / f"clinic-{number:03}")
    assert len([name for name in write(tmp_path) if name.startswith("-") and name.endswith(".html")]) == 100
    assert len(read(tmp_path).images) == 2 * len(shown)


# --- in a browser


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("opened", [False, True])
def test_axe_finds_nothing_wrong(page: Page, site: Path, width: int, opened: bool) -> None:
    page.open(site / "index.html", width)
    if opened:
        page.ask("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert page.violations() == []
    assert page.ask("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_axe_finds_a_picture_without_words(page: Page, site: Path) -> None:
    page.open(site / "index.html")
    page.ask("document.querySelector('img').removeAttribute('alt')")
    assert [found.partition(":")[0] for found in page.violations()] == ["image-alt", "link-name"]


def test_the_page_asks_for_nothing_but_files_beside_it(page: Page, site: Path) -> None:
    page.open(site / "index.html")
    page.ask("document.querySelectorAll('details').forEach(each => each.open = true)")
    page.ask("Promise.all([...document.images].map(each => (each.loading = 'eager', each.decode())))")
    assert len(page.requests) > 10
    assert page.ask("Math.min(...[...document.images].map(each => each.clientWidth))") > 100
    inside = (site.resolve().as_uri(), "data:image/svg+xml,")
    assert [address for address in page.requests if not address.startswith(inside)] == []


def test_the_filter_is_worked_by_keys_alone_and_tells_how_many_are_left(page: Page, site: Path) -> None:
    page.open(site / "index.html")
    counted = "document.querySelector('[role=status][aria-live=polite]').textContent"
    shown = "[...document.querySelectorAll('article')].filter(e => e.getClientRects().length).length"
    assert page.ask(counted) == "5 of 5 variants shown"
    labels = []
    for _ in range(7):
        page.press("Tab")
        labels.append(page.ask("document.activeElement.labels?.[0]?.textContent ?? document.activeElement.textContent"))
        if labels[-1] == "Brand":
            page.press("ArrowDown")
    assert labels[1:] == ["Comparison", "Brand", "Language", "Document", "Status", "Show all"]
    assert page.ask("document.getElementById('choose-brand').value") == "clinic"
    assert page.ask(counted) == "2 of 5 variants shown"
    assert page.ask(shown) == 2
    page.press(" ")
    page.ask("new Promise(done => setTimeout(done))")
    assert page.ask(counted) == "5 of 5 variants shown"
    assert page.ask(shown) == 5


def test_a_document_can_be_looked_at_in_all_variants(page: Page, site: Path) -> None:
    page.open(site / "index.html")
    page.ask("choose = document.getElementById('choose-kind'); choose.value = 'Slides'; 0")
    page.ask("choose.dispatchEvent(new Event('input', {bubbles: true}))")
    seen = (
        "[...document.querySelectorAll('[data-kind]')].filter(e => e.getClientRects().length).map(e => e.dataset.kind)"
    )
    assert page.ask(seen) == ["Slides", "Slides"]
    assert page.ask("document.getElementById('count').textContent") == "2 of 5 variants shown"


@pytest.mark.parametrize("width", [1280, 360])
def test_first_pages_of_many_variants_are_seen_and_read(
    page: Page, out: Path, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setattr("layouts.gallery.gallery.MANY", 0)
    write(out)
    page.open(out / "index.html", width)
    assert page.violations() == []
    page.ask("Promise.all([...document.images].map(each => (each.loading = 'eager', each.decode())))")
    sizes = page.ask("[...document.images].map(each => [each.clientWidth, each.clientHeight])")
    assert len(sizes) == 2
    assert all(wide > 100 and high > 70 for wide, high in sizes)
    page.open(out / page.ask("document.querySelector('.more a').getAttribute('href')"), width)
    assert page.violations() == []


def test_without_scripts_everything_is_there_and_no_dead_control(page: Page, site: Path) -> None:
    page.open(site / "index.html", scripts=False)
    tree = page.call("DOM.getDocument", depth=-1, pierce=True)
    form = page.call("DOM.querySelector", nodeId=tree["root"]["nodeId"], selector="form")["nodeId"]
    assert "hidden" in page.call("DOM.getAttributes", nodeId=form)["attributes"]
    articles = page.call("DOM.querySelectorAll", nodeId=tree["root"]["nodeId"], selector="article")["nodeIds"]
    assert len(articles) == 5
    assert all(page.call("DOM.getBoxModel", nodeId=article)["model"]["height"] > 30 for article in articles)


def test_on_paper_every_problem_stands_there_and_no_control(page: Page, site: Path, tmp_path: Path) -> None:
    page.open(site / "index.html")
    data = page.call("Page.printToPDF", printBackground=False)["data"]
    (tmp_path / "page.pdf").write_bytes(base64.b64decode(data))
    text = " ".join(pdf_text(tmp_path / "page.pdf").split())
    assert json.loads(built()["build.json"])["problems"][0]["rule"] in text
    assert "shorten <it> & go" in text
    assert "Show all" not in text
    assert "Skip to" not in text


# --- pictures of slides


@cache
def drawn() -> tuple[Any, ...]:
    return tuple(draw_slides(built()["deck.pptx"]))


def as_grey(image: Image.Image) -> Any:
    return np.asarray(image.convert("L").resize((480, 270), Image.Resampling.LANCZOS))


def photographed(page: Page, svg: bytes, tmp_path: Path) -> Image.Image:
    """A drawing as the browser shows it."""
    (tmp_path / "slide.svg").write_bytes(svg)
    (tmp_path / "slide.html").write_text("<!DOCTYPE html><body style='margin:0'><img width=960 src=slide.svg>")
    page.open(tmp_path / "slide.html", 960)
    clip = {"x": 0, "y": 0, "width": 960, "height": 540, "scale": 1}
    data = page.call("Page.captureScreenshot", format="png", clip=clip)["data"]
    return Image.open(io.BytesIO(base64.b64decode(data)))


def test_slides_look_as_libreoffice_shows_them(page: Page, tmp_path: Path) -> None:
    """Structural similarity: the same slide is near to 1, another one is not."""
    (tmp_path / "deck.pptx").write_bytes(built()["deck.pptx"])
    office = [as_grey(image) for image in render_pages(tmp_path / "deck.pptx", 72)]
    ours = [as_grey(photographed(page, slide.svg, tmp_path)) for slide in drawn()]
    alike = [structural_similarity(*pair) for pair in zip(ours, office, strict=True)]
    others = [structural_similarity(*pair) for pair in zip(ours, [*office[1:], office[0]], strict=True)]
    assert min(alike) > 0.85, [round(share, 2) for share in alike]
    assert sum(a > b for a, b in zip(alike, others, strict=True)) == len(alike)


def test_only_slides_that_look_otherwise_are_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a slide takes from its master counts, what stands in its notes does not."""
    monkeypatch.setattr(drawing, "_before", Memory(400))  # of changed slides nothing stays for other tests
    before = tuple(draw_slides(built()["deck.pptx"]))
    asked: list[int] = []
    monkeypatch.setattr(drawing, "_draw", lambda sheet, wide, high: asked.append(sheet.number))

    def drawn_after(change: Callable[[Any], object]) -> list[int]:
        presentation, stream = pptx.Presentation(io.BytesIO(built()["deck.pptx"])), io.BytesIO()
        change(presentation)
        presentation.save(stream)
        asked.clear()
        tuple(draw_slides(stream.getvalue()))
        return list(asked)

    titled = next(slide for slide in slides_of(built()["deck.pptx"]) if slide.has_notes_slide)
    at = next(n for n, slide in enumerate(slides_of(built()["deck.pptx"])) if slide.slide_id == titled.slide_id)
    assert drawn_after(lambda deck: None) == []
    assert drawn_after(lambda deck: setattr(deck.slides[at].notes_slide.notes_text_frame, "text", "say this")) == []
    assert drawn_after(lambda deck: setattr(deck.slides[at].shapes.title.text_frame, "text", "other")) == [at + 1]
    everywhere = range(1, len(before) + 1)
    assert drawn_after(lambda deck: setattr(deck.slide_master.shapes[0], "left", 7)) == [*everywhere]
    assert drawn_after(lambda deck: setattr(deck, "slide_width", deck.slide_width + 12700)) == [*everywhere]


def test_a_drawing_of_a_slide_needs_nothing_from_outside() -> None:
    for slide in drawn():
        text = slide.svg.decode()
        assert "<text" not in text
        assert "http" not in text.replace("http://www.w3.org/2000/svg", "")
        assert set(re.findall(r'href="([^"]*)"', text)) <= {f"#{key}" for key in re.findall(r'id="([^"]*)"', text)} | {
            link for link in re.findall(r'href="([^"]*)"', text) if link.startswith("data:image/")
        }


def test_a_deck_of_another_shape_keeps_it() -> None:
    stream = io.BytesIO()
    presentation = pptx.Presentation()  # 4:3, Office's own theme
    slide = presentation.slides.add_slide(presentation.slide_layouts[1])
    slide.shapes.title.text = "Four by three"
    slide.placeholders[1].text_frame.text = "A point"
    presentation.save(stream)
    (only,) = draw_slides(stream.getvalue())
    assert (only.title, only.width, only.height) == ("Four by three", 720, 540)
    assert only.svg.count(b"<use") == len("Fourbythree" + "Apoint") + 1  # and the bullet
    strip, _ = draw_pictures("deck.pptx", "0" * 64, stream.getvalue())
    assert isinstance(strip.pictures[0], Picture)
    assert (strip.pictures[0].width, strip.pictures[0].height) == (300, 225)


@pytest.mark.parametrize(
    ("words", "leftwards", "seen"),
    [
        ("of 94 (x)", False, "of 94 (x)"),
        ("אב גד", True, "דג בא"),
        ("אב 94 גד", True, "דג 94 בא"),
        ("אב 1,200 גד", True, "דג 1,200 בא"),
        ("אב 18.3% גד", True, "דג 18.3% בא"),
        ("אב ABC def גד", True, "דג ABC def בא"),
        ("see אב גד now", False, "see דג בא now"),
        ("12 אב", True, "בא 12"),
    ],
)
def test_words_of_two_directions_stand_in_their_order(words: str, leftwards: bool, seen: str) -> None:
    assert "".join(piece[::-1] if back else piece for piece, back in ordered(words, leftwards)) == seen


def test_arabic_letters_join_and_every_letter_has_an_outline() -> None:
    glyphs, wide = set_words("سلام", False, True)
    alone = sum(set_words(letter, False, True)[1] for letter in "سلام")
    assert wide < alone
    assert all(outline(glyph.face, glyph.number).endswith("z") for glyph in glyphs)
