"""The learner's record taken along, looked at, reviewed, certified and handed in."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from generator.tree import RECORD_JS
from tests.browser.harness import HOME, SITE, Harness, runtime
from tests.browser.site import FOLDERS, KINDS, opened, violations

KEPT = {
    "kind": "single",
    "key": {"correct": 0},
    "options": ["a", "b"],
    "answer": 0,
    "score": 1,
    "rev": 1,
    "at": "",
}
FILE = {
    "format": "lophoc-progress",
    "v": 1,
    "site": SITE,
    "learner": "Lan",
    "at": "2026-11-25T01:00:00.000Z",
    "record": {"rev": 3, "answers": {"q1": {**KEPT, "rev": 3}}, "lessons": {"c/one": {"rev": 2, "at": ""}}},
}


@pytest.fixture
def page(harness: Harness) -> Page:
    """A page that holds an answer and offers the progress file."""
    harness.write("empty.html", "<div id=place></div>")
    page = harness.open("empty.html")
    page.evaluate("(entry) => LopHoc.store.save('mine', entry)", KEPT)
    page.evaluate("document.getElementById('place').append(LopHoc.fileButtons(LopHoc.store))")
    return page


def choose(page: Page, content: bytes) -> None:
    file: FilePayload = {"name": "tien-do.json", "mimeType": "application/json", "buffer": content}
    page.locator("input[type=file]").set_input_files(file)


def bring(page: Page, content: bytes) -> str:
    """Open a progress file; what the page says of it."""
    choose(page, content)
    status = page.locator(".lh-file-status")
    expect(status).not_to_be_empty()
    return status.inner_text()


def answers(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate("LopHoc.store.record().answers")
    return found


# --- the progress file --------------------------------------------------------------------------------


def changed(**changes: object) -> bytes:
    return json.dumps({**FILE, **changes}).encode()


def holding(part: str, entries: object) -> bytes:
    return changed(record={part: entries})


def entry(**changes: object) -> bytes:
    return holding("answers", {"bad": {**KEPT, "rev": 9, **changes}})


UNREADABLE, FOREIGN = "damaged and cannot be read", "not a progress file"
ELSEWHERE, NEWER, LARGE = "another site", "newer edition", "too large"
LEFT_OUT = "1 damaged entry was left out"

HOSTILE: dict[str, tuple[bytes, str]] = {
    "empty": (b"", UNREADABLE),
    "cut off": (changed()[:-20], UNREADABLE),
    "binary": (bytes(range(256)), UNREADABLE),
    "utf-16 without its mark": (changed().decode().encode("utf-16-le"), UNREADABLE),
    "html": (b"<script>alert(1)</script>", UNREADABLE),
    "two files in one": (changed() + changed(), UNREADABLE),
    "nested too deeply": (
        b'{"format":"lophoc-progress","v":' + b"[" * 200000 + b"]" * 200000 + b"}",
        UNREADABLE,
    ),
    "null": (b"null", FOREIGN),
    "number": (b"42", FOREIGN),
    "text": (b'"lophoc-progress"', FOREIGN),
    "list": (b"[]", FOREIGN),
    "other object": (b"{}", FOREIGN),
    "a slip": (changed(format="lophoc-slip"), FOREIGN),
    "format by prototype": (b'{"__proto__": {"format": "lophoc-progress", "v": 1}}', FOREIGN),
    "no version": (changed(v=None), UNREADABLE),
    "version as text": (changed(v="1"), UNREADABLE),
    "version zero": (changed(v=0), UNREADABLE),
    "version negative": (changed(v=-1), UNREADABLE),
    "newer version": (changed(v=2), NEWER),
    "other site": (changed(site="7e6d1e9a-0000-4000-8000-000000000000"), ELSEWHERE),
    "no site": (changed(site=None), ELSEWHERE),
    "no record": (changed(record=None), UNREADABLE),
    "record as list": (changed(record=[]), UNREADABLE),
    "too large": (b'"' + b"x" * 3_100_000 + b'"', LARGE),
    "answers as list": (holding("answers", []), LEFT_OUT),
    "answers as text": (holding("answers", "all"), LEFT_OUT),
    "no rev": (entry(rev=None), LEFT_OUT),
    "rev negative": (entry(rev=-1), LEFT_OUT),
    "rev a fraction": (entry(rev=1.5), LEFT_OUT),
    "rev that would end counting": (entry(rev=2**53 - 1), LEFT_OUT),
    "rev as text": (entry(rev="9"), LEFT_OUT),
    "score beyond one": (entry(score=2), LEFT_OUT),
    "score as text": (entry(score="1"), LEFT_OUT),
    "no answer": (entry(answer=None), LEFT_OUT),
    "options as text": (entry(options="ab"), LEFT_OUT),
    "key as list": (entry(key=[]), LEFT_OUT),
    "id with a path": (holding("answers", {"../../x": {**KEPT, "rev": 9}}), LEFT_OUT),
    "id with markup": (holding("answers", {"<img src=x>": {**KEPT, "rev": 9}}), LEFT_OUT),
    "id of the language": (changed().replace(b'"q1"', b'"__proto__"'), LEFT_OUT),
    "lesson without a course": (holding("lessons", {"one": {"rev": 9}}), LEFT_OUT),
    "attempt with a text for a list": (holding("attempts", {"c/q": {"rev": 9, "drawn": "all"}}), LEFT_OUT),
    "log without a quiz": (holding("log", {"c/q 2026": {"rev": 9, "score": 1}}), LEFT_OUT),
    "card due in a million years": (holding("deck", {"q": {"rev": 9, "box": 1, "due": 1e9}}), LEFT_OUT),
    "card in box zero": (holding("deck", {"q": {"rev": 9, "box": 0, "due": 20000}}), LEFT_OUT),
}


@pytest.mark.parametrize(("content", "said"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_explained_and_loses_nothing(page: Page, content: bytes, said: str) -> None:
    before = answers(page)
    assert said in bring(page, content)
    assert answers(page)["mine"] == before["mine"]
    assert set(answers(page)) <= {"mine", "q1"}
    page.evaluate("(entry) => LopHoc.store.save('after', entry)", KEPT)
    page.reload()
    assert {"mine", "after"} <= set(answers(page)), "the page goes on keeping answers"
    expect(page.locator(".lh-banner:visible")).to_have_count(0)


def test_there_are_at_least_forty_hostile_files() -> None:
    assert len(HOSTILE) >= 40


def test_a_file_carries_a_record_to_another_browser(page: Page, harness: Harness) -> None:
    page.evaluate("LopHoc.store.rename('Lan')")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the progress file").click()
    assert re.fullmatch(rf"progress-{SITE[:8]}-\d{{4}}-\d\d-\d\d\.json", download.value.suggested_filename)
    text = Path(download.value.path()).read_bytes()
    page.evaluate("localStorage.clear()")
    page.reload()
    page.evaluate("document.getElementById('place').append(LopHoc.fileButtons(LopHoc.store))")
    assert "1 newer entry was added" in bring(page, text)
    assert answers(page)["mine"]["score"] == 1
    assert page.evaluate("LopHoc.store.learner().name") == "Lan"
    page.locator(".lh-file-status").evaluate("place => place.textContent = ''")
    assert "here already" in bring(page, text)


def test_an_older_answer_in_a_file_never_replaces_a_newer_one(page: Page) -> None:
    page.evaluate(
        "(entry) => { for (let n = 0; n < 5; n += 1) LopHoc.store.save('q1', entry); }", {**KEPT, "score": 0}
    )
    bring(page, changed())
    assert answers(page)["q1"]["score"] == 0
    assert page.evaluate("LopHoc.store.isFinished('c/one')") is True
    bring_newer = {**FILE, "record": {"answers": {"q1": {**KEPT, "rev": 99}}}}
    page.locator(".lh-file-status").evaluate("place => place.textContent = ''")
    bring(page, json.dumps(bring_newer).encode())
    assert answers(page)["q1"]["score"] == 1
    assert page.evaluate("LopHoc.store.record().rev") >= 99


@pytest.mark.parametrize(("press", "taken"), [("Add", True), ("Cancel", False)])
def test_a_file_of_someone_else_is_added_only_after_a_question(
    page: Page, press: str, *, taken: bool
) -> None:
    page.evaluate("LopHoc.store.rename('Hòa')")
    choose(page, changed(learner="La\u202en\u0000"))
    expect(page.get_by_role("dialog")).to_contain_text("belongs to “Lan”. Add it to the progress of “Hòa”?")
    page.get_by_role("dialog").get_by_role("button", name=press, exact=True).click()
    expect(page.locator(".lh-file-status")).not_to_be_empty()
    assert ("q1" in answers(page)) is taken
    assert page.evaluate("LopHoc.store.learner().name") == "Hòa"


def test_firefox_from_a_folder_is_told_and_offered_the_file(harness: Harness, tmp_path: Path) -> None:
    """Chromium stands in for Firefox here: what differs is only how the page tells it apart."""
    harness.context.unroute_all()
    for name, text in harness.files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    page = harness.context.new_page()
    page.goto((tmp_path / "empty.html").as_uri())
    expect(page.locator(".lh-banner")).to_have_count(0)
    page.add_init_script(
        "{ const ask = CSS.supports; CSS.supports = (...all) => all[0] === '-moz-appearance' || ask(...all); }"
    )
    (tmp_path / "lesson.html").write_text(
        harness.files["empty.html"].replace("<h1>", '<div data-lh-done="c/one" hidden></div><h1>'),
        encoding="utf-8",
    )
    page.goto((tmp_path / "lesson.html").as_uri())
    banner = page.locator(".lh-banner")
    expect(banner).to_have_count(1)
    expect(banner).to_contain_text("Firefox keeps")
    expect(banner.get_by_role("button")).to_have_text(["Save the progress file", "Open a progress file"])


# --- what the store keeps of attempts -----------------------------------------------------------------


def test_attempts_are_kept_merged_and_logged(page: Page) -> None:
    page.evaluate(
        "LopHoc.store.saveAttempt('c/q', {seed: 7, drawn: ['a', 'b'], startedAt: '2026-11-25T01:00:00Z'})"
    )
    page.evaluate("LopHoc.store.saveAttempt('c/q', {flags: ['a']})")
    assert page.evaluate("Object.keys(LopHoc.store.record().log).length") == 0
    page.evaluate("LopHoc.store.saveAttempt('c/q', {finishedAt: '2026-11-25T01:09:00Z', score: 0.5})")
    page.evaluate("LopHoc.store.saveAttempt('c/q', {flags: []})")
    attempt = page.evaluate("LopHoc.store.attempt('c/q')")
    assert (attempt["seed"], attempt["drawn"], attempt["score"]) == (7, ["a", "b"], 0.5)
    log = page.evaluate("Object.values(LopHoc.store.record().log)")
    assert [(one["quiz"], one["score"]) for one in log] == [("c/q", 0.5)]
    page.evaluate("LopHoc.store.forgetAttempt('c/q')")
    assert page.evaluate("LopHoc.store.attempt('c/q')") is None
    assert page.evaluate("Object.keys(LopHoc.store.record().log).length") == 1


def test_where_there_is_no_room_the_log_goes_first(page: Page) -> None:
    page.evaluate("LopHoc.store.saveAttempt('c/q', {finishedAt: '2026-11-25T01:09:00Z', score: 0.5})")
    page.evaluate(
        """() => { const write = Storage.prototype.setItem;
                   Storage.prototype.setItem = function (key, text) {
                     if (text.includes('"log":{"c/q')) throw new DOMException("", "QuotaExceededError");
                     write.call(this, key, text);
                   }; }"""
    )
    page.evaluate("(entry) => LopHoc.store.save('more', entry)", KEPT)
    page.reload()
    assert {"mine", "more"} <= set(answers(page))


LIST = [
    {
        "id": "course",
        "items": [
            {
                "kind": "quiz",
                "id": "one",
                "key": "course/one",
                "pass": 50,
                "questions": ["q1", "q2"],
                "prints": ["p1", "p2"],
            }
        ],
    }
]


def test_an_answer_to_a_changed_question_does_not_pass(harness: Harness) -> None:
    harness.write(
        "course.html", '<span data-lh-state="course/one" hidden></span>', kind="course", courses=LIST
    )
    page = harness.open("course.html")
    save = "([id, print]) => LopHoc.store.save(id, {kind: 'single', key: {}, options: [], answer: 0, score: 1, print})"
    page.evaluate(save, ["q1", "p1"])
    page.evaluate(save, ["q2", "p2"])
    expect(page.locator(".lh-state")).to_have_text("✓ Passed, 100%")
    page.evaluate(save, ["q2", "other"])
    expect(page.locator(".lh-state")).to_have_text("↻ 1 question changed since your answer")


# --- the review deck ----------------------------------------------------------------------------------


@pytest.fixture
def tools(harness: Harness) -> Page:
    """A page with the scripts of the record's pages, for what they compute."""
    page = harness.open("empty.html")
    page.add_script_tag(content=runtime(*RECORD_JS))
    return page


CARDS: list[tuple[Any, Any, int, Any]] = [
    # card before, answer, day → card after (None: stays as it is)
    (None, {"score": 1}, 100, None),
    (None, {"score": None}, 100, None),
    (None, {"score": 0}, 100, {"box": 1, "due": 101, "sure": False}),
    (None, {"score": 0.5, "confidence": "sure"}, 100, {"box": 1, "due": 101, "sure": True}),
    ({"box": 1, "due": 101}, {"score": 1}, 100, None),
    ({"box": 1, "due": 101}, {"score": 1}, 101, {"box": 2, "due": 103}),
    ({"box": 3, "due": 101}, {"score": 1}, 109, {"box": 4, "due": 117}),
    ({"box": 4, "due": 101}, {"score": 0}, 100, {"box": 1, "due": 101, "sure": False}),
    ({"box": 5, "due": 101}, {"score": 1}, 101, {"box": 6, "due": 101}),
    ({"box": 6, "due": 101}, {"score": 1}, 200, None),
    ({"box": 6, "due": 101}, {"score": 0}, 200, {"box": 1, "due": 201, "sure": False}),
]


@pytest.mark.parametrize(("card", "answer", "day", "after"), CARDS)
def test_a_card_moves_through_the_boxes(script: Page, card: Any, answer: Any, day: int, after: Any) -> None:
    assert script.evaluate("([c, a, d]) => LopHoc.nextCard(c, a, d)", [card, answer, day]) == after


def unfolded(text: str) -> list[str]:
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    for line in text.split("\r\n"):
        assert len(line.encode()) <= 75
    return text.replace("\r\n ", "").split("\r\n")[:-1]


def test_the_calendar_file_keeps_the_rules_of_its_format(tools: Page) -> None:
    title = "Ôn tập; 3 câu, \\ bình đẳng giới và lồng ghép vấn đề bình đẳng giới trong văn bản 🙂" * 2
    text = tools.evaluate(
        "([title]) => LopHoc.calendar([{day: 20782, title, text: 'một\\nhai'}], new Date(0), 'site')", [title]
    )
    lines = unfolded(text)
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-1] == "END:VCALENDAR"
    assert "DTSTART;VALUE=DATE:20261125" in lines
    assert "DTEND;VALUE=DATE:20261126" in lines
    assert "DTSTAMP:19700101T000000Z" in lines
    assert "UID:20261125@site" in lines
    escaped = title.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    assert f"SUMMARY:{escaped}" in lines
    assert "DESCRIPTION:một\\nhai" in lines


# --- codes --------------------------------------------------------------------------------------------

COURSE = {"site": SITE, "id": "khoa", "edition": "0123abcd", "law": 20758}


def certificate(tools: Page, name: str = "Nguyễn Thị Hòa") -> str:
    code: str = tools.evaluate(
        "([course, name]) => LopHoc.certificateCode(course, {name, day: 20782, score: 92})", [COURSE, name]
    )
    return code


def checked(tools: Page, code: str, name: str, **course: object) -> Any:
    return tools.evaluate(
        "([c, code, name]) => LopHoc.checkCertificate(c, code, name)", [{**COURSE, **course}, code, name]
    )


def test_the_code_of_a_certificate_says_what_stands_on_it(tools: Page) -> None:
    code = certificate(tools)
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{5}-){3}[0-9A-HJKMNP-TV-Z]{5}", code)
    valid = {"day": 20782, "score": 92, "law": 20758, "isCurrent": True}
    for typed in (code, code.lower(), code.replace("-", " "), code.replace("0", "o").replace("1", "l")):
        assert checked(tools, typed, "  nguyễn thị  HÒA ") == valid
    decomposed = "Nguyễn Thị Hòa"
    assert checked(tools, code, decomposed) == valid
    assert checked(tools, code, "Nguyễn Thị Hòa", edition="ffffffff") == {**valid, "isCurrent": False}


def test_a_typing_error_in_a_certificate_is_found(tools: Page) -> None:
    code = certificate(tools)
    assert checked(tools, code, "Nguyễn Thị Hoa") == "wrong"
    assert checked(tools, code, "Nguyễn Thị Hòa", id="khac") == "wrong"
    assert checked(tools, code[:-1], "Nguyễn Thị Hòa") == "typing"
    assert checked(tools, f"{code[:-1]}U", "Nguyễn Thị Hòa") == "typing"
    for place in [i for i, symbol in enumerate(code) if symbol != "-"]:
        other = "7" if code[place] != "7" else "8"
        assert checked(tools, f"{code[:place]}{other}{code[place + 1 :]}", "Nguyễn Thị Hòa") == "wrong"


ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def bits(code: str) -> Iterator[int]:
    for symbol in code.replace("-", ""):
        number = ALPHABET.index(symbol)
        yield from (number >> place & 1 for place in (4, 3, 2, 1, 0))


def take(stream: Iterator[int], width: int) -> int:
    number = 0
    for _ in range(width):
        number = number * 2 + next(stream)
    return number


ITEM = {
    "kind": "quiz",
    "id": "quiz",
    "key": "khoa/quiz",
    "pass": 80,
    "questions": ["q1", "q2", "q3"],
    "prints": ["a", "b", "c"],
}


def slip(tools: Page, learner: str | None, attempt: dict[str, object]) -> tuple[Any, str]:
    """A slip and its code, of a quiz with one right, one half right and one open question."""
    found: list[Any] = tools.evaluate(
        """([course, item, learner, attempt, kept]) => {
             LopHoc.store.save("q1", kept);
             LopHoc.store.save("q2", { ...kept, score: 1 / 3 });
             LopHoc.store.saveAttempt(item.key, { finishedAt: "2026-11-25T08:00:00Z", ...attempt });
             const slip = LopHoc.slip(course, item, LopHoc.store, learner);
             return [slip, LopHoc.slipCode(slip, item)];
           }""",
        [COURSE, ITEM, learner, attempt, KEPT],
    )
    return found[0], found[1]


def matches(value: Any, schema: dict[str, Any]) -> bool:
    """Whether a value keeps what our schema uses of JSON Schema."""
    types: dict[str, type | tuple[type, ...]] = {
        "object": dict,
        "array": list,
        "string": str,
        "integer": int,
        "number": (int, float),
        "null": type(None),
    }
    wanted = schema.get("type", [])
    names = [wanted] if isinstance(wanted, str) else wanted
    return (
        (not names or any(isinstance(value, types[name]) for name in names))
        and value == schema.get("const", value)
        and (not isinstance(value, str) or bool(re.search(schema.get("pattern", ""), value)))
        and (not isinstance(value, list) or all(matches(one, schema["items"]) for one in value))
        and (
            not isinstance(value, dict)
            or (
                set(schema["required"]) <= set(value) <= set(schema["properties"])
                and all(matches(one, schema["properties"][key]) for key, one in value.items())
            )
        )
    )


SCHEMA = json.loads((HOME / "slip.schema.json").read_text("utf-8"))


@pytest.mark.parametrize("learner", ["Nguyễn Thị Hòa", None])
def test_a_slip_keeps_its_schema_and_its_checksum(tools: Page, learner: str | None) -> None:
    made, _ = slip(tools, learner, {"seed": 41, "drawn": ["q3", "q1"]})
    assert matches(made, SCHEMA)
    assert not matches({**made, "more": 1}, SCHEMA)
    assert (made["learner"], made["seed"]) == (learner, 41)
    assert [question["id"] for question in made["questions"]] == ["q3", "q1"]
    keys = "format v site course quiz edition learner startedAt finishedAt seed".split()
    results = [[question["id"], question["score"]] for question in made["questions"]]
    text = json.dumps([*(made[key] for key in keys), results], ensure_ascii=False, separators=(",", ":"))
    assert take(bits(made["check"]), 32) == zlib.crc32(text.encode())


@pytest.mark.parametrize("drawn", [None, ["q3", "q1"]])
def test_the_code_of_a_slip_says_the_same_as_the_slip(tools: Page, drawn: list[str] | None) -> None:
    made, code = slip(tools, "Lan", {"seed": 41, "drawn": drawn} if drawn else {})
    stream = bits(code)
    version, quiz, edition, day, n = (take(stream, width) for width in (5, 24, 24, 15, 8))
    assert (version, n) == (1, len(made["questions"]))
    assert quiz == zlib.crc32(f"{SITE} khoa/quiz".encode()) >> 8
    assert edition == 0x0123AB
    assert day == 20782 - 18262
    draw = [take(stream, 32), *(take(stream, 10) for _ in range(n))] if take(stream, 1) else []
    assert draw == ([41, 2, 0] if drawn else [])
    scores = [take(stream, 4) for _ in range(n)]
    assert scores == ([15, 14] if drawn else [14, 4, 15])
    text = json.dumps(["slip", quiz, edition, day, "lan", draw, scores], separators=(",", ":"))
    assert take(stream, 32) == zlib.crc32(text.encode())


# --- the pages ----------------------------------------------------------------------------------------

STUDY = """(score) => {
  const { courses } = LopHoc.page();
  const store = LopHoc.store;
  for (const item of courses.flatMap(({ items }) => items)) {
    if (item.kind === "lesson") store.finish(item.key);
    else {
      item.questions.forEach((id, i) => store.save(id, { kind: "single", key: {}, options: [], answer: 0, score, print: item.prints[i] }));
      store.saveAttempt(item.key, { startedAt: "2026-11-24T01:00:00Z", finishedAt: "2026-11-24T01:07:00Z", score, points: score, total: 1,
                                    ...(item.draw && { drawn: item.questions.slice(0, item.draw) }) });
    }
  }
}"""


def study(page: Page, address: str, folder: str, score: float) -> None:
    """Do all of one course, with the same score in every question."""
    page.goto(f"{address}{folder}{KINDS['course']}.html")
    page.evaluate(STUDY, score)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", FOLDERS)
def test_a_full_record_is_accessible_on_a_narrow_page(
    browser: Browser, address: str, lang: str, scheme: str
) -> None:
    url = f"{address}{FOLDERS[lang]}"
    with opened(
        browser, f"{url}record.html", viewport={"width": 320, "height": 640}, color_scheme=scheme
    ) as page:
        study(page, address, FOLDERS[lang], 0.5)
        for name in ("record", "review", KINDS["certificate"]):
            page.goto(f"{url}{name}.html")
            assert violations(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= 320
        study(page, address, FOLDERS[lang], 1)
        page.evaluate("LopHoc.store.rename('Nguyễn Thị Hòa')")
        page.goto(f"{url}{KINDS['certificate']}.html")
        expect(page.locator(".lh-certificate-sheet")).to_be_visible()
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_results_show_what_was_done_and_what_to_review(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}en/record.html") as page:
        expect(page.locator("[data-lh-results]")).to_contain_text("Nothing yet")
        study(page, address, "en/", 0.5)
        page.goto(f"{address}en/record.html")
        results = page.locator(".lh-course-result").first
        expect(results.locator(".lh-items .lh-state").first).to_contain_text("Finished")
        expect(results).to_contain_text("Not passed yet, 50%")
        expect(results.locator("table")).to_contain_text("50%")
        link = results.locator("a[href*='?review#q-']").first
        link.click()
        expect(page.locator(".lh-question:visible")).to_have_count(1)
        page.go_back()
        page.get_by_role("button", name="Delete my progress").click()
        page.get_by_role("dialog").get_by_role("button", name="Delete", exact=True).click()
        expect(page.locator("[data-lh-results]")).to_contain_text("Nothing yet")


def test_the_deck_asks_one_question_at_a_time_by_keyboard(browser: Browser, folder: Path) -> None:
    url = f"{folder.as_uri()}/"
    with opened(browser, f"{url}en/review.html") as page:
        expect(page.locator("[data-lh-review] h2").first).to_have_text("Nothing to review today")
        study(page, url, "en/", 0)
        page.evaluate("LopHoc.dayOf = () => 0")
        page.goto(f"{url}en/review.html")
        expect(page.locator("[data-lh-review] h2").first).to_have_text("Nothing to review today")
        page.add_init_script(
            "window.addEventListener('DOMContentLoaded', () => { const real = LopHoc.dayOf; LopHoc.dayOf = (time) => real(time) + 1; }, true)"
        )
        page.reload()
        expect(page.locator("[data-lh-review] h2").first).to_contain_text("Today:")
        first = page.locator(".lh-card-now .lh-prompt").inner_text()
        page.get_by_role("button", name="Another one").press("Enter")
        assert page.locator(".lh-card-now .lh-prompt").inner_text() != first
        expect(page.locator("[data-lh-review] h2").first).to_be_focused()
        with page.expect_download() as download:
            page.get_by_role("button", name="Save the dates for your calendar").press("Enter")
        assert "SUMMARY:" in "".join(unfolded(Path(download.value.path()).read_bytes().decode()))
        page.get_by_role("link", name="Answer this question").press("Enter")
        page.wait_for_url("**?review#q-*")
        expect(page.locator(".lh-question:visible")).to_have_count(1)


def test_a_certificate_is_there_only_when_all_is_done(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}en/{KINDS['certificate']}.html") as page:
        expect(page.locator(".lh-certificate-missing li:visible")).not_to_have_count(0)
        expect(page.locator(".lh-certificate-sheet")).to_be_hidden()
        study(page, address, "en/", 1)
        page.evaluate("LopHoc.store.rename('')")
        page.goto(f"{address}en/{KINDS['certificate']}.html")
        expect(page.locator(".lh-certificate-missing")).to_be_hidden()
        expect(page.locator(".lh-certificate-sheet")).to_be_hidden()
        page.get_by_label("Your name").fill("Nguyễn Thị Hòa")
        page.keyboard.press("Enter")
        sheet = page.locator(".lh-certificate-sheet")
        expect(sheet).to_contain_text("Nguyễn Thị Hòa")
        expect(sheet).to_contain_text("100%")
        code = sheet.locator(".lh-code").inner_text()
        page.get_by_label("Name on the certificate").fill("Nguyễn Thị Hòa")
        page.get_by_label("Check code").fill(code.lower())
        page.keyboard.press("Enter")
        status = page.locator(".lh-certificate-check [role=status]")
        expect(status).to_contain_text("✓ Valid: Nguyễn Thị Hòa, 100%")
        page.get_by_label("Name on the certificate").fill("Nguyễn Thị Hoa")
        page.keyboard.press("Enter")
        expect(status).to_contain_text("✗ Not valid")
        page.emulate_media(media="print")
        expect(sheet).to_be_visible()
        for hidden in (".lh-certificate-check", ".lh-certificate-name", "h1", ".md-header"):
            expect(page.locator(hidden).first).to_be_hidden()


@pytest.mark.parametrize("name", ["record", "review", "certificate"])
def test_without_scripts_a_page_says_what_it_needs(browser: Browser, address: str, name: str) -> None:
    with opened(browser, f"{address}en/{KINDS[name]}.html", java_script_enabled=False) as page:
        expect(page.locator("noscript p")).to_contain_text("needs JavaScript")


def test_a_slip_carries_a_name_only_when_the_learner_agrees(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}en/record.html") as page:
        study(page, address, "en/", 1)
        page.evaluate("LopHoc.store.rename('Lan')")
        page.goto(f"{address}en/record.html")
        panel = page.locator(".lh-slip").first
        panel.locator("summary").click()
        expect(panel).to_contain_text("This slip carries no name.")
        code = panel.locator("output").inner_text()
        panel.get_by_role("checkbox").check()
        expect(panel).to_contain_text("This slip carries the name “Lan”.")
        expect(panel.locator("output")).not_to_have_text(code)
        with page.expect_download() as download:
            panel.get_by_role("button", name="Save the slip").click()
        made = json.loads(Path(download.value.path()).read_bytes())
        assert made["learner"] == "Lan"
        assert matches(made, SCHEMA)
