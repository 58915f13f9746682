"""A language's overlay: the source's strings and their translations, checked against the source and laid over it.

Strings are keyed by the source's own words, as gettext does: a translation follows a text that moves, and a text that
changes loses its translation until somebody has looked at it.
"""

import copy
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path as FilePath
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from layouts.comparison import Comparison, Review
from layouts.complaints import Trees, complaints
from layouts.intake import IntakeError, read_within
from layouts.integrity import check_integrity
from layouts.ledger import Forms
from layouts.parts import Part, Path
from layouts.plurals import lay_forms, units, wanting
from layouts.problems import Place, Problem, ProblemError
from layouts.prose import fold
from layouts.source import Source
from layouts.translatable import digits, marks, translatable
from layouts.tree import LARGEST, Tree, parse_tree

Text = Annotated[str, Field(min_length=1, max_length=4000)]
TAG = r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$"
ALIKE = 0.75  # of a text: one that shares so much with another is its older form


class Pair(Part):
    """A string of the source, word for word, and its translation."""

    source: Text = Field(alias="from")
    translation: Text = Field(alias="to")


class Plural(Forms):
    """Further plural forms of a unit that the source has, named by its plural."""

    source: Text = Field(alias="from")


class Overlay(Part):
    """One language. `reviewed` says who looked at it; where it is absent, the documents say that nobody did."""

    format: Literal[1]
    language: Annotated[str, Field(pattern=TAG)]
    reviewed: Review | None = None
    unchanged: tuple[Text, ...] = ()
    texts: tuple[Pair, ...] = ()
    plurals: tuple[Plural, ...] = ()


@dataclass(frozen=True)
class Translation:
    """An overlay and where each of its strings stands."""

    overlay: Overlay
    tree: Tree

    @cached_property
    def table(self) -> dict[str, str]:
        """Source string -> translation, white space folded."""
        same = {fold(text): fold(text) for text in self.overlay.unchanged}
        return same | {fold(pair.source): fold(pair.translation) for pair in self.overlay.texts}

    @cached_property
    def forms(self) -> dict[str, Plural]:
        """Plural of a unit in the source -> its further forms."""
        return {fold(plural.source): plural for plural in self.overlay.plurals}

    @cached_property
    def places(self) -> dict[str, Place]:
        """Source string, white space folded -> where its translation stands."""
        same = {fold(text): self.tree.place(("unchanged", i)) for i, text in enumerate(self.overlay.unchanged)}
        return same | {fold(pair.source): self.place(i, "to") for i, pair in enumerate(self.overlay.texts)}

    def place(self, index: int, key: str) -> Place:
        return self.tree.place(("texts", index, key))


def translations(folder: FilePath) -> list[str]:
    """The languages that a comparison's folder has overlays for: files named after a language tag."""
    return sorted(path.stem for path in folder.glob("*.yaml") if re.fullmatch(TAG, path.stem))


def read_overlay(folder: FilePath, tag: str) -> Translation:
    """Reads a language's overlay; raises ProblemError when it cannot be read or is not well-formed."""
    path = folder / f"{tag}.yaml"
    try:
        content = read_within(folder, path, LARGEST)
    except FileNotFoundError:
        fix = "check its name"
        raise ProblemError([Problem(Place(str(path)), "SRC-01", "the file is not there", fix)]) from None
    except IntakeError as error:
        raise ProblemError([Problem(Place(str(path)), "SRC-01", str(error), error.fix)]) from None
    translation = parse_overlay(content, str(path))
    if translation.overlay.language != tag:
        message = f"the file is named for '{tag}' and says '{translation.overlay.language}'"
        raise ProblemError(
            [Problem(translation.tree.place(("language",)), "LNG-07", message, f"write 'language: {tag}'")]
        )
    return translation


def parse_overlay(text: bytes, file: str) -> Translation:
    """Parses an overlay; raises ProblemError with every problem of form."""
    tree = parse_tree(text, file)
    if tree.problems:
        raise ProblemError(tree.problems)
    try:
        overlay = Overlay.model_validate(tree.value)
    except ValidationError as error:
        raise ProblemError(complaints(error.errors(include_url=False), Trees(tree, {}))) from None
    return Translation(overlay, tree)


def translate(source: Source, translation: Translation) -> Source:
    """The source in another language. Raises ProblemError with every string that is missing, stale or changed."""
    problems = [*check_translation(source, translation)]
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        raise ProblemError(errors)
    value = _translated(source, translation.table, translation.overlay.language)
    reviewed = translation.overlay.reviewed
    value["translated"] = {"from": source.comparison.language} | (
        {"reviewed": reviewed.model_dump(mode="json")} if reviewed else {}
    )
    lay_forms(value, source.comparison, translation.forms)
    strings = {string.path: translation.places[fold(string.text)] for string in translatable(source.comparison)}
    try:
        comparison = Comparison.model_validate(value)
    except ValidationError as error:
        told = complaints(error.errors(include_url=False), source.trees)
        own = {source.place(path): place for path, place in strings.items()}
        raise ProblemError(replace(p, place=own.get(p.place, p.place)) for p in told) from None
    made = Source(comparison, source.trees, source.comparison, strings)
    if found := check_integrity(comparison, made.place):
        raise ProblemError(found)
    return made


def _translated(source: Source, table: Mapping[str, str], tag: str) -> dict[str, Any]:
    value = copy.deepcopy(source.trees.value)
    value["language"] = tag
    for string in translatable(source.comparison):
        *parents, last = string.path
        holder: Any = value
        for step in parents:
            holder = holder[step]
        holder[last] = table[fold(string.text)]
    return value


def check_translation(source: Source, translation: Translation) -> Iterator[Problem]:
    """LNG-01 missing, LNG-02 stale, LNG-03 orphan, LNG-04 marks differ, LNG-05 digits differ, LNG-06 given twice."""
    wanted = {fold(string.text): string.path for string in reversed([*translatable(source.comparison)])}
    missing = [text for text in wanted if text not in translation.table]
    given = [fold(pair.source) for pair in translation.overlay.texts]
    replaced: set[str] = set()
    for index, text in enumerate(given):
        if text in wanted:
            yield from _check_pair(translation, index)
        elif near := get_close_matches(text, [old for old in missing if old not in replaced], n=1, cutoff=ALIKE):
            replaced.add(near[0])
            message = f"the source now says '{_short(near[0])}'"
            fix = "look at the translation again, then write the source's words after 'from'"
            yield Problem(translation.place(index, "from"), "LNG-02", message, fix)
        else:
            message = f"the source has no text '{_short(text)}'"
            yield Problem(translation.place(index, "from"), "LNG-03", message, "remove the entry", "warning")
        if text in given[:index]:
            message = f"'{_short(text)}' is translated twice"
            yield Problem(translation.place(index, "from"), "LNG-06", message, "keep one of the two")
    yield from _check_unchanged(translation, wanted, {*given})
    yield from _check_plurals(source, translation)
    file, tag = translation.tree.file, translation.overlay.language
    for text in missing:
        if text not in replaced:
            message = f"'{_short(text)}' has no translation into '{tag}'"
            fix = f"add it to {file} with 'from' and 'to', or under 'unchanged'"
            yield Problem(source.place(wanted[text]), "LNG-01", message, fix)


def _check_unchanged(translation: Translation, wanted: Mapping[str, Path], given: set[str]) -> Iterator[Problem]:
    """LNG-03 and LNG-06 of the strings that stay as they are."""
    same = [fold(text) for text in translation.overlay.unchanged]
    for index, text in enumerate(same):
        place = translation.tree.place(("unchanged", index))
        if text not in wanted:
            yield Problem(place, "LNG-03", f"the source has no text '{_short(text)}'", "remove the entry", "warning")
        if text in given:
            message = f"'{_short(text)}' stands under 'unchanged' and under 'texts'"
            yield Problem(place, "LNG-06", message, "keep one of the two")
        if text in same[:index]:
            yield Problem(place, "LNG-06", f"'{_short(text)}' stands twice under 'unchanged'", "keep one of the two")


def _check_plurals(source: Source, translation: Translation) -> Iterator[Problem]:
    """LNG-03 and LNG-06 of plural forms, and LNG-09: a number whose form the language has and the overlay lacks."""
    known = {fold(unit.other) for _, _, unit in units(source.comparison)}
    given = [fold(plural.source) for plural in translation.overlay.plurals]
    for index, text in enumerate(given):
        place = translation.tree.place(("plurals", index, "from"))
        if text not in known:
            message = f"the source has no unit with the plural '{_short(text)}'"
            yield Problem(place, "LNG-03", message, "remove the entry", "warning")
        if text in given[:index]:
            yield Problem(place, "LNG-06", f"'{_short(text)}' has plural forms twice", "keep one of the two")
    file, tag = translation.tree.file, translation.overlay.language
    for path, fact, unit in units(source.comparison):
        for number, form in wanting(fact, tag, translation.forms.get(fold(unit.other))):
            message = f"'{unit.other}' has no plural form '{form}' in '{tag}', which {number:g} asks for"
            fix = f"add it to {file} under 'plurals', such as {{from: {unit.other}, {form}: \"{{n}} ...\"}}"
            yield Problem(source.place((*path, "other")), "LNG-09", message, fix)


def _check_pair(translation: Translation, index: int) -> Iterator[Problem]:
    pair = translation.overlay.texts[index]
    place = translation.place(index, "to")
    for rule, read, what in (("LNG-04", marks, "marks"), ("LNG-05", digits, "digits")):
        old, new = read(pair.source), read(pair.translation)
        if old != new:
            told = [*(f"'{mark}' is lost" for mark in (old - new)), *(f"'{mark}' is added" for mark in (new - old))]
            message = f"the {what} differ from the source's: {', '.join(sorted(told))}"
            yield Problem(place, rule, message, f"take the {what} over as they stand in the source")


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}..."
