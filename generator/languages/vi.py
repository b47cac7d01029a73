"""Vietnamese."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from generator.languages.language import Language, Unit

WORDS = {
    "article": "Điều",
    "clause": "khoản",
    "point": "điểm",
    "chapter": "Chương",
    "section": "Mục",
    "annex": "Phụ lục",
}

# Letters before tones (TCVN 6909 and the dictionaries): a ă â, d đ, e ê, o ô ơ, u ư; then
# no tone, grave, hook, tilde, acute, dot below.
_TONES = "\u0300\u0309\u0303\u0301\u0323"
_LETTERS = {letter: rank for rank, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}


def _cite(places: Sequence[Sequence[Unit]], document: str) -> str:
    """From the smallest unit to the largest: “điểm a khoản 1 Điều 5; Điều 6 Luật …”."""
    return f"{'; '.join(map(_place, places))} {document}".strip()


def _place(units: Sequence[Unit]) -> str:
    return " ".join(f"{WORDS[unit.kind]} {_listed(unit.values)}".strip() for unit in reversed(units))


def _listed(values: Sequence[str]) -> str:
    return " và ".join(filter(None, (", ".join(values[:-1]), values[-1])))


def _sort_key(text: str) -> tuple[list[int], list[int]]:
    letters: list[int] = []
    tones: list[int] = []
    for char in unicodedata.normalize("NFC", text.casefold()):
        parts = unicodedata.normalize("NFD", char)
        tone = next((_TONES.index(part) + 1 for part in parts if part in _TONES), 0)
        base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))
        letters.append(_LETTERS.get(base, ord(base[0]) - 0x1000 if base < "a" else ord(base[0])))
        tones.append(tone)
    return letters, tones


LANGUAGE = Language(
    code="vi",
    name="Tiếng Việt",
    unit_words={word.lower(): kind for kind, word in WORDS.items()},  # type: ignore[misc]
    formerly="trước đây",
    cite=_cite,
    sort_key=_sort_key,
    plural="nplurals=1; plural=0;",
    date="dd/MM/yyyy",
)
