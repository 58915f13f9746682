"""PRN-07: what PDF/X-4 asks of a file, point by point (ISO 15930-7:2010, clause 6). Each point is one function."""

from collections.abc import Callable, Iterator
from typing import Any

import pikepdf

from layouts.checks.press_file import Fault, PressFile, dictionaries, every_value
from layouts.checks.press_metadata import METADATA
from layouts.profiles import output_profile_fault

Found = Iterator[str]
MOVING = {"/Movie", "/Sound", "/Screen", "/RichMedia", "/3D"}


def check_x4(file: PressFile) -> Iterator[Fault]:
    """PRN-07: every point that the file misses."""
    for point in POINTS:
        yield from (Fault("PRN-07", message) for message in point(file))


# --- the file


def version(file: PressFile) -> Found:
    """PDF 1.6 is what X-4 stands on (6.1)."""
    told = str(file.pdf.Root.get("/Version", f"/{file.pdf.pdf_version}"))[1:]
    if max(told, file.pdf.pdf_version) != "1.6":
        yield f"it is written as PDF {told}, and PDF/X-4 is PDF 1.6"


def encryption(file: PressFile) -> Found:
    if file.pdf.is_encrypted:
        yield "it is encrypted"


def identifiers(file: PressFile) -> Found:
    """The trailer's two identifiers (6.1.3)."""
    ids = list(file.pdf.trailer.get("/ID", []))
    if len(ids) != 2 or not all(bytes(id) for id in ids):
        yield "its trailer has no ID"


# --- the printing condition


def _intents(file: PressFile) -> list[Any]:
    return [intent for intent in file.pdf.Root.get("/OutputIntents", []) if intent.get("/S") == "/GTS_PDFX"]


def one_intent(file: PressFile) -> Found:
    if len(_intents(file)) != 1:
        yield f"it has {len(_intents(file))} output intents GTS_PDFX instead of one"


def intent_is_named(file: PressFile) -> Found:
    for intent in _intents(file):
        for key in ("/OutputConditionIdentifier", "/OutputCondition"):
            if not str(intent.get(key, "")).strip():
                yield f"its output intent has no {key[1:]}"


def intent_has_its_profile(file: PressFile) -> Found:
    """A CMYK output profile inside the file: our pages are in process colours."""
    for intent in _intents(file):
        profile = intent.get("/DestOutputProfile")
        if profile is None:
            yield "its output intent has no profile inside"
        elif profile.get("/N") != 4:
            yield f"the profile of its output intent is for {profile.get('/N')} colours instead of 4"
        elif fault := output_profile_fault(profile.read_bytes()):
            yield f"the profile of its output intent cannot be used: {fault}"


# --- what may not be in it


def fonts(file: PressFile) -> Found:
    """Every font is inside the file (6.3): the descriptor of each has its program."""
    for font in (thing for thing in dictionaries(file.pdf) if thing.get("/Type") == "/Font"):
        described = [font, *font.get("/DescendantFonts", [])][-1].get("/FontDescriptor", {})
        inside = {"/FontFile", "/FontFile2", "/FontFile3"} & set(described.keys())
        if not inside and font.get("/Subtype") != "/Type3" and "/DescendantFonts" not in described:
            yield f"the font {str(font.get('/BaseFont', '/?'))[1:]} is not embedded"


def scripts(file: PressFile) -> Found:
    if any("/JS" in thing or "/JavaScript" in thing or thing.get("/S") == "/JavaScript" for thing in _all(file)):
        yield "it contains JavaScript"


def actions(file: PressFile) -> Found:
    for key in ("/OpenAction", "/AA"):
        if any(key in thing for thing in _all(file)):
            yield f"it contains actions ({key[1:]})"
    if any(isinstance(thing.get("/A"), pikepdf.Dictionary) and "/S" in thing.A for thing in _all(file)):
        yield "something in it acts when it is clicked"


def annotations(file: PressFile) -> Found:
    """No link, note or field on the page or in its bleed (6.9)."""
    for page in file.pages:
        if len(page.dictionary.get("/Annots", [])):
            yield f"page {page.number} has annotations"


def forms(file: PressFile) -> Found:
    if any("/AcroForm" in thing or "/XFA" in thing for thing in _all(file)):
        yield "it contains a form to fill in"


def multimedia(file: PressFile) -> Found:
    if any(str(thing.get("/Subtype")) in MOVING or "/RichMediaContent" in thing for thing in _all(file)):
        yield "it contains film, sound or 3D"


def transfer_curves(file: PressFile) -> Found:
    """Nothing that changes tones behind the printer's back (6.4)."""
    for key in ("/TR", "/TR2", "/HTP"):
        if any(key in thing and thing.get(key) != "/Default" for thing in _all(file)):
            yield f"it contains transfer curves or shifted halftones ({key[1:]})"


def postscript(file: PressFile) -> Found:
    if any("/PS" in (thing.get("/Subtype"), thing.get("/Subtype2")) for thing in _all(file)):
        yield "it contains PostScript"


def alternate_images(file: PressFile) -> Found:
    if any("/Alternates" in thing or "/OPI" in thing for thing in _all(file)):
        yield "it contains alternate images"


def outside_references(file: PressFile) -> Found:
    """All that is printed is inside: no stream, form or page is fetched from elsewhere (6.2)."""
    for thing in _all(file):
        is_stream = isinstance(thing, pikepdf.Stream)
        if (is_stream and "/F" in thing) or (thing.get("/Subtype") == "/Form" and "/Ref" in thing):
            yield "a part of it lies in another file"


def other_colours(file: PressFile) -> Found:
    """Its intent is CMYK: no device colour of screens, and none that is converted on the way (6.2.3)."""
    for thing in every_value(file.pdf):
        if isinstance(thing, pikepdf.Name) and thing in ("/DeviceRGB", "/CalRGB", "/Lab"):
            yield f"it uses the colour space {str(thing)[1:]}"
        elif isinstance(thing, pikepdf.Array) and _is_rgb_profile(thing):
            yield "it uses an ICC profile of RGB"


def _is_rgb_profile(space: Any) -> bool:
    return len(space) == 2 and space[0] == "/ICCBased" and space[1].get("/N") == 3


def _all(file: PressFile) -> Iterator[Any]:
    return dictionaries(file.pdf)


POINTS: tuple[Callable[[PressFile], Found], ...] = (
    version,
    encryption,
    identifiers,
    one_intent,
    intent_is_named,
    intent_has_its_profile,
    *METADATA,
    fonts,
    scripts,
    actions,
    annotations,
    forms,
    multimedia,
    transfer_curves,
    postscript,
    alternate_images,
    outside_references,
    other_colours,
)
