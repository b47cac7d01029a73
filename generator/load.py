"""From a project folder to a `Library`: every source read, validated and its references resolved.

Everything that can be wrong is gathered as problems; the library holds what is left.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from uuid import UUID

from generator import addresses, laws, markdown
from generator.languages import LANGUAGES
from generator.model import (
    ID_PATTERN,
    Audience,
    Course,
    Entry,
    Grounded,
    Id,
    Law,
    Lesson,
    Line,
    Page,
    Prose,
    Question,
    Quiz,
    Site,
    Source,
    Term,
    TextChange,
)
from generator.problems import N_, Location, Problem, Rule, Severity, did_you_mean, in_order
from generator.questions import KINDS, AnyQuiz
from generator.source import NOT_UTF8, Origin, Text, read
from generator.validate import validate

BAD_FOLDER = Rule(
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
UNKNOWN = {
    what: Rule(f"unknown-{what}", message, "Known: {known}.")
    for what, message in {
        "lesson": N_("there is no lesson “{id}” in this course"),
        "quiz": N_("there is no quiz “{id}” for this course"),
        "course": N_("there is no course “{id}”"),
        "audience": N_("there is no audience “{id}” in audiences.yml"),
        "outcome": N_("the course has no outcome “{id}”"),
        "source": N_("there is no source “{id}” in sources.yml"),
        "document": N_("there is no law “{id}” in laws.yml and no source of that name"),
        "language": N_("the language “{id}” is not supported yet"),
    }.items()
}
UNKNOWN_ARTICLE = Rule(
    "unknown-article",
    "laws.yml does not list Article {article} of “{document}”",
    "Check the number; if it is right, add the article and its heading to laws.yml.",
)
BAD_CITATION = Rule(
    "bad-citation",
    "“{text}” is not a citation",
    "Write the id of the law and the place: luat-bdg-2006 Điều 5 khoản 1 điểm a. Part several by “;”.",
)
BROKEN_LINK = Rule(
    "broken-link",
    "the link leads to “{target}”, which does not exist",
    "Give the path to the file from here, for example ../glossary.yml#gioi or khai-niem.yml.",
)
LESSON_NOT_LISTED = Rule(
    "lesson-not-listed",
    "the lesson “{id}” is not in the list “lessons” of its course, so nobody will see it",
    "Add it to course.yml, or delete the file.",
    Severity.WARNING,
)
QUIZ_NOT_USED = Rule(
    "quiz-not-used",
    "no lesson and no course leads to the quiz “{id}”",
    "Write “quiz: {id}” in a lesson or in course.yml, or delete the file.",
    Severity.WARNING,
)
LISTED_TWICE = Rule("listed-twice", "“{id}” is listed twice", "Keep one of the two.")
OUTCOME_NOT_TAUGHT = Rule(
    "outcome-not-taught",
    "no lesson teaches the outcome “{id}”",
    "Name it under “outcomes” of a lesson, or remove it from the course.",
    Severity.WARNING,
)
DUPLICATE_QUESTION = Rule(
    "duplicate-question",
    "the question id “{id}” is used twice; the first is at {first}",
    "Give one of them another id: answers of learners are kept by it.",
)
NO_BASIS = Rule(
    "no-basis",
    "“{id}” does not say what it rests on",
    "Add “law: …”, “source: …”, or “practice: true” where no law or source says it.",
)
SEVERAL_BASES = Rule(
    "several-bases",
    "“{id}” names more than one basis",
    "Keep one of “law”, “source” and “practice”; cite the others in the explanation.",
)
REQUIRES_CIRCLE = Rule(
    "requires-circle",
    "the courses {courses} require each other",
    "Remove one of the requirements, so that there is a first course.",
)
BAD_SITE_ID = Rule(
    "bad-site-id",
    "the id of the site is not a UUID",
    "Learners' records hang on it. A fresh one: {fresh}",
)
NO_TITLE = Rule("page-without-title", "the page has no title", "Start it with a line “# Title”.")


@dataclass(frozen=True, slots=True)
class LoadedCourse:
    """A course with the lessons and quizzes of its folders, by id."""

    id: str
    course: Course
    lessons: dict[str, Lesson]
    """In the order of the course; lessons that it does not list are left out."""
    quizzes: dict[str, Quiz[Any]]

    def quiz_order(self) -> Iterator[str]:
        """Ids of the quizzes in the order in which a learner meets them."""
        wanted = [*(lesson.quiz for lesson in self.lessons.values()), self.course.quiz]
        yield from (quiz for quiz in dict.fromkeys(wanted) if quiz in self.quizzes)


@dataclass(frozen=True, slots=True)
class Library:
    """All that a project holds, in one language."""

    root: Path
    site: Site
    audiences: dict[str, Audience]
    courses: dict[str, LoadedCourse]
    """In the order of the site."""
    laws: dict[str, Law]
    sources: dict[str, Source]
    terms: dict[str, Term]
    pages: dict[str, Page]
    """Hand-written pages by their path below docs/, without suffix."""
    assets: dict[str, Path] = field(default_factory=dict)
    """Pictures and downloads: address in the site to file."""

    @property
    def source_language(self) -> str:
        return str(self.site.languages[0])

    def with_texts(self, change_in: Callable[[str], TextChange]) -> Library:
        """A copy with other texts; ``change_in(folder)`` gives the change for one catalog folder.

        Contexts are ``file/element/field``, relative to the folder.
        """
        shared = change_in("courses")

        def register(entries: Mapping[str, Any], name: str) -> dict[str, Any]:
            return {key: entry.with_texts(shared, f"{name}/{key}") for key, entry in entries.items()}

        return replace(
            self,
            site=self.site.with_texts(shared, "site"),
            audiences=register(self.audiences, "audiences"),
            laws=register(self.laws, "laws"),
            sources=register(self.sources, "sources"),
            terms=register(self.terms, "glossary"),
            courses={key: _course_with_texts(loaded, change_in) for key, loaded in self.courses.items()},
            pages={key: page.with_texts(change_in("docs"), key) for key, page in self.pages.items()},
        )

    def texts(self) -> dict[str, list[tuple[str, Line | Prose]]]:
        """Every translatable text with its context, by the folder of its catalog."""
        found: dict[str, list[tuple[str, Line | Prose]]] = {}

        def collector(folder: str) -> TextChange:
            def collect(text: Line | Prose, context: str) -> Line | Prose:
                found.setdefault(folder, []).append((context, text))
                return text

            return collect

        self.with_texts(collector)
        return found


def _course_with_texts(loaded: LoadedCourse, change_in: Callable[[str], TextChange]) -> LoadedCourse:
    of_course, of_quizzes = change_in(f"courses/{loaded.id}"), change_in(f"quizzes/{loaded.id}")
    return LoadedCourse(
        id=loaded.id,
        course=loaded.course.with_texts(of_course, "course"),
        lessons={key: lesson.with_texts(of_course, key) for key, lesson in loaded.lessons.items()},
        quizzes={key: quiz.with_texts(of_quizzes, key) for key, quiz in loaded.quizzes.items()},
    )


def load(root: Path) -> tuple[Library, list[Problem]]:
    """Read a whole project. Never raises for anything that the sources can contain."""
    loader = _Loader(root)
    library = loader.library()
    return library, in_order([*loader.problems, *check(library)])


class _Loader:
    """Reads files and keeps the problems of reading them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.problems: list[Problem] = []

    def library(self) -> Library:
        site = self.entry(Site, "courses/site.yml") or Site.model_construct(
            id=Text(""), title=Line(""), publisher=Line(""), languages=[Text("vi")], courses=[]
        )
        courses = {
            course.id: course
            for folder in self.folders("courses")
            if (course := self.course(folder, site)) is not None
        }
        for name in self.folders("quizzes"):
            if name not in courses:
                known = ", ".join(courses)
                near = did_you_mean(name, courses)
                self.problems.append(
                    QUIZ_WITHOUT_COURSE.at(Location(f"quizzes/{name}"), name=name, known=known, closest=near)
                )
        order = [str(course) for course in site.courses]
        return Library(
            root=self.root,
            site=site,
            audiences=self.register(Audience, "audiences"),
            courses={key: courses[key] for key in dict.fromkeys([*order, *courses]) if key in courses},
            laws=self.register(Law, "laws"),
            sources=self.register(Source, "sources"),
            terms=self.register(Term, "glossary"),
            pages=self.pages(),
            assets=self.assets(),
        )

    def entry(self, model: Any, file: str) -> Any:
        value, problems = read(self.root / file, file)
        self.problems += problems
        entry, problems = validate(model, value, file)
        self.problems += problems
        return entry

    def register(self, model: type[Entry], name: str) -> dict[str, Any]:
        if not (self.root / f"courses/{name}.yml").exists():
            return {}
        return self.entry(dict[Id, model], f"courses/{name}.yml") or {}  # type: ignore[valid-type]

    def folders(self, parent: str) -> Iterator[str]:
        for path in sorted((self.root / parent).glob("*")):
            if not path.is_dir() or path.name.startswith("."):
                continue
            if re.match(ID_PATTERN, path.name):
                yield path.name
            else:
                self.problems.append(BAD_FOLDER.at(Location(f"{parent}/{path.name}"), name=path.name))

    def course(self, name: str, site: Site) -> LoadedCourse | None:
        folder = f"courses/{name}"
        if not (self.root / folder / "course.yml").exists():
            self.problems.append(NO_COURSE.at(Location(folder), name=name))
            return None
        course: Course | None = self.entry(Course, f"{folder}/course.yml")
        lessons = {
            stem: lesson
            for stem in self.stems(folder)
            if stem != "course" and (lesson := self.entry(Lesson, f"{folder}/{stem}.yml")) is not None
        }
        quizzes = {
            stem: quiz
            for stem in self.stems(f"quizzes/{name}")
            if (quiz := self.entry(AnyQuiz, f"quizzes/{name}/{stem}.yml")) is not None
        }
        if course is None:
            return None
        self.problems += _listed(
            course.lessons, self.stems(folder, report=False), UNKNOWN["lesson"], except_for={"course"}
        )
        for stem in self.stems(folder, report=False):
            if stem not in {*course.lessons, "course"}:
                self.problems.append(LESSON_NOT_LISTED.at(Location(f"{folder}/{stem}.yml"), id=stem))
        ordered = {str(key): lessons[key] for key in course.lessons if key in lessons}
        return LoadedCourse(name, course, ordered, quizzes)

    def stems(self, folder: str, *, report: bool = True) -> Iterator[str]:
        """Names of the YAML files of a folder, without suffix."""
        for path in sorted((self.root / folder).glob("*")):
            if path.is_dir() or path.name.startswith(".") or path.suffix == ".po":
                continue
            if path.suffix != ".yml":
                if report:
                    self.problems.append(WRONG_SUFFIX.at(Location(f"{folder}/{path.name}"), name=path.name))
            elif re.match(ID_PATTERN, path.stem):
                yield path.stem
            elif report:
                self.problems.append(BAD_FOLDER.at(Location(f"{folder}/{path.name}"), name=path.name))

    def pages(self) -> dict[str, Page]:
        pages: dict[str, Page] = {}
        for path in sorted((self.root / "docs").rglob("*.md")):
            name = path.relative_to(self.root).as_posix()
            try:
                text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
            except UnicodeDecodeError:
                self.problems.append(NOT_UTF8.at(Location(name)))
                continue
            heading = re.match(r"\s*# +(.+)\n?", text)
            if heading is None:
                self.problems.append(NO_TITLE.at(Location(name)))
                continue
            first = text.count("\n", 0, heading.end()) + 1
            title = Line(heading[1].strip(), Location(name, first - 1, 3), Origin(first - 1, 3))
            rest = text[heading.end() :]
            body = Prose(rest, Location(name, first), Origin(first, 1)) if rest.strip() else None
            pages[name.removeprefix("docs/").removesuffix(".md")] = Page(title=title, body=body)
        return pages

    def assets(self) -> dict[str, Path]:
        """Everything below the media folders of courses, and what is no page below docs/."""
        found: dict[str, Path] = {}
        for path in sorted((self.root / "courses").glob("*/media/**/*")):
            if path.is_file():
                found[path.relative_to(self.root).as_posix()] = path
        for path in sorted((self.root / "docs").rglob("*")):
            if path.is_file() and path.suffix not in {".md", ".po"} and not path.name.startswith("."):
                found[path.relative_to(self.root / "docs").as_posix()] = path
        return found


# --- rules over the whole library ----------------------------------------------------------------


def check(library: Library) -> Iterator[Problem]:
    """Every rule that spans entries or looks inside texts."""
    yield from _check_site(library)
    for loaded in library.courses.values():
        yield from _check_course(library, loaded)
    yield from _check_questions(library)
    yield from _check_bases(library)
    for file, text in _proses(library):
        yield from markdown.check(text)
        yield from _check_references(library, file, text)


def _check_site(library: Library) -> Iterator[Problem]:
    site = library.site
    try:
        UUID(site.id)
    except ValueError:
        if site.title:
            yield BAD_SITE_ID.at(site.id.where, fresh=UUID(bytes=_digest(site.title)))
    yield from _listed(site.languages, LANGUAGES, UNKNOWN["language"])
    yield from _listed(site.courses, library.courses, UNKNOWN["course"])
    yield from _check_circles(library)


def _digest(text: str) -> bytes:
    from hashlib import sha256  # noqa: PLC0415 (rarely needed)

    return sha256(text.encode()).digest()[:16]


def _check_circles(library: Library) -> Iterator[Problem]:
    """Report each circle of requirements once, at its first course."""
    requires = {key: [str(r) for r in loaded.course.requires] for key, loaded in library.courses.items()}
    reported: set[frozenset[str]] = set()
    for start in requires:
        trail, frontier = {start}, [start]
        while frontier:
            for following in requires.get(frontier.pop(), []):
                if following == start and frozenset(trail) not in reported:
                    reported.add(frozenset(trail))
                    where = library.courses[start].course.requires[0].where
                    yield REQUIRES_CIRCLE.at(where, courses=", ".join(sorted(trail)))
                elif following not in trail:
                    trail.add(following)
                    frontier.append(following)


def _check_course(library: Library, loaded: LoadedCourse) -> Iterator[Problem]:
    course, lessons, quizzes = loaded.course, loaded.lessons, loaded.quizzes
    yield from _listed(course.audiences, library.audiences, UNKNOWN["audience"])
    yield from _listed(course.requires, library.courses, UNKNOWN["course"])
    taught: set[str] = set()
    used = {course.quiz}
    for lesson in lessons.values():
        yield from _listed(lesson.outcomes, course.outcomes, UNKNOWN["outcome"])
        taught.update(lesson.outcomes)
        used.add(lesson.quiz)
    yield from _listed(filter(None, used), quizzes, UNKNOWN["quiz"])
    all_read = len(lessons) == len(course.lessons)
    for outcome in course.outcomes:
        if all_read and outcome not in taught:
            yield OUTCOME_NOT_TAUGHT.at(outcome.where, id=outcome)
    for key, quiz in quizzes.items():
        if all_read and key not in used:
            yield QUIZ_NOT_USED.at(Location(f"quizzes/{loaded.id}/{key}.yml"), id=key)
        for question in quiz.questions:
            if question.outcome:
                yield from _listed([question.outcome], course.outcomes, UNKNOWN["outcome"])


def _listed(
    ids: Any,
    known: Any,
    rule: Rule,
    *,
    except_for: set[str] = frozenset(),  # type: ignore[assignment]
) -> Iterator[Problem]:
    """References to things that do not exist, or that stand in one list twice."""
    names = [name for name in known if name not in except_for]
    seen: set[str] = set()
    for reference in ids:
        if reference not in names:
            near = did_you_mean(reference, names)
            yield rule.at(reference.where, id=reference, known=", ".join(names) or "–", closest=near)
        elif reference in seen:
            yield LISTED_TWICE.at(reference.where, id=reference)
        seen.add(reference)


def _questions(library: Library) -> Iterator[Question]:
    for loaded in library.courses.values():
        for quiz in loaded.quizzes.values():
            yield from quiz.questions


def _check_questions(library: Library) -> Iterator[Problem]:
    first: dict[str, Location] = {}
    for question in _questions(library):
        if question.id in first:
            yield DUPLICATE_QUESTION.at(question.id.where, id=question.id, first=first[question.id])
        first.setdefault(question.id, question.id.where)
        yield from KINDS[question.kind].check(question)


def _check_bases(library: Library) -> Iterator[Problem]:
    grounded: list[tuple[str, Grounded]] = [(q.id, q) for q in _questions(library)]
    grounded += library.terms.items()
    for name, entry in grounded:
        bases = [entry.law, entry.source, entry.practice or None]
        if not any(bases):
            yield NO_BASIS.at(entry.where, id=name)
        elif sum(basis is not None for basis in bases) > 1:
            yield SEVERAL_BASES.at(entry.where, id=name)
        if entry.law:
            yield from _check_citation(library, entry.law, entry.law.where)
        if entry.source:
            yield from _listed([entry.source], library.sources, UNKNOWN["source"])


def _check_citation(library: Library, text: str, where: Location) -> Iterator[Problem]:
    try:
        citations = laws.parse(text)
    except laws.CitationError as error:
        yield BAD_CITATION.at(where, text=error.args[0])
        return
    for citation in citations:
        law = library.laws.get(citation.document)
        if law is None and citation.document not in library.sources:
            known = [*library.laws, *library.sources]
            near = did_you_mean(citation.document, known)
            yield UNKNOWN["document"].at(
                where, id=citation.document, known=", ".join(known) or "–", closest=near
            )
        elif law is not None:
            for article in citation.articles:
                if article not in law.articles:
                    yield UNKNOWN_ARTICLE.at(where, article=article, document=citation.document)


def _proses(library: Library) -> Iterator[tuple[str, Prose]]:
    """Every text in Markdown, with its file."""
    for texts in library.texts().values():
        for _, text in texts:
            if isinstance(text, Prose):
                yield text.where.file, text


def _check_references(library: Library, file: str, text: Prose) -> Iterator[Problem]:
    for reference in markdown.references(text):
        if reference.kind == "citation":
            yield from _check_citation(library, reference.target, reference.where)
        elif not addresses.is_external(reference.target):
            target = addresses.resolve(reference.target, file)
            if not exists(library, target):
                yield BROKEN_LINK.at(reference.where, target=reference.target)


def exists(library: Library, target: str) -> bool:
    """Whether a source file (with an optional ``#anchor``) leads to a page or an asset."""
    if target in library.assets or target.removeprefix("docs/") in library.assets:
        return True
    file, _, anchor = target.partition("#")
    match file.split("/"):
        case ["courses", "glossary.yml"]:
            return not anchor or anchor in library.terms
        case ["courses", "laws.yml"]:
            return not anchor or anchor in library.laws
        case ["courses", "sources.yml"]:
            return not anchor or anchor in library.sources
        case ["courses", "audiences.yml"]:
            return anchor in library.audiences
        case ["courses", course_id, name] if course_id in library.courses:
            lessons = library.courses[course_id].lessons
            return name == "course.yml" or name.removesuffix(".yml") in lessons
        case ["quizzes", course_id, name] if course_id in library.courses:
            return name.removesuffix(".yml") in library.courses[course_id].quizzes
        case ["docs", *rest]:
            return "/".join(rest).removesuffix(".md") in library.pages
    return False
