"""The shape of a language module."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

Sex = Literal["woman", "man"]
UnitKind = Literal["article", "clause", "point", "chapter", "section", "annex"]


class Unit(NamedTuple):
    """One step of a citation, such as “khoản 1, 2”."""

    kind: UnitKind
    values: tuple[str, ...]
    """Numbers or letters, as written; a range keeps its dash: ``("11–18",)``."""


@dataclass(frozen=True, slots=True)
class Language:
    """Everything about a language that is not a text."""

    code: str
    """As in HTML's ``lang``, the catalogs' names and the addresses of pages."""
    name: str
    """The language's own name for itself."""
    unit_words: Mapping[str, UnitKind]
    """Words of citations, lower case, as authors in this language write them."""
    formerly: str
    """Word that marks, at the end of a citation, a document that is cited as history."""
    document_number: re.Pattern[str]
    """Numbers of legal documents in running text."""
    negation: re.Pattern[str]
    """A negation in a question, which a hurried reader misses."""
    catch_all: re.Pattern[str]
    """An option that speaks of the other options, such as “all of the above”."""
    persons: Mapping[Sex, re.Pattern[str]]
    """Persons in a text, as women and as men."""
    typecast: re.Pattern[str]
    """A role with the sex that habit gives it, such as “a female secretary”."""
    cite: Callable[[Sequence[Sequence[Unit]], str], str]
    """From places in one document, each as units from the whole to its part, and the short name of the
    document to running text."""
    sort_key: Callable[[str], object]
    """Order of the language's alphabet."""
    plural: str
    """The rule of gettext's plural forms."""
    date: str
    """Babel's pattern for a date in running text."""
