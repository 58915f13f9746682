"""Which slide layout of a template serves which role of the deck: by type, name, placeholders and their places.

Pure: layouts come as values. What no layout serves is composed on the nearest one, and told.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, get_args

from layouts.deck.plans import Role
from layouts.deck.templates.areas import bottom, right, shared, size
from layouts.deck.templates.offered import Holder, Offer, Offered
from layouts.deck.templates.own import EMU_PER_POINT

ROLES: Final[tuple[Role, ...]] = get_args(Role)
TEXTS: Final = ("body", "obj")  # placeholders that take running text
CONTENTS: Final = (*TEXTS, "tbl", "pic", "chart", "media", "clipArt", "dgm")
TYPES: Final[Mapping[Role, tuple[str, ...]]] = {  # of a layout, the best first (ISO 29500-1, 19.7.15)
    "title": ("title",),
    "section": ("secHead",),
    "text": ("obj", "tx"),
    "comparison": ("twoTxTwoObj", "twoObj", "twoColTx"),
    "figure": ("titleOnly",),
    "table": ("tbl",),
    "closing": (),
}
NAMES: Final[Mapping[Role, str]] = {  # without accents, in the languages of our users and their neighbours
    "title": r"title slide|titelfolie|^title$|^titel$|titre$|portada|titulo$|titolo$|^cover|deckblatt|العنوان",
    "section": r"section|abschnitt|kapitel|trenn|chapter|seccion|secao|sezione|divider|zwischen|المقطع",
    "text": r"content|^text|inhalt|contenu|contenido|conteudo|contenuto|agenda|bullet|aufzahl|محتوى",
    "comparison": r"compar|vergleich|vs\b|two content|zwei inhalt|deux contenu|dos objetos|due contenuti|مقارنة",
    "figure": r"figure|abbildung|bild\b|grafik|diagramm|chart|title only|nur titel|titre seul|solo (el )?titu?lo",
    "table": r"\btable|tabelle|tableau|tabla|tabela|tabella|جدول",
    "closing": r"closing|^end|schluss|danke|thank|merci|gracias|grazie|obrigad|cierre|conclusion|abschluss|take.?home",
}
SIDEWAYS: Final = ("vertTx", "vertTitleAndTx")  # layouts for vertical writing
CAPTIONED: Final = ("picTx", "objTx")
HIGH_SOURCE: Final = 60 * EMU_PER_POINT  # a text placeholder that is lower, at the foot of a slide, holds its source


@dataclass(frozen=True)
class Parts:
    """The placeholders of a layout by what they are for."""

    title: Holder
    bodies: tuple[Holder, ...]  # for running text, the largest first
    subtitle: Holder | None
    source: Holder | None  # a low one below everything else
    columns: tuple[Holder, Holder] | None  # side by side, the left one first
    headings: tuple[Holder, Holder] | None  # over the columns


@dataclass(frozen=True)
class Cast:
    """A role and the layout that takes it; `by` is 'mapping', 'layout', or the role whose layout was borrowed."""

    role: Role
    offer: Offer
    by: str


def cast_roles(offered: Offered, mapping: Mapping[Role, int] | None = None) -> dict[Role, Cast]:
    """Every role with a layout; `mapping` gives layouts by index and wins. Empty where no layout has a title."""
    usable = [offer for offer in offered.offers if offer.title and offer.kind not in SIDEWAYS]
    if not usable:
        return {}
    cast: dict[Role, Cast] = {}
    for role in ROLES:
        given = (mapping or {}).get(role)
        if given is not None and offered.offers[given].title:
            cast[role] = Cast(role, offered.offers[given], "mapping")
        elif found := _best(role, usable, offered):
            cast[role] = Cast(role, found, "layout")
    for role in LENDING:
        if role not in cast:
            lender, offer = _lender(role, cast, usable, offered)
            cast[role] = Cast(role, offer, lender)
    return {role: cast[role] for role in ROLES}


LENDERS: Final[Mapping[Role, tuple[Role, ...]]] = {  # whose layout a role takes that has none, the nearest first
    "title": ("section", "text"),
    "section": ("title", "text"),
    "text": ("figure", "table"),
    "comparison": ("figure", "text"),
    "figure": ("text", "table"),
    "table": ("figure", "text"),
    "closing": ("text", "figure"),
}


LENDING: Final[tuple[Role, ...]] = ("text", "figure", "title", "section", "comparison", "table", "closing")


def _lender(role: Role, cast: Mapping[Role, Cast], usable: Sequence[Offer], offered: Offered) -> tuple[str, Offer]:
    for lender in LENDERS[role]:
        if lender in cast:
            return lender, cast[lender].offer
    return "nearest", max(usable, key=lambda offer: _room(offer, offered))


def _room(offer: Offer, offered: Offered) -> tuple[int, int]:
    """How well something can be composed on a layout: the fewer placeholders and the higher its title the better."""
    title = offer.title
    assert title is not None
    return -len(offer.of(*CONTENTS, "subTitle")), -bottom(title.box)


def _best(role: Role, usable: Iterable[Offer], offered: Offered) -> Offer | None:
    scored = [(score(role, offer, offered), -offer.index, offer) for offer in usable]
    points, _, found = max(scored, key=lambda one: one[:2])
    return found if points > 0 else None


def score(role: Role, offer: Offer, offered: Offered) -> int:
    """How well a layout serves a role; 0 where it does not."""
    parts = parts_of(offer, offered)
    if not _holds(role, offer, parts, offered):
        return 0
    types = TYPES[role]
    by_type = 12 - 3 * types.index(offer.kind) if offer.kind in types else 0
    by_name = 8 if re.search(NAMES[role], _plain(offer.name)) else 0
    by_shape = _shaped(role, offer, parts)
    if not by_type and not by_name and not by_shape:
        return 0
    others = [r for r in ROLES if r != role and (offer.kind in TYPES[r] or re.search(NAMES[r], _plain(offer.name)))]
    return max(
        0 if by_shape == 0 and not by_name and not by_type else 1, by_type + by_name + by_shape - 3 * len(others)
    )


def _holds(role: Role, offer: Offer, parts: Parts, offered: Offered) -> bool:
    """What a layout must have to serve a role at all."""
    if role == "comparison":
        return parts.columns is not None
    if role in ("text", "closing"):
        wide = parts.bodies and parts.bodies[0].box.width >= 0.4 * offered.width
        return bool(wide) and parts.columns is None and offer.kind not in CAPTIONED
    if role in ("figure", "table"):
        return parts.columns is None and parts.subtitle is None and offer.kind not in CAPTIONED
    return parts.columns is None


def _shaped(role: Role, offer: Offer, parts: Parts) -> int:
    """What the placeholders alone say."""
    if role == "title":
        return 4 if parts.title.kind == "ctrTitle" or parts.subtitle else 0
    if role == "text":
        contents = [one for one in offer.of(*CONTENTS) if one != parts.source]
        return 5 if len(contents) == 1 and parts.subtitle is None and offer.kind not in ("secHead", "title") else 0
    if role == "comparison":
        return 6 if parts.headings else 3
    if role == "figure":
        return 5 if not [one for one in offer.of(*CONTENTS) if one != parts.source] and offer.kind != "title" else 0
    if role == "table":
        return 8 if offer.of("tbl") else 0
    return 0


def _plain(name: str) -> str:
    """A name in small letters without accents."""
    parts = unicodedata.normalize("NFD", name.lower())
    return "".join(sign for sign in parts if not unicodedata.combining(sign)).strip()


# --- placeholders -----------------------------------------------------------------------------------------------------


def parts_of(offer: Offer, offered: Offered) -> Parts:
    """What the placeholders of a layout are for, told by kind and place. The layout has a title."""
    title = offer.title
    assert title is not None
    texts = sorted((h for h in offer.of(*TEXTS) if h.style.upright), key=lambda h: -size(h.box))
    source = next((h for h in texts if _is_source(h, texts, offered)), None)
    texts = [h for h in texts if h is not source]
    columns = _columns(texts, offered)
    headings = _headings(columns, texts, offered) if columns else None
    subtitle = next(iter(offer.of("subTitle")), None)
    return Parts(title, tuple(texts), subtitle, source, columns, headings)


def _is_source(holder: Holder, texts: Sequence[Holder], offered: Offered) -> bool:
    """A low, wide placeholder at the foot of the slide, below all other text, set small."""
    box = holder.box
    if box.height > HIGH_SOURCE or box.top < 0.6 * offered.height or holder.style.size > 16 or holder.kind != "body":
        return False
    others = [other for other in texts if other is not holder]
    return box.width >= 0.4 * offered.width and all(bottom(other.box) <= box.top + box.height // 2 for other in others)


def _columns(texts: Sequence[Holder], offered: Offered) -> tuple[Holder, Holder] | None:
    """Two large placeholders of about one height, side by side, each at least a quarter of the slide wide."""
    large = [h for h in texts if h.box.width >= 0.25 * offered.width and h.box.height >= 0.25 * offered.height]
    for index, one in enumerate(large):
        for other in large[index + 1 :]:
            level = abs(one.box.top - other.box.top) <= 0.06 * offered.height
            alike = abs(one.box.height - other.box.height) <= 0.1 * offered.height
            beside = shared(one.box, other.box).width < 0.02 * offered.width
            if level and alike and beside and len(large) == 2:
                return (one, other) if one.box.left < other.box.left else (other, one)
    return None


def _headings(
    columns: tuple[Holder, Holder], texts: Sequence[Holder], offered: Offered
) -> tuple[Holder, Holder] | None:
    """A low placeholder over each of two columns."""
    found = []
    for column in columns:
        over = (
            h
            for h in texts
            if h not in columns
            and h.box.height <= 0.2 * offered.height
            and bottom(h.box) <= column.box.top + 0.03 * offered.height
            and min(right(h.box), right(column.box)) - max(h.box.left, column.box.left) >= 0.7 * column.box.width
        )
        found.append(next(over, None))
    left, other = found
    return (left, other) if left and other and left is not other else None
