"""What a review pack tells, gathered: the published comparison, what its documents print, what rules found in them."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath

from layouts.checks import placed_balance, placed_evidence
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
    rules = [] if source.comparison.language == PSEUDO else list(_rules(judged, frozenset(made)))
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


def _rules(judged: Judged, made: frozenset[str]) -> Iterator[Rule]:
    """The rules that ran, on the source and on the documents that were `made`: what they found is told apart."""
    kinds: list[tuple[Sequence[Callable[..., object]], str]] = [
        (RULES, "the source"),
        (placed_balance.RULES, "panels, slides"),
        (placed_evidence.RULES, "pages, slides"),
    ]
    on = [{""}, {"trifold", "deck"}, {"trifold", "deck", "handout", "large-print"}]
    for (rules, where), documents in zip(kinds, on, strict=True):
        if documents & (made | {""}):
            finished = "" not in documents
            found = Counter(problem.rule for problem in judged.open if bool(problem.document) == finished)
            waived = Counter(problem.rule for problem, _ in judged.waived if bool(problem.document) == finished)
            yield from _by_id(rules, where, found, waived)


def _by_id(
    rules: Sequence[Callable[..., object]], where: str, found: Mapping[str, int], waived: Mapping[str, int]
) -> Iterator[Rule]:
    """Rules by the first line of what each says of itself, its ids and what it asks; those with the same ids together,
    since what they found is not told apart."""
    asked: dict[tuple[str, ...], list[str]] = {}
    for rule in rules:
        head, _, asks = (rule.__doc__ or rule.__name__).partition("\n")[0].partition(": ")
        asked.setdefault(tuple(RULE.findall(head)), []).append(asks)
    for ids, asks_of in asked.items():
        counts = (sum(given.get(id, 0) for id in ids) for given in (found, waived))
        yield Rule(ids, tuple(asks_of), where, *counts)


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
