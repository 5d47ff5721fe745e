"""The command ``guide``. Each subcommand lies in a module of its own and is loaded when it is called."""

from __future__ import annotations

import importlib

import click

from guide_engine import __version__

COMMANDS = {  # in the order of --help
    "diagnose": "guide_engine.cli_diagnose",
    "read": "guide_engine.cli_story",
    "new": "guide_engine.cli_story",
    "build": "guide_engine.cli_site",
    "serve": "guide_engine.cli_site",
    "redact": "guide_engine.cli_redact",
}


class Commands(click.Group):
    """Loads no more than the one command that is asked for: the site builder is not needed to read a bounce."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = getattr(importlib.import_module(COMMANDS[cmd_name]), cmd_name)
        assert isinstance(command, click.Command)  # noqa: S101 - COMMANDS names nothing else
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="guide")
def main() -> None:
    """Read returned mail, say what it shows, and tell an incident as a guide.

    Exit status: 0 done, 1 some input could not be read (the rest was done), 2 wrong use.
    """


if __name__ == "__main__":  # python -m guide_engine.cli, as the Makefile calls it
    main()
