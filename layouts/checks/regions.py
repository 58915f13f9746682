"""Where a comparison may be handed out: what is allowed to be said of a medicine differs from region to region."""

from collections.abc import Iterator

from layouts.problems import Problem
from layouts.source import Source


def check_region(source: Source, region: str) -> Iterator[Problem]:
    """REG-01: a comparison names the regions that it was written for; nobody has looked at it for others.

    21 CFR 202.1 (US), Directive 2001/83/EC, title VIII (EU) and SI 2012/1916, part 14 (UK) differ.
    """
    regions = source.comparison.regions
    if region not in regions:
        message = f"the comparison is written for {', '.join(regions)}, and not for {region}"
        fix = f"have somebody who knows its rules look at it, then add '{region}' to 'regions'"
        yield Problem(source.place(("regions",)), "REG-01", message, fix)
