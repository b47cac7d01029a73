"""Matching: to each row belongs one of the choices, and no choice belongs to two rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from pydantic import Field

from generator.model import Entry, Line, Prose, Question
from generator.problems import Problem
from generator.questions.items import Part, check_different, shuffled


class Pair(Entry):
    """A row and what belongs to it."""

    left: Prose = Field(title="Left side", description="What a learner finds the match for")
    right: Line = Field(title="Right side", description="What belongs to it; short, without Markdown")
    feedback: Prose | None = Field(
        None, title="Feedback", description="What a learner is told who chose something here, right or wrong"
    )


class Matching(Question):
    """A question with rows and choices, of which some may be left over."""

    kind: Literal["matching"] = Field(title="Kind")
    pairs: list[Pair] = Field(min_length=2, title="Pairs")
    extra: list[Line] = Field(
        default_factory=list, title="Extra", description="Choices that belong to no row"
    )

    @property
    def choices(self) -> list[tuple[int, Line]]:
        """All that can be chosen, as learners see it, each with its position among the pieces."""
        texts = [*(pair.right for pair in self.pairs), *self.extra]
        return [(len(self.pairs) + place, texts[place]) for place in shuffled(len(texts), self.id)]


def pieces(question: Matching) -> list[Part]:
    """The rows, then what belongs to them, then what belongs to none."""
    rows = [Part(pair.left) for pair in question.pairs]
    return [*rows, *(Part(pair.right) for pair in question.pairs), *map(Part, question.extra)]


def check(question: Matching) -> Iterator[Problem]:
    """Rules of this kind that span several fields."""
    yield from check_different(question.id, pieces(question))


def key(question: Matching) -> dict[str, Any]:
    """What grading needs: for each row the position of what belongs to it."""
    rows = len(question.pairs)
    return {"correct": [[row, rows + row] for row in range(rows)]}
