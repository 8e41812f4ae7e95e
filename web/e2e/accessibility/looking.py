"""Look at a page as everybody sees it: narrow and wide, light and dark."""

from web.e2e.accessibility.axe import SETTLED, violations
from web.e2e.people.window import Window

# From wide to narrow: a menu becomes a sheet where there is no room for it, and a sheet stays one.
PHONE = 390
WIDTHS = (1280, 768, PHONE, 320)
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
    page.set_viewport_size({"width": 1400, "height": 900})
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found += [f"{scheme}: {line}" for line in violations(page)]
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        # What floats (menus, lists) takes its new place a frame after the window did.
        page.evaluate(SETTLED)
        overhang = page.evaluate(OVERHANG)
        if overhang is not None:
            found.append(f"sideways at {width}: {overhang}")
        if width == PHONE:
            found += [f"phone: {line}" for line in violations(page)]
    page.set_viewport_size({"width": 1400, "height": 900})
    return found
