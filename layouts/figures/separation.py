"""How far apart two colours are, also for colour-blind readers and on a photocopy. The formulas are coloraide's."""

from functools import lru_cache

from coloraide import Color

# Each kind in full (dichromacy), the hardest case. Viénot, Brettel and Mollon 1999 was made for protanopia and
# deuteranopia, and keeps a colour's lightness as these readers see it; it does not hold for tritanopia, which needs the
# two half-planes of Brettel, Viénot and Mollon 1997. Machado 2009 interpolates towards weaker forms, which we never ask
# for. coloraide filters in linear sRGB, as all three papers do.
BLINDNESS = {"protan": "vienot", "deutan": "vienot", "tritan": "brettel"}


def distance(one: str, other: str) -> float:
    """CIEDE2000 of two colours '#RRGGBB' under D65, sRGB's own white; below about 2 nobody sees a difference."""
    return Color(one).delta_e(other, method="2000")


@lru_cache(maxsize=256)
def least_distance(one: str, other: str) -> float:
    """The least CIEDE2000 of two colours, seen with each full kind of colour blindness and with none."""
    pairs = [(_seen(one, kind), _seen(other, kind)) for kind in BLINDNESS]
    return min(distance(one, other), *(a.delta_e(b, method="2000") for a, b in pairs))


def _seen(colour: str, kind: str) -> Color:
    """What a screen would have to show; what it cannot is cut off, as the papers do, not moved to another hue."""
    return Color(colour).filter(kind, method=BLINDNESS[kind]).clip("srgb")


@lru_cache(maxsize=256)
def grey_gap(one: str, other: str) -> float:
    """The difference of lightness L* (CIELAB under D65, 0 to 100): what a photocopy leaves of it."""
    return abs(Color(one).convert("lab-d65")["l"] - Color(other).convert("lab-d65")["l"])


@lru_cache(maxsize=64)
def shades(colour: str) -> tuple[tuple[float, str], ...]:
    """Colours '#RRGGBB' of the same hue, each with its CIEDE2000 from the given one, nearest first.

    In OKLCH (Ottosson 2020): every lightness, in full colour and paler. What a screen cannot show is made paler.
    """
    _, chroma, hue = Color(colour).convert("oklch").coords(nans=False)
    steps = [step / 200 for step in range(201)]
    made = (Color("oklch", [one, chroma * share, hue]) for one in steps for share in (1.0, 0.85, 0.7, 0.5, 0.25, 0.0))
    found = {made.fit("srgb").convert("srgb").to_string(hex=True).upper() for made in made}
    return tuple(sorted((distance(colour, one), one) for one in found if one != colour.upper()))
