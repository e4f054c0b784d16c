"""The drawing is well-formed SVG and holds every step, every arrow and its keys."""

from __future__ import annotations

from xml.etree import ElementTree

from intake.conversation.graph import edges, svg
from tests.unit.conversation.kit import SCRIPT


def test_every_step_and_label_is_drawn_once() -> None:
    root = ElementTree.fromstring(svg(SCRIPT))
    boxes = [group.get("id") for group in root.iter("{http://www.w3.org/2000/svg}g") if group.get("id")]
    assert sorted(filter(None, boxes)) == sorted(SCRIPT.steps)
    texts = {text.text for text in root.iter("{http://www.w3.org/2000/svg}text")}
    drawn = [edge for edge in edges(SCRIPT) if edge.target in SCRIPT.steps]
    assert {edge.label for edge in drawn} <= texts


def test_boxes_do_not_cover_each_other() -> None:
    root = ElementTree.fromstring(svg(SCRIPT))
    corners = [(g[0].get("x"), g[0].get("y")) for g in root.iter("{http://www.w3.org/2000/svg}g") if g.get("id")]
    assert len(set(corners)) == len(corners)


def test_a_key_of_one_channel_is_marked() -> None:
    labels = {(edge.source, edge.target): edge.label for edge in edges(SCRIPT)}
    assert labels["N50_MODE", "T10_TALKNOW"] == "1(voice)"
