"""A whole project, looked at once: the library, its editions, and every problem of both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from generator import catalog
from generator.edition import editions
from generator.library import Library
from generator.load import load
from generator.memo import Memo
from generator.model import Line, Prose
from generator.problems import Problem, has_errors, in_order
from generator.render import Renderer


@dataclass(frozen=True, slots=True)
class Project:
    """What one look at the sources found."""

    library: Library
    problems: list[Problem]

    @property
    def can_be_built(self) -> bool:
        return not has_errors(self.problems)

    def renderers(self, memo: Memo | None = None) -> list[Renderer]:
        """One for each language of the site, the language of the sources first; ``memo`` as in `look_at`."""
        all_editions = editions(self.library, memo)
        return [Renderer(edition, all_editions) for edition in all_editions]


def look_at(root: Path, memo: Memo | None = None) -> Project:
    """Read everything that a trainer or a translator has written.

    ``memo``: what earlier looks at the same project have found; they make this one cost what has changed.
    """
    memo = memo or Memo()
    library, problems = load(root, memo)
    return Project(library, in_order([*problems, *_catalog_problems(library, memo)]))


def _catalog_problems(library: Library, memo: Memo) -> Iterator[Problem]:
    texts = library.texts()
    for code in library.site.languages[1:]:
        for folder, pairs in texts.items():
            name = f"{folder}/{code}.po"
            if not (library.root / name).exists():
                continue
            entries, problems = catalog.read(library.root / name, name)
            yield from problems
            if not problems:
                check = partial(_check_catalog, entries, pairs, name)
                yield from memo.get((name, entries, *(text for _, text in pairs)), check)


def _check_catalog(entries: Any, pairs: list[tuple[str, Line | Prose]], name: str) -> list[Problem]:
    return list(catalog.check(entries, catalog.messages(pairs), name))
