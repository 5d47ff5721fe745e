"""Progress on standard error, where that is a terminal."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextmanager
def shown(words: dict[str, str], *, quiet: bool = False) -> Iterator[Callable[[int], None]]:
    """A function to be called with the number of messages read so far. ``quiet``: results go to the same terminal."""
    if quiet or not sys.stderr.isatty():
        yield lambda _read: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(words["reading"], total=None)

        def tick(read: int) -> None:
            if read % 16 == 0:
                progress.update(task, description=f"{words['reading']} {words['messages'].format(n=f'{read:,}')}")

        yield tick
