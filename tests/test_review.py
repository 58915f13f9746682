"""The review pack: a desk finds every claim, its record, its words, its places, and all that is still open."""

import base64
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pptx
import pypdfium2
import pytest

from browser import Page, browser
from layouts.brand import read_brand
from layouts.build import Variant, make_variant
from layouts.cache import Cache
from layouts.checks.waiving import Judged, judge
from layouts.comparison import Waiver
from layouts.documents import Desk, make_review
from layouts.illustrations import Illustrations
from layouts.problems import Place, Problem
from layouts.publishing import publish
from layouts.review.answers import Evidence
from layouts.review.instruments import INSTRUMENTS
from layouts.review.pack import COLUMNS, plain_cell
from layouts.review.printings import Printing, Saying, gather
from layouts.review.records import arithmetic
from layouts.source import Source, parse_source, read_files, read_source

HERE = Path(__file__).resolve().parent
WRIST = HERE / "sources" / "wrist"
BRAND = read_brand("clinic", [HERE.parent / "sources" / "brands"])[0]
DOCUMENTS = ("trifold", "handout", "deck")
RISKY = ("=", "+", "-", "@", "\t", "\r")


def variant(*documents: str) -> Variant:
    return Variant(BRAND, "en", ("a4",), documents)


@cache
def built() -> dict[str, bytes]:
    """The review pack of the test comparison, and the documents that it tells of."""
    return make_variant(read_source(WRIST), variant(*DOCUMENTS, "review")).files


def alone(source: Source, judged: Judged | None = None) -> tuple[str, list[dict[str, str]]]:
    """The page and the rows of a pack that is made with no other document."""
    desk = Desk(source, variant("review"), Illustrations(source, BRAND))
    files = make_review(desk, {}, judged or Judged((), ())).files
    return files["review.html"].decode(), rows_of(files["claims.csv"])


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def planted(old: str, new: str) -> Source:
    """The test comparison with one text changed."""
    files = read_files(WRIST)
    name = next(name for name, content in files.items() if old.encode() in content)
    return parse_source(files | {name: files[name].replace(old.encode(), new.encode(), 1)})


@cache
def page_text() -> str:
    return built()["review.html"].decode()


@cache
def rows() -> list[dict[str, str]]:
    return rows_of(built()["claims.csv"])


def of(id: str) -> list[dict[str, str]]:
    return [row for row in rows() if row["id"] == id]


class Articles(HTMLParser):
    """The words of each claim's article, by its id; all ids, and all that links lead to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words: dict[str, str] = {}
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.tags: list[str] = []
        self.inside = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.tags.append(tag)
        self.ids += [value for value in [told.get("id")] if value]
        self.links += [value for value in [told.get("href")] if value and tag == "a"]
        self.loaded += [value for name in ("src", "href", "data") if tag != "a" and (value := told.get(name))]
        if tag == "article":
            self.inside = str(told["id"]).removeprefix("claim-")
            self.words[self.inside] = ""

    def handle_endtag(self, tag: str) -> None:
        self.inside = "" if tag == "article" else self.inside

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.words[self.inside] += f" {' '.join(data.split())}"


@cache
def articles() -> Articles:
    return Articles(page_text())


# --- every claim, with its record


def test_every_number_and_claim_of_the_published_comparison_stands_in_both_files() -> None:
    comparison = publish(read_source(WRIST).comparison, "clinic", "en")
    ids = {item.id for item in (*comparison.numbers, *comparison.studies, *comparison.claims)}
    assert len(ids) > 25
    assert set(articles().words) == ids
    assert {row["id"] for row in rows()} == ids


def test_the_record_of_each_estimate_stands_in_both_files() -> None:
    comparison = publish(read_source(WRIST).comparison, "clinic", "en")
    for estimate in comparison.estimates:
        words, row = articles().words[estimate.id], of(estimate.id)[0]
        kind = estimate.counted or estimate.reported
        if estimate.counted:
            assert f"events {estimate.counted.events} " in words
            assert row["events"] == str(estimate.counted.events)
        if kind:
            assert f"people (n) {kind.n} " in words
            assert row["n"] == str(kind.n)
        assert row["scale"] == estimate.scale
        assert f"scale {estimate.scale} " in words
        assert row["locator"] == estimate.locator
        assert f"locator {estimate.locator} " in words
        assert row["confidence"] == estimate.confidence
        assert row["print_advice"] == estimate.print_advice


def test_a_fact_stands_with_value_unit_and_days() -> None:
    [row, *_] = of("broken-a-year")
    told = {name: row[name] for name in ("value", "unit", "as_of", "expires", "caveat", "checked")}
    assert told == {
        "value": "120,000",
        "unit": "person",
        "as_of": "2025-01-15",
        "expires": "2028-01-15",
        "caveat": "Counted in one invented year.",
        "checked": "2026-01-10",
    }


def test_identifiers_lead_to_their_registers() -> None:
    assert "https://doi.org/10.5555/test.north.2021" in articles().links
    assert "https://pubmed.ncbi.nlm.nih.gov/11111111/" in articles().links
    assert "https://clinicaltrials.gov/study/NCT00000003" in articles().links
    assert of("stiff-plate-west")[0]["trial"] == "NCT00000002; NCT00000003"


# --- arithmetic


@pytest.mark.parametrize(
    ("id", "told", "patients", "clinicians"),
    [
        ("stiff-cast-north", "27/108 = 25 %", "25 of 100", "25%"),
        ("stiff-cast-south", "227/561 ≈ 40.46 %", "40 of 100", "40%"),
        ("infection-cast-north", "0/108 = 0 %", "0 of 100", "0%"),
        ("grip-cast-north", "88 % as reported, of 108 people; no count is made from it", "88 of 100", "88%"),
    ],
)
def test_the_arithmetic_shows_how_the_words_follow(id: str, told: str, patients: str, clinicians: str) -> None:
    row = of(id)[0]
    assert (row["arithmetic"], row["for_patients"], row["for_clinicians"]) == (told, patients, clinicians)


def test_every_share_and_every_count_that_is_printed_is_what_the_record_gives() -> None:
    """Worked out again from the two numbers of the record, half to even."""
    seen = 0
    for row in rows():
        counted = re.match(r"(\d+)/(\d+) ", row["arithmetic"])
        printed = re.fullmatch(r"(\d+) of (\d+)", row["as_printed"])
        if not counted or not printed:
            continue
        events, n = int(counted[1]), int(counted[2])
        upper = any(word in row["wording"].lower() for word in ("up to", "upper bound", "below"))
        if int(printed[2]) == 100 and n != 100 and not upper:
            assert int(printed[1]) == round(Fraction(events, n) * 100)
            seen += 1
        elif int(printed[2]) == n:
            assert int(printed[1]) == events
            seen += 1
    assert seen > 5


def test_rare_events_are_worked_out_of_a_thousand() -> None:
    estimate = read_source(WRIST).comparison.estimate("tear-plate-safety")
    assert estimate.counted
    share = Fraction(estimate.counted.events, estimate.counted.n)
    told = arithmetic(estimate, 1000)
    assert told.endswith(f"{float(share * 1000):g} of 1,000")


# --- places


def independent(words: str) -> set[tuple[str, str]]:
    """Document and page of every page and slide with some words, read without this program."""
    found = set()
    for name in ("trifold.pdf", "handout.pdf"):
        with pypdfium2.PdfDocument(built()[name]) as pdf:
            for number, one in enumerate(pdf, 1):
                if words in one.get_textpage().get_text_bounded():
                    found.add((name, f"page {number}"))
    for number, slide in enumerate(pptx.Presentation(io.BytesIO(built()["deck.pptx"])).slides, 1):
        if words in " ".join(_texts(slide.shapes)):
            found.add(("deck.pptx", f"slide {number}"))
        if words in slide.notes_slide.notes_text_frame.text:
            found.add(("deck.pptx", f"slide {number}, notes"))
    return found


def _texts(shapes: object) -> Iterator[str]:
    for shape in shapes:  # type: ignore[attr-defined]
        if shape.shape_type == 6:  # a group
            yield from _texts(shape.shapes)
        elif shape.has_text_frame:
            yield shape.text_frame.text
        elif getattr(shape, "has_table", False):
            yield from (cell.text for row in shape.table.rows for cell in row.cells)


@pytest.mark.parametrize(
    ("id", "words"),
    [
        ("broken-a-year", "120,000"),
        ("stiff-cast-south", "227/561"),
        ("joined-plate-west", "221/231"),
        ("grip-plate-west", "216/240"),
        ("stitch-days", "14 days"),
    ],
)
def test_the_places_of_a_number_are_those_that_a_search_of_the_files_finds(id: str, words: str) -> None:
    told = {
        (
            row["document"],
            ", ".join(part for part in row["place"].split(", ") if part.startswith(("page", "slide", "no"))),
        )
        for row in of(id)
        if words in row["wording"] and "alternative" not in row["place"]
    }
    assert told == independent(words)
    assert told


def test_the_page_tells_the_same_places_as_the_data() -> None:
    for row in rows():
        if row["place"]:
            assert row["place"] in articles().words[row["id"]]


def test_what_people_may_have_read_stands_with_the_pages_of_question_and_answer() -> None:
    told = {(row["wording"], row["document"]) for row in of("cast-is-old")}
    answer = "Casts were used in 561 people of one invented register."
    assert {("Casts are out of date.", "handout.pdf"), (answer, "handout.pdf")} <= told


def test_a_pack_asked_for_alone_says_that_the_others_were_not_built() -> None:
    page, told = alone(read_source(WRIST))
    assert page.count("not built in this run") == 5
    assert "Printed in none of the documents that this run made." in page
    assert not any(row["document"] for row in told)
    assert page_text().count("not built in this run") == 2  # press and large print


def test_cells_at_the_same_place_are_told_together_and_texts_apart() -> None:
    at = Printing("deck.pptx", 4, "", "text", "", "1/37")
    cells = [Saying(at, "1/37", "1/37"), Saying(replace(at, text="2.7%"), "2.7%", "2.7")]
    text = Saying(replace(at, text="long"), "In one study of a few people it was 1/37, and in another more.", "1/37")
    assert [[one.text for one in wording.sayings] for wording in gather([*cells, text])] == [
        ["1/37", "2.7%"],
        [text.text],
    ]
    assert cells[1].pieces == ("", "2.7%", "")


def test_a_number_within_a_longer_one_is_not_marked() -> None:
    at = Printing("handout.pdf", 1, "", "text", "", "")
    assert Saying(at, "In 13 of 100, then 3 of 100.", "3 of 100").pieces == ("In 13 of 100, then ", "3 of 100", ".")


# --- formulas and markup in a source


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "2/37", "3-4"])
def test_a_cell_that_a_spreadsheet_would_run_is_a_text(text: str) -> None:
    assert plain_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["227/561 = 40 %", "12 months", "a=b", "", "n = 37", "1–18%", "2025-01-15"])
def test_an_ordinary_cell_stays_as_it_is(text: str) -> None:
    assert plain_cell(text) == text


def test_a_formula_in_a_source_is_run_by_no_spreadsheet_and_markup_by_no_browser() -> None:
    evil = "=HYPERLINK(1)&<script>alert(1)</script>"
    page, told = alone(planted("caveat: Counted in one invented year.", f'caveat: "{evil}"'))
    assert next(row["caveat"] for row in told if row["id"] == "broken-a-year") == f"'{evil}"
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert not [cell for row in told for cell in row.values() if cell.startswith(RISKY)]


def test_the_data_has_a_byte_order_mark_and_one_width() -> None:
    content = built()["claims.csv"]
    assert content.startswith(b"\xef\xbb\xbf")
    table = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert {len(row) for row in table} == {len(COLUMNS)}
    assert not [cell for row in table for cell in row if cell.startswith(RISKY)]


# --- what is open


def test_open_questions_are_read_off_the_source() -> None:
    page, _ = alone(read_source(WRIST))
    asked = page[page.index('id="questions"') : page.index('id="claims"')]
    for words in (
        "boxed warnings",
        "indications",
        "population",
        "number of people",
        "2 PEMAT raters",
        "clinical reviewer",
    ):
        assert words in asked
    assert "may be printed until 2028-01-15" in asked
    assert "its people are probably among those of Safety set" in asked
    assert 'href="#claim-grip-cast-north"' in asked


def test_a_question_that_the_source_answers_is_gone() -> None:
    def asked(source: Source) -> str:
        page, _ = alone(source)
        return page[page.index('id="questions-treatments"') : page.index('id="questions-references"')]

    assert "boxed warnings</td>" in asked(read_source(WRIST))
    answered = planted("boxed_warnings: not recorded", "boxed_warnings: [None in this invented label.]")
    assert "boxed warnings</td>" not in asked(answered)


def test_a_note_on_what_to_check_reaches_the_desk() -> None:
    source = planted("custom: {description: an invented", "custom: {check: look at table 9, description: an invented")
    assert "waits for a check by a clinical reviewer: look at table 9" in alone(source)[0]


def test_an_accepted_warning_stands_with_its_reason_and_without_a_name() -> None:
    source = read_source(WRIST)
    waiver = Waiver(rule="NUM-03", reason="The letter is lost", by="Invented Answerer", until=date(2027, 1, 1))
    waived = replace(source, comparison=source.comparison.model_copy(update={"waivers": (waiver,)}))
    problem = Problem(Place("x/comparison.yaml", 9, 1), "NUM-03", "something is not recorded", "look it up", "warning")
    loud = replace(problem, rule="CIT-02", message="a title is missing")
    judged = judge([problem, loud], replace(waived, strings={("waivers", 0): Place("x/comparison.yaml", 99)}))
    page, _ = alone(waived_at(waived), judged)
    accepted = page[page.index('id="rules-accepted"') : page.index('id="rules-ran"')]
    assert "The letter is lost" in accepted
    assert "2027-01-01" in accepted
    assert "a title is missing" in page[page.index('id="rules-found"') : page.index('id="rules-accepted"')]
    assert "Invented Answerer" not in page


def waived_at(source: Source) -> Source:
    """The source with a place for its waiver, which its files do not have."""
    return replace(source, strings={("waivers", 0): Place("x/comparison.yaml", 99)})


def test_no_name_of_a_signer_or_checker_stands_in_the_pack() -> None:
    everything = page_text() + built()["claims.csv"].decode()
    assert "Invented Reader" not in everything
    assert "Invented Checker" not in everything
    assert "patient reviewer, 2026-01-20" in everything


def test_every_rule_is_told_with_what_it_found_or_why_it_did_not_run() -> None:
    ran = page_text()[page_text().index('id="rules-ran"') : page_text().index('id="checks"')]
    for rule in ("BAL-01", "NUM-03", "CIT-02", "READ-05", "DIS-05", "READ-04", "veraPDF"):
        assert rule in ran


def test_rules_on_finished_pages_count_as_run_only_where_pages_were_made() -> None:
    assert "panels, slides" in page_text()
    assert "panels, slides" not in alone(read_source(WRIST))[0]
    assert "BAL-03: did not run" in alone(read_source(WRIST))[0]
    assert "BAL-03: did not run" not in page_text()


def test_a_self_check_tells_what_rules_found_and_that_one_did_not_run() -> None:
    source = read_source(WRIST)
    voice = Desk(source, variant("review"), Illustrations(source, BRAND)).voice("clinician")
    items = {(one.name, item.id): item for one in INSTRUMENTS for item in one.items}
    equal = items["IPDAS, version 4", "C1"]
    everything = frozenset({"BAL-01", "BAL-02", "BAL-03"})
    assert equal.fill(Evidence(voice, everything, {}, {})).state == "no finding"
    assert equal.fill(Evidence(voice, everything, {"BAL-02": 2}, {})).told.startswith("BAL-02: 2 findings")
    assert "BAL-03: did not run" in equal.fill(Evidence(voice, everything - {"BAL-03"}, {}, {})).told
    assert "BAL-01: 1 accepted" in equal.fill(Evidence(voice, everything, {}, {"BAL-01": 1})).told


def test_the_self_checks_have_all_items_and_leave_the_rating_to_people() -> None:
    counts = {one.name: len(one.items) for one in INSTRUMENTS}
    assert counts["PEMAT-P"] == 17 + 7
    assert counts["Clear Communication Index"] == 20
    assert [item.id for item in INSTRUMENTS[0].items if item.id[0] in "QC"][:13] == [
        *("Q1", "Q2", "Q3", "Q4", "Q5", "Q6", "C1", "C2", "C3", "C4", "C5", "C6", "C7–C10")
    ]
    assert page_text().count("self-check, not a rating") == 3


def test_a_pack_without_a_clinical_sign_off_says_so() -> None:
    assert "Not yet reviewed by a clinician." in page_text()
    signed = planted("{role: patient reviewer, name: Inv", "{role: clinical reviewer, name: Inv")
    assert "Not yet reviewed by a clinician." not in alone(signed)[0]


# --- the page


def test_every_anchor_of_the_page_leads_somewhere() -> None:
    read = articles()
    assert len(read.ids) == len(set(read.ids))
    inner = [link[1:] for link in read.links if link.startswith("#")]
    assert len(inner) > 30
    assert set(inner) <= set(read.ids)


def test_the_page_asks_for_nothing_from_elsewhere() -> None:
    assert articles().loaded == []
    assert "script" not in articles().tags
    assert "url(" not in page_text()
    assert "@import" not in page_text()


def test_the_same_source_makes_the_same_pack_from_what_was_kept_too(tmp_path: Path) -> None:
    source, cache = read_source(WRIST), Cache(tmp_path)
    first = make_variant(source, variant("trifold", "review"), cache=cache).files
    again = make_variant(source, variant("trifold", "review"), cache=cache).files
    assert b'"reused": [\n    "trifold"' in again["build.json"]
    assert [first[name] for name in ("review.html", "claims.csv")] == [
        again[name] for name in ("review.html", "claims.csv")
    ]
    assert b"trifold.pdf" in again["claims.csv"]


def test_a_document_kept_without_its_texts_is_made_again_for_the_pack(tmp_path: Path) -> None:
    source, cache = read_source(WRIST), Cache(tmp_path)
    make_variant(source, variant("trifold"), cache=cache)
    files = make_variant(source, variant("trifold", "review"), cache=cache).files
    assert b"trifold.pdf" in files["claims.csv"]


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with browser() as opened:
        yield opened


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "review.html"
    path.write_bytes(built()["review.html"])
    return path


@pytest.mark.parametrize("width", [1280, 390])
def test_everybody_can_read_the_page(page: Page, file: Path, width: int) -> None:
    page.open(file, width)
    assert page.violations() == []
    assert page.requests == [file.resolve().as_uri()]
    assert page.ask("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("--muted: #4f5d6b", "--muted: #b8c0c8", "color-contrast"),
        ('<html lang="en">', "<html>", "html-has-lang"),
        ("<h1>Review pack</h1>", '<h1>Review pack</h1><img src="data:,">', "image-alt"),
    ],
)
def test_a_page_that_somebody_cannot_read_is_found(page: Page, file: Path, old: str, new: str, rule: str) -> None:
    file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    page.open(file)
    assert rule in " ".join(page.violations())


def test_printed_each_chapter_begins_a_page_and_the_last_one_is_to_sign(page: Page, file: Path) -> None:
    page.open(file)
    size = {"paperWidth": 8.27, "paperHeight": 11.69}
    told = page.call("Page.printToPDF", printBackground=True, preferCSSPageSize=True, **size)
    with pypdfium2.PdfDocument(base64.b64decode(told["data"])) as pdf:
        texts = [one.get_textpage().get_text_bounded().strip() for one in pdf]
    lines = [[line.strip() for line in text.splitlines() if not line.strip().isdigit()] for text in texts]
    starts = [page_lines[0] for page_lines in lines]
    for head in ("Open questions for the clinical reviewer", "Claims", "Rules", "Self-checks", "Sign-off"):
        assert starts.count(head) == 1
    assert starts[-1] == "Sign-off"
    assert all(role in texts[-1] for role in ("Clinical reviewer", "PEMAT rater"))
    assert min(map(len, texts)) > 100  # no page is next to empty
