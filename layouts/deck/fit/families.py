"""Families of letters: how wide they run beside ours, and which of them stand on a podium's computer."""

from typing import Final

OWN: Final = "Lato"
UNKNOWN: Final = 1.1  # a family that nobody measured: rather a line too many than text outside its box

# The width of a line of text in bold letters, Lato's being 1. Measured with families of the same metrics where there
# are free ones (Nimbus Sans for Arial, Nimbus Roman for Times New Roman, URW Gothic and P052 for Century Gothic and
# Palatino, DejaVu Sans for Verdana, which it exceeds a little); else by the makers' average widths, rounded up.
WIDTHS: Final = {
    "Lato": 1.0,
    "Arial": 1.07,
    "Helvetica": 1.07,
    "Helvetica Neue": 1.07,
    "Liberation Sans": 1.07,
    "Arial Narrow": 0.88,
    "Aptos": 1.06,
    "Aptos Display": 1.04,
    "Calibri": 0.98,
    "Calibri Light": 0.97,
    "Candara": 1.0,
    "Corbel": 1.0,
    "Cambria": 1.03,
    "Constantia": 1.05,
    "Georgia": 1.12,
    "Garamond": 0.92,
    "Times New Roman": 0.96,
    "Liberation Serif": 0.96,
    "Palatino Linotype": 1.03,
    "Century Gothic": 1.12,
    "Franklin Gothic Book": 1.0,
    "Gill Sans MT": 1.0,
    "Segoe UI": 1.07,
    "Tahoma": 1.1,
    "Trebuchet MS": 1.08,
    "Verdana": 1.3,
    "DejaVu Sans": 1.3,
}
ELSEWHERE: Final = (
    "Lato",
    "Helvetica",
    "Helvetica Neue",
    "Liberation Sans",
    "Liberation Serif",
    "DejaVu Sans",
    "Segoe UI",
)
SAFE: Final = frozenset(WIDTHS) - frozenset(ELSEWHERE)  # with Office for Windows and for the Mac
CLOUD: Final = frozenset(("Lato",))  # Office fetches it where there is a network


def run_width(family: str) -> float:
    """How many times as wide as in Arial, the widest typeface that is measured, a line runs in a family; 1 at least."""
    return max(1.0, WIDTHS.get(family, UNKNOWN) / WIDTHS["Arial"])


def label_width(family: str) -> float:
    """How many times as wide as in ours the labels of a figure run that would not bear it; else 1."""
    wide = WIDTHS.get(family, UNKNOWN)
    return wide if wide > WIDTHS["Arial"] else 1.0
