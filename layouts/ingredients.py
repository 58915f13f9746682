"""What each document of a variant is made of, as a digest: equal digests make equal bytes.

A brochure carries its whole source, and so does the panel map of a print shop; a deck only what it prints.
"""

import json
from collections.abc import Iterable, Iterator

from layouts.attached import plain
from layouts.documents import Desk
from layouts.inputs import digest_of, program_digest
from layouts.parts import Audience, Slug
from layouts.publishing import narrow

Wordings = Iterable[tuple[Slug, Audience]]


def ingredients(desk: Desk, document: str) -> str:
    """The digest of a document's ingredients."""
    variant, source = desk.variant, desk.source
    return digest_of(
        (
            program_digest(),
            document,
            variant.language,
            *variant.papers,
            *_template(desk, document),
            *(variant.documents if document in TOGETHER else ()),
            _words(desk, document),
            json.dumps(desk.numbering),
            json.dumps(plain(variant.brand), sort_keys=True),
            *(part for name, content in sorted(variant.brand.files.items()) for part in (name, content)),
            json.dumps(plain(source.original)) if source.original else "",
        )
    )


def _template(desk: Desk, document: str) -> Iterator[bytes | str]:
    """What the deck stands on, where it is none of the brand's own; the figures are drawn for its slides."""
    template = desk.variant.template
    if template and document in ("deck", "figures"):
        yield from (template.content, repr(template.wishes))


TOGETHER = ("press", "figures")  # these go on with what the other documents settled and drew


def _words(desk: Desk, document: str) -> bytes:
    """What of the published comparison goes into a document, seen or not."""
    comparison = desk.comparison
    if document == "deck":
        shown = [slide.section for part in comparison.documents.deck for slide in part.slides if slide.section]
        wordings = frozenset[tuple[Slug, Audience]]((key, "clinician") for key in shown)
    else:
        return desk.packed.content
    return json.dumps(plain(narrow(comparison, wordings))).encode()
