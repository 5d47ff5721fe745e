"""How a Japanese sentence ends says whether it tells an event, whatever stands before its end."""

from __future__ import annotations

import pytest

from guide_engine import read_story

START = "3月9日、エラーメールが300通届きました。\n\n"


def types(text: str) -> list[str]:
    """The types of the events that ``text`` tells, behind a first event."""
    return [e.type for e in read_story(START + text).events if e.quote not in START]


# what is doubted, described or planned stands within the sentence; its end tells what was done
ENDS = [
    ("漏れた可能性があるとみて、該当する8名のパスワードを変更しました。", "action"),
    ("不正に使われたと思われるアドレス3件を、窓口の担当者がその日のうちに停止しました。", "action"),
    ("題名に「Returned」を含むメールを、受信箱から専用のフォルダーへ振り分ける設定をしました。", "action"),
    ("侵入のおそれがあると書かれた通知を受けて、利用中のプラグインをすべて更新しました。", "action"),
    ("届かないはずの相手から返事が来たことを、夕方になってから事務局に報告しました。", "action"),
    ("予定されていた会報の発送を、会長と相談のうえで翌週まで見送りました。", "decision"),
]


@pytest.mark.parametrize(("text", "kind"), ENDS)
def test_the_end_of_the_sentence_decides(text: str, kind: str) -> None:
    assert kind in types(text)


DOUBTS = [
    "どこかの名簿から漏れたのだと思います。",
    "パスワードを変更する予定です。",
    "設定を変えたほうがいいでしょう。",
    "乗っ取られたのではないかと心配です。",
]


@pytest.mark.parametrize("text", DOUBTS)
def test_a_doubt_or_a_plan_at_the_end_is_no_event(text: str) -> None:
    assert types(text) == []


TALLIES = [
    "夕方に数えたら、全部で214通ありました。",
    "翌日は7通だけでした。",
    "月曜の分だけで530通あります。",
    "戻ってきたものは約2万通にのぼります。",
    "木曜がいちばん多く、一日で412通だった。",
]


@pytest.mark.parametrize("text", TALLIES)
def test_how_many_mails_there_were_is_an_event(text: str) -> None:
    assert len(types(text)) == 1


def test_a_sum_and_its_part_are_two_events() -> None:
    found = read_story(START + "送信された迷惑メールは約3万通、うち9千通が戻りました。").events
    assert [e.count.value for e in found if e.count and e.quote not in START] == [30000, 9000]


def test_the_sum_behind_the_end_is_an_event_of_its_own() -> None:
    assert len(types("そのうちにすっかり来なくなりました。全部で900通ほどでした。")) == 2


RESULTS = [
    "パソコンを2台とも調べました。どちらにも何も出ません。",
    "送信済みのフォルダーを見ました。自分で書いたものばかりです。",
    "ヘッダーを見てみました。経由しているのは知らない国のサーバーです。",
    "担当の方に記録を調べてもらいました。よその国の番号が並ぶばかり。",
]


@pytest.mark.parametrize("text", RESULTS)
def test_what_a_check_came_to_is_found_in_the_next_sentence(text: str) -> None:
    assert len(types(text)) == 2
    assert types(text)[1] in ("discovery", "check")


LASTING = [
    "返信先が、半年前まで使っていたアドレスになっていました。",
    "転送の一覧に、前任者の私用アドレスが残っていたのです。",
]


@pytest.mark.parametrize("text", LASTING)
def test_what_was_found_to_be_so_is_a_discovery(text: str) -> None:
    assert types(text) == ["discovery"]


def test_what_the_writer_makes_of_a_check_is_no_result() -> None:
    assert types("ログを見ました。もっと早く見なかったのが失敗です。") == ["check"]


NARRATED = [
    ("昼を過ぎても通知は増えていきます。", 1),
    ("しまいには取引先から文句の電話までかかってくる始末。", 1),
    ("解除を頼んでから外れるまでに四日。", 1),
    ("昨日は二百通来ていたのが、今日は3通だけです。", 2),
]


@pytest.mark.parametrize(("text", "number"), NARRATED)
def test_a_happening_may_end_in_the_present_or_in_a_noun(text: str, number: int) -> None:
    assert len(types(text)) == number


QUIET = [
    "先に結論を言うと、迷惑メールは三日で止まりました。",
    "※新しい情報を上に追記しています。",
    "届いた通知は消していただいて構いません。",
    "お金は払っていません。",
    "リンクは開いていません。",
    "宛先の一覧を確認しておりませんでした。",
    "誰かに破られたに違いない。",
    "現在、原因を調べております。",
]


@pytest.mark.parametrize("text", QUIET)
def test_what_announces_denies_or_furnishes_the_page_is_no_event(text: str) -> None:
    assert types(text) == []


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("3月12日、業者に調査を依頼し、翌日に送信の記録を受け取りました。", 2),
        ("3月12日に古いサーバーを止め、以後、通知は届いていません。", 2),
        ("その日のうちに部長がパスワードを変更し、書記が窓口に解除を頼みました。", 2),
        ("3月12日 サーバーを止め、ファイルを削除", 1),
    ],
)
def test_polite_prose_behind_a_date_tells_each_thing_apart(text: str, kinds: int) -> None:
    assert len(types(text)) == kinds


KINDS = [
    ("昼前に副会長へ電話。", "action"),
    ("夕方、館長に報告。", "action"),
    ("取引先より会計へ連絡。", "discovery"),
    ("気になりましたが、その晩はほうっておきました。", "decision"),
    ("「漏えいの疑い」とした点は、撤回します。", "decision"),
    ("パスワードを変えてからは再発していません。", "outcome"),
    ("一覧からの解除を、二つとも確認しました。", "outcome"),
    ("総務の一人が、請求書を装うメールを受信しました。", "background"),
]


@pytest.mark.parametrize(("text", "kind"), KINDS)
def test_particles_and_endings_tell_the_type(text: str, kind: str) -> None:
    assert types(text)[-1:] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "それには誰も気づきませんでした。",
        "設定を全部見直すのに半日かかりました。",
        "ただ、後片付けは大変でした。",
        "膝が震えました。",
    ],
)
def test_what_was_missed_felt_or_took_long_is_no_event(text: str) -> None:
    assert types(text) == []
