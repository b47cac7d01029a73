"""Single choice: exactly one option is right."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from pydantic import Field

from generator.model import Question
from generator.problems import Problem, Rule
from generator.questions.options import Option, check_options

SEVERAL_CORRECT = Rule(
    "several-correct-options",
    "question “{id}” has {count} right options, but its kind takes one",
    "Leave “correct: true” at one option, or change the kind to “multiple”.",
)


class Single(Question):
    """A question with one right option."""

    kind: Literal["single"] = Field(title="Kind")
    options: list[Option] = Field(min_length=2, title="Options")


def check(question: Single) -> Iterator[Problem]:
    """Rules of this kind that span several fields."""
    yield from check_options(question.id, question.options)
    correct = [option for option in question.options if option.correct]
    if len(correct) > 1:
        yield SEVERAL_CORRECT.at(correct[1].where, id=question.id, count=len(correct))


def key(question: Single) -> dict[str, Any]:
    """What grading needs: the position of the right option."""
    return {"correct": next((i for i, o in enumerate(question.options) if o.correct), None)}
