"""brand.yaml -> Brand: one file drives the CSS, the PowerPoint theme, the figures and the press colours.

The blocks meta, logo, color and typography follow the brand.yml vocabulary; print, contact and publisher are ours.
"""

from collections.abc import Iterator
from pathlib import Path as FilePath
from typing import Annotated, Literal

from pydantic import Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from layouts.complaints import Trees, complaints, did_you_mean
from layouts.palette import Palette
from layouts.parts import Label, Part, Quantity, Slug
from layouts.problems import Place, Problem, ProblemError
from layouts.prose import Prose, Words
from layouts.tree import Tree, parse_tree

Hex = Annotated[str, Field(pattern=r"^#[0-9A-Fa-f]{6}$")]
Ink = Annotated[float, Field(ge=0, le=100)]
ROLES = (
    "ink",
    "muted",
    "rule",
    "tint",
    "paper",
    "accent",
    "arm-first",
    "arm-second",
    "arm-first-tint",
    "arm-second-tint",
)
LOGO_LARGEST = 1024 * 1024  # bytes


class BrandName(Part):
    short: Label
    full: Label


class Meta(Part):
    name: BrandName
    link: Label | None = None


class Logo(Part):
    """A file beside brand.yaml, and what a screen reader says for it."""

    medium: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9 _-]*\.(svg|png)$")]
    alt: Label


class Colors(Part):
    """`palette` names colours; each of the ten roles names one of them."""

    palette: dict[Slug, Hex]
    ink: Slug
    muted: Slug
    rule: Slug
    tint: Slug
    paper: Slug
    accent: Slug
    arm_first: Slug = Field(alias="arm-first")
    arm_second: Slug = Field(alias="arm-second")
    arm_first_tint: Slug = Field(alias="arm-first-tint")
    arm_second_tint: Slug = Field(alias="arm-second-tint")

    @model_validator(mode="after")
    def _named(self) -> "Colors":
        for role in ROLES:
            name = getattr(self, role.replace("-", "_"))
            if name not in self.palette:
                raise PydanticCustomError(
                    "color",
                    "the role '{role}' names '{name}', and the palette has no such colour",
                    {"role": role, "name": name},
                )
        return self


class Typography(Part):
    """One family for page, slide and figure; `source: package` is the font that comes with the program."""

    family: Literal["Lato"]


class Print(Part):
    """Papers (the first is the default), the flap's shortening in mm, and each colour's CMYK recipe in per cent."""

    paper: Annotated[tuple[Literal["a4", "letter"], ...], Field(min_length=1)]
    flap_shortening: Annotated[Quantity, Field(ge=0, le=6)] = 3.0
    cmyk: dict[Slug, tuple[Ink, Ink, Ink, Ink]]


class Contact(Part):
    """What the clinic gives readers; what is not given prints a ruled line."""

    phone: Annotated[str, Field(pattern=r"^[+0-9][0-9 ()/.-]{2,30}$")] | None = None
    address: Label | None = None
    link: Label | None = None


class Publisher(Part):
    """The imprint by language tag, and a statement that must stand on every document.

    `sample` says that the imprint is a sample's, which no approved edition may carry.
    """

    sample: Annotated[bool, Field(strict=True)] = False
    imprint: Annotated[dict[str, Prose], Field(min_length=1)]
    mandatory: dict[str, Prose] = Field(default_factory=dict)


class Brand(Part):
    id: Slug
    meta: Meta
    logo: Logo | None = None
    color: Colors
    typography: Typography
    print: Print
    contact: Contact = Contact()
    publisher: Publisher

    @property
    def palette(self) -> Palette:
        """The colours by role, as hex values."""
        values = [self.color.palette[getattr(self.color, role.replace("-", "_"))].upper() for role in ROLES]
        ink, muted, rule, tint, paper, accent, first, second, first_tint, second_tint = values
        return Palette(ink, muted, rule, tint, paper, accent, (first, second), (first_tint, second_tint))


def read_brand(name: str, folders: list[FilePath], named_at: Place | None = None) -> tuple[Brand, bytes | None]:
    """The brand of a name and its logo's bytes, from the first folder that has it; raises ProblemError.

    `named_at` is where the source names it.
    """
    for folder in folders:
        path = folder / name / "brand.yaml"
        if path.is_file():
            brand = parse_brand(_bytes(path), str(path))
            return brand, _logo(brand, path)
    known = sorted({path.parent.name for folder in folders for path in folder.glob("*/brand.yaml")})
    raise ProblemError(
        [
            Problem(
                named_at or Place(str(folders[0] / name)),
                "BRD-01",
                f"there is no brand '{name}'",
                f"choose one of: {', '.join(known) or 'none yet'}{did_you_mean(name, known)}",
            )
        ]
    )


def parse_brand(text: bytes, file: str) -> Brand:
    """Parses brand.yaml; raises ProblemError with every problem found."""
    tree = parse_tree(text, file)
    if tree.problems:
        raise ProblemError(tree.problems)
    try:
        brand = Brand.model_validate(tree.value)
    except ValidationError as error:
        raise ProblemError(complaints(error.errors(include_url=False), Trees(tree, {}))) from None
    problems = [*_misnamed(brand, tree), *_unprintable(brand, tree)]
    if problems:
        raise ProblemError(problems)
    return brand


def _misnamed(brand: Brand, tree: Tree) -> Iterator[Problem]:
    """Documents are written under a brand's id: two brands of one id would write over each other."""
    folder = FilePath(tree.file).parent.name
    if folder and brand.id != folder:
        message = f"the brand's id is '{brand.id}' and its folder is '{folder}'"
        yield Problem(tree.place(("id",)), "BRD-01", message, f"write 'id: {folder}', or rename the folder")


def _unprintable(brand: Brand, tree: Tree) -> Iterator[Problem]:
    """A brand's texts stand in any comparison, so they cannot refer to the numbers or references of one."""
    for key in ("imprint", "mandatory"):
        for tag, text in getattr(brand.publisher, key).items():
            if not all(isinstance(span, Words) for span in text.spans):
                place = tree.place(("publisher", key, tag))
                message = "a brand's text refers to a number or a reference, and it has none"
                yield Problem(place, "BRD-01", message, "write plain words; take out {...} and [@...]")


def _bytes(path: FilePath) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ProblemError(
            [Problem(Place(str(path)), "BRD-01", f"the file cannot be read: {error.strerror}", "check its permissions")]
        ) from None


def _logo(brand: Brand, path: FilePath) -> bytes | None:
    """The logo's bytes, refused when it is missing, too large, or not the picture that its name says."""
    if brand.logo is None:
        return None
    file = path.parent / brand.logo.medium
    place = parse_tree(_bytes(path), str(path)).place(("logo", "medium"))
    if not file.is_file():
        raise ProblemError(
            [
                Problem(
                    place,
                    "BRD-02",
                    f"the logo '{brand.logo.medium}' is not beside brand.yaml",
                    f"put the file at {file}, or remove 'logo:'",
                )
            ]
        )
    logo = _bytes(file)
    if len(logo) > LOGO_LARGEST or not _is_picture(logo, file.suffix):
        raise ProblemError(
            [
                Problem(
                    Place(str(file)),
                    "BRD-02",
                    "the logo is not a readable picture of its kind under 1 MiB",
                    "export it again as SVG or PNG",
                )
            ]
        )
    return logo


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
