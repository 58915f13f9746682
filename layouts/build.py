"""Variants -> documents: from a source and a brand to finished bytes, or to everything that stands in the way."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from layouts.brand import Brand
from layouts.brochure.sheets import Paper
from layouts.cache import Cache
from layouts.documents import MAKERS, PRINTED, Desk, Made, Variant, make_review, together
from layouts.illustrations import Drawn, Illustrations, Key
from layouts.ingredients import ingredients
from layouts.language import language, languages
from layouts.manifest import MANIFEST, keep_earlier, make_manifest
from layouts.problems import Problem, ProblemError, errors
from layouts.source import Source

__all__ = [
    "DOCUMENTS",
    "MANIFEST",
    "Begun",
    "Built",
    "Part",
    "Share",
    "Variant",
    "check_variant",
    "keep_earlier",
    "make_part",
    "make_variant",
    "shares",
]

DOCUMENTS = (*MAKERS, "review")  # the review pack tells of all the others
Progress = Callable[[str], None]
Figures = dict[Key, Drawn]


@dataclass(frozen=True)
class Built:
    """The files of a variant by name, ready to be written, the warnings that came with them, and its figures."""

    files: dict[str, bytes]
    warnings: tuple[Problem, ...]
    figures: Figures = field(default_factory=dict)


@dataclass(frozen=True)
class Share:
    """What one process makes of a variant, while others make the rest: some documents, on some papers."""

    documents: tuple[str, ...]
    papers: tuple[Paper, ...]


@dataclass(frozen=True)
class Part:
    """A share that is made: its documents, the figures that were drawn for it, and which of all figures they show."""

    made: Mapping[str, Made]
    figures: Figures
    shown: tuple[Key, ...]


@dataclass(frozen=True)
class Begun:
    """What there is of a variant: its problems before anything was drawn, and its parts, in the order of `shares`."""

    problems: tuple[Problem, ...]
    parts: Sequence[Part]

    @property
    def made(self) -> dict[str, Made]:
        """Its documents so far."""
        names = dict.fromkeys(name for part in self.parts for name in part.made)
        return {name: together(part.made[name] for part in self.parts if name in part.made) for name in names}


def make_variant(
    source: Source,
    variant: Variant,
    progress: Progress = lambda step: None,
    figures: Figures | None = None,
    cache: Cache | None = None,
    begun: Begun | None = None,
) -> Built:
    """Every document of one variant, with `figures` that were drawn for its like before, what the cache has, and what
    was `begun` elsewhere.

    Raises ProblemError when any of them is not fit to print.
    """
    from layouts.checks.waiving import judge

    begun = begun or Begun(check_variant(source, variant), ())
    desk = _desk(source, variant, figures, cache)
    for part in begun.parts:
        desk.illustrations.adopt(part.shown, part.figures)
    given = begun.made
    stored = {name: made for name, made in _stored(desk, cache).items() if name not in given} if cache else {}
    made = {"source": Made(problems=begun.problems)}
    reviewed = "review" in variant.documents
    for document in _ordered(variant):
        progress(document)
        one = given.get(document) or stored.get(document) or MAKERS[document](desk)
        made[document] = one.traced() if reviewed else one
    made["illustrations"] = Made(problems=tuple(desk.illustrations.problems))
    found = [_at(problem, name) for name, one in made.items() for problem in one.problems]
    whole = set(PRINTED) <= set(variant.documents)
    judged = judge(found, source, variant.as_of, whole)
    if errors(judged.open):
        raise ProblemError(judged.open)
    if reviewed:
        progress("review")
        made["review"] = make_review(desk, made, judged)
    files = {name: data for one in made.values() for name, data in one.files.items()}
    if cache:
        _store(desk, cache, {name: made[name] for name in _ordered(variant) if name not in stored})
    files[MANIFEST] = make_manifest(source.comparison, variant, made, judged, reused=sorted(stored))
    return Built(files, judged.open, desk.illustrations.known)


def check_variant(source: Source, variant: Variant) -> tuple[Problem, ...]:
    """What is warned of before anything is drawn; raises ProblemError when nothing can be."""
    from layouts.checks.waiving import judge

    _check_language(source, variant.language)
    problems = tuple(_check_before(source, variant))
    if errors(problems):
        raise ProblemError(judge(problems, source, variant.as_of, whole=False).open)
    return problems


# Documents that go on with nothing of one another, but for figures, which show what all of them drew.
APART = (("trifold", "press"), ("handout",), ("large-print",), ("deck",))


def shares(source: Source, variant: Variant, cache: Cache | None = None) -> list[Share]:
    """What can be made of a variant side by side, but what the cache has; raises ProblemError."""
    _check_language(source, variant.language)
    stored = _stored(_desk(source, variant, None, cache), cache) if cache else {}
    wanted = [name for name in _ordered(variant) if name not in stored]
    return [
        Share(documents, papers)
        for chain in APART
        if (documents := tuple(name for name in chain if name in wanted))
        for papers in ([variant.papers] if chain == ("deck",) else [(paper,) for paper in variant.papers])
    ]


def make_part(
    source: Source, variant: Variant, share: Share, figures: Figures | None = None, cache: Cache | None = None
) -> Part:
    """One of the shares of a variant that was checked; raises ProblemError when a document cannot be made."""
    desk = _desk(source, replace(variant, papers=share.papers), figures, cache)
    made = {name: MAKERS[name](desk) for name in share.documents}
    if "review" in variant.documents:
        made = {name: one.traced() for name, one in made.items()}
    drawn = {key: one for key, one in desk.illustrations.known.items() if key not in (figures or {})}
    told = {name: replace(one, proofs=()) for name, one in made.items()}  # a proof stays where it was made
    return Part(told, drawn, tuple(desk.illustrations.drawn))


def _desk(source: Source, variant: Variant, figures: Figures | None, cache: Cache | None) -> Desk:
    pictures = "figures" in variant.documents
    return Desk(source, variant, Illustrations(source, variant.brand, pictures, cache, dict(figures or {})))


def _ordered(variant: Variant) -> list[str]:
    """The documents to make but the review pack, which is made anew each time: figures last, most are drawn by then."""
    return sorted((name for name in variant.documents if name in MAKERS), key=DOCUMENTS.index)


# These go on with what others settled or drew: where they are made again, so are those.
NEEDED = {"press": ("trifold",), "figures": ("handout", "large-print")}


def _stored(desk: Desk, cache: Cache) -> dict[str, Made]:
    """The documents that were made of the same ingredients before."""
    found = {name: _placed(desk.source, cache.get(ingredients(desk, name))) for name in _ordered(desk.variant)}
    if "review" in desk.variant.documents:  # one that was made without a review pack has kept no texts for it
        found = {name: made if made and made.printings is not None else None for name, made in found.items()}
    wanting = [need for name, needs in NEEDED.items() if name in found and not found[name] for need in needs]
    return {name: made for name, made in found.items() if isinstance(made, Made) and name not in wanting}


def _store(desk: Desk, cache: Cache, made: dict[str, Made]) -> None:
    """Keeps new documents, with what in the source each of their warnings is about: lines move. One that is warned of
    for something else is made again each time."""
    if desk.illustrations.problems:
        return
    for name, one in made.items():
        anchors = [desk.source.anchor(problem.place) for problem in one.problems]
        if None not in anchors:
            cache.put(ingredients(desk, name), (replace(one, proofs=()), anchors))  # a proof knows lines too


def _placed(source: Source, kept: object) -> Made | None:
    """A document that was kept, its warnings at the lines where they stand by now; nothing where one has no such."""
    if not isinstance(kept, tuple):
        return None
    made: Made
    made, anchors = kept
    places = [source.anchored(anchor) for anchor in anchors]
    at = [place for place in places if place]
    if len(at) < len(made.problems):
        return None
    return replace(
        made, problems=tuple(replace(one, place=place) for one, place in zip(made.problems, at, strict=True))
    )


def _check_language(source: Source, tag: str) -> None:
    try:
        language(tag)
    except KeyError:
        message, fix = f"there are no fixed words in '{tag}'", f"choose one of: {', '.join(languages())}"
        raise ProblemError([Problem(source.place(("language",)), "SRC-02", message, fix)]) from None


def _check_before(source: Source, variant: Variant) -> Iterator[Problem]:
    """What can be said before anything is drawn: of the source, of what is past its day, and of the brand."""
    from layouts.checks.expiry import check_expiry
    from layouts.checks.source_rules import check_source

    yield from check_source(source)
    if variant.as_of:
        yield from check_expiry(source, variant.as_of)
    yield from _sample_brand(source, variant.brand)
    yield from _brand(variant.brand, variant.language)


def _at(problem: Problem, document: str) -> Problem:
    """A problem with the document that it shows in; of the source and its figures, all of them."""
    return problem if problem.document or document not in MAKERS else replace(problem, document=document)


def _sample_brand(source: Source, brand: Brand) -> list[Problem]:
    """DIS-02: an approved edition names its real publisher (IPDAS C6: funding and producer are stated)."""
    if not brand.publisher.sample or source.comparison.edition.status != "approved":
        return []
    message = f"the imprint of the brand '{brand.id}' is a sample's, and this edition is approved"
    return [Problem(source.place(("brand",)), "DIS-02", message, "name a brand with your own publisher and funding")]


def _brand(brand: Brand, tag: str) -> list[Problem]:
    """COL-01 to COL-03 of the brand's colours and what its texts lack or claim, at the lines of its own file."""
    from layouts.checks.brand_colours import check_brand_colours
    from layouts.checks.brand_texts import check_brand_texts

    return [*check_brand_colours(brand), *check_brand_texts(brand, tag)]
