"""What the rest of a site must know of a course: how it is told of elsewhere, and what in it may be pointed at.

Pages that tell of several courses know them by their outlines only. So a build can remember outlines, and
need not read the courses in which nothing has changed, as a compiler reads the interfaces of other modules in
place of their sources.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, PlainSerializer, PlainValidator

from generator import addresses, citing, markdown, record, stage
from generator.laws import Citation
from generator.library import Library, LoadedCourse
from generator.model import Line, Prose
from generator.problems import Location
from generator.stage import StagedPage, Step


def _read_line(value: Any) -> Line:
    match value:
        case Line():
            return value
        case {"text": str(text), "lang": str() | None as lang}:
            line = Line(text)
            line.lang = lang
            return line
    raise ValueError("not a line")


def _write_line(line: Line) -> dict[str, Any]:
    return {"text": str(line), "lang": line.lang}


def _read_prose(value: Any) -> Prose:
    match value:
        case Prose():
            return value
        case {
            "text": str(text),
            "where": [str(file), int(line)],
            "foreign": list(foreign),
            "anchors": list(names),
        }:
            where = Location(file, line)  # the anchors of footnotes are made from it
            prose = Prose(text, where, where)
            prose.foreign, prose.anchors = frozenset(foreign), tuple(names)
            return prose
    raise ValueError("not a text")


def _write_prose(prose: Prose) -> dict[str, Any]:
    anchors = markdown.anchors(prose)
    return {
        "text": str(prose),
        "where": [prose.where.file, prose.where.line],
        "foreign": sorted(prose.foreign),
        "anchors": anchors,
    }


_Line = Annotated[Line, PlainValidator(_read_line), PlainSerializer(_write_line)]
_Prose = Annotated[Prose, PlainValidator(_read_prose), PlainSerializer(_write_prose)]


class _Remembered(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Part(_Remembered):
    """A lesson or a quiz of a course."""

    kind: Literal["lesson", "quiz"]
    id: str
    title: _Line
    address: str
    outcomes: list[str]
    """Those that it is about."""
    item: dict[str, Any]
    """As `record.item` gives it."""
    asked: list[dict[str, Any]] | None
    """Of a quiz, as `record.asked` gives it."""


class Outline(_Remembered):
    """A course in one language, seen from elsewhere."""

    id: str
    title: _Line
    summary: _Prose
    audiences: list[str]
    requires: list[str]
    law_as_of: datetime.date
    edition: str
    minutes: int
    """Of all lessons; quizzes take as long as they take."""
    outcomes: dict[str, _Line]
    questions: dict[str, str | None]
    """All questions by their id, each with the outcome that it tests."""
    parts: dict[str, Part]
    """Lessons and quizzes by their address."""
    way: list[str]
    """Addresses of parts in the order in which they are studied."""
    cited: dict[str, dict[str, list[Citation]]]
    """Where a document is cited, by its id and by the address of a page for learners."""
    names: dict[str, list[str]]
    """What others may point at, by what it is: ``lesson``, ``quiz``, ``outcome``, ``anchor``
    (``<lesson>#<anchor>``), ``asset``."""

    @property
    def steps(self) -> list[Part]:
        """The parts in the order in which they are studied."""
        return [self.parts[address] for address in self.way]

    @property
    def lessons(self) -> int:
        """How many there are."""
        return sum(part.kind == "lesson" for part in self.parts.values())

    def title_of(self, address: str) -> Line:
        """The title of a part, or of the course for its own page."""
        return self.parts[address].title if address in self.parts else self.title

    def coverage(self, outcome: str) -> tuple[list[Part], int]:
        """The lessons and the quizzes about an outcome in their order, and how many questions ask for it."""
        asked = sum(tested == outcome for tested in self.questions.values())
        return [part for part in self.steps if outcome in part.outcomes], asked

    def pages(self) -> Iterator[StagedPage]:
        """Its pages, as far as they are known to who does not make them."""
        parts = ((part.address, part.kind, part.title) for part in self.parts.values())
        return stage.pages_of_unread(self.id, self.title, parts)

    def for_scripts(self) -> dict[str, Any]:
        """What the pages about a record must know, as JSON data."""
        return {
            "id": self.id,
            **record.titled(self.title),
            "address": f"{addresses.course(self.id)}.html",
            "certificate": f"{addresses.certificate(self.id)}.html",
            "edition": self.edition,
            "outcomes": {key: record.titled(line) for key, line in self.outcomes.items()},
            "items": [
                {**part.item, **record.titled(part.title), "address": f"{part.address}.html"}
                | ({"asked": part.asked} if part.kind == "quiz" else {})
                for part in self.steps
            ],
        }

    def stands_for(self, old: Outline) -> bool:
        """Whether all that other courses show of it, its title, and point at is as in an older outline.

        `View.course_title` is the one door to outlines for the pages of a course.
        """
        return (
            self.requires == old.requires
            and record.titled(self.title) == record.titled(old.title)
            and all(set(names) <= set(self.names.get(what, ())) for what, names in old.names.items())
        )


Outlines = Mapping[str, Mapping[str, Outline]]
"""By language and by the id of the course."""


def of(written: LoadedCourse, source: Library, names: dict[str, list[str]]) -> Outline:
    """The outline of a course as it was written, in ``source``; ``names``: what `names` gave for it."""
    course = written.course
    return Outline(
        id=written.id,
        title=course.title,
        summary=course.summary,
        audiences=course.audiences,
        requires=course.requires,
        law_as_of=course.law_as_of,
        edition=written.edition,
        minutes=sum(lesson.minutes for lesson in written.lessons.values()),
        outcomes=course.outcomes,
        questions={question.id: question.outcome for question in written.questions},
        parts={step.address: _part(step, written, source) for step in stage.parts(written)},
        way=[step.address for step in stage.steps(written)],
        cited=_cited(written),
        names=names,
    )


def translated(original: Outline, written: LoadedCourse, loaded: LoadedCourse, source: Library) -> Outline:
    """The outline of a course in another language; ``original``, ``written``: as it was written."""
    course = loaded.course
    parts = {
        step.address: original.parts[step.address].model_copy(
            update={"title": step.title, "asked": _asked(step, written, loaded, source)}
        )
        for step in stage.parts(loaded)
    }
    words = {"title": course.title, "summary": course.summary, "outcomes": course.outcomes, "parts": parts}
    return original.model_copy(update=words)


def _part(step: Step, written: LoadedCourse, source: Library) -> Part:
    is_quiz = step.kind == "quiz"
    outcomes = (q.outcome for q in written.pool(step.id).questions) if is_quiz else step.entry.outcomes
    return Part(
        kind=step.kind,
        id=step.id,
        title=step.title,
        address=step.address,
        outcomes=sorted(set(filter(None, outcomes))),
        item=record.item(written, step),
        asked=_asked(step, written, written, source),
    )


def _asked(
    step: Step, written: LoadedCourse, loaded: LoadedCourse, source: Library
) -> list[dict[str, Any]] | None:
    if step.kind != "quiz":
        return None
    return record.asked(written.pool(step.id).questions, loaded.pool(step.id).questions, source)


def _cited(written: LoadedCourse) -> dict[str, dict[str, list[Citation]]]:
    found: dict[str, dict[str, list[Citation]]] = {}
    for passage in citing.passages_of(written):
        for use in passage.uses() if passage.is_taught else ():
            cited = found.setdefault(use.citation.document, {}).setdefault(passage.page, [])
            if use.citation not in cited:
                cited.append(use.citation)
    return found


def names(written: LoadedCourse, source: Library) -> dict[str, list[str]]:
    """What others may point at in a course, as in `Outline.names`."""
    key, lessons = written.id, written.lessons.items()
    declared = {what: source.declared[f"{what}/{key}"] or () for what in ("lesson", "quiz", "outcome")}
    anchors = (f"{name}#{anchor}" for name, lesson in lessons for anchor in markdown.anchors(lesson.body))
    assets = (asset for asset in source.assets if asset.startswith(f"courses/{key}/"))
    found: dict[str, Iterable[str]] = {**declared, "anchor": anchors, "asset": assets}
    return {what: sorted(of_it) for what, of_it in found.items()}
