"""Grading gives the verdict that the examples of each kind name."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from generator.questions import KINDS
from tests.browser.harness import example, good

ANSWERS = [
    pytest.param(kind, entry, id=f"{entry['question']}-{entry['answer']}")
    for kind in KINDS
    for entry in example(kind)["answers"]
]


@pytest.mark.parametrize(("kind", "entry"), ANSWERS)
def test_answer_gets_its_verdict(kind: str, entry: dict[str, Any], script: Page) -> None:
    question = KINDS[kind].model.model_validate(good(entry["question"])[0])
    verdict = script.evaluate(
        "([kind, answer, key, accepted]) => LopHoc.kinds[kind].grade(answer, key, accepted)",
        [kind, entry["answer"], KINDS[kind].key(question), KINDS[kind].accepted([question])],
    )
    assert verdict["score"] == pytest.approx(entry["verdict"]["score"])
    assert verdict["parts"] == {str(part): state for part, state in entry["verdict"]["parts"].items()}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_offers_what_the_shell_calls(kind: str, script: Page) -> None:
    missing = script.evaluate(
        """(kind) => ["read", "grade", "show", "restore", "empty"]
             .filter((name) => typeof LopHoc.kinds[kind][name] !== "function")""",
        kind,
    )
    assert missing == []
