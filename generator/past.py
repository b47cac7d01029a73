"""What the last build has found out about the courses, for the next one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pydantic import TypeAdapter

from generator.outline import Outline, Outlines

_FILE = TypeAdapter(dict[str, dict[str, Outline]])


@dataclass(frozen=True)
class Past:
    """What is known of the courses from an earlier build."""

    outlines: Outlines
    """Of all courses."""
    unchanged: frozenset[str]
    """Courses in whose files nothing has changed since."""
    sample: str | None = None
    """One of them that is read all the same, to see whether what is known is true."""

    @cached_property
    def unread(self) -> Outlines:
        """Of the courses that need not be read."""
        ids = self.unchanged - {self.sample}
        return {
            code: {id_: one for id_, one in of.items() if id_ in ids} for code, of in self.outlines.items()
        }

    @property
    def names(self) -> dict[str, dict[str, frozenset[str] | None]]:
        """What may be pointed at in the courses that need not be read, by their id: `Library.declared`."""
        of_any_language = next(iter(self.unread.values()), {})
        return {
            id_: {what: frozenset(names) for what, names in outline.names.items()}
            for id_, outline in of_any_language.items()
        }

    def holds(self, code: str, now: Mapping[str, Outline]) -> bool:
        """Whether courses that were not read are still as they were.

        ``now``: outlines of all courses in a language, ours of those that were not read.
        """
        old, unread = self.outlines.get(code, {}), self.unread.get(code, {})
        asked = [question for outline in now.values() for question in outline.questions]
        return (
            old.keys() == now.keys()
            and len(asked) == len(set(asked))
            and all(now[id_].stands_for(old[id_]) for id_ in now.keys() - unread.keys())
            and all(now[id_].model_dump() == old[id_].model_dump() for id_ in self.unchanged & {self.sample})
        )


NO_PAST = Past({}, frozenset())


def remember(outlines: Outlines, path: Path) -> None:
    """Keep the outlines of a build in a file.

    Raises:
        OSError: it cannot be written.
    """
    path.write_bytes(_FILE.dump_json({code: dict(of) for code, of in outlines.items()}))


def remembered(path: Path) -> Outlines:
    """The outlines that are kept in a file; none where there are none, or those of another version."""
    try:
        return _FILE.validate_json(path.read_bytes())
    except (OSError, ValueError):
        return {}
