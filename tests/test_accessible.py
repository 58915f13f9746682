"""The tri-fold for those who do not see it: both standards at once, read in order, told in words, with its source."""

import io
import json
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

import make_docs
from layouts.attached import pack_source
from layouts.brand import read_brand
from layouts.brochure import panels
from layouts.brochure.links import pieces
from layouts.brochure.reading import Said, said_by_trifold
from layouts.brochure.tagged import Tag, Tagged, read_tagged
from layouts.build import Variant, make_variant
from layouts.checks.tagged import check_tagged
from layouts.documents import Desk
from layouts.figures.plans import plan_figure
from layouts.illustrations import Illustrations
from layouts.notation import to_yaml
from layouts.problems import Place
from layouts.publishing import publish
from layouts.source import Source, parse_source, read_files, read_source
from layouts.tree import parse_tree
from validators import qpdf_check, verapdf_failures

HERE = Path(__file__).resolve().parent
WRIST = HERE / "sources" / "wrist"
OVERLAYS = WRIST.parents[1] / "overlays" / "wrist"
PLACE = Place("comparison.yaml")
PAPERS = {"a4": "trifold.pdf", "letter": "trifold-letter.pdf"}
IN_ORDER = ("flap", "inside-1", "inside-2", "inside-3", "back")


@dataclass(frozen=True)
class Trifold:
    """A tri-fold as it was built, and what it was planned to say."""

    path: Path
    content: bytes
    said: Said

    def faults(self, change: Callable[[pikepdf.Pdf], None] = lambda pdf: None, **saving: Any) -> list[tuple[str, str]]:
        """Rule and message of each problem, once the file was changed."""
        changed = io.BytesIO()
        with pikepdf.open(io.BytesIO(self.content)) as opened:
            change(opened)
            opened.save(changed, **saving)
        return told(read_tagged(changed.getvalue()), self.said)


def told(tagged: Tagged, said: Said) -> list[tuple[str, str]]:
    return [(problem.rule, problem.message) for problem in check_tagged(tagged, said, "x.pdf", PLACE)]


@pytest.fixture(scope="module")
def source() -> Source:
    return parse_source(read_files(WRIST))


@pytest.fixture(scope="module")
def desk(source: Source) -> Desk:
    brand, _ = read_brand("clinic", [HERE.parent / "sources" / "brands"])
    variant = Variant(brand, "en", ("a4", "letter"), ("trifold",))
    return Desk(source, variant, Illustrations(source, brand))


@pytest.fixture(scope="module")
def built(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wrist")
    for name, content in make_variant(desk.source, desk.variant).files.items():
        (folder / name).write_bytes(content)
    return folder


@pytest.fixture(scope="module", params=PAPERS.values(), ids=PAPERS.keys())
def trifold(request: pytest.FixtureRequest, built: Path, desk: Desk) -> Trifold:
    voice, name = desk.voice("patient"), str(request.param)
    short = json.loads((built / "build.json").read_bytes())["fit"][name]["short_wording"]
    text = panels.plan_trifold(voice, desk.imprint, frozenset(short))
    alts = [plan_figure(id, voice).anatomy.alt for id in text.figures]
    return Trifold(built / name, (built / name).read_bytes(), said_by_trifold(text, alts))


# --- two standards, one file


@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_verapdf_finds_nothing_in_either_standard(trifold: Trifold, profile: str) -> None:
    assert verapdf_failures(trifold.path, profile) == []


@pytest.fixture(scope="module")
def others(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The other documents that promise both standards, built at once."""
    folder = tmp_path_factory.mktemp("others")
    variant = replace(desk.variant, papers=("a4",), documents=("press", "handout", "large-print"))
    for name, content in make_variant(desk.source, variant).files.items():
        (folder / name).write_bytes(content)
    return folder


@pytest.mark.parametrize("profile", ["ua1", "3a"])
@pytest.mark.parametrize("name", ["handout.pdf", "large-print.pdf", "panel-map.pdf"])
def test_verapdf_finds_nothing_in_the_other_documents(others: Path, name: str, profile: str) -> None:
    assert verapdf_failures(others / name, profile) == []


def test_every_document_carries_the_same_source(others: Path, trifold: Trifold) -> None:
    carried = [attached((others / name).read_bytes()) for name in ("handout.pdf", "large-print.pdf", "panel-map.pdf")]
    assert carried == [attached(trifold.content)] * 3


def test_verapdf_finds_what_is_taken_away(trifold: Trifold, tmp_path: Path) -> None:
    with pikepdf.open(trifold.path) as opened:
        without_marks(opened)
        opened.save(tmp_path / "broken.pdf")
    assert verapdf_failures(tmp_path / "broken.pdf", "ua1")


def test_qpdf_finds_nothing(trifold: Trifold) -> None:
    assert qpdf_check(trifold.path) == []


def test_the_rules_find_nothing(trifold: Trifold) -> None:
    assert trifold.faults() == []


# --- read as it is unfolded


def test_headings_and_outline_follow_the_hands_and_not_the_sheet(trifold: Trifold, source: Source) -> None:
    comparison = source.comparison
    keys = [key for panel in IN_ORDER for key in getattr(comparison.documents.trifold, panel.replace("-", "_"))]
    passages = [passage for key in keys if (passage := comparison.section(key).patient)]
    wanted = [comparison.title.patient, *(passage.heading.words for passage in passages)]
    tagged = read_tagged(trifold.content)
    assert [" ".join(tag.text.split()) for tag in tagged.tree.walk() if tag.kind in ("H1", "H2")] == wanted
    with pikepdf.open(trifold.path) as opened, opened.open_outline() as outline:
        [cover] = outline.root
        assert [cover.title, *(item.title for item in cover.children)] == wanted


def test_every_word_is_read_in_its_place_and_none_runs_into_the_next(trifold: Trifold) -> None:
    tagged = read_tagged(trifold.content)
    [document] = tagged.tree.kids
    assert [tag.kind for tag in document.kids] == ["Art"] * 6
    read = document.text
    assert "Test: cast or plate for a broken wrist" in read  # three lines on the page
    starts = [read.index(words) for words in ("What this test is about", "Two ways to treat", "What to do next")]
    assert starts == sorted(starts)


@pytest.fixture(scope="module")
def arabic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tri-fold in a language that is written from right to left."""
    out = tmp_path_factory.mktemp("arabic")
    folder = out / "source" / "wrist"
    shutil.copytree(WRIST, folder)
    shutil.copy(OVERLAYS / "ar.yaml", folder)
    called = ["build", str(folder), "--language", "ar", "--document", "trifold", "--paper", "a4", "--out", str(out)]
    assert make_docs.main(called) == 0
    return out / "wrist" / "clinic" / "ar" / "trifold.pdf"


def test_writing_from_right_to_left_is_read_letter_by_letter_in_its_order(arabic: Path) -> None:
    pairs = YAML(typ="safe", pure=True).load((OVERLAYS / "ar.yaml").read_text(encoding="utf-8"))["texts"]
    words = {pair["from"]: pair["to"] for pair in pairs}
    tagged = read_tagged(arabic.read_bytes())
    assert tagged.outline[0] == (1, words["Test: cast or plate for a broken wrist"])
    read = " ".join(tagged.tree.text.split())
    assert words["Test: cast or plate for a broken wrist"] in read
    assert words["A stiff wrist after a year"] in read


@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_verapdf_finds_nothing_in_writing_from_right_to_left(arabic: Path, profile: str) -> None:
    assert verapdf_failures(arabic, profile) == []


def test_a_cell_is_heard_with_its_row_and_its_arm(trifold: Trifold) -> None:
    tagged = read_tagged(trifold.content)
    [table] = [tag for tag in tagged.tree.walk() if tag.kind == "Table" and "side by side" in tag.text]
    heads = {tag.id: " ".join(tag.text.split()) for tag in table.walk() if tag.kind == "TH"}
    heard = {" ".join(tag.text.split()): [heads[id] for id in tag.headers] for tag in table.walk() if tag.kind == "TD"}
    assert heard["In the clinic."] == ["Where", "Cast"]
    assert heard["In the operating room."] == ["Where", "Plate"]
    rows = [[tag.kind for tag in row.kids] for row in table.walk() if row.kind == "TR"]
    assert rows == [["TD", "TH", "TH"], *[["TH", "TD", "TD"]] * 5]


def test_a_head_is_found_by_its_id(trifold: Trifold) -> None:
    with pikepdf.open(trifold.path) as opened:
        names = list(opened.Root.StructTreeRoot.IDTree.Names)
        ids = [bytes(name) for name in names[::2]]
        assert ids == sorted(ids)
        assert [bytes(element.ID) for element in names[1::2]] == ids
        assert {str(element.S) for element in names[1::2]} == {"/TH"}


# --- links


def test_a_citation_leads_to_its_reference_in_words(trifold: Trifold) -> None:
    tagged = read_tagged(trifold.content)
    links = [(tag, tagged.links[index]) for tag in tagged.tree.walk() for index in tag.notes]
    assert len(links) >= 10
    for tag, link in links:
        assert link.target == f"reference-{tag.text.rstrip('†')}"
        assert link.contents.startswith(f"Source {tag.text.rstrip('†')}: ")
    with pikepdf.open(trifold.path) as opened:
        targets = opened.Root.Names.Dests.Names
        assert {link.target for _, link in links} <= {str(name) for name in targets[::2]}
        assert {str(note.F) for page in opened.pages for note in page.get("/Annots", [])} == {"4"}  # they are printed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("No address.", [("No address.", None)]),
        (
            "See https://example.org/a_(b), then ask.",
            [("See ", None), ("https://example.org/a_(b", "https://example.org/a_(b"), ("), then ask.", None)],
        ),
        (
            "doi:10.5555/x.1. PMID 11.",
            [
                ("doi:10.5555/x.1", "https://doi.org/10.5555/x.1"),
                (". ", None),
                ("PMID 11", "https://pubmed.ncbi.nlm.nih.gov/11/"),
                (".", None),
            ],
        ),
        ("NCT00000001", [("NCT00000001", "https://clinicaltrials.gov/study/NCT00000001")]),
        ("NCT1 and http are none", [("NCT1 and http are none", None)]),
    ],
)
def test_addresses_in_a_text_become_links(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert list(pieces(text)) == expected
    assert "".join(piece for piece, _ in pieces(text)) == text


# --- the source that it carries


SECRETS = ("secret-remark", "Invented Reader", "Invented Checker", "T-999", "nobody2001", "unheard-claim", "unseen")
UNSEEN_GRIP = """\
  - id: unseen-grip
    record: T-999
    study: cast-south
    outcome: grip
    counted: {events: 1, n: 561}
    interval: not recorded
    scale: not recorded
    time_frame: not recorded
    locator: not recorded
    source: south2019
    confidence: verified
    print_advice: ok

facts:
"""
UNSEEN_WORK = """\
references:
  - id: nobody2001
    type: webpage
    title: Never cited
    author: not recorded
    issued: not recorded
    container-title: not recorded
"""
UNHEARD = "claims:\n  - {id: unheard-claim, heard: A plate is new., answer: 'It is not. [@nobody2001]'}\n"
UNSEEN = "  - id: unseen\n    clinician: {heading: Never shown, full: ['Never told. [@nobody2001]']}\n\ndocuments:\n"
NOTED = "custom: {check: secret-remark, description: an invented poster"
PLANTED = {
    "comparison.yaml": [
        ("format: 1", "# secret-remark of an author\nformat: 1"),
        ("facts:\n", UNSEEN_GRIP),
        ("claims:\n", UNHEARD),
        ("documents:\n", UNSEEN),
    ],
    "references.yaml": [("references:\n", UNSEEN_WORK), ("custom: {description: an invented poster", NOTED)],
}


@pytest.fixture(scope="module")
def planted() -> Source:
    """The test comparison with things in it that no reader shall see."""
    files = {}
    for path, content in read_files(WRIST).items():
        text = content.decode()
        for old, new in PLANTED[Path(path).name]:
            assert f"\n{old}" in text or old in text.splitlines()[0] or old.startswith("custom"), old
            text = text.replace(f"\n{old}", f"\n{new}", 1) if f"\n{old}" in text else text.replace(old, new, 1)
        files[path] = text.encode()
    return parse_source(files)


@pytest.fixture(scope="module")
def carrying(planted: Source, desk: Desk) -> bytes:
    return make_variant(planted, replace(desk.variant, papers=("a4",))).files["trifold.pdf"]


def attached(content: bytes) -> dict[str, bytes]:
    """The files in the source that a PDF carries."""
    with pikepdf.open(io.BytesIO(content)) as opened:
        [(name, file)] = opened.attachments.items()
        assert (name, str(file.obj.AFRelationship)) == ("source.zip", "/Source")
        assert "make_docs.py wrist" in file.description
        assert len(opened.Root.AF) == 1
        with zipfile.ZipFile(io.BytesIO(file.get_file().read_bytes())) as archive:
            return {name: archive.read(name) for name in archive.namelist()}


def test_the_source_that_it_carries_builds_the_same_file_again(carrying: bytes, tmp_path: Path) -> None:
    """Page contents, boxes, texts, seals and the source in it: all of the file, byte by byte."""
    for name, content in attached(carrying).items():
        (tmp_path / "source" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "source" / name).write_bytes(content)
    out = tmp_path / "out"
    called = ["build", str(tmp_path / "source" / "wrist"), "--document", "trifold", "--paper", "a4", "--out", str(out)]
    assert make_docs.main(called) == 0
    assert (out / "wrist" / "clinic" / "en" / "trifold.pdf").read_bytes() == carrying


def test_the_source_that_it_carries_is_laid_out_as_a_comparison(carrying: bytes) -> None:
    assert list(attached(carrying)) == ["wrist/comparison.yaml", "wrist/references.yaml", "brands/clinic/brand.yaml"]


def test_a_brand_travels_with_its_logo_and_its_name(planted: Source, tmp_path: Path) -> None:
    house = tmp_path / "brands" / "ward"
    house.mkdir(parents=True)
    text = (HERE.parent / "sources" / "brands" / "clinic" / "brand.yaml").read_text(encoding="utf-8")
    text = text.replace("id: clinic", "id: ward\nlogo: {medium: sign.svg, alt: The sign of the ward}")
    (house / "brand.yaml").write_text(text, encoding="utf-8")
    (house / "sign.svg").write_bytes(b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"/>')
    brand, logo = read_brand("ward", [tmp_path / "brands"])
    packed = pack_source(publish(planted.comparison, "ward", "en"), brand)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        archive.extractall(tmp_path / "again")
    assert read_brand("ward", [tmp_path / "again" / "brands"]) == (brand, logo)
    assert logo == b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"/>'
    assert read_source(tmp_path / "again" / "wrist").comparison.brand == "ward"


@pytest.mark.parametrize("secret", SECRETS)
def test_what_no_reader_shall_see_is_not_in_it(carrying: bytes, secret: str) -> None:
    written = b"".join(attached(carrying).values())
    assert secret.encode() not in written
    assert secret.encode() not in carrying


def test_what_was_planted_was_there(planted: Source) -> None:
    comparison = planted.comparison
    assert comparison.estimate("unseen-grip").record == "T-999"
    assert comparison.edition.sign_offs[0].name == "Invented Reader"
    assert comparison.references[0].id == "nobody2001"


def test_publishing_what_is_published_changes_nothing(planted: Source) -> None:
    once = publish(planted.comparison, "clinic", "en")
    assert once != planted.comparison
    assert publish(once, "clinic", "en") == once


def test_signing_off_is_printed_as_role_and_day(trifold: Trifold) -> None:
    assert "Signed off: patient reviewer (January 20, 2026)" in read_tagged(trifold.content).tree.text


TEXTS = st.text(st.characters(exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp")), min_size=1, max_size=300)
VALUES = st.recursive(
    TEXTS | st.integers(-(10**9), 10**9) | st.booleans() | st.floats(-1e6, 1e6).map(lambda x: round(x, 4)),
    lambda inner: st.lists(inner, min_size=1, max_size=4) | st.dictionaries(TEXTS, inner, min_size=1, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(TEXTS, VALUES, min_size=1, max_size=4))
def test_what_is_written_as_yaml_is_read_as_it_was(values: dict[str, Any]) -> None:
    written = to_yaml(values)
    assert parse_tree(written, "x.yaml").value == values
    assert YAML(typ="safe", pure=True).load(written.decode()) == values


@pytest.mark.parametrize(
    "word", ["no", "Null", "1.2", "2026-01-31", "a: b", "- a", "@a", "{a}", "012", "~", " a", "a  b"]
)
def test_a_text_that_looks_like_something_else_stays_a_text(word: str) -> None:
    assert parse_tree(to_yaml({"a": word, "b": [word], "c": {"d": word}}), "x.yaml").value == {
        "a": word,
        "b": [word],
        "c": {"d": word},
    }


# --- the rules are loud: the good file, broken in one place


def elements(pdf: pikepdf.Pdf, kind: str) -> list[Any]:
    """The structure elements of a kind in reading order."""
    return [element for element in _walk(pdf.Root.StructTreeRoot.K) if str(element.S) == f"/{kind}"]


def _walk(node: Any) -> Any:
    for kid in node if isinstance(node, pikepdf.Array) else [node]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from _walk(kid.get("/K", pikepdf.Array()))


def without_marks(pdf: pikepdf.Pdf) -> None:
    pdf.Root.MarkInfo.Marked = False


def metadata(old: bytes, new: bytes) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        packet = pdf.Root.Metadata.read_bytes()
        assert old in packet
        pdf.Root.Metadata.write(packet.replace(old, new))

    return change


def without_tabs(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[1].Tabs


def property_(name: str) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.docinfo[f"/{name}"] = "Another"

    return change


def another_language(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Lang = "fr"


def file_name_shown(pdf: pikepdf.Pdf) -> None:
    pdf.Root.ViewerPreferences.DisplayDocTitle = False


def panels_swapped(pdf: pikepdf.Pdf) -> None:
    kids = pdf.Root.StructTreeRoot.K[0].K
    kids[1], kids[5] = kids[5], kids[1]


def words_swapped(pdf: pikepdf.Pdf) -> None:
    paragraph = next(element for element in elements(pdf, "P") if len(element.K) == 2)
    paragraph.K[0], paragraph.K[1] = paragraph.K[1], paragraph.K[0]


def a_paragraph_lost(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "P")[3].K = pikepdf.Array()


def outline_as_printed(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        outline.root[0].children.reverse()


def alt(text: str) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        elements(pdf, "Figure")[1].Alt = text

    return change


def a_figure_lost(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "Figure")[1].S = pikepdf.Name("/P")


def no_words_round_a_figure(pdf: pikepdf.Pdf) -> None:
    holder = elements(pdf, "Figure")[1].P
    holder.K = pikepdf.Array([kid for kid in holder.K if kid.S == "/Figure"])


def no_scope(pdf: pikepdf.Pdf) -> None:
    del elements(pdf, "TH")[0].A.Scope


def an_empty_head(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "TH")[0].K = pikepdf.Array()


def a_cell_without_heads(pdf: pikepdf.Pdf) -> None:
    cells = [cell for cell in elements(pdf, "TD") if "/Headers" in cell.A]
    del cells[0].A.Headers


def a_cell_with_a_strange_head(pdf: pikepdf.Pdf) -> None:
    cells = [cell for cell in elements(pdf, "TD") if "/Headers" in cell.A]
    cells[0].A.Headers = pikepdf.Array([pikepdf.String("nowhere")])


def a_short_row(pdf: pikepdf.Pdf) -> None:
    del elements(pdf, "TR")[-1].K[-1]


def heading(kind: str) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        elements(pdf, "H2")[1].S = pikepdf.Name(f"/{kind}")

    return change


def first_heading_lower(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "H1")[0].S = pikepdf.Name("/H2")


def a_silent_link(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[0].Annots[0].Contents


def an_untagged_link(pdf: pikepdf.Pdf) -> None:
    link = elements(pdf, "Link")[0]
    link.K = pikepdf.Array([kid for kid in link.K if isinstance(kid, int)])


def a_link_without_words(pdf: pikepdf.Pdf) -> None:
    link = elements(pdf, "Link")[0]
    link.K = pikepdf.Array([kid for kid in link.K if not isinstance(kid, int)])


def first_font(pdf: pikepdf.Pdf) -> Any:
    return next(iter(pdf.pages[0].Resources.Font.values()))


def a_font_outside(pdf: pikepdf.Pdf) -> None:
    descriptor = first_font(pdf).DescendantFonts[0].FontDescriptor
    for key in [key for key in list(descriptor) if key.startswith("/FontFile")]:
        del descriptor[key]


def unknown_characters(pdf: pikepdf.Pdf) -> None:
    del first_font(pdf).ToUnicode


def private_characters(pdf: pikepdf.Pdf) -> None:
    unicode = first_font(pdf).ToUnicode
    changed = unicode.read_bytes().replace(b"<0065>", b"<E065>")
    assert changed != unicode.read_bytes()
    unicode.write(changed)


BROKEN: list[tuple[Callable[[pikepdf.Pdf], None], str, str]] = [
    (metadata(b"<pdfuaid:part>1<", b"<pdfuaid:part>2<"), "PDF-01", "pdfuaid:part '2' instead of '1'"),
    (metadata(b'conformance="A"', b'conformance="B"'), "PDF-01", "pdfaid:conformance 'B' instead of 'A'"),
    (metadata(b'pdfaid:part="3"', b""), "PDF-01", "pdfaid:part '' instead of '3'"),
    (without_marks, "PDF-01", "not marked as tagged"),
    (without_tabs, "PDF-01", "order of tabs"),
    (property_("Title"), "PDF-02", "its Title is 'Another'"),
    (property_("Author"), "PDF-02", "its Author is 'Another'"),
    (property_("Subject"), "PDF-02", "its Subject is 'Another'"),
    (metadata(b"Test: cast or plate", b"Other"), "PDF-02", "its dc:title is 'Other for"),
    (another_language, "PDF-02", "its Lang is 'fr' instead of 'en'"),
    (file_name_shown, "PDF-02", "instead of its title"),
    (panels_swapped, "PDF-03", "where"),
    (words_swapped, "PDF-03", "was planned"),
    (a_paragraph_lost, "PDF-03", "was planned"),
    (outline_as_printed, "PDF-03", "its outline"),
    (alt("Too short."), "PDF-04", "has 10 characters, not 40 to 300"),
    (alt("How many people had a stiff wrist " * 10), "PDF-04", "has 340 characters"),
    (alt("figure:stiff-people-of-the-wrist-on-a4.svg"), "PDF-04", "the name of a file"),
    (alt("Other words than those that the figure was drawn with."), "PDF-04", "not its own alternative text"),
    (a_figure_lost, "PDF-04", "a figure is missing"),
    (no_words_round_a_figure, "PDF-05", "no words stand with the figure"),
    (no_scope, "PDF-05", "a head without a scope"),
    (an_empty_head, "PDF-05", "an empty head"),
    (a_cell_without_heads, "PDF-05", "names no head"),
    (a_cell_with_a_strange_head, "PDF-05", "names no head"),
    (a_short_row, "PDF-05", "rows of different lengths"),
    (heading("H4"), "PDF-05", "skips a level"),
    (heading("H1"), "PDF-05", "its one heading of the first level"),
    (first_heading_lower, "PDF-05", "its one heading of the first level"),
    (a_silent_link, "PDF-06", "does not say where it leads to"),
    (an_untagged_link, "PDF-06", "a link is not tagged"),
    (a_link_without_words, "PDF-06", "a link has no words"),
    (a_font_outside, "PDF-07", "is not in the file"),
    (unknown_characters, "PDF-07", "are not known"),
    (private_characters, "PDF-07", "stands for nothing (U+E065)"),
]


@pytest.mark.parametrize(("change", "rule", "words"), BROKEN, ids=[f"{rule}: {words}" for _, rule, words in BROKEN])
def test_one_broken_promise_is_told(
    trifold: Trifold, change: Callable[[pikepdf.Pdf], None], rule: str, words: str
) -> None:
    assert [message for broken, message in trifold.faults(change) if broken == rule and words in message]


def test_a_locked_file_is_told(trifold: Trifold) -> None:
    locked = trifold.faults(encryption=pikepdf.Encryption(owner="x", user=""))
    assert ("PDF-07", "x.pdf: it is encrypted") in locked


def test_a_bare_address_is_a_warning(trifold: Trifold) -> None:
    address = f"https://example.org/{'a' * 30}"
    tagged = read_tagged(trifold.content)
    bare = replace(tagged, tree=Tag("", (*tagged.tree.under, Tag("Link", (address,), notes=(0,)))))
    [problem] = [p for p in check_tagged(bare, trifold.said, "x.pdf", PLACE) if p.rule == "PDF-06"]
    assert (problem.severity, problem.message) == ("warning", "x.pdf: a link reads out a bare address of 50 characters")
