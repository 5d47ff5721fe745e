"""The blocks: a change in the story's Markdown changes every picture and list; a wrong option names file and line."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

import markdown
import pytest

from guide_engine.knowledge import LANGUAGES, table, words
from guide_engine.model import VERDICTS
from guide_engine.pages.blocks import BLOCKS
from guide_engine.pages.blocks.tree import story_paths
from guide_engine.pages.context import Context, PageError
from guide_engine.pages.extension import GuideExtension

STORY = """# Story

## One { .event type=symptom day=0 count="100-999 mails" }

It began.

## Two { .event type=symptom day=1 count="1000-9999 mails" }

It grew.

## Leaked { .cause cause=password_reuse status=suspected }

So the author thinks.

## First { .action action=change_password status=advised }

Stop it.

## Second { .action action=retire_address status=advised }

Give it up.

## Learnt { .lesson }

Do not wait.
"""


def html(text: str, story: Path | None = None, lang: str = "en", page: Path | None = None) -> str:
    """A page's Markdown as the site's builder renders it."""
    context = Context(lang, story)
    if page:
        context.enter(page.name, page)
    return markdown.markdown(text, extensions=["attr_list", "toc", "admonition", GuideExtension(context=context)])


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "story.md"
    path.write_text(STORY, encoding="utf-8")
    return path


def changed(story: Path, old: str, new: str) -> Path:
    text = story.read_text(encoding="utf-8")
    assert text.count(old) == 1
    story.write_text(text.replace(old, new), encoding="utf-8")
    return story


def test_a_changed_number_changes_picture_and_list(story: Path) -> None:
    before = html("/// timeline\n///", story)
    after = html("/// timeline\n///", changed(story, "1000-9999 mails", "40 mails"))
    assert "thousands of mails" in before and "thousands of mails" not in after
    assert after.count(">40 mails<") == 2, "once in the picture, once in the list"
    assert bars(before) != bars(after)


def bars(page: str) -> list[str]:
    return re.findall(r'<rect [^>]*width="([\d.]+)"', page)


def test_a_changed_day_changes_picture_list_and_heading(story: Path) -> None:
    text = STORY.replace("day=1", "day=6")
    after = html("/// timeline\n///", changed(story, "day=1", "day=6"))
    assert after.count(">Day 7<") == 2
    assert "Day 2" not in after
    assert '<span class="guide-day">Day 7</span> Two' in html(text, story)


def test_a_changed_status_changes_cause_box_path_and_summary(story: Path) -> None:
    page = "/// causes\n///\n\n/// tree\n    path: story\n///\n\n/// summary\n///"
    suspected = html(page, story)
    assert 'class="guide-tag guide-tag--suspected">suspected<' in suspected
    assert suspected.count("g-exit--suspected") == 4
    confirmed = html(page, changed(story, "status=suspected", "status=confirmed"))
    assert "g-exit--suspected" not in confirmed
    assert confirmed.count("g-exit--confirmed") == 4
    ruled_out = html(page, changed(story, "status=confirmed", "status=ruled_out"))
    assert "g-exit--" not in ruled_out, "a cause that is ruled out marks no path"
    assert 'id="summary-cause"' not in ruled_out


@pytest.mark.parametrize(
    ("cause", "verdict"),
    [
        ("password_reuse", "account-hijacked"),
        ("webform_or_cms_hacked", "site-abused"),
        ("forged_sender", "address-forged"),
    ],
)
def test_a_changed_cause_leads_elsewhere(story: Path, cause: str, verdict: str) -> None:
    if cause != "password_reuse":
        changed(story, "cause=password_reuse", f"cause={cause}")
    page = html("/// tree\n    path: story\n///", story)
    told = page[page.index('class="guide-path"') : page.index('class="guide-questions"')]
    assert words("causes", "en")[verdict]["title"] in told


def test_the_stories_of_the_guide_name_the_contradiction_of_forged_and_hijacked() -> None:
    for lang in LANGUAGES:
        context = Context(lang, Path(__file__).parents[2] / "docs" / lang / "story.md")
        paths = {(path.verdict, path.status) for path in story_paths(context.story)}
        assert paths == {("account-hijacked", "suspected"), ("address-forged", "general")}


def test_the_summary_keeps_the_authors_order_and_adds_what_is_said_today(story: Path) -> None:
    page = html("/// summary\n///", story)
    assert page.index("First") < page.index("Second") < page.index("Learnt")
    for action in ("change_password", "retire_address"):
        assert words("pages", "en")["action_today"][action] in page


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_picture_and_the_questions_show_the_whole_tree(lang: str, story: Path) -> None:
    picture = html("/// tree\n    show: picture\n///", story, lang)
    questions = html("/// tree\n    show: questions\n///", story, lang)
    said, shorts = words("tree", lang), words("pages", lang)
    nodes = table("tree")["node"]
    for number, (node, row) in enumerate(nodes.items(), 1):
        assert f'id="q-{node}"' in questions and said[node]["text"] in questions and said[node]["why"] in questions
        assert f">{number}<" in picture
        assert node in shorts["tree"]["node"], f"no short form of {node} for the picture"
        for value in row["answers"]:
            assert said[node]["answers"][value] in questions
            assert value == "unknown" or value in shorts["tree"]["answer"][node]
    outcomes = {answer["to"] for row in nodes.values() for answer in row["answers"].values()} - set(nodes)
    for outcome in outcomes:
        assert shorts["verdict_short"][outcome] in picture
        assert words("causes", lang)[outcome]["title"] in questions


def test_every_link_between_questions_arrives(story: Path) -> None:
    questions = html("/// tree\n    show: questions\n///", story)
    targets = set(re.findall(r'href="#([^"]+)"', questions))
    assert targets and targets <= set(re.findall(r'id="([^"]+)"', questions))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("version", list(table("walk")))
def test_a_walk_says_in_text_what_its_picture_shows(lang: str, version: str) -> None:
    page = html(f"/// walk\n    version: {version}\n///", lang=lang)
    said = words("walk", lang)
    for step in said[version]["steps"]:
        assert step["text"] in page
    for actor in table("walk")[version]["actors"]:
        assert page.count(said["actor"][actor].split(" ")[0]) >= 2
    assert said[version]["title"] in page and said[version]["desc"] in page


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("verdict", VERDICTS)
def test_a_checklist_has_urgency_in_words_and_sources(lang: str, verdict: str) -> None:
    page = html(f"/// actions\n    verdict: {verdict}\n///", lang=lang)
    urgencies = words("pages", lang)["urgency"]
    shown = [u for u in urgencies if f"guide-urgency--{u}" in page]
    assert shown == [u for u in ("now", "this-week", "watch") if u in shown] and shown
    for urgency in shown:
        assert f">{urgencies[urgency]}<" in page
    assert page.count('type="checkbox"') == page.count("<label") == page.count("data-action=")


def test_a_reason_that_was_given_further_up_is_folded() -> None:
    block = "/// actions\n    verdict: account-hijacked\n///\n\n"
    once, twice = html(block), html(block * 2)
    assert "guide-reason" not in once
    assert twice.count('<details class="guide-reason">') == once.count("data-action=")
    for action in re.findall(r'data-action="([^"]+)"', once):
        assert twice.count(escape(words("actions", "en")[action]["why"], quote=False)) == 2, action


def test_causes_of_one_status_share_its_explanation(story: Path) -> None:
    changed(story, "## First", "## Guessed { .cause cause=password_weak status=suspected }\n\nToo short.\n\n## First")
    page = html("/// causes\n///", story)
    assert "Leaked" in page and "Guessed" in page
    assert page.count(words("pages", "en")["cause_status_why"]["suspected"]) == 1


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", sorted(BLOCKS))
def test_no_block_brings_styles_scripts_or_raw_text(lang: str, name: str, story: Path) -> None:
    options = {"walk": "    version: own\n", "actions": "    verdict: own-mail\n"}.get(name, "")
    page = html(f"/// {name}\n{options}///", story, lang)
    assert "///" not in page
    assert not re.search(r"<script|<style| style=| on\w+=", page)


def test_what_an_author_writes_stays_text(story: Path) -> None:
    changed(story, "## One {", "## One <img src=x onerror=alert(1)> {")
    assert "<img" not in html("/// timeline\n///", story)


@pytest.mark.parametrize(
    ("block", "said"),
    [
        ("/// timelines\n///", "unknown block or option"),
        ("/// timeline\n    colour: red\n///", "unknown block or option"),
        ("/// actions\n///", "needs verdict: or provider:"),
        ("/// actions\n    verdict: bad-luck\n///", "verdict: one of"),
        ("/// actions\n    provider: nobody\n///", "provider: one of"),
        ("/// providers\n    provider: nobody\n///", "provider: one of"),
        ("/// walk\n    version: moon\n///", "version: one of"),
        ("/// tree\n    show: all of it\n///", "show: one of"),
        ("/// tree\n    path: mine\n///", "path: only story"),
    ],
)
def test_a_wrong_block_names_file_and_line(tmp_path: Path, block: str, said: str) -> None:
    text = f"# Page\n\n/// sources\n///\n\n{block}\n"
    page = tmp_path / "page.md"
    page.write_text("---\ntitle: Page\n---\n" + text, encoding="utf-8")
    with pytest.raises(PageError) as error:
        html(text, page=page)
    assert said in str(error.value)
    assert "page.md:9: " in str(error.value)


def test_the_second_of_two_blocks_is_named_by_its_own_line(tmp_path: Path) -> None:
    text = "/// walk\n    version: own\n///\n\n/// walk\n    version: moon\n///\n"
    page = tmp_path / "page.md"
    page.write_text(text, encoding="utf-8")
    with pytest.raises(PageError, match=r"page\.md:5: "):
        html(text, page=page)


@pytest.mark.parametrize("name", ["timeline", "causes", "summary"])
def test_a_story_block_without_a_story_says_what_is_missing(name: str) -> None:
    with pytest.raises(PageError, match="no heading marked"):
        html(f"/// {name}\n///")


def test_every_cause_of_a_story_lies_in_the_tree() -> None:
    from guide_engine.decision.tree import walk
    from guide_engine.incident.story import CAUSES

    data = table("story")
    assert set(data["verdict"]) == set(CAUSES)
    for verdict in data["verdict"].values():
        assert walk(data["path"][verdict]).outcome == verdict


def test_a_japanese_heading_may_break_between_phrases_alone() -> None:
    from guide_engine.pages.wrap import headings

    made = headings(
        '<h2 id="x">メールの中にある<code>Received</code>の行<a href="#x">&para;</a></h2><p>メールの中にある</p>'
    )
    assert "メールの<wbr>中に" in made
    assert made.replace("<wbr>", "").startswith(
        '<h2 id="x">メールの中にある<code>Received</code>の行<a href="#x">&para;</a>'
    )
    assert made.endswith("<p>メールの中にある</p>")
