"""The commands `backup`, `restore`, `check` and `policy`; `manage` puts them beside those that run a server."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from waxpost_server.kit.blobs import folder_of
from waxpost_server.kit.db import Database, ReadTx, WriteTx
from waxpost_server.operator.backup import back_up
from waxpost_server.operator.findings import all_findings
from waxpost_server.operator.restore import restore
from waxpost_server.operator.terminal import MIGRATIONS, said_in_a_line, settings_of_environment, with_database
from waxpost_server.policies.access import effective_policy
from waxpost_server.policies.catalogue import CATALOGUE
from waxpost_server.policies.edit import set_policy

desk_cli = typer.Typer()
policy_cli = typer.Typer(no_args_is_help=True, help="Show and change what the organisation allows.")


@desk_cli.command("backup")
def backup_command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")],
) -> None:
    """Back up database, key log head, secrets and files beside a running server. The folder must stay private."""
    with said_in_a_line():
        settings = settings_of_environment()
        manifest = asyncio.run(back_up(settings, folder))
        size = sum(file.bytes for file in manifest.files)
        typer.echo(f"Backed up {len(manifest.files)} files, {size} bytes, to {folder}. It holds the server's secrets.")
        if folder_of(settings.blobs_url) is None:
            typer.echo(
                f"Attached files are not in it: they are at {settings.blobs_url}, copy them by the bucket's own means."
            )


@desk_cli.command("restore")
def restore_command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that `backup` made.")],
) -> None:
    """Put a backup into an empty data folder and an empty database. Stop the server first."""
    with said_in_a_line():
        manifest = asyncio.run(restore(settings_of_environment(), folder, MIGRATIONS))
        typer.echo(
            f"Restored the backup of {manifest.made_at}, made by Waxpost {manifest.version}.\n"
            "If anybody joined or changed keys after that, run `waxpost-server restart-log` before `serve`."
        )


@desk_cli.command()
def check() -> None:
    """Say in sentences what is wrong with this installation; exit status 1 if anything is."""
    with said_in_a_line():
        found = asyncio.run(all_findings(settings_of_environment(), MIGRATIONS))
        for sentence in found:
            typer.echo(f"- {sentence}")
        if found:
            raise typer.Exit(1)
        typer.echo("Everything is in order.")


@policy_cli.command("list")
def list_policies() -> None:
    """Show every policy: its value, its default, and what it means."""
    with said_in_a_line():
        settings = settings_of_environment()

        async def look(db: Database) -> object:
            async def read(tx: ReadTx) -> object:
                return await effective_policy(tx, None)

            return await db.read(read)

        values = asyncio.run(with_database(settings, look))
        for name, policy in CATALOGUE.items():
            typer.echo(f"{name} = {_text(getattr(values, name))}  (default {_text(policy.default)})")
            typer.echo(f"    {policy.explained.sentence}")


@policy_cli.command("set")
def set_policy_command(
    name: Annotated[str, typer.Argument(help="A name that `policy list` shows.")],
    value: Annotated[str, typer.Argument(help="true, false or a whole number.")],
) -> None:
    """Change a policy for everybody, from the next request on."""
    with said_in_a_line():
        settings = settings_of_environment()

        async def change(tx: WriteTx) -> int | bool:
            return await set_policy(tx, None, name, value)

        stored = asyncio.run(with_database(settings, lambda db: db.write(change)))
        typer.echo(f"{name} = {_text(stored)}")


def _text(value: int | bool) -> str:
    return str(value).lower()
