"""What ``lophoc check --lint`` finds, and what it lets pass."""

from __future__ import annotations

import pytest

from generator import writing
from generator.load import load
from generator.problems import as_text
from tests.conftest import REPOSITORY, Project

QUIZ = "quizzes/khoi-dau/tu-kiem.yml"
COURSE = "courses/khoi-dau/course.yml"

SINGLE = """\
  - id: {id}
    kind: single
    prompt: {prompt}
    options:
{options}
    explanation: Vì vậy.
    practice: true
    outcome: hieu-bai
    level: apply
"""
OPTIONS = ("ngắn gọn", "dài hơn một chút", "vừa phải thôi", "cũng như vậy")


def single(
    name: str, right: int = 1, prompt: str = "Điều nào đúng?", texts: tuple[str, ...] = OPTIONS
) -> str:
    """A question of which one option, counted from 0, is right."""
    lines = []
    for n, text in enumerate(texts):
        lines += [
            f"      - text: {text}",
            "        correct: true" if n == right else "        feedback: Chưa phải.",
        ]
    return SINGLE.format(id=name, prompt=prompt, options="\n".join(lines))


def judged(project: Project, *questions: str, more: str = "") -> list[str]:
    """Codes of what is found in a quiz, without what is found in every small course."""
    project.write(QUIZ, f"title: Tự kiểm tra\n{more}questions:\n{''.join(questions)}")
    assert project.found() == []
    found = [problem.code for problem in writing.check(project.library())]
    return [code for code in found if code not in {"few-questions", "few-apply"}]


def test_good_habits_are_not_mentioned(project: Project) -> None:
    assert judged(project, *(single(f"cau-{n}", right=n % 4) for n in range(8))) == []


def test_a_right_option_that_is_much_the_longest_gives_itself_away(project: Project) -> None:
    texts = ("không", "phương án này dài hơn hẳn mọi phương án còn lại", "có", "tùy")
    assert judged(project, single("cau-dai", texts=texts)) == ["longest-is-right"]
    assert judged(project, single("cau-dai", right=0, texts=texts)) == []


def test_citations_and_bold_signs_are_not_counted_as_length(project: Project) -> None:
    texts = ("một hai ba", "'**một** hai [@luat-thu-2020 Điều 5]'", "bốn năm sáu", "bảy tám")
    assert judged(project, single("cau-dan", texts=texts)) == []


def test_longest_right_options_are_a_pattern_when_they_are_in_most_questions(project: Project) -> None:
    longest = OPTIONS.index(max(OPTIONS, key=len))
    questions = [single(f"cau-{n}", right=longest if n < 4 else n % 4) for n in range(6)]
    assert "longest-too-often" in judged(project, *questions, more="shuffle: true\n")


def test_right_options_in_one_place_are_a_pattern_unless_the_quiz_shuffles(project: Project) -> None:
    questions = [single(f"cau-{n}", right=0) for n in range(5)]
    assert judged(project, *questions) == ["position-skewed"]
    assert judged(project, *questions, more="shuffle: true\n") == []


@pytest.mark.parametrize(
    ("prompt", "is_found"),
    [
        ("Việc nào không thuộc thẩm quyền?", True),
        ("Việc nào **không** thuộc thẩm quyền?", False),
        ("Xã có được phạt không?", False),
        ("Trưởng phòng nói “không phải việc của tôi”. Trả lời thế nào?", False),
        ("Cơ quan không có số liệu. Việc đầu tiên là gì?", False),
        ("Ai chưa phải báo cáo?", True),
    ],
)
def test_a_negation_in_the_asking_sentence_is_to_be_marked(
    project: Project, prompt: str, is_found: bool
) -> None:
    assert judged(project, single("cau-hoi", prompt=prompt)) == ["unmarked-negative"] * is_found


def test_an_option_about_the_others_stays_at_the_end_or_is_not_shuffled(project: Project) -> None:
    texts = ("một", "hai", "ba", "Tất cả các ý trên")
    assert judged(project, single("cau-gop", texts=texts)) == []
    assert judged(project, single("cau-gop", texts=texts), more="shuffle: true\n") == ["catch-all"]
    pinned = single("cau-gop", texts=texts).replace(
        "Tất cả các ý trên\n", "Tất cả các ý trên\n        pin: true\n"
    )
    assert judged(project, pinned, more="shuffle: true\n") == []


def test_a_row_without_a_word_for_who_goes_wrong_is_found(project: Project) -> None:
    rows = (
        "  - id: cau-xep\n    kind: categorize\n    prompt: Xếp.\n    categories: {a: Một, b: Hai}\n    items:\n"
        "      - {text: Việc một, category: a, feedback: Vì vậy.}\n      - {text: Việc hai, category: b}\n"
        "    explanation: Vì vậy.\n    practice: true\n"
    )
    assert judged(project, rows) == ["row-without-feedback"]


def test_a_role_that_habit_gives_to_one_sex_is_found_outside_quotation_marks(project: Project) -> None:
    assert judged(project, single("cau-vai", prompt="Một nữ thư ký hỏi. Trả lời thế nào?")) == ["typecast"]
    assert judged(project, single("cau-vai", prompt="Tin ghi “nữ thư ký”. Sửa thế nào?")) == []


def test_people_with_a_name_are_of_both_sexes(project: Project) -> None:
    men = [
        single(f"cau-{n}", right=n % 4, prompt=f"Ông {name} hỏi. Đáp gì?") for n, name in enumerate("ABCDE")
    ]
    assert judged(project, *men) == ["one-sex"]
    women = [
        single(f"chi-{n}", right=n % 4, prompt=f"Chị {name} hỏi. Đáp gì?") for n, name in enumerate("ABC")
    ]
    assert judged(project, *men, *women) == []


def test_a_course_asks_more_than_to_recall_and_often_enough(project: Project) -> None:
    found = {problem.code for problem in writing.check(project.library())}
    assert found == {"few-questions", "few-apply"}


def test_what_is_declared_to_be_as_it_should_be_is_not_mentioned(project: Project) -> None:
    question = single("cau-hoi", prompt="Việc nào không thuộc thẩm quyền?")
    allowed = question + "    allow: {unmarked-negative: Câu hỏi nguyên văn của đề thi.}\n"
    assert judged(project, allowed) == []


def test_a_declaration_in_vain_or_of_nothing_known_is_mentioned(project: Project) -> None:
    assert judged(project, single("cau-hoi") + "    allow: {unmarked-negative: Vì sao.}\n") == [
        "allowed-in-vain"
    ]
    assert judged(project, single("cau-hoi") + "    allow: {unmarked-negativ: Vì sao.}\n") == [
        "unknown-finding"
    ]


def test_a_course_may_declare_its_own_findings(project: Project) -> None:
    project.change(
        COURSE, "audiences: [can-bo]\n", "audiences: [can-bo]\nallow: {few-apply: Khóa nhập môn.}\n"
    )
    assert "few-apply" not in {problem.code for problem in writing.check(project.library())}


def test_our_own_courses_have_nothing_undeclared() -> None:
    library = load(REPOSITORY)[0]
    assert [as_text(problem) for problem in writing.check(library)] == []


def test_at_most_one_in_twenty_of_our_own_questions_has_an_exception() -> None:
    courses = load(REPOSITORY)[0].courses.values()
    questions = [q for loaded in courses for quiz in loaded.quizzes.values() for q in quiz.questions]
    assert sum(bool(question.allow) for question in questions) * 20 <= len(questions)
