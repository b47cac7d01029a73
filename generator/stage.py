"""Which pages a library makes: their addresses, their order, what stands on them.

A value computed from the library; how a page looks is for `generator.render`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from generator import addresses, laws, markdown
from generator.library import Library, LoadedCourse
from generator.model import Line, Page

PageKind = Literal[
    "home",
    "path",
    "course",
    "lesson",
    "quiz",
    "glossary",
    "laws",
    "law",
    "sources",
    "outcomes",
    "duties",
    "handbook",
    "record",
    "review",
    "certificate",
    "page",
]

HIDDEN: frozenset[PageKind] = frozenset({"handbook", "record", "review", "certificate"})
"""Pages that no search finds: those for facilitators, and those that show what one browser keeps."""

RECORDS: frozenset[PageKind] = frozenset({"record", "review", "certificate"})
"""Pages about a learner's record."""


@dataclass(frozen=True, slots=True)
class StagedPage:
    """One page of the site, in one language."""

    address: str
    """As in `generator.addresses`; the same in every language."""
    kind: PageKind
    """Names its template, too."""
    source: str
    """The file that a trainer edits to change the page."""
    title: Line | None = None
    """None where the interface names the page, not the author."""
    entry: Any = None
    """The entry that the page shows."""
    course: LoadedCourse | None = None
    """The course that the page belongs to."""
    part: str | None = None
    """Id of what the page shows within its course or register."""
    checks: tuple[str, ...] = ()
    """Ids of the questions in the text of the page, such as are asked in a quiz of the course."""

    @property
    def has_questions(self) -> bool:
        return self.kind == "quiz" or bool(self.checks)

    @property
    def is_hidden(self) -> bool:
        return self.kind in HIDDEN


def pages(library: Library) -> dict[str, StagedPage]:
    """Every page by its address, in the order of the site."""
    return {page.address: page for page in _pages(library)}


def _pages(library: Library) -> Iterator[StagedPage]:
    home = library.pages.get("index")
    yield StagedPage(addresses.HOME, "home", "docs/index.md", home.title if home else None, home)
    for key, audience in library.audiences.items():
        path = addresses.path(key)
        yield StagedPage(path, "path", "courses/audiences.yml", audience.title, audience, part=key)
    for loaded in library.courses.values():
        yield from _course_pages(loaded)
    yield StagedPage(addresses.RECORD, "record", "courses/site.yml")
    yield StagedPage(addresses.REVIEW, "review", "courses/site.yml")
    yield from _register_pages(library)
    for key, page in library.pages.items():
        if key != addresses.HOME:
            yield StagedPage(key, "page", f"docs/{key}.md", page.title, page)


def _register_pages(library: Library) -> Iterator[StagedPage]:
    if library.terms:
        yield StagedPage(addresses.GLOSSARY, "glossary", "courses/glossary.yml")
    if library.laws:
        yield StagedPage(addresses.LAWS, "laws", laws.REGISTER)
    for key, law in library.laws.items():
        yield StagedPage(addresses.law(key), "law", laws.REGISTER, law.short, law, part=key)
    if library.sources:
        yield StagedPage(addresses.SOURCES, "sources", "courses/sources.yml")
    if library.courses:
        yield StagedPage(addresses.OUTCOMES, "outcomes", "courses/site.yml")
    if library.duties:
        yield StagedPage(addresses.DUTIES, "duties", "courses/duties.yml")


def _course_pages(loaded: LoadedCourse) -> Iterator[StagedPage]:
    course, folder = loaded.course, f"courses/{loaded.id}"
    yield StagedPage(
        addresses.course(loaded.id), "course", f"{folder}/course.yml", course.title, course, loaded
    )
    for key, lesson in loaded.lessons.items():
        address = addresses.lesson(loaded.id, key)
        known = {question.id for quiz in loaded.quizzes.values() for question in quiz.questions}
        asked = (check.message for check in markdown.inline_checks(str(lesson.body)))
        placed = tuple(dict.fromkeys(check for check in asked if check in known))
        yield StagedPage(address, "lesson", f"{folder}/{key}.yml", lesson.title, lesson, loaded, key, placed)
    for key, quiz in loaded.quizzes.items():
        address = addresses.quiz(loaded.id, key)
        file = f"quizzes/{loaded.id}/{key}.yml"
        yield StagedPage(address, "quiz", file, quiz.title, quiz, loaded, key)
    yield StagedPage(
        addresses.handbook(loaded.id), "handbook", f"{folder}/course.yml", course.title, course, loaded
    )
    yield StagedPage(
        addresses.certificate(loaded.id), "certificate", f"{folder}/course.yml", course.title, course, loaded
    )


@dataclass(frozen=True, slots=True)
class Step:
    """A lesson or a quiz on a learner's way through a course."""

    kind: Literal["lesson", "quiz"]
    id: str
    title: Line
    address: str
    entry: Any


def steps(loaded: LoadedCourse) -> list[Step]:
    """A course in the order in which it is studied: each lesson, then its quiz; the course's quiz last.

    A quiz that comes before a lesson's or the course's stands before all that the other one is about.
    """
    way = _quiz_step(loaded, loaded.before(loaded.course.quiz))
    for key, lesson in loaded.lessons.items():
        way += _quiz_step(loaded, loaded.before(lesson.quiz))
        way.append(Step("lesson", key, lesson.title, addresses.lesson(loaded.id, key), lesson))
        way += _quiz_step(loaded, lesson.quiz)
    way += _quiz_step(loaded, loaded.course.quiz)
    return list({step.address: step for step in way}.values())


def _quiz_step(loaded: LoadedCourse, quiz_id: str | None) -> list[Step]:
    quiz = loaded.quizzes.get(quiz_id or "")
    if quiz is None or quiz_id is None:
        return []
    return [Step("quiz", str(quiz_id), quiz.title, addresses.quiz(loaded.id, quiz_id), quiz)]


def courses_of(library: Library, audience: str) -> list[LoadedCourse]:
    """The path of an audience: its courses in the order of the site."""
    return [loaded for loaded in library.courses.values() if audience in loaded.course.audiences]


def pages_of_folder(library: Library, folder: str) -> list[str]:
    """Addresses of the hand-written pages beside the first page of a folder, in the order of its links."""
    index = library.pages[f"{folder}/index"]
    links = (addresses.resolve(link.target, f"docs/{folder}/index.md") for link in _links(index))
    linked = [address for link in links if (address := addresses.of_source(link))]
    inside = [key for key in library.pages if key.startswith(f"{folder}/") and key != f"{folder}/index"]
    return sorted(inside, key=lambda key: linked.index(key) if key in linked else len(linked))


def _links(page: Page) -> Iterator[markdown.Reference]:
    return (r for r in markdown.references(page.body) if r.kind == "link") if page.body else iter(())
