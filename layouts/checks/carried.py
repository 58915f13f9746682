"""What two files say of themselves, whoever made them: found by content, read with care, told in sentences."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar

from layouts.brochure.seals import read_brochure
from layouts.deck.edits.left import with_left
from layouts.deck.seals import read_deck
from layouts.identity import Sealed, SealError
from layouts.problems import Place, Problem, ProblemError

T = TypeVar("T")
Kind = Literal["brochure", "deck"]
MOST_BYTES = 100_000_000  # of a file; ours are below two million
PDF_WITHIN = 1024  # bytes: where a PDF's first line may begin (ISO 32000-1, note to 7.5.2 in annex H)
OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")  # a compound file: PowerPoint before 2007, or a deck with a password
READERS: dict[Kind, Callable[[bytes], Sealed | None]] = {"brochure": read_brochure, "deck": read_deck}


class WrongPairError(Exception):
    """Two brochures or two decks, where one of each is compared."""


@dataclass(frozen=True)
class Pair:
    """What a brochure and a deck carry, and the deck's place, at which differences are told."""

    brochure: Sealed
    deck: Sealed
    place: Place


def read_pair(paths: Sequence[Path]) -> Pair:
    """Reads a brochure and a deck, in any order; raises ProblemError for all that cannot be read, or WrongPairError."""
    contents = _each(paths, _content)
    kinds = _each(paths, lambda path: _kind(contents[path], path))
    if len(set(kinds.values())) < len(READERS):
        raise WrongPairError(f"both files are a {kinds[paths[0]]}; give one brochure (PDF) and one deck (PPTX)")
    sealed = _each(paths, lambda path: _sealed(contents[path], kinds[path], path))
    file = {kind: path for path, kind in kinds.items()}
    return Pair(sealed[file["brochure"]], sealed[file["deck"]], Place(str(file["deck"])))


def _each(paths: Sequence[Path], work: Callable[[Path], T]) -> dict[Path, T]:
    """The result for each path; what is wrong with any of them is told together."""
    done: dict[Path, T] = {}
    problems: list[Problem] = []
    for path in dict.fromkeys(paths):
        try:
            done[path] = work(path)
        except ProblemError as error:
            problems += error.problems
    if problems:
        raise ProblemError(problems)
    return done


def _content(path: Path) -> bytes:
    """SEA-01: the file is there, is a file, and is not larger than any of ours could be."""
    try:
        if not path.is_file():
            raise _unreadable(path, "it is not there, or no file", "check the name")
        if path.stat().st_size > MOST_BYTES:
            raise _unreadable(path, "it is larger than any document of this program", "check that it is the right file")
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error.strerror or "unknown reason", "check its permissions") from None


def _kind(content: bytes, path: Path) -> Kind:
    """What the first bytes say, not the name."""
    if b"%PDF-" in content[:PDF_WITHIN]:
        return "brochure"
    if content.startswith(b"PK"):
        return "deck"
    if content.startswith(OLD_OFFICE):
        fix = "open it in PowerPoint and save it as .pptx without a password"
        raise _unreadable(path, "it is encrypted with a password, or in PowerPoint's format before 2007", fix)
    raise _unreadable(path, "it is neither a PDF nor a PPTX", "give the brochure (PDF) and the deck (PPTX)")


def _sealed(content: bytes, kind: Kind, path: Path) -> Sealed:
    """SEA-02: the file carries an identity."""
    try:
        found = READERS[kind](content)
        found = with_left(content, found) if kind == "deck" else found
    except SealError as error:
        raise _unreadable(path, str(error), error.fix) from None
    if found is None:
        message = "it carries no identity: it was made by another program, or saved by one that drops it"
        fix = "take the file as the program wrote it, or build it again"
        raise ProblemError([Problem(Place(str(path)), "SEA-02", message, fix)])
    return found


def _unreadable(path: Path, reason: str, fix: str) -> ProblemError:
    return ProblemError([Problem(Place(str(path)), "SEA-01", f"the file cannot be read: {reason}", fix)])
