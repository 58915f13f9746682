"""What becomes of every part of a deck: what it said when it was made, what people left of it, and what it says now.

Pure. What people changed stays; what nobody changed is refreshed; where both changed, theirs stays and is told.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from layouts.deck.edits.aligning import align
from layouts.deck.edits.merging_rows import Event, Finding, Rewriting, Rows, Step, shown, texts
from layouts.deck.edits.saying import Page, Part


@dataclass(frozen=True)
class Merged:
    """What is done to one slide, and what is told of it; `adds` are new roles that its old edition did not have."""

    rewritings: tuple[Rewriting, ...]
    findings: tuple[Finding, ...]
    adds: tuple[str, ...] = ()


def merge_page(base: Page, theirs: Page, new: Page, roles: dict[str, str]) -> Merged:
    """`roles` leads from a part of the slide as it was made to the part that people have of it, where they have."""
    told, now = {part.role: part for part in theirs.parts}, {part.role: part for part in new.parts}
    rewritings: list[Rewriting] = []
    findings: list[Finding] = []
    for part in base.parts:
        fresh = now.get(part.role)
        if part.role not in roles:
            if fresh and fresh.words != part.words:
                findings.append(_finding("gone", theirs, part.role, part, None, fresh))
            continue
        own = told[roles[part.role]]
        rewriting, found = _merge_part(part, own, fresh, theirs) if fresh else _end_part(part, own, theirs)
        findings += found
        if rewriting:
            rewritings.append(rewriting)
    known = {part.role for part in base.parts}
    adds = tuple(part.role for part in new.parts if part.role not in known)
    findings += [_finding("added", theirs, role, None, None, now[role]) for role in adds]
    return Merged(tuple(rewritings), tuple(findings), adds)


def _end_part(base: Part, theirs: Part, page: Page) -> tuple[Rewriting | None, list[Finding]]:
    """What the source no longer has goes where nobody has touched it."""
    if theirs.rows == base.rows and base.drawn_like(theirs):
        return Rewriting(theirs.role, "", ended=True), [_finding("refreshed", page, base.role, base, theirs, None)]
    return None, [_finding("conflict", page, base.role, base, theirs, None)]


def _merge_part(base: Part, theirs: Part, new: Part, page: Page) -> tuple[Rewriting | None, list[Finding]]:
    alt, findings = _merge_alt(base, theirs, new, page)
    if base.kind == "figure":
        rewriting, found = _merge_figure(base, theirs, new, page)
    elif base.kind == "table" and len({len(row) for part in (base, theirs, new) for row in part.rows}) > 1:
        rewriting, found = _merge_whole(base, theirs, new, page)
    else:
        rewriting, found = _merge_rows(base, theirs, new, page)
    if alt is not None:
        rewriting = replace(rewriting or Rewriting(theirs.role, new.role), alt=alt)
    return rewriting, [*findings, *found]


def _merge_alt(base: Part, theirs: Part, new: Part, page: Page) -> tuple[str | None, list[Finding]]:
    """The alternative text to write, None to leave it. An empty one was lost: LibreOffice drops those of groups."""
    if theirs.alt in ("", base.alt):
        return (new.alt if new.alt != theirs.alt else None), []
    if new.alt in (base.alt, theirs.alt):
        return None, []
    return None, [Finding("conflict", page.title, f"{base.role}, alt text", base.alt, theirs.alt, new.alt, page.key)]


def _merge_figure(base: Part, theirs: Part, new: Part, page: Page) -> tuple[Rewriting | None, list[Finding]]:
    """A figure is one thing: edited in any of its shapes it stays; a new one takes the old one's place."""
    if base.drawn_like(theirs):
        if base.drawn_like(new) and base.seal == new.seal:
            return None, []
        return Rewriting(theirs.role, new.role, whole=True), [_drawn("refreshed", page, base, theirs, new)]
    event: Event = "kept" if base.drawn_like(new) and base.seal == new.seal else "conflict"
    return None, [_drawn(event, page, base, theirs, new)]


def _merge_whole(base: Part, theirs: Part, new: Part, page: Page) -> tuple[Rewriting | None, list[Finding]]:
    """A table whose columns changed: its new rows, or people's own."""
    if base.rows == new.rows:
        return None, [_finding("kept", page, base.role, base, theirs, new)] if theirs.rows != base.rows else []
    if theirs.rows == base.rows:
        return Rewriting(theirs.role, new.role, True), [_finding("refreshed", page, base.role, base, theirs, new)]
    return None, [_finding("conflict", page, base.role, base, theirs, new)]


def _merge_rows(base: Part, theirs: Part, new: Part, page: Page) -> tuple[Rewriting | None, list[Finding]]:
    if theirs.rows == base.rows and new.rows == base.rows:
        return None, []
    if theirs.rows == base.rows and theirs.look == base.look and new.rows:
        found = list(_refreshed(base, new, page))
        return Rewriting(theirs.role, new.role, whole=True), found
    merge = Rows(base, theirs, new, page)
    steps, findings = merge.run()
    same = [Step(place) for place in range(len(theirs.rows))]
    return (Rewriting(theirs.role, new.role, steps=tuple(steps)) if steps != same else None), findings


def _refreshed(base: Part, new: Part, page: Page) -> Iterator[Finding]:
    pairs = align(texts(base.rows), texts(new.rows))
    for number, row in enumerate(base.rows):
        now = new.rows[pairs[number]] if number in pairs else ()
        if row != now:
            yield Finding("refreshed", page.title, base.role, shown(row), shown(row), shown(now), page.key)
    for number in sorted(set(range(len(new.rows))) - set(pairs.values())):
        yield Finding("refreshed", page.title, base.role, "", "", shown(new.rows[number]), page.key)


def _finding(event: Event, page: Page, role: str, base: Part | None, theirs: Part | None, new: Part | None) -> Finding:
    old, own, now = (_told_part(part) for part in (base, theirs, new))
    return Finding(event, page.title, role, old, own, now, page.key)


def _drawn(event: Event, page: Page, base: Part, theirs: Part, new: Part) -> Finding:
    """Of a figure the words that are not in all three editions of it."""
    words = [dict.fromkeys(mark.words for mark in part.marks if mark.words) for part in (base, theirs, new)]
    shared = words[0].keys() & words[1].keys() & words[2].keys()
    old, own, now = (" · ".join(one for one in part if one not in shared) for part in words)
    return Finding(event, page.title, base.role, old, own, now, page.key)


def _told_part(part: Part | None) -> str:
    """What a report shows of a part: its words; of a figure those of its marks."""
    if part is None:
        return ""
    return part.words or " · ".join(dict.fromkeys(mark.words for mark in part.marks if mark.words))
