"""What of a comparison leaves the house: all that its documents print, and nothing else.

Documents are made of the published comparison, so that they can be made again of the source that they carry.
"""

from collections.abc import Iterator
from typing import Any, get_args

from layouts.comparison import Comparison
from layouts.figure_data import figure_numbers
from layouts.figure_kinds import Worded
from layouts.ledger import Arm, Checked, Estimate, Fact, Study
from layouts.parts import Audience, Part, Slug, walk
from layouts.passages import AskQuestions, Passage, Place, PlaceFigure, Section, TellClaims
from layouts.prose import Citation, Prose, Reference
from layouts.works import CitedWork

WITHHELD = "not published"  # stands where the source names who signed off, checked, accepted or reviewed
TO_CHECK = "source"  # stands where the source says what is still to be checked of a work
RECORDS = ("studies", "outcomes", "estimates", "facts", "figures", "claims", "questions", "glossary", "references")
NUMBERS = ("estimates", "facts", "studies")  # they share their ids: prose and figures name any of them
AT_LEAST_ONE = ("outcomes", "questions")  # the model asks for one, printed or not
SHOWN = {"outcome": "outcomes", "claim": "claims"}  # a figure's fields, and the lists that they name a record of
NAMED: dict[type[Part], dict[str, str]] = {  # the same of other parts
    PlaceFigure: {"figure": "figures"},
    AskQuestions: {"questions": "questions"},
    TellClaims: {"claims": "claims"},
    Estimate: {"study": "studies", "outcome": "outcomes", "source": "references"},
    Fact: {"source": "references"},
    Study: {"product": "products", "references": "references"},
}
Key = tuple[str, Slug]  # a list of the comparison, and an id in it


def publish(comparison: Comparison, brand: Slug, language: str) -> Comparison:
    """The comparison as its documents print it in a brand and a language: nothing that none of them reaches, no names.

    What is added to the model for those who make a source, and for no reader, is taken out here.
    """
    sections = tuple(
        section for section in (_printed(section, comparison) for section in comparison.sections) if section
    )
    start = comparison.model_copy(update={"sections": sections} | dict.fromkeys(RECORDS, ()))
    reached = _reached(comparison, start)
    kept = {name: _kept(comparison, name, reached) for name in RECORDS}
    signed = tuple(sign_off.model_copy(update={"name": WITHHELD}) for sign_off in comparison.edition.sign_offs)
    waivers = tuple(waiver.model_copy(update={"by": WITHHELD}) for waiver in comparison.waivers)
    translated = comparison.translated
    if translated and translated.reviewed:
        reviewed = translated.reviewed.model_copy(update={"name": WITHHELD})
        translated = translated.model_copy(update={"reviewed": reviewed})
    return start.model_copy(
        update={
            **kept,
            "waivers": waivers,
            "translated": translated,
            "brand": brand,
            "language": language,
            "edition": comparison.edition.model_copy(update={"sign_offs": signed}),
            "arms": tuple(_arm(arm, reached) for arm in comparison.arms),
        }
    )


def narrow(published: Comparison, wordings: frozenset[tuple[Slug, Audience]]) -> Comparison:
    """A published comparison with some sections' wordings only, and the records that these and the cover reach."""
    sections = tuple(
        section.model_copy(update={name: None for name in get_args(Audience) if (section.id, name) not in wordings})
        for section in published.sections
        if any((section.id, name) in wordings for name in get_args(Audience))
    )
    start = published.model_copy(update={"sections": sections} | dict.fromkeys(RECORDS, ()))
    reached = _reached(published, start)
    return start.model_copy(update={name: _kept(published, name, reached) for name in RECORDS})


# --- what is printed --------------------------------------------------------------------------------------------------


def _printed(section: Section, comparison: Comparison) -> Section | None:
    """A section in the wordings that documents print; what a speaker says is printed with the slides only."""
    documents = comparison.documents
    panels = (getattr(documents.trifold, panel) for panel in type(documents.trifold).model_fields)
    read = {*comparison.handout, *(key for keys in panels for key in keys)}
    shown = {slide.section for part in documents.deck for slide in part.slides}
    patient = _without_notes(section.patient) if section.patient and section.id in read else None
    clinician = section.clinician if section.id in shown else None
    return section.model_copy(update={"patient": patient, "clinician": clinician}) if patient or clinician else None


def _without_notes(passage: Passage) -> Passage:
    return passage.model_copy(update={"notes": None})


def _reached(comparison: Comparison, start: Comparison) -> frozenset[Key]:
    """What the comparison to publish reaches; also from a record that stands in it only because the model asks for
    one."""
    reached = reach(comparison, start, PlaceFigure(figure=comparison.cover_figure))
    lists = {name: getattr(comparison, name) for name in AT_LEAST_ONE}
    asked = [items[0] for name, items in lists.items() if not any((name, item.id) in reached for item in items)]
    return reached | reach(comparison, *asked)


def reach(comparison: Comparison, *starts: Part) -> frozenset[Key]:
    """The records of a comparison that some of its parts name, and all that these name."""
    records = {(name, item.id): item for name in RECORDS for item in getattr(comparison, name)}
    records |= {("numbers", id): records[name, id] for name, id in records if name in NUMBERS}
    waiting: list[Any] = [*starts]
    found: set[Key] = set()
    while waiting:
        for _, part in walk(waiting.pop()):
            fresh = {key for key in _names(part, comparison) if key not in found}
            found |= fresh
            waiting += [records[key] for key in sorted(fresh) if key in records]
    return frozenset(found)


def _names(part: Any, comparison: Comparison) -> Iterator[Key]:
    """The records that a part names itself."""
    if isinstance(part, Prose):
        for span in part.spans:
            if isinstance(span, Citation):
                yield from (("references", key) for key in span.keys)
            elif isinstance(span, Reference):
                yield "numbers", span.id
    elif isinstance(part, Worded):
        yield from (("numbers", id) for id in figure_numbers(part, comparison))  # type: ignore[arg-type]
        yield from ((name, getattr(part, field)) for field, name in SHOWN.items() if hasattr(part, field))
    elif isinstance(part, Place) and part.place == "glossary":
        yield from (("glossary", term.id) for term in comparison.glossary)
    else:
        for field, name in NAMED.get(type(part), {}).items():
            given = getattr(part, field)
            yield from ((name, id) for id in (given if isinstance(given, tuple) else (given,)))


# --- what is left of a record -----------------------------------------------------------------------------------------


def _kept(comparison: Comparison, name: str, reached: frozenset[Key]) -> tuple[Any, ...]:
    """The records of a list that are reached, in the order of the source."""
    items = getattr(comparison, name)
    named = {name, "numbers"} if name in NUMBERS else {name}
    kept = tuple(_bare(item, reached) for item in items if any((list_, item.id) in reached for list_ in named))
    return kept or (items[:1] if name in AT_LEAST_ONE else ())


def _bare(record: Any, reached: frozenset[Key]) -> Any:
    """A record without names of people and notes to them, and without what is not there any more."""
    if isinstance(record, Estimate | Fact) and record.checked:
        return record.model_copy(update={"checked": Checked(by=WITHHELD, on=record.checked.on)})
    if isinstance(record, Study) and record.overlaps:
        kept = tuple(id for id in record.overlaps if ("studies", id) in reached or ("numbers", id) in reached)
        return record.model_copy(update={"overlaps": kept})
    if isinstance(record, CitedWork) and record.custom and "check" in record.custom:
        return record.model_copy(update={"custom": record.custom | {"check": TO_CHECK}})
    return record


def _arm(arm: Arm, reached: frozenset[Key]) -> Arm:
    """An arm with the products that a study gave."""
    given = tuple(product for product in arm.products if ("products", product.id) in reached)
    return arm.model_copy(update={"products": given or arm.products[:1]})
