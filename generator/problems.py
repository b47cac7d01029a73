"""Problems: what is wrong in a trainer's sources, where, and how to mend it.

Problems are values. Whoever reads sources gathers them and goes on; only the command line and the
site plugin decide what a problem means for a run. This module knows nothing of the rest of the house.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from typing import Any

Translate = Callable[[str], str]
"""Turns an English message template into the reader's language."""


def N_(text: str) -> str:  # noqa: N802 (gettext's own name for "extract, translate later")
    """Mark a message for the catalogs where it is named, not where it is shown."""
    return text


class Severity(StrEnum):
    """How much a problem matters: an error keeps the site from being built, a warning does not."""

    ERROR = N_("error")
    WARNING = N_("warning")


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a source file."""

    file: str
    """Path as the trainer knows it: relative to the project, with forward slashes."""
    line: int = 1
    """1-based."""
    column: int = 1
    """1-based, in characters."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


NOWHERE = Location("")
"""The place of values that were made in code and not read from a file."""

DID_YOU_MEAN = N_("Did you mean “{closest}”?")

RULES: dict[str, Rule] = {}
"""Every rule by its code, filled as the modules that own them are imported."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that can be wrong. Its code is stable and has a paragraph in the manual.

    ``message`` and ``hint`` are English templates for `str.format`; the catalogs of ``locale/`` hold
    their translations, so they carry values, never fragments of sentences.
    """

    code: str
    message: str
    hint: str
    severity: Severity = Severity.ERROR

    def __post_init__(self) -> None:
        if self.code in RULES:
            raise ValueError(f"two rules share the code {self.code!r}")
        RULES[self.code] = self

    def at(self, where: Location, **values: object) -> Problem:
        """Report this rule as broken at a place; ``values`` fill both templates."""
        return Problem(where, self, values)


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding about the sources."""

    where: Location
    rule: Rule
    values: dict[str, object] = field(default_factory=dict)

    @property
    def code(self) -> str:
        return self.rule.code

    @property
    def severity(self) -> Severity:
        return self.rule.severity

    def message(self, translate: Translate = str) -> str:
        """The finding, in the words of the trainer."""
        return translate(self.rule.message).format(**self.values)

    def hint(self, translate: Translate = str) -> str:
        """How to mend it; a value named ``closest`` that is not empty is offered first."""
        hint = translate(self.rule.hint).format(**self.values)
        if self.values.get("closest"):
            hint = f"{translate(DID_YOU_MEAN).format(**self.values)} {hint}"
        return hint


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Sort by file, line and column, and drop what two readers reported alike."""
    unique = {(p.where, p.code, p.message()): p for p in problems}
    return [unique[key] for key in sorted(unique)]


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether any of the problems keeps the site from being built."""
    return any(p.severity is Severity.ERROR for p in problems)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The known word closest to a mistyped one, or an empty text when none is near."""
    return next(iter(get_close_matches(word, sorted(known), n=1, cutoff=0.6)), "")


def as_text(problem: Problem, translate: Translate = str) -> str:
    """Two lines for people and for the problem matcher of an editor."""
    severity = translate(problem.severity.value)
    return (
        f"{problem.where}: {severity}: {problem.message(translate)} [{problem.code}]\n"
        f"    {problem.hint(translate)}"
    )


def as_github(problem: Problem, translate: Translate = str) -> str:
    """An annotation as GitHub's workflow commands take it, special characters escaped as they ask."""

    def escape(text: str, more: str = "") -> str:
        for char in "%\r\n" + more:
            text = text.replace(char, f"%{ord(char):02X}")
        return text

    where = problem.where
    text = f"{problem.message(translate)}\n{problem.hint(translate)}"
    return (
        f"::{problem.severity} file={escape(where.file, ':,')},line={where.line},col={where.column},"
        f"title={problem.code}::{escape(text)}"
    )


def as_json(problems: Iterable[Problem], translate: Translate = str) -> str:
    """All problems as one JSON array of objects, for other programs."""

    def entry(problem: Problem) -> dict[str, Any]:
        where = problem.where
        return {
            "file": where.file,
            "line": where.line,
            "column": where.column,
            "severity": problem.severity.value,
            "code": problem.code,
            "message": problem.message(translate),
            "hint": problem.hint(translate),
        }

    return json.dumps([entry(p) for p in problems], ensure_ascii=False, indent=2)
