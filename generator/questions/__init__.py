"""The kinds of questions: one folder each, one line in the table below.

A kind is four files: ``__init__.py`` (model, rules and the key that grading needs),
``question.html`` (the form), ``question.js`` (read, grade and show an answer) and ``examples.yml``
(good and bad questions, answers with their verdicts), which drives its tests and the manual.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Protocol

from pydantic import Field

from generator.model import Id, Prose, Question, Quiz
from generator.problems import Problem
from generator.questions import multiple, single, true_false
from generator.questions.multiple import Multiple
from generator.questions.single import Single
from generator.questions.true_false import TrueFalse


class Piece(Protocol):
    """A text that an answer points at; its id, if it has one, outlives any edit of the text."""

    @property
    def id(self) -> Id | None: ...

    @property
    def text(self) -> Prose: ...


def _options(question: Any) -> Sequence[Piece]:
    return getattr(question, "options", ())


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of question."""

    name: str
    """As written in YAML, HTML and JavaScript, in kebab-case."""
    model: type[Question]
    check: Callable[[Any], Iterator[Problem]]
    """Problems of one question that span several of its fields."""
    key: Callable[[Any], dict[str, Any]]
    """The part of a question that grading in the browser needs, as JSON data."""
    pieces: Callable[[Any], Sequence[Piece]] = _options
    """The texts that an answer points at by their position."""

    @property
    def folder(self) -> Path:
        return Path(__file__).parent / self.name.replace("-", "_")


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("single", Single, single.check, single.key),
        Kind("multiple", Multiple, multiple.check, multiple.key),
        Kind("true-false", TrueFalse, true_false.check, true_false.key),
    )
}

AnyKind = Annotated[Single | Multiple | TrueFalse, Field(discriminator="kind")]

AnyQuiz = Quiz[AnyKind]
"""A quiz whose questions are of any kind in the table."""
