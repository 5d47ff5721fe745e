"""What the tests of "Tell your story" drive: the element on its page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import BrowserContext, Locator, Page


@dataclass
class Teller:
    """The element on its page."""

    page: Page
    complaints: list[str]
    requested: list[str]
    replace: bool = True  # what is answered when the page asks whether it may replace the text

    @property
    def element(self) -> Locator:
        return self.page.locator("story-teller")

    @property
    def box(self) -> Locator:
        return self.element.locator("textarea")

    @property
    def status(self) -> Locator:
        return self.element.locator("[role=status]")

    def state(self, *states: str) -> None:
        wanted = ",".join(f"story-teller[state={state}]" for state in states)
        self.page.locator(wanted).wait_for(state="attached", timeout=180_000)

    def write(self, text: str) -> None:
        self.box.fill(text)
        self.state("done", "error")

    def after(self, act: Callable[[], None]) -> dict[str, object]:
        """What is told once ``act`` has been answered."""
        self.element.evaluate(
            """element => { window.told = new Promise(tell =>
              element.addEventListener("told", ({ detail }) => tell(detail), { once: true })) }"""
        )
        act()
        told: dict[str, object] = self.page.evaluate("window.told")
        return told


def open_page(context: BrowserContext, address: str) -> Teller:
    page = context.new_page()
    opened = Teller(page, [], [])
    page.on("console", lambda said: opened.complaints.append(said.text) if said.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: opened.complaints.append(str(error)))
    context.on("request", lambda request: opened.requested.append(request.url))
    page.on("dialog", lambda dialog: dialog.accept() if opened.replace else dialog.dismiss())
    page.goto(address)
    return opened
