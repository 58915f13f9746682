"""What a reviewer is asked: everything that the source calls not recorded, unchecked or due, and nothing else."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from layouts.comparison import Comparison
from layouts.ledger import Estimate, Fact, Outcome, Study
from layouts.publishing import TO_CHECK
from layouts.wording import UNTOLD, Voice
from layouts.works import CitedWork

ADVICE = {
    "check-primary-before-print": "the source asks for a check against the primary source before it is printed",
    "ok-worded-as-not-found": "print it only as something that was not found",
    "re-check-FDA-list-on-print-date": "the source asks to look it up again in the authority's list on the print date",
}
CONFIDENCE = {
    "abstract-only": "only an abstract was read",
    "secondary-source": "taken from a secondary source",
    "unverified": "not verified",
}
ROLES = ("clinical reviewer", "patient reviewer", "regulatory reviewer", "PEMAT rater")  # of edition.sign_offs
RATERS = 2  # PEMAT is rated by two people
LEFT_OPEN = "to be answered from the source, or accepted as not recorded"


@dataclass(frozen=True)
class Question:
    """What is open about one thing. `id` leads to its claim where it has one; `quotes` are in words of the comparison,
    and so is `about` if it is `own`."""

    about: str
    missing: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    id: str = ""
    line: str = ""
    own: bool = True


@dataclass(frozen=True)
class Topic:
    """Questions of one kind under a head."""

    head: str
    lead: str
    questions: tuple[Question, ...]

    @property
    def gaps(self) -> bool:
        return any(one.missing for one in self.questions)

    @property
    def asks(self) -> bool:
        return any(one.asks for one in self.questions)


def plan_questions(
    voice: Voice, lines: Mapping[str, str], notes: Mapping[str, str], *, unreviewed: bool = False
) -> tuple[Topic, ...]:
    """The open questions of a published comparison. `lines` tell where the source writes a record, by its id, and
    `notes` what it says is still to be checked of a work; `unreviewed` is a translation that nobody looked at."""
    comparison = voice.comparison
    numbers = tuple(_numbers(voice, lines))
    due, rest = ([one for one in numbers if bool(one.asks) == asked] for asked in (True, False))
    topics = (
        Topic("Numbers to check", "What the source itself says is still to be done.", tuple(due)),
        Topic("Numbers with gaps", f"What is not recorded is {LEFT_OPEN}.", tuple(rest)),
        Topic("Studies", "Who was studied, and who may be counted twice.", tuple(_studies(comparison, lines))),
        Topic("Outcomes", "Of whom, and in what time.", tuple(_outcomes(comparison))),
        Topic("Treatments", "Indications and boxed warnings, as the source has them.", tuple(_arms(voice))),
        Topic(
            "References",
            "What would let a reader find the work.",
            tuple(sorted(_works(comparison, notes), key=lambda one: not one.asks)),
        ),
        Topic("Edition", "Who answers for it.", tuple(_edition(voice, unreviewed))),
    )
    return tuple(topic for topic in topics if topic.questions)


def _open(question: Question) -> bool:
    return bool(question.missing or question.asks)


def _numbers(voice: Voice, lines: Mapping[str, str]) -> Iterator[Question]:
    comparison = voice.comparison
    for number in comparison.numbers:
        if isinstance(number, Estimate):
            study, outcome = comparison.study(number.study), comparison.outcome(number.outcome)
            about = f"{outcome.name.clinician}, {study.name}"
        else:
            about = voice.text(number.statement)
        made = Question(about, tuple(_untold(number)), tuple(_due(number)), (), number.id, lines.get(number.id, ""))
        if _open(made):
            yield made


def _untold(number: Estimate | Fact) -> Iterator[str]:
    """The fields of a number that are not recorded, in the words of this pack."""
    if isinstance(number, Estimate):
        if number.n is None:
            yield "number of people"
        yield from (
            name.replace("_", " ") for name in ("scale", "time_frame", "locator") if getattr(number, name) == UNTOLD
        )
        if number.interval == UNTOLD:
            yield "the source’s own interval" if number.counted else "interval"
        return
    if number.locator == UNTOLD:
        yield "locator"
    if number.as_of == UNTOLD:
        yield "day on which it was true"


def _due(number: Estimate | Fact) -> Iterator[str]:
    if number.print_advice in ADVICE and not number.checked:
        yield ADVICE[number.print_advice]
    if number.confidence in CONFIDENCE:
        yield CONFIDENCE[number.confidence]
    if isinstance(number, Fact) and number.expires:
        yield f"may be printed until {number.expires}"


def _studies(comparison: Comparison, lines: Mapping[str, str]) -> Iterator[Question]:
    names = {study.id: study.name for study in comparison.studies}
    for study in comparison.studies:
        made = Question(study.name, tuple(_untold_study(study)), (), (), study.id, lines.get(study.id, ""))
        shared = ", ".join(names[id] for id in study.overlaps if id in names)
        if shared:
            asks = (f"its people are probably among those of {shared}: see that no text adds them up",)
            made = replace(made, asks=asks)
        if _open(made):
            yield made


def _untold_study(study: Study) -> Iterator[str]:
    if study.n == UNTOLD:
        yield "number of people"
    if study.population == UNTOLD:
        yield "population"


def _outcomes(comparison: Comparison) -> Iterator[Question]:
    for outcome in comparison.outcomes:
        made = Question(outcome.name.clinician, tuple(_untold_outcome(outcome)))
        if _open(made):
            yield made


def _untold_outcome(outcome: Outcome) -> Iterator[str]:
    if outcome.population == UNTOLD:
        yield "population"
    if outcome.time_frame == UNTOLD:
        yield "time frame"


def _arms(voice: Voice) -> Iterator[Question]:
    """A boxed warning is compared with the labels in force: what the source says of it may be incomplete."""
    for arm in voice.comparison.arms:
        missing = [name.replace("_", " ") for name in ("indications", "boxed_warnings") if getattr(arm, name) == UNTOLD]
        boxes = () if isinstance(arm.boxed_warnings, str) else arm.boxed_warnings
        asks = ("compare each boxed warning with the labels in force:",) if boxes else ()
        made = Question(arm.name, tuple(missing), asks, tuple(map(voice.text, boxes)))
        if _open(made):
            yield made


def _works(comparison: Comparison, notes: Mapping[str, str]) -> Iterator[Question]:
    for work in comparison.references:
        made = Question(
            _name(work),
            tuple(_untold_work(work)),
            tuple(_work_asks(work, notes)),
            line=f"reference {work.id}",
            own=False,
        )
        if _open(made):
            yield made


def _name(work: CitedWork) -> str:
    if work.title != UNTOLD:
        return work.title
    return (work.custom or {}).get("description", work.id)


def _untold_work(work: CitedWork) -> Iterator[str]:
    named = {"title": work.title, "author": work.author, "year": work.issued, "container": work.container_title}
    yield from (name for name, value in named.items() if value == UNTOLD)
    if not any((work.DOI, work.PMID, work.number, work.URL)):
        yield "any identifier"


def _work_asks(work: CitedWork, notes: Mapping[str, str]) -> Iterator[str]:
    if work.custom and "check" in work.custom:
        note = notes.get(work.id, TO_CHECK)
        told = "" if note == TO_CHECK else f": {note}"
        yield f"what is cited from it waits for a check by a clinical reviewer{told}"


def _edition(voice: Voice, unreviewed: bool) -> Iterator[Question]:
    comparison = voice.comparison
    if unreviewed:
        yield Question("Translation", ("a review by a qualified translator or a bilingual clinician",), own=False)
    governance, edition = comparison.governance, comparison.edition
    if governance.authors == UNTOLD:
        yield Question("Authors", ("who they are",), own=False)
    yield Question("Funding", (), ("confirm:",), (voice.text(governance.funding),), own=False)
    yield Question("Interests", (), ("confirm:",), (voice.text(governance.interests),), own=False)
    checked = sum(number.checked is not None for number in comparison.numbers)
    if checked < (count := len(comparison.numbers)):
        asks = (f"{count - checked} of {count} numbers have no recorded check against their source",)
        yield Question("Checks of numbers", (), asks, own=False)
    missing = tuple(_unsigned(one.role for one in edition.sign_offs))
    if missing:
        yield Question("Sign-offs", missing, own=False)


def _unsigned(signed: Iterable[str]) -> Iterator[str]:
    """The roles that have not signed off; PEMAT needs two raters."""
    given = list(signed)
    for role in ROLES:
        wanting = (RATERS if role == "PEMAT rater" else 1) - given.count(role)
        if wanting > 0:
            yield role if wanting == 1 else f"{wanting} {role}s"
