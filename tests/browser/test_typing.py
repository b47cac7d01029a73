"""Questions that are answered by typing, or by choosing a word for a gap."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from generator.questions import KINDS
from tests.browser.harness import Harness, good, sheet

TYPED = (
    "short-text-long-ghep",
    "numeric-ty-le-du-hop",
    "cloze-binh-dang-gioi",
    "cloze-bank-ai-lam-gi",
)
SHORT, NUMBER, CLOZE, BANK = range(4)


def question(page: Page, number: int) -> Locator:
    return page.locator(".lh-question").nth(number)


def fields(page: Page, number: int) -> Locator:
    return question(page, number).locator("fieldset :is(input, select)")


def status(page: Page, number: int) -> Locator:
    return question(page, number).get_by_role("status")


def write(page: Page, number: int, *texts: str) -> None:
    """Fill the fields of a question from the keyboard, and send it with Enter."""
    fields(page, number).first.focus()
    for at, text in enumerate(texts):
        if at:
            page.keyboard.press("Tab")
        page.keyboard.press("ControlOrMeta+A")
        page.keyboard.type(text)
    page.keyboard.press("Enter")


@pytest.fixture
def typed(harness: Harness) -> Harness:
    harness.write("quiz.html", sheet(good(*TYPED)))
    return harness


def in_vietnamese(harness: Harness) -> None:
    harness.files["quiz.html"] = harness.files["quiz.html"].replace('<html lang="en">', '<html lang="vi">')


# --- forms --------------------------------------------------------------------------------------------


def test_fields_are_named_and_leave_the_browser_no_say(typed: Harness) -> None:
    page = typed.open()
    names = [
        "Your answer",
        "Your answer (%)",
        "Gap 1 of 3",
        "Gap 2 of 3",
        "Gap 3 of 3",
    ]
    boxes = page.get_by_role("textbox")
    expect(boxes).to_have_count(len(names))
    for at, name in enumerate(names):
        expect(boxes.nth(at)).to_have_accessible_name(name)
        for attribute in ("autocomplete", "autocapitalize"):
            expect(boxes.nth(at)).to_have_attribute(attribute, "off")
        expect(boxes.nth(at)).to_have_attribute("spellcheck", "false")
    expect(fields(page, NUMBER)).to_have_attribute("inputmode", "decimal")
    for at, name in enumerate(("Gap 1 of 2", "Gap 2 of 2")):
        expect(page.get_by_role("combobox").nth(at)).to_have_accessible_name(name)
    for field in page.locator("fieldset :is(input, select)").all():
        box = field.bounding_box()
        assert box is not None
        assert box["height"] >= 44


def test_gaps_are_as_wide_as_the_longest_answer(typed: Harness) -> None:
    widths = {box.get_attribute("size") for box in fields(typed.open(), CLOZE).all()}
    assert len(widths) == 1


def test_the_bank_is_in_the_order_of_the_alphabet(typed: Harness) -> None:
    words = fields(typed.open(), BANK).first.locator("option").all_inner_texts()
    assert words == ["Choose …", "giám sát", "soạn thảo", "thẩm định", "thẩm tra"]


def test_a_word_that_fits_two_gaps_is_offered_once(harness: Harness) -> None:
    harness.write("quiz.html", sheet(good("cloze-bank-hai-nu")))
    page = harness.open()
    assert fields(page, 0).first.locator("option").all_inner_texts() == ["Choose …", "nam", "nữ", "phụ nữ"]
    for box, word in zip(fields(page, 0).all(), ("phụ nữ", "nữ", "nam"), strict=True):
        box.select_option(label=word)
    question(page, 0).locator(".lh-check").click()
    expect(status(page, 0)).to_contain_text("Right. 1 of 1 point.")
    page.reload()
    expect(status(page, 0)).to_contain_text("Right. 1 of 1 point.")


# --- answering ----------------------------------------------------------------------------------------


def test_keyboard_alone_answers_and_keeps_the_focus(typed: Harness) -> None:
    page = typed.open()
    page.locator("#lh-questions").focus()
    page.keyboard.press("Tab")
    page.keyboard.type("lồng ghép giới")
    page.keyboard.press("Enter")
    expect(status(page, SHORT)).to_contain_text("Right. 1 of 1 point.")
    expect(fields(page, SHORT)).to_be_focused()
    expect(fields(page, SHORT)).to_have_accessible_name("Your answer Right")


def test_an_answer_without_marks_counts_and_is_spelt_out(typed: Harness) -> None:
    page = typed.open()
    write(page, SHORT, "long ghep gioi")
    expect(status(page, SHORT)).to_contain_text(
        "Accepted without marks. With them it is written: lồng ghép giới."
    )
    expect(status(page, SHORT)).to_contain_text("Right. 1 of 1 point.")


def test_where_marks_are_required_it_is_said_that_they_are_missing(harness: Harness) -> None:
    harness.write("quiz.html", sheet(good("short-text-hoa-giai")))
    page = harness.open()
    write(page, 0, "hoa giai")
    expect(status(page, 0)).to_contain_text("Only marks are missing. The right answer is: hòa giải.")


def test_a_known_mistake_has_its_reply_and_its_part_of_the_point(typed: Harness) -> None:
    page = typed.open()
    write(page, SHORT, "lồng ghép")
    expect(status(page, SHORT)).to_contain_text("Partly right. 0.5 of 1 point.")
    expect(status(page, SHORT)).to_contain_text("Hãy nói rõ lồng ghép điều gì.")
    expect(status(page, SHORT)).to_contain_text("The right answer is: lồng ghép giới.")
    write(page, SHORT, "gì đó")
    expect(status(page, SHORT)).to_contain_text("Not right yet. 0 of 1 point.")
    expect(question(page, SHORT).locator(".lh-mark")).to_have_text("✗ Not right")


def test_a_number_is_told_as_it_was_read(typed: Harness) -> None:
    page = typed.open()
    write(page, NUMBER, "26,70 %")
    expect(status(page, NUMBER)).to_contain_text("Understood: 26.7.")
    write(page, NUMBER, "36.36")
    expect(status(page, NUMBER)).to_contain_text("Understood: 36.36.")
    expect(status(page, NUMBER)).to_contain_text("The right answer is: 26.7.")
    expect(status(page, NUMBER)).to_contain_text("Bạn đã chia số nữ cho số nam.")


def test_what_is_no_number_is_not_taken(typed: Harness) -> None:
    page = typed.open()
    write(page, NUMBER, "một phần tư")
    error = question(page, NUMBER).locator(".lh-error")
    expect(error).to_contain_text("“một phần tư” cannot be read as a number.")
    expect(fields(page, NUMBER)).to_be_focused()
    expect(fields(page, NUMBER)).to_have_attribute("aria-invalid", "true")
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.press("Delete")
    expect(error).to_be_hidden()
    page.keyboard.press("Enter")
    expect(error).to_have_text("Write a number first.")


def test_gaps_are_marked_and_told_by_number(typed: Harness) -> None:
    page = typed.open()
    write(page, CLOZE, "vai tro", "", "kết quả")
    expect(status(page, CLOZE)).to_contain_text("Partly right. 0.33 of 1 point.")
    expect(status(page, CLOZE)).to_contain_text("Gaps that are right: 1 of 3.")
    expect(status(page, CLOZE)).to_contain_text("Look again at gaps 2, 3.")
    expect(status(page, CLOZE)).to_contain_text("With them it is written: vai trò.")
    expect(status(page, CLOZE)).to_contain_text("Bình đẳng còn phải thấy được ở kết quả.")
    expect(question(page, CLOZE).locator(".lh-gap")).to_contain_text(
        ["✓ Right", "→ Right answer cơ hội", "✗ Not right→ Right answer thụ hưởng"]
    )
    expect(fields(page, CLOZE).last).to_be_focused()


def test_words_are_chosen_from_the_keyboard(typed: Harness) -> None:
    page = typed.open()
    fields(page, BANK).first.focus()
    page.keyboard.type("thẩm định")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    question(page, BANK).get_by_role("button", name="Check").press("Enter")
    expect(status(page, BANK)).to_contain_text("Gaps that are right: 1 of 2. Look again at gap 2.")
    expect(question(page, BANK).locator(".lh-gap").last).to_contain_text("→ Right answer thẩm tra")


def test_typing_on_takes_the_verdict_back(typed: Harness) -> None:
    page = typed.open()
    write(page, CLOZE, "vai trò", "cơ hội", "thụ hưởng")
    expect(status(page, CLOZE)).to_contain_text("Right. 1 of 1 point.")
    page.keyboard.type("x")
    expect(status(page, CLOZE)).to_be_empty()
    expect(question(page, CLOZE).locator(".lh-mark")).to_have_count(0)


def test_check_without_answer_says_what_is_missing(typed: Harness) -> None:
    page = typed.open()
    texts = ("Write an answer", "Write a number", "at least one gap", "at least one gap")
    for number, text in enumerate(texts):
        question(page, number).get_by_role("button", name="Check").click()
        expect(question(page, number).locator(".lh-error")).to_contain_text(text)
        expect(fields(page, number).first).to_be_focused()


# --- numbers ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "vi", "en"),
    [
        ("15", 15, 15),
        ("1,5", 1.5, 1.5),
        ("1.5", 1.5, 1.5),
        ("1.000", 1000, 1),
        ("1,000", 1, 1000),
        ("12.345", 12345, 12.345),
        ("1.000.000", 1000000, 1000000),
        ("1,000,000", 1000000, 1000000),
        ("1 000 000", 1000000, 1000000),
        ("1\u202f000", 1000, 1000),
        ("1.234,5", 1234.5, 1234.5),
        ("1,234.5", 1234.5, 1234.5),
        ("1 234,5", 1234.5, 1234.5),
        ("0.125", 0.125, 0.125),
        ("0,125", 0.125, 0.125),
        ("1234.567", 1234.567, 1234.567),
        ("1.2345", 1.2345, 1.2345),
        ("26,7%", 26.7, 26.7),
        ("26,7 %", 26.7, 26.7),
        ("15.", 15, 15),
        (" -3 ", -3, -3),
        ("\u22123", -3, -3),
        ("+3", 3, 3),
        ("007", 7, 7),
        ("1.00.000", None, None),
        ("1,2,3", None, None),
        ("1.000,000.5", None, None),
        ("15 ngày", None, None),
        ("khoảng 15", None, None),
        ("1e3", None, None),
        ("%", None, None),
        (",5", None, None),
        ("", None, None),
        ("-", None, None),
    ],
)
def test_numbers_are_read_as_the_language_of_the_page_writes_them(
    text: str, vi: Any, en: Any, script: Page
) -> None:
    read = """(text) => ["vi", "en"].map((lang) => {
      document.documentElement.lang = lang;
      const form = document.createElement("form");
      form.innerHTML = "<p class=lh-typing><b class=lh-unit>%</b><input></p>";
      form.querySelector("input").value = text;
      return LopHoc.kinds.numeric.read(form);
    })"""
    assert script.evaluate(read, text) == [vi, en]


def test_a_number_is_the_same_in_both_languages(harness: Harness) -> None:
    harness.write("quiz.html", sheet(good("numeric-muc-phat")))
    page = harness.open()
    write(page, 0, "30,000,000 đồng")
    expect(status(page, 0)).to_contain_text("Understood: 30\u00a0000\u00a0000.")
    in_vietnamese(harness)
    page.reload()
    expect(status(page, 0)).to_contain_text("Right. 1 of 1 point.")
    expect(fields(page, 0)).to_have_value("30\u00a0000\u00a0000")


def test_between_two_tries_the_number_is_told_and_not_the_answer(harness: Harness) -> None:
    harness.write("quiz.html", sheet(good("numeric-muc-phat")))
    page = harness.open()
    write(page, 0, "30")
    expect(status(page, 0)).to_contain_text("Understood: 30.")
    expect(status(page, 0)).not_to_contain_text("The right answer")
    expect(question(page, 0).locator(".lh-mark")).to_have_count(0)
    write(page, 0, "3 000 000")
    expect(status(page, 0)).to_contain_text("Understood: 3\u00a0000\u00a0000.")
    expect(status(page, 0)).to_contain_text("The right answer is: 30\u00a0000\u00a0000.")


def test_an_exam_with_gaps_left_tells_what_was_right(harness: Harness) -> None:
    harness.write("quiz.html", sheet(good(*TYPED), exam=True))
    page = harness.open()
    fields(page, CLOZE).first.fill("vai trò")
    page.get_by_role("button", name="Submit").click()
    page.get_by_role("button", name="Submit anyway").click()
    for number, text in enumerate(("lồng ghép giới", "26.7", "Gaps that are right: 1 of 3.", "thẩm định")):
        expect(question(page, number)).to_contain_text(text)
    expect(question(page, SHORT).locator(".lh-mark")).to_have_count(0)


# --- keeping answers ----------------------------------------------------------------------------------


def test_answers_come_back(typed: Harness) -> None:
    page = typed.open()
    write(page, SHORT, "long ghep gioi")
    write(page, NUMBER, "26,66")
    write(page, CLOZE, "vai trò", "", "kết quả")
    fields(page, BANK).last.select_option(label="thẩm tra")
    question(page, BANK).locator(".lh-check").click()
    told = [status(page, number).inner_text() for number in (SHORT, NUMBER, CLOZE)]
    in_vietnamese(typed)
    page.reload()
    again = [status(page, number).inner_text() for number in (SHORT, NUMBER, CLOZE)]
    assert again[0] == told[0]
    assert again[2].replace("0,33", "0.33") == told[2]
    expect(fields(page, SHORT)).to_have_value("long ghep gioi")
    expect(fields(page, NUMBER)).to_have_value("26,66")
    expect(fields(page, CLOZE).nth(2)).to_have_value("kết quả")
    expect(fields(page, BANK).last).to_have_value("1")
    expect(page.locator(".lh-count")).to_contain_text("4 of 4 questions answered")
    assert "accepted" not in page.evaluate(
        "localStorage[Object.keys(localStorage).find((k) => /:.*:/.test(k))]"
    )


def changed(harness: Harness, number: int, old: str, new: str) -> Page:
    """The quiz again, after an edit of one question's data."""
    parts = harness.files["quiz.html"].split("<form ")
    assert old in parts[number + 1]
    parts[number + 1] = parts[number + 1].replace(old, new)
    harness.files["quiz.html"] = "<form ".join(parts)
    return harness.open()


def test_an_answer_that_is_accepted_later_is_graded_anew(typed: Harness) -> None:
    page = typed.open()
    write(page, SHORT, "lồng ghép về giới")
    expect(status(page, SHORT)).to_contain_text("Not right yet")
    old, new = (json.dumps(text) for text in ("lồng ghép vấn đề bình đẳng giới", "lồng ghép về giới"))
    page = changed(typed, SHORT, old, new)
    expect(status(page, SHORT)).to_contain_text("Right. 1 of 1 point.")


def test_another_right_answer_makes_a_kept_one_void(typed: Harness) -> None:
    page = typed.open()
    write(page, NUMBER, "26,7")
    page = changed(typed, NUMBER, '"value": 26.7', '"value": 26.8')
    expect(status(page, NUMBER)).to_contain_text("This question has changed since you answered it.")
    expect(fields(page, NUMBER)).to_have_value("")


def test_a_reworded_bank_keeps_the_answer(typed: Harness) -> None:
    page = typed.open()
    fields(page, BANK).first.select_option(label="soạn thảo")
    question(page, BANK).locator(".lh-check").click()
    kept = page.evaluate("JSON.parse(document.querySelectorAll('.lh-data')[3].textContent).options[0]")
    page = changed(typed, BANK, kept, "00000000")
    expect(status(page, BANK)).to_contain_text("The wording of this question has changed")
    expect(fields(page, BANK).first).to_have_value("3")


def test_answers_may_be_in_any_language_of_the_site() -> None:
    kind = KINDS["short-text"]
    entry = good("short-text-hoa-giai")[0]
    vi = kind.model.model_validate(entry)
    en = kind.model.model_validate({**entry, "answers": ["grassroots mediation", "mediation"]})
    assert kind.accepted([en, vi])["answers"][0]["texts"] == [
        *("grassroots mediation", "mediation"),
        *("hòa giải ở cơ sở", "hòa giải"),
    ]
    assert kind.accepted([vi, en])["answers"][0]["texts"][0] == "hòa giải ở cơ sở"


def test_words_that_a_translation_does_not_tell_apart_are_both_right() -> None:
    kind = KINDS["cloze"]
    entry = good("cloze-bank-ai-lam-gi")[0]
    vi = kind.model.model_validate(entry)
    gaps = {"thu-nhat": {"answers": ["review"]}, "thu-hai": {"answers": ["review"]}}
    en: Any = kind.model.model_validate({**entry, "gaps": gaps, "bank": ["supervise", "draft"]})
    assert kind.accepted([en, vi])["gaps"] == {"thu-nhat": [0, 1], "thu-hai": [0, 1]}
    assert kind.accepted([vi, vi])["gaps"] == {"thu-nhat": [0], "thu-hai": [1]}
    assert [str(text) for _, text in en.choices] == ["draft", "review", "supervise"]
