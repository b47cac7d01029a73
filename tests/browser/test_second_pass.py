"""Our own questions and the answers of those who had not written them: who disagrees must have been heard."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from generator.load import load
from generator.questions import KINDS
from generator.record import print_of
from tests.conftest import REPOSITORY
from tests.second_pass import entries

LIBRARY = load(REPOSITORY)[0]
GRADE = "([kind, answer, key, accepted]) => LopHoc.kinds[kind].grade(answer, key, accepted).score"


def graded(course: str) -> dict[str, Any]:
    """The questions of a course that have a key."""
    quizzes = LIBRARY.courses[course].quizzes.values()
    return {str(q.id): q for quiz in quizzes for q in quiz.questions if q.kind != "reflection"}


@pytest.mark.parametrize("course", LIBRARY.courses)
def test_every_question_was_answered_by_someone_who_had_not_written_it(course: str) -> None:
    assert set(entries(course)) == set(graded(course))


@pytest.mark.parametrize("course", LIBRARY.courses)
def test_the_key_and_the_second_pass_agree_or_something_was_done(course: str, script: Page) -> None:
    open_ = []
    for name, question in graded(course).items():
        entry = entries(course).get(name)
        if entry is None:
            continue  # the test above says so
        is_settled = bool(entry.get("finding") and entry.get("done"))
        if entry["of"] != print_of(question):
            # The key is another one now; then there must have been a reason.
            open_ += [] if is_settled else [f"{name}: another key without a finding"]
            continue
        kind = KINDS[question.kind]
        answer = [question.kind, entry["answer"], kind.key(question), kind.accepted([question])]
        assert script.evaluate(GRADE, answer) == pytest.approx(entry["score"], abs=1e-4), name
        open_ += [] if entry["score"] == 1 or is_settled else [f"{name}: disagreement without a word"]
    assert open_ == []
