"""A site with every good example of every kind of question, and the ways to answer each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import yaml
from playwright.sync_api import Locator, Page

from generator import markdown
from generator.model import Prose
from generator.questions import KINDS
from tests.browser.harness import example, good
from tests.browser.site import generate
from tests.conftest import make_project

COURSE = "quizzes/khoi-dau"
EXAM = "thi-"
"""What ids of quizzes and questions of an exam begin with: a question may stand in one quiz only."""
TOLD = {"explanation", "hint", "hints", "feedback", "reply", "reasoning", "thought", "answers"}
"""Fields whose texts are told after answering; those of all others ask."""


def questions(kind: str, prefix: str = "") -> list[dict[str, Any]]:
    """The good examples of a kind, resting on the law that the small project has."""
    law = "luat-thu-2020 Điều 5 khoản 1"
    return [
        {**entry, "id": prefix + entry["id"], **({"law": law} if "law" in entry else {})}
        for entry in example(kind)["good"]
    ]


def build(root: Path) -> Path:
    """A site with two quizzes of each kind, one for practice and one that is an exam; where it is."""
    project = make_project(root)
    for kind in KINDS:
        practice = {"title": kind, "pass": 80, "questions": questions(kind)}
        asked = [{**entry, "outcome": "hieu-bai"} for entry in questions(kind, EXAM)]
        exam = {"title": kind, "pass": 80, "mode": "exam", "confidence": True, "questions": asked}
        for name, quiz in ((kind, practice), (EXAM + kind, exam)):
            text = yaml.safe_dump(quiz, allow_unicode=True, sort_keys=False, width=1000)
            project.write(f"{COURSE}/{name}.yml", text)
    return generate(project.root)


def address(kind: str, lang: str = "vi", prefix: str = "") -> str:
    """Where a quiz of the site is, from the folder of the site."""
    return f"{'' if lang == 'vi' else f'{lang}/'}{COURSE}/{prefix}{kind}.html"


# --- answers ------------------------------------------------------------------------------------------


def scores(kind: str) -> set[float | None]:
    """What the answers in the examples of a kind are worth."""
    return {entry["verdict"]["score"] for entry in example(kind)["answers"] if entry["answer"] is not None}


WRONG, PARTLY, RIGHT = "wrong", "partly right", "right"


MORE = {"ordering-long-ghep": ([1, 3, 0, 2], WRONG)}
"""What the examples lack: their wrong order is the one that learners start from."""


def _looks(score: float | None) -> str:
    if score is None or score == 1:
        return RIGHT
    return PARTLY if score else WRONG


def is_possible(kind: str, looks: str) -> bool:
    """Whether answers of a kind can be wrong, partly right, right."""
    return looks in {_looks(score) for score in scores(kind)}


def answer(page: Page, question: dict[str, Any], looks: str) -> bool:
    """Put an answer of the examples into the form of a question, if there is one that fits; not checked."""
    example_of = question["id"].removeprefix(EXAM)
    answers = [
        (entry["answer"], _looks(entry["verdict"]["score"]))
        for entry in example(question["kind"])["answers"]
        if entry["question"] == example_of
    ]
    answers += [MORE[example_of]] if example_of in MORE else []
    given = [given for given, worth in answers if worth == looks]
    fill = """([id, answers]) => {
      const plain = (value) => JSON.stringify(Object(value) === value ? Object.entries(value).sort() : value);
      const form = document.getElementById(`q-${id}`);
      const kind = LopHoc.kinds[form.dataset.lhKind];
      const found = answers.some((answer) => {
        if (!answer && answer !== 0) return false;
        form.reset();
        kind.restore(form, answer);
        return plain(kind.read(form)) === plain(answer);
      });
      if (found) form.dispatchEvent(new Event("input", { bubbles: true }));
      return found;
    }"""
    return bool(page.evaluate(fill, [question["id"], given]))


def check(page: Page, question: dict[str, Any], times: int = 1) -> None:
    """Check what a form holds."""
    press = "([id, times]) => { while (times--) document.querySelector(`#q-${id} .lh-check`).click(); }"
    page.evaluate(press, [question["id"], times])


def tries(question: dict[str, Any]) -> int:
    """How often a question is checked before it tells its answer."""
    return 1 + bool(question.get("hint")) + len(question.get("hints", ()))


def form(page: Page, question: dict[str, Any]) -> Locator:
    return page.locator(f"#q-{question['id']}")


def kept(page: Page) -> list[Any]:
    """The answers that the forms of a page hold, and what is said of each."""
    read = """(form) => [LopHoc.kinds[form.dataset.lhKind].read(form), form.dataset.lhVerdict ?? null]"""
    return [entry.evaluate(read) for entry in page.locator(".lh-question").all()]


# --- texts --------------------------------------------------------------------------------------------


def words(text: str) -> str:
    """A text without its line breaks and the signs that no reader sees."""
    return " ".join(re.sub(r"[\u200b\u00ad]", "", text).split())


def texts(question: dict[str, Any], *, told: bool) -> Iterator[str]:
    """What the author wrote in a question, a line each as a reader sees it: what asks, or what is told."""
    model = KINDS[question["kind"]].model.model_validate(good(question["id"].removeprefix(EXAM))[0])
    for path, text in model.texts(""):
        if bool(TOLD & set(path.split("/"))) != told:
            continue
        plain = re.sub(r"\[\[[^\]|]*\|([^\]]*)\]\]", r"\1", text)
        for part in re.split(r"\[\[[^\]]*\]\]", plain):
            html = markdown.render(Prose(part, text.where))
            yield from filter(
                None, (words(unescape(line)) for line in re.sub(r"<[^>]+>", "\n", html).split("\n"))
            )
