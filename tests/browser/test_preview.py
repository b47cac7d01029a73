"""The page that a trainer has open follows what is saved, by itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.conftest import Project, make_project
from tests.serving import serving

LESSON = "courses/khoi-dau/bai-1.yml"


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[tuple[Project, str]]:
    project = make_project(tmp_path)
    with serving(project.root) as url:
        yield project, url


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
