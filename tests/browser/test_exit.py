"""The quick exit: whoever must hide what they read leaves at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.site import generate, opened, served, violations
from tests.conftest import make_project

LESSON = "courses/khoi-dau/bai-1.html"
QUIZ = "quizzes/khoi-dau/tu-kiem.html"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = make_project(tmp_path_factory.mktemp("exit"))
    project.change(
        "courses/khoi-dau/course.yml", "audiences: [can-bo]\n", "audiences: [can-bo]\nquick_exit: true\n"
    )
    return generate(project.root)


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with served(folder) as url:
        yield url


def has_left(page: Page) -> bool:
    page.wait_for_url("about:blank")
    return page.title() == ""


@pytest.mark.parametrize("place", [LESSON, QUIZ, "courses/khoi-dau/index.html", "en/" + LESSON])
def test_every_page_of_the_course_has_a_button_that_leaves(
    browser: Browser, address: str, place: str
) -> None:
    with opened(browser, address + place, viewport={"width": 320, "height": 640}) as page:
        assert violations(page) == []
        page.locator(".lh-exit a").click()
        assert has_left(page)


def test_other_pages_have_none(browser: Browser, address: str) -> None:
    for place in ("index.html", "glossary.html", "record.html"):
        with opened(browser, address + place) as page:
            expect(page.locator("[data-lh-exit]")).to_have_count(0)


def test_the_button_stays_in_view_when_the_page_is_scrolled(browser: Browser, address: str) -> None:
    with opened(browser, address + QUIZ, viewport={"width": 320, "height": 480}) as page:
        page.mouse.wheel(0, 2000)
        expect(page.locator(".lh-exit a")).to_be_in_viewport()


def test_three_presses_of_shift_leave_and_two_do_not(browser: Browser, folder: Path) -> None:
    with opened(browser, (folder / LESSON).as_uri()) as page:
        page.keyboard.press("Shift")
        page.keyboard.press("Shift")
        page.keyboard.press("a")
        page.keyboard.press("Shift")
        assert page.url.startswith("file:")
        for _ in range(3):
            page.keyboard.press("Shift")
        assert has_left(page)


def test_typing_capital_letters_does_not_leave(browser: Browser, address: str) -> None:
    with opened(browser, address + LESSON) as page:
        for _ in range(4):
            page.keyboard.press("Shift+A")
        assert page.url.endswith(LESSON)


def test_back_does_not_lead_to_the_page_again(browser: Browser, address: str) -> None:
    with opened(browser, address + "index.html") as page:
        page.goto(address + LESSON)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")  # the first link of the page
        assert has_left(page)
        page.go_back()
        assert page.url == address + "index.html"


def test_a_link_within_the_page_adds_no_place_to_come_back_to(browser: Browser, address: str) -> None:
    with opened(browser, address + "index.html") as page:
        page.goto(address + LESSON)
        page.locator(".lh-skip a[href='#lh-content']").focus()
        page.keyboard.press("Enter")
        expect(page.locator("#lh-content")).to_be_focused()
        page.go_back()
        assert page.url == address + "index.html"


def test_without_scripts_the_button_is_a_link(browser: Browser, address: str) -> None:
    with opened(browser, address + LESSON, java_script_enabled=False) as page:
        page.locator(".lh-exit a").click()
        page.wait_for_url("about:blank")
