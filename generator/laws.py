"""Citations of laws and sources: how people write them, what they mean, how they read on a page.

An author writes ``luat-bdg-2006 Điều 5 khoản 1`` or ``luat-bdg-2006 điểm a khoản 1 Điều 5``; several
are parted by semicolons, and a part without a document belongs to the one before it. ``trước đây``
(“formerly”) at the end of a part says that the document is cited as history:
``nd-55-2009 Điều 8, trước đây``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from generator.languages import LANGUAGES, Language
from generator.languages.language import Unit, UnitKind

REGISTER = "courses/laws.yml"

# From the whole to its part: the order in which units are kept.
UNIT_ORDER: tuple[UnitKind, ...] = ("annex", "chapter", "section", "article", "clause", "point")

_UNIT_WORDS = {word: kind for language in LANGUAGES.values() for word, kind in language.unit_words.items()}
_VALUES: dict[UnitKind, str] = {
    "article": r"\d+[a-zđ]?",
    "clause": r"\d+[a-zđ]?",
    "point": r"[a-zđ]\d?",
    "chapter": r"[IVXLC]+|\d+",
    "section": r"[IVXLC]+|\d+",
    "annex": r"[IVXLC]+|\d+",
}
_FORMERLY = re.compile(
    rf"[\s,]+(?:{'|'.join(language.formerly for language in LANGUAGES.values())})\s*$", re.IGNORECASE
)
_ID = re.compile(r"@?([a-z0-9][a-z0-9-]*)(?=[\s,]|$)")


class CitationError(ValueError):
    """A citation that cannot be read; ``args[0]`` is the part that cannot."""


@dataclass(frozen=True, slots=True)
class Citation:
    """One document and a place in it."""

    document: str
    """Id of a law or of a source."""
    units: tuple[Unit, ...] = ()
    """From the whole to its part; empty: the document as such."""
    is_history: bool = False
    """Whether the author says that the document is no longer, or not always was, in force."""

    @property
    def articles(self) -> Iterator[str]:
        """Numbers of the articles that are cited; the ends of a range stand for it."""
        for unit in self.units:
            if unit.kind == "article":
                for value in unit.values:
                    yield from value.split("–")


@lru_cache(maxsize=4096)
def parse(text: str) -> tuple[Citation, ...]:
    """Read one or several citations.

    Raises:
        CitationError: a part is no citation.
    """
    citations: list[Citation] = []
    for written in (" ".join(part.split()) for part in text.split(";")):
        part = _FORMERLY.sub("", written)
        is_history = part != written
        document = _ID.match(part)
        if document and document[1] not in _UNIT_WORDS:
            citations.append(Citation(document[1], _units(part[document.end() :]), is_history))
        elif citations and part:
            before = citations[-1]
            citations.append(Citation(before.document, _units(part), is_history or before.is_history))
        else:
            raise CitationError(part)
    return tuple(citations)


def _units(text: str) -> tuple[Unit, ...]:
    found: dict[UnitKind, tuple[str, ...]] = {}
    repeated: UnitKind | None = None
    rest, joined = text.strip(" ,"), True
    while rest:
        word = next((w for w in _LONGEST_FIRST if _starts_with(rest, w)), None)
        if word is None:
            raise CitationError(rest)
        kind, after = _UNIT_WORDS[word], rest[len(word) :].strip()
        match = _values(kind).match(after)
        if match is None or (kind in found and not joined):
            raise CitationError(rest)  # two articles with their clauses need a semicolon
        repeated = kind if kind in found else repeated
        found[kind] = (*found.get(kind, ()), *_AND.split(re.sub(r"\s*[-–]\s*", "–", match[0])))
        rest = after[match.end() :]
        # “khoản 1 và khoản 2 Điều 40” says the word again; after “,” or “và” that is the same unit.
        separator = re.match(r"\s*(?:,|và\b|and\b)?\s*", rest)
        joined = bool(separator and separator[0].strip())
        rest = rest[separator.end() :] if separator else rest
    units = tuple(Unit(kind, found[kind]) for kind in UNIT_ORDER if kind in found)
    if repeated is not None and units[-1].kind != repeated:
        raise CitationError(text.strip())  # of “khoản 1 Điều 5 và Điều 6”, only Điều 5 has the clause
    return units


_LONGEST_FIRST = sorted(_UNIT_WORDS, key=len, reverse=True)
_AND = re.compile(r"\s*(?:,|\bvà\b|\band\b)\s*")


@lru_cache
def _values(kind: UnitKind) -> re.Pattern[str]:
    one = _VALUES[kind]
    several = rf"(?:{one})(?:\s*(?:,|và|and|-|–)\s*(?:{one})(?![\w]))*(?![\w])"
    return re.compile(f"{several}|" if kind == "annex" else several)  # a single annex has no number


def _starts_with(text: str, word: str) -> bool:
    return text.lower().startswith(word) and not text[len(word) : len(word) + 1].isalpha()


def as_text(places: Sequence[Citation], language: Language, short_name: str) -> str:
    """Places in one document as running text, in the order of the language, its name said once."""
    return language.cite([place.units for place in places], short_name)
