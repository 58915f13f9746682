"""[3] is [3] everywhere: one numbering of references for every document, and how a reference is printed."""

import re
from collections.abc import Iterator
from typing import Any

from layouts.comparison import Comparison
from layouts.figure_kinds import ClaimPlot, Durability, EvidenceMap, IconRanges, IntervalPlot
from layouts.language import Language
from layouts.memories import Latest
from layouts.parts import walk
from layouts.passages import AskQuestions, CompareRow, Place, PlaceFigure, TellClaims
from layouts.prose import Citation, Prose, Reference
from layouts.works import CitedWork

Numbering = dict[str, int]
MOST_AUTHORS = 3
FEW = 6  # comparisons at work: a source's own and those that are published of it


def number_works(comparison: Comparison) -> Numbering:
    """Reference id -> printed number, in the order in which the documents first cite them."""
    order: dict[str, None] = {}
    sources = sources_of(comparison)
    for value in _reading_order(comparison):
        order.update(dict.fromkeys(key for key, _ in _citations(comparison, value, sources)))
    return {key: number for number, key in enumerate(order, 1)}


def _reading_order(comparison: Comparison) -> Iterator[Any]:
    """Patient sections in panel order, clinician sections in slide order, the cover's figure, then all the rest."""
    trifold = comparison.documents.trifold
    panels = (*trifold.flap, *trifold.inside_1, *trifold.inside_2, *trifold.inside_3, *trifold.back)
    yield from (comparison.section(key).patient for key in panels)
    slides = [slide.section for part in comparison.documents.deck for slide in part.slides if slide.section]
    yield from (comparison.section(key).clinician for key in slides)
    yield PlaceFigure(figure=comparison.cover_figure)
    yield comparison


def cited_keys(comparison: Comparison, value: Any) -> list[str]:
    """Every reference that a part of the comparison cites, in order, through numbers, marks and figures."""
    return list(dict.fromkeys(key for key, _ in citations_in(comparison, value)))


def citations_in(comparison: Comparison, value: Any) -> Iterator[tuple[str, str]]:
    """Each reference cited in a part, with the id of the number that brings it, or '' where it is cited by a mark."""
    return _citations(comparison, value, sources_of(comparison))


def _citations(comparison: Comparison, value: Any, sources: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    for _, part in walk(value):
        if isinstance(part, Prose):
            yield from _prose_citations(part, sources)
        elif isinstance(part, PlaceFigure):
            figure = comparison.figure(part.figure)
            shown = figure.studies if isinstance(figure, EvidenceMap) else figure_estimates(comparison, part.figure)
            yield from ((key, number) for number in shown for key in sources[number])
            yield from _citations(comparison, figure, sources)
        else:
            for elsewhere in behind(comparison, part):
                yield from _citations(comparison, elsewhere, sources)


def _prose_citations(prose: Prose, sources: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    for span in prose.spans:
        if isinstance(span, Citation):
            yield from ((key, "") for key in span.keys)
        elif isinstance(span, Reference):
            yield from ((key, span.id) for key in sources[span.id])


def behind(comparison: Comparison, part: Any) -> Iterator[Any]:
    """What a block prints from elsewhere in the comparison."""
    if isinstance(part, CompareRow) and part.field:
        yield from (getattr(arm, part.field) for arm in comparison.arms)
    elif isinstance(part, AskQuestions):
        yield from (question for question in comparison.questions if question.id in part.questions)
    elif isinstance(part, TellClaims):
        yield from (claim for claim in comparison.claims if claim.id in part.claims)
    elif isinstance(part, ClaimPlot):
        yield comparison.claim(part.claim).heard
    elif isinstance(part, Place):
        placed = {
            "unknowns": comparison.unknowns,
            "call-at-once": comparison.call_at_once,
            "glossary": comparison.glossary,
            "status": tuple(arm.status_line for arm in comparison.arms),
            "caveat": comparison.cross_trial_caveat,
            "next-steps": comparison.actions,
        }
        yield placed.get(part.place, ())


def _sources(comparison: Comparison) -> dict[str, list[str]]:
    sources = {item.id: [item.source] for item in comparison.numbers}
    return sources | {study.id: list(study.references) for study in comparison.studies}


sources_of = Latest(_sources, FEW).of  # the references behind each id that prose can name: estimates, facts and studies


def prose_keys(prose: Prose, sources: dict[str, list[str]]) -> list[str]:
    """The references behind one text's numbers and marks."""
    return [key for key, _ in _prose_citations(prose, sources)]


def keys_to_check(comparison: Comparison, value: Any) -> set[str]:
    """The references in a part whose number, or whose own words, still wait for a check of the primary source."""
    waiting, works = _unchecked(comparison)
    cited = citations_in(comparison, value)
    return {key for key, number in cited if number in waiting or (not number and key in works)}


def _waiting(comparison: Comparison) -> tuple[set[str], set[str]]:
    numbers = {n.id for n in comparison.numbers if n.print_advice == "check-primary-before-print" and not n.checked}
    return numbers, {work.id for work in comparison.references if work.custom and "check" in work.custom}


_unchecked = Latest(_waiting, FEW).of  # ids of the numbers and of the references that wait for a check


def figure_estimates(comparison: Comparison, id: str) -> tuple[str, ...]:
    """The estimates that a figure shows."""
    figure = comparison.figure(id)
    if isinstance(figure, IconRanges):
        return tuple(key for arm in comparison.arms for key in (figure.arms[arm.id].low, figure.arms[arm.id].high))
    if isinstance(figure, Durability):
        courses = (course for arm in comparison.arms for course in figure.arms[arm.id])
        return tuple(key for course in courses for key in (course.response, course.lasting))
    return figure.estimates if isinstance(figure, IntervalPlot | ClaimPlot) else ()


def figure_keys(comparison: Comparison, id: str) -> list[str]:
    """The references behind a figure: of its estimates, its studies and its own words."""
    return cited_keys(comparison, PlaceFigure(figure=id))


def full_reference(work: CitedWork, language: Language) -> str:
    """Author. Title. Container. Year;volume:pages. Identifiers. What is not recorded is said."""
    parts = [_authors(work, language), _title(work, language)]
    if work.container_title != "not recorded":
        parts.append(work.container_title)
    if work.publisher:
        parts.append(work.publisher)
    parts += [_issue(work, language), *identifiers(work)]
    return " ".join(part if part.endswith((".", "?", "!")) else f"{part}." for part in parts)


def short_reference(work: CitedWork, language: Language) -> str:
    """The first author's family name or the body, where it appeared, and the year."""
    author = language.word("document.author-unknown")
    if work.author != "not recorded":
        author = work.author[0].literal or work.author[0].family or ""
    container = work.container_title_short or work.container_title
    if container == "not recorded":
        container = _title(work, language)
    comma = "," if work.issued == "not recorded" else ""
    return f"{author.rstrip('.')}, {container}{comma} {_year(work, language)}."


def _authors(work: CitedWork, language: Language) -> str:
    if work.author == "not recorded":
        return language.word("document.author-unknown")
    names = [name.literal or " ".join(filter(None, (name.family, name.given))) for name in work.author]
    shown = ", ".join(names[:MOST_AUTHORS])
    return f"{shown}, {language.word('document.et-al')}" if len(names) > MOST_AUTHORS else shown


def _title(work: CitedWork, language: Language) -> str:
    if work.title != "not recorded":
        return work.title
    if work.custom and "description" in work.custom:
        return language.word("document.no-title", description=work.custom["description"])
    return language.word("document.title-unknown")


def _year(work: CitedWork, language: Language) -> str:
    return language.word("document.year-unknown") if work.issued == "not recorded" else str(work.issued.year)


def _issue(work: CitedWork, language: Language) -> str:
    place = f";{work.volume}" if work.volume else ""
    place += f"({work.issue})" if work.issue else ""
    year = _year(work, language)
    return year[:1].upper() + year[1:] + place + (f":{work.page}" if work.page else "")


def identifiers(work: CitedWork) -> list[str]:
    """DOI, PMID, trial registration and address, as far as they are recorded."""
    named = (("doi:", work.DOI), ("PMID ", work.PMID), ("", work.number), ("", work.URL))
    return [name + value for name, value in named if value]


def address(identifier: str) -> str | None:
    """Where one of a work's identifiers leads to; None where no public register is known for it."""
    kind, _, value = identifier.partition(":")
    if kind == "doi":
        return f"https://doi.org/{value}"
    if identifier.startswith("PMID "):
        return f"https://pubmed.ncbi.nlm.nih.gov/{identifier.removeprefix('PMID ')}/"
    if re.fullmatch(r"NCT\d{8}", identifier):
        return f"https://clinicaltrials.gov/study/{identifier}"
    return identifier if re.match(r"https?://", identifier) else None


def used_works(comparison: Comparison, numbering: Numbering, value: Any) -> list[tuple[int, CitedWork]]:
    """The numbered references that a part cites, by number."""
    works = {work.id: work for work in comparison.references}
    return sorted(((numbering[key], works[key]) for key in cited_keys(comparison, value)), key=lambda pair: pair[0])
