"""Pages as values: what stands on them, without any host."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator import catalog, tree
from generator.load import load
from generator.navigation import Navigation, headings
from generator.project import look_at
from generator.render import ProblemRenderer, Renderer, front_matter
from generator.slots import SLOT
from generator.source import read_bytes
from generator.view import View, question_data, script_json
from tests.conftest import REPOSITORY, Project, check_golden

LESSON = "courses/khoi-dau/bai-1"
COURSE = "courses/khoi-dau/index"
QUIZ = "quizzes/khoi-dau/tu-kiem"


def renderers(project: Project) -> dict[str, Renderer]:
    """The renderers of a project that can be built, by language."""
    looked = look_at(project.root)
    assert looked.can_be_built, looked.problems
    return {renderer.edition.language.code: renderer for renderer in looked.renderers()}


def everything(renderer: Renderer) -> Iterator[tuple[str, str]]:
    """Every text that reaches a page, with where it does."""
    for address in renderer.addresses:
        for name, html in renderer.slots(address, renderer.html(address)).items():
            yield f"{address} {name}", html


def translate(project: Project, file: str, texts: dict[str, str]) -> None:
    """Give a catalog of the project these translations into English."""
    folder = file.rpartition("/")[0]
    catalog.update(project.root, "en", {file: project.library().texts_in(folder)})
    po, _ = catalog.read(project.root / file, file)
    assert po is not None
    for entry in po:
        entry.msgstr = texts.get(entry.msgid, "")
    project.write(file, str(po))


# --- pages ---------------------------------------------------------------------------------------


def test_every_page_of_our_own_courses_can_be_rendered_in_both_languages() -> None:
    for renderer in look_at(REPOSITORY).renderers():
        for _, text in everything(renderer):
            assert text is not None
        for address in renderer.addresses:
            assert renderer.twin(address).startswith("---\n")


def test_both_languages_have_the_same_pages(project: Project) -> None:
    both = renderers(project)
    assert list(both["vi"].addresses) == list(both["en"].addresses)


def test_the_plain_twin_of_a_lesson_is_markdown_for_any_host(project: Project) -> None:
    check_golden("lesson.md", renderers(project)["vi"].twin(LESSON))


def test_a_question_reaches_a_page_only_through_its_slot(project: Project) -> None:
    renderer = renderers(project)["vi"]
    assert SLOT.findall(renderer.html(QUIZ)) == ["quiz"]
    assert "Lựa chọn đúng" in renderer.questions(QUIZ)["quiz"]
    assert [address for address in renderer.addresses if renderer.questions(address)] == [QUIZ]
    for address in renderer.addresses:
        assert "Lựa chọn đúng" not in renderer.html(address) + renderer.twin(address)


def test_the_way_through_a_course_goes_from_step_to_step(project: Project) -> None:
    renderer = renderers(project)["vi"]

    def neighbours(address: str) -> list[tuple[str, str]]:
        return re.findall(r'rel="(\w+)" href="([^"]+)"', renderer.slots(address)["steps"])

    assert neighbours(COURSE) == [("next", "bai-1.html")]
    assert neighbours(LESSON) == [("prev", "index.html"), ("next", "../../quizzes/khoi-dau/tu-kiem.html")]
    assert neighbours(QUIZ) == [("prev", "../../courses/khoi-dau/bai-1.html")]
    assert neighbours("index") == []


def test_the_navigation_of_a_course_page_holds_that_course_only(project: Project) -> None:
    project.write(
        "courses/hai/course.yml",
        project.read("courses/khoi-dau/course.yml").replace("Khóa khởi đầu", "Khóa hai"),
    )
    project.write("courses/hai/bai-1.yml", project.read(f"{LESSON}.yml").replace("quiz: tu-kiem\n", ""))
    renderer = renderers(project)["vi"]

    def navigation(address: str) -> str:
        return renderer.slots(address)["nav"]

    assert "Khóa hai" not in navigation(LESSON)
    assert "Khóa khởi đầu" in navigation("index")
    assert "Khóa hai" in navigation("index")
    for address in (LESSON, QUIZ, "index"):
        assert re.findall(r'href="([^"]+)" aria-current="page"', navigation(address)) == [
            f"{address.rpartition('/')[2]}.html"
        ]


@pytest.mark.parametrize(
    ("language", "address", "vietnamese", "english"),
    [
        ("vi", "index", "index.html", "en/index.html"),
        ("vi", LESSON, f"../../{LESSON}.html", f"../../en/{LESSON}.html"),
        ("en", "index", "../index.html", "../en/index.html"),
        ("en", LESSON, f"../../../{LESSON}.html", f"../../../en/{LESSON}.html"),
    ],
)
def test_the_same_page_in_the_other_language(
    project: Project, language: str, address: str, vietnamese: str, english: str
) -> None:
    renderer = renderers(project)[language]
    view = View(renderer.edition, renderer.edition.pages[address], ".html")
    alternates = Navigation(renderer.edition, renderer.editions).alternates(view)
    assert {entry.lang: entry.url for entry in alternates} == {"vi": vietnamese, "en": english}
    assert [entry.lang for entry in alternates if entry.current] == [language]


def test_headings_of_a_page_are_known_by_level_anchor_and_words() -> None:
    html = '<h2 id="a">A &amp; <em>b</em></h2><p>x</p><h3 id="c">C</h3><h2>no anchor</h2>'
    assert headings(html) == [(2, "a", "A &amp; b", [(3, "c", "C", [])])]


# --- translation ---------------------------------------------------------------------------------


def test_a_translated_lesson_shows_the_translation_and_marks_the_rest(project: Project) -> None:
    translate(
        project, "courses/khoi-dau/en.po", {"Việc thứ nhất": "The first thing", "Bài một": "Lesson one"}
    )
    both = renderers(project)
    english = both["en"].html(LESSON)
    assert "<li>The first thing</li>" in english
    assert '<li><span lang="vi">Việc thứ hai</span></li>' in english
    assert "Lesson one" in both["en"].twin(LESSON)
    assert "The first thing" not in both["vi"].html(LESSON)


def test_an_answer_given_in_one_language_counts_in_the_other(project: Project) -> None:
    translate(project, "quizzes/khoi-dau/en.po", {"Lựa chọn đúng": "The right one"})
    both = renderers(project)

    def data(language: str) -> list[str]:
        html = both[language].questions(QUIZ)["quiz"]
        return re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', html, re.DOTALL)

    assert "The right one" in both["en"].questions(QUIZ)["quiz"]
    assert data("vi")
    assert data("en") == data("vi")


def test_spaces_in_an_option_do_not_change_what_it_is_known_by(project: Project) -> None:
    def known_by() -> str:
        return question_data(project.library().courses["khoi-dau"].quizzes["tu-kiem"].questions[0])

    before = known_by()
    project.change(f"{QUIZ}.yml", "text: Lựa chọn sai", "text: Lựa  chọn   sai")
    assert known_by() == before
    project.change(f"{QUIZ}.yml", "text: Lựa  chọn   sai", "text: Lựa chọn khác")
    assert known_by() != before


# --- safety --------------------------------------------------------------------------------------

EVIL = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(1)> & {{ 7*7 }}"


def test_no_title_of_an_author_becomes_markup(project: Project) -> None:
    quoted = json.dumps(EVIL)
    for file, key in [
        ("courses/site.yml", "title: Lớp thử"),
        ("courses/site.yml", "publisher: Nhóm thử"),
        ("courses/audiences.yml", "  title: Cán bộ"),
        ("courses/laws.yml", "  title: Luật Thử nghiệm"),
        ("courses/laws.yml", "  short: Luật Thử"),
        ("courses/laws.yml", "  issuer: Quốc hội"),
        ("courses/laws.yml", '    "1": Phạm vi'),
        ("courses/sources.yml", "  title: Khảo sát năm 2024"),
        ("courses/sources.yml", "  publisher: Cục Thử"),
        ("courses/glossary.yml", "  term: thuật ngữ"),
        ("courses/khoi-dau/course.yml", "title: Khóa khởi đầu"),
        ("courses/khoi-dau/course.yml", "  hieu-bai: Nêu được ý chính"),
        (f"{LESSON}.yml", "title: Bài một"),
        (f"{QUIZ}.yml", "title: Tự kiểm tra"),
    ]:
        project.change(file, f"{key}\n", f"{key.rpartition(': ')[0]}: {quoted}\n")
    project.write("docs/index.md", f"# {EVIL}\n\nXong.\n")
    for renderer in renderers(project).values():
        for where, text in everything(renderer):
            assert "<script>alert" not in text, where
            assert "<img src=x" not in text, where
            assert "49" not in text, where


def test_the_front_matter_of_a_page_is_yaml_whatever_the_title() -> None:
    title = "Câu: \"hỏi\" #1 \\ {x} 'y' — <z>"
    head = front_matter({"title": title, "search": {"exclude": True}})
    value, problems = read_bytes(head.split("---")[1].encode(), "page.md")
    assert (value, problems) == ({"title": title, "search": {"exclude": "true"}}, [])


@given(
    st.recursive(
        st.text() | st.integers() | st.none(), lambda inner: st.lists(inner, max_size=3), max_leaves=5
    )
)
@example("</script><!-- & \u2028\u2029")
def test_data_in_a_script_is_what_was_put_in_and_cannot_end_the_script(value: object) -> None:
    text = script_json(value)
    assert json.loads(text) == value
    assert not set("<>&\u2028\u2029") & set(text)


# --- while there are mistakes --------------------------------------------------------------------


def test_every_known_page_lists_the_mistakes(project: Project) -> None:
    project.change(f"{LESSON}.yml", "title: Bài một", "title: [<b>Bài</b>]")
    project.change(f"{LESSON}.yml", "minutes: 10", "minutes: <b>lâu</b>")
    _, problems = load(project.root)
    shown = ProblemRenderer("vi", problems, [LESSON, QUIZ])
    assert list(shown.addresses) == ["index", LESSON, QUIZ]
    html = shown.html(LESSON)
    assert f"{LESSON}.yml:1:8" in html
    assert f"{LESSON}.yml:2:10" in html
    assert "<b>" not in html
    assert html == shown.html(QUIZ)


# --- the staged tree -----------------------------------------------------------------------------


def test_the_staged_tree_holds_every_page_in_both_languages_and_nothing_else(project: Project) -> None:
    project.write("courses/khoi-dau/media/mau.pdf", b"form")
    both = renderers(project)
    files = tree.tree(both, project.library().assets)
    pages = {name for name in files if name.endswith(".md")}
    assert pages == {f"{code}/{address}.md" for code in both for address in both[code].addresses}
    assert files["vi/courses/khoi-dau/media/mau.pdf"] == b"form"
    assert {f"assets/lophoc/{name}" for name in ("site.css", "quiz.css", "site.js", "quiz.js")} <= set(files)
    assert {f"assets/lophoc/{name}.{code}.js" for code in both for name in tree.scripts()} <= set(files)


def test_writing_the_tree_removes_what_is_gone_and_leaves_alone_what_is_the_same(project: Project) -> None:
    folder = project.root / "staged"
    tree.write({"a/b.md": b"1", "c.md": b"2"}, folder)
    before = (folder / "c.md").stat().st_mtime_ns
    tree.write({"c.md": b"2", "d.md": b"3"}, folder)
    assert sorted(path.name for path in folder.iterdir()) == ["c.md", "d.md"]
    assert (folder / "c.md").stat().st_mtime_ns == before
