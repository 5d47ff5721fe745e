"""What becomes of a diagnosis: corrected, taken back, disproved, or left as a guess. Each row is a story of its own."""

from __future__ import annotations

import pytest
from test_causes import Row, check

REVISED: list[Row] = [
    ("The first guess in the office was a virus; the scan said otherwise.", {"-malware"}),
    ("My brother-in-law was adamant that I had a virus. I had none.", {"-malware"}),
    ("Everyone blamed the new laptop, but it was clean. The password had been guessed.", {"+weak"}),
    ("For two days we chased a virus that did not exist.", {"-malware"}),
    ("We spent the morning looking for malware and there was none.", {"-malware"}),
    ("I was told my account had been hacked, which turned out to be untrue.", {"-hacked"}),
    ("The helpdesk thinks someone guessed the password.", {"?weak"}),
    ("The likeliest explanation is that the password was reused on a shop that was breached.", {"?reuse"}),
    ("The password may have come from an old leak, we cannot say.", {"?reuse"}),
    ("We have no evidence that the account itself was broken into.", {"-hacked"}),
    ("At no point was our mailbox compromised.", {"-hacked"}),
    ("It was not a break-in; the spammers simply write our address in the sender field.", {"-hacked", "+forged"}),
    ("Their verdict: spoofing, pure and simple.", {"+forged"}),
    ("Was it a virus? No.", {"-malware"}),
    ("The support man reckons it is a virus.", {"?malware"}),
    ("He clicked the link and gave his password; that, we now know, was how they got in.", {"+phished"}),
    ("Contrary to what we wrote on Monday, no password was stolen.", {"-hacked"}),
    (
        "Our earlier notice blamed a stolen password. That turns out not to be the "
        "case. The plug-in had been exploited.",
        {"-hacked", "+web"},
    ),
    ("誰もが新しいパソコンのウイルスだと決めつけましたが、濡れ衣でした。", {"-malware"}),
    ("息子はウイルスだと言い張りましたが、何も出ませんでした。", {"-malware"}),
    ("乗っ取りを疑われましたが、実際は差出人の詐称でした。", {"-hacked", "+forged"}),
    ("情シスの見立てはパスワードの使い回しです。", {"?reuse"}),
    ("一番ありそうなのは、流出したパスワードの使い回しだそうです。", {"?reuse"}),
    ("パスワードが漏れた経路は、とうとう分かりませんでした。", {"+hacked", "+unknown"}),
    ("アカウントに侵入された事実は確認されておりません。", {"-hacked"}),
    ("ウイルスのせいだと思い、半日かけて調べましたが空振りでした。", {"-malware"}),
    ("月曜の案内でパスワードの流出と書きましたが、正しくはフォームの悪用でした。", {"-hacked", "+web"}),
    ("業者は「乗っ取られている」と言いましたが、乗っ取られてはいませんでした。", {"-hacked"}),
    ("フィッシングにやられたのではと夫は言います。", {"?phished"}),
    ("原因はウイルスではなく、古いプラグインの穴でした。", {"-malware", "+web"}),
    ("サーバーが踏み台にされているのではと焦りましたが、そうではありませんでした。", {"-relay"}),
    ("パスワードを総当たりで当てられた可能性が高いとのことでした。", {"?weak"}),
    ("なりすましと見て放っておいたのが失敗で、本当に乗っ取られていました。", {"+hacked", "-forged"}),
]


@pytest.mark.parametrize(("story", "want"), REVISED)
def test_a_diagnosis_ends_as_the_story_leaves_it(story: str, want: set[str]) -> None:
    check(story, want)
