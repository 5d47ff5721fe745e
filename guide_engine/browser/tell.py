"""What the page "Tell your story" shows, and the folder that it gives. Runs in the browser's worker, like view.py."""

from __future__ import annotations

import base64
import io
import zipfile
from functools import lru_cache
from typing import NamedTuple

from guide_engine.browser import treepicture, view
from guide_engine.decision.paths import story_paths, told
from guide_engine.drawing.story import count_text, days, when_text
from guide_engine.incident import folder as folders
from guide_engine.incident import story as annotation
from guide_engine.incident.correct import corrected, count_of, placed
from guide_engine.incident.draft import draft
from guide_engine.incident.narrative import StoryError, annotated, read_prose, read_story
from guide_engine.incident.private import private
from guide_engine.incident.textfile import decoded
from guide_engine.knowledge import LANGUAGES, table, words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any
    from xml.etree.ElementTree import Element

    from guide_engine.incident.correct import Edits
    from guide_engine.incident.narrative import Reading
    from guide_engine.model import Incident

FOLDER = "my-guide"
EPOCH = (1980, 1, 1, 0, 0, 0)


class Told(NamedTuple):
    """A text as its author has it. ``reading`` is None where the text is annotated already."""

    text: str  # as it was given
    incident: Incident
    reading: Reading | None
    numbers: dict[str, list[int]]  # of the items, as the edits name them
    edits: Edits  # at the items that they mean now
    unread: list[str]  # numbers of the events whose count could not be read
    markdown: str


_read = lru_cache(maxsize=1)(read_prose)  # each correction asks again with the same text


def answer(call: str, names: Any, contents: Any, options: str) -> str:
    """As :func:`guide_engine.browser.view.answer`, for stories too."""
    view.CALLS.update(story=story, folder=folder)
    return view.answer(call, names, contents, options)


def story(files: view.Files, *, lang: str, edits: Edits) -> dict[str, object]:
    """The reading of one text: ``story`` (the contract) and what the page shows; ``error`` where there is none."""
    try:
        known = _told(files[0][1], edits)
    except StoryError as error:
        return {"error": words("new", lang)["error"][error.reason], "reason": error.reason}
    except annotation.StoryError as error:
        return {"error": str(error), "reason": "annotation"}
    incident, reading, labels = known.incident, known.reading, words("pages", lang)
    causes, paths = words("causes", lang), story_paths(incident)
    doubts = reading.doubts if reading else ((),) * len(incident.events)
    return {
        "text": known.text,
        "story": incident.to_dict(),
        "editable": reading is not None,
        "edits": known.edits,
        "unread": known.unread,
        "numbers": known.numbers,
        "picture": _picture(days(incident.events, labels, "story-days")),
        "events": [
            {
                "when": when_text(event, labels),
                "count": count_text(event.count, labels) if event.count else "",
                "title": event.title if reading is None else None,
                "doubts": open_,
            }
            for event, open_ in zip(incident.events, doubts, strict=True)
        ],
        "open": {
            "causes": [_open(reading, "causes", n, one.status != "confirmed") for n, one in enumerate(incident.causes)],
            "actions": [_open(reading, "actions", n, one.action == "other") for n, one in enumerate(incident.actions)],
        },
        "paths": [
            {
                "status": path.status,
                "verdict": path.verdict,
                "outcome": causes[path.verdict]["title"],
                "steps": told(path, lang),
            }
            for path in paths
        ],
        "tree": _picture(treepicture.picture(paths, lang, key="story-tree", phrases=_phrases)) if paths else None,
        "labels": {
            **{name: labels[name] for name in ("event_type", "cause", "cause_status", "action", "action_status")},
            "days": labels["timeline"]["caption"],
            "tree": treepicture.legend(paths, lang),
            "leads": labels["tree"]["leads"],
            "unmarked": labels["tree"]["unmarked"],
        },
        "private": [
            {**thing._asdict(), "kind": words("new", lang)["private"][thing.kind]} for thing in private(known.text)
        ],
        "markdown": known.markdown,
    }


def folder(files: view.Files, *, languages: list[str], edits: Edits, lang: str) -> dict[str, object]:
    """The guide's folder as a zip, in base64: in the story's language and ``languages``, with the engine's wheel.

    ``files`` are the text and the wheel.
    """
    known = _told(files[0][1], edits)
    own = known.incident.language or lang
    made = folders.site(
        known.markdown,
        [own, *(one for one in languages if one != own)],
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


def _told(content: bytes, edits: Edits) -> Told:
    """StoryError, from reading or from annotations, where the text is no story."""
    text = decoded(content).replace("\r\n", "\n")
    if annotated(text):
        incident = read_story(text)
        if incident.language not in LANGUAGES:
            raise StoryError("other-language")
        known = Told(text, incident, None, {}, {}, [], text)
    else:
        before = _read(text)
        there = placed(edits, before)
        unread = [number for number, wanted in there["events"].items() if not _readable(wanted, before.story.language)]
        for number in unread:
            del there["events"][number]["count"]
        reading, numbers = corrected(before, there)
        known = Told(text, reading.incident, reading, numbers, there, unread, draft(reading, id=FOLDER))
    if not known.incident.events:
        raise StoryError("no-event")
    return known


def _readable(wanted: dict[str, Any], language: str) -> bool:
    try:
        count_of(str(wanted.get("count", "")), language)
    except ValueError:
        return False
    return True


def _open(reading: Reading | None, kind: str, index: int, doubtful: bool) -> bool:
    """Has the author still to confirm it?"""
    return reading is not None and doubtful and (kind, index) not in reading.settled


def _phrases(said: str) -> list[str]:
    cut: list[str] = table("phrases").get(said, [said])
    return cut


def _picture(picture: Element | None) -> str | None:
    if picture is not None:
        picture.set("xmlns", "http://www.w3.org/2000/svg")
    return view.drawn(picture)
