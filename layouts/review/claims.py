"""Every claim of a comparison: how it is printed and where, what its record says, how its words follow from it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

from layouts.citations import address, cited_keys, full_reference, identifiers
from layouts.comparison import Comparison
from layouts.ledger import Estimate, Fact, Study
from layouts.parts import Audience
from layouts.passages import Claim as Heard
from layouts.review.printings import Printing, Saying, Wording, gather, quoted, solid
from layouts.review.records import arithmetic, estimate_record, fact_record, study_record
from layouts.wording import Voice


@dataclass(frozen=True)
class Cited:
    """A work in full, its number, and its identifiers with where they lead to, which `reference` does not repeat."""

    number: int
    reference: str
    links: tuple[tuple[str, str], ...]
    identifiers: Mapping[str, str]


@dataclass(frozen=True)
class Claim:
    """One number, or one thing that people may have read. `record` is told under the names of CSV columns."""

    kind: str
    id: str
    title: str
    line: str
    group: str
    record: Mapping[str, str]
    works: tuple[Cited, ...]
    sayings: tuple[Saying, ...]
    arithmetic: str = ""
    printed: Mapping[Audience, str] = field(default_factory=dict)
    caveat: str = ""
    numbers: tuple[str, ...] = ()

    @cached_property
    def wordings(self) -> tuple[Wording, ...]:
        """What is printed, each wording once: for patients first, texts before labels."""
        return gather(self.sayings)


@dataclass(frozen=True)
class Ledger:
    """What claims are planned from: how both audiences are spoken to, what was printed, and the line of each record."""

    patient: Voice
    clinician: Voice
    printings: Sequence[Printing]
    lines: Mapping[str, str]

    @property
    def comparison(self) -> Comparison:
        return self.patient.comparison

    @cached_property
    def _sayings(self) -> Mapping[str, list[Saying]]:
        found: dict[str, list[Saying]] = {}
        for printing in self.printings:
            for id, words in printing.numbers:
                found.setdefault(id, []).append(Saying(printing, quoted(printing.text, words), words))
        return found

    def sayings(self, id: str) -> tuple[Saying, ...]:
        """Every printed text that has the number in it."""
        return tuple(dict.fromkeys(self._sayings.get(id, ())))

    @cached_property
    def _solid(self) -> tuple[str, ...]:
        return tuple(solid(printing.text) for printing in self.printings)

    def said(self, text: str, audience: Audience) -> tuple[Saying, ...]:
        """Every place where one audience reads a whole text."""
        wanted = solid(text)
        pairs = zip(self.printings, self._solid, strict=True)
        return tuple(Saying(one, text) for one, letters in pairs if one.audience == audience and wanted in letters)

    def works(self, keys: Iterable[str]) -> tuple[Cited, ...]:
        works = {work.id: work for work in self.comparison.references}
        return tuple(_cited(self.patient, works[key].id) for key in dict.fromkeys(keys))


def _cited(voice: Voice, key: str) -> Cited:
    work = next(work for work in voice.comparison.references if work.id == key)
    told = [name for whole in identifiers(work) for name in whole.split("; ")]
    links = tuple((name, link) for name in told if (link := address(name)))
    named = {"doi": work.DOI, "pmid": work.PMID, "trial": work.number, "url": work.URL}
    known = {name: value for name, value in named.items() if value}
    bare = work.model_copy(update=dict.fromkeys(("DOI", "PMID", "number", "URL")))  # they stand beside it, as links
    return Cited(voice.numbering[key], full_reference(bare, voice.language), links, known)


# --- claims -----------------------------------------------------------------------------------------------------------


def plan_claims(ledger: Ledger) -> tuple[Claim, ...]:
    """Every estimate under its outcome, every other number, every study's people, and what people may have read."""
    return tuple(_claims(ledger))


def _claims(ledger: Ledger) -> Iterator[Claim]:
    comparison = ledger.comparison
    for outcome in comparison.outcomes:
        of = (estimate for estimate in comparison.estimates if estimate.outcome == outcome.id)
        yield from (_estimate(estimate, ledger) for estimate in of)
    yield from (_fact(fact, ledger) for fact in comparison.facts)
    yield from (_study(study, ledger) for study in comparison.studies)
    yield from (_heard(claim, ledger) for claim in comparison.claims)


def grouped(claims: Iterable[Claim]) -> Iterator[tuple[str, str, tuple[Claim, ...]]]:
    """Kind, head and claims of each group."""
    for (kind, head), group in groupby(claims, lambda claim: (claim.kind, claim.group)):
        yield kind, head, tuple(group)


def _estimate(estimate: Estimate, ledger: Ledger) -> Claim:
    comparison, voice = ledger.comparison, ledger.patient
    study, outcome = comparison.study(estimate.study), comparison.outcome(estimate.outcome)
    printed: dict[Audience, str] = {
        "patient": voice.estimate(estimate, "percent" if estimate.n is None else "share"),
        "clinician": ledger.clinician.estimate(estimate, "percent"),
    }
    return Claim(
        kind="estimate",
        id=estimate.id,
        title=f"{outcome.name.clinician}, {study.name}",
        line=ledger.lines.get(estimate.id, ""),
        group=outcome.name.clinician,
        record=estimate_record(estimate, ledger.clinician),
        works=ledger.works([estimate.source]),
        sayings=ledger.sayings(estimate.id),
        arithmetic=arithmetic(estimate, outcome.per),
        printed=printed,
        caveat=voice.text(estimate.caveat) if estimate.caveat else "",
    )


def _fact(fact: Fact, ledger: Ledger) -> Claim:
    voice = ledger.patient
    return Claim(
        kind="fact",
        id=fact.id,
        title=voice.text(fact.statement),
        line=ledger.lines.get(fact.id, ""),
        group="",
        record=fact_record(fact, voice),
        works=ledger.works([fact.source]),
        sayings=ledger.sayings(fact.id),
        printed={"patient": voice.fact(fact), "clinician": ledger.clinician.fact(fact)},
        caveat=voice.text(fact.caveat) if fact.caveat else "",
    )


def _study(study: Study, ledger: Ledger) -> Claim:
    return Claim(
        kind="study",
        id=study.id,
        title=study.name,
        line=ledger.lines.get(study.id, ""),
        group="",
        record=study_record(study, ledger.comparison),
        works=ledger.works(study.references),
        sayings=ledger.sayings(study.id),
    )


def _heard(claim: Heard, ledger: Ledger) -> Claim:
    told = {voice.audience: voice.text(claim.answer) for voice in (ledger.patient, ledger.clinician)}
    heard = ledger.patient.text(claim.heard)
    sayings: list[Saying] = []
    for audience, answer in told.items():
        sayings += [*ledger.said(heard, audience), *ledger.said(answer, audience)]
    return Claim(
        kind="claim",
        id=claim.id,
        title=heard,
        line=ledger.lines.get(claim.id, ""),
        group="",
        record={},
        works=ledger.works(cited_keys(ledger.comparison, claim)),
        sayings=tuple(sayings),
        printed=told,
        numbers=tuple(dict.fromkeys(span.id for span in claim.answer.spans if hasattr(span, "id"))),
    )
