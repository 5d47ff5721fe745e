"""Small builders for elements. Elements, not strings: links then pass through MkDocs, which checks them."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable

Child = ET.Element | str | None | Iterable["Child"]


def h(tag: str, *children: Child, **attributes: str | int | float | bool | None) -> ET.Element:
    """An element. None and False attributes are left out, True is an empty one.

    ``class_`` is ``class``, other underscores are hyphens.
    """
    element = ET.Element(tag)
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        name = key.rstrip("_").replace("_", "-")
        element.set(name, "" if value is True else f"{value:g}" if isinstance(value, float) else str(value))
    append(element, children)
    return element


def append(element: ET.Element, children: Child) -> None:
    """Add children in order; strings become literal text at their place."""
    if children is None:
        return
    if isinstance(children, ET.Element):
        element.append(children)
    elif isinstance(children, str):
        if len(element):
            element[-1].tail = (element[-1].tail or "") + children
        else:
            element.text = (element.text or "") + children
    else:
        for child in children:
            append(element, child)


def fragment(*children: Child, class_: str) -> ET.Element:
    """A plain div around children."""
    return h("div", *children, class_=class_)
