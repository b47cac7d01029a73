"""Short text: a few words to type, compared with the answers that the author accepts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal

from pydantic import Field

from generator.model import Entry, Line, Number, Prose, Question
from generator.problems import Problem
from generator.questions.answers import Marks, check_answers, folded


class Other(Entry):
    """Answers that are not right, or only half, and are worth a word."""

    answers: list[Line] = Field(min_length=1, title="Answers")
    credit: Number = Field(
        0, le=99, title="Credit", description="Percent of the point, for an answer that is right in part"
    )
    feedback: Prose = Field(title="Feedback", description="What a learner is told who gave this answer")


class ShortText(Question):
    """A question answered in a few words."""

    kind: Literal["short-text"] = Field(title="Kind")
    answers: list[Line] = Field(
        min_length=1, title="Answers", description="Right answers; the first is shown as the right one"
    )
    marks: Marks = Field(
        "required", title="Marks", description="optional: answers without Vietnamese marks count as well"
    )
    others: list[Other] = Field(
        default_factory=list, title="Other answers", description="Frequent mistakes, each with a reply"
    )


def check(question: ShortText) -> Iterator[Problem]:
    """Rules of this kind that span several fields."""
    others = [answer for other in question.others for answer in other.answers]
    yield from check_answers(question.id, [*question.answers, *others])


def key(question: ShortText) -> dict[str, Any]:
    """What makes the question what it is: the first answer, as it is compared."""
    return {"answer": folded(question.answers[0])}


def accepted(versions: Sequence[ShortText]) -> dict[str, Any]:
    """Texts and their part of the point, the right answer first; each in all languages."""
    answers = ([version.answers, *(other.answers for other in version.others)] for version in versions)
    shares = [100, *(other.credit for other in versions[0].others)]
    return {
        "marks": versions[0].marks == "required",
        "answers": [
            {"texts": list(dict.fromkeys(text for texts in row for text in texts)), "credit": share / 100}
            for row, share in zip(zip(*answers, strict=True), shares, strict=True)
        ],
    }
