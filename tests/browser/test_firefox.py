"""The guide in Firefox, where there is one: read, answered, carried over, kept for no network, and sealed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from driver import Server
from firefox import Firefox, firefox
from probe import PAGE, REQUESTS, Datagrams, arrived, datagrams

pytestmark = pytest.mark.browser

LANGUAGES = ("ja", "en")
Sample = Callable[[str], str]
STATE = "return document.querySelector('bounce-checker')?.getAttribute('state') === arguments[0]"
PASTE = """const box = document.querySelector(arguments[0] + " textarea");
box.value = arguments[1];
box.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertFromPaste" }));"""
WATCH = """window.refused = [];
document.addEventListener("securitypolicyviolation", event => refused.push(event.violatedDirective));
addEventListener("error", event => refused.push(event.message));
addEventListener("unhandledrejection", event => refused.push(String(event.reason)));"""


@pytest.fixture(scope="module")
def fox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    path = firefox()
    if path is None:
        pytest.skip("no Firefox (Debian: firefox-esr); what it does with the guide is not tested here")
    opened = Firefox(path, tmp_path_factory.mktemp("profile"))
    yield opened
    opened.stop()


@pytest.fixture
def quic() -> Iterator[Datagrams]:
    listening = datagrams()
    yield listening
    listening.stop()


def visit(fox: Firefox, address: str) -> None:
    fox.go(address)
    fox.run(WATCH)
    fox.until(STATE, "ready")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_mail_is_read_answered_and_carried_to_the_other_language(
    fox: Firefox, server: Server, sample: Sample, lang: str
) -> None:
    visit(fox, f"{server.address}{lang}/")
    fox.run(PASTE, "bounce-checker", sample("hijacked"))
    fox.until(STATE, "done")
    assert fox.run("return document.querySelectorAll('.bc-mail mark').length") > 0
    assert fox.run("return document.querySelectorAll('[data-action]').length") > 5
    fox.run("document.querySelectorAll('[data-question] button')[1].click()")  # no: I did not write it
    fox.until("return document.querySelector('bounce-checker[verdict=account-hijacked][state=done]') !== null")
    assert fox.run("return document.documentElement.scrollWidth <= innerWidth")
    assert fox.run("return refused") == []
    other = next(one for one in LANGUAGES if one != lang)
    fox.run("document.querySelector('a[hreflang]').click()")
    fox.until(f"return document.querySelector('bounce-checker[lang={other}][verdict=account-hijacked]') !== null")


def test_a_mailbox_is_read(fox: Firefox, server: Server, sample: Sample, tmp_path: Path) -> None:
    box = tmp_path / "flood.mbox"
    mails = (sample(name) for name in ("hijacked", "forged", "own"))
    box.write_text("".join(f"From - Mon Nov 16 09:12:44 2026\n{mail}\n" for mail in mails), encoding="utf-8")
    visit(fox, f"{server.address}ja/")
    fox.type("bounce-checker input[type=file]", str(box))
    fox.until(STATE, "done")
    assert fox.run("return document.querySelector('bounce-checker').diagnosis.counts.messages") == 3
    assert fox.run("return refused") == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_story_is_told(fox: Firefox, server: Server, lang: str) -> None:
    story = {
        "ja": "5月7日の朝、エラーメールが350通届きました。\n5月9日にメールのパスワードを変更しました。\n",
        "en": "On 7 May 2024 I received 350 bounce messages.\nOn 9 May I changed the password of the mailbox.\n",
    }
    fox.go(f"{server.address}{lang}/tell-your-story/")
    fox.run(WATCH)
    fox.until("return document.querySelector('story-teller textarea') !== null")
    fox.run(PASTE, "story-teller", story[lang])
    fox.until("return document.querySelector('story-teller[state=done]') !== null")
    assert fox.run("return document.querySelector('story-teller').told.story.events.length") >= 1
    fox.run(
        """const make = URL.createObjectURL;
        URL.createObjectURL = made => { window.saved = made.type; return make.call(URL, made); };
        document.querySelector(".st-save").click();"""
    )
    assert fox.until("return window.saved") == "application/zip"
    assert fox.run("return refused") == []


def test_it_works_with_the_cable_pulled(fox: Firefox, own_server: Server, sample: Sample) -> None:
    visit(fox, f"{own_server.address}en/")
    fox.until("return document.querySelector('bounce-checker[offline]') !== null")
    own_server.stop()
    visit(fox, f"{own_server.address}en/")
    fox.run(PASTE, "bounce-checker", sample("forged"))
    fox.until(STATE, "done")
    assert fox.run("return document.querySelector('bounce-checker').getAttribute('verdict')") == "address-forged"


@pytest.mark.parametrize(("how", "ways"), [("plain", set(REQUESTS)), ("sealed", set())])
def test_the_seal_holds(fox: Firefox, server: Server, quic: Datagrams, how: str, ways: set[str]) -> None:
    """In a plain worker the same probe reaches the server by every way."""
    server.extra["/some/guide/probe.html"] = ("text/html", PAGE)
    fox.go("about:blank")
    asked = {"how": how, "address": f"{server.address}probe", "datagrams": quic.port}
    fox.go(f"{server.address}probe.html#{urlencode(asked)}")
    fox.until("return document.title.startsWith('passed')")
    assert arrived(server) == ways
    assert bool(quic.arrived) == bool(ways)
    assert fox.run("return location.pathname").endswith("/probe.html")
