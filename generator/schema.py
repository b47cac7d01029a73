"""JSON Schemas of a trainer's files, so that an editor completes, explains and marks while they type."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from generator.model import Audience, Course, Duty, Id, Law, Lesson, Site, Source, Term
from generator.questions import AnyQuiz

FILES: dict[str, Any] = {
    "course": Course,
    "lesson": Lesson,
    "quiz": AnyQuiz,
    "site": Site,
    "audiences": dict[Id, Audience],
    "laws": dict[Id, Law],
    "sources": dict[Id, Source],
    "glossary": dict[Id, Term],
    "duties": dict[Id, Duty],
}
"""What a file of each name holds."""


def schema(name: str, translate: Callable[[str], str] = str) -> dict[str, Any]:
    """The JSON Schema of a file, with titles and descriptions in the trainer's language."""
    raw = TypeAdapter(FILES[name]).json_schema(by_alias=True)
    return {"$schema": "http://json-schema.org/draft-07/schema#", **_readable(raw, translate)}


def _readable(value: Any, translate: Callable[[str], str]) -> Any:
    """Translate what people read, and drop the ``null`` of optional keys, which nobody writes in YAML."""
    if isinstance(value, list):
        return [_readable(item, translate) for item in value]
    if not isinstance(value, dict):
        return value
    value = {key: _readable(item, translate) for key, item in value.items() if key != "default"}
    options = value.get("anyOf")
    if options and {"type": "null"} in options and len(options) == 2:
        del value["anyOf"]
        value = {**next(option for option in options if option != {"type": "null"}), **value}
    if "patternProperties" in value:
        value["additionalProperties"] = False  # a key that is no id is a mistake, not something else
    for key in ("title", "description"):
        if isinstance(value.get(key), str):
            value[key] = translate(" ".join(value[key].split()))
    return value


def write(folder: Path, translate: Callable[[str], str]) -> list[Path]:
    """Write all schemas into a folder.

    Raises:
        OSError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name in FILES:
        path = folder / f"{name}.json"
        text = json.dumps(schema(name, translate), ensure_ascii=False, indent=2)
        path.write_text(text + "\n", encoding="utf-8")
        written.append(path)
    return written
