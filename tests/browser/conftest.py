"""A real Chromium and the real site, one for all tests, and a site of made-up pages for each."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, sync_playwright

from tests.browser import site as built
from tests.browser.harness import QUIZ, Harness, good, quiz_script, runtime, sheet

SITE_JS = ("store.js", "progress.js", "file.js")

FLAGS = (
    "--disable-gpu --no-first-run --disable-background-networking --disable-component-update --disable-sync"
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


def chromium() -> str | None:
    """The browser to drive; None leaves the choice to Playwright."""
    named = os.environ.get("LOPHOC_CHROMIUM") or os.environ.get("CHROMIUM")
    known = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    return named or next(filter(None, known), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    flags = FLAGS.split()
    if getattr(os, "geteuid", lambda: 1)() == 0:
        flags.append("--no-sandbox")  # Chromium's sandbox refuses to run as root
    with sync_playwright() as playwright:
        try:
            launched = playwright.chromium.launch(executable_path=chromium(), args=flags)
        except Error as error:
            pytest.skip(f"no Chromium could be started: {error.message.splitlines()[0]}")
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built.build(tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="session")
def address(folder: Path) -> Iterator[str]:
    with built.served(folder) as url:
        yield url


@pytest.fixture(scope="session")
def script(browser: Browser) -> Iterator[Page]:
    """A page without questions, for what the scripts compute without one."""
    page = browser.new_page()
    page.set_content("<!doctype html><title>Test</title>")
    for text in (runtime(*SITE_JS), quiz_script()):
        page.add_script_tag(content=text)
    yield page
    page.close()


@pytest.fixture
def harness(browser: Browser) -> Iterator[Harness]:
    """Pages with the real scripts; a test fails when one of them raised."""
    context = browser.new_context(viewport={"width": 900, "height": 700})
    context.set_default_timeout(5000)
    made = Harness(context)
    made.files["quiz.css"] = runtime("site.css", "quiz.css")
    made.files["site.js"] = runtime(*SITE_JS)
    made.files["quiz.js"] = quiz_script()
    made.write("empty.html", "")
    context.route("**/*", made.answer)
    yield made
    context.close()
    assert made.faults == []


@pytest.fixture
def quiz(harness: Harness) -> Harness:
    """A quiz of three kinds under ``quiz.html``."""
    harness.write("quiz.html", sheet(good(*QUIZ)))
    return harness
