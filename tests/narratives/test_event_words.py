"""Which clause of a story is an event, and of which type: whole fields of words, in all the forms they are told in."""

from __future__ import annotations

import pytest

from guide_engine import read_story

START = {"ja": "3月9日、エラーメールが300通届きました。\n\n", "en": "On 9 March 300 bounces arrived in my inbox.\n\n"}


def types(language: str, text: str) -> list[str]:
    """The types of the events that ``text`` tells, behind a first event."""
    story = START[language] + text
    return [e.type for e in read_story(story).events if e.quote not in START[language]]


VERBS_JA = [
    ("すぐにLAN線を抜いた。", "action"),
    ("残った分を捨て、サーバーを立ち上げた。", "action"),
    ("とりあえず送信の制限をかけました。", "action"),
    ("会員には口頭でお伝えしました。", "action"),
    ("お問い合わせはフォームだけにしました。", "action"),
    ("届いた分はすべて破棄しました。", "action"),
    ("甥に来てもらいました。", "action"),
    ("認証のログをたどりました。", "check"),
    ("mailqを叩いてみた。", "check"),
    ("送信の記録を一件ずつ目で追った。", "check"),
    ("市の窓口から助言を受けた。", "discovery"),
    ("取引先からお問い合わせを頂戴した。", "discovery"),
    ("従妹から「変なメールが来たよ」と電話。", "discovery"),
    ("サポートの人に「入られた形跡はない」と言われた。", "discovery"),
    ("犯人は古い写真館のプラグイン。", "discovery"),
    ("アドレスを変えることに決めた。", "decision"),
    ("ひとまず様子を見た。", "decision"),
    ("火曜からは通るようになりました。", "outcome"),
    ("正月が明けたらすっかり来なくなりました。", "outcome"),
    ("通知は一日に数通まで減りました。", "outcome"),
    ("注文のメールが埋もれてしまいました。", "aftermath"),
    ("うちのIPがブラックリストに載ってしまいました。", "aftermath"),
    ("転送先が書き換えられていました。", "attacker"),
    ("ひと月前から忍び込まれていました。", "attacker"),
    ("先月、偽の画面の添付を踏んだのです。", "background"),
    ("正常に届くようになったことを確認しました。", "outcome"),
    ("午後になって送信の異常を確認しました。", "discovery"),
    ("全端末を調べ、感染のないことを確認しました。", "check"),
    ("うちのPCを全部調べたがシロだった。", "check"),
    ("お一人が三万円を振り込まれました。", "aftermath"),
    ("得意先を一社失いました。", "aftermath"),
    ("今でも一部の相手には届きません。", "aftermath"),
    ("それでも止まらなかった。", "outcome"),
    ("効果はてきめんだった。", "outcome"),
    ("制限が解かれた。", "outcome"),
    ("詳しい友人に見てもらった。", "check"),
    ("送信元をたどると、複合機だった。", "discovery"),
    ("警察には届けないことで一致した。", "decision"),
    ("プラグインはすべて最新にした。", "action"),
    ("交番へ相談に伺いました。", "action"),
    ("フォームの故障という見立てを改めた。", "decision"),
    ("ウイルスの仕業だ、と確信しました。", "decision"),
    ("警察への相談も済ませました。", "action"),
    ("パスワードは長いものに替えてあります。", "action"),
    ("不審な投稿が出たため、当面は受付を休むことにしました。", "decision"),
    ("前任者のアカウントが破られ、広告が送られていたことが分かりました。", "discovery"),
    ("三日後にまた警告がありました。", "discovery"),
    ("妙なファイルを三つ上げられていました。", "attacker"),
    ("会員の名簿が外へ漏れたおそれが高いとの説明を受けました。", "discovery"),
    ("弟は一言「それは偽物だよ」。", "discovery"),
    ("偽のお願いを信じてカードを買ってしまわれた方がいらっしゃいます。", "aftermath"),
    ("以後、不達通知は一通も届いていない。", "outcome"),
    ("正規のメールも届かず、仕事になりません。", "symptom"),
    ("届いた返信が始まりだったようです。返事をしたのがきっかけでした。", "background"),
]  # fmt: skip

LINES_JA = [  # of a chronology, told in nouns and in the dictionary form
    ("09:15 LAN線を抜く", "action"),
    ("09:30 課長へ報告、対策本部を立ち上げ", "action"),
    ("11:20 滞留分を破棄", "action"),
    ("13:00 解除申請", "action"),
    ("13:30 全社員へ周知", "action"),
    ("10:20 送信元のPCを特定", "discovery"),
    ("10:30 発信元は検査科の共有PC", "discovery"),
    ("10:40 海外からのログインあり", "attacker"),
    ("17:40 2社は解除", "outcome"),
    ("11:40 総務へ引き継ぎ", "action"),
    ("12:10 侵入という見立ては取り下げる", "decision"),
    ("14:00 会員へお詫びのメールを送信", "action"),
    ("14:30 許可する範囲を2台に限定", "action"),
]  # fmt: skip

NONE_JA = [
    "身に覚えはありません。そんなメールを送った覚えはない。",
    "豆腐屋なので海外に送るわけがない。",
    "あらましを記します。",
    "これからは役員以外にはアドレスを公開しないことにします。",
    "厚く御礼申し上げます。",
    "当館からはそのようなメールはお送りしておりません。",
    "お待たせしました。",
    "来週の朝礼で説明する。",
    "気づいたのは偶然でした。",
    "第三者が名前を使ったことによる跳ね返りです。",
    "サーバーへの侵入は現時点で確認されておりません。",
    "入手の経路は判明しておりません。",
    "ログインに使われた経路は調査中です。",
    "引き続き監視を行っております。",
    "管理者を減らす（来月末まで）",
    "専用の窓口を今月末まで設けます。",
    "会長から次のとおり報告があった。",
    "急ぎ見てほしい、とのこと。",
    "指先が冷たくなった。",
    "何かの間違いではないかと心配した。",
    "これを機に気を引き締めてください、と書いておきます。",
    "一部の方に実害は出ていません。",
    "秋の深まりを感じる頃となりました。",
]


@pytest.mark.parametrize(("text", "kind"), VERBS_JA)
def test_a_japanese_verb_tells_the_type_in_every_form(text: str, kind: str) -> None:
    assert types("ja", text) == [kind]


@pytest.mark.parametrize(("line", "kind"), LINES_JA)
def test_a_line_of_a_japanese_log_is_an_event(line: str, kind: str) -> None:
    assert types("ja", f"経過\n{line}\n18:00 終業。\n")[:1] == [kind]


@pytest.mark.parametrize("text", NONE_JA)
def test_denials_and_words_about_the_telling_are_no_events(text: str) -> None:
    assert types("ja", text) == []


TWO_JA = [  # what was noticed and what was done; a report, though, is one with all that it reports
    ("・3月10日、出社した者が三百通の通知に気づき、総務へ届け出ました。", 2),
    ("・3月10日、社員が偽の案内を受け取り、表示された画面にパスワードを入力しました。", 2),
    ("これは回線の障害だと判断し、業者には連絡しませんでした。", 1),
    ("怪しい投稿はいたずらだと判断し、各自に削除をお願いしました。", 2),
    ("利用者に聞いたところ、3月1日に私物のソフトを入れた職員がいた。", 1),
    ("届かないと言われたので記録を見たところ、三月からずっと止められていたそうだ。", 1),
    ("中の設定を見たけど、転送先が知らないアドレスでした。", 1),
]


@pytest.mark.parametrize(("text", "number"), TWO_JA)
def test_two_japanese_clauses_are_two_events_or_one(text: str, number: int) -> None:
    assert len(types("ja", text)) == number


def test_greetings_assent_and_promises_in_a_chat_are_no_events() -> None:
    chat = "09:01 森 おはようございます。\n09:02 林 了解です\n09:03 森 見ます。\n09:05 林 届いてないのは3社です、あと\n"
    assert [e.quote for e in read_story(f"{chat}09:06 森 総務にも伝えました。\n").events][
        -1
    ] == "09:06 森 総務にも伝えました。"
    assert types("ja", chat) in ([], ["symptom"])


def test_the_head_of_a_ticket_tells_no_events() -> None:
    head = "件名：不達通知が大量に届く\n区分：メール\n状態：完了\n担当者：森\n\n"
    assert [e.quote for e in read_story(f"受付票\n{head}3月9日、通知が300通届きました。\n").events] == [
        "3月9日、通知が300通届きました。"
    ]


WORDS_EN = [
    ("We have change the password of the mailbox.", "action"),
    ("A warning was pinned to the notice board.", "action"),
    ("The members were informed by letter.", "action"),
    ("I did the SPF record with my brother.", "action"),
    ("I kicked all the sessions.", "action"),
    ("The scan found no malware.", "check"),
    ("The virus check came back clean.", "check"),
    ("I had a look at the filters.", "check"),
    ("Their reply came by letter.", "discovery"),
    ("A friend wanted to know if I was selling watches now.", "discovery"),
    ("They answered me that nothing was sent from my mailbox.", "discovery"),
    ("I was told by the bank that the invoice was a fake.", "discovery"),
    ("Resolved unanimously to do nothing further.", "decision"),
    ("Gmail accepts our mail again.", "outcome"),
    ("Their list removed us on request.", "outcome"),
    ("Now it comes only ten per day.", "outcome"),
    ("Somebody had set up a forwarding rule.", "attacker"),
    ("Our address was put on two blocklists.", "aftermath"),
    ("One poor customer had paid £85.", "aftermath"),
    ("Three of our letters landed in junk folders.", "aftermath"),
    ("Two members bought gift cards for him.", "aftermath"),
    ("Two customers took their business elsewhere.", "aftermath"),
    ("By Thursday it was all over.", "outcome"),
    ("I have not had one since.", "outcome"),
    ("That did it.", "outcome"),
    ("The flood dried to a trickle.", "outcome"),
    ("They had been inside for three weeks.", "attacker"),
    ("Mail to our suppliers was taking hours.", "symptom"),
    ("Nobody could log in any more.", "symptom"),
    ("We held off until noon.", "decision"),
    ("I ended up wiping the machine.", "action"),
    ("The host pulled our site.", "action"),
    ("Forty people unsubscribed.", "aftermath"),
    ("A stranger wrote to about eighty of us in his name.", "attacker"),
    ("They let us back in on request.", "outcome"),
    ("I filled in their form.", "action"),
    ('Two years ago I switched on "anyone can post" on the list.', "background"),
]

LINES_EN = [  # of a chronology, told in few words
    ("09:14 Form taken offline", "action"),
    ("09:20 Apology sent to the list", "action"),
    ("10:00 Deferrals gone", "outcome"),
    ("10:40 First login from a hosting range abroad", "attacker"),
    ("10:45 Sign-ups rise from 5 to 400 an hour", "attacker"),
    ("11:00 Ticket closed", "outcome"),
]

NONE_EN = [
    "Nobody was watching the mailbox at night.",
    "Minutes of the meeting of the club.",
    "Our form had no rate limit.",
    "To the people who came in: we love you.",
    "A thread on what happened to us.",
    "Our mail has always been run by a volunteer.",
    "Nothing of value was lost.",
    "Nobody had changed the password in years.",
    "Staff are asked to report missing mail on the first day.",
    "Our team is still looking into it.",
    "We cannot say yet how the password got out.",
    "How he came by the list he could not tell.",
]


@pytest.mark.parametrize(("text", "kind"), WORDS_EN)
def test_english_words_tell_the_type(text: str, kind: str) -> None:
    assert types("en", text) == [kind]


@pytest.mark.parametrize(("line", "kind"), LINES_EN)
def test_a_line_of_an_english_log_is_an_event(line: str, kind: str) -> None:
    assert types("en", f"Timeline\n{line}\n18:00 Shift over.\n")[:1] == [kind]


@pytest.mark.parametrize("text", NONE_EN)
def test_what_was_not_in_place_is_no_event(text: str) -> None:
    assert types("en", text) == []


def test_a_log_that_passes_midnight_goes_on_the_next_day() -> None:
    log = "Night shift, 5 March 2024\n\n22:40 Sign-in blocked\n23:30 Hal paged\n00:15 Queue emptied\n"
    log += "06:10 Note to self: tidy up\n"
    assert [e.when for e in read_story(log).events] == ["2024-03-05T22:40", "2024-03-05T23:30", "2024-03-06T00:15"]


REVIEWS = [  # behind a chronology, what was wrong with it; only what is dated there is told
    ("ja", "反省点\n台帳が古いままだった。連絡が遅れた。気づくまでに半日かかった。\n", []),
    ("en", "What we got wrong\nWe told the members only on the third day. The list kept no logs.\n", []),
    ("en", "What we got wrong\nThe relay was our first idea. A relay test came back clean at 05:48.\n", ["check"]),
]


@pytest.mark.parametrize(("language", "text", "kinds"), REVIEWS)
def test_a_look_back_tells_no_events_but_those_it_dates(language: str, text: str, kinds: list[str]) -> None:
    assert types(language, text) == kinds


COURSE = [  # what an event is by what stands before it
    ("en", "We changed the password.\n\nOn 12 March 9 bounces arrived.", ["action", "outcome"]),
    ("en", "We changed the password.\n\nTwo providers were refusing our mail.", ["action", "aftermath"]),
    ("en", "Back in March 2019 we had moved the form to a new host.", ["background"]),
    ("ja", "パスワードを変えました。\n\n3月12日に届いたのは9通でした。", ["action", "outcome"]),
    ("ja", "パスワードを変えました。\n\n大手2社に拒否されました。", ["action", "aftermath"]),
]


@pytest.mark.parametrize(("language", "text", "kinds"), COURSE)
def test_the_course_of_the_story_decides_the_type(language: str, text: str, kinds: list[str]) -> None:
    assert sorted(types(language, text)) == kinds
