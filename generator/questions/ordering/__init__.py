"""Ordering: items to bring into their order.

An item is right at its own place, and also directly after the item that it follows in the right order.
Places alone would take everything from a learner who put one item too early and thereby moved all
others; neighbours alone would take everything for two of four that changed places. With both, one item
in the wrong place costs two items, itself and the one whose turn it was, however far it has strayed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from pydantic import Field

from generator.model import Entry, Prose, Question
from generator.problems import Problem
from generator.questions.items import Part, check_different, shuffled

TRIES = 40
"""Orders to choose a start from: enough that one with as few items right as can be is among them."""


class Item(Entry):
    """One of the things to put in order."""

    text: Prose = Field(title="Text")
    feedback: Prose | None = Field(
        None, title="Feedback", description="Why it stands where it stands; shown after answering"
    )


class Ordering(Question):
    """A question with items in their right order; learners meet them in another."""

    kind: Literal["ordering"] = Field(title="Kind")
    items: list[Item] = Field(min_length=3, title="Items", description="In the right order")

    @property
    def start(self) -> list[int]:
        """Positions of the items in the order that learners start from.

        As few as can be are right there, so that a move that helps nothing earns nothing.
        """
        orders = (shuffled(len(self.items), f"{self.id} {n}") for n in range(TRIES))
        return min(orders, key=_right)


def _right(order: list[int]) -> int:
    """How many items are right: at their own place, or directly after the one that they follow."""
    return sum(
        item == place or (place > 0 and order[place - 1] == item - 1) for place, item in enumerate(order)
    )


def pieces(question: Ordering) -> list[Part]:
    """The items, in their right order."""
    return [Part(item.text) for item in question.items]


def check(question: Ordering) -> Iterator[Problem]:
    """Rules of this kind that span several fields."""
    yield from check_different(question.id, pieces(question))


def key(question: Ordering) -> dict[str, Any]:
    """What grading needs: the positions of the items in their right order."""
    return {"correct": [*range(len(question.items))]}
