"""How a brand is printed: its papers, its inks, and the printer's own condition."""

from typing import Annotated, Literal

from pydantic import Field, PrivateAttr, model_validator
from pydantic_core import PydanticCustomError

from layouts.parts import Label, Part, Quantity, Slug

Ink = Annotated[float, Field(ge=0, le=100)]
Recipe = tuple[Ink, Ink, Ink, Ink]  # per cent of cyan, magenta, yellow and black
MOST_INK = 300.0  # per cent in all: SWOP #3 and #5 for coated paper; more ink than that smears


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
                fix = f"take ink out of '{name}', the darkest parts first"
                values = {"name": name, "total": f"{sum(recipe):g}", "most": f"{MOST_INK:g}", "fix": fix}
                raise PydanticCustomError("recipe", message, values)
        return self
