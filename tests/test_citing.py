"""Who cites which document, what a change of one touches, and what readers see of it."""

from __future__ import annotations

import pytest

from generator import citing
from generator.edition import editions
from generator.render import Renderer
from tests.conftest import Project

LAWS = "courses/laws.yml"
LESSON = "courses/khoi-dau/bai-1.yml"
QUIZ = "quizzes/khoi-dau/tu-kiem.yml"
NEW = """\
luat-thu-2026:
  type: Luật
  number: 9/2026/QH16
  title: Luật Thử nghiệm mới
  short: Luật Thử 2026
  issuer: Quốc hội
  issued: 2026-05-02
  in_force: 2026-10-01
  articles:
    "1": Phạm vi
  checked: Đọc ngày 01/11/2026.
  confidence: verified
"""


@pytest.fixture
def changed(project: Project) -> Project:
    """A project whose law was replaced a month before the day of the course, and whose texts say so."""
    project.change(
        LAWS,
        "  in_force: 2020-07-01\n",
        "  in_force: 2020-07-01\n  expired: 2026-10-01\n  replaced_by: [luat-thu-2026]\n",
    )
    project.write(LAWS, NEW + project.read(LAWS))
    project.change(LESSON, "[@luat-thu-2020 Điều 5 khoản 1]", "[@luat-thu-2020 Điều 5 khoản 1, trước đây]")
    project.change(QUIZ, "law: luat-thu-2020 Điều 5", "law: luat-thu-2026 Điều 1")
    return project


def html(project: Project, address: str, language: int = 0) -> str:
    all_editions = editions(project.library(), {"en": project.library()})
    return Renderer(all_editions[language], all_editions).html(address)


def where(project: Project, document: str) -> list[str]:
    places = citing.places(project.library()).get(document, [])
    return [f"{use.where} {passage.question or passage.title}" for passage, use in places]


def test_every_place_that_cites_a_document_is_known(project: Project) -> None:
    assert where(project, "luat-thu-2020") == [
        "courses/khoi-dau/bai-1.yml:5:25 Bài một",
        "quizzes/khoi-dau/tu-kiem.yml:13:10 cau-mot",
        "courses/glossary.yml:4:8 thuật ngữ",
    ]
    assert where(project, "khao-sat") == []  # what a question names under “source” is no citation of a law


def test_history_may_be_told_but_the_law_of_today_is_the_law_of_the_course(changed: Project) -> None:
    assert changed.found() == []
    changed.change(LESSON, ", trước đây]", "]")
    assert changed.found() == ["courses/khoi-dau/bai-1.yml:5:25 no-longer-in-force"]
    changed.change("courses/khoi-dau/course.yml", "law_as_of: 2026-11-01", "law_as_of: 2026-09-01")
    assert changed.found() == ["quizzes/khoi-dau/tu-kiem.yml:13:10 not-yet-in-force"]


def test_a_timeline_tells_history(changed: Project) -> None:
    entry = "  !!! timeline\n      - **Đến 30/9/2026:** luật cũ [@luat-thu-2020 Điều 1].\n\n  ## Ghi nhớ\n"
    changed.change(LESSON, "  ## Ghi nhớ\n", entry)
    assert changed.found() == []
    assert 'class="admonition timeline"' in html(changed, "courses/khoi-dau/bai-1")


def test_an_entry_of_a_timeline_may_have_a_list_and_the_timeline_no_title(changed: Project) -> None:
    entry = '  !!! timeline ""\n      - **Đến 30/9/2026:** luật cũ:\n          - một điều;\n          - hai điều.\n\n  ## Ghi nhớ\n'
    changed.change(LESSON, "  ## Ghi nhớ\n", entry)
    assert changed.found() == []


def test_a_text_after_a_timeline_tells_the_law_of_today(changed: Project) -> None:
    entry = "  !!! timeline\n      - **Đến 30/9/2026:** luật cũ.\n\n  Nay [@luat-thu-2020 Điều 1].\n\n  ## Ghi nhớ\n"
    changed.change(LESSON, "  ## Ghi nhớ\n", entry)
    assert [found.split()[-1] for found in changed.found()] == ["no-longer-in-force"]


def test_changes_are_told_from_a_day_on_in_their_order(changed: Project) -> None:
    library = changed.library()
    dates = [citing.Change(library.laws[law].in_force, law, citing.CAME) for law in library.laws]
    ended = citing.Change(dates[0].date, "luat-thu-2020", citing.REPLACED, "Luật Thử 2026")
    assert citing.changes(library, dates[0].date) == [ended, dates[0]]
    assert len(citing.changes(library, dates[1].date)) == 3


def test_readers_see_that_a_cited_document_is_not_in_force_any_more(changed: Project) -> None:
    lesson = html(changed, "courses/khoi-dau/bai-1")
    assert "khoản 1 Điều 5 Luật Thử</a>, hết hiệu lực từ 01/10/2026" in lesson
    assert "Article 5, clause 1</a>, no longer in force from 1 October 2026" in html(
        changed, "courses/khoi-dau/bai-1", language=1
    )


def test_the_page_of_a_document_says_what_replaces_it_and_where_it_is_taught(changed: Project) -> None:
    old, new = html(changed, "laws/luat-thu-2020"), html(changed, "laws/luat-thu-2026")
    assert "Văn bản này hết hiệu lực từ ngày 01/10/2026." in old
    assert '<a href="luat-thu-2026.html">Luật Thử 2026</a>' in old
    assert '<a href="../courses/khoi-dau/bai-1.html">Bài một</a>: khoản 1 Điều 5' in old
    assert "hết hiệu lực" not in new
    assert '<a href="../quizzes/khoi-dau/tu-kiem.html">Tự kiểm tra</a>: Điều 1' in new


def test_notes_for_facilitators_are_found_but_not_shown_to_learners(project: Project) -> None:
    project.change(
        "courses/khoi-dau/course.yml", "notes: Lời dặn", "notes: Xem [@luat-thu-2020 Điều 1]. Lời dặn"
    )
    assert any("course.yml" in place for place in where(project, "luat-thu-2020"))
    assert "handbook" not in html(project, "laws/luat-thu-2020")


@pytest.mark.parametrize(
    "number",
    ["73/2006/QH11", "125/2021/NĐ-CP", "28/NQ-CP", "11-NQ/TW", "10/2019/TT-BKHĐT", "114/2008/QĐ-TTg"],
)
def test_numbers_of_documents_are_recognised_in_running_text(project: Project, number: str) -> None:
    project.change(LESSON, "  - Việc thứ nhất", f"  - Đọc số {number}, rồi làm.")
    assert project.found() == ["courses/khoi-dau/bai-1.yml:9:12 unknown-number"]


@pytest.mark.parametrize("text", ["ngày 05/10/2026", "tỷ lệ 12/41", "mã 73/2006", "`125/2021/NĐ-CP`"])
def test_other_numbers_are_left_alone(project: Project, text: str) -> None:
    project.change(LESSON, "  - Việc thứ nhất", f"  - Đọc {text}, rồi làm.")
    assert project.found() == []


def test_a_number_in_the_title_of_a_source_is_known_and_must_be_cited(project: Project) -> None:
    project.change("courses/sources.yml", "title: Khảo sát năm 2024", "title: Kế hoạch 533/QĐ-UBND")
    project.change(LESSON, "  - Việc thứ nhất", "  - Đọc 533/QĐ-UBND.")
    assert [found.split()[-1] for found in project.found()] == ["named-without-citation"]
    project.change(LESSON, "  - Đọc 533/QĐ-UBND.", "  - Đọc 533/QĐ-UBND [@khao-sat].")
    assert project.found() == []


def test_the_articles_of_a_document_stand_in_their_order(project: Project) -> None:
    project.change(
        LAWS,
        '    "5": Giải thích\n',
        '    "5": Giải thích\n    "10": Mười\n    "9": Chín\n    "9a": Chín a\n',
    )
    page = html(project, "laws/luat-thu-2020")
    found = [page.index(f'id="article-{number}"') for number in ("1", "5", "9", "9a", "10")]
    assert found == sorted(found)


def test_a_day_that_is_still_to_come_is_told_as_such(changed: Project) -> None:
    assert "has not been in force" in html(changed, "laws/luat-thu-2020", language=1)
    changed.change(LAWS, "expired: 2026-10-01", "expired: 2030-01-01")
    for address in ("laws/luat-thu-2020", "laws/index"):
        page = html(changed, address, language=1)
        assert "in force since" not in page
    assert "no longer in force from 1 January 2030" in html(changed, "courses/khoi-dau/bai-1", language=1)


def test_a_source_is_named_by_its_whole_number_only(changed: Project) -> None:
    sources = "courses/sources.yml"
    changed.change(sources, "title: ", "title: Báo cáo 19/2026/QH16, ")
    lesson = changed.read(LESSON)
    changed.write(LESSON, lesson.replace("  ## Ghi nhớ\n", "  Văn bản 9/2026/NĐ-CP.\n\n  ## Ghi nhớ\n"))
    assert [found.split()[-1] for found in changed.found()] == ["unknown-number"]
