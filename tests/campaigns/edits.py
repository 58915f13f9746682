"""Edits a deck by chance two hundred times, builds a new edition onto it, and looks for lost words and old numbers.

    python tests/campaigns/edits.py [--examples 200] [--state FILE]

About two minutes of one core for two hundred. It goes on where it was stopped as long as the deck's code and the edits
are the same; the suite runs fifteen of the same (tests/test_onto.py).
"""

import argparse
import json
import sys
import time
from hashlib import sha256
from pathlib import Path
from tempfile import gettempdir
from typing import Any

from hypothesis import HealthCheck, given, seed, settings

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1])]

from tests.edits import SEQUENCES, judge  # noqa: E402 (found from here on)

BLOCK = 10  # examples drawn from one seed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--examples", type=int, default=200)
    parser.add_argument("--state", type=Path, default=Path(gettempdir()) / "edits-campaign.json")
    options = parser.parse_args()
    state = read_state(options.state)
    start = time.process_time()
    for number in range(round(options.examples / BLOCK)):
        if str(number) not in state["blocks"]:
            state["blocks"][str(number)] = run_block(number)
            options.state.write_text(json.dumps(state))
    blocks = state["blocks"].values()
    totals = {key: sum(block[key] for block in blocks) for key in ("examples", "edits", "faults")}
    print(*(f"{key} {total}" for key, total in totals.items()), f"{time.process_time() - start:.0f} s of one core now")  # noqa: T201
    return int(totals["faults"] > 0)


def read_state(path: Path) -> dict[str, Any]:
    """What was done with the same code; nothing where the code has changed."""
    code = sha256()
    for file in sorted([*(HERE.parents[1] / "layouts" / "deck").glob("*.py"), HERE.parent / "edits.py"]):
        code.update(file.read_bytes())
    state = json.loads(path.read_text()) if path.is_file() else {}
    return state if state.get("code") == code.hexdigest() else {"code": code.hexdigest(), "blocks": {}}


def run_block(number: int) -> dict[str, int]:
    """Ten sequences of edits, and whether anything was lost or left."""
    counts = {"examples": 0, "edits": 0, "faults": 0}

    @seed(number)
    @settings(max_examples=BLOCK, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(SEQUENCES)
    def every_sequence(sequence: list[tuple[str, int, int]]) -> None:
        counts["examples"] += 1
        counts["edits"] += len(sequence)
        assert judge(sequence) == [], sequence

    try:
        every_sequence()
    except Exception as error:  # noqa: BLE001 (whatever happens is what is looked for)
        counts["faults"] += 1
        print(f"{number}: {type(error).__name__}: {error}", *getattr(error, "__notes__", ()))  # noqa: T201
    return counts


if __name__ == "__main__":
    raise SystemExit(main())
