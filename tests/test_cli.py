"""The command as a trainer types it: what it prints, what it writes, how it exits."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from typing import Any, NamedTuple

import polib
import pytest

from generator import cli, schema
from tests.conftest import REPOSITORY, Project


class Result(NamedTuple):
    code: int
    out: str
    err: str


Command = Callable[..., Result]


@pytest.fixture
def lophoc(project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run the command inside the small project."""
    monkeypatch.chdir(project.root)
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")

    def run(*arguments: str) -> Result:
        with pytest.raises(SystemExit) as exit_:
            cli.main(arguments)
        return Result(int(exit_.value.code or 0), *capsys.readouterr())

    return run


LESSON = "courses/khoi-dau/bai-1.yml"
QUIZ = "quizzes/khoi-dau/tu-kiem.yml"


MESSAGE = "“minutes” takes a whole number, not “lâu”"


def break_lesson(project: Project) -> None:
    project.change(LESSON, "minutes: 10", "minutes: lâu")


def break_quiz(project: Project) -> None:
    project.change(QUIZ, "pass: 80", "pass: 800")


# --- check ---------------------------------------------------------------------------------------


def test_check_of_a_project_without_mistakes_exits_with_0(lophoc: Command) -> None:
    assert lophoc("check") == (0, "= 0 errors, 0 warnings\n", "")


def test_check_tells_place_message_code_and_hint_and_exits_with_1(lophoc: Command, project: Project) -> None:
    break_lesson(project)
    code, out, _ = lophoc("check", "--plain")
    assert (code, out.splitlines()) == (
        1,
        [
            f"{LESSON}:2:10: error: {MESSAGE} [number-expected]",
            "    Write digits only, for example 15.",
            "= 1 errors, 0 warnings",
        ],
    )


def test_warnings_alone_exit_with_0(lophoc: Command, project: Project) -> None:
    project.write("courses/khoi-dau/bai-2.yml", "title: Hai\nminutes: 5\nbody: Chưa xong.\n")
    code, out, _ = lophoc("check")
    assert (code, out.splitlines()[-1]) == (0, "= 0 errors, 1 warnings")
    assert "[lesson-not-listed]" in out


@pytest.mark.parametrize("path", [LESSON, "courses/khoi-dau", "courses"])
def test_check_of_a_path_tells_only_what_is_in_it(lophoc: Command, project: Project, path: str) -> None:
    break_lesson(project)
    break_quiz(project)
    code, out, _ = lophoc("check", "--plain", path)
    assert (code, re.findall(r"\[([a-z-]+)\]$", out, re.MULTILINE)) == (1, ["number-expected"])


def test_check_of_a_path_without_mistakes_is_content(lophoc: Command, project: Project) -> None:
    break_lesson(project)
    assert lophoc("check", "quizzes").code == 0


def test_check_of_a_path_that_is_not_there_says_so(lophoc: Command) -> None:
    code, out, _ = lophoc("check", "--plain", "courses/khong-co.yml")
    assert (code, out.splitlines()[0]) == (
        1,
        "courses/khong-co.yml:1:1: error: there is no such file or folder [file-not-found]",
    )


def test_paths_are_those_of_the_folder_one_stands_in(
    lophoc: Command, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_lesson(project)
    break_quiz(project)
    monkeypatch.chdir(project.root / "courses" / "khoi-dau")
    code, out, _ = lophoc("check", "--plain", "bai-1.yml")
    assert (code, re.findall(r"\[([a-z-]+)\]$", out, re.MULTILINE)) == (1, ["number-expected"])


def test_annotations_for_github_are_one_line_each(lophoc: Command, project: Project) -> None:
    break_lesson(project)
    code, out, _ = lophoc("check", "--format", "github")
    assert (code, out) == (
        1,
        f"::error file={LESSON},line=2,col=10,title=number-expected::{MESSAGE}%0AWrite digits only, for example 15.\n",
    )


def test_json_holds_every_problem_and_nothing_else(lophoc: Command, project: Project) -> None:
    break_lesson(project)
    code, out, _ = lophoc("check", "--format", "json")
    assert (code, json.loads(out)) == (
        1,
        [
            {
                "file": LESSON,
                "line": 2,
                "column": 10,
                "severity": "error",
                "code": "number-expected",
                "message": MESSAGE,
                "hint": "Write digits only, for example 15.",
            }
        ],
    )


def test_json_of_no_problem_is_an_empty_list(lophoc: Command) -> None:
    code, out, _ = lophoc("check", "--format", "json")
    assert (code, json.loads(out)) == (0, [])


def test_the_language_can_be_chosen_and_is_else_that_of_the_computer(
    lophoc: Command, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_lesson(project)
    english, vietnamese = lophoc("check", "--lang", "en").out, lophoc("check", "--lang", "vi").out
    assert english != vietnamese
    assert "takes a whole number" in english
    assert lophoc("check").out == english
    monkeypatch.setenv("LC_ALL", "vi_VN.UTF-8")
    assert lophoc("check").out == vietnamese


def test_check_outside_of_a_project_exits_with_2(
    lophoc: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = lophoc("check")
    assert (code, out) == (2, "")
    assert "mkdocs.yml" in err


def test_a_command_that_does_not_exist_exits_with_2(lophoc: Command) -> None:
    assert lophoc("chek").code == 2


def test_our_own_courses_have_no_mistakes(lophoc: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(REPOSITORY)
    code, out, _ = lophoc("check", "--plain")
    assert (code, out) == (0, "= 0 errors, 0 warnings\n")


# --- check --watch -------------------------------------------------------------------------------


@pytest.fixture
def watching(project: Project) -> Iterator[Callable[[str], str]]:
    """`check --watch` at work; the function waits for a text in what it prints and gives what came so far."""
    process = subprocess.Popen(
        [sys.executable, "-m", "generator", "check", "--watch", "--plain", "--lang", "en"],
        cwd=project.root,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    printed: list[str] = []
    assert process.stdout is not None
    reader = Thread(target=lambda stream: printed.extend(iter(stream.readline, "")), args=[process.stdout])
    reader.start()

    def wait_for(text: str) -> str:
        end = time.monotonic() + 10
        while time.monotonic() < end:
            if text in (so_far := "".join(printed)):
                printed.clear()
                return so_far
            time.sleep(0.02)
        raise AssertionError(f"{text!r} was not printed within 10 seconds, but {printed}")

    yield wait_for
    process.terminate()
    process.wait(timeout=10)
    reader.join(timeout=10)
    process.stdout.close()


def test_watching_reports_after_each_save(project: Project, watching: Callable[[str], str]) -> None:
    watching("= 0 errors, 0 warnings")
    break_lesson(project)
    assert "[number-expected]" in watching("= 1 errors, 0 warnings")
    project.change(LESSON, "minutes: lâu", "minutes: 10")
    watching("= 0 errors, 0 warnings")
    project.write("courses/khoi-dau/bai-2.yml", "title: Hai\nminutes: 5\nbody: Mới.\n")
    assert "[lesson-not-listed]" in watching("= 0 errors, 1 warnings")


# --- new -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_new_course_is_complete_and_without_problems(
    lophoc: Command, project: Project, language: str
) -> None:
    code, out, _ = lophoc("new", "course", "khoa-moi", "--lang", language)
    written = ["courses/khoa-moi/course.yml", "courses/khoa-moi/bai-1.yml", "quizzes/khoa-moi/bai-1.yml"]
    assert (code, out.splitlines()[:3]) == (0, written)
    assert project.found() == []
    assert list(project.library().courses) == ["khoi-dau", "khoa-moi"]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_new_lesson_comes_with_its_quiz_and_says_what_is_left_to_do(
    lophoc: Command, project: Project, language: str
) -> None:
    code, out, _ = lophoc("new", "lesson", "khoi-dau/bai-2", "--lang", language)
    assert (code, out.splitlines()[:2]) == (
        0,
        ["courses/khoi-dau/bai-2.yml", "quizzes/khoi-dau/bai-2.yml"],
    )
    assert "bai-2" in out.splitlines()[2]
    project.change("courses/khoi-dau/course.yml", "lessons: [bai-1]", "lessons: [bai-1, bai-2]")
    assert project.found() == []


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_new_quiz_says_where_to_name_it(lophoc: Command, project: Project, language: str) -> None:
    code, out, _ = lophoc("new", "quiz", "khoi-dau/cuoi-khoa", "--lang", language)
    assert (code, out.splitlines()[0]) == (0, "quizzes/khoi-dau/cuoi-khoa.yml")
    assert "quiz: cuoi-khoa" in out
    project.change("courses/khoi-dau/course.yml", "lessons: [bai-1]", "lessons: [bai-1]\nquiz: cuoi-khoa")
    assert project.found() == []


def test_two_new_courses_do_not_clash(lophoc: Command, project: Project) -> None:
    lophoc("new", "course", "khoa-mot")
    lophoc("new", "course", "khoa-hai")
    assert project.found() == []


@pytest.mark.parametrize(
    ("arguments", "file"),
    [
        (["course", "khoi-dau"], "courses/khoi-dau/course.yml"),
        (["lesson", "khoi-dau/bai-1"], LESSON),
        (["quiz", "khoi-dau/tu-kiem"], QUIZ),
    ],
)
def test_new_overwrites_nothing(lophoc: Command, project: Project, arguments: list[str], file: str) -> None:
    before = {path: path.read_bytes() for path in project.root.rglob("*.yml")}
    code, _, err = lophoc("new", *arguments)
    assert code == 2
    assert file in err
    assert {path: path.read_bytes() for path in project.root.rglob("*.yml")} == before


def test_new_writes_all_files_or_none(lophoc: Command, project: Project) -> None:
    """The lesson is new, its quiz is there already."""
    code, _, _ = lophoc("new", "lesson", "khoi-dau/tu-kiem")
    assert code == 2
    assert not (project.root / "courses/khoi-dau/tu-kiem.yml").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["course", "Khóa Mới"],
        ["course", "../ngoai"],
        ["course", "con"],
        ["course", "a/b"],
        ["lesson", "bai-2"],
        ["lesson", "khong-co/bai-2"],
        ["lesson", "khoi-dau/course"],
        ["lesson", "khoi-dau/a/b"],
    ],
)
def test_new_refuses_names_that_cannot_be(lophoc: Command, project: Project, arguments: list[str]) -> None:
    before = sorted(project.root.rglob("*"))
    code, _, err = lophoc("new", *arguments)
    assert code == 2
    assert err.strip()
    assert sorted(project.root.rglob("*")) == before


# --- schema --------------------------------------------------------------------------------------


def test_schema_writes_one_file_for_each_kind_of_source(lophoc: Command, project: Project) -> None:
    code, out, _ = lophoc("schema")
    names = ["course", "lesson", "quiz", "site", "audiences", "laws", "sources", "glossary", "duties"]
    assert (code, [Path(line).name for line in out.splitlines()]) == (0, [f"{name}.json" for name in names])
    for name in names:
        written = json.loads(project.read(f".vscode/schema/{name}.json"))
        assert written["$schema"].startswith("http://json-schema.org/")


def test_schema_goes_where_it_is_asked_to(lophoc: Command, tmp_path: Path) -> None:
    code, _, _ = lophoc("schema", "--out", str(tmp_path / "s"), "--lang", "vi")
    assert code == 0
    assert len(list((tmp_path / "s").glob("*.json"))) == len(schema.FILES)


# --- translate -----------------------------------------------------------------------------------


def test_translate_writes_catalogs_and_check_then_agrees(lophoc: Command, project: Project) -> None:
    catalogs = {"courses/en.po", "courses/khoi-dau/en.po", "docs/en.po", "quizzes/khoi-dau/en.po"}
    code, out, _ = lophoc("translate", "--check")
    assert (code, set(re.findall(r"\S+\.po", out))) == (1, catalogs)
    assert not list(project.root.rglob("*.po")), "--check writes nothing"
    code, out, _ = lophoc("translate")
    assert (code, set(re.findall(r"\S+\.po", out))) == (0, catalogs)
    assert lophoc("translate", "--check") == (0, "", "")
    project.change(LESSON, "Việc thứ hai", "Việc thứ nhì")
    code, out, _ = lophoc("translate", "--check")
    assert (code, out.splitlines()) == (1, ["out of date: courses/khoi-dau/en.po"])


def test_translate_touches_no_file_that_is_up_to_date(lophoc: Command, project: Project) -> None:
    lophoc("translate")
    before = {path: path.stat().st_mtime_ns for path in project.root.rglob("*.po")}
    assert lophoc("translate").code == 0
    assert {path: path.stat().st_mtime_ns for path in project.root.rglob("*.po")} == before


def test_our_own_catalogs_are_up_to_date(lophoc: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(REPOSITORY)
    assert lophoc("translate", "--check", "--interface") == (0, "", "")


# --- what goes wrong ------------------------------------------------------------------------------


def test_build_with_mistakes_lists_them_and_builds_nothing(lophoc: Command, project: Project) -> None:
    break_lesson(project)
    code, out, err = lophoc("build")
    assert (code, err) == (1, "The sources have mistakes; nothing was built.\n")
    assert "[number-expected]" in out
    assert not (project.root / "site").exists()


def test_an_internal_fault_says_so_keeps_the_evidence_and_exits_with_2(
    lophoc: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError("nobody foresaw this")

    monkeypatch.setattr(cli, "look_at", fail)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    code, out, err = lophoc("check")
    log = next(tmp_path.glob("lophoc-*.log"))
    assert (code, out) == (2, "")
    assert str(log) in err
    assert "Traceback" not in err
    assert "RuntimeError: nobody foresaw this" in log.read_text(encoding="utf-8")


def test_a_file_that_cannot_be_written_is_no_internal_fault(lophoc: Command, project: Project) -> None:
    project.write("occupied", "x")
    code, _, err = lophoc("schema", "--out", "occupied")
    assert code == 2
    assert "occupied" in err


def test_the_version_is_that_of_the_package(lophoc: Command) -> None:
    text = (REPOSITORY / "pyproject.toml").read_text(encoding="utf-8")
    version = re.search(r'^version = "(.+)"', text, re.MULTILINE)
    assert version is not None
    assert version[1] in lophoc("--version").out


# --- laws ----------------------------------------------------------------------------------------


def test_laws_says_where_a_document_is_cited(lophoc: Command) -> None:
    code, out, _ = lophoc("laws", "luat-thu-2020", "--lang", "en")
    assert code == 0
    assert out.splitlines() == [
        "  courses/khoi-dau/bai-1.yml:5:25: Bài một (khoản 1 Điều 5)",
        "  quizzes/khoi-dau/tu-kiem.yml:13:10: cau-mot (Điều 5)",
        "  courses/glossary.yml:4:8: thuật ngữ (Điều 5)",
    ]


def test_laws_lists_the_register(lophoc: Command) -> None:
    assert lophoc("laws", "--lang", "en").out == "luat-thu-2020: Luật Thử, cited 3 times\n"


def test_laws_says_what_changes_touch(lophoc: Command) -> None:
    code, out, _ = lophoc("laws", "--changed-since", "2020-01-01", "--lang", "en")
    assert (code, out.splitlines()[0]) == (0, "2020-07-01: Luật Thử (luat-thu-2020) comes into force")
    assert len(out.splitlines()) == 4
    assert lophoc("laws", "--changed-since", "2021-01-01").out == ""


def test_laws_helps_with_a_mistyped_document(lophoc: Command) -> None:
    code, _, err = lophoc("laws", "luat-thu-2002", "--lang", "en")
    assert (code, "Did you mean “luat-thu-2020”?" in err) == (2, True)


def test_lint_is_asked_for(lophoc: Command) -> None:
    assert lophoc("check", "--lang", "en").out == "= 0 errors, 0 warnings\n"
    assert "[few-questions]" in lophoc("check", "--lint", "--lang", "en").out


def test_laws_of_a_broken_register_tells_what_is_wrong_with_it(lophoc: Command, project: Project) -> None:
    project.change("courses/laws.yml", "in_force: 2020-07-01", "in_force: mai")
    code, out, _ = lophoc("laws", "luat-thu-2020", "--lang", "en")
    assert (code, out.startswith("courses/laws.yml:")) == (1, True)


def test_reviewing_a_catalog_that_is_not_there_says_so(lophoc: Command) -> None:
    code, out, _ = lophoc("review", "--done", "courses/khong-co/en.po", "--lang", "en")
    assert (code, "courses/khong-co/en.po" in out) == (1, True)


def test_a_day_of_review_that_is_none_counts_as_no_review(lophoc: Command, project: Project) -> None:
    assert lophoc("translate").code == 0
    name = "courses/khoi-dau/en.po"
    catalog = polib.pofile(str(project.root / name))
    for entry in catalog:
        entry.msgstr = "Something"
    catalog.save()
    total = len(catalog)
    assert lophoc("review", "--done", name, "--lang", "en").out.startswith(f"{name}: {total} of {total} ")
    project.write(name, re.sub(r"reviewed 20\d\d-\d\d", "reviewed 2026-13", project.read(name)))
    assert lophoc("review", name, "--lang", "en").out.startswith(f"{name}: 0 of {total} ")
