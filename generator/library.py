"""All that a project holds, as one value in one language."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from generator.languages import LANGUAGES, Language
from generator.memo import Memo
from generator.model import (
    Audience,
    Course,
    Duty,
    Law,
    Lesson,
    Line,
    Page,
    Prose,
    Quiz,
    Site,
    Source,
    Term,
    TextChange,
)


def fingerprint(value: Any) -> str:
    """A short name for a JSON value; the same value has the same name in every build."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()[:8]


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

    @cached_property
    def texts(self) -> dict[str, list[tuple[str, Line | Prose]]]:
        """Every translatable text with its context, by the folder of its catalog."""
        found: dict[str, list[tuple[str, Line | Prose]]] = {}
        _course_with_texts(
            self, _collector(found, f"courses/{self.id}"), _collector(found, f"quizzes/{self.id}")
        )
        return found

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
    """In the order of the site."""
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
    (``course``, ``law``, ``lesson/<course>`` …); None where a whole file could not be read."""

    @property
    def source_language(self) -> str:
        return str(self.site.languages[0])

    @property
    def language(self) -> Language:
        """That of the sources; the first one that is known where they name another."""
        return LANGUAGES.get(self.source_language, next(iter(LANGUAGES.values())))

    @property
    def as_of(self) -> datetime.date:
        """The latest state of the law that a course teaches."""
        return max((loaded.course.law_as_of for loaded in self.courses.values()), default=datetime.date.max)

    def declares(self, what: str, name: str) -> bool:
        """Whether a reference to a name may be right, as far as can be known."""
        names = self.declared.get(what, frozenset())
        return names is None or name in names

    def with_texts(self, change_in: Callable[[str], TextChange], memo: Memo | None = None) -> Library:
        """A copy with other texts; ``change_in(folder)`` gives the change for one catalog folder.

        With a ``memo``, courses that had the same changes before are the same objects as before.

        Contexts are ``file/element/field``, relative to the folder.
        """
        shared = change_in("courses")

        def course(loaded: LoadedCourse) -> LoadedCourse:
            changes = change_in(f"courses/{loaded.id}"), change_in(f"quizzes/{loaded.id}")
            made = partial(_course_with_texts, loaded, *changes)
            return memo.get((loaded, *changes), made) if memo else made()

        def register(entries: Mapping[str, Any], name: str) -> dict[str, Any]:
            return {key: entry.with_texts(shared, f"{name}/{key}") for key, entry in entries.items()}

        return replace(
            self,
            site=self.site.with_texts(shared, "site"),
            audiences=register(self.audiences, "audiences"),
            laws=register(self.laws, "laws"),
            sources=register(self.sources, "sources"),
            terms=register(self.terms, "glossary"),
            duties=register(self.duties, "duties"),
            courses={key: course(loaded) for key, loaded in self.courses.items()},
            pages={key: page.with_texts(change_in("docs"), key) for key, page in self.pages.items()},
        )

    def texts(self) -> dict[str, list[tuple[str, Line | Prose]]]:
        """Every translatable text with its context, by the folder of its catalog."""
        found: dict[str, list[tuple[str, Line | Prose]]] = {}
        replace(self, courses={}).with_texts(partial(_collector, found))
        for loaded in self.courses.values():
            found |= loaded.texts
        return found


def _collector(found: dict[str, list[tuple[str, Line | Prose]]], folder: str) -> TextChange:
    """Changes nothing, and keeps what it sees."""

    def collect(text: Line | Prose, context: str) -> Line | Prose:
        found.setdefault(folder, []).append((context, text))
        return text

    return collect


def _course_with_texts(loaded: LoadedCourse, of_course: TextChange, of_quizzes: TextChange) -> LoadedCourse:
    return LoadedCourse(
        id=loaded.id,
        course=loaded.course.with_texts(of_course, "course"),
        lessons={key: lesson.with_texts(of_course, key) for key, lesson in loaded.lessons.items()},
        quizzes={key: quiz.with_texts(of_quizzes, key) for key, quiz in loaded.quizzes.items()},
    )
