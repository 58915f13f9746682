"""What the rules read: the source's sentences and labels with their places, its ledger, and what is printed."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from unicodedata import combining, normalize

from layouts.checks.printed import Part, Spot, Told, print_panels, print_slides, print_unplaced, told
from layouts.citations import Numbering, figure_estimates, number_works
from layouts.comparison import Comparison
from layouts.figure_kinds import EvidenceMap
from layouts.language import Language, language
from layouts.ledger import Arm, Estimate, Outcome, Study
from layouts.memories import Latest, forgetful
from layouts.parts import Audience, Path, walk
from layouts.problems import Problem, Severity
from layouts.prose import Prose, Reference, Words
from layouts.source import Source
from layouts.wording import Voice

NUMBER = "\ufffc"  # stands in a sentence where a number is printed by reference
# Between two sentences: a stop, then a capital, a number, or a letter of a script that has no capitals.
ENDS = re.compile(r"(?<=[.!?؟])[\"'”’»)]?\s+(?=[\"'“‘«(¿¡]*[A-Z\u00c0-\u00de\u0620-\u064a0-9\ufffc])")
NOTHING = re.compile(r"(?!)")
MANY = 4  # names listed in a message
STEM = 5  # letters


@dataclass(frozen=True)
class Sentence:
    """One sentence, its numbers replaced by NUMBER and listed in order."""

    text: str
    numbers: tuple[Reference, ...] = ()


@dataclass(frozen=True)
class Proof:
    """A source as its rules read it; `fitted` are the sections that a finished tri-fold took in their short wording."""

    source: Source
    fitted: frozenset[str] | None = None

    @cached_property
    def comparison(self) -> Comparison:
        return self.source.comparison

    @cached_property
    def language(self) -> Language:
        return language(self.comparison.language)

    def problem(self, path: Path, rule: str, message: str, fix: str, severity: Severity = "error") -> Problem:
        """A problem shown where the path stands."""
        return Problem(self.source.place(path), rule, message, fix, severity)

    # --- words ---

    @cached_property
    def _patterns(self) -> dict[str, re.Pattern[str]]:
        return {}

    def pattern(self, key: str) -> re.Pattern[str]:
        """A word list of the catalogue; one that matches nothing where the catalogue lacks it."""
        if key not in self._patterns:
            try:
                self._patterns[key] = self.language.pattern(f"rules.{key}")
            except KeyError:
                self._patterns[key] = NOTHING
        return self._patterns[key]

    def says(self, key: str, text: str) -> bool:
        """Whether a text says what a rule asks for. Where no word list can tell, nothing is asked (READ-06)."""
        pattern = self.pattern(key)
        return pattern is NOTHING or bool(pattern.search(text))

    def sentences_of(self, prose: Prose) -> tuple[Sentence, ...]:
        """The sentences of a text, as this language ends them."""
        return sentences(prose, self.pattern("abbreviation"))

    @cached_property
    def texts(self) -> tuple[Told, ...]:
        """Every text of our own with its path: what people may have read is quoted as it was met."""
        return tuple((p, v) for p, v in walk(self.comparison) if isinstance(v, Prose) and "heard" not in p)

    @cached_property
    def strings(self) -> tuple[tuple[Path, str], ...]:
        """Every text of our own and every other written value, ids among them."""
        values = ((p, v.words if isinstance(v, Prose) else v) for p, v in walk(self.comparison) if "heard" not in p)
        return tuple((path, text) for path, text in values if isinstance(text, str))

    @cached_property
    def labels(self) -> tuple[tuple[Path, str], ...]:
        """Printed words that are no prose: titles, column heads, labels of rows and figures."""
        return tuple(_labels(self.comparison))

    @cached_property
    def sentences(self) -> tuple[tuple[Path, Sentence], ...]:
        """Every sentence of our own, and every label."""
        own = [(path, sentence) for path, prose in self.texts for sentence in self.sentences_of(prose)]
        return (*own, *((path, Sentence(label)) for path, label in self.labels))

    @cached_property
    def claiming(self) -> tuple[tuple[Path, Sentence], ...]:
        """The sentences and labels that assert something: not what a reader or a listener may ask."""
        asked = {"questions", "question"}
        return tuple((path, s) for path, s in self.sentences if path[0] not in asked and path[-1] not in asked)

    @cached_property
    def names(self) -> dict[str, re.Pattern[str]]:
        """What each arm is called in a text: the words of its names that the other's lack, and its products' names."""
        first, second = self.comparison.arms
        little = self.pattern("little-word")
        return {first.id: _names(first, second, little), second.id: _names(second, first, little)}

    # --- the ledger ---

    @cached_property
    def estimates(self) -> dict[str, Estimate]:
        return {item.id: item for item in self.comparison.estimates}

    @cached_property
    def studies(self) -> dict[str, Study]:
        return {item.id: item for item in self.comparison.studies}

    @cached_property
    def outcomes(self) -> dict[str, Outcome]:
        return {item.id: item for item in self.comparison.outcomes}

    def arm_of(self, estimate: Estimate) -> str:
        return self.studies[estimate.study].arm

    def cited(self, prose: Prose) -> list[tuple[Estimate, str]]:
        """The estimates that a text prints, with the form that each is printed in."""
        spans = (span for span in prose.spans if isinstance(span, Reference))
        return [(self.estimates[span.id], span.form) for span in spans if span.id in self.estimates]

    def named(self, sentence: Sentence) -> list[Estimate]:
        """The estimates whose numbers a sentence prints."""
        return [self.estimates[number.id] for number in sentence.numbers if number.id in self.estimates]

    def shown(self, id: str) -> list[Estimate]:
        """The estimates that a figure draws."""
        return [self.estimates[key] for key in figure_estimates(self.comparison, id)]

    def printed(self, part: Part) -> list[Estimate]:
        """The estimates whose rates a section prints."""
        drawn = [estimate for figure in part.figures for estimate in self.shown(figure)]
        return drawn + [e for _, prose in part.texts for e, form in self.cited(prose) if form != "n"]

    def drawn_arms(self, id: str) -> set[str]:
        """The arms that a figure shows; a drawing without data shows both."""
        figure = self.comparison.figure(id)
        if isinstance(figure, EvidenceMap):
            return {self.studies[key].arm for key in figure.studies}
        return {self.arm_of(e) for e in self.shown(id)} or {arm.id for arm in self.comparison.arms}

    # --- what is printed ---

    @cached_property
    def numbering(self) -> Numbering:
        return number_works(self.comparison)

    def voice(self, audience: Audience) -> Voice:
        return Voice(self.comparison, self.language, audience, self.numbering)

    @cached_property
    def full_panels(self) -> tuple[Spot, ...]:
        return print_panels(self.voice("patient"), "full")

    @cached_property
    def panels(self) -> tuple[Spot, ...]:
        """The tri-fold as it was fitted; before that, as when every section that has a short wording takes it."""
        return print_panels(self.voice("patient"), "short", self.fitted)

    @cached_property
    def slides(self) -> tuple[Spot, ...]:
        return print_slides(self.voice("clinician"))

    @cached_property
    def spots(self) -> tuple[Spot, ...]:
        """All that may stand before a reader at once: panels in both wordings, sections apart, slides."""
        found: list[Spot] = []
        for full, short in zip(self.full_panels, self.panels, strict=True):
            found += [replace(full, variant=None)] if full.lines == short.lines else [full, short]
        return (*found, *print_unplaced(self.voice("patient"), self.full_panels), *self.slides)

    @cached_property
    def parts(self) -> tuple[tuple[Audience, Part], ...]:
        """The sections of all spots with their audience, each wording once."""
        found = {part.blocks_path: (spot.audience, part) for spot in self.spots for part in spot.parts}
        return tuple(found.values())

    @cached_property
    def blocks(self) -> tuple[tuple[Part, Path, tuple[Prose, ...]], ...]:
        """Every block of the sections as documents print them, with its path and its texts."""
        return tuple(
            (part, path, tuple(prose for _, prose in told(self.comparison, block, path)))
            for _, part in self.parts
            for path, block in (((*part.blocks_path, i), block) for i, block in enumerate(part.blocks))
        )

    def on_trifold(self, has: Callable[[Spot], bool]) -> bool:
        """Whether the cover or a panel has it."""
        return any(has(spot) for spot in self.panels)


proof_of = Latest(Proof).of  # the proof of a source before anything is fitted: rules on slides and pages read it, too


def grouped(names: Iterable[str]) -> str:
    """A few of many names."""
    listed = list(names)
    return ", ".join(listed[:MANY]) + (f" and {len(listed) - MANY} more" if len(listed) > MANY else "")


@forgetful
@lru_cache(maxsize=8_000)
def sentences(prose: Prose, abbreviation: re.Pattern[str] = NOTHING) -> tuple[Sentence, ...]:
    """The sentences of a text, without its citations."""
    numbers = [span for span in prose.spans if isinstance(span, Reference)]
    text = "".join(
        span.text if isinstance(span, Words) else NUMBER if isinstance(span, Reference) else "" for span in prose.spans
    )
    found = []
    for sentence in split_sentences(" ".join(text.split()), abbreviation):
        count = sentence.count(NUMBER)
        found.append(Sentence(sentence, tuple(numbers[:count])))
        numbers = numbers[count:]
    return tuple(found)


def split_sentences(text: str, abbreviation: re.Pattern[str] = NOTHING) -> list[str]:
    """A text in its sentences: the stop of an abbreviation ends none."""
    found, start = [], 0
    for end in ENDS.finditer(text):
        if not abbreviation.search(text[start : end.start()].rstrip(".")):
            found.append(text[start : end.start()])
            start = end.end()
    return [*found, text[start:]]


def _labels(comparison: Comparison) -> Iterator[tuple[Path, str]]:
    for path, value in walk(comparison.title, ("title",)):
        if isinstance(value, str):
            yield path, value
    for top in ("sections", "figures"):
        for path, value in walk(getattr(comparison, top), (top,)):
            if isinstance(value, str) and (path[-1] in ("label", "text", "end") or path[-2] == "columns"):
                yield path, value


def _names(arm: Arm, other: Arm, little: re.Pattern[str]) -> re.Pattern[str]:
    """The names of an arm. A word that both arms use names neither; one letter alone, or a little word, is no name."""
    common = {_folded(word) for word in re.findall(r"[\w-]+", f"{other.name} {other.short}")}
    words = {word for word in re.findall(r"[\w-]+", f"{arm.name} {arm.short}") if _folded(word) not in common}
    words = {word for word in words if not little.fullmatch(word)}
    products = {re.split(r"[,(]", product.name)[0].strip() for product in arm.products}
    listed = sorted({arm.name, arm.short, *words, *products}, key=len, reverse=True)
    alternatives = "|".join(f"(?-i:{re.escape(n)})" if n.isupper() else re.escape(n) for n in listed if len(n) > 1)
    return re.compile(rf"(?<!\w)(?:{alternatives})(?:e?s)?(?!\w)", re.IGNORECASE)


def _folded(word: str) -> str:
    """The stem of a word, as 'celul' of 'célula' and 'celular': no accents, no plural, no more than five letters."""
    plain = "".join(letter for letter in normalize("NFD", word.casefold()) if not combining(letter))
    return plain.removesuffix("s")[:STEM]
