"""How the operator's commands speak: settings read with warnings, what can be mended in one line, exit status 1."""

import os
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import typer

from waxpost_server import tables
from waxpost_server.keylog.opening import KeyLogRefused
from waxpost_server.kit.db import Database, open_database
from waxpost_server.kit.errors import DomainError
from waxpost_server.kit.log import start_logging
from waxpost_server.kit.migrate import DatabaseIsNewer
from waxpost_server.kit.secrets import SecretsMissing
from waxpost_server.kit.settings import SettingRefused, Settings, read_settings, unknown_settings
from waxpost_server.mail.carrier import NotTaken
from waxpost_server.operator.manifest import BackupRefused

T = TypeVar("T")

MIGRATIONS = Path(tables.__file__).with_name("migrations")


@contextmanager
def said_in_a_line() -> Generator[None]:
    """Show what an operator can mend as a line, not as a traceback."""
    try:
        yield
    except (SettingRefused, SecretsMissing, DatabaseIsNewer, KeyLogRefused, BackupRefused, NotTaken) as error:
        _fail(str(error))
    except DomainError as error:
        _fail(error.detail or error.title)
    except OSError as error:
        _fail(f"{error.strerror or error}{f': {error.filename}' if error.filename else ''}")


def _fail(text: str) -> None:
    typer.echo(f"waxpost-server: error: {text}", err=True)
    raise typer.Exit(1)


def settings_of_environment() -> Settings:
    """The settings in the environment, with a warning for each name that is none. Raises SettingRefused."""
    for name in unknown_settings(os.environ):
        typer.echo(f"waxpost-server: warning: {name} is no setting, see docs/operator/configuration.md", err=True)
    settings = read_settings(os.environ)
    start_logging(settings.log_level)
    return settings


async def with_database(settings: Settings, verb: Callable[[Database], Awaitable[T]]) -> T:
    """Do something with the database of these settings, then close it."""
    db = await open_database(settings.database_url, settings.sqlite_synchronous)
    try:
        return await verb(db)
    finally:
        await db.close()
