"""A build that has the last one's word for most courses makes the site that it would make without it."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from generator import engine
from generator.outline import Outline
from generator.past import NO_PAST, Past
from generator.project import Project as Seen
from generator.project import look_at
from tests.conftest import Project, make_courses

pytestmark = pytest.mark.build

LESSON = "courses/khoi-dau/bai-1.yml"
QUIZ = "quizzes/khoi-dau/tu-kiem.yml"
COURSE = "courses/khoi-dau/course.yml"
MEMORY = ".lophoc/outlines.json"
PICTURE = "courses/khoi-dau/media/mau.txt"


class MistakesFound(Exception):
    """What a build ends with where the sources have mistakes."""


class Builds:
    """Builds of one project, and what each of them has looked at."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.looks: list[Seen] = []

    def build(self, *, afresh: bool = False) -> dict[str, bytes]:
        """The pages and scripts of the site after a build."""
        root = self.project.root

        def look(past: Past) -> Seen:
            self.looks.append(look_at(root, past=past))
            if not self.looks[-1].can_be_built:
                raise MistakesFound
            return self.looks[-1]

        self.looks.clear()
        site = engine.build(root, look, engine.sources(root), afresh=afresh)
        return {
            path.relative_to(site).as_posix(): path.read_bytes()
            for path in site.rglob("*")
            if path.suffix in {".html", ".js", ".json", ".xml"}
        }

    @property
    def read(self) -> set[str]:
        """Ids of the courses that the last look has read."""
        return set(self.looks[-1].library.courses)

    @property
    def found(self) -> list[str]:
        return [f"{problem.where} {problem.code}" for problem in self.looks[-1].problems]


ALL = {"khoi-dau", "tiep", "ba", "tu"}


@pytest.fixture
def builds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Builds:
    """Of a project of four courses that was built once; one that is not tried points at places in the first."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    monkeypatch.setattr(random, "choice", max)
    project = make_courses(tmp_path, "tiep", "ba", "tu")
    project.write(PICTURE, "mẫu")
    links = f"Xem [mục này](../../{LESSON}#ghi-nho) và [mẫu này](../../{PICTURE}).\n\n  ## Ghi nhớ"
    project.change("courses/ba/bai-1.yml", "## Ghi nhớ", links)
    made = Builds(project)
    made.build()
    return made


def test_courses_in_which_nothing_has_changed_are_not_read_but_for_one_to_try(builds: Builds) -> None:
    builds.project.change(QUIZ, "Điều nào đúng?", "Điều nào là đúng?")
    made = builds.build()
    assert len(builds.looks) == 1
    assert builds.read == {"khoi-dau", "tu"}
    assert "Điều nào là đúng?" in made["quizzes/khoi-dau/tu-kiem.html"].decode()
    assert made == builds.build(afresh=True)
    assert builds.read == ALL


def test_what_belongs_to_the_whole_site_has_all_read(builds: Builds) -> None:
    builds.project.change("courses/laws.yml", "short: Luật Thử", "short: Luật Mới")
    builds.build()
    assert builds.read == ALL


def add_a_course(project: Project) -> None:
    for file in ("courses/ba/course.yml", "courses/ba/bai-1.yml", "quizzes/ba/tu-kiem.yml"):
        project.write(file.replace("/ba/", "/nam/"), project.read(file).replace("ba-cau", "nam-cau"))


@pytest.mark.parametrize(
    ("edit", "courses"),
    [
        (lambda p: p.change(COURSE, "title: Khóa khởi đầu", "title: Khóa đổi tên"), ALL),
        (lambda p: p.change("courses/ba/course.yml", "[khoi-dau]", "[khoi-dau, tiep]"), ALL),
        (add_a_course, {*ALL, "nam"}),
    ],
    ids=["its title", "what it requires", "that it is there"],
)
def test_a_change_of_what_other_courses_show_of_a_course_has_all_read(
    builds: Builds, edit: Callable[[Project], object], courses: set[str]
) -> None:
    edit(builds.project)
    made = builds.build()
    assert (len(builds.looks), builds.read) == (1, courses)
    assert made == builds.build(afresh=True)


@pytest.mark.parametrize(
    ("edit", "problem"),
    [
        (lambda p: p.change(LESSON, "## Ghi nhớ", "## Cần nhớ"), "courses/ba/bai-1.yml"),
        (lambda p: (p.root / PICTURE).unlink(), "courses/ba/bai-1.yml"),
        (lambda p: p.change(QUIZ, "id: cau-hai", "id: ba-cau-hai"), "quizzes/ba/tu-kiem.yml"),
        (lambda p: p.change(COURSE, "notes:", "requires: [tiep]\nnotes:"), "requires-circle"),
    ],
    ids=["a heading that another one links to", "a file", "a question's id", "a circle"],
)
def test_a_change_that_breaks_a_course_that_was_not_changed_is_told_with_its_place(
    builds: Builds, edit: Callable[[Project], object], problem: str
) -> None:
    edit(builds.project)
    with pytest.raises(MistakesFound):
        builds.build()
    assert builds.read == ALL
    assert [found for found in builds.found if problem in found]
    assert builds.found == [f"{one.where} {one.code}" for one in look_at(builds.project.root).problems]


def test_when_the_memory_is_not_true_all_is_read_and_made(builds: Builds) -> None:
    project = builds.project
    project.write(MEMORY, project.read(MEMORY).replace("Bài một", "Bài khác"))
    project.change(LESSON, "Việc thứ hai", "Việc khác hẳn")
    made = builds.build()
    assert (len(builds.looks), builds.read) == (1, ALL)
    assert made == builds.build(afresh=True)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("quizzes/tu/tu-kiem.html", "Điều nào", "Điều này"),
        ("search/search_index.json", "T\\u1ef1 ki\\u1ec3m tra", "T\\u1ef1 ki\\u1ec3m tro"),
    ],
    ids=["a page", "what the search finds"],
)
def test_when_what_is_kept_is_not_as_it_would_be_made_all_is_read_and_made(
    builds: Builds, file: str, old: str, new: str
) -> None:
    """Spoilt so that neither size nor time tells."""
    project = builds.project
    spoilt = project.root / "site" / file
    stat, text = spoilt.stat(), spoilt.read_text(encoding="utf-8")
    assert old in text
    spoilt.write_text(text.replace(old, new), encoding="utf-8")
    os.utime(spoilt, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    project.change(QUIZ, "Điều nào đúng?", "Điều nào là đúng?")
    made = builds.build()
    assert (len(builds.looks), builds.read) == (2, ALL)
    assert made == builds.build(afresh=True)


@pytest.mark.parametrize(
    "memory",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"vi": {}, "en": {}}',
        '{"vi": {"khoi-dau": {"title": 1}}}',
        '{"vi": {"khoi-dau": {"title": {"text": "A"}, "summary": {"text": []}}}}',
    ],
)
def test_a_broken_memory_does_no_harm(builds: Builds, memory: str) -> None:
    builds.project.write(MEMORY, memory)
    builds.project.change(QUIZ, "Điều nào đúng?", "Điều nào là đúng?")
    made = builds.build()
    assert builds.read == ALL
    assert made == builds.build(afresh=True)


def test_a_memory_without_a_language_does_no_harm(builds: Builds) -> None:
    memory = json.loads(builds.project.read(MEMORY))
    builds.project.write(MEMORY, json.dumps({"vi": memory["vi"]}))
    builds.project.change(QUIZ, "Điều nào đúng?", "Điều nào là đúng?")
    made = builds.build()
    assert builds.read == ALL
    assert made == builds.build(afresh=True)


def test_an_outline_is_the_same_after_it_was_kept(builds: Builds) -> None:
    for edition in builds.looks[-1].editions:
        for outline in edition.outlines.values():
            again = Outline.model_validate_json(outline.model_dump_json())
            assert again.model_dump() == outline.model_dump()
            assert [page.address for page in again.pages()] == [
                address
                for address, page in edition.pages.items()
                if page.course and page.course.id == outline.id
            ]


def test_without_a_past_nothing_is_left_unread() -> None:
    assert NO_PAST.unread == {}
