"""Actions done and actions advised, class by class of the language. Each row is a story of its own."""

from __future__ import annotations

import pytest

from guide_engine import read_story

Row = tuple[str, set[str]]
SHORT = {
    "pw": "change_password", "scan": "virus_scan", "addr": "retire_address", "dom": "cancel_domain",
    "prov": "contact_provider", "lock": "disable_account", "del": "delete_queue", "list": "delist_blocklist",
    "tell": "notify_contacts", "2fa": "enable_2fa", "uniq": "unique_password", "spf": "spf_dkim_dmarc",
    "filter": "filter_bounces", "wait": "ignore_wait", "watch": "monitor", "other": "other",
}  # fmt: skip
STATUS = {"+": "done", "!": "advised"}


def check(story: str, want: set[str]) -> None:
    said = {(a.action, a.status) for a in read_story(story).actions}
    assert said == {(SHORT[w[1:]], STATUS[w[0]]) for w in want}


# ---- told in the active, the passive, and the short style of lists -------------------------------

DONE: list[Row] = [
    ("I gave the mailbox a new, much longer password.", {"+pw"}),
    ("All passwords were replaced the same night.", {"+pw"}),
    ("Every user has been given a new password.", {"+pw"}),
    ("My son reset the password for me.", {"+pw"}),
    ("The password was weak. We changed it that evening.", {"+pw"}),
    ("I had the computer looked at by a shop in town.", {"+scan"}),
    ("We ran a full scan on every machine.", {"+scan"}),
    ("Both laptops have been scanned.", {"+scan"}),
    ("I went over the PC with two virus scanners, and I let Defender run overnight.", {"+scan"}),
    ("I rang my internet provider.", {"+prov"}),
    ("I got in touch with the web host.", {"+prov"}),
    ("The helpdesk was informed at nine.", {"+prov"}),
    ("We opened a ticket with the hosting company.", {"+prov"}),
    ("My daughter asked the computer man for me.", {"+prov"}),
    ("The mailbox was closed.", {"+lock"}),
    ("They have frozen the account for now.", {"+lock"}),
    ("We deleted 9,000 messages from the queue.", {"+del"}),
    ("The backlog was cleared by noon.", {"+del"}),
    ("I threw away all the bounces.", {"+del"}),
    ("We asked the blocklist to remove us.", {"+list"}),
    ("Our server had been blocked. We applied for removal.", {"+list"}),
    ("The removal form was filled in and we requested delisting from two blacklists.", {"+list"}),
    ("I wrote to everybody in my address book to say sorry.", {"+tell"}),
    ("All customers have been informed by letter.", {"+tell"}),
    ("We posted a warning on our website.", {"+tell"}),
    ("We have turned on two-step verification.", {"+2fa"}),
    ("Two-factor authentication is now required for all staff.", {"+2fa"}),
    ("The registrar helped me and I added a DMARC record.", {"+spf"}),
    ("SPF and DKIM were set up.", {"+spf"}),
    ("I made a rule that moves the bounces to a folder.", {"+filter"}),
    ("We switched the catch-all off.", {"+filter"}),
    ("I ignored them for a week.", {"+wait"}),
    ("We are monitoring the mail queue.", {"+watch"}),
    ("I gave up that address for good.", {"+addr"}),
    ("We restored the site from a backup.", {"+other"}),
    ("The plug-in was updated.", {"+other"}),
    ("The incident was reported to the police.", {"+other"}),
    ("パスワードを長いものに替えました。", {"+pw"}),
    ("全員分のパスワードをリセット済み。", {"+pw"}),
    ("新しいパスワードを発行してもらいました。", {"+pw"}),
    ("パスワードが簡単すぎました。すぐに変えました。", {"+pw"}),
    ("息子がパスワードを変えてくれました。", {"+pw"}),
    ("全端末でフルスキャンを実施。", {"+scan"}),
    ("パソコンを電器店で調べてもらいました。", {"+scan"}),
    ("プロバイダーに電話しました。", {"+prov"}),
    ("サーバー会社のサポートに問い合わせたところ、返事が来ました。", {"+prov"}),
    ("原因が分からないため、契約先に調査を依頼。", {"+prov"}),
    ("この件については保守業者へ連絡済み。", {"+prov"}),
    ("当該アカウントは直ちに停止されました。", {"+lock"}),
    ("不正に使われたアカウントを特定し、停止。", {"+lock"}),
    ("キューに残っていた迷惑メールを削除しました。", {"+del"}),
    ("エラーメールは全部ゴミ箱に入れました。", {"+del"}),
    ("ブラックリストの解除を申請しました。", {"+list"}),
    ("Spamhausに登録されていました。すぐに解除を依頼しました。", {"+list"}),
    ("取引先には電話でお詫びしました。", {"+tell"}),
    ("ホームページにお知らせを掲載。", {"+tell"}),
    ("会員の皆様へメールでご連絡いたしました。", {"+tell"}),
    ("二段階認証を有効にしました。", {"+2fa"}),
    ("全社員に多要素認証を義務付けました。", {"+2fa"}),
    ("DMARCをrejectに設定しました。", {"+spf"}),
    ("SPFレコードを追加。", {"+spf"}),
    ("エラーメールを自動で振り分けるフィルターを作りました。", {"+filter"}),
    ("キャッチオールを切りました。", {"+filter"}),
    ("しばらく放っておきました。", {"+wait"}),
    ("ログの監視を続けています。", {"+watch"}),
    ("そのアドレスは廃止しました。", {"+addr"}),
    ("プラグインを最新版に更新しました。", {"+other"}),
    ("不審なファイルを削除し、サイトを復元しました。", {"+other"}),
    ("被害については警察に相談しました。", {"+other"}),
]  # fmt: skip

# ---- advised: said to the reader, or to the victim by another ------------------------------------

ADVISED: list[Row] = [
    ("Change your password at once.", {"!pw"}),
    ("I recommend that you change your password.", {"!pw"}),
    ("You should change the password of the mailbox.", {"!pw"}),
    ("They told me to change my password.", {"!pw"}),
    ("If you typed your password there, change it immediately.", {"!pw"}),
    ("We ask all members to reset their passwords.", {"!pw"}),
    ("Customers are advised to review their passwords.", {"!pw"}),
    ("Have your computer checked by somebody who knows.", {"!scan"}),
    ("Run a virus scan on the machine.", {"!scan"}),
    ("Please contact your provider.", {"!prov"}),
    ("You need to call the helpdesk.", {"!prov"}),
    ("I would ask your hosting company.", {"!prov"}),
    ("Use a different password for every site.", {"!uniq"}),
    ("Never use the same password on two of your sites.", {"!uniq"}),
    ("Switch on two-factor authentication wherever you can.", {"!2fa"}),
    ("He suggested that I turn on two-step verification.", {"!2fa"}),
    ("Publish an SPF record for your domain.", {"!spf"}),
    ("Just ignore them and it will stop by itself.", {"!wait"}),
    ("Turn off the catch-all.", {"!filter"}),
    ("Wipe the server and restore it from a backup.", {"!other"}),
    ("Keep an eye on the log-in history.", {"!watch"}),
    ("すぐにパスワードを変更してください。", {"!pw"}),
    ("パスワードは変えておいたほうがいいですよ。", {"!pw"}),
    ("パスワードを変えるように言われました。", {"!pw"}),
    ("サポートから、パスワードの変更を勧められました。", {"!pw"}),
    ("パスワードの変更をお願いいたします。", {"!pw"}),
    ("長いパスワードをご利用くださいますようお願い申し上げます。", {"!pw"}),
    ("念のためウイルスチェックをしてみてください。", {"!scan"}),
    ("まずプロバイダーに相談しましょう。", {"!prov"}),
    ("契約しているサーバー会社に問い合わせるといいですよ。", {"!prov"}),
    ("パスワードの使い回しはやめましょう。", {"!uniq"}),
    ("サービスごとに別のパスワードを使うことが大切です。", {"!uniq"}),
    ("二段階認証は必ず設定しておくべきです。", {"!2fa"}),
    ("SPFくらいは設定しておくこと。", {"!spf"}),
    ("放っておけばそのうち収まりますよ。", {"!wait"}),
    ("しばらく様子を見るように言われました。", {"!wait"}),
    ("キャッチオールは切っておいたほうがいいです。", {"!filter"}),
    ("添付ファイルは開かずに削除してください。", {"!other"}),
    ("ログは毎日確認するようにしてください。", {"!watch"}),
]  # fmt: skip

# ---- in fragments, in the present, in the words of others ----------------------------------------

VOICES: list[Row] = [
    ("My telephone now asks me to confirm with a code on the phone every time.", {"+2fa"}),
    ("- Write to all customers: done", {"+tell"}),
    ("I emptied my mailbox.", {"+del"}),
    ("The supporters were written to.", {"+tell"}),
    ("It was bad. The helpdesk recommended two-step verification to me.", {"!2fa"}),
    ("You could set up a filter for them.", {"!filter"}),
    ("I heard it from him on the phone, after I had looked at the bounces.", set()),
    ("They have a different password for each site now.", {"+uniq"}),
    ("さっき、パスワードを変えました。", {"+pw"}),
    ("リンクを開かないでほしいというメールを会員の皆さまへ送りました。", {"+tell"}),
    ("アカウントを削除し、キューを掃除。", {"+lock", "+del"}),
    ("もしや使われているのではと、パスワードを変更。", {"+pw"}),
    ("市の情報担当に調査を依頼しましたところ、異常はありませんでした。", {"+prov"}),
    ("二段階認証も必ずオンに。", {"!2fa"}),
    ("使っていなかった転送の設定をすべて外しました。", {"+other"}),
    ("昨日のことです。取引先に手紙を郵送。", {"+tell"}),
    ("スマホに届く番号を入れる設定にもしました。", {"+2fa"}),
    ("来ても無視しないでください。", {"!other"}),
    ("窓口で30分待たされました。", set()),
]  # fmt: skip

# ---- advice that was taken -----------------------------------------------------------------------

TAKEN: list[Row] = [
    ("You should change your password. Done.", {"!pw", "+pw"}),
    ("Please switch on two-step verification. I have done that now.", {"!2fa", "+2fa"}),
    ("パスワードを変更してください。はい、そのとおりにしました。", {"!pw", "+pw"}),
]  # fmt: skip

# ---- neither done nor advised --------------------------------------------------------------------

NEITHER: list[Row] = [
    ("We will change all passwords next week.", set()),
    ("I have not changed my password yet.", set()),
    ("We are going to introduce two-factor authentication.", set()),
    ("Should I change my password?", set()),
    ("I could not reach my provider.", set()),
    ("We never had an SPF record.", set()),
    ("We plan to move to another provider.", set()),
    ("My provider rang me this morning.", set()),
    ("Nobody had told the customers.", set()),
    ("Please accept our apologies.", set()),
    ("Please help, I am at my wits' end.", set()),
    ("The password reset mails are not arriving in our inbox.", set()),
    ("If I had changed the password, it would not have happened.", set()),
    ("We have no two-factor authentication.", set()),
    ("パスワードはまだ変えていません。", set()),
    ("来週、全員のパスワードを変更する予定です。", set()),
    ("今後、多要素認証の導入を検討してまいります。", set()),
    ("パスワードを変えたほうがいいのでしょうか。", set()),
    ("プロバイダーから連絡がありました。", set()),
    ("SPFは設定していませんでした。", set()),
    ("パスワードを変えておけばよかったです。", set()),
    ("二段階認証は使っていませんでした。", set()),
    ("ご迷惑をおかけしましたことをお詫び申し上げます。", set()),
    ("何卒ご理解くださいますようお願い申し上げます。", set()),
    ("どうしたらいいのか、誰か助けてください。", set()),
    ("10:20 Reset his password, told the head.", {"+pw"}),
    ("Delisting request filed with the two blocklists.", {"+list"}),
    ("My son put in the delisting request on Monday.", {"+list"}),
    ("Apology sent to all customers.", {"+tell"}),
    ("The client has been told.", {"+tell"}),
    ("A scan of the laptop found nothing.", {"+scan"}),
    ("He ran something over my computer, which found nothing.", {"+scan"}),
    ("I rang the firm which looks after our web site.", {"+prov"}),
    ("She was on the phone to the mail company for an hour.", {"+prov"}),
    ("I did the SPF record the same evening.", {"+spf"}),
    ("Please never use that password anywhere else.", {"!uniq"}),
    ("当該アドレスの使用を停止しました。", {"+lock"}),
    ("新しい代表アドレスに切り替えました。", {"+addr"}),
    ("会員の皆様に注意を呼びかけるメールを送りました。", {"+tell"}),
    ("収まるのを待つしかありませんでした。", {"+wait"}),
    ("こればかりは収まるのを待つしかなかったです。", {"+wait"}),
    ("書類をスキャンして送る機械です。", set()),
    ("There was nothing for it but to wait.", {"+wait"}),
    ("All we could do was wait for it to stop.", {"+wait"}),
    ("エラーメールを全削除しました。", {"+del"}),
    ("Her password was changed on the spot, and so was mine.", {"+pw"}),
    ("The catch-all is switched off.", {"+filter"}),
    ("A rule now moves the bounces into a folder.", {"+filter"}),
    ("I let it blow over.", {"+wait"}),
    ("The queue was emptied by noon: 3,000 messages thrown away.", {"+del"}),
    ("Don't use the same password twice.", {"!uniq"}),
    ("If this happens to you, change your password first.", {"!pw"}),
    ("We wrote a short apology to everyone in the address book.", {"+tell"}),
    ("I shall change my password tomorrow.", set()),
    ("The form has been taken down.", {"+other"}),
    ("Ring the helpdesk if you clicked it.", {"!prov"}),
    ("パスワードを変え、端末を調べ、お客様に知らせた。", {"+pw", "+scan", "+tell"}),
    ("キャッチオールは切った。", {"+filter"}),
    ("戻ってきたメールは専用の箱へ流れるようにした。", {"+filter"}),
    ("嵐が過ぎるのを待った。", {"+wait"}),
    ("たまった三千通は捨てた。", {"+del"}),
    ("使い回しは絶対にやめてください。", {"!uniq"}),
    ("心配な方は契約先のプロバイダーへお問い合わせください。", {"!prov"}),
    ("一人ひとりに電話でお詫びした。", {"+tell"}),
    ("明日パスワードを変えるつもりだ。", set()),
    ("ブラックリストから外してもらった。", {"+list"}),
    ("毎晩ログを見るのが日課になった。", {"+watch"}),
]  # fmt: skip


# ---- everyday speech: who told whom, what was let be, what is so from now on --------------------------

EVERYDAY: list[Row] = [
    ("He told me to sit on my hands. I did.", {"!wait", "+wait"}),
    ("Leave it, it stops by itself.", {"!wait"}),
    ("We let Norton grind through both of our computers in the evening.", {"+scan"}),
    ("I got Gareth at the hosting people to go through the records.", {"+prov"}),
    ("We have had our provider look at the mail logs.", {"+prov"}),
    ("The upstream network was asked whether they had seen it.", {"+prov"}),
    ("The customer was telephoned at nine.", {"+tell"}),
    ("All subscribers were sent an apology this morning.", {"+tell"}),
    ("A letter had gone to all members.", {"+tell"}),
    ("Log-in now required a code.", {"+2fa"}),
    ('I have a rule that files them under "hotel".', {"+filter"}),
    ("My mailbox accepted mail for every name. I've turned that off and thrown the pile away.", {"+del", "+filter"}),
    ("We stopped the job and put in a lock so that it cannot start twice.", {"+other"}),
    ("The open relay test now runs every night and pages us.", {"+watch"}),
    ("He asked the two blocking lists to take us off.", {"+list"}),
    ("Please change it wherever you use it.", {"!uniq"}),
    ("The message said that my account had been suspended.", set()),
    ("In April I considered writing to the members.", set()),
    ("新しい暗証番号を電話でもらいました。", {"+pw"}),
    ("孫がパソコンを見てくれました。", {"+scan"}),
    ("携帯に番号が届くようにしました。", {"+2fa"}),
    ("ログインには番号の確認が必要となった。", {"+2fa"}),
    ("4つのリストに解除を申し込んだ。", {"+list"}),
    ("待っていた9千通を捨てた。", {"+del"}),
    ("中継テストを毎晩走らせるようにした。", {"+watch"}),
    ("処理を止め、二重に始められないようにしました。", {"+other"}),
    ("しばらく放っておけば止みます。", {"!wait"}),
    ("気にしなくていいと言われています。", {"!wait"}),
    ("よそでも使っているなら、パスワードを変えるようにと言われました。", {"!pw"}),
    ("メールのパスワードはよそで使わないで。", {"!uniq"}),
    ("「アカウントを停止した」と書いてあった。", set()),
    ("書類が届くのを待っていました。", set()),
    ("どんな宛名でも受け取る設定だった。それを切った。", {"+filter"}),
    ("保護者の皆さまには、けさお詫びのメールをお送りしました。", {"+tell"}),
    ("会長は全員にパスワードを変えろとの号令を出した。", {"!pw"}),
]


@pytest.mark.parametrize(("story", "want"), DONE)
def test_what_was_done_is_done_in_any_voice(story: str, want: set[str]) -> None:
    check(story, want)


@pytest.mark.parametrize(("story", "want"), ADVISED)
def test_what_is_said_to_the_reader_is_advised(story: str, want: set[str]) -> None:
    check(story, want)


@pytest.mark.parametrize(("story", "want"), TAKEN)
def test_advice_that_was_taken_is_done_too(story: str, want: set[str]) -> None:
    check(story, want)


@pytest.mark.parametrize(("story", "want"), NEITHER)
def test_plans_wishes_and_courtesies_are_no_actions(story: str, want: set[str]) -> None:
    check(story, want)


@pytest.mark.parametrize(("story", "want"), VOICES)
def test_the_voice_does_not_hide_what_was_done(story: str, want: set[str]) -> None:
    check(story, want)


@pytest.mark.parametrize(("story", "want"), EVERYDAY)
def test_everyday_speech_tells_actions_too(story: str, want: set[str]) -> None:
    check(story, want)
