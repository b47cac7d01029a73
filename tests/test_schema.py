"""JSON Schemas for editors: they accept what we accept, and speak the trainer's language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generator import catalog, schema
from generator.source import List, Map, Text, read, read_bytes
from tests.conftest import FILES, REPOSITORY

NAMES = {
    "site": "site",
    "audiences": "audiences",
    "laws": "laws",
    "sources": "sources",
    "glossary": "glossary",
    "duties": "duties",
}


def of_file(file: str) -> str:
    """The schema that a file of courses/ or quizzes/ follows."""
    folder, *_, name = file.split("/")
    stem = name.removesuffix(".yml")
    if folder == "quizzes":
        return "quiz"
    return NAMES.get(stem, "course" if stem == "course" else "lesson")


def faults(value: Any, rule: dict[str, Any], root: dict[str, Any], where: str = "") -> Iterator[str]:
    """What a value breaks of a schema: the part of the standard that ours use, and no more."""
    if "$ref" in rule:
        rule = root["$defs"][rule["$ref"].rpartition("/")[2]] | {k: v for k, v in rule.items() if k != "$ref"}
    for group in ("oneOf", "anyOf"):
        if group in rule and all([*faults(value, option, root, where)] for option in rule[group]):
            yield f"{where}: none of {group}"
    types = rule.get("type", ["object", "array", "string", "number", "boolean", "integer"])
    types = {types} if isinstance(types, str) else {*types}
    if isinstance(value, Map):
        if "object" not in types:
            yield f"{where}: keys are not expected"
        yield from _in_map(value, rule, root, where)
    elif isinstance(value, List):
        if "array" not in types or len(value) < rule.get("minItems", 0):
            yield f"{where}: no list, or a longer one is expected"
        for number, item in enumerate(value):
            yield from faults(item, rule.get("items", {}), root, f"{where}/{number}")
    elif types <= {"object", "array"}:
        yield f"{where}: no text is expected"
    else:
        yield from _in_text(value, rule, where)


def _in_map(value: Map, rule: dict[str, Any], root: dict[str, Any], where: str) -> Iterator[str]:
    properties, more = rule.get("properties", {}), rule.get("additionalProperties", {})
    yield from (f"{where}: {key} is missing" for key in rule.get("required", []) if key not in value)
    patterns = rule.get("patternProperties", {})
    for key, item in value.items():
        named = properties.get(key) or next((patterns[p] for p in patterns if re.search(p, key)), None)
        if named is not None:
            yield from faults(item, named, root, f"{where}/{key}")
        elif more is False:
            yield f"{where}: {key} is unknown"
        elif isinstance(more, dict):
            yield from faults(item, more, root, f"{where}/{key}")


def _in_text(value: Text, rule: dict[str, Any], where: str) -> Iterator[str]:
    if value not in rule.get("enum", [rule.get("const", value)]):
        yield f"{where}: {value} is not among the choices"
    if not re.search(rule.get("pattern", ""), value):
        yield f"{where}: {value} does not follow the pattern"
    if rule.get("type") == "integer" and not value.isdigit():
        yield f"{where}: {value} is no number"
    if rule.get("type") == "boolean" and value not in {"true", "false"}:
        yield f"{where}: {value} is neither true nor false"


OUR_OWN = [
    path.relative_to(REPOSITORY).as_posix()
    for folder in ("courses", "quizzes")
    for path in sorted((REPOSITORY / folder).rglob("*.yml"))
]


@pytest.mark.parametrize("file", OUR_OWN)
def test_the_schemas_accept_our_own_courses(file: str) -> None:
    rule = schema.schema(of_file(file))
    value, _ = read(REPOSITORY / file, file)
    assert list(faults(value, rule, rule)) == []


@pytest.mark.parametrize("file", [file for file in FILES if file.endswith(".yml")])
def test_the_schemas_accept_the_smallest_project(file: str) -> None:
    rule = schema.schema(of_file(file))
    value, _ = read_bytes(FILES[file].encode(), file)
    assert list(faults(value, rule, rule)) == []


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("courses/khoi-dau/bai-1.yml", "minutes: 10", "minutes: lâu"),
        ("courses/khoi-dau/bai-1.yml", "minutes: 10\n", ""),
        ("courses/khoi-dau/bai-1.yml", "title: Bài một", "titel: Bài một"),
        ("courses/khoi-dau/bai-1.yml", "outcomes: [hieu-bai]", "outcomes: hieu-bai"),
        ("courses/khoi-dau/course.yml", "lessons: [bai-1]", "lessons: []"),
        ("courses/khoi-dau/course.yml", "lessons: [bai-1]", "lessons: [Bài 1]"),
        ("courses/sources.yml", "confidence: verified", "confidence: sure"),
        ("courses/sources.yml", "khao-sat:", "Khảo sát:"),
        ("quizzes/khoi-dau/tu-kiem.yml", "kind: single", "kind: singel"),
        ("quizzes/khoi-dau/tu-kiem.yml", "correct: true", "correct: yes"),
        ("quizzes/khoi-dau/tu-kiem.yml", "    options:", "    option:"),
    ],
)
def test_the_schemas_refuse_what_check_refuses(file: str, old: str, new: str) -> None:
    rule = schema.schema(of_file(file))
    assert old in FILES[file]
    value, _ = read_bytes(FILES[file].replace(old, new).encode(), file)
    assert list(faults(value, rule, rule)) != []


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (value[key] for key in ("title", "description") if isinstance(value.get(key), str))
        for item in value.values():
            yield from texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)


@pytest.mark.parametrize("name", schema.FILES)
def test_editors_explain_keys_in_vietnamese(name: str) -> None:
    translate = catalog.interface("vi").gettext
    english, vietnamese = schema.schema(name), schema.schema(name, translate)
    properties = [
        definition["properties"]
        for definition in [english, *english.get("$defs", {}).values()]
        if "properties" in definition
    ]
    assert all(
        "title" in key or "$ref" in key or "const" in key for keys in properties for key in keys.values()
    )
    assert list(texts(vietnamese)) != list(texts(english))


@pytest.mark.parametrize("name", schema.FILES)
def test_no_editor_offers_null(name: str) -> None:
    assert '"null"' not in json.dumps(schema.schema(name))


def test_writing_again_gives_the_same_files(tmp_path: Path) -> None:
    first = {path: path.read_bytes() for path in schema.write(tmp_path, str)}
    again = {path: path.read_bytes() for path in schema.write(tmp_path, str)}
    assert (again, len(first)) == (first, 9)
