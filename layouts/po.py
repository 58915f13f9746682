"""Overlays as PO files and back, for translators who work with gettext's tools. The only part that knows the format.

A string and its translation are msgid and msgstr. Where it stands is told in comments and not in msgctxt: an overlay is
keyed by the words alone, so a text that moves keeps its translation. The header has no dates, which say nothing of a
text and would make other bytes of the same translation.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import PurePath
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, PoFileParser, write_po

from layouts.notation import to_yaml
from layouts.overlay import Translation
from layouts.parts import Path
from layouts.plurals import BEYOND, told_forms, units
from layouts.problems import Place, Problem, ProblemError
from layouts.prose import fold
from layouts.source import Source
from layouts.translatable import translatable

HEADER = ("Language: {tag}", "MIME-Version: 1.0", "Content-Type: text/plain; charset=UTF-8",
          "Content-Transfer-Encoding: 8bit")  # fmt: skip
REVIEWED = {"name": "X-Reviewed-By", "role": "X-Reviewed-As", "on": "X-Reviewed-On"}
PLURAL = "plural: "  # the context of an entry for one more plural form, such as 'plural: few'
FORMATS = {"python-format", "python-brace-format"}  # what Babel takes '95 % interval' and '{id}' for
LARGEST = 16 * 1024 * 1024  # bytes of a PO file
JOINT = re.compile(r'"\s*\n\s*"')  # a string of a PO file goes on in the next line


def to_po(source: Source, translation: Translation) -> bytes:
    """The strings of a source, in its order, with the translations that there are. Same arguments, same bytes."""
    catalog = Catalog(charset="utf-8")
    for string in translatable(source.comparison):
        text, place = fold(string.text), source.place(string.path)
        where = (PurePath(place.file).name, place.line)
        catalog.add(
            text, translation.table.get(text, ""), [where], auto_comments=[_named(source.trees.value, string.path)]
        )
    for form, unit, path in _forms(source, translation):
        given = translation.forms.get(unit)
        place = source.place(path)
        words = (getattr(given, form) if given else None) or ""
        catalog.add(unit, words, [(PurePath(place.file).name, place.line)], context=PLURAL + form)
    for message in catalog:
        message.flags -= FORMATS
    entries = BytesIO()
    write_po(entries, catalog, omit_header=True)
    return _header(translation) + entries.getvalue()


def _header(translation: Translation) -> bytes:
    lines = [line.format(tag=translation.overlay.language) for line in HEADER]
    if translation.overlay.reviewed:
        told = translation.overlay.reviewed.model_dump(mode="json")
        lines += [f"{field}: {told[key]}" for key, field in REVIEWED.items()]
    quoted = (line.replace("\\", "\\\\").replace('"', '\\"') for line in lines)
    return "".join(['msgid ""\nmsgstr ""\n', *(f'"{line}\\n"\n' for line in quoted), "\n"]).encode()


def _named(value: Any, path: Path) -> str:
    """A path with ids in the place of numbers: 'sections/about/patient/heading'."""
    steps = []
    for step in path:
        value = value[step]
        named = isinstance(step, int) and isinstance(value, dict) and "id" in value
        steps.append(str(value["id"] if named else step))
    return "/".join(steps)


def from_po(content: bytes, tag: str) -> bytes:
    """The overlay of a PO file. Entries without a translation, and fuzzy ones, are missing from it.

    Raises ProblemError when it is no PO file, or of another language.
    """
    if len(content) > LARGEST:
        raise _refused(
            tag, f"the PO file has {len(content):,} bytes, more than the {LARGEST:,} that are read", "divide it"
        )
    try:
        catalog = _catalog(content)
        header = JOINT.sub("", content.decode())
    except PoFileError as error:
        raise _refused(tag, f"the PO file cannot be read: {error}", "export it again", error.lineno + 1) from None
    except UnicodeDecodeError:
        raise _refused(tag, "the PO file is not in UTF-8", "save it in UTF-8") from None
    if (said := catalog.said or tag) != tag:
        raise _refused(tag, f"the PO file is in '{said[:40]}'", f"give the one whose header says 'Language: {tag}'")
    pairs = dict(_translated(catalog))
    reviewed = dict(_reviewed(header))
    told = {"reviewed": reviewed} if reviewed else {}
    unchanged = [text for text, words in pairs.items() if text == words]
    texts = [{"from": text, "to": words} for text, words in pairs.items() if text != words]
    told_apart = (("unchanged", unchanged), ("texts", texts), ("plurals", list(_plurals(catalog))))
    kept = {key: value for key, value in told_apart if value}
    return to_yaml({"format": 1, "language": tag, **told, **kept})


class _Strangers(Catalog):
    """Of a header only the language is taken: other fields make Babel fail, or hold places for any number of forms."""

    said = ""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        return self._get_mime_headers()

    @mime_headers.setter
    def mime_headers(self, headers: Iterable[tuple[str, str]]) -> None:
        told = {name.lower(): value.strip() for name, value in headers}
        self.said = told.get("language", "").replace("_", "-")


def _catalog(content: bytes) -> "_Strangers":
    """The entries of a PO file in UTF-8, whatever its header says; raises what Babel raises."""
    catalog = _Strangers(charset="utf-8")
    PoFileParser(catalog, abort_invalid=True).parse(BytesIO(content))
    return catalog


def _reviewed(header: str) -> Iterator[tuple[str, str]]:
    """Who looked at the translation, as far as the header tells."""
    for key, field in REVIEWED.items():
        if found := re.search(rf"{field}: (.*?)\\n", header):
            yield key, found[1].replace('\\"', '"').replace("\\\\", "\\")


def _translated(catalog: Catalog, context: str | None = None) -> Iterator[tuple[str, str]]:
    for message in catalog:
        text, words = message.id, message.string
        if message.context != context or message.fuzzy:
            continue
        if isinstance(text, str) and isinstance(words, str) and text and words.strip():
            yield fold(text), fold(words)


def _forms(source: Source, translation: Translation) -> Iterator[tuple[str, str, Path]]:
    """The further plural forms that a language has of each unit: the form, the unit's plural, where it stands."""
    tag = translation.overlay.language
    for path, _, unit in units(source.comparison):
        given = translation.forms.get(fold(unit.other))
        spoken = {*told_forms(tag), *(given.model_dump(include={*BEYOND}, exclude_none=True) if given else ())}
        yield from ((form, fold(unit.other), (*path, "other")) for form in BEYOND if form in spoken)


def _plurals(catalog: Catalog) -> Iterator[dict[str, str]]:
    """The entries of plural forms by unit, each with its forms in the order of the model."""
    found: dict[str, dict[str, str]] = {}
    for form in BEYOND:
        for unit, words in _translated(catalog, PLURAL + form):
            found.setdefault(unit, {"from": unit})[form] = words
    yield from found.values()


def _refused(tag: str, message: str, fix: str, line: int = 1) -> ProblemError:
    return ProblemError([Problem(Place(f"{tag}.po", line), "LNG-08", message, fix)])


def at_entries(problems: Iterable[Problem], content: bytes, translation: Translation) -> Iterator[Problem]:
    """Problems of an overlay that was made of a PO file, at the lines of that file's entries."""
    catalog = _catalog(content)
    lines = {fold(message.id): message.lineno for message in catalog if isinstance(message.id, str)}
    file = translation.tree.file
    entries = {
        translation.place(index, key): Place(file, lines.get(fold(pair.source)) or 1)
        for index, pair in enumerate(translation.overlay.texts)
        for key in ("from", "to")
    }
    entries |= {
        translation.tree.place(("unchanged", index)): Place(file, lines.get(fold(text)) or 1)
        for index, text in enumerate(translation.overlay.unchanged)
    }
    for problem in problems:
        yield replace(problem, place=entries.get(problem.place, problem.place))
