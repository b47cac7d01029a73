"""A question and its quiz as a learner meets them: what is alike for all kinds."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.audit import faults
from tests.browser.harness import ORIGIN, QUIZ, Harness, good, pick, sheet


def question(page: Page, number: int) -> Locator:
    return page.locator(".lh-question").nth(number)


# --- without scripts ----------------------------------------------------------------------------------


@pytest.fixture
def plain(browser: Browser) -> Any:
    page = browser.new_page(java_script_enabled=False)
    page.route(
        "**/*", lambda route: route.fulfill(body=sheet(good(*QUIZ)), content_type="text/html; charset=utf-8")
    )
    page.goto(ORIGIN)
    yield page
    page.close()


def test_without_scripts_enter_sends_nothing(plain: Page) -> None:
    question(plain, 0).locator(".lh-input").first.focus()
    plain.keyboard.press("Enter")
    assert plain.url == ORIGIN


# --- answering ----------------------------------------------------------------------------------------


def test_group_is_named_by_number_and_prompt(quiz: Harness) -> None:
    page = quiz.open()
    name = "Question 1 of 3 Theo Luật Bình đẳng giới, giới là gì?"
    expect(page.get_by_role("group", name=name, exact=True)).to_have_count(1)
    expect(page.locator("input:checked")).to_have_count(0)
    expect(page.locator(".lh-answer, .lh-explanation:visible, .lh-retry:visible")).to_have_count(0)


def test_keyboard_alone_answers_and_keeps_the_focus(quiz: Harness) -> None:
    page = quiz.open()
    page.locator("#lh-questions").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    first = question(page, 0)
    expect(first.get_by_role("status")).to_contain_text("Not right yet. 0 of 1 point.")
    expect(first.get_by_role("status")).to_contain_text("Đó là giới tính")
    expect(first.get_by_role("status")).to_contain_text("A hint is open above. You have 1 more try.")
    expect(first.locator(".lh-hint[open]")).to_have_count(1)
    expect(first.locator(".lh-mark, .lh-explanation:visible")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(first.locator(".lh-option").nth(1)).to_contain_text("✗ Not right")
    expect(first.locator(".lh-option").nth(0)).to_contain_text("Right answer")
    expect(first.locator(".lh-input").nth(1)).to_be_focused()
    expect(first.locator(".lh-explanation")).to_be_visible()


def test_focus_stays_on_the_button(quiz: Harness) -> None:
    page = quiz.open()
    pick(page, 0, 0)
    expect(question(page, 0).get_by_role("button", name="Check")).to_be_focused()


def test_verdict_is_in_sight_above_the_bar(quiz: Harness) -> None:
    page = quiz.open()
    page.set_viewport_size({"width": 360, "height": 560})
    pick(page, 1, 0, 2)
    status = question(page, 1).get_by_role("status").bounding_box()
    bar = page.locator(".lh-summary").bounding_box()
    assert status is not None
    assert bar is not None
    assert status["y"] >= 0
    assert status["y"] + status["height"] <= bar["y"]


def test_whole_row_is_a_large_target(quiz: Harness) -> None:
    page = quiz.open()
    row = question(page, 0).locator(".lh-option").nth(2)
    box = row.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    row.click(position={"x": box["width"] - 8, "y": box["height"] - 4})
    expect(row.locator("input")).to_be_checked()


def test_check_without_answer_says_what_is_missing(quiz: Harness) -> None:
    page = quiz.open()
    for number, text in enumerate(("one answer", "at least one", "True")):
        asked = question(page, number)
        asked.get_by_role("button", name="Check").click()
        expect(asked.locator(".lh-error")).to_contain_text(text)
        expect(asked.locator(".lh-input").first).to_be_focused()
        expect(asked.locator(".lh-input[aria-invalid=true]")).to_have_count(
            asked.locator(".lh-input").count()
        )
        expect(asked.get_by_role("status")).to_be_empty()
    question(page, 0).locator(".lh-label").first.click()
    expect(question(page, 0).locator(".lh-error")).to_be_hidden()
    expect(question(page, 0).locator("[aria-invalid]")).to_have_count(0)


def test_part_marks_are_told_in_words(quiz: Harness) -> None:
    page = quiz.open()
    pick(page, 1, 0, 2, 3)
    status = question(page, 1).get_by_role("status")
    expect(status).to_contain_text("Partly right. 0.33 of 1 point.")
    question(page, 1).get_by_role("button", name="Show the answer").click()
    expect(question(page, 1).get_by_role("button", name="Check")).to_be_focused()
    expect(status).to_contain_text("You chose 2 of 3 right answers; wrong choices, each taking one away: 1.")
    expect(status).to_contain_text(
        re.compile("Ấn định tỷ lệ nữ trong ban soạn thảo.*Luật không nêu", re.DOTALL)
    )


def test_another_choice_takes_the_verdict_back(quiz: Harness) -> None:
    page = quiz.open()
    pick(page, 0, 1)
    pick(page, 0, 0, check=False)
    expect(question(page, 0).locator(".lh-mark, .lh-explanation:visible")).to_have_count(0)
    expect(question(page, 0).get_by_role("status")).to_be_empty()
    question(page, 0).locator(".lh-check").click()
    expect(page.locator(".lh-count")).to_have_text("1 of 3 questions answered, 1 right")


def test_trying_again_starts_at_the_first_option(quiz: Harness) -> None:
    page = quiz.open()
    pick(page, 0, 1)
    question(page, 0).locator(".lh-check").click()
    question(page, 0).get_by_role("button", name="Try again").click()
    expect(question(page, 0).locator(".lh-input").first).to_be_focused()
    expect(page.locator("input:checked, .lh-mark, .lh-retry:visible")).to_have_count(0)


# --- the whole quiz -----------------------------------------------------------------------------------


def test_result_comes_with_the_last_answer_and_leads_back(quiz: Harness) -> None:
    page = quiz.open()
    pick(page, 0, 1)
    pick(page, 1, 0, 1)
    expect(page.locator(".lh-result")).to_be_hidden()
    pick(page, 2, 1)
    expect(question(page, 2).locator(".lh-check")).to_be_focused()
    expect(question(page, 2).get_by_role("status")).to_contain_text("All questions are answered")
    page.get_by_role("link", name="See the result").click()
    expect(page.get_by_role("heading", name="Result")).to_be_focused()
    result = page.get_by_role("region", name="Result")
    expect(result).to_contain_text("55%")
    expect(result).to_contain_text("1.67 of 3 points")
    expect(result).to_contain_text("✗ Not passed yet: the pass mark is 80%.")
    expect(result.get_by_role("link")).to_contain_text(["Question 1 of 3", "Question 2 of 3"])
    assert result.get_by_role("link").first.get_attribute("href") == "#q-single-gioi-la-gi"
    result.get_by_role("button", name="Try those not right yet again").click()
    expect(question(page, 0).locator(".lh-input").first).to_be_focused()
    expect(page.locator(".lh-count")).to_have_text("1 of 3 questions answered, 1 right")


def test_starting_again_asks_first(quiz: Harness) -> None:
    page = quiz.open()
    pick(page, 0, 0)
    pick(page, 1, 0, 1, 3)
    pick(page, 2, 1)
    expect(page.locator(".lh-passed")).to_have_text("✓ Passed: the pass mark is 80%.")
    expect(page.get_by_role("button", name="Try those not right yet again")).to_be_hidden()
    again = page.get_by_role("button", name="Start the whole quiz again")
    again.click()
    assert faults(page) == []
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    expect(again).to_be_focused()
    expect(page.locator(".lh-result")).to_be_visible()
    again.click()
    page.get_by_role("dialog").get_by_role("button", name="Start again").click()
    expect(question(page, 0).locator(".lh-input").first).to_be_focused()
    expect(page.locator(".lh-count")).to_have_text("0 of 3 questions answered, 0 right")


def test_pass_mark_is_not_reached_by_rounding(harness: Harness) -> None:
    harness.write("quiz.html", sheet(good(*QUIZ), pass_mark=34))
    page = harness.open()
    pick(page, 0, 0)
    pick(page, 1, 2)
    pick(page, 2, 0)
    expect(page.locator(".lh-percent")).to_have_text("33%")
    expect(page.locator(".lh-passed")).to_contain_text("Not passed yet")
