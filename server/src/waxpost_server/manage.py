"""The operator's commands: `waxpost-server serve | work | migrate | restart-log`, and those of `operator.commands`.

Every refusal is one line that says what is wrong and a hint that says what to do; exit status 1, and 2 for a wrong
command line. Nothing here decides about the product: each command calls the verb that does.
"""

import asyncio
import errno
import os
import socket
import sys
from collections.abc import Awaitable, Callable

import typer
import uvicorn

from waxpost_server.app import create_app
from waxpost_server.joining.start import start_lines
from waxpost_server.keylog.head import HeadFile
from waxpost_server.keylog.opening import open_key_log, restart_key_log
from waxpost_server.kit.db import Database
from waxpost_server.kit.instance import enter_instance, find_instance
from waxpost_server.kit.migrate import migrate
from waxpost_server.kit.queue import run_forever
from waxpost_server.kit.secrets import Secrets, open_secrets
from waxpost_server.kit.settings import SettingRefused, Settings
from waxpost_server.notifications.live import Feed
from waxpost_server.operator.commands import desk_cli, policy_cli
from waxpost_server.operator.mailing import mail_cli
from waxpost_server.operator.terminal import MIGRATIONS, said_in_a_line, settings_of_environment, with_database
from waxpost_server.worker import all_jobs

# What to say when the server is ready; each is called with the database, and answers lines, or none.
READY_LINES: list[Callable[[Database, Settings, Secrets], Awaitable[list[str]]]] = [start_lines]

cli = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help=__doc__)
cli.add_typer(desk_cli)
cli.add_typer(policy_cli, name="policy")
cli.add_typer(mail_cli, name="mail")


async def _prepare(settings: Settings) -> Secrets:
    """Everything a server needs before it starts: a migrated database, the instance's row, the secrets."""
    done = await migrate(settings.database_url, MIGRATIONS)
    if done.copy is not None:
        typer.echo(f"A copy of the database from before the update is in {done.copy}.")

    async def enter(db: Database) -> bool:
        await db.write(enter_instance)
        row = await db.read(find_instance)
        return row is not None and row.started_at is not None

    secrets = open_secrets(settings.secrets_dir, is_in_use=await with_database(settings, enter))
    await with_database(settings, lambda db: open_key_log(db, HeadFile(settings.data_dir), secrets.log_key))
    return secrets


class _Server(uvicorn.Server):
    """Says where it serves, once it does."""

    def __init__(self, config: uvicorn.Config, settings: Settings, secrets: Secrets, feed: Feed) -> None:
        super().__init__(config)
        self._feed = feed
        self._settings = settings
        self._secrets = secrets

    async def startup(self, sockets: list[object] | None = None) -> None:  # pyright: ignore[reportIncompatibleMethodOverride] - uvicorn's own is untyped
        await super().startup(sockets)  # pyright: ignore[reportArgumentType] - see above
        if self.should_exit:
            return
        lines = [f"Waxpost is serving on {self._settings.base_url}"]
        for ready in READY_LINES:
            lines += await with_database(self._settings, lambda db, r=ready: r(db, self._settings, self._secrets))
        print("\n".join(lines), flush=True)

    async def shutdown(self, sockets: list[object] | None = None) -> None:  # pyright: ignore[reportIncompatibleMethodOverride] - as above
        self._feed.end_all()  # a live stream would hold up the end until its connection is cut
        await super().shutdown(sockets)  # pyright: ignore[reportArgumentType] - as above


def _bind(settings: Settings) -> socket.socket:
    """The address to serve on, taken before anything is touched; nobody is answered yet. SettingRefused if taken."""
    (family, kind, _, _, address), *_ = socket.getaddrinfo(
        settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )
    bound = socket.socket(family, kind)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind(address)
    except OSError as error:
        bound.close()
        if error.errno != errno.EADDRINUSE:
            raise
        taken = f"port {settings.port} of {settings.host} is taken by another program"
        raise SettingRefused(f"{taken}; stop it, or set WAXPOST_PORT (PORT= of `make run`) to another") from error
    return bound


@cli.command()
def serve() -> None:
    """Serve until stopped. On SQLite this runs the periodic jobs too; on PostgreSQL start `work` beside it."""
    with said_in_a_line():
        settings = settings_of_environment()
        address = _bind(settings)
        secrets = asyncio.run(_prepare(settings))
        app = create_app(settings, secrets, jobs=all_jobs(settings, secrets) if settings.is_embedded else ())
        config = uvicorn.Config(
            app,
            loop="uvloop",
            http="httptools",
            ws="none",
            log_level="warning",
            access_log=False,
            proxy_headers=False,  # `kit.web.limits` reads them, from trusted proxies only
            server_header=False,
            timeout_graceful_shutdown=5,
        )
        server = _Server(config, settings, secrets, app.state.feed)
        server.run(sockets=[address])
        if not server.started:
            sys.exit(1)


@cli.command()
def work() -> None:
    """Run the periodic jobs until stopped, beside a server on PostgreSQL."""
    with said_in_a_line():
        settings = settings_of_environment()
        secrets = asyncio.run(_prepare(settings))

        async def forever(db: Database) -> None:
            await run_forever(db, all_jobs(settings, secrets))

        try:
            asyncio.run(with_database(settings, forever))
        except KeyboardInterrupt:
            return


@cli.command("migrate")
def migrate_command() -> None:
    """Bring the database to this version. `serve` does it by itself."""
    with said_in_a_line():
        done = asyncio.run(migrate(settings_of_environment().database_url, MIGRATIONS))
        typer.echo(f"Revisions run: {', '.join(done.revisions) or 'none, the database is current'}.")


@cli.command("restart-log")
def restart_log() -> None:
    """Begin a new key log after its end or its key was lost; everybody will be asked to talk to an administrator."""
    with said_in_a_line():
        settings = settings_of_environment()
        asyncio.run(migrate(settings.database_url, MIGRATIONS))
        secrets = open_secrets(settings.secrets_dir, is_in_use=True, renewed=frozenset({"log_key"}))
        head = asyncio.run(
            with_database(settings, lambda db: restart_key_log(db, HeadFile(settings.data_dir), secrets.log_key))
        )
        typer.echo(f"The key log is now {head.origin}, with {head.size} entries. The old one can still be read.")


def main() -> None:
    """The `waxpost-server` command. Whatever it makes is readable by its owner alone."""
    os.umask(0o077)
    cli()
