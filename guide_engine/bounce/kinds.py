"""What kind of message this is: a report of a mail server, something that only looks like one, or none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .addresses import addresses
from .families import any_in, is_daemon, marks

if TYPE_CHECKING:
    from ..model import Recipient
    from .families import Row, View
    from .reader import Layers

_CODED = re.compile(r"(?<![\d.@/:\[-])[45][0-5]\d[- ](?:#?[45]\.\d\.\d|[<a-z\"'(])|(?<![\d.])[45]\.\d\.\d{1,3}(?!\.?\d)")
_URL = re.compile(r"https?://([a-z0-9.-]{1,253})", re.I)
Verdict = tuple[str, tuple[str, ...], list[str]]


def kind(layers: Layers, view: View, found: tuple[Row, bool] | None, reported: list[Recipient], told: list[Recipient]) -> Verdict:
    """(kind, ids of the marks that made it so, warnings)."""
    known = marks()
    structure = _structure(layers, view)
    if structure:
        return structure
    text = view.text
    warnings = ["translated"] if any_in(known["translated"]["text"], text) else []
    if reported and any(r.action or r.status or r.address for r in reported):
        return _outcome(view, reported), ("delivery-status",), warnings
    daemon = bool(view.sender) and is_daemon(view.sender)
    null = view.headers.get("return-path", "").strip() in ("<>", "<mailer-daemon>", "mailer-daemon") or "mailer-daemon" in view.headers.get("return-path", "")
    trying = any_in(known["delay"]["text"], text)
    failing = any_in(known["failure"]["text"], text)
    titled = any_in(known["subject"]["failure"], view.subject) or any_in(known["subject"]["delay"], view.subject)
    coded = bool(_CODED.search(text))
    spoken = bool(found and found[1])
    if _threat(text) and not (daemon and spoken):
        return "threat", ("extortion",), warnings
    auto = _autoreply(view)
    if auto and not (daemon and (coded or spoken)) and not (spoken and coded):
        return "autoreply", (auto,), warnings
    own = {a.address.lower() for name in ("to", "delivered-to", "x-original-to") for a in addresses(view.headers.get(name, ""), 0)}
    foreign = any(r.address and r.address.lower() not in own for r in told)
    traced = bool(layers.returned and any(f.name.lower() == "received" for f in layers.returned))
    bait = _bait(layers, view)
    if daemon or titled or failing:
        against = 2 * spoken + 2 * coded + foreign + 3 * traced
        if sum(bait.values()) >= 3 and sum(bait.values()) > against:
            return "fake", tuple(bait), warnings
    said = failing or trying
    if not layers.outer:
        real = (spoken and (said or coded)) or (said and coded and bool(told)) or (bool(found) and said and coded)
    else:
        real = (
            (spoken and (said or coded or daemon))
            or (daemon and (said or coded) and (titled or null or coded or bool(found) or bool(told) or layers.returned is not None))
            or (titled and said and (coded or (bool(told) and (null or layers.returned is not None))))
            or (null and coded and said)
        )
    if real:
        return _outcome(view, told), ("notice",), warnings
    return "other", (), warnings


def _structure(layers: Layers, view: View) -> Verdict | None:
    """Kinds that their form alone declares."""
    types = {p.type for p in layers.leaves}
    returned = {f.name.lower() for f in layers.returned or ()}
    if (
        "report/feedback-report" in layers.containers
        or "message/feedback-report" in types
        or "x-hmxmroriginalrecipient" in returned
        or "x-apple-unsubscribe" in view.headers
    ):
        return "feedback", ("feedback-report",), []
    if "report/disposition-notification" in layers.containers or "message/disposition-notification" in types:
        return "other", ("read-receipt",), []
    if view.subject.startswith("report domain:") or ("submitter:" in view.subject and "report-id" in view.subject):
        return "other", ("dmarc-report",), []
    return None


def _outcome(view: View, recipients: list[Recipient]) -> str:
    known = marks()
    actions = {r.action for r in recipients if r.action}
    if "failed" in actions:
        return "failure"
    if "delayed" in actions:
        return "delay"
    if actions & {"delivered", "relayed", "expanded"}:
        return "success"
    trying = any_in(known["delay"]["text"], view.text) or any_in(known["subject"]["delay"], view.subject)
    if trying and not any_in(known["failure"]["final"], view.text):
        return "delay"
    coded = _CODED.search(view.text)
    if not coded and (any_in(known["subject"]["success"], view.subject) or any_in(known["success"]["text"], view.text)):
        return "failure" if any_in(known["failure"]["final"], view.text) else "success"
    return "failure"


def _autoreply(view: View) -> str | None:
    known = marks()["autoreply"]
    for field in known["header"]:
        name, _, piece = field.partition("=")
        value = view.headers.get(name)
        if value is not None and piece in value:
            return name
    titled = any_in(known["subject"], view.subject)
    if "auto-replied" in view.headers.get("auto-submitted", ""):
        return "auto-replied"
    worded = any_in(known["text"], view.text)
    if titled and (worded or "in-reply-to" in view.headers or "x-auto-response-suppress" in view.headers or view.headers.get("return-path", "").strip() == "<>"):
        return "vacation"
    return "challenge" if any_in(known["challenge"], view.text) and ("confirm" in view.text or "verif" in view.text) and not worded else None


def _threat(text: str) -> bool:
    known = marks()["threat"]
    return (
        any_in(known["money"], text)
        and any_in(known["demand"], text)
        and sum(word in text for word in known["hold"]) >= 2
        and any_in(known["pressure"], text)
    )


def _bait(layers: Layers, view: View) -> dict[str, int]:
    """Features of bait in the notice's own layer, with their weight: links and attachments that ask for a click, a threat of loss."""
    known = marks()["bait"]
    out: dict[str, int] = {}
    if "http" in layers.html.lower() or "http" in view.text:
        hosts = {h.lower().rstrip(".") for h in _URL.findall(layers.html + layers.text[:20_000])}
        strange = any(not any(h == d or h.endswith("." + d) for d in known["help"]) for h in hosts)
        if strange and any_in(known["call"], view.text):
            out["bait-link"] = 2
    for part in layers.leaves:
        named = (part.disposition + " " + part.content_type).lower()
        if "name" in named and not part.type.startswith("message/") and any_in(known["attachment"], named):
            out["bait-attachment"] = 2
    if any_in(known["pending"], view.text):
        out["bait-pending"] = 1
    if any_in(known["deadline"], view.text):
        out["bait-deadline"] = 1
    return out if any(weight > 1 for weight in out.values()) else {}
