"""brand.yaml -> Brand: one file drives the CSS, the PowerPoint theme, the figures and the press colours.

The blocks meta, logo, color and typography follow the brand.yml vocabulary (posit-dev.github.io/brand-yml); site,
contact, emergency, publisher, speaker, print and deck are ours.
"""

from collections.abc import Iterator
from pathlib import Path as FilePath

from pydantic import PrivateAttr, ValidationError

from layouts.brand_color import ROLES, Colors
from layouts.brand_folder import read_bytes, read_mark, read_profile, read_template
from layouts.brand_logo import Image, Logo, LogoPath, Mark, resolved
from layouts.brand_print import MOST_INK, Print, Recipe
from layouts.brand_words import FAMILY, Contact, Deck, Meta, Phone, Publisher, Speaker, Texts, Typography
from layouts.complaints import Trees, complaints, did_you_mean
from layouts.intake import leads_inside
from layouts.palette import Palette
from layouts.parts import Label, Part, Path, Slug
from layouts.problems import Place, Problem, ProblemError
from layouts.prose import Words
from layouts.tree import Tree, parse_tree

__all__ = ["MOST_INK", "ROLES", "Brand", "Recipe", "parse_brand", "read_brand"]

SHORT, SITE = 44, 60  # characters: two lines each on a cover
TEXTS = (("publisher", "imprint"), ("publisher", "mandatory"), ("publisher", "disclosures"), ("speaker", "disclosures"))


class _Places:
    """Where everything stands in brand.yaml; it makes no difference between two brands."""

    def __init__(self, tree: Tree | None = None) -> None:
        self._tree = tree

    def __call__(self, path: Path) -> Place:
        return self._tree.place(path) if self._tree else Place("brand.yaml")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Places)

    def __hash__(self) -> int:
        return 0


class Brand(Part):
    id: Slug
    meta: Meta
    logo: LogoPath | Image | Logo | None = None
    color: Colors
    typography: Typography = Typography()
    print: Print
    site: Label | None = None
    contact: Contact = Contact()
    emergency: Phone | None = None
    publisher: Publisher
    speaker: Speaker = Speaker()
    deck: Deck | None = None
    _marks: tuple[Mark, ...] = PrivateAttr(())
    _places: _Places = PrivateAttr(default_factory=_Places)

    @property
    def mark(self) -> Mark | None:
        """The logo for a light page, once the brand was read from its folder."""
        return self._marks[0] if self._marks else None

    @property
    def press_mark(self) -> Mark | None:
        """The same as shapes where one of its files has them: only shapes can be printed in inks."""
        return next((mark for mark in self._marks if mark.vector), self.mark)

    @property
    def files(self) -> dict[str, bytes]:
        """The files beside brand.yaml that it names, once it was read from its folder."""
        named = {mark.path: mark.content for mark in self._marks}
        if self.print.profile:
            named[self.print.profile.file] = self.print.profile.content
        return named | ({self.deck.template: self.deck.content} if self.deck else {})

    @property
    def recipes(self) -> dict[str, Recipe]:
        """The CMYK recipes by role, in the order of ROLES."""
        return {role: self.recipe(self.color.named(role)) for role in ROLES}

    def recipe(self, name: str) -> Recipe:
        """The recipe of a palette's entry, or of the entry that it leads to; KeyError where none has one."""
        names = self.color.chain(name)
        return self.print.cmyk[next((one for one in names if one in self.print.cmyk), name)]

    @property
    def palette(self) -> Palette:
        """The colours by role, as hex values."""
        return self.color.roles

    @property
    def reached(self) -> str:
        """Where the house is, in one line; its telephone stands where readers are told to call."""
        return " · ".join(filter(None, (self.contact.address, self.contact.link)))

    def place(self, path: Path) -> Place:
        """Where a value stands in brand.yaml."""
        return self._places(path)

    def at_site(self, site: str | None, phone: str | None, mark: Mark | None) -> "Brand":
        """The brand as one of its houses prints it: with its own name, telephone number and logo, where it has them."""
        contact = self.contact.model_copy(update={"phone": phone or self.contact.phone})
        told = self.model_copy(update={"site": site or self.site, "contact": contact})
        if mark is None:
            return told
        own = told.model_copy(update={"logo": mark.path})
        own._marks = (mark,)
        return own


def read_brand(name: str, folders: list[FilePath], named_at: Place | None = None) -> tuple[Brand, bytes | None]:
    """The brand of a name and its logo's bytes, from the first folder that has it; raises ProblemError.

    `named_at` is where the source names it.
    """
    for folder in folders:
        path = folder / name / "brand.yaml"
        if path.is_file():
            if not leads_inside(folder, path):
                fix = f"put the brand's folder itself below {folder}"
                told = Problem(Place(str(path)), "BRD-01", f"'{name}/brand.yaml' leads out of its folder", fix)
                raise ProblemError([told])
            brand = parse_brand(read_bytes(path), str(path))
            if brand.print.profile:
                brand.print.profile._content = read_profile(path, brand.print.profile.file)
            if brand.deck:
                brand.deck._content = read_template(path, brand.deck.template)
            brand._marks = tuple(_marks(brand, path))
            return brand, brand.mark.content if brand.mark else None
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


def _marks(brand: Brand, path: FilePath) -> Iterator[Mark]:
    """The logo's files, each once; its name where no words were given for it."""
    seen = set()
    for where, image in resolved(brand.logo) if brand.logo else ():
        if image.path not in seen:
            seen.add(image.path)
            yield read_mark(path, image.path, image.alt or brand.meta.full, ("logo", *where))


def parse_brand(text: bytes, file: str) -> Brand:
    """Parses brand.yaml; raises ProblemError with every problem found."""
    tree = parse_tree(text, file)
    if tree.problems:
        raise ProblemError(tree.problems)
    try:
        brand = Brand.model_validate(tree.value)
    except ValidationError as error:
        found = complaints(error.errors(include_url=False), Trees(tree, {}, Brand))
        raise ProblemError(found) from None
    problems = [problem for check in CHECKS for problem in check(brand, tree)]
    if problems:
        raise ProblemError(problems)
    brand._places = _Places(tree)
    return brand


def _misnamed(brand: Brand, tree: Tree) -> Iterator[Problem]:
    """Documents are written under a brand's id: two brands of one id would write over each other."""
    folder = FilePath(tree.file).parent.name
    if folder and brand.id != folder:
        message = f"the brand's id is '{brand.id}' and its folder is '{folder}'"
        yield Problem(tree.place(("id",)), "BRD-01", message, f"write 'id: {folder}', or rename the folder")


def _unprintable(brand: Brand, tree: Tree) -> Iterator[Problem]:
    """A brand's texts stand in any comparison, so they cannot refer to the numbers or references of one."""
    for block, key in TEXTS:
        texts: Texts = getattr(getattr(brand, block), key)
        for tag, text in texts.items():
            if not all(isinstance(span, Words) for span in text.spans):
                message = "a brand's text refers to a number or a reference, and it has none"
                fix = "write plain words; take out {...} and [@...]"
                yield Problem(tree.place((block, key, tag)), "BRD-01", message, fix)


def _unnamed(brand: Brand, tree: Tree) -> Iterator[Problem]:
    """Names of colours that the palette has not, or that lead round in a circle; and colours without a recipe."""
    color = brand.color
    roles = [(("color", role), color.named(role), f"the role '{role}'") for role in ROLES]
    aliases = [(("color", "palette", name), name, f"the colour '{name}'") for name in color.palette]
    for path, name, who in (*aliases, *roles):
        try:
            color.chain(name)
        except KeyError as missing:
            lost = missing.args[0]
            message = f"{who} names '{lost}', and the palette has no such colour"
            if lost in color.palette:
                message = f"{who} leads in a circle, and never to a value"
            fix = f"name one of: {', '.join(color.palette)}{did_you_mean(str(lost), color.palette)}"
            yield Problem(tree.place(path), "BRD-01", message, fix)
        else:
            if who.startswith("the role") and not {*color.chain(name)} & brand.print.cmyk.keys():
                message = f"'{name}', the colour of {who}, has no recipe under print.cmyk"
                fix = f"add '{name}: [cyan, magenta, yellow, black]' in per cent: ask the print shop"
                yield Problem(tree.place(("print", "cmyk")), "BRD-01", message, fix)


def _typeless(brand: Brand, tree: Tree) -> Iterator[Problem]:
    """BRD-05: words are measured in the family that comes with the program, on pages, slides and figures alike."""
    fix = f"write 'base: {FAMILY}', or leave 'typography' out; a brand's own font files are not taken yet"
    for where, family in brand.typography.named.items():
        if family != FAMILY:
            message = f"the family '{family}' cannot be set: every word is measured in {FAMILY}"
            yield Problem(tree.place(("typography", *where)), "BRD-05", message, fix)
    for index, font in enumerate(brand.typography.fonts):
        if font.family == FAMILY and (font.source == "file" or font.files):
            message = f"{FAMILY} comes with the program, and no file takes its place"
            place = tree.place(("typography", "fonts", index))
            yield Problem(place, "BRD-05", message, "write 'source: package' and no files")


def _imageless(brand: Brand, tree: Tree) -> Iterator[Problem]:
    """BRD-02: a size of the logo names an image that is there."""
    try:
        found = list(resolved(brand.logo)) if brand.logo else []
    except KeyError as missing:
        assert isinstance(brand.logo, Logo)  # only there can a name stand
        name, images = str(missing.args[0]), brand.logo.images
        where = next(where for where, one in brand.logo.named if one == name)
        fix = f"name one of: {', '.join(images) or 'none yet'}{did_you_mean(name, images)}"
        message = f"the logo has no image '{name}'"
        yield Problem(tree.place(("logo", *where)), "BRD-02", message, fix)
    else:
        if brand.logo and not found:
            message, fix = "the logo names no file", "write 'medium:' with a .svg or .png, or remove 'logo:'"
            yield Problem(tree.place(("logo",)), "BRD-02", message, fix)


def _too_long(brand: Brand, tree: Tree) -> Iterator[Problem]:
    """BRD-01: what signs a cover has two lines beside the motif, at the size in which a reader knows it."""
    short: Path = ("meta", "name") if isinstance(brand.meta.name, str) else ("meta", "name", "short")
    told: tuple[tuple[Path, str, int], ...] = ((short, brand.meta.short, SHORT), (("site",), brand.site or "", SITE))
    for path, text, most in told:
        if len(text) > most:
            message = f"{path[-1]}: has {len(text)} characters, and {most} have room on a cover"
            fix = "write name: {short: ..., full: ...}, or shorten it" if path[0] == "meta" else "shorten it"
            yield Problem(tree.place(path), "BRD-01", message, fix)


CHECKS = (_too_long, _misnamed, _unprintable, _unnamed, _typeless, _imageless)
