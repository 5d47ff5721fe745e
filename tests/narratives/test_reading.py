"""What a sentence says: times, counts, causes, actions, lessons. One row a rule of the language."""

from __future__ import annotations

from typing import Any

import pytest

from guide_engine import read_story
from guide_engine.incident.narrative import LIMIT, StoryError


def events(text: str, date: str | None = None) -> list[dict[str, Any]]:
    return list(read_story(text, date=date).to_dict()["events"])  # type: ignore[call-overload]


# ---- times -----------------------------------------------------------------------------------

TIMES_JA = [  # story, date of writing, the times of its events in order
    ("2022年2月3日、エラーメールが届きました。翌日、パスワードを変更しました。", None, ["2022-02-03", "2022-02-04"]),
    ("令和5年7月20日午前9時、エラーメールが届きました。", None, ["2023-07-20T09:00"]),
    ("平成30年1月5日、エラーメールが届きました。", None, ["2018-01-05"]),
    ("令和元年5月1日、エラーメールが届きました。", None, ["2019-05-01"]),
    ("２０２４年３月９日、エラーメールが届きました。同日、連絡しました。", None, ["2024-03-09", "2024-03-09"]),
    ("2024年3月9日、エラーメールが届きました。その3日後、収まりました。", None, ["2024-03-09", "2024-03-12"]),
    ("2024年3月9日、エラーメールが届きました。次の日も届きました。翌々日に止まりました。", None,
     ["2024-03-09", "2024-03-10", "2024-03-12"]),
    ("2024年3月9日 18時20分〜19時05分、迷惑メールが送信されました。", None,
     [{"start": "2024-03-09T18:20", "end": "2024-03-09T19:05"}]),
    ("3月9日、エラーメールが届きました。翌日には止まりました。", None, ["--03-09", "--03-10"]),
    ("12月30日、エラーメールが届きました。1月3日に止まりました。", "2024-01-10", ["2023-12-30", "2024-01-03"]),
    ("今朝、エラーメールが届きました。", "2024-03-09", ["2024-03-09"]),
    ("昨日、エラーメールが届きました。", "2024-03-09", ["2024-03-08"]),
    ("約2年前、エラーメールが届きました。", None, [{"offset": "-P2Y"}]),
    ("ある日、エラーメールが届きました。翌日には数千通に増えました。", None, [{"day": 0}, {"day": 1}]),
    ("ある日、エラーメールが届きました。三日目に止まりました。", None, [{"day": 0}, {"day": 2}]),
    ("月曜日、エラーメールが届きました。木曜日に止まりました。", None, [{"day": 0}, {"day": 3}]),
    ("エラーメールが届きました。", None, [None]),
]  # fmt: skip
TIMES_EN = [
    ("On 2nd March 2024 the bounces began. The following morning I changed it.", None, ["2024-03-02", "2024-03-03"]),
    ("On March 2, 2024 at 2.15 pm the bounces began. By 3 pm there were 900 messages.", None,
     ["2024-03-02T14:15", "2024-03-02T15:00"]),
    ("On 14th May 2026 I found the intruder. Two days earlier, he had logged in for the first time.", None,
     ["2026-05-12", "2026-05-14"]),
    ("On 5/19/2014 the bounces began and we changed the password.", None, ["2014-05-19"]),
    ("This morning I received 900 bounces. I had clicked on a link yesterday.", "2024-03-09",
     ["2024-03-08", "2024-03-09"]),
    ("It began on Friday evening. On Monday it stopped.", None, [{"day": 0}, {"day": 3}]),
    ("On Tuesday the bounces started. Three days later they stopped.", None, [{"day": 0}, {"day": 3}]),
    ("I received 900 bounces in my inbox.", None, [None]),
]  # fmt: skip


@pytest.mark.parametrize(("story", "date", "want"), TIMES_JA + TIMES_EN)
def test_times_are_followed(story: str, date: str | None, want: list[object]) -> None:
    assert [e["when"] for e in events(story, date)] == want


def test_days_are_counted_from_the_first_day() -> None:
    said = events("2024年3月9日、エラーメールが届きました。その3日後、収まりました。")
    assert [e["day"] for e in said] == [0, 3]


def test_newest_first_comes_out_in_order_of_time() -> None:
    said = events(
        "障害情報\n2024年3月9日 12:00\n復旧しました。\n\n2024年3月9日 9:00\nメールの送信に遅れが発生しています。\n"
    )
    assert [e["quote"] for e in said] == ["メールの送信に遅れが発生しています。", "復旧しました。"]


# ---- counts ----------------------------------------------------------------------------------

COUNTS = [
    ("何百通ものメールが届きました。", ([100, 999], "hundreds")),
    ("数千件のエラーメールが届きました。", ([1000, 9999], "thousands")),
    ("毎日千通単位で届きました。", ([1000, 9999], "thousands")),
    ("エラーメールが1万件以上届きました。", (10000, "at_least")),
    ("約800件のエラーメールが届きました。", (800, "about")),
    ("計350通のメールが届きました。", (350, "exact")),
    ("１２，０００通のメールが届きました。", (12000, "exact")),
    ("一万二千通を超えるメールが届きました。", (12000, "at_least")),
    ("エラーメールの件名は英語で、大量に届きました。", None),
    ("20分たっても受信が終わらず、メールが届き続けました。", None),
    ("Over 6,000 bounces arrived in my inbox.", (6000, "at_least")),
    ("Dozens of bounces arrived in my inbox.", ([10, 99], "tens")),
    ("About 7000 bounces arrived in my inbox.", (7000, "about")),
    ("~12K bounce messages arrived in my inbox.", (12000, "about")),
    ("Two hundred more messages arrived in my inbox.", (200, "exact")),
    ("Messages arrived again about 3 seconds after we received them.", None),
    ("After 20 minutes the bounces arrived in my inbox.", None),
]


@pytest.mark.parametrize(("story", "want"), COUNTS)
def test_counts_are_read_and_other_numbers_are_not(story: str, want: tuple[object, str] | None) -> None:
    found = [e["count"] for e in events(story)]
    assert len(found) == 1
    assert (found[0] and (found[0]["value"], found[0]["qualifier"])) == want


# ---- what is an event ------------------------------------------------------------------------

NO_EVENTS = [
    "ウイルスに感染した場合は、すぐにパスワードを変更してください。同じパスワードを使い回さないようにしましょう。",
    "このたびはご迷惑とご心配をおかけし、深くお詫び申し上げます。今後は再発防止に努めてまいります。",
    "エラーメールというのは、宛先に届かなかったことを知らせる通知のことです。誰でも差出人を書き換えることができます。",
    "If you use the same password elsewhere, please change it. You should also turn on two-factor authentication.",
    "A spammer does not need your password to do that. Anyone can write any address on an envelope.",
    "We apologise for the trouble. We plan to hold a training day and will review our rules.",
]


@pytest.mark.parametrize("story", NO_EVENTS)
def test_advice_plans_and_explanations_are_no_events(story: str) -> None:
    assert events(story) == []


# ---- causes ----------------------------------------------------------------------------------

CAUSES = [
    ("パスワードを使い回していたことが原因でした。", {("password_reuse", "confirmed")}),
    ("推測されやすいパスワードだったため、総当たりで破られたものと考えられます。", {("password_weak", "suspected")}),
    ("パソコンがウイルスに感染していたことが判明しました。", {("malware", "confirmed")}),
    ("ウイルスチェックを行いましたが、異常はありませんでした。", {("malware", "ruled_out")}),
    ("差出人を詐称されただけのようです。", {("forged_sender", "suspected")}),
    ("アカウントが乗っ取られた可能性があります。", {("credentials_compromised", "suspected")}),
    ("最初は乗っ取られたと思い込んでいました。調べてみると、差出人を詐称されただけでした。",
     {("credentials_compromised", "ruled_out"), ("forged_sender", "confirmed")}),
    ("お問い合わせフォームの脆弱性を悪用されました。", {("webform_or_cms_hacked", "confirmed")}),
    ("原因は不明です。エラーメールが届きました。", {("unknown", "confirmed")}),
    ("The bottom line shows a login from Vietnam. So it was not spoofing.",
     {("credentials_compromised", "confirmed"), ("forged_sender", "ruled_out")}),
    ("It appears that somebody put my address in the From line.", {("forged_sender", "suspected")}),
    ("Somebody had guessed my weak password and sent spam.", {("password_weak", "confirmed")}),
    ("I ran a virus scan. It came up clean.", {("malware", "ruled_out")}),
    ("The script had been planted through an outdated plug-in.", {("webform_or_cms_hacked", "confirmed")}),
    ("If your password is a simple one, an attacker can guess it.", {("password_weak", "general")}),
]  # fmt: skip


@pytest.mark.parametrize(("story", "want"), CAUSES)
def test_causes_have_the_certainty_that_the_writer_gives_them(story: str, want: set[tuple[str, str]]) -> None:
    assert {(c.cause, c.status) for c in read_story(story).causes} == want


# ---- actions ---------------------------------------------------------------------------------

ACTIONS = [
    ("すぐにパスワードを変更しました。", {("change_password", "done")}),
    ("パスワードを変更してください。", {("change_password", "advised")}),
    ("パスワードはまだ変更していません。", set()),
    ("二段階認証を導入しました。", {("enable_2fa", "done")}),
    ("プロバイダに問い合わせました。", {("contact_provider", "done")}),
    ("専門業者に端末の検査をお願いしました。", {("virus_scan", "done")}),
    ("SPFレコードを設定しました。", {("spf_dkim_dmarc", "done")}),
    ("We changed the passwords of all users.", {("change_password", "done")}),
    ("Please change your password at once.", {("change_password", "advised")}),
    ("We did not change the password.", set()),
    ("My password was weak. I changed it that night.", {("change_password", "done")}),
    ("I purged the queue and closed the catch-all.", {("delete_queue", "done"), ("filter_bounces", "done")}),
    ("Their advice was to publish an SPF record.", {("spf_dkim_dmarc", "advised")}),
    ("We asked three blocklists to delist our server.", {("delist_blocklist", "done")}),
]


@pytest.mark.parametrize(("story", "want"), ACTIONS)
def test_actions_are_done_or_advised(story: str, want: set[tuple[str, str]]) -> None:
    assert {(a.action, a.status) for a in read_story(story).actions} == want


@pytest.mark.parametrize(
    ("story", "want"),
    [
        ("エラーメールが届きました。\n\nまとめ\n・パスワードは使い回さないこと\n", ["パスワードは使い回さないこと"]),
        ("Bounces arrived. The lesson: never use a catch-all.", ["The lesson: never use a catch-all"]),
        ("Bounces arrived. I changed the password.", []),
        ("Bounces arrived. My mistake was to trust the first guess.", ["My mistake was to trust the first guess"]),
        ("Bounces arrived. We will always tell you the truth.", []),
        (
            "月曜に直りました。一番の失敗は、記録を読む前に動いたことです。",
            ["一番の失敗は、記録を読む前に動いたことです"],
        ),
        ("月曜に直りました。二度と同じパスワードは使いません。", ["二度と同じパスワードは使いません"]),
    ],
)
def test_lessons_are_what_the_writer_says_was_learned(story: str, want: list[str]) -> None:
    assert [lesson.quote for lesson in read_story(story).lessons] == want


# ---- honesty ---------------------------------------------------------------------------------


def test_every_quote_stands_at_its_span(story_text: str) -> None:
    for event in events(story_text):
        start, end = event["span"]
        assert story_text[start:end] == event["quote"]


def test_causes_actions_and_lessons_quote_the_text(story_text: str) -> None:
    said = read_story(story_text)
    quotes = [x.quote for x in (*said.causes, *said.actions, *said.lessons)]
    assert all(quote and quote in story_text for quote in quotes)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        (" \n\t\n", "empty"),
        ("PK\x03\x04\0\0\0", "binary"),
        ("メールが届きました。" * (LIMIT // 5), "too-long"),
        ("Gestern kamen hunderte Mails zurück, die ich nie geschrieben habe.", "other-language"),
        ("昨天我收到了几百封退信，都不是我发的。我马上改了密码，然后联系了服务商。", "other-language"),
        ("어제 반송 메일이 수백 통 왔습니다. 비밀번호를 바꿨습니다.", "other-language"),
    ],
)  # fmt: skip
def test_what_is_no_story_is_refused_by_name(text: str, reason: str) -> None:
    with pytest.raises(StoryError) as error:
        read_story(text)
    assert error.value.reason == reason


def test_one_short_sentence_is_enough_to_tell_japanese() -> None:
    assert [event.quote for event in read_story("業者に来てもらった。").events] == ["業者に来てもらった。"]


# ---- what is no event, and what belongs to the event before it ----------------------------------

NOTHING = [
    "全パソコンの検査は9月末までに行う。",
    "二段階認証を来月末までに導入いたします。",
    "早く気づいていれば、被害は防ぐことができた。",
    "送信の設定は古い機種で動く設定だった。",
    "これは偽の画面に誘い込む手口です。",
    "同じ会社の人は、パスワードを今すぐ確認して。",
    "情報が持ち出された形跡は確認されていません。",
    "急に増えた理由はよくわからない。",
    "It took ten minutes.",
    "How they got in is the awkward part.",
    "The working theory is a leaked key.",
    "My neighbour is still trying to get her money back.",
    "No harm was done.",
    "The club sent no such letter.",
]


@pytest.mark.parametrize("sentence", NOTHING)
def test_no_event_in_what_did_not_happen(sentence: str) -> None:
    ahead = "A word about what we do with our mail" if sentence.isascii() else "メールについて"
    assert events(f"{ahead}\n\n{sentence}\n") == []


@pytest.mark.parametrize(
    ("story", "quotes"),
    [
        ("2024-03-09\n10:20 ログを調べる。異常なし。\n10:45 キュー掃除。約12,000捨てて、正規の分は残す。\n\n"
         "2024-03-10\n09:00 サーバー再起動。\n",
         ["10:20 ログを調べる。異常なし", "10:45 キュー掃除。約12,000捨てて、正規の分は残す", "09:00 サーバー再起動"]),
        ("Our mail\n\nI checked the laptop. Clean as a whistle. The scan of the phone found nothing.\n",
         ["I checked the laptop", "The scan of the phone found nothing"]),
        ("Many of you will know by now that on Tuesday the club was hacked.\n",
         ["Many of you will know by now that on Tuesday the club was hacked"]),
        ("The scanner\n\nShe rings the provider. She pulls the plug. She looks at him. At noon she changes the lock.\n"
         "He deletes the queue. She writes to the host.\n",
         ["She rings the provider", "She pulls the plug", "At noon she changes the lock", "He deletes the queue",
          "She writes to the host"]),
        ("Dear all,\n\nOn Monday we changed the password.\n\nYours in sport,\nHarold Blocked\nHon. Treasurer\n",
         ["On Monday we changed the password"]),
    ],
)  # fmt: skip
def test_what_only_finishes_an_event_is_none(story: str, quotes: list[str]) -> None:
    assert [e["quote"].rstrip(".。") for e in events(story)] == quotes


def test_a_summary_tells_only_what_the_course_leaves_out() -> None:
    story = (
        "ご報告\n\n■概要\n計2,641通の迷惑メールが送信されました。復旧済みです。\n\n■経緯\n"
        "6月5日 9時 配信エラーに気づく。\n6月5日 10時 アカウントを停止。\n6月6日 パスワードを変更。\n"
    )
    assert [e["count"]["value"] if e["count"] else None for e in events(story)].count(None) == 3
    assert len(events(story)) == 4


@pytest.mark.parametrize(
    ("story", "quotes"),
    [
        ("5月4日 7:12\nエラーメール止まった〜〜。\n\n5月4日 8:00\nパスワード変えたよ…\n",
         ["エラーメール止まった〜〜。", "パスワード変えたよ…"]),
        ("作業のメモです。\n\n5月4日\n10:40 userdel scan\n10:45 ついでにメールの送信も停止\n",
         ["10:40 userdel scan", "10:45 ついでにメールの送信も停止"]),
        ("Summary\n\nAn outsider used our mailbox to send 9,100 messages.\n\nRoot cause\n\nA reused password.\n",
         ["An outsider used our mailbox to send 9,100 messages."]),
        ("Notes for my successor\n\n- Mon 4 May, 08:30: reset his password, killed the sessions.\n- Quiet since.\n",
         ["reset his password, killed the sessions.", "Quiet since."]),
    ],
)  # fmt: skip
def test_short_and_coloured_ways_of_telling_are_heard(story: str, quotes: list[str]) -> None:
    assert [e["quote"] for e in events(story)] == quotes


def test_what_went_well_and_what_is_to_be_done_are_no_events() -> None:
    story = (
        "On 4 May 2023 the queue overflowed.\n\nWhat went well: the quick block.\n\nFollow-up\n\n"
        "- Second factor for all mailboxes by September\n"
    )
    assert len(events(story)) == 1
    assert len(events("5月4日、サーバが止まりました。\n\nToDo\n・複合機は共有フォルダ保存に変える\n")) == 1
