"""Rules over a whole library: references, what claims rest on, and what stands inside texts.

Each is a plain function from the library, which may have gaps, to problems.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import partial
from hashlib import sha256
from typing import Any
from uuid import UUID

from generator import addresses, citing, laws, markdown, quizzes
from generator.languages import LANGUAGES
from generator.library import Library, LoadedCourse
from generator.memo import FORGETFUL, Memo
from generator.model import Grounded, Prose
from generator.problems import N_, Location, Problem, Rule, Severity, did_you_mean
from generator.questions import KINDS
from generator.source import Text

OF_FILES = {"lesson", "quiz", "course"}
"""What has its name from a file or a folder."""
UNKNOWN = {
    what: Rule(
        f"unknown-{what}",
        message,
        N_("Known: {known}. Where the file was deleted, delete its name here, too.")
        if what in OF_FILES
        else N_("Known: {known}."),
    )
    for what, message in {
        "lesson": N_("there is no lesson “{id}” in this course"),
        "quiz": N_("there is no quiz “{id}” for this course"),
        "course": N_("there is no course “{id}”"),
        "audience": N_("there is no audience “{id}” in audiences.yml"),
        "outcome": N_("the course has no outcome “{id}”"),
        "source": N_("there is no source “{id}” in sources.yml"),
        "law": N_("there is no law “{id}” in laws.yml"),
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
    "Give the path to the file from here, for example khai-niem.yml, ../glossary.yml#gioi or media/so-do.png.",
)
PICTURE_ELSEWHERE = Rule(
    "picture-from-elsewhere",
    "the picture “{target}” would be fetched from another server",
    "Save it in the folder “media” of the course, with the right to use it, and link to it there.",
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
BAD_EXIT = Rule(
    "bad-exit",
    "“{address}” is not the address of a site",
    "Write one that begins with https://, of a page that nobody wonders about, such as a weather report.",
)
PAGE_NAME_TAKEN = Rule(
    "page-name-taken",
    "“{name}” is the name of a page that the site makes itself, so this one would never be seen",
    "Rename the file; links to it must then be changed, too.",
)
BAD_OUTCOME = Rule(
    "bad-outcome",
    "“{text}” does not name an outcome",
    "Write the course, a slash and the outcome: kien-thuc-co-ban/tam-linh-vuc.",
)
LISTED_TWICE = Rule("listed-twice", "“{id}” is listed twice", "Keep one of the two.")
OUTCOME_NOT_TAUGHT = Rule(
    "outcome-not-taught",
    "no lesson teaches the outcome “{id}”",
    "Name it under “outcomes” of a lesson, or remove it from the course.",
    Severity.WARNING,
)
SAME_ID = Rule(
    "same-id-twice",
    "“{id}” is the id of a law and of a source",
    "Give one of them another id, or a citation could mean either.",
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

MANY = 12
"""More names than nobody reads; the nearest ones are told then."""


def check(library: Library, memo: Memo = FORGETFUL) -> Iterator[Problem]:
    """Every rule that spans entries or looks inside texts.

    ``memo``: what it knows of a course in which, and around which, nothing has changed is not asked again.
    """
    yield from _check_site(library)
    yield from _check_registers(library)
    yield from _check_pages(library)
    yield from _check_ids(library)
    around = _around(library)
    for loaded in library.courses.values():
        made_from = ("rules", loaded, *around)
        yield from memo.get(made_from, partial(list, _check_course(library, loaded)))


def _around(library: Library) -> tuple[Any, ...]:
    """All of a library that rules over one course ask for outside it."""
    declared = {what: names and sorted(names) for what, names in library.declared.items()}
    anchors = {
        (id_, name): markdown.anchors(lesson.body)
        for id_, loaded in library.courses.items()
        for name, lesson in loaded.lessons.items()
    }
    names = str((declared, anchors, sorted(library.assets), list(library.pages)))
    return (library.site, library.laws, library.sources, *library.pages.values(), names)


def _check_site(library: Library) -> Iterator[Problem]:
    site = library.site
    try:
        UUID(site.id)
    except ValueError:
        if site.title:
            fresh = UUID(bytes=sha256(site.title.encode()).digest()[:16], version=4)
            yield BAD_SITE_ID.at(site.id.where, fresh=fresh)
    for code in site.languages:
        if code not in LANGUAGES:
            yield _unknown("language", code, LANGUAGES)
    if site.exit and not site.exit.startswith(("https://", "http://")):
        yield BAD_EXIT.at(site.exit.where, address=site.exit)
    yield from _listed(library, "course", site.courses)
    yield from _check_circles(library)


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
    course = loaded.course
    yield from _listed(library, "audience", course.audiences)
    yield from _listed(library, "course", course.requires)
    yield from _listed(library, f"lesson/{loaded.id}", course.lessons)
    for lesson in loaded.lessons.values():
        yield from _outcomes(library, loaded.id, lesson.outcomes)
        yield from _listed(library, f"quiz/{loaded.id}", filter(None, [lesson.quiz]))
    yield from _listed(library, f"quiz/{loaded.id}", filter(None, [course.quiz]))
    for quiz in loaded.quizzes.values():
        yield from _outcomes(library, loaded.id, quiz.blueprint)
        yield from _listed(library, f"quiz/{loaded.id}", filter(None, [quiz.before]))
    yield from quizzes.check(loaded)
    yield from _check_reach(library, loaded)
    for question in loaded.questions:
        yield from _outcomes(library, loaded.id, filter(None, [question.outcome]))
        if question.is_whole:
            yield from KINDS[question.kind].check(question)
        yield from _check_basis(library, question.id, question)
    yield from citing.check(library, citing.passages_of(loaded))
    for folder in (f"courses/{loaded.id}", f"quizzes/{loaded.id}"):
        yield from _check_texts(library, folder, loaded)


def _check_reach(library: Library, loaded: LoadedCourse) -> Iterator[Problem]:
    """What nobody would ever see."""
    if not loaded.course.is_whole:
        return
    files = library.declared[f"lesson/{loaded.id}"] or frozenset()
    for name in sorted(files - set(loaded.course.lessons)):
        yield LESSON_NOT_LISTED.at(Location(f"courses/{loaded.id}/{name}.yml"), id=name)
    lessons = loaded.lessons.values()
    if len(lessons) < len(loaded.course.lessons) or not all(lesson.is_whole for lesson in lessons):
        return  # a lesson that cannot be read may teach or lead to anything
    taught = {outcome for lesson in lessons for outcome in lesson.outcomes}
    for outcome in loaded.course.outcomes:
        if outcome not in taught:
            yield OUTCOME_NOT_TAUGHT.at(outcome.where, id=outcome)
    used: set[str | None] = {loaded.course.quiz, *(lesson.quiz for lesson in lessons)}
    used |= {loaded.before(quiz) for quiz in used}
    for name in loaded.quizzes:
        if name not in used:
            yield QUIZ_NOT_USED.at(Location(f"quizzes/{loaded.id}/{name}.yml"), id=name)


def _listed(library: Library, what: str, references: Iterable[Text]) -> Iterator[Problem]:
    """References to things that do not exist, or that stand in one list twice."""
    seen: set[str] = set()
    for reference in references:
        if not library.declares(what, reference):
            yield _unknown(what.split("/", maxsplit=1)[0], reference, library.declared.get(what) or ())
        elif reference in seen:
            yield LISTED_TWICE.at(reference.where, id=reference)
        seen.add(reference)


def _outcomes(library: Library, course: str, references: Iterable[Text]) -> Iterator[Problem]:
    for reference in references:
        if not library.declares(f"outcome/{course}", reference):
            yield _unknown("outcome", reference, library.declared.get(f"outcome/{course}") or ())


def _unknown(what: str, reference: Text, known: Iterable[str]) -> Problem:
    names = sorted(known)
    near = did_you_mean(reference, names)
    listed = names if len(names) <= MANY else [*get_close_matches(reference, names, MANY, cutoff=0), "…"]
    return UNKNOWN[what].at(reference.where, id=reference, known=", ".join(listed) or "–", closest=near)


def _check_registers(library: Library) -> Iterator[Problem]:
    for law in library.laws.values():
        yield from _listed(library, "law", [*law.replaced_by, *law.amended_by])
    for name, source in library.sources.items():
        if name in library.laws:
            yield SAME_ID.at(source.where, id=name)
    for duty in library.duties.values():
        yield from _listed(library, "source", [duty.source])
        for outcome in duty.outcomes:
            yield from _check_outcome(library, outcome)
    for name, term in library.terms.items():
        yield from _check_basis(library, name, term)
    yield from citing.check_registers(library)
    yield from _check_texts(library, "courses")


def _check_pages(library: Library) -> Iterator[Problem]:
    for name, page in library.pages.items():
        if addresses.is_made(name):
            yield PAGE_NAME_TAKEN.at(page.title.where, name=name)
    yield from _check_texts(library, "docs")


def _check_outcome(library: Library, named: Text) -> Iterator[Problem]:
    """An outcome of any course, as course/outcome."""
    course, slash, outcome = named.partition("/")
    if not slash:
        yield BAD_OUTCOME.at(named.where, text=named)
        return
    yield from _listed(library, "course", [Text(course, named.where)])
    if library.declares("course", course):
        yield from _outcomes(library, course, [Text(outcome, named.where)])


def _check_ids(library: Library) -> Iterator[Problem]:
    first: dict[str, Location] = {}
    for loaded in library.courses.values():
        for question in loaded.questions:
            if question.id in first:
                yield DUPLICATE_QUESTION.at(question.id.where, id=question.id, first=first[question.id])
            first.setdefault(question.id, question.id.where)


def _check_basis(library: Library, name: str, entry: Grounded) -> Iterator[Problem]:
    if not entry.is_whole:
        return
    bases = [entry.law, entry.source, entry.practice or None]
    if not any(bases):
        yield NO_BASIS.at(entry.where, id=name)
    elif sum(basis is not None for basis in bases) > 1:
        yield SEVERAL_BASES.at(entry.where, id=name)
    if entry.law:
        yield from _check_citation(library, entry.law, entry.law.where)
    if entry.source:
        yield from _listed(library, "source", [entry.source])


def _check_citation(library: Library, text: str, where: Location) -> Iterator[Problem]:
    try:
        citations = laws.parse(text)
    except laws.CitationError as error:
        yield BAD_CITATION.at(where, text=error.args[0])
        return
    for citation in citations:
        document = citation.document
        if not (library.declares("law", document) or library.declares("source", document)):
            known = [*library.laws, *library.sources]
            yield _unknown("document", Text(document, where), known)
        elif document in library.sources and document not in library.laws and citation.units:
            yield BAD_CITATION.at(where, text=text)  # a source has no articles
        law = library.laws.get(document)
        for article in citation.articles if law else ():
            if law and article not in law.articles:
                yield UNKNOWN_ARTICLE.at(where, article=article, document=document)


def _check_texts(library: Library, folder: str, loaded: LoadedCourse | None = None) -> Iterator[Problem]:
    """All texts in Markdown in the files of a folder, which may be one of a course."""
    bodies = {lesson.body.where for lesson in loaded.lessons.values()} if loaded else frozenset()
    for _context, text in library.texts_in(folder):
        if isinstance(text, Prose):
            yield from markdown.check(text)
            yield from _check_references(library, text)
            yield from quizzes.check_asked(loaded if text.where in bodies else None, text)


def _check_references(library: Library, text: Prose) -> Iterator[Problem]:
    for reference in markdown.references(text):
        external = addresses.is_external(reference.target)
        if reference.kind == "citation":
            yield from _check_citation(library, reference.target, reference.where)
        elif reference.kind == "check":
            continue  # `generator.quizzes` looks at these
        elif external and reference.kind == "picture":
            yield PICTURE_ELSEWHERE.at(reference.where, target=reference.target)
        elif not external:
            target = addresses.resolve(reference.target, text.where.file)
            if not _exists(library, target):
                yield BROKEN_LINK.at(reference.where, target=reference.target)


def _exists(library: Library, target: str) -> bool:
    """Whether a source file (with an optional ``#anchor``) leads to a page or an asset."""
    if target in library.assets or target.removeprefix("docs/") in library.assets:
        return True
    file, _, anchor = target.partition("#")
    match file.split("/"):
        case ["courses", name] if name in _REGISTERS:
            return not anchor or library.declares(_REGISTERS[name], anchor)
        case ["courses", course_id, "course.yml"]:
            return library.declares("course", course_id)
        case ["courses", course_id, name]:
            lesson = name.removesuffix(".yml")
            course = library.courses.get(course_id)
            text = course.lessons[lesson].body if course and lesson in course.lessons else None
            is_known = library.declares(f"anchor/{course_id}", f"{lesson}#{anchor}")
            return library.declares(f"lesson/{course_id}", lesson) and (is_known or _has_anchor(text, anchor))
        case ["quizzes", course_id, name]:
            return library.declares(f"quiz/{course_id}", name.removesuffix(".yml"))
        case ["docs", *rest]:
            page = library.pages.get("/".join(rest).removesuffix(".md"))
            return page is not None and _has_anchor(page.body, anchor)
    return False


_REGISTERS = {
    "glossary.yml": "term",
    "duties.yml": "duty",
    "laws.yml": "law",
    "sources.yml": "source",
    "audiences.yml": "audience",
}


def _has_anchor(text: Prose | None, anchor: str) -> bool:
    return not anchor or (text is not None and anchor in markdown.anchors(text))
