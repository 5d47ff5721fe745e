"""The day that a story carries from one sentence, paragraph and section to the next."""

from __future__ import annotations

import pytest

from guide_engine import read_story


@pytest.mark.parametrize(
    ("story", "when"),
    [
        # a paragraph that nobody dates does not break a chain
        ("On 9 May 2022 forty bounces arrived.\n\nIt did not help to ignore them.\n\nThe next morning there were 900 "
         "bounces.\n", ["2022-05-09", "2022-05-10"]),
        ("2022年5月9日、エラーメールが届きました。\n\nパスワードを変えました。\n\n翌日、エラーは900通になりました。\n",
         ["2022-05-09", "2022-05-10"]),
        # a look back ends with its section
        ("On Tuesday 21 November 2023 a customer received a false invoice.\n\nHow they knew\nOn 10 November 2023 a "
         "letter went out with ninety addresses.\n\nWhat we did\n- We reported it to the police on Wednesday.\n",
         ["2023-11-21", "2023-11-10", "2023-11-22"]),
        # what only says which day it is
        ("It is ten to eight on a Monday.\n\nI find 900 bounces in my mailbox. I ring the provider.\n\nShe checks the "
         "log. On Wednesday I change the password.\n", [{"day": 0}, {"day": 2}]),
        ("半年ほど前の話です。エラーメールが届きました。翌日、パスワードを変えました。",
         [{"day": 0, "offset": "-P6M"}, {"day": 1}]),
        ("3/2（土）\n朝、エラーメールが5通届いた。\n\n3/3（日）\n200通に増えた。\n", ["--03-02", "--03-03"]),
        # a clock time that an entry speaks of is not that of the entry
        ("Opened by J. Doe, 12 Aug 2021 08:55\nForty bounces arrived.\n\nComment by J. Doe, 12 Aug 2021 10:20\n"
         "900 spam mails left between 01:00 and 03:30. The account was locked.\n",
         ["2021-08-12T08:55", "2021-08-12T10:20"]),
        # the subject may be told at length before its verb
        ("On 9 May 2022 forty bounces arrived. Two days later our warden, who is good with computers, looked at the "
         "log.\n", ["2022-05-09", "2022-05-11"]),
        # the hour goes on from the one told; on a clock of 24 hours it does not
        ("On 9 May 2022 at about 4 pm she clicked a link. By 4:20 forty bounces had arrived. We locked the account at "
         "4:35.\n", ["2022-05-09T16:00", "2022-05-09T16:20", "2022-05-09T16:35"]),
        ("2022-05-09 14:00 Mail is normal again.\n\n2022-05-09 09:30 Forty bounces arrived.\n",
         ["2022-05-09T09:30", "2022-05-09T14:00"]),
        # what a record shows of an earlier day leaves the story where it was
        ("On 9 May 2022 forty bounces arrived. I looked at the log. It showed a login from abroad on 2 May at 03:10. "
         "I changed the password at 14:20. On Wednesday the bounces stopped.\n",
         ["2022-05-02T03:10", "2022-05-09", "2022-05-09", "2022-05-09T14:20", "2022-05-11"]),
        ("2022年5月9日、不達通知が40通届きました。送信履歴を印刷すると、5月2日の午前3時から知らない宛先が60件並んでいました。"
         "その場でケーブルを抜きました。二日後に業者さんが設定を直してくれました。\n",
         ["2022-05-02T03:00", "2022-05-09", "2022-05-09", "2022-05-11"]),
        ("2022年5月9日の夜、エラーメールが300通届きました。翌朝、会社に電話しました。調べてもらうと、4月28日に海外から"
         "ログインされていました。すぐにパスワードを変更しました。翌日には届かなくなりました。\n",
         ["2022-04-28", "2022-05-09", "2022-05-10", "2022-05-10", "2022-05-11"]),
        ("On Tuesday 10 May 2022 a client rang. Bounces had been arriving since the Friday before. We removed a "
         "rule.\n", ["2022-05-06", "2022-05-10", "2022-05-10"]),
        # in a post "last Thursday" counts from the day of the post, "since then" from what was told just before
        ("### ann, 2022-05-09 19:10\nHello. At the start of April I bought a domain. Then last Thursday forty bounces "
         "arrived.\n\n### ann, 2022-05-11 09:00\nThe host removed its block at 4 pm yesterday. Mail has been "
         "arriving normally since then.\n",
         ["2022-04", "2022-05-05", "2022-05-10T16:00", "2022-05-10T16:00"]),
        # which trouble is told of, and what came of it
        ("[最終報] 2022年5月10日 11:30\n5月9日に発生した、メールが届かない障害は、本日10時20分に復旧しました。\n\n"
         "[第1報] 2022年5月9日 15:25\n14時50分ごろからメールが遅れています。\n",
         ["2022-05-09T14:50", "2022-05-10T10:20"]),
        ("10月19日の日曜日、不達通知に気づきました。\n\n10月25日の役員会で、二段階認証を使うことに決め、その場で設定しました。\n",
         ["--10-19", "--10-25"]),
        # a list of clock times begins with the night that the summary names
        ("Two machines\n\nSummary\nFrom the evening of 23 May to the morning of 24 May 2022 our system wrote 900 "
         "replies.\n\nImpact\nOur relay was put on a blocklist at 05:10 on the 24th.\n\nTimeline (all times UTC)\n"
         "22:30 The alarm fired.\n03:47 We stopped the server.\n",
         [{"start": "2022-05-23", "end": "2022-05-24"}, "2022-05-23T22:30", "2022-05-24T03:47", "2022-05-24T05:10"]),
        # 「三日前に」 looks back, and the next day is the one behind the day told
        ("昨日、母から電話がありました。パソコンを調べました。三日前に不審なメールを開いていました。翌日、パスワードを変えました。",
         [{"day": -3}, {"day": 1}]),
        # which app it was, and when it was found
        ("On 15 July 2022 there were 3,000 bounces. We locked the account shortly after ten. At lunch I found an app "
         "that I had installed on 28 June.\n", ["2022-07-15", "2022-07-15T10:00", "2022-07-15"]),
        # how long it took is no day of the month
        ("2022年5月9日、解除を申請しました。拒否リストから外れるまでに五日かかりました。", ["2022-05-09"]),
        # how far back somebody read
        ("2022年5月9日、不達通知が届きました。同日午後、ルーターの記録を前の日まで読み返しました。",
         ["2022-05-09", "2022-05-09"]),
        # "the same afternoon" is that of the day just named
        ("14:00 on 9 May 2022: forty bounces arrived.\n\nOur inquiry\n- The staff were asked on 4 May 2022 about their "
         "passwords. The computers were scanned the same afternoon.\n", ["2022-05-04", "2022-05-04"]),
        # a clock time in short begins no new entry
        ("Visit, Monday 9 May 2022, 11:00\nWe changed the password.\n\nVisit, Tuesday 10 May 2022, 15:00\nWe "
         "removed the rule.\n\nOutcome\nNo bounces after 6 pm. We looked again "
         "on Thursday.\n", ["2022-05-10T15:00", "2022-05-12"]),
        # what it was before is not when it became so
        ("2022年5月9日は10通だったのが、11日には900通に増えた。", ["2022-05-11"]),
        # "since" looks back
        ("On 9 May 2022 we found a script that had sent mail since 2 May. We deleted it.\n", ["2022-05-09"]),
        ("Wednesday 4 May 2022, 8:40 am\nForty bounces arrived.\n\nWednesday 11:30 am\nOne mailbox has sent spam since "
         "late on Monday night. We locked it at 11:20.\n\nWednesday 2 pm\nThe bounces stopped.\n",
         ["2022-05-02", "2022-05-04T11:20"]),
        # a log without the year
        ("Our relay, May 2022\n\n05-09 22:10  Forty bounces arrive.\n05-10 02:47  We stop the server.\n",
         ["2022-05-09T22:10", "2022-05-10T02:47"]),
        ("2022年5月の記録\n\n05-09 22:10 エラーメールが届き始める。\n05-10 02:47 サーバーを止める。\n",
         ["2022-05-09T22:10", "2022-05-10T02:47"]),
        # who published it, and when, is no day of the story
        ("Published by Example Hotels Ltd, 30 May 2022\n\nWhat happened\nOn 9 May 2022 forty bounces arrived.\n\n"
         "How we found out\nThe night porter saw the bounces at 05:30.\n", ["2022-05-09", "2022-05-09T05:30"]),
        # the day after is the day after, whatever dates the line
        ("・2022年5月9日16時、エラーメールが届きました。\n・職員がメールを削除しました。\n・翌10日9時、お電話をいただき、"
         "誤送信が判明しました。\n", ["2022-05-09T16:00", "2022-05-10T09:00"]),
        # a log's day is not the day of writing: what came after it is of the same month
        ("エラーメールの記録\n\n文責:係 作成日:2022年5月30日\n\n当日の流れ\n5月9日(月)\n14:00 エラーメールが届いた。\n"
         "\n翌日以降\n翌10日の朝、サーバーを止めた。\nパスワードは11日に変更した。\n",
         ["2022-05-09T14:00", "2022-05-10", "2022-05-11"]),
        # when it was noticed is told by itself, and what follows happened then
        ("2022年5月30日\n\n最初に気づいたのは5月9日の月曜日、朝ごはんのあとでした。"
         "エラーメールが40通届いていました。\n", ["2022-05-09"]),
        # how far back somebody looked is not when
        ("Ticket 14\n\n19/05/2022 09:35\nChecked the sign-ins back to 1 April and found nothing.\n\n20/05/2022 10:00\n"
         "The password was changed.\n", ["2022-05-19T09:35", "2022-05-20T10:00"]),
        # what a month leaves open is not filled from elsewhere
        ("In early May 2022 the bounces began. The following Monday I changed the password.\n", ["2022-05"]),
        # "then" goes on where the story stands, over a new paragraph too
        ("On 9 May 2022 forty bounces arrived.\n\nThen I changed the password. The day after I rang the host.\n",
         ["2022-05-09", "2022-05-09", "2022-05-10"]),
        ("2022年5月9日の夜、パスワードを変えました。それから迷惑メールを削除しました。翌朝、解除の連絡が来ました。",
         ["2022-05-09", "2022-05-09", "2022-05-10"]),
        # from somebody is no habit
        ("2022年5月9日、会員から電話があった。受信箱を開くと、エラーメールが90通届いていた。",
         ["2022-05-09", "2022-05-09"]),
        # days that go by a name
        ("2022年12月29日、エラーメールが届いた。大みそかにパスワードを変えた。元日に解除の連絡が来た。",
         ["2022-12-29", "2022-12-31", "2023-01-01"]),
        ("On 20 December 2022 forty bounces arrived. On Boxing Day we changed the password.\n",
         ["2022-12-20", "2022-12-26"]),
        # a clause that only says which thing is meant
        ("2022年5月9日、弟が調べてくれた。三年前に登録していた写真サイトからパスワードが漏れていたことが分かった。",
         ["2022-05-09", "2022-05-09"]),
        # a deadline that passes is no step of so many days
        ("2022年5月9日、脅迫メールが届いた。\n\n2022年5月11日\n期限の48時間が過ぎた。何も起きなかった。",
         ["2022-05-09"]),
        # the hour told in words is that of the day, unless it is of the night
        ("On 9 May 2022 at a quarter past three forty bounces arrived. By five o'clock we had locked the account.\n",
         ["2022-05-09T15:15", "2022-05-09T17:00"]),
        # told later, of the days before
        ("I rang the host on 1 June 2022. He said that mail had been sent from our account up to the 27th.\n",
         ["2022-05-27", "2022-06-01"]),
        # a note added later, under a date of its own
        ("2022年5月9日、エラーメールが40通届いた。\n\n【追記 5月20日】昨日、また30通届いた。\n",
         ["2022-05-09", "2022-05-19"]),
        # when it first happened, and the story goes on from where it was
        ("On 5 March 2024 the help desk replied. They found logins from three countries, the first one on 26 February. "
         "I changed the password.\n", ["2024-02-26", "2024-03-05", "2024-03-05"]),
    ],
)  # fmt: skip
def test_the_day_that_is_carried(story: str, when: list[object]) -> None:
    told = [e.when for e in read_story("A word about our mail\n\n" * story.isascii() + story).events]
    assert [w for w in when if w in told] == when, told


def test_a_year_stands_before_a_story_without_dates() -> None:
    story = (
        "A word about our mail\n\nOne Tuesday forty bounces arrived in my inbox. I had set up a catch-all in 2016. "
        "Two days later I switched it off.\n"
    )
    assert [e.when for e in read_story(story).events] == ["2016", {"day": 0}, {"day": 2}]


def test_the_number_of_a_post_is_no_date() -> None:
    story = "偽のメールの話です。1/3\n\n2/3 木曜の夜、エラーメールが届いた。\n\n3/3 金曜、パスワードを変えた。\n"
    assert [e.when for e in read_story(story).events] == [{"day": 0}, {"day": 1}]


def test_the_first_weekday_behind_a_vague_start_is_the_first_day() -> None:
    story = (
        "Last month my mail went wrong. The bounces began on a Sunday. On Tuesday I changed the password.\n\n"
        "On Wednesday the bank called: somebody had asked for my card.\n"
    )
    assert [e.day for e in read_story(story).events] == [0, 0, 2, 3]
