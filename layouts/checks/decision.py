"""BAL-08: a patient document serves a decision: its question, every choice, what matters, and the boxed warnings."""

import re
from collections.abc import Callable, Iterator

from layouts.checks.printed import Spot
from layouts.checks.proof import Proof
from layouts.parts import Path
from layouts.passages import WriteIn
from layouts.problems import Problem

SHARED_WORDS, HALF = 0.6, 0.5  # of a text's longer words: the same thing is said, in other words


def whole_decision(proof: Proof) -> Iterator[Problem]:
    """BAL-08: a patient document asks for values, says what nobody knows, and names other choices and no treatment.

    IPDAS v4 and the NICE standards framework for decision aids (ECD112, 2021): the decision, every option with no
    treatment among them, and help to find out what matters to the person.
    """
    trifold: Path = ("documents", "trifold")
    decision = proof.comparison.decision.words
    needed: tuple[tuple[str, Callable[[Spot], bool], str], ...] = (
        ("does not ask what matters to the reader", _writes, "add a block '- write: What matters to me'"),
        ("does not say what nobody knows", lambda spot: "unknowns" in spot.places, "add '- place: unknowns'"),
        (
            "does not say that no treatment is a choice too",
            lambda spot: proof.says("no-treatment", spot.text),
            "say in a section that there are other choices, and no treatment",
        ),
    )
    for lack, has, fix in needed:
        if not proof.on_trifold(has):
            yield proof.problem(trifold, "BAL-08", f"the tri-fold {lack}", fix)
    if not proof.says("no-treatment", proof.comparison.other_choices.words):
        message, fix = "'other_choices' does not name no treatment", "say that it is a choice too"
        yield proof.problem(("other_choices",), "BAL-08", message, fix)
    if not proof.on_trifold(lambda spot: _shared(decision, spot.text) >= SHARED_WORDS):
        message = "the tri-fold does not seem to print the decision itself"
        fix = "ask the question of 'decision' on a panel, in these or similar words"
        yield proof.problem(("decision",), "BAL-08", message, fix, "warning")


def _writes(spot: Spot) -> bool:
    return any(part.has(WriteIn) for part in spot.parts)


def _shared(words: str, text: str) -> float:
    """How many of the longer words of a text stand in another."""
    wanted = set(re.findall(r"\w{4,}", words.casefold()))
    return len(wanted & set(re.findall(r"\w{4,}", text.casefold()))) / max(len(wanted), 1)


def boxed_warnings(proof: Proof) -> Iterator[Problem]:
    """BAL-08: the boxed warnings of every approved arm stand in the tri-fold.

    21 CFR 201.57(c)(1) and 202.1(e): a boxed warning belongs to the essential risk information. Whether a panel tells
    one of them is judged by its words, so that a person has to confirm it.
    """
    for index, arm in enumerate(proof.comparison.arms):
        if arm.status != "approved" or not arm.boxed_warnings:
            continue
        path: Path = ("arms", index, "boxed_warnings")
        if arm.boxed_warnings == "not recorded":
            message = f"the boxed warnings of {arm.short} are not recorded"
            fix = "read the labels; 'boxed_warnings: []' says that there are none"
            yield proof.problem(path, "BAL-08", message, fix, "warning")
        elif not proof.on_trifold(lambda spot: proof.says("boxed-warning", spot.text)):
            message = f"the tri-fold does not tell the boxed warnings of {arm.short}"
            yield proof.problem(path, "BAL-08", message, "tell them on a panel, and say that they stand in a box")
        else:
            for number, warning in enumerate(arm.boxed_warnings):
                if not any(_told_in(proof.sentences_of(warning)[0].text, spot.text) for spot in proof.panels):
                    message = f"the tri-fold does not seem to tell this boxed warning of {arm.short}"
                    fix = "name it on the panel that tells the boxed warnings, in its own words"
                    yield proof.problem((*path, number), "BAL-08", message, fix, "warning")


def _told_in(first: str, text: str) -> bool:
    """Whether a text names what a warning's first sentence is about: its names and acronyms, or most of its longer
    words."""
    named = set(re.findall(r"\b\w*[a-z][A-Z]\w*|\b[A-Z]{2,}\w*|(?<=[a-z,;] )[A-Z]\w+", first))
    if named:
        return any(re.search(rf"\b{re.escape(name)}", text) for name in named)
    return _shared(first, text) > HALF
