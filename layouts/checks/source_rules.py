"""The rules of truth, collected: what texts may say, what a number needs, and what every document has to tell."""

from collections.abc import Callable, Iterator

from layouts import pseudo
from layouts.checks import balance, citing, claiming, decision, disclosure, numbers, reading
from layouts.checks.proof import Proof, proof_of
from layouts.memories import Latest
from layouts.problems import Problem
from layouts.source import Source

RULES: tuple[Callable[[Proof], Iterator[Problem]], ...] = (
    balance.both_told,
    balance.lowest_and_highest,
    claiming.safety_words,
    claiming.comparative_claims,
    claiming.caveat_beside,
    claiming.status_beside,
    claiming.efficacy_claims,
    decision.whole_decision,
    decision.boxed_warnings,
    numbers.typed_statistics,
    numbers.one_denominator,
    numbers.whom_and_when,
    numbers.one_in_x,
    numbers.relative_with_absolute,
    numbers.frequency_with_number,
    numbers.how_many_people,
    numbers.certainty_words,
    citing.unused_references,
    citing.cited_claims,
    citing.unknown_parts,
    citing.unchecked_numbers,
    citing.author_notes,
    citing.out_of_date,
    citing.laboratory_apart,
    reading.school_grade,
    reading.unread_language,
    reading.defined_terms,
    reading.key_points,
    disclosure.edition_dates,
    disclosure.money_and_interests,
    disclosure.disclosures_first,
    disclosure.whom_to_call,
    disclosure.sign_offs,
)
# What a source alone cannot decide: rule, and why.
NOT_RUN = (
    ("BAL-02", "words and studies of each arm are counted; how much of a figure's area each has is not measured"),
    ("BAL-03", "size and contrast of harms and benefits are compared on the tri-fold, and not on slides"),
    ("NUM-03", "each study's people stand in its figure; its time frame is asked of the source alone"),
    ("CIT-02", "whether a reference exists is not looked up: nothing here uses a network"),
    ("CIT-04", "whether the kind of study is printed beside each number has no fixed words to look for"),
    ("READ-04", "passive sentences and direct calls to action need a person; a word list would mostly be wrong"),
    ("TYP-03", "gaps of paragraphs, justified lines and hyphens: the style sheets set none, and no page is asked"),
    ("DIS-01", "the contact is the brand's, and is a ruled line where the brand has none"),
    ("DIS-03", "a speaker's relationships have no field in a source: the slide prints ruled lines for them"),
    ("DIS-04", "the number to call is the brand's, or a ruled line"),
    ("DIS-05", "what people judge is theirs to sign: two PEMAT raters, a clinical and a patient reviewer"),
)


def check_source(source: Source) -> list[Problem]:
    """Every rule that needs nothing but the source.

    The words of the pseudo-language say nothing: its pages are looked at, and no rule reads it.
    """
    return [*_found(source)]


def _check(source: Source) -> tuple[Problem, ...]:
    if source.comparison.language == pseudo.TAG:
        return ()
    proof = proof_of(source)
    return tuple(problem for rule in RULES for problem in rule(proof))


_found = Latest(_check).of
