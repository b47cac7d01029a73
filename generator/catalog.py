"""Gettext catalogs: the interface's own words, and the translations of what trainers write.

English is the language of interface messages, so it needs no catalog of its own; course texts are in
the language of the sources. Poedit and Weblate work on every file as it is. Files are read and written
by polib, messages of the interface are found by Babel; the merge is ours, because a guess must never
come from another lesson and never reach a learner: it is kept in the catalog, marked fuzzy.
"""

from __future__ import annotations

import ast
import datetime
import gettext
import io
import json
import locale
import os
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, NamedTuple

import polib
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.support import NullTranslations, Translations

from generator import laws, markdown
from generator.languages import LANGUAGES
from generator.model import Line, Prose, TextChange
from generator.problems import Location, Problem, Rule, Severity
from generator.source import NOT_FOUND, NOT_READABLE, NOT_UTF8

BROKEN = Rule(
    "catalog-broken",
    "the translation catalog cannot be read from this line on",
    "Open it in Poedit, which shows what is wrong, or go back to the last version that worked.",
)
DUPLICATE = Rule(
    "catalog-duplicate",
    "the catalog has this text twice; the first is on line {first}",
    "Keep the better translation and delete the other entry.",
)
LOST_CITATION = Rule(
    "translation-lost-citation",
    "text and translation do not hold the same: {citations}",
    "Keep every [@…], every place [[…]] and every footnote mark [^…] of the text in its translation.",
)
STRUCTURE = Rule(
    "translation-breaks-structure",
    "the translation is not one paragraph as its text is, so the page cannot show it",
    "Remove blank lines, and signs such as “#”, “-”, “>” or “1.” from the start of a line.",
)
INCOMPLETE = Rule(
    "translation-incomplete",
    "{translated} of {total} texts are translated; {fuzzy} more must be looked at again, "
    "because the text has changed",
    "Open the catalog in Poedit. Until then readers see these texts in their original language.",
    Severity.WARNING,
)

SIMILAR = 0.6
"""Share of words in common from which an old translation helps more than an empty field."""


class Unit(NamedTuple):
    """One message to translate, and where it comes from."""

    context: str | None
    """``file/element/field``; None for the interface."""
    text: str
    files: tuple[str, ...] = ()
    prose: bool = False
    """Whether it is a part of a Markdown text."""
    plural: str = ""
    flags: tuple[str, ...] = ()

    @property
    def key(self) -> Key:
        return self.context, self.text


Key = tuple[str | None, str]


class Coverage(NamedTuple):
    """How much of a catalog readers see."""

    translated: int
    fuzzy: int
    """Translations of a text that has changed since; not shown."""
    total: int


def messages(texts: Iterable[tuple[str, Line | Prose]]) -> list[Unit]:
    """What there is to translate in texts with their contexts, in order, each message once."""
    units: dict[Key, Unit] = {}
    for context, text in texts:
        prose = isinstance(text, Prose)
        files = (text.where.file,) if text.where.file else ()
        for part in _parts(text):
            units.setdefault((context, part), Unit(context, part, files, prose))
    return list(units.values())


def _parts(text: Line | Prose) -> list[str]:
    if isinstance(text, Prose):
        return markdown.messages(text)
    return [text.strip()]


# --- reading -------------------------------------------------------------------------------------

_BLANKS = r"[^\S\n]*+"
_LINES = re.compile(
    rf"""(?:{_BLANKS}(?:|\#(?![~|]).*|(?:(?:\#~\||\#~|\#\|){_BLANKS})?"""
    rf"""(?:(?:msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?){_BLANKS})?"""
    rf""""[^"\\\n]*+(?:\\.[^"\\\n]*+)*+"{_BLANKS})\n)*+"""
)
"""Lines of a .po file. polib takes a text that nobody closed, and drops its last letter."""


def read(path: Path, name: str) -> tuple[polib.POFile | None, list[Problem]]:
    """Read one catalog; ``name`` is how problems call it.

    Returns None when it cannot be relied on, with the reason. Never raises for what a file contains.
    """
    try:
        return _read(path, name)
    except FileNotFoundError:
        return None, [NOT_FOUND.at(Location(name))]
    except OSError as error:
        return None, [NOT_READABLE.at(Location(name), reason=error.strerror or error)]


def _read(path: Path, name: str) -> tuple[polib.POFile | None, list[Problem]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return None, [NOT_UTF8.at(Location(name, error.object.count(b"\n", 0, error.start) + 1))]
    if broken := _broken_line(text):
        return None, [BROKEN.at(Location(name, broken))]
    try:
        catalog = polib.pofile(str(path), encoding="utf-8-sig", wrapwidth=0)
    except OSError as error:
        said = re.search(r"\(line (\d+)\)", str(error))
        return None, [BROKEN.at(Location(name, int(said[1]) if said else 1))]
    catalog.encoding = "utf-8"  # it is written without the mark that Windows editors put in front
    charset = re.search(r"charset=([\w-]+)", catalog.metadata.get("Content-Type", ""))
    if charset and charset[1].lower() not in {"utf-8", "utf8", "charset"}:
        return None, [NOT_UTF8.at(Location(name))]
    duplicates = list(_duplicates(catalog, name))
    return None if duplicates else catalog, duplicates


def _broken_line(text: str) -> int | None:
    """The number of the first line that has no place in a .po file."""
    lines = f"{text}\n".replace("\r\n", "\n").replace("\r", "\n")
    read = _LINES.match(lines)
    end = read.end() if read else 0
    return lines.count("\n", 0, end) + 1 if end < len(lines) else None


def _duplicates(catalog: polib.POFile, name: str) -> Iterator[Problem]:
    first: dict[Key, int] = {}
    for entry in _active(catalog):
        line = entry.linenum or 1
        if (known := first.setdefault(_key(entry), line)) != line:
            yield DUPLICATE.at(Location(name, line), first=known)


def _active(catalog: polib.POFile) -> Iterator[polib.POEntry]:
    return (entry for entry in catalog if not entry.obsolete)


def _key(entry: polib.POEntry) -> Key:
    context: str | None = entry.msgctxt
    return context and sys.intern(context), entry.msgid  # the messages of one text share theirs


# --- showing -------------------------------------------------------------------------------------


class _Shown(NamedTuple):
    text: str
    line: int


class Translation:
    """What readers see of one catalog, without the entries of polib, which take far more room."""

    def __init__(self, catalog: polib.POFile | None) -> None:
        """``catalog``: None stands for one without any entry."""
        entries = list(_active(catalog)) if catalog is not None else []
        self._fuzzy = {_key(entry) for entry in entries if entry.fuzzy}
        self._shown = {
            _key(entry): _Shown(entry.msgstr, entry.linenum or 1) for entry in entries if entry.translated()
        }

    def translate(self, context: str, text: str) -> str | None:
        """The translation, or None where there is none or it is not known to be that of this text."""
        found = self._shown.get((context, text))
        return found and found.text

    def change(self, source_lang: str) -> TextChange:
        """What `Entry.with_texts` needs; texts without a translation stay, marked as ``source_lang``."""

        def change(text: Line | Prose, context: str) -> Line | Prose:
            if isinstance(text, Prose):
                return markdown.translated(text, lambda message: self.translate(context, message))
            translated = self.translate(context, text.strip())
            line = Line(text if translated is None else translated, text.where)
            line.lang = source_lang if translated is None else None
            return line

        return change

    def coverage(self, units: Sequence[Unit]) -> Coverage:
        """How many messages there is a translation for that may be shown."""
        keys = [unit.key for unit in units]
        return Coverage(
            sum(key in self._shown for key in keys), sum(key in self._fuzzy for key in keys), len(keys)
        )

    def check(self, units: Sequence[Unit], name: str) -> Iterator[Problem]:
        """Problems of the translations that would be shown; ``name`` is the catalog's file."""
        for unit in units:
            shown = self._shown.get(unit.key)
            if shown is None or not unit.prose:
                continue
            where = Location(name, shown.line)
            ours, theirs = _references(unit.text), _references(shown.text)
            if differing := ours.keys() ^ theirs.keys():
                yield LOST_CITATION.at(
                    where, citations=", ".join(sorted((ours | theirs)[key] for key in differing))
                )
            if not _is_paragraph(shown.text) and _is_paragraph(unit.text):
                yield STRUCTURE.at(where)
        covered = self.coverage(units)
        if covered.translated < covered.total:
            yield INCOMPLETE.at(Location(name), **covered._asdict())


UNTRANSLATED = Translation(None)


def translation(path: Path, name: str) -> tuple[Translation, list[Problem]]:
    """What readers see of a catalog; nothing where it cannot be relied on, with the reason. As `read`."""
    found, problems = read(path, name)
    if found is None:
        return UNTRANSLATED, problems
    result = Translation(found)
    found.clear()  # the reader of polib holds itself and the entries in a circle
    return result, problems


# --- checking ------------------------------------------------------------------------------------


def _references(text: str) -> dict[object, str]:
    """What a text cites, as it is meant and as it is written; the languages write citations differently."""
    references: dict[object, str] = {}
    if "[" not in text:
        return references
    for written in re.findall(r"\[[@^][^\[\]]+\]", text):
        try:
            cited = laws.parse(written[2:-1]) if written.startswith("[@") else [written]
        except laws.CitationError:
            cited = [written]
        references.update(dict.fromkeys(cited, written))
    places = re.findall(r"\[\[([a-z0-9-]+)[|\]]", text)
    return references | {f"[[{place}]]": f"[[{place}]]" for place in places}


def _is_paragraph(text: str) -> bool:
    return markdown.is_one_paragraph(Prose(text))


# --- reviewing -----------------------------------------------------------------------------------

_REVIEWED = re.compile(r"^reviewed (\d{4}-\d\d-\d\d) ([0-9a-f]{8})$", re.MULTILINE)
"""A line of a translator's comment: when somebody compared a text with its translation, and a print of
both, so that a later change of either shows that it is to be done again."""


class Reviewed(NamedTuple):
    """How many of the translations of a catalog a second person has compared with their texts."""

    reviewed: int
    translated: int
    oldest: datetime.date | None


def reviewed(catalog: polib.POFile) -> Reviewed:
    """How far the review of a catalog is; what was changed since its review counts as not reviewed."""
    entries = [entry for entry in _active(catalog) if entry.translated()]
    dates = [date for entry in entries if (date := _reviewed_on(entry))]
    return Reviewed(len(dates), len(entries), min(dates, default=None))


def _reviewed_on(entry: polib.POEntry) -> datetime.date | None:
    found = _REVIEWED.search(entry.tcomment)
    if found is None or found[2] != _print(entry):
        return None
    try:
        return datetime.date.fromisoformat(found[1])
    except ValueError:  # typed by hand
        return None


def _print(entry: polib.POEntry) -> str:
    return sha256(f"{entry.msgid}\0{entry.msgstr}".encode()).hexdigest()[:8]


def note_review(path: Path, name: str, date: datetime.date) -> tuple[int, list[Problem]]:
    """Note in a catalog that all its translations were reviewed on a day; those of earlier reviews stay.

    Returns how many are new, and why the catalog cannot be read.

    Raises:
        OSError: the file cannot be written.
    """
    catalog, problems = read(path, name)
    if catalog is None:
        return 0, problems
    open_ = [entry for entry in _active(catalog) if entry.translated() and not _reviewed_on(entry)]
    for entry in open_:
        rest = _REVIEWED.sub("", entry.tcomment).strip("\n")
        entry.tcomment = "\n".join(filter(None, (rest, f"reviewed {date} {_print(entry)}")))
    if open_:
        _write(path, str(catalog).encode())
    return len(open_), []


# --- merging -------------------------------------------------------------------------------------


def merge(old: polib.POFile | None, units: Sequence[Unit], language: str) -> polib.POFile:
    """The catalog for these messages, with what an earlier one knows of them.

    A translation is kept where context and text are the same. A changed text is offered the old
    translation of the text closest to it *in the same context*, a moved one that of the same text; both
    are marked fuzzy, with the text that they were made for. The same input gives the same bytes.
    """
    entries = sorted(old or (), key=lambda entry: not entry.obsolete)  # what is in use comes last, and wins
    known = {_key(entry): entry for entry in entries}
    wanted = {unit.key for unit in units}
    gone = [known[key] for key in known if key not in wanted and _has_translation(known[key])]
    guesses = _guesses(gone, [unit for unit in units if unit.key not in known])
    catalog = _empty(language, old)
    forms = _plural_forms(catalog)[0] if any(unit.plural for unit in units) else 0
    catalog.extend(_entry(unit, known.get(unit.key) or guesses.get(unit.key), forms) for unit in units)
    used = {_key(entry) for entry in guesses.values()}
    catalog.extend(_obsolete(entry) for entry in gone if _key(entry) not in used)
    return catalog


def _has_translation(entry: polib.POEntry) -> bool:
    return bool(entry.msgstr or any(entry.msgstr_plural.values()))


def _guesses(gone: Sequence[polib.POEntry], new: Sequence[Unit]) -> dict[Key, polib.POEntry]:
    """For new messages, entries that are not needed any more and may help to translate them."""
    guesses: dict[Key, polib.POEntry] = {}
    by_text: dict[str, list[polib.POEntry]] = defaultdict(list)
    by_context: dict[str | None, list[polib.POEntry]] = defaultdict(list)
    for entry in gone:
        by_text[entry.msgid].append(entry)
    for unit in new:
        if len(same := by_text[unit.text]) == 1:
            guesses[unit.key] = same[0]
    moved = {_key(entry) for entry in guesses.values()}
    for entry in gone:
        if _key(entry) not in moved:
            by_context[entry.msgctxt].append(entry)
    rest: dict[str | None, list[Unit]] = defaultdict(list)
    for unit in new:
        if unit.key not in guesses:
            rest[unit.context].append(unit)
    for context, units in rest.items():
        guesses.update(_closest(by_context[context], units))
    return guesses


def _closest(entries: Sequence[polib.POEntry], units: Sequence[Unit]) -> dict[Key, polib.POEntry]:
    """Pairs of similar texts, the most similar first, among equals the nearest; each taken once."""
    pairs = []
    for row, unit in enumerate(units):
        matcher = SequenceMatcher(None, autojunk=False)
        matcher.set_seq2(unit.text.split())
        for column, entry in enumerate(entries):
            matcher.set_seq1(entry.msgid.split())
            if matcher.real_quick_ratio() >= SIMILAR and matcher.quick_ratio() >= SIMILAR:
                pairs.append((-matcher.ratio(), abs(row - column), row, column))
    found: dict[int, int] = {}
    for ratio, _, row, column in sorted(pairs):
        if -ratio >= SIMILAR and row not in found and column not in found.values():
            found[row] = column
    return {units[row].key: entries[column] for row, column in found.items()}


def _entry(unit: Unit, old: polib.POEntry | None, forms: int) -> polib.POEntry:
    """The entry of a message, with the translation that an older entry has for it or for one like it."""
    entry = polib.POEntry(
        msgctxt=unit.context,
        msgid=unit.text,
        msgid_plural=unit.plural,
        msgstr_plural=dict.fromkeys(range(forms), "") if unit.plural else {},
        occurrences=[(file, "") for file in unit.files],
        flags=list(unit.flags),
    )
    if old is None or bool(old.msgid_plural) != bool(unit.plural):
        return entry
    entry.linenum = old.linenum
    entry.tcomment = old.tcomment
    entry.msgstr = old.msgstr
    entry.msgstr_plural |= old.msgstr_plural
    entry.flags += [flag for flag in old.flags if flag not in {"fuzzy", *unit.flags}]
    changed = (*_key(old), old.msgid_plural) != (*unit.key, unit.plural) and _has_translation(old)
    if old.fuzzy or changed:
        entry.flags.insert(0, "fuzzy")
        _keep_previous(entry, old)
    return entry


def _keep_previous(entry: polib.POEntry, old: polib.POEntry) -> None:
    """Note the text that the translation was made for; it may be older than the entry it comes from."""
    if old.fuzzy:
        entry.previous_msgctxt = old.previous_msgctxt
        entry.previous_msgid = old.previous_msgid
        entry.previous_msgid_plural = old.previous_msgid_plural
    else:
        entry.previous_msgctxt = old.msgctxt if old.msgctxt != entry.msgctxt else None
        entry.previous_msgid = old.msgid
        entry.previous_msgid_plural = old.msgid_plural or None


def _obsolete(old: polib.POEntry) -> polib.POEntry:
    """A translation that nothing needs now; the text may come back."""
    return polib.POEntry(
        msgctxt=old.msgctxt,
        msgid=old.msgid,
        msgid_plural=old.msgid_plural,
        msgstr=old.msgstr,
        msgstr_plural=old.msgstr_plural,
        tcomment=old.tcomment,
        flags=old.flags,
        obsolete=True,
    )


def _empty(language: str, old: polib.POFile | None) -> polib.POFile:
    """A catalog without entries; what people and their tools wrote into the old header stays."""
    catalog = polib.POFile(wrapwidth=0)
    catalog.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": LANGUAGES[language].plural,
    }
    if old is not None:
        catalog.header = old.header
        catalog.metadata |= old.metadata
        catalog.metadata_is_fuzzy = old.metadata_is_fuzzy
    catalog.metadata["Content-Type"] = "text/plain; charset=UTF-8"
    return catalog


def _plural_forms(catalog: polib.POFile) -> tuple[int, str]:
    """How many plural forms there are, and the C expression that picks one for ``n``.

    Raises:
        ValueError: the header says something else.
    """
    match = re.fullmatch(r"nplurals=(\d); *plural=([^;]+);?", catalog.metadata["Plural-Forms"])
    if match is None:
        raise ValueError(f"bad plural forms: {catalog.metadata['Plural-Forms']!r}")
    gettext.c2py(match[2])  # raises for all but arithmetic with n
    return int(match[1]), match[2].strip()


# --- updating files ------------------------------------------------------------------------------


def update(
    project: Path,
    language: str,
    texts: Mapping[str, Iterable[tuple[str, Line | Prose]]],
    *,
    check_only: bool = False,
) -> tuple[list[str], list[Problem]]:
    """Bring catalogs up to date with the texts of each, by the path of the catalog in the project.

    Returns the catalogs that changed (``check_only``: that would change), and the problems of those that
    cannot be read, which stay as they are.

    Raises:
        OSError: a file cannot be written.
    """
    changed: list[str] = []
    problems: list[Problem] = []
    for name, pairs in texts.items():
        differs, more = _update(project / name, name, messages(pairs), language, check_only=check_only)
        changed += [name] if differs else []
        problems += more
    return changed, problems


def _update(
    path: Path, name: str, units: Sequence[Unit], language: str, *, check_only: bool
) -> tuple[bool, list[Problem]]:
    old, problems = read(path, name) if path.exists() else (None, [])
    if problems:
        return False, problems
    new = merge(old, units, language)
    # What counts is what a catalog says: other editors wrap lines and end them in their own way.
    same = not units if old is None else str(old) == str(new)
    if not same and not check_only:
        _write(path, str(new).encode())
    return not same, []


def _write(path: Path, data: bytes) -> None:
    """All or nothing: a power cut leaves the old file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.new")
    with beside.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


# --- the interface -------------------------------------------------------------------------------

GENERATOR = Path(__file__).parent
EXTRACTORS = [
    ("runtime/**.js", "javascript"),
    ("questions/**.js", "javascript"),
    ("templates/**.html", "jinja2.ext:babel_extract"),
    ("templates/new/**.yml", "jinja2.ext:babel_extract"),
    ("questions/**.html", "jinja2.ext:babel_extract"),
    ("**.py", f"{__name__}:python_messages"),
]
OPTIONS = {
    pattern: {"newstyle_gettext": "true", "silent": "false"}
    for pattern in ("**.html", "templates/new/**.yml")
}
KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}
ARGUMENTS: dict[str, set[int | str | None]] = {
    "_": {0},
    "N_": {0},
    "gettext": {0},
    "Rule": {1, 2, "message", "hint"},
    "Field": {"title", "description"},
}
"""Where our Python code has messages: position or name of the argument, by the name of the function."""


def interface_languages() -> list[str]:
    """Languages that have a catalog of the interface."""
    return sorted(path.stem for path in (GENERATOR / "locale").glob("*.po"))


def interface_messages() -> Catalog:
    """All messages of the interface, found in Python, templates and JavaScript."""
    catalog = Catalog()
    for file, line, message, _, _ in extract_from_dir(
        GENERATOR, EXTRACTORS, options_map=OPTIONS, keywords=KEYWORDS
    ):
        catalog.add(message, locations=[(file, line)])
    return catalog


def update_interface(language: str, *, check_only: bool = False) -> tuple[list[str], list[Problem]]:
    """Bring ``locale/<language>.po`` up to date with the code; returns and raises as `update` does."""
    units = [
        Unit(
            context=None,
            text=_forms(message.id)[0],
            files=tuple(dict.fromkeys(file for file, _ in message.locations)),
            plural=_forms(message.id)[-1] if message.pluralizable else "",
            flags=tuple(sorted(message.flags)),
        )
        for message in interface_messages()
        if message.id
    ]
    path = _interface_path(language)
    differs, problems = _update(path, path.name, units, language, check_only=check_only)
    return [path.name] if differs else [], problems


@lru_cache
def interface(language: str) -> NullTranslations:
    """The interface's messages in a language; English where there is no catalog or no translation."""
    catalog = _interface_catalog(language)
    return NullTranslations() if catalog is None else Translations(io.BytesIO(catalog.to_binary()))


def language_of_person() -> str:
    """The language that the person at this computer has set, as far as we speak it; else the first."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        code = os.environ.get(name, "")[:2].lower()
        if code in LANGUAGES:
            return code
    if os.name == "nt":  # Windows sets no variable and calls languages by their English names
        code = (locale.getlocale()[0] or "")[:2].lower()
        if code in LANGUAGES:
            return code
    return next(iter(LANGUAGES))


@lru_cache
def javascript_messages(language: str, scripts: frozenset[str]) -> str:
    """A script with the translations that scripts ask for, and no more.

    ``scripts``: paths in the package, such as ``runtime/store.js``.
    """
    catalog = _interface_catalog(language)
    texts: dict[str, str | list[str]] = {
        entry.msgid: list(entry.msgstr_plural.values()) or entry.msgstr
        for entry in catalog or ()
        if entry.translated() and any(file in scripts for file, _ in entry.occurrences)
    }
    plural = "n != 1" if catalog is None else _plural_forms(catalog)[1]
    if "/" in plural:
        raise ValueError("division differs between C and JavaScript")
    data = json.dumps(texts, ensure_ascii=False, sort_keys=True, indent=0).replace("<", "\\u003c")
    return f"LopHoc.messages({data}, n => Number({plural}));\n"


def python_messages(
    file: IO[bytes], *_: object, **__: object
) -> Iterator[tuple[int, str, str | tuple[str, ...], list[str]]]:
    """An extractor for Babel, whose own knows neither `Rule` nor named arguments."""
    calls = [node for node in ast.walk(ast.parse(file.read())) if isinstance(node, ast.Call)]
    for node in sorted(calls, key=lambda call: call.lineno):
        name = str(getattr(node.func, "id", None) or getattr(node.func, "attr", ""))
        if name == "ngettext":
            forms = tuple(text for argument in node.args[:2] for text in _literals(argument))
            yield node.lineno, name, forms, []
        arguments: list[tuple[int | str | None, ast.expr]] = list(enumerate(node.args))
        arguments += [(keyword.arg, keyword.value) for keyword in node.keywords]
        for place, argument in arguments:
            if place in ARGUMENTS.get(name, ()):
                for text in _literals(argument):
                    yield node.lineno, "_", text, []


def _literals(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(value=str() as text) if text:
            yield text
        case ast.IfExp(body=one, orelse=other):
            yield from _literals(one)
            yield from _literals(other)


def _forms(message: Any) -> tuple[str, ...]:
    """Singular and plural of a message of Babel's, or the one text it has."""
    return tuple(message) if isinstance(message, list | tuple) else (message,)


def _interface_path(language: str) -> Path:
    return GENERATOR / "locale" / f"{language}.po"


@lru_cache
def _interface_catalog(language: str) -> polib.POFile | None:
    """Our own catalog.

    Raises:
        ValueError: it is broken, which is our fault and not a trainer's.
    """
    path = _interface_path(language)
    if not path.exists():
        return None
    catalog, problems = read(path, path.name)
    if catalog is None:
        raise ValueError("; ".join(f"{problem.where}: {problem.message()}" for problem in problems))
    return catalog
