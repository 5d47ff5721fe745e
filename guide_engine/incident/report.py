"""The Markdown of a mailbox or a message: a draft of the reader's own guide, annotated as ``story`` reads it.

Headings and sentences are ours; whatever comes out of a mail stands in code spans.
"""

from __future__ import annotations

from guide_engine.incident.safe import code, plain
from guide_engine.knowledge import words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from guide_engine.model import Diagnosis, Event, Incident

Rows = list[list[object]]
MOST = 30  # rows of one table; the rest is counted


class Said(str):
    """Words of ours in a table, not of a mail."""

    __slots__ = ()


def running(value: object) -> str:
    """The words that say whether it is still going on."""
    return "unknown_running" if value is None else "running" if value else "stopped"


def minute(date: str | None) -> str:
    return (date or "")[:16].replace("T", " ")


def aside(value: str, mark: dict[str, str]) -> str:
    """What stands in brackets after a word, in the language's own."""
    return f"{mark['open']}{value}{mark['close']}"


def tables(box: dict[str, Any], text: dict[str, dict[str, str]]) -> list[tuple[str, list[str], Rows]]:
    """The mailbox's lists as (name, names of the columns, rows), without those that are empty."""
    confidence = text["confidence"]
    found: list[tuple[str, list[str], Any]] = [
        (
            "alerts", ["date", "subject", "message"],
            [[minute(a["date"]), a["subject"], a["source"]] for a in box["alerts"]],
        ),
        ("patterns", ["sign"], [[Said(one["text"])] for one in box["patterns"]]),
        ("own_mail", ["message"], [[source] for source in box["own_mail"]]),
        (
            "logins", ["login", "count", "clients", "first", "last", "confidence"],
            [
                [w["login"], w["messages"], len(w["clients"]), *map(minute, (w["first"], w["last"])),
                 confidence[w["confidence"]]]
                for w in box["logins"]
            ],
        ),
        ("entries", ["ip", "host", "count"], [[e["ip"], e["host"], e["messages"]] for e in box["entries"]]),
        ("reporters", ["host", "relation", "count"], _reporters(box["reporters"], text)),
        ("samples", ["message"], [[source] for source in box["samples"]]),
    ]  # fmt: skip
    if len(box["logins"]) > 1:  # the pile of many owners: an administrator closes logins before anything else
        found.sort(key=lambda item: item[0] != "logins")
    more = text["report"]["more"]
    return [
        (
            name,
            head,
            rows[:MOST] + ([[more.format(n=len(rows) - MOST)] + [""] * (len(head) - 1)] if rows[MOST:] else []),
        )
        for name, head, rows in found
        if rows
    ]


def _reporters(reporters: list[dict[str, Any]], text: dict[str, dict[str, str]]) -> Rows:
    """One row a server: what kind of program reported is not shown, so it makes no row of its own."""
    sums: dict[tuple[str, str], int] = {}
    for one in reporters:
        name = (one["host"] or text["report"]["unnamed"], text["relation"][one["relation"]])
        sums[name] = sums.get(name, 0) + one["messages"]
    return [[*name, n] for name, n in sorted(sums.items(), key=lambda item: -item[1])]


def mailbox(incident: Incident, lang: str) -> str:
    """A draft of the guide to one's own incident; ``incident.story.read`` reads it back."""
    text, box = words("report", lang), incident.mailbox or {}
    says, mark = text["report"], text["mark"]
    counts: Any = box["counts"]
    lines = ["---", f"id: {incident.id}", f'title: "{incident.title}"', f"lang: {lang}", "---", ""]
    lines += [f"# {incident.title}", "", says["intro"], "", f"## {says['summary']}", ""]
    lines += [f"- {says[name]}{mark['colon']}{counts[name]:,}" for name in ("messages", "originals", "recipients")]
    for name, group in (("verdicts", "verdict"), ("kinds", "kind"), ("origins", "origin")):
        if counts[group]:
            lines += ["", f"### {says[name]}", ""]
            lines += [f"- {text[group][key]}{mark['colon']}{n:,}" for key, n in counts[group].items()]
    lines += ["", f"### {says['period']}", ""]
    if box["first"]:
        lines += [f"{minute(str(box['first']))}{mark['until']}{minute(str(box['last']))}", ""]
    lines += [says[running(box["still_running"])], ""]
    if incident.events:
        lines += [f"## {says['timeline']}", ""]
    for event in incident.events:
        lines += _event(event)
    if incident.causes:
        lines += [f"## {says['causes']}", ""]
    for cause in incident.causes:
        lines += [f"### {cause.title} {{ .cause cause={cause.cause} status={cause.status} }}", ""]
        lines += [f"{cause.title}", "", *_quoted(cause.quote)]
    if incident.actions:
        lines += [f"## {says['actions']}", ""]
    for action in incident.actions:
        urgency = text["urgency"][action.urgency or "watch"]
        lines += [f"### {action.title} {{ .action action={action.action} status=advised }}", ""]
        lines += [f"{urgency}{mark['colon']}{action.why}", ""]
    for name, head, rows in tables(box, text):
        lines += [f"## {says[name]}", ""]
        if hint := says.get(f"{name}_hint"):
            lines += [hint, ""]
        lines += [*_table(rows, [text["column"][title] for title in head]), ""]
    lines += _filters(box, says)
    questions: Any = box["questions"]
    warnings: Any = box["warnings"]
    lines += _list(says["questions"], [q["text"] for q in questions])
    lines += _list(says["warnings"], [code(w) for w in warnings])
    return "\n".join(lines).rstrip("\n") + "\n"


def _event(event: Event) -> list[str]:
    spec = [f"type={event.type}"]
    if event.day is not None:
        spec.append(f"day={event.day}")
    if isinstance(event.when, str):
        spec.append(f"when={event.when}")
    elif isinstance(event.when, dict):
        spec += [f"{key}={value}" for key, value in event.when.items() if key != "day"]
    if event.count is not None:
        spec.append(f'count="{event.count.value} {event.count.unit}"')
    return [f"### {event.title} {{ .event {' '.join(spec)} }}", "", f"{event.title}", "", *_quoted(event.quote)]


def _quoted(quote: str) -> list[str]:
    line = code(quote)
    return [line, ""] if line else []


def _table(rows: Rows, head: Iterable[str]) -> list[str]:
    titles = list(head)
    lines = ["| " + " | ".join(titles) + " |", "|" + " --- |" * len(titles)]
    for row in rows:
        lines.append("| " + " | ".join(map(_cell, row)) + " |")
    return lines


def _cell(value: object) -> str:
    if isinstance(value, Said):
        return value
    return f"{value:,}" if isinstance(value, int) else code(str(value or ""), 120) or " "


def _list(title: str, items: list[str]) -> list[str]:
    return [f"## {title}", "", *(f"- {item}" for item in items), ""] if items else []


def _filters(box: dict[str, Any], says: dict[str, str]) -> list[str]:
    filters = box.get("filters")
    if not filters or not any(filters.values()):
        return []
    lines = [f"## {says['filters']}", "", says["filters_hint"], ""]
    for name, title in (("sieve", "Sieve"), ("gmail", "Gmail"), ("outlook", "Outlook")):
        if filters[name]:
            lines += [f"### {title}", "", says["checked_sieve" if name == "sieve" else "checked_words"], ""]
            lines += ["```text", *filters[name].rstrip("\n").split("\n"), "```", ""]
    return lines


def message(diagnosis: Diagnosis, lang: str) -> str:
    """One message's diagnosis as Markdown, to be handed over."""
    text, d = words("report", lang), diagnosis
    says, column, mark = text["report"], text["column"], text["mark"]
    colon = mark["colon"]
    reasons, known = words("reasons", lang), words("evidence", lang)
    lines = [f"# {text['verdict'][d.verdict]}{aside(text['confidence'][d.confidence], mark)}", ""]
    lines += [f"- {column['message']}{colon}{code(d.source)}"] if d.source else []
    lines += [
        f"- {says['kinds']}{colon}{text['kind'][d.kind]}",
        f"- {says['origins']}{colon}{text['origin'][d.origin]}",
    ]
    if d.reporter.host:
        whose = aside(text["relation"][d.reporter.relation], mark)
        lines.append(f"- {says['reporters']}{colon}{code(d.reporter.host)}{whose}")
    lines.append("")
    if d.recipients:
        rows: Rows = [
            [
                r.address,
                " ".join(filter(None, (r.reply_code, r.status))),
                reasons.get(r.reason, {}).get("title", r.reason),
            ]
            for r in d.recipients
        ]
        lines += [*_table(rows, (column["recipient"], "SMTP", column["reason"])), ""]
    if d.evidence:
        lines += [f"## {says['evidence']}", ""]
        lines += [f"- {plain(known.get(e.id, {}).get('title', e.id))}{colon}{code(e.quote)}" for e in d.evidence]
        lines.append("")
    if d.actions:
        lines += [f"## {says['actions']}", ""]
        lines += [f"1. {text['urgency'][a.urgency or 'watch']}{colon}{a.title}" for a in d.actions]
        lines.append("")
    lines += _list(says["questions"], [q.text for q in d.questions])
    lines += _list(says["warnings"], [code(w) for w in d.warnings])
    return "\n".join(lines).rstrip("\n") + "\n"
