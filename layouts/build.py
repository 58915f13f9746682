"""Variants -> documents: from a source and a brand to finished bytes, or to everything that stands in the way."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from layouts.brand import Brand
from layouts.documents import MAKERS, Desk, Made, Variant
from layouts.illustrations import Illustrations
from layouts.language import language, languages
from layouts.manifest import MANIFEST, keep_earlier, make_manifest
from layouts.problems import Problem, ProblemError, errors
from layouts.source import Source

__all__ = ["DOCUMENTS", "MANIFEST", "Built", "Variant", "keep_earlier", "make_variant"]

DOCUMENTS = tuple(MAKERS)
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Built:
    """The files of a variant by name, ready to be written, and the warnings that came with them."""

    files: dict[str, bytes]
    warnings: tuple[Problem, ...]


def make_variant(source: Source, variant: Variant, progress: Progress = lambda step: None) -> Built:
    """Every document of one variant; raises ProblemError when any of them is not fit to print."""
    from layouts.checks.source_rules import check_source

    _check_language(source, variant.language)
    brand = (*_sample_brand(source, variant.brand), *_brand_colours(source, variant.brand))
    problems = (*check_source(source), *brand)
    if errors(problems):
        raise ProblemError(list(problems))
    pictures = "figures" in variant.documents
    desk = Desk(source, variant, Illustrations(source, variant.brand, pictures))
    made = {"source": Made(problems=problems)}
    for document in sorted(variant.documents, key=DOCUMENTS.index):  # figures last: most are drawn by then
        progress(document)
        made[document] = MAKERS[document](desk)
    told = {problem.rule for problem in brand}  # of the brand's colours, once and not at every figure
    seen = [p for p in desk.illustrations.problems if p.rule != "COL-03" or p.rule not in told]
    made["illustrations"] = Made(problems=tuple(seen))
    found = [problem for one in made.values() for problem in one.problems]
    if errors(found):
        raise ProblemError(found)
    files = {name: data for one in made.values() for name, data in one.files.items()}
    files[MANIFEST] = make_manifest(source.comparison, variant.brand.id, variant.language, made)
    return Built(files, tuple(found))


def _check_language(source: Source, tag: str) -> None:
    try:
        language(tag)
    except KeyError:
        message, fix = f"there are no fixed words in '{tag}'", f"choose one of: {', '.join(languages())}"
        raise ProblemError([Problem(source.place(("language",)), "SRC-02", message, fix)]) from None


def _sample_brand(source: Source, brand: Brand) -> list[Problem]:
    """DIS-02: an approved edition names its real publisher (IPDAS C6: funding and producer are stated)."""
    if not brand.publisher.sample or source.comparison.edition.status != "approved":
        return []
    message = f"the imprint of the brand '{brand.id}' is a sample's, and this edition is approved"
    return [Problem(source.place(("brand",)), "DIS-02", message, "name a brand with your own publisher and funding")]


def _brand_colours(source: Source, brand: Brand) -> list[Problem]:
    """COL-01 to COL-03 of the brand, at the line that names it; an approved edition accepts no warning."""
    from layouts.checks.brand_colours import check_palette

    found = check_palette(brand.palette, brand.id, source.place(("brand",)))
    if source.comparison.edition.status == "approved":
        return [replace(problem, severity="error") for problem in found]
    return found
