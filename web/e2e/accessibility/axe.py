"""Let axe-core look at a page.

It is handed in from outside, through the debugger: the page's own policy would not load it and stays as it is.
"""

from functools import cache
from pathlib import Path

from playwright.sync_api import Page

_AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"

SETTLED = """() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
  .then(() => Promise.allSettled(document.getAnimations().map((one) => one.finished)))
  .then(() => undefined)"""


@cache
def _source() -> str:
    return _AXE.read_text()


def violations(page: Page) -> list[str]:
    """What axe finds on the page as it stands, a line for each rule."""
    # Colours that are on their way are neither the old nor the new ones.
    page.evaluate(SETTLED)
    if not page.evaluate("typeof globalThis.axe === 'object'"):
        page.evaluate(_source())
    found = page.evaluate(
        "() => axe.run(document, { resultTypes: ['violations'] }).then((result) => result.violations)"
    )
    return [f"{one['id']}: {one['help']}: {[node['html'][:200] for node in one['nodes']]}" for one in found]
