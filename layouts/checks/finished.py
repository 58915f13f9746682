"""Finished files and folders, whoever gives them: what can be said of them without their source.

What cannot is named with its reason: a rule that did not run is no pass.
"""

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pikepdf

from layouts.brochure.reading import Said
from layouts.brochure.tagged import read_tagged
from layouts.checks import judges, tagged
from layouts.checks.carried import read_pair
from layouts.checks.sameness import differences
from layouts.problems import Place, Problem, ProblemError

MANIFEST = "build.json"
MOST_BYTES = 100_000_000  # of a file; ours are below two million
NOBODY = Said("", "", "", "", (), ())
ALONE = (tagged.identified, tagged.captions, tagged.tables, tagged.headed, tagged.linked, tagged.whole)
NEEDS_SOURCE = "needs the source that it was made of: check the comparison"
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
        made = json.loads((folder / MANIFEST).read_bytes())["files"]
        sums = {str(name): str(entry["sha256"]) for name, entry in made.items()}
    except OSError as error:
        return _refused(place, f"the manifest cannot be read: {error.strerror or error}")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return _refused(place, "it is no manifest of this program")
    verdict = Verdict(tuple(_against(folder, sums)))
    there = [folder / name for name in sums if (folder / name).is_file() and name.endswith((".pdf", ".pptx"))]
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
        if not path.resolve().is_relative_to(folder.resolve()):
            yield Problem(Place(str(folder / MANIFEST)), "FIN-01", f"it names '{name}', outside its folder", AGAIN)
        elif not path.is_file():
            yield Problem(Place(str(path)), "FIN-02", "the file is not there any more", AGAIN)
        elif sha256(path.read_bytes()).hexdigest() != wanted:
            message = "the file was changed after it was made"
            yield Problem(Place(str(path)), "FIN-02", message, f"{AGAIN}, or keep your own copy in another folder")


def _against_each_other(pair: list[Path]) -> Iterator[Problem]:
    try:
        both = read_pair(pair)
    except ProblemError as error:
        yield from error.problems
    else:
        yield from differences(both.brochure, both.deck, both.place)


def check_file(path: Path, full: bool) -> Verdict:
    """One PDF or PPTX, known by its content; with `full` the judges from outside are asked too."""
    try:
        if path.stat().st_size > MOST_BYTES:
            return _refused(Place(str(path)), "the file is larger than any document of this program")
        content = path.read_bytes()
    except OSError as error:
        return _refused(Place(str(path)), f"the file cannot be read: {error.strerror or error}")
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
            return Verdict(not_run=((f"{name}: PRN-01 to PRN-09", NEEDS_SOURCE),))
        read = read_tagged(content)
    except (pikepdf.PdfError, ValueError, RecursionError) as error:
        return Verdict((Problem(place, "PDF-07", f"{name}: it cannot be read: {error}", AGAIN),))
    found = [fault for rule in ALONE for fault in rule(read, NOBODY)]
    told = tuple(Problem(place, rule, f"{name}: {message}", AGAIN, severity) for rule, message, severity in found)
    return Verdict(told, ((f"{name}: PDF-02, PDF-03, PDF-04", NEEDS_SOURCE),))


def _for_press(content: bytes) -> bool:
    """Whether it is meant for PDF/X (ISO 15930-7, 6.2): a print-shop file has no tags and is no screen document."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        intents: Any = pdf.Root.get("/OutputIntents", [])
        return any(str(intent.get("/S")) == "/GTS_PDFX" for intent in intents)


def _check_deck(path: Path, content: bytes) -> Verdict:
    from layouts.checks.deck import check_deck

    found = check_deck(content, None, path.name, Place(str(path)))
    return Verdict(tuple(found), ((f"{path.name}: words against the plan", NEEDS_SOURCE),))


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


def _pdf_judges(content: bytes) -> tuple[Judge, ...]:
    try:
        return PDF_JUDGES if _for_press(content) else (*PDF_JUDGES, *TAGGED_JUDGES)
    except pikepdf.PdfError:
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
