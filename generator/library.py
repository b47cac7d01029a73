"""All that a project holds, as one value in one language."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from generator.languages import LANGUAGES, Language
from generator.memo import FORGETFUL, Memo
from generator.model import (
    Audience,
    Course,
    Duty,
    Entry,
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

Texts = list[tuple[str, Line | Prose]]
"""Translatable texts, each with its context."""


def fingerprint(value: Any) -> str:
    """A short name for a JSON value; the same value has the same name in every build."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()[:8]


def courses_in_order(site: Site, courses: Collection[str]) -> list[str]:
    """Ids of courses in the order of the site: those that it does not name come last."""
    return [key for key in dict.fromkeys([*map(str, site.courses), *sorted(courses)]) if key in courses]


@dataclass(frozen=True)
class LoadedCourse:
    """A course with the lessons and quizzes of its folders, by id."""

    id: str
    course: Course
    lessons: dict[str, Lesson]
    """In the order of the course; lessons that it does not list are left out."""
    quizzes: dict[str, Quiz[Any]]

    @cached_property
    def edition(self) -> str:
        """A print of all that learners see of the course. To be asked of the course as it was written."""
        parts = [self.course, *self.lessons.values(), *self.quizzes.values()]
        return fingerprint([part.model_dump(mode="json", exclude={"notes"}) for part in parts])

    @property
    def questions(self) -> Iterator[Question]:
        """Of all its quizzes."""
        for quiz in self.quizzes.values():
            yield from quiz.questions

    def with_texts(self, of_course: TextChange, of_quizzes: TextChange) -> LoadedCourse:
        """A copy with other texts."""
        return LoadedCourse(
            id=self.id,
            course=self.course.with_texts(of_course, "course"),
            lessons={key: lesson.with_texts(of_course, key) for key, lesson in self.lessons.items()},
            quizzes={key: quiz.with_texts(of_quizzes, key) for key, quiz in self.quizzes.items()},
        )

    def pool(self, quiz_id: str) -> Quiz[Any]:
        """The quiz whose questions a quiz asks: itself, unless it is the one before another."""
        return self.pool_of(self.quizzes[quiz_id])

    def pool_of(self, quiz: Quiz[Any]) -> Quiz[Any]:
        """As `pool`."""
        return self.quizzes.get(quiz.before or "", quiz)

    def asks(self, quiz_id: str) -> int | None:
        """How many questions an attempt at a quiz asks; None: all of its pool."""
        return self.pool(quiz_id).asks

    def before(self, quiz_id: str | None) -> str | None:
        """The quiz that asks before the course what another one asks after it."""
        return self._before.get(quiz_id) if quiz_id else None

    @cached_property
    def _before(self) -> dict[str, str]:
        return {str(quiz.before): key for key, quiz in reversed(self.quizzes.items()) if quiz.before}


@dataclass(frozen=True, slots=True)
class Library:
    """All that a project holds, in one language."""

    root: Path
    site: Site
    audiences: dict[str, Audience]
    courses: dict[str, LoadedCourse]
    """Those that were read, in the order of the site."""
    laws: dict[str, Law]
    sources: dict[str, Source]
    terms: dict[str, Term]
    duties: dict[str, Duty]
    pages: dict[str, Page]
    """Hand-written pages by their path below docs/, without suffix."""
    assets: dict[str, Path]
    """Pictures and downloads: address in the site to file."""
    declared: dict[str, frozenset[str] | None]
    """Every name that the files give to something, whether or not it could be read, by what it is
    (``course``, ``law``, ``lesson/<course>``, ``outcome/<course>`` …); None where a whole file could not be
    read. Of courses that were not read, also ``anchor/<course>`` with names ``<lesson>#<anchor>``."""

    @property
    def source_language(self) -> str:
        return str(self.site.languages[0])

    @property
    def language(self) -> Language:
        """That of the sources; the first one that is known where they name another."""
        return LANGUAGES.get(self.source_language, next(iter(LANGUAGES.values())))

    def declares(self, what: str, name: str) -> bool:
        """Whether a reference to a name may be right, as far as can be known."""
        names = self.declared.get(what, frozenset())
        return names is None or name in names

    def with_texts(self, change_in: Callable[[str], TextChange], memo: Memo = FORGETFUL) -> Library:
        """A copy with other texts; ``change_in(folder)`` gives the change for one catalog folder.

        Each is asked for once, and needed no more when the next one is asked for, but for the two of a
        course. Courses and registers that had the same changes before are the same objects, by ``memo``.

        Contexts are ``file/element/field``, relative to the folder.
        """
        shared, of_pages = change_in("courses"), change_in("docs")

        def course(loaded: LoadedCourse) -> LoadedCourse:
            changes = change_in(f"courses/{loaded.id}"), change_in(f"quizzes/{loaded.id}")
            return memo.get((loaded, *changes), partial(loaded.with_texts, *changes))

        def registers() -> dict[str, Any]:
            return {
                field: {key: entry.with_texts(shared, f"{name}/{key}") for key, entry in entries.items()}
                for field, name, entries in self._registers()
            }

        same = (entries for _, _, entries in self._registers())
        return replace(
            self,
            **memo.get(("registers", shared, *same), registers),
            site=self.site.with_texts(shared, "site"),
            courses={key: course(loaded) for key, loaded in self.courses.items()},
            pages={key: page.with_texts(of_pages, key) for key, page in self.pages.items()},
        )

    def texts(self) -> Iterator[tuple[str, Texts]]:
        """Every translatable text, by the folder of its catalog."""
        for folder in self.folders():
            if found := self.texts_in(folder):
                yield folder, found

    def texts_in(self, folder: str) -> Texts:
        """The translatable texts of one catalog folder."""
        match folder.split("/"):
            case ["courses", id_]:
                loaded = self.courses[id_]
                entries: dict[str, Entry] = {"course": loaded.course, **loaded.lessons}
            case ["quizzes", id_]:
                entries = dict(self.courses[id_].quizzes)
            case ["docs"]:
                entries = dict(self.pages)
            case ["courses"]:
                entries = {"site": self.site}
                for _, name, register in self._registers():
                    entries |= {f"{name}/{key}": entry for key, entry in register.items()}
            case _:
                raise KeyError(folder)
        return [text for context, entry in entries.items() for text in entry.texts(context)]

    def _registers(self) -> Iterator[tuple[str, str, Mapping[str, Entry]]]:
        """Each with the name of its field and that of its file."""
        yield "audiences", "audiences", self.audiences
        yield "laws", "laws", self.laws
        yield "sources", "sources", self.sources
        yield "terms", "glossary", self.terms
        yield "duties", "duties", self.duties

    def folders(self) -> Iterator[str]:
        """Those that may have a catalog."""
        yield "courses"
        yield "docs"
        for id_ in self.courses:
            yield f"courses/{id_}"
            yield f"quizzes/{id_}"
