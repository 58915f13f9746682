"""[3] is [3] everywhere: one numbering of references for every document, and how a reference is printed."""

from collections.abc import Iterator
from typing import Any

from layouts.comparison import CitedWork, Comparison, Emblem, IconRanges, PlaceFigure, walk
from layouts.language import Language
from layouts.prose import Citation, Prose, Reference

Numbering = dict[str, int]


def number_works(comparison: Comparison) -> Numbering:
    """Reference id -> printed number, in the order in which the documents first cite them."""
    order: dict[str, None] = {}
    for value in _reading_order(comparison):
        order.update(dict.fromkeys(cited_keys(comparison, value)))
    return {key: number for number, key in enumerate(order, 1)}


def _reading_order(comparison: Comparison) -> Iterator[Any]:
    """Patient sections in panel order, clinician sections in slide order, then all the rest."""
    trifold = comparison.documents.trifold
    panels = (*trifold.flap, *trifold.inside_1, *trifold.inside_2, *trifold.inside_3, *trifold.back)
    yield from (comparison.section(key).patient for key in panels)
    slides = [slide.section for part in comparison.documents.deck for slide in part.slides if slide.section]
    yield from (comparison.section(key).clinician for key in slides)
    yield comparison


def cited_keys(comparison: Comparison, value: Any) -> list[str]:
    """Every reference that a part of the comparison cites, in order, through numbers, marks and figures."""
    sources = sources_of(comparison)
    keys: list[str] = []
    for _, part in walk(value):
        if isinstance(part, Prose):
            keys += prose_keys(part, sources)
        elif isinstance(part, PlaceFigure):
            keys += [key for id in figure_estimates(comparison, part.figure) for key in sources[id]]
    return list(dict.fromkeys(keys))


def sources_of(comparison: Comparison) -> dict[str, list[str]]:
    """The references behind each id that prose can name: estimates, facts and studies."""
    sources = {item.id: [item.source] for item in comparison.numbers}
    return sources | {study.id: list(study.references) for study in comparison.studies}


def prose_keys(prose: Prose, sources: dict[str, list[str]]) -> list[str]:
    """The references behind one text's numbers and marks."""
    keys: list[str] = []
    for span in prose.spans:
        if isinstance(span, Citation):
            keys += span.keys
        elif isinstance(span, Reference):
            keys += sources[span.id]
    return keys


def figure_estimates(comparison: Comparison, id: str) -> tuple[str, ...]:
    """The estimates that a figure shows."""
    figure = comparison.figure(id)
    if isinstance(figure, Emblem):
        return ()
    if isinstance(figure, IconRanges):
        return tuple(key for arm in comparison.arms for key in (figure.arms[arm.id].low, figure.arms[arm.id].high))
    return figure.estimates


def full_reference(work: CitedWork, language: Language) -> str:
    """Author. Title. Container. Year;volume:pages. Identifiers. What is not recorded is said."""
    parts = [_authors(work, language), _title(work, language)]
    if work.container_title != "not recorded":
        parts.append(work.container_title)
    parts += [_issue(work, language), *identifiers(work)]
    return " ".join(part if part.endswith((".", "?", "!")) else f"{part}." for part in parts)


def short_reference(work: CitedWork, language: Language) -> str:
    """The first author or body, where it appeared, and the year."""
    author = _authors(work, language, most=1)
    container = work.container_title if work.container_title != "not recorded" else _title(work, language)
    return f"{author.rstrip('.')}. {container}, {_year(work, language)}."


def _authors(work: CitedWork, language: Language, most: int = 3) -> str:
    if work.author == "not recorded":
        return language.word("document.author-unknown")
    names = [name.literal or " ".join(filter(None, (name.family, name.given))) for name in work.author]
    shown = ", ".join(names[:most])
    return f"{shown}, {language.word('document.et-al')}" if len(names) > most else shown


def _title(work: CitedWork, language: Language) -> str:
    if work.title != "not recorded":
        return work.title
    if work.custom:
        return language.word("document.no-title", description=work.custom["description"])
    return language.word("document.title-unknown")


def _year(work: CitedWork, language: Language) -> str:
    return language.word("document.year-unknown") if work.issued == "not recorded" else str(work.issued.year)


def _issue(work: CitedWork, language: Language) -> str:
    place = f";{work.volume}" if work.volume else ""
    place += f"({work.issue})" if work.issue else ""
    return _year(work, language) + place + (f":{work.page}" if work.page else "")


def identifiers(work: CitedWork) -> list[str]:
    """DOI, PMID, trial registration and address, as far as they are recorded."""
    named = (("doi:", work.DOI), ("PMID ", work.PMID), ("", work.number), ("", work.URL))
    return [name + value for name, value in named if value]


def used_works(comparison: Comparison, numbering: Numbering, value: Any) -> list[tuple[int, CitedWork]]:
    """The numbered references that a part cites, by number."""
    works = {work.id: work for work in comparison.references}
    return sorted(((numbering[key], works[key]) for key in cited_keys(comparison, value)), key=lambda pair: pair[0])
