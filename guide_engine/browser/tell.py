"""What the page "Tell your story" shows, and the folder that it gives. Runs in the browser's worker, like view.py."""

from __future__ import annotations

import base64
import io
import zipfile
from functools import lru_cache

from guide_engine.browser import view
from guide_engine.decision.paths import story_paths, told
from guide_engine.drawing.story import count_text, days, when_text
from guide_engine.incident import folder as folders
from guide_engine.incident import story as annotation
from guide_engine.incident.correct import corrected
from guide_engine.incident.draft import count_words, draft
from guide_engine.incident.narrative import StoryError, annotated, read_prose, read_story
from guide_engine.incident.private import private
from guide_engine.knowledge import table, words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from guide_engine.incident.correct import Edits
    from guide_engine.incident.narrative import Reading
    from guide_engine.model import Incident

FOLDER = "my-guide"
EPOCH = (1980, 1, 1, 0, 0, 0)
_read = lru_cache(maxsize=1)(read_prose)  # each correction asks again with the same text


def answer(call: str, names: Any, contents: Any, options: str) -> str:
    """As :func:`guide_engine.browser.view.answer`, for stories too."""
    view.CALLS.update(story=story, folder=folder)
    return view.answer(call, names, contents, options)


def story(files: view.Files, *, lang: str, edits: Edits) -> dict[str, object]:
    """The reading of one text: ``story`` (the contract) and what the page shows; ``error`` where there is none."""
    try:
        incident, reading, order, text = _told(files, edits)
    except (StoryError, annotation.StoryError) as error:
        said = words("new", lang)["error"]
        return {"error": said[error.reason] if isinstance(error, StoryError) else str(error)}
    labels = words("pages", lang)
    causes = words("causes", lang)
    picture = days(incident.events, labels, "story-days")
    if picture is not None:
        picture.set("xmlns", "http://www.w3.org/2000/svg")
    return {
        "story": incident.to_dict(),
        "editable": reading is not None,
        "picture": view.drawn(picture),
        "events": [
            {
                "number": number,
                "when": when_text(event, labels),
                "count": count_words(event.count) if event.count else "",
                "count_text": count_text(event.count, labels) if event.count else "",
                "doubts": doubts,
            }
            for number, event, doubts in zip(order, incident.events, _doubts(reading, incident), strict=True)
        ],
        "paths": [
            {
                "status": labels["cause_status"][path.status],
                "outcome": causes[path.verdict]["title"],
                "steps": told(path, lang),
            }
            for path in story_paths(incident)
        ],
        "choices": {
            "type": _choices(labels["event_type"]),
            "cause": _choices(labels["cause"]),
            "cause_status": _choices(labels["cause_status"]),
            "action": _choices(labels["action"]),
            "action_status": _choices(labels["action_status"]),
        },
        "private": [_private(thing, lang) for thing in private(text)],
        "markdown": text,
    }


def folder(files: view.Files, *, languages: list[str], edits: Edits, lang: str) -> dict[str, object]:
    """The guide's folder as a zip, in base64. ``files`` are the text and the engine's wheel."""
    incident, _, _, text = _told(files, edits)
    own = incident.language or lang
    made = folders.site(
        text,
        [*languages, *([] if own in languages else [own])],
        configs=table("site"),
        engine=files[1],
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(made):
            entry = zipfile.ZipInfo(f"{FOLDER}/{name}", EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, made[name])
    return {"name": f"{FOLDER}.zip", "zip": base64.b64encode(out.getvalue()).decode()}


def _told(files: view.Files, edits: Edits) -> tuple[Incident, Reading | None, list[int], str]:
    """The incident, its reading where it was prose, the numbers of its events, and its annotated Markdown."""
    text = files[0][1].decode("utf-8", "replace").replace("\r\n", "\n")
    if annotated(text):
        incident, reading = read_story(text), None
        order = list(range(len(incident.events)))
    else:
        reading, order = corrected(_read(text), edits)
        incident = reading.incident
        text = draft(reading, id="my-guide")
    if not incident.events:
        raise StoryError("no-event")
    return incident, reading, order, text


def _doubts(reading: Reading | None, incident: Incident) -> tuple[tuple[str, ...], ...]:
    return reading.doubts if reading else ((),) * len(incident.events)


def _choices(labels: dict[str, str]) -> list[tuple[str, str]]:
    return list(labels.items())


def _private(thing: Any, lang: str) -> str:
    said = words("new", lang)["private"]
    return str(said["found"]).format(file="story.md", line=thing.line, kind=said[thing.kind], what=thing.what)
