"""What a review pack tells, gathered: the published comparison, what its documents print, what rules found in them."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath

from layouts.checks.completeness.proof import Proof
from layouts.checks.source_rules import NOT_RUN, RULES
from layouts.checks.waiving import Judged
from layouts.comparison import Comparison
from layouts.problems import Place, Problem
from layouts.pseudo import TAG as PSEUDO
from layouts.review.answers import Evidence
from layouts.review.claims import Ledger, plan_claims
from layouts.review.pack import Finding, Pack, Printed, Rule
from layouts.review.printings import Printing
from layouts.review.questions import plan_questions
from layouts.source import Source
from layouts.wording import Voice

RULE = re.compile(r"[A-Z]{2,4}-[0-9]{2}")
RECORDS = ("estimates", "facts", "studies", "claims")
OUTSIDE = (
    "veraPDF, Open XML SDK, qpdf",
    "judges from outside are asked by 'check --full', and not while documents are made",
)


def gather_pack(
    source: Source,
    voices: tuple[Voice, Voice],
    documents: Sequence[str],
    made: Mapping[str, Sequence[Printing]],
    judged: Judged,
    brand: str,
    translation: Sequence[str] = (),
) -> Pack:
    """The pack of one variant. `voices` speak to patients and to clinicians; `made` are the texts that those of the
    `documents` print that were made in this run."""
    patient, clinician = voices
    texts = [printing for name in documents for printing in made.get(name, ())]
    lines = dict(_lines(source))
    translated = source.comparison.translated
    unreviewed = translated is not None and translated.reviewed is None
    found = Counter(problem.rule for problem in judged.open)
    waived = Counter(problem.rule for problem, _ in judged.waived)
    rules = [] if source.comparison.language == PSEUDO else [_rule(rule, found, waived) for rule in RULES]
    ran = frozenset(id for rule in rules for id in rule.ids) | found.keys() | waived.keys()
    return Pack(
        voice=clinician,
        brand=brand,
        claims=plan_claims(Ledger(patient, clinician, texts, lines)),
        topics=plan_questions(clinician, lines, _notes(source.comparison), unreviewed=unreviewed),
        documents=list(_printed(documents, made)),
        rules=rules,
        not_run=(*NOT_RUN, OUTSIDE),
        open=[_finding(problem) for problem in judged.open],
        waived=list(_waived(source, judged)),
        evidence=Evidence(clinician, ran, found, waived),
        translation=translation,
    )


def _lines(source: Source) -> Iterator[tuple[str, str]]:
    """Where the source writes each record, by its id: file and line."""
    for name in RECORDS:
        for index, record in enumerate(getattr(source.comparison, name)):
            yield record.id, _short(source.place((name, index)))


def _short(place: Place) -> str:
    """File name and line; the folder is this machine's business."""
    return f"{PurePath(place.file).name}:{place.line}"


def _notes(comparison: Comparison) -> Mapping[str, str]:
    """What is still to be checked of each work: documents keep it back, reviewers are told."""
    works = comparison.references
    return {work.id: work.custom["check"] for work in works if work.custom and "check" in work.custom}


def _rule(rule: Callable[..., object], found: Mapping[str, int], waived: Mapping[str, int]) -> Rule:
    """A rule by the first line of what it says of itself: its ids, then what it asks."""
    line = (rule.__doc__ or rule.__name__).partition("\n")[0]
    head, _, asks = line.partition(": ")
    ids = tuple(RULE.findall(head))
    return Rule(ids, asks, sum(found.get(id, 0) for id in ids), sum(waived.get(id, 0) for id in ids))


def _finding(problem: Problem) -> Finding:
    document = ", ".join(filter(None, (problem.document, problem.spot)))
    place = _short(problem.place)
    return Finding(problem.rule, problem.severity, problem.message, problem.fix, document, place)


def _waived(source: Source, judged: Judged) -> Iterator[Finding]:
    """What was accepted, with reason and end; who answers for it is named in the source alone."""
    for problem, waiver in judged.waived:
        line = _short(source.place(("waivers", source.comparison.waivers.index(waiver))))
        yield replace(_finding(problem), reason=waiver.reason, until=str(waiver.until), line=line)


def _printed(documents: Iterable[str], made: Mapping[str, Sequence[Printing]]) -> Iterator[Printed]:
    """The files of each document that was made, with how many numbers each prints; or that it was not made."""
    for name in documents:
        if name not in made:
            yield Printed(name, False)
        counts = Counter({printing.document: 0 for printing in made.get(name, ())})
        counts.update(printing.document for printing in made.get(name, ()) for _ in printing.numbers)
        yield from (Printed(file, True, count) for file, count in counts.items())


def printings(proofs: Iterable[Proof]) -> tuple[Printing, ...]:
    """The texts that finished documents show."""
    return tuple(
        Printing(row.document, row.page, row.spot, row.kind, row.figure, row.text, row.numbers)
        for proof in proofs
        for row in proof.rows
    )
