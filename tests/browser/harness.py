"""Small pages made of the real templates and the real runtime files."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import yaml
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup, escape
from playwright.sync_api import BrowserContext, Page, Route

from generator import markdown, source
from generator.questions import KINDS
from generator.tree import QUIZ_JS
from generator.view import question_data

HOME = Path(__file__).parents[2] / "generator"
ORIGIN = "http://lophoc.test/"
SITE = "0f5a2c1e-7d1b-4c43-9a57-3f0e8f6b1d22"
KEY = f"lophoc:{SITE}"


def example(kind: str) -> Any:
    """The examples of a kind as plain data."""
    return yaml.safe_load((KINDS[kind].folder / "examples.yml").read_text("utf-8"))


def good(*ids: str) -> list[Any]:
    """Good example questions by id, in the order of the ids."""
    files: list[Any] = [source.read(kind.folder / "examples.yml", kind.name)[0] for kind in KINDS.values()]
    found = {entry["id"]: entry for file in files for entry in file["good"]}
    return [found[one] for one in ids]


def data(question: Any) -> dict[str, Any]:
    """What a page says of a question to the script."""
    found: dict[str, Any] = json.loads(question_data(question))
    return found


def plan(entries: list[Any], **changes: Any) -> dict[str, Any]:
    """How a quiz of the given questions is asked."""
    return {
        "key": "course/quiz",
        "exam": False,
        "minutes": None,
        "pass": 80,
        "draw": None,
        "blueprint": None,
        "shuffle": False,
        "confidence": False,
        "before": None,
        "after": None,
        "questions": [{"id": entry["id"], "outcome": entry.get("outcome")} for entry in entries],
        "outcomes": {"tell": "Tell gender from sex", "act": "Act by the law"},
        **changes,
    }


def sheet(entries: list[Any], pass_mark: int | None = 80, **changes: Any) -> str:
    """The HTML of a quiz of the given questions, with changes to how it is asked."""
    environment = Environment(
        loader=FileSystemLoader([HOME / "templates", HOME / "questions"]),
        autoescape=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    environment.filters["prose"] = lambda text, place=None: Markup(  # noqa: S704 - our examples
        markdown.render(text, markdown.Surroundings(place=place))
    )
    environment.filters["inline"] = lambda text: Markup(markdown.render_inline(text))  # noqa: S704
    environment.filters["line"] = environment.filters["number"] = escape
    questions = []
    for number, entry in enumerate(entries, 1):
        kind = KINDS[entry["kind"]]
        question = kind.model.model_validate(entry)
        questions.append(
            SimpleNamespace(
                question=question,
                kind=kind,
                number=number,
                data=json.dumps(data(question)),
                outcome="Outcome",
                basis="Basis",
            )
        )
    template = environment.get_template("quiz.html")
    made = plan(entries, **{"pass": pass_mark}, **changes)
    return template.render(plan=made, questions=questions, edition="1a2b3c4d", law="2026-11-01")


def runtime(*names: str) -> str:
    return "\n".join((HOME / "runtime" / name).read_text("utf-8") for name in names)


def quiz_script() -> str:
    kinds = [(kind.folder / "question.js").read_text("utf-8") for kind in KINDS.values()]
    return "\n".join([runtime(*QUIZ_JS), *kinds])


@dataclass
class Harness:
    """A site of made-up pages that one browser context may open, in one or several tabs."""

    context: BrowserContext
    files: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def write(self, name: str, body: str, *, kind: str = "quiz", courses: list[Any] | None = None) -> None:
        place = {"kind": kind, "course": "course", "lesson": None, "quiz": None}
        page = {"site": SITE, "lang": "en", **place, "courses": courses or []}
        self.files[name] = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Test</title>
<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="quiz.css"></head>
<body class="md-typeset" data-md-color-scheme="default"><main><h1>Test</h1>{body}</main>
<script type="application/json" id="lophoc-page">{json.dumps(page)}</script>
<script src="site.js"></script><script src="quiz.js"></script></body></html>"""

    def answer(self, route: Route) -> None:
        name = route.request.url.removeprefix(ORIGIN).partition("#")[0].partition("?")[0]
        if name not in self.files:
            route.fulfill(status=204 if name == "favicon.ico" else 404)
            return
        kinds = {".css": "text/css", ".js": "text/javascript", ".html": "text/html"}
        route.fulfill(body=self.files[name], content_type=f"{kinds[Path(name).suffix]}; charset=utf-8")

    def open(self, name: str = "quiz.html") -> Page:
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.goto(ORIGIN + name)
        return page


QUIZ = ("single-gioi-la-gi", "multiple-noi-dung-long-ghep", "true-false-lao-dong-nam")


def pick(page: Page, number: int, *options: int, check: bool = True) -> None:
    """Choose options of the question with a number from 0, and check."""
    question = page.locator(".lh-question").nth(number)
    for option in options:
        question.locator(".lh-label").nth(option).click()
    if check:
        question.locator(".lh-check").click()
