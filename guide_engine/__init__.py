"""Reads bounce mails and stories of bounce floods, and says what they show.

Three calls, each returning an object with ``to_dict``: :func:`diagnose` for one message,
:func:`read_mailbox` for many, :func:`read_story` for prose.
"""

from __future__ import annotations

from functools import cache
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Mapping

    from .model import Bounce, Diagnosis, Findings, Incident

__version__ = "0.1.0"
__all__ = ["__version__", "diagnose", "read_mailbox", "read_story"]


@cache
def _steps() -> tuple[Callable[..., Bounce], Callable[..., Findings], Callable[..., Diagnosis]]:
    """Imported at the first message, for who only wants the version or a story; each import costs even when done."""
    from .bounce.reader import read
    from .decision.decide import decide
    from .evidence.examine import examine

    return read, examine, decide


def diagnose(
    message: bytes,
    *,
    home: Iterable[str] = (),
    me: Iterable[str] = (),
    answers: Mapping[str, str] | None = None,
    lang: str = "ja",
) -> Diagnosis:
    """Say what one message is and what it proves.

    ``home`` names the recipient's mail service (domains, host names, IP addresses), ``me`` the
    person's own addresses; both are found in the message where they are not given. ``answers``
    maps question ids to values. Never raises for any ``message``; ValueError for an unknown
    question id, answer value or language.
    """
    read, examine, decide = _steps()
    own = tuple(me)
    bounce = read(message, own)
    return decide(bounce, examine(bounce, home=tuple(home), me=own), answers=dict(answers or {}), lang=lang)


def read_mailbox(
    sources: Iterable[str | os.PathLike[str] | tuple[str, IO[bytes]]],
    *,
    home: Iterable[str] = (),
    me: Iterable[str] = (),
    answers: Mapping[str, str] | None = None,
    lang: str = "ja",
) -> Incident:
    """Read many messages as one incident. ``sources`` are paths or (name, binary file) pairs."""
    from .incident.mailbox import read_mailbox as read

    return read(sources, home=tuple(home), me=tuple(me), answers=dict(answers or {}), lang=lang)


def read_story(text: str, *, date: str | None = None) -> Incident:
    """Read prose, Japanese or English, as an incident. ``date`` (ISO) is when it was written."""
    from .incident.narrative import read_story as read

    return read(text, date=date)
