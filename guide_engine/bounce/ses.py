"""Amazon SES notifications: JSON in a text part, given as the fields of a report so that one reader serves both."""

from __future__ import annotations

from typing import Any

from guide_engine.model import Field

_ACTIONS = {
    "bounce": "failed",
    "delivery": "delivered",
    "deliverydelay": "delayed",
    "complaint": "complaint",
    "reject": "failed",
}


def groups(text: str) -> tuple[list[list[Field]], list[Field], bool]:
    """(report groups, header of the mail spoken of, whether a complaint); empty where ``text`` is no such JSON."""
    start = text.find("{")
    if start < 0 or not ('notificationType"' in text or 'eventType"' in text or "notificationType\\" in text):
        return [], [], False
    value = _load(text[start:])
    if isinstance(value.get("Message"), str):  # as SNS wraps it
        value = _load(value["Message"])
    kind = str(value.get("notificationType") or value.get("eventType") or "").lower().replace(" ", "")
    action = _ACTIONS.get(kind)
    if not action:
        return [], [], False
    detail = _dict(value.get(kind) or value.get("deliveryDelay"))
    out = [[Field("Reporting-MTA", str(detail.get("reportingMTA") or "dns; amazonses.com"))]]
    people = (
        detail.get("bouncedRecipients")
        or detail.get("delayedRecipients")
        or detail.get("complainedRecipients")
        or detail.get("recipients")
    )
    for person in people if isinstance(people, list) else []:
        known = person if isinstance(person, dict) else {"emailAddress": person}
        diagnostic = known.get("diagnosticCode") or detail.get("smtpResponse") or ""
        status = known.get("status") or ("2.0.0" if action == "delivered" else "")
        fields = (
            ("Final-Recipient", f"rfc822; {known.get('emailAddress')}"), ("Action", known.get("action") or action),
            ("Status", status), ("Diagnostic-Code", diagnostic),
        )  # fmt: skip
        out.append([Field(name, str(said)) for name, said in fields if said])
    mail = _dict(value.get("mail"))
    headers = mail.get("headers")
    returned = (
        [Field(str(h.get("name")), str(h.get("value"))) for h in headers if isinstance(h, dict)]
        if isinstance(headers, list)
        else []
    )
    if not returned:
        common = _dict(mail.get("commonHeaders"))
        returned = [
            Field(name.title(), ", ".join(map(str, said)) if isinstance(said, list) else str(said))
            for name, said in common.items()
        ]
    return out, returned, action == "complaint"


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _load(text: str) -> dict[str, Any]:
    import json  # only these notifications need it

    try:
        return _dict(json.JSONDecoder(strict=False).raw_decode(text.replace("\n", ""))[0])
    except (ValueError, RecursionError):
        return {}
