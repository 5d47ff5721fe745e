"""A verdict that the story replaces, a question that it answers, and words that only look like a cause.

Each row is a story of its own.
"""

from __future__ import annotations

import pytest
from test_causes import Row, check

REPLACED: list[Row] = [
    # ---- a verdict holds until something else comes of it
    ("The technician concluded that the account had been hacked.", {"+hacked"}),
    (
        "The technician concluded that the account had been hacked. In fact our contact form had been abused.",
        {"-hacked", "+web"},
    ),
    (
        "On Monday the help desk diagnosed a stolen password and reset it. On Tuesday we learned that the contact "
        "form on our website had been abused.",
        {"-hacked", "+web"},
    ),
    (
        "Support judged that the sender was forged. It turned out that somebody had been logging in to our mailbox.",
        {"-forged", "+hacked"},
    ),
    ("Support judged that the sender was forged.", {"+forged"}),
    (
        "Sam decided that his password had been stolen. An hour later the log killed the stolen-password theory.",
        {"-hacked"},
    ),
    (
        "My nephew told me it was clearly a virus and made me buy a scanner. The provider later found that a stranger "
        "was only using my address as sender.",
        {"-malware", "+forged"},
    ),
    ("By noon we had written off the malware theory.", {"-malware"}),
    (
        "We blamed a stolen password at first. It was nothing of the sort: our server was an open relay.",
        {"-hacked", "+relay"},
    ),
    ("担当者は差出人の詐称と判断した。", {"+forged"}),
    ("担当者は差出人の詐称と判断した。しかし実際はメールボックスに侵入されていた。", {"-forged", "+hacked"}),
    (
        "店員は「これはウイルスですね」と言いました。ところが原因は問い合わせフォームの悪用でした。",
        {"-malware", "+web"},
    ),
    ("パスワードが推測されたと結論づけたが、翌日、この見立ては取り下げた。", {"-weak"}),
    ("総務のアドレスが差出人に使われていたため、乗っ取りを疑った。", {"+forged", "?hacked"}),
    ("当初は端末のマルウェア感染も検討したが、全台の検査で何も見つからず、否定された。", {"-malware"}),
    # ---- asked or suspected, and answered
    ("People have asked whether one of us clicked on a phishing link. We found no sign of that.", {"-phished"}),
    ("We were also asked whether an employee had given away a password. There is no evidence of it.", {"-phished"}),
    (
        "Several members asked whether the booking software had been hacked. The makers told us it had not.",
        {"-provider"},
    ),
    ("Did somebody hand out a password? No, says everyone in the office.", {"-phished"}),
    (
        "Some suspected the old laptop in the office. Our technician went over it and it is perfectly healthy.",
        {"-malware"},
    ),
    ("I ran a full scan, which turned up only a couple of tracking cookies.", {"-malware"}),
    ("In our first statement we said that the address list might have been copied. This did not happen.", {"-leaked"}),
    (
        "職員がパスワードを人に教えたのではないかというお尋ねもいただきましたが、そのような事実はございません。",
        {"-phished"},
    ),
    ("ウイルスの検査をしましたが、出てきたのは広告のクッキーだけでした。", {"-malware"}),
    # ---- what happens to others
    ("Out-of-date plug-ins are among the most common ways in.", {"~web"}),
    ("Now and then it is a forged sender.", {"~forged"}),
    ("As a rule a weak password is to blame. Not in our case.", {"~weak", "-weak"}),
    ("一般には弱いパスワードが狙われますが、今回は違います。", {"~weak", "-weak"}),
    # ---- no cause at all
    ("Eight recipients told us that they had typed their card number on the fake page.", set()),
    ("I had typed the list of members afresh from an old book.", set()),
    ("The notes came from lists that the sender had brought along.", set()),
    ("If you use one password for all sites, as I did, do change it.", set()),
    ("届いた通知は破棄するよう本人に伝えました。", set()),
    ("3名のお客様が、偽のページにカード番号を入力したとのことです。", set()),
    ("適当な名前にうちのドメインを付けて差出人に書いただけでした。", {"+random", "+forged"}),
]


@pytest.mark.parametrize(("story", "want"), REPLACED)
def test_a_verdict_holds_until_the_story_replaces_it(story: str, want: set[str]) -> None:
    check(story, want)
