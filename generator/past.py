"""What the last build has found out about the courses, for the next one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

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
        """What may be pointed at in the courses that need not be read, by their id, as in `Library.declared`."""
        of_any_language = next(iter(self.unread.values()), {})
        return {
            id_: {f"{what}/{id_}": frozenset(names) for what, names in outline.names.items()}
            for id_, outline in of_any_language.items()
        }

    def holds(self, now: Outlines) -> bool:
        """Whether the courses that were not read are still as they were.

        ``now``: outlines of all courses; of those that were not read, these here.
        """
        return (
            all(self._are_the_same_courses(code, outlines) for code, outlines in now.items())
            and all(self._is_true(code, outlines) for code, outlines in now.items())
            and _no_question_is_twice_in(next(iter(now.values())))
        )

    def _are_the_same_courses(self, code: str, now: Mapping[str, Outline]) -> bool:
        return self.outlines.get(code, {}).keys() == now.keys()

    def _is_true(self, code: str, now: Mapping[str, Outline]) -> bool:
        """Whether those that were read can stand for what is known of them; the sample must be just that."""
        old = self.outlines[code]
        read = now.keys() - self.unread[code].keys()
        sample = self.unchanged & {self.sample}
        return all(now[id_].stands_for(old[id_]) for id_ in read) and all(
            now[id_].model_dump() == old[id_].model_dump() for id_ in sample
        )


def _no_question_is_twice_in(outlines: Mapping[str, Outline]) -> bool:
    asked = [question for outline in outlines.values() for question in outline.questions]
    return len(asked) == len(set(asked))


NO_PAST = Past({}, frozenset())


def as_json(outlines: Outlines) -> bytes:
    """The outlines of a build, to be kept in a file."""
    return _FILE.dump_json({code: dict(of) for code, of in outlines.items()})


def from_json(text: bytes) -> Outlines:
    """The outlines that were kept; none where the text is broken or of another version."""
    try:
        return _FILE.validate_json(text)
    except ValueError:
        return {}
