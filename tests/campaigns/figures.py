"""Draws a thousand random figures in three slots and looks for overlaps, escapes, lost letters and exceptions.

    python tests/campaigns/figures.py [--examples 1000] [--state FILE]

About five minutes of one core for a thousand. It goes on where it was stopped as long as figures and strategies are
the same; the suite runs a minute of the same (tests/test_figures_extremes.py).
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
sys.path[:0] = [str(HERE.parents[1]), str(HERE.parent)]

from extremes import KINDS, SLOTS, judge  # noqa: E402 (found from here on)
from layouts.figures.specs import Spec  # noqa: E402

BLOCK = 10  # examples of one kind, drawn from one seed
SHARES = {
    "intervals": 0.2,
    "claim": 0.15,
    "durability": 0.15,
    "evidence-map": 0.15,
    "icon-ranges": 0.15,
    "timeline": 0.1,
    "mechanism": 0.1,
}
COUNTED = ("examples", "drawings", "parts", "divided", "refused", "faults")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--examples", type=int, default=1000)
    parser.add_argument("--state", type=Path, default=Path(gettempdir()) / "figures-campaign.json")
    options = parser.parse_args()
    state = read_state(options.state)
    start, fresh = time.process_time(), 0
    for kind, share in SHARES.items():
        for number in range(round(options.examples * share / BLOCK)):
            if f"{kind} {number}" not in state["blocks"]:
                state["blocks"][f"{kind} {number}"] = run_block(kind, number)
                options.state.write_text(json.dumps(state))
                fresh += BLOCK
    for kind in KINDS:
        mine = [block for name, block in state["blocks"].items() if name.split()[0] == kind]
        print(f"{kind:13}", *(f"{key} {sum(block[key] for block in mine):5}" for key in COUNTED))  # noqa: T201
    print(f"{fresh} examples in {time.process_time() - start:.0f} s of one core; the others were done before")  # noqa: T201
    return int(any(block["faults"] for block in state["blocks"].values()))


def read_state(path: Path) -> dict[str, Any]:
    """What was done with the same code; nothing where the code has changed."""
    code = sha256()
    for file in sorted([*(HERE.parents[1] / "layouts" / "figures").glob("*.*"), HERE.parent / "extremes.py"]):
        code.update(file.read_bytes())
    state = json.loads(path.read_text()) if path.is_file() else {}
    return state if state.get("code") == code.hexdigest() else {"code": code.hexdigest(), "blocks": {}}


def run_block(kind: str, number: int) -> dict[str, int]:
    """Ten examples, each in every slot: how many are divided or refused, and whether anything is wrong."""
    counts = dict.fromkeys(COUNTED, 0)

    @seed(1000 * list(KINDS).index(kind) + number)
    @settings(max_examples=BLOCK, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(KINDS[kind])
    def every_slot(spec: Spec) -> None:
        counts["examples"] += 1
        for slot in SLOTS:
            parts, complaints = judge(spec, slot)
            counts["drawings"] += 1
            counts["parts"] += parts
            counts["divided"] += parts > 1
            counts["refused"] += parts == 0
            assert complaints == [], slot.name

    try:
        every_slot()
    except Exception as error:  # noqa: BLE001 (whatever happens is what is looked for)
        counts["faults"] += 1
        print(f"{kind} {number}: {type(error).__name__}: {error}", *getattr(error, "__notes__", ()))  # noqa: T201
    return counts


if __name__ == "__main__":
    raise SystemExit(main())
