"""Causes and how sure the writer is of them, class by class of the language. Each row is a story of its own."""

from __future__ import annotations

import pytest

from guide_engine import read_story

Row = tuple[str, set[str]]
SHORT = {
    "hacked": "credentials_compromised", "forged": "forged_sender", "weak": "password_weak", "reuse": "password_reuse",
    "phished": "password_phished", "malware": "malware", "web": "webform_or_cms_hacked", "relay": "open_relay",
    "leaked": "address_leaked", "random": "random_address", "provider": "provider_breach", "other": "other",
    "unknown": "unknown",
}  # fmt: skip
STATUS = {"+": "confirmed", "?": "suspected", "-": "ruled_out", "~": "general"}


def check(story: str, want: set[str]) -> None:
    said = {(c.cause, c.status) for c in read_story(story).causes}
    assert said == {(SHORT[w[1:]], STATUS[w[0]]) for w in want}


# ---- named by the mechanism alone ----------------------------------------------------------------

MECHANISMS: list[Row] = [
    ("The password had been used on a knitting forum as well.", {"+reuse"}),
    ("She uses one password for everything, and a shop where she buys wool was breached last year.", {"+reuse"}),
    ("My login was the same as the one I had for an old gaming site.", {"+reuse"}),
    ("The same e-mail and password combination was in a dump from a web shop.", {"+reuse"}),
    ("Our treasurer had reused her shopping password for the mailbox.", {"+reuse"}),
    ("The mailbox password was \"Summer2020\".", {"+weak"}),
    ("It turned out that the password was my surname followed by a 1.", {"+weak"}),
    ("They had simply guessed the password, which was the name of our street.", {"+weak"}),
    ("Nobody had ever changed the default password.", {"+weak"}),
    ("The account fell to a brute-force attack because its password had only six letters.", {"+weak"}),
    ("A colleague typed her password into a page that looked like our webmail.", {"+phished"}),
    ("I had entered my details on a bogus login screen a week earlier.", {"+phished"}),
    ("He answered a mail asking for his user name and password.", {"+phished"}),
    ("My father gave his password to a man on the phone who said he was from the bank.", {"+phished"}),
    ("The secretary fell for a message saying her mailbox was full and signed in on their page.", {"+phished"}),
    ("Somebody else had been logging in to my mailbox at night.", {"+hacked"}),
    ("A stranger was inside our account and sending mail from it.", {"+hacked"}),
    ("The log shows three sign-ins from Brazil.", {"+hacked"}),
    ("My account had been broken into.", {"+hacked"}),
    ("Our SMTP credentials had been stolen.", {"+hacked"}),
    ("The plug-in had not been updated since 2019, and that was the way in.", {"+web"}),
    ("Bots were filling in our contact form thousands of times.", {"+web"}),
    ("An old Joomla extension had a hole in it.", {"+web"}),
    ("They had uploaded a PHP mailer to the images folder of the website.", {"+web"}),
    ("Our newsletter sign-up form had no captcha and was abused.", {"+web"}),
    ("Our server was an open relay.", {"+relay"}),
    ("The mail server accepted messages from anyone and sent them on without a password.", {"+relay"}),
    ("The laptop was infected with a trojan.", {"+malware"}),
    ("They found a keylogger on the office computer.", {"+malware"}),
    ("Someone is putting my address in the From field of their junk.", {"+forged"}),
    ("Spammers were using our domain as the sender.", {"+forged"}),
    ("The mails only pretend to come from us.", {"+forged"}),
    ("Some crook is sending rubbish in my name.", {"+forged"}),
    ("Our address had been faked.", {"+forged"}),
    ("The sender was spoofed.", {"+forged"}),
    ("The spammer invents a new name at our domain for every message.", {"+random"}),
    ("My address was on a list that is sold among spammers.", {"+leaked"}),
    ("Our members' list was stolen from the old website.", {"+leaked"}),
    ("Our domain had no SPF record at all.", {"+other"}),
    ("It was caused by a misconfigured server.", {"+other"}),
    ("ネット通販と同じパスワードにしていたのが原因でした。", {"+reuse"}),
    ("メールのパスワードは、ほかの会員サイトでも使っていたものでした。", {"+reuse"}),
    ("別のサービスから流出したIDとパスワードが使われていました。", {"+reuse"}),
    ("どのサイトにも同じ暗証番号を設定していました。", {"+reuse"}),
    ("パスワードは娘の名前に誕生日を足しただけのものでした。", {"+weak"}),
    ("パスワードが「tanaka123」だったそうです。", {"+weak"}),
    ("初期パスワードのまま何年も使っていました。", {"+weak"}),
    ("会社の電話番号をパスワードにしていました。", {"+weak"}),
    ("総当たりでパスワードを割り出されていました。", {"+weak"}),
    ("銀行そっくりのページにパスワードを打ち込んでしまいました。", {"+phished"}),
    ("母が偽のログイン画面に暗証番号を入れてしまっていました。", {"+phished"}),
    ("電話でサポートを名乗る人にパスワードを教えてしまったのです。", {"+phished"}),
    ("「容量がいっぱいです」というメールに騙されて、IDとパスワードを入力していました。", {"+phished"}),
    ("何者かが私のアカウントにログインしていました。", {"+hacked"}),
    ("知らない人にメールボックスへ入られていました。", {"+hacked"}),
    ("海外からのログインが何度も残っていました。", {"+hacked"}),
    ("メールアカウントが乗っ取られていました。", {"+hacked"}),
    ("パスワードが他人に知られていました。", {"+hacked"}),
    ("会社のメールが不正アクセスを受けました。", {"+hacked"}),
    ("プラグインを2年も更新していなかったため、そこから入られました。", {"+web"}),
    ("古いCMSの脆弱性を突かれました。", {"+web"}),
    ("お問い合わせフォームがボットに悪用され、大量の自動返信が送られていました。", {"+web"}),
    ("サーバーに見覚えのないPHPファイルが置かれていました。", {"+web"}),
    ("誰でも送信できる設定になっていました。", {"+relay"}),
    ("メールサーバーが第三者中継を許す状態でした。", {"+relay"}),
    ("事務所のパソコンがマルウェアに感染していました。", {"+malware"}),
    ("パソコンからトロイの木馬が見つかりました。", {"+malware"}),
    ("誰かが私のアドレスを差出人に使っていました。", {"+forged"}),
    ("うちのドメインを騙った迷惑メールが出回っていました。", {"+forged"}),
    ("差出人欄に当店のアドレスが書かれていただけでした。", {"+forged"}),
    ("送信元が偽装されていました。", {"+forged"}),
    ("弊社の名前を勝手に使ったメールでした。", {"+forged"}),
    ("でたらめな名前をアットマークの前に付けて送られていました。", {"+random"}),
    ("名簿業者にアドレスを売られていました。", {"+leaked"}),
    ("会員のアドレス帳が流出していました。", {"+leaked"}),
    ("SPFレコードを設定していませんでした。", {"+other"}),
    ("サーバーの設定ミスが原因でした。", {"+other"}),
]  # fmt: skip

# ---- denied --------------------------------------------------------------------------------------

DENIED: list[Row] = [
    ("My account was not hacked; somebody had forged the sender.", {"-hacked", "+forged"}),
    ("It wasn't a virus but a stolen password.", {"-malware", "+hacked"}),
    ("It has nothing to do with malware.", {"-malware"}),
    ("There is no sign of a break-in.", {"-hacked"}),
    ("We found no evidence that anyone had got into our mailbox.", {"-hacked"}),
    ("They forged our address rather than hacking our account.", {"+forged", "-hacked"}),
    ("Spoofing can be ruled out.", {"-forged"}),
    ("A virus was ruled out.", {"-malware"}),
    ("Nobody had broken into the account.", {"-hacked"}),
    ("Neither my computer nor my phone was infected.", {"-malware"}),
    ("The server is not an open relay.", {"-relay"}),
    ("So the address was forged, not hacked.", {"+forged", "-hacked"}),
    ("I ran the antivirus scan and it came back negative.", {"-malware"}),
    ("We tried three different scanners and they turned up nothing.", {"-malware"}),
    ("I had the laptop checked. It is clean.", {"-malware"}),
    ("I went through the login history: only my own phone and computer.", {"-hacked"}),
    ("The sign-in log lists no devices other than mine.", {"-hacked"}),
    ("アカウントが乗っ取られたのではなく、差出人を詐称されただけでした。", {"-hacked", "+forged"}),
    ("ウイルス感染ではありませんでした。", {"-malware"}),
    ("不正アクセスの形跡はありません。", {"-hacked"}),
    ("パスワードが漏れた様子はありません。", {"-hacked"}),
    ("乗っ取りの可能性は否定されました。", {"-hacked"}),
    ("マルウェアとは関係ありませんでした。", {"-malware"}),
    ("第三者が侵入した痕跡は見つかりませんでした。", {"-hacked"}),
    ("オープンリレーにはなっていませんでした。", {"-relay"}),
    ("全台をウイルスチェックしましたが、検出はゼロでした。", {"-malware"}),
    ("パソコンを見てもらいましたが、シロでした。", {"-malware"}),
    ("ログイン履歴には自分以外のものはありませんでした。", {"-hacked"}),
    ("なりすましではなく、本当に不正ログインされていました。", {"-forged", "+hacked"}),
    ("端末の感染は確認されておりません。", {"-malware"}),
    ("不正なログインは一件もありませんでした。", {"-hacked"}),
]  # fmt: skip

# ---- withdrawn, or borne out ---------------------------------------------------------------------

WITHDRAWN: list[Row] = [
    ("At first I thought I had a virus. It turned out that my password had been guessed.", {"-malware", "+weak"}),
    ("We initially blamed our web form, but the mail came from a hijacked mailbox.", {"-web", "+hacked"}),
    ("I assumed my account had been hacked. I was wrong: the sender was forged.", {"-hacked", "+forged"}),
    ("Our first suspicion was a virus. It wasn't.", {"-malware"}),
    ("I was convinced that somebody had stolen my password. In the end it was simple spoofing.",
     {"-hacked", "+forged"}),
    ("We suspected that the account had been hijacked. That was confirmed by the logs.", {"+hacked"}),
    ("てっきりウイルスに感染したと思っていましたが、差出人を詐称されていただけでした。", {"-malware", "+forged"}),
    ("当初は不正アクセスを疑いましたが、そうではありませんでした。", {"-hacked"}),
    ("乗っ取られたのかと思いました。違いました。", {"-hacked"}),
    ("最初はフォームの悪用を疑っていました。実際はパスワードの使い回しでした。", {"-web", "+reuse"}),
    ("ウイルスだとばかり思っていました。ところが原因はフィッシングでした。", {"-malware", "+phished"}),
]  # fmt: skip

# ---- doubted, reported, asked --------------------------------------------------------------------

DOUBTED: list[Row] = [
    ("The provider said that my password had probably been stolen.", {"?hacked"}),
    ("I suspect that somebody has got hold of my password.", {"?hacked"}),
    ("It looks as if our address has been forged.", {"?forged"}),
    ("Presumably the plug-in was out of date.", {"?web"}),
    ("The account may have been compromised.", {"?hacked"}),
    ("My guess is that they brute-forced it.", {"?weak"}),
    ("The support man said somebody was spoofing us.", {"+forged"}),
    ("I had clicked on a link in a parcel notice two days before.", {"?phished"}),
    ("Have I been hacked?", set()),
    ("I asked whether my account had been hacked.", set()),
    ("Is this a virus?", set()),
    ("Did you use the same password on another site? Yes, I did.", {"+reuse"}),
    ("Do you use the same password elsewhere? Yes. That is probably how they got in.", {"?reuse"}),
    ("パスワードが盗まれたのではないかと言われました。", {"?hacked"}),
    ("差出人を偽装されているようだとのことでした。", {"?forged"}),
    ("ウイルスに感染しているかもしれません。", {"?malware"}),
    ("プラグインの古さが原因と思われます。", {"?web"}),
    ("パスワードの使い回しが原因とみています。", {"?reuse"}),
    ("どうやらアドレスを名簿業者に売られたらしい。", {"?leaked"}),
    ("プロバイダーによると、なりすましだそうです。", {"+forged"}),
    ("乗っ取られたのでしょうか。", set()),
    ("これはウイルスですか。", set()),
    ("感染していないか調べました。", set()),
    ("同じパスワードをほかのサイトでも使っていませんか。はい、使っていました。", {"+reuse"}),
    ("数日前、宅配便を装ったメールのリンクを開いていました。", {"?phished"}),
]  # fmt: skip

# ---- said in general, advised, planned -----------------------------------------------------------

NOT_HERE: list[Row] = [
    ("Anyone can write any address in the From line.", {"~forged"}),
    ("Such mails are usually caused by a virus.", {"~malware"}),
    ("Please do not use the same password on other sites.", set()),
    ("Never type your password into a page that you reached by a link.", set()),
    ("We will scan all computers for malware next week.", set()),
    ("Keep your plug-ins up to date.", set()),
    ("We have bought an antivirus program.", set()),
    ("We hold phishing training for all staff.", set()),
    ("この種のメールは、ウイルスが原因の場合もあります。", {"~malware"}),
    ("パスワードを使い回さないでください。", set()),
    ("不審なメールのリンクは開かないようにしましょう。", set()),
    ("今後は不正アクセスの防止に努めてまいります。", set()),
    ("ウイルス対策ソフトを入れました。", set()),
    ("フィッシング対策の研修を行いました。", set()),
    ("古いプラグインは放置しないこと。", set()),
]  # fmt: skip

# ---- several voices, several sentences -----------------------------------------------------------

OVER_SENTENCES: list[Row] = [
    ("\"You have a virus,\" he said. It was not a virus, it was an open relay.", {"-malware", "+relay"}),
    ("The first theory was a leaked password. The log shows our own host and nothing else. Theory dropped.",
     {"-hacked"}),
    ("How they got in is embarrassing. I used the same password on a fishing forum.", {"+reuse"}),
    ("I used the same password on a fishing forum. That is only a guess, of course.", {"?reuse"}),
    ("My password was the name of the cat. Anybody could have guessed it.", {"?weak"}),
    ("I thought I had been hacked and went through the settings. Nothing odd at all.", {"-hacked"}),
    ("We suspected malware on the laptop, but the tool shows nothing.", {"-malware"}),
    ("The relay test passed.", {"-relay"}),
    ("First we think it is a virus, no virus.", {"-malware"}),
    ("A phishing page cannot be excluded.", {"?phished"}),
    ("The user denies having entered her password anywhere.", set()),
    ("If they are in Sent, somebody is logged in as you.", {"+hacked"}),
    ("We sent 3,000 phishing mails through no fault of ours.", set()),
    ("No, I was not hacked.", {"-hacked"}),
    ("Most likely: somebody has put our domain in the sender.", {"?forged"}),
    ("The mail came from a lookalike domain.", {"+forged"}),
    ("It had been sent from inside my own mailbox, with the correct password.", {"+hacked"}),
    ("There are three common explanations.\n- Somebody is forging your address.\n- Your computer is infected.",
     {"~forged", "~malware"}),
    ("What we know\n\nIt was a long night.\n\nRoot cause\n\nMessages were forwarded without being checked.",
     {"+other"}),
    ("「ウイルスですよ」と言われました。ウイルスではありませんでした。", {"-malware"}),
    ("メールが乗っ取られました。他のサイトとパスワードを同じにしてましたか？してました。たぶんそれ。",
     {"+hacked", "?reuse"}),
    ("パスワードは会の名前に西暦を付けただけでした。総当たりで破られたものと考えられます。", {"?weak"}),
    ("ほかのサイトで同じパスワードを使っていたら、そちらも変えてください。", set()),
    ("請求書だと思ってリンクを開き、パスワードを入れてしまいました。", {"+phished"}),
    ("そのメールが原因でしょうね。偽の画面にパスワードを入れさせる手口です。", {"?phished"}),
    ("オープンリレーのテストをしましたが、問題ありませんでした。", {"-relay"}),
    ("経路は、現在のところ特定できておりません。", {"+unknown"}),
    ("ウイルスの可能性も否定できません。", {"?malware"}),
    ("パスワードを入れてはいません。", {"-phished"}),
    ("流出したとみられるパスワードで不正ログインがありました。", {"+hacked"}),
    ("同じパスワードを通販サイトにも登録していました。あくまで推測ですが。", {"?reuse"}),
    ("配信障害の報告\n\n■ 原因\n転送の際に迷惑メールを除いていなかったこと。", {"+other"}),
    (
        "My neighbour said somebody was forging my address. Forget what he said "
        "about forging. The contact form had been abused to send the spam.", {"-forged", "+web"},
    ),
    ("We told everyone for a week that our provider had been hacked. It hadn't.", {"-provider"}),
    (
        "Earlier today we reported that a password had been stolen. That was "
        "wrong. A plug-in had been exploited.", {"-hacked", "+web"},
    ),
    (
        "We first announced that an account had been compromised. We were "
        "mistaken. The script on the site was hacked.", {"-hacked", "+web"},
    ),
    (
        "He had wondered whether the laptop had caught a virus and ran a check "
        "over it, which found nothing.", {"-malware"},
    ),
    ("She supposed it was a virus. Her nephew ran a scan and found none.", {"-malware"}),
    ("They imagined that the mailbox had been hacked.", {"?hacked"}),
    (
        "Either somebody is forging your address, or your server is open. Or "
        "one of your computers is infected.", {"?forged", "?malware"},
    ),
    ("I take back what I said about a virus. Someone had my password.", {"+hacked", "-malware"}),
    ("Scratch the virus theory. It was spoofing: someone puts my address in the From line.", {"+forged", "-malware"}),
    ("問い合わせフォームが悪用されたと思っていましたが、違いました。", {"-web"}),
    ("フォームの踏み台だと思っていたけど違った。", {"-web"}),
    (
        "どうせ名前をかたられただけだろうと思い、放っておきました。調べると、パソコンがウイルスに感染していました。"
        "", {"-forged", "+malware"},
    ),
    ("先にお知らせしたアカウントの乗っ取りではございませんでした。", {"-hacked"}),
    ("前回の報告で不正アクセスとお伝えしたのは誤りでした。差出人を詐称されただけでした。", {"-hacked", "+forged"}),
    ("先ほどのウイルスという説明は取り消します。", {"-malware"}),
    ("委託先のサーバー自体への侵入はありませんでした。", {"-provider"}),
    ("サーバー会社側への侵入ではないとのことです。", {"-provider"}),
    ("プロバイダのシステムに不正アクセスの形跡はなかった。", {"-provider"}),
    ("The provider has told us that nobody had got in on their side.", {"-provider"}),
    ("Our host confirmed there was no break-in at their end.", {"-provider"}),
    ("We checked whether the mail server itself had been broken into and found nothing.", {"-provider"}),
    ("他のサイトで同じパスワードをお使いの方は、変更をお願いいたします。", set()),
    ("メールに記載の画面にパスワードを入力された場合は、至急ご連絡ください。", set()),
    ("He enters his password on a fake page and thinks no more of it.", {"+phished"}),
    ("She types the password into a sign-in page that looks like ours.", {"+phished"}),
    ("偽の通知にだまされて、パスワード入れちゃいました。", {"+phished"}),
    ("そのリンク先でパスワードを打っちゃった。", {"+phished"}),
    ("差出人のアドレスは別人のもので、表示名だけが社長でした。", {"+forged"}),
    ("表示名だけ私の名前になっていました。", {"+forged"}),
    ("Only our name has been used; the mail came from a server abroad.", {"+forged"}),
    ("They merely used our name.", {"+forged"}),
    ("IDがtestで、パスワードもtestでした。", {"+weak"}),
    ("ノートは初期化して、山田のパスワードはもちろん全部変更しました。", set()),
    ("A password that was used on another site had been stolen there. Somebody was in my account.", {"+reuse"}),
    (
        "第1報では「パスワードの流出の可能性」とお伝えしましたが、上記のとおり訂正いたします。原因はプラグインの脆弱性でした。"
        "", {"-hacked", "+web"},
    ),
    ("If a message asks for your password, don't enter it.", set()),
    ("If a letter wants you to type your password on a page, bin it.", set()),
    ("ユーザー名は print、パスワードも print。", {"+weak"}),
    ("パスワードは短いものでした。これを総当たりで破られたとみられます。", {"?weak"}),
    ("Somebody used the committee password to get in to the site.", {"+hacked"}),
    ("A stranger had used her login to read our mail.", {"+hacked"}),
    ("Nobody was inside, as far as I can see.", {"-hacked"}),
    ("Please give each volunteer their own login from now on.", set()),
    ("We will give every clerk her own password.", set()),
    ("ユーザーがcopy、パスワードもcopyだった。", {"+weak"}),
    ("Our list of subscribers has not been stolen.", {"-leaked"}),
    ("They took it off the list the day after.", set()),
    ("If any message wants a password, it is a fake.", set()),
    (
        "差出人を偽られただけだと思い込み、「なりすましです」と返事をしていました。ところが、パソコンがマルウェアに感染していたのです。"
        "", {"-forged", "+malware"},
    ),
    ("B社の管理画面に第三者が侵入し、メールを送信しました。原因はB社のシステムへの不正アクセスです。", {"+provider"}),
    ("The bounced mail never touched our server; someone forged our address.", {"+forged"}),
    ("職員の端末も検査しましたが、感染は見つかっておりません。", {"-malware"}),
    ("They logged in five minutes after she typed her password in.", {"+phished"}),
    ("He had typed the password in on Monday.", {"+phished"}),
    ("My wife thought that the old computer had a worm. It was a plug-in which had been hacked.", {"-malware", "+web"}),
]  # fmt: skip


@pytest.mark.parametrize(("story", "want"), MECHANISMS)
def test_a_cause_is_known_by_its_mechanism(story: str, want: set[str]) -> None:
    check(story, want)


@pytest.mark.parametrize(("story", "want"), DENIED)
def test_a_cause_that_is_denied_is_ruled_out(story: str, want: set[str]) -> None:
    check(story, want)


@pytest.mark.parametrize(("story", "want"), WITHDRAWN)
def test_a_diagnosis_withdrawn_later_is_ruled_out(story: str, want: set[str]) -> None:
    check(story, want)


@pytest.mark.parametrize(("story", "want"), DOUBTED)
def test_a_doubt_is_a_doubt_and_a_question_is_no_cause(story: str, want: set[str]) -> None:
    check(story, want)


@pytest.mark.parametrize(("story", "want"), NOT_HERE)
def test_what_is_said_in_general_is_not_claimed_of_this_incident(story: str, want: set[str]) -> None:
    check(story, want)


@pytest.mark.parametrize(("story", "want"), OVER_SENTENCES)
def test_a_cause_is_read_with_the_sentences_around_it(story: str, want: set[str]) -> None:
    check(story, want)
