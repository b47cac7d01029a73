"""Builds that are cut off at any moment, counted: ``python -m tests.bench.interruptions``.

Each time the site must be the old one or the new one, to the byte.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.bench import synthetic

ROOT = Path(__file__).parents[2]
BUILD = [sys.executable, "-m", "generator", "build", "--force"]
ENVIRONMENT = {**os.environ, "SOURCE_DATE_EPOCH": "1790000000", "PYTHONPATH": str(ROOT)}


def contents(site: Path) -> dict[Path, bytes]:
    """Every file of a site; gzip writes the time, and its twin is compared."""
    files = (path for path in site.rglob("*") if path.is_file() and path.suffix != ".gz")
    return {path.relative_to(site): path.read_bytes() for path in files}


def edit(folder: Path, number: int) -> None:
    quiz = next(folder.glob("quizzes/*/bai-0000.yml"))
    first, _, rest = quiz.read_text(encoding="utf-8").partition("\n")
    quiz.write_text(f"{first.split(' lần ')[0]} lần {number}\n{rest}", encoding="utf-8")


def build(folder: Path) -> subprocess.Popen[bytes]:
    sink = subprocess.DEVNULL
    return subprocess.Popen(BUILD, cwd=folder, env=ENVIRONMENT, stdout=sink, stderr=sink)


def main() -> None:
    """Interrupt, compare, count.

    Raises:
        SystemExit: a site was neither the old nor the new one.
    """
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--times", type=int, default=100)
    options.add_argument("--lessons", type=int, default=25)
    asked = options.parse_args()
    signal.signal(
        signal.SIGINT, signal.default_int_handler
    )  # who runs in the background ignores it, and so would builds
    chance = random.Random(1)  # noqa: S311 (no secret)
    found: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        folder = synthetic.write(Path(name), asked.lessons, (ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
        begin = time.perf_counter()
        build(folder).wait()
        takes = time.perf_counter() - begin
        old = contents(folder / "site")
        for number in range(asked.times):
            edit(folder, number)
            process = build(folder)
            time.sleep(chance.uniform(0.1, 1.1) * takes)
            how = chance.choice([signal.SIGKILL, signal.SIGINT])
            process.send_signal(how)
            process.wait()
            now = contents(folder / "site")
            if now != old:
                build(folder).wait()
                if now != contents(folder / "site"):
                    raise SystemExit(f"interruption {number} by {how.name}: neither the old nor the new site")
            found[f"{how.name}, {'the old site' if now == old else 'the new site'}"] += 1
            old = now
    sys.stdout.writelines(f"{count:4} {what}\n" for what, count in sorted(found.items()))


if __name__ == "__main__":
    main()
