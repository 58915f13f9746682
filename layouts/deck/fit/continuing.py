"""Which slides a deck has once everything is measured: the short wording where the full one is too long, then parts.

Pure: plans and rooms go in, fitted slides come out, nothing is left out.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from layouts.deck.fit import measuring as fit
from layouts.deck.fit import rows
from layouts.deck.fit.dividing import divide
from layouts.deck.fit.measuring import Piece
from layouts.deck.fit.rooms import Rooms
from layouts.deck.plans import DeckText, Fitted, Measured, Point, Room, SlidePlan
from layouts.language import Language
from layouts.wording import Line, Run


@dataclass(frozen=True)
class _Taken:
    """A slide whose text has been divided: what it says, and the widths of its table's columns."""

    plan: SlidePlan
    short: bool = False
    columns: tuple[float, ...] = ()


def fit_slides(text: DeckText, rooms: Rooms, language: Language) -> tuple[Fitted, ...]:
    """The slides of a deck, each measured, in parts where one does not hold its text, under titles of their own."""
    taken = [part for plan in text.slides for part in _divided(plan, rooms, language)]
    fitted = []
    titles = [part.plan.title for part in taken]
    for index, part in enumerate(taken):
        number, parts = titles[: index + 1].count(titles[index]), titles.count(titles[index])
        plan = _titled(part.plan, number, parts, rooms, language)
        measured = tuple(_measured(replace(part, plan=plan), text.footer, rooms))
        heights = rows.own_heights(plan.grid, part.columns, _size(measured, "table")) if plan.grid else ()
        fitted.append(Fitted(plan, measured, part.short, number, parts, part.columns, heights))
    return tuple(fitted)


def _size(measured: tuple[Measured, ...], box: str) -> float:
    return next(one.size for one in measured if one.box == box)


def _titled(plan: SlidePlan, part: int, parts: int, rooms: Rooms, language: Language) -> SlidePlan:
    """Under a title of its own: outline view and screen readers go by it. A long one gives way to its short wording."""
    titles = [plan.title, *([plan.shorter.title] if plan.shorter else [])]
    if parts > 1:
        titles = [language.word("deck.continued", title=title, part=part, parts=parts) for title in titles]
    room = rooms.of(plan, "title")
    fits = (title for title in titles if not fit.measure("title", (plain(title),), room).over)
    return replace(plan, title=next(fits, titles[0]), shorter=None)


def plain(text: str) -> Line:
    return Line((Run(text),))


# --- parts ------------------------------------------------------------------------------------------------------------


def _divided(plan: SlidePlan, rooms: Rooms, language: Language) -> Iterable[_Taken]:
    """The slide as it is, else in its short wording if that has room, else in parts."""
    full = _parts(plan, rooms)
    if len(full) == 1 or plan.shorter is None:
        taken = [replace(part, short=False) for part in full]
    else:
        short = _parts(plan.shorter, rooms)
        brief = len(short) == 1 and not _overfull(short[0].plan, rooms)
        taken = [replace(part, short=brief) for part in (short if brief else full)]
    for number, part in enumerate(taken):
        yield part if number == 0 else replace(part, plan=_later(part.plan, language))


def _later(plan: SlidePlan, language: Language) -> SlidePlan:
    """A further part: what to say and the sources in full stand behind the first."""
    notes = (language.word("deck.notes-further", title=plan.title),) if plan.notes else ()
    return replace(plan, notes=notes, unplaced=())


def _overfull(plan: SlidePlan, rooms: Rooms) -> bool:
    """Whether a single paragraph or row is higher than a slide."""
    return _is_body(plan) and fit.measure("body", _lines(plan.body), rooms.of(plan, "body")).over > 0


def _is_body(plan: SlidePlan) -> bool:
    return bool(plan.body) and plan.role in ("text", "closing") and not plan.grid


def _parts(plan: SlidePlan, rooms: Rooms) -> list[_Taken]:
    if plan.grid:
        return _grid_parts(plan, rooms)
    if plan.columns:
        return _column_parts(plan, rooms)
    return _body_parts(plan, rooms) if _is_body(plan) else [_Taken(plan)]


def _lines(points: tuple[Point, ...]) -> tuple[Line, ...]:
    return tuple(point.line for point in points)


def _is_heading(point: Point) -> bool:
    return not point.bulleted and bool(point.line.runs) and all(run.bold for run in point.line.runs)


def _pieces(points: tuple[Point, ...], room: Room, size: float) -> list[Piece]:
    made = fit.pieces(_lines(points), room, size)
    return [replace(piece, leads=_is_heading(point)) for piece, point in zip(made, points, strict=True)]


def _body_parts(plan: SlidePlan, rooms: Rooms) -> list[_Taken]:
    """Paragraphs stay whole, and every part has one size. A list that one column holds needs no second."""
    plain_body = replace(plan, spread=False)
    if plan.spread and not fit.measure("body", _lines(plan.body), rooms.of(plain_body, "body")).over:
        plan = plain_body
    room = rooms.of(plan, "body")
    if not fit.measure("body", _lines(plan.body), room).over:
        return [_Taken(plan)]
    tried = [(size, _body_ranges(plan, room, size)) for size in room.sizes]
    size, ranges = next(one for one in tried if len(one[1]) == len(tried[-1][1]))
    bodies = [plan.body[part.start : part.stop] for part in ranges]
    return [_Taken(replace(plan, body=body, sizes=(size,))) for body in bodies]


def _body_ranges(plan: SlidePlan, room: Room, size: float) -> list[range]:
    return divide([_pieces(plan.body, room, size)], fit.capacity(room, size), room.gap)


def _column_parts(plan: SlidePlan, rooms: Rooms) -> list[_Taken]:
    """Both columns go on at the same row."""
    both = [(column, rooms.of(plan, side)) for column, side in zip(plan.columns, ("left", "right"), strict=True)]
    if not any(fit.measure("", _lines(column.points), room).over for column, room in both):
        return [_Taken(plan)]
    room = both[0][1]
    size = room.sizes[-1]
    flows = [_pieces(column.points, own, size) for column, own in both]
    ranges = divide(flows, room.height, room.gap)
    columns = [tuple(replace(c, points=c.points[p.start : p.stop]) for c in plan.columns) for p in ranges]
    return [_Taken(replace(plan, columns=part)) for part in columns]


def _grid_parts(plan: SlidePlan, rooms: Rooms) -> list[_Taken]:
    """Rows stay whole, and each part has the head. Columns are as wide on every part."""
    grid, room = plan.grid, rooms.of(plan, "table")
    assert grid is not None
    tried: list[tuple[float, tuple[float, ...], list[range]]] = []
    for size in room.sizes:
        widths = rows.column_widths(grid, room.width, size)
        head, *others = rows.row_pieces(grid, widths, size)
        tried.append((size, widths, divide([others], room.height, fixed=head.height)))
        if len(tried[-1][2]) == 1:
            break
    size, widths, ranges = next(one for one in tried if len(one[2]) == len(tried[-1][2]))
    grids = [replace(grid, rows=grid.rows[part.start : part.stop]) for part in ranges]
    return [_Taken(replace(plan, grid=part, sizes=(size,)), columns=widths) for part in grids]


# --- measures ---------------------------------------------------------------------------------------------------------


def _measured(taken: _Taken, footer: str, rooms: Rooms) -> Iterable[Measured]:
    """Everything on a slide and behind it, box by box."""
    plan = taken.plan
    yield fit.measure("title", (plain(plan.title),), rooms.of(plan, "title"))
    for box, texts in (("subtitle", (plan.subtitle,)), ("details", plan.details), ("source", (plan.source,))):
        if any(texts) and (plan.role, box) in rooms.boxes:
            yield fit.measure(box, tuple(map(plain, texts)), rooms.of(plan, box))
    for side, column in zip(("left", "right"), plan.columns, strict=False):
        heading = f"{side}_heading"
        yield fit.measure(heading, (plain(column.heading),), rooms.of(plan, heading))
        yield fit.measure(side, _lines(column.points), rooms.of(plan, side))
    if plan.grid:
        room = rooms.of(plan, "table")
        yield rows.measure_grid(plan.grid, taken.columns, room, room.sizes[0])
    elif _is_body(plan):
        yield fit.measure("body", _lines(plan.body), rooms.of(plan, "body"))
    elif plan.body and plan.role == "section":
        yield fit.measure("subtitle", _lines(plan.body[:1]), rooms.of(plan, "subtitle"))
    yield fit.measure("footer", (plain(footer),), rooms.of(plan, "footer"))
    if plan.notes:
        yield fit.measure("notes", tuple(map(plain, plan.notes)), rooms.of(plan, "notes"))
