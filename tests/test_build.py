"""From a source to finished bytes: a change reaches every place, equal sources give equal bytes, nothing spills."""

import io
import json
import os
import re
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from pathlib import Path

import pikepdf
import pptx
import pytest
from lxml import etree
from weasyprint.urls import FatalURLFetchingError

from layouts.brand import Brand, read_brand
from layouts.brochure import trifold
from layouts.build import Built, Variant, make_variant
from layouts.checks.source_rules import check_source
from layouts.citations import full_reference, number_works, short_reference
from layouts.comparison import Comparison
from layouts.figures.drawing import draw
from layouts.figures.plans import plan_figure
from layouts.figures.specs import Slot
from layouts.language import language
from layouts.problems import ProblemError
from layouts.source import Source, parse_source, read_files
from layouts.wording import Voice, estimate_forms
from validators import _run, _tool

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
WRIST, STARTER = HERE / "sources" / "wrist", ROOT / "layouts" / "starter"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
ALT_OF_PDF = ("/Alt", "/ActualText", "/E", "/T")


@cache
def clinic() -> Brand:
    return read_brand("clinic", [ROOT / "sources" / "brands"])[0]


def source_of(folder: Path, *changes: tuple[str, str]) -> Source:
    """A comparison with words changed; each must stand there."""
    files = read_files(folder)
    main = next(iter(files))
    text = files[main].decode()
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return parse_source({**files, main: text.encode()})


def build(source: Source, *documents: str) -> Built:
    return make_variant(source, Variant(clinic(), "en", ("a4",), documents or ("trifold", "deck")))


def refusal(source: Source, *documents: str) -> list[str]:
    """Why a build is refused."""
    with pytest.raises(ProblemError) as caught:
        build(source, *documents)
    return [str(problem) for problem in caught.value.problems if problem.severity == "error"]


# --- all the words of a document


@dataclass(frozen=True)
class Words:
    """Everything a document says, on its pages and behind them."""

    text: str  # what is seen: pages of a PDF, slides of a deck
    alts: tuple[str, ...]
    notes: str = ""
    rest: str = ""  # properties and every other string

    @property
    def all(self) -> str:
        return "\n".join((self.text, *self.alts, self.notes, self.rest))


def flat(text: str) -> str:
    return " ".join(text.split())


def words_of_pdf(content: bytes, folder: Path) -> Words:
    path = folder / "document.pdf"
    path.write_bytes(content)
    text = _run(_tool("pdftotext"), "-raw", "-enc", "UTF-8", path, "-").stdout
    with pikepdf.open(path) as opened:
        strings = list(_strings(opened))
        metadata = bytes(opened.Root.Metadata.read_bytes()).decode()
    alts = tuple(value for key, value in strings if key == "/Alt")
    return Words(flat(text), alts, rest="\n".join([metadata, *(value for _, value in strings)]))


def _strings(opened: pikepdf.Pdf) -> Iterator[tuple[str, str]]:
    """Every text string of a PDF with its key."""
    for thing in opened.objects:
        if isinstance(thing, pikepdf.Dictionary):
            for key, value in thing.items():
                if isinstance(value, pikepdf.String):
                    yield key, str(value)


def words_of_deck(content: bytes) -> Words:
    slides, notes, alts, rest = [], [], [], []
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            if not name.endswith((".xml", ".rels")):
                continue
            root = etree.fromstring(package.read(name))
            paragraphs = [flat("".join(t.text or "" for t in p.iter(f"{A}t"))) for p in root.iter(f"{A}p")]
            kind = slides if name.startswith("ppt/slides/") else notes if "notesSlides/" in name else rest
            kind += paragraphs
            for element in root.iter():
                alts += [element.get("descr")] if element.get("descr") else []
                rest += [flat(value) for value in element.attrib.values()]
                rest += [flat(element.text)] if element.text and element.tag != f"{A}t" else []
    return Words("\n".join(slides), tuple(alts), "\n".join(notes), "\n".join(rest))


def stands(words: str, text: str) -> bool:
    """Whether a number's words stand in a text, and not inside a longer number."""
    return re.search(rf"(?<![\d.,–/]){re.escape(words)}(?![\d–/]|[.,]\d)", text) is not None


# --- one number changed


def voices(comparison: Comparison) -> list[Voice]:
    numbering = number_works(comparison)
    return [
        Voice(comparison, language("en"), "patient", numbering),
        Voice(comparison, language("en"), "clinician", numbering),
    ]


def said(comparison: Comparison, id: str) -> set[str]:
    """Every form in which an estimate is printed, but its n."""
    estimate = comparison.estimate(id)
    forms = [form for form in estimate_forms(estimate) if form != "n"]
    told = {voice.estimate(estimate, form) for voice in voices(comparison) for form in forms}
    return told | {voices(comparison)[0].details(estimate).split(";")[0]}


def only_then(before: Comparison, after: Comparison, id: str) -> set[str]:
    """The words of an estimate that no number of the comparison has any more."""
    now = {words for estimate in after.estimates for words in said(after, estimate.id)}
    return {old for old in said(before, id) if not any(stands(old, new) for new in now)}


EAST = ("counted: {events: 1, n: 37}", "counted: {events: 4, n: 37}")
SOUTH = ("counted: {events: 227, n: 561}", "counted: {events: 333, n: 561}")


@pytest.mark.parametrize(
    ("id", "change", "page", "slide", "note", "alt_on_page", "alt_on_slide"),
    [
        (
            "stiff-plate-east",
            EAST,
            "After a plate, 11 of 100 people in one small study had a stiff wrist.",
            "4/37",
            "Stiffness at 12 months, East: 11% (4/37; 95% CI 3–25)",
            "11 of 100 in East (4 of 37 people)",
            "from 11% of 37 people",
        ),
        (
            "stiff-cast-south",
            SOUTH,
            "59 of 100 had it",
            "333/561",
            "Of the invented register: 55–63% had a stiff wrist.",
            "59 of 100 in South (333 of 561 people)",
            "to 59% of 561 people",
        ),
    ],
    ids=["in prose", "in notes"],
)
def test_a_changed_count_reaches_every_place_and_its_old_words_are_gone(
    tmp_path: Path,
    id: str,
    change: tuple[str, str],
    page: str,
    slide: str,
    note: str,
    alt_on_page: str,
    alt_on_slide: str,
) -> None:
    before, after = source_of(WRIST), source_of(WRIST, change)
    old_words = only_then(before.comparison, after.comparison, id)
    assert len(old_words) >= 5
    was, built = build(before), build(after)
    printed, shown = words_of_pdf(built.files["trifold.pdf"], tmp_path), words_of_deck(built.files["deck.pptx"])

    assert page in printed.text
    assert any(alt_on_page in alt for alt in printed.alts)
    assert slide in shown.text
    assert note in shown.notes
    assert any(alt_on_slide in alt for alt in shown.alts)

    for words in old_words:
        assert not stands(words, printed.all), words
        assert not stands(words, shown.all), words
    old_page, old_deck = words_of_pdf(was.files["trifold.pdf"], tmp_path), words_of_deck(was.files["deck.pptx"])
    assert any(stands(words, old_page.text) for words in old_words)  # they were there to be found
    assert any(stands(words, old_deck.text) for words in old_words)
    assert any(stands(words, old_deck.notes) for words in old_words)


def test_a_changed_count_is_drawn(tmp_path: Path) -> None:
    slot = Slot("panel", 80.0, 128.0, 9.5, 9.0)
    drawn = [
        draw(plan_figure("stiff-people", voices(source.comparison)[0]), slot, clinic().palette)
        for source in (source_of(WRIST), source_of(WRIST, EAST))
    ]
    old, new = (figure.svg.decode() for figure in drawn)
    assert "3 of 100 had it" in old
    assert "3 of 100 had it" not in new
    assert "11 of 100 had it" in new
    assert "4 of 37 people" in new.partition("<desc>")[2].partition("</desc>")[0]
    assert drawn[0].marks != drawn[1].marks
    assert drawn[0].seal != drawn[1].seal


# --- the same bytes


def test_the_same_source_gives_the_same_bytes() -> None:
    assert build(source_of(WRIST)).files == build(source_of(WRIST)).files


def test_two_processes_on_two_days_in_two_places_write_the_same_bytes(tmp_path: Path) -> None:
    """The two time zones never have the same date; where the program faketime is there, years lie between them."""
    runs = []
    for seed, zone, day in (("1", "Pacific/Kiritimati", "2031-03-04 05:06:07"), ("2", "Pacific/Niue", "")):
        out = tmp_path / seed
        later = ["faketime", day] if day and shutil.which("faketime") else []
        subprocess.run(
            [*later, sys.executable, ROOT / "make_docs.py", WRIST, "--out", out, "--as-of", "2026-11-23"],
            check=True,
            capture_output=True,
            cwd=tmp_path,
            env=os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "LANG": "C" if seed == "1" else "C.UTF-8"},
        )
        folder = out / "wrist" / "clinic" / "en"
        files = (path for path in sorted(folder.rglob("*")) if path.is_file())
        runs.append({path.relative_to(folder).as_posix(): path.read_bytes() for path in files})
        time.sleep(1.1)  # a clock that counts seconds would show
    documents = {name for name in runs[0] if not name.startswith("figures/")}
    printed = {"trifold.pdf", "trifold-press.pdf", "panel-map.pdf", "job-ticket.txt", "handout.pdf", "large-print.pdf"}
    on_letter = {name.replace(".", "-letter.") for name in printed}
    review = {"review.html", "claims.csv"}
    assert documents == {"build.json", "deck.pptx"} | printed | on_letter | review
    assert {"figures/stiff-intervals-slide.svg", "figures/stiff-intervals-slide.png"} <= runs[0].keys()
    assert [name for name in runs[0] if runs[0][name] != runs[1][name]] == []


def test_both_documents_number_the_same_work_alike(tmp_path: Path) -> None:
    source = source_of(WRIST)
    built = build(source)
    printed = words_of_pdf(built.files["trifold.pdf"], tmp_path).text
    shown = words_of_deck(built.files["deck.pptx"]).text
    numbers = {}
    for work in source.comparison.references:
        on_page = re.search(rf"(\d+) {re.escape(short_reference(work, language('en')))}", printed)
        on_slide = re.search(rf"^(\d+) +{re.escape(flat(full_reference(work, language('en'))))}$", shown, re.MULTILINE)
        assert on_slide, work.id
        if on_page:
            assert on_page[1] == on_slide[1], work.id
            numbers[work.id] = on_page[1]
    assert len(numbers) >= 4
    assert len(set(numbers.values())) == len(numbers)


# --- build.json


def test_the_manifest_lists_every_file_with_its_hash_and_how_it_fits() -> None:
    files = dict(build(source_of(WRIST)).files)
    made = json.loads(files.pop("build.json"))
    assert made["files"] == {
        name: {"sha256": sha256(data).hexdigest(), "bytes": len(data)} for name, data in files.items()
    }
    assert set(made["fit"]) == set(files)
    panels = made["fit"]["trifold.pdf"]["panels"]
    assert set(panels) == {"cover", "flap", "back", "inside-1", "inside-2", "inside-3"}
    for fill in panels.values():
        assert 0 < fill["used_mm"] <= fill["room_mm"]
        assert fill["words"] > 0
    with zipfile.ZipFile(io.BytesIO(files["deck.pptx"])) as package:
        slides = [name for name in package.namelist() if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)]
    assert made["fit"]["deck.pptx"]["slides"] == len(slides)
    assert (made["comparison"], made["brand"], made["language"]) == ("wrist", "clinic", "en")


# --- what does not fit

LONG = "Words that go on and on without telling anybody anything at all. " * 45
FLAP_ENDS = "        - place: glossary\n    clinician:\n      heading: An example to replace\n"
CLOSING_ENDS = "            - Example. Say in one line what to do next.\n"
SHORT = """      short:
        - bullets: [This is an example., Say what the choice is about., Ask your care team.]
        - This leaflet does not replace the advice of your care team.
"""


def with_flap(*paragraphs: str, short: str = "") -> Source:
    """The starter with more on its flap, and a short wording beside it."""
    more = "".join(f"        - {paragraph}\n" for paragraph in paragraphs) + short
    return source_of(STARTER, (FLAP_ENDS, FLAP_ENDS.replace("    clinician", f"{more}    clinician")))


def test_an_overfull_panel_is_an_error_with_its_name_millimetres_and_words() -> None:
    [said] = refusal(with_flap(LONG, LONG), "trifold")
    assert said.startswith(str(STARTER / "comparison.yaml") + ":")
    found = re.search(r"the panel 'flap' is (\d+\.\d) mm too full", said)
    assert found
    assert float(found[1]) > 20
    cut = re.search(r"cut about (\d+) words there, or give its sections a 'short' wording", said)
    assert cut
    assert 30 < int(cut[1]) < 2 * len(LONG.split())


def test_cutting_the_words_that_the_message_names_makes_the_panel_fit() -> None:
    words = LONG.split()[:400]
    [said] = refusal(with_flap(" ".join(words)), "trifold")
    cut = re.search(r"cut about (\d+) words", said)
    assert cut
    much, little = (
        len(words) - round(share * int(cut[1])) for share in (1.3, 0.7)
    )  # "about": heads and gaps count too
    assert build(with_flap(" ".join(words[:much])), "trifold").files
    assert refusal(with_flap(" ".join(words[:little])), "trifold")


def test_an_overfull_panel_takes_the_short_wording_and_the_ledger_says_so() -> None:
    built = build(with_flap(LONG, short=SHORT), "trifold")
    fit = json.loads(built.files["build.json"])["fit"]["trifold.pdf"]
    assert fit["short_wording"] == ["about"]
    assert fit["panels"]["flap"]["used_mm"] <= fit["panels"]["flap"]["room_mm"]


def test_a_panel_that_fits_keeps_its_full_wording() -> None:
    built = build(with_flap(short=SHORT), "trifold")
    assert json.loads(built.files["build.json"])["fit"]["trifold.pdf"]["short_wording"] == []


def test_an_overfull_slide_is_an_error_with_its_title_and_points() -> None:
    [said] = refusal(source_of(STARTER, (CLOSING_ENDS, f"{CLOSING_ENDS}            - {LONG}\n")), "deck")
    assert re.search(
        r"the body of the slide 'Example: what to take home \(2 of 2\)' is \d+ pt too high \[PPT-08\]", said
    )


def test_slides_that_share_a_title_are_told_apart() -> None:
    once = "        - {section: next, layout: closing}\n"
    source = source_of(STARTER, (once, once.replace("closing", "text") + once))
    deck = pptx.Presentation(io.BytesIO(build(source, "deck").files["deck.pptx"]))
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert len(titles) == len(set(titles))
    assert sum("what to take home" in title for title in titles) == 2


# --- what the typesetter warns of


def patched(monkeypatch: pytest.MonkeyPatch, old: str, new: str) -> None:
    """The page's template with one thing changed after it was filled in."""
    real = trifold.template("trifold.html.jinja")

    class Patched:
        def render(self, **values: object) -> str:
            html: str = real.render(**values)
            assert old in html
            return html.replace(old, new, 1)

    monkeypatch.setattr(trifold, "template", lambda name: Patched())


def test_a_style_that_the_typesetter_does_not_know_stops_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    patched(monkeypatch, "</style>", ".cover { colour: red }</style>")
    [said] = refusal(source_of(STARTER), "trifold")
    assert "the typesetter warns" in said
    assert "colour" in said
    assert "[PDF-00]" in said


def test_a_figure_that_is_not_there_stops_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    patched(monkeypatch, 'src="figure:both-drawn"', 'src="figure:nobody"')
    with pytest.raises(FatalURLFetchingError, match="figure:nobody"):
        build(source_of(STARTER), "trifold")


@pytest.mark.parametrize("address", ["https://example.org/a.png", "file:///etc/hostname", "font:Lato/../../secret.ttf"])
def test_a_page_loads_nothing_from_outside(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    patched(monkeypatch, 'src="figure:both-drawn"', f'src="{address}"')
    with pytest.raises(FatalURLFetchingError, match=re.escape(address.partition("/..")[0])):
        build(source_of(STARTER), "trifold")


def test_a_comparison_in_a_language_without_a_catalogue_is_refused_with_the_choices() -> None:
    source = source_of(STARTER, ("language: en", "language: tlh"))
    with pytest.raises(ProblemError) as caught:
        make_variant(source, replace(Variant(clinic(), "en", ("a4",), ("deck",)), language="tlh"))
    [said] = map(str, caught.value.problems)
    assert "there are no fixed words in 'tlh'" in said
    assert "choose one of: ar, en, es" in said


def test_an_approved_edition_refuses_the_imprint_of_a_sample() -> None:
    source = source_of(STARTER, ("status: draft", "status: approved"))
    with pytest.raises(ProblemError) as refused:
        make_variant(source, Variant(clinic(), "en", ("a4",), ("trifold",)))
    assert "the imprint of the brand 'clinic' is a sample's" in str(refused.value)
    own = clinic().model_copy(update={"publisher": clinic().publisher.model_copy(update={"sample": False})})
    with pytest.raises(ProblemError) as still:  # nobody has signed it off
        make_variant(source, Variant(own, "en", ("a4",), ("trifold",)))
    assert "imprint" not in str(still.value)


@pytest.mark.parametrize("words", ["Ninety percent got better.", "Forty-four per cent got better."])
def test_a_percentage_spelled_out_is_a_typed_number(words: str) -> None:
    text = next(iter(read_files(STARTER).values())).decode()
    promise = re.search(r"^promise: (.*)$", text, re.MULTILINE)
    assert promise
    source = source_of(STARTER, (promise[0], f"promise: {words}"))
    assert [p.rule for p in check_source(source) if p.rule == "NUM-01"] == ["NUM-01"]
