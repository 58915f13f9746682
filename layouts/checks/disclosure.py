"""DIS: who publishes it, with what money and interests, until when, whom to call, and who has signed it off."""

from collections.abc import Iterator
from datetime import date

from layouts.checks.proof import Proof
from layouts.parts import Path
from layouts.problems import Problem
from layouts.prose import Prose

LONGEST = 36  # months from publication to the next review
FIRST = 3  # slides among which the disclosures stand
SIGNED_BY = (
    "clinical reviewer",
    "patient reviewer",
    "PEMAT rater",
)  # a regulatory reviewer signs promotion, refused here
TRIFOLD: Path = ("documents", "trifold")
COLOPHON = {"colophon", "imprint"}


def edition_dates(proof: Proof) -> Iterator[Problem]:
    """DIS-01: published, version, next review within 36 months and how it is updated, printed where readers see it.

    IPDAS v4 certification: production date and update policy; PIF TICK. Only the first is often met.
    """
    edition = proof.comparison.edition
    path: Path = ("edition", "next_review")
    if edition.next_review <= edition.published:
        yield proof.problem(path, "DIS-01", "the next review is not after publication", "set a later day")
    elif _months(edition.published, edition.next_review) > LONGEST:
        message = f"the next review is more than {LONGEST} months after publication"
        yield proof.problem(path, "DIS-01", message, f"review it within {LONGEST} months")
    if not proof.on_trifold(lambda spot: bool(COLOPHON & spot.places)):
        message = "the tri-fold does not print edition, review date and updates"
        yield proof.problem(TRIFOLD, "DIS-01", message, "add '- place: colophon' or '- place: imprint' to a section")
    if "title" not in _made(proof):
        message = "the deck has no title slide, which prints the edition and its status"
        yield proof.problem(("documents", "deck"), "DIS-01", message, "add '- make: title' as the first slide")


def _months(start: date, end: date) -> float:
    return (end.year - start.year) * 12 + end.month - start.month + (end.day > start.day) * 0.5


def _made(proof: Proof) -> list[str]:
    """What the deck's slides are made of, in order: what it makes itself, or the id of a section."""
    return [slide.make or slide.section or "" for part in proof.comparison.documents.deck for slide in part.slides]


def money_and_interests(proof: Proof) -> Iterator[Problem]:
    """DIS-02: funding and the authors' interests are told, or that there are none (IPDAS C6; ICMJE disclosure form).

    They are printed by the colophon (DIS-01) and by the disclosures slide (DIS-03).
    """
    governance = proof.comparison.governance
    for field in ("authors", "funding", "interests"):
        value: Prose | str = getattr(governance, field)
        if not isinstance(value, Prose) or proof.pattern("nothing-said").search(value.words):  # or the model's own word
            fix = "ask the authors and write it down; 'None.' says that there are none"
            yield proof.problem(("governance", field), "DIS-02", f"'{field}' is not recorded", fix, "warning")


def disclosures_first(proof: Proof) -> Iterator[Problem]:
    """DIS-03: a deck discloses before its content, with the status of what is investigational.

    ACCME Standards for Integrity and Independence (2020), Standard 3.5. The slide's own words, mitigation among them,
    come from the catalogue; that each arm's status line is sound is BAL-06.
    """
    made = _made(proof)
    if "disclosures" not in made[:FIRST]:
        message = f"the deck has no disclosures among its first {FIRST} slides"
        yield proof.problem(("documents", "deck"), "DIS-03", message, "add '- make: disclosures' after the title slide")


def whom_to_call(proof: Proof) -> Iterator[Problem]:
    """DIS-04: a patient document says when to call at once, and that it does not replace the care team (PEMAT 20).

    The number is the brand's, or a ruled line to write it on; a placeholder is never printed.
    """
    if not proof.on_trifold(lambda spot: "call-at-once" in spot.places):
        message = "the tri-fold does not say when to call at once"
        yield proof.problem(TRIFOLD, "DIS-04", message, "add '- place: call-at-once' to a section")
    if not proof.on_trifold(lambda spot: proof.says("no-advice", spot.text)):
        message = "the tri-fold does not send readers to their care team"
        yield proof.problem(TRIFOLD, "DIS-04", message, "say that it is not a substitute for medical advice")
    for path, text in proof.strings:
        found = proof.pattern("placeholder").search(text)
        if found and path[0] != "references" and path[-1] != "record":
            message = f"'{found[0]}' is a placeholder"
            yield proof.problem(path, "DIS-04", message, "write what belongs there, or take the text out")


def sign_offs(proof: Proof) -> Iterator[Problem]:
    """DIS-05: a clinician, a patient and PEMAT raters have signed it off (NICE PMG42; AHRQ PEMAT user's guide)."""
    signed = {sign_off.role for sign_off in proof.comparison.edition.sign_offs}
    missing = [role for role in SIGNED_BY if role not in signed]
    if missing:
        message = f"nobody has signed off as {', '.join(missing)}"
        yield proof.problem(
            ("edition",), "DIS-05", message, "add them to 'sign_offs' with role, name and day", "warning"
        )
