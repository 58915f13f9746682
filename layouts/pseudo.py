"""A pseudo-language: any source with accented letters and longer texts, to see what pages make of a translation.

Every string is a third longer, as translations out of English often are (W3C, Text size in translation), and stands in
brackets, so that an end that is cut off shows. Marks and digits stay. The tag is CLDR's for such texts.
"""

from math import ceil

from layouts.notation import to_yaml
from layouts.overlay import Translation, parse_overlay
from layouts.prose import MARKS, fold
from layouts.source import Source
from layouts.translatable import translatable

TAG = "en-XA"
LONGER = 0.35
LABEL, PROSE = 120, 4000  # characters that a label, and a text, may have
ACCENTS = str.maketrans("acdegijklnorstuwyzACDEGIJKLNORSTUWYZ", "åçđéĝîĵķļñöŕšţûŵýžÅÇĐÉĜÎĴĶĻÑÖŔŠŢÛŴÝŽ")
FILLER = " öñé ţŵö ţĥŕéé ƒöûŕ ƒîvé šîx"


def pseudo(source: Source) -> Translation:
    """The overlay of a source in the pseudo-language."""
    room: dict[str, int] = {}
    for string in translatable(source.comparison):
        text = fold(string.text)
        room[text] = min(room.get(text, PROSE), LABEL if string.label else PROSE)
    told = [(text, stretch(text, most)) for text, most in room.items()]
    same = [text for text, words in told if text == words]
    texts = [{"from": text, "to": words} for text, words in told if text != words]
    overlay = {"format": 1, "language": TAG, "unchanged": same, "texts": texts}
    return parse_overlay(to_yaml(overlay), f"{TAG}.yaml")


def stretch(text: str, most: int = PROSE) -> str:
    """A string as the pseudo-language has it, in at most so many characters; one without letters stays."""
    plain = MARKS.sub("", text)
    if not any(letter.isalpha() for letter in plain):
        return text
    brackets = len("[]")
    longer = min(max(ceil(len(plain) * LONGER), brackets), most - len(text))
    return f"[{_accented(text)}{_filler(longer - brackets)}]" if longer >= brackets else _accented(text)


def _accented(text: str) -> str:
    """The letters outside of marks with accents."""
    parts, start = [], 0
    for mark in MARKS.finditer(text):
        parts += [text[start : mark.start()].translate(ACCENTS), mark[0]]
        start = mark.end()
    return "".join([*parts, text[start:].translate(ACCENTS)])


def _filler(length: int) -> str:
    """So many characters of short words, which may be parted at a line's end; never a blank at the end."""
    words = (FILLER * (length // len(FILLER) + 1))[:length]
    return f"{words[:-1]}·" if words.endswith(" ") else words
