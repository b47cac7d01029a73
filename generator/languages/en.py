"""English."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.languages.language import Language, Unit

WORDS = {
    "article": "Article",
    "clause": "clause",
    "point": "point",
    "chapter": "Chapter",
    "section": "Section",
    "annex": "Annex",
}
PLURALS = {"article": "Articles", "clause": "clauses", "point": "points", "annex": "Annexes"}


def _cite(places: Sequence[Sequence[Unit]], document: str) -> str:
    """From the document to the smallest unit: “Law on …, Article 5, clause 1, point a; Article 6”."""
    return ", ".join(filter(None, (document, "; ".join(map(_place, places)))))


def _place(units: Sequence[Unit]) -> str:
    return ", ".join(f"{_word(unit)} {_listed(unit.values)}".strip() for unit in units)


def _word(unit: Unit) -> str:
    several = len(unit.values) > 1 or "–" in unit.values[0]
    return PLURALS.get(unit.kind, WORDS[unit.kind]) if several else WORDS[unit.kind]


def _listed(values: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(values[:-1]), values[-1])))


LANGUAGE = Language(
    code="en",
    name="English",
    unit_words={word.lower(): kind for kind, word in [*WORDS.items(), *PLURALS.items()]},  # type: ignore[misc]
    formerly="formerly",
    document_number=re.compile(r"(?!)"),  # too many ways; sources in English have no check for them yet
    negation=re.compile(r"\b(?:not|never|except|no)\b|n[’']t\b", re.IGNORECASE),
    catch_all=re.compile(r"\b(?:all|none|both) of (?:the above|these|them)\b", re.IGNORECASE),
    persons={
        "woman": re.compile(r"\b(?:Ms|Mrs|Miss)\.?\s+[A-Z]\w*"),
        "man": re.compile(r"\bMr\.?\s+[A-Z]\w*"),
    },
    typecast=re.compile(
        r"\b(?:female|lady|woman)\s+(?:secretary|cleaner|nurse|typist|maid)\b"
        r"|\b(?:male|gentleman)\s+(?:boss|engineer|driver|guard|director)\b",
        re.IGNORECASE,
    ),
    cite=_cite,
    sort_key=str.casefold,
    plural="nplurals=2; plural=(n != 1);",
    date="d MMMM yyyy",
)
