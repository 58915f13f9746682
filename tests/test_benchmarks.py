"""The benchmarks run, on a small comparison; what they measure is read by people, never by a test."""

import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def test_the_benchmark_of_the_figures_reports_every_figure() -> None:
    wrist = HERE / "sources" / "wrist"
    command = [sys.executable, str(HERE / "benchmarks" / "figures.py"), str(wrist), "--repeat", "1"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    figures = re.search(r"^figures:\n(.*?)^\w", (wrist / "comparison.yaml").read_text(), re.MULTILINE | re.DOTALL)
    assert figures is not None
    ids = re.findall(r"^  - id: (\S+)", figures[1], re.MULTILINE)
    assert len(ids) > 5
    for id in ids:
        assert len(re.findall(rf"^{id} +(?:slide|panel) ", told, re.MULTILINE)) == 2
    assert re.search(r"in all \d+ ms, [\d.]+ times the floor", told)


def test_the_benchmark_of_the_printed_documents_reports_each_and_their_sum() -> None:
    command = [
        sys.executable,
        str(HERE / "benchmarks" / "printed.py"),
        str(HERE / "sources" / "wrist"),
        "--repeat",
        "1",
    ]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    for document in ("trifold", "handout", "large-print", "press"):
        assert re.search(rf"^{document}(?: +[\d.]+){{5}}$", told, re.MULTILINE)
    assert re.search(r"in all [\d.]+ s, [\d.]+ times the floor", told)


def test_the_benchmark_of_the_whole_reports_its_parts_one_by_one() -> None:
    wrist = HERE / "sources" / "wrist"
    few = ["--rows", "3", "--few", "2", "--jobs", "1", "--comparison", str(wrist)]
    command = [sys.executable, str(HERE / "benchmarks" / "speed.py"), "--only", "word,batch,figures", *few]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    for document in ("trifold", "handout", "deck"):
        assert re.search(
            rf"^one word changed, in watch: {document} +[\d.]+ s, 0 figures drawn again", told, re.MULTILINE
        )
    assert re.search(r"^one warm process +[\d.]+ variants a second", told, re.MULTILINE)
    assert re.search(r"^3 variants, 1 processes +[\d.]+ a second, [\d.]+ of processes x one", told, re.MULTILINE)
    assert re.search(r"^  largest process +\d+ MB at 2, \d+ MB at 3", told, re.MULTILINE)
    counted = re.search(r"^figures drawn, 1 process +(\d+) for 2 variants; (\d+) differ", told, re.MULTILINE)
    assert counted is not None
    assert counted[1] == counted[2] != "0"
