"""Citations of laws and sources: how people write them, what they mean, how they read on a page.

An author writes ``luat-bdg-2006 Điều 5 khoản 1`` or ``luat-bdg-2006 điểm a khoản 1 Điều 5``; several
are parted by semicolons, and a part without a document belongs to the one before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.languages import LANGUAGES, Language
from generator.languages.language import Unit, UnitKind

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
_ID = re.compile(r"@?([a-z0-9][a-z0-9-]*)(?=\s|$)")


class CitationError(ValueError):
    """A citation that cannot be read; ``args[0]`` is the part that cannot."""


@dataclass(frozen=True, slots=True)
class Citation:
    """One document and a place in it."""

    document: str
    """Id of a law or of a source."""
    units: tuple[Unit, ...] = ()
    """From the whole to its part; empty: the document as such."""

    @property
    def articles(self) -> Iterator[str]:
        """Numbers of the articles that are cited; the ends of a range stand for it."""
        for unit in self.units:
            if unit.kind == "article":
                for value in unit.values:
                    yield from value.split("–")


def parse(text: str) -> list[Citation]:
    """Read one or several citations.

    Raises:
        CitationError: a part is no citation.
    """
    citations: list[Citation] = []
    for part in (" ".join(written.split()) for written in text.split(";")):
        document = _ID.match(part)
        if document and document[1] not in _UNIT_WORDS:
            citations.append(Citation(document[1], _units(part[document.end() :])))
        elif citations and part:
            citations.append(Citation(citations[-1].document, _units(part)))
        else:
            raise CitationError(part)
    return citations


def _units(text: str) -> tuple[Unit, ...]:
    units: list[Unit] = []
    rest = text.strip(" ,")
    while rest:
        word = next((w for w in sorted(_UNIT_WORDS, key=len, reverse=True) if _starts_with(rest, w)), None)
        if word is None:
            raise CitationError(rest)
        kind = _UNIT_WORDS[word]
        value = _VALUES[kind]
        match = re.match(
            rf"({value})(?:\s*(?:,|và|and|-|–)\s*({value})(?![\w]))*(?![\w])", rest[len(word) :].strip()
        )
        if match is None:
            raise CitationError(rest)
        values = re.sub(r"\s*[-–]\s*", "–", match[0])
        units.append(Unit(kind, tuple(re.split(r"\s*(?:,|\bvà\b|\band\b)\s*", values))))
        rest = rest[len(word) :].strip()[match.end() :].strip(" ,")
    if len({unit.kind for unit in units}) < len(units):
        raise CitationError(text.strip())  # two articles with their clauses need a semicolon
    return tuple(sorted(units, key=lambda unit: UNIT_ORDER.index(unit.kind)))


def _starts_with(text: str, word: str) -> bool:
    return text.lower().startswith(word) and not text[len(word) : len(word) + 1].isalpha()


def as_text(places: Sequence[Citation], language: Language, short_name: str) -> str:
    """Places in one document as running text, in the order of the language, its name said once."""
    return language.cite([place.units for place in places], short_name)
