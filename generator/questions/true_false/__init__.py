"""True or false: a statement to judge."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from pydantic import Field

from generator.model import Entry, Prose, Question, YesNo
from generator.problems import Problem
from generator.questions.options import NO_FEEDBACK


class Feedback(Entry):
    """What a learner is told who chose this answer."""

    true: Prose | None = Field(None, title="To those who chose true")
    false: Prose | None = Field(None, title="To those who chose false")


class TrueFalse(Question):
    """A statement that is true or false."""

    kind: Literal["true-false"] = Field(title="Kind")
    answer: YesNo = Field(title="Answer", description="true or false")
    feedback: Feedback = Field(default_factory=Feedback, title="Feedback")


def check(question: TrueFalse) -> Iterator[Problem]:
    """Rules of this kind that span several fields."""
    wrong = question.feedback.false if question.answer else question.feedback.true
    if wrong is None:
        yield NO_FEEDBACK.at(question.where, id=question.id)


def key(question: TrueFalse) -> dict[str, Any]:
    """What grading needs: the position of the right choice, true first."""
    return {"correct": 0 if question.answer else 1}
