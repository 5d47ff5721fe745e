"""Bait that dresses as a notice: what no mail system asks of anyone, in the notice's own words.

Honest notices do carry links: in the answer of the other server (beside its reply code), or to the help pages of
their maker. None asks its reader to sign in, to release, or to open a program. Only the notice's own layer is looked
at, for the mail inside an honest notice may be bait itself.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from .families import any_in, button_labels, dangerous_names, help_hosts, incoming_words, is_daemon, marks

if TYPE_CHECKING:
    from .families import Phrases, View
    from .reader import Layers

_URL = re.compile(r"(?:https?|hxxps?)://(?:[^\s/@<>\"']{0,100}@)?\[?([a-z0-9\u0080-\uffff.:-]{1,253})", re.I)
_HREF = re.compile(
    r"<a\s[^<>]{0,500}?href\s*=\s*[\"']?\s*https?://(?:[^\s/@<>\"']{0,100}@)?([a-z0-9.-]{1,253})[^<>]*>", re.I
)
_LINK = re.compile(r"\S+://\S*")
_FRAME = " \t\n:：>»→!<[]()|*"  # around the label of a button
_BLOCK = re.compile(r"</(?:p|div|td|table|ul|h\d)>")
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
    envelope = view.headers.get("return-path")
    if envelope is None:  # not kept: who is no mail system has sent it under a name
        envelope = "" if is_daemon(view.sender) else view.sender
    envelope = envelope.strip().lower()
    # a report is sent by nobody (RFC 5321 section 6.1); one that has a sender and no refusal to tell only claims
    claimed = not definite and "@" in envelope and "mailer-daemon" not in envelope
    if "://" in text or "href" in html:
        pending = claimed and (
            any_in(known["pending"], view.text, view.words) or any_in(known["pending"], view.subject) or _incoming(view)
        )
        own = _own_hosts(view, pending)
        buttons = frozenset() if definite else button_labels()
        asks = _Asks(calls, buttons, pending, claimed)
        if _asking_link(text.lower(), own, asks) or ("href" in html and _asking_anchor(html, own, asks, standard)):
            out.append("bait-link")
    if not out and not definite and any_in(known["scan"], view.text, view.words):
        out.append("bait-link")  # a link as a picture
    if (
        not standard
        and layers.returned is None
        and (
            _attachment(layers)
            or (not layers.outer and any_in(known["attached"], view.text, view.words))
            or (claimed and any_in(known["opened"], view.text, view.words))
        )
    ):
        out.append("bait-attachment")
    if not out:
        return ()
    if any_in(known["pending"], view.text, view.words) or any_in(known["pending"], view.subject):
        out.append("bait-pending")
    if any_in(known["deadline"], view.text, view.words):
        out.append("bait-deadline")
    return tuple(out)


def _incoming(view: View) -> bool:
    """Whether it speaks of mail to its own reader, which went nowhere that another's service could see."""
    reader = view.headers.get("to", "").rpartition("<")[2].strip(" >\"'").lower()
    return "@" in reader and any(words.replace("{}", reader) in view.text for words in incoming_words())


def _own_hosts(view: View, waiting: bool) -> frozenset[str]:
    """Domains of the one who claims to speak; a link to oneself is no sign (a bait's link mostly leads elsewhere).

    ``waiting``: it says that mail waits for its reader. Only the reader's own service can know: there, only a link
    into the reader's own domain is no sign.
    """
    names = [view.sender.rpartition("@")[2].strip(" >\"'"), view.mta.rpartition(";")[2].strip()]
    if waiting:
        reader = "." + view.headers.get("to", "").rpartition("@")[2].strip(" >\"'").lower()
        names = [name for name in names if reader.endswith("." + name)]
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


class _Asks(NamedTuple):
    """What makes a link ask for something: words near it, or its label alone; ``anything``: the link is enough.

    Beside a server's answer a link is that server's. But who only claims to report (``claimed``) invents that too.
    """

    calls: tuple[Phrases[str], ...]
    buttons: frozenset[str]
    anything: bool
    claimed: bool

    def by(self, words: str, label: str = "") -> bool:
        if _ANSWER.search(words):
            return self.claimed and any_in(self.calls[0], words)
        return self.anything or label in self.buttons or any(any_in(call, words) for call in self.calls)


def _asking_link(text: str, own: frozenset[str], asks: _Asks) -> bool:
    """Whether a paragraph of the notice's own, no server's answer, asks for something and links to a stranger."""
    text = text.partition("\n-- \n")[0]  # a signature advertises
    for paragraph in text.split("\n\n", MAX_PARAGRAPHS)[:MAX_PARAGRAPHS]:
        if "://" not in paragraph or not any(_strange(host, own) for host in _URL.findall(paragraph)):
            continue
        said = _URL.sub(" ", paragraph)
        if asks.by(said, _LINK.sub(" ", paragraph).strip(_FRAME) if len(said) < 100 else ""):
            return True
    return False


def _asking_anchor(html: str, own: frozenset[str], asks: _Asks, standard: bool) -> bool:
    """The same for a link behind words; beside a report (``standard``) an answer may run over paragraphs."""
    for found in _HREF.finditer(html):
        if not _strange(found[1], own):
            continue
        before = html[max(0, found.start() - 200) : found.start()]
        if not standard:
            before = _BLOCK.split(before)[-1]
        around = re.sub(r"<[^<>]*>", " ", before)[-120:]
        label = re.sub(r"<[^<>]*>", " ", html[found.end() : found.end() + 300].partition("</a")[0])
        if asks.by(f"{around} {label}", " ".join(label.split()).strip(_FRAME)):
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
