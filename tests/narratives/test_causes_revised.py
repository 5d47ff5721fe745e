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
    ("The mailbox had been opened from a phone nobody in the office owns.", {"+hacked"}),
    ("Our guess, and it is no more than that, is a reused password.", {"?reuse"}),
    ("The committee is satisfied that no account was entered.", {"-hacked"}),
    ("Nothing suggests that the addresses were stolen from us.", {"-leaked"}),
    ("I cannot rule out that she was phished.", {"?phished"}),
    ("The contractor pointed at the plug-in, which had not been updated since 2019.", {"+web"}),
    ("A worm was suspected, then dismissed.", {"-malware"}),
    ("We excluded malware early on.", {"-malware"}),
    ("Malware could be excluded.", {"-malware"}),
    ("Was I hacked? The man at the shop says no.", {"-hacked"}),
    ("Not a virus, said the technician; a guessed password.", {"-malware", "+weak"}),
    (
        "It looked like spoofing until we opened the Sent folder: the mails had gone out from our own mailbox.",
        {"+hacked", "-forged"},
    ),
    ("It seemed to be a forged sender. The log showed a stranger signing in to my account.", {"+hacked", "-forged"}),
    ("Possible causes: a weak password, a virus, a hacked form.", {"~malware", "~weak", "~web"}),
    ("Such floods come from forged senders as a rule.", {"~forged"}),
    ("事務所の誰も持っていない端末からメールボックスに入られていました。", {"+hacked"}),
    ("あくまで想像ですが、使い回したパスワードが原因ではないかと思います。", {"?reuse"}),
    ("名簿が持ち出された形跡は見当たりません。", {"-leaked"}),
    ("フィッシングに遭った可能性も捨てきれません。", {"?phished"}),
    ("ウイルスも疑いましたが、早々に除外しました。", {"-malware"}),
    ("ウイルスの線は消えました。", {"-malware"}),
    ("最初は詐称に見えましたが、送信済みに残っていたので、乗っ取りと分かりました。", {"+hacked", "-forged"}),
    ("乗っ取られたのかと店の人に聞くと、違うとのことでした。", {"-hacked"}),
    ("考えられる原因は、弱いパスワード、ウイルス、なりすましの三つです。", {"~forged", "~malware", "~weak"}),
    ("この種のエラーメールは、たいてい差出人の詐称によるものです。", {"~forged"}),
    ("フォームが怪しいと言われましたが、画像認証があり、シロでした。", set()),
    ("パスワードは漏れていないと断言されました。", {"-hacked"}),
    ("社内の端末はいずれも感染していなかった。", {"-malware"}),
    ("当院のサーバーが中継に使われた事実はございません。", {"-relay"}),
    ("どうも娘が偽の画面に暗証番号を入れたらしいのです。", {"?phished"}),
]


@pytest.mark.parametrize(("story", "want"), REVISED)
def test_a_diagnosis_ends_as_the_story_leaves_it(story: str, want: set[str]) -> None:
    check(story, want)
