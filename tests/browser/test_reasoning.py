"""Marking a text, a case file and a reflection as a learner meets them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from generator.questions import KINDS
from tests.browser.audit import dress, faults
from tests.browser.harness import ORIGIN, Harness, good, sheet

MARK, PLAIN, CASE, STANCE, OWN = range(5)
IDS = (
    "mark-text-quy-che-dao-tao",
    "mark-text-quy-uoc",
    "case-thong-bao-chi-nhan-nam",
    "reflection-dong-nghiep-noi-dua",
    "reflection-co-quan-minh",
)
BEST = ("Ghi nhận phản ánh", "Trình Giám đốc", "Xem mô tả", "Lập biên bản vi phạm")


def entries() -> list[Any]:
    """The questions, with one try each."""
    found = good(*IDS)
    for entry in found:
        entry.pop("hint", None)
    return found


@pytest.fixture
def reasoning(harness: Harness) -> Harness:
    harness.write("quiz.html", sheet(entries()))
    return harness


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(java_script_enabled=False)
    html = sheet(good(*IDS))
    page.route("**/*", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    page.goto(ORIGIN)
    yield page
    page.close()


def question(page: Page, number: int) -> Locator:
    return page.locator(".lh-question").nth(number)


def check(page: Page, number: int) -> Locator:
    """Check one question; its status."""
    question(page, number).locator(".lh-check").click()
    return question(page, number).get_by_role("status")


def phrase(page: Page, number: int, words: str) -> Locator:
    return question(page, number).locator(".lh-phrase").filter(has_text=words)


def mark(page: Page, number: int, words: str, fault: str = "") -> None:
    """Mark a phrase by its words, and choose its fault."""
    phrase(page, number, words).get_by_role("checkbox").check()
    if fault:
        phrase(page, number, words).get_by_role("combobox").select_option(fault)


def go(page: Page, *choices: str) -> None:
    """Take these choices of the case, one after the other."""
    for choice in choices:
        page.locator(".lh-step:visible").last.locator(".lh-label").filter(has_text=choice).click()
        page.get_by_role("button", name="Continue").click()


def titles(page: Page) -> list[str]:
    """The headings of the steps in sight, in their order."""
    return [title.inner_text().strip() for title in page.locator(".lh-step:visible .lh-step-title").all()]


# --- without scripts ----------------------------------------------------------------------------------


def test_without_scripts_a_case_is_an_outline_with_links(plain: Page) -> None:
    asked = question(plain, CASE)
    expect(asked.locator(".lh-step:visible")).to_have_count(9)
    expect(asked.locator(".lh-dossier")).to_contain_text("Chỉ nhận nam")
    asked.get_by_role("link", name="Leads to step 3").first.click()
    expect(plain.locator(":target")).to_have_attribute("data-lh-step", "tham-quyen")
    expect(plain.locator(":target .lh-step-title")).to_contain_text("Step 3")
    targets = asked.locator(".lh-goes a").evaluate_all(
        "all => all.map((a) => document.querySelector(a.hash))"
    )
    assert None not in targets


# --- marking a text -----------------------------------------------------------------------------------


def test_phrases_are_marked_by_keyboard_and_their_faults_chosen(reasoning: Harness) -> None:
    page = reasoning.open()
    first = phrase(page, MARK, "ưu tiên tuyển nam")
    expect(first.get_by_role("combobox")).to_be_hidden()
    page.locator("#lh-questions").focus()
    page.keyboard.press("Tab")
    expect(first.get_by_role("checkbox")).to_be_focused()
    page.keyboard.press("Space")
    expect(first).to_contain_text("[marked]")
    page.keyboard.press("Tab")
    expect(page.get_by_role("combobox", name="What is wrong with “ưu tiên tuyển nam”")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    status = question(page, MARK).get_by_role("status")
    expect(status).to_contain_text(
        "Phrases marked: 2. Right: 1, missed: 4, too many: 1. Faults named rightly: 1."
    )
    expect(phrase(page, MARK, "Tiêu chuẩn chuyên môn").get_by_role("checkbox")).to_be_focused()


def test_what_became_of_phrases_is_said_beside_them_and_linked(reasoning: Harness) -> None:
    page = reasoning.open()
    mark(page, MARK, "ưu tiên tuyển nam", "so-lieu")
    mark(page, MARK, "báo cáo tổng số", "so-lieu")
    mark(page, MARK, "hoàn thành nhiệm vụ")
    status = check(page, MARK)
    expect(status).to_contain_text("Partly right. 0.1 of 1 point.")
    expect(phrase(page, MARK, "ưu tiên tuyển nam")).to_contain_text("✓ Found, but the fault is another")
    expect(phrase(page, MARK, "hoàn thành nhiệm vụ")).to_contain_text("✗ Marked, but sound")
    expect(phrase(page, MARK, "cam kết không sinh con")).to_contain_text("→ Missed")
    expect(phrase(page, MARK, "mang theo con").locator(".lh-mark")).to_have_count(0)
    expect(status).to_contain_text("Con ốm thì cha hoặc mẹ nghỉ")  # also of what was missed
    expect(status.get_by_role("link")).to_have_count(6)
    status.get_by_role("link", name="cam kết không sinh con trong 02 năm").click()
    expect(phrase(page, MARK, "cam kết không sinh con").get_by_role("checkbox")).to_be_focused()


def test_without_faults_only_marks_count(reasoning: Harness) -> None:
    page = reasoning.open()
    expect(question(page, PLAIN).get_by_role("combobox")).to_have_count(0)
    mark(page, PLAIN, "Con gái lấy chồng xa")
    mark(page, PLAIN, "chỉ ghi tên")
    status = check(page, PLAIN)
    expect(status).to_contain_text("Right. 1 of 1 point.")
    expect(status).to_contain_text("Phrases marked: 2. Right: 2, missed: 0, too many: 0.")


def test_phrases_have_room_to_be_hit(reasoning: Harness) -> None:
    page = reasoning.open()
    page.set_viewport_size({"width": 320, "height": 640})
    for label in question(page, MARK).locator(".lh-phrase > label").all():
        boxes = label.evaluate("one => [...one.getClientRects()].map((box) => box.height)")
        assert min(box for box in boxes if box > 1) >= 24
    height = (
        question(page, MARK)
        .locator(".lh-draft p")
        .first.evaluate("one => Number.parseFloat(getComputedStyle(one).lineHeight)")
    )
    assert height >= 24


# --- a case file --------------------------------------------------------------------------------------


def test_a_step_leads_to_the_next_and_its_heading_has_the_focus(reasoning: Harness) -> None:
    page = reasoning.open()
    assert titles(page) == ["Step 1 Tiếp nhận phản ánh"]
    go(page, "Ghi nhận phản ánh")
    assert titles(page) == ["Step 1 Tiếp nhận phản ánh", "Step 2 Ai quyết định kiểm tra"]
    expect(page.get_by_role("heading", name="Step 2 Ai quyết định")).to_be_focused()
    second = page.get_by_role("region", name="Step 2 Ai quyết định kiểm tra")
    expect(second).to_contain_text("Phản ánh có số, có ngày")
    expect(page.get_by_role("region", name="Step 1").locator("input:enabled")).to_have_count(0)
    expect(page.get_by_role("region", name="Step 1").locator("input:checked")).to_have_count(1)
    dossier = question(page, CASE).locator(".lh-dossier")
    expect(dossier.locator(".lh-dossier-text")).to_be_hidden()
    dossier.locator("summary").click()
    expect(dossier).to_be_in_viewport()
    expect(dossier).to_contain_text("Chỉ nhận nam")


def test_a_case_is_worked_through_by_keyboard(reasoning: Harness) -> None:
    page = reasoning.open()
    question(page, CASE).locator(".lh-input").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Step 1").locator(".lh-error")).to_have_text(
        "Choose one answer first."
    )
    expect(question(page, CASE).locator(".lh-input").first).to_be_focused()
    for _ in range(4):
        page.keyboard.press("Space")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
    expect(page.locator(".lh-step:visible").last).to_contain_text("The case ends here.")
    status = check(page, CASE)
    expect(status).to_contain_text("Right. 1 of 1 point.")
    expect(status).to_contain_text("Points on your way: 8 of 8.")
    expect(status).to_contain_text("biên bản nêu sự việc")
    expect(page.locator(".lh-step .lh-mark")).to_have_text(["✓ The best choice here"] * 4)


def test_the_end_is_compared_with_the_best_one(reasoning: Harness) -> None:
    page = reasoning.open()
    go(page, "Gọi điện", "Xin lại ảnh", "Trình Giám đốc", "Xem mô tả", "Gửi công văn")
    status = check(page, CASE)
    expect(status).to_contain_text("Partly right. 0.63 of 1 point.")
    expect(status).to_contain_text("Points on your way: 5 of 8. Steps with a better choice: 1, 5.")
    expect(status).to_contain_text("How an expert sees the end “Chỉ một lời nhắc”")
    expect(status).to_contain_text("How an expert sees the end “Vi phạm được xử lý”")


def test_going_back_loses_nothing(reasoning: Harness) -> None:
    page = reasoning.open()
    go(page, *BEST)
    check(page, CASE)
    page.get_by_role("button", name="Choose again from this step").nth(1).click()
    expect(question(page, CASE).get_by_role("status")).to_be_empty()
    expect(page.get_by_role("radio", name="Trình Giám đốc")).to_be_focused()
    expect(page.get_by_role("radio", name="Trình Giám đốc")).to_be_checked()
    assert len(titles(page)) == 2
    for _ in range(3):  # what was chosen further on is still chosen
        page.get_by_role("button", name="Continue").click()
    assert len(titles(page)) == 5
    page.reload()  # and what was checked is still kept
    expect(question(page, CASE).get_by_role("status")).to_contain_text("Points on your way: 8 of 8.")


def test_a_choice_may_lead_back(reasoning: Harness) -> None:
    page = reasoning.open()
    go(page, "Ghi nhận phản ánh", "Mang thẻ công chức")
    assert len(titles(page)) == 2
    heading = page.get_by_role("heading", name="Step 2 Ai quyết định kiểm tra")
    expect(heading).to_be_focused()
    expect(page.get_by_role("region", name="Step 2")).to_contain_text("Bảo vệ không cho vào")


def test_steps_stand_in_the_order_of_the_way(reasoning: Harness) -> None:
    page = reasoning.open()
    go(page, "Gọi điện", "Xin lại ảnh")
    page.get_by_role("button", name="Choose again from this step").first.click()
    go(page, "Ghi nhận phản ánh")
    assert titles(page) == ["Step 1 Tiếp nhận phản ánh", "Step 2 Ai quyết định kiểm tra"]
    tops = page.locator(".lh-step:visible").evaluate_all(
        "all => all.map((one) => one.getBoundingClientRect().top)"
    )
    assert tops == sorted(tops)


def test_a_case_is_checked_at_its_end_only(reasoning: Harness) -> None:
    page = reasoning.open()
    go(page, "Ghi nhận phản ánh")
    check(page, CASE)
    expect(question(page, CASE).locator(".lh-error").first).to_have_text("Go on to an end of the case first.")
    expect(page.get_by_role("radio", name="Trình Giám đốc")).to_be_focused()
    go(page, "Trình Giám đốc")
    expect(page.locator("[aria-invalid]")).to_have_count(0)


def test_trying_again_starts_with_the_first_step(reasoning: Harness) -> None:
    page = reasoning.open()
    go(page, *BEST)
    check(page, CASE)
    question(page, CASE).get_by_role("button", name="Try again").click()
    assert len(titles(page)) == 1
    expect(question(page, CASE).locator("input:checked")).to_have_count(0)
    expect(question(page, CASE).locator(".lh-input").first).to_be_focused()


def test_between_two_tries_nothing_is_given_away(harness: Harness) -> None:
    harness.write("quiz.html", sheet(good(*IDS)))
    page = harness.open()
    mark(page, MARK, "hoàn thành nhiệm vụ")
    expect(check(page, MARK)).to_contain_text("You have 1 more try.")
    go(page, "Trả lời rằng tuyển ai")
    expect(check(page, CASE)).to_contain_text("You have 1 more try.")
    expect(page.locator(".lh-mark, [data-lh-mark], .lh-feedback:visible")).to_have_count(0)
    page.get_by_role("button", name="Choose again from this step").click()
    go(page, *BEST)
    expect(check(page, CASE)).to_contain_text("Right. 1 of 1 point.")


# --- reflection ---------------------------------------------------------------------------------------


def test_each_option_has_its_reply_and_no_points(reasoning: Harness) -> None:
    page = reasoning.open()
    question(page, STANCE).locator(".lh-label").nth(2).click()
    status = check(page, STANCE)
    expect(status).to_contain_text("Gặp riêng giữ thể diện")
    expect(status).not_to_contain_text("point")
    expect(question(page, STANCE).locator(".lh-mark, [data-lh-mark]")).to_have_count(0)


def test_a_text_of_ones_own_stays_and_is_compared(reasoning: Harness) -> None:
    page = reasoning.open()
    check(page, OWN)
    expect(question(page, OWN).locator(".lh-error").first).to_have_text("Write something first.")
    box = question(page, OWN).get_by_role("textbox")
    expect(box).to_be_focused()
    box.fill("  Giờ họp sau 17 giờ.\n\nAi đón con?  ")
    status = check(page, OWN)
    expect(status).to_contain_text("A thought to compare")
    expect(status).to_contain_text("Lớp bồi dưỡng nội trú")
    page.reload()
    expect(box).to_have_value("Giờ họp sau 17 giờ.\n\nAi đón con?")
    expect(status).to_contain_text("A thought to compare")


# --- what is kept -------------------------------------------------------------------------------------


def test_answers_come_back(reasoning: Harness) -> None:
    page = reasoning.open()
    mark(page, MARK, "ưu tiên tuyển nam", "dieu-kien")
    mark(page, MARK, "báo cáo tổng số")
    check(page, MARK)
    go(page, "Trả lời rằng tuyển ai")
    check(page, CASE)
    page.reload()
    expect(question(page, MARK).get_by_role("status")).to_contain_text(
        "Phrases marked: 2. Right: 2, missed: 3"
    )
    expect(phrase(page, MARK, "ưu tiên tuyển nam").get_by_role("combobox")).to_have_value("dieu-kien")
    assert titles(page) == ["Step 1 Tiếp nhận phản ánh", "Step 2 Vụ việc bị bỏ qua"]
    expect(question(page, CASE).get_by_role("status")).to_contain_text("Points on your way: 0 of 8.")
    expect(page.get_by_role("heading", name="Step 2")).not_to_be_focused()


JUNK: list[Any] = [
    7,
    "tiep-nhan.ghi-nhan",
    [],
    [["x"]],
    {"__proto__": "x"},
    {"constructor": ""},
    ["tham-quyen.tu-di"],
    True,
]


@pytest.mark.parametrize("junk", JUNK, ids=json.dumps)
def test_whatever_was_stored_the_page_works(reasoning: Harness, junk: Any) -> None:
    page = reasoning.open()
    mark(page, PLAIN, "chỉ ghi tên")
    check(page, PLAIN)
    go(page, "Trả lời rằng tuyển ai")
    check(page, CASE)
    question(page, STANCE).locator(".lh-label").first.click()
    check(page, STANCE)
    page.evaluate(
        """(junk) => { for (const key of Object.keys(localStorage)) {
             const record = JSON.parse(localStorage[key]);
             for (const entry of Object.values(record.answers ?? {})) entry.answer = junk;
             localStorage[key] = JSON.stringify(record);
           } }""",
        junk,
    )
    page.reload()
    expect(page.locator(".lh-verdict")).to_have_count(0)
    expect(page.locator(".lh-note")).to_have_count(3)
    go(page, *BEST)
    expect(check(page, CASE)).to_contain_text("Right. 1 of 1 point.")


def test_phrases_in_another_order_keep_the_answer(reasoning: Harness) -> None:
    page = reasoning.open()
    mark(page, PLAIN, "Con gái lấy chồng xa")
    mark(page, PLAIN, "chỉ ghi tên")
    check(page, PLAIN)
    changed = entries()
    changed[PLAIN]["text"] = "[[chu-ho|The husband]] [[chia-loi-ich|A daughter]] [[ve-sinh|All]] [[hop|Each]]"
    reasoning.write("quiz.html", sheet(changed))
    page.reload()
    expect(question(page, PLAIN).get_by_role("status")).to_contain_text("Right. 1 of 1 point.")


def test_another_fault_makes_a_kept_answer_void(reasoning: Harness) -> None:
    page = reasoning.open()
    mark(page, MARK, "báo cáo tổng số", "so-lieu")
    check(page, MARK)
    changed = entries()
    changed[MARK]["phrases"]["bao-cao"]["fault"] = "dinh-kien"
    reasoning.write("quiz.html", sheet(changed))
    page.reload()
    expect(question(page, MARK).locator(".lh-note")).to_contain_text("has changed since you answered it")


def test_a_case_in_an_exam_is_kept_at_its_end(harness: Harness) -> None:
    harness.write("quiz.html", sheet(good(IDS[CASE]), exam=True))
    page = harness.open()
    go(page, *BEST)
    page.reload()
    assert len(titles(page)) == 5
    expect(page.locator(".lh-count")).to_have_text("1 of 1 question answered")


# --- the best way -------------------------------------------------------------------------------------


def test_the_best_way_is_found_fast_however_often_ways_part_and_meet() -> None:
    steps = [
        {
            "id": f"s{n}",
            "text": "?",
            "choices": [{"text": str(p), "to": f"s{n + 1}", "points": p} for p in (0, 1, 2)],
        }
        for n in range(2000)
    ]
    steps.append({"id": "s2000", "text": "!", "reasoning": "."})
    entry = {"id": "long", "kind": "case", "prompt": "?", "dossier": ".", "steps": steps, "explanation": "."}
    made = KINDS["case"].model.model_validate(entry)
    assert KINDS["case"].key(made)["best"]["s0"] == [4000, "s2000"]
    assert [*KINDS["case"].check(made)] == []


# --- in the middle of a case --------------------------------------------------------------------------


def test_a_case_under_way_is_accessible(reasoning: Harness) -> None:
    page = reasoning.open()
    go(page, "Gọi điện", "Xin lại ảnh")
    page.locator(".lh-dossier summary").click()
    assert faults(page, dress(page, "default", "none")) == []


def test_paper_has_every_step_and_where_its_choices_lead(reasoning: Harness) -> None:
    page = reasoning.open()
    go(page, "Gọi điện", "Trả lời rằng thông báo")
    page.emulate_media(media="print")
    expect(question(page, CASE).locator(".lh-step:visible")).to_have_count(9)
    expect(question(page, CASE)).to_contain_text("Leads to step 3")
    expect(page.locator(".lh-came:visible, .lh-step-now:visible")).to_have_count(0)
