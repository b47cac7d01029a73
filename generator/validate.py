"""From values with places to entries of the model, with every problem in the author's words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from generator import gaps
from generator.model import RESERVED
from generator.problems import Location, Problem, Rule, did_you_mean
from generator.source import List, Map, Text, Value

MISSING_KEY = Rule("missing-key", "the key “{key}” is missing here", "Add a line “{key}: …” to this entry.")
UNKNOWN_KEY = Rule("unknown-key", "there is no key “{key}” here", "Keys of this entry: {known}.")
UNKNOWN_KIND = Rule("unknown-kind", "there is no question kind “{kind}”", "Kinds: {known}.")
EMPTY_VALUE = Rule("empty-value", "“{key}” has no value", "Write one after the colon, or remove the line.")
TOO_FEW = Rule("too-few", "“{key}” needs at least {count}", "Add what is missing, each on a line with “-”.")
TEXT_EXPECTED = Rule(
    "text-expected",
    "“{key}” takes a text, not a list or several keys",
    "Write the text after the colon; put it in quotes if it contains “: ” or starts with “[” or “{{”.",
)
LIST_EXPECTED = Rule(
    "list-expected", "“{key}” takes a list", "Write each item on a line of its own, starting with “- ”."
)
MAPPING_EXPECTED = Rule(
    "keys-expected",
    "“{key}” takes several keys with values",
    "Write each as “key: value” on a line of its own, indented alike.",
)
NUMBER_EXPECTED = Rule(
    "number-expected", "“{key}” takes a whole number, not “{value}”", "Write digits only, for example 15."
)
NUMBER_TOO_LARGE = Rule("number-too-large", "“{key}” is larger than {limit}", "Write a number up to {limit}.")
NUMBER_TOO_SMALL = Rule(
    "number-too-small",
    "“{key}” is smaller than {limit}",
    "Write a number of at least {limit}, or leave it out.",
)
YES_NO_EXPECTED = Rule(
    "true-or-false-expected", "“{key}” takes true or false, not “{value}”", "Write true or false."
)
DATE_EXPECTED = Rule(
    "date-expected",
    "“{key}” takes a date, not “{value}”",
    "Write year, month and day: 2026-11-01. The day must exist.",
)
NOT_ONE_OF = Rule("not-one-of", "“{key}” cannot be “{value}”", "Possible: {known}.")
BAD_ID = Rule(
    "bad-id",
    "“{value}” cannot be an id",
    "Use small letters a to z without marks, digits and dashes, for example “khai-niem-gioi”.",
)
RESERVED_ID = Rule(
    "reserved-id",
    "the id “{value}” is reserved",
    "Choose another word. Reserved: {known}.",
)

_ROUNDS = 5
"""Each round mends what is broken and looks again; damage that goes deeper is left out as a whole."""


def validate(model: Any, value: Value | None, file: str) -> tuple[Any, list[Problem]]:
    """Make an instance of ``model`` (an entry class, or a ``dict`` of entries).

    Returns the instance and the problems. What is broken is left out of the instance, or has a
    stand-in that stands `NOWHERE`, so that rules over the rest still see it; None when that is too much.
    """
    if value is None:
        return None, []
    adapter = TypeAdapter(model)
    problems: list[Problem] = []
    for round_ in range(_ROUNDS):
        try:
            return adapter.validate_python(value), problems
        except ValidationError as failure:
            errors = failure.errors(include_url=False, include_input=False)
        if round_ == 0:
            faults = [_Fault(model, error, gaps.path(value, error["loc"]), value, file) for error in errors]
            problems = [_problem(fault) for fault in faults]
        value = gaps.mended(model, value, errors)
    return None, problems


@dataclass(frozen=True)
class _Fault:
    """One error of pydantic's, seen from the file."""

    model: Any
    error: ErrorDetails
    path: list[tuple[Any, Any]]
    """The containers from the root to the error, each with the key or index that leads on."""
    root: Value
    file: str

    @property
    def found(self) -> Any:
        """What stands where the error is; the entry around it when something is missing."""
        return self.path[-1][0][self.path[-1][1]] if self.path else self.root

    @property
    def where(self) -> Location:
        return self.found.where if isinstance(self.found, Text | Map | List) else Location(self.file)

    @property
    def where_key(self) -> Location:
        """The place of the key, where there is one."""
        if self.path and isinstance(self.path[-1][0], Map):
            mapping, key = self.path[-1]
            where: Location = mapping.where_key(key)
            return where
        return self.where

    @property
    def steps(self) -> list[int | str]:
        return [step for step in self.error["loc"] if step != "[key]"]

    @property
    def in_key(self) -> bool:
        """Whether it is the key that is wrong, not the value."""
        return bool(self.error["loc"]) and self.error["loc"][-1] == "[key]"

    @property
    def key(self) -> str:
        """The key that a trainer would say the error is at; for items of a list, that of the list."""
        keys = [str(key) for container, key in self.path if isinstance(container, Map)]
        return keys[-1] if keys else self.file

    @property
    def context(self) -> dict[str, Any]:
        return self.error.get("ctx", {})


def _missing(fault: _Fault) -> Problem:
    if fault.error["type"] != "union_tag_not_found":
        return MISSING_KEY.at(fault.where, key=fault.steps[-1])
    rule = MISSING_KEY if isinstance(fault.found, Map) else MAPPING_EXPECTED
    return rule.at(fault.where, key="kind" if rule is MISSING_KEY else fault.key)


def _unknown_key(fault: _Fault) -> Problem:
    known = sorted(gaps.fields(fault.model, fault.steps[:-1]))
    near = did_you_mean(fault.key, known)
    return UNKNOWN_KEY.at(fault.where_key, key=fault.key, known=", ".join(known), closest=near)


def _unknown_kind(fault: _Fault) -> Problem:
    kinds = re.findall(r"'([^']+)'", str(fault.context["expected_tags"]))
    kind = str(fault.context["tag"])
    where = fault.found["kind"].where if isinstance(fault.found, Map) else fault.where
    return UNKNOWN_KIND.at(where, kind=kind, known=", ".join(kinds), closest=did_you_mean(kind, kinds))


def _not_one_of(fault: _Fault) -> Problem:
    known = re.findall(r"'([^']+)'", str(fault.context["expected"]))
    near = did_you_mean(str(fault.found), known)
    return NOT_ONE_OF.at(fault.where, key=fault.key, value=fault.found, known=", ".join(known), closest=near)


def _bad_id(fault: _Fault) -> Problem:
    rule = RESERVED_ID if fault.error["type"] == "reserved_id" else BAD_ID
    where = fault.where_key if fault.in_key else fault.where
    value = fault.steps[-1] if fault.in_key else fault.found
    return rule.at(where, value=value, known=", ".join(sorted(RESERVED)))


def _too_few(fault: _Fault) -> Problem:
    return TOO_FEW.at(fault.where, key=fault.key, count=fault.context["min_length"])


def _too_large(fault: _Fault) -> Problem:
    return NUMBER_TOO_LARGE.at(fault.where, key=fault.key, limit=fault.context["le"])


def _too_small(fault: _Fault) -> Problem:
    return NUMBER_TOO_SMALL.at(fault.where, key=fault.key, limit=fault.context["ge"])


_SPECIAL = {
    "missing": _missing,
    "union_tag_not_found": _missing,
    "extra_forbidden": _unknown_key,
    "union_tag_invalid": _unknown_kind,
    "literal_error": _not_one_of,
    "bad_id": _bad_id,
    "reserved_id": _bad_id,
    "too_short": _too_few,
    "less_than_equal": _too_large,
    "greater_than_equal": _too_small,
}


def _problem(fault: _Fault) -> Problem:
    special = _SPECIAL.get(fault.error["type"])
    is_plain = not isinstance(fault.found, Map | List) or fault.error["type"] not in {
        "literal_error",
        "bad_id",
    }
    if special and is_plain:
        return special(fault)
    if fault.in_key:
        return _bad_id(fault)
    rule = _SIMPLE.get(fault.error["type"], TEXT_EXPECTED)
    if isinstance(fault.found, Text) and not fault.found.strip():
        rule = EMPTY_VALUE  # whatever was expected, nothing was written
    elif isinstance(fault.found, Map | List) and rule not in {LIST_EXPECTED, MAPPING_EXPECTED}:
        rule = TEXT_EXPECTED  # a number, a date, an id: each is a text in the file
    return rule.at(fault.where, key=fault.key, value=fault.found)


_SIMPLE = {
    "empty": EMPTY_VALUE,
    "text_expected": TEXT_EXPECTED,
    "list_type": LIST_EXPECTED,
    "dict_type": MAPPING_EXPECTED,
    "model_type": MAPPING_EXPECTED,
    "model_attributes_type": MAPPING_EXPECTED,
    "number_expected": NUMBER_EXPECTED,
    "int_type": NUMBER_EXPECTED,
    "true_or_false_expected": YES_NO_EXPECTED,
    "bool_type": YES_NO_EXPECTED,
    "date_expected": DATE_EXPECTED,
    "date_type": DATE_EXPECTED,
}
