"""What is looked for on every page: accessibility by axe, and nothing wider than the screen."""

from __future__ import annotations

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

# The rules that read colours; no other can tell one theme from the other. Named, for by their tag axe would
# take the ones in, too, that it leaves out by itself.
_COLOURS = ["color-contrast", "link-in-text-block"]
# The library would send axe anew for each look, and have every rule that passed told, with its elements.
_LOOK = """async (rules) => {
  const found = await axe.run({resultTypes: ["violations"], ...rules});
  return found.violations.map(({id, nodes}) => `${id}: ${nodes[0].target} ${nodes[0].html.slice(0, 160)}`);
}"""


def faults(page: Page, *, colours_only: bool = False) -> list[str]:
    """Every rule of axe that the page breaks, with the first element that breaks it. `colours_only`: the rules
    that look at colours, for a page whose other theme was looked at by all rules at the same width."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    rules = {"runOnly": {"type": "rule", "values": _COLOURS}} if colours_only else {}
    found: list[str] = page.evaluate(_LOOK, rules)
    return found


def overflows(page: Page) -> bool:
    """Whether the page has to be pushed sideways to be read."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"))
