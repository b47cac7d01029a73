"""Matching, ordering and categorizing as a learner meets them: what only they can do."""

from __future__ import annotations

import copy
import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from generator.source import Map, Text
from tests.browser.harness import Harness, good, sheet

IDS = ("matching-khai-niem", "ordering-long-ghep", "categorize-gioi-hay-gioi-tinh")
MATCHING, ORDERING, CATEGORIZE = range(3)


def entries() -> list[Any]:
    """The questions without hints, so that the first try is the last."""
    found = copy.deepcopy(good(*IDS))
    for entry in found:
        entry.pop("hint", None)
    return found


@pytest.fixture
def arranging(harness: Harness) -> Harness:
    harness.write("quiz.html", sheet(entries()))
    return harness


def question(page: Page, number: int) -> Locator:
    return page.locator(".lh-question").nth(number)


def check(page: Page, number: int) -> Locator:
    """Check one question; its status."""
    question(page, number).get_by_role("button", name="Check").click()
    return question(page, number).get_by_role("status")


def order(page: Page) -> list[int]:
    """The positions of the items, as they stand."""
    rows = question(page, ORDERING).locator(".lh-row")
    return [int(row.get_attribute("data-lh-row") or "") for row in rows.all()]


def sort(page: Page, wanted: list[int]) -> None:
    """Bring the items into an order with their buttons."""
    for place, item in enumerate(wanted):
        while order(page)[place] != item:
            question(page, ORDERING).locator(f"[data-lh-row='{item}'] .lh-move").first.click()


def choose(page: Page, *texts: str) -> None:
    """Choose in the rows of the matching question, by what is read there; empty: leave open."""
    for select, text in zip(question(page, MATCHING).locator("select").all(), texts, strict=True):
        select.select_option(label=text or "Choose…")


def pick(page: Page, *titles: str) -> None:
    """Choose the category of each item, by its title."""
    for row, title in zip(question(page, CATEGORIZE).locator(".lh-row").all(), titles, strict=True):
        row.get_by_text(title, exact=True).click()


# --- matching -----------------------------------------------------------------------------------------


def test_each_row_of_a_matching_is_a_labelled_list_with_all_choices(arranging: Harness) -> None:
    page = arranging.open()
    select = page.get_by_role("combobox", name="Các đặc điểm sinh học của nam, nữ", exact=True)
    expect(select).to_have_value("")
    choices = select.locator("option").all_inner_texts()
    right = ["Giới tính", "Giới", "Định kiến giới", "Bình đẳng giới", "Phân biệt đối xử về giới"]
    assert choices[0] == "Choose…"
    assert sorted(choices[1:]) == sorted(right)
    assert choices[1:] != right, "never in the order of the rows"


def test_matching_is_answered_by_keyboard(arranging: Harness) -> None:
    page = arranging.open()
    page.locator("#lh-questions").focus()
    choices = question(page, MATCHING).locator("select").first.locator("option").all_inner_texts()
    for text in ("Giới tính", "Giới", "Bình đẳng giới"):
        page.keyboard.press("Tab")
        for _ in range(choices.index(text)):
            page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(question(page, MATCHING).get_by_role("button", name="Check")).to_be_focused()
    page.keyboard.press("Enter")
    expect(question(page, MATCHING).get_by_role("button", name="Check")).to_be_focused()
    status = question(page, MATCHING).get_by_role("status")
    expect(status).to_contain_text("Partly right. 0.67 of 1 point.")
    expect(status).to_contain_text("Right: 2 of 3 rows. Not right: “Nhận thức, thái độ")
    expect(status).to_contain_text("Định kiến là điều người ta tin")


def test_rows_say_what_became_of_them(arranging: Harness) -> None:
    page = arranging.open()
    choose(page, "Giới tính", "Định kiến giới", "")
    status = check(page, MATCHING)
    rows = question(page, MATCHING).locator(".lh-row")
    expect(rows.nth(0)).to_contain_text("✓ Right")
    expect(rows.nth(1)).to_contain_text(re.compile("✗ Not right.*→ Right answer: Giới", re.DOTALL))
    expect(rows.nth(2)).to_contain_text("→ Right answer: Định kiến giới")
    expect(rows.nth(2)).not_to_contain_text("Not right")
    expect(status).not_to_contain_text("Định kiến là điều người ta tin")
    rows.nth(1).locator("select").select_option(label="Giới")
    expect(question(page, MATCHING).locator(".lh-mark, [data-lh-mark]")).to_have_count(0)
    expect(status).to_be_empty()


# --- ordering -----------------------------------------------------------------------------------------


def test_items_start_in_a_wrong_order_that_is_always_the_same(arranging: Harness) -> None:
    first, second = order(arranging.open()), order(arranging.open())
    assert first == second
    assert sorted(first) == [0, 1, 2, 3]
    assert first != [0, 1, 2, 3]


def test_buttons_name_their_item_and_keep_the_focus(arranging: Harness) -> None:
    page = arranging.open()
    asked = question(page, ORDERING)
    last = asked.locator(".lh-row").last.locator(".lh-text").inner_text()
    up = asked.get_by_role("button", name=f"Move “{last}” up", exact=True)
    down = asked.get_by_role("button", name=f"Move “{last}” down", exact=True)
    expect(down).to_have_attribute("aria-disabled", "true")
    up.focus()
    for position in (3, 2, 1):
        expect(up).to_have_attribute("aria-disabled", "false")
        page.keyboard.press("Enter")
        expect(up).to_be_focused()
        expect(asked.get_by_role("status")).to_have_text(f"{last}: position {position} of 4")
    expect(up).to_have_attribute("aria-disabled", "true")
    before = order(page)
    page.keyboard.press("Space")
    assert order(page) == before
    expect(up).to_be_focused()
    expect(down).to_have_attribute("aria-disabled", "false")


def test_order_is_graded_and_explained(arranging: Harness) -> None:
    page = arranging.open()
    sort(page, [1, 2, 3, 0])
    status = check(page, ORDERING)
    expect(status).to_contain_text("Partly right. 0.5 of 1 point.")
    expect(status).to_contain_text("directly after the one that they follow: 2 of 4 items.")
    expect(status).to_contain_text("Làm cùng lúc với thẩm định văn bản.")
    rows = question(page, ORDERING).locator(".lh-row")
    expect(rows.nth(0)).to_contain_text("✗ Belongs at position 2")
    expect(rows.nth(1)).to_contain_text("✓ Right")
    expect(rows.nth(3)).to_contain_text("✗ Belongs at position 1")
    sort(page, [0, 1, 2, 3])
    expect(question(page, ORDERING).locator(".lh-mark")).to_have_count(0)
    expect(check(page, ORDERING)).to_contain_text("Right. 1 of 1 point.")


def test_an_order_nobody_touched_is_no_answer(arranging: Harness) -> None:
    page = arranging.open()
    start = order(page)
    expect(check(page, ORDERING)).to_be_empty()
    expect(question(page, ORDERING).locator(".lh-error")).to_contain_text("Move at least one item")
    expect(question(page, ORDERING).locator(".lh-move").first).to_be_focused()
    question(page, ORDERING).locator(".lh-move").nth(1).click()
    expect(question(page, ORDERING).locator(".lh-error")).to_be_hidden()
    check(page, ORDERING)
    question(page, ORDERING).get_by_role("button", name="Try again").click()
    assert order(page) == start
    expect(question(page, ORDERING).locator(".lh-move").first).to_be_focused()


# --- categorize ---------------------------------------------------------------------------------------


def test_each_item_is_a_named_group_of_its_own(arranging: Harness) -> None:
    page = arranging.open()
    group = page.get_by_role("group", name="Con nhỏ là việc của mẹ.", exact=True)
    expect(group.get_by_role("radio")).to_have_count(2)
    expect(group.get_by_role("radio", name="Giới tính", exact=True)).not_to_be_checked()


def test_categorizing_is_answered_by_keyboard(arranging: Harness) -> None:
    page = arranging.open()
    question(page, CATEGORIZE).get_by_role("radio").first.focus()
    for key in ("ArrowDown", "Tab", "Space", "Tab", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    status = question(page, CATEGORIZE).get_by_role("status")
    expect(status).to_contain_text("Partly right. 0.67 of 1 point.")
    expect(status).to_contain_text("Right: 2 of 3 items. Not right: “Trưởng đoàn nên là nam.”.")
    expect(status).to_contain_text("Vị trí này do thói quen gán cho nam.")
    rows = question(page, CATEGORIZE).locator(".lh-row")
    expect(rows.nth(0).locator(".lh-option").nth(1)).to_contain_text("✓ Right")
    expect(rows.nth(2).locator(".lh-option").nth(0)).to_contain_text("→ Right answer")
    expect(rows.nth(2).locator(".lh-option").nth(1)).to_contain_text("✗ Not right")


# --- all three ----------------------------------------------------------------------------------------


def answer_all(page: Page) -> None:
    choose(page, "Giới tính", "Định kiến giới", "")
    check(page, MATCHING)
    sort(page, [0, 2, 1, 3])
    check(page, ORDERING)
    pick(page, "Giới tính", "Giới", "Giới tính")
    check(page, CATEGORIZE)


def test_nothing_chosen_is_told(arranging: Harness) -> None:
    page = arranging.open()
    for number, text in ((MATCHING, "at least one row"), (CATEGORIZE, "at least one item")):
        expect(check(page, number)).to_be_empty()
        expect(question(page, number).locator(".lh-error")).to_contain_text(text)
        expect(question(page, number).locator("select, input").first).to_be_focused()


def test_answers_come_back_with_the_page(arranging: Harness) -> None:
    page = arranging.open()
    answer_all(page)
    page.reload()
    expect(page.locator(".lh-score")).to_have_text("1.5 of 3 points")
    expect(question(page, MATCHING).locator("select option:checked")).to_have_text(
        ["Giới tính", "Định kiến giới", "Choose…"]
    )
    assert order(page) == [0, 2, 1, 3]
    expect(question(page, CATEGORIZE).locator("input:checked")).to_have_count(3)
    expect(page.locator(".lh-note")).to_have_count(0)
    page.get_by_role("button", name="Try those not right yet again").click()
    expect(page.locator("input:checked, .lh-mark, [data-lh-mark]")).to_have_count(0)
    expect(question(page, MATCHING).locator("select").first).to_be_focused()


def turned(entry: Map, key: str) -> None:
    """The list below a key, the other way round."""
    entry[Text(key)].reverse()


def test_answers_outlive_another_order_of_rows_but_not_another_right_order(arranging: Harness) -> None:
    page = arranging.open()
    answer_all(page)
    changed = entries()
    turned(changed[MATCHING], "pairs")
    turned(changed[ORDERING], "items")
    turned(changed[CATEGORIZE], "items")
    arranging.write("quiz.html", sheet(changed))
    page.reload()
    expect(question(page, MATCHING).locator("select option:checked")).to_have_text(
        ["Choose…", "Định kiến giới", "Giới tính"]
    )
    expect(question(page, CATEGORIZE).get_by_role("status")).to_contain_text("Right: 2 of 3 items")
    expect(question(page, ORDERING).locator(".lh-note")).to_contain_text("has changed since you answered")


@pytest.mark.parametrize(
    "junk",
    [1, "x", True, [], {}, [[]], [[0]], [[0, 99]], [[None, {}]], [3, 3, 3, 3], [0, "1"], {"a": [1]}],
    ids=str,
)
def test_whatever_was_stored_the_page_works(arranging: Harness, junk: Any) -> None:
    page = arranging.open()
    answer_all(page)
    page.evaluate(
        """(junk) => {
             for (const name of Object.keys(localStorage)) {
               const record = JSON.parse(localStorage[name]);
               for (const entry of Object.values(record.answers ?? {})) entry.answer = junk;
               localStorage[name] = JSON.stringify(record);
             }
           }""",
        junk,
    )
    page.reload()
    expect(page.locator(".lh-note")).to_have_count(3)
    expect(page.locator(".lh-count")).to_contain_text("0 of 3 questions answered")
    answer_all(page)
    expect(page.locator(".lh-score")).to_have_text("1.5 of 3 points")


def test_an_exam_tells_what_was_left_open(harness: Harness) -> None:
    harness.write("quiz.html", sheet(entries(), exam=True))
    page = harness.open()
    choose(page, "Giới tính", "", "")
    for _ in range(2):  # the first time it warns of what is open
        page.locator(".lh-send").click()
    expect(question(page, MATCHING).get_by_role("status")).to_contain_text("Right: 1 of 3 rows")
    expect(question(page, ORDERING).locator(".lh-row").first).to_contain_text("→ Belongs at position")
    expect(question(page, ORDERING).locator(".lh-move:visible")).to_have_count(0)
    expect(question(page, CATEGORIZE).locator(".lh-row").first).to_contain_text("→ Right answer")


def test_a_narrow_window_has_large_targets(arranging: Harness) -> None:
    page = arranging.open()
    page.set_viewport_size({"width": 320, "height": 640})
    answer_all(page)
    for target in page.locator(".lh-move, .lh-select, .lh-label").all():
        box = target.bounding_box()
        assert box is not None
        assert box["height"] >= 44
        assert box["width"] >= 44
