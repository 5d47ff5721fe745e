"""Every way of stating, doubting, denying and generalising, with every kind of cause: no pair may be forgotten."""

from __future__ import annotations

import pytest

from guide_engine import read_story

START = {"ja": "3月9日、エラーメールが300通届きました。", "en": "On 9 March 300 bounces arrived in my inbox. "}
NAMES = {
    "ja": {
        "ウイルス感染": "malware",
        "マルウェア": "malware",
        "不正アクセス": "credentials_compromised",
        "アカウントの乗っ取り": "credentials_compromised",
        "フィッシング": "password_phished",
        "問い合わせフォームの悪用": "webform_or_cms_hacked",
        "プラグインの脆弱性": "webform_or_cms_hacked",
        "パスワードの使い回し": "password_reuse",
        "送信元の偽装": "forged_sender",
        "差出人のなりすまし": "forged_sender",
        "サーバーの不正中継": "open_relay",
        "名簿の流出": "address_leaked",
    },
    "en": {
        "malware": "malware",
        "a virus": "malware",
        "a break-in": "credentials_compromised",
        "a hacked account": "credentials_compromised",
        "phishing": "password_phished",
        "an abused contact form": "webform_or_cms_hacked",
        "a vulnerable plug-in": "webform_or_cms_hacked",
        "a reused password": "password_reuse",
        "a weak password": "password_weak",
        "a forged sender": "forged_sender",
        "spoofing": "forged_sender",
        "a leaked address list": "address_leaked",
        "a breach at our provider": "provider_breach",
    },
}
SAID = [
    ("ja", "confirmed", "原因は{}でした。"),
    ("ja", "confirmed", "{}によるものと判明しました。"),
    ("ja", "confirmed", "調査の結果、{}と断定しました。"),
    ("ja", "confirmed", "{}が確認されました。"),
    ("ja", "confirmed", "結論から言うと{}です。"),
    ("ja", "suspected", "{}の可能性があります。"),
    ("ja", "suspected", "{}ではないかと考えています。"),
    ("ja", "suspected", "{}と思われますが、確認中です。"),
    ("ja", "suspected", "おそらく{}でしょう。"),
    ("ja", "suspected", "{}だと思うのですが、証拠はありません。"),
    ("ja", "ruled_out", "{}ではありませんでした。"),
    ("ja", "ruled_out", "{}はございませんでした。"),
    ("ja", "ruled_out", "{}の痕跡は見つかりませんでした。"),
    ("ja", "ruled_out", "{}も疑いましたが、違いました。"),
    ("ja", "ruled_out", "最初は{}と思いましたが、そうではありませんでした。"),
    ("ja", "ruled_out", "当初は{}と説明しておりましたが、誤りでした。"),
    ("ja", "ruled_out", "{}ではなく、設定ミスでした。"),
    ("ja", "general", "一般に{}が原因となることがあります。"),
    ("ja", "general", "こうしたメールは{}でも起こります。"),
    ("ja", "general", "よくあるのは{}です。"),
    ("en", "confirmed", "The cause was {}."),
    ("en", "confirmed", "It turned out to be {}."),
    ("en", "confirmed", "It came down to {}."),
    ("en", "confirmed", "{} caused it."),
    ("en", "suspected", "It may have been {}."),
    ("en", "suspected", "It was probably {}."),
    ("en", "suspected", "{} is the most likely explanation."),
    ("en", "suspected", "We cannot rule out {}."),
    ("en", "ruled_out", "It was not {}."),
    ("en", "ruled_out", "There was no sign of {}."),
    ("en", "ruled_out", "I thought it was {}. It wasn't."),
    ("en", "ruled_out", "{} turned out not to be the cause."),
    ("en", "ruled_out", "The helpdesk said it was {}, which was wrong."),
    ("en", "ruled_out", "We had blamed {}; the logs say otherwise."),
    ("en", "ruled_out", "It had nothing to do with {}."),
    ("en", "general", "This often happens because of {}."),
    ("en", "general", "{} can cause this."),
    ("en", "general", "Such bounces can come from {}."),
]


@pytest.mark.parametrize(("language", "status", "said"), SAID)
def test_every_cause_said_so_has_this_status(language: str, status: str, said: str) -> None:
    wrong = {}
    for name, cause in NAMES[language].items():
        text = said.format(name)
        found = read_story(START[language] + text[0].upper() + text[1:]).causes
        got = {c.status for c in found if c.cause == cause}
        if got != {status}:
            wrong[name] = got
    assert wrong == {}
