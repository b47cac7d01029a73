"""Result slips read again: as a file, as a code, as a QR code, and whatever else may be handed in for one."""

from __future__ import annotations

import json
from typing import Any

import pytest
import zxingcpp
from playwright.sync_api import Browser, FilePayload, Page, expect

from generator.tree import RECORD_JS
from tests.browser.harness import SITE, Harness, runtime
from tests.browser.site import opened, violations

QUESTIONS = ["q1", "q2", "q3"]
ITEM = {"kind": "quiz", "id": "quiz", "key": "khoa/quiz", "pass": 80, "questions": QUESTIONS}
COURSE = {"id": "khoa", "title": "Khóa", "edition": "0123abcd", "items": [ITEM]}
KEPT = {"kind": "single", "key": {}, "options": [], "answer": 0, "score": 1}
MADE = """([course, learner, attempt, kept]) => {
  const [item] = course.items;
  LopHoc.store.save("q1", kept);
  LopHoc.store.save("q2", { ...kept, score: 0.5 });
  LopHoc.store.saveAttempt(item.key, { finishedAt: "2026-11-25T08:00:00Z", ...attempt });
  const slip = LopHoc.slip(course, item, LopHoc.store, learner);
  return [JSON.stringify(slip), LopHoc.slipCode(slip, item)];
}"""


@pytest.fixture
def tools(harness: Harness) -> Page:
    harness.write("empty.html", "")
    page = harness.open("empty.html")
    page.add_script_tag(content=runtime(*RECORD_JS))
    return page


def made(tools: Page, learner: str | None = "Lê Hòa", **attempt: Any) -> tuple[str, str]:
    """A slip as a file and as a code: one question right, one half right, one open."""
    text, code = tools.evaluate(MADE, [COURSE, learner, attempt, KEPT])
    return text, code


def read(tools: Page, text: str) -> Any:
    return tools.evaluate(
        "([text, course, site]) => LopHoc.readSlip(text, [course], site)", [text, COURSE, SITE]
    )


def read_code(tools: Page, code: str, name: str = "Lê Hòa", site: str = SITE) -> Any:
    return tools.evaluate(
        "([code, name, course, site]) => LopHoc.readSlipCode(code, name, [course], site)",
        [code, name, COURSE, site],
    )


# --- what was made is read again ------------------------------------------------------------------


@pytest.mark.parametrize("drawn", [None, ["q3", "q1"]])
def test_file_and_code_of_a_slip_say_the_same(tools: Page, drawn: list[str] | None) -> None:
    attempt: dict[str, Any] = {"drawn": drawn, "seed": 41} if drawn else {}
    text, code = made(tools, **attempt)
    scores = {"q3": None, "q1": 1} if drawn else {"q1": 1, "q2": 0.5, "q3": None}
    for found in (read(tools, text), read_code(tools, code)):
        assert found["item"]["id"] == "quiz"
        assert (found["learner"], found["isCurrent"], found["day"]) == ("Lê Hòa", True, 20782)
        assert {one["id"]: one["score"] for one in found["questions"]} == scores


def test_a_code_may_be_typed_in_small_letters_with_other_spaces_and_look_alikes(tools: Page) -> None:
    _, code = made(tools)
    typed = code.lower().replace("-", "  ").replace("0", "o").replace("1", "l")
    assert read_code(tools, typed, "  lê hòa ")["learner"] == "lê hòa"


def test_a_mistyped_code_is_never_taken_for_a_slip(tools: Page) -> None:
    _, code = made(tools)
    places = [place for place, symbol in enumerate(code) if symbol != "-"]
    for place in places[:-1]:  # the last symbol ends with bits that mean nothing
        other = "7" if code[place] != "7" else "8"
        assert "problem" in read_code(tools, code[:place] + other + code[place + 1 :])
    assert read_code(tools, code, "Lê Hoa") == {"problem": "wrong"}


def test_a_slip_of_an_exam_tells_what_was_submitted_and_not_what_was_practised_since(tools: Page) -> None:
    exam = {**COURSE, "items": [{**ITEM, "exam": True}]}
    submitted = {"answers": {"q1": {**KEPT, "answer": 1}}, "scores": {"q1": 0, "q2": 0, "q3": 0}}
    text, _ = tools.evaluate(MADE, [exam, None, submitted, KEPT])
    results = [(one["id"], one["score"], one["answer"]) for one in json.loads(text)["questions"]]
    assert results == [("q1", 0, 1), ("q2", 0, None), ("q3", 0, None)]


@pytest.mark.parametrize("score", [0, 0.0714, 0.3333, 0.5, 0.6667, 0.9286, 0.9999, 1])
def test_a_code_tells_a_score_to_a_fourteenth_and_never_makes_a_mistake_right(
    tools: Page, score: float
) -> None:
    slip = json.loads(made(tools)[0])
    slip["questions"][0]["score"] = score
    code = tools.evaluate("([slip, item]) => LopHoc.slipCode(slip, item)", [slip, ITEM])
    told = read_code(tools, code)["questions"][0]["score"]
    assert (told == 1) == (score == 1)
    assert abs(told - score) < 1 / 14


def test_a_day_is_that_of_the_learners_calendar_and_none_where_nothing_was_answered(tools: Page) -> None:
    there = {"timezoneId": "Asia/Ho_Chi_Minh"}
    tools.context.new_cdp_session(tools).send("Emulation.setTimezoneOverride", there)
    _, late = made(tools, finishedAt="2026-11-25T18:30:00Z")  # half past one the next morning in Viet Nam
    slip = json.loads(made(tools)[0]) | {"finishedAt": None}
    never = tools.evaluate("([slip, item]) => LopHoc.slipCode(slip, item)", [slip, ITEM])
    assert [read_code(tools, code)["day"] for code in (late, never)] == [20783, None]


def test_a_slip_that_is_too_long_has_no_code(tools: Page) -> None:
    slip = json.loads(made(tools)[0])
    slip["questions"] = slip["questions"][:1] * 256
    assert tools.evaluate("([slip, item]) => LopHoc.slipCode(slip, item)", [slip, ITEM]) is None


# --- QR -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("length", [1, 16, 38, 61, 90, 122, 154, 178, 221, 262, 311])
def test_a_scanner_reads_the_qr_code_even_with_a_stain_on_it(tools: Page, length: int) -> None:
    text = ("0Z1Y2X3W4V5T6S7R8Q9PANBMCKDJEHFG" * 10)[:length]
    grid = tools.evaluate("text => LopHoc.qr(text)", text)
    middle = len(grid) // 2
    for stained in (False, True):
        if stained:
            grid[middle][middle : middle + 4] = [1 - dark for dark in grid[middle][middle : middle + 4]]
        (found,) = zxingcpp.read_barcodes(image(grid))
        assert (found.text, found.ec_level) == (text, "M")


def image(grid: list[list[int]], scale: int = 4, margin: int = 4) -> memoryview:
    """Modules as a grey picture with a quiet zone."""
    side = len(grid) + 2 * margin
    light = [0] * margin
    rows = [[0] * side] * margin + [[*light, *row, *light] for row in grid] + [[0] * side] * margin
    grey = bytes(255 * (1 - dark) for row in rows for _ in range(scale) for dark in row for _ in range(scale))
    return memoryview(grey).cast("B", shape=[side * scale, side * scale])


def test_a_text_that_is_too_long_has_no_qr_code(tools: Page) -> None:
    assert tools.evaluate("LopHoc.qr('A'.repeat(312))") is None
    assert tools.evaluate("LopHoc.qrPicture('A'.repeat(312), 'Code')") is None


# --- what else may be handed in -------------------------------------------------------------------


def changed(**values: Any) -> Any:
    """A slip with other values and its old checksum."""
    return lambda text: json.dumps({**json.loads(text), **values})


HOSTILE = {
    "nothing": (lambda _: "", "foreign"),
    "no JSON": (lambda text: text[:-2], "foreign"),
    "a picture": (lambda _: "\x89PNG\r\n\x1a\n\0\0", "foreign"),
    "null": (lambda _: "null", "foreign"),
    "a list": (lambda _: "[]", "foreign"),
    "a text": (lambda _: '"lophoc-slip"', "foreign"),
    "brackets without end": (lambda _: "[" * 200_000, "foreign"),
    "a progress file": (changed(format="lophoc-progress"), "foreign"),
    "a format that is a list": (changed(format=["lophoc-slip"]), "foreign"),
    "a later version": (changed(v=2), "newer"),
    "version zero": (changed(v=0), "damaged"),
    "a version in words": (changed(v="1"), "damaged"),
    "a site that is an object": (changed(site={}), "damaged"),
    "a course that is a path": (changed(course="../khoa"), "damaged"),
    "a course that is markup": (changed(course="<img src=x onerror=alert(1)>"), "damaged"),
    "a quiz that is a list": (changed(quiz=["quiz"]), "damaged"),
    "an edition that is a list": (changed(edition=["0123abcd"]), "damaged"),
    "an edition that is too long": (changed(edition="0123abcd0"), "damaged"),
    "a name that is an object": (changed(learner={"toString": "x"}), "damaged"),
    "a name without end": (changed(learner="a" * 61), "damaged"),
    "a time that is a number": (changed(finishedAt=1), "damaged"),
    "a seed that is a text": (changed(seed="41"), "damaged"),
    "no questions": (changed(questions=None), "damaged"),
    "questions that are a text": (changed(questions="q1"), "damaged"),
    "questions that are nothing": (changed(questions=[None]), "damaged"),
    "questions without end": (changed(questions=[{"id": "q1", "score": 1}] * 1001), "damaged"),
    "a question without a name": (changed(questions=[{"score": 1}]), "damaged"),
    "a question with markup": (changed(questions=[{"id": "<b>", "score": 1}]), "damaged"),
    "a score above all": (changed(questions=[{"id": "q1", "score": 2}]), "damaged"),
    "a score below nothing": (changed(questions=[{"id": "q1", "score": -1}]), "damaged"),
    "a score in words": (changed(questions=[{"id": "q1", "score": "1"}]), "damaged"),
    "a better score": (changed(questions=[{"id": "q1", "score": 1, "answer": 0}]), "wrong"),
    "another name": (changed(learner="Lan"), "wrong"),
    "another day": (changed(finishedAt="2026-11-26T08:00:00Z"), "wrong"),
    "a question more": (changed(questions=[{"id": "__proto__", "score": 1}]), "damaged"),
    "a prototype": (lambda text: text.replace('"site"', '"__proto__":{"x":1},"site"', 1), None),
    "another site": (changed(site="x"), "wrong"),
    "no checksum": (changed(check=None), "wrong"),
    "a checksum that is a number": (changed(check=1), "wrong"),
    "an answer that is deep": (
        lambda text: text.replace('"answer":0', f'"answer":{"[" * 5000}{"]" * 5000}'),
        None,
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_damaged_or_hostile_slip_is_refused_or_harmless(tools: Page, name: str) -> None:
    change, problem = HOSTILE[name]
    text, _ = made(tools)
    before = tools.evaluate("LopHoc.store.record()")
    found = read(tools, change(text))
    assert found.get("problem") == problem
    assert tools.evaluate("LopHoc.store.record()") == before
    assert tools.evaluate("({}).x === undefined")


CODES = {
    "nothing": "",
    "spaces": "   ---   ",
    "not enough": "12345-67890",
    "letters that are none": "ŨŨŨŨŨ-ŨŨŨŨŨ-ŨŨŨŨŨ-ŨŨŨŨŨ",
    "markup": "<script>alert(1)</script>",
    "only the end of the alphabet": "Z" * 40,
    "only zeros": "0" * 40,
    "without end": "1" * 100_000,
}


@pytest.mark.parametrize("name", CODES)
def test_what_is_no_code_of_a_slip_is_told_to_be_none(tools: Page, name: str) -> None:
    assert read_code(tools, CODES[name])["problem"] in {"typing", "newer", "wrong"}


def test_a_slip_of_another_site_is_told_to_be_from_elsewhere(tools: Page) -> None:
    text, code = made(tools)
    other = "11111111-2222-4333-8444-555555555555"
    assert read_code(tools, code, site=other)["problem"] == "elsewhere"
    found = tools.evaluate(
        "([text, course, site]) => LopHoc.readSlip(text, [course], site)", [text, COURSE, other]
    )
    assert found == {"problem": "elsewhere"}


# --- on the page ----------------------------------------------------------------------------------


def test_a_trainer_reads_a_slip_from_its_file_and_from_its_code(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}en/record.html", viewport={"width": 320, "height": 640}) as page:
        page.evaluate("LopHoc.store.rename('Lan')")
        page.evaluate(
            """(kept) => {
                 const item = LopHoc.site[0].items.find(({ kind, exam }) => kind === "quiz" && !exam);
                 item.questions.forEach((id, i) => LopHoc.store.save(id, { ...kept, print: item.prints[i] }));
               }""",
            KEPT,
        )
        page.reload()
        panel = page.locator(".lh-slip").first
        panel.locator("summary").click()
        panel.get_by_role("checkbox").check()
        expect(panel.get_by_role("img", name="QR code")).to_be_visible()
        code = panel.locator("output").inner_text()
        with page.expect_download() as download:
            panel.get_by_role("button", name="Save the slip").click()
        content = download.value.path().read_bytes()

        desk = page.locator(".lh-desk")
        desk.locator("summary").click()
        file: FilePayload = {"name": "slip.json", "mimeType": "application/json", "buffer": content}
        desk.get_by_label("Slip as a file").set_input_files(file)
        expect(desk.get_by_role("status")).to_contain_text("✓ Valid: Lan")
        expect(desk.get_by_role("row")).to_have_count(1 + len(json.loads(content)["questions"]))
        assert violations(page) == []

        desk.get_by_label("Code of the slip").fill(code)
        desk.get_by_label("Name on the slip").fill("Hoa")
        desk.get_by_role("button", name="Read").click()
        expect(desk.get_by_role("status")).to_contain_text("✗ Not valid")
        desk.get_by_label("Name on the slip").fill("lan")
        desk.get_by_role("button", name="Read").click()
        expect(desk.get_by_role("status")).to_contain_text("✓ Valid: lan")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
