"""The command as a whole: what it lists, loads and refuses."""

from __future__ import annotations

import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from guide_engine.cli import COMMANDS, main

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name: str) -> None:
    result = CliRunner().invoke(main, [name, "--help"])
    assert result.exit_code == 0
    assert result.output.startswith(f"Usage: main {name}")


@pytest.mark.parametrize("arguments", [["nope"], ["build"], ["serve", "--port", "0"], ["build", "--nope"]])
def test_wrong_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]) -> None:
    monkeypatch.chdir(tmp_path)  # no site is here
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 2
    assert result.stderr
    assert not list(tmp_path.iterdir()), "nothing is written"


def test_a_taken_port_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        result = CliRunner().invoke(main, ["serve", "--port", str(taken.getsockname()[1])])
    assert result.exit_code == 1
    assert "listen" in result.stderr


def test_reading_mail_does_not_load_the_site_builder() -> None:
    code = (
        "import sys; from click.testing import CliRunner; from guide_engine.cli import main;"
        "CliRunner().invoke(main, ['diagnose', '--format', 'jsonl', '-'], input=b'Subject: x\\n\\nx\\n');"
        "print([m for m in ('mkdocs', 'jinja2', 'email', 'guide_engine.pages') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
