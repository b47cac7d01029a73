"""What is remembered from one look at a project to the next never shows in what is found."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.memo import Memo
from generator.project import Project as Seen
from generator.project import look_at
from tests.conftest import Project, make_courses, make_project

LESSON = "courses/khoi-dau/bai-1.yml"
QUIZ = "quizzes/khoi-dau/tu-kiem.yml"


def test_the_same_thing_is_worked_out_once_and_another_one_anew() -> None:
    memo, one, equal = Memo(), ["a"], ["a"]
    made = memo.get((one, "word", 1), object)
    assert memo.get((one, "wo" + "rd", 1), object) is made
    assert memo.get((equal, "word", 1), object) is not made
    assert memo.get((one, "word", 2), object) is not made


def test_what_nobody_asks_for_any_more_is_forgotten() -> None:
    memo, key = Memo(), (object(),)
    made = memo.get(key, object)
    memo.forget()
    assert memo.get(key, object) is made
    memo.forget()
    memo.forget()
    assert memo.get(key, object) is not made


def test_a_second_look_reads_what_has_changed_and_nothing_else(tmp_path: Path) -> None:
    project, memo = make_project(tmp_path), Memo()
    before = look_at(tmp_path, memo).library
    assert look_at(tmp_path, memo).library.courses["khoi-dau"] is before.courses["khoi-dau"]
    project.change(LESSON, "Việc thứ hai", "Việc khác hẳn")
    after = look_at(tmp_path, memo).library
    assert "Việc khác hẳn" in str(after.courses["khoi-dau"].lessons["bai-1"].body)
    assert after.courses["khoi-dau"].quizzes["tu-kiem"] is before.courses["khoi-dau"].quizzes["tu-kiem"]
    assert after.laws is before.laws


CATALOG = """\
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgctxt "bai-1/body"
msgid "Việc thứ nhất"
msgstr "The first thing"
"""


def delete(project: Project, file: str) -> None:
    (project.root / file).unlink(missing_ok=True)


EDITS: list[Callable[[Project], object]] = [
    lambda project: project.write(LESSON, project.read(LESSON) + "\n# a remark\n"),
    lambda project: project.write(LESSON, project.read(LESSON).replace("thứ nhất", "thứ  nhất [@luat-la]")),
    lambda project: project.write(LESSON, project.read(LESSON).replace(" [@luat-la]", "")),
    lambda project: project.write(LESSON, project.read(LESSON).replace("minutes: 10", "minutes: lâu")),
    lambda project: project.write(LESSON, project.read(LESSON).replace("minutes: lâu", "minutes: 10")),
    lambda project: project.write(QUIZ, project.read(QUIZ).replace("cau-hai", "cau-mot")),
    lambda project: project.write(QUIZ, project.read(QUIZ).replace("answer: true", "answer: false")),
    lambda project: project.write("courses/khoi-dau/en.po", CATALOG),
    lambda project: project.write("courses/khoi-dau/en.po", CATALOG.replace("first", "very first")),
    lambda project: delete(project, "courses/khoi-dau/en.po"),
    lambda project: project.write("courses/khoi-dau/bai-2.yml", "title: Hai\nminutes: 5\nbody: Bài hai.\n"),
    lambda project: delete(project, "courses/khoi-dau/bai-2.yml"),
    lambda project: project.write("docs/them.md", "# Thêm\n\n[Về](index.md#dau)\n"),
    lambda project: delete(project, "docs/them.md"),
    lambda project: project.write(
        "courses/laws.yml", project.read("courses/laws.yml").replace('"5": Gi', '"6": Gi')
    ),
    lambda project: project.write(
        "courses/laws.yml", project.read("courses/laws.yml").replace('"6": Gi', '"5": Gi')
    ),
    lambda project: delete(project, "courses/glossary.yml"),
]


def shown(seen: Seen) -> dict[str, str]:
    """Every page in every language."""
    return {
        renderer.file(address): "".join(renderer.slots(address, renderer.html(address)).values())
        for renderer in (seen.renderers() if seen.can_be_built else ())
        for address in renderer.addresses
    }


@pytest.mark.parametrize("seed", range(4))
def test_after_any_edits_a_look_that_remembers_finds_what_a_fresh_one_finds(
    tmp_path: Path, seed: int
) -> None:
    project, memo = make_project(tmp_path), Memo()
    chance = random.Random(seed)  # noqa: S311 (no secret)
    for edit in [*chance.sample(EDITS, len(EDITS)), *chance.choices(EDITS, k=10)]:
        edit(project)
        remembering, fresh = look_at(tmp_path, memo), look_at(tmp_path)
        assert remembering.problems == fresh.problems
        assert look_at(tmp_path, only_for_problems=True).problems == fresh.problems
        assert remembering.library == fresh.library
        assert shown(remembering) == shown(fresh)
        memo.forget()


def test_rules_over_a_course_that_did_not_change_are_asked_again_where_they_look_elsewhere(
    tmp_path: Path,
) -> None:
    project, memo = make_courses(tmp_path, "tiep"), Memo()
    project.write("courses/khoi-dau/media/mau.txt", "mẫu")
    links = (
        f"[a](../../{LESSON}#ghi-nho) [b](../khoi-dau/media/mau.txt) [c](../../docs/index.md#muc)\n\n  ## Ghi"
    )
    project.change("courses/tiep/bai-1.yml", "## Ghi", links)
    project.write("docs/index.md", project.read("docs/index.md") + "\n## Mục\n")
    assert look_at(tmp_path, memo).problems == []
    breaks: list[Callable[[], object]] = [
        lambda: project.change(LESSON, "## Ghi nhớ", "## Cần nhớ"),
        lambda: delete(project, "courses/khoi-dau/media/mau.txt"),
        lambda: project.change("docs/index.md", "## Mục", "## Khác"),
        lambda: project.change("courses/laws.yml", '"5": Gi', '"6": Gi'),
        lambda: project.change("courses/sources.yml", "khao-sat:", "khao-sat-khac:"),
        lambda: project.change("courses/audiences.yml", "can-bo:", "can-bo-khac:"),
    ]
    known = 0
    for edit in breaks:
        edit()
        remembering, fresh = look_at(tmp_path, memo).problems, look_at(tmp_path).problems
        memo.forget()
        assert remembering == fresh
        found = [problem for problem in fresh if "/tiep/" in problem.where.file]
        assert len(found) > known
        known = len(found)
