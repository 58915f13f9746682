"""What stands in a folder of builds: variants, their documents, and what is wrong with them. Reads no file itself.

A manifest is a file like any other: it may be damaged, or written by somebody else. What it names is checked.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import PurePosixPath
from typing import Any, Final

from layouts.gallery.failures import Failure, Finding, Key, finding

Look = Callable[[str, int], str | None]  # (path under the folder, bytes expected) -> SHA-256; None: not there

KINDS: Final = (  # the beginning of a file's name, what people call it; in the order of the page
    ("trifold-press", "Tri-fold for the print shop"),
    ("trifold", "Tri-fold"),
    ("handout", "Handout"),
    ("large-print", "Large print"),
    ("deck", "Slides"),
    ("review", "Review matrix"),
    ("claims", "Claims"),
    ("panel-map", "Panel map"),
    ("job-ticket", "Job ticket"),
)
ORDER: Final = ("Tri-fold", "Handout", "Large print", "Slides", "Tri-fold for the print shop")
FIGURES: Final = "figures/"
STATES: Final = {"draft": "Draft", "approved": "Approved"}
_SHA: Final = re.compile(r"[0-9a-f]{64}")
_UNREADABLE: Final = "Its build.json cannot be read: it is damaged, or no manifest of this program. Build it again."


@dataclass(frozen=True)
class Document:
    """A file of a variant. `fault` says why it is not linked; `sha256` is that of the file as it was built."""

    name: str
    kind: str
    path: str  # from the folder of all builds
    size: int  # bytes
    sha256: str
    second: bool = False  # the same on another paper as one before it
    kept: bool = False  # left by an earlier build
    fault: str = ""


@dataclass(frozen=True)
class Variant:
    """A built variant, or one that failed; `folder` is its path under the folder of all builds."""

    comparison: str
    brand: str
    language: str
    state: str = ""
    version: str = ""
    published: str = ""
    next_review: str = ""
    documents: tuple[Document, ...] = ()
    figures: int = 0
    figures_amiss: int = 0
    findings: tuple[Finding, ...] = ()
    waived: tuple[Finding, ...] = ()  # accepted by a person; `fix` says why and until when
    failures: tuple[Finding, ...] = ()
    unreadable: str = ""

    @property
    def key(self) -> Key:
        return self.comparison, self.brand, self.language

    @property
    def folder(self) -> str:
        return "/".join(self.key)

    @property
    def built(self) -> bool:
        return bool(self.documents or self.figures)

    @property
    def status(self) -> str:
        """What stands beside its name: what is wrong, else what the edition says of itself."""
        if self.unreadable:
            return "Cannot be read"
        if self.failures:
            return "Last run failed" if self.built else "Not built"
        return self.state or "No status"

    @property
    def amiss(self) -> int:
        """Files that are not as they were built."""
        return self.figures_amiss + sum(1 for document in self.documents if document.fault)

    @property
    def kinds(self) -> list[tuple[str, list[Document]]]:
        """The documents by what people call them."""
        return [(kind, list(those)) for kind, those in groupby(self.documents, key=lambda d: d.kind)]


@dataclass(frozen=True)
class Shelf:
    """Comparison -> brand -> variants, each in the order of their names."""

    variants: tuple[Variant, ...]

    @property
    def groups(self) -> list[tuple[str, list[tuple[str, list[Variant]]]]]:
        return [
            (comparison, [(brand, list(those)) for brand, those in groupby(found, key=lambda v: v.brand)])
            for comparison, found in groupby(self.variants, key=lambda v: v.comparison)
        ]

    def names(self, part: str) -> list[str]:
        """The values of a part of the key that there are, for the filter."""
        return sorted({value for variant in self.variants if (value := getattr(variant, part))})

    @property
    def kinds(self) -> list[str]:
        found = {document.kind for variant in self.variants for document in variant.documents}
        return sorted(found, key=lambda kind: (_rank(kind), kind))

    @property
    def failed(self) -> int:
        """Variants that a run could not build, or whose manifest cannot be read."""
        return sum(1 for variant in self.variants if variant.failures or variant.unreadable)

    @property
    def amiss(self) -> int:
        """Variants with files that are not as they were built."""
        return sum(1 for variant in self.variants if variant.amiss)


def arrange(manifests: Mapping[Key, bytes], failures: Iterable[Failure], look: Look) -> Shelf:
    """The shelf of the manifests found, with what failed beside or instead of what stands."""
    failed = list(failures)
    variants = {key: read_manifest(key, content, look) for key, content in manifests.items()}
    for failure in failed:
        if not any(failure.concerns(key) for key in variants):
            variants[failure.key] = Variant(*failure.key)
    told = (_with_failures(variant, failed) for variant in variants.values())
    return Shelf(tuple(sorted(told, key=lambda variant: variant.key)))


def _with_failures(variant: Variant, failures: list[Failure]) -> Variant:
    found = [finding for failure in failures if failure.concerns(variant.key) for finding in failure.findings]
    return replace(variant, failures=tuple(found))


def read_manifest(key: Key, content: bytes, look: Look) -> Variant:
    """The variant that a build.json tells of, or one that says that it cannot be read."""
    try:
        told = json.loads(content)
        edition = told["edition"]
        files, figures = _files(told, "/".join(key), look)
        findings = {finding(problem) for problem in told["problems"]}
        waived = {_waived(problem) for problem in told.get("waived", ())}
        words = [str(edition.get(name) or "") for name in ("status", "version", "published", "next_review")]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Variant(*key, unreadable=_UNREADABLE)
    state, version, published, next_review = STATES.get(words[0], words[0]), *words[1:]
    amiss = sum(1 for figure in figures if figure.fault)
    found = (_sorted(findings), _sorted(waived))
    return Variant(*key, state, version, published, next_review, files, len(figures), amiss, *found)


def _waived(problem: Any) -> Finding:
    return replace(finding(problem), fix=f"Accepted until {problem['until']}: {problem['reason']}")


def _sorted(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Errors before warnings; then by rule, and in a file from top to bottom."""
    return tuple(sorted(findings, key=lambda f: (f.severity, f.rule, _numbers(f.place), f.message)))


def _numbers(place: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdecimal() else (0, part) for part in place.split(":")]


def _files(told: Any, folder: str, look: Look) -> tuple[tuple[Document, ...], tuple[Document, ...]]:
    """The documents in the order of the page, and the figures."""
    kept = set(told.get("kept", ()))
    found = [
        _document(name, entry, f"{folder}/{name}", name in kept, look) for name, entry in sorted(told["files"].items())
    ]
    documents = sorted((d for d in found if not d.name.startswith(FIGURES)), key=_place)
    seen: set[str] = set()
    marked = []
    for document in documents:
        marked.append(replace(document, second=document.kind in seen))
        seen.add(document.kind)
    return tuple(marked), tuple(d for d in found if d.name.startswith(FIGURES))


def _document(name: str, entry: Any, path: str, kept: bool, look: Look) -> Document:
    size, sha = int(entry["bytes"]), str(entry["sha256"])
    kind = next((kind for start, kind in KINDS if _is(name, start)), name)
    document = Document(name, kind, path, size, sha, kept=kept)
    if not is_inside(name) or not _SHA.fullmatch(sha):
        return replace(document, fault="not shown: build.json gives it a name or a checksum that no build gives")
    stands = look(path, size)
    if stands is None:
        return replace(document, fault="no longer there")
    return document if stands == sha else replace(document, fault="changed since it was built")


def _is(name: str, start: str) -> bool:
    stem = PurePosixPath(name).stem
    return "/" not in name and (stem == start or stem.startswith(f"{start}-"))


def is_inside(name: str) -> bool:
    """Whether a name leads to a file in its folder: no step up, no root, no drive, nothing that is not printed."""
    parts = name.split("/")
    return name.isprintable() and not re.search(r"[\\:]", name) and all(p not in ("", ".", "..") for p in parts)


def _place(document: Document) -> tuple[int, str, int, str]:
    return _rank(document.kind), document.kind, len(document.name), document.name


def _rank(kind: str) -> int:
    known = [*ORDER, *(kind for _, kind in KINDS if kind not in ORDER)]
    return known.index(kind) if kind in known else len(known)
