"""A deck that people have, opened with care: bounded, nothing outside it is read, and only where it is one of ours."""

import io
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import pptx
from pptx.exc import PythonPptxError
from pptx.opc.constants import CONTENT_TYPE

from layouts.deck.edits.readback import read_pages
from layouts.deck.edits.remembering import Memory, recall
from layouts.deck.edits.saying import Page
from layouts.deck.names import qn
from layouts.deck.templates.unpacking import parse_part, unpack
from layouts.identity import SealError
from layouts.problems import Place, Problem, ProblemError

MADE: Final = "take a deck that this program has built; PowerPoint and LibreOffice keep what it needs when they save"
MOST_SLIDES: Final = 500
BROKEN: Final = (PythonPptxError, KeyError, AttributeError, TypeError, ValueError, IndexError, RecursionError)


@dataclass(frozen=True)
class Edited:
    """A presentation and what it remembers of its own making."""

    presentation: Any
    memory: Memory

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """What its slides said when they were first asked."""
        return read_pages(self.presentation)

    def check(self, now: "Edited", file: str) -> None:
        """Raises ProblemError (ONT-03, ONT-04) where the two are decks of two comparisons or languages."""
        own, new = self.memory.identity, now.memory.identity
        if own.comparison != new.comparison:
            message = f"it is a deck of the comparison '{own.comparison}', and '{new.comparison}' is built"
            raise _refused(file, "ONT-03", message, f"build '{own.comparison}' onto it")
        if own.language != new.language:
            message = f"it is a deck in the language '{own.language}', and '{new.language}' is built"
            raise _refused(file, "ONT-04", message, f"build with --language {own.language}")


def open_deck(content: bytes) -> Edited:
    """A deck that was just built."""
    presentation = pptx.Presentation(io.BytesIO(content))
    memory = recall(presentation)
    assert memory is not None  # every deck is written with one
    return Edited(presentation, memory)


def open_edited(content: bytes, file: str) -> Edited:
    """A deck from outside; raises ProblemError: ONT-01 it cannot be read, ONT-02 it is none of ours."""
    try:
        parts = unpack(content, file)
        for name, part in parts.items():
            if name.endswith((".xml", ".rels")):
                parse_part(part, name, file)
    except ProblemError as error:
        raise ProblemError([Problem(one.place, "ONT-01", one.message, one.fix) for one in error.problems]) from None
    try:
        presentation = pptx.Presentation(io.BytesIO(content))
        _check_kind(presentation, file)
        memory = recall(presentation)
        pages = read_pages(presentation)
    except SealError as error:
        raise _refused(file, "ONT-02", str(error), MADE) from None
    except BROKEN:
        raise damaged(file) from None
    if memory is None:
        raise _refused(file, "ONT-02", "it carries no memory of how it was made: it is no deck of this program", MADE)
    opened = Edited(presentation, memory)
    opened.__dict__["pages"] = pages
    return opened


def _check_kind(presentation: Any, file: str) -> None:
    """Raises ProblemError for macros, which no .pptx may hold, and for more slides than anybody shows."""
    if presentation.part.content_type != CONTENT_TYPE.PML_PRESENTATION_MAIN:
        raise _refused(file, "ONT-01", "it holds macros", "save it in PowerPoint as .pptx, without macros")
    if len(presentation.part._element.findall(f"{qn('p:sldIdLst')}/{qn('p:sldId')}")) > MOST_SLIDES:
        raise _refused(file, "ONT-01", f"it has more than {MOST_SLIDES} slides", "take a deck of this program")


def damaged(file: str) -> ProblemError:
    """A deck that opens, and whose parts are not what they have to be."""
    fix = "open it in PowerPoint, let it be repaired, save it as .pptx"
    return _refused(file, "ONT-01", "it is damaged, or no presentation", fix)


def _refused(file: str, rule: str, message: str, fix: str) -> ProblemError:
    return ProblemError([Problem(Place(file), rule, message, fix)])
