"""Rules over how quizzes are asked: what an attempt is to take must be there, and make sense.

Plain functions from a course, which may have gaps, to problems; rules over single questions are their
kinds', and those over references in general are those of `generator.rules`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from generator import markdown
from generator.library import LoadedCourse
from generator.model import Prose, Question, Quiz
from generator.problems import Problem, Rule, Severity, did_you_mean
from generator.validate import MISSING_KEY

DRAW_TOO_LARGE = Rule(
    "draw-too-large",
    "“draw” takes {count} questions, but the quiz has {known}",
    "Write a smaller number, or add questions.",
)
DRAW_AND_BLUEPRINT = Rule(
    "draw-and-blueprint",
    "“draw” and “blueprint” both say how many questions are asked",
    "Keep one: “blueprint” where each outcome must be tested, else “draw”.",
)
BLUEPRINT_TOO_LARGE = Rule(
    "blueprint-too-large",
    "the blueprint needs {count} questions of the outcome “{outcome}”, but the quiz has {known}",
    "Add questions with “outcome: {outcome}”, or ask fewer. A pair of quizzes needs twice as many.",
)
PAIR_WITHOUT_BLUEPRINT = Rule(
    "pair-without-blueprint",
    "the quiz “{id}” has no blueprint, so that nothing can be drawn from it before the course",
    "Add “blueprint” to “{id}”: how many questions of each outcome both quizzes ask.",
)
PAIR_OF_PAIRS = Rule(
    "pair-of-pairs",
    "the quiz “{id}” has no questions of its own, or has a quiz before it already",
    "Each pair is two quizzes: one with the questions, and one with “before” that names it.",
)
BEFORE_WITH_QUESTIONS = Rule(
    "before-with-questions",
    "a quiz with “before” asks the questions of another quiz, and has “{key}” of its own",
    "Move this to the quiz “{id}”, or leave out “before”.",
)
MINUTES_WITHOUT_EXAM = Rule(
    "minutes-without-exam",
    "“minutes” is a limit for exams, and this quiz is for practice",
    "Add “mode: exam”, or leave it out.",
    Severity.WARNING,
)
HINT_AND_HINTS = Rule(
    "hint-and-hints",
    "the question “{id}” has both “hint” and “hints”",
    "Put all hints in the list “hints”, in the order in which they are to open.",
)
HINTS_IN_EXAM = Rule(
    "hints-in-exam",
    "the question “{id}” has hints, which are not shown in an exam",
    "Leave them out, or make the quiz one for practice.",
    Severity.WARNING,
)
PIN_WITHOUT_SHUFFLE = Rule(
    "pin-without-shuffle",
    "an option of “{id}” is pinned, but the quiz does not shuffle",
    "Add “shuffle: true” to the quiz, or leave out “pin”: options stand as they are written.",
    Severity.WARNING,
)
UNKNOWN_QUESTION = Rule(
    "unknown-question",
    "no quiz of this course has a question “{id}”",
    "Write the id of a question of a quiz of the same course.",
)
CHECK_TWICE = Rule("check-twice", "the question “{id}” stands in this text twice", "Keep one of the two.")
CHECK_ELSEWHERE = Rule(
    "check-elsewhere",
    "the question “{id}” can be asked only in the text of a lesson",
    "Move it into “body” of a lesson, or leave it out.",
)


def check(loaded: LoadedCourse) -> Iterator[Problem]:
    """Every rule over the quizzes of one course."""
    for key, quiz in loaded.quizzes.items():
        if quiz.before is not None:
            yield from _check_before(loaded, quiz)
        elif quiz.is_whole:
            yield from _check_draw(loaded, key, quiz)
        yield from _check_mode(loaded, key, quiz)
    named = Counter(quiz.before for quiz in loaded.quizzes.values() if quiz.before)
    for quiz in loaded.quizzes.values():
        if quiz.before and named[quiz.before] > 1:
            yield PAIR_OF_PAIRS.at(quiz.before.where, id=quiz.before)


def _check_before(loaded: LoadedCourse, quiz: Quiz[Any]) -> Iterator[Problem]:
    target = loaded.quizzes.get(str(quiz.before))
    for name in ("questions", "draw", "blueprint"):
        if getattr(quiz, name):
            yield BEFORE_WITH_QUESTIONS.at(quiz.where, key=name, id=quiz.before)
    if target is None or quiz.before is None:
        return  # a name that nothing has: `generator.rules` says so
    if target.before is not None:
        yield PAIR_OF_PAIRS.at(quiz.before.where, id=quiz.before)
    elif target.is_whole and not target.blueprint:
        yield PAIR_WITHOUT_BLUEPRINT.at(quiz.before.where, id=quiz.before)


def _check_draw(loaded: LoadedCourse, key: str, quiz: Quiz[Any]) -> Iterator[Problem]:
    if not quiz.questions:
        yield MISSING_KEY.at(quiz.where, key="questions")
    if quiz.draw and quiz.blueprint:
        yield DRAW_AND_BLUEPRINT.at(quiz.where)
    if quiz.draw and quiz.draw > len(quiz.questions):
        yield DRAW_TOO_LARGE.at(quiz.where, count=quiz.draw, known=len(quiz.questions))
    known = Counter(question.outcome for question in quiz.questions)
    for outcome, number in quiz.blueprint.items():
        count = number * 2 if loaded.before(key) else number
        if outcome in loaded.course.outcomes and count > known[outcome]:
            yield BLUEPRINT_TOO_LARGE.at(outcome.where, outcome=outcome, count=count, known=known[outcome])


def _check_mode(loaded: LoadedCourse, key: str, quiz: Quiz[Any]) -> Iterator[Problem]:
    if quiz.minutes and quiz.mode != "exam":
        yield MINUTES_WITHOUT_EXAM.at(quiz.where)
    before = loaded.before(key)
    asking = [quiz, *([loaded.quizzes[before]] if before else [])]
    for question in quiz.questions:
        if question.hint and question.hints:
            yield HINT_AND_HINTS.at(question.hints[0].where, id=question.id)
        if question.all_hints and all(one.mode == "exam" for one in asking):
            yield HINTS_IN_EXAM.at(question.all_hints[0].where, id=question.id)
        yield from _check_pins(question, is_shuffled=any(one.shuffle for one in asking))


def _check_pins(question: Question, *, is_shuffled: bool) -> Iterator[Problem]:
    for option in getattr(question, "options", ()):
        if getattr(option, "pin", False) and not is_shuffled:
            yield PIN_WITHOUT_SHUFFLE.at(option.where, id=question.id)


def check_asked(loaded: LoadedCourse | None, text: Prose) -> Iterator[Problem]:
    """Questions that are asked in a text; without a course, where none can be asked."""
    seen: set[str] = set()
    asked = [reference for reference in markdown.references(text) if reference.kind == "check"]
    known = sorted(str(question.id) for question in loaded.questions) if asked and loaded else []
    for reference in asked:
        if loaded is None:
            yield CHECK_ELSEWHERE.at(reference.where, id=reference.target)
        elif reference.target not in known and all(quiz.is_whole for quiz in loaded.quizzes.values()):
            near = did_you_mean(reference.target, known)
            yield UNKNOWN_QUESTION.at(reference.where, id=reference.target, closest=near)
        elif reference.target in seen:
            yield CHECK_TWICE.at(reference.where, id=reference.target)
        seen.add(reference.target)
