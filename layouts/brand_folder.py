"""The files beside a brand.yaml: logo, the printer's profile, the house's deck, read with care and refused in words."""

import io
import zipfile
from pathlib import Path

from layouts.brand_logo import Mark
from layouts.brand_svg import UnreadableError, parse_svg, svg_faults, svg_ratio
from layouts.intake import IntakeError, leads_inside, read_bounded
from layouts.problems import Place, Problem, ProblemError
from layouts.profiles import output_profile_fault
from layouts.tree import LARGEST, parse_tree
from layouts.tree import Path as Keys

LOGO_LARGEST = 1024 * 1024  # bytes
MOST_PIXELS = 25_000_000  # of a logo, told by its header before it is unpacked
DECK_LARGEST = 64 * 1024 * 1024  # bytes
PROFILE_LARGEST = 16 * 1024 * 1024  # bytes; printers' profiles have 0.5 to 4 million
PNG = b"\x89PNG\r\n\x1a\n"
NARROWEST, WIDEST = 1 / 4, 12.0  # a logo's width for one unit of height
AGAIN = "export it again as SVG or PNG"


def read_bytes(path: Path, largest: int = LARGEST, rule: str = "BRD-01") -> bytes:
    """The bytes of a brand's file; raises ProblemError (`rule`)."""
    try:
        return read_bounded(path, largest)
    except FileNotFoundError:
        why, fix = "the file is not there", f"put it beside {path.name}"
    except IntakeError as error:
        why, fix = str(error), error.fix
    raise ProblemError([Problem(Place(str(path)), rule, why, fix)])


def read_mark(path: Path, name: str, alt: str, keys: Keys, at: Place | None = None) -> Mark:
    """One image of the logo, refused where it is missing, outside, too large, unsafe or unreadable (BRD-02).

    It stands beside the file `path`, which names it at these keys, or at a place of its own.
    """
    file = path.parent / name
    _inside(path, file, "BRD-02", keys, at)
    if not file.is_file():
        message, fix = f"the logo '{name}' is not beside {path.name}", f"put the file at {file}, or remove 'logo'"
        raise ProblemError([Problem(at or _place(path, *keys), "BRD-02", message, fix)])
    if file.stat().st_size > LOGO_LARGEST:
        raise ProblemError([_unreadable(file)])
    content = read_bytes(file)
    ratio = _png_ratio(content, file) if file.suffix == ".png" else _svg_ratio(content, file)
    if not NARROWEST <= ratio <= WIDEST:
        message = f"the logo is {ratio:.2g} times as wide as high, and {NARROWEST:g} to {WIDEST:g} times has room"
        raise ProblemError([Problem(Place(str(file)), "BRD-02", message, "give a form of it that is less narrow")])
    return Mark(name, alt, content, ratio)


def _unreadable(file: Path) -> Problem:
    return Problem(Place(str(file)), "BRD-02", "the logo is not a readable picture of its kind under 1 MiB", AGAIN)


def _png_ratio(content: bytes, file: Path) -> float:
    if not content.startswith(PNG) or content.rstrip(b"\0")[-12:-4] != b"\0\0\0\0IEND":
        raise ProblemError([_unreadable(file)])
    wide, high = (int.from_bytes(content[start : start + 4], "big") for start in (16, 20))
    if content[12:16] != b"IHDR" or not wide or not high:
        raise ProblemError([_unreadable(file)])
    if wide * high > MOST_PIXELS:
        message = f"the logo has {wide} x {high} pixels, more than the {MOST_PIXELS:,} that are unpacked"
        raise ProblemError([Problem(Place(str(file)), "BRD-02", message, "export it smaller, or as SVG")])
    if not _decodes(content):
        raise ProblemError([_unreadable(file)])
    return wide / high


def _decodes(content: bytes) -> bool:
    """Whether a PNG unpacks to its end: a page would else break on it."""
    from PIL import Image, ImageFile, UnidentifiedImageError

    lenient, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False  # WeasyPrint sets it for all
    try:
        with Image.open(io.BytesIO(content), formats=["PNG"]) as picture:
            picture.load()
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError):
        return False
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient
    return True


def _svg_ratio(content: bytes, file: Path) -> float:
    try:
        root = parse_svg(content)
    except UnreadableError:
        raise ProblemError([_unreadable(file)]) from None
    fix = "take it out in your drawing program: a logo is shapes, and loads nothing"
    found = [Problem(Place(str(file), line), "BRD-02", f"the logo {what}", fix) for line, what in svg_faults(root)]
    if found:
        raise ProblemError(found)
    ratio = svg_ratio(root)
    if ratio is None:
        message = "the logo tells no size"
        raise ProblemError([Problem(Place(str(file)), "BRD-02", message, "give its <svg> a viewBox")])
    return ratio


def read_profile(path: Path, name: str) -> bytes:
    """The printer's ICC profile, refused when it is no CMYK output profile (BRD-03; ISO 15930-7, 6.2)."""
    file, keys = path.parent / name, ("print", "profile", "file")
    _inside(path, file, "BRD-03", keys)
    content = read_bytes(file, PROFILE_LARGEST, "BRD-03") if file.is_file() else b""
    fault = output_profile_fault(content) if file.is_file() else "it is not beside brand.yaml"
    if fault:
        message = f"the profile '{name}' cannot be used: {fault}"
        fix = f"put the printer's CMYK profile at {file}, or remove 'profile:'"
        raise ProblemError([Problem(_place(path, *keys), "BRD-03", message, fix)])
    return content


def read_template(path: Path, name: str) -> bytes:
    """The house's presentation, refused where it is missing, too large, or no presentation (BRD-07)."""
    file, keys = path.parent / name, ("deck", "template")
    _inside(path, file, "BRD-07", keys)
    content = read_bytes(file, DECK_LARGEST, "BRD-07") if file.is_file() else b""
    fault = _deck_fault(content) if file.is_file() else "it is not beside brand.yaml"
    if fault:
        message = f"the presentation '{name}' cannot be used: {fault}"
        fix = f"put the house's .pptx or .potx at {file}, or remove 'deck:'"
        raise ProblemError([Problem(_place(path, *keys), "BRD-07", message, fix)])
    return content


def _deck_fault(content: bytes) -> str:
    if len(content) > DECK_LARGEST:
        return f"it has more than {DECK_LARGEST // 2**20} MiB"
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = package.namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return "it is no PowerPoint file, or has a password"
    if "ppt/presentation.xml" not in names or not any(n.startswith("ppt/slideLayouts/") for n in names):
        return "it holds no slide layouts"
    return "it holds macros" if any(n.endswith("vbaProject.bin") for n in names) else ""


def _inside(path: Path, file: Path, rule: str, keys: Keys, at: Place | None = None) -> None:
    """A link must not lead out of the folder."""
    if not leads_inside(path.parent, file):
        message, fix = f"'{file.name}' leads out of its folder", f"put the file itself beside {path.name}"
        raise ProblemError([Problem(at or _place(path, *keys), rule, message, fix)])


def _place(path: Path, *keys: str | int) -> Place:
    return parse_tree(read_bytes(path), str(path)).place(keys)
