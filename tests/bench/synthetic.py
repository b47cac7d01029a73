"""Synthetic sites of any size: courses and quizzes in our YAML, and the same text for plain MkDocs.

Sizes follow our own courses: about 700 words a lesson, a table, a callout, citations, a quiz of five
questions; 25 lessons a course; a translation of every message.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polib

from generator import catalog
from generator.load import load
from generator.project import look_at

LESSONS_IN_COURSE = 25
WORDS = (
    "bình đẳng giới là việc nam nữ có vị trí vai trò ngang nhau được tạo điều kiện và cơ hội phát huy năng lực "
    "của mình cho sự phát triển của cộng đồng gia đình và thụ hưởng như nhau về thành quả cơ quan tổ chức cá nhân "
    "báo cáo kế hoạch số liệu quy định trách nhiệm thanh tra kiểm tra hồ sơ quyết định thẩm quyền ủy ban nhân dân"
).split()

SITE = """\
id: 3f1c9a52-8a2e-4b07-9d0e-5c6f7a8b9c0d
title: Lớp đo tốc độ
publisher: Nhóm đo
languages: [vi, en]
"""
AUDIENCES = "can-bo:\n  title: Cán bộ\n  summary: Ai cũng học được.\n"
LAWS = """\
luat-bdg-2006:
  type: Luật
  number: 73/2006/QH11
  title: Luật Bình đẳng giới
  short: Luật Bình đẳng giới 2006
  issuer: Quốc hội
  issued: 2006-11-29
  in_force: 2007-07-01
  articles:
{articles}
  checked: Đọc ngày 01/11/2026.
  confidence: verified
"""


def sentence(chance: random.Random, length: int) -> str:
    words = [chance.choice(WORDS) for _ in range(length)]
    return " ".join([words[0].capitalize(), *words[1:]]) + "."


def paragraph(chance: random.Random, sentences: int = 4) -> str:
    return " ".join(sentence(chance, chance.randint(8, 18)) for _ in range(sentences))


def body(chance: random.Random) -> str:
    """The text of a lesson in our Markdown."""
    parts = [f'!!! example "Tình huống"\n    {paragraph(chance)}']
    for _ in range(4):
        parts += [f"## {sentence(chance, 5)[:-1]}", paragraph(chance)]
        parts.append(f"{paragraph(chance, 3)} [@luat-bdg-2006 Điều {chance.randint(1, 44)} khoản 1]")
        parts.append("\n".join(f"- {sentence(chance, 9)}" for _ in range(4)))
    rows = "\n".join(f"| {sentence(chance, 4)} | {sentence(chance, 6)} |" for _ in range(5))
    parts += ["| Việc | Ai làm |\n|---|---|\n" + rows, "## Ghi nhớ", paragraph(chance, 2)]
    return "\n\n".join(parts)


def lesson(chance: random.Random, name: str) -> str:
    text = "\n".join(f"  {line}".rstrip() for line in body(chance).split("\n"))
    return (
        f"title: {sentence(chance, 6)[:-1]}\nminutes: 15\noutcomes: [hieu]\nbody: |\n{text}\nquiz: {name}\n"
    )


def question(chance: random.Random, name: str) -> str:
    right = chance.randrange(4)
    options = ""
    for option in range(4):
        options += f"      - text: {sentence(chance, 8)[:-1]}\n"
        options += "        correct: true\n" if option == right else ""
        options += f"        feedback: {sentence(chance, 12)}\n"
    return (
        f"  - id: {name}\n    kind: single\n    prompt: {paragraph(chance, 2)}\n    options:\n{options}"
        f"    hint: {sentence(chance, 9)}\n    explanation: {paragraph(chance, 2)} [@luat-bdg-2006 Điều 5]\n"
        "    law: luat-bdg-2006 Điều 5\n    outcome: hieu\n"
    )


def quiz(chance: random.Random, name: str) -> str:
    questions = "".join(question(chance, f"{name}-{n}") for n in range(5))
    return f"title: Tự kiểm tra {name}\npass: 80\nquestions:\n{questions}"


def sources(lessons: int) -> Iterator[tuple[str, str]]:
    """Every file of a project of ours, without its translations, by its path."""
    chance = random.Random(lessons)  # noqa: S311 (no secret)
    articles = "\n".join(f'    "{n}": Điều số {n}' for n in range(1, 45))
    yield "courses/site.yml", SITE
    yield "courses/audiences.yml", AUDIENCES
    yield "courses/laws.yml", LAWS.format(articles=articles)
    yield "docs/index.md", "# Trang chủ\n\nBắt đầu ở đây.\n"
    for number in range(0, lessons, LESSONS_IN_COURSE):
        course = f"khoa-{number // LESSONS_IN_COURSE:03}"
        names = [f"bai-{n:04}" for n in range(number, min(number + LESSONS_IN_COURSE, lessons))]
        head = f"title: Khóa học {course}\nsummary: {sentence(chance, 12)}\naudiences: [can-bo]\n"
        rest = f"law_as_of: 2026-11-01\noutcomes:\n  hieu: Nêu được ý chính\nlessons: [{', '.join(names)}]\n"
        yield f"courses/{course}/course.yml", head + rest
        for name in names:
            yield f"courses/{course}/{name}.yml", lesson(chance, name)
            yield f"quizzes/{course}/{name}.yml", quiz(chance, name)


def write(folder: Path, lessons: int, settings: str) -> Path:
    """Write a project with both languages; ``settings`` is its mkdocs.yml."""
    for name, text in sources(lessons):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "mkdocs.yml").write_text(settings, encoding="utf-8")
    for name, pairs in load(folder)[0].texts():
        translated = catalog.merge(None, catalog.messages(pairs), "en")
        for entry in translated:
            entry.msgstr = _in_english(entry)
        (folder / name / "en.po").write_text(str(translated), encoding="utf-8")
    return folder


def _in_english(entry: polib.POEntry) -> str:
    """As long as its source, with the same citations, and different from it."""
    return str(entry.msgid).replace("bình đẳng giới", "gender equality").replace(" và ", " and ")


# --- the same text for plain MkDocs -----------------------------------------------------------------

PLAIN = """\
site_name: Lớp đo tốc độ
site_url: https://example.org/lop/
use_directory_urls: false
theme:
  name: material
  language: vi
  font: false
  features: {features}
plugins:
  - search
  - i18n:
      docs_structure: suffix
      reconfigure_search: false
      languages:
        - {{locale: vi, name: Tiếng Việt, default: true}}
        - {{locale: en, name: English}}
markdown_extensions: [admonition, tables, footnotes, def_list, attr_list, md_in_html, toc]
nav:
"""


def write_plain(folder: Path, ours: Path, *, pruned: bool = True) -> Path:
    """The same text as Markdown with the quizzes as HTML, for MkDocs without us."""
    features = "[navigation.prune, navigation.indexes]" if pruned else "[navigation.indexes]"
    nav = [PLAIN.format(features=features), "  - index.md\n"]
    docs = folder / "docs"
    docs.mkdir(parents=True)
    all_editions = [renderer.edition for renderer in look_at(ours).renderers()]
    for edition in all_editions:
        suffix = "" if edition.is_default else f".{edition.language.code}"
        (docs / f"index{suffix}.md").write_text("# Trang chủ\n\nBắt đầu ở đây.\n", encoding="utf-8")
        for loaded in edition.library.courses.values():
            if edition.is_default:
                nav.append(f"  - {loaded.course.title}:\n")
            (docs / loaded.id).mkdir(exist_ok=True)
            for key, lesson_ in loaded.lessons.items():
                if edition.is_default:
                    nav.append(f"      - {loaded.id}/{key}.md\n")
                text = re.sub(r" \[@[^\]]*\]", " (Điều 5 Luật Bình đẳng giới)", str(lesson_.body))
                page = f"# {lesson_.title}\n\n{text}\n\n{_as_html(loaded.quizzes[key])}\n"
                (docs / loaded.id / f"{key}{suffix}.md").write_text(page, encoding="utf-8")
    (folder / "mkdocs.yml").write_text("".join(nav), encoding="utf-8")
    return folder


HUGO = """\
title = "Lớp đo tốc độ"
baseURL = "https://example.org/lop/"
defaultContentLanguage = "vi"
disableKinds = ["taxonomy", "term", "rss"]
uglyURLs = true
[languages.vi]
[languages.en]
[markup.goldmark.renderer]
unsafe = true
"""
LAYOUT = """\
<!doctype html><html lang="{{ .Language.Lang }}"><meta charset="utf-8"><title>{{ .RelPermalink }}</title>
<nav><ul>{{ range .CurrentSection.Pages }}<li><a href="{{ .RelPermalink }}">{{ .RelPermalink }}</a></li>{{ end }}</ul></nav>
<nav>{{ range .Translations }}<a href="{{ .RelPermalink }}">{{ .Language.Lang }}</a>{{ end }}</nav>
<main>{{ .Content }}</main></html>
"""


def write_hugo(folder: Path, plain: Path) -> Path:
    """The same Markdown for Hugo, with next to no theme: neither search nor callouts."""
    for path in (plain / "docs").rglob("*.md"):
        name = path.relative_to(plain / "docs").as_posix()
        page = folder / "content" / re.sub(r"^index", "_index", name)
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_bytes(path.read_bytes())
    (folder / "hugo.toml").write_text(HUGO, encoding="utf-8")
    (folder / "layouts").mkdir()
    for kind in ("page", "section", "home"):
        (folder / "layouts" / f"{kind}.html").write_text(LAYOUT, encoding="utf-8")
    return folder


def _as_html(quiz_: Any) -> str:
    """A quiz as such sites write it: a form, and the answers in a details element."""
    parts = []
    for question_ in quiz_.questions:
        options = "".join(
            f'<li><label><input type="radio" name="{question_.id}"> {option.text}</label></li>'
            for option in question_.options
        )
        answers = "".join(f"<li>{option.text}: {option.feedback}</li>" for option in question_.options)
        parts.append(
            f'<form id="{question_.id}"><p>{question_.prompt}</p><ul>{options}</ul><p>{question_.hint}</p>'
            f"<details><summary>Đáp án</summary><ul>{answers}</ul><p>{question_.explanation}</p></details></form>"
        )
    return "\n".join(parts)
