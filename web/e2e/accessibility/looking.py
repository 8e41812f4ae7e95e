"""Look at a page as everybody sees it: narrow and wide, light and dark."""

from web.e2e.accessibility.axe import SETTLED, violations
from web.e2e.people.window import Window

WIDTHS = (320, 390, 768, 1280)
OVERHANG = """() => {
  const page = document.documentElement;
  const out = [...document.querySelectorAll("body *")].filter((one) => {
    const box = one.getBoundingClientRect();
    return box.width > 0 && box.right > page.clientWidth + 1 && getComputedStyle(one).visibility === "visible";
  });
  return page.scrollWidth > page.clientWidth ? out.slice(0, 3).map((one) => one.outerHTML.slice(0, 160)) : null;
}"""


def look(person: Window) -> list[str]:
    """Everything that is wrong with the page as it stands."""
    page = person.page
    found: list[str] = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        # What floats (menus, lists) takes its new place a frame after the window did.
        page.evaluate(SETTLED)
        overhang = page.evaluate(OVERHANG)
        if overhang is not None:
            found.append(f"sideways at {width}: {overhang}")
        if width == WIDTHS[1]:
            found += [f"phone: {line}" for line in violations(page)]
    page.set_viewport_size({"width": 1400, "height": 900})
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found += [f"{scheme}: {line}" for line in violations(page)]
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    return found
