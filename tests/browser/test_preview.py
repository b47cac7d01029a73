"""The page that a trainer has open follows what is saved, by itself."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, expect

from tests.conftest import REPOSITORY, Project, make_project

LESSON = "courses/khoi-dau/bai-1.yml"


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[tuple[Project, str]]:
    project = make_project(tmp_path)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "generator", "serve", "--port", str(port)],
        cwd=project.root,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}/lop-hoc/"
    try:
        for _ in range(300):
            try:
                urlopen(url, timeout=10).close()
                break
            except OSError:
                time.sleep(0.1)
        yield project, url
    finally:
        server.terminate()
        server.wait(timeout=10)


def test_an_open_page_follows_every_save(browser: Browser, preview: tuple[Project, str]) -> None:
    project, url = preview
    page = browser.new_page()
    page.goto(f"{url}courses/khoi-dau/bai-1.html")
    article = page.locator("article")
    expect(article).to_contain_text("Việc thứ hai")
    project.change(LESSON, "Việc thứ hai", "Việc mới viết")
    expect(article).to_contain_text("Việc mới viết", timeout=15_000)
    project.change(LESSON, "minutes: 10", "minutes: lâu")
    expect(article).to_contain_text("number-expected", timeout=15_000)
    project.change(LESSON, "minutes: lâu", "minutes: 10")
    expect(article).to_contain_text("Việc mới viết", timeout=15_000)
    page.close()
