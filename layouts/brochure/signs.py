"""The size of a brand's sign on a page, and its drawing."""

from layouts.blocks import Sign


def sign_size(sign: Sign, room: tuple[float, float]) -> tuple[float, float]:
    """Width and height in mm of a logo in a room of so many, as large as it can be."""
    if not sign.logo:
        return (0.0, 0.0)
    width, height = room
    high = min(height, width / sign.logo.ratio)
    return (round(high * sign.logo.ratio, 2), round(high, 2))


def drawn_sign(sign: Sign) -> dict[str, bytes]:
    """The logo by the name that pages ask for."""
    return {"logo": sign.logo.content} if sign.logo else {}
