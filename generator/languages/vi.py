"""Vietnamese."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from generator.languages.language import Language, Sex, Unit

WORDS = {
    "article": "Điều",
    "clause": "khoản",
    "point": "điểm",
    "chapter": "Chương",
    "section": "Mục",
    "annex": "Phụ lục",
}

# 73/2006/QH11, 125/2021/NĐ-CP, 28/NQ-CP, 11-NQ/TW: of laws, of who else issues legal documents, of the party.
DOCUMENT_NUMBER = re.compile(
    r"(?<![\w/-])\d{1,4}(?:/\d{4})?(?:/QH\d{1,2}|/(?:NĐ|QĐ|TT|TTLT|NQ|CT)-[A-ZĐ][A-Za-zĐ]*\d*(?:-[A-ZĐ][A-Za-zĐ]*)*|-(?:NQ|CT|KL)/TW)"
    r"(?![\w-])"
)

# “… có được không?” asks and does not deny; “không những” and “không chỉ” go on to affirm.
NEGATION = re.compile(r"\b(?:không(?!\s*(?:[?.,;:)]|$|những|chỉ))|chưa(?!\s*[?])|ngoại trừ)\b", re.IGNORECASE)
CATCH_ALL = re.compile(
    r"\b(?:tất cả|cả (?:hai|ba|bốn|năm))\s+(?:các\s+)?(?:ý|phương án|câu|đáp án|trường hợp)\b.*\b(?:trên|dưới|kia|đều)\b"
    r"|\bkhông (?:ý|phương án|câu|đáp án) nào\b",
    re.IGNORECASE,
)
_NAME = (
    r"\s+(?!Tịch|Viện|Nhân|Rịa)[A-ZÀÁẢÃẠÂẤẦẨẪẬĂẮẰẲẴẶĐÈÉẺẼẸÊẾỀỂỄỆÌÍỈĨỊÒÓỎÕỌÔỐỒỔỖỘƠỚỜỞỠỢÙÚỦŨỤƯỨỪỬỮỰỲÝỶỸỴ][\w.]*"
)
PERSONS: dict[Sex, re.Pattern[str]] = {
    "woman": re.compile(rf"\b(?:[Cc]hị|[Bb]à|[Cc]ô){_NAME}"),
    "man": re.compile(rf"\b(?:[Aa]nh|[Ôô]ng|[Cc]hú){_NAME}"),
}
TYPECAST = re.compile(
    r"\b(?:nữ|chị|cô|bà)\s+(?:thư ký|tạp vụ|lao công|văn thư|y tá|điều dưỡng|giúp việc|cấp dưỡng|giữ trẻ|mẫu giáo|thủ quỹ)\b"
    r"|\b(?:nam|anh|ông|chú)\s+(?:giám đốc|sếp|kỹ sư|lái xe|bảo vệ|thợ máy|công an|chủ tịch|trưởng phòng)\b",
    re.IGNORECASE,
)

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
    document_number=DOCUMENT_NUMBER,
    negation=NEGATION,
    catch_all=CATCH_ALL,
    persons=PERSONS,
    typecast=TYPECAST,
    cite=_cite,
    sort_key=_sort_key,
    plural="nplurals=1; plural=0;",
    date="dd/MM/yyyy",
)
