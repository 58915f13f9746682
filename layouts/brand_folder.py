"""The files beside a brand.yaml: its logo and the printer's profile, read with care and refused in plain words."""

from pathlib import Path

from layouts.problems import Place, Problem, ProblemError
from layouts.profiles import output_profile_fault
from layouts.tree import parse_tree

LOGO_LARGEST = 1024 * 1024  # bytes


def read_bytes(path: Path) -> bytes:
    """The bytes of a brand's file; raises ProblemError (BRD-01)."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise ProblemError(
            [Problem(Place(str(path)), "BRD-01", f"the file cannot be read: {error.strerror}", "check its permissions")]
        ) from None


def read_logo(path: Path, medium: str) -> bytes:
    """The logo's bytes, refused when it is missing, too large, or not the picture that its name says (BRD-02)."""
    file = path.parent / medium
    if not file.is_file():
        message, fix = f"the logo '{medium}' is not beside brand.yaml", f"put the file at {file}, or remove 'logo:'"
        raise ProblemError([Problem(_place(path, "logo", "medium"), "BRD-02", message, fix)])
    logo = read_bytes(file)
    if len(logo) > LOGO_LARGEST or not _is_picture(logo, file.suffix):
        message = "the logo is not a readable picture of its kind under 1 MiB"
        raise ProblemError([Problem(Place(str(file)), "BRD-02", message, "export it again as SVG or PNG")])
    return logo


def read_profile(path: Path, name: str) -> bytes:
    """The printer's ICC profile, refused when it is no CMYK output profile (BRD-03; ISO 15930-7, 6.2)."""
    file = path.parent / name
    content = read_bytes(file) if file.is_file() else b""
    fault = output_profile_fault(content) if file.is_file() else "it is not beside brand.yaml"
    if fault:
        message = f"the profile '{name}' cannot be used: {fault}"
        fix = f"put the printer's CMYK profile at {file}, or remove 'profile:'"
        raise ProblemError([Problem(_place(path, "print", "profile", "file"), "BRD-03", message, fix)])
    return content


def _place(path: Path, *keys: str) -> Place:
    return parse_tree(read_bytes(path), str(path)).place(keys)


def _is_picture(logo: bytes, suffix: str) -> bool:
    if suffix == ".png":
        return logo.startswith(b"\x89PNG\r\n\x1a\n") and logo.rstrip(b"\0")[-12:].startswith(b"\0\0\0\0IEND")
    return _is_svg(logo)


def _is_svg(logo: bytes) -> bool:
    """Whether it is well-formed XML with an svg at its top; entities, which could unfold without end, are refused."""
    from lxml import etree  # here: only a brand with an SVG needs it

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(logo, parser)
    except etree.XMLSyntaxError:
        return False
    return root.tag == "{http://www.w3.org/2000/svg}svg" and not list(root.iter(etree.Entity))
