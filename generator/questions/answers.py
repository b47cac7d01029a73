"""Answers to type: what the typing kinds share. `generator/runtime/answers.js` compares in the same way."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Literal

from generator.model import Id, Line
from generator.problems import Problem, Rule

SAME_ANSWER = Rule(
    "same-answer-twice",
    "“{answer}” stands twice among the answers of question “{id}”",
    "Keep one. Capital letters, spaces, the place of a tone mark and a last full stop make no difference.",
)

Marks = Literal["required", "optional"]
"""Whether an answer counts that is typed without the marks of Vietnamese letters."""

_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_TONE = re.compile("([\u0300\u0301\u0303\u0309\u0323])([^\\W\\d_][\\w\u0300-\u036f]*)")
_Y = re.compile("\\b([hklmst]|qu)y(?![^\\W\\d_])")
_QUOTES_AND_DASHES = str.maketrans("’‘“”–—‐‑ð", "''\"\"----đ")


def folded(text: str) -> str:
    """The text without what makes no difference between two answers."""
    plain = " ".join(_UNSEEN.sub("", text).split()).lower().translate(_QUOTES_AND_DASHES)
    letters = unicodedata.normalize("NFD", re.sub(r"^the (?=.)| *\.+$", "", plain))
    return _Y.sub(r"\1i", _TONE.sub(r"\2\1", letters))


def check_answers(question: Id, answers: Sequence[Line]) -> Iterator[Problem]:
    """No answer may stand there twice."""
    seen: set[str] = set()
    for answer in answers:
        if folded(answer) in seen:
            yield SAME_ANSWER.at(answer.where, id=question, answer=answer)
        seen.add(folded(answer))
