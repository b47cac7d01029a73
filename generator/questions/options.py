"""Options to choose from: what the choice kinds share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import Field

from generator.model import Entry, Id, Prose, YesNo
from generator.problems import Problem, Rule, Severity

NO_CORRECT = Rule(
    "no-correct-option",
    "question “{id}” has no right option",
    "Add “correct: true” to the option that is right.",
)
NO_FEEDBACK = Rule(
    "no-feedback",
    "a wrong option of question “{id}” does not say why it is wrong",
    "Add “feedback” to it: a sentence that helps whoever chose it.",
    Severity.WARNING,
)
SAME_TEXT = Rule(
    "same-option-twice",
    "two options of question “{id}” have the same text",
    "Change or remove one of them.",
)


class Option(Entry):
    """One option of a choice."""

    id: Id | None = Field(
        None, title="Id", description="Only needed to keep answers when the text changes much"
    )
    text: Prose = Field(title="Text")
    correct: YesNo = Field(False, title="Correct", description="true: this option is right")
    feedback: Prose | None = Field(
        None, title="Feedback", description="What a learner is told who chose this option"
    )
    pin: YesNo = Field(
        False, title="Pin", description="true: stays last when options are shuffled, as “all of the above”"
    )


def check_options(question: Id, options: Sequence[Option]) -> Iterator[Problem]:
    """Rules that hold for options of any kind."""
    if not any(option.correct for option in options):
        yield NO_CORRECT.at(options[0].where if options else question.where, id=question)
    seen: set[str] = set()
    for option in options:
        if not option.correct and option.feedback is None:
            yield NO_FEEDBACK.at(option.where, id=question)
        folded = " ".join(option.text.split()).casefold()
        if folded in seen:
            yield SAME_TEXT.at(option.text.where, id=question)
        seen.add(folded)
