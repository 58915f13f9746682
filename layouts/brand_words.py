"""What a brand says of itself: its names, its type, whom to call, who publishes, who speaks, and its own slides."""

import datetime
from typing import Annotated, Literal

from pydantic import Field, PrivateAttr

from layouts.parts import Label, Part
from layouts.prose import Prose

FAMILY = "Lato"  # the one that comes with the program: every word is measured in it
Phone = Annotated[str, Field(pattern=r"^[+0-9][0-9 ()/.-]{1,30}$")]
Web = Annotated[str, Field(pattern=r"^https?://\S+$", max_length=300)]
Texts = dict[str, Prose]  # by language tag
Role = Literal["title", "section", "text", "comparison", "figure", "table", "closing", "blank"]


def spoken(texts: Texts, tag: str) -> Prose | None:
    """The text in a language: of its region, else of the language wherever it is spoken."""
    return texts.get(tag) or texts.get(tag.partition("-")[0])


class BrandName(Part):
    short: Label
    full: Label


class Links(Part):
    home: Web


class Meta(Part):
    """`name` in two lengths, or one for both."""

    name: BrandName | Label
    link: Links | Web | None = None

    @property
    def short(self) -> str:
        return self.name if isinstance(self.name, str) else self.name.short

    @property
    def full(self) -> str:
        return self.name if isinstance(self.name, str) else self.name.full


class FontFile(Part):
    path: Label
    weight: Literal[400, 700] = 400
    style: Literal["normal", "italic"] = "normal"


class Font(Part):
    """`package` is the family that comes with the program."""

    family: Label
    source: Literal["package", "file"]
    files: tuple[FontFile, ...] = ()


class Typeface(Part):
    family: Label


class Typography(Part):
    """One family for page, slide and figure."""

    fonts: tuple[Font, ...] = ()
    base: Typeface | Label = FAMILY
    headings: Typeface | Label | None = None

    @property
    def named(self) -> dict[tuple[str | int, ...], str]:
        """Every family that is named, by where it stands."""
        found: dict[tuple[str | int, ...], str] = {("fonts", i): font.family for i, font in enumerate(self.fonts)}
        for key, face in (("base", self.base), ("headings", self.headings)):
            if face:
                found[key,] = face if isinstance(face, str) else face.family
        return found

    @property
    def family(self) -> str:
        return self.named["base",]


class Contact(Part):
    """What the clinic gives readers; a phone that is not given prints a ruled line."""

    phone: Phone | None = None
    address: Label | None = None
    link: Web | None = None


class Publisher(Part):
    """By language tag: the imprint, a statement that must stand on every document, and further disclosures.

    `sample` says that the imprint is a sample's, which no approved edition may carry.
    """

    sample: Annotated[bool, Field(strict=True)] = False
    imprint: Annotated[Texts, Field(min_length=1)]
    mandatory: Texts = Field(default_factory=dict)
    disclosures: Texts = Field(default_factory=dict)


class Speaker(Part):
    """Who shows the deck; what is not given prints a ruled line. `disclosures` by language tag."""

    name: Label | None = None
    affiliation: Label | None = None
    event: Label | None = None
    date: datetime.date | None = None
    disclosures: Texts = Field(default_factory=dict)


class Deck(Part):
    """The house's own presentation beside brand.yaml, and which of its slide layouts stands for each role."""

    template: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9 _.-]*\.(pptx|potx)$")]
    mapping: dict[Role, Label] = Field(default_factory=dict)
    _content: bytes = PrivateAttr(b"")

    @property
    def content(self) -> bytes:
        """The file's bytes, once the brand was read from its folder."""
        return self._content
