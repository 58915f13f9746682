"""build.json: what was made of what, with checksums, seals and how it fits; and what stays of an earlier build."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import PurePath
from typing import Any

from layouts import __version__
from layouts.checks.waiving import Judged
from layouts.comparison import Comparison
from layouts.documents import Made, Variant
from layouts.problems import Place, Problem

MANIFEST = "build.json"


def make_manifest(
    comparison: Comparison, variant: Variant, made: Mapping[str, Made], judged: Judged, reused: Sequence[str] = ()
) -> bytes:
    """The manifest of documents by name, with what is warned of and what was accepted.

    `reused` names the documents that nothing has changed in since they were made.
    """
    files = {name: data for document in made.values() for name, data in document.files.items()}
    edition = comparison.edition.model_dump(mode="json", include={"version", "status", "published", "next_review"})
    return _pretty(
        {
            "comparison": comparison.id,
            "brand": variant.brand.id,
            "language": variant.language,
            "as_of": variant.as_of.isoformat() if variant.as_of else None,
            "edition": edition,
            "program": __version__,
            "files": {
                name: {"sha256": sha256(data).hexdigest(), "bytes": len(data)} for name, data in sorted(files.items())
            },
            "seals": {name: dict(seals) for document in made.values() for name, seals in document.seals.items()},
            "fit": {name: fit for document in made.values() for name, fit in document.fits.items()},
            "reused": list(reused),
            "problems": [_told(problem) for problem in judged.open],
            "waived": [
                _told(problem) | {"reason": waiver.reason, "until": waiver.until.isoformat()}
                for problem, waiver in judged.waived
            ],
        }
    )


def _told(problem: Problem) -> dict[str, str]:
    return {
        "place": _place(problem.place),
        "rule": problem.rule,
        "severity": problem.severity,
        "message": problem.message,
        "document": problem.document,
    }


def _pretty(manifest: Mapping[str, Any]) -> bytes:
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
        manifest["seals"][name] = dict(earlier.get("seals", {})).get(name)
    manifest["kept"] = sorted(kept.keys() - files.keys())
    return {**theirs, **kept, **files, MANIFEST: _pretty(manifest)}
