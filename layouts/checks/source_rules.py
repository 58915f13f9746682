"""The rules of truth, collected: what texts may say, what a number needs, and what every document has to tell."""

from collections.abc import Callable, Iterator

from layouts import pseudo
from layouts.checks import balance, citing, claiming, decision, disclosure, numbers, reading
from layouts.checks.proof import Proof
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
    ("BAL-02", "words, items and area of each arm are measured on finished pages; here only the choice of studies"),
    ("BAL-03", "size, contrast and place of harms and benefits are measured on finished pages"),
    ("NUM-03", "whether population and time frame are printed beside a figure is seen on finished pages"),
    ("NUM-11", "axes are read off every figure that is drawn; its numbers are not compared with tables and notes"),
    ("CIT-02", "whether a reference exists is not looked up: nothing here uses a network"),
    ("CIT-04", "whether the kind of study is printed beside each number is seen on finished pages"),
    (
        "READ-01",
        "which of its two wordings a panel takes is known after fitting; here each section takes the short one",
    ),
    ("READ-04", "passive sentences and direct calls to action need a person; a word list would mostly be wrong"),
    ("DIS-01", "the contact is the brand's; the deck's review date is seen on finished slides"),
    ("DIS-03", "a speaker's relationships have no field in a source: the slide prints ruled lines for them"),
    ("DIS-04", "the number to call is the brand's, or a ruled line"),
    ("DIS-05", "what people judge is theirs to sign: two PEMAT raters, a clinical and a patient reviewer"),
)


def check_source(source: Source) -> list[Problem]:
    """Every rule that needs nothing but the source.

    The words of the pseudo-language say nothing: its pages are looked at, and no rule reads it.
    """
    if source.comparison.language == pseudo.TAG:
        return []
    proof = Proof(source)
    return [problem for rule in RULES for problem in rule(proof)]
