"""What has been worked out already, for who looks at the same project again and again."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

R = TypeVar("R")


class Memo:
    """Results by what they were made from.

    Only for what depends on nothing else. Things are the same when they are the same object; plain words
    and numbers, when they are equal.
    """

    def __init__(self) -> None:
        self._kept: dict[tuple[Any, ...], tuple[tuple[Any, ...], Any]] = {}
        self._asked: dict[tuple[Any, ...], tuple[tuple[Any, ...], Any]] = {}

    def get(self, made_from: tuple[Any, ...], make: Callable[[], R]) -> R:
        """The result for these things, made now if it is not known."""
        key = tuple(part if type(part) in {str, int} else id(part) for part in made_from)
        found = self._asked.get(key) or self._kept.get(key)
        if found is None:
            found = made_from, make()  # what is kept here cannot lend its id to something else
        self._asked[key] = found
        result: R = found[1]
        return result

    def forget(self) -> None:
        """Drop what nobody has asked for since the last time."""
        self._kept, self._asked = self._asked, {}


class _Forgetful(Memo):
    """Keeps nothing: for who looks at a project once."""

    def get(self, made_from: tuple[Any, ...], make: Callable[[], R]) -> R:
        return make()


FORGETFUL = _Forgetful()


def state(file: Path | str) -> str:
    """Size and time of a file: another word when it was written again."""
    try:
        stat = os.stat(file)  # noqa: PTH116 (asked of 20,000 files at a time)
    except OSError:  # a link to nowhere, or deleted this moment
        return "gone"
    return f"{stat.st_size} {stat.st_mtime_ns}"
