"""The accessibility audit by axe-core, for pages of the site and for made-up ones."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page


def faults(page: Page, options: dict[str, Any] | None = None) -> list[str]:
    """What the audit finds, a line for each element; ``options`` as `axe.run` takes them."""
    found = Axe().run(page, options=options).response["violations"]
    return [f"{v['id']}: {node['html']} {node['failureSummary']}" for v in found for node in v["nodes"]]


def dress(page: Page, scheme: str, forced: Any) -> dict[str, Any]:
    """Give a made-up page the colours of the theme; the options with which it is audited.

    With forced colours the system sees to contrast, and the audit reads the colours it replaced.
    """
    page.emulate_media(forced_colors=forced, reduced_motion="reduce")
    page.evaluate("(scheme) => { document.body.dataset.mdColorScheme = scheme; }", scheme)
    page.add_style_tag(content="body { background: var(--lh-paper); color: var(--lh-ink); margin: 0; }")
    return {"rules": {"color-contrast": {"enabled": forced == "none"}}}
