"""Letters as they are compared: without blanks, marks of direction, soft hyphens and other form."""

import re
from collections import Counter
from functools import lru_cache
from unicodedata import category, normalize

from layouts.memories import forgetful

# Which of a pair is meant depends on the direction, and a font tells one glyph's meaning once (UAX #9, BD16).
PAIRED = str.maketrans("", "", "()[]{}<>«»‹›")
NUMBER = re.compile(r"\d+")
NO_LETTERS = ("Cf", "Cc", "Mn", "Zs", "Zl", "Zp")  # vowel signs stand apart from their letter in a file


@forgetful
@lru_cache(maxsize=20_000)
def fold(text: str, paired: bool = True) -> str:
    """The letters, digits and signs of a text; without `paired` no brackets."""
    plain = "".join(char for char in normalize("NFKC", text) if category(char) not in NO_LETTERS)
    return plain if paired else plain.translate(PAIRED)


def tells(text: str) -> bool:
    """Whether a text says something: a bullet or a rule of dots does not."""
    return any(char.isalnum() for char in text)


def numbers(text: str) -> Counter[str]:
    """The groups of digits in a text, in any order."""
    return Counter(NUMBER.findall(text))


def quoted(text: str, most: int = 80) -> str:
    """A text as a message shows it."""
    words = " ".join(text.split())
    return words if len(words) <= most else words[: most - 1] + "…"
