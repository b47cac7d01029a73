"""Every kind of question in every state, as different people meet it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from generator.questions import KINDS
from tests.browser import kinds
from tests.browser.audit import faults
from tests.browser.kinds import EXAM, PARTLY, RIGHT, WRONG
from tests.browser.site import RULES, opened, served
from tests.browser.validity import mistakes

NARROW = {"width": 320, "height": 640}


@pytest.fixture(scope="session")
def folder_of_kinds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return kinds.build(tmp_path_factory.mktemp("kinds"))


@pytest.fixture(scope="session")
def address_of_kinds(folder_of_kinds: Path) -> Iterator[str]:
    with served(folder_of_kinds) as url:
        yield url


every_kind = pytest.mark.parametrize("kind", KINDS)


# --- states -------------------------------------------------------------------------------------------


class State(NamedTuple):
    """What was found in one state of a quiz."""

    name: str
    html: str
    faults: list[str]
    width: int


def practice(page: Page, kind: str) -> Iterator[str]:
    """Lead a quiz for practice through its states; their names, each while it lasts."""
    *asked, last = kinds.questions(kind)
    yield "unanswered"
    for question in asked:
        kinds.check(page, question)
    yield "checked without an answer"
    for looks in (WRONG, PARTLY, RIGHT):
        given = [question for question in asked if kinds.answer(page, question, looks)]
        for question in given:
            kinds.check(page, question)
        if given:
            yield looks
        hinted = [question for question in given if kinds.tries(question) > 1]
        if looks == WRONG and hinted:
            for question in hinted:
                kinds.check(page, question)
            yield "wrong at the last try"
    assert any(kinds.answer(page, last, looks) for looks in (WRONG, PARTLY, RIGHT))
    kinds.check(page, last, kinds.tries(last))
    expect(page.locator(".lh-result")).to_be_visible()
    page.locator(".lh-result").scroll_into_view_if_needed()
    yield "finished"


def exam(page: Page, kind: str) -> Iterator[str]:
    """Lead an exam through its states."""
    first, *others = kinds.questions(kind, EXAM)
    yield "unanswered exam"
    for question in others:
        kinds.answer(page, question, RIGHT)
    kinds.form(page, first).locator(".lh-flag").click()
    page.locator(".lh-send").click()
    expect(page.locator(".lh-warning")).to_be_visible()
    yield "exam with a flag and a warning"
    page.locator(".lh-send").click()
    expect(page.locator(".lh-result")).to_be_visible()
    yield "submitted exam"


def look(page: Page, name: str) -> State:
    """Audit a page in both colour schemes, and keep what it is."""
    html, width = page.evaluate(
        "() => ['<!doctype html>' + document.documentElement.outerHTML, document.documentElement.scrollWidth]"
    )
    # What sticks to the window covers something else after each turn of the wheel.
    stick = """(position) => {
      const all = ".md-header, .lh-summary, .lh-dossier";
      for (const one of document.querySelectorAll(all)) one.style.position = position;
    }"""
    scheme = "(scheme) => { document.body.dataset.mdColorScheme = scheme; }"
    page.evaluate(stick, "static")
    found = faults(page, RULES)
    page.evaluate(scheme, "slate")
    found += [f"dark: {fault}" for fault in faults(page, {"runOnly": ["color-contrast"]})]
    page.evaluate(scheme, "default")
    page.evaluate(stick, "")
    return State(name, html, found, width)


@pytest.fixture(scope="session")
def states(browser: Browser, address_of_kinds: str) -> Callable[[str], list[State]]:
    """The states of a kind, walked through once: practice in the first language, the exam in the other."""

    def walk(kind: str) -> Iterator[State]:
        for way, lang, prefix in ((practice, "vi", ""), (exam, "en", EXAM)):
            url = address_of_kinds + kinds.address(kind, lang, prefix)
            with opened(browser, url, viewport=NARROW, reduced_motion="reduce") as page:
                yield from (look(page, name) for name in way(page, kind))

    return cache(lambda kind: list(walk(kind)))


@every_kind
def test_it_is_seen_in_every_state(states: Callable[[str], list[State]], kind: str) -> None:
    possible = [looks for looks in (WRONG, PARTLY, RIGHT) if kinds.is_possible(kind, looks)]
    told = ["unanswered", "checked without an answer", *possible, "finished"]
    names = [state.name for state in states(kind) if state.name != "wrong at the last try"]
    assert names == [*told, "unanswered exam", "exam with a flag and a warning", "submitted exam"]


@every_kind
def test_no_state_has_an_accessibility_fault(states: Callable[[str], list[State]], kind: str) -> None:
    assert {state.name: state.faults for state in states(kind) if state.faults} == {}


@every_kind
def test_no_state_of_a_narrow_page_is_wider_than_the_window(
    states: Callable[[str], list[State]], kind: str
) -> None:
    assert {state.name: state.width for state in states(kind) if state.width > NARROW["width"]} == {}


def test_every_state_is_valid_html(states: Callable[[str], list[State]], tmp_path: Path) -> None:
    documents = {f"{kind}, {state.name}": state.html for kind in KINDS for state in states(kind)}
    assert mistakes(documents, tmp_path) == []


# --- by keyboard --------------------------------------------------------------------------------------

CONTROL = ":is(input, select, textarea, button, summary, [tabindex='0'])"


def press(page: Page, key: str) -> None:
    """Press a key; the focus must be somewhere afterwards."""
    page.keyboard.press(key)
    assert page.evaluate("document.activeElement !== document.body"), f"{key} lost the focus"


def is_focused(page: Page, selector: str) -> bool:
    return bool(page.evaluate("(selector) => document.activeElement.matches(selector)", selector))


def operate(page: Page) -> None:
    """Do with the focused control what a keyboard does with it to give an answer."""
    if is_focused(page, "[type=radio]:not(:checked), [type=checkbox]:not(:checked)"):
        press(page, "Space")
    elif is_focused(page, "select"):
        press(page, "ArrowDown")
    elif is_focused(page, "[type=text], textarea"):
        press(page, "1")
    elif is_focused(page, ".lh-go") or (
        is_focused(page, ".lh-move[aria-disabled=false]") and not page.locator("[data-moved]").count()
    ):
        press(page, "Enter")
        page.evaluate("document.activeElement.toggleAttribute('data-moved', true)")


@every_kind
def test_it_is_answered_by_keyboard_and_the_result_is_announced(
    browser: Browser, folder_of_kinds: Path, kind: str
) -> None:
    with opened(browser, (folder_of_kinds / kinds.address(kind)).as_uri()) as page:
        first = page.locator(".lh-question").first
        status = first.get_by_role("status")
        expect(status).to_be_empty()
        status.evaluate("(region) => { region.dataset.was = 'there'; }")
        keys = ["Tab", "Tab", "Enter", "Tab"]  # the second link leads to the questions
        for key in keys:
            press(page, key)
        while not is_focused(page, f".lh-question:first-child {CONTROL}"):
            press(page, "Tab")
            keys.append("Tab")
            assert len(keys) <= 8
        for _ in range(40):
            operate(page)
            if is_focused(page, ".lh-check"):
                break
            press(page, "Tab")
        press(page, "Enter")
        assert first.evaluate("(form) => form.contains(document.activeElement)")
        expect(first.locator("[role=status][data-was=there]")).not_to_be_empty()
        expect(first.locator(".lh-verdict")).to_be_visible()


# --- from a folder, in both languages -----------------------------------------------------------------


@every_kind
@pytest.mark.parametrize("prefix", ["", EXAM], ids=["practice", "exam"])
def test_answers_given_in_a_folder_outlive_a_reload_and_a_change_of_language(
    browser: Browser, folder_of_kinds: Path, kind: str, prefix: str
) -> None:
    with opened(browser, (folder_of_kinds / kinds.address(kind, "vi", prefix)).as_uri()) as page:
        *asked, _ = kinds.questions(kind, prefix)
        for question in asked:
            assert any(kinds.answer(page, question, looks) for looks in (PARTLY, WRONG, RIGHT))
            if not prefix:
                kinds.check(page, question, kinds.tries(question))
        given = kinds.kept(page)
        assert [answer is None for answer, _ in given] == [False] * len(asked) + [True]
        page.reload()
        assert kinds.kept(page) == given
        page.get_by_role("link", name="English").click()
        page.wait_for_url("**/en/**")
        assert kinds.kept(page) == given
        expect(page.locator(".lh-status .lh-note")).to_have_count(0)


# --- what is read --------------------------------------------------------------------------------------


def missing(form: Locator, question: dict[str, Any], *, told: bool) -> list[str]:
    """Texts of the author that are not to be read in a form."""
    read = """(form) => {
      for (const one of form.querySelectorAll(".lh-marked, .lh-gap > .lh-hidden")) one.remove(); // only heard
      const lists = [...form.querySelectorAll("select")].filter((one) => one.checkVisibility());
      const choices = lists.map((one) => one.innerText);
      for (const one of lists) one.style.display = "none";
      const text = [form.innerText, ...choices].join(" ");
      for (const one of lists) one.style.display = "";
      return text;
    }"""
    shown = kinds.words(form.evaluate(read))
    return [text for text in kinds.texts(question, told=told) if text not in shown]


# --- without scripts ----------------------------------------------------------------------------------


@every_kind
def test_without_scripts_all_that_it_asks_and_tells_is_readable(
    browser: Browser, folder_of_kinds: Path, kind: str
) -> None:
    url = (folder_of_kinds / kinds.address(kind)).as_uri()
    with opened(browser, url, java_script_enabled=False) as page:
        expect(page.locator("noscript .lh-banner")).to_be_visible()
        expect(page.locator(".lh-question button:visible")).to_have_count(0)
        for question in kinds.questions(kind):
            form = kinds.form(page, question)
            expect(form.locator(".lh-explanation")).to_be_hidden()
            for box in form.locator("[type=checkbox]:not(:checked)").all()[:1]:
                box.check()  # a phrase that is marked asks for its fault
            assert missing(form, question, told=False) == []
            form.evaluate("(form) => form.querySelectorAll('details').forEach((one) => { one.open = true; })")
            assert missing(form, question, told=True) == []


# --- on paper -----------------------------------------------------------------------------------------

ANSWERS_ON_PAPER = (
    ".lh-answer, .lh-explanation, .lh-mark, .lh-status, .lh-hint, .lh-error, .lh-result, .lh-summary, "
    ".lh-submit, .lh-flag, .lh-confidence, .lh-question button"
)
CUT = """() => [...document.querySelectorAll(".lh-question, .lh-question *")].filter((one) => {
  const { overflowX, overflowY, clipPath } = getComputedStyle(one);
  if (!one.checkVisibility() || clipPath !== "none" || one.matches("input, select, textarea, option")) return false;
  const isWide = one.getBoundingClientRect().right > innerWidth;
  const isCut = one.clientHeight && `${overflowX} ${overflowY}` !== "visible visible"
    && (one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1);
  return isWide || isCut;
}).map((one) => `${one.className} ${one.textContent.slice(0, 40)}`)"""


@every_kind
@pytest.mark.parametrize("prefix", ["", EXAM], ids=["practice", "exam"])
def test_paper_has_the_whole_question_and_nothing_of_the_answer(
    browser: Browser, folder_of_kinds: Path, kind: str, prefix: str
) -> None:
    url = (folder_of_kinds / kinds.address(kind, "vi", prefix)).as_uri()
    with opened(browser, url, viewport={"width": 700, "height": 1000}) as page:
        for question in kinds.questions(kind, prefix):
            assert any(kinds.answer(page, question, looks) for looks in (PARTLY, WRONG, RIGHT))
            if not prefix:
                kinds.check(page, question, kinds.tries(question))
        page.emulate_media(media="print")
        expect(page.locator(ANSWERS_ON_PAPER).filter(visible=True)).to_have_count(0)
        for question in kinds.questions(kind, prefix):
            assert missing(kinds.form(page, question), question, told=False) == []
        assert page.evaluate(CUT) == []
        inked = """() => [...document.querySelectorAll(".lh-fieldset :is(input, select, textarea)")]
          .filter((one) => one.checkVisibility() && one.value && !/radio|checkbox/.test(one.type))
          .filter((one) => getComputedStyle(one).color !== "rgba(0, 0, 0, 0)").length"""
        assert page.evaluate(inked) == 0, "what was written on the screen does not show"
        ticked = """() => [...document.querySelectorAll(".lh-fieldset :is([type=radio], [type=checkbox]):checked")]
          .filter((one) => getComputedStyle(one).appearance !== "none").length"""
        assert page.evaluate(ticked) == 0, "boxes are empty, whatever is chosen on the screen"


# --- with forced colours ------------------------------------------------------------------------------

INK = """async ([shot, boxes]) => {
  const bytes = Uint8Array.from(atob(shot), (char) => char.charCodeAt(0));
  const image = await createImageBitmap(new Blob([bytes]));
  const canvas = new OffscreenCanvas(image.width, image.height);
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.drawImage(image, 0, 0);
  return boxes.map(({ x, y, width, height }) => {
    const pixels = new Uint32Array(pen.getImageData(x, y, width, height).data.buffer);
    return [new Set(pixels).size, pixels.reduce((sum, pixel) => (Math.imul(sum, 31) + pixel) >>> 0, 7)];
  });
}"""
CONTROLS = """() => [...document.querySelectorAll(".lh-question")].flatMap((form) =>
  [...form.querySelectorAll("input, select, textarea, button, summary")]
    .filter((one) => one.checkVisibility() && !one.closest(".lh-report"))
    .map((one) => {
      const { x, y, width, height } = one.getBoundingClientRect();
      const name = `${one.type ?? one.localName} ${one.className} in ${form.id}`;
      return { name, chosen: one.checked ?? null, x: x + scrollX - 2, y: y + scrollY - 2, width: width + 4, height: height + 4 };
    }))"""


def drawn(page: Page) -> list[tuple[str, bool | None, int, int]]:
    """Each control: its name, whether it is chosen, how many colours it has, and what it looks like."""
    boxes = page.evaluate(CONTROLS)
    shot = b64encode(page.screenshot(full_page=True, animations="disabled", caret="hide")).decode()
    inks = page.evaluate(INK, [shot, boxes])
    return [(box["name"], box["chosen"], *ink) for box, ink in zip(boxes, inks, strict=True)]


@every_kind
def test_with_forced_colours_no_control_vanishes_and_what_is_chosen_is_seen(
    browser: Browser, folder_of_kinds: Path, kind: str
) -> None:
    url = (folder_of_kinds / kinds.address(kind)).as_uri()
    with opened(browser, url, forced_colors="active", reduced_motion="reduce") as page:
        page.add_style_tag(content=".lh-summary, .md-header { display: none !important; }")
        before = drawn(page)
        assert len(before) >= 2
        assert [name for name, _, colours, _ in before if colours < 2] == []
        for question in kinds.questions(kind):
            kinds.answer(page, question, RIGHT) or kinds.answer(page, question, PARTLY)
        after = drawn(page)
        assert [name for name, _, colours, _ in after if colours < 2] == []
        looks = {
            (name.split(" in ")[0], chosen, look) for name, chosen, _, look in after if chosen is not None
        }
        chosen = {(name, look) for name, is_chosen, look in looks if is_chosen}
        assert chosen & {(name, look) for name, is_chosen, look in looks if not is_chosen} == set()
