"""Loads the data. ``table("reasons")`` are the facts, ``words("reasons", "ja")`` what a reader sees of them.

Facts lie in ``NAME.toml``, words in ``ja/NAME.toml`` and ``en/NAME.toml`` under the same ids.
Where the browser's archive was packed, the same tables lie there as JSON, which loads faster.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = ("ja", "en")
_ROOT = Path(__file__).parent


def foreign(text: str, lang: str) -> bool:
    """Whether ``text``, such as a document's title, is in the other language: kana and kanji are what tells."""
    return any("\u3040" <= letter <= "\u30ff" or "\u4e00" <= letter <= "\u9fff" for letter in text) != (lang == "ja")


@cache
def table(name: str) -> dict[str, Any]:
    """The table NAME (a path below this folder without its suffix). KeyError when there is none."""
    packed = _ROOT / f"{name}.json"
    if packed.exists():
        import json

        return json.loads(packed.read_bytes())  # type: ignore[no-any-return]
    source = _ROOT / f"{name}.toml"
    if not source.exists():
        raise KeyError(name)
    import tomllib

    return tomllib.loads(source.read_text(encoding="utf-8"))


def words(name: str, lang: str) -> dict[str, Any]:
    """The words of table NAME in ``lang``. ValueError for a language that the project does not have."""
    if lang not in LANGUAGES:
        raise ValueError(f"unknown language {lang!r}: use one of {', '.join(LANGUAGES)}")
    return table(f"{lang}/{name}")
