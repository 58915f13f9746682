"""A logo as a press prints it: each of its colours by the brand's recipe of that name, and nothing by guess."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from layouts.blocks import Sign
from layouts.brand import Brand
from layouts.brand_logo import Mark
from layouts.brand_svg import SVG, parse_svg
from layouts.brochure.inks import BLACK, css
from layouts.problems import Place, Problem, ProblemError

PAINTS = ("fill", "stroke", "stop-color", "color", "flood-color")
STYLED = re.compile(rf"(?<![\w-])({'|'.join(PAINTS)})(\s*:\s*)([^;}}]+)")
UNMIXED = ("linearGradient", "radialGradient", "mask")  # between two recipes, or by their lightness
NO_PAINT = ("none", "inherit", "transparent")
WORDS = {"black": "#000000", "white": "#FFFFFF", "currentcolor": "#000000"}
WITHOUT = "or leave the press file out with --document"


def pressed(sign: Sign, brand: Brand) -> Sign:
    """A sign in inks; raises ProblemError (BRD-06) for a colour without a recipe, and for a picture of pixels."""
    mark = brand.press_mark
    if mark is None:
        return sign
    if not mark.vector:
        message = f"the logo '{mark.path}' is made of pixels, and only shapes can be printed in the brand's inks"
        fix = f"name an .svg of it too, as 'large:' under 'logo:', {WITHOUT}"
        raise ProblemError([Problem(brand.place(("logo",)), "BRD-06", message, fix)])
    return Sign(sign.words, Mark(mark.path, mark.alt, logo_in_inks(mark, brand), mark.ratio), sign.site)


def logo_in_inks(mark: Mark, brand: Brand) -> bytes:
    """An SVG with every colour changed for a recipe; what has no colour is black, as SVG says, in black ink alone."""
    from lxml import etree

    root, recipes = parse_svg(mark.content), _recipes(brand)
    file = str(Path(brand.place(()).file).parent / mark.path)
    found = list(_faults(root, recipes))
    if found:
        raise ProblemError(Problem(Place(file, line), "BRD-06", f"the logo {what}", fix) for line, what, fix in found)
    for element in root.iter(etree.Element):
        for key in PAINTS:
            if key in element.attrib:
                element.set(key, _mixed(element.get(key), recipes))
        if "style" in element.attrib:
            element.set("style", _restyled(element.get("style"), recipes))
        if element.tag == f"{SVG}style" and element.text:
            element.text = _restyled(element.text, recipes)
    if "fill" not in root.attrib:
        root.set("fill", BLACK)
    return bytes(etree.tostring(root))


def _recipes(brand: Brand) -> dict[str, str]:
    """'#RRGGBB' -> a colour of CSS, of every entry of the palette that has a recipe."""
    found = {"#FFFFFF": css((0, 0, 0, 0)), "#000000": BLACK}
    for name in brand.color.palette:
        names = brand.color.chain(name)
        if {*names} & brand.print.cmyk.keys():
            found[brand.color.palette[names[-1]].upper()] = css(brand.recipe(name))
    return found


def _faults(root: Any, recipes: dict[str, str]) -> Iterator[tuple[int, str, str]]:
    """Line, message and fix of what no recipe tells how to print."""
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        line, name = element.sourceline or 1, element.tag.rpartition("}")[2]
        if name in UNMIXED:
            yield line, f"has <{name}>, which cannot be mixed from recipes", f"give it plain colours, {WITHOUT}"
        for colour in _colours(element, name):
            if not colour.startswith("url(") and _hex(colour) not in ("", *recipes):
                message = f"has the colour '{colour}', which has no recipe"
                fix = "name it in color.palette as #RRGGBB and give its recipe under print.cmyk"
                yield line, message, f"{fix}, {WITHOUT}"


def _colours(element: Any, name: str) -> Iterator[str]:
    yield from (element.get(key).strip() for key in PAINTS if key in element.attrib)
    styles = (element.get("style", ""), (element.text or "") if name == "style" else "")
    yield from (found[3].strip() for style in styles for found in STYLED.finditer(style))


def _hex(colour: str) -> str:
    """'#RRGGBB' of a colour, empty for none; another way of writing one stays as it is, and has no recipe."""
    told = WORDS.get(colour.lower(), colour).upper()
    if told.lower() in NO_PAINT:
        return ""
    short = re.fullmatch(r"#([0-9A-F])([0-9A-F])([0-9A-F])", told)
    return "#" + "".join(sign * 2 for sign in short.groups()) if short else told


def _mixed(colour: str, recipes: dict[str, str]) -> str:
    return recipes.get(_hex(colour.strip()), colour)


def _restyled(style: str, recipes: dict[str, str]) -> str:
    return STYLED.sub(lambda found: found[1] + found[2] + _mixed(found[3], recipes), style)
