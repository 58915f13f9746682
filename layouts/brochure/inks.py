"""A brand's colours as a press prints them: each role's CMYK recipe as a CSS colour, on pages and in figures.

A tint is a share of its role's recipe, and paper is no ink, as on press (device-cmyk() of CSS Color 5, 15).
"""

import re

from layouts.brand import Brand, Recipe
from layouts.palette import Palette

_RULE = re.compile(r"\.(fill|stroke)-([a-z]+(?:-[a-z]+)*)(?:-(\d+))?\{(?:fill|stroke): #[0-9A-Fa-f]{6}\}")
BLACK = "device-cmyk(0 0 0 1)"  # marks and slug line: never all four inks, which would smear on press


def css(recipe: Recipe, per_cent: int = 100) -> str:
    """A recipe in per cent of ink as a colour of CSS, or `per_cent` of it."""
    return f"device-cmyk({' '.join(f'{ink * per_cent / 10_000:.6g}' for ink in recipe)})"


def press_palette(brand: Brand) -> Palette:
    """The palette whose colours are recipes."""
    ink, muted, rule, tint, paper, accent, first, second, first_tint, second_tint = map(css, brand.recipes.values())
    return Palette(ink, muted, rule, tint, paper, accent, (first, second), (first_tint, second_tint))


def in_inks(svg: bytes, brand: Brand) -> bytes:
    """A figure with its style sheet's colours changed for recipes; its colours stand nowhere else."""
    recipes = brand.recipes

    def mixed(rule: re.Match[str]) -> str:
        name, role, per_cent = rule.groups()
        label = f"{role}-{per_cent}" if per_cent else role
        return f".{name}-{label}{{{name}: {css(recipes[role], int(per_cent or 100))}}}"

    return _RULE.sub(mixed, svg.decode()).encode()
