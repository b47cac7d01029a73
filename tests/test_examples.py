"""The examples of every kind: good questions pass, bad ones give exactly the problems they name."""

from __future__ import annotations

from typing import Any

import pytest

from generator import source
from generator.questions import KINDS, Kind


def read(kind: Kind) -> Any:
    value, problems = source.read(kind.folder / "examples.yml", f"{kind.name}/examples.yml")
    assert not problems
    return value


def examples(part: str) -> list[Any]:
    return [
        pytest.param(kind, entry, id=f"{kind.name}-{n}")
        for kind in KINDS.values()
        for n, entry in enumerate(read(kind)[part])
    ]


@pytest.mark.parametrize(("kind", "entry"), examples("good"))
def test_good_question_has_no_problem(kind: Kind, entry: Any) -> None:
    question = kind.model.model_validate(entry)
    assert question.kind == kind.name
    assert [problem.code for problem in kind.check(question)] == []
    assert question.law or question.source or question.practice, "an example says what it rests on"


@pytest.mark.parametrize(("kind", "entry"), examples("bad"))
def test_bad_question_has_exactly_the_named_problems(kind: Kind, entry: Any) -> None:
    question = kind.model.model_validate(entry["question"])
    problems = list(kind.check(question))
    assert sorted(problem.code for problem in problems) == sorted(entry["problems"])
    assert all(problem.where.line > 1 for problem in problems), "each points into the file"
    assert all(question.id in problem.message() for problem in problems), "each names the question"


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_answers_are_many_and_belong_to_good_questions(kind: Kind) -> None:
    value = read(kind)
    ids = {entry["id"] for entry in value["good"]}
    assert {entry["question"] for entry in value["answers"]} == ids
    assert len(value["answers"]) >= 12
