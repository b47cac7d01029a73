"""How quizzes are asked, as far as Python knows: pools, pairs, questions in the text of a lesson."""

from __future__ import annotations

import pytest

from generator import markdown, stage
from generator.model import Prose
from generator.project import look_at
from generator.render import Renderer
from generator.slots import slot
from tests.conftest import Project

QUIZ = "quizzes/khoi-dau/tu-kiem.yml"
LESSON = "courses/khoi-dau/bai-1.yml"


@pytest.fixture
def pair(project: Project) -> Project:
    """A quiz before the course and one after it."""
    project.change(QUIZ, "pass: 80\n", "pass: 80\nblueprint: {hieu-bai: 1}\n")
    project.change(QUIZ, "    source: khao-sat\n", "    source: khao-sat\n    outcome: hieu-bai\n")
    project.change("courses/khoi-dau/course.yml", "lessons: [bai-1]\n", "lessons: [bai-1]\nquiz: tu-kiem\n")
    project.change(LESSON, "quiz: tu-kiem\n", "")
    project.write("quizzes/khoi-dau/truoc.yml", "title: Trước\nmode: exam\nbefore: tu-kiem\n")
    return project


@pytest.fixture
def asked(project: Project) -> Project:
    """A lesson with a question in its text."""
    project.change(LESSON, "  ## Ghi nhớ\n", "  [?cau-hai]\n\n  ## Ghi nhớ\n")
    return project


def renderer(project: Project, language: str = "vi") -> Renderer:
    found = look_at(project.root)
    assert [str(p) for p in found.problems if p.code != "translation-incomplete"] == []
    return next(one for one in found.renderers() if one.edition.language.code == language)


def plan(project: Project, quiz: str) -> str:
    return renderer(project).questions(f"quizzes/khoi-dau/{quiz}")["quiz"]


def test_quiz_before_the_course_comes_first_and_asks_the_same_pool(pair: Project) -> None:
    assert pair.found() == []
    loaded = pair.library().courses["khoi-dau"]
    assert [step.id for step in stage.steps(loaded)] == ["truoc", "bai-1", "tu-kiem"]
    assert loaded.pool("truoc") is loaded.quizzes["tu-kiem"]
    assert loaded.asks("truoc") == loaded.asks("tu-kiem") == 1
    for quiz in ("truoc", "tu-kiem"):
        html = plan(pair, quiz)
        assert 'id="q-cau-mot"' in html
        assert 'id="q-cau-hai"' in html
    assert '"before":"khoi-dau/tu-kiem"' in plan(pair, "truoc")
    assert '"after":"khoi-dau/truoc"' in plan(pair, "tu-kiem")


def test_a_pair_needs_twice_as_many_questions_as_one_quiz(pair: Project) -> None:
    pair.change(QUIZ, "{hieu-bai: 1}", "{hieu-bai: 2}")
    assert pair.found() == [f"{QUIZ}:3:13 blueprint-too-large"]
    (pair.root / "quizzes/khoi-dau/truoc.yml").unlink()
    assert pair.found() == []


def test_two_quizzes_before_one_are_refused(pair: Project) -> None:
    pair.write("quizzes/khoi-dau/truoc-nua.yml", "title: Trước nữa\nbefore: tu-kiem\n")
    assert {found.split()[-1] for found in pair.found()} == {"pair-of-pairs", "quiz-not-used"}


def test_an_exam_has_what_an_exam_needs(project: Project) -> None:
    assert "lh-send" not in plan(project, "tu-kiem")
    project.change(QUIZ, "pass: 80\n", "pass: 80\nmode: exam\nminutes: 20\nconfidence: true\n")
    html = plan(project, "tu-kiem")
    for name in ("lh-send", "lh-flag", "lh-warning", "lh-untimed", "lh-confidence"):
        assert name in html


def test_weight_and_hints_reach_the_page(project: Project) -> None:
    project.change(
        QUIZ, "    source: khao-sat\n", "    source: khao-sat\n    weight: 3\n    hints: [Một., Hai.]\n"
    )
    html = plan(project, "tu-kiem")
    assert 'data-lh-weight="3"' in html
    assert html.count('class="lh-hint"') == 2
    assert "Gợi ý 2/2" in html


# --- a question in the text of a lesson ---------------------------------------------------------------


def test_question_in_a_lesson_fills_its_slot_after_the_search_index_is_made(asked: Project) -> None:
    made = renderer(asked)
    lesson = "courses/khoi-dau/bai-1"
    assert slot("check-cau-hai") in made.html(lesson)
    assert "Lời giải" not in made.html(lesson)
    question = made.questions(lesson)["check-cau-hai"]
    assert 'id="q-cau-hai"' in question
    assert "Lời giải thứ hai." in question
    assert "<h2" not in question, "the headings of a lesson are those of its author"
    assert made.theme(lesson)["has_questions"]


def test_twin_of_a_lesson_links_to_the_quiz(asked: Project) -> None:
    twin = renderer(asked).twin("courses/khoi-dau/bai-1")
    assert "[Tự kiểm tra](../../quizzes/khoi-dau/tu-kiem.md)\n" in twin
    assert "[?" not in twin


def test_question_in_a_lesson_is_no_message_and_stays_in_its_translation() -> None:
    text = Prose("Một.\n\n[?cau-hai]\n\n- [?cau-ba]\n\nHai.")
    assert markdown.messages(text) == ["Một.", "Hai."]
    other = markdown.translated(text, {"Một.": "One.", "Hai.": "Two."}.get)
    assert str(other) == "One.\n\n[?cau-hai]\n\n- [?cau-ba]\n\nTwo."
    assert [r.target for r in markdown.references(other) if r.kind == "check"] == ["cau-hai", "cau-ba"]


@pytest.mark.parametrize("text", ["`[?cau-hai]`", "    [?cau-hai]", "```\n[?cau-hai]\n```", "\\[?cau-hai\\]"])
def test_what_is_code_asks_no_question(text: str) -> None:
    assert not list(markdown.references(Prose(text)))
    assert not list(markdown.check(Prose(text)))


def test_question_is_not_asked_where_nobody_says_how() -> None:
    assert markdown.render(Prose("[?cau-hai]")).strip() == ""
