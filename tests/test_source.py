"""Reading YAML: values are what was written, each with its place, and no file makes the reader raise."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.problems import Location
from generator.source import List, Map, Text, read, read_bytes

FILE = "courses/a/b.yml"


def parse(text: str) -> Any:
    value, problems = read_bytes(text.encode(), FILE)
    assert problems == []
    return value


def codes(data: bytes) -> list[str]:
    return [f"{p.where.line}:{p.where.column} {p.code}" for p in read_bytes(data, FILE)[1]]


# --- values --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written", ["08", "1:30", "1e3", "0x10", "yes", "No", "null", "~", "2026-11-01", "1_000", ".5", "true"]
)
def test_a_value_is_the_text_that_was_written(written: str) -> None:
    assert parse(f"key: {written}") == {"key": written}


def test_values_and_keys_know_where_they_stand() -> None:
    value = parse("a: một\nb:\n  - hai\n  - c: ba\n")
    assert value["a"].where == Location(FILE, 1, 4)
    assert value["b"].where == Location(FILE, 3, 3)
    assert value["b"][1].where == Location(FILE, 4, 5)
    assert value["b"][1].where_key("c") == Location(FILE, 4, 5)
    assert value["b"][1]["c"].where == Location(FILE, 4, 8)


@pytest.mark.parametrize(
    ("yaml", "word", "expected"),
    [
        ("key: một hai ba", "ba", (1, 14)),
        ("key: 'một hai ba'", "ba", (1, 15)),
        ('key: "một hai ba"', "ba", (1, 15)),
        ("key: |\n  một\n  hai ba", "ba", (3, 7)),
        ("key: |\n  một\n  hai ba\nnext: x", "ba", (3, 7)),
        ("key: |\n\n  một\n\n  hai ba\n\nnext: x", "ba", (5, 7)),
        ("key: |2\n    một\n  hai ba\nnext: x", "ba", (3, 7)),
        ("a:\n  - b: |\n      một\n        hai ba\n    c: x", "ba", (4, 13)),
        ("key: |-\n  một\n  hai ba\n# remark\nnext: x", "ba", (3, 7)),
    ],
)
def test_a_place_in_a_text_is_the_place_in_the_file(yaml: str, word: str, expected: tuple[int, int]) -> None:
    value = parse(yaml)
    text = value["a"][0]["b"] if "a" in value else value["key"]
    line = text[: text.index(word)].count("\n")
    column = text.split("\n")[line].index(word)
    assert text.at(line, column) == Location(FILE, *expected)


@pytest.mark.parametrize(
    "yaml", ["key: >\n  một\n  hai\n", 'key: "một\n  hai"\n', 'key: "m\\u1ed9t"\n', "key: một\n  hai\n"]
)
def test_a_text_that_is_not_in_the_file_as_it_reads_is_placed_at_its_start(yaml: str) -> None:
    text = parse(yaml)["key"]
    assert text.at(1, 3) == Location(FILE, 1, 6)


def test_a_text_keeps_its_place_when_it_is_pickled() -> None:
    text = parse("key: một")["key"]
    again = pickle.loads(pickle.dumps(text))  # noqa: S301 (our own)
    assert (again, again.where, again.origin) == (text, text.where, text.origin)


def test_decomposed_letters_become_one_and_columns_count_them_once() -> None:
    value = parse("kho\u0301a: x\nb: một")
    assert list(value) == ["khóa", "b"]
    assert value["khóa"].where == Location(FILE, 1, 7)


# --- problems ------------------------------------------------------------------------------------


def test_a_file_that_is_not_there_is_told_and_not_raised(tmp_path: Path) -> None:
    value, problems = read(tmp_path / "none.yml", FILE)
    assert (value, [p.code for p in problems]) == (None, ["file-not-found"])


def test_a_folder_in_place_of_a_file_is_told_and_not_raised(tmp_path: Path) -> None:
    value, problems = read(tmp_path, FILE)
    assert (value, [p.code for p in problems]) == (None, ["file-not-readable"])


def test_what_stands_before_a_second_document_is_still_read() -> None:
    value, problems = read_bytes(b"a: b\n---\nc: d\n", FILE)
    assert value == {"a": "b"}
    assert [p.code for p in problems] == ["second-document"]


def test_the_first_of_two_equal_keys_is_kept() -> None:
    value, problems = read_bytes(b"a: b\na: c\n", FILE)
    assert value == {"a": "b"}
    assert [p.message() for p in problems] == ["the key “a” is written twice; the first is on line 1"]


def test_a_hundred_thousand_brackets_do_not_bring_the_program_down() -> None:
    assert codes(b"[\n" * 100_000) == ["51:1 too-deep"]
    assert len(codes(b"[" * 100_000)) == 1


def test_an_alias_bomb_does_not_explode() -> None:
    bomb = "a: &a [x,x,x,x]\n" + "".join(
        f"{b}: &{b} [*{a},*{a},*{a},*{a}]\n" for a, b in [("a", "b"), ("b", "c"), ("c", "d")]
    )
    in_each_line = {f"{line}:{column} yaml-anchor" for line in (2, 3, 4) for column in (4, 8, 11, 14, 17)}
    assert set(codes(bomb.encode())) == {"1:4 yaml-anchor"} | in_each_line


# --- anything at all -----------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        *"aộ:\n-\t\"'|>[]{},?#%@`\\\0\a\r\x85\u2028\ufeff",
        "key",
        ": ",
        "  ",
        "- ",
        " #",
        "&a",
        "*a",
        "!t",
        "---",
        "...",
    ]
)
YAML_LIKE = st.lists(PIECES, max_size=30).map("".join)


def places_are_in_the_file(value: Any, lines: int) -> bool:
    inside = value.where.line <= lines and value.where.column >= 1
    children = (
        [*value, *value.values()] if isinstance(value, Map) else value if isinstance(value, List) else []
    )
    return inside and all(places_are_in_the_file(child, lines) for child in children)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_make_the_reader_raise(data: bytes) -> None:
    read_bytes(data, FILE)


@settings(max_examples=200, deadline=None)
@given(YAML_LIKE)
def test_no_text_makes_the_reader_raise_and_places_are_in_the_file(text: str) -> None:
    value, problems = read_bytes(text.encode(), FILE)
    lines = len(text.splitlines()) + 1
    assert value is not None or problems
    assert all(1 <= p.where.line <= lines and p.where.column >= 1 for p in problems)
    assert value is None or places_are_in_the_file(value, lines)


@settings(max_examples=200, deadline=None)
@given(
    st.text(alphabet=st.sampled_from("abộ đ-:#'\"|>[]{}*&!?%@`\\,."), min_size=1, max_size=40),
    st.integers(0, 3),
)
def test_any_text_after_a_bar_is_read_as_it_is_with_exact_places(text: str, depth: int) -> None:
    indent = "  " * (depth + 1)
    yaml = "".join(f"{'  ' * level}k{level}:\n" for level in range(depth))
    yaml += f"{'  ' * depth}key: |\n{indent}x{text}\n{indent}cuối\n{'  ' * depth}next: y\n"
    value = parse(yaml)
    for level in range(depth):
        value = value[f"k{level}"]
    block = value["key"]
    assert block == f"x{text}\ncuối\n"
    assert block.at(1, 2) == Location(FILE, depth + 3, len(indent) + 3)


def test_a_text_made_in_code_has_no_place() -> None:
    assert str(Text("x").where) == ":1:1"
