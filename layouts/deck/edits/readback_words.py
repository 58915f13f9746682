"""The name, the alternative text and the words of an element, as every reader of decks takes them."""

from typing import Any

from layouts.deck.names import qn


def name_of(shape: Any) -> str:
    return next((str(one.get("name", "")) for one in shape.iterfind(f"*/{qn('p:cNvPr')}")), "")


def alt_of(shape: Any) -> str:
    return next((str(one.get("descr", "")) for one in shape.iterfind(f"*/{qn('p:cNvPr')}")), "")


def words_of(paragraph: Any) -> str:
    """The words of a paragraph, one space between them, whatever a program makes of spaces and breaks."""
    return " ".join(raw_of(paragraph).split())


def raw_of(paragraph: Any) -> str:
    """The characters of a paragraph; a break is a space."""
    parts = paragraph.iter(qn("a:t"), qn("a:br"))
    return "".join((part.text or "") if part.tag == qn("a:t") else " " for part in parts)
