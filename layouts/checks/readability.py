"""How hard a text is to read, by formulas made for its language: one entry each, and none is lent to another."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from math import sqrt
from statistics import median
from typing import Any

from layouts.memories import forgetful
from layouts.parts import Path
from layouts.problems import Severity


@dataclass(frozen=True)
class Scored:
    """A sentence, the syllables of its words, and where it is written."""

    text: str
    syllables: tuple[int, ...]
    path: Path


@dataclass(frozen=True)
class Formula:
    """One language's measure: its syllables, its score, from where on a text is too hard, and the finding in words."""

    syllables: Callable[[str], int]
    score: Callable[[Sequence[Scored]], float]
    tell: Callable[[Sequence[Scored]], str]
    warn: float
    refuse: float
    low_is_hard: bool = False

    def severity(self, scored: Sequence[Scored]) -> Severity | None:
        """Nothing for a text that is easy enough."""
        sign = -1 if self.low_is_hard else 1
        score = sign * self.score(scored)
        if score <= sign * self.warn:
            return None
        return "error" if score > sign * self.refuse else "warning"

    def hardest(self, scored: Sequence[Scored], most: int) -> list[Scored]:
        """The hardest sentences, the worst first."""
        return sorted(scored, key=lambda one: self.score([one]), reverse=not self.low_is_hard)[:most]


# --- English ---------------------------------------------------------------------------------------------------------

VOWELS = re.compile(r"[aeiouy]+")
SILENT = re.compile(r"(?<=[^aeiouylr])(?:e|es|ed)$|(?<=[aeiouy][lr])(?:e|es|ed)$")  # not in 'table', 'fire' or 'fired'


def flesch_kincaid(scored: Iterable[Scored]) -> float:
    """School grade = 0.39 words/sentence + 11.8 syllables/word - 15.59 (Kincaid and others 1975)."""
    words, syllables, sentences = _counts(scored)
    return 0.39 * words / sentences + 11.8 * syllables / words - 15.59


def smog(scored: Iterable[Scored]) -> float:
    """School grade = 1.043 sqrt(30 words of three and more syllables/sentence) + 3.1291 (McLaughlin 1969)."""
    listed = list(scored)
    long = sum(count >= 3 for s in listed for count in s.syllables)
    return 1.043 * sqrt(30 * long / len(listed)) + 3.1291


def _school_grade(scored: Sequence[Scored]) -> float:
    """The median of both formulas; of one sentence the first alone, since SMOG is made for many."""
    return flesch_kincaid(scored) if len(scored) == 1 else median((flesch_kincaid(scored), smog(scored)))


def _tell_grade(scored: Sequence[Scored]) -> str:
    grades = f"Flesch-Kincaid {flesch_kincaid(scored):.1f}, SMOG {smog(scored):.1f}"
    return f"at school grade {_school_grade(scored):.1f} ({grades})"


@cache
def _hyphens() -> Any:
    import pyphen  # type: ignore[import-untyped]  # here: it loads slowly

    return pyphen.Pyphen(lang="en_US")


@forgetful
@lru_cache(maxsize=20_000)
def english_syllables(word: str) -> int:
    """How many syllables an English word has: the parts it may be divided into, or its groups of vowels, if these are
    more; where hyphens may stand is no full account of syllables ('area' has none). A number has one."""
    if word[0].isdigit():
        return 1
    folded = word.casefold()
    groups = len(VOWELS.findall(SILENT.sub("", folded)))
    return max(groups, len(_hyphens().positions(folded)) + 1)


# --- Spanish ---------------------------------------------------------------------------------------------------------

BANDS = ((40, "very hard"), (55, "somewhat hard"), (65, "normal"), (80, "quite easy"))  # INFLESZ, each up to its bound
STRONG, ACCENTED = frozenset("aeoáéó"), frozenset("íú")
MUTE_H = re.compile(r"(?<=[aeiouáéíóúü])h(?=[aeiouáéíóúü])")
FINAL_Y = re.compile(r"y(?![aeiouáéíóúü])")
NUCLEI = re.compile(r"[aeiouáéíóúü]+")


def flesch_szigriszt(scored: Iterable[Scored]) -> float:
    """Perspicuity = 206.835 - 62.3 syllables/word - words/sentence (Szigriszt Pazos 1993), read on the INFLESZ scale
    (Barrio-Cantalejo and others 2008, Anales del Sistema Sanitario de Navarra 31:135-152): the higher, the easier."""
    words, syllables, sentences = _counts(scored)
    return 206.835 - 62.3 * syllables / words - words / sentences


def inflesz_band(score: float) -> str:
    """The grade of the INFLESZ scale; what is meant for patients reaches 'normal', which begins at 55."""
    return next((name for bound, name in BANDS if score < bound), "very easy")


def _tell_inflesz(scored: Sequence[Scored]) -> str:
    score = flesch_szigriszt(scored)
    return f"at {score:.1f} of INFLESZ, which is {inflesz_band(score)}"


@forgetful
@lru_cache(maxsize=20_000)
def spanish_syllables(word: str) -> int:
    """How many syllables a Spanish word has: its vowels, less those that form a diphthong or triphthong.

    RAE and ASALE, Ortografía de la lengua española (2010), II.2.2: two of a, e, o are two syllables, and so are an
    accented í or ú beside one of them, and a vowel beside itself; an h between vowels changes nothing; y sounds as i
    unless a vowel follows. Hyphenation patterns are no account of syllables: they divide no single vowel ('área'). A
    number, and each part of a name such as X-Y, has one at least.
    """
    if word[0].isdigit():
        return 1
    return sum(max(1, _spanish_nuclei(part)) for part in re.split(r"[-'’]", word.casefold()) if part)


def _spanish_nuclei(part: str) -> int:
    sounded = MUTE_H.sub("", FINAL_Y.sub("i", part))
    groups = NUCLEI.findall(sounded)
    return sum(1 + sum(_hiatus(*pair) for pair in pairwise(group)) for group in groups)


def _hiatus(first: str, second: str) -> bool:
    """Whether two vowels side by side belong to two syllables."""
    strong = (first in STRONG) + (second in STRONG)
    accented = first in ACCENTED or second in ACCENTED
    return strong == 2 or (strong == 1 and accented) or first == second


# --- all -------------------------------------------------------------------------------------------------------------


def _counts(scored: Iterable[Scored]) -> tuple[int, int, int]:
    """Words, syllables, sentences."""
    listed = list(scored)
    return sum(len(s.syllables) for s in listed), sum(sum(s.syllables) for s in listed), len(listed)


FORMULAS: Mapping[str, Formula] = {
    "en": Formula(english_syllables, _school_grade, _tell_grade, warn=8, refuse=10),
    "es": Formula(spanish_syllables, flesch_szigriszt, _tell_inflesz, warn=55, refuse=40, low_is_hard=True),
}
