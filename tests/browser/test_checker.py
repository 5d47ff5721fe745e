"""The checker's public face, in a real browser, under a sub-path."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from driver import Checker, Server
from playwright.sync_api import BrowserContext

import guide_engine
from guide_engine.knowledge import words

pytestmark = pytest.mark.browser

LANGUAGES = ("ja", "en")
Open = Callable[..., Checker]
Sample = Callable[[str], str]

# Writes down, for each change of an attribute, what stood there and whether the diagnosis was there already.
RECORD = """element => {
  window.seen = [];
  element.addEventListener("diagnosis", event => window.seen.push({
    event: true, same: event.detail === element.diagnosis, state: element.getAttribute("state") }));
  new MutationObserver(() => window.seen.push({
    state: element.getAttribute("state"), verdict: element.getAttribute("verdict"),
    diagnosis: Boolean(element.diagnosis)
  })).observe(element, { attributes: true, attributeFilter: ["state", "verdict"] });
}"""


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("name", "verdict"),
    [("hijacked", "account-hijacked"), ("forged", "address-forged"), ("own", "undetermined"), ("fake", "fake-bounce")],
)
def test_a_pasted_mail_is_diagnosed_by_itself(
    checker: Open, sample: Sample, lang: str, name: str, verdict: str
) -> None:
    opened = checker(lang)
    opened.paste(sample(name))
    assert opened.element.get_attribute("state") == "done"
    given = opened.element.evaluate("element => element.diagnosis")
    assert opened.element.get_attribute("verdict") == given["verdict"]
    if name == "hijacked":  # unanswered, one message through home says no more
        assert given["origin"] == "account"
        assert given["verdict"] in {"undetermined", "account-hijacked"}
    else:
        assert given["verdict"] == verdict
    assert opened.element.locator("h2").inner_text().strip() not in {"", given["verdict"]}
    assert opened.complaints == []


def test_nothing_is_asked_of_another_host(visit: Open, sample: Sample) -> None:
    opened = visit("ja")
    opened.paste(sample("forged"))
    opened.page.locator("bounce-checker[offline]").wait_for(state="attached", timeout=180_000)
    host = opened.page.evaluate("location.origin")
    outside = [url for url in opened.requested if not url.removeprefix("blob:").startswith((host, "data:"))]
    assert opened.requested
    assert outside == []


def test_done_comes_last_and_goes_first(checker: Open, sample: Sample) -> None:
    opened = checker("en")
    opened.element.evaluate(RECORD)
    opened.paste(sample("forged"))
    opened.page.locator("bounce-checker[verdict]").wait_for(state="attached")
    seen = opened.page.evaluate("window.seen")
    done = next(step for step in seen if step["state"] == "done" and "diagnosis" in step)
    assert done["verdict"]
    assert done["diagnosis"]
    assert [step for step in seen if step.get("event")] == [{"event": True, "same": True, "state": "done"}]
    # the moment the text changes, what was said is void
    after = opened.box.evaluate(
        """(box) => {
          box.value += "x";
          box.dispatchEvent(new Event("input", { bubbles: true }));
          const element = box.closest("bounce-checker");
          return [element.getAttribute("state"), element.getAttribute("verdict"), element.diagnosis ?? null];
        }"""
    )
    assert after[0] in {"working", "loading"}
    assert after[1:] == [None, None]
    opened.state("done")


def test_text_is_taken_before_anything_is_loaded_and_after_it_was_emptied(visit: Open, sample: Sample) -> None:
    opened = visit("ja")
    opened.box.fill(sample("forged"))
    assert opened.element.get_attribute("state") in {"loading", "working"}
    opened.state("done")
    opened.box.fill("")
    assert opened.element.get_attribute("state") == "ready"
    assert opened.element.get_attribute("verdict") is None
    opened.paste(sample("own"))
    assert opened.element.get_attribute("verdict")


def test_the_page_answers_as_the_engine_does(checker: Open, sample: Sample) -> None:
    opened = checker("en")
    opened.paste(sample("hijacked"))
    given = opened.element.evaluate("element => element.diagnosis")
    assert given == json.loads(json.dumps(guide_engine.diagnose(sample("hijacked").encode(), lang="en").to_dict()))


def test_an_answer_is_used_and_can_be_taken_back(checker: Open, sample: Sample) -> None:
    opened = checker("en")
    opened.paste(sample("own"))
    opened.element.locator("[data-question=wrote-it] button[value=yes]").click()
    opened.page.locator("bounce-checker[verdict=own-mail]").wait_for(state="attached")
    opened.element.locator(".bc-given button").click()
    opened.page.locator("bounce-checker[verdict=undetermined]").wait_for(state="attached")


def test_a_body_alone_is_asked_for_its_home(checker: Open, sample: Sample) -> None:
    opened = checker("ja")
    opened.paste(sample("phone"))
    asked = opened.element.locator(".bc-ask input[type=text]")
    asked.fill("example.com")
    asked.press("Enter")
    opened.element.locator("details.bc-home").wait_for()
    assert opened.element.evaluate("element => element.diagnosis.reporter.relation") == "home"


def test_the_attribute_home_is_used(checker: Open, sample: Sample) -> None:
    opened = checker("ja")
    opened.element.evaluate("element => element.setAttribute('home', 'example.com')")
    opened.paste(sample("phone"))
    assert opened.element.evaluate("element => element.diagnosis.reporter.relation") == "home"


def test_nothing_of_a_mail_becomes_html(checker: Open) -> None:
    bait = (
        '<img src="x" onerror="window.pwned = 1"><a href="http://bait.example/">here</a>'
        "<script>window.pwned = 1</script>"
    )
    mail = (
        f"Return-Path: <>\nFrom: MAILER-DAEMON@mx.example.net\nTo: you@example.com\nSubject: failure notice {bait}\n\n"
        "Hi. This is the qmail-send program at mx.example.net.\n"
        "I'm afraid I wasn't able to deliver your message to the following addresses.\n"
        "This is a permanent error; I've given up. Sorry it didn't work out.\n\n"
        f"<{bait}@example.net>:\n{bait}\nRemote host said: 550 5.1.1 {bait}\n\n"
        f"--- Below this line is a copy of the message.\n\nSubject: {bait}\nFrom: {bait} <you@example.com>\n\n{bait}\n"
    )
    opened = checker("en")
    opened.paste(mail)
    assert opened.element.get_attribute("state") == "done"
    assert "onerror" in opened.element.locator(".bc-mail").inner_text()
    assert opened.element.locator("img, script, iframe, a[href*='bait.example']").count() == 0
    assert opened.page.evaluate("window.pwned ?? null") is None
    assert opened.complaints == []


def test_places_that_show_mail_are_not_sent_to_be_checked_or_translated(checker: Open, sample: Sample) -> None:
    opened = checker("ja")
    opened.paste(sample("hijacked"))
    wanted = {"spellcheck": "false", "autocomplete": "off", "autocorrect": "off", "translate": "no"}
    places = opened.element.locator("textarea, input[type=text], .bc-mail, .bc-address, .bc-said, .bc-lines dt")
    assert places.count() > 5
    for place in places.all():
        assert {name: place.get_attribute(name) for name in wanted} == wanted


def test_cancel_ends_a_worker_that_hangs_and_the_next_paste_works(checker: Open, sample: Sample) -> None:
    opened = checker("en")
    opened.state("ready")
    worker = opened.sealed
    ended: list[object] = []
    worker.on("close", lambda closed: ended.append(closed.url))
    worker.evaluate("setTimeout(() => { for (;;); }, 0)")
    opened.box.fill(sample("forged"))
    opened.state("working")
    opened.element.get_by_role("button", name="Stop").click()
    assert opened.element.get_attribute("verdict") is None
    opened.paste(sample("forged"))
    assert opened.element.get_attribute("verdict") == "address-forged"
    for _ in range(100):  # the browser tells of a worker's end when it likes, sometimes after the next answer
        if ended:
            break
        opened.page.wait_for_timeout(100)
    assert ended


def test_a_mailbox_is_an_incident(checker: Open, sample: Sample, tmp_path: Path) -> None:
    box = tmp_path / "flood.mbox"
    names = ("hijacked", "forged", "own", "forged")
    box.write_text("".join(f"From - Mon Nov 16 09:12:44 2026\n{sample(name)}\n" for name in names), encoding="utf-8")
    opened = checker("en")
    opened.choose(box)
    incident = opened.element.evaluate("element => element.diagnosis")
    assert incident["counts"]["messages"] == 4
    assert opened.element.get_attribute("verdict") is None
    assert "4" in opened.element.locator("h2").inner_text()
    for name in ("Report (Markdown)", "JSON", "CSV"):
        with opened.page.expect_download() as saving:
            opened.element.get_by_role("button", name=name, exact=True).click()
        assert saving.value.path().stat().st_size > 100
    assert opened.complaints == []


def test_pastes_one_after_another_make_one_picture(checker: Open, sample: Sample) -> None:
    opened = checker("en")
    opened.paste(sample("own"))
    opened.element.get_by_role("button", name="Add another").click()
    opened.paste(sample("hijacked"))
    opened.page.wait_for_selector("bounce-checker:not([verdict])[state=done]", state="attached")
    assert opened.element.evaluate("element => element.diagnosis.counts.messages") == 2


def test_a_link_of_answers_says_that_no_mail_was_examined(checker: Open) -> None:
    opened = checker("en")
    opened.page.evaluate("location.hash = '#tree?looks-like=notice&wrote-it=yes&no-such=question'")
    opened.page.locator("bounce-checker[verdict=own-mail]").wait_for(state="attached")
    assert "No mail was examined" in opened.element.locator(".bc-headline").inner_text()
    opened.element.locator(".bc-given button").last.click()
    opened.page.locator("bounce-checker[verdict=undetermined]").wait_for(state="attached")
    assert opened.page.evaluate("location.hash") == "#tree?looks-like=notice"


def test_the_message_can_be_saved_without_its_people(checker: Open, sample: Sample) -> None:
    opened = checker("en")
    opened.paste(sample("forged"))
    with opened.page.expect_download() as saving:
        opened.element.get_by_role("button", name=words("ui", "en")["tools"]["redact"]).click()
    saved = saving.value.path().read_text(encoding="utf-8")
    assert "hanako" not in saved
    assert "Received: from mx3.shop.example" in saved


def test_keys(checker: Open, sample: Sample) -> None:
    opened = checker("en")
    opened.paste(sample("forged"))
    opened.box.press("Control+Enter")
    opened.state("done")
    opened.box.press("Escape")
    assert opened.box.input_value() == ""
    assert opened.element.get_attribute("verdict") is None
    assert opened.element.locator("h2").count() == 0


def test_the_other_language_keeps_the_text_and_nothing_is_left_behind(visit: Open, sample: Sample) -> None:
    opened = visit("ja")
    opened.paste(sample("forged"))
    opened.page.locator("a[hreflang=en]").first.click()
    opened.page.locator("bounce-checker[lang=en][state=done]").wait_for(state="attached", timeout=180_000)
    assert opened.element.get_attribute("verdict") == "address-forged"
    assert opened.page.evaluate(
        "[sessionStorage.length && sessionStorage.getItem('bounce-checker'), localStorage.getItem('bounce-checker')]"
    ) in (
        [None, None],
        [0, None],
    )


def test_ticks_are_kept_only_when_asked_for(visit: Open, sample: Sample) -> None:
    opened = visit("en")
    opened.paste(sample("forged"))
    first = opened.element.locator("input.bc-tick").first
    first.check()
    assert opened.page.evaluate("localStorage.getItem('guide-ticks')") is None
    opened.element.locator(".bc-remember").click()
    assert opened.page.evaluate("JSON.parse(localStorage.getItem('guide-ticks'))") == [first.get_attribute("value")]
    opened.page.reload()
    opened.paste(sample("forged"))
    assert opened.element.locator("input.bc-tick").first.is_checked()
    opened.element.locator(".bc-remember").click()
    assert opened.page.evaluate("localStorage.getItem('guide-ticks')") is None


def test_offline_after_the_first_visit(visit: Open, sample: Sample, own_server: Server) -> None:
    opened = visit("ja", own_server.address)
    opened.page.locator("bounce-checker[offline]").wait_for(state="attached", timeout=180_000)
    own_server.stop()
    opened.page.reload()
    opened.paste(sample("forged"))
    assert opened.element.get_attribute("verdict") == "address-forged"


def test_a_browser_without_the_means_is_told_so(visit: Open, context: BrowserContext) -> None:
    context.add_init_script("delete window.DecompressionStream")
    opened = visit("ja")
    opened.state("error")
    assert "ブラウザ" in opened.element.locator("[role=status]").first.inner_text()


def test_axe_finds_nothing(checker: Open, sample: Sample) -> None:
    axe = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
    opened = checker("ja")
    opened.paste(sample("hijacked"))
    opened.page.evaluate("Object.assign(document.querySelector('.bc-tools pre'), { hidden: false, textContent: 'x' })")
    opened.page.evaluate(axe.read_text(encoding="utf-8"))
    found = opened.page.evaluate("axe.run('bounce-checker')")
    assert [(v["id"], [n["html"][:120] for n in v["nodes"]]) for v in found["violations"]] == []
