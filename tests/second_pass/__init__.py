"""The second pass: every question of our own courses was answered by someone who had not written it.

They saw the question and what it rests on, not the key, and answered from the cited articles alone. Each
file holds, by the id of the question: `of`, the print of its key as it was then (`record.print_of`); `answer`, as grading
takes it; `score`, what the key gave for it; and where there was something to find, `finding` and `done`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent


def entries(course: str) -> dict[str, Any]:
    """What was answered in a course; nothing where there was no second pass."""
    path = FOLDER / f"{course}.yml"
    return yaml.safe_load(path.read_text("utf-8")) if path.exists() else {}
