"""What a language needs beyond its catalog."""

from __future__ import annotations

import datetime
import unicodedata

import pytest
from babel import Locale
from babel.dates import format_date

from generator.languages import LANGUAGES


def in_order(code: str, words: list[str]) -> list[str]:
    return sorted(words, key=LANGUAGES[code].sort_key)  # type: ignore[arg-type]


def test_vietnamese_words_come_as_in_a_dictionary() -> None:
    expected = (
        "a à ả ã á ạ ai ăn âm ba ca cha da đa em êm giới giới-tính ho lô lơ ma na ô ơ pháp quyền ta thanh trẻ "
        "u ư va xa ý"
    ).split()
    assert in_order("vi", expected[::-1]) == expected
    assert in_order("vi", sorted(expected)) == expected


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_how_letters_are_stored_does_not_change_their_order(form: str) -> None:
    words = [unicodedata.normalize(form, word) for word in ("ăn", "âm", "an", "đi", "di", "ế", "ề")]  # type: ignore[arg-type]
    got = [unicodedata.normalize("NFC", word) for word in in_order("vi", words)]
    assert got == ["an", "ăn", "âm", "di", "đi", "ề", "ế"]


def test_capital_letters_do_not_matter() -> None:
    assert in_order("vi", ["Đa", "ca", "Ca", "da"]) == ["ca", "Ca", "da", "Đa"]
    assert in_order("en", ["Zebra", "apple", "Box"]) == ["apple", "Box", "Zebra"]


def test_tones_count_only_between_words_that_are_else_the_same() -> None:
    assert in_order("vi", ["má", "mà b", "mạ", "mà"]) == ["mà", "má", "mạ", "mà b"]


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_language_is_whole(code: str) -> None:
    language = LANGUAGES[code]
    assert language.code == code
    assert language.name == (Locale.parse(code).get_display_name(code) or "").capitalize() or language.name
    assert set(language.unit_words.values()) == {"article", "clause", "point", "chapter", "section", "annex"}
    assert all(word == word.lower() for word in language.unit_words)
    assert language.plural.startswith("nplurals=")


@pytest.mark.parametrize(("code", "expected"), [("vi", "05/01/2026"), ("en", "5 January 2026")])
def test_dates_read_as_people_write_them(code: str, expected: str) -> None:
    assert format_date(datetime.date(2026, 1, 5), LANGUAGES[code].date, code) == expected


def test_no_word_of_one_language_means_something_else_in_another() -> None:
    meanings: dict[str, set[str]] = {}
    for language in LANGUAGES.values():
        for word, kind in language.unit_words.items():
            meanings.setdefault(word, set()).add(kind)
    assert {word for word, kinds in meanings.items() if len(kinds) > 1} == set()
