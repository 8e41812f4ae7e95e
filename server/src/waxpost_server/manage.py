"""The operator's commands: `waxpost-server serve | work | migrate | policy | restart-log | check`.

Every refusal is one line that says what is wrong and a hint that says what to do; exit status 1, and 2 for a wrong
command line. Nothing here decides about the product: each command calls the verb that does.
"""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, TypeVar

import typer
import uvicorn

from waxpost_server import tables
from waxpost_server.app import create_app
from waxpost_server.directory.head import HeadFile
from waxpost_server.directory.opening import KeyLogRefused, open_key_log, restart_key_log
from waxpost_server.joining.start import start_lines
from waxpost_server.kit.checkup import findings
from waxpost_server.kit.db import Database, ReadTx, WriteTx, open_database
from waxpost_server.kit.errors import DomainError
from waxpost_server.kit.instance import enter_instance, find_instance
from waxpost_server.kit.log import start_logging
from waxpost_server.kit.migrate import DatabaseIsNewer, migrate
from waxpost_server.kit.queue import run_forever
from waxpost_server.kit.secrets import Secrets, SecretsMissing, open_secrets
from waxpost_server.kit.settings import SettingRefused, Settings, read_settings, unknown_settings
from waxpost_server.policies.access import effective_policy
from waxpost_server.policies.catalogue import CATALOGUE
from waxpost_server.policies.edit import set_policy
from waxpost_server.worker import all_jobs

T = TypeVar("T")

MIGRATIONS = Path(tables.__file__).with_name("migrations")

# What to say when the server is ready; each is called with the database, and answers lines, or none.
READY_LINES: list[Callable[[Database, Settings, Secrets], Awaitable[list[str]]]] = [start_lines]

cli = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help=__doc__)
policy_cli = typer.Typer(no_args_is_help=True, help="Show and change what the organisation allows.")
cli.add_typer(policy_cli, name="policy")


@contextmanager
def _said_in_a_line() -> Generator[None]:
    """Show what an operator can mend as a line, not as a traceback."""
    try:
        yield
    except (SettingRefused, SecretsMissing, DatabaseIsNewer, KeyLogRefused) as error:
        _fail(str(error))
    except DomainError as error:
        _fail(error.detail or error.title)
    except OSError as error:
        _fail(f"{error.strerror or error}{f': {error.filename}' if error.filename else ''}")


def _fail(text: str) -> None:
    typer.echo(f"waxpost-server: error: {text}", err=True)
    raise typer.Exit(1)


def _settings() -> Settings:
    for name in unknown_settings(os.environ):
        typer.echo(f"waxpost-server: warning: {name} is no setting, see docs/operator/configuration.md", err=True)
    settings = read_settings(os.environ)
    start_logging(settings.log_level)
    return settings


async def _prepare(settings: Settings) -> Secrets:
    """Everything a server needs before it starts: a migrated database, the instance's row, the secrets."""
    done = await migrate(settings.database_url, MIGRATIONS)
    if done.copy is not None:
        typer.echo(f"A copy of the database from before the update is in {done.copy}.")

    async def enter(db: Database) -> bool:
        await db.write(enter_instance)
        row = await db.read(find_instance)
        return row is not None and row.started_at is not None

    secrets = open_secrets(settings.secrets_dir, is_in_use=await _with_database(settings, enter))
    await _with_database(settings, lambda db: open_key_log(db, HeadFile(settings.data_dir), secrets.log_key))
    return secrets


async def _with_database(settings: Settings, verb: Callable[[Database], Awaitable[T]]) -> T:
    db = await open_database(settings.database_url, settings.sqlite_synchronous)
    try:
        return await verb(db)
    finally:
        await db.close()


class _Server(uvicorn.Server):
    """Says where it serves, once it does."""

    def __init__(self, config: uvicorn.Config, settings: Settings, secrets: Secrets) -> None:
        super().__init__(config)
        self._settings = settings
        self._secrets = secrets

    async def startup(self, sockets: list[object] | None = None) -> None:  # pyright: ignore[reportIncompatibleMethodOverride] - uvicorn's own is untyped
        await super().startup(sockets)  # pyright: ignore[reportArgumentType] - see above
        if self.should_exit:
            return
        lines = [f"Waxpost is serving on {self._settings.base_url}"]
        for ready in READY_LINES:
            lines += await _with_database(self._settings, lambda db, r=ready: r(db, self._settings, self._secrets))
        print("\n".join(lines), flush=True)


@cli.command()
def serve() -> None:
    """Serve until stopped. On SQLite this runs the periodic jobs too; on PostgreSQL start `work` beside it."""
    with _said_in_a_line():
        settings = _settings()
        secrets = asyncio.run(_prepare(settings))
        config = uvicorn.Config(
            create_app(settings, secrets, jobs=all_jobs(settings, secrets) if settings.is_embedded else ()),
            host=settings.host,
            port=settings.port,
            loop="uvloop",
            http="httptools",
            ws="none",
            log_level="warning",
            access_log=False,
            proxy_headers=False,  # `kit.web.limits` reads them, from trusted proxies only
            server_header=False,
            timeout_graceful_shutdown=5,
        )
        server = _Server(config, settings, secrets)
        server.run()
        if not server.started:
            sys.exit(1)


@cli.command()
def work() -> None:
    """Run the periodic jobs until stopped, beside a server on PostgreSQL."""
    with _said_in_a_line():
        settings = _settings()
        secrets = asyncio.run(_prepare(settings))

        async def forever(db: Database) -> None:
            await run_forever(db, all_jobs(settings, secrets))

        try:
            asyncio.run(_with_database(settings, forever))
        except KeyboardInterrupt:
            return


@cli.command("migrate")
def migrate_command() -> None:
    """Bring the database to this version. `serve` does it by itself."""
    with _said_in_a_line():
        done = asyncio.run(migrate(_settings().database_url, MIGRATIONS))
        typer.echo(f"Revisions run: {', '.join(done.revisions) or 'none, the database is current'}.")


@cli.command("restart-log")
def restart_log() -> None:
    """Begin a new key log after its end or its key was lost; everybody will be asked to talk to an administrator."""
    with _said_in_a_line():
        settings = _settings()
        asyncio.run(migrate(settings.database_url, MIGRATIONS))
        secrets = open_secrets(settings.secrets_dir, is_in_use=True, renewed=frozenset({"log_key"}))
        head = asyncio.run(
            _with_database(settings, lambda db: restart_key_log(db, HeadFile(settings.data_dir), secrets.log_key))
        )
        typer.echo(f"The key log is now {head.origin}, with {head.size} entries. The old one can still be read.")


@cli.command()
def check() -> None:
    """Say in sentences what is wrong with this installation; exit status 1 if anything is."""
    with _said_in_a_line():
        found = asyncio.run(findings(_settings(), MIGRATIONS))
        for sentence in found:
            typer.echo(f"- {sentence}")
        if found:
            raise typer.Exit(1)
        typer.echo("Everything is in order.")


@policy_cli.command("list")
def list_policies() -> None:
    """Show every policy: its value, its default, and what it means."""
    with _said_in_a_line():
        settings = _settings()

        async def look(db: Database) -> object:
            async def read(tx: ReadTx) -> object:
                return await effective_policy(tx, None)

            return await db.read(read)

        values = asyncio.run(_with_database(settings, look))
        for name, policy in CATALOGUE.items():
            typer.echo(f"{name} = {_text(getattr(values, name))}  (default {_text(policy.default)})")
            typer.echo(f"    {policy.explained.sentence}")


@policy_cli.command("set")
def set_policy_command(
    name: Annotated[str, typer.Argument(help="A name that `policy list` shows.")],
    value: Annotated[str, typer.Argument(help="true, false or a whole number.")],
) -> None:
    """Change a policy for everybody, from the next request on."""
    with _said_in_a_line():
        settings = _settings()

        async def change(tx: WriteTx) -> int | bool:
            return await set_policy(tx, None, name, value)

        stored = asyncio.run(_with_database(settings, lambda db: db.write(change)))
        typer.echo(f"{name} = {_text(stored)}")


def _text(value: int | bool) -> str:
    return str(value).lower()


def main() -> None:
    """The `waxpost-server` command."""
    cli()
