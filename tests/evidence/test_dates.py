"""Dates as mail writes them, in ISO 8601."""

from __future__ import annotations

import pytest

from guide_engine.evidence.dates import iso


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Tue, 12 May 2026 22:00:38 +0900 (JST)", "2026-05-12T22:00:38+09:00"),
        ("12 May 2026 06:01:05 -0000", "2026-05-12T06:01:05+00:00"),
        ("Tue, 2 Jun 2026 01:02:03 -0530", "2026-06-02T01:02:03-05:30"),
        ("2 Jun 2026 01:02 +0900", "2026-06-02T01:02:00+09:00"),
        ("Thu,17 Jul 2017 23:34:45 +0900", "2017-07-17T23:34:45+09:00"),
        ("Mon, 02 Apr 01 02:27:54 GMT", "2001-04-02T02:27:54+00:00"),
        ("Tue, 12 May 2026 06:01:05 PDT", "2026-05-12T06:01:05-07:00"),
        ("Tue, 12 May 2026 06:01:05", "2026-05-12T06:01:05+00:00"),
        ("Tue, 12 May 2026 25:01:05 +0900", None),
        ("Tue, 12 Foo 2026 06:01:05 +0900", None),
        ("Tue, 99 May 2026 06:01:05 +0900", None),
        ("yesterday", None),
        ("", None),
        (None, None),
    ],
)
def test_iso(text: str | None, wanted: str | None) -> None:
    assert iso(text) == wanted
