"""A valid, commented start for whoever writes a course, a lesson or a quiz for the first time."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from generator.library import Library

TEMPLATES = Path(__file__).parent / "templates" / "new"


def new_course(library: Library, course: str, gettext: Callable[[str], str]) -> dict[str, str]:
    """A course with one lesson and its quiz: text by path."""
    lesson = "bai-1"
    audience = next(iter(library.audiences), "")
    values = {"course": course, "lesson": lesson, "quiz": lesson, "audience": audience}
    return {
        f"courses/{course}/course.yml": _filled("course.yml", gettext, **values),
        **_lesson(course, lesson, gettext, outcome="ket-qua-1"),
    }


def new_lesson(library: Library, course: str, lesson: str, gettext: Callable[[str], str]) -> dict[str, str]:
    """A lesson with its quiz for a course that exists."""
    outcome = next(iter(library.courses[course].course.outcomes))
    return _lesson(course, lesson, gettext, outcome=str(outcome))


def new_quiz(library: Library, course: str, quiz: str, gettext: Callable[[str], str]) -> dict[str, str]:
    """A quiz for a course that exists."""
    outcome = next(iter(library.courses[course].course.outcomes))
    return {
        f"quizzes/{course}/{quiz}.yml": _filled(
            "quiz.yml", gettext, prefix=_prefix(course, quiz), outcome=outcome
        )
    }


def _prefix(course: str, quiz: str) -> str:
    """What ids of questions begin with, so that they are unique in the site."""
    return f"{course}-{quiz}"[:60]


def _lesson(course: str, lesson: str, gettext: Callable[[str], str], outcome: str) -> dict[str, str]:
    values = {"lesson": lesson, "quiz": lesson, "outcome": outcome, "prefix": _prefix(course, lesson)}
    return {
        f"courses/{course}/{lesson}.yml": _filled("lesson.yml", gettext, **values),
        f"quizzes/{course}/{lesson}.yml": _filled("quiz.yml", gettext, **values),
    }


def _filled(template: str, gettext: Callable[[str], str], **values: str) -> str:
    environment = Environment(  # noqa: S701 (YAML, not HTML)
        loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, keep_trailing_newline=True
    )
    environment.globals["_"] = gettext
    today = datetime.datetime.now(tz=datetime.UTC).date()
    return environment.get_template(template).render(today=today.isoformat(), **values)
