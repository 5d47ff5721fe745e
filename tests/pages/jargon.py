"""Words that the first page does not use."""

from __future__ import annotations

import re

# words that a frightened reader does not know: none of them stands on the first page
JARGON = (
    "ヘッダ", "メールサーバ", "ドメイン名", "プロトコル", "エンベロープ", "バウンス", "認証", "ソース",
    "header", "envelope", "backscatter", "bounce", "credential", "authenticat", "server", "domain name",
    "MTA", "SMTP", "SPF", "DKIM", "DMARC", "DSN", "IMAP", "POP3", "RFC", "IP",
)  # fmt: skip


def found(text: str) -> list[str]:
    """The words of JARGON that stand in ``text``."""
    return [word for word in JARGON if _stands_in(word.casefold(), text.casefold())]


def _stands_in(word: str, text: str) -> bool:
    """Whether a word stands in text; Latin ones only where they begin a word ("IP" is not in "zip")."""
    return bool(re.search(rf"(?<![a-z]){word}(?![a-z])", text)) if word.isascii() and len(word) < 4 else word in text
