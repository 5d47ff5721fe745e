"""Blocks that show the engine's own data, so that no fact stands on a page and in a table too."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from guide_engine.drawing.html import Child, h
from guide_engine.knowledge import foreign, table, words
from guide_engine.model import URGENCIES, VERDICTS, Action
from guide_engine.pages.context import Context

from .base import BlockError, Options, link, source_link

# own servers and mail companies have a checklist page of their own: act/ID.md
PROVIDER_PAGE = "act/{}.md"
VERDICT_PAGE = "causes/{}.md"


def actions(context: Context, options: Options) -> ET.Element:
    """The checklist of a verdict, for one provider's customers or for all: urgency, step, reason, source."""
    from guide_engine.decision.actions import actions_for

    verdict, provider = options.get("verdict"), options.get("provider")
    if verdict is not None and verdict not in VERDICTS:
        raise BlockError(f"verdict: one of {', '.join(VERDICTS)}, not {verdict!r}")
    if provider is not None and provider not in table("providers"):
        raise BlockError(f"provider: one of {', '.join(table('providers'))}, not {provider!r}")
    if verdict is None and provider is None:
        raise BlockError("needs verdict: or provider: (or both)")
    steps = actions_for(verdict or "account-hijacked", provider=provider, lang=context.lang)
    return checklist(context, steps, context.key("act"))


def checklist(context: Context, steps: tuple[Action, ...], key: str) -> ET.Element:
    """Steps in order, grouped by urgency in word and colour; each with a box to tick on paper or on the page."""
    labels = context.labels["urgency"]
    groups = []
    for urgency, members in groupby(sorted(steps, key=_urgency), key=lambda step: step.urgency):
        items = [_step(context, step, f"{key}-{step.id}") for step in members]
        title = h("p", str(labels[urgency or "watch"]), class_="guide-urgency__title")
        groups.append(h("div", title, h("ol", items), class_=f"guide-urgency guide-urgency--{urgency}"))
    words = context.labels["actions"]
    said = {f"data_{name}": words[name] for name in ("remember", "forget", "print")}
    return h("div", groups, class_="guide-actions", **said)


def _urgency(step: Action) -> int:
    return URGENCIES.index(step.urgency or "watch")


def _step(context: Context, step: Action, ident: str) -> ET.Element:
    """A step with its reason; said before on this page, the reason is folded: a page of many lists stays short."""
    labels = context.labels["actions"]
    box = h("input", type="checkbox", id=ident, value=step.id, class_="bc-tick")
    title = h("label", box, " ", h("strong", step.title or ""), for_=ident)
    source = _cited(context, [step.source]) if step.source else None
    why = h("p", step.why or "", " ", source)
    if context.told(f"{step.id}"):
        why = h("details", h("summary", str(labels["why"])), why, class_="guide-reason")
    return h("li", title, why, data_action=step.id)


def _cited(context: Context, sources: Iterable[str]) -> ET.Element | None:
    """Sources in small print: the word for it, then their numbers as links."""
    links: list[Child] = []
    for source in sources:
        links += [str(context.labels["list"]) if links else None, source_link(context, source)]
    return h("small", f"{context.labels['actions']['source']}\u00a0", links, class_="guide-cited") if links else None


def providers(context: Context, options: Options) -> ET.Element:
    """Mail services: name, what was read about each, its checklist page, its sources. ``provider``: that one alone."""
    names, labels = words("providers", context.lang), context.labels["providers"]
    groups: list[Child] = []
    rows = table("providers")
    if key := options.get("provider"):
        if key not in rows:
            raise BlockError(f"provider: one of {', '.join(rows)}, not {key!r}")
        about = [_note(context, rows[key], names[key]), " "]
        return h("p", about, _cited(context, rows[key].get("sources", ())), id=f"provider-{key}")
    for kind, title in labels["kind"].items():
        items = [_provider(context, key, row, names[key]) for key, row in rows.items() if row["kind"] == kind]
        if items:
            groups += [h("h2", str(title), id=f"kind-{kind}"), h("ul", items, class_="guide-providers")]
    return h("div", groups)


def _provider(context: Context, key: str, row: dict[str, Any], said: dict[str, str]) -> ET.Element:
    """One service in the list: the way to its page, and a line about it. The sources stand on its page."""
    name = h("strong", link(context, PROVIDER_PAGE.format(key), said["name"]))
    return h("li", name, h("p", _note(context, row, said)), id=f"provider-{key}")


def _note(context: Context, row: dict[str, Any], said: dict[str, str]) -> str:
    """What was read about one service, and whether its steps are the generic ones."""
    generic = "" if row.get("levers") else str(context.labels["providers"]["generic"])
    return str(context.labels["sentence"]).join(filter(None, (said.get("note", ""), generic)))


def sources(context: Context, options: Options) -> ET.Element:
    """Everything that the advice rests on: number, title, what it says, and when a copy was last read."""
    said, labels = words("sources", context.lang), context.labels["sources"]
    items = []
    for key, row in table("sources").items():
        strange = foreign(row["title"], context.lang) and row.get("mark") != "J"
        tongue = ("en" if context.lang == "ja" else "ja") if strange else None
        where = {"href": row["url"], "rel": "noreferrer"} if row.get("url") else {}
        title = h("a" if where else "span", row["title"], lang=tongue, **where)
        read = (
            str(labels["read"]).format(month=row["read"])
            if row.get("read")
            else str(labels[f"mark_{row.get('mark', 'K')}"])
        )
        items.append(h("dt", key, id=key.lower()))
        notes = str(context.labels["list"]).join([str(labels["foreign"]), read] if strange else [read])
        items.append(h("dd", title, " ", row.get("where", ""), " ", said[key]["note"], " ", h("small", notes)))
    return h("dl", items, class_="guide-sources")


def verdicts(context: Context, options: Options) -> ET.Element:
    """Every outcome of the tree: its name, what happened, what settles it, its page."""
    said = words("causes", context.lang)
    items = []
    for key in table("causes"):
        row = said[key]
        title = link(context, VERDICT_PAGE.format(key), row["title"])
        items.append(h("li", h("strong", title), h("p", row["meaning"]), id=f"verdict-{key}"))
    return h("ul", items, class_="guide-verdicts")


def glossary(context: Context, options: Options) -> ET.Element:
    """The words the guide uses, each with its meaning; the word leads to the page that says more."""
    said = words("glossary", context.lang)
    items: list[Child] = []
    for key, row in table("glossary").items():
        term = link(context, row["page"], said[key]["term"]) if row.get("page") else said[key]["term"]
        items += [h("dt", term, id=f"term-{key}"), h("dd", said[key]["meaning"])]
    return h("dl", items)


def reasons(context: Context, options: Options) -> ET.Element:
    """Every reason: its name in words and in Sisimai's vocabulary, what happened, whose matter it is, what next."""
    said, labels = words("reasons", context.lang), context.labels["reasons"]
    parts: list[Child] = []
    for key, row in table("reasons").items():
        names = [key, *row.get("aliases", ())]
        parts += [
            h("h3", said[key]["title"], " ", h("code", key), id=f"reason-{key}"),
            h("p", said[key]["meaning"], str(context.labels["sentence"]), said[key]["fault"]),
            h("p", h("strong", str(labels["next"])), said[key]["next"]),
            h("p", h("small", str(labels["names"]), ", ".join(names))) if len(names) > 1 else None,
        ]
    return h("div", parts, class_="guide-reasons")


def statuses(context: Context, options: Options) -> ET.Element:
    """Every code, by what its middle number is about, with its meaning and the reason that it stands for."""
    said, titles, labels = words("statuses", context.lang), words("reasons", context.lang), context.labels["statuses"]
    rows = table("statuses")
    parts: list[Child] = []
    for subject, title in labels["subject"].items():
        members = [key for key in rows if _subject(key) == subject]
        if not members:
            continue
        parts.append(h("h3", str(title), id=f"subject-{subject}"))
        for key in members:
            name = f"4{key[1:]} / 5{key[1:]}" if key.startswith("x.") else key
            reason = rows[key].get("reason")
            why = (
                link(context, "codes/reasons.md", titles[reason]["title"], f"reason-{reason}")
                if reason in titles
                else None
            )
            parts += [
                h("h4", h("code", name), id=f"code-{key.replace('.', '-')}"),
                h("p", said[key]["meaning"], [" ", str(labels["reason"]), why] if why is not None else None),
            ]
    return h("div", parts, class_="guide-statuses")


def _subject(code: str) -> str:
    """The middle number of an enhanced status code (RFC 3463 section 2); "reply" for a plain reply code."""
    return code.split(".")[1] if "." in code else "reply"


def evidence(context: Context, options: Options) -> ET.Element:
    """Every mark that the checker weighs, by layer: what it is, what it speaks for, how strongly, on what authority."""
    said, labels = words("evidence", context.lang), context.labels["evidence"]
    rows = table("evidence")["evidence"]
    parts: list[Child] = []
    for layer, title in labels["layer"].items():
        members = [key for key, row in rows.items() if row["layer"] == layer]
        items = [_mark(context, key, rows[key], said[key]) for key in members]
        if items:
            parts += [h("h2", str(title), id=f"layer-{layer}"), h("ul", items, class_="guide-evidence")]
    return h("div", parts)


def _mark(context: Context, key: str, row: dict[str, Any], said: dict[str, str]) -> ET.Element:
    """One mark: its name and weight, what it says, and which way it points."""
    labels, titles = context.labels["evidence"], words("causes", context.lang)
    weight = row.get("weight", 1)
    ways = [titles[way]["title"] if way in titles else str(labels["origin"][way]) for way in row.get("supports", ())]
    points = f"{labels['against' if weight < 0 else 'for']}{context.labels['list'].join(ways)}" if ways else ""
    name: list[Child] = [
        h("strong", said["title"]),
        " ",
        h("span", str(labels["weight"][str(abs(weight))]), class_="guide-tag"),
    ]
    source = _cited(context, [row["source"]]) if row.get("source") else None
    return h("li", name, h("p", said["text"]), h("p", h("small", points, " ", source)), id=f"evidence-{key}")
