"""Translation catalogs: nothing gets lost, nothing is guessed, and files stay quiet in version control."""

from __future__ import annotations

import datetime
import json
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import polib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import TemplateSyntaxError

import generator.cli  # noqa: F401 (with it come all rules)
from generator import catalog, tree
from generator.catalog import Coverage, Translation, Unit
from generator.model import Audience, Line, Prose
from generator.problems import RULES, Location, Severity

A = "courses/gioi/khai-niem.yml/body"
B = "courses/gioi/lich-su.yml/body"


def prose(text: str, file: str = "courses/gioi/khai-niem.yml") -> Prose:
    return Prose(text, Location(file))


def units(body: str, context: str = A) -> list[Unit]:
    return catalog.messages([(context, prose(body, context.rsplit("/", 1)[0]))])


def translated(units: list[Unit], old: polib.POFile | None = None) -> polib.POFile:
    """A catalog in which a translator has written the text in capitals."""
    new = catalog.merge(old, units, "en")
    for entry in new:
        entry.msgstr = entry.msgstr or entry.msgid.upper()
    return new


def find(po: polib.POFile, text: str, context: str = A) -> polib.POEntry:
    found = [entry for entry in po if (entry.msgctxt, entry.msgid) == (context, text)]
    assert len(found) == 1, f"{text!r} stands {len(found)} times in {context}"
    return found[0]


def shown(po: polib.POFile, text: str, context: str = A) -> str | None:
    return Translation(po).translate(context, text)


FIRST = "Giới là đặc điểm, vị trí, vai trò của nam và nữ."
SECOND = "Giới tính là đặc điểm sinh học của nam, nữ."
THIRD = "Bình đẳng giới là việc nam, nữ có vị trí ngang nhau."
TEXT = f"{FIRST}\n\n{SECOND}\n\n{THIRD}"


# --- what happens to a translation when the text changes -----------------------------------------


def test_nothing_changes_when_nothing_changed() -> None:
    po = translated(units(TEXT))
    assert str(catalog.merge(po, units(TEXT), "en")) == str(po)


def test_a_moved_paragraph_keeps_its_translation() -> None:
    po = catalog.merge(translated(units(TEXT)), units(f"{THIRD}\n\n{FIRST}\n\n{SECOND}"), "en")
    assert [entry.msgid for entry in po] == [THIRD, FIRST, SECOND]
    assert all(entry.msgstr == entry.msgid.upper() and not entry.fuzzy for entry in po)


def test_an_edited_paragraph_is_stale_and_not_shown() -> None:
    old = "Cơ quan không phải báo cáo về bình đẳng giới."
    new = "Cơ quan phải báo cáo về bình đẳng giới."
    po = catalog.merge(translated(units(f"{old}\n\n{THIRD}")), units(f"{new}\n\n{THIRD}"), "en")
    entry = find(po, new)
    assert (entry.fuzzy, entry.previous_msgid, entry.msgstr) == (True, old, old.upper())
    assert shown(po, new) is None
    assert shown(po, old) is None
    assert shown(po, THIRD) == THIRD.upper()
    assert len(po) == 2
    again = catalog.merge(po, units(f"{new}\n\n{THIRD}"), "en")
    assert (find(again, new).previous_msgid, shown(again, new)) == (old, None)


def test_a_paragraph_moved_and_edited_finds_its_old_translation() -> None:
    edited = SECOND.replace("sinh học", "về sinh học")
    po = catalog.merge(translated(units(TEXT)), units(f"{edited}\n\n{FIRST}\n\n{THIRD}"), "en")
    assert find(po, edited).previous_msgid == SECOND


def test_each_of_two_edited_paragraphs_gets_the_suggestion_that_is_closest() -> None:
    first, second = FIRST.replace("vai trò", "nhiệm vụ"), SECOND.replace("sinh học", "về sinh học")
    po = catalog.merge(translated(units(TEXT)), units(f"{second}\n\n{first}\n\n{THIRD}"), "en")
    assert find(po, first).previous_msgid == FIRST
    assert find(po, second).previous_msgid == SECOND


def test_one_old_translation_is_offered_to_one_new_text_the_closest() -> None:
    near, far = (
        "Nam và nữ có vai trò ngang nhau trong mọi việc.",
        "Nam và nữ có vai trò ngang nhau ở nhà và cơ quan.",
    )
    old = "Nam và nữ có vai trò ngang nhau trong mọi lúc."
    po = catalog.merge(translated(units(old)), units(f"{far}\n\n{near}"), "en")
    assert find(po, near).previous_msgid == old
    assert not find(po, far).msgstr


def test_a_text_edited_twice_still_says_what_its_translation_was_made_for() -> None:
    po = translated(units(TEXT))
    once, twice = SECOND.replace("nam, nữ", "nam và nữ"), SECOND.replace("nam, nữ", "nữ và nam")
    po = catalog.merge(po, units(TEXT.replace(SECOND, once)), "en")
    po = catalog.merge(po, units(TEXT.replace(SECOND, twice)), "en")
    assert find(po, twice).previous_msgid == SECOND
    assert find(po, twice).fuzzy


def test_a_rewritten_paragraph_gets_no_useless_suggestion() -> None:
    po = catalog.merge(translated(units(TEXT)), units(TEXT.replace(SECOND, "Một điều hoàn toàn mới.")), "en")
    entry = find(po, "Một điều hoàn toàn mới.")
    assert not entry.msgstr
    assert not entry.fuzzy


def test_a_deleted_paragraph_is_kept_aside_and_comes_back_with_its_translation() -> None:
    shorter = f"{FIRST}\n\n{THIRD}"
    po = catalog.merge(translated(units(TEXT)), units(shorter), "en")
    assert find(po, SECOND).obsolete
    assert shown(po, SECOND) is None
    again = catalog.merge(po, units(TEXT), "en")
    assert shown(again, SECOND) == SECOND.upper()
    assert len(again) == 3


def test_a_deleted_paragraph_that_nobody_translated_leaves_no_trace() -> None:
    po = catalog.merge(catalog.merge(None, units(TEXT), "en"), units(FIRST), "en")
    assert [entry.msgid for entry in po] == [FIRST]


def test_an_inserted_paragraph_is_new_and_its_neighbours_stay_translated() -> None:
    new = "Điều này có từ lâu."
    po = catalog.merge(translated(units(TEXT)), units(f"{FIRST}\n\n{new}\n\n{SECOND}\n\n{THIRD}"), "en")
    assert [entry.msgid for entry in po] == [FIRST, new, SECOND, THIRD]
    assert [bool(entry.msgstr) for entry in po] == [True, False, True, True]


def test_the_same_text_in_two_lessons_has_two_translations() -> None:
    both = [*units("Đúng", A), *units("Đúng", B)]
    po = catalog.merge(None, both, "en")
    find(po, "Đúng", A).msgstr = "True"
    find(po, "Đúng", B).msgstr = "Correct"
    po = catalog.merge(po, both, "en")
    assert shown(po, "Đúng", A) == "True"
    assert shown(po, "Đúng", B) == "Correct"


def test_titles_are_one_message_and_markdown_is_split() -> None:
    pairs: list[tuple[str, Line | Prose]] = [
        ("x/title", Line(" # Giới \n", Location("x.yml"))),
        (A, prose("# Giới\n\n- một\n- hai")),
    ]
    assert [(unit.text, unit.prose) for unit in catalog.messages(pairs)] == [
        ("# Giới", False),
        *(("Giới", True), ("một", True), ("hai", True)),
    ]


def test_the_same_text_twice_in_one_lesson_is_translated_once() -> None:
    assert [unit.text for unit in units("Có\n\nKhông\n\nCó")] == ["Có", "Không"]


def test_a_suggestion_never_comes_from_another_lesson() -> None:
    po = translated([*units(FIRST, A), *units(SECOND, B)])
    edited = SECOND.replace("nam, nữ", "nam và nữ")
    po = catalog.merge(po, [*units(f"{FIRST}\n\n{edited}", A), *units(THIRD, B)], "en")
    assert not find(po, edited, A).msgstr


def test_a_text_moved_to_another_lesson_is_offered_but_not_shown() -> None:
    po = translated([*units(f"{FIRST}\n\n{SECOND}", A), *units(THIRD, B)])
    po = catalog.merge(po, [*units(FIRST, A), *units(f"{SECOND}\n\n{THIRD}", B)], "en")
    entry = find(po, SECOND, B)
    assert (entry.fuzzy, entry.previous_msgctxt, entry.msgstr) == (True, A, SECOND.upper())
    assert shown(po, SECOND, B) is None


def test_a_moved_text_is_not_offered_when_it_had_two_translations() -> None:
    po = translated([*units("Đúng", A), *units("Đúng", B)])
    po = catalog.merge(po, units("Đúng", "courses/gioi/moi.yml/body"), "en")
    assert not find(po, "Đúng", "courses/gioi/moi.yml/body").msgstr


def test_a_translation_in_use_goes_before_one_put_aside() -> None:
    po = translated(units(FIRST))
    po.append(polib.POEntry(msgctxt=A, msgid=FIRST, msgstr="old", obsolete=True))
    assert shown(catalog.merge(po, units(FIRST), "en"), FIRST) == FIRST.upper()
    po.reverse()
    assert shown(catalog.merge(po, units(FIRST), "en"), FIRST) == FIRST.upper()


def test_what_translators_and_their_tools_write_stays() -> None:
    po = translated(units(TEXT))
    po.header = "Lan dịch, Minh soát"
    po.metadata |= {"Last-Translator": "Lan <lan@example.vn>", "X-Generator": "Poedit 3.5"}
    find(po, SECOND).tcomment = "Xem Điều 5"
    find(po, SECOND).flags = ["no-wrap"]
    merged = catalog.merge(po, units(TEXT.replace("sinh học", "về sinh học")), "en")
    assert merged.header == po.header
    assert merged.metadata == po.metadata
    assert merged[1].tcomment == "Xem Điều 5"
    assert merged[1].flags == ["fuzzy", "no-wrap"]


texts = st.lists(st.sampled_from(["một", "hai ba", "hai ba bốn", "năm"]), unique=True)


@settings(deadline=None)
@given(st.lists(texts, min_size=1, max_size=4))
def test_whatever_editors_do_a_second_run_changes_nothing_and_only_true_translations_show(
    versions: list[list[str]],
) -> None:
    po: polib.POFile | None = None
    for version in versions:
        po = translated(units("\n\n".join(version)), po)
        again = polib.pofile(str(po), wrapwidth=0)
        assert str(catalog.merge(again, units("\n\n".join(version)), "en")) == str(po)
        for text in version:
            assert shown(po, text) in {None, text.upper()}


# --- a page in another language ------------------------------------------------------------------


def test_missing_translations_stay_in_the_language_of_the_sources_and_say_so() -> None:
    audience = Audience(title=Line(" Cán bộ tư pháp "), summary=prose(f"{FIRST}\n\n{SECOND}"))
    context = "courses/audiences.yml/tu-phap"
    po = catalog.merge(None, catalog.messages(audience.texts(context)), "en")
    find(po, FIRST, f"{context}/summary").msgstr = "Gender is a role."
    result = audience.with_texts(Translation(po).change("vi"), context)
    assert (result.title, result.title.lang) == (audience.title, "vi")
    assert result.summary == f"Gender is a role.\n\n{SECOND}"
    assert result.summary.foreign == {1}

    find(po, "Cán bộ tư pháp", f"{context}/title").msgstr = "Justice officials"
    result = audience.with_texts(Translation(po).change("vi"), context)
    assert (result.title, result.title.lang) == ("Justice officials", None)


def test_without_a_catalog_everything_stays_in_the_language_of_the_sources() -> None:
    audience = Audience(title=Line("Cán bộ"), summary=prose(FIRST))
    assert audience.with_texts(Translation(None).change("vi"), "x").title.lang == "vi"


# --- what is wrong with a catalog ----------------------------------------------------------------

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def problems_of(data: bytes, tmp_path: Path) -> list[str]:
    path = tmp_path / "en.po"
    path.write_bytes(data)
    po, problems = catalog.read(path, "courses/gioi/en.po")
    assert (po is None) == bool(problems)
    return [f"{problem.where.file}:{problem.where.line} {problem.code}" for problem in problems]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('msgid "một"\nmsgstr "one\n', 5),
        ('msgid "một\nmsgstr "one"\n', 4),
        ('msgid "một"\nmsgstr "on"e"\n', 5),
        ('msgid "một"\nmsgstr "one\\"\n', 5),
        ('<<<<<<< HEAD\nmsgid "một"\nmsgstr "one"\n', 4),
        ('msgid "một"\n\nmsgid "hai"\nmsgstr "two"\n', 6),
        ('msgid "một"\nmsgstr "one"\n#~ msgid "hai\n', 6),
        ("một\n", 4),
    ],
)
def test_a_broken_catalog_is_reported_with_its_line(text: str, line: int, tmp_path: Path) -> None:
    found = problems_of((HEADER + text).encode(), tmp_path)
    assert found == [f"courses/gioi/en.po:{line} catalog-broken"]


def test_a_text_that_stands_twice_after_a_careless_merge_is_reported(tmp_path: Path) -> None:
    text = HEADER + 'msgid "một"\nmsgstr "one"\n\nmsgid "một"\nmsgstr "first"\n'
    assert problems_of(text.encode(), tmp_path) == ["courses/gioi/en.po:7 catalog-duplicate"]


def test_another_encoding_is_reported(tmp_path: Path) -> None:
    text = HEADER + 'msgid "một"\nmsgstr "caf\xe9"\n'
    assert problems_of(text.replace("ộ", "o").encode("latin-1"), tmp_path) == [
        "courses/gioi/en.po:5 not-utf8"
    ]
    declared = text.replace("UTF-8", "windows-1258").encode()
    assert problems_of(declared, tmp_path) == ["courses/gioi/en.po:1 not-utf8"]


def test_files_of_windows_editors_are_read(tmp_path: Path) -> None:
    text = HEADER + 'msgid "một"\nmsgstr "one"\n'
    assert problems_of(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode(), tmp_path) == []


def test_a_missing_catalog_is_a_problem_and_no_crash(tmp_path: Path) -> None:
    _, problems = catalog.read(tmp_path / "en.po", "en.po")
    assert [problem.code for problem in problems] == ["file-not-found"]


PO_LINES = [
    *('msgid "a"', 'msgstr "b"', '"c"', "#, fuzzy", '#| msgid "d"', "#", "#~ ", '#~ msgid "e"', "x", ""),
    *('#~| msgid "f"', "msgctxt", 'msgctxt "i"', 'msgstr[0] "g"', 'msgid_plural "h"', "\x0c", "#|", "#,"),
]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PO_LINES)), st.text())
def test_no_file_makes_the_reader_raise(lines: list[str], text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "en.po")
        path.write_text("\n".join([*lines, text]), encoding="utf-8", errors="replace")
        po, problems = catalog.read(path, "en.po")
    assert (po is None) == bool(problems)
    if po is not None:
        catalog.merge(po, units(TEXT), "en")


def checked(source: str, translation: str, prose: bool = True) -> list[str]:
    unit = Unit(A, source, ("courses/gioi/khai-niem.yml",), prose)
    po = catalog.merge(None, [unit], "en")
    po[0].msgstr = translation
    po = polib.pofile(str(po))
    found = list(Translation(po).check([unit], "courses/gioi/en.po"))
    assert all(problem.where == Location("courses/gioi/en.po", 10) for problem in found)
    return [problem.code for problem in found]


def test_a_translation_must_cite_the_same() -> None:
    source = "Theo [@luat-bdg-2006 Điều 5 khoản 3] và [@nd-70 Điều 2]."
    assert checked(source, "See [@luat-bdg-2006 Article 5 clause 3] and [@nd-70 Điều 2].") == []
    assert checked(source, "See [@luat-bdg-2006 Điều 5 khoản 3].") == ["translation-lost-citation"]
    assert checked(source, source.replace("khoản 3", "khoản 4")) == ["translation-lost-citation"]
    assert checked("Không.", "No [@nd-70 Điều 2].") == ["translation-lost-citation"]
    assert checked("Có[^1].", "Yes.") == ["translation-lost-citation"]


def test_the_lost_citation_is_named() -> None:
    unit = Unit(A, "Theo [@nd-70 Điều 2].", prose=True)
    po = catalog.merge(None, [unit], "en")
    po[0].msgstr = "As said."
    message = next(iter(Translation(po).check([unit], "en.po"))).message()
    assert "[@nd-70 Điều 2]" in message


@pytest.mark.parametrize("broken", ["# One", "- One", "One\n\nTwo", "1. One", "> One"])
def test_a_translation_must_not_change_the_structure_of_the_page(broken: str) -> None:
    assert checked("Một", broken) == ["translation-breaks-structure"]


def test_a_title_may_start_with_a_number_in_every_language() -> None:
    assert checked("Một", "1. One", prose=False) == []
    assert checked("1. Một", "1. One") == []


def test_incomplete_catalogs_are_summed_up_in_one_warning() -> None:
    po = translated(units(TEXT))
    edited = units(f"{TEXT.replace('sinh học', 'về sinh học')}\n\nMột đoạn mới.")
    for current in (po, catalog.merge(po, edited, "en")):
        (problem,) = Translation(current).check(edited, "courses/gioi/en.po")
        assert problem.severity is Severity.WARNING
        assert problem.where == Location("courses/gioi/en.po")
        assert problem.message().startswith("2 of 4 texts")
    (problem,) = Translation(None).check(edited, "courses/gioi/en.po")
    assert problem.message().startswith("0 of 4 texts")


def test_coverage_counts_what_readers_see() -> None:
    po = translated(units(TEXT))
    edited = units(f"{TEXT.replace('sinh học', 'về sinh học')}\n\nMột đoạn mới.")
    assert Translation(catalog.merge(po, edited, "en")).coverage(edited) == Coverage(2, 1, 4)
    assert Translation(None).coverage(edited) == Coverage(0, 0, 4)


# --- files ---------------------------------------------------------------------------------------

NAME = "courses/gioi/en.po"


def update(project: Path, body: str = TEXT, **options: bool) -> list[str]:
    changed, problems = catalog.update(project, "en", {NAME: [(A, prose(body))]}, **options)
    assert not problems
    return changed


def test_a_catalog_is_written_once_and_then_left_alone(tmp_path: Path) -> None:
    assert update(tmp_path) == [NAME]
    before = (tmp_path / NAME).stat()
    assert update(tmp_path) == []
    assert (tmp_path / NAME).stat() == before
    assert [path.name for path in (tmp_path / NAME).parent.iterdir()] == ["en.po"]


def test_a_new_catalog_looks_like_this(tmp_path: Path) -> None:
    update(tmp_path, f"## Khái niệm\n\n{FIRST}")
    assert (tmp_path / NAME).read_text(encoding="utf-8") == (
        "#\n"
        'msgid ""\n'
        'msgstr ""\n'
        '"Language: en\\n"\n'
        '"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
        "\n"
        "#: courses/gioi/khai-niem.yml\n"
        f'msgctxt "{A}"\n'
        'msgid "Khái niệm"\n'
        'msgstr ""\n'
        "\n"
        "#: courses/gioi/khai-niem.yml\n"
        f'msgctxt "{A}"\n'
        f'msgid "{FIRST}"\n'
        'msgstr ""\n'
    )


def test_checking_tells_what_would_change_and_writes_nothing(tmp_path: Path) -> None:
    assert update(tmp_path, check_only=True) == [NAME]
    assert not (tmp_path / NAME).exists()
    update(tmp_path)
    assert update(tmp_path, check_only=True) == []
    assert update(tmp_path, FIRST, check_only=True) == [NAME]


def test_line_ends_of_windows_are_no_change(tmp_path: Path) -> None:
    update(tmp_path)
    path = tmp_path / NAME
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert update(tmp_path) == []


def test_lines_wrapped_by_another_editor_are_no_change(tmp_path: Path) -> None:
    update(tmp_path)
    po = polib.pofile(str(tmp_path / NAME), wrapwidth=40)
    po.save()
    assert len((tmp_path / NAME).read_text(encoding="utf-8").splitlines()) > 25
    assert update(tmp_path) == []


def test_the_header_of_a_template_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.parent.mkdir(parents=True)
    header = (
        "Content-Type: text/plain; charset=CHARSET\\nPlural-Forms: nplurals=INTEGER; plural=EXPRESSION;\\n"
    )
    path.write_text(f'#, fuzzy\nmsgid ""\nmsgstr "{header}"\n', encoding="utf-8")
    assert update(tmp_path) == [NAME]
    assert "charset=UTF-8" in path.read_text(encoding="utf-8")


def test_no_catalog_is_made_for_no_texts(tmp_path: Path) -> None:
    assert catalog.update(tmp_path, "en", {NAME: []}) == ([], [])
    assert not (tmp_path / NAME).exists()


def test_a_broken_catalog_stays_as_it_is(tmp_path: Path) -> None:
    update(tmp_path)
    path = tmp_path / NAME
    path.write_text(path.read_text(encoding="utf-8") + 'msgid "x\n', encoding="utf-8")
    before = path.read_bytes()
    changed, problems = catalog.update(tmp_path, "en", {NAME: [(A, prose(FIRST))]})
    assert (changed, [problem.code for problem in problems]) == ([], ["catalog-broken"])
    assert path.read_bytes() == before


def msgfmt(path: Path) -> str:
    program = shutil.which("msgfmt")
    if program is None:
        pytest.skip("gettext's own tools are not installed")
    done = subprocess.run([program, "--check", "-o", "-", path], capture_output=True, check=False)
    return "" if done.returncode == 0 else done.stderr.decode()


def test_gettext_itself_accepts_a_catalog_in_every_state(tmp_path: Path) -> None:
    odd = 'Dấu " và \\ và\ttab, `mã`, **đậm**[^1]\n\n[^1]: Chú thích\n\n```\nmột\n  hai\n```\n'
    update(tmp_path, odd + TEXT)
    path = tmp_path / NAME
    assert msgfmt(path) == ""
    po = polib.pofile(str(path), wrapwidth=0)
    for entry in po:
        entry.msgstr = entry.msgid
    po.save()
    update(tmp_path, TEXT.replace("sinh học", "về sinh học"))
    assert "#~ msgid" in path.read_text(encoding="utf-8")
    assert "#| msgid" in path.read_text(encoding="utf-8")
    assert msgfmt(path) == ""


# --- the interface -------------------------------------------------------------------------------


LOCALES = sorted(path.stem for path in (catalog.GENERATOR / "locale").glob("*.po"))


@pytest.mark.parametrize("language", LOCALES)
def test_our_own_catalogs_are_complete_and_up_to_date(language: str) -> None:
    assert catalog.update_interface(language, check_only=True) == ([], [])
    path = catalog.GENERATOR / "locale" / f"{language}.po"
    assert msgfmt(path) == ""
    po = polib.pofile(str(path))
    assert [entry.msgid for entry in po if not entry.translated() and not entry.obsolete] == []


@pytest.mark.parametrize("language", LOCALES)
def test_our_translations_have_the_same_gaps_to_fill(language: str) -> None:
    def gaps(text: str) -> set[str]:
        return set(re.findall(r"%\(\w+\)s|\{\w*\}", text))

    for entry in polib.pofile(str(catalog.GENERATOR / "locale" / f"{language}.po")):
        expected = gaps(entry.msgid) | gaps(entry.msgid_plural)
        for text in entry.msgstr_plural.values() or [entry.msgstr]:
            assert gaps(text) == expected, entry.msgid


def test_every_rule_is_extracted() -> None:
    known = {message.id for message in catalog.interface_messages()}
    shown = {text for rule in RULES.values() for text in (rule.message, rule.hint) if text}
    assert shown - known == set()
    assert {"error", "warning"} <= known


def test_messages_are_found_wherever_our_code_says_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    files = {
        "a.py": 'R = Rule("code", "mes" "sage", hint="hint")\nf = Field(None, title="field", description="more")\n'
        'x = _("one" if x else "two"); around.gettext("three"); _(variable); Rule("c", "m", "")\n'
        'ngettext("{n} thing", "{n} things", n)\n',
        "templates/a.html": '{{ _("page %(n)s", n=1) }} {{ ngettext("%(num)s a", "%(num)s b", 2) }}',
        "questions/single/question.js": 'const x = _("script"); ngettext("{n} k", "{n} ks", n); other("no");',
        "runtime/quiz.js": '_("script")',
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(catalog, "GENERATOR", tmp_path)
    found = [message.id for message in catalog.interface_messages() if message.id]
    python = ["message", "hint", "field", "more", "one", "two", "three", "m", ("{n} thing", "{n} things")]
    other = ["script", ("{n} k", "{n} ks"), "page %(n)s", ("%(num)s a", "%(num)s b")]
    assert found == python + other
    assert capfd.readouterr().err == ""
    assert catalog.update_interface("en") == (["en.po"], [])
    assert catalog.update_interface("en") == ([], [])
    assert msgfmt(tmp_path / "locale/en.po") == ""


def test_a_faulty_template_is_not_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/a.html").write_text('{{ _("lost") ', encoding="utf-8")
    monkeypatch.setattr(catalog, "GENERATOR", tmp_path)
    with pytest.raises(TemplateSyntaxError):
        catalog.interface_messages()


def test_the_interface_speaks_vietnamese_and_english() -> None:
    assert catalog.interface("vi").gettext("error") == "lỗi"
    assert catalog.interface("en").gettext("error") == "error"
    assert catalog.interface("en").ngettext("{n} part", "{n} parts", 1) == "{n} part"


SCRIPTS = frozenset(path for paths in tree.scripts().values() for path in paths)


def javascript(po: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(catalog, "_interface_catalog", lambda _: polib.pofile(po) if po else None)
    catalog.javascript_messages.cache_clear()
    try:
        return catalog.javascript_messages("xx", SCRIPTS)
    finally:
        catalog.javascript_messages.cache_clear()


PLURALS = {
    "nplurals=1; plural=0;": [0, 0, 0, 0],
    "nplurals=2; plural=(n != 1);": [1, 0, 1, 1],
    "nplurals=3; plural=(n%10==1 ? 0 : n%10>=2 && n%10<=4 && !(n==12) ? 1 : 2);": [2, 0, 1, 2],
}


@pytest.mark.parametrize("rule", PLURALS)
def test_javascript_counts_as_the_catalog_says(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    script = javascript(f'msgid ""\nmsgstr "Plural-Forms: {rule}\\n"\n', monkeypatch)
    run = "LopHoc = {messages: (texts, form) => console.log(JSON.stringify([0, 1, 2, 5].map(form)))};"
    done = subprocess.run([node, "-e", run + script], capture_output=True, check=True)
    assert json.loads(done.stdout) == PLURALS[rule]


def test_javascript_gets_only_its_own_messages_and_none_that_waits_for_review(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    header = 'msgid ""\nmsgstr "Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
    script = javascript(
        header + '#: questions/question.html\nmsgid "Check"\nmsgstr "Kiểm tra"\n\n'
        '#: cli.py runtime/quiz/practice.js\nmsgid "Choose one answer first."\nmsgstr "</script><!--"\n\n'
        '#: runtime/store.js\n#, fuzzy\nmsgid "Finished"\nmsgstr "Xong"\n\n'
        '#: runtime/progress.js\nmsgid "{done} of {n} part finished"\nmsgid_plural "{done} of {n} parts finished"\n'
        'msgstr[0] "Xong {done}/{n} phần"\n',
        monkeypatch,
    )
    assert script == (
        'LopHoc.messages({\n"Choose one answer first.": "\\u003c/script>\\u003c!--",\n'
        '"{done} of {n} part finished": [\n"Xong {done}/{n} phần"\n]\n}, n => Number(0));\n'
    )


def test_a_page_gets_only_the_messages_of_the_scripts_that_it_loads() -> None:
    of_site, of_record = (
        catalog.javascript_messages("vi", frozenset(tree.scripts()[name])) for name in ("site", "record")
    )
    assert '"Certificate"' in of_record
    assert '"Certificate"' not in of_site
    assert '"Save the progress file"' in of_site
    assert '"Save the progress file"' not in of_record


@pytest.mark.parametrize("rule", ["alert(1)", "n / 2", "n; alert(1)", "window.n", "n => 1", ""])
def test_a_catalog_cannot_smuggle_code_into_the_page(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match=r"."):
        javascript(f'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural={rule};\\n"\n', monkeypatch)


def test_without_a_catalog_the_script_holds_the_english_plural_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    assert javascript("", monkeypatch) == "LopHoc.messages({}, n => Number(n != 1));\n"


# --- reviews ---------------------------------------------------------------------------------------

TODAY = datetime.date(2026, 11, 25)
TWO = """\
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

#. from the author
# a translator's own words
msgctxt "a/title"
msgid "Một"
msgstr "One"

msgctxt "a/body"
msgid "Hai"
msgstr "Two"

msgctxt "a/more"
msgid "Ba"
msgstr ""
"""


@pytest.fixture
def two(tmp_path: Path) -> Path:
    path = tmp_path / "en.po"
    path.write_text(TWO, encoding="utf-8")
    return path


def reviewed(path: Path) -> catalog.Reviewed:
    entries, _ = catalog.read(path, "en.po")
    assert entries is not None
    return catalog.reviewed(entries)


def test_a_review_is_noted_with_its_day_for_every_translation_there_is(two: Path) -> None:
    assert reviewed(two) == (0, 2, None)
    assert catalog.note_review(two, "en.po", TODAY) == (2, [])
    assert reviewed(two) == (2, 2, TODAY)
    assert "# a translator's own words\n" in two.read_text("utf-8")


def test_a_later_review_leaves_what_was_reviewed_and_has_not_changed(two: Path) -> None:
    catalog.note_review(two, "en.po", TODAY)
    before = two.read_bytes()
    assert catalog.note_review(two, "en.po", TODAY + datetime.timedelta(days=9)) == (0, [])
    assert two.read_bytes() == before


@pytest.mark.parametrize(
    ("old", "new"), [('msgid "Một"', 'msgid "Mốt"'), ('msgstr "One"', 'msgstr "The one"')]
)
def test_a_text_or_translation_that_has_changed_is_to_be_reviewed_again(
    two: Path, old: str, new: str
) -> None:
    catalog.note_review(two, "en.po", TODAY)
    two.write_text(two.read_text("utf-8").replace(old, new), encoding="utf-8")
    assert reviewed(two)[0] == 1
    later = TODAY + datetime.timedelta(days=1)
    assert catalog.note_review(two, "en.po", later) == (1, [])
    assert reviewed(two) == (2, 2, TODAY)
    assert two.read_text("utf-8").count("# reviewed ") == 2


def test_bringing_a_catalog_up_to_date_keeps_the_notes_of_reviews(two: Path) -> None:
    catalog.note_review(two, "en.po", TODAY)
    entries, _ = catalog.read(two, "en.po")
    units = [Unit("a/title", "Một"), Unit("a/body", "Hai thay đổi")]
    assert catalog.reviewed(catalog.merge(entries, units, "en")) == (1, 1, TODAY)


def test_a_catalog_that_cannot_be_read_is_not_touched_by_a_review(tmp_path: Path) -> None:
    path = tmp_path / "en.po"
    path.write_text('msgid "Một\n', encoding="utf-8")
    count, problems = catalog.note_review(path, "en.po", TODAY)
    assert (count, [problem.code for problem in problems]) == (0, ["catalog-broken"])
    assert path.read_text("utf-8") == 'msgid "Một\n'
