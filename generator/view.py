"""One page seen from inside: everything on it that depends on where it stands.

What templates ask for: links, citations, what a claim rests on, the questions of a quiz, and what
scripts must know of the page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from hashlib import sha256
from html import unescape
from typing import Any, NamedTuple

from babel.dates import format_date
from markupsafe import Markup, escape

from generator import addresses, laws, markdown, record, stage
from generator.edition import Edition
from generator.languages.language import Unit
from generator.library import Library, LoadedCourse
from generator.model import Entry, Grounded, Law, Line, Question
from generator.outline import Outline
from generator.questions import KINDS, Kind
from generator.slots import slot
from generator.stage import StagedPage, Step


class AskedQuestion(NamedTuple):
    """A question as the template of a quiz takes it."""

    question: Question
    kind: Kind
    number: int | None
    """Its number in its quiz; None in the text of a lesson."""
    data: str
    outcome: Line | None
    basis: Markup


class View:
    """One page seen from inside: everything that depends on where it stands."""

    def __init__(self, edition: Edition, page: StagedPage, suffix: str, root: str = "") -> None:
        """``suffix`` is that of the pages it links to: ``.html``, or ``.md`` for the twin."""
        self.root = root
        self.edition = edition
        self.library = edition.library
        self.page = page
        self.suffix = suffix
        self._around: dict[str, markdown.Surroundings] = {}

    def link(self, address: str) -> str:
        """A link from this page."""
        return self.root + addresses.relative(address, self.page.address, self.suffix)

    def around(self, file: str) -> markdown.Surroundings:
        """What a text written in ``file`` needs to be rendered on this page."""
        if file not in self._around:
            self._around[file] = self._surroundings(file)
        return self._around[file]

    def _surroundings(self, file: str) -> markdown.Surroundings:
        def target(written: str) -> str:
            if addresses.is_external(written):
                return written
            meant = addresses.resolve(written, file)
            asset = next((a for a in (meant, meant.removeprefix("docs/")) if a in self.library.assets), None)
            address = asset or addresses.of_source(meant)
            return self.link(address) if address else written

        in_lesson = self.page.kind in {"lesson", "page"}
        return markdown.Surroundings(
            cite=lambda text: f"({self.citation(text)})",
            link=target,
            check=self._check if self.page.kind == "lesson" else None,
            term=self._term if in_lesson else None,
            terms=self.edition.terms,
            gettext=self.edition.interface.gettext,
            source_lang=self.edition.source.source_language,
        )

    def _check(self, question: str) -> str:
        """A slot for a question in the text; in the twin, a link to the quiz that asks it."""
        loaded = self.page.course
        if loaded is None or question not in self.page.checks:
            return ""
        if self.suffix == ".html":
            return slot(f"check-{question}")
        key = next(k for k, quiz in loaded.quizzes.items() if any(q.id == question for q in quiz.questions))
        url = self.link(addresses.quiz(loaded.id, key))
        return f'<a href="{url}">{escape(loaded.quizzes[key].title)}</a>'

    def _term(self, key: str, words: str) -> str:
        definition = bare(markdown.render_inline(self.library.terms[key].definition))
        url = self.link(f"{addresses.GLOSSARY}#{key}")
        return f'<a class="lh-term" href="{url}" title="{escape(definition)}">{escape(words)}</a>'

    def citation(self, text: str) -> str:
        """One or several citations as HTML links; places in one document share its name."""
        try:
            citations = laws.parse(text)
        except laws.CitationError:
            return escape(text)
        groups: dict[str, list[laws.Citation]] = {}
        for citation in citations:
            groups.setdefault(citation.document, []).append(citation)
        return "; ".join(self._cited(document, places) for document, places in groups.items())

    def _cited(self, document: str, places: list[laws.Citation]) -> str:
        if document in self.library.sources:
            source = self.library.sources[document]
            url = self.link(f"{addresses.SOURCES}#{document}")
            return f'<a class="lh-cite" href="{url}">{escape(source.title)}</a>'
        law = self.library.laws.get(document)
        if law is None:
            return escape(document)
        articles = [article for place in places for article in place.articles]
        anchor = f"#{addresses.article(articles[0])}" if articles else ""
        url = self.link(addresses.law(document) + anchor)
        words = laws.as_text(places, self.edition.language, law.short)
        title = escape(f"{law.type} {law.number}: {law.title}")
        link = Markup(f'<a class="lh-cite" href="{url}" title="{title}">{escape(words)}</a>')  # noqa: S704
        return self._with_status(link, law, is_history=any(place.is_history for place in places))

    def _with_status(self, name: Markup, law: Law, *, is_history: bool) -> Markup:
        """The name of a document that is cited with what readers must know of it."""
        _, language = self.edition.interface.gettext, self.edition.language
        if law.expired:
            text = Markup(_("{law}, no longer in force from {date}"))  # noqa: S704 (ours)
            return text.format(law=name, date=format_date(law.expired, language.date, language.code))
        return name + f", {language.formerly}" if is_history else name

    def is_over(self, law: Law) -> bool:
        """Whether a document is out of force in the law that this page tells."""
        as_of = self.page.course.course.law_as_of if self.page.course else self.edition.as_of
        return law.expired is not None and law.expired <= as_of

    def articles(self) -> list[tuple[str, Line]]:
        """Number and heading of the articles of the document of this page, in its order."""
        return sorted(self.page.entry.articles.items(), key=lambda item: _numbers(item[0]))

    def taught(self) -> list[tuple[str, Line, list[laws.Citation]]]:
        """Where the document of this page is cited: address and title of each page, and the places."""
        return [
            (page, outline.title_of(page), cited)
            for outline in self.edition.outlines.values()
            for page, cited in outline.cited.get(self.page.part or "", {}).items()
        ]

    def places_of(self, citations: Sequence[laws.Citation]) -> str:
        """Places in one document without its name, in the order of the document."""
        ordered = sorted({c.units for c in citations if c.units}, key=_natural)
        return laws.as_text([laws.Citation("", units) for units in ordered], self.edition.language, "")

    def basis(self, entry: Grounded) -> Markup:
        """What an entry rests on, as HTML."""
        if entry.law:
            return Markup(self.citation(entry.law))  # noqa: S704 (escaped there)
        if entry.source:
            return Markup(self.citation(entry.source))  # noqa: S704
        return escape(self.edition.interface.gettext("Professional practice; no law or source says it."))

    def steps(self, loaded: LoadedCourse) -> list[Step]:
        return stage.steps(loaded)

    def taught_outcome(self, named: str) -> tuple[Outline, str] | None:
        """The course and the outcome that ``course/outcome`` names."""
        course, _, outcome = named.partition("/")
        known = self.edition.outline(course) if course in self.edition.courses else None
        return (known, outcome) if known and outcome in known.outcomes else None

    def step_key(self, loaded: LoadedCourse, step: Step) -> str:
        """How scripts call a lesson or quiz: ``course/lesson``."""
        return f"{loaded.id}/{step.id}"

    def course_title(self, course: str) -> Line:
        """All that the pages of a course may show of another one: see `Outline.stands_for`."""
        return self.edition.outline(course).title

    def courses_of(self, audience: str) -> list[Outline]:
        """The path of an audience: its courses in the order of the site."""
        return [outline for outline in self.edition.outlines.values() if audience in outline.audiences]

    def sorted_terms(self) -> list[tuple[str, Any]]:
        """Glossary terms in the order of the language's alphabet."""
        key = self.edition.language.sort_key
        return sorted(self.library.terms.items(), key=lambda item: key(item[1].term))  # type: ignore[arg-type, return-value]

    def is_complete(self) -> bool:
        """Whether the author's texts of this page are all in the language of the page."""
        entry = self.page.entry
        texts = entry.texts("") if isinstance(entry, Entry) and not self.edition.is_default else ()
        return not any(getattr(text, "foreign", None) or getattr(text, "lang", None) for _, text in texts)

    def questions(self, editions: Sequence[Edition]) -> list[AskedQuestion]:
        """The questions of a page; what is typed as an answer may be in the language of any edition."""
        loaded, page = self.page.course, self.page
        if loaded is None or page.part is None:
            return []
        if page.kind == "quiz":
            pool = loaded.quizzes[page.part].before or page.part
            return list(self._asked(loaded, pool, editions))
        all_asked = [q for key in loaded.quizzes for q in self._asked(loaded, key, editions)]
        by_id = {str(asked.question.id): asked._replace(number=None) for asked in all_asked}
        return [by_id[check] for check in page.checks]

    def _asked(self, loaded: LoadedCourse, quiz: str, editions: Sequence[Edition]) -> Iterator[AskedQuestion]:
        def of(library: Library) -> list[Question]:
            return library.courses[loaded.id].quizzes[quiz].questions

        source = self.edition.source
        versions = zip(
            *(of(library) for library in (source, self.library, *(e.library for e in editions))), strict=True
        )
        for number, (original, question, *in_languages) in enumerate(versions, 1):
            yield AskedQuestion(
                question=question,
                kind=KINDS[question.kind],
                number=number,
                data=question_data(original, [question, *in_languages], record.basis_of(original, source)),
                outcome=loaded.course.outcomes.get(question.outcome) if question.outcome else None,
                basis=self.basis(question),
            )

    def course_edition(self) -> str | None:
        """Of the course that the page belongs to, for those who report a mistake."""
        return self.edition.source.courses[self.page.course.id].edition if self.page.course else None

    def plan(self) -> dict[str, Any]:
        """How the quiz of this page is asked, as JSON data."""
        loaded, key = self.page.course, self.page.part
        if loaded is None or key is None:
            return {}
        quiz, pool, before = loaded.quizzes[key], loaded.pool(key), loaded.before(key)
        return {
            "key": f"{loaded.id}/{key}",
            "exam": quiz.mode == "exam",
            "minutes": quiz.minutes,
            "pass": quiz.pass_mark,
            "draw": pool.draw,
            "blueprint": pool.blueprint or None,
            "shuffle": quiz.shuffle,
            "confidence": quiz.confidence,
            "before": f"{loaded.id}/{quiz.before}" if quiz.before else None,
            "after": f"{loaded.id}/{before}" if before else None,
            "questions": [{"id": question.id, "outcome": question.outcome} for question in pool.questions],
            "outcomes": {
                key: line
                for key, line in loaded.course.outcomes.items()
                if any(question.outcome == key for question in pool.questions)
            },
        }

    def data(self) -> str:
        """What scripts must know of this page, as JSON that is safe inside a script element."""
        page, loaded = self.page, self.page.course
        shown: list[Outline] = []  # those whose parts the page lists
        if page.kind == "home":
            shown = list(self.edition.outlines.values())
        elif page.kind == "path" and page.part:
            shown = self.courses_of(page.part)
        elif page.kind in {"course", "certificate"} and loaded:
            shown = [self.edition.outline(loaded.id)]
        kinds = {"home", "path", "course", "lesson", "quiz"}
        return script_json(
            {
                "site": self.library.site.id,
                "lang": self.edition.language.code,
                "kind": page.kind if page.kind in kinds | stage.RECORDS else "page",
                "course": loaded.id if loaded else None,
                "lesson": page.part if page.kind == "lesson" else None,
                "quiz": page.part if page.kind == "quiz" else None,
                "courses": [
                    {"id": course.id, "items": [part.item for part in course.steps]} for course in shown
                ],
            }
        )


def question_data(question: Question, in_languages: Sequence[Question] = (), basis: str | None = None) -> str:
    """What grading and keeping an answer need, from the question as it was written: JSON.

    Options are known by a hash of their text in the language of the sources, or by their own id, so
    that an answer given in one language, or before an edit elsewhere, is the same answer. Texts that
    are accepted as answers come from every language, ``in_languages``, for the same reason.
    ``basis``: a print of what the registers say about the documents that it cites.
    """
    kind = KINDS[question.kind]
    data = {
        "id": question.id,
        "kind": question.kind,
        "key": kind.key(question),
        "options": [piece.id or _hash(piece.text) for piece in kind.pieces(question)],
        "print": record.print_of(question),
        "basis": basis,
        "accepted": kind.accepted(in_languages or [question]),
    }
    return script_json(data)


def _natural(units: Sequence[Unit]) -> list[list[tuple[int, str]]]:
    """Article 9 before Article 10."""
    return [_numbers(" ".join(unit.values)) for unit in units]


def _numbers(text: str) -> list[tuple[int, str]]:
    return [(int(number or 0), letters) for number, letters in re.findall(r"(\d*)(\D*)", text)]


def _hash(text: str) -> str:
    """A short name for a text, whatever its white space."""
    return sha256(" ".join(text.split()).encode()).hexdigest()[:8]


def script_json(value: Any) -> str:
    """JSON that may stand in a script element whatever texts it holds."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # Marks of letters that stand alone would be joined by whatever brings the page into a normal form.
    return re.sub(r"[<>&\u2028\u2029\u0300-\u036f]", lambda found: f"\\u{ord(found[0]):04x}", text)


def bare(html: str) -> str:
    """HTML as the text that a reader sees, for titles of links."""
    return unescape(re.sub(r"<[^>]+>", "", html)).strip()
