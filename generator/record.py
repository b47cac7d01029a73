"""What learners' records hang on, and what lists of questions say of each.

A record outlives edits: an answer is kept with prints (short hashes) of what it was given to, and the
pages say which prints are true now. Nothing here depends on a language but the words of `asked`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from typing import Any

from generator import laws, markdown
from generator.library import Library, LoadedCourse, fingerprint
from generator.model import Line, Question
from generator.questions import KINDS
from generator.stage import Step

PROMPT_LENGTH = 140
"""Characters of a prompt in lists of questions."""


def print_of(question: Question) -> str:
    """Of what an answer is an answer to: the kind, the key and the number of options, but no wording."""
    kind = KINDS[question.kind]
    return fingerprint([kind.name, kind.key(question), len(kind.pieces(question))])


def basis_of(question: Question, library: Library) -> str | None:
    """Of what the registers say about the documents that a question cites; None where it cites none."""
    cited = [_register_entry(citation, library) for citation in _citations(question)]
    return fingerprint(cited) if cited else None


def _citations(question: Question) -> Sequence[laws.Citation]:
    try:
        return laws.parse(question.law or question.source or "")
    except laws.CitationError:
        return ()


def _register_entry(citation: laws.Citation, library: Library) -> Any:
    law, source = library.laws.get(citation.document), library.sources.get(citation.document)
    if law is not None:
        headings = [law.articles.get(article) for article in citation.articles]  # type: ignore[call-overload]
        return [law.model_dump(mode="json", exclude={"articles", "checked", "confidence"}), headings]
    return source and source.model_dump(mode="json", exclude={"confidence"})


def item(loaded: LoadedCourse, step: Step) -> dict[str, Any]:
    """What scripts must know of a lesson or a quiz to say how far a learner is.

    To be asked of the course as it was written: a key may hold words of its language.
    """
    known: dict[str, Any] = {"kind": step.kind, "id": step.id, "key": f"{loaded.id}/{step.id}"}
    if step.kind == "quiz":
        questions = loaded.pool(step.id).questions
        known["pass"] = step.entry.pass_mark
        known["questions"] = [question.id for question in questions]
        known["prints"] = [print_of(question) for question in questions]
        known["exam"] = step.entry.mode == "exam"
        known["draw"] = loaded.asks(step.id)
        known["weights"] = {q.id: weight for q in questions if (weight := _weight(q)) != 1}
    return known


def _weight(question: Question) -> float:
    return question.weight if KINDS[question.kind].is_graded else 0


def asked(written: Sequence[Question], shown: Sequence[Question], source: Library) -> list[dict[str, Any]]:
    """Questions in lists: each with its beginning in words, its outcome, what it rests on.

    ``written``: as they were written, in ``source``; ``shown``: the same in the language of the list.
    """
    return [
        {
            "outcome": question.outcome,
            "basis": basis_of(original, source),
            **titled(Line(_beginning(question))),
            **({"lang": source.source_language} if question.prompt.foreign else {}),
        }
        for question, original in zip(shown, written, strict=True)
    ]


def _beginning(question: Question) -> str:
    text = unescape(re.sub(r"<[^>]+>", "", markdown.render(question.prompt)))
    words = " ".join(text.split())
    return words if len(words) <= PROMPT_LENGTH else f"{words[:PROMPT_LENGTH].rpartition(' ')[0]} …"


def titled(line: Line) -> dict[str, str]:
    """A title, and its language where that is not the page's."""
    lang = getattr(line, "lang", None)
    return {"title": str(line)} | ({"lang": lang} if lang else {})
