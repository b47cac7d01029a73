"""What trainers get wrong: each mistake gives one problem, in the right place, that says how to mend it."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest

from generator import catalog, source, writing
from generator.problems import RULES, Problem, as_text
from generator.questions import KINDS
from generator.source import MAX_BYTES, MAX_DEPTH, List, Map
from tests.conftest import REPOSITORY, Project, check_golden, make_project

FILE = "tests/mistakes/mistakes.yml"
MARK = "▶"

Answers = dict[str, tuple[list[Problem], str | None]]
"""By the name of each mistake: its problems, and the place where they should be."""


def mistakes() -> list[Any]:
    value, problems = source.read(REPOSITORY / FILE, FILE)
    assert isinstance(value, List)
    assert not problems
    return [pytest.param(entry, id=entry["mistake"].replace(" ", "-")) for entry in value]


def make(project: Project, change: Map) -> str | None:
    """Write a mistake; returns the place that is marked in it, if any."""
    file, new = change["file"], change["write"]
    if "find" in change:
        project.change(file, change["find"], new)
    else:
        project.write(file, new)
    text = project.read(file)
    before, mark, _ = text.partition(MARK)
    if not mark:
        return None
    project.write(file, text.replace(MARK, ""))
    lines = before.split("\n")
    return f"{file}:{len(lines)}:{len(lines[-1]) + 1}"


def told(project: Project, mistake: Map) -> tuple[list[Problem], str | None]:
    """The problems of a mistake and the place where they should be."""
    marked = make(project, mistake)
    for more in ("also", "and"):
        if more in mistake:
            make(project, mistake[more])
    return project.problems(), mistake.get("at", marked)


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Answers:
    folder = tmp_path_factory.mktemp("mistakes")
    return {
        mistake["mistake"]: told(make_project(folder / str(number)), mistake)
        for number, (mistake,) in enumerate(parameter.values for parameter in mistakes())
    }


def test_a_project_without_a_mistake_has_no_problem(project: Project) -> None:
    assert project.found() == []


@pytest.mark.parametrize("mistake", mistakes())
def test_a_mistake_gives_one_problem_where_it_was_made(answers: Answers, mistake: Map) -> None:
    problems, where = answers[mistake["mistake"]]
    assert [f"{p.where} {p.code}" for p in problems] == [f"{where} {mistake['gets']}"]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_mistake_is_explained_in_the_trainers_language(answers: Answers, language: str) -> None:
    """The golden files hold what a trainer reads, for people to judge."""
    gettext = catalog.interface(language).gettext
    said = []
    for (mistake,) in (parameter.values for parameter in mistakes()):
        problems, _ = answers[mistake["mistake"]]
        for problem in problems:
            assert problem.hint(gettext).strip(), mistake["mistake"]
            assert mistake.get("hint", "") in problem.hint(gettext), "it offers the word that was meant"
        said += [f"# {mistake['mistake']}", *(as_text(problem, gettext) for problem in problems), ""]
    check_golden(f"mistakes.{language}.txt", "\n".join(said))


# --- what a text file cannot show ----------------------------------------------------------------

LESSON = "courses/khoi-dau/bai-1.yml"
TEXT = "title: Bài một\nminutes: 10\noutcomes: [hieu-bai]\nbody: Văn bản đầy đủ.\nquiz: tu-kiem\n"
DEEP = "[" * (MAX_DEPTH + 1)

BYTES = {
    "saved for old Windows programs": (
        "title: Bai mot\nminutes: 10\nbody: Gi\xf5i v\xe0 nam\n".encode("cp1252"),
        f"{LESSON}:3:1 not-utf8",
    ),
    "saved as Unicode by Notepad": (TEXT.encode("utf-16"), f"{LESSON}:1:1 not-utf8"),
    "saved as Unicode without a mark": (
        "title: a\nbody: b\n".encode("utf-16-le"),
        f"{LESSON}:1:1 not-utf8",
    ),
    "a Word document": (b"PK\x03\x04\x14\x00\x08\x00\xff\xfe", f"{LESSON}:1:1 not-utf8"),
    "larger than any lesson": (b"title: x\n" + b"# " + b"x" * MAX_BYTES, f"{LESSON}:1:1 file-too-large"),
    "brackets without end": (f"title: {DEEP}".encode(), f"{LESSON}:1:{7 + MAX_DEPTH} too-deep"),
    "a control character pasted along": (
        b"title: B\x07ai\nminutes: 10\nbody: x\n",
        f"{LESSON}:1:9 control-character",
    ),
}


@pytest.mark.parametrize("name", BYTES)
def test_a_file_that_cannot_be_read_gives_one_problem(project: Project, name: str) -> None:
    data, expected = BYTES[name]
    project.write(LESSON, data)
    assert project.found() == [expected]


GOOD_BYTES = {
    "with the mark that Notepad writes": b"\xef\xbb\xbf" + TEXT.encode(),
    "with line ends of Windows": TEXT.replace("\n", "\r\n").encode(),
    "with letters and marks apart, as a Mac writes them": unicodedata.normalize("NFD", TEXT).encode(),
    "without an end of the last line": TEXT.rstrip().encode(),
}


@pytest.mark.parametrize("name", GOOD_BYTES)
def test_a_file_reads_the_same(project: Project, name: str) -> None:
    project.write(LESSON, GOOD_BYTES[name])
    assert project.found() == []
    lesson = project.library().courses["khoi-dau"].lessons["bai-1"]
    assert (lesson.title, lesson.body) == ("Bài một", "Văn bản đầy đủ.")


def test_a_project_without_a_site_file_says_so(project: Project) -> None:
    (project.root / "courses/site.yml").unlink()
    assert project.found() == ["courses/site.yml:1:1 file-not-found"]


def test_all_mistakes_of_all_files_are_told_at_once_in_the_order_of_the_files(project: Project) -> None:
    project.change("courses/khoi-dau/bai-1.yml", "minutes: 10", "minutes: lâu")
    project.change("courses/khoi-dau/bai-1.yml", "title: Bài một", "title: [Bài]")
    project.change("quizzes/khoi-dau/tu-kiem.yml", "pass: 80", "pass: 800")
    project.change("docs/index.md", "course.yml", "khoa.yml")
    assert project.found() == [
        "courses/khoi-dau/bai-1.yml:1:8 text-expected",
        "courses/khoi-dau/bai-1.yml:2:10 number-expected",
        "docs/index.md:3:29 broken-link",
        "quizzes/khoi-dau/tu-kiem.yml:2:7 number-too-large",
    ]


def test_every_code_that_a_trainer_can_meet_stands_in_the_table(project: Project) -> None:
    """Catalogs and habits of writing have tests of their own, kinds their examples; the rest is shown here."""
    shown = {parameter.values[0]["gets"] for parameter in mistakes()}
    shown |= {expected.split()[-1] for _, expected in BYTES.values()}
    for kind in KINDS.values():
        examples, _ = source.read(kind.folder / "examples.yml", kind.name)
        assert isinstance(examples, Map)
        shown |= {code for bad in examples["bad"] for code in bad["problems"]}
    elsewhere = {code for code in RULES if code.startswith(("catalog-", "translation-"))}
    elsewhere |= {*writing.FINDINGS, writing.ALLOWED_IN_VAIN.code, writing.UNKNOWN_FINDING.code}
    assert set(RULES) - shown - elsewhere == {
        "file-not-found",  # of a path on the command line, of site.yml: shown there
        "file-not-readable",  # of a file that another program holds; needs Windows
        "yaml-syntax",  # what no other rule explains; see the test of the reader
    }


@pytest.mark.parametrize("mistake", mistakes())
def test_habits_can_be_looked_for_whatever_else_is_wrong(project: Project, mistake: Map) -> None:
    told(project, mistake)
    codes = {problem.code for problem in writing.check(project.library())}
    assert codes <= {*writing.FINDINGS, writing.UNKNOWN_FINDING.code, writing.ALLOWED_IN_VAIN.code}
