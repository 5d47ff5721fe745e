"""How many: one row a way of telling it, in either language, and the numbers that count nothing."""

from __future__ import annotations

import pytest

from guide_engine import read_story
from guide_engine.incident.narrative_counts import count
from guide_engine.incident.narrative_text import normalise

TENS, HUNDREDS, THOUSANDS = (10, 99), (100, 999), (1000, 9999)
TEN_THOUSANDS = (10000, 99999)
Value = int | tuple[int, int] | None

EN: list[tuple[str, Value]] = [
    # mail: digits, words, shorthand, bounds, vague words
    ("there were 340 bounces in my inbox", 340),
    ("three hundred and forty bounces arrived", 340),
    ("~12K bounces", 12000),
    ("in the end 22 915 requests", 22915),
    ("25.000 mails in mailq", 25000),
    ("Outbound queue at 6,000 and climbing", 6000),
    ("Since then, two members have left the list", 2),
    ("between 200 and 300 bounces", (200, 300)),
    ("two or three hundred bounces", (200, 300)),
    ("scores of bounces", TENS),
    ("in their hundreds, by the hundred", HUNDREDS),
    ("thousands upon thousands of mails", THOUSANDS),
    ("hundreds of thousands of messages", (100000, 999999)),
    # the noun is understood
    ("I counted 212 before giving up", 212),
    ("212 and counting", 212),
    ("by noon it had doubled to 800", 800),
    ("the total came to 5,120", 5120),
    ("the queue was 9,000 deep", 9000),
    ("past the 1,000 mark", 1000),
    ("I woke up to 418 new mails", 418),
    ("deleted all 1,100", 1100),
    ("a burst of 900", 900),
    ("40/hour", 40),
    ("already more than 3000.", 3000),
    ("no fewer than 640 mails", 640),
    ("I stopped counting at 500", 500),
    ("12,431 were sent", 12431),
    ("5,120 had left our server", 5120),
    ("640 all told", 640),
    ("Bounced messages, around 2,700, filled the inbox", 2700),
    ("I have received such mails, about 40.", 40),
    ("bringing the total to 640", 640),
    ("forty new ones", 40),
    ("I've got 4,000-odd of these things now", 4000),
    ("three minutes later there were 300 of it", 300),
    ("with the pile past 3,000, I rang the host", 3000),
    # "both" counts, of machines and lists
    ("ran a full scan on both office PCs", 2),
    ("we asked both lists for removal", 2),
    ("our relay was listed at one blocklist", 1),
    # what it was before is not what it is
    ("fell from 900 a day to 30", 30),
    ("Of the six, two had paid", 2),
    # people, machines, lists, attempts
    ("three of our growers phoned me", 3),
    ("she wrote to 85", 85),
    ("one of our computers was infected", 1),
    ("one account was abused", 1),
    ("she scanned all four", 4),
    ("it did so 6,412 times", 6412),
    ("I rang the four people who had replied", 4),
    ("Alert: mail backlog above 4,000.", 4000),
    ("2,100 or so bounced", 2100),
    ("I went through the 64, one by one", 64),
    ("she wrote again to the 90 that were left", 90),
    ("some 300 of you", 300),
    ("I changed every password, together 41.", 41),
    ("there were about 260 when I came home", 260),
    ("some 260 had piled up by lunchtime", 260),
    ("after dinner it was past 1,900", 1900),
    ("twelve more in the outbox", 12),
    ("23 of the 40 computers were infected", 23),
    ("of the forty machines twenty-three were clean", 23),
    ("two pieces of malware", 2),
    ("the eight other sites where I had used it", 8),
    ("each of us had received up to 70 messages", 70),
    ("I lost one client over this", 1),
    ("one of them had already paid", 1),
    ("only one failure since then", 1),
    ("six orders never reached us", 6),
    ("35 customers have written so far", 35),
    ("the mail went to 58 cyclists", 58),
    ("700 were stuck in the queue", 700),
    ("◦◦◦◦◦◦◦◦◦ 17 bounces, ・・・・・ 12", 12),
    ("0 bounces ・・・・・", 0),
    # no count
    ("both of them were ill", None),
    ("both accounts have been disabled", None),
    ("no virus was found on any of our nine computers", None),
    ("our plan allows 500 mails an hour", None),
    ("it normally shows around 200 messages", None),
    ("the scan took two hours", None),
    ("we have 35 members", None),
    ("4 Letter to everybody", None),
    ("logged in at 5.52", None),
    ("from 192.0.2.21 to us", None),
    ("I read one of them", None),
    ("the first of the two mails", None),
    ("the owners of the three accounts", None),
    ("1 in 5 bounced", None),
    ("a club with 240 members", None),
    ("we stopped web14 altogether", None),
    ("a limit of 500 messages a day", None),
    ("no more than 100 mails an hour are allowed", None),
    ("I tried three times", None),
    ("error 550 came back", None),
    ("the man on plot 4 had bought a card", None),
    ("our office sent the Year 4 letter", None),
]

JA: list[tuple[str, Value]] = [
    ("340通もの英語のメールが", 340),
    ("三百四十通が届いていました", 340),
    ("二、三百通のメールが届いた", (200, 300)),
    ("百数十通", (110, 199)),
    ("何百というメール", HUNDREDS),
    ("何千という数のメールが届いた", THOUSANDS),
    ("万単位のメールが送られた", TEN_THOUSANDS),
    ("数えてみると212あった", 212),
    ("全部で212。", 212),
    ("ざっと500はある", 500),
    ("500まで数えてやめた", 500),
    ("2,300件の宛先に", 2300),
    ("１３，４８２件たまっていた", 13482),
    ("900通から20通に減った", 20),
    ("10通くらいだったのが一気に2000通超えた", 2000),
    ("200から300通くらい", (200, 300)),
    ("30通のうち5通が", 5),
    ("宛先のうち112件が", 112),
    ("アカウント2件が不正利用", 2),
    ("知らないアドレスが1つ入っていた", 1),
    ("4つのブラックリストに載った", 4),
    ("海外からのログインが3回ありました", 3),
    ("残りの14台も調べた", 14),
    ("保護者120世帯に", 120),
    ("20台中18台まで終わった", 18),
    ("全アカウント40件についても変更した", 40),
    ("25のご家庭から連絡があった", 25),
    ("ブラックリスト3か所に解除を依頼", 3),
    ("携帯を見たら、未読が412通になっていた", 412),
    ("不達通知は◦◦17通、・・は12通", 12),
    ("不達通知は◦◦17通、・・は0通", 0),
    ("300通あったのが5通に減った", 5),
    ("マルウェア2種を検出", 2),
    ("有名どころのリスト4つに載っている", 4),
    ("国外からの接続が・・・計5回行われていた", 5),
    ("約6,300の契約者のパスワードが漏れた", 6300),
    ("19のアカウントが使われた", 19),
    ("使い回していた8か所を変えた", 8),
    ("4拠点で確認した", 4),
    ("1名の方が被害に遭われた", 1),
    ("迷惑フォルダにも120ほど", 120),
    # no count
    ("ふだんは一日に2通ほど", None),
    ("1時間に500通までしか送れない", None),
    ("検査に2時間かかった", None),
    ("2人で手分けした", None),
    ("数分に1通程度", None),
    ("一通も来ない", None),
    ("三通目で気づいた", None),
    ("2か所目も解除", None),
    ("2つめも解除", None),
    ("1件ずつ電話した", None),
    ("数分おきに1通", None),
    ("500通の上限に達した", None),
    ("従業員12名の会社です", None),
    ("1件のお客様サイトが悪用され、迷惑メールが出た", None),
    ("16文字のパスワードに変更", None),
]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("three firms complained", "companies"),
        ("40 households received it", "households"),
        ("12 schools received it", "organisations"),
        ("取引先5社に届いた", "companies"),
        ("保護者120世帯に届いた", "households"),
        ("12団体に届いた", "organisations"),
        ("会員30人に届いた", "people"),
    ],
)
def test_who_is_counted(text: str, unit: str) -> None:
    said = count(normalise(text), "en" if text.isascii() else "ja")
    assert said is not None
    assert said.unit == unit


@pytest.mark.parametrize(("language", "text", "want"), [("en", *row) for row in EN] + [("ja", *row) for row in JA])
def test_a_number_that_counts(language: str, text: str, want: Value) -> None:
    said = count(normalise(text), language)
    assert (said.value if said else None) == want


@pytest.mark.parametrize(
    ("story", "want"),
    [
        ("My mail\n\nOn 9 May 2022 the host told me the final figure: 31,400 spam mails in three days.\n", 31400),
        ("My mail\n\nOn 9 May 2022 I found the mailbox full of bounces: 612.\n", 612),
    ],
)
def test_a_number_behind_a_colon_is_of_what_stands_before_it(story: str, want: Value) -> None:
    assert [e.count.value for e in read_story(story).events if e.count] == [want]
