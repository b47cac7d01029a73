"""What makes questions give themselves away, or people look as if their sex made them what they are.

Findings of ``lophoc check --lint``: habits of writing, not mistakes, so each can be declared to be as it
should be, with a reason, under ``allow`` of its question or quiz. The habits are those that handbooks of
item writing warn of (Haladyna, Downing and Rodriguez 2002, “A review of multiple-choice item-writing
guidelines”, Applied Measurement in Education 15(3)): rules on length, position and negation of options.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from generator.languages import Language
from generator.library import Library, LoadedCourse
from generator.model import Course, Line, Prose, Question, Quiz
from generator.problems import Problem, Rule, Severity, did_you_mean

LONGEST_IS_RIGHT = Rule(
    "longest-is-right",
    "the right option of “{id}” is much the longest ({length} characters; the others have up to {others})",
    "Shorten it, or make a wrong one as precise; whoever knows nothing chooses the longest.",
    Severity.WARNING,
)
LONGEST_TOO_OFTEN = Rule(
    "longest-too-often",
    "in {count} of {known} questions of this quiz the longest option is right",
    "Make the right option shorter than another in some of them.",
    Severity.WARNING,
)
POSITION_SKEWED = Rule(
    "position-skewed",
    "in {count} of {known} questions of this quiz the right option is number {position}",
    "Move the right option in some of them, or add “shuffle: true”.",
    Severity.WARNING,
)
UNMARKED_NEGATIVE = Rule(
    "unmarked-negative",
    "the question of “{id}” has a negation that is easily missed: “{word}”",
    "Ask for what is so, or make the word bold.",
    Severity.WARNING,
)
CATCH_ALL = Rule(
    "catch-all",
    "an option of “{id}” speaks of the others, which are shuffled: “{text}”",
    "Say what it means, or add “pin: true” so that it stays at the end.",
    Severity.WARNING,
)
ROW_WITHOUT_FEEDBACK = Rule(
    "row-without-feedback",
    "question “{id}” tells nothing to who goes wrong at “{text}”",
    "Add “feedback”: what belongs there, and why.",
    Severity.WARNING,
)
TYPECAST = Rule(
    "typecast",
    "“{words}” gives a role the sex that habit gives it",
    "Leave the sex out where it does not matter, or turn the roles round.",
    Severity.WARNING,
)
ONE_SEX = Rule(
    "one-sex",
    "of the persons with a name in this course, {women} are women and {men} are men",
    "Give some of them another name: neither should be more than twice as many.",
    Severity.WARNING,
)
FEW_QUESTIONS = Rule(
    "few-questions",
    "only {count} questions of the course are about the outcome “{id}”, of {kinds} kinds",
    "Write three or more, of at least two kinds.",
    Severity.WARNING,
)
FEW_APPLY = Rule(
    "few-apply",
    "only {count} of {known} questions of the course ask to apply or to judge",
    "Let at least a third be about a case: “level: apply” or “level: judge”.",
    Severity.WARNING,
)
UNKNOWN_FINDING = Rule(
    "unknown-finding", "“{code}” is no finding that can be allowed here", "Findings: {known}."
)
ALLOWED_IN_VAIN = Rule(
    "allowed-in-vain",
    "“{code}” is allowed here, but there is nothing to allow",
    "Remove the line.",
    Severity.WARNING,
)

FINDINGS = {
    rule.code: rule
    for rule in (
        LONGEST_IS_RIGHT,
        LONGEST_TOO_OFTEN,
        POSITION_SKEWED,
        UNMARKED_NEGATIVE,
        CATCH_ALL,
        ROW_WITHOUT_FEEDBACK,
        TYPECAST,
        ONE_SEX,
        FEW_QUESTIONS,
        FEW_APPLY,
    )
}
"""What `check` may find, by its code."""

MUCH_LONGER = 1.25
ENOUGH = 5
"""Questions from which on a pattern is no accident."""


def check(library: Library) -> Iterator[Problem]:
    """Every finding that is not declared to be as it should be, and every declaration in vain."""
    language = library.language
    for loaded in library.courses.values():
        yield from _kept(loaded.course, _of_course(loaded, language))
        for lesson in loaded.lessons.values():
            yield from _typecast([text for _, text in lesson.texts("") if isinstance(text, Prose)], language)
        for quiz in loaded.quizzes.values():
            yield from _kept(quiz, _of_quiz(quiz))
            for question in quiz.questions:
                is_shuffled = quiz.shuffle or any(
                    other.shuffle for other in loaded.quizzes.values() if loaded.pool_of(other) is quiz
                )
                yield from _kept(question, _of_question(question, language, is_shuffled=is_shuffled))


def _kept(entry: Course | Quiz[Any] | Question, found: Iterator[Problem]) -> Iterator[Problem]:
    """Findings but for those that the entry allows."""
    problems = list(found)
    for problem in problems:
        if problem.code not in entry.allow:
            yield problem
    for code in entry.allow:
        if code not in FINDINGS:
            near = did_you_mean(code, FINDINGS)
            yield UNKNOWN_FINDING.at(code.where, code=code, known=", ".join(FINDINGS), closest=near)
        elif all(problem.code != code for problem in problems):
            yield ALLOWED_IN_VAIN.at(code.where, code=code)


# --- one question --------------------------------------------------------------------------------


def _of_question(question: Question, language: Language, *, is_shuffled: bool) -> Iterator[Problem]:
    if not question.is_whole:
        return
    yield from _longest(question)
    yield from _negative(question, language)
    yield from _catch_all(question, language, is_shuffled=is_shuffled)
    for text in _untold(question):
        yield ROW_WITHOUT_FEEDBACK.at(text.where, id=question.id, text=" ".join(text.split()))
    yield from _typecast([text for _, text in question.texts("") if isinstance(text, Prose)], language)


def _longest(question: Question) -> Iterator[Problem]:
    if not _has_one_right_option(question):
        return
    right, others = _lengths(question)
    if right > MUCH_LONGER * others:
        yield LONGEST_IS_RIGHT.at(question.where, id=question.id, length=right, others=others)


def _has_one_right_option(question: Any) -> bool:
    """Whether it is a single choice as it should be; what is not is a mistake that others tell."""
    if question.kind != "single" or not question.is_whole:
        return False
    return len(question.options) > 1 and sum(option.correct for option in question.options) == 1


def _lengths(question: Any) -> tuple[int, int]:
    """Length of the right option, and of the longest other one."""
    lengths = [(option.correct, len(_bare(option.text))) for option in question.options]
    return max(n for correct, n in lengths if correct), max(n for correct, n in lengths if not correct)


def _bare(text: Prose | Line) -> str:
    """A text without citations, signs of emphasis and line breaks."""
    return " ".join(re.sub(r"\[@[^]]*\]|[*_`]", "", text).split())


def _negative(question: Question, language: Language) -> Iterator[Problem]:
    """A negation in the sentence that asks, unless it is bold or quoted."""
    if question.kind not in {"single", "multiple", "true-false"}:
        return
    text = re.sub(r"\*\*.*?\*\*|“[^”]*”|\[@[^]]*\]", "", str(question.prompt), flags=re.DOTALL)
    asking = [sentence for sentence in re.split(r"(?<=[.?!:])\s+", text.strip()) if sentence.endswith("?")]
    found = language.negation.search(asking[-1]) if asking else None
    if found:
        yield UNMARKED_NEGATIVE.at(question.prompt.where, id=question.id, word=found.group())


def _catch_all(question: Question, language: Language, *, is_shuffled: bool) -> Iterator[Problem]:
    for option in getattr(question, "options", ()):
        if not is_shuffled or getattr(option, "pin", False):
            continue
        if found := language.catch_all.search(option.text):
            yield CATCH_ALL.at(option.text.where, id=question.id, text=found.group())


def _untold(question: Any) -> Iterator[Prose]:
    """Rows that tell nothing to who goes wrong there.

    Wrong options without a word are no habit but a warning of `generator.questions.options`.
    """
    if question.kind == "matching":
        yield from (pair.left for pair in question.pairs if not pair.feedback)
    elif question.kind == "categorize":
        yield from (item.text for item in question.items if not item.feedback)


def _typecast(texts: Sequence[Prose], language: Language) -> Iterator[Problem]:
    """Outside quotation marks: what is quoted is what the course is about."""
    for text in texts:
        for number, line in enumerate(str(text).split("\n")):
            for found in language.typecast.finditer(re.sub(r"“[^”]*”", lambda m: " " * len(m[0]), line)):
                yield TYPECAST.at(text.at(number, found.start()), words=found.group())


# --- a quiz, a course ----------------------------------------------------------------------------


def _of_quiz(quiz: Quiz[Any]) -> Iterator[Problem]:
    singles = [question for question in quiz.questions if _has_one_right_option(question)]
    if len(singles) < ENOUGH:
        return
    longest = sum(right > others for right, others in map(_lengths, singles))
    if longest > len(singles) / 2:
        yield LONGEST_TOO_OFTEN.at(quiz.where, count=longest, known=len(singles))
    if quiz.shuffle:
        return
    positions = Counter(next(n for n, o in enumerate(q.options, 1) if o.correct) for q in singles)
    position, count = positions.most_common(1)[0]
    if count > len(singles) / 2:
        yield POSITION_SKEWED.at(quiz.where, count=count, known=len(singles), position=position)


def _of_course(loaded: LoadedCourse, language: Language) -> Iterator[Problem]:
    course = loaded.course
    if not course.is_whole:
        return
    questions = list(loaded.questions)
    for outcome in course.outcomes:
        kinds = [question.kind for question in questions if question.outcome == outcome]
        if len(kinds) < 3 or len(set(kinds)) < 2:
            yield FEW_QUESTIONS.at(outcome.where, id=outcome, count=len(kinds), kinds=len(set(kinds)))
    applied = sum(question.level != "recall" for question in questions)
    if applied * 3 < len(questions):
        yield FEW_APPLY.at(course.where, count=applied, known=len(questions))
    women, men = (_persons(loaded, language, sex) for sex in ("woman", "man"))
    if women + men >= ENOUGH and max(women, men) > 2 * min(women, men):
        yield ONE_SEX.at(course.where, women=women, men=men)


def _persons(loaded: LoadedCourse, language: Language, sex: Any) -> int:
    """Different persons, each counted once for a lesson or question."""
    entries = [*loaded.lessons.values(), *loaded.questions]
    pattern = language.persons[sex]
    return sum(
        len({name.casefold() for _, text in entry.texts("") for name in pattern.findall(text)})
        for entry in entries
    )
