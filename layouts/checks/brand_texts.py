"""A brand's own words: there in the language of the document, and held to what every other word is held to."""

import re
from collections.abc import Iterator

from layouts.brand import TEXTS, Brand
from layouts.brand_words import Texts, spoken
from layouts.language import Language, language
from layouts.problems import Problem

# Word list -> rule and why. No advertising: a house that sells what is not approved may say so, and nothing for it
# (21 CFR 312.7(a); Directive 2001/83/EC, Article 88; ABPI Code 2024, clause 6.4).
LISTS = (
    ("safety-never", "BAL-04", "promises more than any evidence can"),
    ("safety", "BAL-04", "promises more than any evidence can"),
    ("efficacy", "BAL-06", "is a claim, and a brand's text has no evidence beside it"),
)


def check_brand_texts(brand: Brand, tag: str) -> list[Problem]:
    """What is wrong with the texts that a brand prints in a language."""
    return [*_untranslated(brand, tag), *_promoting(brand, tag)]


def _untranslated(brand: Brand, tag: str) -> Iterator[Problem]:
    """BRD-04: what a brand must say, it says in the language of the document."""
    for block, key in TEXTS:
        texts: Texts = getattr(getattr(brand, block), key)
        if texts and spoken(texts, tag) is None:
            message = f"the brand '{brand.id}' has no '{key}' in '{tag}', and has it in {', '.join(texts)}"
            fix = f"add '{tag}: ...' there, translated by somebody who may"
            yield Problem(brand.place((block, key)), "BRD-04", message, fix)


def _promoting(brand: Brand, tag: str) -> Iterator[Problem]:
    """BAL-04, BAL-05, BAL-06: a brand's words promote nothing."""
    tongue = language(tag)
    for block, key in TEXTS:
        texts: Texts = getattr(getattr(brand, block), key)
        text = spoken(texts, tag)
        for rule, word, why in _claims(text.words if text else "", tongue):
            place = brand.place((block, key, tag if tag in texts else tag.partition("-")[0]))
            message = f"the brand '{brand.id}': '{word}' {why}"
            yield Problem(place, rule, message, "say who you are and what you sell or do, without a word for it")


def _claims(text: str, tongue: Language) -> Iterator[tuple[str, str, str]]:
    for key, rule, why in LISTS:
        allowed, found = _pattern(tongue, f"{key}-allowed"), _pattern(tongue, key)
        claiming = allowed.sub(lambda phrase: " " * len(phrase[0]), text) if allowed else text
        if found and (hit := found.search(claiming)):
            yield rule, hit[0], why
    comparative, than = _pattern(tongue, "comparative"), _pattern(tongue, "than")
    if comparative and than and (hit := comparative.search(text)) and than.search(text):
        yield "BAL-05", hit[0], "compares, and a brand's text has no study beside it"


def _pattern(tongue: Language, key: str) -> re.Pattern[str] | None:
    try:
        return tongue.pattern(f"rules.{key}")
    except KeyError:
        return None
