"""What was asked for -> jobs: comparisons, brands and languages that are there, and what is wrong with the others."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from layouts.brand import Brand, read_brand
from layouts.brand_folder import read_mark
from layouts.brochure.sheets import Paper
from layouts.build import Variant
from layouts.jobs import Job, Refused
from layouts.overlay import read_overlay, translate, translations
from layouts.problems import Place, Problem, ProblemError
from layouts.pseudo import TAG as PSEUDO
from layouts.pseudo import pseudo
from layouts.source import MAIN, Source, read_source
from layouts.variants import Row

if TYPE_CHECKING:
    from layouts.deck.templates.stage import Template

UNKNOWN_LANGUAGE = "VAR-04"


@dataclass(frozen=True)
class Wish:
    """Variants of one comparison in one brand. What is empty means: all there are.

    `as_of` is the day on which facts must still stand, `template` what decks stand on, `row` is theirs in a table.
    """

    folder: Path
    brand: str | None = None
    languages: tuple[str, ...] = ()
    papers: tuple[Paper, ...] = ()
    documents: tuple[str, ...] = ()
    as_of: date | None = None
    template: "Template | None" = None
    row: Row | None = None

    def place(self, cell: str) -> Place | None:
        """Where a table says so."""
        return self.row.places.get(cell) if self.row else None


@dataclass(frozen=True)
class Reading:
    """Reads each comparison, translation and brand once for all variants. `brands` holds those of the program."""

    brands: Path
    sources: dict[Path, Source] = field(default_factory=dict)
    translated: dict[tuple[Path, str], Source] = field(default_factory=dict)

    def source(self, folder: Path) -> Source:
        """A comparison in its own language; raises ProblemError."""
        if folder not in self.sources:
            self.sources[folder] = read_source(folder)
        return self.sources[folder]

    def translation(self, folder: Path, tag: str) -> Source:
        """A comparison in any of its languages; raises ProblemError."""
        source = self.source(folder)
        if tag == source.comparison.language:
            return source
        if (folder, tag) not in self.translated:
            overlay = pseudo(source) if tag == PSEUDO else read_overlay(folder, tag)
            self.translated[folder, tag] = translate(source, overlay)
        return self.translated[folder, tag]

    def languages(self, folder: Path) -> list[str]:
        """The comparison's own language and those of its translations; raises ProblemError."""
        return list(dict.fromkeys([self.source(folder).comparison.language, *translations(folder)]))

    def brand(self, folder: Path, name: str | None, named_at: Place | None = None) -> Brand:
        """The brand of a name, or the comparison's own, from the folder beside the comparison's or from `brands`."""
        source = self.source(folder)
        named_at = named_at if name else source.place(("brand",))
        brand, _ = read_brand(name or source.comparison.brand, [folder.parent / "brands", self.brands], named_at)
        return brand


def select(wish: Wish, reading: Reading) -> Iterator[Job | Refused]:
    """The jobs of a wish. One language that cannot be had keeps no other from being made."""
    comparison, name = wish.folder.name, wish.row.variant if wish.row else wish.brand or ""
    try:
        brand = _at_site(reading.brand(wish.folder, wish.brand, wish.place("brand")), wish.row)
        known = reading.languages(wish.folder)
        name = name or brand.id
        comparison = reading.source(wish.folder).comparison.id
    except ProblemError as error:
        yield Refused(comparison, name, "", error.problems)
        return
    for tag in wish.languages or known:
        try:
            if tag not in (*known, PSEUDO):
                raise _unknown_language(wish, tag, known)
            source = reading.translation(wish.folder, tag)
        except ProblemError as error:
            yield Refused(comparison, name, tag, error.problems)
        else:
            papers = wish.papers or brand.print.paper
            yield Job(source, Variant(brand, tag, papers, wish.documents, wish.as_of, wish.template), name)


def _at_site(brand: Brand, row: Row | None) -> Brand:
    """The brand with what a row of a table says of its site; raises ProblemError for a logo that cannot be printed."""
    if not row:
        return brand
    mark = None
    if row.logo:
        place = row.places["logo"]
        mark = read_mark(Path(place.file), row.logo, row.site or brand.meta.full, (), place)
    return brand.at_site(row.site, row.phone, mark)


def _unknown_language(wish: Wish, tag: str, known: list[str]) -> ProblemError:
    message = f"'{wish.folder.name}' is not there in '{tag}'"
    place = wish.place("language") or Place(str(wish.folder / f"{tag}.yaml"))
    return ProblemError([Problem(place, UNKNOWN_LANGUAGE, message, f"languages: {', '.join(known)}")])


def wish_of(row: Row, as_of: date | None, beside: Path, sources: Path) -> Wish | Refused:
    """The wish of a table's row. Its comparison is a folder's name under `sources`, or a path from the table's."""
    for folder in (sources / row.comparison, beside / row.comparison):
        if (folder / MAIN).is_file():
            return Wish(folder, row.brand, row.languages, row.papers, row.documents, as_of, row=row)
    known = ", ".join(sorted(path.parent.name for path in sources.glob(f"*/{MAIN}")))
    fix = f"choose one of: {known or 'none yet'}, or give a path from the table's folder"
    message = f"there is no comparison '{row.comparison}'"
    problem = Problem(row.places["comparison"], "VAR-02", message, fix)
    return Refused(row.comparison, row.variant, "", (problem,))
