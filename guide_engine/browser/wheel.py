"""The engine as a wheel, written from the package that is running: a site takes it along, since no index has it.

Written here and not by a build backend, so that an installed engine can hand itself on; the same files give the
same bytes. Format: the binary distribution format of the packaging specifications.
"""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from functools import cache
from importlib.metadata import distribution
from pathlib import Path

PACKAGE = Path(__file__).parent.parent
CONTENT = "guide_engine/pages/content"  # where a wheel has the guide's own pages (pyproject.toml, force-include)
LEFT_OUT = {"__pycache__", ".DS_Store"}
EPOCH = (1980, 1, 1, 0, 0, 0)


@cache
def wheel() -> tuple[str, bytes]:
    """File name and bytes. PackageNotFoundError where the engine runs without being installed."""
    meta = distribution("guide-engine")
    info = f"guide_engine-{meta.version}.dist-info"
    files = dict(sources())
    for name in ("METADATA", "entry_points.txt", "licenses/LICENSE"):
        if text := meta.read_text(name):
            files[f"{info}/{name}"] = text.encode()
    files[f"{info}/WHEEL"] = b"Wheel-Version: 1.0\nGenerator: guide-engine\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    rows = [f"{name},sha256={_digest(content)},{len(content)}\n" for name, content in sorted(files.items())]
    files[f"{info}/RECORD"] = "".join([*rows, f"{info}/RECORD,,\n"]).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items(), key=lambda item: (item[0].startswith(info), item[0])):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return f"guide_engine-{meta.version}-py3-none-any.whl", out.getvalue()


def sources() -> dict[str, bytes]:
    """The package's files by their name in a wheel; a checkout's docs and configurations go where a wheel has them."""
    found = {f"guide_engine/{name}": path for name, path in _below(PACKAGE).items()}
    if not (PACKAGE.parent / CONTENT).is_dir():
        root = PACKAGE.parent
        found |= {f"{CONTENT}/{name}": path for name, path in _below(root / "docs").items()}
        found |= {f"{CONTENT}/{path.name}": path for path in root.glob("mkdocs*.yml")}
    return {name: found[name].read_bytes() for name in sorted(found)}


def configs() -> dict[str, dict[str, object]]:
    """The guide's own MkDocs configurations, by file name."""
    import yaml

    folder = PACKAGE.parent / CONTENT
    files = (folder if folder.is_dir() else PACKAGE.parent).glob("mkdocs*.yml")
    return {path.name: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(files)}


def _below(folder: Path) -> dict[str, Path]:
    paths = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {path.as_posix(): folder / path for path in paths if not LEFT_OUT.intersection(path.parts)}


def _digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
