"""Where things are: which source file makes which page, and how pages point at each other.

Page addresses are those of the staged Markdown, relative to the folder of a language, without its
suffix (``courses/kien-thuc-co-ban/index``). They hold no word of any language, so that the same page
has the same address in each.
"""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache

HOME = "index"
GLOSSARY = "glossary"
LAWS = "laws/index"
SOURCES = "sources"
OUTCOMES = "outcomes"
DUTIES = "duties"
RECORD = "record"
REVIEW = "review"


def course(course_id: str) -> str:
    return f"courses/{course_id}/index"


def lesson(course_id: str, lesson_id: str) -> str:
    return f"courses/{course_id}/{lesson_id}"


def quiz(course_id: str, quiz_id: str) -> str:
    return f"quizzes/{course_id}/{quiz_id}"


def path(audience_id: str) -> str:
    return f"paths/{audience_id}"


def law(law_id: str) -> str:
    return f"laws/{law_id}"


def handbook(course_id: str) -> str:
    return f"handbook/{course_id}"


def certificate(course_id: str) -> str:
    return f"certificate/{course_id}"


def article(number: str) -> str:
    """The anchor of an article on the page of its law."""
    return f"article-{number}"


def of_source(file: str) -> str | None:
    """The page, or the file of the site, that a source file becomes, with its anchor; None if it becomes none.

    ``file`` is relative to the project and may carry a ``#fragment``.
    """
    file, _, fragment = file.partition("#")
    anchor = f"#{fragment}" if fragment else ""
    match file.split("/"):
        case ["courses", "glossary.yml"]:
            return GLOSSARY + anchor
        case ["courses", "duties.yml"]:
            return DUTIES + anchor
        case ["courses", "sources.yml"]:
            return SOURCES + anchor
        case ["courses", "laws.yml"]:
            return law(fragment) if fragment else LAWS
        case ["courses", "audiences.yml"] if fragment:
            return path(fragment)
        case ["courses", _, "media", _, *_]:
            return file + anchor
        case ["courses", course_id, "course.yml"]:
            return course(course_id) + anchor
        case ["courses" | "quizzes" as folder, course_id, name] if name.endswith(".yml"):
            return f"{folder}/{course_id}/{name.removesuffix('.yml')}{anchor}"
        case ["docs", *rest] if rest and rest[-1].endswith(".md"):
            return "/".join(rest).removesuffix(".md") + anchor
    return None


def is_made(address: str) -> bool:
    """Whether the program itself makes a page there, or may make one."""
    folder, slash, _ = address.partition("/")
    if slash:
        return folder in {"courses", "quizzes", "paths", "laws", "handbook", "certificate"}
    return address in {GLOSSARY, SOURCES, OUTCOMES, DUTIES, RECORD, REVIEW}


def is_external(target: str) -> bool:
    """Whether a link leads out of the site."""
    return bool(re.match(r"(https?:|mailto:|tel:)", target))


def resolve(target: str, from_file: str) -> str:
    """The file that a link written in another file means, relative to the project."""
    if target.startswith("#"):
        return from_file + target
    return posixpath.normpath(posixpath.join(posixpath.dirname(from_file), target))


def relative(target: str, from_page: str, suffix: str = ".html") -> str:
    """A link from one page to another, or to an asset, that also works from a folder on a disk."""
    address, _, fragment = target.partition("#")
    anchor = f"#{fragment}" if fragment else ""
    if address == from_page and anchor:
        return anchor
    return _from_folder(address, posixpath.dirname(from_page), suffix) + anchor


@lru_cache(maxsize=1 << 16)
def _from_folder(address: str, folder: str, suffix: str) -> str:
    name = address if posixpath.splitext(address)[1] else address + suffix
    return posixpath.relpath(name, folder or ".")
