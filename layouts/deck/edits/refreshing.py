"""A deck that people edited, brought up to date: what they changed stays, everything else says what is so now.

The work is done on a copy of their file; no slide is made again, so that animations, transitions and what is hidden
stay as they are.
"""

import io
from dataclasses import dataclass, field, replace
from typing import Any

from layouts.deck.archive import canonical
from layouts.deck.edits.edited import BROKEN, Edited, damaged, open_deck, open_edited
from layouts.deck.edits.inserting import add_notes, copy_shape, copy_slide, remove_slide, sort_sections
from layouts.deck.edits.likening import set_like
from layouts.deck.edits.matching import match_pages, match_parts
from layouts.deck.edits.merging import Merged, merge_page
from layouts.deck.edits.merging_rows import Finding
from layouts.deck.edits.readback import KEY, part_elements, read_page, read_pages
from layouts.deck.edits.refresh_report import Report
from layouts.deck.edits.regrouping import regroup
from layouts.deck.edits.remembering import Memory, Outdated, remember
from layouts.deck.edits.retelling import rewrite
from layouts.deck.edits.saying import NOTES, Page
from layouts.deck.edits.stale import stale_numbers, told_numbers
from layouts.deck.seals import tag_again
from layouts.identity import to_texts


@dataclass(frozen=True)
class Refreshed:
    """The deck, and what became of everything in it."""

    pptx: bytes
    report: Report


def refresh_deck(edited: bytes, fresh: bytes, file: str) -> Refreshed:
    """What people have (`edited`, of the name `file`) with what a deck of the same comparison, language and template
    says now (`fresh`).

    Raises ProblemError: ONT-01 the file cannot be read, ONT-02 it carries no memory of ours, ONT-03 it is of another
    comparison, ONT-04 of another language.
    """
    have, now = open_edited(edited, file), open_deck(fresh)
    have.check(now, file)
    work = _Refreshing(have, now)
    stream = io.BytesIO()
    try:
        work.run()
        have.presentation.save(stream)
        return Refreshed(canonical(stream.getvalue()), work.report())
    except BROKEN:
        raise damaged(file) from None


@dataclass
class _Refreshing:
    """One deck as it is refreshed. `slides` are people's slides, found by key of the slide as it was made."""

    have: Edited
    now: Edited
    slides: dict[str, Any] = field(default_factory=dict)
    roles: dict[str, dict[str, str]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    seals: dict[tuple[str, str], str] = field(default_factory=dict)  # of people's figures: slide and role
    theirs: dict[str, Page] = field(default_factory=dict)
    ended: dict[str, Any] = field(default_factory=dict)  # slides of ours that are people's now
    own: list[Page] = field(default_factory=list)  # slides that people added
    stale: tuple[Outdated, ...] = ()

    def run(self) -> None:
        self._match()
        fresh = {page.key: number for number, page in enumerate(self.now.pages)}
        for page in self.have.memory.pages:
            if page.key in self.slides and page.key in fresh:
                self._refresh(page, fresh[page.key])
        for page in self.have.memory.pages:
            if page.key not in fresh:
                self._end(page)
            elif page.key not in self.slides:
                self.findings.append(Finding("gone", page.title, "slide", key=page.key))
        self._add()
        self._finish()

    def _match(self) -> None:
        """Slides and parts by what they were made as; a slide of ours is told by its key from now on."""
        base = self.have.memory.pages
        slides = list(self.have.presentation.slides)
        pages = self.have.pages
        found = match_pages(base, pages)
        for number, index in found.items():
            key = base[number].key
            self.slides[key] = slides[index]
            self.roles[key] = match_parts(base[number], pages[index])
        self.theirs = {base[number].key: pages[index] for number, index in found.items()}
        taken = set(found.values())
        self.own = [page for index, page in enumerate(pages) if index not in taken]
        for index, slide in enumerate(slides):
            if index not in taken and pages[index].key:
                del slide._element.cSld.attrib["name"]  # a copy that people made is their own slide
        for key, slide in self.slides.items():
            slide._element.cSld.set("name", KEY + key)

    # --- one slide ---

    def _refresh(self, base: Page, number: int) -> None:
        theirs, new, roles = self.theirs[base.key], self.now.pages[number], self.roles[base.key]
        if base.layout != new.layout:  # of another template: its texts are set otherwise, so that only words are taken
            base = replace(base, parts=tuple(replace(part, look="") for part in base.parts))
        slide, fresh = self.slides[base.key], self.now.presentation.slides[number]
        merged = merge_page(base, theirs, new, roles)
        self._write(slide, fresh, base, theirs, new, merged)
        self.findings += [replace(one, key=base.key) for one in merged.findings]

    def _write(self, slide: Any, fresh: Any, base: Page, theirs: Page, new: Page, merged: Merged) -> None:
        own = dict(zip([part.role for part in theirs.parts], part_elements(slide), strict=True))
        made = dict(zip([part.role for part in new.parts], part_elements(fresh), strict=True))
        told, now, was = ({part.role: part for part in page.parts} for page in (theirs, new, base))
        back = {role: part for part, role in self.roles[base.key].items()}
        self._keep_seals(base, theirs)
        for how in merged.rewritings:
            shape, part = own[how.role], told[how.role]
            if part.kind == "figure" and how.whole:
                own[how.role] = shape = regroup(shape, made[how.new], was[back[how.role]], part)
                self.seals[base.key, how.role] = now[how.new].seal
            elif part.kind in ("text", "table") and (how.whole or how.steps is not None):
                rewrite(shape, part, made[how.new], now[how.new], how)
            if how.ended:
                shape.getparent().remove(shape)
            if how.alt is not None:
                shape.find(".//{*}cNvPr").set("descr", how.alt)
        for role in merged.adds:
            if role == NOTES:
                add_notes(slide, made[role])
            else:
                shape = next(one for one in fresh.shapes if one._element is made[role])
                copy_shape(slide, shape, fresh)

    def _keep_seals(self, base: Page, theirs: Page) -> None:
        """A figure that a program saved without its seal still shows what it was made of."""
        own = {part.role: part for part in theirs.parts}
        for part in base.parts:
            role = self.roles[base.key].get(part.role)
            if part.kind == "figure" and role:
                self.seals[base.key, role] = own[role].seal or part.seal

    # --- slides that come and go ---

    def _end(self, base: Page) -> None:
        """A slide that the source no longer has: it goes where nobody has touched it."""
        slide = self.slides.get(base.key)
        if slide is None:
            return
        theirs = self.theirs[base.key]
        if untouched(base, theirs, self.roles[base.key]) and remove_slide(self.have.presentation, slide):
            self.findings.append(Finding("removed", base.title, "slide", key=base.key))
        else:
            was, own = (" ".join(part.shown for part in page.parts) for page in (base, theirs))
            self.findings.append(Finding("conflict", theirs.title, "slide", was, own, "", base.key))
            del slide._element.cSld.attrib["name"]
            self.ended[base.key] = slide
        del self.slides[base.key]

    def _add(self) -> None:
        """New slides, each behind the one that it follows in the new edition."""
        known = {page.key for page in self.have.memory.pages}
        before: Any = None
        for number, page in enumerate(self.now.pages):
            if page.key not in known:
                fresh = self.now.presentation.slides[number]
                like = self._like(fresh)
                layout = self._layout(fresh, like)
                before = copy_slide(self.have.presentation, fresh, layout, before)
                if layout.name != fresh.slide_layout.name and like is not None:
                    set_like(before, like)
                self.slides[page.key] = before
                self.findings.append(Finding("added", page.title, "slide", key=page.key))
                self.seals |= {(page.key, part.role): part.seal for part in page.parts if part.kind == "figure"}
            before = self.slides.get(page.key, before)

    def _like(self, fresh: Any) -> Any:
        """A slide that was made on the same layout."""
        wanted = fresh.slide_layout.name
        like = (page.key for page in self.have.memory.pages if page.layout == wanted and page.key in self.slides)
        return self.slides.get(next(like, ""))

    def _layout(self, fresh: Any, like: Any) -> Any:
        """People's layout of the name; else the one under a slide that was made on it; else the nearest."""
        wanted = fresh.slide_layout.name
        layouts = [layout for master in self.have.presentation.slide_masters for layout in master.slide_layouts]
        named = next((layout for layout in layouts if layout.name == wanted), None)
        if named is not None:
            return named
        if like is not None:
            return like.slide_layout
        return max(layouts, key=lambda layout: _shared(layout, fresh.slide_layout))

    # --- the end ---

    def _finish(self) -> None:
        presentation, identity = self.have.presentation, self.now.memory.identity
        for key, slide in self.slides.items():
            page = read_page(slide)
            for part, element in zip(page.parts, part_elements(slide), strict=True):
                seal = self.seals.get((key, part.role), "")
                if part.kind == "figure" and seal:
                    properties = element.find("./{*}nvGrpSpPr/{*}nvPr")
                    tag_again(slide.part, properties, {"figure": part.role.partition(": ")[2], "seal": seal})
        tag_again(presentation.part, presentation.part._element, to_texts(identity))
        sort_sections(presentation)
        self.stale = tuple(stale_numbers(self.have.memory, self.now.pages, self.findings, self._left()))
        remember(presentation, Memory(identity, self.now.pages, self.stale))

    def _left(self) -> list[tuple[str, str, str]]:
        """What people's own slides say, and their own parts of ours: key of the slide, role, words."""
        mine = [("", part.role, part.words) for page in self.own for part in page.parts]
        for key, page in self.theirs.items():
            known = set(self.roles[key].values())
            mine += [(key, part.role, part.words) for part in page.parts if part.role not in known]
        mine += [(one.key, one.part, one.theirs) for one in self.findings if one.event == "kept" and one.theirs]
        return mine

    def report(self) -> Report:
        """Slides by their places in the finished deck."""
        order = {id(slide.part): number for number, slide in enumerate(self.have.presentation.slides, 1)}
        places = {key: order.get(id(slide.part), 0) for key, slide in (self.slides | self.ended).items()}
        findings = tuple(replace(one, number=places.get(one.key, 0)) for one in self.findings)
        pages = read_pages(self.have.presentation)
        return Report(findings, tuple(told_numbers(self.stale, pages)))


def untouched(base: Page, theirs: Page, roles: dict[str, str]) -> bool:
    """Whether nobody has written on a slide, drawn on it, or taken anything away."""
    own = {part.role: part for part in theirs.parts}
    if len(theirs.parts) != len(base.parts) or theirs.others != base.others or len(roles) != len(base.parts):
        return False
    return all(
        own[roles[part.role]].rows == part.rows and part.drawn_like(own[roles[part.role]]) for part in base.parts
    )


def _shared(layout: Any, other: Any) -> int:
    kinds = [one.placeholder_format.type for one in other.placeholders]
    return sum(1 for one in layout.placeholders if one.placeholder_format.type in kinds)
