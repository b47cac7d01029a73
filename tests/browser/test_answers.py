"""Typed answers compared: what makes no difference, and what does; the same in Python and in the browser."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from generator.questions.answers import folded

ALIKE = [
    ("bình đẳng giới", "bình đẳng giới"),
    ("bình đẳng giới", "Bình Đẳng GIỚI"),
    ("bình đẳng giới", "  bình \t đẳng\u00a0giới\n"),
    ("bình đẳng giới", "bi\u0300nh đa\u0306\u0309ng gio\u031b\u0301i"),
    ("bình đẳng giới", "bình đẳng giới."),
    ("bình đẳng giới", "bình đẳng giới . "),
    ("bình đẳng giới", "bình\u200b đẳng giới\ufeff"),
    ("hòa giải", "hoà giải"),
    ("thủy lợi", "thuỷ lợi"),
    ("xóa bỏ", "xoá bỏ"),
    ("khỏe", "khoẻ"),
    ("quý", "qúy"),
    ("quý", "quí"),
    ("lý do", "lí do"),
    ("kỹ năng", "kĩ năng"),
    ("tỷ lệ", "tỉ lệ"),
    ("hy vọng", "Hi vọng"),
    ("công ty Mỹ", "công ti Mĩ"),
    ("Đảng", "Ðảng"),
    ("“giới”", '"giới"'),
    ("women’s union", "Women's Union"),
    ("2021–2030", "2021-2030"),
    ("ƯỜ Ạ", "ườ ạ"),
    ("v.v.", "v.v"),
    ("the Ministry of Home Affairs", "Ministry of Home Affairs"),
    ("chief inspector", "The chief inspector."),
]
DIFFERENT = [
    ("bình đẳng giới", "bình đẳng"),
    ("bình đẳng giới", "bình đẳng giới tính"),
    ("giới", "giời"),
    ("ma", "má"),
    ("má", "mà"),
    ("dân", "đân"),
    ("thẩm định", "thẩm tra"),
    ("tay", "tai"),
    ("thuý", "thúi"),
    ("cân", "căn"),
    ("1.5", "15"),
    ("a b", "ab"),
    ("the", ""),
    ("theo", "o"),
    ("an ninh", "ninh"),
    ("giới?", "giới"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_these_are_the_same_answer(one: str, other: str, script: Page) -> None:
    assert folded(one) == folded(other)
    assert script.evaluate("(text) => LopHoc.answers.fold(text)", other) == folded(other)
    found = script.evaluate("([one, other]) => LopHoc.answers.find(other, [one])", [one, other])
    assert found == {"text": one, "marked": True}


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_these_are_different_answers(one: str, other: str, script: Page) -> None:
    assert folded(one) != folded(other)
    assert script.evaluate("(text) => LopHoc.answers.fold(text)", other) == folded(other)
    found = script.evaluate("([one, other]) => LopHoc.answers.find(other, [one])", [one, other])
    assert not (found and found["marked"])


@pytest.mark.parametrize(
    ("answer", "right", "found"),
    [
        ("binh dang gioi", "bình đẳng giới", False),
        ("Binh Đẳng gioi", "bình đẳng giới", False),
        ("bình đẳng giới", "bình đẳng giới", True),
        ("hoa giai", "hòa giải", False),
        ("ly do", "lí do", False),
        ("bình đăng giới", "bình đẳng giới", None),
        ("bính dang gioi", "bình đẳng giới", None),
        ("má", "ma", None),
        ("binh dang", "bình đẳng giới", None),
        ("Women", "women", True),
    ],
)
def test_marks_may_be_missing_but_not_wrong(answer: str, right: str, found: Any, script: Page) -> None:
    result = script.evaluate("([answer, right]) => LopHoc.answers.find(answer, [right])", [answer, right])
    assert (result and result["marked"]) is found


def test_an_answer_with_its_marks_is_found_before_one_without(script: Page) -> None:
    texts = ["má", "ma"]
    found = script.evaluate("(texts) => LopHoc.answers.find('Ma', texts)", texts)
    assert found == {"text": "ma", "marked": True}
