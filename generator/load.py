"""From a project folder to a `Library`: every source read and validated, then looked at as a whole.

Everything that can be wrong is gathered as problems; the library holds what is left.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from generator import rules
from generator.languages import LANGUAGES
from generator.library import Library, LoadedCourse, courses_in_order
from generator.memo import FORGETFUL, Memo, state
from generator.model import (
    ID_PATTERN,
    Audience,
    Course,
    Duty,
    Entry,
    Id,
    Law,
    Lesson,
    Line,
    Page,
    Prose,
    Site,
    Source,
    Term,
)
from generator.problems import NOWHERE, Location, Problem, Rule, Severity, did_you_mean, in_order
from generator.questions import AnyQuiz
from generator.source import NOT_UTF8, Map, Text, Value, invisible, read
from generator.validate import validate

BAD_NAME = Rule(
    "bad-name",
    "the name “{name}” cannot be an address",
    "Use small letters a to z without marks, digits and dashes, for example “khai-niem-gioi”.",
)
WRONG_SUFFIX = Rule(
    "wrong-suffix",
    "the file “{name}” is not read: its name must end in “.yml”",
    "Rename it. Pictures and forms belong in the folder “media”.",
    Severity.WARNING,
)
NO_COURSE = Rule(
    "no-course-file",
    "the folder “{name}” has no file course.yml",
    "Add one (“lophoc new course {name}” shows how), or rename the folder.",
)
QUIZ_WITHOUT_COURSE = Rule(
    "quiz-without-course",
    "quizzes are in folder “{name}”, but there is no course of this name",
    "Give the folder the name of its course. Courses: {known}.",
)
NO_TITLE = Rule("page-without-title", "the page has no title", "Start it with a line “# Title”.")

Names = frozenset[str] | None
R = TypeVar("R")


def load(
    root: Path, memo: Memo = FORGETFUL, unread: Mapping[str, Mapping[str, Names]] = MappingProxyType({})
) -> tuple[Library, list[Problem]]:
    """Read a whole project. Never raises for anything that the sources can contain.

    What ``memo`` knows of files that are as they were is taken from there, the same objects. ``unread``:
    courses that are left out, by their id; of each, what others may point at, as in `Library.declared`.
    """
    loader = _Loader(root, memo, unread)
    library = loader.library()
    # Stand-ins for what is broken have no place, and what a rule says of them is news to nobody.
    found = [problem for problem in rules.check(library, memo) if problem.where != NOWHERE]
    return library, in_order([*loader.problems, *found])


class _Loader:
    """Reads files and keeps the problems of reading them."""

    def __init__(self, root: Path, memo: Memo, unread: Mapping[str, Mapping[str, Names]]) -> None:
        self.root = root
        self.memo = memo
        self.unread = unread
        self.problems: list[Problem] = []
        self.declared: dict[str, Names] = {}

    def library(self) -> Library:
        site = self.entry(Site, "courses/site.yml") or Site.model_construct(
            id=Text(""),
            title=Line(""),
            publisher=Line(""),
            languages=[Text(next(iter(LANGUAGES)))],
            courses=[],
        )
        folders = list(self.folders("courses"))
        self.declared["course"] = frozenset(folders)
        read = (self.course(key) for key in folders if key not in self.unread)
        courses = {course.id: course for course in read if course is not None}
        for names in self.unread.values():
            self.declared |= names
        for name in self.folders("quizzes"):
            if name not in folders:
                where, near = Location(f"quizzes/{name}"), did_you_mean(name, folders)
                self.problems.append(
                    QUIZ_WITHOUT_COURSE.at(where, name=name, known=", ".join(folders) or "–", closest=near)
                )
        return Library(
            root=self.root,
            site=site,
            audiences=self.register(Audience, "audience", "audiences"),
            courses={key: courses[key] for key in courses_in_order(site, courses)},
            laws=self.register(Law, "law", "laws"),
            sources=self.register(Source, "source", "sources"),
            terms=self.register(Term, "term", "glossary"),
            duties=self.register(Duty, "duty", "duties"),
            pages=self.pages(),
            assets=self.assets(),
            declared=self.declared,
        )

    def entry(self, model: Any, file: str) -> Any:
        """What a file holds."""
        return self.of_file(model, file, lambda entry, _: entry)

    def of_file(self, model: Any, file: str, wanted: Callable[[Any, Value | None], R]) -> R:
        """Of what a file holds, as a model and as it was written, what is ``wanted``: the rest takes room."""

        def make() -> tuple[R, list[Problem]]:
            value, problems = read(self.root / file, file)
            entry, more = validate(model, value, file)
            return wanted(entry, value), [*problems, *more]

        found, problems = self.memo.get((file, state(self.root / file)), make)
        self.problems += problems
        return found

    def register(self, model: type[Entry], what: str, name: str) -> dict[str, Any]:
        file = f"courses/{name}.yml"
        if not (self.root / file).exists():
            return self.memo.get((file, "missing"), dict)
        entries, self.declared[what] = self.of_file(dict[Id, model], file, _with_names)  # type: ignore[valid-type]
        return entries

    def folders(self, parent: str) -> Iterator[str]:
        for path in sorted((self.root / parent).glob("*")):
            if not path.is_dir() or path.name.startswith("."):
                continue
            if re.match(ID_PATTERN, path.name):
                yield path.name
            else:
                self.problems.append(BAD_NAME.at(Location(f"{parent}/{path.name}"), name=path.name))

    def course(self, name: str) -> LoadedCourse | None:
        folder = f"courses/{name}"
        self.declared[f"outcome/{name}"] = None
        if not (self.root / folder / "course.yml").exists():
            self.problems.append(NO_COURSE.at(Location(folder), name=name))
            return None
        course: Course | None = self.entry(Course, f"{folder}/course.yml")
        lessons = self.entries(Lesson, folder, f"lesson/{name}")
        quizzes = self.entries(AnyQuiz, f"quizzes/{name}", f"quiz/{name}")
        if course is None:
            return None
        if course.is_whole:
            self.declared[f"outcome/{name}"] = frozenset(course.outcomes)
        listed = {str(key): lessons[key] for key in course.lessons if key in lessons}
        parts = (course, *listed.values(), *quizzes.values())
        return self.memo.get((name, *parts), lambda: LoadedCourse(name, course, listed, quizzes))

    def entries(self, model: Any, folder: str, what: str) -> dict[str, Any]:
        """The files of a folder, but for that of the course itself."""
        names = [name for name in self.names(folder) if name != "course"]
        self.declared[what] = frozenset(names)
        found = {name: self.entry(model, f"{folder}/{name}.yml") for name in names}
        return {name: entry for name, entry in found.items() if entry is not None}

    def names(self, folder: str) -> Iterator[str]:
        """The YAML files of a folder, without suffix."""
        for path in sorted((self.root / folder).glob("*")):
            where = Location(f"{folder}/{path.name}")
            if path.is_dir() or path.name.startswith(".") or path.suffix == ".po":
                continue
            if path.suffix != ".yml":
                self.problems.append(WRONG_SUFFIX.at(where, name=path.name))
            elif re.match(ID_PATTERN, path.stem):
                yield path.stem
            else:
                self.problems.append(BAD_NAME.at(where, name=path.name))

    def pages(self) -> dict[str, Page]:
        pages: dict[str, Page] = {}
        for path in _visible(self.root / "docs"):
            if path.suffix != ".md":
                continue
            name = path.relative_to(self.root).as_posix()
            found = self.memo.get((name, state(path)), partial(_page, path, name))
            if isinstance(found, Problem):
                self.problems.append(found)
            else:
                pages[name.removeprefix("docs/").removesuffix(".md")] = found
        return pages

    def assets(self) -> dict[str, Path]:
        """Everything below the media folders of courses, and what is no page below docs/."""
        courses, docs = self.root / "courses", self.root / "docs"
        found: dict[str, Path] = {}
        for media in sorted(courses.glob("*/media")):
            found |= {path.relative_to(self.root).as_posix(): path for path in _visible(media)}
        for path in _visible(docs):
            if path.suffix not in {".md", ".po"}:
                found[path.relative_to(docs).as_posix()] = path
        return found


def _visible(folder: Path) -> Iterator[Path]:
    """Every file below a folder; hidden ones are left out, as they are by `engine.sources`."""
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder).parts
        if path.is_file() and not any(part.startswith(".") for part in inside):
            yield path


def _with_names(entries: dict[str, Any] | None, value: Value | None) -> tuple[dict[str, Any], Names]:
    """Entries of a register, and all names that stand in it."""
    return entries or {}, frozenset(value) if isinstance(value, Map) else None


def _page(path: Path, name: str) -> Page | Problem:
    """A hand-written page, or why there is none."""
    try:
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return NOT_UTF8.at(Location(name))
    if problem := invisible(text, name):
        return problem
    heading = re.match(r"\s*# +(.+)\n?", text)
    if heading is None:
        return NO_TITLE.at(Location(name))
    first = text.count("\n", 0, heading.end()) + 1
    above, below = Location(name, first - 1, 3), Location(name, first)
    title = Line(heading[1].strip(), above, above)
    rest = text[heading.end() :]
    body = Prose(rest, below, below) if rest.strip() else None
    return Page(title=title, body=body)
