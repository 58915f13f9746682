"""Whether everything that a comparison names is there: ids, references, sections, arms. Looked at before any rule."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from layouts.comparison import (
    AskQuestions,
    CompareTable,
    Comparison,
    IconRanges,
    IntervalPlot,
    Path,
    PlaceFigure,
    TellClaims,
    walk,
)
from layouts.complaints import did_you_mean
from layouts.problems import Place, Problem
from layouts.prose import Citation, Prose, Reference
from layouts.wording import FACT_FORMS, STUDY_FORMS, estimate_forms

Where = Callable[[Path], Place]
Named = tuple[Path, str, Iterable[str], str]  # where, the name used, the names there are, what it names
LISTS = (
    "arms",
    "studies",
    "outcomes",
    "estimates",
    "facts",
    "figures",
    "claims",
    "questions",
    "glossary",
    "sections",
    "references",
)


def check_integrity(comparison: Comparison, where: Where) -> list[Problem]:
    """Every name that leads nowhere, every id that stands twice, every table cell without its arm."""
    problems = [*_twice(comparison, where)]
    names = chain(
        _ledger_names(comparison), _placed_names(comparison), _figure_names(comparison), _document_names(comparison)
    )
    for path, name, known, what in names:
        if name not in set(known):
            problems.append(_unknown(where(path), name, sorted(known), what))
    problems += _prose_names(comparison, where)
    problems += _columns(comparison, where)
    problems += _wordings(comparison, where)
    return problems


def _unknown(place: Place, name: str, known: list[str], what: str) -> Problem:
    fix = f"there is no {what} '{name}'{did_you_mean(name, known)}"
    listed = ", ".join(known[:12]) + (" ..." if len(known) > 12 else "")
    return Problem(place, "SRC-03", f"'{name}' names no {what}", f"{fix}; known: {listed or 'none yet'}")


def _ids(items: Iterable[object]) -> list[str]:
    return [str(item.id) for item in items]


def _twice(comparison: Comparison, where: Where) -> Iterator[Problem]:
    numbers: dict[str, Path] = {}
    for name in LISTS:
        seen: dict[str, Path] = {}
        for index, id in enumerate(_ids(getattr(comparison, name))):
            path: Path = (name, index, "id")
            shared = numbers if name in ("estimates", "facts", "studies") else seen
            if id in shared:
                yield Problem(
                    where(path),
                    "SRC-03",
                    f"the id '{id}' is given twice",
                    f"rename one of them; the other stands on line {where(shared[id]).line}",
                )
            shared.setdefault(id, path)


def _ledger_names(c: Comparison) -> Iterator[Named]:
    arms, works, studies = _ids(c.arms), _ids(c.references), _ids(c.studies)
    for i, study in enumerate(c.studies):
        path: Path = ("studies", i)
        yield (*path, "arm"), study.arm, arms, "arm"
        products = [p.id for arm in c.arms if arm.id == study.arm for p in arm.products]
        yield (*path, "product"), study.product, products, f"product of the arm '{study.arm}'"
        for j, key in enumerate(study.references):
            yield (*path, "references", j), key, works, "reference"
        for j, key in enumerate(study.overlaps):
            yield (*path, "overlaps", j), key, studies, "study"
    for i, estimate in enumerate(c.estimates):
        yield ("estimates", i, "study"), estimate.study, studies, "study"
        yield ("estimates", i, "outcome"), estimate.outcome, _ids(c.outcomes), "outcome"
        yield ("estimates", i, "source"), estimate.source, works, "reference"
    for i, fact in enumerate(c.facts):
        yield ("facts", i, "source"), fact.source, works, "reference"


def _placed_names(c: Comparison) -> Iterator[Named]:
    for path, value in walk(c.sections, ("sections",)):
        if isinstance(value, PlaceFigure):
            yield (*path, "figure"), value.figure, _ids(c.figures), "figure"
        elif isinstance(value, AskQuestions):
            yield from (
                ((*path, "questions", i), key, _ids(c.questions), "question") for i, key in enumerate(value.questions)
            )
        elif isinstance(value, TellClaims):
            yield from (((*path, "claims", i), key, _ids(c.claims), "claim") for i, key in enumerate(value.claims))


def _figure_names(c: Comparison) -> Iterator[Named]:
    yield ("cover_figure",), c.cover_figure, _ids(c.figures), "figure"
    for i, figure in enumerate(c.figures):
        path: Path = ("figures", i)
        if isinstance(figure, IconRanges | IntervalPlot):
            yield (*path, "outcome"), figure.outcome, _ids(c.outcomes), "outcome"
        if isinstance(figure, IconRanges):
            for arm, pair in figure.arms.items():
                yield (*path, "arms", arm), arm, _ids(c.arms), "arm"
                known = [e.id for e in c.estimates if e.outcome == figure.outcome and _arm(c, e.study) == arm]
                what = f"estimate of '{figure.outcome}' in the arm '{arm}'"
                yield (*path, "arms", arm, "low"), pair.low, known, what
                yield (*path, "arms", arm, "high"), pair.high, known, what
        elif isinstance(figure, IntervalPlot):
            known = [e.id for e in c.estimates if e.outcome == figure.outcome]
            for j, key in enumerate(figure.estimates):
                yield (*path, "estimates", j), key, known, f"estimate of '{figure.outcome}'"


def _arm(c: Comparison, study: str) -> str | None:
    return next((s.arm for s in c.studies if s.id == study), None)


def _document_names(c: Comparison) -> Iterator[Named]:
    patient = [s.id for s in c.sections if s.patient]
    clinician = [s.id for s in c.sections if s.clinician]
    for panel, field in type(c.documents.trifold).model_fields.items():
        for i, key in enumerate(getattr(c.documents.trifold, panel)):
            path: Path = ("documents", "trifold", field.alias or panel, i)
            yield path, key, patient, "section with patient wording"
    for i, part in enumerate(c.documents.deck):
        for j, slide in enumerate(part.slides):
            if slide.section:
                path = ("documents", "deck", i, "slides", j, "section")
                yield path, slide.section, clinician, "section with clinician wording"


def _prose_names(c: Comparison, where: Where) -> Iterator[Problem]:
    forms = {estimate.id: estimate_forms(estimate) for estimate in c.estimates}
    forms |= dict.fromkeys(_ids(c.facts), FACT_FORMS) | dict.fromkeys(_ids(c.studies), STUDY_FORMS)
    works = _ids(c.references)
    for path, value in walk(c):
        for span in value.spans if isinstance(value, Prose) else ():
            if isinstance(span, Reference) and span.id not in forms:
                yield _unknown(where(path), span.id, sorted(forms), "estimate, fact or study")
            elif isinstance(span, Reference) and span.form not in forms[span.id]:
                yield _unknown(where(path), span.form, sorted(filter(None, forms[span.id])), f"form of '{span.id}'")
            elif isinstance(span, Citation):
                yield from (_unknown(where(path), k, works, "reference") for k in span.keys if k not in works)


def _columns(c: Comparison, where: Where) -> Iterator[Problem]:
    """A comparison tells both arms, or neither."""
    arms = _ids(c.arms)
    told: list[tuple[Path, Iterable[str]]] = [
        ((*path, "rows", i, "cells"), row.cells)
        for path, value in walk(c.sections, ("sections",))
        if isinstance(value, CompareTable)
        for i, row in enumerate(value.rows)
        if row.cells is not None
    ]
    told += [(("figures", i, "arms"), f.arms) for i, f in enumerate(c.figures) if isinstance(f, IconRanges)]
    for path, given in told:
        for arm in arms:
            if arm not in given:
                yield Problem(
                    where(path),
                    "BAL-01",
                    f"the arm '{arm}' has no entry here",
                    f"add '{arm}: ...'; if nothing is known, say so in words",
                )
        for arm in given:
            if arm not in arms:
                yield _unknown(where((*path, arm)), arm, arms, "arm")


def _wordings(c: Comparison, where: Where) -> Iterator[Problem]:
    """A study's people stand in one figure once, and figures show no percentage without its n."""
    for i, figure in enumerate(c.figures):
        chosen = list(figure.estimates) if isinstance(figure, IntervalPlot) else []
        if isinstance(figure, IconRanges):
            chosen = [key for pair in figure.arms.values() for key in (pair.low, pair.high)]
        found = [e for e in c.estimates if e.id in chosen]
        for estimate in found:
            if estimate.percent_only:
                yield Problem(
                    where(("figures", i)),
                    "NUM-08",
                    f"the estimate '{estimate.id}' has no n and cannot be drawn",
                    "leave it out of the figure; it may stand in prose, where its missing n is said",
                )
        studies = [e.study for e in found]
        for study in (s for s in c.studies if s.id in studies):
            for other in set(study.overlaps) & set(studies):
                yield Problem(
                    where(("figures", i)),
                    "NUM-01",
                    f"'{study.id}' and '{other}' are probably the same people",
                    "keep the larger of the two in the figure",
                )
