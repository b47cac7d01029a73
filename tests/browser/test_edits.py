"""Ten answers, and an edit of the sources: what a learner still finds after the site is built again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, Page, expect

from tests.browser.site import generate
from tests.conftest import FILES, Project, make_project

QUIZ, COURSE, LESSON = (
    "quizzes/khoi-dau/tu-kiem.yml",
    "courses/khoi-dau/course.yml",
    "courses/khoi-dau/bai-1.yml",
)
Questions = list[dict[str, Any]]


def ten() -> Questions:
    """Ten questions of three kinds, each with more than one option that can be moved."""

    def asked(number: int) -> dict[str, Any]:
        kind = ("single", "multiple", "ordering")[number % 3]
        texts = [f"Lựa chọn {number}.{option}" for option in range(4)]
        entry = {"id": f"cau-{number}", "kind": kind, "prompt": f"Câu {number}?", "explanation": "Vì vậy."}
        if kind == "ordering":
            return {**entry, "items": [{"text": text} for text in texts], "practice": True}
        right = {0} if kind == "single" else {0, 1}
        options = [
            {"text": text, **({"correct": True} if at in right else {"feedback": "Chưa đúng."})}
            for at, text in enumerate(texts)
        ]
        return {**entry, "options": options, "practice": True}

    return [asked(number) for number in range(10)]


def write(project: Project, questions: Questions, file: str = QUIZ) -> None:
    quiz = {"title": "Tự kiểm tra", "questions": questions}
    project.write(file, yaml.safe_dump(quiz, allow_unicode=True, sort_keys=False))


def answer_all(page: Page) -> None:
    for form in page.locator(".lh-question").all():
        if form.locator(".lh-move").count():
            form.locator(".lh-move[aria-disabled=false]").first.click()
        else:
            form.locator(".lh-label").nth(1).click()
        form.locator(".lh-check").click()


def chosen(page: Page) -> dict[str, Any]:
    """What each question holds as its answer, in words; questions by their ids."""
    read = """() => Object.fromEntries([...document.querySelectorAll(".lh-question")].map((form) => {
      const rows = [...form.querySelectorAll(".lh-row .lh-text")];
      const options = [...form.querySelectorAll(".lh-input:checked")].map(({ labels }) => labels[0].querySelector(".lh-text"));
      const told = form.dataset.lhVerdict ?? null;
      return [form.id, told && [told, ...(rows.length ? rows : options).map((one) => one.textContent)]];
    }))"""
    found: dict[str, Any] = page.evaluate(read)
    return found


@pytest.fixture(scope="module")
def given(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict[str, Any]]:
    """What a browser keeps after ten answers, and the answers in words."""
    project = make_project(tmp_path_factory.mktemp("before"))
    write(project, ten())
    site = generate(project.root)
    with browser.new_context() as context:
        page = context.new_page()
        page.goto((site / QUIZ.replace(".yml", ".html")).as_uri())
        answer_all(page)
        assert len(list(filter(None, chosen(page).values()))) == 10
        return page.evaluate("JSON.stringify({ ...localStorage })"), chosen(page)


@pytest.fixture
def rebuilt(
    browser: Browser, tmp_path: Path, given: tuple[str, dict[str, Any]]
) -> Iterator[Callable[[Callable[[Project], str]], Page]]:
    """The quiz after an edit, in the browser that keeps the ten answers; the edit says where the quiz is."""
    with browser.new_context() as context:

        def build(edit: Callable[[Project], str]) -> Page:
            project = make_project(tmp_path)
            write(project, ten())
            quiz = edit(project)
            site = generate(project.root)
            page = context.new_page()
            page.goto((site / "index.html").as_uri())
            page.evaluate("(kept) => Object.assign(localStorage, JSON.parse(kept))", given[0])
            page.goto((site / quiz.replace(".yml", ".html")).as_uri())
            return page

        yield build


# --- edits that keep all ten --------------------------------------------------------------------------


def wording_changed(project: Project) -> str:
    text = project.read(QUIZ).replace("Câu ", "Bạn nghĩ gì về câu ").replace("Vì vậy.", "Luật nói vậy.")
    project.write(QUIZ, text)
    return QUIZ


def questions_reordered(project: Project) -> str:
    write(project, ten()[::-1])
    return QUIZ


def options_reordered(project: Project) -> str:
    questions = ten()
    for question in questions:
        question.get("options", []).reverse()
    write(project, questions)
    return QUIZ


def file_renamed(project: Project) -> str:
    write(project, ten(), "quizzes/khoi-dau/ten-moi.yml")
    (project.root / QUIZ).unlink()
    project.change(LESSON, "quiz: tu-kiem", "quiz: ten-moi")
    return "quizzes/khoi-dau/ten-moi.yml"


def lesson_moved_to_another_course(project: Project) -> str:
    project.change("courses/site.yml", "courses: [khoi-dau]", "courses: [khoi-dau, khoa-moi]")
    project.write("courses/khoa-moi/course.yml", FILES[COURSE])
    project.write("courses/khoa-moi/bai-1.yml", FILES[LESSON])
    write(project, ten(), "quizzes/khoa-moi/tu-kiem.yml")
    (project.root / QUIZ).unlink()
    project.change(LESSON, "quiz: tu-kiem\n", "")
    return "quizzes/khoa-moi/tu-kiem.yml"


@pytest.mark.parametrize(
    "edit",
    [
        wording_changed,
        questions_reordered,
        options_reordered,
        file_renamed,
        lesson_moved_to_another_course,
    ],
    ids=lambda edit: edit.__name__,
)
def test_ten_answers_of_ten_outlive(
    rebuilt: Callable[[Callable[[Project], str]], Page],
    given: tuple[str, dict[str, Any]],
    edit: Callable[[Project], str],
) -> None:
    page = rebuilt(edit)
    assert chosen(page) == given[1]
    expect(page.locator(".lh-count")).to_contain_text("10")
    expect(page.locator(".lh-result")).to_be_visible()
    expect(page.locator(".lh-status .lh-note")).to_have_count(0)


# --- edits that void one ------------------------------------------------------------------------------


def option_added(questions: Questions) -> None:
    questions[3]["options"].append({"text": "Lựa chọn thêm", "feedback": "Chưa đúng."})


def key_changed(questions: Questions) -> None:
    first, second, *_ = questions[3]["options"]
    first["text"], second["text"] = second["text"], first["text"]


def item_added(questions: Questions) -> None:
    questions[2]["items"].append({"text": "Việc thêm"})


@pytest.mark.parametrize("edit", [option_added, key_changed, item_added], ids=lambda edit: edit.__name__)
def test_nine_answers_outlive_and_the_tenth_says_why_not(
    rebuilt: Callable[[Callable[[Project], str]], Page],
    given: tuple[str, dict[str, Any]],
    edit: Callable[[Questions], None],
) -> None:
    questions = ten()
    edit(questions)
    (changed,) = (f"q-{new['id']}" for new, old in zip(questions, ten(), strict=True) if new != old)

    def write_changed(project: Project) -> str:
        write(project, questions)
        return QUIZ

    page = rebuilt(write_changed)
    assert chosen(page) == {**given[1], changed: None}
    expect(page.locator(".lh-status .lh-note")).to_have_count(1)
    expect(page.locator(f"#{changed} .lh-note")).to_contain_text("đã thay đổi")
