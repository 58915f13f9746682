"""Whether everything that a comparison names is there: ids, references, sections, arms. Looked at before any rule."""

from collections.abc import Collection, Iterable, Iterator
from itertools import chain

from layouts.comparison import Comparison
from layouts.complaints import did_you_mean
from layouts.figure_integrity import Named, Where, figure_names, ids, undrawable, unmatched_courses
from layouts.figure_kinds import ClaimPlot, Durability, IconRanges, Mechanism, Timeline
from layouts.ledger import Fact
from layouts.parts import Path, walk
from layouts.passages import AskQuestions, CompareTable, PlaceFigure, TellClaims
from layouts.problems import Place, Problem
from layouts.prose import Citation, Prose, Reference
from layouts.wording import FACT_FORMS, STUDY_FORMS, estimate_forms

LISTS = ("arms", "studies", "outcomes", "estimates", "facts", "figures", "claims", "questions", "glossary", "sections")


def check_integrity(comparison: Comparison, where: Where) -> list[Problem]:
    """Every name that leads nowhere, every id that stands twice, every table cell without its arm."""
    names = chain(
        _ledger_names(comparison), _placed_names(comparison), figure_names(comparison), _document_names(comparison)
    )
    return [
        *_twice(comparison, where),
        *_printed_twice(comparison, where),
        *(_unknown(where(path), name, known, what) for path, name, known, what in names if name not in known),
        *_prose_names(comparison, where),
        *_columns(comparison, where),
        *undrawable(comparison, where),
        *unmatched_courses(comparison, where),
        *_backwards(comparison, where),
    ]


def _unknown(place: Place, name: str, names: Iterable[str], what: str) -> Problem:
    known = sorted(names)
    listed = ", ".join(known[:12]) + (" ..." if len(known) > 12 else "")
    fix = f"correct it, or add what it names{did_you_mean(name, known)}; known: {listed or 'none yet'}"
    return Problem(place, "SRC-03", f"'{name}' names no {what}", fix)


def _twice(c: Comparison, where: Where) -> Iterator[Problem]:
    """Ids given twice. Prose names studies, estimates and facts alike, so that these share their ids."""
    firsts: dict[str, dict[str, Path]] = {}
    given: list[tuple[str, Path, str]] = [
        ("numbers" if name in ("estimates", "facts", "studies") else name, (name, index, "id"), item.id)
        for name in (*LISTS, "references")
        for index, item in enumerate(getattr(c, name))
    ]
    given += [
        ("products", ("arms", i, "products", j, "id"), product.id)
        for i, arm in enumerate(c.arms)
        for j, product in enumerate(arm.products)
    ]
    for name, path, id in given:
        first = firsts.setdefault(name, {}).setdefault(id, path)
        if first != path:
            other = where(first)
            fix = f"rename one of them; the other stands on line {other.line}"
            yield Problem(where(path), "SRC-03", f"the id '{id}' is given twice", fix)


def _printed_twice(c: Comparison, where: Where) -> Iterator[Problem]:
    """A section listed twice in the handout: its figures could not be told apart, nor the links to it."""
    listed = c.documents.handout or ()
    for i, key in enumerate(listed):
        if key in listed[:i]:
            first = where(("documents", "handout", listed.index(key)))
            fix = f"remove one of the two; the other stands on line {first.line}"
            yield Problem(where(("documents", "handout", i)), "SRC-03", f"the handout prints '{key}' twice", fix)


def _ledger_names(c: Comparison) -> Iterator[Named]:
    works, studies, outcomes = ids(c.references), ids(c.studies), ids(c.outcomes)
    products = {arm.id: ids(arm.products) for arm in c.arms}
    for i, study in enumerate(c.studies):
        path: Path = ("studies", i)
        yield (*path, "arm"), study.arm, products, "arm"
        if study.arm in products:
            yield (*path, "product"), study.product, products[study.arm], f"product of the arm '{study.arm}'"
        for j, key in enumerate(study.references):
            yield (*path, "references", j), key, works, "reference"
        for j, key in enumerate(study.overlaps):
            yield (*path, "overlaps", j), key, studies, "study"
    for i, estimate in enumerate(c.estimates):
        yield ("estimates", i, "study"), estimate.study, studies, "study"
        yield ("estimates", i, "outcome"), estimate.outcome, outcomes, "outcome"
        yield ("estimates", i, "source"), estimate.source, works, "reference"
    for i, fact in enumerate(c.facts):
        yield ("facts", i, "source"), fact.source, works, "reference"


def _placed_names(c: Comparison) -> Iterator[Named]:
    figures, questions, claims = ids(c.figures), ids(c.questions), ids(c.claims)
    for path, value in walk(c.sections, ("sections",)):
        if isinstance(value, PlaceFigure):
            yield (*path, "figure"), value.figure, figures, "figure"
        elif isinstance(value, AskQuestions):
            yield from (((*path, "questions", i), key, questions, "question") for i, key in enumerate(value.questions))
        elif isinstance(value, TellClaims):
            yield from (((*path, "claims", i), key, claims, "claim") for i, key in enumerate(value.claims))


def _document_names(c: Comparison) -> Iterator[Named]:
    patient = ids(s for s in c.sections if s.patient)
    clinician = ids(s for s in c.sections if s.clinician)
    for panel, field in type(c.documents.trifold).model_fields.items():
        for i, key in enumerate(getattr(c.documents.trifold, panel)):
            path: Path = ("documents", "trifold", field.alias or panel, i)
            yield path, key, patient, "section with patient wording"
    for i, key in enumerate(c.documents.handout or ()):
        yield ("documents", "handout", i), key, patient, "section with patient wording"
    for i, part in enumerate(c.documents.deck):
        for j, slide in enumerate(part.slides):
            if slide.section:
                path = ("documents", "deck", i, "slides", j, "section")
                yield path, slide.section, clinician, "section with clinician wording"


def _prose_names(c: Comparison, where: Where) -> Iterator[Problem]:
    forms = {estimate.id: estimate_forms(estimate) for estimate in c.estimates}
    forms |= {fact.id: _fact_forms(fact) for fact in c.facts} | {study.id: STUDY_FORMS for study in c.studies}
    works = ids(c.references)
    for path, value in walk(c):
        for span in value.spans if isinstance(value, Prose) else ():
            if isinstance(span, Reference) and span.id not in forms:
                yield _unknown(where(path), span.id, forms, "estimate, fact or study")
            elif isinstance(span, Reference) and span.form not in forms[span.id]:
                yield _unknown(where(path), span.form, filter(None, forms[span.id]), f"form of '{span.id}'")
            elif isinstance(span, Citation):
                yield from (_unknown(where(path), key, works, "reference") for key in span.keys if key not in works)


def _fact_forms(fact: Fact) -> tuple[str, ...]:
    """The forms a fact can be printed in: no range without both its ends."""
    return tuple(form for form in FACT_FORMS if form != "range" or None not in (fact.low, fact.high))


def _columns(c: Comparison, where: Where) -> Iterator[Problem]:
    """A comparison tells both arms, or neither."""
    arms = ids(c.arms)
    told: list[tuple[Path, Collection[str]]] = [
        ((*path, "rows", i, "cells"), row.cells)
        for path, value in walk(c.sections, ("sections",))
        if isinstance(value, CompareTable)
        for i, row in enumerate(value.rows)
        if row.cells is not None
    ]
    columned = IconRanges | Timeline | Durability
    told += [(("figures", i, "arms"), f.arms) for i, f in enumerate(c.figures) if isinstance(f, columned)]
    told += [(("figures", i, "labels"), f.labels) for i, f in enumerate(c.figures) if isinstance(f, Mechanism)]
    for path, given in told:
        strangers = [arm for arm in given if arm not in arms]
        yield from (_unknown(where((*path, arm)), arm, arms, "arm") for arm in strangers)
        for arm in [arm for arm in arms if arm not in given][len(strangers) :]:  # a misspelt arm is told once
            fix = f"add '{arm}: ...'; if nothing is known, say so in words"
            yield Problem(where(path), "BAL-01", f"the arm '{arm}' has no entry here", fix)


def _backwards(c: Comparison, where: Where) -> Iterator[Problem]:
    """Ranges whose ends changed places, and intervals beside their own percentage: slips of copying."""
    swap = "put the lower number at 'low' and the higher at 'high'"
    for i, estimate in enumerate(c.estimates):
        if estimate.interval == "not recorded":
            continue
        low, high, percent = estimate.interval.low, estimate.interval.high, float(estimate.rate * 100)
        place = where(("estimates", i, "interval"))
        if low > high:
            yield Problem(place, "SRC-04", f"the interval runs backwards, from {low:g} to {high:g}", swap)
        elif not estimate.counted and not low - 1 < percent < high + 1:  # bounds may be rounded to whole per cent
            message = f"the interval from {low:g} to {high:g} does not hold its own {percent:.3g} per cent"
            yield Problem(place, "SRC-04", message, "copy the number and its interval from the source once more")
    for i, fact in enumerate(c.facts):
        if fact.low is not None and fact.high is not None and fact.low > fact.high:
            message = f"the range runs backwards, from {fact.low:g} to {fact.high:g}"
            yield Problem(where(("facts", i, "low")), "SRC-04", message, swap)
    for i, figure in enumerate(c.figures):
        said = figure.said if isinstance(figure, ClaimPlot) else None
        if said and said.low > said.high:
            message = f"what the claim says runs backwards, from {said.low:g} to {said.high:g}"
            yield Problem(where(("figures", i, "said", "low")), "SRC-04", message, swap)
