"""BAL-02, BAL-03 on finished panels and slides: both sides in equal detail, harms as large as benefits and beside them.

IPDAS v4 minimum standards (Joseph-Williams and others 2014), C1: options in equal detail. 21 CFR 202.1(e)(7) and FDA,
Presenting Risk Information (draft 2009): risks comparable in prominence, and in the same part as benefits.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

from layouts.checks.completeness.letters import fold
from layouts.checks.placed import Placed, Set
from layouts.checks.printed import Spot
from layouts.ledger import Estimate
from layouts.passages import Compare, Table
from layouts.problems import Problem
from layouts.prose import Prose

WIDEST, REFUSED = 1.5, 2.0  # how many times the one may have of what the other has
FEWEST: Final = 100  # words of both: with fewer no ratio says something
_WORD: Final = re.compile(r"\w[\w'’-]*")
Found = Iterator[Problem]


# --- BAL-02 -----------------------------------------------------------------------------------------------------------


def equal_detail(placed: Placed) -> Found:
    """BAL-02: each arm has as many words and cells as the other, within half as much again; twice is refused."""
    words: Counter[str] = Counter({arm.id: 0 for arm in placed.proof.comparison.arms})
    cells = words.copy()
    for spot in placed.spots:
        for arm, text in _told_of_one(placed, spot):
            words[arm] += len(_WORD.findall(text))
            cells[arm] += 1
    if words.total() < FEWEST:
        return
    for what, counted in (("words", words), ("texts", cells)):
        (more, most), (less, least) = counted.most_common()
        ratio = most / max(least, 1)
        if ratio > WIDEST:
            message = f"'{more}' has {most} {what} of its own and '{less}' {least}, {ratio:.1f} times as many"
            fix = f"say as much of '{less}', also what is not known of it, or less of '{more}'"
            yield placed.problem(placed.spots[0], "BAL-02", message, fix, ratio > REFUSED)


def _told_of_one(placed: Placed, spot: Spot) -> Iterator[tuple[str, str]]:
    """The texts that tell of one arm alone, with its id: cells of tables, studies in figures, and sentences.

    What people may have read of one arm, and its answer, is no part of what is told of both. Sentences from right to
    left are not asked: there a name is joined to the word before it.
    """
    proof, voice = placed.proof, placed.proof.voice(spot.audience)
    ids = [arm.id for arm in proof.comparison.arms]
    for part in spot.parts:
        celled: set[str] = set()
        for estimate in (e for figure in part.figures for e in proof.shown(figure)):
            yield proof.arm_of(estimate), _study(placed, estimate)
        for arm, prose in _cells(placed, part.values, ids):
            celled.add(prose.words)
            yield arm, voice.text(prose)
        for path, prose in part.texts:
            if path[0] == "arms":  # a field of an arm, which a table or a line prints for both
                yield ids[int(str(path[1]))], voice.text(prose)
            elif path[0] != "claims" and prose.words not in celled and proof.language.direction == "ltr":
                for sentence in proof.sentences_of(prose):
                    named = [id for id, name in proof.names.items() if name.search(sentence.text)]
                    if len(named) == 1:
                        yield named[0], sentence.text


def _study(placed: Placed, estimate: Estimate) -> str:
    """The words with which a figure tells a study."""
    study = placed.proof.studies[estimate.study]
    return f"{study.name} {study.population_short or study.population}"


def _cells(placed: Placed, values: object, ids: list[str]) -> Iterator[tuple[str, Prose]]:
    """The cells of tables whose columns are the arms."""
    names = placed.proof.names
    for _, value in values if isinstance(values, tuple) else ():
        if isinstance(value, Compare):
            yield from (pair for row in value.compare.rows if row.cells for pair in row.cells.items())
        elif isinstance(value, Table):
            heads = [next((id for id in ids if names[id].search(head)), "") for head in value.table.columns]
            if set(ids) <= set(heads):
                for row in value.table.rows:
                    yield from ((head, cell) for head, cell in zip(heads, row, strict=True) if head)


def harms_in_detail(placed: Placed) -> Found:
    """BAL-02: what counts harms has as many words as what counts benefits, and may have more."""
    words = Counter({"harm": 0, "benefit": 0})
    for spot in placed.spots:
        for text, estimates in placed.texts(spot):
            for way in {placed.proof.outcomes[e.outcome].direction for e in estimates}:
                words[way] += len(_WORD.findall(text))
        for estimate in (e for part in spot.parts for figure in part.figures for e in placed.proof.shown(figure)):
            words[placed.proof.outcomes[estimate.outcome].direction] += len(_WORD.findall(_study(placed, estimate)))
    ratio = words["benefit"] / max(words["harm"], 1)
    if words.total() >= FEWEST and ratio > WIDEST:
        message = f"{words['benefit']} words count benefits and {words['harm']} harms"
        fix = "count the harms in as much detail"
        yield placed.problem(placed.spots[0], "BAL-02", message, fix, ratio > REFUSED)


# --- BAL-03 -----------------------------------------------------------------------------------------------------------


def harms_beside(placed: Placed) -> Found:
    """BAL-03: a panel that counts a benefit tells a harm too; for a slide its part of the deck does, or an earlier one.

    A deck is heard in order, and a slide holds one message: harms are not later than benefits where they came before,
    or come within the same part.
    """
    told = False
    for group in _groups(placed):
        before = told and group[0].audience == "clinician"  # a panel is looked at by itself
        told = before or any("harm" in placed.directions(spot) or _names_harm(placed, spot) for spot in group)
        helpful = next((spot for spot in group if "benefit" in placed.directions(spot)), None)
        if helpful and not told:
            message = f"{helpful.name} counts a benefit, and no harm is told beside it"
            fix = "tell a harm of the same treatment there, or let harms come first"
            yield placed.problem(helpful, "BAL-03", message, fix, severe=True)


def _groups(placed: Placed) -> list[list[Spot]]:
    """What is taken in together: a panel, or the slides of a part of the deck."""
    parts = placed.proof.comparison.documents.deck
    found: dict[str, list[Spot]] = {}
    for spot in placed.spots:
        keys = {part.section for part in spot.parts}
        part = next((p.name for p in parts if keys & {getattr(one, "section", "") for one in p.slides}), spot.name)
        found.setdefault(part if spot.audience == "clinician" else spot.name, []).append(spot)
    return list(found.values())


def _names_harm(placed: Placed, spot: Spot) -> bool:
    """Whether its texts use a word of a harm's name that no benefit's name has."""
    names: dict[str, set[str]] = {"harm": set(), "benefit": set()}
    for outcome in placed.proof.comparison.outcomes:
        both = f"{outcome.name.patient} {outcome.name.clinician}"
        names[outcome.direction] |= {word for word in _WORD.findall(both) if _tells(word)}
    words = "|".join(sorted(map(re.escape, names["harm"] - names["benefit"]), key=len, reverse=True))
    flags = re.IGNORECASE
    return bool(words) and any(re.search(rf"(?<!\w)(?:{words})(?!\w)", text, flags) for text, _ in placed.texts(spot))


def _tells(word: str) -> bool:
    return (len(word) > 2 and word[:2].isupper()) or len(word) > 7


def harms_as_large(placed: Placed) -> Found:
    """BAL-03: the largest type that counts a harm is no smaller and no paler than the largest that counts a benefit."""
    largest: dict[str, Set] = {}
    for spot in placed.spots:
        for text, estimates in placed.texts(spot):
            if (one := placed.setting.get(fold(text))) is None:
                continue
            for way in {placed.proof.outcomes[e.outcome].direction for e in estimates}:
                before = largest.get(way, one)
                largest[way] = Set(max(before.size, one.size), max(before.contrast, one.contrast))
    if set(largest) != {"harm", "benefit"}:
        return
    harm, benefit = largest["harm"], largest["benefit"]
    spot = placed.spots[0]
    if harm.size < benefit.size - 0.05:
        message = f"harms are counted in {harm.size:g} pt, and benefits in {benefit.size:g}"
        yield placed.problem(spot, "BAL-03", message, "set both in one size", severe=True)
    if harm.contrast < benefit.contrast - 0.5:
        message = (
            f"harms are counted in paler type ({harm.contrast:.1f} : 1) than benefits ({benefit.contrast:.1f} : 1)"
        )
        yield placed.problem(spot, "BAL-03", message, "set both in one colour", severe=True)


RULES: tuple[Callable[[Placed], Found], ...] = (equal_detail, harms_in_detail, harms_beside, harms_as_large)
