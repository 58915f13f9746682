"""What could not be built: kept beside the page, and shown until the variant is built."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

Key = tuple[str, str, str]  # comparison, brand or variant, language: the folders of a variant


@dataclass(frozen=True)
class Finding:
    """A problem as a manifest or a failed run tells it; `fix` and `document` are empty where they are not known."""

    severity: str
    rule: str
    place: str
    message: str
    fix: str = ""
    document: str = ""


@dataclass(frozen=True)
class Failure:
    """A variant that could not be built, and why. An empty brand or language stands for all of them."""

    comparison: str
    brand: str
    language: str
    findings: tuple[Finding, ...]

    @property
    def key(self) -> Key:
        return self.comparison, self.brand, self.language

    def concerns(self, key: Key) -> bool:
        return all(not mine or mine == theirs for mine, theirs in zip(self.key, key, strict=True))


def finding(problem: Any) -> Finding:
    """A problem as JSON tells it; raises KeyError or TypeError where it is none."""
    severity, rule, place, message = (str(problem[name]) for name in ("severity", "rule", "place", "message"))
    return Finding(severity, rule, place, message, str(problem.get("fix", "")), str(problem.get("document") or ""))


def remember(earlier: Iterable[Failure], failed: Sequence[Failure], built: Iterable[Key]) -> tuple[Failure, ...]:
    """The failures to show: of this run, and of earlier ones what has not been tried or built since."""
    tried = [*built, *(failure.key for failure in failed)]
    left = [failure for failure in earlier if not any(failure.concerns(key) for key in tried)]
    return tuple(sorted({failure.key: failure for failure in [*left, *failed]}.values(), key=lambda f: f.key))


def read_failures(content: bytes) -> tuple[Failure, ...]:
    """What `told_failures` gave; nothing where somebody wrote into it."""
    try:
        told = json.loads(content)
        found = [_failure(one) for one in told]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ()
    return tuple(found)


def _failure(one: Any) -> Failure:
    comparison, brand, language = (str(one[name]) for name in ("comparison", "brand", "language"))
    return Failure(comparison, brand, language, tuple(finding(problem) for problem in one["problems"]))


def told_failures(failures: Sequence[Failure]) -> bytes:
    """The failures as they are kept beside the page."""
    told = [
        {
            "comparison": failure.comparison,
            "brand": failure.brand,
            "language": failure.language,
            "problems": [vars(finding) for finding in failure.findings],
        }
        for failure in failures
    ]
    return (json.dumps(told, indent=2, ensure_ascii=False, sort_keys=True) + "\n").encode()
