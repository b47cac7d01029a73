"""From a folder to a library: order, references, and that nothing in the files makes it raise."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator import load, stage
from generator.problems import has_errors
from tests.conftest import FILES, Project, make_project

COURSE = """\
title: {title}
summary: Một khóa nữa.
audiences: [can-bo]
law_as_of: 2026-11-01
outcomes: {{hieu-{id}: Hiểu}}
lessons: [bai-b, bai-a]
"""
LESSON = "title: Bài\nminutes: 5\noutcomes: [hieu-{id}]\nbody: Xong.\n"


def add_course(project: Project, id_: str) -> None:
    project.write(f"courses/{id_}/course.yml", COURSE.format(title=f"Khóa {id_}", id=id_))
    for lesson in ("bai-a", "bai-b"):
        project.write(f"courses/{id_}/{lesson}.yml", LESSON.format(id=id_))


def test_the_library_holds_what_the_folder_holds(project: Project) -> None:
    library, problems = load(project.root)
    loaded = library.courses["khoi-dau"]
    assert problems == []
    assert (library.site.title, library.source_language) == ("Lớp thử", "vi")
    assert (list(library.courses), list(loaded.lessons), list(loaded.quizzes)) == (
        ["khoi-dau"],
        ["bai-1"],
        ["tu-kiem"],
    )
    assert (list(library.laws), list(library.sources), list(library.terms), list(library.audiences)) == (
        ["luat-thu-2020"],
        ["khao-sat"],
        ["thuat-ngu"],
        ["can-bo"],
    )
    assert list(library.pages) == ["index"]


def test_courses_come_in_the_order_of_the_site_and_those_not_named_last(project: Project) -> None:
    for id_ in ("an", "binh", "zung"):
        add_course(project, id_)
    project.change("courses/site.yml", "courses: [khoi-dau]", "courses: [zung, khoi-dau]")
    assert project.found() == []
    assert list(project.library().courses) == ["zung", "khoi-dau", "an", "binh"]


def test_lessons_come_in_the_order_of_the_course_and_not_of_the_folder(project: Project) -> None:
    add_course(project, "an")
    assert list(project.library().courses["an"].lessons) == ["bai-b", "bai-a"]


def test_each_quiz_comes_after_its_lesson_and_that_of_the_course_last(project: Project) -> None:
    quiz = (
        "title: T\nquestions:\n  - {id: ID, kind: true-false, prompt: P., answer: true, explanation: E., "
        "practice: true, feedback: {false: F.}}\n"
    )
    for name in ("a-cuoi", "b-sau"):
        project.write(f"quizzes/khoi-dau/{name}.yml", quiz.replace("ID", f"cau-{name}"))
    project.change("courses/khoi-dau/course.yml", "lessons: [bai-1]", "lessons: [bai-1, bai-2]\nquiz: a-cuoi")
    project.write("courses/khoi-dau/bai-2.yml", "title: Hai\nminutes: 5\nbody: B.\nquiz: b-sau\n")
    assert project.found() == []
    steps = stage.steps(project.library().courses["khoi-dau"])
    assert [step.id for step in steps] == ["bai-1", "tu-kiem", "bai-2", "b-sau", "a-cuoi"]


def test_pictures_and_downloads_are_found(project: Project) -> None:
    project.write("courses/khoi-dau/media/anh/mau.png", b"x")
    project.write("docs/bieu-mau.docx", b"x")
    assert sorted(project.library().assets) == ["bieu-mau.docx", "courses/khoi-dau/media/anh/mau.png"]


def test_hidden_files_are_no_part_of_a_site(project: Project) -> None:
    for file in (
        "docs/.DS_Store",
        "docs/.nhap/a.md",
        "docs/.nhap/a.png",
        "courses/khoi-dau/media/.a.png",
        "courses/khoi-dau/media/.nhap/a.png",
    ):
        project.write(file, "# A\n")
    assert project.library().assets == {}
    assert list(project.library().pages) == ["index"]


def test_links_to_everything_that_has_a_page_are_fine(project: Project) -> None:
    project.write("courses/khoi-dau/media/mau.pdf", b"x")
    project.change(
        "courses/khoi-dau/bai-1.yml",
        "  - Việc thứ hai\n",
        "  - [a](course.yml) [b](bai-1.yml) [c](../../quizzes/khoi-dau/tu-kiem.yml) [d](../glossary.yml#thuat-ngu)\n"
        "  - [e](../laws.yml#luat-thu-2020) [f](../sources.yml#khao-sat) [g](../audiences.yml#can-bo) [h](../laws.yml)\n"
        "  - [i](media/mau.pdf) [j](../../docs/index.md) [k](https://example.org) [l](mailto:a@example.org)\n",
    )
    assert project.found() == []


def test_of_many_names_the_nearest_are_told(project: Project) -> None:
    law = project.read("courses/laws.yml")
    more = "".join(law.replace("luat-thu-2020", f"nghi-dinh-{number}") for number in range(40))
    project.write("courses/laws.yml", law + more)
    project.change("courses/khoi-dau/bai-1.yml", "[@luat-thu-2020 Điều 5", "[@luat-thu-202 Điều 5")
    (problem,) = project.problems()
    listed = problem.hint().split(": ", 1)[1]
    assert (listed.startswith("luat-thu-2020, "), listed.count(","), "…" in listed) == (True, 12, True)


@pytest.mark.parametrize("file", sorted(set(FILES) - {"courses/site.yml"}))
def test_a_project_without_one_of_its_files_is_looked_at_all_the_same(project: Project, file: str) -> None:
    (project.root / file).unlink()
    project.problems()


def test_an_empty_folder_gives_an_empty_library(tmp_path_factory: pytest.TempPathFactory) -> None:
    library, problems = load(tmp_path_factory.mktemp("empty"))
    assert library.courses == {}
    assert [problem.code for problem in problems] == ["file-not-found"]


@pytest.mark.parametrize("file", sorted(FILES))
def test_a_file_that_cannot_be_read_gives_no_follow_up_elsewhere(project: Project, file: str) -> None:
    """Whoever mends the file that is told has mended everything."""
    if file.endswith(".md"):
        project.write(file, b"\xff")
    else:
        project.write(file, FILES[file] + '\nx: "')
    assert {problem.where.file for problem in project.problems()} == {file}


# --- anything at all -----------------------------------------------------------------------------

WRONG = """  -
- x
x:
?
[
  x: [1, {a: b}]
\t
---
"
title:
questions: {}
id: [a]
lessons: [bai-1, bai-1, khong-co]
requires: [khoi-dau]
quiz: [a]
law: ;
law: luat-thu-2020 Điều
"""
LINES = st.sampled_from(sorted({line for text in [WRONG, *FILES.values()] for line in text.splitlines()}))


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(sorted(FILES)), st.integers(0, 30), st.integers(0, 3), st.lists(LINES, max_size=3))
def test_no_edit_of_a_line_makes_the_loader_raise(
    tmp_path_factory: pytest.TempPathFactory, file: str, line: int, length: int, new: list[str]
) -> None:
    project = make_project(tmp_path_factory.getbasetemp() / "edited")
    lines = FILES[file].splitlines()
    lines[line : line + length] = new
    project.write(file, "\n".join(lines) + "\n")
    problems = project.problems()
    for problem in problems:
        assert problem.message()
        assert problem.hint().strip()
        path = project.root / problem.where.file
        assert path.exists(), problem
        if path.is_file():
            assert problem.where.line <= path.read_text(encoding="utf-8").count("\n") + 2, problem
    assert isinstance(has_errors(problems), bool)
