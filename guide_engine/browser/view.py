"""What the page shows: one call, JSON in and out. Runs in the browser's worker; standard library only.

``answer`` gives, for ``message``, the contract's diagnosis and beside it the words and places that the page needs:
headline, what the notice says, which lines prove it, which part of the message was written by whom.
"""

from __future__ import annotations

import io
import json
import re
from itertools import chain, islice

import guide_engine
from guide_engine.knowledge import foreign, table, words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any
    from xml.etree.ElementTree import Element

    from guide_engine.model import Action, Bounce, Diagnosis, Incident

Files = list[tuple[str, bytes]]


def answer(call: str, names: Any, contents: Any, options: str) -> str:
    """Answer the page. ``names`` and ``contents`` are JavaScript arrays (of strings, of Uint8Arrays).

    ``options`` is a JSON object with ``home``, ``me`` (lists), ``answers`` (object) and ``lang``.
    """
    files = [(str(name), content.to_bytes()) for name, content in zip(names, contents, strict=True)]
    return json.dumps(CALLS[call](files, **json.loads(options)), ensure_ascii=False)


def message(files: Files, *, lang: str, **wanted: Any) -> dict[str, object]:
    """One message: ``diagnosis`` (the contract) and ``view`` (what the page shows beside it)."""
    ((_, content),) = files
    diagnosis = guide_engine.diagnose(content, lang=lang, **wanted)
    return {"diagnosis": diagnosis.to_dict(), "view": {**view(diagnosis, lang), "asked": _asked(lang, **wanted)}}


def mailbox(files: Files, *, lang: str, **wanted: Any) -> dict[str, object]:
    """Many messages: ``diagnosis`` (the contract's incident) and ``view`` (its tables, and files to take along)."""
    from guide_engine.incident import report

    incident = guide_engine.read_mailbox([(name, io.BytesIO(content)) for name, content in files], lang=lang, **wanted)
    box: dict[str, Any] = incident.mailbox or {}
    said = words("report", lang)
    tables = [
        {
            "name": name,
            "title": said["report"][name],
            "hint": said["report"].get(f"{name}_hint"),
            "head": [said["column"][column] for column in head],
            "rows": rows,
        }
        for name, head, rows in report.tables(box, said)
    ]
    return {
        "diagnosis": incident.to_dict(),
        "view": {
            "title": incident.title,
            "words": said,
            "picture": _picture(incident, said),
            "events": [event.title for event in incident.events],
            "causes": [cause.title for cause in incident.causes],
            "running": said["report"][report.running(box.get("still_running"))],
            "tables": tables,
            "markdown": report.mailbox(incident, lang),
            "sources": _sources(incident.actions, lang),
            "why": {question["id"]: question.get("why") for question in box.get("questions", ())},
            "asked": _asked(lang, **wanted),
        },
    }


def _asked(lang: str, *, answers: dict[str, str] | None = None, **unused: Any) -> dict[str, object]:
    """The questions that ``answers`` answer, by id: the page may have asked them in the other language."""
    if not answers:
        return {}
    from guide_engine.decision.tree import question

    return {key: question(key, lang).to_dict() for key in answers}


def _picture(incident: Incident, said: dict[str, Any]) -> str | None:
    """The days as SVG, by the code that draws the story's; None where no day has a count."""
    from guide_engine.drawing.svg import Bar, day_bars

    days = {
        event.day: event.count.value
        for event in incident.events
        if event.type == "symptom" and event.day is not None and event.count
    }
    if not days:
        return None
    unit = said["events"]["unit"]
    bars = [
        Bar(
            said["report"]["day"].format(n=day + 1),
            f"{count:,} {unit}" if isinstance(count, int) else "",
            count,
            "exact",
        )
        for day, count in sorted(days.items())
    ]
    title = said["report"]["timeline"]
    picture = day_bars(
        bars, title=title, desc=", ".join(f"{bar.day}{said['mark']['colon']}{bar.text}" for bar in bars), key="mailbox"
    )
    picture.set("xmlns", "http://www.w3.org/2000/svg")
    return drawn(picture)


def drawn(picture: Element | None) -> str | None:
    """A picture as the page takes it."""
    from xml.etree.ElementTree import tostring

    return None if picture is None else tostring(picture, "unicode")


def rows(files: Files, **wanted: Any) -> dict[str, object]:
    """CSV of the recipients of all messages, as ``guide diagnose --format csv`` writes it."""
    from guide_engine.incident import rows as table_of
    from guide_engine.incident import sources
    from guide_engine.incident.mailbox import Reader

    reader = Reader(**wanted)
    found = sources.messages([(name, io.BytesIO(content)) for name, content in files])
    mail = (one for one in found if isinstance(one, sources.Message))
    first = list(islice(mail, 2))  # is it one message, or a pile?
    reader.single = len(first) == 1
    text = "".join(table_of.csv_rows(reader.diagnosis(one)) for one in chain(first, mail))
    return {"text": table_of.csv_head() + text}


def redact(files: Files, **unused: Any) -> dict[str, object]:
    """One message without its people, as ``guide redact`` makes it."""
    from guide_engine.incident.redact import redact as redacted

    ((_, content),) = files
    return {"text": redacted(content).decode("utf-8", "replace")}


def walk(files: Files, *, answers: dict[str, str], lang: str, **unused: Any) -> dict[str, object]:
    """From answers alone (a link): no mail is examined. Unknown questions and answers are ignored."""
    from guide_engine import decision
    from guide_engine.decision.tree import question as asked_as

    def known(question: str, value: str) -> bool:
        try:
            decision.validate({question: value})
        except ValueError:
            return False
        return True

    way = decision.walk({question: value for question, value in answers.items() if known(question, value)}, ())
    verdict = way.outcome or "undetermined"
    actions = decision.actions_for(verdict, provider=None, lang=lang)
    return {
        "verdict": verdict,
        "cause": words("causes", lang)[verdict],
        "questions": [{**q.to_dict(), "why": q.why} for q in (asked_as(key, lang) for key in way.open)],
        "answered": [
            {"question": asked_as(step.node, lang).to_dict(), "value": step.value}
            for step in way.steps
            if step.by == "answer"
        ],
        "actions": [action.to_dict() for action in actions],
        "sources": _sources(actions, lang),
    }


def view(diagnosis: Diagnosis, lang: str) -> dict[str, object]:
    """Words and places of one diagnosis."""
    bounce, findings = diagnosis.bounce, diagnosis.findings
    providers = words("providers", lang)
    return {
        "cause": words("causes", lang).get(diagnosis.verdict, {}),
        "notice": [
            {**recipient.to_dict(), "reached": recipient.action in {"delivered", "relayed", "expanded"}, "words": word}
            for recipient in diagnosis.recipients
            for word in [words("reasons", lang).get(recipient.reason, {})]
        ],
        "evidence": [words("evidence", lang).get(evidence.id, {}) for evidence in diagnosis.evidence],
        "home": list(findings.home) if findings else [],
        "home_named": bool(findings and findings.home_named),
        "provider": providers.get(findings.provider, {}) if findings and findings.provider else {},
        "why": {question.id: question.why for question in diagnosis.questions},
        "sources": _sources(diagnosis.actions, lang),
        "layers": _layers(bounce) if bounce else [],
        "lines": _explained(bounce, lang) if bounce else [],
    }


def _sources(actions: tuple[Action, ...], lang: str) -> dict[str, dict[str, object]]:
    """What each source that an action names is called: its title, or its note where the title is not in ``lang``."""
    known, said = table("sources"), words("sources", lang)
    found: dict[str, dict[str, object]] = {}
    for source in (action.source for action in actions):
        if source is None or source not in known:
            continue
        title, judgement = known[source]["title"], known[source].get("mark") == "J"
        other = judgement or foreign(title, lang)
        found[source] = {"text": said[source]["note"] if other else title, "foreign": other and not judgement}
    return found


def _layers(bounce: Bounce) -> list[tuple[int, str]]:
    """Where each part of the message begins: (line, layer), in order."""
    starts = {
        "outer": [field.line for field in bounce.outer],
        "report": [line.line for line in bounce.text] + [field.line for field in bounce.report],
        "returned": [field.line for field in bounce.returned or ()] + [line.line for line in bounce.returned_text],
    }
    return sorted((min(known), layer) for layer, lines in starts.items() if (known := [n for n in lines if n]))


def _explained(bounce: Bounce, lang: str) -> list[dict[str, object]]:
    """The notice's set sentences: {line, quote, text}, in order of appearance."""
    lines = [line for line in bounce.text if line.text.strip()]
    text, starts = "", []
    for line in lines:
        starts.append(len(text))
        text += " ".join(line.text.split()) + " "
    said = words("notices", lang)
    found: dict[int, dict[str, object]] = {}
    for row, fact in table("notices").items():
        for match in _pattern(fact["match"]).finditer(text):
            index = sum(start <= match.start() for start in starts) - 1
            meaning = said[row]["text"].replace("{1}", (match[1] or "") if match.re.groups else "")
            # two sentences may begin on one line: both are explained, the earlier first
            found.setdefault(match.start(), {"line": lines[index].line, "quote": match[0].strip(), "text": meaning})
    return [found[start] for start in sorted(found)][:MOST_LINES]


MOST_LINES = 40  # a notice for a thousand recipients repeats itself


def _pattern(expression: str) -> re.Pattern[str]:
    return re.compile(expression, re.IGNORECASE)


CALLS: dict[str, Any] = {"message": message, "mailbox": mailbox, "redact": redact, "rows": rows, "walk": walk}
