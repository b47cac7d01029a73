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

from generator.model import Id, Question, Quiz
from generator.problems import Problem
from generator.questions import (
    case,
    categorize,
    cloze,
    mark_text,
    matching,
    multiple,
    numeric,
    ordering,
    reflection,
    short_text,
    single,
    true_false,
)
from generator.questions.case import Case
from generator.questions.categorize import Categorize
from generator.questions.cloze import Cloze
from generator.questions.mark_text import MarkText
from generator.questions.matching import Matching
from generator.questions.multiple import Multiple
from generator.questions.numeric import Numeric
from generator.questions.ordering import Ordering
from generator.questions.reflection import Reflection
from generator.questions.short_text import ShortText
from generator.questions.single import Single
from generator.questions.true_false import TrueFalse
from generator.source import Text


class Piece(Protocol):
    """A text that an answer points at; its id, if it has one, outlives any edit of the text."""

    @property
    def id(self) -> Id | None: ...

    @property
    def text(self) -> Text: ...


def _options(question: Any) -> Sequence[Piece]:
    return getattr(question, "options", ())


def _nothing_more(_: Sequence[Any]) -> dict[str, Any]:
    return {}


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
    accepted: Callable[[Sequence[Any]], dict[str, Any]] = _nothing_more
    """What grading takes besides the key, from the question in all languages, that of the page first.

    Where the key changes, answers that learners gave are void; by this they are graded anew."""
    is_graded: bool = True

    @property
    def folder(self) -> Path:
        return Path(__file__).parent / self.name.replace("-", "_")


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("single", Single, single.check, single.key),
        Kind("multiple", Multiple, multiple.check, multiple.key),
        Kind("true-false", TrueFalse, true_false.check, true_false.key),
        Kind("cloze", Cloze, cloze.check, cloze.key, lambda question: question.words, cloze.accepted),
        Kind("numeric", Numeric, numeric.check, numeric.key, accepted=numeric.accepted),
        Kind("short-text", ShortText, short_text.check, short_text.key, accepted=short_text.accepted),
        Kind("matching", Matching, matching.check, matching.key, matching.pieces),
        Kind("ordering", Ordering, ordering.check, ordering.key, ordering.pieces),
        Kind("categorize", Categorize, categorize.check, categorize.key, categorize.pieces),
        Kind("mark-text", MarkText, mark_text.check, mark_text.key),
        Kind("case", Case, case.check, case.key),
        Kind("reflection", Reflection, reflection.check, reflection.key, is_graded=False),
    )
}

AnyKind = Annotated[
    Single
    | Multiple
    | TrueFalse
    | Cloze
    | Numeric
    | ShortText
    | Matching
    | Ordering
    | Categorize
    | MarkText
    | Case
    | Reflection,
    Field(discriminator="kind"),
]

AnyQuiz = Quiz[AnyKind]
"""A quiz whose questions are of any kind in the table."""
