"""The Markdown of trainers: what it becomes, that it is safe, and that translation loses nothing."""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator import markdown
from generator.load import load
from generator.markdown import Surroundings, Terms, dialect, html, lint, translation
from generator.model import Prose
from generator.problems import Location
from tests.conftest import GOLDEN, REPOSITORY, check_golden


def render(text: str, **around: object) -> str:
    return markdown.render(Prose(text), Surroundings(**around))  # type: ignore[arg-type]


def codes(text: str) -> list[str]:
    return [problem.code for problem in markdown.check(Prose(text))]


# --- what it becomes -----------------------------------------------------------------------------

DIALECT = (GOLDEN / "dialect.md").read_text(encoding="utf-8")


def test_every_construct_of_the_dialect_has_its_html() -> None:
    html = render(
        DIALECT, cite=lambda text: f"(<cite>{escape(text)}</cite>)", link=lambda target: f"→{target}"
    )
    check_golden("dialect.html", html)


def test_the_dialect_in_one_line_has_no_blocks() -> None:
    html = markdown.render_inline(Prose("Một **hai**\n\nba `bốn`"))
    assert html == "Một <strong>hai</strong><br>ba <code>bốn</code>"


def test_the_plain_twin_is_markdown_with_links_resolved() -> None:
    around = Surroundings(
        cite=lambda text: f'(<a class="lh-cite" href="l.md">{text}</a>)', link=lambda target: f"x/{target}"
    )
    text = "Một [@luat Điều 5] và [hai](ba.yml).\n\n- ![Bốn](nam.png)"
    assert markdown.plain(Prose(text), around) == (
        "Một ([luat Điều 5](l.md)) và [hai](x/ba.yml).\n\n- ![Bốn](x/nam.png)"
    )


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Đề mục có dấu", "de-muc-co-dau"),
        ("Điều 5, khoản 1", "dieu-5-khoan-1"),
        ("Ưu tiên: nữ & nam", "uu-tien-nu-nam"),
        ("???", ""),
    ],
)
def test_a_title_becomes_a_fragment_of_an_address(title: str, slug: str) -> None:
    assert markdown.slugify(title) == slug


def test_headings_with_the_same_words_have_different_anchors() -> None:
    assert re.findall(r'id="([^"]*)"', render("## A\n\n## A\n\n## ?\n\n## A")) == [
        "a",
        "a-2",
        "section",
        "a-3",
    ]


# --- glossary terms ------------------------------------------------------------------------------


def with_terms(text: str, **names: str) -> str:
    return render(text, terms=Terms(names), term=lambda key, words: f'<a href="#{key}">{words}</a>')


def test_a_term_is_linked_where_it_is_first_used() -> None:
    assert with_terms("Giới và giới.", giới="gioi") == '<p><a href="#gioi">Giới</a> và giới.</p>\n'


def test_the_longest_term_wins() -> None:
    html = with_terms("Bình đẳng giới.", **{"giới": "gioi", "bình đẳng giới": "bdg"})
    assert html == '<p><a href="#bdg">Bình đẳng giới</a>.</p>\n'


@pytest.mark.parametrize("text", ["## Giới", "[giới](a.yml)", "`giới`", "giớii", "thế_giới_"])
def test_a_term_is_not_linked_in_headings_links_code_and_other_words(text: str) -> None:
    assert "#gioi" not in with_terms(text, giới="gioi")


def test_without_terms_nothing_is_linked() -> None:
    assert list(Terms({}).split("một câu")) == [("một câu", None)]


# --- problems and places -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "**Đậm** và **đậm.** Chữ",
        "`**x**` và `<b>`",
        "a < b & c > d",
        "!!! note\n    Ghi chú.",
        '??? tip "Tên"\n    Gấp.',
        "![Mô tả](a.png)",
        "- [ ] việc\n- [x] việc",
        "## Đề mục",
        "2 * 3 * 4",
        "Thật!!! Đúng???",
        "```\n<b>**x**y\n```",
    ],
)
def test_what_is_well_written_has_no_problem(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("**Điều 5.**Sau đó", "bold-before-letter"),
        ("!!!", "callout-not-alone"),
        ("!!! chuy\n    x", "unknown-callout"),
        ("<b>đậm</b>", "raw-html"),
        ("<!-- ghi nhớ -->", "raw-html"),
        ("<script>x</script>", "raw-html"),
        ("# Đề mục", "heading-level-one"),
        ("Đề mục\n======", "heading-level-one"),
        ("![](a.png)", "no-alt-text"),
    ],
)
def test_what_trainers_trip_over_is_told(text: str, code: str) -> None:
    assert set(codes(text)) == {code}


def test_references_come_in_their_order_with_their_places() -> None:
    text = Prose(
        "Xem [bài](a.yml), [@luat Điều 1]\nvà [@luat Điều 1].\n\n- ![x](b.png)",
        Location("f.yml", 3, 7),
        Location("f.yml", 4, 3),
    )
    found = [(r.kind, r.target, r.where.line, r.where.column) for r in markdown.references(text)]
    assert found == [
        ("link", "a.yml", 4, 13),
        ("citation", "luat Điều 1", 4, 23),
        ("citation", "luat Điều 1", 5, 8),
        ("picture", "b.png", 7, 10),
    ]


# --- translation ---------------------------------------------------------------------------------


def test_messages_are_paragraphs_headings_items_and_cells() -> None:
    assert markdown.messages(Prose(DIALECT)) == [
        "Một đoạn văn **đậm**, *nghiêng*, ~~bỏ~~ và `mã`, có trích dẫn [@luat-thu-2020 Điều 5 khoản 1] sang dòng thứ hai.",
        "Đề mục có dấu",
        "Đề mục có dấu",
        "việc một",
        "việc con",
        "chưa xong",
        "đã xong",
        "ba",
        "bốn",
        "Cơ quan",
        "Số nữ",
        "Sở A",
        "12 \\| 13",
        "Thuật ngữ",
        "Lời giải thích.",
        "Trích lời.",
        "Không có tiêu đề.",
        "Coi chừng",
        "Có **tiêu đề**.",
        "Gấp lại.",
        "Mở sẵn",
        "Mở ra.",
        'Có chú thích[^1] và [liên kết](bai-2.yml "tên"), [ra ngoài](https://example.org/?a=1&b=2), ![Hai người](media/anh.png).',
        "<mã> không đổi",
        "Hết.",
        "Lời chú thích.",
    ]


def test_a_text_without_any_translation_stays_and_is_marked_as_foreign() -> None:
    result = markdown.translated(Prose("Một.\n\nHai."), lambda _: None)
    assert (str(result), result.foreign) == ("Một.\n\nHai.", frozenset({0, 1}))
    html = markdown.render(result, Surroundings(source_lang="vi"))
    assert html == '<p><span lang="vi">Một.</span></p>\n<p><span lang="vi">Hai.</span></p>\n'


def test_a_translated_text_keeps_its_structure() -> None:
    result = markdown.translated(Prose(DIALECT), lambda message: f"EN {message}")
    tags = [re.sub(r"<(\w+).*", r"\1", tag) for tag in re.findall(r"<[^>]+>", render(str(result)))]
    assert tags == [re.sub(r"<(\w+).*", r"\1", tag) for tag in re.findall(r"<[^>]+>", render(DIALECT))]
    assert result.foreign == frozenset()


@pytest.mark.parametrize("breaking", ["a\n\nb", "- x\n- y", "# x\n\ny", "```\nx"])
def test_a_translation_that_would_break_the_structure_counts_as_none(breaking: str) -> None:
    result = markdown.translated(Prose("Một.\n\nHai."), {"Một.": breaking, "Hai.": "Two."}.get)
    assert (str(result), result.foreign) == ("Một.\n\nTwo.", frozenset({0}))


# --- anything at all -----------------------------------------------------------------------------

PIECES = st.sampled_from(
    "a ộ giới . , \n \n\n - 1. # ## > | |-|-| ` ``` * ** _ ~~ [ ] ( ) ![ [^1] [^1]: [@ [@a]: : !!! ??? !!!note + : < > & \\ \" ' "
    "<script> </script> <b onclick=x> <img/src=x/onerror=alert(1)> <svg/onload=x> javascript:x "
    "[x](javascript:alert(1)) [x](JaVaScRiPt:x) [x](data:text/html,x) <javascript:x> ![x](javascript:x) "
    "&#106;avascript: &lt;script&gt; style=x <style> <iframe> <!-- --> <?php ?> <![CDATA[ ]]> {: .x} \t \x0c \u2028 \ufeff [[a]] [[b|x]] [[ ]]".split(
        " "
    )
) | st.just("    ")
MARKDOWN = st.lists(PIECES, max_size=25).map(" ".join) | st.lists(PIECES, max_size=25).map("".join)


FORBIDDEN = set("script style iframe object embed form svg math base meta link".split())


class Looking(HTMLParser):
    """Everything in HTML that could run."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.dangers: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in FORBIDDEN:
            self.dangers.append(tag)
        for name, value in attrs:
            scheme = re.sub(r"[\s\x00-\x20]", "", value or "").lower()
            if (
                name.startswith("on")
                or name == "style"
                or scheme.startswith(("javascript:", "data:", "vbscript:"))
            ):
                self.dangers.append(f"{tag} {name}={value}")


def test_behind_the_engine_stands_a_second_wall() -> None:
    """Even what we make ourselves is cleaned."""
    html = render(
        "[x](a.yml) [@luat]", link=lambda _: "javascript:alert(1)", cite=lambda _: "<img src=x onerror=y>"
    )
    assert Looking(html).dangers == []
    assert "javascript" not in html


@settings(max_examples=150, deadline=None)
@given(MARKDOWN)
@example('[x](javascript&colon;alert(1)) <a href="javascript:alert(1)">x</a>')
@example('!!! x" onclick="alert(1)\n    y')
@example("[@<script>alert(1)</script>]")
@example("[[a]] \ue0009\ue001 \ue0000\ue001")
@example("[[<script>|<script>alert(1)</script>]]")
@example('```"><script>\nx\n```')
def test_whatever_is_written_the_page_is_safe(text: str) -> None:
    around = Surroundings(
        terms=Terms({"giới": "gioi"}),
        term=lambda key, words: f'<a class="lh-term" href="#{key}">{escape(words)}</a>',
        place=lambda key, words: f'<label>{escape(words)}<input name="{key}"></label>',
    )
    for shown in (markdown.render(Prose(text), around), markdown.render_inline(Prose(text), around)):
        assert "<script" not in shown.lower()
        assert Looking(shown).dangers == []


@settings(max_examples=150, deadline=None)
@given(MARKDOWN)
def test_whatever_is_written_can_be_checked_and_has_places(text: str) -> None:
    text = text.replace("\x0c", "")  # no file may hold one
    prose = Prose(text, Location("f.yml"), Location("f.yml"))
    lines = text.count("\n") + 1
    places = [problem.where for problem in markdown.check(prose)]
    places += [reference.where for reference in markdown.references(prose)]
    assert all(1 <= where.line <= lines and where.column >= 1 for where in places)


@settings(max_examples=150, deadline=None)
@given(MARKDOWN)
@example(DIALECT)
def test_translating_every_message_by_itself_changes_nothing_that_is_seen(text: str) -> None:
    same = markdown.translated(Prose(text), lambda message: message)
    assert same.foreign == frozenset()
    assert markdown.messages(same) == markdown.messages(Prose(text))


def test_translating_every_message_by_itself_gives_the_same_text_when_paragraphs_have_one_line() -> None:
    text = "\n".join(DIALECT.split("\n")[3:])
    assert str(markdown.translated(Prose(text), lambda message: message)) == text


@settings(max_examples=150, deadline=None)
@given(MARKDOWN)
def test_whatever_is_written_has_a_plain_twin(text: str) -> None:
    around = Surroundings(cite=lambda text: f"({escape(text)})", link=lambda target: f"../{target}")
    assert isinstance(markdown.plain(Prose(text), around), str)


# --- the short way for mere words -----------------------------------------------------------------

WORDS = st.text("aăđệ12.,;:!?-–“”()'\"/ %\n#>*_[]&<~|+=\\`^{}\u00a0@", max_size=40)
CITING = st.lists(
    st.sampled_from(
        ["một", "[@a Điều 5]", "[@b]", ":", "(", " ", "\n", ".", "“", "[", "]", "!", "^", "!!! note"]
    )
).map("".join)


FRAMES = (
    "{}",
    "## {}\n\nMột.",
    "- {}\n- Hai",
    "> {}",
    '!!! note "{}"\n    Hai.',
    "Từ\n: {}",
    "Câu.[^1]\n\n[^1]: {}",
    "| a | b |\n|---|---|\n| {} | c |",
)
"""Places in which a message may stand."""


def seen(text: str) -> list[object]:
    """All that becomes of a text."""
    prose = Prose(text)
    foreign = Prose(text)
    foreign.foreign = frozenset({0})
    vi = markdown.Surroundings(source_lang="vi")
    return [
        markdown.render(prose),
        markdown.render(foreign, vi),
        markdown.render_inline(prose),
        markdown.render_inline(foreign, vi),
        markdown.messages(prose),
        markdown.translated(prose, str.upper),
        markdown.plain(prose, markdown.Surroundings()),
        markdown.is_one_paragraph(prose),
        list(markdown.references(prose)),
        markdown.places(prose),
        markdown.anchors(prose),
        [problem.code for problem in markdown.check(prose)],
    ]


@given(WORDS | CITING)
@example("Một [@luat-a Điều 5; Điều 6].")
@example("[@luat-a]: nghĩa")
@example("[@a](b) [@a][b]")
@example("Một câu.\nHai câu.\n")
@example("12 nữ, 3 nam")
@example("1. một")
@example("Tên: nghĩa")
@example("Một\n: nghĩa")
@example("Một !!! note")
@example("Một ??? tip")
@example("Một ![@a] ^[@a]")
@example("Một\n---")
@example("Một  \nhai")
def test_mere_words_come_out_the_same_without_the_engine(text: str) -> None:
    short = seen(text)
    with pytest.MonkeyPatch.context() as patch:
        for module in (dialect, html, lint, translation):
            patch.setattr(module, "is_plain", lambda _: False)
        long = seen(text)
    assert short == long


def test_most_texts_of_our_own_courses_are_mere_words() -> None:
    texts = [t for _, pairs in load(REPOSITORY)[0].texts() for _, t in pairs if isinstance(t, Prose)]
    assert sum(dialect.is_plain(text) for text in texts) > len(texts) / 2


@given(st.text("aă12.*[]@: -“”()?!|#>_\n", min_size=1, max_size=12), st.sampled_from(FRAMES))
@example("[@a]: b", "{}")
@example("1. a", "{}")
@example("a | b", FRAMES[-1])
def test_a_translation_that_surely_is_one_line_keeps_the_structure(new: str, frame: str) -> None:
    """What is not looked at again must come out as if it had been."""
    text = Prose(frame.format("Một câu."))
    quick = markdown.translated(text, lambda _: new)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(translation, "_is_inline", lambda _: False)
        careful = markdown.translated(text, lambda _: new)
    assert (str(quick), quick.foreign) == (str(careful), careful.foreign)
