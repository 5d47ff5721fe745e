"""What the page shows: one call, JSON in and out. Runs in the browser's worker; standard library only.

``answer`` gives, for ``message``, the contract's diagnosis and beside it the words and places that the page needs:
headline, what the notice says, which lines prove it, which part of the message was written by whom.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import guide_engine
from guide_engine.knowledge import table, words

if TYPE_CHECKING:
    from guide_engine.model import Bounce, Diagnosis

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
    return {"diagnosis": diagnosis.to_dict(), "view": view(diagnosis, lang)}


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
        "sources": _sources(diagnosis),
        "layers": _layers(bounce) if bounce else [],
        "lines": _explained(bounce, lang) if bounce else [],
    }


def _sources(diagnosis: Diagnosis) -> dict[str, str]:
    """Title of each source that an action names."""
    known = table("sources")
    return {a.source: known[a.source].get("title", a.source) for a in diagnosis.actions if a.source in known}


def _layers(bounce: Bounce) -> list[tuple[int, str]]:
    """Where each part of the message begins: (line, layer), in order."""
    starts = {
        "outer": [field.line for field in bounce.outer],
        "report": [item.line for item in (*bounce.text, *bounce.report)],
        "returned": [item.line for item in (*(bounce.returned or ()), *bounce.returned_text)],
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


CALLS = {"message": message}
