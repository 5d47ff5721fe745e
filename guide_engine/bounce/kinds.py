"""What kind of message this is: a report of a mail server, something that only looks like one, or none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .bait import bait_in
from .families import any_in, header_marks, is_daemon, marks

if TYPE_CHECKING:
    from guide_engine.model import Recipient

    from .families import Row, View
    from .reader import Layers

_CODED = re.compile(
    r"[45](?:(?<![\d.@/:\[-].)[0-5]\d[- ](?:#?[45]\.\d\.\d|[<A-Za-z\"'(])|(?<![\d.].)\.\d\.\d{1,3}(?!\.?\d))"
)
_CODE_LEADS = re.compile(
    r"^\W{0,4}[45][0-5]\d[ -]", re.M
)  # a server's answer on its own line, not one that a person quotes
_CONVERSATION = frozenset(("in-reply-to", "list-id", "list-post", "list-unsubscribe"))
_REPORTS = frozenset(("report/delivery-status",))
Verdict = tuple[str, tuple[str, ...], list[str]]


def kind(
    layers: Layers, view: View, found: tuple[Row, bool] | None, reported: list[Recipient], told: list[Recipient]
) -> Verdict:
    """(kind, ids of the marks that made it so, warnings)."""
    known = marks()
    structure = _structure(layers, view)
    if structure:
        return structure
    text = view.text
    warnings = ["translated"] if any_in(known["translated"]["text"], text, view.words) else []
    standard = bool(reported) and any(r.action or r.status or r.address for r in reported)
    bait = bait_in(layers, view, standard, standard or (bool(told) and bool(_CODED.search(text))))
    if standard and not bait:
        return _outcome(view, reported), ("delivery-status",), warnings
    daemon = bool(view.sender) and is_daemon(view.sender) and not _bulk(view)
    spoken = bool(found and found[1])
    if daemon and spoken and not bait:  # a mail system speaks, in words known to be a mail system's
        return _outcome(view, told), ("notice",), warnings
    titled = any_in(known["subject"]["failure"], view.subject) or any_in(known["subject"]["delay"], view.subject)
    coded = bool(_CODED.search(text))
    failing = any_in(known["failure"]["text"], text, view.words)
    pending = "bait-pending" in bait
    if bait and (
        daemon
        or standard
        or ((failing or pending or coded) and (titled or any_in(known["bait"]["pending"], view.subject)))
        or (failing and pending)
        or (not layers.outer and (spoken or failing or pending))
    ):
        return "fake", bait, warnings
    envelope = view.headers.get("return-path", "").strip().lower()
    null = envelope == "<>" or "mailer-daemon" in envelope
    said = failing or any_in(known["delay"]["text"], text, view.words)
    if not (daemon and spoken) and _threat(view):
        return "threat", ("extortion",), warnings
    if spoken and found and found[0].keeps_list and "in-reply-to" not in view.headers and _keeps_lists(view):
        return "failure", ("notice",), warnings
    auto = _autoreply(view)
    if (
        auto
        and not (daemon and (coded or said or titled))
        and not (spoken and (coded or said))
        and not (auto == "auto-replied" and failing and (titled or told))
    ):
        return "autoreply", (auto,), warnings
    back = layers.returned is not None
    headed = titled and not view.subject.startswith(("re:", "fw:", "fwd:", "["))  # not a talk about one
    if not layers.outer:
        real = spoken or (said and (bool(told) or _CODE_LEADS.search(layers.text[:20_000]) is not None))
    elif not (daemon or null or headed) and _CONVERSATION & view.headers.keys() and not layers.containers & _REPORTS:
        real = False  # people talk of bounces and quote them
    else:
        real = (
            (spoken and (said or coded or daemon or back))
            or (daemon and (said or coded) and (titled or null or coded or bool(found) or bool(told) or back))
            or (daemon and titled and (bool(told) or bool(found)))
            or (
                titled
                and said
                and (null or (bool(told) and back) or (coded and headed and not _CONVERSATION & view.headers.keys()))
            )
            or (bool(layers.containers & _REPORTS) and (said or titled or bool(told)))
            or (null and coded and said)
        )
    return (_outcome(view, told), ("notice",), warnings) if real else ("other", (), warnings)


def _structure(layers: Layers, view: View) -> Verdict | None:
    """Kinds that their form alone declares."""
    if "returned-alone" in layers.warnings:
        return "failure", ("returned-alone",), []
    types = {p.type for p in layers.leaves}
    if (
        "report/feedback-report" in layers.containers
        or "message/feedback-report" in types
        or any(len(f.name) == 24 and f.name.lower() == "x-hmxmroriginalrecipient" for f in layers.returned or ())
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
    trying = any_in(known["delay"]["text"], view.text, view.words) or any_in(known["subject"]["delay"], view.subject)
    if trying and not any_in(known["failure"]["final"], view.text, view.words):
        return "delay"
    coded = _CODED.search(view.text)
    if not coded and (
        any_in(known["subject"]["success"], view.subject) or any_in(known["success"]["text"], view.text, view.words)
    ):
        return "failure" if any_in(known["failure"]["final"], view.text, view.words) else "success"
    return "failure"


def _autoreply(view: View) -> str | None:
    known = marks()["autoreply"]
    for field in header_marks():
        name, _, piece = field.partition("=")
        value = view.headers.get(name)
        if value is not None and piece in value.lower():
            return name
    titled = any_in(known["subject"], view.subject)
    if "auto-replied" in view.headers.get("auto-submitted", "").lower():
        return "auto-replied"
    worded = any_in(known["text"], view.text, view.words)
    if titled and (
        worded
        or "in-reply-to" in view.headers
        or "x-auto-response-suppress" in view.headers
        or view.headers.get("return-path", "").strip() == "<>"
    ):
        return "vacation"
    if worded:
        return None
    guarded = any_in(known["guarded"], view.text, view.words) or (
        ("confirm" in view.text or "verif" in view.text) and any_in(known["challenge"], view.text, view.words)
    )
    return "challenge" if guarded else None


def _keeps_lists(view: View) -> bool:
    """Whether the program that keeps a mailing list speaks, not one of its members."""
    local = view.sender.rpartition("<")[2].partition("@")[0]
    return any_in(marks()["daemon"]["list"], local)


def _bulk(view: View) -> bool:
    """Whether it came by a list that one may leave (RFC 2369), and only the sender's name sounds like a mail system."""
    local = view.sender.rpartition("<")[2].partition("@")[0]
    return "list-unsubscribe" in view.headers and not any_in(marks()["daemon"]["local"], local)


def _threat(view: View) -> bool:
    known, text = marks()["threat"], view.text
    return (
        any_in(known["money"], text, view.words)
        and any_in(known["demand"], text, view.words)
        and len(known["hold"].hits(text, view.words)) >= 2
        and any_in(known["pressure"], text, view.words)
    )
