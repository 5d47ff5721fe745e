"""Writes the folder of a new site (incident/folder.py says what is in it), with the engine that is running."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from guide_engine.browser.wheel import configs, wheel
from guide_engine.incident import folder as folders


def site(story: str | None, languages: list[str]) -> dict[str, bytes]:
    """Path below the new folder -> content; arguments as :func:`guide_engine.incident.folder.site` has them."""
    return folders.site(story, languages, configs=configs(), engine=wheel())


def write(folder: Path, files: dict[str, bytes]) -> None:
    """Write ``files`` below ``folder``, all of them or nothing. FileExistsError when it is there and not empty."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FileExistsError(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        for name, content in files.items():
            path = made / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        made.chmod(0o755)
        if folder.exists():
            folder.rmdir()
        made.rename(folder)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
