"""A build in this process, and what each document takes of it, as JSON: seconds of processor by name, in order.

    python tests/benchmarks/shares.py build COMPARISON ...

A figure counts for the first document that shows it.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))


def main(words: list[str]) -> None:
    """Loads every library first, so that none counts for the document that asks for it first."""
    import matplotlib.figure  # noqa: F401
    import pikepdf  # noqa: F401
    import pptx  # noqa: F401
    import uharfbuzz  # noqa: F401
    import weasyprint  # noqa: F401

    import make_docs
    from layouts import build, documents

    spent = {"loading": time.process_time(), "source, and what it has to keep": 0.0}
    makers = {**documents.MAKERS}

    def timed(name: str, make: Callable[..., Any]) -> Callable[..., Any]:
        def made(*given: Any) -> Any:
            if spent["source, and what it has to keep"] == 0.0:
                spent["source, and what it has to keep"] = time.process_time() - spent["loading"]
            start = time.process_time()
            one = make(*given)
            spent[name] = time.process_time() - start
            return one

        return made

    documents.MAKERS.update({name: timed(name, make) for name, make in makers.items()})
    build.make_review = timed("review", build.make_review)
    if make_docs.main(words):
        raise SystemExit("the build failed")
    spent["gallery, writing, all else"] = time.process_time() - sum(spent.values())
    sys.stdout.write(json.dumps(spent) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
