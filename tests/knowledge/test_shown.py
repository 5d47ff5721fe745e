"""What the data holds stands on the site, in both languages, and nothing beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable

import markdown
import pytest

from guide_engine.knowledge import LANGUAGES, table, words
from guide_engine.model import VERDICTS
from guide_engine.pages.context import Context
from guide_engine.pages.extension import GuideExtension


def shown(block: str, lang: str) -> str:
    return markdown.markdown(f"/// {block}\n///\n", extensions=[GuideExtension(context=Context(lang, None))])


def places(html: str, prefix: str) -> set[str]:
    return set(re.findall(rf'id="{prefix}([^"]+)"', html))


def keys(name: str) -> Iterable[str]:
    return table(name)["evidence"] if name == "evidence" else table(name)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("block", "prefix", "name"),
    [
        ("verdicts", "verdict-", "causes"),
        ("reasons", "reason-", "reasons"),
        ("statuses", "code-", "statuses"),
        ("evidence", "evidence-", "evidence"),
        ("providers", "provider-", "providers"),
        ("glossary", "term-", "glossary"),
        ("sources", "(?=s[0-9])", "sources"),
    ],
)
def test_a_page_shows_every_row_and_no_other(block: str, prefix: str, name: str, lang: str) -> None:
    expected = {key.lower().replace(".", "-") if name in {"statuses", "sources"} else key for key in keys(name)}
    assert places(shown(block, lang), prefix) == expected


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_verdicts_of_the_code_are_those_of_the_data(lang: str) -> None:
    assert list(table("causes")) == list(VERDICTS) == list(words("causes", lang))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_question_and_answer_of_the_tree_is_on_the_page(lang: str) -> None:
    html = shown("tree", lang)
    for ident, said in words("tree", lang).items():
        if ident in table("tree")["node"]:
            assert said["text"] in html, ident
            assert [answer for answer in said["answers"].values() if answer not in html] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_service_whose_instructions_were_not_read_says_so_and_no_other_does(lang: str) -> None:
    generic = words("pages", lang)["providers"]["generic"]
    said = {key for key in table("providers") if generic in shown(f"providers\n    provider: {key}", lang)}
    assert said == {key for key, row in table("providers").items() if not row.get("levers")}
    assert said, "the sentence would be of no use"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_step_of_a_list_bears_its_source(lang: str) -> None:
    for verdict in VERDICTS:
        steps = re.findall(r"<li data-action=.*?</li>", shown(f"actions\n    verdict: {verdict}", lang), re.DOTALL)
        assert len(steps) > 1
        assert [step for step in steps if not re.search(r'sources[^"]*#s\d', step)] == [], verdict
