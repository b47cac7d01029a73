"""YAML sources, read as the text that was written, each value with its place in the file.

The only module that imports a YAML library. Values arrive as `Text`, `Map` and `List`; what a text
means (a number, a date, yes or no) is for its field to decide. YAML is read as the core schema of
YAML 1.2 would have it, without surprises: no type is guessed, and anchors, aliases and tags are refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

import yaml
from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import PydanticCustomError, core_schema

from generator.problems import NOWHERE, Location, Problem, Rule

MAX_BYTES = 1 << 20
"""Larger files are not lessons; a stranger's file must not exhaust the trainer's PC."""
MAX_DEPTH = 50
"""Levels of nesting. Real courses need six; libyaml's composer crashes at about 100,000."""

NOT_FOUND = Rule("file-not-found", "there is no such file or folder", "Check the path and the spelling.")
NOT_READABLE = Rule(
    "file-not-readable",
    "the file cannot be read: {reason}",
    "Check that nobody else holds the file open and that you may read it.",
)
TOO_LARGE = Rule(
    "file-too-large",
    "the file is larger than {limit} KiB",
    "Split it into several lessons or quizzes.",
)
NOT_UTF8 = Rule(
    "not-utf8",
    "the file is not saved as UTF-8",
    "Save it again as UTF-8 (in Notepad: File, Save as, Encoding: UTF-8), "
    "or Vietnamese letters will be lost.",
)
CONTROL = Rule(
    "control-character",
    "an invisible character stands here",
    "Delete it and type the place again; it often comes along when text is pasted from Word.",
)
EMPTY_FILE = Rule(
    "empty-file", "the file is empty", "Write its contents, or delete it. “lophoc new” gives a start."
)
TAB = Rule(
    "tab-indent",
    "the line is indented with a tab",
    "Use spaces for indentation, two for each level.",
)
COLON = Rule(
    "unquoted-colon",
    "a colon followed by a space stands in a text without quotes",
    'Put the whole text in double quotes: key: "…: …".',
)
CUT_OFF = Rule(
    "cut-off-by-hash",
    "what follows “#” is left out: “{text}”",
    "Put the whole text in double quotes. If it is meant as a remark, write a space after “#”.",
)
UNCLOSED = Rule(
    "unclosed-quote",
    "a quotation mark is opened and never closed",
    "Close the text with the same mark. A text with quotes in it is easiest to write after “|”.",
)
INDENT = Rule(
    "bad-indent",
    "the line does not line up with the ones above it",
    "Keys of one entry start in the same column, and each “-” of a list as well.",
)
NO_COLON = Rule(
    "neither-key-nor-text",
    "the line is no “key: value”, and no part of the text above it",
    "Put a colon and a space after the key, or a space after the dash of a list; or indent the line further "
    "than the key of its text (“key: |”).",
)
BRACKET = Rule(
    "unclosed-bracket",
    "a bracket is opened here and never closed, or a comma is missing after it",
    "Close it with “]” or “}}”, and part what stands inside with commas.",
)
FORBIDDEN_START = Rule(
    "forbidden-start",
    "a text may not start with the character “{char}”",
    "Put the whole text in double quotes.",
)
AFTER_QUOTE = Rule(
    "text-after-quote",
    "more text follows after the closing quotation mark",
    'Put the whole text in one pair of quotes; write “\\"” for a mark inside them, or use “|”.',
)
SYNTAX = Rule(
    "yaml-syntax",
    "the file cannot be understood from here on",
    "Compare the line and the one above it with a lesson that works: indentation, colons, quotes.",
)
ANCHOR = Rule(
    "yaml-anchor",
    "anchors and aliases (“&name”, “*name”) are not supported",
    "Write the text out. A text that begins with “*” or “&” goes in double quotes.",
)
TAG = Rule(
    "yaml-tag",
    "tags such as “{tag}” are not supported",
    "Remove it. A text that begins with “!” goes in double quotes; one of several lines needs “|” after its "
    "key.",
)
DUPLICATE_KEY = Rule(
    "duplicate-key",
    "the key “{key}” is written twice; the first is on line {first}",
    "Keep one of the two. If they belong to two entries of a list, “- ” is missing before the second one's "
    "first key.",
)
KEY_IS_NOT_TEXT = Rule(
    "key-is-not-text", "a key must be a single word", "Write “key: value”, with no brackets in the key."
)
TOO_DEEP = Rule(
    "too-deep",
    "the file is nested more than {limit} levels deep",
    "Check the brackets and the indentation.",
)
SECOND_DOCUMENT = Rule(
    "second-document",
    "a line “---” starts a second document in the same file",
    "Put it in a file of its own. A dividing line inside a text needs “|” and indentation.",
)


class Text(str):
    """A scalar as it was written, which knows its place; a plain `str` in all else.

    Subclasses say what a text is for. Pydantic keeps instances as they are, so that the place
    rides along into the model and out again in a problem.
    """

    __slots__ = ("origin", "where")

    where: Location
    origin: Location | None
    """That of the first character, for texts that stand in the file as they are."""

    def __new__(cls, value: str, where: Location = NOWHERE, origin: Location | None = None) -> Self:
        text = super().__new__(cls, value)
        text.where = where
        text.origin = origin
        return text

    def at(self, line: int = 0, column: int = 0) -> Location:
        """The place in the file of a place in this text (both 0-based in, 1-based out).

        Exact for texts written in place and for ``|`` blocks; the start of the scalar for the rest.
        """
        if self.origin is None:
            return self.where
        return Location(self.origin.file, self.origin.line + line, self.origin.column + column)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (str(self), self.where, self.origin)

    @classmethod
    def accept(cls, value: object) -> Self:
        """Validate for a field of this type.

        Raises:
            PydanticCustomError: ``text_expected`` for lists and mappings, ``empty`` for no text.
        """
        if not isinstance(value, str):
            raise PydanticCustomError("text_expected", "a text is expected")
        if not value.strip():
            raise PydanticCustomError("empty", "no text")
        if isinstance(value, Text):
            return cls(value, value.where, value.origin)
        return cls(value)

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(cls.accept)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        # An editor reads `08` and `yes` as other types than we do: it must not mark them as wrong.
        return {"type": ["string", "number", "boolean"]}


class Map(dict[str, Any]):
    """A YAML mapping, in the order of the file; its keys are `Text` as well."""

    def __init__(self, where: Location) -> None:
        super().__init__()
        self.where = where
        self.is_whole = True
        """False once something that was broken has been taken out of it."""

    def where_key(self, key: str) -> Location:
        """The place of a key itself, not of its value."""
        written = next(known for known in self if known == key)
        return written.where if isinstance(written, Text) else self.where


class List(list[Any]):
    """A YAML sequence."""

    def __init__(self, where: Location) -> None:
        super().__init__()
        self.where = where


Value = Text | Map | List


def read(path: Path, name: str) -> tuple[Value | None, list[Problem]]:
    """Read one file; ``name`` is how problems call it.

    Returns what could be read (None when nothing could) and every problem met. Never raises for
    anything a file can contain.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None, [NOT_FOUND.at(Location(name))]
    except OSError as error:
        return None, [NOT_READABLE.at(Location(name), reason=error.strerror or error)]
    return read_bytes(data, name)


def read_bytes(data: bytes, name: str) -> tuple[Value | None, list[Problem]]:
    """Like `read`, for contents already at hand."""
    if len(data) > MAX_BYTES:
        return None, [TOO_LARGE.at(Location(name), limit=MAX_BYTES // 1024)]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return None, [NOT_UTF8.at(Location(name, data.count(b"\n", 0, error.start) + 1))]
    if "\0" in text:
        return None, [NOT_UTF8.at(Location(name, text.count("\n", 0, text.index("\0")) + 1))]
    if problem := invisible(text, name):
        return None, [problem]
    # Typing on a Mac and pasting from PDFs give decomposed letters; one form makes them comparable.
    return _Composer(unicodedata.normalize("NFC", text), name).compose()


def invisible(text: str, name: str) -> Problem | None:
    """The first character of a file's text that nobody can see, if there is one."""
    found = _INVISIBLE.search(text)
    if found is None:
        return None
    start = found.start()
    column = start - text.rfind("\n", 0, start)
    return CONTROL.at(Location(name, text.count("\n", 0, start) + 1, column))


class _Composer:
    """Builds values from libyaml's events, so that depth is capped before anything recurses."""

    def __init__(self, text: str, name: str) -> None:
        self.lines = text.splitlines()
        self.name = name
        self.problems: list[Problem] = []
        self.events: Iterator[Any] = iter(_LOADER(text).get_event, None)  # its types know too little of marks

    def compose(self) -> tuple[Value | None, list[Problem]]:
        value: Value | None = None
        try:
            documents = 0
            for event in self.events:
                if isinstance(event, yaml.DocumentStartEvent):
                    documents += 1
                    if documents == 2:
                        self.problems.append(SECOND_DOCUMENT.at(self.place(event.start_mark)))
                        break
                elif isinstance(event, yaml.NodeEvent):
                    value = self.node(event, depth=1)
        except yaml.YAMLError as error:
            return None, [*self.problems, self.syntax_problem(error)]
        except _TooDeep as error:
            return None, [*self.problems, TOO_DEEP.at(error.where, limit=MAX_DEPTH)]
        if value is None or (value == "" and isinstance(value, Text)):
            return None, [*self.problems, EMPTY_FILE.at(Location(self.name))]
        return value, self.problems

    def node(self, event: Any, depth: int) -> Value:
        where = self.place(event.start_mark)
        if depth > MAX_DEPTH:
            raise _TooDeep(where)
        if event.anchor:
            self.problems.append(ANCHOR.at(where))
        tag = getattr(event, "tag", None)
        if tag:
            self.problems.append(TAG.at(where, tag=tag))
        if isinstance(event, yaml.ScalarEvent):
            if not event.style:
                self.check_rest(event.end_mark)
            return Text(event.value, where, self.origin(event, where))
        if isinstance(event, yaml.SequenceStartEvent):
            items = List(where)
            items.extend(self.node(item, depth + 1) for item in self.until(yaml.SequenceEndEvent))
            return items
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(where, depth)
        return Text("", where)  # an alias, reported above

    def mapping(self, where: Location, depth: int) -> Map:
        entries = Map(where)
        for event in self.until(yaml.MappingEndEvent):
            key = self.node(event, depth + 1)
            value = self.node(next(self.events), depth + 1)
            if not isinstance(key, Text):
                self.problems.append(KEY_IS_NOT_TEXT.at(key.where))
            elif key in entries:
                first = entries.where_key(key).line
                self.problems.append(DUPLICATE_KEY.at(key.where, key=key, first=first))
            else:
                entries[key] = value
        return entries

    def until(self, end: type[yaml.Event]) -> Iterator[Any]:
        for event in self.events:
            if isinstance(event, end):
                return
            yield event

    def check_rest(self, mark: Any) -> None:
        """See whether a remark behind a text looks as if it were the rest of it."""
        line = self.lines[mark.line] if mark.line < len(self.lines) else ""
        if "#" in line and (found := _JOINED_REMARK.match(line, mark.column)):
            where = Location(self.name, mark.line + 1, found.start(1) + 1)
            self.problems.append(CUT_OFF.at(where, text=found[1].strip()))

    def place(self, mark: Any) -> Location:
        return Location(self.name, mark.line + 1, mark.column + 1)

    def origin(self, event: Any, where: Location) -> Location | None:
        start, end = event.start_mark, event.end_mark
        if event.style == "|":
            first = start.line + 1
            written = sum(bool(line.strip()) for line in event.value.split("\n"))
            block = [line for line in self.lines[first:] if line.strip()][:written]
            indents = (len(line) - len(line.lstrip(" ")) for line in block)
            return Location(self.name, first + 1, min(indents, default=0) + 1)
        if event.style == ">" or start.line != end.line:
            return None
        quotes = 1 if event.style in {"'", '"'} else 0
        if end.column - start.column != len(event.value) + 2 * quotes:
            return None  # an escape sequence shifts what follows
        return Location(where.file, where.line, where.column + 1) if quotes else where

    def syntax_problem(self, error: yaml.YAMLError) -> Problem:
        """Say in a trainer's words what the parser met; its own words are for programmers."""
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        if mark is None:
            return SYNTAX.at(Location(self.name))
        if opening := self.opening(mark):
            return UNCLOSED.at(opening)
        where = self.place(mark)
        line = self.lines[mark.line] if mark.line < len(self.lines) else ""
        reason = f"{getattr(error, 'context', '')} {getattr(error, 'problem', '')}"
        if "\t" in line[: len(line) - len(line.lstrip())]:
            return TAB.at(Location(self.name, where.line, line.index("\t") + 1))
        if "mapping values are not allowed" in reason:
            return self.colon_problem(mark, line)
        if "quoted scalar" in reason and "end of stream" in reason:
            return UNCLOSED.at(self.place(error.context_mark))  # type: ignore[attr-defined]
        if "cannot start any token" in reason:
            return FORBIDDEN_START.at(where, char=line[mark.column : mark.column + 1])
        return self.structure_problem(error, mark, line, reason)

    def structure_problem(self, error: Any, mark: Any, line: str, reason: str) -> Problem:
        """A mistake of structure: the line may be fine, but not where it stands."""
        where = self.place(mark)
        if "alias" in reason or "anchor" in reason:
            return ANCHOR.at(self.place(error.context_mark or mark))
        if "while parsing a flow" in reason:
            return BRACKET.at(self.place(error.context_mark))
        if "could not find expected ':'" in reason:
            return NO_COLON.at(self.place(error.context_mark or mark))
        if found := re.match(r"""\s*(?:- +)?[\w-]+: +([\[{]).*[\]}] *[^\s#]""", line):
            return FORBIDDEN_START.at(Location(self.name, where.line, found.start(1) + 1), char=found[1])
        if re.search(r"did not find expected (key|'-' indicator)|expected <block end>", reason):
            quoted = re.match(r"""\s*(- )?([\w-]+: )?("[^"]*"|'[^']*') *\S""", line)
            return (AFTER_QUOTE if quoted else INDENT).at(where)
        return SYNTAX.at(where)

    def opening(self, mark: Any) -> Location | None:
        """Where a quotation mark was opened, if the first one after it stands lines below, just before a mark.

        The parser takes all between the two for one text, and stumbles over what follows it.
        """
        here = self.lines[mark.line][: mark.column] if mark.line < len(self.lines) else ""
        for number in range(mark.line - 1, -1, -1):
            found = re.match(r"""\s*(?:- +)*(?:[\w-]+: +)?(["'])""", self.lines[number])
            if found is None:
                continue
            between = "\n".join(
                [self.lines[number][found.end() :], *self.lines[number + 1 : mark.line], here]
            )
            if between.count(found[1]) == 1 and between.rstrip().endswith(found[1]):
                return Location(self.name, number + 1, found.start(1) + 1)
        return None

    def colon_problem(self, mark: Any, line: str) -> Problem:
        """A colon where none may stand: in a text, after a key that is indented, below a line without one."""
        where = self.place(mark)
        if not re.fullmatch(r"\s*(- )?[\w-]+", line[: mark.column]):
            return COLON.at(where)
        above = self.lines[mark.line - 1] if mark.line else ""
        if above.strip() and ":" not in above and not above.lstrip().startswith("- "):
            return NO_COLON.at(Location(self.name, mark.line, len(above) - len(above.lstrip()) + 1))
        return INDENT.at(where)


class _TooDeep(Exception):
    def __init__(self, where: Location) -> None:
        super().__init__(str(where))
        self.where = where


_INVISIBLE = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ue000-\uf8ff\ufffe\uffff]")
"""What YAML allows in no file, and the letters for private use that symbol fonts of Word leave behind."""

_JOINED_REMARK = re.compile(r"\s*(?<=\s)(#\S.*)")
"""A remark without a space after its sign."""

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
