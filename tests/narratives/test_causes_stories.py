"""Short stories with several causes: what the writer holds of each. Each row is a story of its own."""

from __future__ import annotations

import pytest
from test_causes import Row, check

STORIES: list[Row] = [
    (
        "On Friday our choir's inbox filled with four hundred returned mails. My first worry was that "
        "somebody had cracked the account. Our webmaster looked at them: the envelope carried our "
        "address, but the mails had started out on a hosting company's machine in Romania. He also ran a "
        "scan on my PC, which came back empty. Where they got the address is anybody's guess; perhaps off"
        " the concert posters.",
        {"+forged", "-hacked", "-malware", "?leaked"},
    ),
    (
        'I phoned the hotline. The agent was quick: "Your computer is infected." I wiped it for nothing. '
        "Two days later a colleague of his rang back and said that a plug-in on my website had been "
        "exploited to send the mails.",
        {"+web", "-malware"},
    ),
    (
        "The investigation has shown that an employee entered her credentials on a counterfeit login page"
        " on 3 May. Reports that our servers were hacked are incorrect. There is no indication that "
        "customer data was taken.",
        {"+phished", "-provider"},
    ),
    (
        "We have not been able to determine how the attacker came into possession of the password. The "
        "employee assures us that she did not respond to any suspicious mail, and the password was not "
        "used for any other service. Her laptop was inspected by an outside firm, without findings.",
        {"+hacked", "+unknown", "-malware", "-phished", "-reuse"},
    ),
    (
        "So who did it? I'd have put money on Dave's cracked version of Photoshop. Wrong. It was me: I "
        "had used my mail password on a pizza site that leaked its customers in March.",
        {"+reuse", "-malware"},
    ),
    (
        "Mum swears she never clicked anything. But she did phone 'Microsoft' back and read them her password.",
        {"+phished"},
    ),
    (
        "Root cause: a cron job retried a failed delivery forever. We initially treated it as an attack "
        "and rotated every credential.",
        {"+other"},
    ),
    (
        "Our supplier had its mail system compromised; the messages carried our name because we are in "
        "its address book.",
        {"+forged", "+provider"},
    ),
    (
        "Someone asked on the phone if our customer list had been leaked. It has not: the recipients are "
        "not our customers.",
        {"-leaked"},
    ),
    (
        "Nobody had broken in. A volunteer had pasted all 900 addresses into the To box.",
        {"+other", "-hacked"},
    ),
    (
        "The relay on the old scanner server accepted anything from anywhere. I had assumed a compromised"
        " user until I saw there was no login in the headers.",
        {"+relay", "-hacked"},
    ),
    (
        "Was it the router? The router was fine. Was it a virus? Two scanners say no. In the end it was a"
        " script on the web server, in a folder called /old-shop.",
        {"+web", "-malware"},
    ),
    (
        "The bank said that it must be phishing. I have not replied to any such mail, and I would remember.",
        {"-phished"},
    ),
    (
        "According to the host, the password had been tried out by a robot: nine thousand attempts on the"
        " night of the 4th, the last one successful. It was 'summer'.",
        {"+weak"},
    ),
    (
        "They told me that this usually happens when people use one password in several shops, but I "
        "don't shop online.",
        {"~reuse"},
    ),
    ("It looks as if the spammers bought a list with our addresses on it.", {"?leaked"}),
    (
        "Every message bore a different invented name at our domain, so we knew that nobody's account had"
        " been taken over.",
        {"+random", "-hacked"},
    ),
    (
        "I suspect the café's wireless, where I check my mail every morning; the provider says a guessed "
        "password is more likely.",
        {"?other", "?weak"},
    ),
    (
        "Please note: our systems have not been compromised. Third parties are falsifying our sender address.",
        {"+forged", "-provider"},
    ),
    (
        "We changed the password as a precaution, although there was no sign that anyone had been in the account.",
        {"-hacked"},
    ),
    (
        "It later emerged that malware on a teacher's home computer had collected the saved passwords.",
        {"+malware"},
    ),
    ("The theory that the booking form was the culprit did not survive the morning.", {"-web"}),
    (
        "当初は私のパソコンがウイルスに感染したのだと思い、初期化までしました。ところがサーバー会社に"
        "聞くと、送信は私のアカウントからではなく、差出人だけを偽ったものだとのことでした。",
        {"+forged", "-hacked", "-malware"},
    ),
    (
        "原因を調べたところ、退職者のアカウントが残っており、そのパスワードが社名と年号の組み合わせだ"
        "ったため、総当たりで突破されていました。端末の感染やメール事業者への侵入は確認されていません"
        "。",
        {"+weak", "-malware", "-provider"},
    ),
    (
        "店長は「客の誰かの仕業だ」と言い張り、私はフィッシングを疑いましたが、どちらも外れで、予約フ"
        "ォームの確認メールが悪用されていたのでした。",
        {"+web", "-phished"},
    ),
    (
        "なぜパスワードが知られたのかは、ついに分かりませんでした。長くて複雑なものでしたし、どこにも"
        "使い回していません。怪しいメールに返事をした覚えもありません。",
        {"+hacked", "+unknown", "-phished", "-reuse", "-weak"},
    ),
    (
        "息子に言わせると、公衆Wi-Fiで盗まれたのだろうとのこと。サポートの人は、ほかのサイトと同"
        "じパスワードだったのではと言います。",
        {"?other", "?reuse"},
    ),
    ("アカウントが破られたわけではなく、名前を使われただけだそうです。", {"+forged", "-hacked"}),
    ("メール配信の委託先が不正アクセスを受け、登録者のアドレスが流出していました。", {"+leaked", "+provider"}),
    (
        "職員への聞き取りでは、不審なメールの添付を開いた者はいませんでした。全端末の検査でも異常は見つかっていません。",
        {"-malware"},
    ),
    (
        "結局、自分で設定した転送が輪になって、同じ通知が延々と回っていただけでした。乗っ取りだと騒い"
        "だ自分が恥ずかしい。",
        {"+other", "-hacked"},
    ),
    ("一般に、こうした送信は使い回しのパスワードや古いプラグインを入り口に行われます。", {"~reuse", "~web"}),
    (
        "第三者が実在しない名前と当会のドメインを組み合わせて差出人に使用したものと判明しました。",
        {"+forged", "+random"},
    ),
    (
        "「あなたのパソコンにウイルスを入れた」と書いてありましたが、もちろんはったりで、検査しても何も出ません。",
        {"-malware"},
    ),
    (
        "業者の見立ては総当たり攻撃でした。しかし記録を見ると失敗は一度もなく、最初から正しいパスワー"
        "ドで入られています。",
        {"+hacked", "-weak"},
    ),
    (
        "原因は設定の書き間違いで、世界中から中継できる状態になっていました。侵入されたわけではありません。",
        {"+relay", "-hacked"},
    ),
    (
        "会員の方から名簿の流出ではないかとのご心配をいただきましたが、宛先に会員は一人も含まれておら"
        "ず、その可能性はないと考えています。",
        {"-leaked"},
    ),
    ("同僚は乗っ取りだと言い、私もそう信じていました。けれどもログインの記録には私しかいませんでした。", {"-hacked"}),
    ("子どもの端末に入れた無料ゲームが、保存してあったパスワードを外へ送っていました。", {"+malware"}),
    ("たぶん去年流出した通販サイトの名簿から拾われたのでしょう。", {"?leaked"}),
    ("偽の宅配通知からログインさせられ、IDとパスワードを取られていたことが判明しました。", {"+phished"}),
    (
        "警察からは、弱いパスワードが破られる例が多いと聞きましたが、うちのものは20文字あり、当てはまりません。",
        {"-weak", "~weak"},
    ),
    (
        "メールソフトの故障かと思いましたが、故障ではありませんでした。何者かが私のアドレスをかたっていたのです。",
        {"+forged", "-other"},
    ),
    ("サーバーは乗っ取られていませんか、と何度も聞きました。答えはいつも「大丈夫です」。", {"-hacked"}),
    ("事務局のパスワードは付箋に書いて画面に貼ってありました。そこから漏れたのかもしれません。", {"?other"}),
    ("不正ログインの可能性は低いとの回答でした。", {"-hacked"}),
    ("古い掲示板プログラムの穴から送信用のファイルを置かれていたことが原因です。", {"+web"}),
    (
        "I thought I'd been hacked. I hadn't. Someone out there just puts my address on their spam.",
        {"+forged", "-hacked"},
    ),
    (
        "The provider's first answer was that our password must be weak. It was not; it turned out that "
        "their own web server had been broken into.",
        {"+provider", "-weak"},
    ),
    (
        "We were able to rule out both malware and phishing. What remains is that the password had been "
        "used on another site as well.",
        {"+reuse", "-malware", "-phished"},
    ),
    (
        "My neighbour, who knows about computers, said that it was only backscatter and that nothing had been hacked.",
        {"+forged", "-hacked"},
    ),
    (
        "An old account of a trainee, still with the password trainee1, had been used to send the spam.",
        {"+weak"},
    ),
    ("I'd reused that password on a forum which got hacked last autumn, so that's on me.", {"+reuse"}),
    (
        "The attacker never had our password; he didn't need it, since our server relayed mail for anyone who asked.",
        {"+relay", "-hacked"},
    ),
    ("How it happened is still under investigation.", {"+unknown"}),
    (
        "A customer had clicked on an invoice and his PC was now part of a botnet, sending through our "
        "server with his password.",
        {"+malware"},
    ),
    (
        "In most cases like this, somebody has clicked a link in a phishing mail; in ours it was an "
        "unpatched WordPress theme.",
        {"+web", "~phished"},
    ),
    ("The scam used a lookalike of our domain.", {"+forged"}),
    ("Police think that the data came from a leak at a parcel service.", {"?leaked"}),
    (
        "I had been so sure it was the new intern that I never looked at my own phone, which still had a "
        "rogue app on it.",
        {"+malware"},
    ),
    ("The mailing had gone to every member twice because the job was started two times.", {"+other"}),
    ("His guess: someone had looked over her shoulder in the library.", {"?other"}),
    (
        "The spammer tried names like info, sales and john at our domain until he had a list of addresses that exist.",
        set(),
    ),
    ("She had handed her password to a so-called support agent who rang her at home.", {"+phished"}),
    (
        "My password was not stolen, and nobody was in my mailbox: I checked the sign-in page and every line was me.",
        {"-hacked"},
    ),
    (
        "They had simply guessed it: the password was the name of the club and the year of its founding.",
        {"+weak"},
    ),
    (
        "It was not a virus, as the man in the shop had claimed, but a forwarding loop between two of our"
        " own mailboxes.",
        {"+other", "-malware"},
    ),
    ("At that time I blamed the provider. I owe them an apology.", {"-provider"}),
    ("パスワードは定期的に変えていましたし、二段階認証も入れていたので、乗っ取りはまず考えられません。", {"-hacked"}),
    ("調査の結果、外部からの侵入の痕跡はなく、個人情報の流出もありませんでした。", {"-hacked"}),
    ("原因は、公開フォームの返信機能に送信数の制限がなく、機械的に悪用されたことでした。", {"+web"}),
    ("会員の一人が偽のログイン画面に入力してしまったことが、聞き取りで分かりました。", {"+phished"}),
    ("どこから漏れたのか見当もつきません。", {"+unknown"}),
    (
        "担当者によれば、よくあるのは使い回しのパスワードだそうですが、うちは違うパスワードにしていました。",
        {"-reuse", "~reuse"},
    ),
    (
        "サーバー会社は当初「お客様のパスワードが漏れた」と説明していましたが、後に同社の設備が侵入を"
        "受けていたと認めました。",
        {"+provider", "-hacked"},
    ),
    ("差出人の欄は誰でも書き換えられるので、今回もそれをやられただけです。", {"+forged"}),
    ("メールアドレスをホームページに載せていたため、自動で集められたのでしょう。", {"?leaked"}),
    ("委託業者の社員が管理画面のパスワードを「123456」にしていたそうです。", {"+weak"}),
    ("ウイルス対策ソフトは何も見つけませんでした。", {"-malware"}),
    ("問い合わせ窓口の方は、アカウントへの侵入はないと断言してくれました。", {"-hacked"}),
    ("添付の請求書を開いたことで感染し、端末に保存していた認証情報が盗まれました。", {"+malware"}),
    ("私の不注意で、全員のアドレスを宛先欄に入れて送ってしまいました。", {"+other"}),
    ("迷惑メールの送信元として踏み台にされたのは、中継の制限を外し忘れた古いサーバーでした。", {"+relay"}),
    ("当院の職員がパスワードを漏らしたのではないかという疑いは、調査で晴れました。", {"-hacked"}),
    ("原因は特定できていませんが、総当たり攻撃を受けた可能性が高いとみています。", {"?weak"}),
    ("自動返信同士が返事をし合って止まらなくなったのが真相です。", {"+other"}),
    ("妻のスマホに怪しいアプリが入っていて、そこからパスワードを抜かれたようです。", {"?hacked", "?malware"}),
    (
        "犯人はランダムな文字列をアットマークの前に付け、うちのドメインを差出人に使っていました。",
        {"+forged", "+random"},
    ),
    (
        "フィッシングに引っかかった覚えはなく、パソコンも検査しましたが感染していませんでした。",
        {"-malware", "-phished"},
    ),
    ("去年辞めた人のアカウントが生きていて、そこから送られていました。", {"+hacked"}),
    ("差出人の詐称ではないかと言われましたが、ヘッダーを見ると確かにうちのサーバーを通っていました。", {"-forged"}),
    ("先月のお知らせで不正アクセスと書きましたが、誤りでした。実際は設定の間違いです。", {"+other", "-hacked"}),
]


@pytest.mark.parametrize(("story", "want"), STORIES)
def test_every_cause_of_a_short_story(story: str, want: set[str]) -> None:
    check(story, want)
