"""Cloze: gaps in a text, to be filled by typing or from a bank of words; part marks for each gap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal, NamedTuple

from pydantic import Field

from generator import markdown
from generator.model import Entry, Id, Line, Prose, Question
from generator.problems import Problem, Rule
from generator.questions.answers import Marks, check_answers, folded

NO_ENTRY = Rule(
    "gap-without-answers",
    "“[[{gap}]]” stands in the text of question “{id}” but not under “gaps”",
    "Add “{gap}:” with its “answers” under “gaps”, or correct the name.",
)
NOT_IN_TEXT = Rule(
    "gap-not-in-text",
    "the text of question “{id}” has no “[[{gap}]]”",
    "Put [[{gap}]] where the gap belongs, or remove the entry.",
)
TWICE = Rule(
    "gap-twice",
    "“[[{gap}]]” stands in the text of question “{id}” more than once",
    "Give each gap a name and an entry of its own.",
)


class Gap(Entry):
    """What belongs into one gap."""

    answers: list[Line] = Field(
        min_length=1, title="Answers", description="Right answers; the first is shown as the right one"
    )
    feedback: Prose | None = Field(
        None, title="Feedback", description="What a learner is told who filled this gap: why it is this word"
    )


class Word(NamedTuple):
    """A word of the bank. Ids are for texts that may be reworded freely; a word is its text."""

    text: Line
    id: None = None


class Cloze(Question):
    """A text with gaps."""

    kind: Literal["cloze"] = Field(title="Kind")
    text: Prose = Field(title="Text", description="The text, with [[name]] for each gap")
    gaps: dict[Id, Gap] = Field(min_length=1, title="Gaps", description="An entry for each gap of the text")
    bank: list[Line] | None = Field(
        None,
        title="Word bank",
        description="More words to choose from, that are wrong; with it, gaps are filled by choosing",
    )
    marks: Marks = Field(
        "required", title="Marks", description="optional: answers without Vietnamese marks count as well"
    )

    @property
    def numbered(self) -> dict[str, int]:
        """The gaps by their places in the text, which differ between languages, from 1."""
        names = dict.fromkeys(place.id for place in markdown.places(self.text))
        return {gap: number for number, gap in enumerate(names, 1)}

    @property
    def words(self) -> list[Word]:
        """The bank: the answers of all gaps in their order, and the words that are wrong."""
        if self.bank is None:
            return []
        answers = (answer for gap in self.gaps.values() for answer in gap.answers)
        return [Word(text) for text in (*answers, *self.bank)]

    @property
    def choices(self) -> list[tuple[int, Line]]:
        """The bank as it is shown: each word once, with its position, in the order of the alphabet."""
        shown = {folded(word.text): (at, word.text) for at, word in reversed([*enumerate(self.words)])}
        return [shown[word] for word in sorted(shown, key=lambda word: word.replace("đ", "d~"))]

    @property
    def size(self) -> int:
        """Width of each gap in letters: that of the longest answer, so that it tells nothing."""
        return max(8, *(len(answer) + 2 for gap in self.gaps.values() for answer in gap.answers))


def check(question: Cloze) -> Iterator[Problem]:
    """Rules of this kind that span several fields."""
    seen: set[str] = set()
    for place in markdown.places(question.text):
        if place.id in seen:
            yield TWICE.at(place.where, id=question.id, gap=place.id)
        elif place.id not in question.gaps:
            yield NO_ENTRY.at(place.where, id=question.id, gap=place.id)
        seen.add(place.id)
    for name, gap in question.gaps.items():
        if name not in seen:
            yield NOT_IN_TEXT.at(name.where, id=question.id, gap=name)
        yield from check_answers(question.id, gap.answers)
    answers = {folded(answer): answer for gap in question.gaps.values() for answer in gap.answers}
    if question.bank:
        yield from check_answers(question.id, [*answers.values(), *question.bank])


def key(question: Cloze) -> dict[str, Any]:
    """What makes the question what it is: the first answer of each gap; of a bank, its position."""
    if question.bank is None:
        return {"gaps": {name: folded(gap.answers[0]) for name, gap in question.gaps.items()}}
    return {"correct": {name: positions[0] for name, positions in _positions(question).items()}}


def accepted(versions: Sequence[Cloze]) -> dict[str, Any]:
    """For each gap the texts that are right, in all languages; of a bank, their positions."""
    gaps: dict[str, list[Any]] = {}
    for version in versions:
        texts = {name: list(map(str, gap.answers)) for name, gap in version.gaps.items()}
        for name, right in (texts if version.bank is None else _positions(version)).items():
            gaps[name] = list(dict.fromkeys([*gaps.get(name, []), *right]))
    return {"marks": versions[0].marks == "required", "gaps": gaps}


def _positions(question: Cloze) -> dict[str, list[int]]:
    """The words of the bank that are right in each gap, its own first answer first.

    A word that belongs into two gaps stands in the bank for each; it is known by its first position.
    """
    words = [folded(word.text) for word in question.words]
    found: dict[str, list[int]] = {}
    start = 0
    for name, gap in question.gaps.items():
        own = {folded(answer) for answer in gap.answers}
        alike = [position for position, word in enumerate(words) if word in own]
        found[name] = list(dict.fromkeys([words.index(words[start]), *alike]))
        start += len(gap.answers)
    return found
