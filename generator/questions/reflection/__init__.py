"""Reflection: nothing is right or wrong; whoever answers gets a reply."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from pydantic import Field

from generator.model import Entry, Id, Prose, Question
from generator.problems import Problem, Rule

OPTIONS_OR_THOUGHT = Rule(
    "options-or-thought",
    "question “{id}” needs either “options” or a “thought”, not both and not neither",
    "Give at least two options with a reply each; or, where learners write freely, a thought to compare.",
)


class Stance(Entry):
    """One way to answer, and what is said to who chose it."""

    id: Id | None = Field(
        None, title="Id", description="Only needed to keep answers when the text changes much"
    )
    text: Prose = Field(title="Text")
    reply: Prose = Field(title="Reply", description="What a learner is told who chose this option")


class Reflection(Question):
    """A question without a right answer: options with replies, or a text of one's own."""

    kind: Literal["reflection"] = Field(title="Kind")
    options: list[Stance] = Field(default_factory=list, title="Options")
    thought: Prose | None = Field(
        None, title="Thought", description="Shown to who has written an answer, to compare"
    )


def check(question: Reflection) -> Iterator[Problem]:
    """Rules of this kind that span several fields."""
    if (len(question.options) >= 2) == (question.thought is not None) or len(question.options) == 1:
        yield OPTIONS_OR_THOUGHT.at(question.where, id=question.id)


def key(_question: Reflection) -> dict[str, Any]:
    """What grading needs: nothing, for nothing is graded."""
    return {}
