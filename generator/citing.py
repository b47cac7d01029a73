"""Who cites which legal document where, and whether it may: in force, named with a citation.

`uses` is the one answer to “what does this document touch”: rules, the page of a document and the
command ``lophoc laws`` all ask it.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from generator import addresses, laws, markdown
from generator.library import Library, LoadedCourse
from generator.model import Citations, Id, Law, Line, Prose
from generator.problems import N_, Location, Problem, Rule, Severity, did_you_mean

NO_LONGER_IN_FORCE = Rule(
    "no-longer-in-force",
    "“{law}” has not been in force since {expired}, and the course teaches the law of {as_of}",
    "Cite what is in force now ({replaced_by}). Where it is told as history, say so: [@{id}, {formerly}].",
)
NOT_YET_IN_FORCE = Rule(
    "not-yet-in-force",
    "“{law}” is in force only from {in_force}, and the course teaches the law of {as_of}",
    "Cite what is in force on that day, or look through the whole course and change “law_as_of”.",
)
NAMED_WITHOUT_CITATION = Rule(
    "named-without-citation",
    "“{number}” is named here, and nothing near it cites the document",
    "Cite it once in the same text, so that readers find it and changes of it are seen: [@{id}].",
    Severity.WARNING,
)
WITHOUT_AT = Rule(
    "citation-without-at",
    "“{text}” would be shown as it is",
    "Cite with “@”: [@{id} …].",
)
UNKNOWN_NUMBER = Rule(
    "unknown-number",
    "no document with the number “{number}” is in laws.yml or sources.yml",
    "Check the number. If it is right, add the document to laws.yml, with where its text was read.",
    Severity.WARNING,
)
WRONG_DATES = Rule(
    "wrong-dates",
    "the dates of “{id}” cannot be right: issued {issued}, in force from {in_force}, until {expired}",
    "Compare them with the document; they must follow each other.",
)
REPLACED_BUT_IN_FORCE = Rule(
    "replaced-but-in-force",
    "“{id}” is replaced by another document, but has no day from which it is no longer in force",
    "Add “expired: …”, the day on which the new document came into force.",
    Severity.WARNING,
)


class Use(NamedTuple):
    """One place where a document is cited."""

    citation: laws.Citation
    where: Location
    is_told_as_history: bool
    """Marked so, or part of a timeline."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Texts that are read together, such as a lesson or a question, and what they rest on."""

    page: str
    """Address of the page on which it is read."""
    title: Line
    proses: tuple[Prose, ...]
    law: Citations | None = None
    course: LoadedCourse | None = None
    question: Id | None = None
    is_taught: bool = False
    """Whether learners take it for what the law says today."""

    def uses(self) -> Iterator[Use]:
        """Every citation in it; what cannot be read is left to `generator.rules`."""
        for text in self.proses:
            for reference in markdown.references(text):
                if reference.kind == "citation":
                    yield from _uses(reference.target, reference.where, in_timeline=reference.in_timeline)
        if self.law:
            yield from _uses(self.law, self.law.where, in_timeline=False)


def _uses(text: str, where: Location, *, in_timeline: bool) -> Iterator[Use]:
    try:
        citations = laws.parse(text)
    except laws.CitationError:
        return
    for citation in citations:
        yield Use(citation, where, citation.is_history or in_timeline)


def passages(library: Library) -> Iterator[Passage]:
    """All texts that may cite something, in the order of the site."""
    for loaded in library.courses.values():
        yield from passages_of(loaded)
    yield from _of_registers(library)


def _of_registers(library: Library) -> Iterator[Passage]:
    for term in library.terms.values():
        yield Passage(addresses.GLOSSARY, term.term, (term.definition,), term.law)
    for key, law in library.laws.items():
        yield Passage(addresses.law(key), law.short, _some(law.note, law.checked))
    for key, page in library.pages.items():
        yield Passage(key, page.title, _some(page.body))


def passages_of(loaded: LoadedCourse) -> Iterator[Passage]:
    """The texts of a course that may cite something."""
    course, handbook = loaded.course, addresses.handbook(loaded.id)
    page = addresses.course(loaded.id)
    yield Passage(page, course.title, (course.summary,), course=loaded, is_taught=True)
    yield Passage(handbook, course.title, _some(course.notes), course=loaded)
    for key, lesson in loaded.lessons.items():
        page, texts = addresses.lesson(loaded.id, key), _some(lesson.summary, lesson.body)
        yield Passage(page, lesson.title, texts, course=loaded, is_taught=True)
        yield Passage(handbook, lesson.title, _some(lesson.notes), course=loaded)
    for key, quiz in loaded.quizzes.items():
        page = addresses.quiz(loaded.id, key)
        yield Passage(page, quiz.title, _some(quiz.intro), course=loaded, is_taught=True)
        for question in quiz.questions:
            proses = tuple(text for _, text in question.texts("") if isinstance(text, Prose))
            yield Passage(page, quiz.title, proses, question.law, loaded, question.id, is_taught=True)


def _some(*texts: Prose | None) -> tuple[Prose, ...]:
    return tuple(text for text in texts if text is not None)


def places(library: Library) -> dict[str, list[tuple[Passage, Use]]]:
    """Every place where a document is cited, by the id of the document."""
    found: dict[str, list[tuple[Passage, Use]]] = {}
    for passage in passages(library):
        for use in passage.uses():
            found.setdefault(use.citation.document, []).append((passage, use))
    return found


# --- what a change touches -----------------------------------------------------------------------


class Change(NamedTuple):
    """Something that happened to a document."""

    date: datetime.date
    law: str
    """Id of the document that it happened to."""
    words: str
    """A message template: ``{date}``, ``{law}`` and ``{by}``, the other document that is named in it."""
    by: str = ""


CAME = N_("{date}: {law} comes into force")
ENDED = N_("{date}: {law} is no longer in force")
REPLACED = N_("{date}: {law} is replaced by {by}")
AMENDED = N_("{date}: {law} is amended by {by}")


def changes(library: Library, since: datetime.date) -> list[Change]:
    """What has happened to documents of the register from a day on, the latest last."""
    found = []
    for key, law in library.laws.items():
        found.append(Change(law.in_force, key, CAME))
        if law.expired:
            by = ", ".join(_short(library, other) for other in law.replaced_by)
            found.append(Change(law.expired, key, REPLACED if by else ENDED, by))
        found += [
            Change(library.laws[other].in_force, key, AMENDED, _short(library, other))
            for other in law.amended_by
            if other in library.laws
        ]
    return sorted(change for change in found if change.date >= since)


def _short(library: Library, key: str) -> str:
    return str(library.laws[Id(key)].short) if key in library.laws else key


# --- rules ---------------------------------------------------------------------------------------


def check_registers(library: Library) -> Iterator[Problem]:
    """As `check`, for what belongs to no course; and whether dates can be right."""
    for key, law in library.laws.items():
        yield from _check_dates(key, law)
    yield from check(library, _of_registers(library))


def check(library: Library, passages: Iterable[Passage]) -> Iterator[Problem]:
    """Whether what is cited is in force, and what is named is cited."""
    for passage in passages:
        yield from _check_brackets(library, passage)
        if passage.course is None or not passage.course.course.is_whole:
            continue
        found = list(passage.uses())
        for use in found:
            yield from _check_force(library, use, passage.course)
        if passage.is_taught:
            yield from _check_numbers(library, passage, {use.citation.document for use in found})


def _check_dates(key: str, law: Law) -> Iterator[Problem]:
    if not law.is_whole:
        return
    # A document may be in force from the beginning of the year in which it is issued, but not longer.
    begins_in_time = law.in_force >= law.issued.replace(month=1, day=1)
    if not begins_in_time or (law.expired and law.expired < law.in_force):
        dates = {"issued": law.issued, "in_force": law.in_force, "expired": law.expired or "–"}
        yield WRONG_DATES.at(law.where, id=key, **dates)
    if law.replaced_by and not law.expired:
        yield REPLACED_BUT_IN_FORCE.at(law.where, id=key)


def _check_force(library: Library, use: Use, loaded: LoadedCourse) -> Iterator[Problem]:
    key, as_of = use.citation.document, loaded.course.law_as_of
    law = library.laws.get(Id(key))
    if law is None or not law.is_whole or use.is_told_as_history:
        return
    if law.expired and law.expired <= as_of:
        yield NO_LONGER_IN_FORCE.at(
            use.where,
            law=law.short,
            id=key,
            expired=law.expired,
            as_of=as_of,
            replaced_by=", ".join(law.replaced_by) or "–",
            formerly=library.language.formerly,
        )
    elif law.in_force > as_of:
        yield NOT_YET_IN_FORCE.at(use.where, law=law.short, in_force=law.in_force, as_of=as_of)


_BRACKET = re.compile(r"(?<![!\w\[\]])\[([a-z0-9][a-z0-9-]*)(?=[ ,\]])[^\[\]\n]*\](?![\[(:])")


def _check_brackets(library: Library, passage: Passage) -> Iterator[Problem]:
    """Citations whose sign was forgotten."""
    for text in passage.proses:
        if "[" not in text:
            continue
        for number, line in enumerate(str(text).split("\n")):
            for found in _BRACKET.finditer(line):
                if found[1] in library.laws or found[1] in library.sources:
                    yield WITHOUT_AT.at(text.at(number, found.start()), text=found[0], id=found[1])


def _check_numbers(library: Library, passage: Passage, cited: set[str]) -> Iterator[Problem]:
    language = library.language
    known = {str(law.number): str(key) for key, law in library.laws.items()}
    seen: set[str] = set()
    for text in passage.proses:
        if not language.document_number.search(text):
            continue
        for words, where in markdown.running_text(text):
            for match in language.document_number.finditer(words):
                number = match.group()
                if number in seen:
                    continue
                seen.add(number)
                named = {known.get(number), *_sources_named(library, number)} - {None}
                if not named:
                    near = did_you_mean(number, known)
                    yield UNKNOWN_NUMBER.at(where.of(number), number=number, closest=near)
                elif not named & cited:
                    yield NAMED_WITHOUT_CITATION.at(where.of(number), number=number, id=min(map(str, named)))


def _sources_named(library: Library, number: str) -> set[str]:
    """Sources whose title has just this number, not one that it is the end of."""
    known = library.language.document_number
    return {str(key) for key, source in library.sources.items() if number in known.findall(source.title)}
