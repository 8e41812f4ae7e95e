"""Let axe-core look at a page. It is handed in from outside: the page's own policy would not load it."""

from functools import cache
from pathlib import Path

from playwright.sync_api import Page

_AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"


@cache
def _source() -> str:
    return _AXE.read_text()


def assert_accessible(page: Page, where: str) -> None:
    """Fail with what axe found on the page as it stands."""
    page.evaluate(_source())
    found = page.evaluate(
        "() => axe.run(document, { resultTypes: ['violations'] }).then((result) => result.violations)"
    )
    lines = [f"{one['id']}: {one['help']}: {[node['html'][:160] for node in one['nodes']]}" for one in found]
    assert not lines, f"{where}:\n" + "\n".join(lines)
