"""What learners' records hang on: prints that change with the meaning of a question, and with nothing else."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from generator import addresses, record
from generator.library import Library, LoadedCourse
from generator.model import Question
from generator.project import look_at
from generator.render import Renderer
from tests.conftest import REPOSITORY, Project

QUIZ = "quizzes/khoi-dau/tu-kiem.yml"


def course(project: Project) -> LoadedCourse:
    return project.library().courses["khoi-dau"]


def first(library: Library) -> Question:
    question: Question = library.courses["khoi-dau"].quizzes["tu-kiem"].questions[0]
    return question


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("text: Lựa chọn sai", "text: Lựa chọn khác hẳn", True),
        ("explanation: Lời giải bí mật.", "explanation: Lời giải mới.", True),
        ("text: Lựa chọn đúng\n        correct: true", "text: Lựa chọn đúng", False),
    ],
)
def test_only_a_change_of_kind_key_or_number_of_options_changes_the_print(
    project: Project, old: str, new: str, *, same: bool
) -> None:
    before = record.print_of(first(project.library()))
    text = project.read(QUIZ)
    assert old in text
    if not same:
        new += "\n      - text: Thêm một\n        correct: true\n        feedback: Đúng."
    project.change(QUIZ, old, new)
    assert (record.print_of(first(project.library())) == before) is same


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ('"1": Phạm vi', '"1": Phạm vi điều chỉnh', True),
        ('"5": Giải thích', '"5": Giải thích từ ngữ', False),
        ("in_force: 2020-07-01", "in_force: 2020-07-01\n  expired: 2026-01-01", False),
        ("checked: Đọc ngày 01/11/2026.", "checked: Đọc ngày 02/11/2026.", True),
    ],
)
def test_the_basis_changes_with_what_the_register_says_of_it(
    project: Project, old: str, new: str, *, same: bool
) -> None:
    library = project.library()
    before = record.basis_of(first(library), library)
    project.change("courses/laws.yml", old, new)
    library = project.library()
    assert (record.basis_of(first(library), library) == before) is same


def test_the_edition_of_a_course_changes_with_what_learners_see(project: Project) -> None:
    before = course(project).edition
    assert re.fullmatch("[0-9a-f]{8}", before)
    assert course(project).edition == before
    project.write(
        "courses/khoi-dau/course.yml",
        project.read("courses/khoi-dau/course.yml") + "notes: Cho giảng viên.\n",
    )
    assert course(project).edition == before
    project.change(QUIZ, "explanation: Lời giải bí mật.", "explanation: Lời giải mới.")
    assert course(project).edition != before


def site_data(renderer: Renderer) -> Any:
    script = renderer.scripts()["site-data"]
    return json.loads(script.removeprefix("LopHoc.site = ").removesuffix(";\n"))


def test_the_data_of_the_site_name_every_question_in_every_language() -> None:
    both = [site_data(renderer) for renderer in look_at(REPOSITORY).renderers()]
    for data in both:
        for one in data:
            for item in one["items"]:
                assert item["address"].endswith(f"{item['key']}.html")
                if item["kind"] == "quiz":
                    assert len(item["questions"]) == len(item["prints"]) == len(item["asked"]) > 0
                    assert all(0 < len(asked["title"]) <= record.PROMPT_LENGTH + 2 for asked in item["asked"])

    def neutral(data: Any) -> Any:
        return [[one["edition"], [item.get("prints") for item in one["items"]]] for one in data]

    assert neutral(both[0]) == neutral(both[1])


def test_pages_about_a_record_are_hidden_from_searches() -> None:
    renderer = look_at(REPOSITORY).renderers()[0]
    certificate = addresses.certificate("kien-thuc-co-ban")
    assert all(renderer.is_hidden(page) for page in (addresses.RECORD, addresses.REVIEW, certificate))
    for address in (addresses.RECORD, addresses.REVIEW, certificate):
        assert renderer.meta(address)["search"] == {"exclude": True}
        assert "<noscript>" in renderer.html(address)
        assert renderer.theme(address)["is_hidden"]
