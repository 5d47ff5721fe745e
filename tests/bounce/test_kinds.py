"""Notice, bait, threat, or talk: short mails at the border between the kinds."""

from __future__ import annotations

import base64
import quopri

import pytest

from guide_engine.bounce import read

# kind, From, Return-Path, Subject, text
BORDER = [
    ("fake", '"IT Support" <support@a.example>', "<x@a.example>", "Message delivery failure: action required",
     "Your incoming emails have been placed on hold.\n\nRelease messages: https://bait.example/a"),
    ("fake", "Mail Server <mailer-daemon@example.jp>", "<>", "Undelivered Mail Returned to Sender",
     "3 messages failed to deliver to your inbox. Sign in to recover them: https://bait.example/login"),
    ("fake", "postmaster@example.jp", "<a@b.example>", "メール配信不能のお知らせ",
     "お客様宛のメール3通が配信できませんでした。\n\n以下のボタンをクリックして受信してください。\nhttp://bait.example/"),
    ("fake", "Microsoft Outlook <noreply@x.example>", "<a@b.example>", "Undeliverable: Invoice",
     "Your message to sales@example.com couldn't be delivered.\n\nUpgrade your mailbox now: https://bait.example/up"),
    # an honest notice quotes a server that links to its own portal: the answer is not the notice's own word
    ("failure", "MAILER-DAEMON@mail.example.org", "<>", "Undelivered Mail Returned to Sender",
     "This is the mail system at host mail.example.org.\n\n<a@example.com>: host mx.example.com[192.0.2.1] said: 550 "
     "5.7.1 Please log in\n    to https://portal.filter.example/release to release your message (in reply to "
     "end\n    of DATA command)"),
    ("failure", "MAILER-DAEMON@mx.example.net", "<>", "Returned mail: see transcript for details",
     "   ----- The following addresses had permanent fatal errors -----\n<a@example.com>\n    (reason: 554 5.7.1 "
     "Your IP is blocked. Click here to unblock: https://sender.block.example/?ip=192.0.2.1)"),
    # a provider's help pages in another domain: beside who refused whom they may be
    ("failure", "MAILER-DAEMON@isp.example", "<>", "Returned mail: User unknown",
     "次の宛先に配送できませんでした。\n\n<a@example.com>: 550 User unknown\n\n"
     "エラーの詳細はこちらからご確認ください。\nhttps://support.help.example/mail/"),
    ("fake", "MAILER-DAEMON@isp.example", "<>", "Returned mail: User unknown",
     "<a@example.com>: 550 User unknown\n\nアカウントの認証が必要です。こちらから\nhttps://bait.example/mail/"),
    ("fake", "Mail Delivery System <a@b.example>", "<a@b.example>", "Message delivery failed - 4 messages on hold",
     "4 messages could not be delivered.\n\nScan the QR code with your phone to keep your mailbox."),
    ("fake", "Mail Admin <postmaster@b.example>", "<a@b.example>", "配信エラー",
     "容量が99%に達したため、新着メールの配信に失敗しました。\n\n容量を増やす: https://bait.example/"),
    ("fake", "Microsoft Outlook <postmaster@b.example>", "<a@b.example>", "Undeliverable: Invoice",
     "Delivery has failed to these recipients.\n\nSend Again: https://bait.example/\n\nServer error 550 5.7.1"),
    ("failure", "MAILER-DAEMON@isp.example", "<>", "Undelivered Mail Returned to Sender",
     "<a@example.com>: host mx.example.com said: 554 5.7.1 rejected\n\nIf you believe this is an error, log in to\n"
     "https://portal.filter.example and request an unblock."),
    ("failure", "Mail Delivery System <MAILER-DAEMON@isp.example>", "<>", "Mail delivery failed",
     "I could not deliver your mail.\n\n-- \nUpgrade to our fast line now: https://advertised.example/"),
    ("fake", "Postmaster <postmaster@b.example>", "<a@b.example>", "Unzustellbar: 4 Nachrichten",
     "4 eingehende Nachrichten konnten nicht zugestellt werden.\n\nJetzt freigeben: https://bait.example/"),
    ("fake", "系统管理员 <postmaster@b.example>", "<a@b.example>", "邮件投递失败通知",
     "您有3封邮件被拦截，未能投递到您的收件箱。\n\n立即验证账户 https://bait.example/"),
    # a paragraph that is nothing but a label and a link is a button
    ("fake", "Quarantine <q@b.example>", "<>", "Undelivered: 4 messages in quarantine",
     "4 messages are in quarantine and could not be delivered.\n\nReview: https://bait.example/q"),
    # sent by nobody, as reports are, with a made-up refusal: still no mail system asks anyone to sign in again
    ("fake", "Mail Delivery System <mailer-daemon@example.jp>", "<>", "Mail delivery failed: session expired",
     "This message was created automatically by mail delivery software.\n\n"
     "Mail from taro@example.jp could not be delivered.\n\nError: 550 token for taro@example.jp expired\n\n"
     "Re-authenticate: https://bait.example/auth"),
    # notices in the languages of those whom the service serves
    ("failure", "postmaster@isp.example", "<>", "未送达: 你好",
     "您的邮件未能送达 a@example.com。\n找不到收件人的电子邮件地址。"),
    ("failure", "postmaster@isp.example", "<>", "배달되지 않음: 안녕",
     "a@example.com 에게 메시지를 배달하지 못했습니다.\n받는 사람의 전자 메일 주소를 찾을 수 없습니다."),
    ("delay", "MAILER-DAEMON@isp.example", "<>", "Aviso: mensaje retrasado",
     "Su mensaje para a@example.com todavía no ha sido entregado. El servidor seguirá intentándolo."),
    ("failure", "ml-admin@isp.example", "<>", "投稿エラー",
     "list@isp.example への投稿は拒否されました。\nこのメーリングリストには、メンバー以外からは投稿できません。"),
    # tried for days, but no longer
    ("failure", "MAILER-DAEMON@isp.example", "<>", "メール配送エラー",
     "a@example.com 宛のメールは、5日間再送を試みましたが相手サーバに接続できなかったため配送を中止しました。"),
    # a help page of the one who speaks
    ("failure", "postmaster@isp.example", "<>", "Undeliverable mail",
     "Your mail to a@example.com could not be delivered: mailbox full.\nSee https://www.isp.example/help for more."),
    # still being tried, and given up: the same code
    ("delay", "MAILER-DAEMON@mx.example.net", "<>", "Warning: could not send message for past 4 hours",
     "<a@example.com>... Deferred: 451 4.4.1 Connection timed out\nWill keep trying until message is 5 days old"),
    ("failure", "MAILER-DAEMON@mx.example.net", "<>", "Returned mail: Cannot send message for 5 days",
     "<a@example.com>... Deferred: 451 4.4.1 Connection timed out\nMessage could not be delivered for 5 days"),
    ("other", "Shop <news@shop.example>", "<b@shop.example>", "Your order could not be delivered",
     "We could not deliver your parcel. Click here to choose a new date: https://shop.example/x"),
    ("other", "Prizes <a@x.example>", "<b@x.example>", "Returned mail", "You have won a prize. Click here https://win.example/"),
    ("other", "Builds <noreply@ci.example>", "<b@x.example>", "[repo] Mail delivery failed in CI (#12)",
     "The test suite failed: 550 errors. View it on https://ci.example/x"),
    ("threat", "taro@example.jp", "<taro@example.jp>", "ご利用のアカウントについて",
     "私はハッカーです。あなたのパスワードは abc123 です。ウェブカメラで録画した動画を知人に送ります。"
     "2日以内にビットコインで1000ドルをお支払いください。ウォレット: 1abc"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "sender", "envelope", "subject", "text"), BORDER, ids=[row[3] for row in BORDER])
def test_border(kind: str, sender: str, envelope: str, subject: str, text: str) -> None:
    raw = f"Return-Path: {envelope}\nFrom: {sender}\nTo: taro@example.jp\nSubject: {subject}\n\n{text}\n"
    assert read(raw.encode()).kind == kind


@pytest.mark.parametrize(
    "lines",
    [
        "This is the mail system at host mail.example.org.\n\n<a@example.com>: connect to mx.example.com: refused",
        "550 5.1.1 <a@example.com>: Recipient address rejected: User unknown",
        "次の宛先に配送できませんでした。\n<a@example.com>: unknown user",
    ],
)
def test_words_alone_are_a_notice(lines: str) -> None:
    """What a phone shows: no header to judge by."""
    assert read(lines.encode()).kind == "failure"


@pytest.mark.parametrize(
    "lines",
    ['My mail to you came back with "550 5.1.1 User unknown". Did it reach you?', "明日の会議は10時からです。", ""],
)
def test_words_alone_are_none(lines: str) -> None:
    assert read(lines.encode()).kind == "other"


@pytest.mark.parametrize("encoding", ["8bit", "base64", "quoted-printable"])
@pytest.mark.parametrize("label", ["メッセージを受信する", "Release messages"])
def test_bait_behind_a_button(encoding: str, label: str) -> None:
    """What stands on the link is read as it is shown, however the part was encoded."""
    body = f'<p>新着メールが保留されています。</p><a href="https://bait.example/x">{label}</a>'.encode()
    sent = {"8bit": body, "base64": base64.encodebytes(body), "quoted-printable": quopri.encodestring(body)}[encoding]
    head = (
        "Return-Path: <a@b.example>\nFrom: postmaster@example.jp\nTo: taro@example.jp\nSubject: Undelivered mail\n"
        f"Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: {encoding}\n\n"
    )
    assert read(head.encode() + sent).kind == "fake"


SENT = (
    "Return-Path: <taro@example.jp>\nReceived: from pc (unknown [198.51.100.7])\n\tby mail.example.jp (Postfix) with "
    "{way} id 7A3E12\n\tfor <hana@example.com>; Mon, 5 Oct 2026 09:12:40 +0900 (JST)\nFrom: Taro <taro@example.jp>\n"
    "To: {to}\nSubject: Estimate\n\nHello, here are the figures.\n"
)


@pytest.mark.parametrize(
    ("kind", "way", "to", "me"),
    [
        ("failure", "ESMTPSA", "hana@example.com", ()),
        ("other", "ESMTPSA", "hana@example.com", None),  # in a mailbox it may be a copy of what went well
        ("other", "ESMTPS", "hana@example.com", ()),  # whose mail it is cannot be told
        ("failure", "ESMTPS", "hana@example.com", ("taro@example.jp",)),
        ("other", "ESMTPSA", "hana@example.jp", ()),  # a colleague's mail, received
        ("other", "ESMTPSA", "hana@example.com", ("hana@example.com",)),
    ],
)
def test_returned_mail_without_its_notice(kind: str, way: str, to: str, me: tuple[str, ...] | None) -> None:
    bounce = read(SENT.format(way=way, to=to).encode(), me)
    assert bounce.kind == kind
    assert (bounce.returned is not None) == (kind == "failure")


def test_mail_that_was_delivered_is_no_returned_one() -> None:
    raw = "Delivered-To: hana@example.com\n" + SENT.format(way="ESMTPSA", to="hana@example.com")
    assert read(raw.encode(), ()).kind == "other"


# kind, From, Subject, HTML
BUTTONS = [
    ("fake", "Mail System <a@example.jp>", "Mail delivery failed", "<p>5 messages could not be delivered.</p>"
     '<a href="https://bait.example/">Portal</a>'),
    ("fake", "Mailer <mailer-daemon@bait.example>", "Delivery failure", "<p>3 incoming messages are pending in your "
     'inbox.</p><a href="https://login.bait.example/">here they are</a>'),
    ("failure", "Mailer <mailer-daemon@example.jp>", "Delivery failure", "<p>Your mailbox is full, a message was not "
     'delivered.</p><a href="https://www.example.jp/">here</a>'),
    ("other", "Shop <a@shop.example>", "Your order could not be delivered", "<p>Nobody was at home.</p>"
     '<a href="https://shop.example/">View</a>'),
    ("fake", "Mail Delivery <no-reply@mail.cloud.example>", "Undelivered mail for taro@example.jp",
     "<p>2 incoming messages could not be delivered to your inbox.</p>"
     '<a href="https://mail.cloud.example/q">Open</a>'),
    # mail to the reader: only the reader's own service can tell of it
    ("fake", "Mail <no-reply@mail.cloud.example>", "配信エラー", "<p>taro@example.jp 宛のメールを配信できませんでした。"
     '</p><a href="https://mail.cloud.example/q">開く</a>'),
    ("failure", "Mail <postmaster@mail.example.net>", "配信エラー", "<p>a@example.com 宛のメールを配信できません。</p>"
     '<p><a href="https://mail.example.net/help">こちら</a></p>'),
    ("fake", "Messagerie <postmaster@a.example>", "Message non remis", "<p>Vos mails n'ont pas été remis : votre boîte "
     'est pleine.</p><a href="https://bait.example/">Se connecter</a>'),
    # a made-up code in another paragraph does not make the button a server's answer
    ("fake", "Mailer <mailer-daemon@example.jp>", "Mail delivery failed", "<p>Your message to a@example.com was not "
     'delivered.</p><p>550 5.7.1 sync error</p><a href="https://bait.example/">Review message</a>'),
    ("failure", "Mailer <mailer-daemon@example.jp>", "Mail delivery failed", "<p>Your mail to a@example.com was not "
     'delivered.</p><p>550 5.7.1 Refused. To release it go to <a href="https://portal.example/">our portal</a></p>'),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "sender", "subject", "html"), BUTTONS)
def test_buttons(kind: str, sender: str, subject: str, html: str) -> None:
    head = f"Return-Path: <x@b.example>\nFrom: {sender}\nTo: taro@example.jp\nSubject: {subject}\n"
    html = f"Content-Type: text/html\n\n{html}"
    assert read((head + html).encode()).kind == kind


# kind, who, From, text
LISTS = [
    ("failure", "staff@lists.example", "staff-owner@lists.example",
     "Your request to the staff@lists.example mailing list\n\n    Posting of your message titled \"Plan\"\n\n"
     "has been rejected by the list moderator.\n\n    staff-owner@lists.example"),
    ("failure", "dev@lists.example", "dev-bounces@lists.example",
     "Your message to the dev@lists.example mailing-list was rejected for the following\nreasons:\n\nNo files here"),
    ("failure", "info@lists.example", "SYMPA <sympa@lists.example>",
     "Your message for list info@lists.example (attached below) was rejected.\nOnly subscribers may write."),
    ("failure", "crew@lists.example", "crew-help@lists.example",
     "Hi! This is the ezmlm program. I'm managing the\ncrew@lists.example mailing list.\n\n"
     "I'm sorry, your message (enclosed) was not accepted by the moderator."),
    # a keeper that names the list nowhere, or only beside those who look after it
    ("failure", "plants-l@lists.example", "LISTSERV@lists.example",
     "You are not authorized to send mail to the PLANTS-L list from your\ntaro@example.jp account.\n\n"
     "Please contact the list owners:\n\nPLANTS-L-request@lists.example."),
    ("failure", "staff@lists.example", "Staff <staff-bounces@lists.example>",
     "Your request to the Staff mailing list has been rejected by the list moderator."),
    ("other", None, "hana@example.com", "My plan has been rejected by the list moderator. Can you help?"),
    ("autoreply", None, "verify@guard.example",
     "Just this once, click the link below so I can receive your emails.\n\nhttps://guard.example/a"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "who", "sender", "text"), LISTS, ids=[row[2] for row in LISTS])
def test_who_keeps_lists_and_mailboxes(kind: str, who: str | None, sender: str, text: str) -> None:
    head = f"Return-Path: <x@lists.example>\nFrom: {sender}\nTo: taro@example.jp\nSubject: Plan\n"
    bounce = read(f"{head}List-Id: <a.lists.example>\n\n{text}".encode())
    assert bounce.kind == kind
    if who:
        assert [(str(r.address).lower(), r.reason) for r in bounce.recipients] == [(who, "rejected")]


def test_list_named_in_the_title_alone() -> None:
    raw = (
        "From: List server <LISTSERV@lists.example>\nTo: taro@example.jp\n"
        "Subject: Rejected posting to ROSES@LISTS.EXAMPLE\n\n"
        "You are not authorized to send mail to the ROSES list from your taro@example.jp account."
    )
    assert [r.address for r in read(raw.encode()).recipients] == ["ROSES@LISTS.EXAMPLE"]


def test_newsletter_about_bounces() -> None:
    raw = (
        "Return-Path: <b@news.example>\nFrom: Tips <tips@news.example>\nTo: taro@example.jp\n"
        "Subject: Why your mail could not be delivered\nList-Unsubscribe: <https://news.example/u>\n\n"
        "A message that was not delivered comes back: 550 5.1.1 user unknown. 452 4.2.2 mailbox full.\n"
    )
    assert read(raw.encode()).kind == "other"
    named = raw.replace("Tips <", "Postmaster Tips <").replace("Why your", "Undeliverable: your")
    assert read(named.encode()).kind == "other"


def test_bait_whose_envelope_was_not_kept() -> None:
    raw = (
        "From: Mail <support@mail.cloud.example>\nTo: taro@example.jp\nSubject: Mail delivery failure\n\n"
        "Your mailbox is 98% full. 5 incoming messages are pending.\n\nhttps://mail.cloud.example/up\n"
    )
    assert read(raw.encode()).kind == "fake"


def test_courier_forwarded_inline() -> None:
    """Courier's own From names a host, and no one at it."""
    raw = (
        "From: hana@example.jp\nTo: taro@example.jp\nSubject: Fwd: NOTICE: mail delivery status.\n\nWhat is this?\n\n"
        '---------- Forwarded message ---------\nFrom: "Courier mail server at mx.example.jp" <@mx.example.jp>\n'
        "Date: 2026-11-18\nSubject: NOTICE: mail delivery status.\nTo: <hana@example.jp>\n\n"
        "                           UNDELIVERABLE MAIL\n\nYour message to the following recipients cannot be delivered:"
        "\n\n<a@example.com>:\n>>> RCPT TO:<a@example.com>\n<<< 550 5.1.1 User unknown\n"
    )
    bounce = read(raw.encode())
    assert (bounce.kind, [(r.address, r.status) for r in bounce.recipients]) == (
        "failure",
        [("a@example.com", "5.1.1")],
    )


def test_sender_beside_recipient_is_not_refused() -> None:
    """Microsoft's Japanese notices sum the mail up: who sent it, to whom."""
    raw = (
        "From: postmaster@example.com\nTo: taro@example.jp\nSubject: 配信不能: お見積り\n\n"
        "a@example.com へのメッセージを配信できませんでした。\n\n状態コード: 550 5.7.133\n"
        "送信者アドレス: taro@example.jp\n受信者アドレス: a@example.com\n"
    )
    assert [(r.address, r.status) for r in read(raw.encode()).recipients] == [("a@example.com", "5.7.133")]


@pytest.mark.parametrize(
    "title",
    [
        "Automatisch antwoord: Plan",
        "Automatisk svar: Plan",
        "Autoodpowiedź: Plan",
        "Risposta automatica: Plan",
        "자동 회신: Plan",
    ],
)
def test_away_in_other_languages(title: str) -> None:
    """Exchange says in Auto-Submitted only that a program wrote it (RFC 3834 section 5); the title says which."""
    raw = (
        f"Return-Path: <>\nFrom: hana@example.com\nTo: taro@example.jp\nSubject: {title}\n"
        "Auto-Submitted: auto-generated\nX-Auto-Response-Suppress: All\n\n-\n"
    )
    assert read(raw.encode()).kind == "autoreply"


POSTFIX = (
    "This is the mail system at host mail.example.jp. I'm sorry to have to inform you that your message could not "
)
POSTFIX += "be delivered to one or more recipients. It's attached below. For further assistance, please send mail to "
POSTFIX += "postmaster. The mail system "
# what was pasted without a header, and "address status code reason" of each recipient
PASTES = [
    (POSTFIX + "<a@example.com>: host mx.example.com[192.0.2.1] said: 554 5.7.1 <a@example.com>: Recipient address "
     "rejected: Access denied (in reply to RCPT TO command)", ["a@example.com 5.7.1 554 rejected"]),
    (POSTFIX + "<a@example.com>: host mx.example.com[192.0.2.1] said: 550 5.1.1 User unknown (in reply to RCPT TO "
     "command) <b@example.net>: host mx.example.net[192.0.2.2] said: 552 5.2.2 Mailbox full (in reply to RCPT TO "
     "command)", ["a@example.com 5.1.1 550 userunknown", "b@example.net 5.2.2 552 mailboxfull"]),
    # the one line that matters
    ("<a@example.com>: host mx.example.com[192.0.2.1] said: 550-5.7.1\nMessage rejected. See https://example.com/ (in "
     "reply to end of DATA command)", ["a@example.com 5.7.1 550 rejected"]),
    # quoted as a whole, a reply broken after its code
    ("> This is the mail system at host mail.example.jp.\n>\n> <a@example.com>: host mx.example.com[192.0.2.1] said: "
     "550\n>     5.1.1 <a@example.com>: Recipient address rejected: User unknown\n>     (in reply to RCPT TO command)",
     ["a@example.com 5.1.1 550 userunknown"]),
    ("Your message to a@example.com couldn't be delivered.\na wasn't found at example.com.\nStatus code: 550 5.1.10",
     ["a@example.com 5.1.10 550 userunknown"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "who"), PASTES)
def test_pastes(text: str, who: list[str]) -> None:
    bounce = read(text.encode())
    assert bounce.kind == "failure"
    assert [f"{r.address} {r.status} {r.reply_code} {r.reason}" for r in bounce.recipients] == who


def test_run_on_paste_keeps_its_line() -> None:
    bounce = read(f"Hello\n{PASTES[1][0]}\n".encode())
    assert [r.line for r in bounce.recipients] == [2, 2]


def test_mail_that_is_quoted_whole_is_still_told_by_its_words() -> None:
    assert read(b"> I wrote about mail\n> that bounced.\n").kind == "other"


def test_fml_refuses_a_stranger() -> None:
    raw = (
        "Return-Path: <>\nFrom: staff-admin@lists.example\nTo: taro@example.jp\nSubject: staff ML\n"
        "X-MLServer: fml\n\n<staff@lists.example> のメンバーではありませんので、投稿は配信されませんでした。\n"
    )
    assert read(raw.encode()).kind == "failure"


def test_delay_named_in_japanese() -> None:
    raw = (
        "From: postmaster@example.com\nTo: taro@example.jp\nSubject: 配信の遅延: 資料\n\n"
        "次の受信者への配信が遅れています:\n\na@example.com\n\nまだ配信されていません。配信の試行は続けられます。\n"
    )
    bounce = read(raw.encode())
    assert (bounce.kind, bounce.recipients[0].reason) == ("delay", "expired")


@pytest.mark.parametrize(
    ("sender", "title", "text", "reason"),
    [
        ("gateway@example.com", "メールを受信拒否しました",
         "お送りいただいたメールは、迷惑メール対策により受信を拒否しました。\n\n宛先: a@example.com\n", "spamdetected"),
        ("postmaster@example.com", "Mail System Error - Returned Mail",
         "Your message was not delivered because the destination computer was not found.\n\nHost mx.example.com not "
         "found\n\nThe following recipients did not receive this message:\n\n    <a@example.com>\n", "hostunknown"),
        ("postmaster@example.com", "NDN: Plan",
         "Sorry. Your message could not be delivered to:\n\nA (Mailbox or Conference is full.)\na@example.com\n",
         "mailboxfull"),
    ],
)  # fmt: skip
def test_why_in_words_alone(sender: str, title: str, text: str, reason: str) -> None:
    raw = f"Return-Path: <>\nFrom: {sender}\nTo: taro@example.jp\nSubject: {title}\n\n{text}"
    bounce = read(raw.encode())
    assert (bounce.kind, [(r.address, r.reason) for r in bounce.recipients]) == (
        "failure",
        [("a@example.com", reason)],
    )


def test_mail_on_how_to_refuse_is_no_refusal() -> None:
    raw = (
        "Return-Path: <>\nFrom: Shop <info@example.com>\nTo: taro@example.jp\nSubject: 受信拒否設定をされている方へ\n\n"
        "受信拒否している場合は、example.com からのメールを受信できるよう設定してください。\n"
    )
    assert read(raw.encode()).kind == "other"
