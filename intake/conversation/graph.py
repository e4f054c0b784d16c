"""A drawing of the script as SVG text: steps in rows by distance from the greeting, edges with their keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from xml.sax.saxutils import escape

from intake.conversation.graph_layout import BOX_HEIGHT, BOX_WIDTH, Spot, layout
from intake.conversation.script import CHANNELS, Script, Step
from intake.told import told

_FILL = {"core": "#dbeafe", "ext": "#dcfce7", "crisis": "#fee2e2", "util": "#f1f5f9"}
_NAMES = {"core": told("core path"), "ext": told("extra block"), "crisis": told("crisis"), "util": told("utility")}
_MARGIN = 60
_LEGEND = 90
_EVERYWHERE = told(
    "From every question: 0 to a person, 9 to the crisis menu, * repeats, # skips. "
    "By text also HELP, STOP, START, SKIP, PRIVACY, CHANGE, NOCALL."
)


@dataclass(frozen=True)
class Edge:
    """All keys that lead from one step to another, as one arrow."""

    source: str
    target: str
    label: str


def svg(script: Script, say: Callable[[str], str] = str) -> str:
    """The whole script as one SVG document; `say` gives titles and sentences in the reader's language."""
    heading = told("Script {digest}: {count} steps", digest=script.digest[:12], count=len(script.steps))
    found = [edge for edge in edges(script) if edge.target in script.steps]
    spots = layout(script, [(edge.source, edge.target) for edge in found])
    width = max(spot.x for spot in spots.values()) + BOX_WIDTH + 2 * _MARGIN
    height = max(spot.y for spot in spots.values()) + BOX_HEIGHT + 2 * _MARGIN + _LEGEND
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" '
        f'height="{height:.0f}" font-family="system-ui, sans-serif" role="img">',
        f"<title>{escape(say(heading))}</title>",
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        '<path d="M0 0 8 4 0 8z" fill="#475569"/></marker></defs>',
        '<rect width="100%" height="100%" fill="#ffffff"/>',
        *_legend(say),
        f'<g transform="translate({_MARGIN},{_MARGIN + _LEGEND})">',
        *(_arrow(edge, spots)[0] for edge in found),
        *(_box(script.steps[name], spot, _endings(script, name), say) for name, spot in spots.items()),
        *(_arrow(edge, spots)[1] for edge in found),
        "</g></svg>",
    ]
    return "\n".join(parts) + "\n"


def edges(script: Script) -> list[Edge]:
    """Every arrow of the drawing; a key that only one channel has is marked with it."""
    found: list[Edge] = []
    for step in script.steps.values():
        keys: dict[str, dict[str, set[str]]] = {}
        for channel in CHANNELS:
            if channel in step.channels:
                for key, target in step.routes[channel].items():
                    keys.setdefault(target, {}).setdefault(key, set()).add(channel)
        if step.once is not None:
            keys.setdefault(step.once, {}).setdefault("once", set()).update(step.channels)
        for target, by_key in keys.items():
            labels = [_label(key, channels, step) for key, channels in by_key.items()]
            found.append(Edge(step.id, target, " ".join(labels)))
    return found


def _endings(script: Script, name: str) -> str:
    """The keys that end the conversation here, and how; written into the box instead of drawn."""
    ending = [edge for edge in edges(script) if edge.source == name and edge.target not in script.steps]
    return " · ".join(f"{edge.label} ⇥ {edge.target}" for edge in ending)


def _label(key: str, channels: set[str], step: Step) -> str:
    return key if channels == set(step.channels) else f"{key}({'/'.join(sorted(channels))})"


def _legend(say: Callable[[str], str]) -> list[str]:
    parts = [f'<text x="{_MARGIN}" y="36" font-size="15" fill="#0f172a">{escape(say(_EVERYWHERE))}</text>']
    for number, (block, name) in enumerate(_NAMES.items()):
        x = _MARGIN + number * 150
        parts.append(f'<rect x="{x}" y="54" width="18" height="18" fill="{_FILL[block]}" stroke="#475569"/>')
        parts.append(f'<text x="{x + 26}" y="68" font-size="13" fill="#0f172a">{escape(say(name))}</text>')
    return parts


def _box(step: Step, spot: Spot, endings: str, say: Callable[[str], str]) -> str:
    middle = spot.x + BOX_WIDTH / 2
    lines = ((step.id, 14, 21, "600"), (_short(say(step.title)), 11, 38, "400"), (endings, 9, 55, "400"))
    texts = "".join(
        f'<text x="{middle:.0f}" y="{spot.y + down:.0f}" font-size="{points}" font-weight="{weight}" '
        f'text-anchor="middle" fill="#0f172a">{escape(text)}</text>'
        for text, points, down, weight in lines
        if text
    )
    return (
        f'<g id="{escape(step.id)}"><rect x="{spot.x:.0f}" y="{spot.y:.0f}" width="{BOX_WIDTH}" '
        f'height="{BOX_HEIGHT}" rx="8" fill="{_FILL[step.block]}" stroke="#334155"/>{texts}</g>'
    )


def _short(title: str) -> str:
    return title if len(title) <= 30 else f"{title[:29]}…"


def _arrow(edge: Edge, spots: dict[str, Spot]) -> tuple[str, str]:
    """The line and its label; labels are drawn last, above the boxes."""
    source, target = spots[edge.source], spots[edge.target]
    if source == target:
        return "", ""
    x1, x2 = source.x + BOX_WIDTH * source.out(edge.target), target.x + BOX_WIDTH / 2
    y1, y2 = source.y + BOX_HEIGHT, target.y
    if target.y <= source.y:
        # Back up the page: around the side, so that it does not run through the rows between.
        side = max(source.x, target.x) + BOX_WIDTH + 34
        y1, y2 = source.y + BOX_HEIGHT / 2, target.y + BOX_HEIGHT / 2
        x1, x2 = source.x + BOX_WIDTH, target.x + BOX_WIDTH
        path, at = f"M{x1:.0f} {y1:.0f}C{side:.0f} {y1:.0f} {side:.0f} {y2:.0f} {x2:.0f} {y2:.0f}", (x1 + 6, y1 - 5)
    else:
        bend = max((y2 - y1) * 0.5, 30)
        path = f"M{x1:.0f} {y1:.0f}C{x1:.0f} {y1 + bend:.0f} {x2:.0f} {y2 - bend:.0f} {x2:.0f} {y2:.0f}"
        at = (x1 + 4, y1 + 14 + source.drop(edge.target))
    return (
        f'<path d="{path}" fill="none" stroke="#94a3b8" stroke-width="1.3" marker-end="url(#tip)"/>',
        f'<text x="{at[0]:.0f}" y="{at[1]:.0f}" font-size="11" fill="#0f172a" stroke="#ffffff" stroke-width="3" '
        f'paint-order="stroke">{escape(edge.label)}</text>',
    )
