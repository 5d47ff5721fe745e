"""Who reported: the recipient's side can be told from the notice alone, home and strangers only once home is known."""

from __future__ import annotations

import pytest

import guide_engine

PASTE = """\
This is the mail system at host {host}.

I'm sorry to have to inform you that your message could not be delivered to one or more recipients.

<hana@bakery.example>: host mx.bakery.example[203.0.113.9] said: 550 5.1.1 no such user (in reply to RCPT TO command)
"""

CASES = [
    # the notice's host      named as home           who that is
    ("sv12.hosting.example", (), "unknown"),
    ("sv12.hosting.example", ("hosting.example",), "home"),
    ("sv12.hosting.example", ("mail.example.jp",), "third-party"),
    ("mx.bakery.example", (), "recipient"),
    ("mx.bakery.example", ("hosting.example",), "recipient"),
]


@pytest.mark.parametrize(("host", "home", "relation"), CASES)
def test_a_paste_without_headers(host: str, home: tuple[str, ...], relation: str) -> None:
    said = guide_engine.diagnose(PASTE.format(host=host).encode(), home=home)
    assert (said.reporter.host, said.reporter.relation) == (host, relation)
