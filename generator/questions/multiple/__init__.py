"""Multiple choice: any number of options is right, at least one; part marks for part answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from pydantic import Field

from generator.model import Question
from generator.problems import Problem
from generator.questions.options import Option, check_options


class Multiple(Question):
    """A question with one or more right options."""

    kind: Literal["multiple"] = Field(title="Kind")
    options: list[Option] = Field(min_length=2, title="Options")


def check(question: Multiple) -> Iterator[Problem]:
    """Rules of this kind that span several fields."""
    yield from check_options(question.id, question.options)


def key(question: Multiple) -> dict[str, Any]:
    """What grading needs: the positions of the right options."""
    return {"correct": [i for i, option in enumerate(question.options) if option.correct]}
