"""Finished files and folders, whoever gives them: what can be said of them without their source.

What cannot is named with its reason: a rule that did not run is no pass.
"""

import io
import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pikepdf

from layouts.brochure.bounds import bounded
from layouts.brochure.carried_source import read_carried
from layouts.brochure.reading import Said
from layouts.brochure.tagged import read_tagged
from layouts.checks import judges, tagged
from layouts.checks.carried import read_pair
from layouts.checks.sameness import differences
from layouts.checks.unplanned import check_pages, check_press_alone, check_sight
from layouts.intake import IntakeError, leads_inside, read_bounded, read_within
from layouts.problems import Place, Problem, ProblemError

MANIFEST = "build.json"
SMALLEST = 10.0  # pt: footers of slides
MOST_BYTES = 100_000_000  # of a file; ours are below two million
DAMAGED = (pikepdf.PdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError)
NOBODY = Said("", "", "", "", (), ())
ALONE = (tagged.identified, tagged.captions, tagged.tables, tagged.headed, tagged.linked, tagged.whole)
NEEDS_SOURCE = "needs the source that it was made of: check the comparison"
CARRIED = f"{NEEDS_SOURCE}, which this file carries among its attachments"
AGAIN = "build it again"


@dataclass(frozen=True)
class Verdict:
    """What is wrong with a file or folder, and which rules were not run, each with why."""

    problems: tuple[Problem, ...] = ()
    not_run: tuple[tuple[str, str], ...] = ()

    def __add__(self, other: "Verdict") -> "Verdict":
        return Verdict((*self.problems, *other.problems), (*self.not_run, *other.not_run))


def check_folder(folder: Path, full: bool) -> Verdict:
    """A built folder: every file as its manifest says, each by itself, and brochure and deck against each other."""
    place = Place(str(folder / MANIFEST))
    try:
        made = json.loads(read_within(folder, folder / MANIFEST, MOST_BYTES))["files"]
        sums = {str(name): str(entry["sha256"]) for name, entry in made.items()}
    except (IntakeError, OSError) as error:
        return _refused(place, f"the manifest cannot be read: {error}")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return _refused(place, "it is no manifest of this program")
    verdict = Verdict(tuple(_against(folder, sums)))
    documents = [folder / name for name in sums if name.endswith((".pdf", ".pptx"))]
    there = [path for path in documents if leads_inside(folder, path) and path.is_file()]
    for path in there:
        verdict += check_file(path, full)
    pair = [folder / name for name in ("trifold.pdf", "deck.pptx")]
    if all(path in there for path in pair):
        verdict += Verdict(tuple(_against_each_other(pair)))
    return verdict


def _against(folder: Path, sums: dict[str, str]) -> Iterator[Problem]:
    """FIN-02: every file is the one that was made (checksums of the manifest)."""
    for name, wanted in sorted(sums.items()):
        path = folder / name
        if not leads_inside(folder, path):
            yield Problem(Place(str(folder / MANIFEST)), "FIN-01", f"it names '{name}', outside its folder", AGAIN)
        elif not path.is_file():
            yield Problem(Place(str(path)), "FIN-02", "the file is not there any more", AGAIN)
        elif path.stat().st_size > MOST_BYTES or sha256(path.read_bytes()).hexdigest() != wanted:
            message = "the file was changed after it was made"
            yield Problem(Place(str(path)), "FIN-02", message, f"{AGAIN}, or keep your own copy in another folder")


def _against_each_other(pair: list[Path]) -> Iterator[Problem]:
    try:
        both = read_pair(pair)
    except ProblemError as error:
        yield from error.problems
    else:
        yield from differences(both.brochure, both.deck, both.place)
        yield from _numbered(pair, both.place)


def _numbered(pair: list[Path], place: Place) -> Iterator[Problem]:
    """CIT-01: one numbering of references. What cannot be read was told of the files themselves."""
    from layouts.checks.deck_file import DeckError, read_file
    from layouts.checks.deck_planned import Deck
    from layouts.checks.deck_slides import read_show
    from layouts.checks.numbering import check_numbering

    with suppress(pikepdf.PdfError, ValueError, RecursionError, DeckError):
        file = read_file(pair[1].read_bytes())
        yield from check_numbering(read_tagged(pair[0].read_bytes()), Deck(file, read_show(file), None), place)


def check_file(path: Path, full: bool) -> Verdict:
    """One PDF or PPTX, known by its content; with `full` the judges from outside are asked too."""
    try:
        content = read_bounded(path, MOST_BYTES)
    except (IntakeError, OSError) as error:
        return _refused(Place(str(path)), str(error))
    if b"%PDF-" in content[:1024]:
        return _check_pdf(path, content) + (_ask(path, _pdf_judges(content)) if full else OUTER)
    if content.startswith(b"PK"):
        return _check_deck(path, content) + (_ask(path, DECK_JUDGES) if full else OUTER)
    return _refused(Place(str(path)), "the file is neither a PDF nor a PPTX")


OUTER = Verdict(not_run=(("judges from outside", "they are asked with --full"),))


def _refused(place: Place, message: str) -> Verdict:
    fix = "give a PDF, a PPTX, or a folder that this program built"
    return Verdict((Problem(place, "FIN-01", message, fix),))


def _check_pdf(path: Path, content: bytes) -> Verdict:
    place, name = Place(str(path)), path.name
    try:
        if _for_press(content):
            return Verdict(
                tuple(check_press_alone(content, name, place)), ((f"{name}: PRN-01 to PRN-06", NEEDS_SOURCE),)
            )
        read = read_tagged(content)
    except DAMAGED as error:
        reason = str(error) if isinstance(error, pikepdf.PdfError) else "its objects are not what they should be"
        return Verdict((Problem(place, "PDF-07", f"{name}: it cannot be read: {reason}", AGAIN),))
    found = [fault for rule in ALONE for fault in rule(read, NOBODY)]
    told = tuple(Problem(place, rule, f"{name}: {message}", AGAIN, severity) for rule, message, severity in found)
    why = NEEDS_SOURCE if read_carried(content) is None else CARRIED
    seen = tuple(check_pages(content, name, place))
    return Verdict((*told, *seen), ((f"{name}: PDF-02, PDF-03, PDF-04", why),))


def _for_press(content: bytes) -> bool:
    """Whether it is meant for PDF/X (ISO 15930-7, 6.2): a print-shop file has no tags and is no screen document."""
    with bounded(), pikepdf.open(io.BytesIO(content)) as pdf:
        intents: Any = pdf.Root.get("/OutputIntents", [])
        return any(str(intent.get("/S")) == "/GTS_PDFX" for intent in intents)


def _check_deck(path: Path, content: bytes) -> Verdict:
    from layouts.checks.completeness.deck import read_deck
    from layouts.checks.deck import check_deck
    from layouts.checks.deck_file import read_file
    from layouts.checks.deck_slides import read_show

    place = Place(str(path))
    found = check_deck(content, None, path.name, place)
    if not any(problem.rule == "PPT-02" for problem in found):  # what is broken has no slides to speak of
        try:
            pieces = read_deck(read_show(read_file(content)), SMALLEST)
            found += check_sight((one for one in pieces if one.kind == "text"), path.name, place, "slide")
            found += _redrawn(content, path.name, place)
        except DAMAGED:
            message = f"{path.name}: its slides cannot be read: an element is not what it should be"
            found.append(Problem(place, "PPT-02", message, AGAIN))
    return Verdict(tuple(found), ((f"{path.name}: words against the plan", NEEDS_SOURCE),))


def _redrawn(content: bytes, name: str, place: Place) -> Iterator[Problem]:
    """SEA-12: a figure in other shapes or colours than it was drawn with, such as the one arm's in the other's."""
    from layouts.deck.edits.left import redrawn

    for slide, title, figure in redrawn(content):
        message = f"{name}: slide {slide} ('{title}'): the figure '{figure}' was changed by hand: its shapes or colours"
        fix = "see that the two sides are still told apart as the brochure tells them, or build the deck again"
        yield Problem(place, "SEA-12", message, fix, "warning", spot=f"slide {slide}")


# --- judges from outside ----------------------------------------------------------------------------------------------

Judge = tuple[str, str, Callable[[Path], list[str]]]  # rule, the judge's name, and how it is asked
DECK_JUDGES: tuple[Judge, ...] = (
    ("PPT-01", "Open XML SDK, Office2019", lambda path: judges.open_xml_sdk_errors(path, "Office2019")),
    ("PPT-01", "Open XML SDK, Microsoft365", lambda path: judges.open_xml_sdk_errors(path, "Microsoft365")),
    ("PPT-01", "openxml-audit", judges.openxml_audit_errors),
)
PDF_JUDGES: tuple[Judge, ...] = (("PDF-07", "qpdf", judges.qpdf_check),)
TAGGED_JUDGES: tuple[Judge, ...] = (
    ("PDF-01", "veraPDF, PDF/UA-1", lambda path: judges.verapdf_failures(path, "ua1")),
    ("PDF-01", "veraPDF, PDF/A-3a", lambda path: judges.verapdf_failures(path, "3a")),
)


def ask_judges(path: Path, content: bytes, name: str) -> Verdict:
    """What the judges from outside say of a document that was just made; it is told by `name`, not by its path."""
    verdict = _ask(path, DECK_JUDGES if content.startswith(b"PK") else _pdf_judges(content))
    return Verdict(tuple(replace(problem, place=Place(name)) for problem in verdict.problems), verdict.not_run)


def _pdf_judges(content: bytes) -> tuple[Judge, ...]:
    try:
        return PDF_JUDGES if _for_press(content) else (*PDF_JUDGES, *TAGGED_JUDGES)
    except DAMAGED:
        return PDF_JUDGES


def _ask(path: Path, asked: tuple[Judge, ...]) -> Verdict:
    problems: list[Problem] = []
    not_run: list[tuple[str, str]] = []
    for rule, name, judge in asked:
        try:
            told: Any = judge(path)
        except judges.NotInstalledError as missing:
            not_run.append((f"{path.name}: {rule} by {name}", f"{missing} is not installed"))
        except judges.SilentError as error:
            not_run.append((f"{path.name}: {rule} by {name}", " ".join(str(error).split())[:300]))
        else:
            problems += [Problem(Place(str(path)), rule, f"{name}: {fault}", AGAIN) for fault in told]
    return Verdict(tuple(problems), tuple(not_run))
