"""Makes figures.py importable, and names the stories."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

STORIES = sorted(HERE.glob("*/*.txt"))


def pytest_generate_tests(metafunc):  # type: ignore[no-untyped-def]
    """``story_text``: every story of ours, one test each."""
    if "story_text" in metafunc.fixturenames:
        texts = [path.read_text(encoding="utf-8") for path in STORIES]
        metafunc.parametrize("story_text", texts, ids=[path.stem for path in STORIES])
