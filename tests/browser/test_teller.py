"""The page "Tell your story" in a real browser: read, corrected by clicks, taken home as a folder that builds."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from driver import Server
from mkdocs.exceptions import Abort
from playwright.sync_api import Browser, BrowserContext, expect
from storyteller import Teller, open_page

from guide_engine.incident.narrative import read_story
from guide_engine.knowledge import words
from guide_engine.pages import build as building

pytestmark = pytest.mark.browser

LANGUAGES = ("ja", "en")
AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
STORIES = {
    "ja": """届かないはずの返信

5月7日の朝、MAILER-DAEMONからのエラーメールが350通届きました。
翌日、エラーメールは数千通に増えました。
原因はパスワードの使い回しだったと思われます。
5月9日にメールのパスワードを変更しました。
""",
    "en": """Replies to nothing

On 7 May 2024 I received 350 bounce messages from MAILER-DAEMON.
The next day there were over 6,000 bounces.
I suspect that I had reused my password.
On 9 May I changed the password of the mailbox.
""",
}


@pytest.fixture(scope="module")
def opened_pages(browser: Browser, shared_server: Server) -> Iterator[dict[str, Teller]]:
    contexts = [browser.new_context() for _ in LANGUAGES]
    yield {
        lang: open_page(context, f"{shared_server.address}{lang}/tell-your-story/")
        for lang, context in zip(LANGUAGES, contexts, strict=True)
    }
    for context in contexts:
        context.close()


@pytest.fixture
def teller(opened_pages: dict[str, Teller]) -> Callable[[str], Teller]:
    """The page of a language, its runtime loaded already, emptied of what a test before left."""

    def emptied(lang: str) -> Teller:
        opened = opened_pages[lang]
        opened.replace = True
        opened.element.get_by_role("button", name=words("tell", lang)["box"]["clear"], exact=True).click()
        opened.state("ready")
        opened.complaints.clear()
        opened.requested.clear()
        return opened

    return emptied


Open = Callable[[str], Teller]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_prose_is_told_at_once_as_the_command_reads_it(teller: Open, lang: str) -> None:
    opened = teller(lang)
    opened.write(STORIES[lang])
    told = opened.element.evaluate("element => element.told")
    assert told["story"] == json.loads(json.dumps(read_story(STORIES[lang]).to_dict()))
    assert opened.element.locator(".guide-figure--timeline svg, .guide-figure--tree svg").count() == 2
    for name in ("events", "causes", "actions", "path", "take"):
        assert opened.element.locator(f".st-{name} :is(li, svg, button)").count() > 0, name
    marked = opened.element.locator(".guide-figure--tree .g-exit--suspected").first
    expect(marked).to_be_visible()
    assert opened.complaints == []


def test_nothing_that_was_written_is_sent(teller: Open, server: Server) -> None:
    opened = teller("en")
    server.requests.clear()
    opened.write(STORIES["en"] + "My secret word is xylophone.\n")
    opened.after(lambda: opened.element.locator("[data-key='causes.0.status.confirmed']").click())
    assert opened.requested == [] and server.requests == []
    frame = next(frame for frame in opened.page.frames if frame.url.endswith("frame.html"))
    policy = frame.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content") or ""
    assert "connect-src 'none'" in policy


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_reading_is_corrected_by_clicks(teller: Open, lang: str) -> None:
    opened = teller(lang)
    opened.write(STORIES[lang])
    item = opened.element.locator("[data-item='events.0']")
    item.locator("summary").click()
    told = opened.after(lambda: item.locator("select").select_option("discovery"))  # type: ignore[func-returns-value]
    assert told["story"]["events"][0]["type"] == "discovery"  # type: ignore[index]
    assert item.locator("details").get_attribute("open") is not None, "the form stays open after a change"

    count = item.locator("[data-key='events.0.count']")
    count.fill("約800通" if lang == "ja" else "about 800")
    told = opened.after(lambda: count.press("Tab"))
    assert told["story"]["events"][0]["count"]["value"] == 800  # type: ignore[index]
    assert told["story"]["events"][0]["count"]["qualifier"] == "about"  # type: ignore[index]

    day = item.locator("[data-key='events.0.day']")
    day.fill("9")
    told = opened.after(lambda: day.press("Enter"))
    assert [event["day"] for event in told["story"]["events"]][-1] == 8  # type: ignore[index]
    assert opened.page.evaluate("document.activeElement.dataset.key") == "events.0.day", "the focus stays"

    told = opened.after(lambda: opened.element.locator("[data-key='causes.0.status.confirmed']").click())
    assert told["story"]["causes"][0]["status"] == "confirmed"  # type: ignore[index]
    expect(opened.element.locator(".g-exit--confirmed").first).to_be_visible()
    told = opened.after(lambda: opened.element.locator("[data-key='actions.0.status.advised']").click())
    assert told["story"]["actions"][0]["status"] == "advised"  # type: ignore[index]
    for key in ("causes.0.cause", "actions.0.action"):
        opened.element.locator(f"[data-item='{key.rsplit('.', 1)[0]}'] summary").click()
    told = opened.after(lambda: opened.element.locator("[data-key='causes.0.cause']").select_option("malware"))  # type: ignore[func-returns-value]
    assert told["story"]["causes"][0]["cause"] == "malware"  # type: ignore[index]
    assert "confirm=status" not in str(told["markdown"])
    reset = opened.element.locator("[data-key=reset]")
    told = opened.after(reset.click)
    assert told["story"] == json.loads(json.dumps(read_story(STORIES[lang]).to_dict()))
    assert opened.complaints == []


def test_a_number_that_cannot_be_read_is_said_beside_it(teller: Open) -> None:
    opened = teller("ja")
    opened.write(STORIES["ja"])
    item = opened.element.locator("[data-item='events.0']")
    item.locator("summary").click()
    count = item.locator("[data-key='events.0.count']")
    count.fill("とてもたくさん")
    opened.after(lambda: count.press("Tab"))
    expect(item.locator("[role=alert]")).to_have_text(words("tell", "ja")["events"]["unread"])
    assert count.input_value() == "350通"


def test_an_item_is_confirmed_left_out_and_put_back(teller: Open) -> None:
    opened = teller("en")
    opened.write(STORIES["en"])
    before = opened.element.evaluate("element => element.told.story")
    told = opened.after(lambda: opened.element.locator("[data-key='causes.0.confirm']").click())
    assert told["open"]["causes"] == [False]  # type: ignore[index]
    assert opened.element.locator("[data-key='causes.0.confirm']").count() == 0
    quote = before["events"][1]["quote"]
    told = opened.after(lambda: opened.element.locator("[data-key='events.1.drop']").click())
    assert quote not in [event["quote"] for event in told["story"]["events"]]  # type: ignore[index]
    assert quote.rstrip(".") in str(told["markdown"]), "the author's words stay"
    expect(opened.element.locator(".st-dropped li")).to_contain_text(quote)
    told = opened.after(lambda: opened.element.locator("[data-key='events.1.back']").click())
    assert told["story"] == before
    told = opened.after(lambda: opened.element.locator("[data-key=reset]").click())
    assert "confirm=" in str(told["markdown"])
    told = opened.after(lambda: opened.element.locator("[data-key=all]").click())
    assert "confirm=" not in str(told["markdown"])
    expect(opened.element.locator(".bc-check")).to_have_text(words("tell", "en")["result"]["checked"])
    # the last event cannot be left out: without it there would be no timeline
    for number in range(1, len(before["events"])):
        opened.after(lambda: opened.element.locator(f"[data-key='events.{number}.drop']").click())  # noqa: B023
    assert opened.element.locator("[data-key='events.0.drop']").count() == 0


def test_corrections_stay_when_the_text_goes_on(teller: Open) -> None:
    opened = teller("en")
    opened.write(STORIES["en"])
    opened.after(lambda: opened.element.locator("[data-key='causes.0.status.ruled_out']").click())
    more = STORIES["en"].replace("\nOn 7 May", "\nOn 5 May 2024 three bounce messages came.\nOn 7 May")
    told = opened.after(lambda: opened.box.fill(more))
    assert told["story"]["causes"][0]["status"] == "ruled_out"  # type: ignore[index]
    assert len(told["story"]["events"]) > 3  # type: ignore[index]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_folder_that_is_saved_builds_strict(
    teller: Open, lang: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The acceptance test: paste, correct, save, unpack, `guide build`."""
    opened = teller(lang)
    opened.write(STORIES[lang])
    opened.after(lambda: opened.element.locator("[data-key='causes.0.status.confirmed']").click())
    opened.element.locator(".st-language input").check()
    with opened.page.expect_download() as saving:
        opened.element.locator(".st-save").click()
    assert saving.value.suggested_filename == "my-guide.zip"
    with zipfile.ZipFile(saving.value.path()) as archive:
        archive.extractall(tmp_path)
    root = tmp_path / "my-guide"
    told = opened.element.evaluate("element => element.told")
    story = (root / "docs" / lang / "story.md").read_text(encoding="utf-8")
    assert story == told["markdown"]
    assert (root / ".github" / "workflows" / "pages.yml").is_file()
    found = building.languages(root)
    assert [language.code for language in found] == [lang, "en" if lang == "ja" else "ja"]
    for language in found:
        building.build_language(language, root / "site")  # strict: a warning would end it
    page = (root / "site" / lang / "story" / "index.html").read_text(encoding="utf-8")
    decide = (root / "site" / lang / "decide" / "index.html").read_text(encoding="utf-8")
    assert told["story"]["events"][0]["quote"].rstrip("。.")[:20] in page
    assert "g-exit--confirmed" in decide
    assert opened.complaints == []
    broken = root / "docs" / lang / "story.md"
    broken.write_text(story.replace("type=symptom", "type=sympton", 1), encoding="utf-8")
    line = story[: story.index("type=symptom")].count("\n") + 1
    with pytest.raises(Abort):
        building.build_language(found[0], root / "site")
    assert f"story.md:{line}: type='sympton' is unknown" in caplog.text


def test_the_story_alone_can_be_saved(teller: Open) -> None:
    opened = teller("ja")
    opened.write(STORIES["ja"])
    with opened.page.expect_download() as saving:
        opened.element.get_by_role("button", name="story.md").click()
    saved = saving.value.path().read_text(encoding="utf-8")
    assert saved == opened.element.evaluate("element => element.told.markdown")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Am Morgen kamen viele Nachrichten zurück, die ich nie geschrieben hatte.", "other-language"),
        ("The weather is fine today and the cat sleeps on the chair by the window.", "no-event"),
        ("あ。" * 200_000, "too-long"),
    ],
)
def test_what_is_no_story_is_said_in_words(teller: Open, lang: str, text: str, reason: str) -> None:
    opened = teller(lang)
    opened.write(text)
    assert opened.element.get_attribute("state") == "error"
    expect(opened.status).to_have_text(words("tell", lang)["bad"][reason])
    assert opened.element.locator(".st-save, .st-events").count() == 0
    opened.write(STORIES[lang])
    assert opened.element.get_attribute("state") == "done"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.txt", b"", "empty"),
        ("photo.txt", b"\x89PNG\r\n\x1a\n\0\0\0\0", "binary"),
        ("big.txt", b"a" * 10_000_000, "too-long"),
    ],
)
def test_a_file_that_is_no_story_is_said_in_words(teller: Open, name: str, content: bytes, reason: str) -> None:
    opened = teller("ja")
    opened.element.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "text/plain", "buffer": content}
    )
    opened.state("error")
    expect(opened.status).to_have_text(words("tell", "ja")["bad"][reason])
    assert opened.complaints == []


def test_a_file_in_another_encoding_fills_the_box(teller: Open) -> None:
    opened = teller("ja")
    content = STORIES["ja"].encode("cp932")
    opened.element.locator("input[type=file]").set_input_files(
        {"name": "story.txt", "mimeType": "text/plain", "buffer": content}
    )
    opened.state("done")
    assert opened.box.input_value() == STORIES["ja"]


def test_an_error_in_annotated_text_names_its_line(teller: Open) -> None:
    opened = teller("en")
    opened.write(STORIES["en"])
    draft = str(opened.element.evaluate("element => element.told.markdown"))
    opened.write(draft)
    assert opened.element.get_attribute("state") == "done"
    assert opened.element.locator(".st-edit, .st-status").count() == 0, "what is annotated is corrected in the text"
    opened.box.fill(draft.replace("status=suspected", "status=perhaps"))
    opened.state("error")
    line = draft[: draft.index("status=suspected")].count("\n") + 1
    expect(opened.status).to_contain_text(f"story.md:{line}: status='perhaps' is unknown")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_should_not_be_published_is_named_by_line(teller: Open, lang: str) -> None:
    opened = teller(lang)
    opened.write(STORIES[lang] + "taro@shop.co.jp, 8.8.4.4, 03-1234-5678\n")
    found = opened.element.locator(".st-private li")
    expect(found).to_have_count(3)
    for number, what in enumerate(("taro@shop.co.jp", "8.8.4.4", "03-1234-5678")):
        expect(found.nth(number)).to_contain_text(what)
        expect(found.nth(number)).to_contain_text("7")


def test_what_is_written_stays_text(teller: Open) -> None:
    bait = '<img src=x onerror="window.pwned=1"><script>window.pwned=1</script>'
    opened = teller("en")
    opened.write(STORIES["en"].replace("350 bounce messages", f"350 bounce messages {bait}"))
    assert opened.element.get_attribute("state") == "done"
    assert opened.element.locator("img, script").count() == 0
    assert opened.page.evaluate("window.pwned ?? null") is None


def test_the_sample_is_told_and_says_that_it_is_one(teller: Open) -> None:
    for lang in LANGUAGES:
        opened = teller(lang)
        opened.element.get_by_role("button", name=words("tell", lang)["box"]["sample"], exact=True).click()
        opened.state("done")
        expect(opened.element.locator(".bc-note")).to_have_text(words("tell", lang)["result"]["sample"])
        assert len(opened.element.evaluate("element => element.told.story.events")) >= 5
        assert opened.element.locator(".st-private").count() == 0


def test_own_words_are_not_replaced_unasked(teller: Open) -> None:
    opened = teller("en")
    opened.write(STORIES["en"])
    opened.replace = False
    opened.element.get_by_role("button", name=words("tell", "en")["box"]["sample"], exact=True).click()
    assert opened.box.input_value() == STORIES["en"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_axe_finds_nothing(teller: Open, lang: str) -> None:
    opened = teller(lang)
    opened.write(STORIES[lang] + "taro@shop.co.jp\n")
    opened.after(lambda: opened.element.locator("[data-key='events.1.drop']").click())
    for fold in opened.element.locator("details > summary").all():
        fold.click()
    opened.page.evaluate(AXE.read_text(encoding="utf-8"))
    found = opened.page.evaluate("axe.run('story-teller')")
    assert [(v["id"], [n["html"][:120] for n in v["nodes"]]) for v in found["violations"]] == []


def test_the_other_language_keeps_text_and_corrections(context: BrowserContext, server: Server) -> None:
    opened = open_page(context, f"{server.address}ja/tell-your-story/")
    opened.write(STORIES["ja"])
    opened.after(lambda: opened.element.locator("[data-key='causes.0.status.ruled_out']").click())
    opened.page.locator("a[hreflang=en]").first.click()
    opened.page.locator("story-teller[lang=en][state=done]").wait_for(state="attached", timeout=180_000)
    told = opened.element.evaluate("element => element.told")
    assert told["story"]["title"] == "届かないはずの返信"
    assert told["story"]["causes"][0]["status"] == "ruled_out"
    assert opened.page.evaluate("sessionStorage.getItem('story-teller')") is None


def test_offline_after_the_first_visit(context: BrowserContext, own_server: Server) -> None:
    opened = open_page(context, f"{own_server.address}ja/tell-your-story/")
    opened.page.locator("story-teller[offline]").wait_for(state="attached", timeout=180_000)
    own_server.stop()
    opened.page.reload()
    opened.write(STORIES["ja"])
    assert opened.element.get_attribute("state") == "done"
    with opened.page.expect_download() as saving:
        opened.element.locator(".st-save").click()
    assert saving.value.path().stat().st_size > 100_000


def test_the_checker_does_not_fetch_what_only_stories_need(context: BrowserContext, own_server: Server) -> None:
    page = context.new_page()
    page.goto(f"{own_server.address}ja/")
    page.locator("bounce-checker[offline]").wait_for(state="attached", timeout=180_000)
    fetched = [path.rpartition("/")[2] for path in own_server.requests]
    assert "widget.mjs" in fetched
    assert not [name for name in fetched if name.startswith("stories-") or name.endswith(".whl")]


def test_without_scripts_the_page_says_what_to_do(browser: Browser, server: Server) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for lang in LANGUAGES:
        page.goto(f"{server.address}{lang}/tell-your-story/")
        place = page.locator("story-teller")
        expect(place).to_contain_text(words("tell", lang)["page"]["without"])
        expect(place).to_contain_text("guide new")
        place.get_by_role("link").click()
        expect(page).to_have_url(f"{server.address}{lang}/for-authors/")
        expect(page.locator("pre")).to_contain_text("actions/deploy-pages")
    context.close()


def test_an_old_browser_is_told_so(context: BrowserContext, server: Server) -> None:
    context.add_init_script("delete window.DecompressionStream")
    opened = open_page(context, f"{server.address}en/tell-your-story/")
    opened.state("error")
    expect(opened.status).to_have_text(words("tell", "en")["status"]["old"])
