"""CIT: every number and claim has a source that can be found, is fit to be cited, and is not out of date."""

import re
from collections.abc import Iterator
from datetime import date

from layouts.checks.proof import Proof, grouped
from layouts.figure_kinds import Emblem, EvidenceMap
from layouts.ledger import Estimate, Fact
from layouts.parts import Path, walk
from layouts.problems import Problem
from layouts.prose import Citation, Prose, Reference
from layouts.works import CitedWork, Issued

YEARS = 5  # the age from which a source is called old
PARTS = ("title", "author", "issued", "container_title")
SLUG = re.compile(r"[a-z0-9-]+")
LOOK_UP = "look it up in the source itself; never fill it in by guess"


# --- CIT-01 ----------------------------------------------------------------------------------------------------------


def unused_references(proof: Proof) -> Iterator[Problem]:
    """CIT-01: a listed reference that nothing cites (ICMJE Recommendations, IV.A.3.g)."""
    for index, work in enumerate(proof.comparison.references):
        if work.id not in proof.numbering:
            message = f"nothing cites the reference '{work.id}'"
            yield proof.problem(("references", index), "CIT-01", message, "cite it, or remove it", "warning")


def cited_claims(proof: Proof) -> Iterator[Problem]:
    """CIT-01: an answer to a claim, and a figure that asserts something, names its source (IPDAS C2; ABPI clause 14).

    A number in a text always has one: it is a reference to the ledger. An answer that nobody knows needs none.
    """
    for index, claim in enumerate(proof.comparison.claims):
        known = not proof.says("not-known", claim.answer.words)
        if known and not any(isinstance(span, Citation | Reference) for span in claim.answer.spans):
            message = f"the answer to '{claim.id}' cites nothing"
            fix = "cite its source with [@key], or refer to a number of the ledger"
            yield proof.problem(("claims", index, "answer"), "CIT-01", message, fix)
    placed = {figure for _, part in proof.parts for figure in part.figures}
    for index, figure in enumerate(proof.comparison.figures):
        if figure.id in placed and not isinstance(figure, Emblem | EvidenceMap) and not _sourced(proof, figure.id):
            message = f"the figure '{figure.id}' cites nothing"
            fix = "cite the source of what it shows in 'how_to_read', with [@key]"
            yield proof.problem(("figures", index), "CIT-01", message, fix)


def _sourced(proof: Proof, figure: str) -> bool:
    """Whether a figure draws estimates, or names a number or a source in its words."""
    words = (value for _, value in walk(proof.comparison.figure(figure)) if isinstance(value, Prose))
    cited = any(isinstance(span, Citation | Reference) for prose in words for span in prose.spans)
    return cited or bool(proof.shown(figure))


# --- CIT-02 ----------------------------------------------------------------------------------------------------------


def unknown_parts(proof: Proof) -> Iterator[Problem]:
    """CIT-02: a reference is complete and can be found: authors, title, year, place, and one identifier (ICMJE; NLM).

    Forms of identifiers are the model's. One warning a part, with the count.
    """
    works = proof.comparison.references
    lacking = {part: [i for i, work in enumerate(works) if getattr(work, part) == "not recorded"] for part in PARTS}
    lacking["identifier"] = [i for i, work in enumerate(works) if not _findable(work)]
    for part, found in lacking.items():
        if found:
            message = f"{part.replace('_', '-')} is not recorded for {len(found)} of {len(works)} references: "
            message += grouped([works[i].id for i in found])
            yield proof.problem(("references", found[0]), "CIT-02", message, LOOK_UP, "warning")
    for name in ("estimates", "facts"):
        items = getattr(proof.comparison, name)
        unlocated = [i for i, item in enumerate(items) if item.locator == "not recorded"]
        if unlocated:
            message = f"'locator' is not recorded for {len(unlocated)} of {len(items)} {name}: "
            message += grouped([items[i].id for i in unlocated])
            yield proof.problem((name, unlocated[0], "locator"), "CIT-02", message, LOOK_UP, "warning")


def _findable(work: CitedWork) -> bool:
    return any((work.DOI, work.PMID, work.number, work.URL))


def unchecked_numbers(proof: Proof) -> Iterator[Problem]:
    """CIT-02: an approved edition prints no number whose primary source nobody has checked (ABPI clause 6.1)."""
    if proof.comparison.edition.status != "approved":
        return
    for path, item in _ledger(proof):
        if item.print_advice == "check-primary-before-print" and not item.checked:
            message = f"'{item.id}' still waits for a check of its source"
            fix = "add 'checked: {by: Full Name, on: 2026-01-31}', or set the edition's status to draft"
            yield proof.problem(path, "CIT-02", message, fix)


def _ledger(proof: Proof) -> Iterator[tuple[Path, Estimate | Fact]]:
    yield from ((("estimates", i), item) for i, item in enumerate(proof.comparison.estimates))
    yield from ((("facts", i), item) for i, item in enumerate(proof.comparison.facts))


def author_notes(proof: Proof) -> Iterator[Problem]:
    """CIT-02: what authors note for each other (from memory, excerpt) is no text of a document and no citation.

    A reference that somebody remembered is not known to exist (ICMJE Recommendations, IV.A.3.g.i).
    """
    for path, text in proof.strings:
        found = proof.pattern("author-notes").search(text)
        if found and not SLUG.fullmatch(text):
            fix = "look the thing up and say what it is, or write 'not recorded'"
            yield proof.problem(path, "CIT-02", f"'{found[0]}' is a note among authors", fix)


# --- CIT-03 ----------------------------------------------------------------------------------------------------------


def out_of_date(proof: Proof) -> Iterator[Problem]:
    """CIT-03: no number is printed past its date, and old sources are named (ABPI clause 6.1: up to date; IPDAS).

    Ages count on the day of publication, since nothing printed depends on the day it is built.
    """
    published = proof.comparison.edition.published
    for index, fact in enumerate(proof.comparison.facts):
        path: Path = ("facts", index)
        if fact.expires and fact.expires < published:
            message = f"'{fact.id}' may be printed until {fact.expires} and the edition is published on {published}"
            yield proof.problem((*path, "expires"), "CIT-03", message, "look it up again, and set as_of and expires")
        if fact.print_advice == "re-check-FDA-list-on-print-date":
            if fact.expires is None:
                fix = "add 'expires:' with the last day on which it may be printed"
                yield proof.problem(path, "CIT-03", f"'{fact.id}' has to be checked again and never expires", fix)
            if fact.as_of == "not recorded":
                message = f"'{fact.id}' has to be checked again and does not say when it was true"
                yield proof.problem(
                    (*path, "as_of"), "CIT-03", message, "add the day on which it was looked up", "warning"
                )
    yield from _old(proof, published)


def _old(proof: Proof, published: date) -> Iterator[Problem]:
    works = {work.id: work for work in proof.comparison.references}
    old = [(path, item.id) for path, item in _ledger(proof) if _age(works[item.source], published) > YEARS]
    if old:
        message = f"{len(old)} numbers rest on sources of more than {YEARS} years before publication: "
        message += grouped([id for _, id in old])
        fix = "look for a newer source; where there is none, a reviewer confirms it"
        yield proof.problem((*old[0][0], "source"), "CIT-03", message, fix, "warning")


def _age(work: CitedWork, published: date) -> float:
    """Years from a work to publication; one whose day is not known counts from the last it can be."""
    if not isinstance(work.issued, Issued):
        return 0.0
    year, month, day = (*work.issued.date_parts[0], *(12, 31)[len(work.issued.date_parts[0]) - 1 :])
    return (published - date(year, month, min(day, 28))).days / 365.25


# --- CIT-04 ----------------------------------------------------------------------------------------------------------


def laboratory_apart(proof: Proof) -> Iterator[Problem]:
    """CIT-04: what was seen in a laboratory never stands beside what happened to patients, as one picture or row.

    FTC Health Products Compliance Guidance (2022): animal and laboratory studies alone support no claim for people.
    """
    for index, figure in enumerate(proof.comparison.figures):
        if _mixed(proof, proof.shown(figure.id)):
            message = f"'{figure.id}' shows laboratory and patient results together"
            yield proof.problem(("figures", index), "CIT-04", message, "show them apart, each named for what it is")
    for path, prose in proof.texts:
        if _mixed(proof, [estimate for estimate, _ in proof.cited(prose)]):
            message = "laboratory and patient results stand in one text"
            yield proof.problem(path, "CIT-04", message, "tell them apart, each named for what it is")


def _mixed(proof: Proof, estimates: list[Estimate]) -> bool:
    return len({proof.studies[e.study].design == "laboratory" for e in estimates}) > 1
