"""Places in a page that are filled last.

The theme prints a slot for whatever differs from page to page, so that what is around it, the shell, is the
same for many pages. In the content of a page a question has a slot, so that no answer reaches a search index.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from markupsafe import Markup

SLOT = re.compile(r"<!--lh ([a-z0-9-]+)-->")
"""No author can write one: what they write is escaped, and their comments are left out."""


def slot(name: str) -> Markup:
    """What marks the place."""
    return Markup(f"<!--lh {name}-->")  # noqa: S704 (ours)


def fill(text: str, contents: Mapping[str, str]) -> str:
    """A text with its slots filled, by their names.

    Raises:
        KeyError: there is nothing to fill one with.
    """
    return SLOT.sub(lambda found: contents[found[1]], text)
