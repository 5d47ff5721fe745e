"""From what was first thought, by what was checked, to what was found: the causes of short courses of inquiry."""

from __future__ import annotations

import pytest

from guide_engine import read_story

COURSES = [
    (
        "On 4 March our treasurer received 300 bounces. We feared that the account had been hacked, and changed "
        "the password. The sign-in history showed only his own phone. On the Friday Ruth looked at the address "
        "book export. The column with the surnames had been pasted over the column with the addresses, and so "
        "every letter went to somebody who does not exist.",
        {"credentials_compromised ruled_out", "other confirmed"},
    ),
    (
        "Bounces kept arriving every hour on the hour. My brother was sure it was a virus, but three different "
        "scanners found nothing. In the end he opened the router's scheduler. A backup job I had set up in 2019 "
        "was still mailing its reports to a colleague who left long ago.",
        {"malware ruled_out", "other confirmed"},
    ),
    (
        "The hosting firm told us our server was probably an open relay. We tested it from outside and it refused "
        "every attempt. What had really happened was duller: the monitoring box had lost its list of muted alerts "
        "during the upgrade, and it was sending a warning to the whole distribution list once a minute.",
        {"open_relay ruled_out", "other confirmed"},
    ),
    (
        "Update 2: earlier we wrote that a customer account may have been taken over. That was a mistake on our "
        "part. The authentication logs are clean. When the old mail node was brought back for testing, nobody "
        "emptied its queue, and it delivered everything it had been holding since last spring.",
        {"credentials_compromised ruled_out", "other confirmed"},
    ),
    (
        "Postmortem: too many notices\n2024-03-04 09:10 Bounces reached the support queue.\n\nRoot cause\nDuring the "
        "migration the rate limit was left at its default of zero, which means unlimited. Nobody noticed because "
        "the test mailbox receives hardly any mail.",
        {"other confirmed"},
    ),
    (
        "At first I assumed that somebody was forging our address. Then I read one of the returned messages "
        "properly. It was our own booking reminder. Our volunteer had connected a calendar app in May and given "
        "it permission to write to everyone in the diary. That is why it went on after I had changed the "
        "password.",
        {"forged_sender ruled_out", "other confirmed"},
    ),
    (
        '"You\'ve been hacked," said the man in the shop. He was wrong. The printer in the hall was set up to send '
        "scans through the old provider, and since the contract ended on 31 May each scan came back.",
        {"credentials_compromised ruled_out", "other confirmed"},
    ),
    (
        "We suspected a break-in at our provider and rang them up. They looked and there was none. It turned out "
        'that the intern had ticked "resend all" in the newsletter tool.',
        {"other confirmed", "provider_breach ruled_out"},
    ),
    (
        "My hunch is an open relay, wrote one of the regulars. I ran the test he linked to: refused. Another user "
        "told me to look at the web server's log. Somebody had posted to the contact form 4,000 times with other "
        "people's addresses in it.",
        {"open_relay ruled_out", "webform_or_cms_hacked confirmed"},
    ),
    (
        "Looks like a virus to me, said the technician. He scanned both laptops and they are spotless. Then he "
        "found forty log-ins from Vietnam in the account.",
        {"credentials_compromised confirmed", "malware ruled_out"},
    ),
    (
        "Could I have been hacked? I changed everything. The host checked the logs and not one message went "
        "through my account. They are simply putting my address in the From line.",
        {"credentials_compromised ruled_out", "forged_sender confirmed"},
    ),
    (
        "It is not a sign that you have been hacked. Bounces like these do not always mean that an account has "
        "been broken into. Here, the spammers just put your address in as the sender.",
        {"forged_sender confirmed"},
    ),
    (
        "Sometimes an account really is broken into and used for sending. In your case the headers show a server "
        "in Brazil, so somebody has merely forged your address.",
        {"credentials_compromised general", "forged_sender confirmed"},
    ),
    (
        "Is this a virus? No idea, I thought, and rang support. They say the sender address has been forged.",
        {"forged_sender confirmed"},
    ),
    (
        "The sender was forged, nothing more. People do get caught out because they use the same password on "
        "several sites, so please keep yours separate.",
        {"forged_sender confirmed", "password_reuse general"},
    ),
    (
        "We thought that the mail company had been hacked and said so here on Monday. We withdraw that. The cause "
        "was ours: the certificate on the gateway ran out on Sunday and mail piled up until it bounced.",
        {"other confirmed", "provider_breach ruled_out"},
    ),
    (
        "I take back what I said about a stolen password. The bounces are all for one person, my late uncle, "
        "whose account was closed in April. His name is still on the family list, and each message to the list "
        "goes to him as well.",
        {"credentials_compromised ruled_out", "other confirmed"},
    ),
    (
        "My theory was that someone had faked my address, as happened to my sister. It fell apart when I saw the "
        "copies in my own Sent folder. In January I had typed my password into a page that looked like our "
        "webmail.",
        {"forged_sender ruled_out", "password_phished confirmed"},
    ),
    (
        "Nobody had been in the account; the provider went through three weeks of log-ins for us. The trouble was "
        "of our own making. When we changed the domain in June, we forgot the old address in the ticket system.",
        {"credentials_compromised ruled_out", "other confirmed"},
    ),
    (
        "300 bounces since Monday. I think somebody is in my account. What shall I do?",
        {"credentials_compromised suspected"},
    ),
    (
        "The log-ins are all mine, so nobody has been in the account. It is probably somebody faking my address.",
        {"credentials_compromised ruled_out", "forged_sender suspected"},
    ),
    (
        "We were wrong about the open relay. Its test was negative. The password of the scanner account was "
        '"scan" and they guessed it.',
        {"open_relay ruled_out", "password_weak confirmed"},
    ),
    (
        "The scout group's mail went mad on Tuesday. \nBy supper there were 900 failure notices, and Keith said we "
        "had been hacked. He changed the password twice. On Wednesday I asked our provider for the list of "
        "sign-ins: two phones, both ours. I then asked Keith what he had done on Monday. He went quiet. He had "
        "merged the old contact list into the new one, and 850 of those people left before 2015.",
        {"credentials_compromised ruled_out", "other confirmed"},
    ),
    (
        "12:40 First ticket. \nEngineer on duty supposes a virus on the sales laptops; all of them come back "
        "clean. At 14:10 she considers forgery, but the messages bear our own signature. At 15:30 the cause is "
        "plain: a test account still held a rule forwarding each message to a list that no longer exists.",
        {"forged_sender ruled_out", "malware ruled_out", "other confirmed"},
    ),
    (
        "Statement of 3 May. \nContrary to what was reported on Thursday, the servers of our mail supplier were "
        "not broken into. The supplier has told us how it came about. A batch of letters held since the winter "
        "was released when the archive was switched over.",
        {"other confirmed", "provider_breach ruled_out"},
    ),
    (
        "Dear helpdesk, \nsince Sunday I receive about twenty bounces a day. I suppose somebody is misusing my "
        "address as the sender. Is there anything I can do?",
        {"forged_sender suspected"},
    ),
    (
        "6月3日の朝、配信不能の通知が200通届いていました。アカウントを乗っ取られたのかと青くなり、すぐパ"
        "スワードを変えました。ログイン履歴には自分の端末しかありません。夜になって名簿の表を開いてみると、住"
        "所の列だけが一行ずれていました。そのため、存在しない宛先ばかりに送っていたのです。",
        {"credentials_compromised ruled_out", "other confirmed"},
    ),
    (
        "毎時ちょうどにエラーメールが来ます。弟はウイルスだと言い張りましたが、三種類のソフトで調べても何も出"
        "ません。ルーターの予定表を見ると、2019年に自分で設定したバックアップの報告が、退職した同僚あてに"
        "送られ続けていました。",
        {"malware ruled_out", "other confirmed"},
    ),
    (
        "サーバー会社からは、オープンリレーではないかと言われました。外から試験しましたが、すべて拒否されます"
        "。調べていくと、監視装置の更新のときに通知を止める設定が外れていて、全員あてに毎分警告を送っていたこ"
        "とが分かりました。",
        {"open_relay ruled_out", "other confirmed"},
    ),
    (
        "第2報で「お客様のアカウントの乗っ取り」とお伝えしましたが、誤りでした。認証の記録に異常はありません"
        "。原因は、試験のため旧配送機を起動した際、たまっていたメールを消さずにつないだことです。",
        {"credentials_compromised ruled_out", "other confirmed"},
    ),
    (
        "配信遅延の振り返り\n3月4日9時10分、窓口にエラーメールが届いた。\n\n原因\n移行作業で送信数の上限"
        "が初期値の0(無制限)に戻っていました。試験用の受信箱にはほとんどメールが来ないため、気づくのが遅れ"
        "ました。",
        {"other confirmed"},
    ),
    (
        "最初は差出人をかたられているものと思っていました。ところが戻ってきたメールを読んでみると、うちの予約"
        "案内そのものです。5月に手伝いの人が予定表のアプリをつなぎ、全員に送る許可を与えていたのでした。パス"
        "ワードを変えても止まらなかったのはこのためです。",
        {"forged_sender ruled_out", "other confirmed"},
    ),
    (
        "店の人は「乗っ取りですね」と言いました。違いました。集会所の複合機が、解約した前の契約の宛先にスキャ"
        "ンを送るようになったままで、そのつど戻ってきていただけでした。",
        {"credentials_compromised ruled_out", "other confirmed"},
    ),
    (
        "プロバイダーへの侵入を疑い、電話で尋ねました。そのような事実はないとのこと。実習生が配信ソフトで「全"
        "員に再送」を押していたことが、あとで分かりました。",
        {"other confirmed", "provider_breach ruled_out"},
    ),
    (
        "不正中継じゃないですか、と常連さん。教わったテストをしてみましたが、中継はできません。別の人に言われ"
        "てウェブサーバーの記録を見たら、問い合わせフォームに他人のアドレスで4,000回も書き込まれていまし"
        "た。",
        {"open_relay ruled_out", "webform_or_cms_hacked confirmed"},
    ),
    (
        "ウイルスくさいね、と業者さん。2台とも検査しましたが、きれいなものでした。そのあとアカウントを見たら"
        "、ベトナムからのログインが40回も残っていました。",
        {"credentials_compromised confirmed", "malware ruled_out"},
    ),
    (
        "乗っ取られたのでしょうか。パスワードは全部変えました。会社に記録を見てもらうと、私のアカウントから出"
        "たものは一通もないそうです。差出人に私のアドレスを書かれているだけでした。",
        {"credentials_compromised ruled_out", "forged_sender confirmed"},
    ),
    (
        "エラーメールが来ても、乗っ取られたとは限りません。今回は差出人にお客様のアドレスを書かれただけです。",
        {"forged_sender confirmed"},
    ),
    (
        "ウイルスに感染した端末が勝手に送信してしまう例も少なくありません。お客様の場合は、ヘッダーを見ると海"
        "外のサーバーから出ており、差出人を偽られているだけです。",
        {"forged_sender confirmed", "malware general"},
    ),
    (
        "ウイルスか、と全部の端末を調べたが、何もなかった。結局、差出人を偽装されていただけだった。",
        {"forged_sender confirmed", "malware ruled_out"},
    ),
    (
        "当番は社内の端末の感染を疑い、6台を切り離した。どれも感染していなかった。11時5分、重複を除く処理"
        "が前回のリリースで外されていることに伊藤が気づいた。宛先ごとにタグの数だけ送っていた。",
        {"malware ruled_out", "other confirmed"},
    ),
    (
        "月曜の本欄で、配信会社への不正アクセスが原因とみられると書きました。これは取り消します。日曜に中継装"
        "置の証明書の期限が切れ、メールがたまり続けたのが本当の理由でした。",
        {"other confirmed", "provider_breach ruled_out"},
    ),
    (
        "パスワードが盗まれたという話は撤回します。戻ってくるのは、4月に解約した叔父あてのものばかりでした。"
        "家族の一覧に叔父の名前が残っていて、一覧に出すたびに叔父にも送られていたのです。",
        {"credentials_compromised ruled_out", "other confirmed"},
    ),
    (
        "真っ先にマルウェアを疑った。二度スキャンして、その線は捨てた。本当の理由は、店のシステムが失敗したメ"
        "ールを永久に送り直す作りだったことだ。客が一人、アドレスを打ち間違えていた。",
        {"malware ruled_out", "other confirmed"},
    ),
    (
        "アカウントに入られた形跡はありませんでした。三週間分の記録を会社が調べてくれました。6月にドメインを"
        "変えたとき、問い合わせ管理の古いアドレスを直し忘れていたのです。お恥ずかしい話です。",
        {"credentials_compromised ruled_out", "other confirmed"},
    ),
    (
        "月曜から不達メールが300通。誰かが私のアカウントに入っている気がします。どうすればよいでしょうか。",
        {"credentials_compromised suspected"},
    ),
    (
        "ログインはすべて自分のもので、アカウントに入られた形跡はありません。おそらく差出人を偽られているのでしょう。",
        {"credentials_compromised ruled_out", "forged_sender suspected"},
    ),
    (
        "不正アクセスだろうか。慌てて記録を調べたが、怪しいものはなかった。業者に聞くと、迷惑メールの判定を新"
        "しい機械で有効にし忘れていたという。",
        {"credentials_compromised ruled_out", "other confirmed"},
    ),
    (
        "これはウイルスですか、とお尋ねでしたが、差出人の詐称です。",
        {"forged_sender confirmed"},
    ),
    (
        "少年団のメールが火曜に大騒ぎになりました。\n夕方までに不達が900通。北川さんは「乗っ取りだ」と言い"
        "、パスワードを二度変えました。水曜に会社からログインの一覧をもらうと、載っていたのは二人の携帯だけで"
        "す。月曜に何をしたのか北川さんに聞くと、黙ってしまいました。古い連絡先を新しい名簿に混ぜてしまってい"
        "たのです。850人は10年前にやめた方でした。",
        {"credentials_compromised ruled_out", "other confirmed"},
    ),
    (
        "12時40分、最初の連絡。\n当番は営業の端末のウイルス感染とみて全台を調べたが、いずれも異常なし。1"
        "4時10分、差出人の偽装も考えたが、署名は自社のものだった。15時30分になって判明した。試験用のア"
        "カウントに、もう存在しない一覧へ全部転送する規則が残っていた。",
        {"forged_sender ruled_out", "malware ruled_out", "other confirmed"},
    ),
    (
        "5月3日付のお知らせ\n木曜の報道にあるような、委託先サーバーへの侵入はございませんでした。委託先から"
        "経緯の説明がありました。保管先を切り替えた際、冬から留め置かれていた一群のお便りが放出されたものです"
        "。",
        {"other confirmed", "provider_breach ruled_out"},
    ),
    (
        "昨夜は不達が60通。\nハッキングか?いいえ。会社がログインを洗ってくれましたが、全部私でした。ドメイ"
        "ンを別の業者に移したとき、先方の取り込み処理が、何年も前に止めた機械を指すMXを作っていたのだそうで"
        "す。",
        {"credentials_compromised ruled_out", "other confirmed"},
    ),
    (
        "店のパソコンが怪しいと思われました。\n持ち込んで調べてもらうと、まったくの健康体。そこで土井さんが打"
        "ち明けました。銀行を名乗る電話に、パスワードを教えてしまったというのです。",
        {"malware ruled_out", "password_phished confirmed"},
    ),
    (
        "息子はマルウェアだと踏んでいました。\n土曜を丸ごと使って調べ、何の収穫もなし。窓口によれば話はもっと"
        "単純で、海外のどこかから私のアドレスを差出人にして送っているのだそうです。",
        {"forged_sender confirmed", "malware ruled_out"},
    ),
    (
        "掲示板では不正中継に一票という人がいました。\n外れでした。次にパスワード漏れを考えましたが、覚えのな"
        "いログインは一つもありません。最後にウェブの記録を検索して見つけました。ゲストブックに6,000件も"
        "書き込まれ、そのつど控えが入力されたアドレスへ飛んでいたのです。",
        {"credentials_compromised ruled_out", "open_relay ruled_out", "webform_or_cms_hacked confirmed"},
    ),
    (
        "窓口の皆さま\n日曜から毎日20通ほど不達が届きます。私のアドレスが差出人に悪用されているのではと思っ"
        "ています。何かできることはありますか。",
        {"forged_sender suspected"},
    ),
    (
        "囲碁の会 6月11日\n前回のメールで、変な案内は侵入者のしわざとお知らせしました。訂正します。侵入者"
        "はいませんでした。2021年に会員が作った予定表が、対局のたびに元会員全員へ案内を送る作りで、日曜に"
        "読み込んだ今季の予定に全員分の印が付いていました。",
        {"credentials_compromised ruled_out", "other confirmed"},
    ),
]


@pytest.mark.parametrize(("text", "wanted"), COURSES)
def test_a_course_of_inquiry_leaves_these_causes(text: str, wanted: set[str]) -> None:
    assert {f"{c.cause} {c.status}" for c in read_story(text, date="2024-05-01").causes} == wanted
