"""``guide build`` and ``guide serve``: the whole site, both languages."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.option(
    "--site-dir", type=click.Path(file_okay=False, path_type=Path), default=Path("site"), show_default=True,
    help="Where the site is written; what is there is replaced.",
)  # fmt: skip
def build(site_dir: Path) -> None:
    """Build the site of this folder, all its languages, ready for GitHub Pages.

    Warnings end the build; mistakes in annotated Markdown name file and line.
    """
    from guide_engine.pages.build import build as build_site

    try:
        build_site(site_dir)
    except (FileNotFoundError, ValueError) as error:
        raise click.UsageError(str(error)) from error


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes any free port.")
def serve(host: str, port: int) -> None:
    """Build the site of this folder and serve it, rebuilding whenever a file changes."""
    from guide_engine.pages.serve import serve as serve_site

    try:
        serve_site(host=host, port=port, say=click.echo)
    except FileNotFoundError as error:
        raise click.UsageError(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"cannot listen on {host}:{port}: {error.strerror}") from error
