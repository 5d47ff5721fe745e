"""The guide as hands use it: printed, by keys alone, with large type, after a failed load, in the other language."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from driver import Checker, Server
from playwright.sync_api import BrowserContext, Page, Route, expect

from guide_engine.knowledge import table

pytestmark = pytest.mark.browser

LANGUAGES = ("ja", "en")
Open = Callable[..., Checker]
Sample = Callable[[str], str]


def flood(folder: Path, sample: Sample, *names: str) -> Path:
    box = folder / "flood.mbox"
    box.write_text("".join(f"From - Mon Nov 16 09:12:44 2026\n{sample(name)}\n" for name in names), encoding="utf-8")
    return box


def until(page: Page, expression: str) -> None:
    """Wait for what is true some day; Playwright's own way is forbidden by the page's policy."""
    for _ in range(300):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(100)
    pytest.fail(expression)


# ---- the other language ----------------------------------------------------------------------


def test_the_other_language_keeps_a_mailbox(visit: Open, sample: Sample, tmp_path: Path) -> None:
    opened = visit("ja")
    until(opened.page, "navigator.serviceWorker.controller !== null")
    opened.choose(flood(tmp_path, sample, "hijacked", "forged", "own"))
    opened.page.locator("a[hreflang=en]").first.click()
    opened.page.locator("bounce-checker[lang=en][state=done]").wait_for(state="attached", timeout=180_000)
    assert opened.element.evaluate("element => element.diagnosis.counts.messages") == 3
    opened.page.reload()
    opened.state("ready", "idle")
    assert opened.element.evaluate("element => element.diagnosis ?? null") is None, "handed over once only"


def test_the_other_language_keeps_pastes_that_were_piled_up(visit: Open, sample: Sample) -> None:
    opened = visit("ja")
    until(opened.page, "navigator.serviceWorker.controller !== null")
    opened.paste(sample("own"))
    opened.element.get_by_role("button", name="もう一通加える").click()
    opened.paste(sample("forged"))
    opened.page.locator("a[hreflang=en]").first.click()
    opened.page.locator("bounce-checker[lang=en][state=done]").wait_for(state="attached", timeout=180_000)
    assert opened.element.evaluate("element => element.diagnosis.counts.messages") == 2
    expect(opened.element.locator(".bc-pile")).to_contain_text("1")


def test_the_other_language_says_again_what_was_asked(visit: Open, sample: Sample) -> None:
    opened = visit("ja")
    opened.paste(sample("hijacked"))
    opened.element.locator("[data-question] button").nth(1).click()
    opened.element.locator(".bc-given").wait_for()
    opened.page.locator("a[hreflang=en]").first.click()
    opened.page.locator("bounce-checker[lang=en][state=done]").wait_for(state="attached", timeout=180_000)
    given = opened.element.locator(".bc-given").inner_text()
    assert given
    assert not re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", given)


# ---- words of the page -----------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_japanese_result_bears_japanese_marks(checker: Open, sample: Sample, tmp_path: Path, lang: str) -> None:
    opened = checker(lang)
    opened.paste(sample("hijacked"))
    parts = (".bc-sure", ".bc-home summary", ".bc-actions", ".bc-notice > p", ".bc-counts")
    said = [text for part in parts for text in opened.element.locator(part).all_inner_texts()]
    opened.choose(flood(tmp_path, sample, "hijacked", "forged"))
    said += [text for part in parts for text in opened.element.locator(part).all_inner_texts()]
    mixed = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]\s?(?:: | \()" if lang == "ja" else "[：（）]")
    assert len(said) > 5
    assert [text for text in said if mixed.search(text)] == []


def test_a_source_in_the_other_language_is_described_and_marked(checker: Open, sample: Sample) -> None:
    opened = checker("en")
    opened.paste(sample("hijacked"))
    sources = opened.element.locator(".bc-actions .bc-source").all_text_contents()
    assert any("(in Japanese)" in source for source in sources)
    assert [source for source in sources if re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", source)] == []


def test_each_layer_of_a_mail_has_a_colour_of_its_own(checker: Open, sample: Sample) -> None:
    opened = checker("en")
    opened.paste(sample("hijacked"))
    edges = opened.element.locator(".bc-mail > [data-layer]").evaluate_all(
        "lines => lines.map(line => [line.dataset.layer, getComputedStyle(line).borderLeftColor])"
    )
    colours = dict(edges)
    assert set(colours) == {"outer", "report", "returned"}
    assert len(set(colours.values()) - {"rgba(0, 0, 0, 0)"}) == len(colours)


@pytest.mark.parametrize("refusal", ["denied", "absent"])
def test_a_result_can_be_copied_by_hand_where_the_browser_refuses(checker: Open, sample: Sample, refusal: str) -> None:
    opened = checker("en")
    opened.paste(sample("hijacked"))
    refused = "{ writeText: () => Promise.reject(new Error('denied')) }" if refusal == "denied" else "undefined"
    opened.page.evaluate(f"Object.defineProperty(navigator, 'clipboard', {{ value: {refused}, configurable: true }})")
    tools = opened.element.locator(".bc-tools")
    tools.get_by_role("button", name="Copy the result").click()
    assert "Select the text" in tools.get_by_role("status").inner_text()
    assert opened.element.locator(".bc-actions li").count() > 2
    text = opened.page.evaluate("getSelection().toString()")
    assert text.count("- [") > 2 and "***@" in text  # every step, and nobody's whole address


# ---- paper -----------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_result_is_printed_alone_and_whole(checker: Open, sample: Sample, lang: str) -> None:
    opened = checker(lang)
    opened.page.emulate_media(media="print")
    expect(opened.element).to_be_hidden()
    expect(opened.page.locator("#three")).to_be_visible()
    opened.page.emulate_media(media="screen")
    opened.paste(sample("forged"))
    opened.page.emulate_media(media="print")
    opened.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    for part in (".bc-headline", ".bc-actions", ".bc-notice", ".bc-proof"):
        expect(opened.element.locator(part)).to_be_visible()
    # every step is on paper, those that were folded too
    steps = opened.element.locator(".bc-actions [data-action]")
    assert steps.count() == steps.filter(visible=True).count() > 5
    for part in (".guide-first", "#three", "bounce-checker textarea", ".bc-tools"):
        expect(opened.page.locator(part)).to_be_hidden()
    opened.page.emulate_media(media="screen")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_summary_is_one_sheet_of_paper(context: BrowserContext, server: Server, lang: str) -> None:
    page = context.new_page()
    page.goto(f"{server.address}{lang}/summary/")
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) == 1


def test_a_folded_reason_is_not_printed(context: BrowserContext, server: Server) -> None:
    page = context.new_page()
    page.goto(f"{server.address}ja/act/gmail/")
    expect(page.locator(".guide-reason").first).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".guide-reason").first).to_be_hidden()
    expect(page.locator("#account-hijacked")).to_be_visible()


def sheets(page: Page) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4")))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_lists_of_a_provider_fill_few_sheets_and_one_alone_is_printed_with_its_reasons(
    context: BrowserContext, server: Server, lang: str
) -> None:
    context.add_init_script("window.print = () => {}")
    page = context.new_page()
    page.goto(f"{server.address}{lang}/act/xserver/")
    list_ = page.locator("#account-hijacked + .guide-actions")
    button = list_.get_by_role("button").nth(1)
    expect(button).to_be_visible()
    assert sheets(page) <= 3
    button.click()
    page.emulate_media(media="print")
    for part in ("h1", "#account-hijacked"):
        expect(page.locator(part)).to_be_visible()
    steps, reasons = list_.locator("[data-action]"), list_.locator("[data-action] p")
    assert steps.count() == reasons.count() == reasons.filter(visible=True).count() > 10
    for part in (
        "#undetermined",
        ".guide-actions >> nth=0",
        "article > ul",
        "#account-hijacked + .guide-actions button",
    ):
        expect(page.locator(part).first).to_be_hidden()
    assert sheets(page) <= 2
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    expect(page.locator("#undetermined")).to_be_visible()
    expect(page.locator("details[open]")).to_have_count(0)


# ---- keys and large type ---------------------------------------------------------------------


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.tagName + ' ' + document.activeElement.className"))


def test_keys_alone_reach_the_box_its_result_and_the_answers(visit: Open, sample: Sample) -> None:
    opened = visit("en")
    opened.state("ready")
    reached = []
    for _ in range(40):
        opened.page.keyboard.press("Tab")
        reached.append(focused(opened.page))
        if reached[-1].startswith("TEXTAREA"):
            break
    assert reached[-1].startswith("TEXTAREA"), reached
    opened.page.keyboard.insert_text(sample("hijacked"))
    opened.state("done")
    for _ in range(60):
        opened.page.keyboard.press("Tab")
        if opened.page.evaluate("document.activeElement.closest('[data-question]') !== null"):
            break
    opened.page.keyboard.press("Enter")  # yes: I wrote it
    opened.page.locator("bounce-checker[verdict=own-mail]").wait_for(state="attached")
    until(opened.page, "document.activeElement.matches('.bc-headline h2')")


LARGE = ("", "decide/", "act/gmail/", "codes/", "topics/what-does-it-say/", "for-admins/", "story/", "sources/")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_type_of_twice_the_size_still_fits(context: BrowserContext, server: Server, lang: str) -> None:
    """WCAG 1.4.4, on a window half as wide as a desk's: what a zoom of 200 % leaves."""
    page = context.new_page()
    page.route("**/*.bin", lambda route: route.abort())
    page.set_viewport_size({"width": 640, "height": 800})
    wide = []
    for name in LARGE:
        page.goto(f"{server.address}{lang}/{name}")
        page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 640:
            wide.append(f"{name}: {width}")
    assert wide == []


# ---- what may go wrong -----------------------------------------------------------------------


def test_a_paste_after_a_failed_load_loads_again(context: BrowserContext, visit: Open, sample: Sample) -> None:
    broken = True

    def route(route: Route) -> None:
        route.abort() if broken else route.continue_()

    context.route("**/*.bin", route)
    opened = visit("en")
    opened.state("error")
    opened.box.fill(sample("forged"))
    opened.state("error")
    broken = False
    opened.paste(sample("forged") + "\n")
    assert opened.element.get_attribute("state") == "done"
    assert opened.element.get_attribute("verdict") == "address-forged"


# ---- the tree on its page --------------------------------------------------------------------


def test_every_answer_of_the_tree_leads_on_and_back_returns(context: BrowserContext, server: Server) -> None:
    page = context.new_page()
    page.goto(f"{server.address}ja/decide/")
    answers = page.locator(".guide-answers > li")
    assert answers.count() == sum(len(node["answers"]) for node in table("tree")["node"].values())
    first = {str(answer.locator("a").get_attribute("href")): answer for answer in reversed(answers.all())}
    for target, answer in first.items():
        # the whole answer can be touched, at its left edge too
        answer.click(position={"x": 12, "y": 12})
        if target.startswith("#"):
            expect(page.locator(target)).to_be_in_viewport()
        else:
            expect(page.locator("#now")).to_be_visible()
        page.go_back()
        expect(page).to_have_url(re.compile(r"/decide/(#.*)?$"))
