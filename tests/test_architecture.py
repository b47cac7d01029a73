"""The house stands as CONTRIBUTING.md draws it: imports only go down, and each door has one keeper."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import generator
from generator import cli  # noqa: F401 (imports every module, and so every rule)
from generator.languages import LANGUAGES
from generator.problems import RULES
from generator.questions import KINDS
from tests.conftest import REPOSITORY

GENERATOR = REPOSITORY / "generator"

FLOORS = (
    "problems",
    "source languages addresses atomic memo slots search",
    "model",
    "gaps markdown laws library",
    "validate catalog questions",
    "quizzes",
    "citing",
    "rules",
    "load stage tree schema scaffold writing",
    "record",
    "outline",
    "edition past",
    "view",
    "navigation",
    "render",
    "project host",
    "mkdocs_plugin",
    "pages",
    "engine preview",
    "cli",
    "__init__ __main__",
)
"""From the ground up. A module may import what stands on a lower floor than its own."""

FLOOR = {module: number for number, floor in enumerate(FLOORS) for module in floor.split()}


def name(path: Path) -> str:
    """The module or the package at the top of `generator` that a file belongs to."""
    return path.relative_to(GENERATOR).parts[0].removesuffix(".py")


FILES = sorted(GENERATOR.rglob("*.py"))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path) -> Iterator[str]:
    """Full names of everything that a file imports, also inside functions."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def of_ours(path: Path) -> set[str]:
    """The modules of `generator` that a file imports."""
    found = {full.split(".")[1] for full in imports(path) if full.startswith("generator.")}
    return found - {name(path)}


def files_with(*packages: str) -> set[str]:
    """The modules that import one of these packages."""
    return {name(path) for path in FILES if {full.split(".")[0] for full in imports(path)} & {*packages}}


# --- floors --------------------------------------------------------------------------------------


def test_every_module_stands_on_a_floor() -> None:
    assert {name(path) for path in FILES} == set(FLOOR)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(GENERATOR)))
def test_imports_only_go_down(path: Path) -> None:
    assert {other for other in of_ours(path) if FLOOR[other] >= FLOOR[name(path)]} == set()


def test_a_kind_of_question_knows_nothing_of_the_table_and_of_other_kinds() -> None:
    for kind in KINDS.values():
        inside = {
            full for full in imports(kind.folder / "__init__.py") if full.startswith("generator.questions")
        }
        others = {other.folder.name for other in KINDS.values()} | {kind.folder.name}
        assert all(full.count(".") > 2 and full.split(".")[2] not in others for full in inside), kind.name


def test_a_language_knows_nothing_but_the_shape_of_languages() -> None:
    for path in (GENERATOR / "languages").glob("*.py"):
        assert of_ours(path) == set(), path.name


def test_the_floors_in_contributing_name_every_module_and_no_import_goes_up_in_them() -> None:
    text = (REPOSITORY / "CONTRIBUTING.md").read_text(encoding="utf-8")
    table = text.partition("## The floors")[2].partition("\n## ")[0]
    rows = [row.split("|")[2] for row in re.findall(r"^\|.*\|$", table, re.MULTILINE)[2:]]
    floor = {module: -number for number, row in enumerate(rows) for module in re.findall(r"`(\w+)/?`", row)}
    assert set(FLOOR) - set(floor) - {"__init__", "__main__"} == set()
    up = {
        (name(path), other)
        for path in FILES
        if name(path) in floor
        for other in of_ours(path)
        if floor[other] > floor[name(path)]
    }
    assert up == set()


# --- one keeper for each door --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("packages", "keepers"),
    [
        (["yaml"], {"source"}),
        (["markdown_it", "mdit_py_plugins", "nh3"], {"markdown"}),
        (["polib"], {"catalog"}),
        (["click", "watchdog"], {"cli"}),
        (
            ["mkdocs", "material", "mkdocs_static_i18n"],
            {"host", "mkdocs_plugin", "pages", "engine", "preview", "cli"},
        ),
        (["requests", "urllib3", "http", "socket"], set()),
    ],
    ids="+".join,
)
def test_a_library_has_its_keeper(packages: list[str], keepers: set[str]) -> None:
    assert files_with(*packages) == keepers


def called(node: ast.AST) -> str:
    return ast.unparse(node.func) if isinstance(node, ast.Call) else ""


def test_only_the_command_prints_or_exits() -> None:
    doors = {
        "print",
        "exit",
        "quit",
        "sys.exit",
        "os._exit",
        "click.echo",
        "sys.stdout.write",
        "sys.stderr.write",
    }
    found = {name(path) for path in FILES for node in ast.walk(tree(path)) if called(node) in doors}
    found |= {
        name(path)
        for path in FILES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Raise) and node.exc is not None and "SystemExit" in ast.unparse(node.exc)
    }
    assert found == {"cli"}


def private_things(path: Path) -> Iterator[str]:
    """Attributes with a leading underscore of something that is not the class's own."""
    public = {"_asdict", "_replace", "_fields"}  # of named tuples; the underscore avoids clashes only
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Attribute) and re.match(r"_(?!_)", node.attr) and node.attr not in public:
            owner = ast.unparse(node.value)
            if owner not in {"self", "cls"}:
                yield f"{owner}.{node.attr}"


def test_only_the_host_module_names_private_things_of_others() -> None:
    found = {(name(path), thing) for path in FILES if name(path) != "host" for thing in private_things(path)}
    # Its own class, in the one place that sets them.
    assert found == {("model", "entry._where"), ("model", "entry._is_whole")}


def test_only_the_host_module_knows_how_static_i18n_builds() -> None:
    found = {
        name(path)
        for path in FILES
        for node in ast.walk(tree(path))
        if (isinstance(node, ast.Attribute) and node.attr == "building")
        or (isinstance(node, ast.Constant) and node.value == "building")
    }
    assert found == {"host"}


# --- what is promised ----------------------------------------------------------------------------


def test_the_public_face_is_short() -> None:
    assert sorted(generator.__all__) == ["Library", "Location", "Problem", "Severity", "load"]
    assert all(getattr(generator, public) is not None for public in generator.__all__)


def test_a_kind_of_question_is_four_files_and_a_line_in_the_table() -> None:
    folders = {path.parent for path in (GENERATOR / "questions").glob("*/*.py")}
    assert {kind.folder for kind in KINDS.values()} == folders
    for folder in folders:
        files = {path.name for path in folder.iterdir() if path.name != "__pycache__"}
        assert files == {"__init__.py", "question.html", "question.js", "examples.yml"}


@pytest.mark.parametrize("code", sorted(RULES))
def test_every_problem_has_a_paragraph_in_the_manual(code: str) -> None:
    manual = (REPOSITORY / "docs/trainers/problems.md").read_text(encoding="utf-8")
    paragraph = re.search(rf"^## {code}\n+(?!#)(.+)", manual, re.MULTILINE)
    assert paragraph is not None, "a heading with the code and a paragraph below it"


def test_the_manual_explains_no_problem_that_there_is_not() -> None:
    manual = (REPOSITORY / "docs/trainers/problems.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^## (\S+)$", manual, re.MULTILINE)) - set(RULES) == set()


@pytest.mark.parametrize("code", sorted(RULES))
def test_a_problem_says_how_to_mend_it_in_a_whole_sentence(code: str) -> None:
    rule = RULES[code]
    assert re.fullmatch(r"[a-z][a-z0-9-]+", code)
    assert rule.hint.strip()
    assert not rule.message.endswith("."), "the code in brackets follows"


# --- what may stand nowhere ----------------------------------------------------------------------


def repository_files() -> list[Path]:
    git = shutil.which("git")
    if git is None or not (REPOSITORY / ".git").exists():
        pytest.skip("this is no git checkout")
    command = [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True).stdout
    return [path for file in filter(None, listed.split("\0")) if (path := REPOSITORY / file).is_file()]


def test_no_file_names_a_registry_a_delivery_network_or_a_folder_of_one_machine() -> None:
    # Put together here, so that this file does not name them either.
    hosts = ["py" + "pi.org", "python" + "hosted.org", "npm" + "js.org", "js" + "delivr", "un" + "pkg.com"]
    hosts += ["google" + "apis.com", "cloud" + "flare.com", "g" + "hcr.io", "crates" + ".io"]
    folders = [f"/{name}/" for name in ("ro" + "ot", "ho" + "me", "wo" + "rk", "Us" + "ers", "t" + "mp")]
    wanted = re.compile(
        "|".join([*map(re.escape, hosts), *(rf"(?<![\w.*}}]){folder}\w" for folder in folders)])
    )
    found = []
    for path in repository_files():
        text = path.read_bytes().decode("utf-8", errors="replace")
        found += [f"{path.relative_to(REPOSITORY)}: {match.group()}" for match in wanted.finditer(text)]
    assert found == []


def generator_texts() -> Iterator[tuple[Path, str]]:
    """Everything in `generator/` that is for any subject and any language."""
    for path in sorted(GENERATOR.rglob("*")):
        special = {"languages", "locale", "__pycache__"} & set(path.parts)
        if path.is_file() and not special and path.name != "examples.yml":
            yield path, path.read_text(encoding="utf-8")


def test_the_generator_does_not_know_what_the_courses_are_about() -> None:
    """Ids of laws and of files in examples for trainers are allowed; words of the subject are not."""
    subject = re.compile(r"\bgender|\bwom[ae]n|\bsex\b|giới\b|phụ nữ|bình đẳng", re.IGNORECASE)
    found = {
        f"{path.relative_to(GENERATOR).as_posix()}: {match.group()}"
        for path, text in generator_texts()
        for match in subject.finditer(text)
    }
    example = {"markdown/lint.py: woman"}  # of a picture's description, which any trainer understands
    fairness = {f"writing.py: {word}" for word in ("woman", "women", "sex")}  # in the texts of any subject
    assert found <= example | fairness


def test_no_code_outside_languages_is_written_for_one_language() -> None:
    found = [
        f"{name(path)}:{node.lineno}: {node.value!r}"
        for path in FILES
        if name(path) != "languages"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and node.value in LANGUAGES
    ]
    assert found == []


def test_no_page_has_inline_styles_or_handlers_and_no_script_asks_the_network() -> None:
    forbidden = {
        ".html": re.compile(r"\sstyle=|\son[a-z]+=|<style|javascript:|https?://(?!creativecommons\.org)"),
        ".js": re.compile(
            r"\bfetch\(|XMLHttpRequest|sendBeacon|WebSocket|\bimport\b|\beval\(|innerHTML|"
            r"https?://(?!www\.w3\.org/2000/svg)"  # a name, asked of nobody
        ),
        ".css": re.compile(r"@import|https?://"),
    }
    found = [
        f"{path.relative_to(GENERATOR).as_posix()}: {match.group()}"
        for path, text in generator_texts()
        if path.suffix in forbidden
        for match in forbidden[path.suffix].finditer(text)
    ]
    assert found == []
