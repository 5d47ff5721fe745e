"""What the page shows: one call, JSON in and out. Runs in the browser's worker; standard library only."""

from __future__ import annotations

import json

import guide_engine


def answer(call: str, names: object, contents: object, options: str) -> str:
    """Answer the page. ``names`` and ``contents`` are JavaScript arrays (of strings, of Uint8Arrays)."""
    wanted = json.loads(options)
    files = [(str(name), bytes(content.to_py())) for name, content in zip(names, contents, strict=True)]  # type: ignore[call-overload]
    return json.dumps(CALLS[call](files, **wanted), ensure_ascii=False)


def message(files: list[tuple[str, bytes]], **wanted: object) -> dict[str, object]:
    """One message: the diagnosis and what stands beside it."""
    ((_, content),) = files
    return {"diagnosis": guide_engine.diagnose(content, **wanted).to_dict()}


CALLS = {"message": message}
