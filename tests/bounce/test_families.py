"""Every family of notice, every kind, every way a mail gets here: one hand-written mail each; see cases.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from guide_engine.bounce import read
from guide_engine.knowledge import table

HERE = Path(__file__).parent
CASES = tomllib.loads((HERE / "cases.toml").read_text(encoding="utf-8"))


def mail(name: str) -> bytes:
    return (HERE / "mail" / f"{name}.eml").read_bytes()


def value(fields, name: str) -> str:
    return next((f.value for f in fields if f.name.lower() == name), "-")


@pytest.mark.parametrize("name", CASES)
def test_mail(name: str) -> None:
    case, bounce = CASES[name], read(mail(name))
    assert bounce.kind == case["kind"]
    if "family" in case:
        assert bounce.family == case["family"]
    if case["kind"] in ("failure", "delay", "success"):
        assert bounce.reporting_host == case.get("host")
    if "recipients" in case:
        said = [f"{r.address or '-'} {r.status or '-'} {r.reply_code or '-'} {r.reason}" for r in bounce.recipients]
        wanted = case["recipients"]
        # "*": the reason is judged in tests/reasons
        said = [
            s.rpartition(" ")[0] + " *" if w.endswith(" *") else s for s, w in zip(said, wanted, strict=False)
        ] + said[len(wanted) :]
        assert said == wanted
    if "returned" in case:
        assert bounce.returned is not None
        assert [value(bounce.returned, "from"), value(bounce.returned, "subject")] == case["returned"]
    elif case["kind"] in ("failure", "delay", "success"):
        assert bounce.returned is None
    assert [w for w in bounce.warnings if w in WARNINGS] == case.get("warnings", [])
    for layer, (line, words) in case.get("lines", {}).items():
        rows = getattr(bounce, layer)
        found = [r for r in rows if r.line == line]
        assert found, f"no {layer} line {line}"
        assert words in (found[0].value if hasattr(found[0], "value") else found[0].text)


WARNINGS = (
    "recipient-guessed",
    "translated",
    "forwarded",
    "returned-alone",
    "text-cut",
    "too-deep",
    "too-many-parts",
    "header-cut",
)


def test_every_mail_has_its_case() -> None:
    assert sorted(p.stem for p in (HERE / "mail").glob("*.eml")) == sorted(CASES)


def test_family_names_are_rows() -> None:
    names = {row["id"] for row in table("families")["family"]}
    assert {case["family"] for case in CASES.values() if "family" in case} <= names | {"rfc3464", "generic"}


def test_every_family_has_its_mail() -> None:
    seen = {read(mail(name)).family for name in CASES}
    assert [row["id"] for row in table("families")["family"] if row["id"] not in seen] == []


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_warning_has_its_words(lang: str) -> None:
    assert set(WARNINGS) <= set(table(f"{lang}/warnings"))
