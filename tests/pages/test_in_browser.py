"""The built site in a real browser: accessible, found by search, quiet, and asking nobody else for anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import jargon
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from guide_engine.knowledge import LANGUAGES

pytestmark = pytest.mark.browser

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
# one page of every make, in each language
KINDS = (
    "", "story/", "summary/", "decide/", "how-it-works/", "act/", "act/gmail/", "codes/", "topics/what-does-it-say/",
    "sources/", "tell-your-story/", "for-authors/",
)  # fmt: skip
SIZES = {"phone": {"width": 375, "height": 740}, "desk": {"width": 1280, "height": 800}}


@pytest.fixture
def opened(context: BrowserContext, served: str) -> Iterator[tuple[Page, list[str], list[str]]]:
    """A page, what the browser complained about, and the addresses that it asked for elsewhere."""
    complaints: list[str] = []
    strangers: list[str] = []
    page = context.new_page()
    page.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    context.on(
        "request",
        lambda sent: strangers.append(sent.url) if not sent.url.startswith((served, "blob:", "data:")) else None,
    )
    yield page, complaints, strangers
    page.close()


@pytest.fixture
def examine(browser: Browser, served: str) -> Iterator[Callable[..., list[str]]]:
    """Run axe on a page, and see whether it fits; the policy is passed by for axe alone, which has to be injected.

    The runtime is not loaded: the page is looked at, not used.
    """
    contexts = []

    def run(address: str, scheme: str = "light", size: str = "desk") -> list[str]:
        context = browser.new_context(
            bypass_csp=True, color_scheme=scheme, viewport=SIZES[size], service_workers="block"
        )  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.route("**/*.bin", lambda route: route.abort())
        page.goto(f"{served}{address}", wait_until="domcontentloaded")
        page.locator("body").wait_for()
        page.add_script_tag(path=str(AXE))
        found = page.evaluate("axe.run()")["violations"]
        said = [f"{v['id']} ({v['impact']}): {n['target']} {n['failureSummary']}" for v in found for n in v["nodes"]]
        page.set_viewport_size(SIZES["phone"])  # type: ignore[arg-type]
        width = page.evaluate("document.documentElement.scrollWidth")
        return said if width <= 375 else [*said, f"{width} pixels wide on a phone of 375"]

    yield run
    for context in contexts:
        context.close()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.strip("/") or "home")
def test_axe_finds_nothing(examine: Callable[..., list[str]], lang: str, kind: str) -> None:
    assert examine(f"{lang}/{kind}") == []


@pytest.mark.parametrize(
    "address",
    ["ja/", "ja/story/", "ja/decide/", "ja/act/xserver/", "ja/evidence/", "en/how-it-works/", "en/for-admins/"],
)
def test_axe_finds_nothing_in_the_dark_on_a_phone(examine: Callable[..., list[str]], address: str) -> None:
    assert examine(address, scheme="dark", size="phone") == []


def test_axe_finds_nothing_where_the_language_is_chosen(examine: Callable[..., list[str]]) -> None:
    assert examine("") == examine("404.html") == examine("", scheme="dark") == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_step_box_and_samples_stand_on_the_first_screen_of_a_phone(browser: Browser, served: str, lang: str) -> None:
    context = browser.new_context(viewport=SIZES["phone"], service_workers="block")  # type: ignore[arg-type]
    page = context.new_page()
    page.route("**/*.bin", lambda route: route.abort())
    page.goto(f"{served}{lang}/")
    page.locator(".bc-samples button").first.wait_for()
    seen = [page.locator(part) for part in (".guide-first", "bounce-checker textarea")]
    for part in [*seen, *page.locator(".bc-samples button").all()]:
        expect(part).to_be_in_viewport(ratio=1)
    # what the script puts there is as plain as what stands there without it
    assert jargon.found(page.locator("bounce-checker").inner_text()) == []
    context.close()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_reading_is_quiet_and_asks_nobody_else(
    opened: tuple[Page, list[str], list[str]], served: str, lang: str
) -> None:
    page, complaints, strangers = opened
    page.goto(served)
    page.locator(f'a[hreflang="{lang}"]').first.click()
    for kind in ("story/", "decide/", "act/gmail/"):
        page.goto(f"{served}{lang}/{kind}")
    page.locator(".md-footer__link--next").click()
    expect(page).not_to_have_url(f"{served}{lang}/act/gmail/")
    expect(page.locator("article h1")).to_be_visible()
    assert complaints == []
    assert strangers == []


def test_the_language_switch_keeps_the_page(opened: tuple[Page, list[str], list[str]], served: str) -> None:
    page, complaints, _ = opened
    page.goto(f"{served}ja/topics/giving-up-the-domain/")
    page.locator(".guide-language").click()
    expect(page).to_have_url(f"{served}en/topics/giving-up-the-domain/")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.locator(".guide-language").click()
    expect(page).to_have_url(f"{served}ja/topics/giving-up-the-domain/")
    assert complaints == []


# what people type; Material alone finds none of the first five
SEARCHES = {
    "ja": (
        "拒否リスト", "送信ドメイン認証", "メールボックス容量超過", "迷惑メール判定", "5.7.26", "550",
        "受信箱がいっぱい", "failure notice",
    ),
    "en": ("5.7.26", "550", "mailbox full", "blocklist", "failure notice"),
}  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
def test_search_finds(opened: tuple[Page, list[str], list[str]], served: str, lang: str) -> None:
    page, complaints, _ = opened
    page.goto(f"{served}{lang}/about/")
    box = page.locator(".md-search__input")
    results = page.locator(".md-search-result__item")
    for query in SEARCHES[lang]:
        box.fill("")
        box.press("End")  # Material looks at the box when a key is let go
        expect(results).to_have_count(0)
        box.fill(query)
        box.press("End")
        expect(results.first, query).to_be_visible(timeout=20000)
        # the words found are marked: the results are not merely pages that share a particle with the query
        expect(page.locator(".md-search-result__item mark").first, query).to_be_visible()
    assert complaints == []


def test_a_tick_is_kept_only_when_asked_and_can_be_forgotten(
    opened: tuple[Page, list[str], list[str]], served: str
) -> None:
    page, _, _ = opened
    page.goto(f"{served}ja/act/gmail/")
    page.locator(".bc-remember").first.wait_for()
    page.locator(".bc-tick").first.check()
    page.reload()
    page.locator(".bc-remember").first.wait_for()
    expect(page.locator(".bc-tick").first).not_to_be_checked()
    page.locator(".bc-tick").first.check()
    page.locator(".bc-remember").first.click()
    page.reload()
    page.locator(".bc-remember").first.wait_for()
    expect(page.locator(".bc-tick").first).to_be_checked()
    page.locator(".bc-remember").first.click()
    page.reload()
    page.locator(".bc-remember").first.wait_for()
    expect(page.locator(".bc-tick").first).not_to_be_checked()


def test_without_scripts_story_and_tree_are_whole(browser: Browser, served: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served}ja/decide/")
    page.locator('.guide-answers a[href="#q-wrote-it"]').first.click()
    expect(page.locator("#q-wrote-it")).to_be_in_viewport()
    page.goto(f"{served}ja/story/")
    expect(page.locator("ol.guide-timeline > li").first).to_be_visible()
    page.goto(f"{served}ja/")
    expect(page.locator("bounce-checker a").first).to_be_visible()
    context.close()
