"""Builds of the same text by us and by MkDocs alone, in turn; prints ratios: ``python -m tests.bench``.

What counts is the ratio of one run to its neighbour: absolute times are those of one machine on one day.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple
from urllib.request import urlopen

from tests.bench import synthetic
from tests.serving import serving

ROOT = Path(__file__).parents[2]
OURS = [sys.executable, "-m", "generator", "build"]
MKDOCS = [sys.executable, "-m", "mkdocs", "build", "--quiet"]


class Cost(NamedTuple):
    """What one command has cost, its children included."""

    cpu: float
    """Seconds of processor time."""
    wall: float
    """Seconds."""
    memory: float
    """MiB of the largest process."""


def measure(command: Sequence[str], folder: Path) -> Cost:
    """Run a command in a folder to its end.

    Raises:
        RuntimeError: it failed.
    """
    begin = time.perf_counter()
    process = os.fork()
    if process == 0:
        os.chdir(folder)
        os.environ.update(PYTHONPATH=str(ROOT), NO_MKDOCS_2_WARNING="1")
        sink = os.open(os.devnull, os.O_WRONLY)
        os.dup2(sink, 1)
        os.execv(command[0], [*command])  # noqa: S606 (our own)
    _, status, used = os.wait4(process, 0)
    if status:
        raise RuntimeError(f"{' '.join(command)} failed in {folder}")
    return Cost(used.ru_utime + used.ru_stime, time.perf_counter() - begin, used.ru_maxrss / 1024)


def size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def cold(folder: Path) -> None:
    for name in ("site", ".lophoc", "public"):
        shutil.rmtree(folder / name, ignore_errors=True)


def edit(folder: Path) -> None:
    """One question, as a trainer does it."""
    file = next(folder.glob("quizzes/*/bai-0000.yml"))
    file.write_text(
        file.read_text(encoding="utf-8").replace("title: Tự", "title: Hãy tự", 1), encoding="utf-8"
    )


def seconds_to_show(folder: Path, saves: int = 10) -> float:
    """Median time from saving a quiz to its new page at the address of the preview."""
    quiz = next(folder.glob("quizzes/*/bai-0000.yml"))
    written, times = quiz.read_text(encoding="utf-8"), []
    with serving(folder, patience=300) as site:
        url = f"{site}quizzes/{quiz.parent.name}/bai-0000.html"
        _wait(url, "lophoc-page")
        for number in range(saves):
            time.sleep(1 + number / 30)  # at any moment of the server's round
            begin = time.perf_counter()
            quiz.write_text(written.replace("title: ", f"title: Lần{number} ", 1), encoding="utf-8")
            _wait(url, f"Lần{number} ")
            times.append(time.perf_counter() - begin)
    quiz.write_text(written, encoding="utf-8")
    return statistics.median(times)


def _wait(url: str, text: str) -> None:
    end = time.monotonic() + 300
    while time.monotonic() < end:
        with suppress(OSError), urlopen(url, timeout=60) as page:  # noqa: S310 (our own server)
            if text in page.read().decode():
                return
        time.sleep(0.01)
    raise RuntimeError(f"{url} does not show “{text}”")


def compare(
    ours: Path, plain: Path, rounds: int, prepare: Callable[[Path], None], command: Sequence[str] = OURS
) -> list[str]:
    """Medians of ours / theirs, in turns; theirs is always a cold build."""
    ratios = []
    for _ in range(rounds):
        prepare(ours)
        cold(plain)
        mine, theirs = measure(command, ours), measure(MKDOCS, plain)
        ratios.append([a / b for a, b in zip(mine, theirs, strict=True)])
    return [f"{statistics.median(column):.2f}" for column in zip(*ratios, strict=True)]


def main() -> None:
    """Write the sites, build them in turn, print a table in Markdown."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--lessons", type=int, nargs="+", default=[50, 500])
    options.add_argument("--rounds", type=int, default=3)
    asked = options.parse_args()
    hosts = ", ".join(
        f"{name} {version(name)}" for name in ("mkdocs", "mkdocs-material", "mkdocs-static-i18n")
    )
    print(
        f"{time.strftime('%Y-%m-%d')}, Python {platform.python_version()}, {os.cpu_count()} cores; {hosts}\n"
    )
    print("| lessons x 2 languages | what, against a cold build of plain MkDocs | CPU | wall | memory |")
    print("|---|---|---|---|---|")
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    for lessons in asked.lessons:
        with tempfile.TemporaryDirectory() as name:
            ours = synthetic.write(Path(name) / "ours", lessons, settings)
            pruned = synthetic.write_plain(Path(name) / "pruned", ours)
            rows = {"cold": cold, "nothing changed": lambda _: None, "one question edited": edit}
            for what, prepare in rows.items():
                print(
                    f"| {lessons} | {what} | {' | '.join(compare(ours, pruned, asked.rounds, prepare))} |",
                    flush=True,
                )
            cold(pruned)
            ratio = seconds_to_show(ours) / measure(MKDOCS, pruned).wall
            print(f"| {lessons} | saved and shown by `lophoc serve` | | {ratio:.2f} | |", flush=True)
            if lessons <= 500:
                default = synthetic.write_plain(Path(name) / "default", ours, pruned=False)
                print(
                    f"| {lessons} | cold, against unpruned | {' | '.join(compare(ours, default, 1, cold))} |",
                    flush=True,
                )
            if hugo := shutil.which("hugo"):
                limit = synthetic.write_hugo(Path(name) / "hugo", pruned)
                costs = compare(limit, pruned, asked.rounds, cold, [hugo, "--quiet"])
                print(f"| {lessons} | Hugo, as the limit | {' | '.join(costs)} |", flush=True)
            print(
                f"| {lessons} | bytes of the site | {size(ours / 'site') / size(pruned / 'site'):.2f} | | |",
                flush=True,
            )
            check = measure([sys.executable, "-m", "generator", "check"], ours)
            parse = measure([sys.executable, "-c", PARSE], ours)
            print(
                f"| {lessons} | `lophoc check` / PyYAML's C loader on the same files | {check.cpu / parse.cpu:.1f} | | |"
            )


PARSE = """
import yaml
from pathlib import Path
for path in [*Path("courses").rglob("*.yml"), *Path("quizzes").rglob("*.yml")]:
    yaml.load(path.read_bytes(), yaml.CSafeLoader)
"""

if __name__ == "__main__":
    main()
