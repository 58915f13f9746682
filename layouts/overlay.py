"""A language's overlay: the source's strings and their translations, checked against the source and laid over it.

Strings are keyed by the source's own words, as gettext does: a translation follows a text that moves, and a text that
changes loses its translation until somebody has looked at it.
"""

import copy
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path as FilePath
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from layouts.comparison import Comparison
from layouts.complaints import Trees, complaints
from layouts.integrity import check_integrity
from layouts.parts import Label, Part
from layouts.problems import Place, Problem, ProblemError
from layouts.source import Source
from layouts.translatable import digits, marks, translatable
from layouts.tree import Tree, parse_tree

Text = Annotated[str, Field(min_length=1, max_length=4000)]
TAG = r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$"
ALIKE = 0.75  # of a text: one that shares so much with another is its older form


class Pair(Part):
    """A string of the source, word for word, and its translation."""

    source: Text = Field(alias="from")
    translation: Text = Field(alias="to")


class Overlay(Part):
    """One language. `reviewed` says who looked at it, or is absent: then the documents say that nobody did."""

    format: Literal[1]
    language: Annotated[str, Field(pattern=TAG)]
    reviewed: Label | None = None
    unchanged: tuple[Text, ...] = ()
    texts: tuple[Pair, ...] = ()


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

    def place(self, index: int, key: str) -> Place:
        return self.tree.place(("texts", index, key))


def fold(text: str) -> str:
    return " ".join(text.split())


def translations(folder: FilePath) -> list[str]:
    """The languages that a comparison's folder has overlays for: files named after a language tag."""
    return sorted(path.stem for path in folder.glob("*.yaml") if re.fullmatch(TAG, path.stem))


def read_overlay(folder: FilePath, tag: str) -> Translation:
    """Reads a language's overlay; raises ProblemError when it cannot be read or is not well-formed."""
    path = folder / f"{tag}.yaml"
    try:
        content = path.read_bytes()
    except OSError as error:
        message, fix = f"the file cannot be read: {error.strerror}", "check its permissions and that it is a file"
        raise ProblemError([Problem(Place(str(path)), "SRC-01", message, fix)]) from None
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
    try:
        comparison = Comparison.model_validate(value)
    except ValidationError as error:
        raise ProblemError(complaints(error.errors(include_url=False), source.trees)) from None
    if found := check_integrity(comparison, source.place):
        raise ProblemError(found)
    return Source(comparison, source.trees, source.comparison)


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
    file, tag = translation.tree.file, translation.overlay.language
    for text in missing:
        if text not in replaced:
            message = f"'{_short(text)}' has no translation into '{tag}'"
            fix = f"add it to {file} with 'from' and 'to', or under 'unchanged'"
            yield Problem(source.place(wanted[text]), "LNG-01", message, fix)


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
