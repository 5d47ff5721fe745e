"""Words of time: one row a way of saying when, in either language."""

from __future__ import annotations

from typing import Any

import pytest

from guide_engine import read_story


def whens(story: str, date: str | None = None) -> list[Any]:
    return [e["when"] for e in read_story(story, date=date).to_dict()["events"]]  # type: ignore[call-overload]


# what stands before "パスワードを変更しました。", told after the first day, 9 March 2024 (a Saturday)
FROM_A_DATE_JA = [
    ("翌日、", "2024-03-10"),
    ("翌朝になって、", "2024-03-10"),
    ("明くる日、", "2024-03-10"),
    ("翌10日、", "2024-03-10"),
    ("一夜明けて、", "2024-03-10"),
    ("次の日の朝一番に、", "2024-03-10"),
    ("翌々日、", "2024-03-11"),
    ("週明けに、", "2024-03-11"),
    ("月曜の朝に、", "2024-03-11"),
    ("次の水曜日に、", "2024-03-13"),
    ("翌週の火曜に、", "2024-03-12"),
    ("11日になって、", "2024-03-11"),
    ("同12日、", "2024-03-12"),
    ("3月12日(火)に、", "2024-03-12"),
    ("3/12の夕方に、", "2024-03-12"),
    ("十二日の昼に、", "2024-03-12"),
    ("2日後に、", "2024-03-11"),
    ("三日たって、", "2024-03-12"),
    ("それから4日ほどして、", "2024-03-13"),
    ("48時間後に、", "2024-03-11"),
    ("一週間後に、", "2024-03-16"),
    ("二週間ほど経って、", "2024-03-23"),
    ("三日目に、", "2024-03-11"),
    ("2週目に、", "2024-03-16"),
    ("同じ日の夕方、", "2024-03-09"),
    ("その日のうちに、", "2024-03-09"),
    ("数時間後に、", None),
    ("前日の晩に、", "2024-03-08"),
    ("午後3時半に、", "2024-03-09T15:30"),
    ("正午に、", "2024-03-09T12:00"),
    ("夜9時ごろ、", "2024-03-09T21:00"),
    ("14:05に、", "2024-03-09T14:05"),
    ("翌午前2時、", "2024-03-10T02:00"),
    ("翌朝7時に、", "2024-03-10T07:00"),
    ("翌晩8時に、", "2024-03-10T20:00"),
    ("日が変わってすぐ、", "2024-03-10"),
    ("一晩おいて、", "2024-03-10"),
    ("中1日おいて、", "2024-03-11"),
    ("翌営業日に、", "2024-03-11"),
    ("翌週の頭に、", "2024-03-11"),
    ("3日もすると、", "2024-03-12"),
    ("それから3日、", "2024-03-12"),
    ("三日ほど様子を見たあと、", "2024-03-12"),
    ("最初のメールから3日後、", "2024-03-12"),
    ("3月12日から二日後に、", "2024-03-14"),
    ("今月12日、", "2024-03-12"),
    ("翌月2日に、", "2024-04-02"),
    ("翌月、", "2024-04"),
    ("翌年の3月、", "2025-03"),
    ("半年後、", "2024-09"),
    ("2、3日後、", None),
    ("半月ほどして、", None),
    ("前の週の金曜に、", "2024-03-01"),
    ("3月9日の2日前に、", "2024-03-07"),
    ("三日前に、", "2024-03-06"),
]

# what "... I changed the password." says, told after the first day, 9 March 2024 (a Saturday)
FROM_A_DATE_EN = [
    ("The next day", "2024-03-10"),
    ("The following evening", "2024-03-10"),
    ("By the next morning", "2024-03-10"),
    ("The day after", "2024-03-10"),
    ("A day later", "2024-03-10"),
    ("Two days on", "2024-03-11"),
    ("48 hours later", "2024-03-11"),
    ("On the Monday", "2024-03-11"),
    ("On Tuesday afternoon", "2024-03-12"),
    ("By Wednesday", "2024-03-13"),
    ("The following Saturday", "2024-03-16"),
    ("On the 12th", "2024-03-12"),
    ("By the 12th", "2024-03-12"),
    ("On the twelfth", "2024-03-12"),
    ("On 12th March", "2024-03-12"),
    ("On March the 12th", "2024-03-12"),
    ("On Tue 12 Mar", "2024-03-12"),
    ("Three days later", "2024-03-12"),
    ("After four days", "2024-03-13"),
    ("A week on", "2024-03-16"),
    ("A fortnight later", "2024-03-23"),
    ("In the second week", "2024-03-16"),
    ("On the third day", "2024-03-11"),
    ("On day three", "2024-03-11"),
    ("That same evening", "2024-03-09"),
    ("Later that day", "2024-03-09"),
    ("That very night", "2024-03-09"),
    ("The day before", "2024-03-08"),
    ("At half past three in the afternoon", "2024-03-09T15:30"),
    ("Around 4 in the morning", "2024-03-09T04:00"),
    ("At noon", "2024-03-09T12:00"),
    ("At ten o'clock", "2024-03-09T10:00"),
    ("At a quarter to six", "2024-03-09T05:45"),
    ("At 9.15 pm", "2024-03-09T21:15"),
    ("The next day but one", "2024-03-11"),
    ("Two nights later", "2024-03-11"),
    ("A full day later", "2024-03-10"),
    ("The next working day", "2024-03-11"),
    ("Two days after the first bounce", "2024-03-11"),
    ("Two days after 12 March", "2024-03-14"),
    ("I waited two days, then", "2024-03-11"),
    ("Two days went by and then", "2024-03-11"),
    ("The Saturday after", "2024-03-16"),
    ("A week to the day later", "2024-03-16"),
    ("On the 12th of that month", "2024-03-12"),
    ("On 3/12", "2024-03-12"),
    ("The following month", "2024-04"),
    ("At seven that evening", "2024-03-09T19:00"),
    ("At 7 the next morning", "2024-03-10T07:00"),
    ("The next morning at 7", "2024-03-10T07:00"),
    ("At half eight", "2024-03-09T08:30"),
    ("At 1830", "2024-03-09T18:30"),
    ("The Friday before,", "2024-03-08"),
]


@pytest.mark.parametrize(("words", "want"), FROM_A_DATE_JA)
def test_from_a_date_in_japanese(words: str, want: str | None) -> None:
    said = whens(f"2024年3月9日、エラーメールが届きました。{words}パスワードを変更しました。")
    assert want in said
    assert "2024-03-09" in said


@pytest.mark.parametrize(("words", "want"), FROM_A_DATE_EN)
def test_from_a_date_in_english(words: str, want: str) -> None:
    said = whens(f"On 9 March 2024 the bounces began to arrive in my inbox. {words} I changed the password.")
    assert want in said
    assert "2024-03-09" in said


# what "... the bounces began to arrive." says, written on 12 June 2024, a Wednesday; nothing else is told
FROM_THE_DAY_OF_WRITING = [
    ("昨夜遅く、", "2024-06-11"),
    ("一昨日の夜、", "2024-06-10"),
    ("10日ほど前、", "2024-06-02"),
    ("先週の月曜、", "2024-06-03"),
    ("先々週の土曜、", "2024-06-01"),
    ("今週の月曜、", "2024-06-10"),
    ("先週末、", "2024-06-08"),
    ("土日に、", "2024-06-08"),
    ("先月20日、", "2024-05-20"),
    ("今月に入って、", "2024-06"),
    ("去年11月3日、", "2023-11-03"),
    ("12月3日、", "2023-12-03"),
    ("先日、", {"day": 0, "offset": "-PXD"}),
    ("The night before last", "2024-06-10"),
    ("Ten days ago", "2024-06-02"),
    ("Last week, on Friday,", "2024-06-07"),
    ("A week last Monday", "2024-06-03"),
    ("Last weekend", "2024-06-08"),
    ("On the 20th of last month", "2024-05-20"),
    ("Earlier this month", "2024-06"),
    ("Last November", "2023-11"),
    ("On 3 November last year", "2023-11-03"),
    ("On 3 December", "2023-12-03"),
    ("An hour ago", "2024-06-12"),
    ("A fortnight ago", {"day": 0, "offset": "-P2W"}),
]


@pytest.mark.parametrize(("words", "want"), FROM_THE_DAY_OF_WRITING)
def test_from_the_day_of_writing(words: str, want: object) -> None:
    rest = " the bounces began to arrive in my inbox." if words.isascii() else "エラーメールが届きました。"
    assert whens(words + rest, "2024-06-12") == [want]


STORIES = [  # story, date of writing, the times of its events in order
    # weekdays beside a date without a year
    (
        "5月9日（火）、エラーメールが届きました。木曜にはパスワードを変更しました。金曜に止まりました。",
        None,
        ["--05-09", "--05-11", "--05-12"],
    ),
    (
        "On Tuesday 9 May the bounces began to arrive. By Thursday morning I had 900 of them. That afternoon I changed the password.",  # noqa: E501
        None,
        ["--05-09", "--05-11", "--05-11"],
    ),
    (
        "The week the mail came back\n\nMon 3 June. Bounces arrived all day.\nTue 4 June. I changed the password.\nThu 6 June. It stopped.\n",  # noqa: E501
        None,
        ["--06-03", "--06-04", "--06-06"],
    ),
    # a weekday told a day late, and one that looks back
    (
        "月曜に学生からメールが届かないと連絡がありました。水曜にログをもらいました。日曜の深夜に不正にログインされていたそうです。",
        None,
        [{"day": -1}, {"day": 0}, {"day": 2}],
    ),
    (
        "On Tuesday the bounces arrived. On Friday we closed the account. On Thursday it had stopped.",
        None,
        [{"day": 0}, {"day": 2}, {"day": 3}],
    ),
    # an interval over midnight
    (
        "2023年4月3日 22時から翌2時まで、迷惑メールが送信されました。",
        None,
        [{"start": "2023-04-03T22:00", "end": "2023-04-04T02:00"}],
    ),
    (
        "On 3 April 2023, between 22:00 and 02:30, the account was used to send spam.",
        None,
        [{"start": "2023-04-03T22:00", "end": "2023-04-04T02:30"}],
    ),
    # the morning after an evening
    (
        "2024年3月9日の夜、エラーメールが届きました。気にせず寝ました。朝起きたら800通に増えていました。",
        None,
        ["2024-03-09", "2024-03-10"],
    ),
    (
        "On 9 March 2024 bounces arrived in the evening. I went to bed. When I woke up there were 800 of them.",
        None,
        ["2024-03-09", "2024-03-10"],
    ),
    # posts and entries that head what follows
    (
        "相談\n\n投稿者：midori 2021/05/03 09:10\nエラーメールが80通届きました。\n\n投稿者：midori 2021/05/04 20:00\nその後、パスワードを変更しました。\n",  # noqa: E501
        None,
        ["2021-05-03T09:10", "2021-05-04T20:00"],
    ),
    (
        "Help please\n\nsam wrote on 3 May 2021, 9:10 am:\nI received 80 bounces yesterday.\n\nsam wrote on 4 May 2021, 8:00 pm:\n"  # noqa: E501
        "Changed the password and it stopped.\n",
        None,
        ["2021-05-02", "2021-05-04T20:00"],
    ),
    # clock times alone under a dated heading
    (
        "障害の記録\n\n2022年6月1日\n・09:10 メールの遅延を検知\n・09:40 該当アカウントを停止\n・11:00 復旧\n",
        None,
        ["2022-06-01T09:10", "2022-06-01T09:40", "2022-06-01T11:00"],
    ),
    (
        "Timeline of the outage\n\n2022-06-01\n- 09:10: Queue alarm fires.\n- 09:40: Account suspended.\n- 11:00: Delivery is back to normal.\n",  # noqa: E501
        None,
        ["2022-06-01T09:10", "2022-06-01T09:40", "2022-06-01T11:00"],
    ),
    # a time that marks a thing is none of the story
    ("2024年3月9日、3年前のバージョンのままのプラグインを削除しました。", None, ["2024-03-09"]),
    ("On 9 March 2024 I restored the copy from 28 January.", None, ["2024-03-09"]),
    ("On 9 March 2024 I found a file dated 30 January.", None, ["2024-03-09"]),
    # "yesterday" where nobody says when it was written
    ("Yesterday a client told me about an odd mail. I have changed the password.", None, [{"day": 0}, {"day": 1}]),
    (
        "昨年の12月、エラーメールが届きました。年が明けて1月5日、パスワードを変えました。",
        "2024-02-11",
        ["2023-12", "2024-01-05"],
    ),
    ("In December last year the bounces began to arrive in my inbox.", "2024-02-11", ["2023-12"]),
    ("It began on the 20th, when forty bounces arrived.", "2024-02-11", ["2024-01-20"]),
    # a day of the month, told before any other; the half of the month that two days share
    ("It began on the evening of Sunday the 4th, when forty bounces arrived.", "2023-06-30", ["2023-06-04"]),
    (
        "In the night from 3rd to 4th February 2020 our server was sending spam.",
        None,
        [{"start": "2020-02-03", "end": "2020-02-04"}],
    ),
    ("In the first week of June 2023 the bounces began.", None, ["2023-06"]),
    # days counted from the day of writing, one behind the other
    (
        "一昨日、エラーメールが届きました。昨日は210通に増えました。今日、パスワードを変えました。",
        "2023-07-20",
        ["2023-07-18", "2023-07-19", "2023-07-20"],
    ),
    (
        "2024年3月9日、エラーメールが届きました。念のため午後にパスワードを変えました。",
        None,
        ["2024-03-09", "2024-03-09"],
    ),
    # nothing told lies after the day of writing, whatever was announced on the way
    (
        "4月9日、エラーメールが届きました。5月2日に説明会を開く予定です。11日にパスワードを変えました。",
        "2024-04-20",
        ["2024-04-09", "2024-04-11"],
    ),
    (
        "On 27 March the bounces began to arrive. On the 30th I changed the password.",
        "2024-04-02",
        ["2024-03-27", "2024-03-30"],
    ),
    ("4月9日からエラーメールが一日に三百通届きました。", "2024-04-20", ["2024-04-09"]),
    ("Two weeks ago, on the Friday, the bounces began to arrive.", "2024-04-20", ["2024-04-05"]),
    # a weekday with its month begins a story told in days
    (
        "My aunt rang me one Monday in June: forty bounces had arrived. On the Wednesday I changed her password.",
        None,
        [{"day": 0}, {"day": 2}],
    ),
    # a date that only says which thing is meant
    (
        "On 9 May 2022 forty bounces arrived. I found a forwarding rule, made on 27 April, and deleted it.",
        None,
        ["2022-05-09", "2022-05-09"],
    ),
    ("On 9 May 2022 I found a program with date 2 May.", None, ["2022-05-09"]),
    ("2022年5月9日、エラーメールが届きました。3日の操作の誤りが分かったのも、この日です。", None, ["2022-05-09"] * 2),
    # what is told by the way does not move the day
    (
        "On 9 May 2022 forty bounces arrived. One member lost money, which we voted last Thursday to repay. At once I changed the password.",  # noqa: E501
        "2022-05-30",
        [*["2022-05-09"] * 3, "2022-05-26"],
    ),
    # how long it took, from a day that is known
    (
        "On 9 May 2022 our account was abused. In three days 8,000 spam messages were sent.",
        None,
        ["2022-05-09", {"start": "2022-05-09", "end": "2022-05-12"}],
    ),
    ("送信された迷惑メールは8,000通（2022年5月11日 18時時点の集計）。", None, ["2022-05-11T18:00"]),
    # each item of a list is dated by itself
    (
        "対応\n・2022年5月9日、アカウントを停止\n・パスワードを変更しました\n・5月11日、警察に届け出ました\n",
        None,
        ["2022-05-09", None, "2022-05-11"],
    ),
    # nothing about time
    ("I have asked them on 24/7 support. The bounces reached me on 3/4 of the list.", None, [None, None]),
    ("エラーメールが3日に一度届きました。", None, [None]),
    ("パスワードを12文字のものに変更しました。", None, [None]),
    ("I changed the password to one of 12 characters.", None, [None]),
]


@pytest.mark.parametrize(("story", "date", "want"), STORIES)
def test_stories(story: str, date: str | None, want: list[object]) -> None:
    assert whens(story, date) == want


@pytest.mark.parametrize(
    ("story", "when"),
    [
        ("[Mon 4 Mar 2024 09:10] Reporter\nThe bounces started again.\n\n[Mon 4 Mar 2024 09:40] 2nd line\n"
         "We have blocked the account.\n", ["2024-03-04T09:10", "2024-03-04T09:40"]),
        ("質問：さくらさん　2024/3/4 8:20\nエラーが届きました。\n\nお礼（さくらさん）　2024/3/4 9:10\n"
         "パスワードを変更しました。\n", ["2024-03-04T08:20", "2024-03-04T09:10"]),
        ("Our mail\n\n8 Feb 23:40  The bounces started.\n9 Feb 02:10  The server was blocked.\n\nAll of this was in "
         "February 2025, the host was told on 11 February 2025.\n", ["2025-02-08T23:40", "2025-02-09T02:10"]),
        ("Between 02:10 and 07:48 on 9 February 2025 our server sent 400 spam messages.\n",
         [{"start": "2025-02-09T02:10", "end": "2025-02-09T07:48"}]),
        ("On the 2nd I rang the host. The spam had begun on the 28th of August 2023.\n", ["2023-09-02"]),
        ("| 5 June 2024 | IP listed on a blocklist |\n| 9 June | Listing removed |\n| 12 June | Queue emptied |\n",
         ["2024-06-05", "2024-06-09", "2024-06-12"]),
        ("2024年6月5日、サーバが止まりました。\n\n6日以降、エラーは1日に数通です。\n", ["2024-06-05", "2024-06-06"]),
    ],
)  # fmt: skip
def test_a_year_a_month_or_a_day_that_stands_elsewhere(story: str, when: list[object]) -> None:
    told = [e.when for e in read_story("A word about our mail\n\n" * story.isascii() + story).events]
    assert [w for w in told if w in when] == when


@pytest.mark.parametrize(
    ("story", "when"),
    [
        ("I wasn't ready for 4 May 2023.\n\nBy lunchtime there were 300 bounces. Next day I changed the password.\n",
         ["2023-05-04", "2023-05-05"]),
        ("Report\n\nDate of incident: 2023-05-04. All times UTC.\n\nTimeline\n\n02:10 Queue alert received.\n"
         "03:20 Mailbox blocked.\n", ["2023-05-04T02:10", "2023-05-04T03:20"]),
        ("4 May 2023 11:30 - Correction to our 09:50 entry: a web form was abused. We have removed the form.\n\n"
         "4 May 2023 09:50 - We have reset a password.\n", ["2023-05-04T09:50", "2023-05-04T11:30"]),
        ("On 4 May 2023 the bounces began. We found a script that had been uploaded on Monday the 1st.\n",
         ["2023-05-01", "2023-05-04"]),
        ("On Sunday 7 May 2023 the bounces began. On the Monday I rang the host. They told me on the Wednesday that "
         "nothing had passed through their machines.\n", ["2023-05-07", "2023-05-08", "2023-05-10"]),
        ("On Friday 5 May 2023 the bounces began. By Thursday night they had stopped.\n", ["2023-05-05", "2023-05-11"]),
        ("2023年5月4日、エラーメールが届きました。普段の受信は一日に5通もありません。次に、パスワードを変えました。",
         ["2023-05-04", "2023-05-04"]),
        ("木曜の昼前、「変なメールが来てるけど」と電話。金曜の午前中いっぱい、業者にログを見てもらいました。",
         [{"day": 0}, {"day": 1}]),
    ],
)  # fmt: skip
def test_a_day_is_told_by_the_way_and_what_only_names_another_entry_is_none(story: str, when: list[object]) -> None:
    told = whens(story)
    assert list(dict.fromkeys(map(str, told))) == list(dict.fromkeys(map(str, when)))
