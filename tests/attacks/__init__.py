"""Inputs that somebody made to do harm, each made by code on the day it is needed: nothing dangerous lies in a file.

An attack changes a home with a comparison (`minimal`) and a brand (`harbour`) in it, and gives the words of a call.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

Make = Callable[[Path], list[str]]


@dataclass(frozen=True)
class Attack:
    """`told` is the rule that refuses it, or words of the sentence that does."""

    kind: str
    name: str
    told: str
    make: Make

    @property
    def id(self) -> str:
        return f"{self.kind}: {self.name}"


def edited(path: Path, old: str, new: str) -> None:
    """Replaces words of a file that are there."""
    text = path.read_text(encoding="utf-8")
    assert old in text, old
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def build(home: Path, *options: str) -> list[str]:
    """A call that builds the comparison in the brand of the home."""
    return ["build", str(home / "minimal"), "--brand", "harbour", "--out", str(home / "out"), "--jobs", "1", *options]


def secret(home: Path) -> Path:
    """A file outside the home, which nothing may read."""
    return home.parent / "outside" / "secret.txt"
