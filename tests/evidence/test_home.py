"""Names: who registered them, which are lent to customers, and whose the rewritten addresses are."""

from __future__ import annotations

import pytest

from guide_engine.evidence.home import Home, is_line, is_private, is_public, organisation, plain_address


@pytest.mark.parametrize(
    ("host", "wanted"),
    [
        ("mx1.tea.co.jp", "tea.co.jp"),
        ("www123.sakura.ne.jp", "sakura.ne.jp"),
        ("mail.shop.tokyo.jp", "shop.tokyo.jp"),
        ("mx.univ.ac.uk", "univ.ac.uk"),
        ("mail.tea.jp", "tea.jp"),
        ("a.b.c.tea.com", "tea.com"),
        ("mx.tea.example.org", "tea.example.org"),
        ("example.org", "example.org"),
        ("localhost", "localhost"),
        ("mail-sor-f69.google.com", "google.com"),
        ("mx.googlemail.com", "google.com"),
        ("x.prod.outlook.com", "outlook.com"),
        ("CAPITAL.Tea.Com.", "tea.com"),
    ],
)
def test_organisation(host: str, wanted: str) -> None:
    assert organisation(host) == wanted


@pytest.mark.parametrize(
    ("name", "ip", "wanted"),
    [
        ("p203-0-113-9.ppp.example.net", "203.0.113.9", True),
        ("9.113.0.203.pool.example.net", "203.0.113.9", True),
        ("host7.dyn.example.net", "203.0.113.9", True),
        ("fttx-7.example.net", "203.0.113.9", True),
        ("mail7.dyn.example.net", "203.0.113.9", False),  # a mail server by its own name
        ("mx1.example.net", "203.0.113.9", False),
        ("a113-9.smtp-out.example.net", "203.0.113.9", False),
        ("www.example.net", None, False),
    ],
)
def test_line(name: str, ip: str | None, wanted: bool) -> None:
    assert is_line(name, ip) is wanted


@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        ("SRS0=ab12=cd=tea.example.org=mai@club.example.com", "mai@tea.example.org"),
        ("SRS1=xy=club.example.com==ab12=cd=tea.example.org=mai@far.example.net", "mai@tea.example.org"),
        ("prvs=1234abcdef=mai@tea.example.org", "mai@tea.example.org"),
        ("<Mai@Tea.Example.Org>", "mai@tea.example.org"),
        ("mai+tag@tea.example.org", "mai+tag@tea.example.org"),
        ("mai", "mai"),
    ],
)
def test_plain_address(address: str, wanted: str) -> None:
    assert plain_address(address) == wanted


@pytest.mark.parametrize(
    "ip", ["127.0.0.1", "10.1.2.3", "192.168.0.1", "172.31.0.1", "100.64.0.1", "::1", "fe80::1", "fd00::1"]
)
def test_private(ip: str) -> None:
    assert is_private(ip)


@pytest.mark.parametrize("ip", ["203.0.113.9", "172.32.0.1", "2001:db8::1", None])
def test_not_private(ip: str | None) -> None:
    assert not is_private(ip)


@pytest.mark.parametrize(
    "host", ["localhost", "mail.local", "10.0.0.1", "2001:db8::1", "a@b.example", "", None, "x" * 400 + ".jp"]
)
def test_names_that_mean_nothing_outside(host: str | None) -> None:
    assert not is_public(host)


def test_home_by_domain_host_address_and_service() -> None:
    home = Home(("tea.example.org", "203.0.113.5", "mai@gmail.com"), ())
    assert home.named
    assert home.owns("mx9.tea.example.org")
    assert home.owns("203.0.113.5")
    assert home.owns("mail-sor-f69.google.com")
    assert not home.owns("tea.example.com")
    assert home.sent_by(None, "203.0.113.5")
    assert not home.sent_by("p203-0-113-9.ppp.tea.example.org", "203.0.113.9")
