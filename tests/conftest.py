"""A small project without a mistake, for tests to change one thing in."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator.library import Library
from generator.load import load
from generator.problems import Problem
from generator.project import look_at

REPOSITORY = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "golden"

FILES = {
    "courses/site.yml": """\
id: 3f1c9a52-8a2e-4b07-9d0e-5c6f7a8b9c0d
title: Lớp thử
publisher: Nhóm thử
languages: [vi, en]
courses: [khoi-dau]
""",
    "courses/audiences.yml": """\
can-bo:
  title: Cán bộ
  summary: Ai cũng học được.
""",
    "courses/laws.yml": """\
luat-thu-2020:
  type: Luật
  number: 1/2020/QH14
  title: Luật Thử nghiệm
  short: Luật Thử
  issuer: Quốc hội
  issued: 2020-01-02
  in_force: 2020-07-01
  articles:
    "1": Phạm vi
    "5": Giải thích
  checked: Đọc ngày 01/11/2026.
  confidence: verified
""",
    "courses/sources.yml": """\
khao-sat:
  title: Khảo sát năm 2024
  publisher: Cục Thử
  date: 2024-03-01
  confidence: verified
""",
    "courses/glossary.yml": """\
thuat-ngu:
  term: thuật ngữ
  definition: Từ có nghĩa riêng.
  law: luat-thu-2020 Điều 5
""",
    "courses/khoi-dau/course.yml": """\
title: Khóa khởi đầu
summary: Khóa học nhỏ nhất.
audiences: [can-bo]
law_as_of: 2026-11-01
outcomes:
  hieu-bai: Nêu được ý chính
lessons: [bai-1]
notes: Lời dặn riêng cho người dạy.
""",
    "courses/khoi-dau/bai-1.yml": """\
title: Bài một
minutes: 10
outcomes: [hieu-bai]
body: |
  Một thuật ngữ ở đây [@luat-thu-2020 Điều 5 khoản 1].

  ## Ghi nhớ

  - Việc thứ nhất
  - Việc thứ hai
quiz: tu-kiem
""",
    "quizzes/khoi-dau/tu-kiem.yml": """\
title: Tự kiểm tra
pass: 80
questions:
  - id: cau-mot
    kind: single
    prompt: Điều nào đúng?
    options:
      - text: Lựa chọn đúng
        correct: true
      - text: Lựa chọn sai
        feedback: Phản hồi cho lựa chọn sai.
    explanation: Lời giải bí mật.
    law: luat-thu-2020 Điều 5
    outcome: hieu-bai
  - id: cau-hai
    kind: true-false
    prompt: Câu này sai.
    answer: false
    feedback:
      true: Phản hồi cho ai chọn đúng.
    explanation: Lời giải thứ hai.
    source: khao-sat
""",
    "docs/index.md": """\
# Trang chủ

Bắt đầu với [khóa đầu tiên](../courses/khoi-dau/course.yml).
""",
}


@dataclass(frozen=True)
class Project:
    """A project folder, with the changes that tests make to it."""

    root: Path

    def write(self, file: str, content: str | bytes) -> Path:
        path = self.root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def read(self, file: str) -> str:
        return (self.root / file).read_bytes().decode()

    def change(self, file: str, old: str, new: str) -> Path:
        """Write ``new`` where ``old`` stands, which must be in one place only."""
        text = self.read(file)
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        return self.write(file, text.replace(old, new))

    def library(self) -> Library:
        return load(self.root)[0]

    def problems(self) -> list[Problem]:
        return look_at(self.root).problems

    def found(self) -> list[str]:
        """Problems as ``file:line:column code``."""
        return [f"{problem.where} {problem.code}" for problem in self.problems()]


def make_project(root: Path) -> Project:
    project = Project(root)
    for file, text in FILES.items():
        project.write(file, text)
    project.write("mkdocs.yml", (REPOSITORY / "mkdocs.yml").read_bytes())
    return project


def make_courses(root: Path, *more: str) -> Project:
    """The small project, and its course again under further names, each of which requires the first."""
    project = make_project(root)
    for name in more:
        for file, text in FILES.items():
            if "/khoi-dau/" in file:
                other = text.replace("cau-", f"{name}-cau-").replace("notes:", "requires: [khoi-dau]\nnotes:")
                project.write(file.replace("khoi-dau", name), other)
    project.change("courses/site.yml", "[khoi-dau]", f"[{', '.join(['khoi-dau', *more])}]")
    return project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_project(tmp_path / "project")


def check_golden(name: str, actual: str) -> None:
    """Compare with a golden file; ``make golden`` writes it instead."""
    path = GOLDEN / name
    if os.environ.get("GOLDEN") == "write":
        path.write_text(actual, encoding="utf-8", newline="\n")
    expected = path.read_text(encoding="utf-8") if path.exists() else ""
    assert actual == expected, f"{name} differs from its golden file; “make golden” writes it again"
