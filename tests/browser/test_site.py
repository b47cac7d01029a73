"""The real site in a real browser: every kind of page, as different people meet it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.site import FOLDERS, KINDS, ROOT, opened, violations

QUIZ = KINDS["quiz"]


def answer_all(page: Page) -> None:
    """Take the first option of every question and check it."""
    for question in page.locator(".lh-question").all():
        question.locator("input").first.check()
        question.locator(".lh-check").click()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", FOLDERS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_narrow_page_is_accessible(
    browser: Browser, address: str, kind: str, lang: str, scheme: str
) -> None:
    url = f"{address}{FOLDERS[lang]}{KINDS[kind]}.html"
    viewport = {"width": 320, "height": 640}
    with opened(browser, url, viewport=viewport, color_scheme=scheme) as page:
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
        assert page.locator("html").get_attribute("lang") == lang


@pytest.mark.parametrize("kind", ["home", "course", "lesson", "quiz"])
def test_a_wide_page_is_accessible(browser: Browser, address: str, kind: str) -> None:
    url = f"{address}{KINDS[kind]}.html"
    with opened(browser, url, viewport={"width": 1300, "height": 900}) as page:
        assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", FOLDERS)
def test_a_quiz_is_accessible_after_answering(browser: Browser, address: str, lang: str, scheme: str) -> None:
    url = f"{address}{FOLDERS[lang]}{QUIZ}.html"
    with opened(browser, url, viewport={"width": 320, "height": 640}, color_scheme=scheme) as page:
        page.locator(".lh-check").first.click()
        assert violations(page) == [], "with a question checked before it was answered"
        answer_all(page)
        assert page.locator(".lh-result").is_visible()
        assert violations(page) == [], "with all questions answered"
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_page_for_wrong_addresses_is_accessible_and_speaks_the_first_language(
    browser: Browser, address: str
) -> None:
    with opened(browser, f"{address}404.html", viewport={"width": 320, "height": 640}) as page:
        assert violations(page) == []
        assert page.locator("html").get_attribute("lang") == "vi"


@pytest.mark.parametrize("lang", FOLDERS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_works_from_a_folder(browser: Browser, folder: Path, kind: str, lang: str) -> None:
    url = (folder / f"{FOLDERS[lang]}{KINDS[kind]}.html").as_uri()
    with opened(browser, url) as page:
        assert page.locator("h1").count() == 1


def test_an_answer_given_in_a_folder_is_there_after_a_reload_and_in_the_other_language(
    browser: Browser, folder: Path
) -> None:
    with opened(browser, (folder / f"{QUIZ}.html").as_uri()) as page:
        answer_all(page)
        first = page.locator(".lh-count").inner_text()
        assert first.startswith("Đã trả lời 6")
        page.reload()
        assert page.locator(".lh-count").inner_text() == first
        page.get_by_role("link", name="English").click()
        page.wait_for_url("**/en/**")
        assert page.locator(".lh-question [data-lh-mark]").count() > 0
        assert page.locator(".lh-question input:checked").count() == 6


def test_progress_is_shown_on_the_course_and_on_the_home_page(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}{QUIZ}.html") as page:
        answer_all(page)
        page.goto(f"{address}{KINDS['course']}.html")
        states = page.locator("[data-lh-state='kien-thuc-co-ban/gioi-va-gioi-tinh']")
        assert [state.is_visible() for state in states.all()] == [False, True], "the quiz, not its lesson"
        bar = page.locator("[data-lh-progress=course]")
        told = bar.inner_text()
        page.goto(f"{address}index.html")
        here = page.locator("[data-lh-progress=course][data-course=kien-thuc-co-ban]")
        assert here.inner_text().split("\n")[0] in told


def test_a_quiz_is_answered_by_keyboard_alone(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}{QUIZ}.html") as page:
        presses = 0
        while page.evaluate("document.activeElement.getAttribute('href')") != "#lh-questions":
            page.keyboard.press("Tab")
            presses += 1
        page.keyboard.press("Enter")
        presses += 1
        while not page.evaluate("document.activeElement.matches('.lh-question input')"):
            page.keyboard.press("Tab")
            presses += 1
        assert presses <= 8
        total = page.locator(".lh-question").count()
        for number in range(total):
            question = page.locator(".lh-question").nth(number)
            while not question.evaluate("form => form.contains(document.activeElement)"):
                page.keyboard.press("Tab")
            page.keyboard.press("Space")
            page.keyboard.press("Enter")  # sends the form, as everywhere on the web
            assert question.locator("[role=status]").inner_text() != ""
            assert page.evaluate("document.activeElement !== document.body"), "the focus is never lost"
            if number + 1 < total:
                following = page.locator(".lh-question").nth(number + 1)
                while not following.evaluate("form => form.contains(document.activeElement)"):
                    page.keyboard.press("Tab")
        assert page.locator(".lh-result").is_visible()


@pytest.mark.parametrize("lang", FOLDERS)
def test_without_scripts_every_question_and_its_explanation_can_be_read(
    browser: Browser, address: str, lang: str
) -> None:
    url = f"{address}{FOLDERS[lang]}{QUIZ}.html"
    with opened(browser, url, java_script_enabled=False) as page:
        questions = page.locator(".lh-question").all()
        assert len(questions) == 6
        for question in questions:
            assert question.locator(".lh-prompt").is_visible()
            assert question.locator("input:visible").count() >= 2
            question.locator(".lh-answer > summary").click()
            assert question.locator(".lh-explanation").is_visible()
        assert page.locator("noscript p").is_visible()


def test_the_handbook_prints_and_no_learner_page_leads_to_it(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}{KINDS['handbook']}.html") as page:
        sections = len(list((ROOT / "courses/kien-thuc-co-ban").glob("*.yml")))  # the course and its lessons
        assert page.locator("h2").count() == sections
    for kind in ("home", "path", "course", "lesson", "quiz"):
        with opened(browser, f"{address}{KINDS[kind]}.html") as page:
            assert page.locator("a[href*=handbook]").count() == 0
