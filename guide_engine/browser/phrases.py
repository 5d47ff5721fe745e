"""Where a line of Japanese may break. BudouX knows; the browser is given what it says of the words it needs."""

from __future__ import annotations

from functools import cache
from typing import Any


def phrases(words: str) -> list[str]:
    """Japanese words cut into phrases that are kept whole."""
    return list(_parser().parse(words))


@cache
def _parser() -> Any:
    import budoux

    return budoux.load_default_japanese_parser()
