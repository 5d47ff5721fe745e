"""What to do, for every verdict at every mail service: in order, each step with urgency, reason and source."""

from __future__ import annotations

from typing import Any

import pytest

from guide_engine.decision import actions_for
from guide_engine.knowledge import LANGUAGES, table, words
from guide_engine.model import URGENCIES, VERDICTS

ROWS: dict[str, dict[str, Any]] = table("actions")
SERVICES = [None, *(key for key, row in table("providers").items() if isinstance(row, dict))]


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("verdict", VERDICTS)
def test_steps(verdict: str, service: str | None) -> None:
    general = [a.id for a in actions_for(verdict, provider=None, lang="ja")]
    for lang in LANGUAGES:
        steps = actions_for(verdict, provider=service, lang=lang)
        ids = [step.id or "" for step in steps]
        assert ids[0]
        assert steps[0].urgency == "now"
        assert [URGENCIES.index(s.urgency or "") for s in steps] == sorted(
            URGENCIES.index(s.urgency or "") for s in steps
        )
        assert [ROWS[i]["order"] for i in ids] == sorted(ROWS[i]["order"] for i in ids)
        assert len(set(ids)) == len(ids)
        for step in steps:
            assert step.title and step.why
            assert step.source in words("sources", lang)
        # a service's own step stands in the place of the general one, and none is lost
        assert [ROWS[i].get("replaces", i) for i in ids if ROWS[i].get("replaces", i) in general] == general
        told = [step.why for step in steps if "replaces" in ROWS[step.id or ""]]
        assert not set(told) & {words("actions", lang)[i]["why"] for i in general}


def test_services_have_steps_of_their_own() -> None:
    """The matrix is no list of copies: most services change a step of a hijack, or the check that settles it."""
    changed = {
        service
        for service in SERVICES
        for verdict in ("account-hijacked", "address-forged")
        if actions_for(verdict, provider=service, lang="en") != actions_for(verdict, provider=None, lang="en")
    }
    assert len(changed) >= 0.8 * (len(SERVICES) - 1), set(SERVICES) - changed


@pytest.mark.parametrize(
    ("verdict", "before", "after"),
    [
        ("account-hijacked", "change-password", "sign-out-everywhere"),
        ("account-hijacked", "sign-out-everywhere", "tell-provider"),
        ("account-hijacked", "tell-provider", "second-factor"),
        ("account-hijacked", "second-factor", "scan-devices"),
        ("account-hijacked", "keep-samples", "empty-on-the-web"),
        ("account-hijacked", "read-alerts-first", "empty-on-the-web"),
        ("site-abused", "stop-form-or-script", "find-script"),
        ("site-abused", "find-script", "restore-clean-copy"),
        ("own-automation", "stop-autoreply", "harden-form"),
        ("address-forged", "check-sent-log", "publish-mail-auth"),
        ("extortion", "do-not-pay", "change-quoted-password"),
        ("fake-bounce", "touch-nothing", "typed-it-already"),
    ],
)
def test_the_order_that_an_expert_would_keep(verdict: str, before: str, after: str) -> None:
    ids = [step.id for step in actions_for(verdict, provider=None, lang="en")]
    assert ids.index(before) < ids.index(after)
