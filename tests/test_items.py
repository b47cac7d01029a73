"""The order in which items and choices are shown: always the same, never the one that gives them away."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.questions.items import shuffled


@given(st.integers(2, 30), st.text())
def test_every_position_is_there_once_and_not_in_order(count: int, seed: str) -> None:
    order = shuffled(count, seed)
    assert sorted(order) == [*range(count)]
    assert order != sorted(order)
    assert order == shuffled(count, seed)


@pytest.mark.parametrize(
    ("seed", "expected"), [("viec-cua-ai", [1, 2, 0, 3, 4]), ("cac-buoc-long-ghep", [2, 0, 1, 4, 3])]
)
def test_learners_meet_the_same_order_in_every_edition(seed: str, expected: list[int]) -> None:
    assert shuffled(5, seed) == expected


def test_one_more_at_the_end_leaves_the_others_as_they_stood() -> None:
    assert [place for place in shuffled(9, "bai-1") if place < 8] == shuffled(8, "bai-1")
