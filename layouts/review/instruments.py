"""Three instruments of patient information, as tables that the program fills as far as it knows: never a rating.

Subjects are told in our own words. PEMAT-P: AHRQ, Patient Education Materials Assessment Tool for printable materials.
Clear Communication Index: CDC. IPDAS: International Patient Decision Aid Standards Collaboration, version 4.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from layouts.passages import AskQuestions, Bullets, CompareTable, Steps, TableContent
from layouts.review.answers import (
    Answer,
    Evidence,
    Fill,
    counted,
    does_not_apply,
    each_arm,
    of,
    person,
    rules,
    stated,
)


@dataclass(frozen=True)
class Item:
    id: str
    subject: str
    fill: Fill


@dataclass(frozen=True)
class Instrument:
    name: str
    source: str
    method: str
    items: tuple[Item, ...]


def _with_steps(evidence: Evidence) -> tuple[int, int]:
    return sum(bool(action.steps) for action in evidence.comparison.actions), len(evidence.comparison.actions)


def _dated(evidence: Evidence) -> Answer:
    edition = evidence.comparison.edition
    return Answer("found", f"published {edition.published}, version {edition.version}")


def _renewed(evidence: Evidence) -> Answer:
    edition = evidence.comparison.edition
    return Answer("found", f"next review {edition.next_review}", evidence.voice.text(edition.update_policy))


def _tried(role: str) -> Fill:
    def fill(evidence: Evidence) -> Answer:
        signed = [str(one.on) for one in evidence.comparison.edition.sign_offs if one.role == role]
        told = f"signed off in the role '{role}' on {', '.join(signed)}" if signed else f"no sign-off of a {role}"
        return Answer("for a person", f"{told}; a test with readers is not recorded here")

    return fill


ACTIONS = counted(lambda told: len(told.comparison.actions), "action")
REASONS = counted(lambda told: len(told.comparison.actions), "action", "; the source has none without its reason")
STEPS = of(_with_steps, "{} of {} actions have steps")
HEADINGS = counted(lambda told: len(told.comparison.sections), "section", "; none is without a heading")
FIGURES = counted(lambda told: len(told.comparison.figures), "figure", "; whether one is missing is for a person")
TITLES = counted(lambda told: len(told.comparison.figures), "figure", "; none is without a title")
READING = counted(lambda told: len(told.comparison.figures), "figure", "; none is without words on how to read it")
LISTS = counted(lambda told: len(told.parts(Bullets)) + len(told.parts(Steps)), "list")
TABLES = counted(lambda told: len(told.parts(TableContent)) + len(told.parts(CompareTable)), "table", ", heads named")
QUESTIONS = counted(lambda told: len(told.comparison.questions), "question", " to take along")
ASKED = counted(lambda told: len(told.parts(AskQuestions)), "list", " of questions with lines to write on")
UNKNOWNS = counted(lambda told: len(told.comparison.unknowns), "thing", " that nobody knows")
MEANINGS = counted(lambda told: len(told.comparison.outcomes), "outcome", "; none is without its meaning")
HARMS = counted(
    lambda told: sum(one.direction == "harm" for one in told.comparison.outcomes),
    "harm",
    "; none is without its meaning and severity",
)
CERTAINTY = counted(lambda told: len(told.comparison.outcomes), "outcome", "; none is without its certainty")
RATES = of(
    lambda told: (sum(bool(one.counted) for one in told.comparison.estimates), len(told.comparison.estimates)),
    "{} of {} estimates are events of n people",
)
SIDE_BY_SIDE = counted(lambda told: len(told.parts(CompareTable)), "table", " with both treatments side by side")
PLAIN = rules("READ-01", "READ-02")
NUMBERS = rules("NUM-01", "NUM-02", "NUM-04", "NUM-05", "NUM-06", "NUM-08")
NO_SUMS = rules("NUM-02", "NUM-05")
SUMMARY = rules("READ-05")
EYES = "for eyes: whether it does is not measured"


def _ipdas() -> Iterator[Item]:
    yield Item("Q1", "Describes the illness", stated(lambda told: told.condition.description, "condition"))
    yield Item("Q2", "Names the decision", stated(lambda told: told.decision, "decision"))
    yield Item("Q3", "Describes the options", stated(lambda told: told.other_choices, "both treatments, and:"))
    yield Item("Q4", "Good sides of each option", each_arm("benefit"))
    yield Item("Q5", "Bad sides of each option", each_arm("harm"))
    lived = counted(lambda told: len(told.comparison.arms), "treatment", "; none is without what it is like")
    yield Item("Q6", "What living through it is like", lived)
    yield Item("C1", "Good and bad sides in equal detail", rules("BAL-01", "BAL-02", "BAL-03"))
    yield Item("C2", "Cites its evidence", rules("NUM-01", "CIT-01", "CIT-02"))
    yield Item("C3", "Says when it was made", _dated)
    yield Item("C4", "Says how it is kept up to date", _renewed)
    yield Item("C5", "Says how uncertain the numbers are", rules("NUM-08", "NUM-09"))
    yield Item("C6", "Says who paid", stated(lambda told: told.governance.funding, "funding"))
    yield Item("C7–C10", "About tests and screening", does_not_apply("it compares treatments, not tests"))
    yield from _ipdas_quality()


def _ipdas_quality() -> Iterator[Item]:
    yield Item("Quality", "What happens without treatment", person("whether the texts tell it, a person judges"))
    yield Item("Quality", "Options can be compared", SIDE_BY_SIDE)
    yield Item("Quality", "Of whom, and in what time", rules("NUM-03"))
    yield Item("Quality", "Event rates", RATES)
    yield Item("Quality", "One denominator", rules("NUM-02"))
    yield Item("Quality", "Numbers shown in several ways", FIGURES)
    yield Item("Quality", "Balanced framing", rules("BAL-04", "BAL-05", "BAL-06"))
    yield Item("Quality", "Helps to find what matters to the reader", rules("BAL-08"))
    yield Item("Quality", "Questions and a place to write", ASKED)
    yield Item("Quality", "Guidance in steps", STEPS)
    yield Item("Quality", "Who made it", stated(lambda told: told.governance.authors, "authors"))
    yield Item("Quality", "How the evidence was found", stated(lambda told: told.governance.method, "method"))
    yield Item("Quality", "How good the evidence is", CERTAINTY)
    yield Item("Quality", "Readability measured", PLAIN)
    yield Item("Quality", "Tried out with patients", _tried("patient reviewer"))
    yield Item("Quality", "Tried out with clinicians", _tried("clinical reviewer"))


def _pemat() -> Iterator[Item]:
    yield Item("1", "The purpose is plain", stated(lambda told: told.promise, "promise"))
    yield Item("2", "Nothing leads away from it", person(EYES))
    yield Item("3", "Everyday words", PLAIN)
    yield Item("4", "Medical words are explained", rules("READ-03"))
    yield Item("5", "Active voice", person("not measured: a list of words would mostly be wrong"))
    yield Item("6", "Numbers are clear", NUMBERS)
    yield Item("7", "No sums for the reader", NO_SUMS)
    yield Item("8", "Short portions", person(EYES))
    yield Item("9", "Telling headings", HEADINGS)
    yield Item("10", "An order that makes sense", person(EYES))
    yield Item("11", "A summary", SUMMARY)
    yield Item("12", "Key points catch the eye", person(EYES))
    yield Item("15", "A picture wherever one helps", FIGURES)
    yield Item("16", "Pictures support the text", person(EYES))
    yield Item("17", "Pictures have titles", TITLES)
    yield Item("18", "Pictures are clear", person(EYES))
    yield Item("19", "Tables are simple, with heads", TABLES)
    yield Item("20", "Names an action", ACTIONS)
    yield Item("21", "Speaks to the reader", person("not measured: a list of words would mostly be wrong"))
    yield Item("22", "Actions in steps", STEPS)
    yield Item("23", "Something to use, such as a list of questions", QUESTIONS)
    yield Item("24", "Shows how to work out a number", does_not_apply("every share is worked out; a rater confirms"))
    yield Item("25", "Says how to read pictures", READING)
    yield Item("26", "Pictures that help to act", person(EYES))


def _index() -> Iterator[Item]:
    yield Item("1", "One main message", stated(lambda told: told.main_message, "main message"))
    yield Item("2", "It comes first", person(EYES))
    yield Item("3", "It stands out", person(EYES))
    yield Item("4", "A picture supports it", person("whether the cover's figure does, a person judges"))
    yield Item("5", "A call to act", ACTIONS)
    yield Item("6", "Both in active voice", person("not measured: a list of words would mostly be wrong"))
    yield Item("7", "The readers' own words", rules("READ-01", "READ-02", "READ-03"))
    yield Item("8", "Lists", LISTS)
    yield Item("9", "Portions with headings", HEADINGS)
    yield Item("10", "What matters most comes first", SUMMARY)
    yield Item("11", "What is known, and what is not", UNKNOWNS)
    yield Item("12", "What to do", ACTIONS)
    yield Item("13", "Why it matters to the reader", REASONS)
    yield Item("14", "How to do it", STEPS)
    yield Item("15", "Numbers that readers use", NUMBERS)
    yield Item("16", "What the numbers mean", MEANINGS)
    yield Item("17", "No sums for the reader", NO_SUMS)
    yield Item("18", "What the risk is like", HARMS)
    yield Item("19", "Risks and benefits", rules("BAL-01"))
    yield Item("20", "Chances also in words or pictures", FIGURES)


INSTRUMENTS = (
    Instrument(
        "IPDAS, version 4",
        "International Patient Decision Aid Standards (IPDAS) Collaboration, minimum standards",
        "Six qualifying criteria, ten certifying ones, and twenty-eight of quality, which are told here by subject. "
        "Qualifying criteria are met or not; the others are rated by people.",
        tuple(_ipdas()),
    ),
    Instrument(
        "PEMAT-P",
        "Agency for Healthcare Research and Quality (AHRQ), Patient Education Materials Assessment Tool for printable "
        "materials",
        "Seventeen items on understanding and seven on acting, scored apart by two raters: agree, disagree, or not "
        "applicable. Missing numbers are of items for audiovisual materials.",
        tuple(_pemat()),
    ),
    Instrument(
        "Clear Communication Index",
        "Centers for Disease Control and Prevention (CDC)",
        "Twenty items, each with a point only where all of the material meets it; the score is the share of points in "
        "the items that apply.",
        tuple(_index()),
    ),
)
