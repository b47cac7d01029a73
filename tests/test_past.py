"""A build that has the last one's word for most courses makes the site that it would make without it."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from generator import engine
from generator.outline import Outline
from generator.past import NO_PAST, Past
from generator.project import Project as Seen
from generator.project import look_at
from tests.conftest import Project, make_courses
from tests.test_memo import CATALOG

pytestmark = pytest.mark.build

LESSON = "courses/khoi-dau/bai-1.yml"
QUIZ = "quizzes/khoi-dau/tu-kiem.yml"
COURSE = "courses/khoi-dau/course.yml"
MEMORY, BUILT = ".lophoc/outlines.json", ".lophoc/built.json"
PICTURE = "courses/khoi-dau/media/mau.txt"


def put_memory(project: Project, memory: str) -> None:
    """Have the next build take this for what the last one has remembered."""
    project.write(MEMORY, memory)
    built = json.loads(project.read(BUILT))
    project.write(BUILT, json.dumps(built | {"outlines": sha256(memory.encode()).hexdigest()}))


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


SUMMARY = """summary: |
  Xem [mục này](../khoi-dau/bai-1.yml#ghi-nho)[^1], [@luat-thu-2020 Điều 5].

  !!! note
      Lời dặn.

  [^1]: Lời chú.
"""
DUTIES = """nhiem-vu-mot:
  place: đoạn 1
  text: Việc thứ nhất.
  source: khao-sat
  outcomes: [ba/hieu-bai, tu/hieu-bai]
"""


@pytest.fixture
def builds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Builds:
    """Of a project of four courses that was built once; one that is not tried points at places in the first."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    monkeypatch.setattr(random, "choice", max)
    project = make_courses(tmp_path, "tiep", "ba", "tu")
    project.write(PICTURE, "mẫu")
    project.write("courses/duties.yml", DUTIES)
    links = f"Xem [mục này](../../{LESSON}#ghi-nho) và [mẫu này](../../{PICTURE}).\n\n  ## Ghi nhớ"
    project.change("courses/ba/bai-1.yml", "## Ghi nhớ", links)
    for course in ("ba", "tu"):
        project.change(f"courses/{course}/course.yml", "summary: Khóa học nhỏ nhất.\n", SUMMARY)
    project.write("courses/ba/en.po", CATALOG)
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


def test_footnotes_of_two_summaries_on_a_page_have_anchors_of_their_own(builds: Builds) -> None:
    for edition in builds.looks[-1].renderers():
        ids = re.findall(r' id="(fn-[^"]+)"', edition.html("index"))
        assert len(ids) == len(set(ids)) == 2


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
    put_memory(project, project.read(MEMORY).replace("Bài một", "Bài khác"))
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
    put_memory(builds.project, memory)
    builds.project.change(QUIZ, "Điều nào đúng?", "Điều nào là đúng?")
    made = builds.build()
    assert builds.read == ALL
    assert made == builds.build(afresh=True)


def test_the_memory_of_another_build_is_not_taken_for_that_of_the_last(builds: Builds) -> None:
    before = builds.project.read(MEMORY)
    builds.project.change("courses/ba/course.yml", "Nêu được ý chính", "Kể được ý chính")
    builds.build()
    builds.project.write(MEMORY, before)
    builds.project.change(QUIZ, "Điều nào đúng?", "Điều nào là đúng?")
    made = builds.build()
    assert builds.read == ALL
    assert made == builds.build(afresh=True)


@pytest.mark.skipif(os.name == "nt", reason="Windows lets only administrators make such links")
def test_a_file_that_stands_in_two_courses_by_a_link_belongs_to_both(builds: Builds) -> None:
    media = builds.project.root / "courses/ba/media"
    media.mkdir()
    (media / "tiep").symlink_to("../../tiep", target_is_directory=True)
    builds.build()
    builds.project.change("courses/tiep/bai-1.yml", "Việc thứ hai", "Việc khác hẳn")
    made = builds.build()
    assert builds.read >= {"ba", "tiep"}
    assert made == builds.build(afresh=True)


def test_a_memory_without_a_language_does_no_harm(builds: Builds) -> None:
    memory = json.loads(builds.project.read(MEMORY))
    put_memory(builds.project, json.dumps({"vi": memory["vi"]}))
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


def toggle(file: str, *words: str) -> Callable[[Project], object]:
    """An edit that puts the next of some words in the place of the one that stands there."""

    def edit(project: Project) -> None:
        text = project.read(file)
        here = next(number for number, word in enumerate(words) if word in text)
        project.write(file, text.replace(words[here], words[(here + 1) % len(words)]))

    return edit


def toggle_file(file: str, text: str) -> Callable[[Project], object]:
    """An edit that adds a file, or deletes it."""

    def edit(project: Project) -> None:
        path = project.root / file
        path.unlink() if path.exists() else project.write(file, text)

    return edit


EDITS = [
    toggle(QUIZ, "Điều nào đúng?", "Điều nào là đúng?"),
    toggle("quizzes/tiep/tu-kiem.yml", "weight: 2\n    kind: single", "kind: single"),
    toggle("quizzes/tu/tu-kiem.yml", "id: tu-cau-hai", "id: ba-cau-hai", "id: tu-cau-ba"),
    toggle(LESSON, "## Ghi nhớ", "## Cần nhớ"),
    toggle("courses/tu/bai-1.yml", "Điều 5 khoản 1", "Điều 1"),
    toggle(COURSE, "title: Khóa khởi đầu", "title: Khóa đổi tên"),
    toggle("courses/ba/course.yml", "Lời chú.", "Lời chú khác."),
    toggle("courses/ba/course.yml", "Nêu được ý chính", "Kể được ý chính"),
    toggle("courses/tu/course.yml", "law_as_of: 2026-11-01", "law_as_of: 2026-10-01"),
    toggle("courses/tiep/course.yml", "requires: [khoi-dau]", "quick_exit: true", "requires: [ba, khoi-dau]"),
    toggle("courses/ba/en.po", "The first thing", "Thing one"),
    toggle("courses/duties.yml", "ba/hieu-bai, tu/hieu-bai", "tiep/hieu-bai", "tiep/khong-co"),
    toggle("courses/site.yml", "khoi-dau, tiep", "tiep, khoi-dau"),
    toggle_file("courses/khoi-dau/en.po", CATALOG),
    toggle_file("courses/tu/media/hinh.txt", "hình"),
    toggle_file("docs/them.md", f"# Thêm\n\n[Bài](../{LESSON}#ghi-nho)\n"),
    toggle_file("courses/tiep/bai-2.yml", "title: Bài hai\nminutes: 5\nbody: Bài hai.\n"),
]


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_edited_the_site_is_as_if_all_had_been_read(
    builds: Builds, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 (no secret)
    monkeypatch.setattr(random, "choice", chance.choice)
    taken_over = 0
    for edit in chance.choices(EDITS, k=14):
        edit(builds.project)
        while not (fresh := look_at(builds.project.root)).can_be_built:
            with pytest.raises(MistakesFound):
                builds.build()
            assert builds.looks[-1].problems == fresh.problems
            edit(builds.project)
        made = builds.build()
        taken_over += builds.looks[-1].past is not NO_PAST
        copy = tmp_path_factory.mktemp("copy")
        left_out = shutil.ignore_patterns("site", ".lophoc")
        shutil.copytree(builds.project.root, copy, ignore=left_out, dirs_exist_ok=True)
        assert made == Builds(Project(copy)).build()
    assert taken_over
