"""Bait that dresses as a notice: what no mail system asks of anyone, in the notice's own words.

Honest notices do carry links: in the answer of the other server (beside its reply code), or to the help pages of
their maker. None asks its reader to sign in, to release, or to open a program. Only the notice's own layer is looked
at, for the mail inside an honest notice may be bait itself.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .families import any_in, dangerous_names, help_hosts, marks

if TYPE_CHECKING:
    from .families import Phrases, View
    from .reader import Layers

_URL = re.compile(r"(?:https?|hxxps?)://(?:[^\s/@<>\"']{0,100}@)?\[?([a-z0-9\u0080-\uffff.:-]{1,253})", re.I)
_HREF = re.compile(
    r"<a\s[^<>]{0,500}?href\s*=\s*[\"']?\s*https?://(?:[^\s/@<>\"']{0,100}@)?([a-z0-9.-]{1,253})[^<>]*>", re.I
)
_ANSWER = re.compile(
    r"[45](?:(?<![\d.@/:\[-].)[0-5]\d[- ](?:#?[45]\.\d\.\d|[<A-Za-z\"'(])|(?<![\d.].)\.\d\.\d{1,3}(?!\.?\d))|\bsaid:"
    r"|in reply to",
    re.I,
)
MAX_PARAGRAPHS = 400


def bait_in(layers: Layers, view: View, standard: bool, definite: bool) -> tuple[str, ...]:
    """Ids of the features of bait, where they make one; () where the notice has none that counts.

    ``definite``: the notice says who refused whom, with a code. Such a one may well ask to look at its maker's pages.
    """
    known = marks()["bait"]
    calls = (known["call"],) if definite else (known["call"], known["look"])
    out = []
    html, text = layers.html.lower(), layers.text[:20_000]
    if "://" in text or "href" in html:
        own = _own_hosts(view)
        if _asking_link(text.lower(), own, calls) or ("href" in html and _asking_anchor(html, own, calls)):
            out.append("bait-link")
    if not out and not definite and any_in(known["scan"], view.text, view.words):
        out.append("bait-link")  # a link as a picture
    if (
        not standard
        and layers.returned is None
        and (_attachment(layers) or (not layers.outer and any_in(known["attached"], view.text, view.words)))
    ):
        out.append("bait-attachment")
    if not out:
        return ()
    if any_in(known["pending"], view.text, view.words) or any_in(known["pending"], view.subject):
        out.append("bait-pending")
    if any_in(known["deadline"], view.text, view.words):
        out.append("bait-deadline")
    return tuple(out)


def _own_hosts(view: View) -> frozenset[str]:
    """Domains of the one who claims to speak; a link to oneself is no sign (a bait's link leads elsewhere)."""
    names = [view.sender.rpartition("@")[2].strip(" >\"'"), view.mta.rpartition(";")[2].strip()]
    return frozenset(".".join(name.split(".")[-3:]) for name in names if name.count(".") >= 1)


def _strange(host: str, own: frozenset[str]) -> bool:
    """Whether a link leads to one who is neither the speaker nor a maker that honest notices link to."""
    trusted = help_hosts()
    name = host.rstrip(".")
    while name not in own and name not in trusted:
        _, dot, name = name.partition(".")
        if not dot:
            return True
    return False


def _asking_link(text: str, own: frozenset[str], calls: tuple[Phrases[str], ...]) -> bool:
    """Whether a paragraph of the notice's own, no server's answer, asks for something and links to a stranger."""
    text = text.partition("\n-- \n")[0]  # a signature advertises
    for paragraph in text.split("\n\n", MAX_PARAGRAPHS)[:MAX_PARAGRAPHS]:
        if "://" not in paragraph or not any(_strange(host, own) for host in _URL.findall(paragraph)):
            continue
        if _ANSWER.search(paragraph):
            continue
        words = _URL.sub(" ", paragraph)
        if any(any_in(call, words) for call in calls):
            return True
    return False


def _asking_anchor(html: str, own: frozenset[str], calls: tuple[Phrases[str], ...]) -> bool:
    """The same for a link behind words."""
    for found in _HREF.finditer(html):
        if not _strange(found[1], own):
            continue
        around = re.sub(r"<[^<>]*>", " ", html[max(0, found.start() - 200) : found.start()])[-120:]
        label = re.sub(r"<[^<>]*>", " ", html[found.end() : found.end() + 300].partition("</a")[0])
        if any(any_in(call, f"{around} {label}") for call in calls) and not _ANSWER.search(around + label):
            return True
    return False


def _attachment(layers: Layers) -> bool:
    dangerous = dangerous_names()
    for part in layers.leaves:
        named = f"{part.disposition} {part.content_type}".lower()
        if (
            "name" in named
            and not part.type.startswith(("message/", "text/plain", "text/rfc822"))
            and any(
                f'{suffix}"' in named or named.rstrip().endswith(suffix) or f"{suffix};" in named
                for suffix in dangerous
            )
        ):
            return True
    return False
