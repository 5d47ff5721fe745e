"""What a story is called: its first line, or what a letter or a post says that it is about."""

from __future__ import annotations

import pytest

from guide_engine import read_story

COURSE = {
    "ja": "昨夜、会員あての迷惑メールが約300通送られました。今朝、パスワードを変えました。",
    "en": "Last night about 300 spam messages were sent to our members. This morning we changed the password.",
}
HEAD = "令和8年3月2日\n会員各位\n山の手自治会\n会長　松田 清\n\n"
TITLES = [
    ("ja", "迷惑メールの夜のこと\n\n", "迷惑メールの夜のこと"),
    ("ja", f"{HEAD}不審なメールについて（お詫び）\n\n", "不審なメールについて（お詫び）"),
    ("ja", f"{HEAD}アカウントの不正利用に関するご報告\n\n拝啓　早春の候。\n", "アカウントの不正利用に関するご報告"),
    ("ja", "質問：エラーが止まりません\n投稿：2026年3月2日　10:20\n\n", "エラーが止まりません"),
    ("ja", f"{HEAD}この件についてお話しします。\n", None),
    ("en", "A night of spam\n\n", "A night of spam"),
    ("en", "2 March 2026\n\nDear members,\n\nSubject: the messages of last night\n\n", "the messages of last night"),
    ("en", "2 March 2026\n\nDear members,\n\nI write about last night: it was bad.\n", None),
]


@pytest.mark.parametrize(("language", "head", "title"), TITLES)
def test_a_story_is_called_what_its_author_calls_it(language: str, head: str, title: str | None) -> None:
    assert read_story(head + COURSE[language], date="2026-03-03").title == title
