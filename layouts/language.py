"""Languages: the catalogue of fixed words, and numbers, dates and plurals as a locale writes them."""

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_decimal, get_group_symbol

CATALOGUES = files("layouts") / "languages"
# Where some readers write decimals with a comma and others with a point, neither parts thousands: a blank does, from
# five digits on (RAE and ASALE, Ortografía de la lengua española, 2010, chapter VIII; BIPM, SI Brochure, 5.4.4).
BLANK_THOUSANDS = frozenset({"es"})
FIVE_DIGITS = 10_000
Direction = Literal["ltr", "rtl"]
ISOLATE, END = "\u2068", "\u2069"  # FSI and PDI: what stands between them has a direction of its own (UAX #9, 2.4)


@dataclass(frozen=True)
class Language:
    """One language: its BCP 47 tag, its direction, and its catalogue by 'section.key'."""

    tag: str
    direction: Direction
    catalogue: tuple[tuple[str, str], ...]

    def word(self, key: str, **values: object) -> str:
        """A fixed word with its values put in; KeyError when the catalogue lacks it."""
        return _table(self)[key].format(**values)

    def pattern(self, key: str) -> re.Pattern[str]:
        """A regular expression of the catalogue, case ignored."""
        return re.compile(_table(self)[key], re.IGNORECASE | re.VERBOSE)

    def plural(self, key: str, n: float, **values: object) -> str:
        """A fixed word in the plural form for n, which it shows as {n}."""
        form = f"{key}.{plural_form(self.tag, n)}"
        table = _table(self)
        return (table[form] if form in table else table[f"{key}.other"]).format(n=self.number(n), **values)

    def number(self, value: float, exact: bool = False) -> str:
        """A number with the locale's separators and up to three decimals, or `exact` as many as it has.

        Digits are European in every language. Arabic is written with both kinds (Unicode CLDR: of its default numbering
        systems 'latn' is that of the Maghreb, 'arab' that of the Mashriq), and these are the ones that text, figures,
        deck and the sources cited share: a number can be compared, copied and searched for across all of them.
        """
        locale = _locale(self.tag)
        blanks = locale.language in BLANK_THOUSANDS
        parted = not blanks or abs(value) >= FIVE_DIGITS
        text = str(format_decimal(value, locale=locale, decimal_quantization=not exact, group_separator=parted))
        return text.replace(get_group_symbol(locale), "\u00a0") if blanks else text

    def percent(self, value: float) -> str:
        """A percentage given in per cent (94 -> '94%')."""
        return self.plural("units.percent", value)

    def alphabetical(self, text: str) -> str:
        """What a list of words is sorted by: letters without case and accents, as CLDR's root collation compares them
        first; in Spanish ñ is a letter of its own behind n, in Arabic the article does not count."""
        letters = text.casefold().replace("ñ", "n\uffff") if _locale(self.tag).language == "es" else text.casefold()
        plain = "".join(one for one in unicodedata.normalize("NFD", letters) if not unicodedata.combining(one))
        return plain.removeprefix("ال") if _locale(self.tag).language == "ar" else plain

    def day(self, value: date) -> str:
        """A date in the locale's long form."""
        return str(format_date(value, format="long", locale=_locale(self.tag)))


@cache
def _table(language: Language) -> dict[str, str]:
    return dict(language.catalogue)


@cache
def _locale(tag: str) -> Locale:
    try:
        return Locale.parse(tag, sep="-")
    except UnknownLocaleError:  # a language in a region that nobody has described: as it is written elsewhere
        return Locale.parse(tag.partition("-")[0])


def plural_form(tag: str, n: float) -> str:
    """The plural form that a number asks for, by the name that CLDR has for it: 'one', 'few', 'other'."""
    return str(_locale(tag).plural_form(n))


def plural_forms(tag: str) -> frozenset[str]:
    """Every plural form of a language."""
    return frozenset({*_locale(tag).plural_form.tags, "other"})


def languages() -> list[str]:
    """The tags that have a catalogue."""
    return sorted(entry.name.removesuffix(".toml") for entry in CATALOGUES.iterdir() if entry.name.endswith(".toml"))


@cache
def language(tag: str) -> Language:
    """The language of a tag, 'es-MX' with the catalogue of 'es' if it has none; KeyError when there is none either."""
    spoken = next((name for name in (tag, tag.partition("-")[0]) if name in languages()), None)
    if spoken is None:
        raise KeyError(tag)
    entry = CATALOGUES / f"{spoken}.toml"
    table = tomllib.loads(entry.read_text(encoding="utf-8"))
    direction: Direction = "rtl" if _locale(tag).text_direction == "rtl" else "ltr"
    return Language(tag, direction, tuple(_flat(table, "")))


def reading(texts: Iterable[str]) -> Direction:
    """The direction that most letters of some texts are read in: a list of works may be in another script."""
    letters = Counter(unicodedata.bidirectional(letter) for text in texts for letter in text)
    return "rtl" if letters["R"] + letters["AL"] > letters["L"] else "ltr"


def _flat(table: dict[str, Any], prefix: str) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for key, value in table.items():
        pairs += _flat(value, f"{prefix}{key}.") if isinstance(value, dict) else [(prefix + key, str(value))]
    return pairs
