"""Numeric: a number to type, in a given unit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Literal

from pydantic import Field

from generator.model import Entry, Line, Number, Prose, Question
from generator.problems import Problem, Rule
from generator.source import Text

BAD_NUMBER = Rule(
    "unclear-number",
    "“{number}” in question “{id}” is not a number that can be read in one way only",
    "Write digits, with a comma or a point before decimals and nothing between thousands: 1500 or 12,5. "
    "Three decimals need a fourth: 1,1250.",
)
NEGATIVE_TOLERANCE = Rule(
    "negative-tolerance",
    "the tolerance of question “{id}” is less than 0",
    "Write by how much an answer may differ, up or down, for example 0,5.",
)
COVERED = Rule(
    "number-covered-twice",
    "“{number}” in question “{id}” already counts as another answer",
    "Make a tolerance smaller, or remove one of the two.",
)


class _Value(Entry):
    value: Text = Field(title="Number", description="Digits, with a comma or a point before decimals")
    tolerance: Text = Field(
        Text("0"), title="Tolerance", description="By how much an answer may differ, up or down"
    )

    @property
    def numbers(self) -> dict[str, float]:
        """Value and tolerance, once they have been checked; integers where they are."""
        return {"value": _number(self.value), "tolerance": _number(self.tolerance)}


class Other(_Value):
    """A number that is not right, or only half, and is worth a word."""

    credit: Number = Field(
        0, le=99, title="Credit", description="Percent of the point, for an answer that is right in part"
    )
    feedback: Prose = Field(title="Feedback", description="What a learner is told who gave this answer")


class Numeric(Question, _Value):
    """A question answered with a number."""

    kind: Literal["numeric"] = Field(title="Kind")
    unit: Line = Field(title="Unit", description="What is counted or measured: percent, days, people")
    others: list[Other] = Field(
        default_factory=list, title="Other answers", description="Frequent mistakes, each with a reply"
    )


def check(question: Numeric) -> Iterator[Problem]:
    """Rules of this kind that span several fields."""
    entries = [question, *question.others]
    unclear = [text for entry in entries for text in (entry.value, entry.tolerance) if _read(text) is None]
    for text in unclear:
        yield BAD_NUMBER.at(text.where, id=question.id, number=text)
    if unclear:
        return
    for entry in entries:
        if _number(entry.tolerance) < 0:
            yield NEGATIVE_TOLERANCE.at(entry.tolerance.where, id=question.id)
    for position, entry in enumerate(entries):
        if any(_covers(before, entry) for before in entries[:position]):
            yield COVERED.at(entry.value.where, id=question.id, number=entry.value)


def _read(text: str) -> float | None:
    """A number as a trainer writes it; None where a reader could take it for another one."""
    found = re.fullmatch(r"([-−]?)(\d{1,15})(?:[.,](\d{1,15}))?", text.strip())
    if found is None:
        return None
    sign, whole, decimals = found.groups()
    if decimals and len(decimals) == 3 and len(whole) <= 3 and whole[0] != "0":
        return None
    return float(f"{'-' if sign else ''}{whole}.{decimals or 0}")


def _number(text: str) -> float:
    number = _read(text) or 0.0
    return int(number) if number.is_integer() else number


def _covers(one: _Value, other: _Value) -> bool:
    return abs(one.numbers["value"] - other.numbers["value"]) <= one.numbers["tolerance"]


def key(question: Numeric) -> dict[str, Any]:
    """What grading needs: the number and how far an answer may be from it."""
    return question.numbers


def accepted(versions: Sequence[Numeric]) -> dict[str, Any]:
    """Other numbers that are answered, with their part of the point."""
    return {"others": [{**other.numbers, "credit": other.credit / 100} for other in versions[0].others]}
