"""Whom a notice without a machine-readable report names: addresses by where they stand in its text."""

from __future__ import annotations

import re
from typing import NamedTuple

from guide_engine.model import TextLine

_DOMAIN = re.compile(r"@(\[[0-9A-Fa-f.:IPv]{2,45}\]|[A-Za-z0-9\u0080-\uffff_](?:[A-Za-z0-9._\u0080-\u2fff-]{0,252}))")
_ATEXT = "".join(chr(c) for c in range(33, 127) if chr(c) not in '()<>[]:;@\\,"')
MAX_ADDRESSES = 2000
MAX_LINE = 4000  # characters of one line that are looked at; RFC 5321 allows a line 1000
MAX_IN_LINE = 100
NEAR = 200  # characters on either side of an address that say what it is


class Found(NamedTuple):
    """One address in the text: its row in the lines, what stands before and after it there."""

    address: str
    row: int
    before: str
    after: str


def addresses(line: str, row: int) -> list[Found]:
    out: list[Found] = []
    line = line[:MAX_LINE]
    for m in _DOMAIN.finditer(line):
        at = m.start()
        window = line[max(0, at - 64) : at]
        if window.endswith('"'):
            opened = window.rfind('"', 0, -1)
            local = window[opened:] if opened >= 0 else ""
        else:
            local = window[len(window.rstrip(_ATEXT)) :].lstrip("'`*=/|")
        domain = m[1].rstrip(".-_")
        if local.lower().startswith("smtp="):
            local = local[5:]
        if local and domain:
            start, stop = at - len(local), at + 1 + len(domain)
            before = line[max(0, start - NEAR) : start] if start > NEAR else line[:start]
            out.append(Found(f"{local}@{domain}", row, before, line[stop : stop + 5 * NEAR]))
            if len(out) >= MAX_IN_LINE:
                break
    return out


# Asked of text in lower case: an expression that ignores case is searched for four times as slowly.
# A line that leads with the address, as lists of failed recipients do.
_LEADS = re.compile(
    r"[\s>|<*\-•・\[\"'(=_#]*+(?:\d{1,3}[.)]\s*)?(?:(?:smtp|rfc822|mailto|internet)[:;]\s*)?[<\[\"'(]?$"
)
_ENDS = re.compile(r"[>\])\"'*]*\s*(?:$|:|\.\.\.|[,;]?\s*$|\(|\s-|-|<|\s+on\s|;|\.\s|：|,|は|に|へ|様|宛)")
# A label that says: this is whom it was for.
_LABEL = re.compile(
    r"(?:recipients?|addressee|address(?:\(es\)|es)?|mailbox|destinat\w+|empf\w+|adressaten?|destinatario"
    r"|undeliverable|unknown user"
    r"|undeliverable to|failed|rcpt to|addressed to|for|user|to|unknown|受信者|宛先|あて先|送信先|送り先|メールアドレス"
    r"|アドレス|получател\w+"
    r"|收件人|адрес\w*)"
    r"(?: is| was| are|\(s\))?\s*[:=：;\-]{0,3}\s*[<\[\"'(「]{0,2}(?:smtp[:;])?$"
)
_RCPT = re.compile(r"rcpt to\s*[:=]?\s*[<\[\"']{0,2}$")
_REPLY = re.compile(r"\s*[45]\d\d[ -](?:[45]\.\d\.\d{1,3} )?<?")  # "550 5.1.1 <user@example.com>... User unknown"
_NOT = re.compile(
    r"(?:from|sender|reply-to|return-path|message-?id|in-reply-to|references|contact|postmaster|help|assist|support"
    r"|forward|write to|mail from|report|question"
    r"|envelope-from|x-[a-z-]+|please|cc|(?:差出人|送信者|送信元)(?:の?(?:メール)?アドレス)?"
    r"|お問い合わせ|連絡|by|via|accepting mail|(?<!for )list|unsubscribe"
    r"|mailto)\b\s*[:：=]?[^@]{0,40}$"
)
_WORDS = re.compile(
    r"unknown|undeliver|not deliver|deliver|fail|reject|refus|no such|not exist|doesn't have|invalid|unavail|full"
    r"|quota|disabled|not found|denied"
    r"|bounce|returned|not reach|could not|cannot|can't|unable|error|[45]\d\d[ -]|不明|届|配信|配送|送信でき"
    r"|存在しません|見つかりません|エラー|拒否"
    r"|推|недоступ|не существует|不存在|无法|退"
)


_ALIAS = re.compile(r"(?:generated|expanded|redirected) from:?\s*[<\"'(]*$")
_SUMMARY = re.compile(
    r"\s*(?:[*>•-]\s*)?(?:subject|sent|date|message-?id|received on|件名|日付|送信日時|objet|betreff|oggetto"
    r"|asunto|assunto|tema)\b.{0,20}[:：]",
    re.I,
)
_TO = re.compile(r"\s*(?:[*>•-]\s*)?(?:to|cc|from|an|à|a|para|宛先)\s*[:：]", re.I)


def summed_up(lines: tuple[TextLine, ...], row: int) -> bool:
    """Whether this "To:" only sums the mail up, beside its Subject and Date: not yet a failed recipient."""
    return bool(_TO.match(lines[row].text)) and any(
        _SUMMARY.match(near.text) for near in lines[max(0, row - 3) : row + 5]
    )


def rank(found: Found) -> int:
    """How surely this is a failed recipient: 4 leads its line, 3 labelled, 2 among words of failure, 0 surely not."""
    before, after = found.before.lower(), found.after.lower()
    if not before.strip(" \t<"):  # most lists
        return 4 if _ENDS.match(after) else 3
    if _RCPT.search(before[-60:]) or _REPLY.fullmatch(before[:40]):
        return 3
    if "from" in before and _ALIAS.search(before[-40:]):
        return 2
    if _NOT.search(before[-80:]):
        return 0
    if _LEADS.fullmatch(before):
        return 4 if _ENDS.match(after) else 3
    if _LABEL.search(before[-80:]):
        return 3
    line = before + after
    return 2 if _WORDS.search(line) else 1


def named(
    lines: tuple[TextLine, ...], skip: frozenset[str], owner: frozenset[str] = frozenset()
) -> list[tuple[Found, int]]:
    """The failed recipients that the text names, in order: those of the best rank there is, each once, with that rank.

    ``skip``: the one who speaks; ``owner``: the one spoken to, a failed recipient only where listed as one.
    """
    best: list[Found] = []
    refused: set[str] = set(skip)
    listed: set[str] = set()
    top = 1
    for row, (text, _) in enumerate(lines):
        if "@" not in text:
            continue
        for found in addresses(text, row):
            low = found.address.lower()
            if low in listed or low in skip:  # listed as failed before: what it is here says no more
                continue
            level = 1 if summed_up(lines, row) else min(rank(found), 3)
            if level < 3 and low in owner:
                continue
            if level == 0:
                refused.add(low)
                continue
            if level > top:
                best, top = [], level
            if level == top and len(best) < MAX_ADDRESSES:
                best.append(found)
                if level == 3:
                    listed.add(low)
    seen = refused if top < 3 else set(skip)
    out = []
    for found in best:
        low = found.address.lower()
        if low not in seen:
            seen.add(low)
            out.append((found, top))
    return out
