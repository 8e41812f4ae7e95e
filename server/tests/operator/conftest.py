"""An installation as the first start leaves it, without a process: migrated database, key log, secrets, web folder."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.postgres import drop_database, new_database
from waxpost_server.keylog.head import HeadFile
from waxpost_server.keylog.opening import open_key_log
from waxpost_server.kit.db import open_database
from waxpost_server.kit.instance import enter_instance
from waxpost_server.kit.migrate import migrate
from waxpost_server.kit.secrets import open_secrets
from waxpost_server.kit.settings import Settings
from waxpost_server.operator.terminal import MIGRATIONS


@pytest.fixture(params=["sqlite", "postgresql"])
def installation(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """Settings of an installation in order."""
    web = tmp_path / "web"
    web.mkdir()
    (web / "index.html").write_text("<p>")
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    url = "" if request.param == "sqlite" else new_database(request.getfixturevalue("postgres_url"))
    settings = Settings(data_dir=data, database_url=url, web_dir=web)
    asyncio.run(_first_start(settings))
    if request.param == "sqlite":
        (data / "waxpost.db").chmod(0o600)
    yield settings
    if url:
        drop_database(url)


async def _first_start(settings: Settings) -> None:
    await migrate(settings.database_url, MIGRATIONS)
    db = await open_database(settings.database_url)
    await db.write(enter_instance)
    secrets = open_secrets(settings.secrets_dir, is_in_use=False)
    await open_key_log(db, HeadFile(settings.data_dir), secrets.log_key)
    await db.close()
