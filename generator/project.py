"""A whole project, looked at once: the library, its editions, and every problem of both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator import catalog
from generator.edition import editions
from generator.library import Library
from generator.load import load
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

    def renderers(self) -> list[Renderer]:
        """One for each language of the site, the language of the sources first."""
        all_editions = editions(self.library)
        return [Renderer(edition, all_editions) for edition in all_editions]


def look_at(root: Path) -> Project:
    """Read everything that a trainer or a translator has written."""
    library, problems = load(root)
    return Project(library, in_order([*problems, *_catalog_problems(library)]))


def _catalog_problems(library: Library) -> Iterator[Problem]:
    texts = library.texts()
    for code in library.site.languages[1:]:
        for folder, pairs in texts.items():
            name = f"{folder}/{code}.po"
            if not (library.root / name).exists():
                continue
            entries, problems = catalog.read(library.root / name, name)
            yield from problems
            if not problems:
                yield from catalog.check(entries, catalog.messages(pairs), name)
