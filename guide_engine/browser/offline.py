"""Writes the service worker: its code, and the manifest of every file of the site with its hash."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path


def write_service_worker(site_dir: Path, code: Path) -> None:
    """Write ``SITE_DIR/sw.js`` from ``code`` and what lies in ``site_dir`` now: the last step of a build.

    The manifest maps each path (relative to the site's root, "/"-separated) to its SHA-256; the version is the
    hash of both, so that any change of the site makes a new worker with a new cache.
    """
    paths = sorted(path for path in site_dir.rglob("*") if path.is_file() and _kept(path.relative_to(site_dir)))
    manifest = {path.relative_to(site_dir).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}
    listing = json.dumps(manifest, indent=0)
    text = code.read_text(encoding="utf-8")
    version = hashlib.sha256((listing + text).encode()).hexdigest()[:16]
    head = f'const VERSION = "{version}";\nconst MANIFEST = {listing};\n'
    (site_dir / "sw.js").write_text(head + text, encoding="utf-8")


def _kept(path: Path) -> bool:
    """Not the worker itself, nor what only search engines and debuggers read."""
    left_out = {"sw.js", "sitemap.xml", "sitemap.xml.gz", "404.html"}
    return path.name not in left_out and path.suffix != ".map"
