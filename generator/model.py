"""What a site is made of: courses, lessons, quizzes, audiences and the registers they cite.

Each class is one entry of a trainer's YAML and is validated by pydantic; field names are the YAML
keys. Titles and descriptions of fields are English messages that the editor shows in the trainer's
language (see `generator.schema`). This module knows no rule that spans several entries.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Annotated, Any, Generic, Literal, Self, TypeVar, get_args

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    PrivateAttr,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from generator.problems import NOWHERE, Location
from generator.source import Map, Text

ID_PATTERN = r"^[a-z0-9][a-z0-9-]{0,63}$"
RESERVED = frozenset(
    # Windows cannot store the first five; the rest would collide with pages or JavaScript names.
    "con prn aux nul com1 index 404 assets search en vi constructor".split()
)


class Line(Text):
    """A short text without Markdown, such as a title. Translated."""

    __slots__ = ("lang",)
    lang: str | None
    """Language of the text where it differs from that of the page (no translation yet)."""

    def __new__(cls, *args: Any) -> Self:
        text = super().__new__(cls, *args)
        text.lang = None
        return text


_NONE: frozenset[int] = frozenset()
"""Python makes a new one for each that is asked for, and most texts have one."""


class Prose(Text):
    """A text in Markdown. Translated, paragraph by paragraph."""

    __slots__ = ("anchors", "findings", "foreign", "leaves", "references")
    foreign: frozenset[int]
    """Positions, among the text's messages, of those that have no translation yet."""
    anchors: tuple[str, ...] | None
    """Anchors of the headings, once somebody has asked. A translation keeps those of its source, so that a
    link leads to the same place in every language."""
    leaves: tuple[Any, ...] | None
    """What translators work on, once somebody has asked; see `generator.markdown.messages`."""
    references: tuple[Any, ...] | None
    """What it points at, once somebody has asked; see `generator.markdown.references`."""
    findings: tuple[Any, ...] | None
    """What trainers trip over in it, once somebody has asked; see `generator.markdown.check`."""

    def __new__(cls, *args: Any) -> Self:
        text = super().__new__(cls, *args)
        text.foreign = _NONE
        text.anchors = None
        text.leaves = None
        text.references = None
        text.findings = None
        return text


class Id(Text):
    """A permanent, language-neutral name: in addresses, in references, in learners' records."""

    @classmethod
    def accept(cls, value: object) -> Self:
        text = super().accept(value)
        if not re.match(ID_PATTERN, text):
            raise PydanticCustomError("bad_id", "not an id")
        if text in RESERVED:
            raise PydanticCustomError("reserved_id", "reserved")
        return text

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: Any, handler: Any) -> dict[str, Any]:
        return {"type": "string", "pattern": ID_PATTERN}


class Citations(Text):
    """One or several citations of laws, as people write them; `generator.laws` reads them."""


def _whole_number(value: object) -> object:
    if isinstance(value, str):
        if not re.fullmatch(r"[0-9]{1,9}", value.strip()):
            raise PydanticCustomError("number_expected", "a whole number is expected")
        return int(value)
    return value


def _yes_or_no(value: object) -> object:
    if isinstance(value, str):
        if value not in {"true", "false"}:
            raise PydanticCustomError("true_or_false_expected", "true or false is expected")
        return value == "true"
    return value


def _date(value: object) -> object:
    if isinstance(value, str):
        try:
            # fromisoformat alone also takes week dates and dates without dashes.
            if re.fullmatch(r"\d{4}-\d\d-\d\d", value.strip()):
                return datetime.date.fromisoformat(value.strip())
        except ValueError:
            pass
        raise PydanticCustomError("date_expected", "a date is expected")
    return value


Number = Annotated[int, BeforeValidator(_whole_number), WithJsonSchema({"type": "integer", "minimum": 0})]
Positive = Annotated[
    int, BeforeValidator(_whole_number), Field(ge=1), WithJsonSchema({"type": "integer", "minimum": 1})
]
YesNo = Annotated[bool, BeforeValidator(_yes_or_no), WithJsonSchema({"type": "boolean"})]
Date = Annotated[datetime.date, BeforeValidator(_date), WithJsonSchema({"type": "string", "format": "date"})]


def _without_code_names(schema: dict[str, Any]) -> None:
    """Leave the names and docstrings of classes out of what an editor shows to trainers."""
    schema.pop("title", None)
    schema.pop("description", None)


class Entry(BaseModel):
    """Base of every entry: unknown keys are refused, and the place in the file is kept."""

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_extra=_without_code_names)

    _where: Location = PrivateAttr(default_factory=lambda: NOWHERE)  # a default would be copied each time
    _is_whole: bool = PrivateAttr(default=True)

    @model_validator(mode="wrap")
    @classmethod
    def _keep_place(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        entry = handler(data)
        if isinstance(data, Map):
            entry._where, entry._is_whole = data.where, data.is_whole  # noqa: SLF001 (our own)
        return entry

    @property
    def where(self) -> Location:
        """Where the entry starts in its file."""
        return self._where

    @property
    def is_whole(self) -> bool:
        """Whether nothing of what was written had to be left out."""
        return self._is_whole

    def texts(self, context: str) -> Iterator[tuple[str, Line | Prose]]:
        """Every translatable text with its context, ``file/element/field`` without any position."""

        def collect(text: Line | Prose, context: str) -> Line | Prose:
            found.append((context, text))
            return text

        found: list[tuple[str, Line | Prose]] = []
        self.with_texts(collect, context)
        return iter(found)

    def with_texts(self, change: TextChange, context: str) -> Self:
        """A copy in which ``change(text, context)`` stands for every translatable text; itself if none changes."""
        update = {}
        for name in _fields_with_texts(type(self)):
            value = getattr(self, name)
            if value is not None:
                changed = _changed(value, change, f"{context}/{name}")
                if changed is not value:
                    update[name] = changed
        return self.model_copy(update=update) if update else self


TextChange = Callable[[Any, str], Any]
"""From a `Line` or `Prose` and its context to the text of the same type that replaces it."""


@cache
def _fields_with_texts(kind: type[Entry]) -> tuple[str, ...]:
    """The fields of a kind of entry in which a text may stand, however deep: most hold none."""
    return tuple(name for name, field in kind.model_fields.items() if _may_hold_text(field.annotation))


def _may_hold_text(annotation: Any) -> bool:
    if parts := get_args(annotation):
        return any(map(_may_hold_text, parts))
    is_text = isinstance(annotation, type) and issubclass(annotation, Line | Prose | Entry)
    return is_text or isinstance(annotation, TypeVar)


def _changed(value: Any, change: TextChange, context: str) -> Any:
    if isinstance(value, Line | Prose):
        return change(value, context)
    if isinstance(value, Entry):
        return value.with_texts(change, context)
    if isinstance(value, list):
        # An item is known by its id; without one it shares the context of the list.
        named = ((v, getattr(v, "id", None)) for v in value)
        items = [_changed(v, change, f"{context}/{id_}" if id_ else context) for v, id_ in named]
        return items if any(new is not old for new, old in zip(items, value, strict=True)) else value
    if isinstance(value, dict):
        entries = {key: _changed(v, change, f"{context}/{key}") for key, v in value.items()}
        return entries if any(entries[key] is not old for key, old in value.items()) else value
    return value


# --- what a claim rests on -----------------------------------------------------------------------


Allowed = Annotated[
    dict[Text, Text],
    Field(
        default_factory=dict,
        title="Allowed",
        description="Findings of “lophoc check --lint” that are as they should be: a code and the reason",
    ),
]


class Grounded(Entry):
    """An entry that must say what it rests on: a law, a named source, or practice."""

    law: Citations | None = Field(
        None,
        title="Law",
        description="The article it rests on, for example: luat-bdg-2006 Điều 21 khoản 3",
    )
    source: Id | None = Field(None, title="Source", description="An entry of sources.yml that it rests on")
    practice: YesNo = Field(
        False,
        title="Practice",
        description="true: it rests on professional practice, no law or source says it",
    )


# --- courses -------------------------------------------------------------------------------------


class Lesson(Entry):
    """One lesson of a course: courses/<course>/<lesson>.yml."""

    title: Line = Field(title="Title")
    minutes: Number = Field(title="Minutes", description="How long the lesson takes, quiz not counted")
    summary: Prose | None = Field(None, title="Summary", description="One or two sentences for lists")
    outcomes: list[Id] = Field(
        default_factory=list,
        title="Outcomes",
        description="Outcomes of the course that this lesson teaches",
    )
    body: Prose = Field(
        title="Body",
        description="The lesson in Markdown. Cite laws as [@luat-bdg-2006 Điều 5 khoản 1]",
    )
    quiz: Id | None = Field(None, title="Quiz", description="The quiz at the end of the lesson")
    notes: Prose | None = Field(
        None, title="Notes", description="For the facilitator; never shown to learners"
    )


class Course(Entry):
    """A course: courses/<course>/course.yml."""

    title: Line = Field(title="Title")
    summary: Prose = Field(title="Summary", description="What the course is about, for lists")
    audiences: list[Id] = Field(
        min_length=1, title="Audiences", description="Who the course is for: ids of audiences.yml"
    )
    requires: list[Id] = Field(
        default_factory=list, title="Requires", description="Courses to take before this one"
    )
    law_as_of: Date = Field(
        title="Law as of", description="The date of the state of the law that the course teaches"
    )
    outcomes: dict[Id, Line] = Field(
        min_length=1,
        title="Outcomes",
        description="What a learner can do afterwards: an id and a sentence for each",
    )
    quick_exit: YesNo = Field(
        False,
        title="Quick exit",
        description="true: every page of the course has a button that leaves the site at once",
    )
    lessons: list[Id] = Field(min_length=1, title="Lessons", description="Lessons in their order")
    quiz: Id | None = Field(None, title="Quiz", description="The quiz at the end of the course")
    allow: Allowed
    notes: Prose | None = Field(
        None, title="Notes", description="For the facilitator; never shown to learners"
    )


# --- quizzes -------------------------------------------------------------------------------------


class Question(Grounded):
    """What every kind of question has. The kinds themselves live in `generator.questions`."""

    kind: str
    id: Id = Field(title="Id", description="Permanent and unique in the whole site")
    prompt: Prose = Field(title="Prompt", description="What is asked")
    hint: Prose | None = Field(None, title="Hint", description="Help that a learner may open")
    hints: list[Prose] = Field(
        default_factory=list,
        title="Hints",
        description="Several hints: after each wrong try the next one opens; one more try than hints",
    )
    explanation: Prose = Field(
        title="Explanation", description="Why the answer is right; shown after answering"
    )
    outcome: Id | None = Field(None, title="Outcome", description="The outcome of the course that it tests")
    weight: Positive = Field(1, title="Weight", description="Points of the question")
    level: Literal["recall", "apply", "judge"] = Field(
        "recall",
        title="Level",
        description="recall: to know a rule; apply: to use it in a case; judge: to weigh or correct",
    )
    allow: Allowed

    @property
    def all_hints(self) -> list[Prose]:
        """The hints in their order, however they were written."""
        return [self.hint, *self.hints] if self.hint else self.hints


AnyQuestion = TypeVar("AnyQuestion", bound=Question)


class Quiz(Entry, Generic[AnyQuestion]):
    """A quiz: quizzes/<course>/<quiz>.yml."""

    title: Line = Field(title="Title")
    intro: Prose | None = Field(None, title="Introduction", description="Shown above the questions")
    pass_mark: Number | None = Field(
        None, alias="pass", le=100, title="Pass mark", description="Percent of the points"
    )
    mode: Literal["practice", "exam"] = Field(
        "practice",
        title="Mode",
        description="practice: each answer is told at once; exam: all are submitted together at the end",
    )
    minutes: Positive | None = Field(
        None, title="Minutes", description="Time limit of an exam; learners can switch it off"
    )
    draw: Positive | None = Field(
        None, title="Draw", description="How many of the questions each attempt asks"
    )
    blueprint: dict[Id, Positive] = Field(
        default_factory=dict,
        title="Blueprint",
        description="How many questions of each outcome an attempt asks",
    )
    before: Id | None = Field(
        None,
        title="Before",
        description="The quiz after the course whose questions this one, before the course, draws from",
    )
    shuffle: YesNo = Field(
        False, title="Shuffle", description="true: questions and options in another order each time"
    )
    confidence: YesNo = Field(
        False, title="Confidence", description="true: ask how sure the learner is; no points for it"
    )
    allow: Allowed
    questions: list[AnyQuestion] = Field(
        default_factory=list,
        min_length=1,
        title="Questions",
        description="Left out only where “before” names the quiz that has them",
    )

    @property
    def asks(self) -> int | None:
        """How many of the questions an attempt asks; None: all."""
        return sum(self.blueprint.values()) or self.draw


# --- what belongs to the whole site --------------------------------------------------------------


class Site(Entry):
    """courses/site.yml."""

    id: Annotated[Text, Field(title="Id", description="A UUID, written once; learners' records hang on it")]
    title: Line = Field(title="Title")
    publisher: Line = Field(title="Publisher", description="Who answers for the content")
    languages: list[Text] = Field(
        min_length=1,
        title="Languages",
        description="Language codes; the first is the one that the sources are written in",
    )
    exit: Text | None = Field(
        None,
        title="Exit",
        description="Address that the quick exit of a course leads to; an empty page if left out",
    )
    courses: list[Id] = Field(
        default_factory=list,
        title="Courses",
        description="The order of the courses; those not named come last",
    )


class Duty(Entry):
    """What a founding document, such as a work programme, asks for: an entry of courses/duties.yml."""

    place: Line = Field(title="Place", description="Where in the document it stands, such as “paragraph 5”")
    text: Prose = Field(title="Text", description="What is asked for, in your own words")
    source: Id = Field(title="Source", description="The document: an entry of sources.yml")
    outcomes: list[Text] = Field(
        min_length=1,
        title="Outcomes",
        description="Outcomes of courses that teach it, each as course/outcome",
    )


class Audience(Entry):
    """Who courses are for: an entry of courses/audiences.yml."""

    title: Line = Field(title="Title")
    summary: Prose = Field(title="Summary", description="What these people do, and need")


class Term(Grounded):
    """An entry of courses/glossary.yml."""

    term: Line = Field(title="Term")
    aliases: list[Line] = Field(
        default_factory=list, title="Aliases", description="Other spellings and abbreviations"
    )
    definition: Prose = Field(title="Definition")
    link: YesNo = Field(
        True,
        title="Link",
        description="false: do not link it in lessons; for words that are part of other words",
    )


class Page(Entry):
    """A hand-written page: docs/<page>.md, its first heading and the rest."""

    title: Line
    body: Prose | None = None


Confidence = Literal["verified", "secondary"]


class Law(Entry):
    """A legal document: an entry of courses/laws.yml."""

    type: Line = Field(title="Type", description="Luật, Nghị định, Nghị quyết …")
    number: Text = Field(title="Number", description="For example 73/2006/QH11")
    title: Line = Field(title="Title", description="As the document itself says")
    short: Line = Field(title="Short name", description="As it is cited in running text")
    issuer: Line = Field(title="Issuer")
    issued: Date = Field(title="Issued")
    in_force: Date = Field(title="In force from")
    expired: Date | None = Field(None, title="No longer in force from")
    replaced_by: list[Id] = Field(default_factory=list, title="Replaced by")
    amended_by: list[Id] = Field(default_factory=list, title="Amended by")
    note: Prose | None = Field(None, title="Note", description="What a reader today must know")
    articles: dict[Text, Line] = Field(
        default_factory=dict, title="Articles", description="Number and heading of each cited article"
    )
    checked: Prose = Field(title="Checked", description="Where the text was read, and when")
    confidence: Confidence = Field(title="Confidence")


class Source(Entry):
    """A statistic, a report, a study: an entry of courses/sources.yml."""

    title: Line = Field(title="Title")
    publisher: Line = Field(title="Publisher")
    date: Date = Field(title="Date")
    note: Prose | None = Field(None, title="Note")
    confidence: Confidence = Field(title="Confidence")
