"""The real site of this repository, built once, and a server that shows it below a path."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from tests.browser.audit import faults

ROOT = Path(__file__).parents[2]
SOURCES = ("courses", "quizzes", "docs", "mkdocs.yml")

KINDS = {
    "home": "index",
    "path": "paths/thanh-tra",
    "course": "courses/kien-thuc-co-ban/index",
    "lesson": "courses/kien-thuc-co-ban/trach-nhiem",
    "quiz": "quizzes/kien-thuc-co-ban/gioi-va-gioi-tinh",
    "glossary": "glossary",
    "laws": "laws/index",
    "law": "laws/luat-bdg-2006",
    "sources": "sources",
    "handbook": "handbook/kien-thuc-co-ban",
    "record": "record",
    "review": "review",
    "certificate": "certificate/kien-thuc-co-ban",
    "page": "help",
}
"""One page of each kind."""
FOLDERS = {"vi": "", "en": "en/"}
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


def build(folder: Path) -> Path:
    """Build the site of this repository in a folder of its own; where it is."""
    for name in SOURCES:
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / name)
    return generate(folder)


def generate(folder: Path) -> Path:
    """Build the site whose sources are in a folder; where it is."""
    done = subprocess.run(
        [sys.executable, "-m", "generator", "build"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "site"


class _Handler(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Keep the output of tests clean."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Show a folder below ``/lop-hoc/``; gives the address of the site."""
    root = folder.parent / "served"
    root.mkdir(exist_ok=True)
    (root / "lop-hoc").symlink_to(folder, target_is_directory=True)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(root)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/lop-hoc/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def opened(browser: Browser, url: str, **context: Any) -> Iterator[Page]:
    """A page on which nothing goes wrong: no error in the console, no request to elsewhere."""
    faults: list[str] = []
    with browser.new_context(**context) as made:
        made.set_default_timeout(5000)
        page = made.new_page()
        page.on("console", lambda m: faults.append(f"console: {m.text}") if m.type == "error" else None)
        page.on("pageerror", lambda error: faults.append(f"error: {error}"))
        own = ("file:", "data:", "blob:", url.split("/lop-hoc/", maxsplit=1)[0])
        page.on("request", lambda r: None if r.url.startswith(own) else faults.append(f"outside: {r.url}"))
        page.goto(url)
        yield page
    assert faults == []


def violations(page: Page) -> list[str]:
    """What the accessibility audit finds, a line each."""
    return faults(page, RULES)
