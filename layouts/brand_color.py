"""The colours of a brand: named values, and the roles that name them."""

from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from layouts.palette import Palette
from layouts.parts import Part, Slug

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


def _colour(text: str) -> str:
    """A value or the name of another colour; what begins like a value must be whole."""
    if text.startswith("#") and (len(text) != 7 or not all(sign in "0123456789abcdefABCDEF" for sign in text[1:])):
        message, fix = "'{given}' is no colour", "write six digits or letters a to f after the #: '#0072B2'"
        raise PydanticCustomError("colour", message, {"given": text, "fix": fix})
    return text


Colour = Annotated[str, Field(pattern=r"^(#\S+|[a-z0-9]+(-[a-z0-9]+)*)$", max_length=60), AfterValidator(_colour)]


class Colors(Part):
    """`palette` names colours, as '#RRGGBB' or by another name of the palette; each role names one of them."""

    palette: dict[Slug, Colour]
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

    def named(self, role: str) -> str:
        """The name that a role gives."""
        return str(getattr(self, role.replace("-", "_")))

    def chain(self, name: str) -> tuple[str, ...]:
        """A name and those that it leads to, the last with a value; KeyError where a name or an end is missing."""
        names = [name]
        while not (value := self.palette[names[-1]]).startswith("#"):
            if value in names:
                raise KeyError(value)
            names.append(value)
        return tuple(names)

    def entry(self, role: str) -> str:
        """The palette's entry that holds the value of a role."""
        return self.chain(self.named(role))[-1]

    def value(self, role: str) -> str:
        """'#RRGGBB' of a role."""
        return self.palette[self.entry(role)].upper()

    @property
    def roles(self) -> Palette:
        """The colours by role."""
        ink, muted, rule, tint, paper, accent, first, second, first_tint, second_tint = map(self.value, ROLES)
        return Palette(ink, muted, rule, tint, paper, accent, (first, second), (first_tint, second_tint))
