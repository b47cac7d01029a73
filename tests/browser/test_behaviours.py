"""How a quiz is asked: tries and hints, exams, draws, how sure a learner is, questions in a lesson."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from generator.questions import KINDS
from tests.browser.audit import faults
from tests.browser.harness import KEY, ORIGIN, QUIZ, Harness, example, good, pick, sheet

SINGLE, MULTIPLE, TRUE_FALSE = QUIZ


def question(page: Page, number: int) -> Locator:
    return page.locator(".lh-question:visible").nth(number)


def kept(page: Page) -> Any:
    """The record of the current learner."""
    script = "(key) => localStorage.getItem(`${key}:${JSON.parse(localStorage.getItem(key)).current}`)"
    return json.loads(page.evaluate(script, KEY))


def attempt(page: Page, quiz: str = "course/quiz") -> Any:
    return kept(page)["attempts"][quiz]


def choose(page: Page, number: int, *options: int) -> None:
    """Answer by the position that options have in the source."""
    for option in options:
        question(page, number).locator(f'.lh-input[value="{option}"]').check()


# --- hints and tries ----------------------------------------------------------------------------------


@pytest.fixture
def hinted(harness: Harness) -> Page:
    (entry,) = good(SINGLE)
    del entry["hint"]
    harness.write("quiz.html", sheet([{**entry, "hints": ["First hint.", "Second hint."]}]))
    return harness.open()


def test_each_wrong_try_opens_the_next_hint(hinted: Page) -> None:
    status = question(hinted, 0).get_by_role("status")
    opened = hinted.locator(".lh-hint[open]")
    expect(hinted.locator(".lh-hint summary")).to_have_text(["Hint 1 of 2", "Hint 2 of 2"])
    pick(hinted, 0, 1)
    expect(opened).to_have_count(1)
    expect(status).to_contain_text("Not right yet. 0 of 1 point.")
    expect(status).to_contain_text("You have 2 more tries.")
    expect(hinted.locator(".lh-mark, .lh-explanation:visible, .lh-retry:visible")).to_have_count(0)
    pick(hinted, 0, 2)
    expect(opened).to_have_count(2)
    expect(status).to_contain_text("You have 1 more try.")
    hinted.reload()
    expect(status).to_contain_text("You have 1 more try.")
    expect(opened).to_have_count(2)
    pick(hinted, 0, 1)
    expect(hinted.locator(".lh-explanation")).to_be_visible()
    expect(hinted.locator(".lh-option").first).to_contain_text("Right answer")
    expect(hinted.get_by_role("button", name="Try again")).to_be_visible()


def test_right_try_ends_the_tries(hinted: Page) -> None:
    pick(hinted, 0, 1)
    pick(hinted, 0, 0)
    expect(question(hinted, 0).get_by_role("status")).to_contain_text("Right. 1 of 1 point.")
    expect(hinted.locator(".lh-explanation")).to_be_visible()
    expect(hinted.get_by_role("button", name="Show the answer")).to_be_hidden()


def test_answer_is_shown_to_who_asks_for_it(hinted: Page) -> None:
    pick(hinted, 0, 1)
    hinted.get_by_role("button", name="Show the answer").press("Enter")
    expect(hinted.locator(".lh-check")).to_be_focused()
    expect(hinted.locator(".lh-explanation")).to_be_visible()
    hinted.reload()
    expect(hinted.locator(".lh-explanation")).to_be_visible()
    hinted.get_by_role("button", name="Try again").click()
    expect(hinted.locator(".lh-hint[open]")).to_have_count(0)


# --- exam ---------------------------------------------------------------------------------------------


@pytest.fixture
def exam(harness: Harness) -> Page:
    harness.write("quiz.html", sheet(good(*QUIZ), exam=True))
    return harness.open()


def test_exam_tells_nothing_before_it_is_submitted(exam: Page) -> None:
    expect(exam.locator(".lh-check:visible, .lh-hint:visible, .lh-retry:visible")).to_have_count(0)
    pick(exam, 0, 1, check=False)
    exam.keyboard.press("Enter")
    expect(exam.locator(".lh-mark, .lh-explanation:visible, .lh-result:visible")).to_have_count(0)
    expect(exam.locator(".lh-count")).to_have_text("1 of 3 questions answered")
    assert kept(exam)["answers"] == {}


def test_unfinished_exam_is_kept_and_submitted_later(exam: Page) -> None:
    pick(exam, 0, 0, check=False)
    pick(exam, 1, 0, 1, 3, check=False)
    question(exam, 2).get_by_role("button", name="Come back later").click()
    exam.reload()
    expect(question(exam, 0).locator(".lh-input").first).to_be_checked()
    expect(question(exam, 2).get_by_role("button", name="Come back later", pressed=True)).to_be_visible()
    pick(exam, 2, 1, check=False)
    question(exam, 2).get_by_role("button", name="Come back later").click()
    exam.get_by_role("button", name="Submit").click()
    expect(exam.get_by_role("heading", name="Result")).to_be_focused()
    expect(exam.locator(".lh-percent")).to_have_text("100%")
    assert set(kept(exam)["answers"]) == set(QUIZ)
    assert attempt(exam)["score"] == 1


def test_open_and_flagged_questions_are_listed_before_submitting(exam: Page) -> None:
    pick(exam, 0, 1, check=False)
    question(exam, 0).get_by_role("button", name="Come back later").click()
    exam.get_by_role("button", name="Submit").click()
    warning = exam.locator(".lh-warning")
    expect(warning).to_be_focused()
    expect(warning).to_contain_text("2 questions are not answered yet.")
    expect(warning.get_by_role("link")).to_have_count(3)
    expect(warning.get_by_role("link").nth(0)).to_contain_text("Question 1 of 3 – flagged")
    expect(warning.get_by_role("link").nth(1)).to_contain_text("Question 2 of 3 – not answered")
    assert faults(exam) == []
    exam.get_by_role("button", name="Submit anyway").click()
    expect(exam.get_by_role("heading", name="Result")).to_be_focused()
    expect(question(exam, 1).get_by_role("status")).to_contain_text("Not answered. 0 of 1 point.")
    expect(exam.locator(".lh-explanation:visible")).to_have_count(3)
    expect(exam.locator(".lh-input:enabled")).to_have_count(0)
    assert faults(exam) == []
    exam.reload()
    expect(exam.locator(".lh-percent")).to_have_text("0%")
    expect(exam.locator(".lh-explanation:visible")).to_have_count(3)


def test_answering_closes_the_warning(exam: Page) -> None:
    exam.get_by_role("button", name="Submit").click()
    pick(exam, 0, 0, check=False)
    expect(exam.locator(".lh-warning")).to_be_hidden()
    expect(exam.get_by_role("button", name="Submit", exact=True)).to_be_visible()


def test_exam_can_be_taken_again(exam: Page) -> None:
    pick(exam, 0, 0, check=False)
    exam.get_by_role("button", name="Submit").click()
    exam.get_by_role("button", name="Submit anyway").click()
    exam.get_by_role("button", name="Start the whole quiz again").click()
    exam.get_by_role("dialog").get_by_role("button", name="Start again").click()
    expect(question(exam, 0).locator(".lh-input").first).to_be_focused()
    expect(exam.locator(".lh-input:checked, .lh-explanation:visible, .lh-result:visible")).to_have_count(0)
    expect(exam.locator(".lh-count")).to_have_text("0 of 3 questions answered")
    expect(exam.locator(".lh-input:disabled")).to_have_count(0)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_takes_an_exam_that_was_not_answered(kind: str, harness: Harness) -> None:
    harness.write("quiz.html", sheet(good(example(kind)["good"][0]["id"]), exam=True))
    page = harness.open()
    page.get_by_role("button", name="Submit").click()
    page.get_by_role("button", name="Submit anyway").click()
    expect(page.locator(".lh-explanation")).to_be_visible()
    expect(page.get_by_role("heading", name="Result")).to_be_focused()


def test_time_that_is_up_takes_nothing_away(harness: Harness) -> None:
    harness.write("quiz.html", sheet(good(*QUIZ), exam=True, minutes=10))
    page = harness.open()
    page.clock.install()
    page.reload()
    expect(page.locator(".lh-question:visible, .lh-submit:visible, .lh-summary:visible")).to_have_count(0)
    page.get_by_role("button", name="Start").click()
    expect(question(page, 0).locator(".lh-input").first).to_be_focused()
    expect(page.get_by_role("timer")).to_have_text("10 minutes left")
    page.clock.run_for(9 * 60_000)
    expect(page.get_by_role("timer")).to_have_text("1 minute left")
    pick(page, 0, 0, check=False)
    page.clock.run_for(61_000)
    expect(page.locator(".lh-time-up")).to_have_text(
        "The time is up. You can go on, or submit what you have."
    )
    pick(page, 1, 0, 1, 3, check=False)
    pick(page, 2, 1, check=False)
    page.get_by_role("button", name="Submit").click()
    expect(page.locator(".lh-percent")).to_have_text("100%")


def test_time_limit_can_be_switched_off(harness: Harness) -> None:
    harness.write("quiz.html", sheet(good(*QUIZ), exam=True, minutes=10))
    page = harness.open()
    assert faults(page) == []
    page.get_by_label("Work without the time limit").check()
    page.get_by_role("button", name="Start").click()
    expect(page.locator(".lh-time")).to_be_empty()
    page.reload()
    expect(page.locator(".lh-question:visible")).to_have_count(3)
    expect(page.locator(".lh-time")).to_be_empty()


def test_clock_that_was_set_back_gives_no_more_time(script: Page) -> None:
    left = "(now) => LopHoc.timeLeft(10, '2026-11-25T08:00:00Z', Date.parse(now))"
    assert script.evaluate(left, "2026-11-25T08:04:00Z") == 6 * 60_000
    assert script.evaluate(left, "2026-11-24T08:00:00Z") == 10 * 60_000


def test_damaged_attempt_is_dropped(exam: Page) -> None:
    pick(exam, 0, 0, check=False)
    exam.evaluate(
        """(key) => {
          const slot = `${key}:${JSON.parse(localStorage.getItem(key)).current}`;
          const record = JSON.parse(localStorage.getItem(slot));
          record.attempts["course/quiz"].answers["single-gioi-la-gi"] = 7;
          localStorage.setItem(slot, JSON.stringify(record));
        }""",
        KEY,
    )
    exam.reload()
    expect(exam.locator(".lh-count")).to_have_text("0 of 3 questions answered")


# --- draw and shuffle ---------------------------------------------------------------------------------

POOL = [{"id": f"q{number}", "outcome": "tell" if number < 4 else "act"} for number in range(8)]


@pytest.fixture
def draw(script: Page) -> Callable[..., Any]:
    def draw(seed: int, seen: list[str] = [], avoid: list[str] = [], **how: Any) -> Any:  # noqa: B006
        asked = {"questions": POOL, **how}
        return script.evaluate("([...all]) => LopHoc.draw(...all)", [asked, seed, seen, avoid])

    return draw


def test_draw_is_the_same_for_the_same_seed(draw: Callable[..., Any]) -> None:
    assert draw(7, draw=3) == draw(7, draw=3)
    assert len({tuple(draw(seed, draw=3)) for seed in range(20)}) > 5
    assert draw(7, draw=3) == sorted(draw(7, draw=3)), "without shuffling, in the order of the file"
    assert draw(7) is None


def test_draw_takes_what_was_not_seen_then_what_was_seen_longest_ago(draw: Callable[..., Any]) -> None:
    seen = ["q0", "q1", "q2", "q3", "q4"]
    for seed in range(10):
        assert set(draw(seed, seen, draw=5)) == {"q5", "q6", "q7", "q0", "q1"}


def test_blueprint_asks_for_each_outcome(draw: Callable[..., Any]) -> None:
    for seed in range(10):
        first = draw(seed, blueprint={"tell": 2, "act": 1})
        assert sum(one < "q4" for one in first) == 2
        second = draw(seed + 100, first, first, blueprint={"tell": 2, "act": 1})
        assert not set(first) & set(second)
        assert sum(one < "q4" for one in second) == 2


def test_every_order_is_as_likely(script: Page) -> None:
    count = script.evaluate(
        """() => {
          const count = {};
          for (let seed = 0; seed < 6000; seed += 1) {
            const order = LopHoc.shuffled(["a", "b", "c"], LopHoc.seedFor(seed, "single-gioi-la-gi")).join("");
            count[order] = (count[order] ?? 0) + 1;
          }
          return count;
        }"""
    )
    assert len(count) == 6
    assert all(850 < times < 1150 for times in count.values())


def test_options_are_shuffled_and_answers_are_not(harness: Harness) -> None:
    entries = good(*QUIZ)
    entries[0]["options"][1]["pin"] = "true"
    harness.write("quiz.html", sheet(entries, shuffle=True))
    orders = set()
    for _ in range(8):
        page = harness.open()
        found = page.locator(f"#q-{SINGLE} .lh-input").evaluate_all("all => all.map(({ value }) => value)")
        assert found[-1] == "1"
        orders.add(tuple(found))
        if len(orders) > 1:
            break
        page.close()
    assert len(orders) > 1
    shown = page.locator(".lh-input").evaluate_all("all => all.map(({ id }) => id)")
    page.locator(f'#q-{SINGLE} .lh-input[value="0"]').check()
    page.locator(f"#q-{SINGLE} .lh-check").click()
    expect(page.locator(f"#q-{SINGLE}").get_by_role("status")).to_contain_text("Right.")
    assert kept(page)["answers"][SINGLE]["answer"] == 0
    page.reload()
    expect(page.locator(f'#q-{SINGLE} .lh-input[value="0"]')).to_be_checked()
    assert page.locator(".lh-input").evaluate_all("all => all.map(({ id }) => id)") == shown
    pair = page.locator(f"#q-{TRUE_FALSE} .lh-input").evaluate_all("all => all.map(({ value }) => value)")
    assert pair == ["0", "1"]


def test_drawn_questions_come_back_and_others_come_next(harness: Harness) -> None:
    harness.write("quiz.html", sheet(good(*QUIZ), draw=1))
    page = harness.open()
    seen = set()
    for _ in range(3):
        expect(page.locator(".lh-question:visible")).to_have_count(1)
        expect(page.locator(".lh-number:visible")).to_have_text("Question 1 of 1")
        name = page.locator(".lh-question:visible").get_attribute("id")
        question(page, 0).locator(".lh-label").first.click()
        question(page, 0).locator(".lh-check").click()
        page.reload()
        expect(page.locator(".lh-question:visible")).to_have_id(name or "")
        expect(page.locator(".lh-result")).to_be_visible()
        seen.add(name)
        page.get_by_role("button", name="Start the whole quiz again").click()
        page.get_by_role("dialog").get_by_role("button", name="Start again").click()
        expect(page.locator(".lh-input:checked")).to_have_count(0)
    assert len(seen) == 3


# --- result: weights, outcomes, how sure, the pair ----------------------------------------------------


def test_weights_and_outcomes_count(harness: Harness) -> None:
    entries = good(*QUIZ)
    for entry, outcome, weight in zip(entries, ("tell", "act", "tell"), ("3", "1", "1"), strict=True):
        entry.update(outcome=outcome, weight=weight)
    harness.write("quiz.html", sheet(entries))
    page = harness.open()
    pick(page, 0, 0)
    expect(question(page, 0).get_by_role("status")).to_contain_text("Right. 3 of 3 points.")
    pick(page, 1, 2)
    pick(page, 2, 1)
    expect(page.locator(".lh-score")).to_have_text("4 of 5 points")
    expect(page.locator(".lh-by-outcome li")).to_have_text(
        ["Tell gender from sex 4 of 4 points", "Act by the law 0 of 1 point"]
    )
    assert attempt(page)["outcomes"] == {"tell": [4, 4], "act": [0, 1]}


def test_being_sure_gives_no_points_and_is_told(harness: Harness) -> None:
    harness.write("quiz.html", sheet(good(*QUIZ), confidence=True))
    page = harness.open()
    assert faults(page) == []
    for number, (option, sure) in enumerate([(1, "Sure"), (2, "Guessing"), (1, "Sure")]):
        pick(page, number, option, check=False)
        question(page, number).get_by_label(sure, exact=True).check()
        question(page, number).locator(".lh-check").click()
    expect(page.locator(".lh-score")).to_have_text("1 of 3 points")
    expect(page.locator(".lh-sure").get_by_role("link")).to_have_count(1)
    expect(page.locator(".lh-sure").get_by_role("link")).to_contain_text("Question 1 of 3")
    assert kept(page)["answers"][SINGLE]["confidence"] == "sure"
    assert attempt(page)["confidence"][MULTIPLE] == "guess"
    page.reload()
    expect(question(page, 1).get_by_label("Guessing")).to_be_checked()


def test_gain_is_told_after_the_course(harness: Harness) -> None:
    entries = good(SINGLE, TRUE_FALSE)
    for entry in entries:
        entry["outcome"] = "tell"
    how: dict[str, Any] = {"blueprint": {"tell": 1}}
    harness.write("before.html", sheet(entries, key="course/before", before="course/after", **how))
    harness.write("after.html", sheet(entries, key="course/after", after="course/before", **how))

    def answer(name: str, right: bool) -> None:
        page.goto(ORIGIN + name)
        if page.locator(f"#q-{SINGLE}").is_visible():
            choose(page, 0, 0 if right else 1)
        else:
            choose(page, 0, 1 if right else 0)
        for _ in range(2):
            question(page, 0).locator(".lh-check").click()

    page = harness.open("before.html")
    answer("before.html", right=False)
    first = attempt(page, "course/before")["drawn"]
    harness.write("lesson.html", in_lesson(SINGLE, TRUE_FALSE), kind="lesson")
    page.goto(ORIGIN + "lesson.html")
    pick(page, 0, 0)
    pick(page, 1, 1)
    page.goto(ORIGIN + "after.html")
    expect(page.locator(".lh-input:checked")).to_have_count(0)
    answer("after.html", right=True)
    assert not set(first) & set(attempt(page, "course/after")["drawn"])
    expect(page.locator(".lh-by-outcome li")).to_have_text(
        "Tell gender from sex 1 of 1 points: 100% now, 0% before the course (+100 percentage points)"
    )


# --- in a lesson, from the review deck, reports -------------------------------------------------------


def in_lesson(*ids: str) -> str:
    """Questions as they stand in the text of a lesson."""
    return "".join(
        f"<div data-lh-check>{part}</form></div>"
        for part in sheet(good(*ids)).partition('tabindex="-1">')[2].split("</form>")[: len(ids)]
    )


def test_question_in_a_lesson_shares_its_answer_with_the_quiz(quiz: Harness) -> None:
    quiz.write("lesson.html", in_lesson(SINGLE), kind="lesson")
    page = quiz.open("lesson.html")
    pick(page, 0, 0)
    expect(question(page, 0).get_by_role("status")).to_contain_text("Right.")
    page.goto(ORIGIN + "quiz.html")
    expect(page.locator(f"#q-{SINGLE} .lh-verdict")).to_contain_text("Right.")


def test_review_asks_one_question_anew(quiz: Harness) -> None:
    page = quiz.open()
    pick(page, 0, 0)
    page.goto(f"{ORIGIN}quiz.html?review#q-{SINGLE}")
    expect(page.locator(".lh-question:visible")).to_have_count(1)
    expect(page.locator(".lh-input:checked")).to_have_count(0)
    expect(page.locator(".lh-input").first).to_be_focused()
    assert kept(page)["answers"][SINGLE]["score"] == 1
    pick(page, 0, 0)
    expect(page.get_by_role("link", name="Back to the review deck")).to_be_visible()


def test_report_is_copied_or_shown(quiz: Harness) -> None:
    page = quiz.open()
    pick(page, 2, 1)
    assert page.evaluate("navigator.clipboard") is None, "plain http has no clipboard"
    report = question(page, 2).get_by_role("button", name="Report a mistake in this question")
    report.press("Enter")
    text = question(page, 2).get_by_label("Text of the report")
    expect(text).to_be_focused()
    assert (
        f"Question: {TRUE_FALSE}\nEdition of the course: 1a2b3c4d; state of the law: 2026-11-01"
        in text.input_value()
    )
    assert page.evaluate("getSelection().toString()") == text.input_value()
    page.evaluate(
        """() => Object.defineProperty(navigator, "clipboard", {
             value: { writeText: async (text) => { window.copied = text; } },
           })"""
    )
    report.press("Enter")
    expect(question(page, 2).locator(".lh-report [role=status]")).to_contain_text("Copied.")
    assert TRUE_FALSE in page.evaluate("window.copied")


def test_without_scripts_all_questions_are_readable(browser: Browser) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.set_content(sheet(good(*QUIZ), exam=True, minutes=5, draw=1, shuffle=True, confidence=True))
    expect(page.locator(".lh-question:visible")).to_have_count(3)
    expect(page.locator("button:visible, .lh-confidence:visible, .lh-start:visible")).to_have_count(0)
    page.close()


def test_narrow_window_needs_no_scrolling_sideways(harness: Harness) -> None:
    harness.write("quiz.html", sheet(good(*QUIZ), exam=True, confidence=True))
    page = harness.open()
    page.set_viewport_size({"width": 320, "height": 640})
    page.get_by_role("button", name="Submit").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
