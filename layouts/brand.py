"""brand.yaml -> Brand: one file drives the CSS, the PowerPoint theme, the figures and the press colours.

The blocks meta, logo, color and typography follow the brand.yml vocabulary; print, contact and publisher are ours.
"""

from collections.abc import Iterator
from pathlib import Path as FilePath
from typing import Annotated, Literal

from pydantic import Field, PrivateAttr, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from layouts.brand_folder import read_bytes, read_logo, read_profile
from layouts.complaints import Trees, complaints, did_you_mean
from layouts.palette import Palette
from layouts.parts import Label, Part, Quantity, Slug
from layouts.problems import Place, Problem, ProblemError
from layouts.prose import Prose, Words
from layouts.tree import Tree, parse_tree

Hex = Annotated[str, Field(pattern=r"^#[0-9A-Fa-f]{6}$")]
Ink = Annotated[float, Field(ge=0, le=100)]
Recipe = tuple[Ink, Ink, Ink, Ink]  # per cent of cyan, magenta, yellow and black
MOST_INK = 300.0  # per cent in all: SWOP #3 and #5 for coated paper; more ink than that smears
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
    _content: bytes = PrivateAttr(b"")

    @property
    def content(self) -> bytes:
        """The file's bytes, once the brand was read from its folder."""
        return self._content


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


class PressProfile(Part):
    """The printer's own printing condition: an ICC profile beside brand.yaml, what it is for, and its short name."""

    file: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9 _-]*\.ic[cm]$")]
    condition: Label
    identifier: Label
    _content: bytes = PrivateAttr(b"")

    @property
    def content(self) -> bytes:
        """The file's bytes, once the brand was read from its folder."""
        return self._content


class Print(Part):
    """Papers (the first is the default), the flap's shortening in mm, and each colour's CMYK recipe in per cent.

    `profile` is for all papers; without it each has its own common condition for coated paper.
    """

    paper: Annotated[tuple[Literal["a4", "letter"], ...], Field(min_length=1)]
    flap_shortening: Annotated[Quantity, Field(ge=0, le=6)] = 3.0
    profile: PressProfile | None = None
    cmyk: dict[Slug, Recipe]

    @model_validator(mode="after")
    def _dries(self) -> "Print":
        """PRN-08: no colour of more ink than paper takes."""
        for name, recipe in self.cmyk.items():
            if sum(recipe) > MOST_INK:
                message = "the recipe of '{name}' has {total} per cent of ink, and coated paper takes {most}"
                values = {"name": name, "total": f"{sum(recipe):g}", "most": f"{MOST_INK:g}"}
                raise PydanticCustomError("recipe", message, values)
        return self


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

    @model_validator(mode="after")
    def _mixed(self) -> "Brand":
        """A press needs the recipe of every colour that has a role."""
        for role in ROLES:
            name = getattr(self.color, role.replace("-", "_"))
            if name not in self.print.cmyk:
                message = "'{name}', the colour of the role '{role}', has no recipe under print.cmyk"
                raise PydanticCustomError("recipe", message, {"name": name, "role": role})
        return self

    @property
    def files(self) -> dict[str, bytes]:
        """The files beside brand.yaml that it names, once it was read from its folder."""
        logo, profile = self.logo, self.print.profile
        return ({logo.medium: logo.content} if logo else {}) | ({profile.file: profile.content} if profile else {})

    @property
    def recipes(self) -> dict[str, Recipe]:
        """The CMYK recipes by role, in the order of ROLES."""
        return {role: self.print.cmyk[getattr(self.color, role.replace("-", "_"))] for role in ROLES}

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
            brand = parse_brand(read_bytes(path), str(path))
            if brand.print.profile:
                brand.print.profile._content = read_profile(path, brand.print.profile.file)
            if brand.logo:
                brand.logo._content = read_logo(path, brand.logo.medium)
            return brand, brand.logo.content if brand.logo else None
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
