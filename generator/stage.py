"""Which pages a library makes: their addresses, their order, what stands on them.

A value computed from the library; how a page looks is for `generator.render`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

from generator import addresses, laws, markdown
from generator.library import Library, LoadedCourse, courses_in_order
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
    unread: str | None = None
    """Id of the course that it belongs to, where that was not read: the page cannot be made, only kept."""

    @property
    def has_questions(self) -> bool:
        return self.kind == "quiz" or bool(self.checks)

    @property
    def is_hidden(self) -> bool:
        return self.kind in HIDDEN


Unread = Mapping[str, Iterable[StagedPage]]
"""Pages of courses that were not read, by the id of the course."""


def pages(library: Library, unread: Unread = MappingProxyType({})) -> dict[str, StagedPage]:
    """Every page by its address, in the order of the site."""
    return {page.address: page for page in _pages(library, unread)}


def _pages(library: Library, unread: Unread) -> Iterator[StagedPage]:
    home = library.pages.get("index")
    yield StagedPage(addresses.HOME, "home", "docs/index.md", home.title if home else None, home)
    for key, audience in library.audiences.items():
        path = addresses.path(key)
        yield StagedPage(path, "path", "courses/audiences.yml", audience.title, audience, part=key)
    for key in courses_in_order(library.site, [*library.courses, *unread]):
        yield from unread[key] if key in unread else _course_pages(library.courses[key])
    yield StagedPage(addresses.RECORD, "record", "courses/site.yml")
    yield StagedPage(addresses.REVIEW, "review", "courses/site.yml")
    yield from _register_pages(library, has_courses=bool(library.courses or unread))
    for key, page in library.pages.items():
        if key != addresses.HOME:
            yield StagedPage(key, "page", f"docs/{key}.md", page.title, page)


def _register_pages(library: Library, *, has_courses: bool) -> Iterator[StagedPage]:
    if library.terms:
        yield StagedPage(addresses.GLOSSARY, "glossary", "courses/glossary.yml")
    if library.laws:
        yield StagedPage(addresses.LAWS, "laws", laws.REGISTER)
    for key, law in library.laws.items():
        yield StagedPage(addresses.law(key), "law", laws.REGISTER, law.short, law, part=key)
    if library.sources:
        yield StagedPage(addresses.SOURCES, "sources", "courses/sources.yml")
    if has_courses:
        yield StagedPage(addresses.OUTCOMES, "outcomes", "courses/site.yml")
    if library.duties:
        yield StagedPage(addresses.DUTIES, "duties", "courses/duties.yml")


def _course_pages(loaded: LoadedCourse) -> Iterator[StagedPage]:
    course, folder = loaded.course, f"courses/{loaded.id}"
    yield StagedPage(
        addresses.course(loaded.id), "course", f"{folder}/course.yml", course.title, course, loaded
    )
    known = {question.id for question in loaded.questions}
    for key, lesson in loaded.lessons.items():
        address = addresses.lesson(loaded.id, key)
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


def pages_of_unread(
    course_id: str, title: Line, parts: Iterable[tuple[str, PageKind, Line]]
) -> Iterator[StagedPage]:
    """The pages of a course that was not read; ``parts``: address, kind and title of its lessons and quizzes."""
    yield StagedPage(addresses.course(course_id), "course", "", title, unread=course_id)
    for address, kind, name in parts:
        yield StagedPage(address, kind, "", name, unread=course_id)
    yield StagedPage(addresses.handbook(course_id), "handbook", "", title, unread=course_id)
    yield StagedPage(addresses.certificate(course_id), "certificate", "", title, unread=course_id)


@dataclass(frozen=True, slots=True)
class Step:
    """A lesson or a quiz on a learner's way through a course."""

    kind: Literal["lesson", "quiz"]
    id: str
    title: Line
    address: str
    entry: Any


def parts(loaded: LoadedCourse) -> list[Step]:
    """All lessons and quizzes of a course, whether or not its way leads to them."""
    lessons, quizzes = loaded.lessons.items(), loaded.quizzes.items()
    return [
        *(Step("lesson", key, one.title, addresses.lesson(loaded.id, key), one) for key, one in lessons),
        *(Step("quiz", key, one.title, addresses.quiz(loaded.id, key), one) for key, one in quizzes),
    ]


def steps(loaded: LoadedCourse) -> list[Step]:
    """A course in the order in which it is studied: each lesson, then its quiz; the course's quiz last.

    A quiz that comes before a lesson's or the course's stands before all that the other one is about.
    """
    known = {part.address: part for part in parts(loaded)}
    return [known[address] for address in dict.fromkeys(_way(loaded)) if address in known]


def _way(loaded: LoadedCourse) -> Iterator[str]:
    """Addresses, some of them perhaps of no page, or again."""

    def quiz(quiz_id: str | None) -> str:
        return addresses.quiz(loaded.id, quiz_id or "")

    last = loaded.course.quiz
    yield quiz(loaded.before(last))
    for key, lesson in loaded.lessons.items():
        yield from (quiz(loaded.before(lesson.quiz)), addresses.lesson(loaded.id, key), quiz(lesson.quiz))
    yield quiz(last)


def pages_of_folder(library: Library, folder: str) -> list[str]:
    """Addresses of the hand-written pages beside the first page of a folder, in the order of its links."""
    index = library.pages[f"{folder}/index"]
    links = (addresses.resolve(link.target, f"docs/{folder}/index.md") for link in _links(index))
    linked = [address for link in links if (address := addresses.of_source(link))]
    inside = [key for key in library.pages if key.startswith(f"{folder}/") and key != f"{folder}/index"]
    return sorted(inside, key=lambda key: linked.index(key) if key in linked else len(linked))


def _links(page: Page) -> Iterator[markdown.Reference]:
    return (r for r in markdown.references(page.body) if r.kind == "link") if page.body else iter(())
