"""index.html over a folder of builds: reads what stands there, and gives what has to be written or removed.

Nothing here writes. Same folder, same bytes: no clock, and no name of the machine.
"""

import os
import stat
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from layouts.gallery.failures import Failure, Finding, Key, read_failures, remember, told_failures
from layouts.gallery.pictures import FOLDER, NONE, Strip, draw_pictures, has_pages, standing, unused
from layouts.gallery.shelf import Document, Shelf, Variant, arrange, is_inside
from layouts.problems import Problem

__all__ = ["Failure", "failure", "make_gallery"]

PAGE: Final = "index.html"
MANIFEST: Final = "build.json"
FAILED: Final = f"{FOLDER}/failed.json"
MANY: Final = 2_000  # pictures: with more, each variant has a page of its own, and this one shows first pages only

Change = tuple[str, bytes | None]  # a path under the folder; its new content, or None where it is to be removed


def failure(comparison: str, brand: str, language: str, problems: Iterable[Problem]) -> Failure:
    """A variant that a run could not build; brand or language are empty where the run did not come that far."""
    told = (Finding(p.severity, p.rule, str(p.place), p.message, p.fix, p.document) for p in problems)
    return Failure(comparison, brand, language, tuple(told))


def make_gallery(out: Path, failures: Sequence[Failure] = (), built: Iterable[Key] = ()) -> Iterator[Change]:
    """What to write under `out` so that index.html shows all that stands there, in an order that is safe to stop in:
    pictures, pages, the failures to remember, then what to remove. A file that is right already is not given.

    `failures` and `built` (comparison, brand, language) are those of this run. An earlier failure stays on the page
    until its variant is built, or fails otherwise. Reads only regular files under `out`, and follows no link in it.
    """
    folder = _Folder(out)
    earlier = read_failures(folder.read(FAILED) or b"")
    failed = remember(earlier, failures, built)
    shelf = arrange(folder.manifests(), failed, folder.checksum)
    strips: dict[str, Strip] = {}
    for document in (d for variant in shelf.variants for d in variant.documents):
        if has_pages(document.name) and not document.fault and document.sha256 not in strips:
            strips[document.sha256] = yield from _pictures(document, folder)
    pages = _pages(shelf, strips)
    made = pages | ({FAILED: told_failures(failed)} if failed else {})
    yield from ((name, content) for name, content in made.items() if folder.read(name) != content)
    used = {*made, *(p.file for strip in strips.values() for p in strip.pictures)}
    used |= {f"{FOLDER}/{sha[:16]}.json" for sha in strips}
    names = folder.names(FOLDER)
    yield from ((name, None) for name in unused(names, used))
    if FAILED in names and not failed:
        yield FAILED, None


def new_pictures(out: Path, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """What `make_gallery` would draw of new documents by name, once they stand under `out`: to be written before."""
    folder, drawn = _Folder(out), dict[str, bytes]()
    for name, content in files.items():
        checksum = sha256(content).hexdigest()
        if has_pages(name) and standing(checksum, folder.read) is None:
            drawn |= draw_pictures(name, checksum, content)[1]
    return drawn


def _pictures(document: Document, folder: "_Folder") -> Generator[Change, None, Strip]:
    """The strip of a document; its pictures are given where they do not stand."""
    found = standing(document.sha256, folder.read)
    if found is not None:
        return found
    content = folder.read(document.path)
    if content is None or sha256(content).hexdigest() != document.sha256:
        return NONE
    strip, files = draw_pictures(document.name, document.sha256, content)
    yield from files.items()
    return strip


def _pages(shelf: Shelf, strips: dict[str, Strip]) -> dict[str, bytes]:
    """index.html, and where there is much to show a page for each variant."""
    shown = sum(len(strips[d.sha256].pictures) for v in shelf.variants for d in v.documents if _has_strip(d, strips))
    if shown <= MANY:
        return {PAGE: _render(shelf, strips, whole=True, up="")}
    own = {_own_page(variant): _render(Shelf((variant,)), strips, whole=True, up="../") for variant in shelf.variants}
    return {**own, PAGE: _render(shelf, strips, whole=False, up="")}


def _has_strip(document: Document, strips: dict[str, Strip]) -> bool:
    return not document.fault and document.sha256 in strips


def _own_page(variant: Variant) -> str:
    return f"{FOLDER}/{sha256('/'.join(variant.key).encode()).hexdigest()[:16]}.html"


def _render(shelf: Shelf, strips: dict[str, Strip], *, whole: bool, up: str) -> bytes:
    """`whole`: every page and problem stands here; `up` leads from this page to the folder of all builds."""
    values = {
        "shelf": shelf,
        "strips": {sha: strip for sha, strip in strips.items() if strip.pictures},
        "whole": whole,
        "up": up,
        "titles": _titles(shelf, strips),
        "own_page": _own_page,
    }
    return (_environment().get_template("gallery.html.jinja").render(values).strip() + "\n").encode()


def _titles(shelf: Shelf, strips: dict[str, Strip]) -> dict[str, tuple[str, str]]:
    """Comparison -> language and title, as the first slide of a deck has it: the English one where there is one."""
    found: dict[str, tuple[str, str]] = {}
    for variant in sorted(shelf.variants, key=lambda variant: variant.language.partition("-")[0] != "en"):
        decks = [strips[d.sha256] for d in variant.documents if _has_strip(d, strips)]
        title = next((strip.pictures[0].title for strip in decks if strip.pictures and strip.pictures[0].title), "")
        if title:
            found.setdefault(variant.comparison, (variant.language, title))
    return found


@cache
def _environment() -> Environment:
    loader = FileSystemLoader(Path(__file__).parent)
    environment = Environment(
        loader=loader, undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["size"] = size_in_words
    environment.filters["address"] = quote
    environment.filters["language"] = language_in_words
    return environment


def size_in_words(size: int) -> str:
    """Bytes as people say them, by thousands as file managers count."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1_000))} KB"
    return f"{size / 1_000_000:.1f} MB"


@cache
def language_in_words(tag: str) -> str:
    """The English name of a language; the tag where it has none."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(tag, sep="-").get_display_name("en") or tag
    except (UnknownLocaleError, ValueError):
        return tag


# --- the folder -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Folder:
    """A folder of builds, read without leaving it: what is reached through a link counts as not there."""

    root: Path
    read_before: dict[str, str | None] = field(default_factory=dict)

    def read(self, name: str) -> bytes | None:
        """The content of a regular file; None where there is none, or it may not be read."""
        if not is_inside(name) or any((self.root / part).is_symlink() for part in _ancestors(name)):
            return None
        try:
            path = self.root / name
            return path.read_bytes() if stat.S_ISREG(path.lstat().st_mode) else None
        except OSError:
            return None

    def checksum(self, name: str, size: int) -> str | None:
        """Its SHA-256; a file of another size than expected is not read to the end, and has an empty one."""
        if name not in self.read_before:
            self.read_before[name] = self._checksum(name, size)
        return self.read_before[name]

    def _checksum(self, name: str, size: int) -> str | None:
        try:
            if (self.root / name).lstat().st_size != size:
                return None if self.read(name) is None else ""
        except (OSError, ValueError):
            return None
        content = self.read(name)
        return None if content is None else sha256(content).hexdigest()

    def manifests(self) -> dict[Key, bytes]:
        """build.json of every <comparison>/<brand>/<language>/; what begins with a dot is the program's own."""
        found: dict[Key, bytes] = {}
        for comparison in self._folders(""):
            if comparison == FOLDER:
                continue
            for brand in self._folders(comparison):
                for language in self._folders(f"{comparison}/{brand}"):
                    content = self.read(f"{comparison}/{brand}/{language}/{MANIFEST}")
                    if content is not None:
                        found[comparison, brand, language] = content
        return found

    def names(self, folder: str) -> set[str]:
        """The files of a folder."""
        return {f"{folder}/{entry.name}" for entry in self._entries(folder) if entry.is_file(follow_symlinks=False)}

    def _folders(self, name: str) -> list[str]:
        entries = [entry.name for entry in self._entries(name) if entry.is_dir(follow_symlinks=False)]
        return sorted(entry for entry in entries if not entry.startswith(".") and is_inside(entry))

    def _entries(self, name: str) -> list[os.DirEntry[str]]:
        if name and (self.root / name).is_symlink():
            return []
        try:
            with os.scandir(self.root / name) as entries:
                return list(entries)
        except OSError:
            return []


def _ancestors(name: str) -> Iterator[str]:
    parts = name.split("/")
    yield from ("/".join(parts[:end]) for end in range(1, len(parts) + 1))
