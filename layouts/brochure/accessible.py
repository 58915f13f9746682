"""A document for every reader: one file that is PDF/UA-1 (ISO 14289-1) and PDF/A-3a (ISO 19005-3) at once.

The typesetter writes the tagged PDF/A; what it leaves open is completed here, on its objects.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pydyf

from layouts.attached import File
from layouts.brochure.lines import whole_lines
from layouts.brochure.links import tell_links
from layouts.brochure.order import panels_in_order
from layouts.brochure.pdf import Typeset
from layouts.brochure.repeats import join_tables
from layouts.brochure.tables import complete_tables
from layouts.brochure.tags import Finisher
from layouts.brochure.xmp import complete_metadata
from layouts.language import language


@dataclass(frozen=True)
class Access:
    """What a reader who listens needs beyond the pages.

    `links` says where each link leads to, by its target; `written` are the panels of a folded sheet as its pages hold
    them, `read` the same in the order of reading; `texts` is what all of it says, in that order.
    """

    texts: Sequence[str]
    links: Mapping[str, str] = field(default_factory=dict)
    written: tuple[str, ...] = ()
    read: tuple[str, ...] = ()


def write_accessible(
    pages: Typeset, access: Access, finishers: Sequence[Finisher] = (), files: Sequence[File] = ()
) -> bytes:
    """The file's bytes. `finishers` come after our own; `files` are what it was made from."""
    order = [panels_in_order(access.written, access.read)] if access.read else []
    note, finish = whole_lines(access.texts)
    ours = [
        note,
        *order,
        join_tables,
        complete_tables,
        finish,
        tell_links(access.links),
        complete_metadata,
        _turn_pages,
        _name_files_once,
    ]
    return pages.write("pdf/a-3a", [*ours, *finishers], files)


def _turn_pages(document: Any, pdf: pydyf.PDF) -> None:
    """Two pages side by side stand in the order in which the language is read (ISO 32000-1, 12.2)."""
    if language(document.metadata.lang).direction == "rtl":
        pdf.catalog.setdefault("ViewerPreferences", pydyf.Dictionary())["Direction"] = "/R2L"


def _name_files_once(document: Any, pdf: pydyf.PDF) -> None:
    """WeasyPrint 70 lists each attached file twice among the associated ones."""
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
