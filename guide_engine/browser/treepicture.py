"""The tree of questions as a picture with a story's ways marked: the same on a page and in the browser."""

from __future__ import annotations

from guide_engine.decision.tree import question
from guide_engine.drawing.treemap import Exit, Stop, draw
from guide_engine.knowledge import table, words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any
    from xml.etree.ElementTree import Element

    from guide_engine.decision.paths import Path
    from guide_engine.drawing.wrap import Phrases


def order() -> list[str]:
    """Question ids from the start on, in the file's order."""
    tree = table("tree")
    return [tree["start"], *(node for node in tree["node"] if node != tree["start"])]


def picture(paths: list[Path], lang: str, *, key: str, phrases: Phrases) -> Element:
    """The whole tree as SVG. ``key`` makes its ids unique on a page; ``phrases`` cuts Japanese words."""
    said = words("pages", lang)
    labels, ids, nodes = said["tree"], order(), table("tree")["node"]
    stops = []
    for node in ids:
        exits = []
        for value, answer in nodes[node]["answers"].items():
            to = answer["to"]
            mark = next((p.status for p in paths if p.answers.get(node) == value), None)
            chip = said["verdict_short"].get(to, to)
            exits.append(Exit(_short(labels, lang, node, value), chip, ids.index(to) if to in ids else None, mark))
        mark = next((p.status for p in paths if node in p.answers), None)
        stops.append(Stop(labels["node"].get(node) or question(node, lang).text, tuple(exits), mark))
    return draw(stops, phrases=phrases, title=labels["title"], desc=labels["desc"], key=key)


def legend(paths: list[Path], lang: str) -> str:
    """What the picture's marks and lines mean."""
    labels = words("pages", lang)["tree"]
    return " / ".join(dict.fromkeys([str(labels["caption"]), *(str(labels[f"legend_{p.status}"]) for p in paths)]))


def _short(labels: dict[str, Any], lang: str, node: str, value: str) -> str:
    if value == "unknown":
        return str(labels["unknown"]["short"])
    short = labels["answer"].get(node, {}).get(value)
    return str(short) if short else next(a.text for a in question(node, lang).answers if a.value == value)
