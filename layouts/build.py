"""Variants -> documents: from a source and a brand to finished bytes, or to everything that stands in the way."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import PurePath

from layouts import __version__
from layouts.blocks import Imprint
from layouts.brand import Brand
from layouts.brochure import panels, sheets
from layouts.citations import number_works
from layouts.comparison import Comparison
from layouts.deck import slides
from layouts.figures.plans import plan_figure
from layouts.figures.specs import Figure, Slot
from layouts.language import Language, language, languages
from layouts.parts import Audience
from layouts.problems import Place, Problem, ProblemError, errors
from layouts.source import Source
from layouts.wording import Voice

DOCUMENTS = ("trifold", "deck")
MANIFEST = "build.json"
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Variant:
    """One build of a comparison: which brand, language, papers and documents."""

    brand: Brand
    language: str
    papers: tuple[sheets.Paper, ...]
    documents: tuple[str, ...]


@dataclass(frozen=True)
class Built:
    """The files of a variant by name, ready to be written, and the warnings that came with them."""

    files: dict[str, bytes]
    warnings: tuple[Problem, ...]


def make_variant(source: Source, variant: Variant, progress: Progress = lambda step: None) -> Built:
    """Every document of one variant; raises ProblemError when any of them is not fit to print."""
    from layouts.checks.source_rules import check_source

    _check_language(source, variant.language)
    comparison, tongue = source.comparison, language(variant.language)
    problems = [*check_source(source), *_sample_brand(source, variant.brand)]
    if errors(problems):
        raise ProblemError(problems)
    imprint = _imprint(comparison, variant.brand, tongue)
    files: dict[str, bytes] = {}
    ledger: dict[str, object] = {}
    for document in variant.documents:
        progress(document)
        if document == "trifold":
            for paper in variant.papers:
                problems += _trifold(source, variant, paper, imprint, files, ledger)
        else:
            problems += _deck(source, variant, imprint, files, ledger)
    if errors(problems):
        raise ProblemError(problems)
    files[MANIFEST] = _manifest(comparison, variant, files, ledger, problems)
    return Built(files, tuple(problems))


def _check_language(source: Source, tag: str) -> None:
    if tag not in languages():
        message, fix = f"there are no fixed words in '{tag}'", f"choose one of: {', '.join(languages())}"
        raise ProblemError([Problem(source.place(("language",)), "SRC-02", message, fix)])


def _sample_brand(source: Source, brand: Brand) -> list[Problem]:
    """DIS-02: an approved edition names its real publisher (IPDAS C6: funding and producer are stated)."""
    if not brand.publisher.sample or source.comparison.edition.status != "approved":
        return []
    message = f"the imprint of the brand '{brand.id}' is a sample's, and this edition is approved"
    return [Problem(source.place(("brand",)), "DIS-02", message, "name a brand with your own publisher and funding")]


def _imprint(comparison: Comparison, brand: Brand, tongue: Language) -> Imprint:
    voice = _voice(comparison, tongue, "patient")
    text, edition = brand.publisher, comparison.edition
    publisher = text.imprint.get(tongue.tag) or next(iter(text.imprint.values()))
    mandatory = text.mandatory.get(tongue.tag)
    return Imprint(
        publisher=voice.line(publisher),
        mandatory=(voice.line(mandatory),) if mandatory else (),
        name=brand.meta.name.full,
        phone=brand.contact.phone,
        edition=tongue.word("document.edition", version=edition.version, date=tongue.day(edition.published)),
        status=tongue.word(f"document.status-{edition.status}"),
    )


def _voice(comparison: Comparison, tongue: Language, audience: Audience) -> Voice:
    return Voice(comparison, tongue, audience, number_works(comparison))


def _draw(ids: dict[str, Slot], source: Source, voice: Voice, brand: Brand) -> dict[str, Figure]:
    from layouts.figures.canvas import DoesNotFit
    from layouts.figures.drawing import draw

    drawn: dict[str, Figure] = {}
    for id, slot in ids.items():
        try:
            drawn[id] = draw(plan_figure(id, voice), slot, brand.palette)
        except DoesNotFit as misfit:
            index = [figure.id for figure in source.comparison.figures].index(id)
            raise ProblemError(
                [
                    Problem(
                        source.place(("figures", index)),
                        "TYP-05",
                        str(misfit),
                        "shorten the names of its studies, scales and populations",
                    )
                ]
            ) from None
    return drawn


def _trifold(
    source: Source,
    variant: Variant,
    paper: sheets.Paper,
    imprint: Imprint,
    files: dict[str, bytes],
    ledger: dict[str, object],
) -> list[Problem]:
    """The tri-fold on one paper. Panels that are too full take their sections' short wording; then it is a problem."""
    from layouts.brochure.pdf import Typeset, typeset_trifold

    brand, comparison = variant.brand, source.comparison
    voice = _voice(comparison, language(variant.language), "patient")
    sheet = sheets.roll_fold(paper, sheets.SHORTENING[paper] or brand.print.flap_shortening)
    figures: dict[str, Figure] = {}

    def typeset(short: frozenset[str]) -> Typeset:
        text = panels.plan_trifold(voice, imprint, short)
        slots = panels.figure_slots(text, sheet, voice)
        figures.update(_draw({id: slot for id, slot in slots.items() if id not in figures}, source, voice, brand))
        return typeset_trifold(text, sheet, brand.palette, figures, comparison.edition)

    made = typeset(frozenset())
    short = panels.short_sections(comparison, [fill.panel for fill in made.fills if fill.over])
    if short:
        made = typeset(short)
    name = "trifold.pdf" if paper == brand.print.paper[0] else f"trifold-{paper}.pdf"
    files[name] = made.pdf()
    ledger[name] = {
        "panels": {
            fill.panel: {"used_mm": fill.used, "room_mm": fill.room, "words": fill.words} for fill in made.fills
        },
        "short_wording": sorted(short),
        "pages": made.pages,
    }
    return panels.fit_problems(source, made.fills, made.pages, tuple(made.warnings), name, variant.language)


def _deck(
    source: Source, variant: Variant, imprint: Imprint, files: dict[str, bytes], ledger: dict[str, object]
) -> list[Problem]:
    from layouts.deck.powerpoint import figure_slot, render_deck

    brand, comparison = variant.brand, source.comparison
    voice = _voice(comparison, language(variant.language), "clinician")
    text = slides.plan_deck(voice, imprint)
    figures = _draw(dict.fromkeys(text.figures, figure_slot()), source, voice, brand)
    made = render_deck(text, brand.palette, brand.typography.family, figures, comparison.edition)
    files["deck.pptx"] = made.pptx
    ledger["deck.pptx"] = {"slides": made.slides}
    return slides.fit_problems(source, text, made.overflows, variant.language)


def _manifest(
    comparison: Comparison,
    variant: Variant,
    files: dict[str, bytes],
    ledger: dict[str, object],
    problems: list[Problem],
) -> bytes:
    """build.json: what was made of what, and how it fits."""
    made = {
        "comparison": comparison.id,
        "brand": variant.brand.id,
        "language": variant.language,
        "edition": comparison.edition.model_dump(
            mode="json", include={"version", "status", "published", "next_review"}
        ),
        "program": __version__,
        "files": {
            name: {"sha256": sha256(data).hexdigest(), "bytes": len(data)} for name, data in sorted(files.items())
        },
        "fit": ledger,
        "problems": [
            {"place": _place(p.place), "rule": p.rule, "severity": p.severity, "message": p.message} for p in problems
        ],
    }
    return _pretty(made)


def _pretty(manifest: Mapping[str, object]) -> bytes:
    return (json.dumps(manifest, indent=2, ensure_ascii=False, sort_keys=True) + "\n").encode()


def _place(place: Place) -> str:
    """File name, line and column; the folder is this machine's business."""
    return str(replace(place, file=PurePath(place.file).name))


def keep_earlier(files: dict[str, bytes], standing: dict[str, bytes], part: bool) -> dict[str, bytes]:
    """The new files and what stays of the folder they replace: files of people always, and of an earlier build those
    documents that this call was not asked for (`part`). The manifest names the latter under `kept`.
    """
    try:
        earlier = json.loads(standing.get(MANIFEST, b"{}"))
        made = dict(earlier.get("files", {}))
    except (ValueError, AttributeError, TypeError):  # somebody wrote into it: then every file counts as theirs
        earlier, made = {}, {}
    theirs = {name: data for name, data in standing.items() if name not in made and name != MANIFEST}
    kept = {name: data for name, data in standing.items() if part and name in made}
    manifest = json.loads(files[MANIFEST])
    for name in kept.keys() - files.keys():
        manifest["files"][name] = made[name]
        manifest["fit"][name] = dict(earlier.get("fit", {})).get(name)
    manifest["kept"] = sorted(kept.keys() - files.keys())
    return {**theirs, **kept, **files, MANIFEST: _pretty(manifest)}
