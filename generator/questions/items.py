"""Items to arrange: what the kinds share whose parts are rows instead of options."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import NamedTuple

from generator.model import Id, Line, Prose
from generator.problems import Problem, Rule

SAME_ITEM = Rule(
    "same-item-twice",
    "two entries of question “{id}” have the same text: “{text}”",
    "Change or remove one of them; learners could not tell which is meant.",
)


class Part(NamedTuple):
    """A text that an answer points at by its position."""

    text: Line | Prose
    id: Id | None = None


def check_different(question: Id, parts: Iterable[Part]) -> Iterator[Problem]:
    """All texts that an answer points at must differ."""
    seen: set[str] = set()
    for part in parts:
        text = " ".join(part.text.split())
        if text.casefold() in seen:
            yield SAME_ITEM.at(part.text.where, id=question, text=text)
        seen.add(text.casefold())


def shuffled(count: int, seed: str) -> list[int]:
    """Positions in an order that is the same for a seed everywhere, and never the one they come in.

    Each position has a number of its own, so that one more at the end leaves the others as they stood.
    """
    order = sorted(range(count), key=lambda position: sha256(f"{seed} {position}".encode()).digest())
    return [*order[1:], order[0]] if order == sorted(order) else order
