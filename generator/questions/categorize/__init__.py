"""Categorize: to each item belongs one of a few categories."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from pydantic import Field

from generator.model import Entry, Id, Line, Prose, Question
from generator.problems import Problem, Rule, did_you_mean
from generator.questions.items import Part, check_different

UNKNOWN_CATEGORY = Rule(
    "unknown-category",
    "question “{id}” has no category “{category}”",
    "Write one of these: {known}; or add a line to “categories”.",
)


MOST_BUTTONS = 4
"""Categories that are shown as buttons beside each item."""


class Item(Entry):
    """Something that belongs to a category."""

    text: Prose = Field(title="Text")
    category: Id = Field(title="Category", description="The id of the category that it belongs to")
    feedback: Prose | None = Field(
        None, title="Feedback", description="What a learner is told who chose something here, right or wrong"
    )


class Categorize(Question):
    """A question with items to sort into categories."""

    kind: Literal["categorize"] = Field(title="Kind")
    categories: dict[Id, Line] = Field(
        min_length=2, title="Categories", description="An id and a title for each"
    )
    items: list[Item] = Field(min_length=2, title="Items")

    @property
    def choices(self) -> list[tuple[int, Line]]:
        """Each category with its position among the pieces."""
        return [(len(self.items) + n, title) for n, title in enumerate(self.categories.values())]

    @property
    def has_lists(self) -> bool:
        """Whether each item has a list to choose from: buttons for more categories would fill a phone."""
        return len(self.categories) > MOST_BUTTONS


def pieces(question: Categorize) -> list[Part]:
    """The items, then the categories."""
    items = [Part(item.text) for item in question.items]
    return [*items, *(Part(title, id_) for id_, title in question.categories.items())]


def check(question: Categorize) -> Iterator[Problem]:
    """Rules of this kind that span several fields."""
    yield from check_different(question.id, pieces(question))
    known = question.categories
    for item in question.items:
        if item.category not in known:
            near = did_you_mean(item.category, known)
            yield UNKNOWN_CATEGORY.at(
                item.category.where,
                id=question.id,
                category=item.category,
                known=", ".join(known),
                closest=near,
            )


def key(question: Categorize) -> dict[str, Any]:
    """What grading needs: for each item the position of its category, which come after the items."""
    place = {category: len(question.items) + n for n, category in enumerate(question.categories)}
    return {"correct": [[row, place[item.category]] for row, item in enumerate(question.items)]}
