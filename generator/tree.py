"""The staged tree: what a host gets to build, as a value and as a folder.

One folder of Markdown pages for each language, and the assets. MkDocs builds it with our renderer; any
other host can build the plain Markdown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Protocol

from rcssmin import cssmin
from rjsmin import jsmin

from generator import catalog
from generator.questions import KINDS

GENERATOR = Path(__file__).parent
RUNTIME = GENERATOR / "runtime"
ASSETS = "assets/lophoc"

SITE_JS = ("store.js", "progress.js", "file.js", "theme.js", "exit.js")
"""Scripts of every page, in the order in which they run."""
QUIZ_JS = (
    "quiz/kinds.js",
    "quiz/draw.js",
    "quiz/report.js",
    "quiz/question.js",
    "quiz/result.js",
    "quiz/practice.js",
    "quiz/exam.js",
    "quiz/alone.js",
    "answers.js",
)
"""What the scripts of all kinds build on; they follow it in the same file."""
RECORD_JS = ("code.js", "qr.js", "review.js", "slip.js", "desk.js", "certificate.js", "results.js")
"""Scripts of the pages about a learner's record."""
STYLES = ("site.css", "quiz.css", "record.css")


def scripts() -> dict[str, list[str]]:
    """The scripts of each file that pages load, as paths in the package, in the order in which they run."""
    return {
        "site": [f"runtime/{name}" for name in SITE_JS],
        "quiz": [
            *(f"runtime/{name}" for name in QUIZ_JS),
            *((kind.folder / "question.js").relative_to(GENERATOR).as_posix() for kind in KINDS.values()),
        ],
        "record": [f"runtime/{name}" for name in RECORD_JS],
    }


class Pages(Protocol):
    """What makes the pages of one language."""

    @property
    def addresses(self) -> Iterable[str]: ...

    @property
    def probes(self) -> Iterable[str]: ...

    def twin(self, address: str, *, is_full: bool = True) -> str: ...

    def scripts(self) -> Mapping[str, str]: ...


def tree(pages: Mapping[str, Pages], assets: Mapping[str, Path], *, is_full: bool = True) -> dict[str, bytes]:
    """Every file of the staged tree by its path.

    ``pages`` by language; ``assets``: files of trainers by their address in the site. Where ``is_full``
    is not set, the tree holds probes only, and no text in them: MkDocs does not read it where our renderer
    gives it the HTML.
    """
    files = _runtime()
    for code, of_language in pages.items():
        for name, paths in scripts().items():
            messages = catalog.javascript_messages(code, frozenset(paths))
            files[f"{ASSETS}/{name}.{code}.js"] = messages.encode()
        for name, script in of_language.scripts().items():
            files[f"{ASSETS}/{name}.{code}.js"] = script.encode()
        for address in of_language.addresses if is_full else of_language.probes:
            files[f"{code}/{address}.md"] = of_language.twin(address, is_full=is_full).encode()
        for address, path in assets.items():
            files[f"{code}/{address}"] = path.read_bytes()
    return files


def _runtime() -> dict[str, bytes]:
    files = {f"{ASSETS}/{name}": cssmin(_read(RUNTIME / name)).encode() for name in STYLES}
    files[f"{ASSETS}/icon.svg"] = (RUNTIME / "icon.svg").read_bytes()
    for name, paths in scripts().items():
        # Classic scripts as one: modules cannot be loaded from a folder on a disk.
        script: str = jsmin("\n".join(_read(GENERATOR / path) for path in paths))
        files[f"{ASSETS}/{name}.js"] = script.encode()
    return files


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def write(files: Mapping[str, bytes], folder: Path) -> None:
    """Make a folder hold exactly these files; what is the same already is not touched.

    Raises:
        OSError: a file cannot be written.
    """
    for name, data in files.items():
        path = folder / name
        if not path.is_file() or path.read_bytes() != data:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
        elif path.relative_to(folder).as_posix() not in files:
            path.unlink()
