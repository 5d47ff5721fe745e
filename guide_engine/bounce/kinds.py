"""What kind of message this is: a report of a mail server, something that only looks like one, or none."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from ..knowledge import table

if TYPE_CHECKING:
    from ..model import Recipient
    from .families import Row, View
    from .reader import Layers

_CODED = re.compile(
    r"(?<![\d.@/:\[-])[45][0-5]\d[- ](?:#?[45]\.\d\.\d|[<a-z\"'(])|(?<![\d.])[45]\.\d\.\d{1,3}(?!\.?\d)"
)
_URL = re.compile(r"https?://([a-z0-9.-]{1,253})", re.I)


@cache
def _marks() -> dict[str, dict[str, tuple[str, ...]]]:
    return {name: {key: tuple(words) for key, words in part.items()} for name, part in table("marks").items()}


def _any(words: tuple[str, ...], text: str) -> bool:
    return any(w in text for w in words)


def _first(words: tuple[str, ...], text: str) -> str | None:
    return next((w for w in words if w in text), None)


def kind(layers: Layers, view: View, row: Row | None, named: list[Recipient]) -> tuple[str, tuple[str, ...], list[str]]:
    """(kind, ids of the marks that made it so, warnings)."""
    marks = _marks()
    types = {p.type for p in layers.leaves}
    if "report/feedback-report" in layers.containers or "message/feedback-report" in types:
        return "feedback", ("feedback-report",), []
    if "report/disposition-notification" in layers.containers or "message/disposition-notification" in types:
        return "other", ("read-receipt",), []
    warnings = ["translated"] if _any(marks["translated"]["text"], view.text) else []
    if any(r.action or r.status for r in named) and layers.groups:
        return _outcome(layers, view, named), ("delivery-status",), warnings
    daemon = is_daemon(view)
    said = _any(marks["failure"]["text"], view.text)
    delay = _any(marks["delay"]["text"], view.text)
    titled = _any(marks["subject"]["failure"], view.subject) or _any(marks["subject"]["delay"], view.subject)
    coded = bool(_CODED.search(view.text))
    if _threat(view.text):
        return "threat", ("extortion",), warnings
    auto = _autoreply(view)
    if auto and not (daemon and (coded or said)) and not (row and said):
        return "autoreply", (auto,), warnings
    bait = _bait(layers, view)
    evidence = (
        (2 * daemon) + titled + (said or delay) + coded + 2 * bool(row) + bool(named) + (layers.returned is not None)
    )
    if len(bait) >= 2 and (daemon or titled or said) and layers.returned is None and not coded:
        return "fake", tuple(bait), warnings
    if (
        (said or delay or coded or titled)
        and evidence >= 4
        or (daemon and row)
        or (not layers.outer and (said or delay) and (row or (named and coded)))
    ):
        return _outcome(layers, view, named), (), warnings
    return "other", (), warnings


def is_daemon(view: View) -> bool:
    marks = _marks()["daemon"]
    sender = view.sender
    local = sender.rpartition("<")[2].partition("@")[0]
    return (
        _any(marks["local"], local)
        or _any(marks["name"], sender.partition("<")[0])
        or "mailer-daemon" in view.headers.get("return-path", "")
    )


def _outcome(layers: Layers, view: View, named: list[Recipient]) -> str:
    marks = _marks()
    actions = {r.action for r in named if r.action}
    if "failed" in actions:
        return "failure"
    if "delayed" in actions:
        return "delay"
    if actions & {"delivered", "relayed", "expanded"}:
        return "success"
    trying = _any(marks["delay"]["text"], view.text) or _any(marks["subject"]["delay"], view.subject)
    if trying and not _any(marks["failure"]["final"], view.text):
        return "delay"
    if named and all((r.status or "5").startswith("2") for r in named):
        return "success"
    return "failure"


def _autoreply(view: View) -> str | None:
    marks = _marks()["autoreply"]
    for field in marks["header"]:
        name, _, piece = field.partition("=")
        value = view.headers.get(name)
        if value is not None and piece in value:
            return name
    if "auto-replied" in view.headers.get("auto-submitted", ""):
        return "auto-replied" if _any(marks["subject"], view.subject) or _any(marks["text"], view.text) else None
    if _any(marks["subject"], view.subject) and _any(marks["text"], view.text):
        return "vacation"
    return "challenge" if _first(marks["challenge"], view.text) and "confirm" in view.text else None


def _threat(text: str) -> bool:
    marks = _marks()["threat"]
    return (
        _any(marks["money"], text)
        and _any(marks["demand"], text)
        and sum(w in text for w in marks["hold"]) >= 2
        and _any(marks["pressure"], text)
    )


def _bait(layers: Layers, view: View) -> list[str]:
    marks = _marks()["bait"]
    out = []
    hosts = {h.lower().rstrip(".") for h in _URL.findall(layers.html + layers.text[:20_000])}
    foreign = {h for h in hosts if not any(h == d or h.endswith("." + d) for d in marks["help"])}
    if foreign and _any(marks["call"], view.text):
        out.append("bait-link")
    if any(
        _any(marks["attachment"], (p.disposition + " " + p.content_type).lower())
        for p in layers.leaves
        if "name" in (p.disposition + p.content_type).lower()
    ):
        out.append("bait-attachment")
    if _any(marks["pending"], view.text):
        out.append("bait-pending")
    if _any(marks["deadline"], view.text):
        out.append("bait-deadline")
    return out
