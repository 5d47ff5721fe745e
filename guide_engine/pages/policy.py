"""The Content-Security-Policy, written into every built page as its first metadata.

It is computed from the built HTML, page by page, so it holds whatever builder made the pages. Material's instant
navigation stays off: it would bring a page under the policy of another, and lose what a reader pasted, which a
browser's own way back keeps.
"""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path

# Where inline styles would come from, a build must fail: the browser would refuse them silently.
POLICY = (
    "default-src 'none'; script-src {scripts}; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; worker-src 'self'; frame-src 'self'; manifest-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)
_CHARSET = re.compile(r"<meta charset=[^>]+>", re.IGNORECASE)


class PolicyError(ValueError):
    """A built page that its own policy would break, with the file's name."""


class _Inline(HTMLParser):
    """Collects the inline scripts that run, and what a strict policy refuses."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.scripts: list[str] = []
        self.refused: list[str] = []
        self.own_policy = False
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "meta" and (values.get("http-equiv") or "").lower() == "content-security-policy":
            self.own_policy = True
        if tag == "script" and "src" not in values and values.get("type") in (None, "", "module", "text/javascript"):
            self._open = True
            self.scripts.append("")
        if tag == "style":
            self.refused.append("<style>")
        self.refused += [f"<{tag} {key}=>" for key in values if key == "style" or key.startswith("on")]

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._open = False

    def handle_data(self, data: str) -> None:
        if self._open:
            self.scripts[-1] += data


def seal(site_dir: Path, *, extra_script: str | None = None) -> None:
    """Write the policy into every page below ``site_dir``; ``extra_script`` is a root-relative script to add to each.

    Pages that bring a policy of their own are left alone. PolicyError where a page needs what the policy forbids.
    """
    for path in sorted(site_dir.rglob("*.html")):
        html = path.read_text(encoding="utf-8")
        inline = _Inline()
        inline.feed(html)
        if inline.own_policy:
            continue
        if inline.refused:
            raise PolicyError(f"{path}: the policy forbids {', '.join(sorted(set(inline.refused)))}")
        hashes = sorted({_hash(script) for script in inline.scripts})
        sources = " ".join(["'self'", "'wasm-unsafe-eval'", *hashes])
        added = f'<meta http-equiv="Content-Security-Policy" content="{POLICY.format(scripts=sources)}">'
        if extra_script:
            depth = len(path.relative_to(site_dir).parts) - 1
            added += f'<script src="{"../" * depth}{extra_script}" defer></script>'
        charset = _CHARSET.search(html)
        if charset is None:
            raise PolicyError(f"{path}: no <meta charset> to put the policy behind")
        path.write_text(html[: charset.end()] + added + html[charset.end() :], encoding="utf-8")


def _hash(script: str) -> str:
    digest = hashlib.sha256(script.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
