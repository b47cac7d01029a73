"""From values to entries: what is broken is told and left out, what is sound is kept."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model import Audience, Course, Id, Law, Lesson, Question, Site
from generator.problems import Location
from generator.questions import AnyQuiz
from generator.source import read_bytes
from generator.validate import validate

FILE = "quizzes/a/b.yml"

GOOD = """\
title: Bài kiểm tra
questions:
  - {id: mot, kind: true-false, prompt: Một., answer: true, explanation: Vì vậy., practice: true}
  - {id: hai, kind: true-false, prompt: Hai., answer: no, explanation: Vì vậy., practice: true}
  - {id: ba, kind: true-false, prompt: Ba., answer: false, explanation: Vì vậy., practice: true}
"""


def check(model: Any, yaml: str) -> tuple[Any, list[str]]:
    value, problems = read_bytes(yaml.encode(), FILE)
    assert problems == []
    entry, problems = validate(model, value, FILE)
    return entry, [f"{p.where.line}:{p.where.column} {p.code}" for p in problems]


FINE = GOOD.replace("answer: no", "answer: false")


def sound(quiz: Any) -> list[str]:
    """The questions that nothing was wrong with: all but the second."""
    return [question.id for question in quiz.questions if question.id != "hai"]


def test_a_broken_question_is_told_and_the_others_are_kept() -> None:
    quiz, problems = check(AnyQuiz, GOOD)
    assert (sound(quiz), problems) == (["mot", "ba"], ["4:55 true-or-false-expected"])


def test_a_question_that_is_only_a_text_is_left_out_and_the_others_are_kept() -> None:
    quiz, problems = check(AnyQuiz, f"{FINE}  - Câu hỏi bốn?\n")
    assert [question.id for question in quiz.questions] == ["mot", "hai", "ba"]
    assert [problem.partition(" ")[0] for problem in problems] == ["6:5"]


def test_a_broken_optional_key_does_not_cost_its_entry() -> None:
    quiz, problems = check(AnyQuiz, FINE.replace("questions", "pass: nhiều\nquestions"))
    assert (len(quiz.questions), problems) == (3, ["2:7 number-expected"])


def test_a_key_that_must_be_there_is_told_at_its_entry() -> None:
    assert check(Lesson, "title: Bài\nbody: Xong.\n")[1] == ["1:1 missing-key"]


def test_a_list_where_an_entry_belongs_gives_no_entry() -> None:
    assert check(Lesson, "- title: Bài\n") == (None, ["1:1 keys-expected"])


def test_every_broken_question_of_a_quiz_is_told() -> None:
    _, problems = check(AnyQuiz, GOOD.replace("practice: true", "practice: yes"))
    assert [problem.partition(" ")[2] for problem in problems] == ["true-or-false-expected"] * 4


def test_a_question_with_one_key_too_few_and_one_too_many_gives_two_problems() -> None:
    quiz, problems = check(AnyQuiz, FINE.replace("prompt: Hai.", "promt: Hai."))
    assert (sound(quiz), sorted(problems)) == (["mot", "ba"], ["4:33 unknown-key", "4:5 missing-key"])


def test_two_broken_questions_beside_each_other_do_not_take_sound_ones_with_them() -> None:
    quiz, problems = check(AnyQuiz, GOOD.replace("prompt: Một.", "promt: Một."))
    assert (sound(quiz)[-1], len(problems)) == ("ba", 3)


def test_entries_and_texts_know_where_they_stand() -> None:
    quiz, _ = check(AnyQuiz, FINE)
    assert quiz.where == Location(FILE, 1, 1)
    assert quiz.questions[1].where == Location(FILE, 4, 5)
    assert quiz.questions[1].prompt.where == Location(FILE, 4, 41)


def test_a_broken_entry_of_a_register_is_told_and_the_others_are_kept() -> None:
    audiences, problems = check(dict[Id, Audience], "a: {title: A, summary: A.}\nb: {title: B}\n")
    assert (audiences["a"].title, problems) == ("A", ["2:4 missing-key"])


@pytest.mark.parametrize("written", ["[10]", "{a: b}"])
@pytest.mark.parametrize("key", ["minutes", "title", "quiz", "body"])
def test_no_message_shows_how_the_program_sees_a_value(key: str, written: str) -> None:
    lesson = {"title": "Bài", "minutes": "5", "quiz": "tu-kiem", "body": "Xong."} | {key: written}
    value, _ = read_bytes("".join(f"{k}: {v}\n" for k, v in lesson.items()).encode(), FILE)
    _, problems = validate(Lesson, value, FILE)
    assert [p.code for p in problems] == ["text-expected"]
    for problem in problems:
        assert not any(char in problem.message() for char in "[]{}'")


KEYS = st.sampled_from(
    "id kind title prompt options option text correct feedback answer explanation law source practice "
    "questions pass outcomes lessons body minutes quiz true false".split()
)
VALUES = st.recursive(
    st.sampled_from(
        ["x", "1", "true", "2026-01-01", "", "Bài", "mot", "single", "true-false", "luat-a Điều 1"]
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=15,
)


def as_yaml(value: Any) -> str:
    """In one line, so that any nesting is well-formed."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {as_yaml(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(as_yaml, value)) + "]"
    return f'"{value}"'


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from([AnyQuiz, Course, Lesson, Site, dict[Id, Law], dict[Id, Audience]]),
    st.fixed_dictionaries(
        {}, optional={"title": VALUES, "questions": VALUES, "body": VALUES, "lessons": VALUES}
    ),
)
def test_no_value_makes_validation_raise(model: Any, value: dict[str, Any]) -> None:
    read, problems = read_bytes(as_yaml(value).encode(), FILE)
    assert problems == []
    entry, problems = validate(model, read, FILE)
    assert entry is not None or problems
    assert all(p.message() and p.hint() and p.where.file == FILE for p in problems)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.dictionaries(KEYS, VALUES, max_size=6), min_size=1, max_size=4))
def test_no_question_makes_validation_raise(questions: list[dict[str, Any]]) -> None:
    read, _ = read_bytes(as_yaml({"title": "Bài", "questions": questions}).encode(), FILE)
    quiz, problems = validate(AnyQuiz, read, FILE)
    assert problems
    assert quiz is None or all(isinstance(question, Question) for question in quiz.questions)
