"""`entries export`: what was saved, in one file, locked with a passphrase unless somebody asks for a plain one."""

import os
from pathlib import Path
from typing import Annotated

import typer

from waxpost._exceptions import WaxpostError
from waxpost._new_password import check_new_password
from waxpost.cli.helping import add_command
from waxpost.cli.opened import unlocked
from waxpost.cli.terminal import agrees, ask_export_passphrase, has_terminal, note, say


def add_commands(entries: typer.Typer) -> None:
    """Add the command of this file below `entries`."""
    add_command(entries, "export", export)


def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that is not there yet.")],
    *,
    plain: Annotated[bool, typer.Option("--plain", help="Without a lock: whoever finds it can read it.")] = False,
) -> None:
    """Write all saved entries to a file: locked, so that `age -d` or Import opens it, or as JSON with --plain.

    Earlier versions, attached files and the trash are not in it. The passphrase is asked for twice, or read from the
    file that WAXPOST_EXPORT_PASSPHRASE_FILE names.

    Examples:
      waxpost entries export entries.age
      waxpost entries export entries.json --plain
    """
    if file.exists():
        raise typer.BadParameter(f"there is a file {file} already", param_hint="FILE")
    if not file.parent.is_dir():
        raise typer.BadParameter(f"there is no folder {file.parent}", param_hint="FILE")
    if plain:
        note("waxpost: warning: everybody who finds this file can read every password and note in it")
        if has_terminal() and not agrees("Write it without a lock?"):
            raise typer.Abort
    passphrase = None if plain else _passphrase()
    with unlocked() as client:
        exported = client.export_entries(passphrase)
        count = len(client.entries())
    _write(file, exported)
    note(f"exported {count} {'entry' if count == 1 else 'entries'}")
    say(str(file))


def _passphrase() -> str:
    passphrase = ask_export_passphrase()
    check_new_password(passphrase, "")
    return passphrase


def _write(file: Path, exported: bytes) -> None:
    """A new file that only its owner can read; nothing is left of one that could not be written whole."""
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            try:
                out.write(exported)
                out.flush()
                os.fsync(out.fileno())
            except OSError:
                file.unlink(missing_ok=True)
                raise
    except OSError as error:
        raise WaxpostError(f"cannot write {file}: {error.strerror}") from error
