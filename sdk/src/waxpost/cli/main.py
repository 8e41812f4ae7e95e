"""The `waxpost` command: collects the commands, and turns every error into one line, a hint and an exit code."""

import re
import sys
from collections.abc import Sequence

import typer

from waxpost._exceptions import WaxpostError
from waxpost.cli import (
    access,
    answering,
    entries,
    exits,
    generating,
    links,
    mail,
    mailbox,
    mailfiles,
    mailing,
    opening,
    people,
    requests,
    terminal,
)
from waxpost.cli.helping import with_kept_lines

HELP = """Send and read end-to-end-encrypted messages.

Examples:
  waxpost sign-in https://waxpost.example.org
  echo "The new code is 4711" | waxpost send --to "Bob Roy" --subject "Door" -
  waxpost inbox --unread
"""
_INTERRUPTED = 130
_HYPHENED_ID = re.compile("-[A-Za-z0-9_-]{21}")

commands = typer.Typer(
    name="waxpost",
    help=with_kept_lines(HELP),
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
features = (access, mail, mailbox, mailfiles, mailing, people, entries, generating)
for feature in (*features, links, opening, requests, answering):
    feature.add_commands(commands)
_command = typer.main.get_command(commands)


def app(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code (docs/user/command-line.md)."""
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        code: object = _command(args=_with_ids_last(given), prog_name="waxpost", standalone_mode=False)
    except typer.TyperException as error:
        return _failed(error.format_message(), "see `waxpost --help`", error.exit_code)
    except (typer.Abort, KeyboardInterrupt):
        return _INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has gone (`waxpost inbox | head`): nothing to say, and nobody to say it to.
        sys.stderr.close()
        return exits.ERROR
    except terminal.NoTerminal as error:
        return _failed(str(error), error.hint, exits.USAGE)
    except WaxpostError as error:
        return _failed(str(error), exits.hint(error), exits.exit_code(error))
    except OSError as error:
        # The device's own refusals: a folder that is none, no right to write, no room.
        where = f": {error.filename}" if error.filename is not None else ""
        return _failed(
            f"{error.strerror or error}{where}", "check the folder, its rights and the room on it", exits.ERROR
        )
    return code if isinstance(code, int) else exits.OK


def _with_ids_last(arguments: list[str]) -> list[str]:
    """The same arguments; an id that begins with a hyphen stands where it cannot be taken for an option."""
    if (
        arguments[:1] not in (["read"], ["delete"], ["groups"], ["save"], ["entry"], ["link"], ["request"])
        or "--" in arguments
    ):
        return arguments
    ids = [one for one in arguments if _HYPHENED_ID.fullmatch(one)]
    return [*(one for one in arguments if one not in ids), "--", *ids] if ids else arguments


def _failed(sentence: str, hint: str | None, code: int) -> int:
    text = terminal.neutral(sentence).rstrip(".")
    terminal.note(f"waxpost: error: {text[:1].lower()}{text[1:]}")
    if hint is not None:
        terminal.note(f"waxpost: hint: {terminal.neutral(hint)}")
    return code


if __name__ == "__main__":
    app()
