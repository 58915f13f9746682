"""What a document is and shows: its edition, its numbers, and a seal for each figure, the same in every document.

The seal of a figure is made of its data alone, never of wording, audience, language, brand or paper.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from hashlib import sha256
from typing import Any

from layouts.citations import behind
from layouts.comparison import Comparison
from layouts.figure_data import figure_numbers, ledger, record, skeleton
from layouts.figure_kinds import Emblem, Figure, Mechanism
from layouts.ledger import Estimate, Fact, Study
from layouts.parts import walk
from layouts.passages import PlaceFigure
from layouts.prose import Prose, Reference

FORMAT = "1"  # of everything here; seals of another format cannot be compared
SEAL = re.compile(r"[0-9a-f]{16}")
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
PLAIN = re.compile(r"[A-Za-z0-9.-]{1,60}")
LONGEST = 2_000_000  # characters of the numbers as they are written


@dataclass(frozen=True)
class Identity:
    """Which comparison and edition a document shows, and every number in it: its id and its language-free text."""

    comparison: str
    version: str
    status: str
    published: str  # ISO 8601
    language: str  # BCP 47
    numbers: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Edit:
    """A label of a figure whose text is no longer the one that it was given."""

    figure: str
    label: str
    now: str


@dataclass(frozen=True)
class Left:
    """A text of a deck that is not as it was made: people wrote or changed it. `outdated` is a number in it that the
    source had changed when the deck was last brought up to date."""

    slide: int
    title: str
    text: str
    outdated: str = ""


@dataclass(frozen=True)
class Sealed:
    """A document's identity, its figures' seals by id, and what was changed by hand since."""

    identity: Identity
    figures: tuple[tuple[str, str], ...]
    edits: tuple[Edit, ...] = ()
    unsealed: tuple[str, ...] = ()  # figures that lost their seal
    left: tuple[Left, ...] = ()  # texts that people wrote


class SealError(Exception):
    """Seals that cannot be put into a document, or a file that they cannot be read from; a sentence, and what helps."""

    def __init__(self, message: str, fix: str = "take the file as the program wrote it, or build it again") -> None:
        super().__init__(message)
        self.fix = fix


# --- what a document prints -------------------------------------------------------------------------------------------


def identify(comparison: Comparison, language: str, printed: Iterable[object]) -> Identity:
    """The identity of a document in a language that prints these parts of the comparison."""
    edition, known = comparison.edition, ledger(comparison)
    ids = sorted(set(printed_numbers(comparison, tuple(printed))))
    return Identity(
        comparison.id,
        edition.version,
        edition.status,
        edition.published.isoformat(),
        language,
        tuple((id, number_text(known[id])) for id in ids),
    )


def trifold_parts(comparison: Comparison, short: frozenset[str] = frozenset()) -> Iterator[object]:
    """What a tri-fold prints, with the short wording of the sections named in `short`."""
    yield from (comparison.promise, comparison.decision, PlaceFigure(figure=comparison.cover_figure))
    yield from _matter(comparison)
    trifold = comparison.documents.trifold
    for key in (*trifold.flap, *trifold.inside_1, *trifold.inside_2, *trifold.inside_3, *trifold.back):
        passage = comparison.section(key).patient
        if passage and passage.short and key in short:
            yield from (passage.short_heading or passage.heading, passage.short)
        elif passage:
            yield from (passage.heading, passage.full)


def handout_parts(comparison: Comparison) -> Iterator[object]:
    """What a handout prints, in any size of type: every section in full."""
    yield from (comparison.promise, comparison.decision)
    yield from _matter(comparison)
    passages = [passage for key in comparison.handout if (passage := comparison.section(key).patient)]
    yield from (part for passage in passages for part in (passage.heading, passage.full))


def deck_parts(comparison: Comparison) -> Iterator[object]:
    """What a deck prints on its slides, in its tables of data and in its notes."""
    yield from (comparison.decision, comparison.main_message, comparison.cross_trial_caveat)
    yield from _matter(comparison)
    keys = [slide.section for part in comparison.documents.deck for slide in part.slides if slide.section]
    passages = [passage for key in keys if (passage := comparison.section(key).clinician)]
    told = tuple(part for passage in passages for part in (passage.heading, passage.full, passage.notes))
    yield from told
    shown = set(printed_numbers(comparison, told))
    yield from (estimate.caveat for estimate in comparison.estimates if estimate.id in shown)


def _matter(comparison: Comparison) -> Iterator[object]:
    """What front matter and colophon take from the comparison."""
    yield from (arm.status_line for arm in comparison.arms)
    yield from (comparison.governance, comparison.edition.update_policy)


def printed_numbers(comparison: Comparison, value: Any) -> Iterator[str]:
    """The ids of all numbers that a part prints: in texts, through figures, and from elsewhere in the comparison."""
    studies = {study.id for study in comparison.studies}
    for _, part in walk(value):
        if isinstance(part, Prose):  # a study without a form is its name, and no number
            yield from (s.id for s in part.spans if isinstance(s, Reference) and (s.form or s.id not in studies))
        elif isinstance(part, PlaceFigure):
            yield from figure_numbers(comparison.figure(part.figure), comparison)
        else:
            for elsewhere in behind(comparison, part):
                yield from printed_numbers(comparison, elsewhere)


def number_text(number: Estimate | Fact | Study) -> str:
    """A number in figures and signs: '101/108', '18% of 82', '≥2/37', '6 (5-8) week', 'n=561'."""
    if isinstance(number, Study):
        return f"n={number.n}"
    if isinstance(number, Fact):
        both = number.low is not None and number.high is not None
        span = f" ({_plain(number.low or 0)}-{_plain(number.high or 0)})" if both else ""
        return f"{_plain(number.value)}{span}" + (f" {number.unit}" if isinstance(number.unit, str) else "")
    return ("≥" if number.at_least else "") + _estimate_text(number)


def _estimate_text(estimate: Estimate) -> str:
    """Of counts the interval is calculated; of a percentage it is the source's own, and part of the number."""
    if estimate.counted:
        printed = f", {_plain(estimate.printed)}%" if estimate.printed is not None else ""
        return f"{estimate.counted.events}/{estimate.counted.n}{printed}"
    kind = estimate.reported or estimate.percent_only
    assert kind is not None  # the model has made sure
    text = f"{_plain(kind.percent)}%" + (f" of {estimate.n}" if estimate.n is not None else "")
    if estimate.interval == "not recorded":
        return text
    return f"{text} ({_plain(estimate.interval.low)}-{_plain(estimate.interval.high)})"


def _plain(value: float) -> str:
    return str(int(value)) if value == int(value) else str(value)


# --- the seal of a figure ---------------------------------------------------------------------------------------------


def figure_seal(figure: Figure, comparison: Comparison) -> str:
    """16 hexadecimal digits that change with any datum of the figure."""
    known = ledger(comparison)
    data = {
        "kind": figure.kind,
        "id": figure.id,
        "arms": [arm.id for arm in comparison.arms],
        "shows": skeleton(figure),
        "numbers": {id: record(known[id], comparison) for id in figure_numbers(figure, comparison)},
    }
    if isinstance(figure, Emblem | Mechanism):
        data["drawings"] = [arm.drawing.model_dump(mode="json") for arm in comparison.arms]
    return sha256(json.dumps(data, sort_keys=True, separators=(",", ":")).encode()).hexdigest()[:16]


# --- as named texts, to be written into a file ------------------------------------------------------------------------


def to_texts(identity: Identity) -> dict[str, str]:
    """The identity under names in lower case."""
    texts = {field.name: str(getattr(identity, field.name)) for field in fields(identity) if field.name != "numbers"}
    return {"seals": FORMAT} | texts | {"numbers": json.dumps(dict(identity.numbers), ensure_ascii=False)}


def from_texts(texts: Mapping[str, str]) -> Identity | None:
    """The identity that a file carries, None where it carries none; raises SealError for one that is not whole."""
    if "seals" not in texts:
        return None
    if texts["seals"] != FORMAT:
        raise SealError("its seals are of another version of this program")
    plain = [texts.get(field.name, "") for field in fields(Identity) if field.name != "numbers"]
    if not all(PLAIN.fullmatch(text) for text in plain):
        raise SealError("its identity is not whole")
    comparison, version, status, published, language = plain
    return Identity(comparison, version, status, published, language, _numbers(texts.get("numbers", "")))


def _numbers(text: str) -> tuple[tuple[str, str], ...]:
    try:
        found = json.loads(text) if len(text) <= LONGEST else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or not all(_is_number(id, text) for id, text in found.items()):
        raise SealError("the list of its numbers is not whole")
    return tuple(sorted(found.items()))


def _is_number(id: str, text: object) -> bool:
    return bool(ID.fullmatch(id)) and isinstance(text, str) and 0 < len(text) <= 120 and text.isprintable()


def is_seal(figure: str, seal: str) -> bool:
    """Whether a figure's id and seal, read from a file, can be ones that this program wrote."""
    return bool(ID.fullmatch(figure) and SEAL.fullmatch(seal))
