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
]  # fmt: skip

NONE_JA = [
    "身に覚えはありません。そんなメールを送った覚えはない。",
    "豆腐屋なので海外に送るわけがない。",
    "あらましを記します。",
    "これからは役員以外にはアドレスを公開しないことにします。",
    "厚く御礼申し上げます。",
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
