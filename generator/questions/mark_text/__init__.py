"""Marking a text: find the faulty phrases of a draft, and say what is wrong with each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from pydantic import Field

from generator import markdown
from generator.model import Entry, Id, Line, Prose, Question
from generator.problems import Problem, Rule, Severity, did_you_mean

PHRASE_NOT_IN_TEXT = Rule(
    "phrase-not-in-text",
    "the text of question “{id}” has no phrase “{phrase}”",
    "Write it into the text as [[{phrase}|its words]]. Phrases there: {known}.",
)
PHRASE_TWICE = Rule(
    "phrase-twice",
    "the text of question “{id}” has two phrases “{phrase}”",
    "Give one of them another id.",
)
PHRASE_WITHOUT_WORDS = Rule(
    "phrase-without-words",
    "the phrase “{phrase}” of question “{id}” has no words",
    "Write them after a bar: [[{phrase}|the words to mark]].",
)
NO_FAULTY_PHRASE = Rule(
    "no-faulty-phrase",
    "no phrase of question “{id}” is faulty",
    "Name a phrase of the text under “phrases” and give it a “fault”.",
)
NO_SOUND_PHRASE = Rule(
    "no-sound-phrase",
    "every phrase of question “{id}” is faulty, so whoever marks all of them is right",
    "Make phrases of sound parts of the text as well: [[an-id|words]].",
    Severity.WARNING,
)
UNKNOWN_FAULT = Rule(
    "unknown-fault",
    "question “{id}” has no fault “{fault}”",
    "Add it to “faults” of the question. Known: {known}.",
)
PHRASE_NOT_EXPLAINED = Rule(
    "phrase-not-explained",
    "question “{id}” does not say what is wrong with “{phrase}”",
    "Add “feedback” to it: what is wrong, and how it is put right.",
    Severity.WARNING,
)


class Phrase(Entry):
    """What there is to say of a phrase."""

    fault: Id | None = Field(
        None,
        title="Fault",
        description="What is wrong with it: an id, one of “faults” if there are any. Without it, it is sound",
    )
    feedback: Prose | None = Field(
        None, title="Feedback", description="Why the phrase is faulty, or why it is sound"
    )


class MarkText(Question):
    """A text with phrases, some of them faulty."""

    kind: Literal["mark-text"] = Field(title="Kind")
    text: Prose = Field(
        title="Text", description="What is looked at, every phrase that can be marked as [[its-id|its words]]"
    )
    faults: dict[Id, Line] = Field(
        default_factory=dict,
        title="Faults",
        description="Kinds of faults to choose from: an id and a name for each; none: only marking counts",
    )
    phrases: dict[Id, Phrase] = Field(
        min_length=1,
        title="Phrases",
        description="Phrases by their ids in the text; those not named are sound",
    )

    def places(self) -> dict[str, str]:
        """The words of every phrase that can be marked, by its id."""
        return {place.id: place.words for place in markdown.places(self.text)}

    def fault_of(self, phrase: str) -> Id | None:
        """What is wrong with a phrase; None: nothing."""
        return self.phrases[Id(phrase)].fault if phrase in self.phrases else None


def check(question: MarkText) -> Iterator[Problem]:
    """Rules of this kind that span several fields."""
    yield from _check_text(question)
    words = question.places()
    for name, phrase in question.phrases.items():
        where = name.where
        if name not in words:
            near = did_you_mean(name, words)
            known = ", ".join(words) or "–"
            yield PHRASE_NOT_IN_TEXT.at(where, id=question.id, phrase=name, known=known, closest=near)
        if phrase.fault is None:
            continue
        if question.faults and phrase.fault not in question.faults:
            near = did_you_mean(phrase.fault, question.faults)
            known = ", ".join(question.faults)
            where = phrase.fault.where
            yield UNKNOWN_FAULT.at(where, id=question.id, fault=phrase.fault, known=known, closest=near)
        if phrase.feedback is None:
            yield PHRASE_NOT_EXPLAINED.at(name.where, id=question.id, phrase=name)


def _check_text(question: MarkText) -> Iterator[Problem]:
    seen: set[str] = set()
    for place in markdown.places(question.text):
        if not place.words:
            yield PHRASE_WITHOUT_WORDS.at(place.where, id=question.id, phrase=place.id)
        if place.id in seen:
            yield PHRASE_TWICE.at(place.where, id=question.id, phrase=place.id)
        seen.add(place.id)
    if not any(phrase.fault for phrase in question.phrases.values()):
        yield NO_FAULTY_PHRASE.at(question.text.where, id=question.id)
    elif seen and all(question.fault_of(phrase) for phrase in seen):
        yield NO_SOUND_PHRASE.at(question.text.where, id=question.id)


def key(question: MarkText) -> dict[str, Any]:
    """What grading needs: for each phrase its fault, false where it is sound.

    Where no fault is to be chosen, every fault is true.
    """
    faults = {phrase: question.fault_of(phrase) for phrase in sorted(question.places())}
    asked = bool(question.faults)
    return {
        "phrases": {phrase: fault if asked and fault else bool(fault) for phrase, fault in faults.items()}
    }
