"""A case file: read it, choose, see what comes of it, until the case has come to an end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from pydantic import Field

from generator.model import Entry, Id, Line, Number, Prose, Question
from generator.problems import Problem, Rule, Severity, did_you_mean

STEP_TWICE = Rule(
    "step-twice",
    "question “{id}” has two steps “{step}”",
    "Give one of them another id.",
)
UNKNOWN_STEP = Rule(
    "unknown-step",
    "question “{id}” has no step “{step}”",
    "Steps of this case: {known}.",
)
UNREACHABLE_STEP = Rule(
    "unreachable-step",
    "no choice of question “{id}” leads to the step “{step}”",
    "Write “to: {step}” in a choice of an earlier step, or delete this one.",
)
CASE_WITHOUT_END = Rule(
    "case-without-end",
    "every step of question “{id}” has choices, so the case never ends",
    "Add a step without “choices”: there the case ends.",
)
ENDLESS_STEPS = Rule(
    "endless-steps",
    "from step “{step}” of question “{id}” no choice ever leads to an end",
    "Let one of its choices lead on to a step without “choices”.",
)
CASE_WITHOUT_POINTS = Rule(
    "case-without-points",
    "no way through question “{id}” earns a point",
    "Give the better choices “points: 1” or more.",
)
CHOICE_TWICE = Rule(
    "choice-twice",
    "two choices of one step of question “{id}” have the id “{choice}”",
    "Give one of them another id.",
)
SINGLE_CHOICE = Rule(
    "single-choice",
    "step “{step}” of question “{id}” leaves no choice",
    "Add another choice, or join the step with the next one.",
    Severity.WARNING,
)
REASONING_PLACE = Rule(
    "reasoning-before-end",
    "step “{step}” of question “{id}” has choices, so its “reasoning” is never shown",
    "Write it as “feedback” of the choices, or move it to a step without choices.",
)
NO_REASONING = Rule(
    "no-reasoning",
    "question “{id}” says nothing of who ends at step “{step}”",
    "Add “reasoning” to it: how an expert sees this end.",
    Severity.WARNING,
)


class Choice(Entry):
    """One way on from a step."""

    id: Id | None = Field(
        None, title="Id", description="Only needed to keep answers when choices change places"
    )
    text: Prose = Field(title="Text")
    to: Id = Field(title="To", description="The step that it leads to; one passed before: back to it")
    points: Number = Field(0, le=100, title="Points", description="What the choice earns")
    feedback: Prose | None = Field(
        None, title="Consequence", description="What comes of it, told where it leads to"
    )


class Step(Entry):
    """One moment of a case; without choices it is an end."""

    id: Id = Field(title="Id")
    title: Line | None = Field(None, title="Title")
    text: Prose = Field(title="Text", description="What is known now, and what is to be decided")
    choices: list[Choice] = Field(
        default_factory=list, title="Choices", description="Ways on; none: the case ends here"
    )
    reasoning: Prose | None = Field(
        None, title="Reasoning", description="At an end: how an expert sees who ends here"
    )

    def named_choices(self) -> list[tuple[str, Choice]]:
        """The choices, each with its id, or its position from 1 where it has none."""
        return [(choice.id or str(n), choice) for n, choice in enumerate(self.choices, 1)]


class Case(Question):
    """A case file that branches. It begins with the first step."""

    kind: Literal["case"] = Field(title="Kind")
    dossier: Prose = Field(title="Case file", description="What is known from the start; always at hand")
    steps: list[Step] = Field(min_length=2, title="Steps")

    def number(self, step: str) -> int:
        """The place of a step in the file, from 1."""
        return next(n for n, one in enumerate(self.steps, 1) if one.id == step)


def check(question: Case) -> Iterator[Problem]:
    """Rules of this kind that span several fields."""
    steps = {str(step.id): step for step in question.steps}
    seen: set[str] = set()
    for step in question.steps:
        if step.id in seen:
            yield STEP_TWICE.at(step.id.where, id=question.id, step=step.id)
        seen.add(step.id)
        yield from _check_step(question, step, steps)
    if any(choice.to not in steps for step in question.steps for choice in step.choices):
        return  # where a way leads is not known, nor what it would reach
    reached = _in_order(question.steps[0], steps)
    for name, step in steps.items():
        if name not in reached:
            yield UNREACHABLE_STEP.at(step.id.where, id=question.id, step=name)
    yield from _check_ends(question, {name: step for name, step in steps.items() if name in reached})


def _check_step(question: Case, step: Step, steps: Mapping[str, Step]) -> Iterator[Problem]:
    names: set[str] = set()
    for name, choice in step.named_choices():
        if choice.to not in steps:
            near, known = did_you_mean(choice.to, steps), ", ".join(steps)
            yield UNKNOWN_STEP.at(choice.to.where, id=question.id, step=choice.to, known=known, closest=near)
        if name in names:
            yield CHOICE_TWICE.at(choice.where, id=question.id, choice=name)
        names.add(name)
    if len(step.choices) == 1:
        yield SINGLE_CHOICE.at(step.where, id=question.id, step=step.id)
    if step.choices and step.reasoning is not None:
        yield REASONING_PLACE.at(step.reasoning.where, id=question.id, step=step.id)
    if not step.choices and step.reasoning is None:
        yield NO_REASONING.at(step.where, id=question.id, step=step.id)


def _check_ends(question: Case, reached: Mapping[str, Step]) -> Iterator[Problem]:
    ending = {name for name, step in reached.items() if not step.choices}
    if not ending:
        yield CASE_WITHOUT_END.at(question.where, id=question.id)
        return
    before = 0
    while before < len(ending):
        before = len(ending)
        ending |= {name for name, step in reached.items() if any(c.to in ending for c in step.choices)}
    endless = [step for name, step in reached.items() if name not in ending]
    if endless:
        yield ENDLESS_STEPS.at(endless[0].id.where, id=question.id, step=endless[0].id)
    elif not _best(question).get(question.steps[0].id, (0,))[0]:
        yield CASE_WITHOUT_POINTS.at(question.where, id=question.id)


def _in_order(first: Step, steps: Mapping[str, Step]) -> list[str]:
    """The steps that can be reached, each after all that it leads to, but for ways back."""
    order: list[str] = []
    seen = {str(first.id)}
    trail = [(first, iter(first.choices))]
    while trail:
        step, rest = trail[-1]
        following = next((str(c.to) for c in rest if c.to in steps and c.to not in seen), None)
        if following is None:
            order.append(step.id)
            trail.pop()
        else:
            seen.add(following)
            trail.append((steps[following], iter(steps[following].choices)))
    return order


def _best(question: Case) -> dict[str, tuple[int, str]]:
    """The most points that can still be earned from each step, and the end they lead to; no ways back."""
    steps = {str(step.id): step for step in question.steps}
    best: dict[str, tuple[int, str]] = {}
    for name in _in_order(question.steps[0], steps):
        choices = [choice for choice in steps[name].choices if choice.to in best]
        if choices:
            choice = max(choices, key=lambda choice: choice.points + best[choice.to][0])
            points, end = best[choice.to]
            best[name] = choice.points + points, end
        elif not steps[name].choices:
            best[name] = 0, name
    return best


def key(question: Case) -> dict[str, Any]:
    """What grading needs.

    ``start``: the first step; ``steps``: for each step its choices, each with where it leads and what it
    earns; ``best``: the most points that can still be earned from each step, and the end they lead to.
    """
    return {
        "start": question.steps[0].id,
        "steps": {
            step.id: {name: [choice.to, choice.points] for name, choice in step.named_choices()}
            for step in question.steps
        },
        "best": {name: list(found) for name, found in _best(question).items()},
    }
