"""A case that is under way: a reload does not lose it, and Back goes a step back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.harness import Harness, good, sheet

CASE = "case-thong-bao-chi-nhan-nam"


@pytest.fixture
def page(harness: Harness) -> Page:
    harness.write("quiz.html", sheet(good(CASE)))
    return harness.open()


def decide(page: Page, choice: int = 0) -> None:
    step = page.locator(".lh-step:visible").last
    step.locator(".lh-label").nth(choice).click()
    step.get_by_role("button", name="Continue").click()


def passed(page: Page) -> int:
    return page.locator(".lh-step:visible").count()


def test_a_case_that_is_not_finished_outlives_a_reload(page: Page) -> None:
    decide(page)
    before = page.locator(".lh-step:visible").all_inner_texts()
    assert len(before) == 2
    page.reload()
    assert page.locator(".lh-step:visible").all_inner_texts() == before


def test_back_goes_a_step_back_and_forward_again(page: Page) -> None:
    decide(page)
    page.go_back()
    expect(page.locator(".lh-step:visible")).to_have_count(1)
    expect(page.locator(".lh-step:visible").get_by_role("radio", checked=True)).to_have_count(1)
    expect(page.locator(".lh-step-title:focus")).to_have_count(1)
    page.go_forward()
    expect(page.locator(".lh-step:visible")).to_have_count(2)


def test_choosing_again_is_a_step_of_its_own_that_back_undoes(page: Page) -> None:
    decide(page)
    page.get_by_role("button", name="Choose again from this step").first.click()
    assert passed(page) == 1
    page.go_back()
    expect(page.locator(".lh-step:visible")).to_have_count(2)


def test_a_case_that_is_given_up_does_not_come_back(page: Page) -> None:
    while page.locator(".lh-step:visible").last.locator(".lh-label").count():
        decide(page)
    page.get_by_role("button", name="Check").click()
    page.get_by_role("button", name="Try again").click()
    assert passed(page) == 1
    page.reload()
    assert passed(page) == 1


def test_a_link_within_the_page_does_not_undo_the_steps(page: Page) -> None:
    decide(page)
    before = passed(page)
    page.evaluate("location.hash = '#top'")
    assert passed(page) == before
    page.reload()
    assert passed(page) == before


def test_an_answer_that_was_kept_is_whole_after_back(page: Page) -> None:
    while page.locator(".lh-step:visible").last.locator(".lh-label").count():
        decide(page)
    page.get_by_role("button", name="Check").click()
    page.evaluate("history.replaceState(null, '')")
    page.reload()
    whole = passed(page)
    page.evaluate("location.hash = '#top'")
    page.go_back()
    assert passed(page) == whole


def test_where_the_page_may_have_to_be_left_at_once_no_step_is_a_place_to_come_back_to(
    harness: Harness,
) -> None:
    harness.write("quiz.html", sheet(good(CASE)) + '<a href="about:blank" data-lh-exit>Exit</a>')
    page = harness.open()
    length = page.evaluate("history.length")
    decide(page)
    assert page.evaluate("history.length") == length
    page.reload()
    assert passed(page) == 2
