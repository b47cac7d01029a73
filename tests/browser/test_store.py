"""The learner's record: what is kept, what survives edits, and what happens when nothing can be kept."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.harness import KEY, SITE, Harness, good, pick, sheet

SLOT = f"{KEY}:aaaaaaaa"
HOME = {"v": 1, "slots": [{"id": "aaaaaaaa", "name": "Lan"}], "current": "aaaaaaaa"}
KEPT = {
    "kind": "single",
    "key": {"correct": 0},
    "options": ["a", "b"],
    "answer": 0,
    "score": 1,
    "rev": 1,
    "at": "",
}


def stored(page: Page, key: str) -> Any:
    return page.evaluate("(key) => JSON.parse(localStorage.getItem(key))", key)


def record(page: Page) -> Any:
    return stored(page, f"{KEY}:{stored(page, KEY)['current']}")


def put(harness: Harness, **texts: object) -> None:
    """Fill the storage before a page of the site opens: the list of learners and one record."""
    page = harness.open("empty.html")
    for key, value in ((KEY, texts.get("home", HOME)), (SLOT, texts.get("record"))):
        text = value if isinstance(value, str) else json.dumps(value)
        page.evaluate("([key, text]) => localStorage.setItem(key, text)", [key, text])
    page.close()


def summary(page: Page) -> str:
    return page.locator(".lh-count").inner_text()


# --- what is kept -------------------------------------------------------------------------------------


def test_nothing_is_written_before_there_is_something_to_keep(quiz: Harness) -> None:
    page = quiz.open()
    assert page.evaluate("localStorage.length") == 0


def test_answer_is_kept_and_comes_back(quiz: Harness) -> None:
    page = quiz.open()
    pick(page, 0, 1)
    kept = record(page)["answers"]["single-gioi-la-gi"]
    assert (kept["kind"], kept["answer"], kept["score"], kept["key"]) == ("single", 1, 0, {"correct": 0})
    assert len(kept["options"]) == 3
    page.reload()
    question = page.locator(".lh-question").first
    expect(question.locator(".lh-input").nth(1)).to_be_checked()
    expect(question.locator(".lh-verdict")).to_contain_text("Not right yet")
    assert summary(page) == "1 of 3 questions answered, 0 right"


def test_trying_again_forgets_the_answer(quiz: Harness) -> None:
    page = quiz.open()
    pick(page, 0, 0)
    page.locator(".lh-retry").first.click()
    assert record(page)["answers"] == {}
    assert summary(page) == "0 of 3 questions answered, 0 right"


def test_unrelated_keys_are_never_touched(quiz: Harness) -> None:
    page = quiz.open("empty.html")
    page.evaluate("localStorage.setItem('lophoc', 'a'), localStorage.setItem('__palette', 'b')")
    page.goto(page.url.replace("empty", "quiz"))
    pick(page, 0, 0)
    page.evaluate("LopHoc.store.forgetAll()")
    assert page.evaluate("[localStorage.lophoc, localStorage.__palette]") == ["a", "b"]


def test_fields_of_later_editions_survive(quiz: Harness) -> None:
    put(
        quiz,
        record={"v": 1, "rev": 4, "answers": {"other": {**KEPT, "sure": 2}}, "lessons": {}, "later": [1]},
    )
    page = quiz.open()
    pick(page, 0, 0)
    kept = record(page)
    assert kept["later"] == [1]
    assert kept["answers"]["other"]["sure"] == 2
    assert kept["answers"]["single-gioi-la-gi"]["rev"] == kept["rev"] == 6  # the attempt came first


# --- two tabs -----------------------------------------------------------------------------------------


def test_two_tabs_keep_each_others_answers(quiz: Harness) -> None:
    one, two = quiz.open(), quiz.open()
    pick(one, 0, 0)
    pick(two, 2, 1)
    expect(one.locator(".lh-count")).to_have_text("2 of 3 questions answered, 2 right")
    expect(two.locator(".lh-count")).to_have_text("2 of 3 questions answered, 2 right")
    assert sorted(record(two)["answers"]) == ["single-gioi-la-gi", "true-false-lao-dong-nam"]


def test_two_states_of_a_record_merge_by_the_newer_entry(harness: Harness) -> None:
    put(harness, record={"v": 1, "rev": 9, "answers": {"a": KEPT, "b": {**KEPT, "rev": 9}}, "lessons": {}})
    page = harness.open("empty.html")
    answers = page.evaluate(
        """([site, slot, kept]) => {
             const store = new LopHoc.Store(site);
             const text = localStorage.getItem(slot);
             const write = Storage.prototype.setItem;
             Storage.prototype.setItem = () => { throw new DOMException("", "QuotaExceededError"); };
             store.save("mine", kept);
             Storage.prototype.setItem = write;
             const theirs = JSON.parse(text);
             theirs.answers.theirs = { ...kept, rev: 10 };
             localStorage.setItem(slot, JSON.stringify(theirs));
             store.save("last", kept);
             return Object.keys(JSON.parse(localStorage.getItem(slot)).answers).sort();
           }""",
        [SITE, SLOT, KEPT],
    )
    assert answers == ["a", "b", "last", "mine", "theirs"]


# --- when the browser refuses -------------------------------------------------------------------------

BLOCKED = {
    "throws": "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('', 'SecurityError'); }})",
    "is null": "Object.defineProperty(window, 'localStorage', {value: null})",
    "throws on use": "Storage.prototype.getItem = Storage.prototype.setItem = () => { throw new Error('no'); }",
}


@pytest.mark.parametrize("how", BLOCKED.values(), ids=BLOCKED)
def test_blocked_storage_leaves_a_working_quiz_and_one_banner(quiz: Harness, how: str) -> None:
    quiz.context.add_init_script(how)
    page = quiz.open()
    pick(page, 0, 0)
    pick(page, 2, 1)
    assert summary(page) == "2 of 3 questions answered, 2 right"
    page.locator(".lh-retry").first.click()
    assert summary(page) == "1 of 3 questions answered, 1 right"
    expect(page.locator(".lh-banner:visible")).to_have_count(1)
    expect(page.locator(".lh-banner:visible")).to_contain_text("does not keep your progress")


def test_full_storage_says_so_and_saves_once_there_is_room(quiz: Harness) -> None:
    page = quiz.open()
    page.evaluate(
        """() => { window.write = Storage.prototype.setItem;
                   Storage.prototype.setItem = () => { throw new DOMException("", "QuotaExceededError"); }; }"""
    )
    pick(page, 0, 0)
    expect(page.locator(".lh-banner:visible")).to_contain_text("storage is full")
    page.evaluate("() => { Storage.prototype.setItem = window.write; }")
    pick(page, 2, 1)
    expect(page.locator(".lh-banner:visible")).to_have_count(0)
    assert sorted(record(page)["answers"]) == ["single-gioi-la-gi", "true-false-lao-dong-nam"]


# --- what is not ours to read -------------------------------------------------------------------------

JUNK = ["", "{", "null", "[]", "42", '"text"', "{}", '{"v": "1"}', '{"v": 0}', '{"v": null}']


@pytest.mark.parametrize("junk", JUNK)
def test_junk_is_put_aside_and_said_once(quiz: Harness, junk: str) -> None:
    put(quiz, record=junk)
    page = quiz.open()
    expect(page.locator(".lh-banner:visible")).to_contain_text("could not be read")
    pick(page, 0, 0)
    assert page.evaluate("(key) => localStorage.getItem(key)", f"{SLOT}:broken") == junk
    assert list(record(page)["answers"]) == ["single-gioi-la-gi"]
    page.reload()
    expect(page.locator(".lh-banner:visible")).to_have_count(0)
    assert summary(page) == "1 of 3 questions answered, 1 right"


def test_lost_list_of_learners_loses_no_record(quiz: Harness) -> None:
    put(quiz, home="{", record={"v": 1, "rev": 1, "answers": {"a": KEPT}, "lessons": {}})
    page = quiz.open()
    assert page.evaluate("LopHoc.store.learner()") == {"id": "aaaaaaaa", "name": ""}
    assert page.evaluate("LopHoc.store.answer('a').score") == 1


BAD_ENTRIES: list[object] = [
    None,
    7,
    [],
    {},
    {**KEPT, "rev": -1},
    {**KEPT, "rev": "1"},
    {**KEPT, "rev": 1e300},
    {**KEPT, "score": 2},
    {**KEPT, "score": "1"},
    {**KEPT, "options": "ab"},
    {**KEPT, "answer": None},
    {**KEPT, "kind": 1},
    {**KEPT, "key": None},
]


@pytest.mark.parametrize("entry", BAD_ENTRIES, ids=json.dumps)
def test_bad_entry_is_dropped_and_its_neighbours_stay(harness: Harness, entry: object) -> None:
    put(harness, record={"v": 1, "rev": "x", "answers": {"bad": entry, "ok": KEPT}, "lessons": {"a/b": 1}})
    page = harness.open("empty.html")
    kept = page.evaluate("Object.keys(LopHoc.store.record().answers)")
    assert kept == ["ok"]
    assert page.evaluate("LopHoc.store.isFinished('a/b')") is False


@pytest.mark.parametrize("name", ["__proto__", "constructor", "toString"])
def test_names_of_the_language_are_mere_ids(harness: Harness, name: str) -> None:
    text = json.dumps({"v": 1, "rev": 1, "answers": {"ID": KEPT}, "lessons": {"ID": {"rev": 1}}})
    put(harness, record=text.replace("ID", name))
    page = harness.open("empty.html")
    assert page.evaluate("(id) => LopHoc.store.answer(id).score", name) == 1
    assert page.evaluate("(id) => LopHoc.store.answer(id + '_')", name) is None
    assert page.evaluate("LopHoc.store.isFinished('hasOwnProperty')") is False


@pytest.mark.parametrize("newer", ["home", "record"])
def test_newer_edition_is_shown_and_left_alone(quiz: Harness, newer: str) -> None:
    text = {"home": HOME, "record": {"v": 1, "rev": 1, "answers": {"a": KEPT}, "lessons": {}}}
    text[newer] = {**text[newer], "v": 2}
    put(quiz, **text)
    page = quiz.open()
    pick(page, 0, 0)
    expect(page.locator(".lh-banner:visible")).to_contain_text("newer edition")
    assert summary(page) == "1 of 3 questions answered, 1 right"
    assert stored(page, KEY) == text["home"]
    assert stored(page, SLOT) == text["record"]


# --- edits of a question ------------------------------------------------------------------------------

CARRY = [
    # stored options, right then, answer → options now, right now → answer now (None: void), reworded
    ("same", "abc", 0, 1, "abc", 0, 1, False),
    ("reordered", "abc", 0, 1, "cab", 1, 2, False),
    ("right one reworded", "abc", 0, 0, "xbc", 0, 0, True),
    ("chosen one reworded", "abc", 0, 2, "abx", 0, 2, True),
    ("two swapped, third reworded", "abc", 0, 0, "bax", 1, 1, True),
    ("moved and reworded at once", "abc", 0, 1, "cax", 1, None, None),
    ("another is right", "abc", 0, 1, "abc", 1, None, None),
    ("option added", "abc", 0, 1, "abcd", 0, None, None),
    ("option removed", "abc", 0, 1, "ab", 0, None, None),
    ("junk position", "abc", 0, 7, "abc", 0, None, None),
]


@pytest.mark.parametrize(("then", "right_then", "chosen", "now", "right_now", "answer", "reworded"), [
    pytest.param(*row[1:], id=row[0]) for row in CARRY
])  # fmt: skip
def test_answer_follows_its_option(
    script: Page,
    *,
    then: str,
    right_then: int,
    chosen: int,
    now: str,
    right_now: int,
    answer: int | None,
    reworded: bool | None,
) -> None:
    for kind, wrap in (("single", lambda position: position), ("multiple", lambda position: [position])):
        entry = {
            "kind": kind,
            "key": {"correct": wrap(right_then)},
            "options": list(then),
            "answer": wrap(chosen),
        }
        today = {"kind": kind, "key": {"correct": wrap(right_now)}, "options": list(now)}
        carried = script.evaluate("([e, n]) => LopHoc.carry(e, n, LopHoc.kinds[e.kind])", [entry, today])
        if answer is None:
            assert carried is None or carried["answer"] in (None, [None])
        else:
            assert carried == {"answer": wrap(answer), "reworded": reworded}


def test_other_kind_voids_the_answer(script: Page) -> None:
    entry = {"kind": "multiple", "key": {"correct": [0]}, "options": ["a", "b"], "answer": [0]}
    today = {"kind": "single", "key": {"correct": 0}, "options": ["a", "b"]}
    assert script.evaluate("([e, n]) => LopHoc.carry(e, n, LopHoc.kinds.single)", [entry, today]) is None


def test_reworded_option_keeps_the_answer_and_says_so(quiz: Harness) -> None:
    page = quiz.open()
    pick(page, 0, 0)
    entries = good("single-gioi-la-gi")
    entries[0]["options"][0]["text"] = entries[0]["options"][0]["text"] + " hội"
    quiz.write("quiz.html", sheet(entries))
    page.reload()
    expect(page.locator(".lh-verdict")).to_contain_text("Right.")
    expect(page.locator(".lh-note")).to_contain_text("wording of this question has changed")


def test_another_right_answer_voids_the_answer_and_says_so(quiz: Harness) -> None:
    page = quiz.open()
    pick(page, 0, 0)
    entries = good("single-gioi-la-gi")
    for option, correct in zip(entries[0]["options"], ("false", "true", "false"), strict=True):
        option["correct"] = correct
    quiz.write("quiz.html", sheet(entries))
    page.reload()
    expect(page.locator(".lh-note")).to_contain_text("has changed since you answered it")
    expect(page.locator(".lh-input:checked")).to_have_count(0)
    assert summary(page) == "0 of 1 question answered, 0 right"


@pytest.mark.parametrize("answer", ["zero", [0, 1], {"a": 1}, 1.5, True, 99, -1])
def test_stored_answer_of_a_wrong_shape_is_void(quiz: Harness, answer: object) -> None:
    page = quiz.open()
    pick(page, 0, 0)
    pick(page, 2, 0)
    kept = record(page)
    for entry in kept["answers"].values():
        entry["answer"] = answer
    page.evaluate("([key, text]) => localStorage.setItem(key, text)",
                  [f"{KEY}:{stored(page, KEY)['current']}", json.dumps(kept)])  # fmt: skip
    page.reload()
    assert summary(page) == "0 of 3 questions answered, 0 right"


# --- learners and progress ----------------------------------------------------------------------------

COURSES = [
    {
        "id": "course",
        "items": [
            {"kind": "lesson", "id": "one", "key": "course/one"},
            {"kind": "quiz", "id": "one", "key": "course/one", "pass": 50, "questions": ["q1", "q2"]},
        ],
    }
]
PROGRESS = """<ul><li><span data-lh-state="course/one" data-kind="lesson" hidden></span></li>
<li><span data-lh-state="course/one" data-kind="quiz" hidden></span></li></ul>
<div class="lh-progress" data-lh-progress="course" data-course="course" hidden></div>
<div data-lh-done="course/one" hidden></div><section data-lh-learner hidden></section>"""


@pytest.fixture
def progress(harness: Harness) -> Page:
    harness.write("course.html", PROGRESS, kind="course", courses=COURSES)
    return harness.open("course.html")


def test_progress_tells_lessons_and_quizzes_apart(progress: Page) -> None:
    lesson, quiz = progress.locator(".lh-state").all()
    expect(lesson).to_be_hidden()
    progress.get_by_role("button", name="I have finished this lesson").click()
    expect(progress.get_by_role("button", name="I have finished this lesson", pressed=True)).to_be_focused()
    expect(lesson).to_have_text("✓ Finished")
    expect(quiz).to_be_hidden()
    save = "([id, score]) => LopHoc.store.save(id, {kind: 'single', key: {}, options: [], answer: 0, score})"
    progress.evaluate(save, ["q1", 1])
    expect(quiz).to_have_text("… 1 of 2 answered")
    progress.evaluate(save, ["q2", 0])
    expect(quiz).to_have_text("✓ Passed, 50%")
    expect(progress.locator(".lh-progress-text")).to_have_text("2 of 2 parts finished")
    progress.evaluate(save, ["q1", 0.5])
    expect(quiz).to_have_text("✗ Not passed yet, 25%")


def test_course_is_reset_only_after_a_question(progress: Page) -> None:
    progress.get_by_role("button", name="I have finished this lesson").click()
    reset = progress.get_by_role("button", name="Delete my progress in this course")
    reset.click()
    progress.keyboard.press("Escape")
    expect(reset).to_be_focused()
    assert record(progress)["lessons"] != {}
    reset.click()
    progress.get_by_role("dialog").get_by_role("button", name="Delete", exact=True).click()
    expect(progress.locator(".lh-progress-text")).to_be_focused()
    assert record(progress)["lessons"] == {}


def test_learners_share_a_computer_by_keyboard(progress: Page) -> None:
    progress.get_by_role("button", name="I have finished this lesson").click()
    progress.get_by_role("button", name="Rename").focus()
    progress.keyboard.press("Enter")
    progress.keyboard.type("Lan")
    progress.keyboard.press("Enter")
    expect(progress.get_by_role("button", name="Rename")).to_be_focused()
    progress.get_by_role("button", name="Add a learner").press("Enter")
    progress.keyboard.type("Hòa")
    progress.keyboard.press("Enter")
    expect(progress.get_by_label("Learner", exact=True).locator("option")).to_have_text(["Lan", "Hòa"])
    expect(progress.locator("[data-lh-done] button")).to_have_attribute("aria-pressed", "false")
    progress.get_by_label("Learner", exact=True).select_option("Lan")
    expect(progress.locator("[data-lh-done] button")).to_have_attribute("aria-pressed", "true")
    progress.get_by_role("button", name="Delete my progress", exact=True).click()
    expect(progress.get_by_role("dialog")).to_contain_text("“Lan”")
    progress.get_by_role("dialog").get_by_role("button", name="Delete", exact=True).click()
    expect(progress.locator("[data-lh-done] button")).to_have_attribute("aria-pressed", "false")


def test_other_tab_follows_the_choice_of_learner(quiz: Harness) -> None:
    quiz.write("course.html", PROGRESS, kind="course", courses=COURSES)
    page, panel = quiz.open(), quiz.open("course.html")
    pick(page, 0, 0)
    panel.get_by_role("button", name="Add a learner").click()
    panel.get_by_label("Name").fill("Hòa")
    panel.get_by_role("button", name="Save").click()
    expect(page.locator(".lh-count")).to_have_text("0 of 3 questions answered, 0 right")
