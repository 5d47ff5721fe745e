"""Debian's Firefox, driven by its own remote protocol, Marionette: Playwright drives only a Firefox that it has built.

A message is its length, a colon and a JSON array: [0, id, command, parameters] there, [1, id, error, result] back.
"""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

PATIENCE = 120  # seconds, for a start on a busy machine
PREFERENCES = {
    "marionette.port": 0,  # any that is free; the profile then says which
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
}


def firefox() -> str | None:
    return shutil.which("firefox-esr")


class Firefox:
    """One window. Every method waits for its command, and raises RuntimeError with what the browser says against it."""

    def __init__(self, path: str, profile: Path) -> None:
        lines = (f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in PREFERENCES.items())
        (profile / "user.js").write_text("".join(lines), encoding="utf-8")
        self._process = subprocess.Popen(
            [path, "--headless", "--marionette", "--no-remote", "--profile", str(profile)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._last = 0
        try:
            self._socket = socket.create_connection(("127.0.0.1", _port(profile, self._process)), timeout=2 * PATIENCE)
            self._stream = self._socket.makefile("rb")
            self._receive()  # its greeting
            self._send("WebDriver:NewSession", {"capabilities": {"alwaysMatch": {"timeouts": {"script": 120_000}}}})
        except BaseException:
            self.stop()
            raise

    def go(self, address: str) -> None:
        self._send("WebDriver:Navigate", {"url": address})

    def run(self, script: str, *args: object) -> Any:
        """What ``script``, the body of a function in the page, returns."""
        found = self._send("WebDriver:ExecuteScript", {"script": script, "args": list(args), "sandbox": None})
        return found["value"]

    def type(self, selector: str, text: str) -> None:
        """Type, or (into a file input) choose the file of that path."""
        found = self._send("WebDriver:FindElement", {"using": "css selector", "value": selector})
        (element,) = found["value"].values()
        self._send("WebDriver:ElementSendKeys", {"id": element, "text": text})

    def until(self, script: str, *args: object) -> Any:
        """What ``script`` returns once that is true."""
        end = time.monotonic() + PATIENCE
        while not (value := self.run(script, *args)):
            if time.monotonic() > end:
                raise TimeoutError(script)
            time.sleep(0.1)
        return value

    def stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _send(self, command: str, parameters: dict[str, object]) -> Any:
        self._last += 1
        message = json.dumps([0, self._last, command, parameters]).encode()
        self._socket.sendall(b"%d:%s" % (len(message), message))
        _, answered, error, result = self._receive()
        assert answered == self._last
        if error:
            raise RuntimeError(f"{command}: {error.get('error')}: {error.get('message')}")
        return result

    def _receive(self) -> Any:
        length = b""
        while (digit := self._stream.read(1)) != b":":
            if not digit:
                raise RuntimeError("Firefox has gone")
            length += digit
        return json.loads(self._stream.read(int(length)))


def _port(profile: Path, process: subprocess.Popen[bytes]) -> int:
    told = profile / "MarionetteActivePort"
    end = time.monotonic() + PATIENCE
    while not (told.exists() and (port := told.read_text(encoding="ascii").strip())):
        if process.poll() is not None or time.monotonic() > end:
            raise RuntimeError("Firefox did not start")
        time.sleep(0.1)
    return int(port)
