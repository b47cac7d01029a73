"""The Markdown that trainers write.

The only package that imports a Markdown engine. From a text it makes HTML, a plain Markdown twin, the
messages that a translator works on, and the problems of its writing, each with its place in the file.
"""

from generator.markdown.dialect import CALLOUTS, slugify
from generator.markdown.html import render, render_inline
from generator.markdown.lint import Place, Reference, anchors, check, places, references, running_text
from generator.markdown.surroundings import Surroundings, Terms
from generator.markdown.translation import (
    inline_checks,
    is_one_paragraph,
    messages,
    plain,
    translated,
)

__all__ = [
    "CALLOUTS",
    "Place",
    "Reference",
    "Surroundings",
    "Terms",
    "anchors",
    "check",
    "inline_checks",
    "is_one_paragraph",
    "messages",
    "places",
    "plain",
    "references",
    "render",
    "render_inline",
    "running_text",
    "slugify",
    "translated",
]
